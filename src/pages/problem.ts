/** One thing to mend on a form: which field, and a key of the wording chapter with its values. */
export interface FieldProblem {
  field: string
  says: string
  values?: Record<string, string | number>
}

export const isProblem = (value: unknown): value is FieldProblem =>
  typeof value === 'object' && value !== null && 'says' in value

/** One field of what was just typed and refused, to show it again. */
export const typedText = (typed: Record<string, string | string[]> | undefined, name: string): string | undefined =>
  typed && typeof typed[name] === 'string' ? (typed[name] as string) : undefined
