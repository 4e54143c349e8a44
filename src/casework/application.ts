import type { AreaCode, Calendar, Day, Fen } from '../foundation/index.ts'
import type { Role } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { Act, Assessed, Grounds, StructuredReason } from './act.ts'
import type { CaseProcedure } from './procedure.ts'
import type { Stage, Step } from './stage.ts'
import type { Capacity, CaseId, CaseKind, ChangeKind, NaturalPerson, NonEmpty, Origin } from './words.ts'

/**
 * One household's case from the counter to the delivered letter: applications, changes, reviews and late entries, each
 * under its own procedure: what it is, what can be asked of it, what can happen to it. `application-steps.ts` decides,
 * `application-history.ts` says what the case is afterwards. Nothing here names a person; ids only.
 */

// ── What a case is ─────────────────────────────────────────────────────────────────────────────────────────────────────
export interface File {
  caseId: CaseId
  householdId: bigint
  kind: Exclude<CaseKind, 'appeal'>
  change: ChangeKind | null
  programme: ProgrammeId
  area: AreaCode
  origin: Origin
  /** Who asks; null where the office opens the case. */
  applicant: bigint | null
  procedure: CaseProcedure
  openedOn: Day
  /** An earlier case of this household for the same scheme: refused within six months, withdrawn, or a duplicate's original. */
  earlier: CaseId | null
  /** What the household gets today under this programme; null: nothing. */
  current: Fen | null
  acceptBy: Day | null
  acceptedOn: Day | null
  deemedAccepted: boolean
  supplement: Supplement | null
  verification: Verification
  visit: Visit
  /** A member is a declared relative of an officer or cadre: the county visits, nothing is skipped (PROC-09, R19). */
  officerRelative: boolean
  adoptedOn: Day | null
  appraisedOn: Day | null
  /** 1 for the first opinion; a new one after objection or return counts on. */
  round: number
  signatures: readonly Signature[]
  /** The clock stands still; `reason` is one the procedure names. */
  paused: { since: Day; reason: string } | null
  /** Days the clock stood still: they are added to whatever is owed. */
  lost: { stage: LostDays; total: LostDays }
  extended: { on: Day; reason: StructuredReason } | null
  holder: string | null
  /** The last day something happened: later steps are not dated before it. */
  lastOn: Day
  /** Since when it is at this stage. */
  stageSince: Day
}

export interface LostDays {
  working: number
  natural: number
}

export interface Supplement {
  sentOn: Day
  due: Day
  answeredOn: Day | null
}

export type Verification =
  | { status: 'needed' }
  | { status: 'awaiting'; since: Day; requestId: string }
  | { status: 'reported'; on: Day; reportId: string; coversVisit: boolean }
  | { status: 'skipped'; reason: StructuredReason }
  | { status: 'none' }

export type Visit =
  | { status: 'due' }
  | { status: 'booked'; on: Day; visitors: readonly NaturalPerson[] }
  | { status: 'done'; on: Day; visitId: string; visitors: readonly NaturalPerson[]; byCounty: boolean }
  | { status: 'skipped'; reason: StructuredReason }
  | { status: 'none' }

export interface Signature {
  capacity: Capacity
  round: number
  person: NaturalPerson
  account: string
  role: Role
  on: Day
  /** 代理授权: for whose account, by which paper. */
  delegation: string | null
  /** The scan of a paper signature; whoever entered it is in the audit trail. */
  paper: string | null
}

/** 经办意见: the rule's answer and what the officer makes of it. */
export interface Opinion {
  opinionId: string
  assessed: Assessed
  act: Act
  /** Why it differs from the rule's answer; null where it follows it. */
  difference: StructuredReason | null
  /** Incomes edited after the amount was previewed: shown to whoever confirms (practice §1.13). */
  editedAfterPreview: number
  reviewClass: string
}

export interface Notice {
  noticeId: string
  firstDay: Day
  lastDay: Day
  photos: { first: string | null; last: string | null }
}

/** 集体研究 / 一事一议: the honest door for an amount the rule does not give. */
export interface Collective {
  minutesNo: string
  heldOn: Day
  act: Act
  reason: StructuredReason
  person: NaturalPerson
}

export interface Decision {
  decisionId: string
  on: Day
  act: Act
  assessed: Assessed
  /** Why it differs from the rule's answer or the township's opinion. */
  difference: StructuredReason | null
  collective: Collective | null
  reviewClass: string
  batch: string | null
}

