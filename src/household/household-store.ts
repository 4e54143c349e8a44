import type { AreaCode, Day } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { areaOn, knownArea, type Residence } from './area-store.ts'
import type { HouseholdId, PersonId } from './ids.ts'

export interface Household {
  id: HouseholdId
  area: AreaCode
  /** 户籍性质 where it differs from the village's mark. */
  residence: Residence | null
  openedOn: Day
  closedOn: Day | null
  closedWhy: string | null
  /** Opened for one person in need before anything is known (design §4.1). */
  provisional: boolean
  head: PersonId | null
  registeredAddress: string | null
  address: string | null
  /** For ETags: grows with every change of the household's own data. */
  version: bigint
}

export async function householdById(tx: Tx, id: HouseholdId): Promise<Household | null> {
  const row = await tx.selectFrom('household').selectAll().where('household_id', '=', id).executeTakeFirst()
  return row
    ? {
        id: row.household_id,
        area: row.area as AreaCode,
        residence: row.residence as Residence | null,
        openedOn: row.opened_on,
        closedOn: row.closed_on,
        closedWhy: row.closed_why,
        provisional: row.provisional,
        head: row.head_id,
        registeredAddress: row.registered_address,
        address: row.address,
        version: row.version,
      }
    : null
}

/** Locks the household for a change of its members; null when the actor cannot see it. */
export async function lockHousehold(tx: Tx, id: HouseholdId): Promise<Household | null> {
  const locked = await tx
    .updateTable('household')
    .set((row) => ({ version: row('version', '+', 1n) }))
    .where('household_id', '=', id)
    .returning('household_id')
    .executeTakeFirst()
  return locked ? householdById(tx, id) : null
}

/** Urban or rural for the standard: the household's own registration, else its village's mark. */
export async function residenceOf(tx: Tx, household: Household, on: Day): Promise<Residence | null> {
  if (household.residence) return household.residence
  const village = (await areaOn(tx, household.area, on)) ?? (await knownArea(tx, household.area))
  return village?.residence ?? null
}

/** Several at once, for lists of other chapters: head, people today, place. */
export interface HouseholdCard {
  id: HouseholdId
  area: AreaCode
  head: PersonId | null
  headName: string | null
  people: number
  closed: boolean
}

export async function householdCards(
  tx: Tx,
  ids: readonly HouseholdId[],
  on: Day,
): Promise<Map<HouseholdId, HouseholdCard>> {
  if (ids.length === 0) return new Map()
  const [households, members] = await Promise.all([
    tx
      .selectFrom('household')
      .select(['household_id', 'area', 'head_id', 'closed_on'])
      .where('household_id', 'in', ids)
      .execute(),
    tx
      .selectFrom('membership')
      .select(['household_id', 'person_id', 'name', 'until'])
      .where('household_id', 'in', ids)
      .where('since', '<=', on)
      .orderBy('since')
      .orderBy('person_id')
      .execute(),
  ])
  return new Map(
    households.map((row) => {
      const ever = members.filter((member) => member.household_id === row.household_id)
      const people = ever.filter((member) => member.until === null || member.until > on)
      // A household in which everybody died keeps the name of its head.
      const named = people.length > 0 ? people : ever
      return [
        row.household_id,
        {
          id: row.household_id,
          area: row.area as AreaCode,
          head: row.head_id,
          headName: named.find((member) => member.person_id === row.head_id)?.name ?? named[0]?.name ?? null,
          people: people.length,
          closed: row.closed_on !== null,
        },
      ]
    }),
  )
}
