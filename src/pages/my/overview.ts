import { type Appeal, type Case, daysLeft, dutyOf, openSupplement, organAt } from '../../casework/index.ts'
import type { Day } from '../../foundation/index.ts'
import {
  clocksOf,
  documentsOf,
  type IssuedDocument,
  type Organ,
  sayClock,
  workingCalendar,
} from '../../office/index.ts'
import { type Instruction, instructionsOf } from '../../payments/index.ts'
import { businessDay } from '../../platform/index.ts'
import type { FactName } from '../../policy/index.ts'
import { missingAuthorisations, rebuttalsOf } from '../../verification/index.ts'
import type { Lang } from '../../wording/index.ts'
import { type StepLine, stepLine } from '../progress/steps.ts'
import type { Mine } from './mine.ts'

/** Everything on the family's first page, read in one go. */
export interface Overview {
  line: StepLine
  /** `第 9/30 个工作日 · 剩 21`, or that it stands still and why; null before and after the days run. */
  clock: string | null
  overdue: boolean
  answerBy: Day | null
  holder: Organ
  todo: {
    /** Adults whose signature is missing. */
    signatures: string[]
    supplement: { items: { item: string; why: string; how: string }[]; due: Day } | null
    /** Figures found that do not fit what the family said, and until when it may explain each. */
    explain: { id: string; fact: FactName; answerBy: Day }[]
  }
  visitOn: Day | null
  notice: { from: Day; to: Day } | null
  decided: { on: Day; act: string; monthly: bigint } | null
  payments: Instruction[]
  letters: IssuedDocument[]
}

const inCounty = ['confirmation', 'decided', 'filed', 'recheck', 'answer']

export async function overviewOf({ visit, household, current, state }: Mine): Promise<Overview> {
  const { tx, manner } = visit
  const today = await businessDay(tx)
  const calendar = await workingCalendar(tx)
  const clock = (await clocksOf(tx, household, current.caseId)).find((one) => one.face.state !== 'ended')
  const duty = dutyOf(state, calendar)
  const open = state.stage !== 'closed'
  const early = state.kind !== 'appeal' && (state.stage === 'submitted' || state.stage === 'supplement')
  const missing = early
    ? await missingAuthorisations(tx, household, {
        programme: state.programme,
        purpose: 'application',
        on: today,
        supporters: false,
      })
    : []
  const decision = 'decision' in state ? state.decision : null
  return {
    line: stepLine(current),
    clock: clock ? sayClock(clock.face, unitOf(state), manner.lang as Lang) : null,
    overdue: open && Boolean(duty?.due && duty.hat !== 'household' && daysLeft(calendar, today, duty.due) < 0),
    answerBy: duty?.step === 'accept' ? duty.due : null,
    holder: await organAt(tx, state, inCounty.includes(state.stage) ? 'county' : 'township', today),
    todo: {
      signatures: missing.map((one) => one.party.name),
      supplement: state.stage === 'supplement' ? await openSupplement(tx, current.caseId) : null,
      explain: (await rebuttalsOf(tx, household, { states: ['open', 'unanswered'] })).map(({ id, fact, answerBy }) => ({
        id,
        fact,
        answerBy,
      })),
    },
    visitOn: open && state.kind !== 'appeal' && state.visit.status === 'booked' ? state.visit.on : null,
    notice: noticeOf(state),
    decided: decision ? { on: decision.on, act: decision.act.act, monthly: decision.act.monthly } : null,
    payments: (await instructionsOf(tx, household)).slice(0, 12),
    letters: (await documentsOf(tx, household, { forFamily: true })).toReversed(),
  }
}

const unitOf = (state: Case | Appeal): 'working' | 'natural' =>
  state.kind === 'appeal' ? (state.procedure.appeal.answer?.unit ?? 'working') : state.procedure.total.unit

const noticeOf = (state: Case | Appeal): Overview['notice'] =>
  state.stage === 'notice' ? { from: state.notice.firstDay, to: state.notice.lastDay } : null
