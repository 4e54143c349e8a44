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
  to: readonly Stage[]
  hat: Hat
}

const pending = ['submitted', 'supplement', 'investigation', 'review', 'notice-due'] as const
const undecided = [...pending, 'notice', 'objection', 'appraisal', 'confirmation'] as const
const open = [...undecided, 'decided'] as const
/** While a family gathers papers the clock stands still anyway. */
const running = [
  'submitted',
  'investigation',
  'review',
  'notice-due',
  'notice',
  'objection',
  'appraisal',
  'confirmation',
] as const

export const transitions = [
  { from: ['submitted'], do: 'request-supplement', to: ['supplement'], hat: 'intake' },
  { from: ['supplement'], do: 'receive-supplement', to: ['submitted'], hat: 'household' },
  { from: ['submitted'], do: 'accept', to: ['investigation'], hat: 'intake' },
  { from: ['submitted'], do: 'deem-accepted', to: ['investigation'], hat: 'clock' },
  { from: ['submitted', 'supplement'], do: 'refuse-to-accept', to: ['closed'], hat: 'intake' },
  { from: ['submitted', 'supplement', 'investigation'], do: 'mark-duplicate', to: ['closed'], hat: 'intake' },

  {
    from: ['submitted', 'investigation'],
    do: 'start-verification',
    to: ['submitted', 'investigation'],
    hat: 'prepare',
  },
  {
    from: ['submitted', 'supplement', 'investigation'],
    do: 'record-report',
    to: ['submitted', 'supplement', 'investigation'],
    hat: 'verifier',
  },
  { from: ['investigation'], do: 'skip-verification', to: ['investigation'], hat: 'prepare' },
  { from: ['investigation'], do: 'book-visit', to: ['investigation'], hat: 'visitor' },
  { from: ['investigation'], do: 'record-visit', to: ['investigation'], hat: 'visitor' },
  { from: ['investigation'], do: 'skip-visit', to: ['investigation'], hat: 'prepare' },
  { from: ['investigation'], do: 'adopt-facts', to: ['investigation'], hat: 'prepare' },
  { from: ['investigation'], do: 'recommend', to: ['review', 'notice-due', 'confirmation'], hat: 'prepare' },
  { from: ['review'], do: 'endorse', to: ['notice-due', 'confirmation', 'decided', 'closed'], hat: 'review' },
  { from: ['review'], do: 'send-back', to: ['investigation'], hat: 'review' },

  { from: ['notice-due'], do: 'post-notice', to: ['notice'], hat: 'board' },
  {
    from: ['notice', 'objection', 'appraisal', 'confirmation'],
    do: 'add-board-photo',
    to: ['notice', 'objection', 'appraisal', 'confirmation'],
    hat: 'board',
  },
  { from: ['notice', 'objection', 'appraisal'], do: 'object', to: ['objection', 'appraisal'], hat: 'anybody' },
  { from: ['objection'], do: 'conclude-reinvestigation', to: ['investigation', 'appraisal'], hat: 'prepare' },
  { from: ['appraisal', 'investigation'], do: 'record-appraisal', to: ['investigation'], hat: 'prepare' },
  { from: ['notice'], do: 'end-notice', to: ['confirmation'], hat: 'clock' },

  { from: ['confirmation'], do: 'county-review', to: ['confirmation'], hat: 'county-review' },
  { from: ['confirmation'], do: 'record-collective', to: ['confirmation'], hat: 'collective' },
  { from: ['confirmation'], do: 'confirm', to: ['decided', 'closed'], hat: 'approve' },
  { from: ['confirmation'], do: 'return-to-township', to: ['investigation'], hat: 'approve' },
  { from: ['decided'], do: 'issue-letter', to: ['decided'], hat: 'prepare' },
  { from: ['decided'], do: 'record-delivery', to: ['closed'], hat: 'board' },

  { from: undecided, do: 'withdraw', to: ['closed'], hat: 'household' },
  { from: undecided, do: 'abandon', to: ['closed'], hat: 'prepare' },
  {
    from: undecided,
    do: 'flag-relative',
    to: [
      'submitted',
      'supplement',
      'investigation',
      'review',
      'notice-due',
      'notice',
      'objection',
      'appraisal',
      'confirmation',
    ],
    hat: 'record',
  },
  { from: running, do: 'pause', to: running, hat: 'supervisor' },
  { from: running, do: 'resume', to: running, hat: 'supervisor' },
  {
    from: ['investigation', 'review', 'notice-due', 'notice', 'objection', 'appraisal', 'confirmation'],
    do: 'extend',
    to: ['investigation', 'review', 'notice-due', 'notice', 'objection', 'appraisal', 'confirmation'],
    hat: 'supervisor',
  },
  { from: open, do: 'reassign', to: open, hat: 'supervisor' },
  { from: ['decided', 'closed'], do: 'correct-clerically', to: ['decided', 'closed'], hat: 'prepare' },
] as const satisfies readonly Transition[]

export type Step = (typeof transitions)[number]['do']
/** The stages at which a step may be taken. */
export type StageOf<S extends Step> = Extract<(typeof transitions)[number], { do: S }>['from'][number]

export const transitionFor = (stage: Stage, step: Step): Transition | undefined =>
  transitions.find((t) => t.do === step && (t.from as readonly Stage[]).includes(stage))

/** The steps open at a stage, in the order of the table. */
export const stepsAt = (stage: Stage): Step[] =>
  transitions.filter((t) => (t.from as readonly Stage[]).includes(stage)).map((t) => t.do)

/** A Mermaid state diagram. Steps that stay at their stage are left out: they are listed in the table. */
export function stateDiagram(table: readonly Transition[]): string {
  const lines = ['stateDiagram-v2']
  const edges = new Map<string, string[]>()
  for (const t of table)
    for (const from of t.from)
      for (const to of t.to) {
        if (from === to || staysAtStage(t)) continue
        const key = `${name(from)} --> ${name(to)}`
        edges.set(key, [...(edges.get(key) ?? []), t.do])
      }
  for (const [edge, steps] of edges) lines.push(`  ${edge}: ${steps.join(', ')}`)
  return lines.join('\n')
}

const name = (stage: string) => stage.replaceAll('-', '_')
const staysAtStage = (t: Transition) =>
  t.from.length > 1 && t.from.length === t.to.length && t.from.every((f) => t.to.includes(f))
