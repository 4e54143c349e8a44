import { type AreaCode, addMonths, type Day } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import { businessDay, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { procedureOf } from './neighbours.ts'

/** A household taken over with its amount, and what the roster says about reviews; null where it says nothing. */
export interface CarriedReview {
  household: HouseholdId
  programme: ProgrammeId
  area: AreaCode
  residence: 'urban' | 'rural'
  reviewed: Day | null
  nextReview: Day | null
}

const chunk = 500

/**
 * When households taken over from a roster are looked at again (PROC-11): on the roster's own day; else one period after
 * the last look, or after today where nobody wrote one down. What is overdue already comes due in a month, so that the
 * first list is paid as it was. The class is the ordinary one: incomes are not known yet, the first review finds out.
 */
export async function planCarriedReviews(tx: Tx, carried: readonly CarriedReview[]): Promise<void> {
  const today = await businessDay(tx)
  const soonest = addMonths(today, 1)
  const periods = new Map<string, { class: string; urban: number; rural: number } | null>()
  const rows = carried.flatMap(({ household, programme, area, residence, reviewed, nextReview }) => {
    const key = `${programme}/${area}`
    if (!periods.has(key)) periods.set(key, procedureOf('review', null, programme, area, today)?.reviews[0] ?? null)
    const period = periods.get(key)
    if (!period) return []
    const wanted = nextReview ?? addMonths(reviewed ?? today, period[residence])
    return {
      household_id: household,
      programme,
      area,
      class: period.class,
      months: period[residence],
      last_on: reviewed ?? today,
      next_on: wanted < soonest ? soonest : wanted,
      why: 'roster',
    }
  })
  for (let from = 0; from < rows.length; from += chunk)
    await tx
      .insertInto('review_plan')
      .values(rows.slice(from, from + chunk))
      .onConflict((conflict) => conflict.columns(['household_id', 'programme']).doNothing())
      .execute()
}

/** When each household was looked at last and is due again; households without a running plan are left out. */
export async function reviewsOf(
  tx: Tx,
  households: readonly HouseholdId[],
): Promise<Map<`${HouseholdId}/${string}`, { reviewed: Day; nextReview: Day }>> {
  const found = new Map<`${HouseholdId}/${string}`, { reviewed: Day; nextReview: Day }>()
  for (let from = 0; from < households.length; from += chunk) {
    const rows = await tx
      .selectFrom('review_plan')
      .select(['household_id', 'programme', 'last_on', 'next_on'])
      .where('household_id', 'in', households.slice(from, from + chunk))
      .where('ended_on', 'is', null)
      .execute()
    for (const row of rows)
      found.set(`${row.household_id}/${row.programme}`, {
        reviewed: row.last_on as Day,
        nextReview: row.next_on as Day,
      })
  }
  return found
}

/** A roster is taken back: nobody is looked at again because of it. */
export async function endCarriedReviews(tx: Tx, households: readonly HouseholdId[]): Promise<void> {
  const today = await businessDay(tx)
  for (let from = 0; from < households.length; from += chunk)
    await tx
      .updateTable('review_plan')
      .set({ ended_on: today })
      .where('household_id', 'in', households.slice(from, from + chunk))
      .where('why', '=', 'roster')
      .where('ended_on', 'is', null)
      .execute()
}
