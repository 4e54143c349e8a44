import { type Calendar, type Day, isWorkingDay, type Refusal, refuse, weekday, yearOf } from '../foundation/index.ts'
import { actorOf, audit, emit, type Tx } from '../platform/index.ts'

/**
 * The official calendar as the database has it. A year the State Council has not published is counted with weekends and
 * fixed holidays, and every day found in it is 暂定; when the year arrives, running clocks are counted again.
 */
let cached: { stamp: string; calendar: Calendar } | null = null

export async function workingCalendar(tx: Tx): Promise<Calendar> {
  const years = await tx.selectFrom('calendar_year').select(['year', 'revision']).orderBy('year').execute()
  const stamp = years.map(({ year, revision }) => `${year}.${revision}`).join(' ')
  if (cached?.stamp === stamp) return cached.calendar
  const rows = await tx.selectFrom('calendar_day').select(['day', 'kind']).orderBy('day').execute()
  const calendar: Calendar = {
    holidays: new Set(rows.filter((row) => row.kind === 'holiday').map((row) => row.day)),
    workdays: new Set(rows.filter((row) => row.kind === 'workday').map((row) => row.day)),
    publishedThrough: publishedThrough(years.map(({ year }) => year)),
  }
  cached = { stamp, calendar }
  return calendar
}

/** The end of the unbroken row of published years: a gap makes everything behind it provisional. */
export function publishedThrough(years: readonly number[]): number {
  let last = years[0] ?? 0
  for (const year of years) if (year === last + 1) last = year
  return last
}

export interface YearArrangement {
  year: number
  holidays: { day: Day; name: string }[]
  /** 调休上班 */
  workdays: { day: Day; name: string }[]
  /** The notice it is taken from. */
  source: string
}

export type YearRefusal = Refusal<'calendar-year-known' | 'calendar-year-gap' | 'calendar-day-wrong'>

/** What is wrong with an arrangement before it counts for anybody. */
export function arrangementProblem(input: YearArrangement): YearRefusal | null {
  const days = [...input.holidays, ...input.workdays].map(({ day }) => day)
  const wrong =
    days.find((d) => yearOf(d) !== input.year) ??
    days.find((d, index) => days.indexOf(d) !== index) ??
    input.workdays.map(({ day }) => day).find((d) => weekday(d) <= 5)
  if (wrong) return refuse('calendar-day-wrong', { day: wrong }, 'days')
  // Every arrangement has seven festivals; a shorter list is a half-typed one.
  if (input.holidays.length < 11) return refuse('calendar-day-wrong', { day: String(input.year) }, 'holidays')
  return null
}

/** Enters a published year (or corrects one) and asks for a recount of everything that rested on the provisional days. */
export async function publishYear(tx: Tx, input: YearArrangement & { correct?: boolean }): Promise<YearRefusal | null> {
  const problem = arrangementProblem(input)
  if (problem) return problem
  const known = await tx.selectFrom('calendar_year').select(['year', 'revision']).orderBy('year').execute()
  const same = known.find(({ year }) => year === input.year)
  if (same && !input.correct) return refuse('calendar-year-known', { year: input.year }, 'year')
  if (!same && input.year !== publishedThrough(known.map(({ year }) => year)) + 1)
    return refuse('calendar-year-gap', { year: input.year }, 'year')
  const revision = (same?.revision ?? 0) + 1
  await tx
    .insertInto('calendar_year')
    .values({ year: input.year, source: input.source, entered_by: actorOf(tx).id, revision })
    .onConflict((conflict) =>
      conflict.column('year').doUpdateSet({ source: input.source, entered_by: actorOf(tx).id, revision }),
    )
    .execute()
  await tx.deleteFrom('calendar_day').where('year', '=', input.year).execute()
  const row = (kind: 'holiday' | 'workday') => (d: { day: Day; name: string }) => ({
    day: d.day,
    name: d.name,
    kind,
    year: input.year,
  })
  await tx
    .insertInto('calendar_day')
    .values([...input.holidays.map(row('holiday')), ...input.workdays.map(row('workday'))])
    .execute()
  await audit(tx, {
    action: 'office.publish-year',
    subject: { kind: 'calendar-year', id: String(input.year) },
    after: input,
    detail: { year: input.year, revision },
  })
  await emit(tx, { kind: 'office.calendar-published', key: `${input.year}.${revision}`, payload: { year: input.year } })
  return null
}

export interface CalendarYear {
  year: number
  source: string
  days: { day: Day; kind: 'holiday' | 'workday'; name: string }[]
}

export async function publishedYear(tx: Tx, year: number): Promise<CalendarYear | null> {
  const known = await tx
    .selectFrom('calendar_year')
    .select(['year', 'source'])
    .where('year', '=', year)
    .executeTakeFirst()
  if (!known) return null
  const days = await tx
    .selectFrom('calendar_day')
    .select(['day', 'kind', 'name'])
    .where('year', '=', year)
    .orderBy('day')
    .execute()
  return { ...known, days: days as CalendarYear['days'] }
}

export const isOfficeDay = async (tx: Tx, d: Day): Promise<boolean> => isWorkingDay(await workingCalendar(tx), d)
