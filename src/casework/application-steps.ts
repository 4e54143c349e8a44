import { assert, type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import type { Role } from '../platform/index.ts'
import { type Act, type Assessed, follows, type Grounds, isPublished, type StructuredReason } from './act.ts'
import type {
  At,
  Case,
  CaseRefusal,
  Command,
  CommandOf,
  Context,
  Decision,
  Ending,
  Event,
  Signature,
  UnderInvestigation,
} from './application.ts'
import { evolve } from './application-history.ts'
import { type CaseProcedure, lastDayOf } from './procedure.ts'
import { type Hat, type Stage, type StageOf, type Step, transitionFor } from './stage.ts'
import type { Capacity, CaseId, ChangeKind, NaturalPerson } from './words.ts'

type Outcome = readonly Event[] | Refusal<CaseRefusal>

/** What happens when somebody asks this of the case, or why it cannot be. */
export function decide(state: Case, command: Command, context: Context): Outcome {
  const transition = transitionFor(state.stage, command.do)
  if (!transition) return refuse('not-at-this-stage', { stage: state.stage, step: command.do })
  const no =
    notByThisHand(state, command, context) ?? notOnThatDay(state, command, context) ?? notWhilePaused(state, command)
  if (no) return no
  // The table just said that this stage belongs to this step: the one place where the compiler has to believe it.
  const step = steps[command.do] as (state: Case, command: Command, context: Context) => Outcome
  const outcome = step(state, command, context)
  if (isRefusal(outcome)) return outcome
  const after = outcome.reduce(evolve, state)
  assert(
    (transition.to as readonly Stage[]).includes(after.stage),
    `${command.do} led from ${state.stage} to ${after.stage}`,
  )
  return outcome
}

const visitorRoles: readonly Role[] = [
  'aide',
  'township-clerk',
  'township-head',
  'county-verifier',
  'county-section',
  'county-leader',
]
const countyRoles: readonly Role[] = ['county-verifier', 'county-section', 'county-leader']

/** Who wears a hat under this procedure. Null: anybody. */
export function rolesFor(hat: Hat, procedure: CaseProcedure): readonly Role[] | null {
  const { prepare, review, countyReview, approve, collective } = procedure.signers
  switch (hat) {
    case 'household':
      return ['citizen', 'aide', ...prepare, 'system']
    case 'intake':
    case 'prepare':
      return prepare
    case 'visitor':
      return visitorRoles
    case 'verifier':
      return ['county-verifier', 'system']
    case 'review':
      return review ?? []
    case 'county-review':
      return countyReview ?? []
    case 'approve':
      return approve
    case 'collective':
      return collective
    case 'board':
      return ['aide', ...prepare]
    case 'supervisor':
      return [...prepare, ...(review ?? []), ...(countyReview ?? []), ...approve]
    case 'record':
      return [...visitorRoles, 'system']
    case 'clock':
      return ['system']
    case 'anybody':
      return null
  }
}

function notByThisHand(state: Case, command: Command, context: Context): Refusal<CaseRefusal> | null {
  const transition = transitionFor(state.stage, command.do)!
  const signer = 'paper' in command && command.paper ? command.paper : context.actor
  const roles = rolesFor(transition.hat, state.procedure)
  if (roles && !roles.includes(signer.role)) return refuse('not-your-role', { step: command.do, role: signer.role })
  // A clerk enters somebody else's paper signature; he must still be one of the people who work on such cases.
  if (signer !== context.actor && !state.procedure.signers.prepare.includes(context.actor.role))
    return refuse('not-your-role', { step: command.do, role: context.actor.role })
  const free: readonly Step[] = [
    'object',
    'withdraw',
    'receive-supplement',
    'record-report',
    'deem-accepted',
    'end-notice',
    'flag-relative',
  ]
  if (free.includes(command.do)) return null
  const people = [context.actor.person, signer.person]
  if (people.some((person) => person !== null && context.relatives.includes(person))) return refuse('own-relative')
  return null
}

function notOnThatDay(state: Case, command: Command, context: Context): Refusal<CaseRefusal> | null {
  if (command.on === undefined || command.on === context.today) return null
  if (state.kind !== 'late-entry') return refuse('only-late-entry-is-dated-back', {}, 'on')
  if (command.on > context.today || command.on < state.lastOn)
    return refuse('day-out-of-order', { from: state.lastOn, until: context.today }, 'on')
  return null
}

const whilePaused: readonly Step[] = [
  'resume',
  'withdraw',
  'reassign',
  'flag-relative',
  'record-report',
  'receive-supplement',
  'refuse-to-accept',
  'mark-duplicate',
  'abandon',
  'object',
  'add-board-photo',
]

function notWhilePaused(state: Case, command: Command): Refusal<CaseRefusal> | null {
  return state.paused && !whilePaused.includes(command.do)
    ? refuse('paused', { since: state.paused.since, reason: state.paused.reason })
    : null
}

const dayOf = (command: Command, context: Context): Day => command.on ?? context.today

// ── Signatures ─────────────────────────────────────────────────────────────────────────────────────────────────────────
/** Three signatures are three natural persons, also through delegation, a second account or a change of role (R18). */
function sign(state: Case, capacity: Capacity, command: Command, context: Context): Signature | Refusal<CaseRefusal> {
  const paper = 'paper' in command ? (command.paper ?? null) : null
  const person = paper ? paper.person : context.actor.person
  if (person === null) return refuse('a-person-must-sign')
  const other = state.signatures.find((s) => s.person === person && s.capacity !== capacity)
  if (other) return refuse('signed-in-another-capacity', { capacity: other.capacity })
  return {
    capacity,
    round: state.round,
    person,
    account: paper ? paper.account : context.actor.account,
    role: paper ? paper.role : context.actor.role,
    on: dayOf(command, context),
    delegation: paper ? null : context.actor.delegation,
    paper: paper ? paper.scan : null,
  }
}

const signed = (state: Case, capacity: Capacity): boolean =>
  state.signatures.some((s) => s.capacity === capacity && s.round === state.round)

// ── The steps ──────────────────────────────────────────────────────────────────────────────────────────────────────────
type Steps = { [S in Step]: (state: At<StageOf<S>>, command: CommandOf<S>, context: Context) => Outcome }

const steps: Steps = {
  'request-supplement'(state, command, context) {
    const { intake } = state.procedure
    if (!intake) return refuse('no-supplement-in-this-procedure')
    // 一次性告知 (民发〔2021〕57号): everything that is missing, told once.
    if (state.supplement) return refuse('supplement-only-once', { sentOn: state.supplement.sentOn })
    const on = dayOf(command, context)
    const due = lastDayOf(context.calendar, on, intake.supplement).day
    return [
      { what: 'supplement-requested', on, due, items: command.items.length },
      { what: 'paused', on, reason: 'awaiting-supplement' },
    ]
  },

  'receive-supplement'(_state, command, context) {
    const on = dayOf(command, context)
    return [
      { what: 'resumed', on },
      { what: 'supplement-received', on },
    ]
  },

  accept: (_state, command, context) => [{ what: 'accepted', on: dayOf(command, context), deemed: false }],

  'deem-accepted'(state, command, context) {
    if (!state.procedure.intake?.deemed) return refuse('not-deemed-accepted-here')
    if (state.acceptBy === null || context.today <= state.acceptBy)
      return refuse('acceptance-not-yet-due', state.acceptBy ? { until: state.acceptBy } : {})
    return [{ what: 'accepted', on: dayOf(command, context), deemed: true }]
  },

  'refuse-to-accept'(state, command, context) {
    if (state.stage === 'supplement' && context.today <= state.supplement.due)
      return refuse('supplement-still-running', { until: state.supplement.due })
    return ended('refused-to-accept', command, context, { grounds: command.grounds })
  },

  'mark-duplicate'(state, command, context) {
    if (command.of === state.caseId) return refuse('same-case', {}, 'of')
    return ended('duplicate', command, context, { of: command.of })
  },

  'start-verification'(state, command, context) {
    if (state.stage === 'submitted' && !state.procedure.intake?.verifyBefore)
      return refuse('verification-not-before-acceptance')
    return [{ what: 'verification-started', on: dayOf(command, context), requestId: command.requestId }]
  },

  'record-report': (_state, command, context) => [
    {
      what: 'report-received',
      on: dayOf(command, context),
      reportId: command.reportId,
      coversVisit: command.coversVisit,
    },
  ],

  'skip-verification'(state, command, context) {
    if (state.procedure.verification === 'required') return refuse('verification-required')
    return [{ what: 'verification-skipped', on: dayOf(command, context), reason: command.reason }]
  },

  'book-visit'(_state, command, context) {
    if (!areTwoPeople(command.visitors)) return refuse('two-visitors-needed', {}, 'visitors')
    if (command.visitors.some((v) => context.relatives.includes(v))) return refuse('own-relative', {}, 'visitors')
    return [{ what: 'visit-booked', on: dayOf(command, context), visitOn: command.visitOn, visitors: command.visitors }]
  },

  'record-visit'(state, command, context) {
    const on = dayOf(command, context)
    const people = command.visitors.map((v) => v.person)
    if (!areTwoPeople(people)) return refuse('two-visitors-needed', {}, 'visitors')
    if (people.some((person) => context.relatives.includes(person))) return refuse('own-relative', {}, 'visitors')
    const byCounty = command.visitors.some((v) => countyRoles.includes(v.role))
    if (state.officerRelative && !byCounty) return refuse('county-must-visit')
    if (command.outcome !== 'visited')
      return [{ what: 'visit-failed', on, visitId: command.visitId, outcome: command.outcome }]
    return [{ what: 'visited', on, visitId: command.visitId, visitors: people, byCounty }]
  },

  'skip-visit'(state, command, context) {
    if (state.procedure.visit === 'required') return refuse('visit-required')
    if (state.officerRelative) return refuse('county-must-visit')
    // 广元 and others: a report that answers the questions makes the visit unnecessary; no report, no shortcut.
    if (state.verification.status !== 'reported' || !state.verification.coversVisit)
      return refuse('report-does-not-cover')
    return [{ what: 'visit-skipped', on: dayOf(command, context), reason: command.reason }]
  },

  'adopt-facts': (_state, command, context) => [
    { what: 'facts-adopted', on: dayOf(command, context), figures: command.figures },
  ],

  recommend(state, command, context) {
    const no = notYetInvestigated(state)
    if (no) return no
    const { opinion } = command
    const unexplained = needsDifference(state, opinion.act, opinion.assessed, null, opinion.difference)
    if (unexplained) return unexplained
    const signature = sign(state, 'prepare', command, context)
    if (isRefusal(signature)) return signature
    const next = state.procedure.signers.review ? 'review' : afterReview(state, opinion.act)
    return [{ what: 'recommended', on: dayOf(command, context), opinion, signature, next }]
  },

  endorse(state, command, context) {
    const signature = sign(state, 'review', command, context)
    if (isRefusal(signature)) return signature
    return [{ what: 'endorsed', on: dayOf(command, context), signature, next: afterReview(state, state.opinion.act) }]
  },

  'send-back': (_state, command, context) => [
    { what: 'sent-back', on: dayOf(command, context), reason: command.reason },
  ],

  'post-notice'(state, command, context) {
    const { notice } = state.procedure
    assert(notice, 'a case waits for a notice that its procedure does not have')
    const on = dayOf(command, context)
    if (command.firstDay < on) return refuse('notice-too-early', { from: on }, 'firstDay')
    const term = state.round > 1 ? notice.again : notice.term
    const { day: lastDay } = lastDayOf(context.calendar, command.firstDay, term)
    return [{ what: 'notice-posted', on, noticeId: command.noticeId, firstDay: command.firstDay, lastDay }]
  },

  'add-board-photo'(state, command, context) {
    const { notice } = state
    if (!notice) return refuse('not-at-this-stage', { stage: state.stage, step: command.do })
    const from = command.which === 'first' ? notice.firstDay : notice.lastDay
    if (dayOf(command, context) < from) return refuse('photo-too-early', { from }, 'which')
    return [
      { what: 'board-photographed', on: dayOf(command, context), which: command.which, attachment: command.attachment },
    ]
  },

  object: (_state, command, context) => [
    { what: 'objected', on: dayOf(command, context), objectionId: command.objectionId },
  ],

  'conclude-reinvestigation': (_state, command, context) => [
    { what: 'reinvestigated', on: dayOf(command, context), disputed: command.disputed, report: command.report },
  ],

  'record-appraisal': (_state, command, context) => [
    { what: 'appraised', on: dayOf(command, context), appraisalId: command.appraisalId },
  ],

  'end-notice'(state, command, context) {
    // The last day belongs to the villagers: the notice is over when it has passed.
    if (context.today <= state.notice.lastDay) return refuse('notice-open', { until: state.notice.lastDay })
    return [{ what: 'notice-ended', on: dayOf(command, context) }]
  },

  'county-review'(state, command, context) {
    const signature = sign(state, 'county-review', command, context)
    if (isRefusal(signature)) return signature
    return [{ what: 'county-reviewed', on: dayOf(command, context), signature }]
  },

  'record-collective'(state, command, context) {
    const signature = sign(state, 'collective', command, context)
    if (isRefusal(signature)) return signature
    const { minutesNo, heldOn, act, reason } = command
    const collective = { minutesNo, heldOn, act, reason, person: signature.person }
    return [{ what: 'collectively-decided', on: dayOf(command, context), collective, signature }]
  },

  confirm(state, command, context) {
    const { notice } = state
    if (notice && context.today <= notice.lastDay) return refuse('notice-open', { until: notice.lastDay })
    if (notice && state.procedure.notice?.photos && !(notice.photos.first && notice.photos.last))
      return refuse('board-photo-missing', { which: notice.photos.first ? 'last' : 'first' })
    if (state.procedure.signers.countyReview && !signed(state, 'county-review')) return refuse('county-review-needed')
    const needed = needsDifference(state, command.act, command.assessed, state.opinion.act, command.difference)
    if (needed) return needed
    const byRule = follows(command.act, command.assessed) || isOfficeAct(state, command.act)
    if (!byRule && !state.collective) return refuse('collective-decision-needed')
    if (!byRule && state.collective && !sameAct(command.act, state.collective.act))
      return refuse('collective-decision-differs')
    // A family recommended for refusal was never on the board; whoever wants to help it sends the case back first.
    if (isPublished(command.act) && state.procedure.notice && !notice) return refuse('notice-needed', {}, 'act')
    const signature = sign(state, 'approve', command, context)
    if (isRefusal(signature)) return signature
    const decision: Decision = {
      decisionId: command.decisionId,
      on: dayOf(command, context),
      act: command.act,
      assessed: command.assessed,
      difference: command.difference,
      collective: byRule ? null : state.collective,
      reviewClass: command.reviewClass,
      batch: command.batch,
    }
    return [{ what: 'confirmed', on: dayOf(command, context), decision, signature }]
  },

  'return-to-township': (_state, command, context) => [
    { what: 'returned', on: dayOf(command, context), reason: command.reason },
  ],

  'issue-letter': (_state, command, context) => [
    { what: 'letter-issued', on: dayOf(command, context), documentId: command.documentId },
  ],

  'record-delivery'(state, command, context) {
    if (!state.letter) return refuse('letter-needed')
    if (command.deliveredOn < state.letter.on || command.deliveredOn > context.today)
      return refuse('delivered-before-letter', { from: state.letter.on, until: context.today }, 'deliveredOn')
    return [
      {
        what: 'letter-delivered',
        on: dayOf(command, context),
        receipt: command.receipt,
        deliveredOn: command.deliveredOn,
      },
    ]
  },

  withdraw: (_state, command, context) => ended('withdrawn', command, context, { cause: command.reason }),

  abandon(state, command, context) {
    if (command.cause === 'not-supplemented') {
      const { supplement } = state
      if (!supplement || supplement.answeredOn !== null || context.today <= supplement.due)
        return refuse('deadline-not-passed', supplement ? { until: supplement.due } : {})
    }
    return ended('abandoned', command, context, { cause: command.cause, grounds: command.grounds })
  },

  'flag-relative': (state, command, context) =>
    state.officerRelative ? [] : [{ what: 'relative-flagged', on: dayOf(command, context) }],

  pause: (_state, command, context) => [{ what: 'paused', on: dayOf(command, context), reason: command.reason }],

  resume(state, command, context) {
    if (!state.paused) return refuse('not-paused')
    if (state.stage === 'supplement') return refuse('supplement-still-running', { until: state.supplement.due })
    return [{ what: 'resumed', on: dayOf(command, context) }]
  },

  extend(state, command, context) {
    if (!state.procedure.extension) return refuse('no-extension')
    if (state.extended) return refuse('already-extended', { on: state.extended.on })
    return [{ what: 'extended', on: dayOf(command, context), reason: command.reason }]
  },

  reassign: (_state, command, context) => [{ what: 'reassigned', on: dayOf(command, context), to: command.to }],

  'correct-clerically': (_state, command, context) => [
    { what: 'corrected-clerically', on: dayOf(command, context), field: command.field, note: command.note },
  ],
}

function ended(
  ending: Exclude<Ending, 'served'>,
  command: Command,
  context: Context,
  more: { cause?: string; of?: CaseId; grounds?: Grounds },
): Outcome {
  return [
    {
      what: 'ended',
      on: dayOf(command, context),
      ending,
      cause: more.cause ?? null,
      of: more.of ?? null,
      grounds: more.grounds ?? null,
    },
  ]
}

const areTwoPeople = (people: readonly NaturalPerson[]) => new Set(people).size >= 2

/**
 * Acts that follow from an event and not from arithmetic: prison, return home, a death certificate, a household that
 * gives up its aid, a new head. They need grounds like any other, but no collective decision for departing from a sum.
 */
function isOfficeAct(state: Case, act: Act): boolean {
  if (act.act === 'keep') return act.monthly === state.current && unpriced.includes(state.change)
  if (act.act === 'stop') return state.change === 'stop' || state.change === 'death'
  return (act.act === 'suspend' || act.act === 'resume') && (state.kind === 'review' || state.change === act.act)
}
const unpriced: readonly (ChangeKind | null)[] = ['head', 'account', 'address']

const sameAct = (a: Act, b: Act) => a.act === b.act && a.monthly === b.monthly

/** What must lie on the desk before anybody gives an opinion. */
function notYetInvestigated(state: UnderInvestigation): Refusal<CaseRefusal> | null {
  const { verification, visit } = state
  if (verification.status === 'needed' || verification.status === 'awaiting') return refuse('verification-needed')
  if (visit.status === 'due' || visit.status === 'booked')
    return refuse(state.officerRelative ? 'county-must-visit' : 'visit-needed')
  if (state.adoptedOn === null) return refuse('facts-not-adopted')
  return null
}

/** Whoever departs from the rule or from the opinion before him says why. */
function needsDifference(
  state: Case,
  act: Act,
  assessed: Assessed,
  recommended: Act | null,
  difference: StructuredReason | null,
): Refusal<CaseRefusal> | null {
  const departs =
    (!follows(act, assessed) && !isOfficeAct(state, act)) || (recommended !== null && !sameAct(act, recommended))
  if (!departs || difference) return null
  return assessed.outcome === 'undetermined'
    ? refuse('facts-missing')
    : refuse('difference-needs-reason', {}, 'difference')
}

/** Favourable acts go on the board where the procedure has one; all others go straight to whoever confirms. */
const afterReview = (state: Case, act: Act): 'notice-due' | 'confirmation' =>
  state.procedure.notice && isPublished(act) ? 'notice-due' : 'confirmation'
