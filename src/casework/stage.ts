/**
 * The course of a case: which step may be taken at which stage, who takes it and where it leads. `application.ts` can do
 * nothing that is not written here, and a test shows that every line is walked. The diagram in the README is made from it.
 */
export const stages = [
  'submitted',
  'supplement',
  'investigation',
  'review',
  'notice-due',
  'notice',
  'objection',
  'appraisal',
  'confirmation',
  'decided',
  'closed',
] as const
export type Stage = (typeof stages)[number]

/** Whose hand a step needs; which roles wear which hat is the procedure's business. */
export type Hat =
  | 'household' // the family itself, its proxy or aide, or the window for them
  | 'intake' // 受理: the township
  | 'visitor'
  | 'verifier'
  | 'prepare' // 经办
  | 'review' // 审核
  | 'county-review' // 县级审核
  | 'approve' // 审批
  | 'collective' // 集体研究, 一事一议
  | 'board' // whoever hangs the sheet and photographs it
  | 'anybody' // objections are open to everybody
  | 'supervisor'
  | 'record' // whoever on the staff, or a comparison of lists, came to know it
  | 'clock' // a deadline passed: jobs only

export interface Transition {
  from: readonly Stage[]
  do: string
  /** `same`: the case stays where it is. */
  to: readonly (Stage | 'same')[]
  hat: Hat
}

const afterReview = ['notice-due', 'notice', 'objection', 'appraisal', 'confirmation'] as const
const undecided = ['submitted', 'supplement', 'investigation', 'review', ...afterReview] as const
const open = [...undecided, 'decided'] as const
/** While a family gathers papers the clock stands still anyway. */
const running = ['submitted', 'investigation', 'review', ...afterReview] as const

export const transitions = [
  { from: ['submitted'], do: 'request-supplement', to: ['supplement'], hat: 'intake' },
  { from: ['supplement'], do: 'receive-supplement', to: ['submitted'], hat: 'household' },
  { from: ['submitted'], do: 'accept', to: ['investigation'], hat: 'intake' },
  { from: ['submitted'], do: 'deem-accepted', to: ['investigation'], hat: 'clock' },
  { from: ['submitted', 'supplement'], do: 'refuse-to-accept', to: ['closed'], hat: 'intake' },
  { from: ['submitted', 'supplement', 'investigation'], do: 'mark-duplicate', to: ['closed'], hat: 'intake' },

  { from: ['submitted', 'investigation'], do: 'start-verification', to: ['same'], hat: 'prepare' },
  { from: ['submitted', 'supplement', 'investigation'], do: 'record-report', to: ['same'], hat: 'verifier' },
  { from: ['investigation'], do: 'skip-verification', to: ['same'], hat: 'prepare' },
  { from: ['investigation'], do: 'book-visit', to: ['same'], hat: 'visitor' },
  { from: ['investigation'], do: 'record-visit', to: ['same'], hat: 'visitor' },
  { from: ['investigation'], do: 'skip-visit', to: ['same'], hat: 'prepare' },
  { from: ['investigation'], do: 'adopt-facts', to: ['same'], hat: 'prepare' },
  { from: ['investigation'], do: 'recommend', to: ['review', 'notice-due', 'confirmation'], hat: 'prepare' },
  { from: ['review'], do: 'endorse', to: ['notice-due', 'confirmation', 'decided', 'closed'], hat: 'review' },
  { from: ['review'], do: 'send-back', to: ['investigation'], hat: 'review' },

  { from: ['notice-due'], do: 'post-notice', to: ['notice'], hat: 'board' },
  { from: ['notice', 'objection', 'appraisal', 'confirmation'], do: 'add-board-photo', to: ['same'], hat: 'board' },
  { from: ['notice'], do: 'object', to: ['objection'], hat: 'anybody' },
  { from: ['objection', 'appraisal'], do: 'object', to: ['same'], hat: 'anybody' },
  { from: ['objection'], do: 'conclude-reinvestigation', to: ['investigation', 'appraisal'], hat: 'prepare' },
  { from: ['appraisal'], do: 'record-appraisal', to: ['investigation'], hat: 'prepare' },
  { from: ['investigation'], do: 'record-appraisal', to: ['same'], hat: 'prepare' },
  { from: ['notice'], do: 'end-notice', to: ['confirmation'], hat: 'clock' },

  { from: ['confirmation'], do: 'county-review', to: ['same'], hat: 'county-review' },
  { from: ['confirmation'], do: 'record-collective', to: ['same'], hat: 'collective' },
  { from: ['confirmation'], do: 'confirm', to: ['decided', 'closed'], hat: 'approve' },
  { from: ['confirmation'], do: 'return-to-township', to: ['investigation'], hat: 'approve' },
  { from: ['decided'], do: 'issue-letter', to: ['same'], hat: 'prepare' },
  { from: ['decided'], do: 'record-delivery', to: ['closed'], hat: 'board' },

  { from: undecided, do: 'withdraw', to: ['closed'], hat: 'household' },
  { from: undecided, do: 'abandon', to: ['closed'], hat: 'prepare' },
  { from: ['submitted', 'supplement', 'investigation'], do: 'flag-relative', to: ['same'], hat: 'record' },
  { from: ['review', ...afterReview], do: 'flag-relative', to: ['investigation', 'same'], hat: 'record' },
  { from: running, do: 'pause', to: ['same'], hat: 'supervisor' },
  { from: running, do: 'resume', to: ['same'], hat: 'supervisor' },
  { from: ['investigation', 'review', ...afterReview], do: 'extend', to: ['same'], hat: 'supervisor' },
  { from: open, do: 'reassign', to: ['same'], hat: 'supervisor' },
  { from: ['decided', 'closed'], do: 'correct-clerically', to: ['same'], hat: 'prepare' },
] as const satisfies readonly Transition[]

export type Step = (typeof transitions)[number]['do']
/** The stages at which a step may be taken. */
export type StageOf<S extends Step> = Extract<(typeof transitions)[number], { do: S }>['from'][number]

export const transitionFor = (stage: Stage, step: Step): Transition | undefined =>
  transitions.find((t) => t.do === step && (t.from as readonly Stage[]).includes(stage))

/** The steps open at a stage, in the order of the table. */
export const stepsAt = (stage: Stage): Step[] =>
  transitions.filter((t) => (t.from as readonly Stage[]).includes(stage)).map((t) => t.do)

/** A Mermaid state diagram. Steps that leave a case where it is are listed in the table, not drawn. */
export function stateDiagram(table: readonly { from: readonly string[]; do: string; to: readonly string[] }[]): string {
  const edges = new Map<string, string[]>()
  for (const row of table)
    for (const from of row.from)
      for (const to of row.to) {
        if (to === 'same' || to === from) continue
        const edge = `${name(from)} --> ${name(to)}`
        edges.set(edge, [...(edges.get(edge) ?? []), row.do])
      }
  return ['stateDiagram-v2', ...[...edges].map(([edge, steps]) => `  ${edge}: ${steps.join(', ')}`)].join('\n')
}

const name = (stage: string) => stage.replaceAll('-', '_')
