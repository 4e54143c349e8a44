import type { Day } from '../foundation/index.ts'
import type { FactSubject, HouseholdId } from '../household/index.ts'
import type { FactName, FactValue } from '../policy/index.ts'
import type { DiscrepancyKind } from './discrepancy.ts'

/**
 * A figure of a source that does not fit what the family said. It is a question to them and never a refusal: they may
 * explain, with papers, until a day; then somebody looks again and says with a reason whose figure is right (VER-05).
 */
export interface Rebuttal {
  household: HouseholdId
  id: string
  request: string
  subject: FactSubject
  fact: FactName
  kind: DiscrepancyKind
  declaredFact: string | null
  declared: FactValue
  matchedFact: string | null
  matched: FactValue
  sourceName: string
  openedOn: Day
  /** The last day for an answer. */
  answerBy: Day
  /** Rests on holidays not yet published. */
  provisional: boolean
  state: RebuttalState
  answer: string | null
  answeredOn: Day | null
  /** Attachments by id. */
  evidence: readonly string[]
  /** The office has to look again until this day. */
  recheckBy: Day | null
  resolvedOn: Day | null
  reason: string | null
  adoptedFact: string | null
}

/** `unanswered`: the day passed; it can still be answered and must still be looked at by a person. */
export type RebuttalState = 'open' | 'unanswered' | 'answered' | 'accepted' | 'upheld'

export const isSettled = (rebuttal: Pick<Rebuttal, 'state'>): boolean =>
  rebuttal.state === 'accepted' || rebuttal.state === 'upheld'