export type Ending = 'served' | 'unchanged' | 'refused-to-accept' | 'withdrawn' | 'abandoned' | 'duplicate'

export type OtherEnding = Exclude<Ending, 'served' | 'unchanged'>

export type Judged = File & { opinion: Opinion }
export type Posted = Judged & { notice: Notice }

export type Submitted = File & { stage: 'submitted' }
export type InSupplement = File & { stage: 'supplement'; supplement: Supplement }
export type UnderInvestigation = File & { stage: 'investigation' }
export type InReview = Judged & { stage: 'review' }
export type NoticeDue = Judged & { stage: 'notice-due' }
export type OnNotice = Posted & { stage: 'notice' }
export type UnderObjection = Posted & { stage: 'objection'; objections: NonEmpty<string> }
export type InAppraisal = Posted & { stage: 'appraisal'; objections: NonEmpty<string>; dispute: string }
export type InConfirmation = Judged & {
  stage: 'confirmation'
  notice: Notice | null
  collective: Collective | null
}
export type Decided = File & { stage: 'decided'; decision: Decision; letter: { documentId: string; on: Day } | null }
export type Closed = File & {
  stage: 'closed'
  ending: Ending
  closedOn: Day
  decision: Decision | null
  /** The written end of a case that ended without a decision, when it was the office's act. */
  grounds: Grounds | null
}

export type Case =
  | Submitted
  | InSupplement
  | UnderInvestigation
  | InReview
  | NoticeDue
  | OnNotice
  | UnderObjection
  | InAppraisal
  | InConfirmation
  | Decided
  | Closed

export type At<S extends Stage> = Extract<Case, { stage: S }>

// ── What can be asked of it ────────────────────────────────────────────────────────────────────────────────────────────
interface Commands {
  'request-supplement': { items: NonEmpty<{ item: string; clause: string }>; due: Day | null }
  'receive-supplement': object
  accept: object
  'deem-accepted': object
  'refuse-to-accept': { grounds: Grounds }
  'mark-duplicate': { of: CaseId }
  'start-verification': { requestId: string }
  'record-report': { reportId: string; coversVisit: boolean }
  'skip-verification': { reason: StructuredReason }
  'book-visit': { visitOn: Day; visitors: readonly NaturalPerson[] }
  'record-visit': {
    visitId: string
    visitors: readonly { person: NaturalPerson; role: Role }[]
    outcome: 'visited' | 'nobody-home' | 'refused' | 'postponed'
  }
  'skip-visit': { reason: StructuredReason }
  'adopt-facts': { figures: number }
  recommend: { opinion: Opinion; paper?: PaperSignature }
  endorse: { decisionId: string; paper?: PaperSignature }
  'send-back': { reason: StructuredReason }
  'post-notice': { noticeId: string; firstDay: Day }
  'add-board-photo': { which: 'first' | 'last'; attachment: string }
  object: { objectionId: string }
  'conclude-reinvestigation': { disputed: boolean; report: string }
  'record-appraisal': { appraisalId: string }
  'end-notice': object
  'county-review': { paper?: PaperSignature }
  'record-collective': {
    minutesNo: string
    heldOn: Day
    act: Act
    reason: StructuredReason
    paper?: PaperSignature
  }
  confirm: {
    decisionId: string
    /** The rule's answer on today's adopted facts. */
    assessed: Assessed
    act: Act
    difference: StructuredReason | null
    reviewClass: string
    batch: string | null
    paper?: PaperSignature
  }
  'return-to-township': { reason: StructuredReason }
  'issue-letter': { documentId: string }
  'record-delivery': { receipt: string; deliveredOn: Day }
  withdraw: { reason: string }
  abandon: { cause: AbandonCause; grounds: Grounds }
  'flag-relative': object
  pause: { reason: string }
  resume: object
  extend: { reason: StructuredReason }
  reassign: { to: string | null }
  'correct-clerically': { field: string; note: string }
}

export const abandonCauses = ['not-supplemented', 'authorization-refused', 'refused-visit', 'died', 'moved'] as const
export type AbandonCause = (typeof abandonCauses)[number]

/** A signature on paper by a named person, entered by somebody else with the scan (practice §1.5). */
export interface PaperSignature {
  person: NaturalPerson
  account: string
  role: Role
  scan: string
}

/** `on` dates a step back: only a late entry (补录) may, and never behind the step before it. */
export type Command = { [S in Step]: { do: S; on?: Day } & Commands[S] }[Step]
export type CommandOf<S extends Step> = Extract<Command, { do: S }>

