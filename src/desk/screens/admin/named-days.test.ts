import { expect, test } from 'vitest'
import { readDays } from './named-days.ts'

test('a notice is typed one day a line, full-width digits and blank lines included', () => {
  expect(readDays('2026-01-01 元旦\n\n2026-02-16 春节')).toEqual({
    days: [
      { day: '2026-01-01', name: '元旦' },
      { day: '2026-02-16', name: '春节' },
    ],
  })
})

test('the first line that names no day is given back, and nothing is read', () => {
  expect(readDays('2026-01-01 元旦\n2026-02-30 春节')).toEqual({ wrong: '2026-02-30 春节' })
  expect(readDays('2026-01-01')).toEqual({ wrong: '2026-01-01' })
})
