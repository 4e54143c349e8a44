import {
  addDays,
  addWorkingDays,
  type Calendar,
  type CountedDay,
  type Day,
  daysBetween,
  onOrAfterWorkingDay,
  workingDaysBetween,
  yearOf,
} from '../foundation/index.ts'

/**
 * A period of the law, without a database: it runs in working or natural days, stands still with a visible reason, and
 * runs out visibly. `第 9/30 个工作日 · 剩 21` is this and nothing else.
 */
export interface Clock {
  unit: 'working' | 'natural'
  days: number
  /** Warn so many days of its unit before the end. */
  warnDays: number
  started: Day
  /** Days of its unit lost to finished pauses. */
  lost: number
  paused: { since: Day; reason: string } | null
  ended: Day | null
}

/** 计时中 / 已暂停 / 快到期 / 已超期 / 已结束 */
export type ClockState = 'running' | 'paused' | 'due-soon' | 'overdue' | 'ended'

export interface ClockFace {
  state: ClockState
  /** Days of its unit that have passed, the first day after the start being 1. */
  elapsed: number
  total: number
  /** Negative when overdue. */
  left: number
  due: Day | null
  provisional: boolean
  pausedSince: Day | null
  pauseReason: string | null
}

/** The last day. Natural periods that end on a day off move to the next working day (民法典 §203). Null while it stands still. */
export function dueDay(calendar: Calendar, clock: Clock): CountedDay | null {
  if (clock.paused) return null
  if (clock.unit === 'working') return addWorkingDays(calendar, clock.started, clock.days + clock.lost)
  const end = onOrAfterWorkingDay(calendar, addDays(clock.started, clock.days + clock.lost))
  return { day: end, provisional: yearOf(end) > calendar.publishedThrough }
}

const between = (calendar: Calendar, clock: Pick<Clock, 'unit'>, from: Day, to: Day): number =>
  clock.unit === 'working' ? workingDaysBetween(calendar, from, to) : daysBetween(from, to)

/** Starting and stopping on the same day costs nothing; a pause of a day off costs a working-day clock nothing. */
export const lostBy = (calendar: Calendar, clock: Clock, resumed: Day): number =>
  clock.paused ? Math.max(0, between(calendar, clock, clock.paused.since, resumed)) : 0

export function faceOf(calendar: Calendar, clock: Clock, today: Day): ClockFace {
  const stop = clock.ended ?? clock.paused?.since ?? today
  const elapsed = Math.max(0, between(calendar, clock, clock.started, stop) - clock.lost)
  const due = clock.ended ? null : dueDay(calendar, clock)
  // Beyond the due day of a natural period that was moved to a working day nothing is overdue yet.
  const left = due
    ? clock.unit === 'working'
      ? clock.days - elapsed
      : daysBetween(today, due.day)
    : clock.days - elapsed
  const state: ClockState = clock.ended
    ? 'ended'
    : clock.paused
      ? 'paused'
      : today > due!.day
        ? 'overdue'
        : left <= clock.warnDays
          ? 'due-soon'
          : 'running'
  return {
    state,
    elapsed,
    total: clock.days,
    left,
    due: due?.day ?? null,
    provisional: due?.provisional ?? false,
    pausedSince: clock.paused?.since ?? null,
    pauseReason: clock.paused?.reason ?? null,
  }
}
