import { afterAll, beforeAll, expect, test } from 'vitest'
import { areaCode, type Day } from '../foundation/index.ts'
import { systemActor, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import { endCarriedReviews, planCarriedReviews } from './review-plan.ts'

let data: FreshDatabase
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
})
afterAll(() => data.close())

const on = (day: string) => ({ actor: systemActor('test'), businessDay: day as Day })
const household = (n: number) => 990101000000000n + BigInt(n)
const taken = (n: number, said: { reviewed?: string; nextReview?: string }) => ({
  household: household(n),
  programme: 'dibao' as const,
  area: areaCode('990101103203'),
  residence: 'rural' as const,
  reviewed: (said.reviewed ?? null) as Day | null,
  nextReview: (said.nextReview ?? null) as Day | null,
})

test('the roster’s own day counts; without one a period after the last look; what is overdue waits for the first list', async () => {
  await withScope(data.db, on('2025-03-05'), (tx) =>
    planCarriedReviews(tx, [
      taken(1, { nextReview: '2025-09-30' }),
      taken(2, { reviewed: '2024-11-10' }),
      taken(3, { reviewed: '2022-01-01' }),
      taken(4, {}),
    ]),
  )
  const { rows } = await data.owner.query(
    `select household_id % 10 as n, last_on, next_on, class, why from review_plan order by household_id`,
  )
  expect(rows.map((row) => [Number(row.n), row.last_on, row.next_on])).toEqual([
    [1, '2025-03-05', '2025-09-30'],
    [2, '2024-11-10', '2025-11-10'],
    [3, '2022-01-01', '2025-04-05'],
    [4, '2025-03-05', '2026-03-05'],
  ])
  expect(new Set(rows.map((row) => `${row.class} ${row.why}`))).toEqual(new Set(['stable roster']))
})

test('taken over twice is planned once; taken back, nobody comes because of it', async () => {
  await withScope(data.db, on('2025-03-06'), async (tx) => {
    await planCarriedReviews(tx, [taken(1, { nextReview: '2026-01-01' })])
    await endCarriedReviews(tx, [household(1), household(2)])
  })
  const { rows } = await data.owner.query(`select next_on, ended_on from review_plan order by household_id`)
  expect(rows.map((row) => [row.next_on, row.ended_on])).toEqual([
    ['2025-09-30', '2025-03-06'],
    ['2025-11-10', '2025-03-06'],
    ['2025-04-05', null],
    ['2026-03-05', null],
  ])
})
