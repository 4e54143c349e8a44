import {
  addDays,
  addWorkingDays,
  assert,
  type Calendar,
  type CountedDay,
  type Day,
  onOrAfterWorkingDay,
} from '../foundation/index.ts'
import type { Role } from '../platform/index.ts'
import type { Actor, Days, Stage as PolicyStage, Procedure, StageId } from '../policy/index.ts'
import type { CaseKind, ChangeKind } from './words.ts'

/** A deadline as a procedure states it: 3 working days, 7 natural days. */
export type Term = Days

/**
 * How one kind of case runs in a place: the policy chapter's procedure, read for this kind. It is kept with the case, so
 * that a case ends under the procedure it began with. A null term is one the place does not state: the total binds.
 */
export interface CaseProcedure {
  /** Where it was read: programme, place and first day. */
  name: string
  kind: CaseKind
  /** Null: the office opens the case itself and nothing has to be accepted. */
  intake: {
    within: Term | null
    supplement: Term | null
    /** 视为受理: an unanswered application counts as accepted after so many days. Off unless the place says so (practice §1.12). */
    deemedAfter: Term | null
    /** 核对前置: enquiries may go out before acceptance and leave a written record (practice §1.3). */
    verifyBefore: boolean
    /** 先受理后补签. */
    signAfter: boolean
  } | null
  start: Term | null
  investigation: Term | null
  review: Term | null
  verification: 'required' | 'skippable' | 'none'
  visit: 'required' | 'skippable' | 'none'
  /** Whether opinions rest on newly adopted figures: not where nothing about income or property moved. */
  adoption: boolean
  /** 民主评议: where an objection stays disputed, or always (Chongqing). */
  appraisal: 'disputed' | 'always'
  /** 经办, 审核, 县级审核, 审批, 集体研究. Null: this kind has no such signature. */
  signers: {
    prepare: readonly Role[]
    review: readonly Role[] | null
    countyReview: readonly Role[] | null
    approve: readonly Role[]
    collective: readonly Role[]
  }
  /** Null: no notice in this kind. */
  notice: { term: Term; again: Term; photos: boolean } | null
  reinvestigation: Term | null
  appraise: Term | null
  confirmation: Term | null
  /** An unchanged amount needs no county and no letter (审核确认办法 §31, §32), where the place says so. */
  unchanged: { decidedByReview: boolean; withoutLetter: boolean }
  letter: Term
  refusalLetter: Term
  total: Term
  extension: Term | null
  /** Stages whose days the total does not count (Chongqing: appraisal and notice). */
  uncounted: readonly ('notice' | 'appraisal')[]
  pauses: readonly string[]
  /** Months between two reviews by class (PROC-11). */
  reviews: readonly { class: string; urban: number; rural: number }[]
  /** No second application within so many months without a change; shown to the officer, never a wall (PROC-08). */
  reapplyMonths: number | null
  appeal: { answer: Term | null; check: readonly Role[]; approve: readonly Role[] }
  remedies: {
    reconsideration: { body: string; days: number }
    court: { body: string; months: number }
  }
  power: 'own' | 'delegated' | 'conferred'
  confirmedBy: 'county' | 'township'
  /** Which day's standard judges a pending case (practice §1.16). */
  judgedOn: 'acceptance' | 'confirmation'
  firstMonth: 'next' | 'same'
  batchCutOffDay: number | null
}

const roleOf: Record<Actor, Role> = {
  applicant: 'citizen',
  villageAide: 'aide',
  townshipClerk: 'township-clerk',
  townshipHead: 'township-head',
  countyVerification: 'county-verifier',
  countySection: 'county-section',
  countyLeader: 'county-leader',
  system: 'system',
}

/** Changes that move neither income nor property nor people who count: nothing is asked and nobody visits for them. */
const withoutMeans: readonly (ChangeKind | null)[] = [
  'head',
  'account',
  'address',
  'death',
  'suspend',
  'resume',
  'stop',
]

