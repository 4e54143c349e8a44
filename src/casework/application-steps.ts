import {
  assert,
  type Day,
  daysBetween,
  type Fen,
  isRefusal,
  type Refusal,
  refuse,
  workingDaysBetween,
} from '../foundation/index.ts'
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
  Event,
  OtherEnding,
  Signature,
  UnderInvestigation,
} from './application.ts'
import { evolve } from './application-history.ts'
import { type CaseProcedure, lastDayOf } from './procedure.ts'
import { type Hat, type StageOf, type Step, transitionFor } from './stage.ts'
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
    transition.to.includes(after.stage === state.stage ? 'same' : after.stage),
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

/** Whoever enters an old paper file also enters what a clock or another office did then. */
function handsFor(state: Case, hat: Hat): readonly Role[] | null {
  const roles = rolesFor(hat, state.procedure)
  const entered = state.kind === 'late-entry' && (hat === 'clock' || hat === 'verifier')
  return roles && entered ? [...roles, ...state.procedure.signers.prepare] : roles
}

function notByThisHand(state: Case, command: Command, context: Context): Refusal<CaseRefusal> | null {
  const transition = transitionFor(state.stage, command.do)!
  const signer = 'paper' in command && command.paper ? command.paper : context.actor
  const roles = handsFor(state, transition.hat)
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

/** A clock that stands still keeps nobody from working; it keeps everybody from deciding. */
const notWhileStanding: readonly Step[] = [
  'accept',
  'deem-accepted',
  'recommend',
  'endorse',
  'post-notice',
  'end-notice',
  'county-review',
  'confirm',
]

function notWhilePaused(state: Case, command: Command): Refusal<CaseRefusal> | null {
  return state.paused && notWhileStanding.includes(command.do)
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
    // Where the place names no term the officer sets a day; a term it names is nobody's to shorten.
    const due = intake.supplement ? lastDayOf(context.calendar, on, intake.supplement).day : command.due
    if (!due || due <= on) return refuse('supplement-days-needed', {}, 'due')
    return [
      { what: 'supplement-requested', on, due, items: command.items.length },
      { what: 'paused', on, reason: 'waitingForSupplement' },
    ]
  },

  'receive-supplement'(state, command, context) {
    const on = dayOf(command, context)
    // With everything on the desk the days for accepting begin anew.
    const { intake } = state.procedure
    const acceptBy = intake?.within ? lastDayOf(context.calendar, on, intake.within).day : null
    const received: Event = { what: 'supplement-received', on, acceptBy }
    return state.paused
      ? [{ what: 'resumed', on, lost: lostSince(state.paused.since, on, context) }, received]
      : [received]
  },

  accept: (_state, command, context) => [{ what: 'accepted', on: dayOf(command, context), deemed: false }],

  'deem-accepted'(state, command, context) {
    const after = state.procedure.intake?.deemedAfter
    if (!after) return refuse('not-deemed-accepted-here')
    const until = lastDayOf(context.calendar, state.supplement?.answeredOn ?? state.openedOn, after).day
    if (context.today <= until) return refuse('acceptance-not-yet-due', { until })
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
    // What has been asked and answered cannot be un-asked.
    if (state.verification.status === 'reported') return refuse('report-is-there', { on: state.verification.on })
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
    if (!state.procedure.reviews.some((r) => r.class === opinion.reviewClass))
      return refuse('no-such-review-class', {}, 'reviewClass')
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
    const on = dayOf(command, context)
    const { act, assessed, difference, reviewClass } = state.opinion
    // 期内无明显变化,不调整金额: the township's review ends it (审核确认办法 §31), unless somebody departs from the rule.
    const stays = act.act === 'keep' && state.procedure.unchanged.decidedByReview && !difference
    if (!stays) return [{ what: 'endorsed', on, signature, next: afterReview(state, act) }]
    const decision: Decision = {
      decisionId: command.decisionId,
      on,
      act,
      assessed,
      difference,
      collective: null,
      reviewClass,
      batch: null,
    }
    return [
      { what: 'endorsed', on, signature, next: 'decided' },
      { what: 'confirmed', on, decision, signature: null, letter: letterAfter(state, decision) },
    ]
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

  object(state, command, context) {
    const on = dayOf(command, context)
    const stops = state.stage === 'notice' && !state.paused && state.procedure.pauses.includes('objection')
    const uncounted = state.stage === 'notice' ? notCounted(state, 'notice', on, context) : null
    return [
      { what: 'objected', on, objectionId: command.objectionId, uncounted },
      ...(stops ? [{ what: 'paused' as const, on, reason: 'objection' }] : []),
    ]
  },

  'conclude-reinvestigation'(state, command, context) {
    const on = dayOf(command, context)
    const goesOn: Event[] =
      state.paused?.reason === 'objection' && !command.disputed
        ? [{ what: 'resumed', on, lost: lostSince(state.paused.since, on, context) }]
        : []
    return [...goesOn, { what: 'reinvestigated', on, disputed: command.disputed, report: command.report }]
  },

  'record-appraisal'(state, command, context) {
    const on = dayOf(command, context)
    const goesOn: Event[] =
      state.stage === 'appraisal' && state.paused?.reason === 'objection'
        ? [{ what: 'resumed', on, lost: lostSince(state.paused.since, on, context) }]
        : []
    const uncounted = state.stage === 'appraisal' ? notCounted(state, 'appraisal', on, context) : null
    return [...goesOn, { what: 'appraised', on, appraisalId: command.appraisalId, uncounted }]
  },

  'end-notice'(state, command, context) {
    // The last day belongs to the villagers: the notice is over when it has passed.
    if (context.today <= state.notice.lastDay) return refuse('notice-open', { until: state.notice.lastDay })
    const on = dayOf(command, context)
    return [{ what: 'notice-ended', on, uncounted: notCounted(state, 'notice', on, context) }]
  },

  'county-review'(state, command, context) {
    if (signed(state, 'county-review')) return refuse('already-signed')
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
    if (!state.procedure.reviews.some((r) => r.class === command.reviewClass))
      return refuse('no-such-review-class', {}, 'reviewClass')
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
    return [
      { what: 'confirmed', on: dayOf(command, context), decision, signature, letter: letterAfter(state, decision) },
    ]
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

  pause(state, command, context) {
    if (state.paused) return refuse('paused', { since: state.paused.since, reason: state.paused.reason })
    if (!state.procedure.pauses.includes(command.reason))
      return refuse('no-such-pause', { reason: command.reason }, 'reason')
    return [{ what: 'paused', on: dayOf(command, context), reason: command.reason }]
  },

  resume(state, command, context) {
    if (!state.paused) return refuse('not-paused')
    const on = dayOf(command, context)
    return [{ what: 'resumed', on, lost: lostSince(state.paused.since, on, context) }]
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
  ending: OtherEnding,
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

const lostSince = (since: Day, on: Day, { calendar }: Context) => ({
  working: workingDaysBetween(calendar, since, on),
  natural: daysBetween(since, on),
})

/** Chongqing leaves appraisal and notice out of the total (§19). */
const notCounted = (state: Case, part: 'notice' | 'appraisal', on: Day, context: Context) =>
  state.procedure.uncounted.includes(part) && !state.paused ? lostSince(state.stageSince, on, context) : null

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

/**
 * What a change asks of the award by its own nature, where the rule computes nothing of it: proposed to the clerk, who
 * signs it, with grounds where it is adverse, or wants something else.
 */
export function askedAct(state: Case, ruled: Fen | null): Pick<Act, 'act' | 'monthly'> | null {
  if (state.kind !== 'change') return null
  const { change, current } = state
  if (change === 'stop' || change === 'suspend') return { act: change, monthly: 0n }
  const monthly = change === 'resume' ? (ruled ?? current) : current
  if (monthly === null) return null
  if (change === 'resume') return { act: 'resume', monthly }
  return unpriced.includes(change) ? { act: 'keep', monthly } : null
}

const sameAct = (a: Act, b: Act) => a.act === b.act && a.monthly === b.monthly

/** What must lie on the desk before anybody gives an opinion. */
function notYetInvestigated(state: UnderInvestigation): Refusal<CaseRefusal> | null {
  const { verification, visit } = state
  if (verification.status === 'needed' || verification.status === 'awaiting') return refuse('verification-needed')
  if (visit.status === 'due' || visit.status === 'booked')
    return refuse(state.officerRelative ? 'county-must-visit' : 'visit-needed')
  if (state.procedure.adoption && state.adoptedOn === null) return refuse('facts-not-adopted')
  if (state.procedure.appraisal === 'always' && state.appraisedOn === null) return refuse('appraisal-needed')
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

/** Every change of money is written to the family; where the place says so, an unchanged amount is not. */
const letterAfter = (state: Case, { act }: Decision): 'owed' | 'none' =>
  act.act === 'keep' && state.procedure.unchanged.withoutLetter ? 'none' : 'owed'

/** Favourable acts go on the board where the procedure has one; all others go straight to whoever confirms. */
const afterReview = (state: Case, act: Act): 'notice-due' | 'confirmation' =>
  state.procedure.notice && isPublished(act) ? 'notice-due' : 'confirmation'
