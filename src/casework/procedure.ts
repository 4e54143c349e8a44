import {
  addDays,
  addWorkingDays,
  type Calendar,
  type CountedDay,
  type Day,
  onOrAfterWorkingDay,
} from '../foundation/index.ts'
import type { Role } from '../platform/index.ts'
import type { CaseKind } from './words.ts'

/** A deadline as a procedure states it: 3 working days, 7 natural days. */
export interface Term {
  days: number
  kind: 'working' | 'natural'
}

/**
 * How a kind of case runs in a place: stages, who acts, deadlines, what may be skipped. Read from the policy chapter's
 * procedure data and kept with every case, so that a case ends under the procedure it began with.
 */
export interface CaseProcedure {
  /** Where it was read: programme, area, kind and the day of the text. */
  name: string
  kind: CaseKind
  /** Null: the office opens the case itself and nothing has to be accepted. */
  intake: {
    within: Term
    supplement: Term
    /** 视为受理: an unanswered application counts as accepted. Off unless the area says so (practice §1.12). */
    deemed: boolean
    /** 核对前置: enquiries may go out before acceptance and leave a written record (practice §1.3). */
    verifyBefore: boolean
  } | null
  /** The first step of the investigation after acceptance (PROC-02). */
  start: Term
  verification: 'required' | 'skippable' | 'none'
  visit: 'required' | 'skippable' | 'none'
  /** 经办, 审核, 县级审核, 审批, 集体研究. A null review or county review is a stage this kind does not have. */
  signers: {
    prepare: readonly Role[]
    review: readonly Role[] | null
    countyReview: readonly Role[] | null
    approve: readonly Role[]
    collective: readonly Role[]
  }
  /** Published acts only: a family that is to be refused is not named on a board. Null: no notice in this kind. */
  notice: { term: Term; again: Term; photos: boolean } | null
  reinvestigation: Term
  appraisal: Term
  confirmation: Term
  letter: Term
  total: Term
  extension: Term | null
  /** Months between two reviews by class (PROC-11). */
  reviewMonths: Readonly<Record<ReviewClass, number>>
  /** No second application within so many months without a change; shown to the officer, never a wall (PROC-08). */
  reapplyMonths: number
  appeal: {
    /** 异议 to the office, counted from delivery; null: at any time. */
    file: Term | null
    recheck: Term
    check: readonly Role[]
    approve: readonly Role[]
  }
  remedies: { reconsiderationDays: number; courtMonths: number }
  /** Which day's standard judges a pending case (practice §1.16). */
  judgedOn: 'acceptance' | 'confirmation'
}

/** A: little changes in the short term; B: unsteady income and able to work (民发〔2021〕57号, PROC-11). */
export const reviewClasses = ['A', 'B'] as const
export type ReviewClass = (typeof reviewClasses)[number]

/** The last day of a term that begins on `from`. The first day does not count (民法典 §201); a last day off moves on (§203). */
export function lastDayOf(calendar: Calendar, from: Day, term: Term): CountedDay {
  if (term.kind === 'working') return addWorkingDays(calendar, from, term.days)
  const day = onOrAfterWorkingDay(calendar, addDays(from, term.days))
  return { day, provisional: Number(day.slice(0, 4)) > calendar.publishedThrough }
}
