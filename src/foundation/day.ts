import { Temporal } from 'temporal-polyfill'

/** A calendar day in Asia/Shanghai, written `2025-03-01`. Compares correctly with `<`. */
export type Day = string & { readonly __day: unique symbol }
/** A calendar month, written `2025-03`. Compares correctly with `<`. */
export type Month = string & { readonly __month: unique symbol }
/** A moment, ISO 8601 in UTC. */
export type Instant = string & { readonly __instant: unique symbol }

/** Checks that the day exists. Throws a RangeError otherwise. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`Not a day (YYYY-MM-DD): ${text}`)
  return text as Day
}

export function isDay(text: string): text is Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year >= 1850 && month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month)
}

export function month(text: string): Month {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) throw new RangeError(`Not a month (YYYY-MM): ${text}`)
  return text as Month
}

const daysIn = (year: number, monthOfYear: number) => new Date(Date.UTC(year, monthOfYear, 0)).getUTCDate()
const plain = (d: Day) => Temporal.PlainDate.from(d)

export const addDays = (d: Day, days: number): Day => plain(d).add({ days }).toString() as Day
/** A month later than 31 January is the last day of February. */
export const addMonths = (d: Day, months: number): Day => plain(d).add({ months }).toString() as Day
export const daysBetween = (from: Day, to: Day): number => plain(from).until(plain(to)).days
export const monthOf = (d: Day): Month => d.slice(0, 7) as Month
export const yearOf = (d: Day | Month): number => Number(d.slice(0, 4))
export const firstDay = (m: Month): Day => `${m}-01` as Day
export const lastDay = (m: Month): Day =>
  `${m}-${String(daysIn(Number(m.slice(0, 4)), Number(m.slice(5, 7)))).padStart(2, '0')}` as Day
export const nextMonth = (m: Month, months = 1): Month =>
  Temporal.PlainYearMonth.from(m).add({ months }).toString() as Month
export const monthsBetween = (from: Month, to: Month): number => {
  const { years, months } = Temporal.PlainYearMonth.from(from).until(Temporal.PlainYearMonth.from(to))
  return years * 12 + months
}
/** 1 = Monday … 7 = Sunday. */
export const weekday = (d: Day): number => plain(d).dayOfWeek

/**
 * Full years on that day. Somebody born on 29 February turns older on 1 March in common years
 * (civil code practice: the day after the anniversary's absence), so `age >= k` equals `birth <= addYears(on, -k)`.
 */
export function ageOn(birth: Day, on: Day): number {
  const [by, bm, bd] = split(birth)
  const [y, m, d] = split(on)
  return y - by - (m < bm || (m === bm && d < bd) ? 1 : 0)
}

const split = (d: Day): [number, number, number] => [
  Number(d.slice(0, 4)),
  Number(d.slice(5, 7)),
  Number(d.slice(8, 10)),
]

/** The latest birth day of somebody who is `age` years old on that day. */
export function bornOnOrBefore(on: Day, age: number): Day {
  const [y, m, d] = split(on)
  const year = String(y - age).padStart(4, '0')
  const date = Math.min(d, daysIn(y - age, m))
  return `${year}-${on.slice(5, 7)}-${String(date).padStart(2, '0')}` as Day
}

/** The Shanghai day of a moment. */
export const dayOf = (at: Instant | Date): Day =>
  Temporal.Instant.from(typeof at === 'string' ? at : at.toISOString())
    .toZonedDateTimeISO('Asia/Shanghai')
    .toPlainDate()
    .toString() as Day

/** `2025-03-01` → `2025年3月1日`. */
export const dayInChinese = (d: Day): string => {
  const [y, m, date] = split(d)
  return `${y}年${m}月${date}日`
}
