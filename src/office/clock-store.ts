import { assert, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { areaOfHousehold } from '../household/index.ts'
import { actorOf, audit, businessDay, newId, type Role, type Tx } from '../platform/index.ts'
import { workingCalendar } from './calendar.ts'
import { type Clock, type ClockFace, dueDay, faceOf, lostBy } from './clock.ts'
import { closeTask, openTask } from './task.ts'

export interface StartClock {
  household: bigint
  /** One clock per key and household: starting it again returns the one that runs. */
  key: string
  /** `rebuttal`, `returned-payment`, `reconsideration`, … */
  kind: string
  caseId?: string | null
  unit: 'working' | 'natural'
  days: number
  warnDays?: number
  started?: Day
  /** Who is warned, and gets the task when it has run out. */
  role: Role
  /** The clause the period rests on. */
  basis?: string | null
}

export interface RunningClock {
  id: string
  household: bigint
  kind: string
  key: string
  caseId: string | null
  basis: string | null
  face: ClockFace
}

export async function startClock(tx: Tx, input: StartClock): Promise<RunningClock | Refusal<'no-such-household'>> {
  const area = await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  const today = await businessDay(tx)
  const clock: Clock = {
    unit: input.unit,
    days: input.days,
    warnDays: input.warnDays ?? 3,
    started: input.started ?? today,
    lost: 0,
    paused: null,
    ended: null,
  }
  const due = dueDay(await workingCalendar(tx), clock)!
  await tx
    .insertInto('clock')
    .values({
      household_id: input.household,
      clock_id: newId(),
      area,
      key: input.key,
      kind: input.kind,
      case_id: input.caseId ?? null,
      unit: input.unit,
      days: input.days,
      warn_days: clock.warnDays,
      role: input.role,
      basis: input.basis ?? null,
      started_on: clock.started,
      due_on: due.day,
      due_provisional: due.provisional,
    })
    .onConflict((conflict) => conflict.columns(['household_id', 'key']).doNothing())
    .execute()
  const row = await rowOf(tx, input.household, input.key)
  assert(row, 'a clock that was just started')
  return running(tx, row)
}

/** Everybody sees that it stands still, since when and why. Pausing twice is pausing once. */
export async function pauseClock(
  tx: Tx,
  input: { household: bigint; key: string; reason: string; since?: Day },
): Promise<RunningClock | Refusal<'no-such-clock' | 'clock-ended' | 'reason-needed'>> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  const row = await lock(tx, input.household, input.key)
  if (!row) return refuse('no-such-clock')
  if (row.ended_on) return refuse('clock-ended', { day: row.ended_on })
  if (row.paused_since) return running(tx, row)
  const since = input.since ?? (await businessDay(tx))
  await tx
    .insertInto('clock_pause')
    .values({
      household_id: row.household_id,
      clock_id: row.clock_id,
      since,
      area: row.area,
      reason: input.reason,
      by_actor: actorOf(tx).id,
    })
    // Paused, resumed and paused again on one day is one pause.
    .onConflict((conflict) =>
      conflict.columns(['household_id', 'clock_id', 'since']).doUpdateSet({ reason: input.reason, until: null }),
    )
    .execute()
  await change(tx, row, { paused_since: since, pause_reason: input.reason, due_on: null, due_provisional: false })
  await audit(tx, {
    action: 'office.pause-clock',
    subject: { kind: 'clock', id: row.clock_id, household: row.household_id },
    area: row.area,
    detail: { kind: row.kind, since },
  })
  return running(tx, (await rowOf(tx, input.household, input.key))!)
}

export async function resumeClock(
  tx: Tx,
  input: { household: bigint; key: string; on?: Day },
): Promise<RunningClock | Refusal<'no-such-clock' | 'clock-ended' | 'day-before-pause'>> {
  const row = await lock(tx, input.household, input.key)
  if (!row) return refuse('no-such-clock')
  if (row.ended_on) return refuse('clock-ended', { day: row.ended_on })
  if (!row.paused_since) return running(tx, row)
  const on = input.on ?? (await businessDay(tx))
  if (on < row.paused_since) return refuse('day-before-pause', { day: row.paused_since }, 'on')
  const calendar = await workingCalendar(tx)
  const lost = row.lost_days + lostBy(calendar, clockOf(row), on)
  const due = dueDay(calendar, { ...clockOf(row), lost, paused: null })!
  await tx
    .updateTable('clock_pause')
    .set({ until: on })
    .where('household_id', '=', row.household_id)
    .where('clock_id', '=', row.clock_id)
    .where('until', 'is', null)
    .execute()
  await change(tx, row, {
    paused_since: null,
    pause_reason: null,
    lost_days: lost,
    due_on: due.day,
    due_provisional: due.provisional,
    // A later last day may be warned about again.
    warned_on: null,
    overdue_on: null,
  })
  await audit(tx, {
    action: 'office.resume-clock',
    subject: { kind: 'clock', id: row.clock_id, household: row.household_id },
    area: row.area,
    detail: { kind: row.kind, on, due: due.day },
  })
  return running(tx, (await rowOf(tx, input.household, input.key))!)
}