export function caseProcedure(
  text: Procedure,
  kind: Exclude<CaseKind, 'appeal'>,
  change: ChangeKind | null,
): CaseProcedure {
  const stages = text.stages[kind === 'late-entry' ? 'application' : kind]
  const stage = (id: StageId) => stages.find((s) => s.id === id) ?? null
  const needs = (id: StageId) => (change !== null && withoutMeans.includes(change) ? null : stage(id))
  const term = (s: PolicyStage | null): Term | null =>
    s?.deadline ? { days: s.deadline.days, unit: s.deadline.unit } : null
  const unlessSame = (id: StageId) => stage(id)?.skip?.when === 'sameAmount' || stage(id) === null
  const delivery = term(stage('delivery')) ?? text.refusalLetter.within
  const applied = kind === 'application' || kind === 'late-entry'
  const { normal, extended } = text.total
  assert(
    stage('recommendation') && stage('confirmation'),
    `${text.place}: a ${kind} without recommendation or confirmation`,
  )
  return {
    name: `${text.programme}/${text.place}/${text.from}`,
    kind,
    intake: applied
      ? {
          within: term(stage('intake')),
          supplement: text.intake.supplement.due,
          deemedAfter: text.intake.deemedAcceptance.after,
          verifyBefore: text.intake.preVerification.allowed,
          signAfter: text.intake.signAfterAcceptance.allowed,
        }
      : null,
    start: term(stage('investigation')) ?? text.verification.start,
    investigation: term(stage('recommendation')),
    review: null,
    verification: step(needs('verification')),
    visit:
      needs('homeVisit') && text.visit.skipWhenReportCovers
        ? step(needs('homeVisit'))
        : needs('homeVisit')
          ? 'required'
          : 'none',
    adoption: !(change !== null && withoutMeans.includes(change)) && change !== 'member-out',
    appraisal: text.appraisal.held === 'always' && applied ? 'always' : 'disputed',
    signers: signersOf(text, stage('recommendation')!, stage('confirmation')!),
    notice: applied && stage('notice') ? { term: text.notice.length, again: text.notice.again, photos: true } : null,
    reinvestigation: text.objection.answer,
    appraise: term(stage('appraisal')),
    confirmation: term(stage('confirmation')),
    unchanged: {
      decidedByReview: !applied && unlessSame('confirmation'),
      withoutLetter: !applied && unlessSame('delivery'),
    },
    letter: delivery,
    refusalLetter: text.refusalLetter.within,
    total: normal,
    extension: extended ? { days: extended.days - normal.days, unit: normal.unit } : null,
    uncounted: (['notice', 'appraisal'] as const).filter((id) => stage(id)?.countsInTotal === false),
    pauses: text.pauses.map((pause) => pause.reason),
    reviews: text.reviews.map((review) => ({ class: review.class, ...review.months })),
    reapplyMonths: text.reapply.months,
    appeal: {
      answer: text.appeal.internal.answer,
      check: ['county-section', 'county-leader'],
      approve: ['county-leader'],
    },
    remedies: {
      reconsideration: { body: text.appeal.reconsideration.body.zh, days: text.appeal.reconsideration.days },
      court: { body: text.appeal.court.body.zh, months: text.appeal.court.months },
    },
    power: text.confirmation.power,
    confirmedBy: text.confirmation.by,
    judgedOn: text.standardDay.day,
    firstMonth: text.startMonth.month,
    batchCutOffDay: text.confirmation.batchCutOffDay,
  }
}

const step = (stage: PolicyStage | null) => (stage === null ? 'none' : stage.skip ? 'skippable' : 'required')

/**
 * 经办 / 审核 / 审批. The first actor of the recommendation prepares and the last reviews; at the county the last actor
 * decides and those before him review. Where the township confirms, it needs three people of its own.
 */
function signersOf(text: Procedure, recommendation: PolicyStage, confirmation: PolicyStage): CaseProcedure['signers'] {
  const [first, ...reviewers] = recommendation.actors.map((actor) => roleOf[actor])
  const deciders = confirmation.actors.map((actor) => roleOf[actor])
  assert(first && deciders.length > 0, `${text.place}: nobody signs`)
  const collective: readonly Role[] = ['township-head', 'county-section', 'county-leader']
  if (text.confirmation.by === 'township')
    return {
      prepare: [first],
      review: ['township-clerk', 'township-head'],
      countyReview: null,
      approve: ['township-head'],
      collective,
    }
  return {
    prepare: [first],
    review: reviewers.length > 0 ? reviewers : null,
    countyReview: deciders.length > 1 ? deciders.slice(0, -1) : null,
    approve: [deciders.at(-1)!],
    collective,
  }
}

/** The last day of a term that begins on `from`. The first day does not count (民法典 §201); a last day off moves on (§203). */
export function lastDayOf(calendar: Calendar, from: Day, term: Term): CountedDay {
  if (term.unit === 'working') return addWorkingDays(calendar, from, term.days)
  const day = onOrAfterWorkingDay(calendar, addDays(from, term.days))
  return { day, provisional: Number(day.slice(0, 4)) > calendar.publishedThrough }
}
