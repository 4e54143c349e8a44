import { addDays, type Day, weekday, yearOf } from './day.ts'

/**
 * The official working-day calendar. `holidays` are days off that would be working days, `workdays` are make-up
 * working days at weekends. `publishedThrough` is the last year whose arrangement the State Council has published:
 * later years are computed with weekends and the fixed holidays and every answer that touches them is provisional (暂定).
 */
export interface Calendar {
  readonly holidays: ReadonlySet<Day>
  readonly workdays: ReadonlySet<Day>
  readonly publishedThrough: number
}

/** A day found by counting, and whether it rests on a year that is not published yet. */
export interface CountedDay {
  day: Day
  provisional: boolean
}

/** New Year, Labour Day and National Day have fixed dates (全国年节及纪念日放假办法 §2); the lunar ones need the published table. */
const fixedHolidays = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'])

export function isWorkingDay(calendar: Calendar, d: Day): boolean {
  if (yearOf(d) > calendar.publishedThrough) return weekday(d) <= 5 && !fixedHolidays.has(d.slice(5))
  if (calendar.workdays.has(d)) return true
  return weekday(d) <= 5 && !calendar.holidays.has(d)
}

/** The day on which `count` working days after `from` have passed; `from` itself never counts. `count` 0 is `from`. */
export function addWorkingDays(calendar: Calendar, from: Day, count: number): CountedDay {
  let d = from
  for (let left = count; left > 0; ) {
    d = addDays(d, 1)
    if (isWorkingDay(calendar, d)) left--
  }
  return { day: d, provisional: yearOf(d) > calendar.publishedThrough }
}

/** Working days after `from` up to and including `to`; negative when `to` lies before `from`. */
export function workingDaysBetween(calendar: Calendar, from: Day, to: Day): number {
  if (to < from) return -workingDaysBetween(calendar, to, from)
  let count = 0
  for (let d = from; d < to; ) {
    d = addDays(d, 1)
    if (isWorkingDay(calendar, d)) count++
  }
  return count
}

/** A deadline that falls on a day off moves to the next working day (民法典 §203). */
export function onOrAfterWorkingDay(calendar: Calendar, d: Day): Day {
  let answer = d
  while (!isWorkingDay(calendar, answer)) answer = addDays(answer, 1)
  return answer
}
