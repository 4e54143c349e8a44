/** The six steps a family sees. What happens inside the office (an objector, a second signature) is not one of them. */
export const steps = ['received', 'checking', 'opinion', 'notice', 'decision', 'letter'] as const
export type Step = (typeof steps)[number]

/** A change or a review hangs on no board. */
const stepsAfterwards = steps.filter((step) => step !== 'notice')

export const appealSteps = ['received', 'recheck', 'decision', 'letter'] as const
export type AppealStepShown = (typeof appealSteps)[number]

const at: Record<string, Step> = {
  submitted: 'received',
  supplement: 'received',
  investigation: 'checking',
  review: 'opinion',
  'notice-due': 'notice',
  notice: 'notice',
  // Whether somebody objected is nobody's business but the office's.
  objection: 'notice',
  appraisal: 'notice',
  confirmation: 'decision',
  decided: 'letter',
  closed: 'letter',
}
const appealAt: Record<string, AppealStepShown> = {
  filed: 'received',
  recheck: 'recheck',
  answer: 'decision',
  decided: 'letter',
  closed: 'letter',
}

export interface StepLine {
  all: readonly string[]
  /** Where it stands; null once it is over. */
  now: string
  over: boolean
}

export function stepLine({ kind, stage }: { kind: string; stage: string }): StepLine {
  return kind === 'appeal'
    ? { all: appealSteps, now: appealAt[stage] ?? 'received', over: stage === 'closed' }
    : {
        all: kind === 'change' || kind === 'review' ? stepsAfterwards : steps,
        now: at[stage] ?? 'received',
        over: stage === 'closed',
      }
}