/** What was owed is done, or no longer owed. Its warning task closes with it. Stopping twice is stopping once. */
export async function stopClock(
  tx: Tx,
  input: { household: bigint; key: string; why: string; on?: Day },
): Promise<void> {
  const row = await lock(tx, input.household, input.key)
  if (!row || row.ended_on) return
  const on = input.on ?? (await businessDay(tx))
  await tx
    .updateTable('clock_pause')
    .set({ until: on })
    .where('household_id', '=', row.household_id)
    .where('clock_id', '=', row.clock_id)
    .where('until', 'is', null)
    .where('since', '<=', on)
    .execute()
  await change(tx, row, { ended_on: on, ended_why: input.why, paused_since: null, pause_reason: null })
  await closeTask(tx, { household: row.household_id, key: overdueKey(row.key), outcome: 'clock-ended' })
}

export async function clockByKey(tx: Tx, household: bigint, key: string): Promise<RunningClock | null> {
  const row = await rowOf(tx, household, key)
  return row ? running(tx, row) : null
}

export async function clocksOf(tx: Tx, household: bigint, caseId?: string): Promise<RunningClock[]> {
  let query = tx.selectFrom('clock').selectAll().where('household_id', '=', household)
  if (caseId) query = query.where('case_id', '=', caseId)
  const rows = await query.orderBy('started_on').orderBy('clock_id').execute()
  return Promise.all(rows.map((row) => running(tx, row)))
}

export interface ClockPause {
  since: Day
  until: Day | null
  reason: string
}

export const pausesOf = async (tx: Tx, household: bigint, clockId: string): Promise<ClockPause[]> =>
  tx
    .selectFrom('clock_pause')
    .select(['since', 'until', 'reason'])
    .where('household_id', '=', household)
    .where('clock_id', '=', clockId)
    .orderBy('since')
    .execute()

export interface Swept {
  warned: number
  overdue: number
}

/**
 * Finds what is nearly due and what is overdue, once each: an overdue clock opens a task for its role. Run every
 * morning and after the demo clock moves; running it twice on a day changes nothing.
 */
export async function sweepClocks(tx: Tx): Promise<Swept> {
  const today = await businessDay(tx)
  const calendar = await workingCalendar(tx)
  const rows = await tx
    .selectFrom('clock')
    .selectAll()
    .where('ended_on', 'is', null)
    .where('paused_since', 'is', null)
    .where((clock) => clock.or([clock('warned_on', 'is', null), clock('overdue_on', 'is', null)]))
    .orderBy('due_on')
    .orderBy('household_id')
    .orderBy('clock_id')
    .forUpdate()
    .skipLocked()
    .execute()
  const swept: Swept = { warned: 0, overdue: 0 }
  for (const row of rows) {
    const { state } = faceOf(calendar, clockOf(row), today)
    if (state === 'overdue' && !row.overdue_on) {
      await change(tx, row, { overdue_on: today, warned_on: row.warned_on ?? today })
      await openTask(tx, {
        household: row.household_id,
        key: overdueKey(row.key),
        kind: 'clock-overdue',
        caseId: row.case_id,
        role: row.role as Role,
        due: row.due_on,
        about: { clock: row.kind },
      })
      swept.overdue++
    } else if (state === 'due-soon' && !row.warned_on) {
      await change(tx, row, { warned_on: today })
      swept.warned++
    }
  }
  return swept
}

/** Counts provisional clocks again after a year was published. Returns how many last days moved. */
export async function recountClocks(tx: Tx): Promise<number> {
  const calendar = await workingCalendar(tx)
  const rows = await tx
    .selectFrom('clock')
    .selectAll()
    .where('ended_on', 'is', null)
    .where('paused_since', 'is', null)
    .where('due_provisional', '=', true)
    .orderBy('due_on')
    .orderBy('clock_id')
    .forUpdate()
    .execute()
  let moved = 0
  for (const row of rows) {
    const due = dueDay(calendar, clockOf(row))!
    if (due.day !== row.due_on) moved++
    await change(tx, row, { due_on: due.day, due_provisional: due.provisional })
  }
  return moved
}

// ------------------------------------------------------------------ rows

const overdueKey = (key: string) => `overdue:${key}`

type Row = NonNullable<Awaited<ReturnType<typeof rowOf>>>

const rowOf = (tx: Tx, household: bigint, key: string) =>
  tx.selectFrom('clock').selectAll().where('household_id', '=', household).where('key', '=', key).executeTakeFirst()

const lock = (tx: Tx, household: bigint, key: string) =>
  tx
    .selectFrom('clock')
    .selectAll()
    .where('household_id', '=', household)
    .where('key', '=', key)
    .forUpdate()
    .executeTakeFirst()

type Changes = Partial<
  Pick<
    Row,
    | 'paused_since'
    | 'pause_reason'
    | 'due_on'
    | 'due_provisional'
    | 'lost_days'
    | 'warned_on'
    | 'overdue_on'
    | 'ended_on'
    | 'ended_why'
  >
>

const change = (tx: Tx, row: { household_id: bigint; clock_id: string }, changes: Changes) =>
  tx
    .updateTable('clock')
    .set(changes)
    .where('household_id', '=', row.household_id)
    .where('clock_id', '=', row.clock_id)
    .execute()

const clockOf = (row: Row): Clock => ({
  unit: row.unit as Clock['unit'],
  days: row.days,
  warnDays: row.warn_days,
  started: row.started_on,
  lost: row.lost_days,
  paused: row.paused_since ? { since: row.paused_since, reason: row.pause_reason! } : null,
  ended: row.ended_on,
})

async function running(tx: Tx, row: Row): Promise<RunningClock> {
  return {
    id: row.clock_id,
    household: row.household_id,
    kind: row.kind,
    key: row.key,
    caseId: row.case_id,
    basis: row.basis,
    face: faceOf(await workingCalendar(tx), clockOf(row), await businessDay(tx)),
  }
}
