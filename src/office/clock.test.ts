import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Calendar, type Day, day, isWorkingDay } from '../foundation/index.ts'
import { arrangementProblem, publishedThrough } from './calendar.ts'
import { type Clock, dueDay, faceOf, lostBy } from './clock.ts'
import { sayClock } from './clock-words.ts'

/** May Day 2025 as it was: 1–5 May off, 27 April worked. */
const calendar: Calendar = {
  holidays: new Set(['2025-05-01', '2025-05-02', '2025-05-05'].map((d) => day(d))),
  workdays: new Set([day('2025-04-27')]),
  publishedThrough: 2025,
}
const clock = (more: Partial<Clock> = {}): Clock => ({
  unit: 'working',
  days: 10,
  warnDays: 3,
  started: day('2025-04-21'),
  lost: 0,
  paused: null,
  ended: null,
  ...more,
})

describe('a clock of ten working days from Monday 21 April 2025', () => {
  test('counts the worked Sunday and not the holidays: it ends on 7 May', () => {
    expect(dueDay(calendar, clock())).toEqual({ day: '2025-05-07', provisional: false })
  })

  test('第 5/10 个工作日 · 剩 5', () => {
    expect(faceOf(calendar, clock(), day('2025-04-27'))).toMatchObject({
      state: 'running',
      elapsed: 5,
      total: 10,
      left: 5,
      due: '2025-05-07',
    })
  })

  test('快到期 from three days before, 已超期 after the last day, not on it', () => {
    expect(faceOf(calendar, clock(), day('2025-04-28')).state).toBe('running')
    expect(faceOf(calendar, clock(), day('2025-04-29'))).toMatchObject({ state: 'due-soon', left: 3 })
    expect(faceOf(calendar, clock(), day('2025-05-07'))).toMatchObject({ state: 'due-soon', left: 0 })
    expect(faceOf(calendar, clock(), day('2025-05-08'))).toMatchObject({ state: 'overdue', left: -1 })
  })

  test('已暂停 shows since when and why, and counts nothing', () => {
    const paused = clock({ paused: { since: day('2025-04-24'), reason: '等申请人补正' } })
    expect(faceOf(calendar, paused, day('2025-05-20'))).toMatchObject({
      state: 'paused',
      elapsed: 3,
      left: 7,
      due: null,
      pauseReason: '等申请人补正',
    })
    expect(lostBy(calendar, paused, day('2025-05-06'))).toBe(6) // 25, 27 (worked Sunday), 28, 29, 30 April and 6 May
  })
})

test('the words of a clock are the same everywhere', () => {
  const words = (at: string, more: Partial<Clock> = {}, lang: 'zh' | 'en' = 'zh') =>
    sayClock(faceOf(calendar, clock(more), day(at)), 'working', lang)
  expect(words('2025-04-27')).toBe('第 5/10 个工作日 · 剩 5')
  expect(words('2025-05-09')).toBe('已超期 2 个工作日')
  expect(words('2025-05-20', { paused: { since: day('2025-04-24'), reason: 'await-supplement' } })).toBe(
    '已暂停（等申请人补正，从2025年4月24日）',
  )
  expect(words('2025-12-30', { started: day('2025-12-29') })).toBe('第 1/10 个工作日 · 剩 9（暂定）')
  expect(words('2025-04-27', {}, 'en')).toBe('working day 5 of 10 · 5 left')
})

test('a natural period that ends on a day off ends on the next working day', () => {
  expect(dueDay(calendar, clock({ unit: 'natural', days: 60, started: day('2025-03-03') }))).toEqual({
    day: '2025-05-06',
    provisional: false,
  })
})

test('a last day in a year nobody has published is provisional', () => {
  expect(dueDay(calendar, clock({ started: day('2025-12-29') }))?.provisional).toBe(true)
})

const someDay = fc.integer({ min: 0, max: 500 }).map((n) => addDays(day('2025-01-01'), n))

test('whatever the pauses: days passed and days left add up, and the last day is a working day that falls exactly when they are used up', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('working' as const, 'natural' as const),
      fc.integer({ min: 1, max: 60 }),
      someDay,
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { maxLength: 4 }),
      (unit, days, started, pauses) => {
        let running = clock({ unit, days, started })
        let today: Day = started
        for (const [before, pause] of pauses) {
          today = addDays(today, before)
          running = { ...running, paused: { since: today, reason: 'x' } }
          const face = faceOf(calendar, running, addDays(today, 3))
          expect(face.elapsed + face.left).toBe(days)
          today = addDays(today, pause)
          running = { ...running, lost: running.lost + lostBy(calendar, running, today), paused: null }
        }
        const due = dueDay(calendar, running)!
        expect(isWorkingDay(calendar, due.day)).toBe(true)
        if (unit === 'working') {
          expect(faceOf(calendar, running, due.day)).toMatchObject({ elapsed: days, left: 0 })
          expect(faceOf(calendar, running, addDays(due.day, 1)).state).toBe('overdue')
        }
      },
    ),
    { numRuns: 500 },
  )
})

describe('entering a year', () => {
  const festivals = Array.from({ length: 13 }, (_, i) => ({
    day: day(`2027-0${1 + (i % 9)}-0${1 + Math.floor(i / 9)}`),
    name: 'x',
  }))
  test('days of another year, days named twice and make-up days on a weekday are refused', () => {
    const good = { year: 2027, holidays: festivals, workdays: [{ day: day('2027-02-20'), name: '春' }], source: 's' }
    expect(arrangementProblem(good)).toBeNull()
    expect(arrangementProblem({ ...good, year: 2028 })).toMatchObject({ refused: 'calendar-day-wrong' })
    expect(arrangementProblem({ ...good, holidays: [...festivals, festivals[0]!] })).toMatchObject({
      with: { day: festivals[0]!.day },
    })
    expect(arrangementProblem({ ...good, workdays: [{ day: day('2027-02-19'), name: '春' }] })).toMatchObject({
      with: { day: '2027-02-19' },
    })
    expect(arrangementProblem({ ...good, holidays: festivals.slice(0, 3) })).toMatchObject({ field: 'holidays' })
  })
  test('a gap makes everything behind it provisional', () => {
    expect(publishedThrough([2020, 2021, 2022])).toBe(2022)
    expect(publishedThrough([2020, 2021, 2023])).toBe(2021)
  })
})
