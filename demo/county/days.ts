import { addDays, type Day, isWorkingDay } from '../../src/foundation/index.ts'
import type { County } from './county.ts'

/** Something that goes on for a while: it acts, and says on which day it goes on. */
export type Life = AsyncGenerator<Day, void, void>

export interface Begun {
  from: Day
  life: Life
}

/**
 * Lives everything day by day in one calendar: in the morning what the day brings by itself, then each who has something
 * to do, in the order in which they were begun. Nobody acts in yesterday, and nothing after `until`.
 */
export async function liveDays(
  county: County,
  begun: readonly Begun[],
  until: Day,
  morning: (day: Day) => Promise<void>,
  ended: (ended: number) => void = () => {},
): Promise<void> {
  const waiting = begun.map(({ from, life }, order) => ({ day: from, order, life }))
  let over = 0
  const at: { day: Day | null } = { day: null }
  const reach = async (day: Day) => {
    for (let next: Day = at.day ? addDays(at.day, 1) : day; next <= day; next = addDays(next, 1))
      if (next === day || isWorkingDay(county.calendar, next)) {
        county.day = next
        await morning(next)
      }
    at.day = day
  }
  for (;;) {
    waiting.sort((a, b) => (a.day === b.day ? a.order - b.order : a.day < b.day ? -1 : 1))
    const next = waiting[0]
    if (!next || next.day > until) break
    if (at.day !== next.day) await reach(next.day)
    const step = await next.life.next()
    if (step.done) {
      waiting.shift()
      ended(++over)
      continue
    }
    if (step.value < next.day) throw new Error(`Somebody wants to go back from ${next.day} to ${step.value}`)
    next.day = step.value
  }
  for (const { life } of waiting) await life.return()
  if (at.day && at.day < until) await reach(until)
}
