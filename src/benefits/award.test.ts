import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, type Month, month, nextMonth, yuan } from '../foundation/index.ts'
import {
  type AwardState,
  fits,
  gradualExit,
  linesFor,
  monthlyOn,
  type Step,
  type StepKind,
  shareEndsFrom,
  spansOf,
  stepOn,
} from './award.ts'

let no = 0
const step = (from: string, monthly: number, part: Partial<Step> = {}): Step => ({
  no: ++no,
  kind: 'adjust' as StepKind,
  state: (monthly > 0 ? 'paying' : 'stopped') as AwardState,
  from: month(from),
  until: null,
  monthly: yuan(monthly),
  supplement: 0n,
  people: 1,
  residence: 'rural',
  tier: null,
  reason: 'income-changed',
  document: null,
  decisionId: `decision-${no}`,
  decidedOn: day('2025-01-15'),
  recordedOn: day('2025-01-15'),
  ...part,
})

test('Wang Mei: granted from January, raised in July, and in August it turns out that May was already different', () => {
  const steps = [
    step('2025-01', 500, { recordedOn: day('2024-12-20') }),
    step('2025-07', 560, { recordedOn: day('2025-06-25') }),
    step('2025-05', 600, { recordedOn: day('2025-08-02') }),
  ]
  expect(spansOf(steps).map((span) => [span.from, span.until, span.step.monthly])).toEqual([
    ['2025-01', '2025-05', yuan(500)],
    ['2025-05', null, yuan(600)],
  ])
  // As of its own day: in July nobody knew yet.
  expect(stepOn(steps, month('2025-06'), day('2025-07-01'))?.monthly).toBe(yuan(500))
  expect(stepOn(steps, month('2025-06'), day('2025-08-02'))?.monthly).toBe(yuan(600))
  expect(stepOn(steps, month('2024-12'))).toBeNull()
})

test('DB-11: he died on 3 March: March is payable, his share ends with April', () => {
  expect(shareEndsFrom(day('2025-03-03'))).toBe('2025-04')
  expect(shareEndsFrom(day('2025-12-31'))).toBe('2026-01')
})

test('DB-07: 600 yuan run out over six months at 100, 100, 80, 80, 60 and 60 per cent', () => {
  const months = gradualExit(yuan(600), month('2025-11'), 6, [10_000, 10_000, 8_000, 8_000, 6_000, 6_000])
  expect(months.map((m) => [m.month, m.monthly])).toEqual([
    ['2025-11', yuan(600)],
    ['2025-12', yuan(600)],
    ['2026-01', yuan(480)],
    ['2026-02', yuan(480)],
    ['2026-03', yuan(360)],
    ['2026-04', yuan(360)],
  ])
  expect(gradualExit(yuan(100.01), month('2025-01'), 1, [5_000])[0]!.monthly).toBe(yuan(50.01)) // 50.005, half up
  expect(gradualExit(yuan(600), month('2025-01'), 2)).toEqual([
    { month: '2025-01', monthly: yuan(600) },
    { month: '2025-02', monthly: yuan(600) },
  ])
})

describe('what a decision may say about an award', () => {
  const running = [step('2025-01', 500)]
  const stopped = [...running, step('2025-06', 0)]
  const suspended = [...running, step('2025-03', 0, { state: 'suspended' })]
  test('starts where nothing runs, or where it had stopped', () => {
    expect(fits('start', [], month('2025-01'))).toBeNull()
    expect(fits('start', stopped, month('2025-09'))).toBeNull()
    expect(fits('start', running, month('2025-02'))).toMatchObject({ refused: 'award-running' })
  })
  test('adjusts what is paid, also in the months before it stopped', () => {
    expect(fits('adjust', running, month('2025-04'))).toBeNull()
    expect(fits('adjust', stopped, month('2025-04'))).toBeNull()
    expect(fits('adjust', stopped, month('2025-07'))).toMatchObject({ refused: 'award-stopped' })
    expect(fits('adjust', [], month('2025-04'))).toMatchObject({ refused: 'no-award' })
  })
  test('resumes only what was suspended, stops only what has not stopped', () => {
    expect(fits('resume', suspended, month('2025-03'))).toBeNull()
    expect(fits('resume', running, month('2025-03'))).toMatchObject({ refused: 'not-suspended' })
    expect(fits('stop', suspended, month('2025-05'))).toBeNull()
    expect(fits('stop', stopped, month('2025-07'))).toMatchObject({ refused: 'award-stopped' })
    expect(fits('suspend', stopped, month('2025-07'))).toMatchObject({ refused: 'award-stopped' })
  })
})

test('lines make the amount, to the fen', () => {
  const base = { person: null, kind: 'base' as const, amount: yuan(500), rule: 'DB-02' }
  const old = { person: 1n, kind: 'supplement' as const, amount: yuan(111), rule: 'DB-05' }
  expect(linesFor(yuan(611), [base, old])).toEqual([base, old])
  expect(linesFor(yuan(610), [base, old])).toMatchObject({ refused: 'lines-do-not-add-up' })
  expect(linesFor(yuan(611), undefined)).toEqual([{ person: null, kind: 'base', amount: yuan(611), rule: null }])
})

/** A slow reading of the same words, month by month. */
const history = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 20 }),
    length: fc.option(fc.integer({ min: 1, max: 6 })),
    monthly: fc.integer({ min: 0, max: 900 }),
  }),
  { minLength: 1, maxLength: 8 },
)
const at = (i: number): Month => nextMonth(month('2025-01'), i)

test('spans say for every month what the last step said about it, without gaps inside or overlaps', () => {
  fc.assert(
    fc.property(history, (parts) => {
      no = 0
      const steps = parts.map((part) =>
        step(at(part.from), part.monthly, { until: part.length === null ? null : at(part.from + part.length) }),
      )
      const spans = spansOf(steps)
      for (let i = 0; i < 32; i++) {
        const here = spans.filter((span) => span.from <= at(i) && (span.until === null || at(i) < span.until))
        expect(here.length).toBeLessThanOrEqual(1)
        expect(here[0]?.step ?? null).toBe(stepOn(steps, at(i)))
        expect(here[0]?.step.monthly ?? 0n).toBe(monthlyOn(steps, at(i)))
      }
    }),
  )
})

test('a gradual exit never grows and never exceeds what was paid', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 1_000_000n }),
      fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 12 }),
      (monthly, shares) => {
        const falling = [...shares].sort((a, b) => b - a)
        const months = gradualExit(monthly, month('2025-01'), falling.length, falling)
        for (const [i, m] of months.entries()) {
          expect(m.monthly).toBeLessThanOrEqual(monthly)
          if (i > 0) expect(m.monthly).toBeLessThanOrEqual(months[i - 1]!.monthly)
        }
      },
    ),
  )
})
