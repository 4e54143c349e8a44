import type { Calendar } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'

/** Placeholder until the calendar table has a door. */
export async function workingCalendar(_tx: Tx): Promise<Calendar> {
  return { holidays: new Set(), workdays: new Set(), publishedThrough: 0 }
}
