import type { Day } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { AnswerResult, EnquiryState, Item, NoAnswer, NotAsked, Purpose, Source, Subject, Unit } from './words.ts'

/** One round of asking about a household. */
export interface VerificationRequest {
  household: HouseholdId
  id: string
  caseId: string | null
  programme: ProgrammeId
  purpose: Purpose
  requestedOn: Day
  /** It waits until this day; then silence is written down as silence. */
  answerBy: Day
  state: 'open' | 'answered' | 'closed'
  answeredOn: Day | null
}

/** One person at one source. */
export interface Enquiry {
  household: HouseholdId
  id: string
  request: string
  subject: Subject
  source: Source
  connection: string | null
  /** `{ deposit: fen as text }`: only whether the total lies above is asked. */
  question: Record<string, string> | null
  authorisation: string | null
  state: EnquiryState
  why: NotAsked | NoAnswer | null
  result: AnswerResult | null
  asOf: Day | null
  askedOn: Day | null
  answeredOn: Day | null
  tries: number
  trouble: string | null
  batch: string | null
}

/** One item that a source told about one person. */
export interface Finding {
  id: string
  request: string
  enquiry: string
  subject: Subject
  source: Source
  item: Item
  unit: Unit
  /** Fen as decimal text, counts, days and codes as text. */
  value: string
  asOf: Day | null
  /** Too old to be compared; shown with its day. */
  stale: boolean
  /** There is more to see (which bank, which plate), for a reason. */
  hasDetail: boolean
  replyDigest: string
  foundOn: Day
}

export const isFinal = (enquiry: Pick<Enquiry, 'state'>): boolean =>
  enquiry.state === 'not-asked' || enquiry.state === 'answered' || enquiry.state === 'no-answer'