export interface Context {
  today: Day
  calendar: Calendar
  actor: { account: string; person: NaturalPerson | null; role: Role; delegation: string | null }
  /** Natural persons who declared somebody in this household as a relative. */
  relatives: readonly NaturalPerson[]
}

// ── What happened ──────────────────────────────────────────────────────────────────────────────────────────────────────
export type Event = { on: Day } & (
  | { what: 'supplement-requested'; due: Day; items: number }
  | { what: 'supplement-received'; acceptBy: Day | null }
  | { what: 'accepted'; deemed: boolean }
  | {
      what: 'ended'
      ending: Exclude<Ending, 'served'>
      cause: string | null
      of: CaseId | null
      grounds: Grounds | null
    }
  | { what: 'verification-started'; requestId: string }
  | { what: 'report-received'; reportId: string; coversVisit: boolean }
  | { what: 'verification-skipped'; reason: StructuredReason }
  | { what: 'visit-booked'; visitOn: Day; visitors: readonly NaturalPerson[] }
  | { what: 'visited'; visitId: string; visitors: readonly NaturalPerson[]; byCounty: boolean }
  | { what: 'visit-failed'; visitId: string; outcome: string }
  | { what: 'visit-skipped'; reason: StructuredReason }
  | { what: 'facts-adopted'; figures: number }
  | { what: 'recommended'; opinion: Opinion; signature: Signature; next: 'review' | 'notice-due' | 'confirmation' }
  | { what: 'endorsed'; signature: Signature; next: 'notice-due' | 'confirmation' | 'decided' }
  | { what: 'sent-back'; reason: StructuredReason }
  | { what: 'notice-posted'; noticeId: string; firstDay: Day; lastDay: Day }
  | { what: 'board-photographed'; which: 'first' | 'last'; attachment: string }
  | { what: 'objected'; objectionId: string; uncounted: LostDays | null }
  | { what: 'reinvestigated'; disputed: boolean; report: string }
  | { what: 'appraised'; appraisalId: string; uncounted: LostDays | null }
  | { what: 'notice-ended'; uncounted: LostDays | null }
  | { what: 'county-reviewed'; signature: Signature }
  | { what: 'collectively-decided'; collective: Collective; signature: Signature }
  | { what: 'confirmed'; decision: Decision; signature: Signature | null; letter: 'owed' | 'none' }
  | { what: 'returned'; reason: StructuredReason }
  | { what: 'letter-issued'; documentId: string }
  | { what: 'letter-delivered'; receipt: string; deliveredOn: Day }
  | { what: 'relative-flagged' }
  | { what: 'paused'; reason: string }
  | { what: 'resumed'; lost: LostDays }
  | { what: 'extended'; reason: StructuredReason }
  | { what: 'reassigned'; to: string | null }
  | { what: 'corrected-clerically'; field: string; note: string }
)
export type EventName = Event['what']

export type CaseRefusal =
  | 'not-at-this-stage'
  | 'not-your-role'
  | 'own-relative'
  | 'a-person-must-sign'
  | 'signed-in-another-capacity'
  | 'only-late-entry-is-dated-back'
  | 'day-out-of-order'
  | 'paused'
  | 'supplement-only-once'
  | 'no-supplement-in-this-procedure'
  | 'supplement-still-running'
  | 'not-deemed-accepted-here'
  | 'acceptance-not-yet-due'
  | 'same-case'
  | 'verification-required'
  | 'report-is-there'
  | 'verification-not-before-acceptance'
  | 'verification-needed'
  | 'two-visitors-needed'
  | 'county-must-visit'
  | 'visit-required'
  | 'visit-needed'
  | 'report-does-not-cover'
  | 'facts-not-adopted'
  | 'facts-missing'
  | 'difference-needs-reason'
  | 'notice-open'
  | 'notice-too-early'
  | 'notice-needed'
  | 'board-photo-missing'
  | 'photo-too-early'
  | 'county-review-needed'
  | 'already-signed'
  | 'collective-decision-needed'
  | 'collective-decision-differs'
  | 'letter-needed'
  | 'delivered-before-letter'
  | 'no-extension'
  | 'already-extended'
  | 'not-paused'
  | 'no-such-pause'
  | 'supplement-days-needed'
  | 'appraisal-needed'
  | 'no-such-review-class'
  | 'deadline-not-passed'
