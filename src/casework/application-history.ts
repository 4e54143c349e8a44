import { type AreaCode, assert, type Calendar, type Day, daysBetween, type Fen } from '../foundation/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type {
  At,
  Case,
  Event,
  File,
  LostDays,
  Opinion,
  Signature,
  Submitted,
  UnderInvestigation,
  Verification,
  Visit,
} from './application.ts'
import { type CaseProcedure, lastDayOf } from './procedure.ts'
import type { Stage } from './stage.ts'
import type { CaseId, CaseKind, ChangeKind, Origin } from './words.ts'

const has = <S extends Stage>(state: Case, ...at: S[]): state is At<S> => (at as Stage[]).includes(state.stage)

const fileFields: readonly (keyof File)[] = [
  'caseId',
  'householdId',
  'kind',
  'change',
  'programme',
  'area',
  'origin',
  'applicant',
  'procedure',
  'openedOn',
  'earlier',
  'current',
  'acceptBy',
  'acceptedOn',
  'deemedAccepted',
  'supplement',
  'verification',
  'visit',
  'officerRelative',
  'adoptedOn',
  'appraisedOn',
  'round',
  'signatures',
  'paused',
  'lost',
  'extended',
  'holder',
  'lastOn',
  'stageSince',
]

/** The fields every stage has, without those of a single stage. */
const fileOf = (state: Case): File =>
  Object.fromEntries(fileFields.map((field) => [field, state[field]])) as unknown as File

/** Folding a case's events gives the case: what is stored beside them is a copy for reading. */
export function evolve(state: Case, event: Event): Case {
  const after = next(state, event)
  const lastOn = daysBetween(after.lastOn, event.on) > 0 ? event.on : after.lastOn
  if (after.stage === state.stage && after.round === state.round) return { ...after, lastOn }
  return { ...after, lastOn, stageSince: event.on, lost: { ...after.lost, stage: none } }
}

function next(state: Case, event: Event): Case {
  switch (event.what) {
    case 'supplement-requested': {
      const supplement = { sentOn: event.on, due: event.due, answeredOn: null }
      return { ...fileOf(state), stage: 'supplement', supplement }
    }
    case 'supplement-received': {
      assert(has(state, 'supplement'))
      const supplement = { ...state.supplement, answeredOn: event.on }
      return { ...fileOf(state), stage: 'submitted', supplement, acceptBy: event.acceptBy }
    }
    case 'accepted':
      return {
        ...fileOf(state),
        stage: 'investigation',
        acceptedOn: event.on,
        deemedAccepted: event.deemed,
        // The total runs from acceptance: what stood still before does not lengthen it.
        lost: { stage: none, total: none },
      }
    case 'ended':
      return {
        ...fileOf(state),
        stage: 'closed',
        ending: event.ending,
        closedOn: event.on,
        decision: null,
        grounds: event.grounds,
        paused: null,
        earlier: event.of ?? state.earlier,
      }
    case 'verification-started': {
      const verification: Verification = { status: 'awaiting', since: event.on, requestId: event.requestId }
      return { ...state, verification, visit: unlessSkipped(state.visit) }
    }
    case 'report-received':
      return {
        ...state,
        verification: { status: 'reported', on: event.on, reportId: event.reportId, coversVisit: event.coversVisit },
        visit: event.coversVisit ? state.visit : unlessSkipped(state.visit),
      }
    case 'verification-skipped':
      return { ...state, verification: { status: 'skipped', reason: event.reason } }
    case 'visit-booked':
      return { ...state, visit: { status: 'booked', on: event.visitOn, visitors: event.visitors } }
    case 'visited': {
      const { visitId, visitors, byCounty, on } = event
      return { ...state, visit: { status: 'done', on, visitId, visitors, byCounty } }
    }
    case 'visit-failed':
      return { ...state, visit: { status: 'due' } }
    case 'visit-skipped':
      return { ...state, visit: { status: 'skipped', reason: event.reason } }
    case 'facts-adopted':
      return { ...state, adoptedOn: event.on }
    case 'recommended':
      return judged(withSignature(state, event.signature), event.next, event.opinion)
    case 'endorsed': {
      assert(has(state, 'review'))
      const signed = withSignature(state, event.signature)
      // The decision follows in the same breath and takes the case on.
      return event.next === 'decided' ? signed : judged(signed, event.next, state.opinion)
    }
    case 'sent-back':
    case 'returned':
      return again(state)
    case 'appraised': {
      const appraised: Case = { ...uncounted(state, event.uncounted), appraisedOn: event.on }
      return state.stage === 'appraisal' ? again(appraised) : appraised
    }
    case 'notice-posted': {
      assert(has(state, 'notice-due'))
      const { noticeId, firstDay, lastDay } = event
      const notice = { noticeId, firstDay, lastDay, photos: { first: null, last: null } }
      return { ...fileOf(state), opinion: state.opinion, stage: 'notice', notice }
    }
    case 'board-photographed': {
      assert('notice' in state && state.notice)
      const photos = { ...state.notice.photos, [event.which]: event.attachment }
      return { ...state, notice: { ...state.notice, photos } } as Case
    }
    case 'objected': {
      assert(has(state, 'notice', 'objection', 'appraisal'))
      if (state.stage === 'notice') {
        const stopped = uncounted(state, event.uncounted) as At<'notice'>
        return { ...stopped, stage: 'objection', objections: [event.objectionId] }
      }
      return { ...state, objections: [...state.objections, event.objectionId] }
    }
    case 'reinvestigated': {
      assert(has(state, 'objection'))
      if (!event.disputed) return again(state)
      return { ...state, stage: 'appraisal', dispute: event.report }
    }
    case 'notice-ended': {
      assert(has(state, 'notice'))
      const ended = uncounted(state, event.uncounted) as At<'notice'>
      return { ...ended, stage: 'confirmation', collective: null }
    }
    case 'county-reviewed':
      return withSignature(state, event.signature)
    case 'collectively-decided': {
      assert(has(state, 'confirmation'))
      return { ...state, signatures: [...state.signatures, event.signature], collective: event.collective }
    }
    case 'confirmed':
      return decided(event.signature ? withSignature(state, event.signature) : state, event)
    case 'letter-issued': {
      assert(has(state, 'decided'))
      return { ...state, letter: { documentId: event.documentId, on: event.on } }
    }
    case 'letter-delivered': {
      assert(has(state, 'decided'))
      const { decision } = state
      return { ...fileOf(state), stage: 'closed', ending: 'served', closedOn: event.on, decision, grounds: null }
    }
    case 'relative-flagged': {
      // A visit by the township, or a skipped one, is not enough any more; an opinion given on it falls with it.
      const visit: Visit = state.visit.status === 'done' && state.visit.byCounty ? state.visit : { status: 'due' }
      const flagged: Case = { ...state, officerRelative: true, visit }
      const early = has(flagged, 'submitted', 'supplement', 'investigation')
      return early || visit.status === 'done' ? flagged : again(flagged)
    }
    case 'paused':
      return { ...state, paused: { since: event.on, reason: event.reason } }
    case 'resumed':
      return {
        ...state,
        paused: null,
        lost: { stage: added(state.lost.stage, event.lost), total: added(state.lost.total, event.lost) },
      }
    case 'extended':
      return { ...state, extended: { on: event.on, reason: event.reason } }
    case 'reassigned':
      return { ...state, holder: event.to }
    case 'corrected-clerically':
      return state
  }
}

