import {
  addDays,
  addWorkingDays,
  type Calendar,
  type CountedDay,
  type Day,
  onOrAfterWorkingDay,
  workingDaysBetween,
} from '../foundation/index.ts'
import type { Appeal } from './appeal.ts'
import type { At, Case, LostDays } from './application.ts'
import { lastDayOf, type Term } from './procedure.ts'
import type { Hat } from './stage.ts'

/** What is owed next, by whom, and until when. `due` is null while the clock stands still. */
export interface Duty {
  step:
    | 'accept'
    | 'await-supplement'
    | 'start'
    | 'recommend'
    | 'review'
    | 'post-notice'
    | 'notice'
    | 'reinvestigate'
    | 'appraise'
    | 'county-review'
    | 'confirm'
    | 'letter'
    | 'deliver'
    | 'recheck'
    | 'answer'
  hat: Hat
  due: Day | null
  provisional: boolean
}

/** A term plus the days the clock stood still. */
export function dueAfter(calendar: Calendar, from: Day, term: Term, lost: LostDays): CountedDay {
  const { day, provisional } = lastDayOf(calendar, from, term)
  if (term.unit === 'working') {
    const later = addWorkingDays(calendar, day, lost.working)
    return { day: later.day, provisional: provisional || later.provisional }
  }
  return lost.natural === 0
    ? { day, provisional }
    : { day: onOrAfterWorkingDay(calendar, addDays(day, lost.natural)), provisional }
}

/** The last day for the whole case, from acceptance; 30 working days and 15 more in special circumstances (PROC-07). */
export function totalDue(state: Case | Appeal, calendar: Calendar): CountedDay | null {
  if (state.acceptedOn === null || state.stage === 'closed') return null
  if (state.kind === 'appeal') {
    const { answer } = state.procedure.appeal
    return answer ? dueAfter(calendar, state.openedOn, answer, state.lost.total) : null
  }
  const { total, extension } = state.procedure
  const due = dueAfter(calendar, state.acceptedOn, total, state.lost.total)
  if (!state.extended || !extension) return due
  const later = lastDayOf(calendar, due.day, extension)
  return { day: later.day, provisional: due.provisional || later.provisional }
}

export function dutyOf(state: Case | Appeal, calendar: Calendar): Duty | null {
  if (state.kind === 'appeal') return appealDuty(state, calendar)
  const { procedure, stageSince } = state
  const within = (step: Duty['step'], hat: Hat, term: Term | null, from: Day = stageSince): Duty => {
    const due = term ? dueAfter(calendar, from, term, state.lost.stage) : totalDue(state, calendar)
    return { step, hat, due: state.paused ? null : (due?.day ?? null), provisional: due?.provisional ?? false }
  }
  switch (state.stage) {
    case 'submitted':
      return within('accept', 'intake', procedure.intake?.within ?? null)
    case 'supplement':
      return { step: 'await-supplement', hat: 'household', due: state.supplement.due, provisional: false }
    case 'investigation':
      return hasBegun(state)
        ? within(
            'recommend',
            'prepare',
            procedure.investigation,
            state.round === 1 ? (state.acceptedOn ?? stageSince) : stageSince,
          )
        : within('start', 'prepare', procedure.start)
    case 'review':
      return within('review', 'review', procedure.review)
    case 'notice-due':
      return within('post-notice', 'board', procedure.review)
    case 'notice':
      return { step: 'notice', hat: 'clock', due: state.paused ? null : state.notice.lastDay, provisional: false }
    case 'objection':
      return within('reinvestigate', 'prepare', procedure.reinvestigation)
    case 'appraisal':
      return within('appraise', 'prepare', procedure.appraise)
    case 'confirmation':
      return awaitsCountyReview(state)
        ? within('county-review', 'county-review', procedure.confirmation)
        : within('confirm', 'approve', procedure.confirmation)
    case 'decided':
      return within(
        state.letter ? 'deliver' : 'letter',
        state.letter ? 'board' : 'prepare',
        letterTerm(state),
        state.decision.on,
      )
    case 'closed':
      return null
  }
}

function appealDuty(state: Appeal, calendar: Calendar): Duty | null {
  const due = totalDue(state, calendar)
  const owed = { due: due?.day ?? null, provisional: due?.provisional ?? false }
  switch (state.stage) {
    case 'filed':
    case 'recheck':
      return { step: 'recheck', hat: 'county-review', ...owed }
    case 'answer':
      return { step: 'answer', hat: 'approve', ...owed }
    case 'decided': {
      const letter = lastDayOf(calendar, state.decision.on, state.procedure.letter)
      return {
        step: state.letter ? 'deliver' : 'letter',
        hat: state.letter ? 'board' : 'county-review',
        due: letter.day,
        provisional: letter.provisional,
      }
    }
    case 'closed':
      return null
  }
}

/** The section looks first, then the leader decides; both within the days of the confirmation. */
const awaitsCountyReview = (state: At<'confirmation'>) =>
  state.procedure.signers.countyReview !== null &&
  !state.signatures.some((s) => s.capacity === 'county-review' && s.round === state.round)

const letterTerm = ({ decision, procedure }: At<'decided'>): Term =>
  decision.act.act === 'refuse' ? procedure.refusalLetter : procedure.letter

const hasBegun = (state: Case) =>
  state.round > 1 ||
  !(state.verification.status === 'needed' || state.verification.status === 'none') ||
  !(state.visit.status === 'due' || state.visit.status === 'none') ||
  (state.verification.status === 'none' && state.visit.status === 'none')

/** What a case waits for, as a code for the queue's column 卡在哪. */
export function blockedOn(state: Case | Appeal): string | null {
  if (state.kind === 'appeal') return null
  if (state.paused) return state.paused.reason
  if (state.stage !== 'investigation') return state.stage === 'notice' ? 'notice-running' : null
  const { verification, visit } = state
  if (verification.status === 'awaiting') return 'awaiting-report'
  if (verification.status === 'needed') return 'verification-needed'
  if (visit.status === 'due') return state.officerRelative ? 'county-visit' : 'visit-needed'
  if (visit.status === 'booked') return 'visit-booked'
  return state.procedure.adoption && state.adoptedOn === null ? 'facts-not-adopted' : null
}

/** Working days left, negative when overdue: 第 9/30 个工作日 · 剩 21. */
export const daysLeft = (calendar: Calendar, today: Day, due: Day): number => workingDaysBetween(calendar, today, due)
