import type { Calendar } from '../foundation/index.ts'
import { assert, isRefusal, type Refusal } from '../foundation/index.ts'
import { closeTask, openTask, pauseClock, resumeClock, startClock, stopClock } from '../office/index.ts'
import type { Role, Tx } from '../platform/index.ts'
import { type Appeal, rolesForAppeal } from './appeal.ts'
import type { Case } from './application.ts'
import { rolesFor } from './application-steps.ts'
import type { CaseRow, Filed } from './case-store.ts'
import { type Duty, dutyOf } from './clock.ts'

type State = Case | Appeal

/**
 * After every step the office's trays and clocks show where the case is: one task for whoever owes the next step, one
 * clock for the whole case, standing still whenever the case does.
 */
export async function keepOffice(
  tx: Tx,
  before: State | null,
  after: Filed<State>,
  did: string,
  calendar: Calendar,
): Promise<void> {
  const { row, state } = after
  const was = before && dutyOf(before, calendar)
  const is = dutyOf(state, calendar)
  const wasKey = was && taskKey(row, before, was)
  const isKey = is && taskKey(row, state, is)
  const moved = wasKey !== isKey || was?.due !== is?.due
  if (wasKey && moved) await closeTask(tx, { household: row.household, key: wasKey, outcome: did })
  if (is && isKey && moved) {
    const role = roleOwing(state, is)
    if (role)
      granted(
        await openTask(tx, {
          household: row.household,
          key: isKey,
          kind: `case-${is.step}`,
          caseId: row.caseId,
          role,
          assignee: state.holder,
          due: is.due,
          dueProvisional: is.provisional,
          about: { kind: state.kind, programme: state.programme, caseNo: row.caseNo },
          again: true,
        }),
      )
  }
  await keepClock(tx, before, after)
}

const taskKey = (row: CaseRow, state: State, duty: Duty) => `case/${row.caseId}/${duty.step}/${state.round}`

/** Nobody in the office owes a step that the family or the calendar takes. */
function roleOwing(state: State, duty: Duty): Role | null {
  if (duty.hat === 'clock' || duty.hat === 'household') return null
  const roles =
    state.kind === 'appeal' ? rolesForAppeal(duty.hat, state.procedure) : rolesFor(duty.hat, state.procedure)
  return duty.hat === 'board' ? 'township-clerk' : (roles?.[0] ?? null)
}

/** 总时限: from acceptance to the decision. */
async function keepClock(tx: Tx, before: State | null, after: Filed<State>): Promise<void> {
  const { row, state } = after
  const { household } = row
  const key = clockKey(row, state)
  if (before && clockKey(row, before) !== key)
    await stopClock(tx, { household, key: clockKey(row, before), why: 'extended' })
  const ended = state.stage === 'closed' || state.stage === 'decided'
  const runs = state.acceptedOn !== null && !ended
  if (!runs) {
    if (before?.acceptedOn && ended) await stopClock(tx, { household, key, why: state.stage, on: state.lastOn })
    return
  }
  const term = totalTerm(state)
  if (!term) return
  if (!before || before.acceptedOn === null || clockKey(row, before) !== key)
    granted(
      await startClock(tx, {
        household,
        key,
        kind: 'case-total',
        caseId: row.caseId,
        unit: term.unit,
        days: term.days,
        warnDays: 5,
        started: state.acceptedOn!,
        role: 'township-head',
        basis: state.procedure.name,
      }),
    )
  const reason = standsStill(state)
  const stood = before?.acceptedOn ? standsStill(before) : null
  if (reason && reason !== stood) granted(await pauseClock(tx, { household, key, reason, since: state.lastOn }))
  else if (!reason && stood) granted(await resumeClock(tx, { household, key, on: state.lastOn }))
}

const clockKey = (row: CaseRow, state: State) =>
  `case/${row.caseId}/${state.kind !== 'appeal' && state.extended ? 'extended' : 'total'}`

function totalTerm(state: State): { days: number; unit: 'working' | 'natural' } | null {
  if (state.kind === 'appeal') return state.procedure.appeal.answer
  const { total, extension } = state.procedure
  if (!state.extended || !extension) return total
  // The longer clock starts anew and carries what the shorter one had lost.
  return { days: total.days + extension.days + state.lost.total[total.unit], unit: total.unit }
}

const standsStill = (state: State): string | null =>
  state.paused?.reason ??
  (state.kind !== 'appeal' && (state.procedure.uncounted as readonly string[]).includes(state.stage)
    ? 'notCounted'
    : null)

function granted<Value>(value: Value | Refusal): Value {
  assert(!isRefusal(value), `the office refused ${isRefusal(value) ? value.refused : ''}`)
  return value as Value
}
