/** What is wrong with a rulebook or with the input, said so that the person who wrote it can act. */
export interface Problem {
  code: string
  /** The rule, fact, parameter or programme concerned. */
  subject: string
  message: string
  /** What to do about it. */
  remedy: string
  at?: { file: string; line: number }
}

const asText = ({ subject, message, remedy, at }: Problem): string =>
  `${at ? `${at.file}:${at.line}: ` : ''}${subject}: ${message}. ${remedy}.`

/** Nothing is half-loaded: one problem refuses the whole, and all problems are named at once. */
export class PolicyError extends Error {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super(problems.map(asText).join('\n'))
    this.name = 'PolicyError'
    this.problems = problems
  }
}
export const refuseAll = (problems: readonly Problem[]): void => {
  if (problems.length > 0) throw new PolicyError(problems)
}