function decided(state: Case, event: Extract<Event, { what: 'confirmed' }>): Case {
  const { decision, on } = event
  if (event.letter === 'owed') return { ...fileOf(state), stage: 'decided', decision, letter: null }
  return { ...fileOf(state), stage: 'closed', ending: 'unchanged', closedOn: on, decision, grounds: null }
}

const uncounted = (state: Case, days: LostDays | null): Case =>
  days ? { ...state, lost: { ...state.lost, total: added(state.lost.total, days) } } : state

const none: LostDays = { working: 0, natural: 0 }
const added = (a: LostDays, b: LostDays): LostDays => ({
  working: a.working + b.working,
  natural: a.natural + b.natural,
})

/** A visit was left out because a report answered its questions: with another report the question is open again. */
const unlessSkipped = (visit: Visit): Visit => (visit.status === 'skipped' ? { status: 'due' } : visit)

/** Back on the clerk's desk: a new opinion is a new round, with signatures of its own. */
const again = (state: Case): UnderInvestigation => ({
  ...fileOf(state),
  stage: 'investigation',
  round: state.round + 1,
})

const withSignature = (state: Case, signature: Signature): Case => ({
  ...state,
  signatures: [...state.signatures, signature],
})

function judged(state: Case, to: 'review' | 'notice-due' | 'confirmation', opinion: Opinion): Case {
  const file = fileOf(state)
  if (to === 'confirmation') return { ...file, stage: to, opinion, notice: null, collective: null }
  return { ...file, stage: to, opinion }
}

export interface Opening {
  caseId: CaseId
  householdId: bigint
  kind: Exclude<CaseKind, 'appeal'>
  change: ChangeKind | null
  programme: ProgrammeId
  area: AreaCode
  origin: Origin
  applicant: bigint | null
  procedure: CaseProcedure
  on: Day
  earlier: CaseId | null
  current: Fen | null
  officerRelative: boolean
  holder: string | null
}

/** A new case: at the counter, or, where the office opens it itself, at once under investigation. */
export function open(opening: Opening, calendar: Calendar): Submitted | UnderInvestigation {
  const { on, procedure, officerRelative, ...rest } = opening
  const visits = officerRelative || procedure.visit !== 'none'
  const file: File = {
    ...rest,
    procedure,
    officerRelative,
    openedOn: on,
    acceptBy: procedure.intake?.within ? lastDayOf(calendar, on, procedure.intake.within).day : null,
    acceptedOn: procedure.intake ? null : on,
    deemedAccepted: false,
    supplement: null,
    verification: { status: procedure.verification === 'none' ? 'none' : 'needed' },
    visit: { status: visits ? 'due' : 'none' },
    adoptedOn: null,
    appraisedOn: null,
    round: 1,
    signatures: [],
    paused: null,
    lost: { stage: none, total: none },
    extended: null,
    lastOn: on,
    stageSince: on,
  }
  return procedure.intake ? { ...file, stage: 'submitted' } : { ...file, stage: 'investigation' }
}

export const isOpen = (state: Case): boolean => state.stage !== 'closed'
