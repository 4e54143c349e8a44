import { type AreaCode, assert, enclosing } from '../foundation/index.ts'
import { lastOfNumbers, nextNumber, type Tx } from '../platform/index.ts'

/** County where the file was opened × 10⁹ + sequence. It never changes, wherever the family moves (design §4.1). */
export type HouseholdId = bigint
/** County where the person was first entered × 10⁹ + sequence. */
export type PersonId = bigint

const perCounty = 1_000_000_000n

export const openingCounty = (id: HouseholdId | PersonId): AreaCode =>
  String(id / perCounty).padStart(6, '0') as AreaCode

/** The county of an area; a file cannot be opened for less than a county. */
export function countyOf(area: AreaCode): AreaCode {
  const county = enclosing(area, 'county')
  assert(county, `area ${area} lies in no county`)
  return county
}

export const nextHouseholdId = (tx: Tx, area: AreaCode): Promise<HouseholdId> => nextId(tx, 'household', area)
export const nextPersonId = (tx: Tx, area: AreaCode): Promise<PersonId> => nextId(tx, 'person', area)

async function nextId(tx: Tx, what: 'household' | 'person', area: AreaCode): Promise<bigint> {
  const county = countyOf(area)
  const sequence = await nextNumber(tx, `${what}:${county}`)
  assert(sequence < perCounty, `county ${county} has used up its numbers`)
  return BigInt(county) * perCounty + sequence
}

/** Many at once, for an import: still gapless, one row lock. */
export async function reserveIds(
  tx: Tx,
  what: 'household' | 'person',
  area: AreaCode,
  count: number,
): Promise<bigint[]> {
  const county = countyOf(area)
  const last = await lastOfNumbers(tx, `${what}:${county}`, count)
  assert(last < perCounty, `county ${county} has used up its numbers`)
  return Array.from({ length: count }, (_, i) => BigInt(county) * perCounty + last - BigInt(count) + BigInt(i) + 1n)
}
