import { sql } from 'kysely'
import type { AreaCode, Day } from '../foundation/index.ts'
import { nameKey, tidyName } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { maskedNumber, numberIndex, openNumber } from './identity.ts'
import { countyOf, type HouseholdId, type PersonId } from './ids.ts'
import { searchKeys, variantKey } from './name-keys.ts'

export type Sex = 'female' | 'male'

export interface Person {
  id: PersonId
  /** The one household they share today. */
  household: HouseholdId | null
  area: AreaCode
  name: string
  sex: Sex | null
  birth: Day | null
  death: Day | null
  mergedInto: PersonId | null
  withoutNumber: string | null
  /** The day the last household was left. */
  apartSince: Day | null
  version: bigint
}

export const personById = async (tx: Tx, id: PersonId): Promise<Person | null> =>
  (await personsByIds(tx, [id])).get(id) ?? null

/** Several at once; who is not in sight is left out. */
export async function personsByIds(tx: Tx, ids: readonly PersonId[]): Promise<Map<PersonId, Person>> {
  const rows = await tx
    .selectFrom('person')
    .selectAll()
    .where('person_id', '=', sql<PersonId>`any(${ids.map(String)}::bigint[])`)
    .execute()
  return new Map(
    rows.map((row) => [
      row.person_id,
      {
        id: row.person_id,
        household: row.household_id,
        area: row.area as AreaCode,
        name: row.name,
        sex: row.sex as Sex | null,
        birth: row.birth,
        death: row.death,
        mergedInto: row.merged_into,
        withoutNumber: row.without_number,
        apartSince: row.apart_since,
        version: row.version,
      },
    ]),
  )
}

export async function insertPerson(
  tx: Tx,
  person: {
    id: PersonId
    household: HouseholdId | null
    area: AreaCode
    name: string
    sex: Sex | null
    birth: Day | null
    withoutNumber: string | null
    by: string
  },
): Promise<void> {
  await tx
    .insertInto('person')
    .values({
      person_id: person.id,
      household_id: person.household,
      area: person.area,
      name: tidyName(person.name),
      name_key: nameKey(person.name),
      variant_key: variantKey(person.name),
      sex: person.sex,
      birth: person.birth,
      without_number: person.withoutNumber,
      opened_by: person.by,
    })
    .execute()
  await addSearchKeys(tx, person, person.name)
}

/** Former names keep finding their bearer, so keys are only ever added. */
export async function addSearchKeys(
  tx: Tx,
  person: { id: PersonId; household: HouseholdId | null; area: AreaCode },
  name: string,
): Promise<void> {
  const keys = searchKeys(name)
  if (keys.length === 0) return
  await tx
    .insertInto('person_key')
    .values(keys.map((key) => ({ person_id: person.id, key, household_id: person.household, area: person.area })))
    .onConflict((conflict) => conflict.columns(['person_id', 'key']).doNothing())
    .execute()
}

/** The household a person shares today, on every row placed by person. */
export async function setHome(
  tx: Tx,
  person: PersonId,
  home: { household: HouseholdId | null; area?: AreaCode; apartSince?: Day | null },
): Promise<void> {
  const values = { household_id: home.household, ...(home.area && { area: home.area }) }
  const apart = home.apartSince === undefined ? {} : { apart_since: home.apartSince }
  await tx
    .updateTable('person')
    .set((row) => ({ ...values, ...apart, version: row('version', '+', 1n) }))
    .where('person_id', '=', person)
    .execute()
  await tx.updateTable('person_key').set(values).where('person_id', '=', person).execute()
  await tx.updateTable('identity_number').set(values).where('person_id', '=', person).execute()
  await tx.updateTable('person_merge').set(values).where('person_id', '=', person).execute()
}

export interface NumberHolder {
  person: PersonId
  /** `same` M1, `variant` M2 (variant, traditional or unknown characters), `other` M4. */
  name: 'same' | 'variant' | 'other'
  household: HouseholdId | null
  /** Township code: whom to ask. */
  office: AreaCode
}

/**
 * Two clerks entering one number at the same moment would both find nobody: the second waits for the first. A roster
 * takes the county for itself, since it brings thousands of numbers.
 */
export async function holdNumber(tx: Tx, area: AreaCode, normal: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(7302, ${Number(countyOf(area))}),
    pg_advisory_xact_lock(hashtextextended(${numberIndex(normal)}, 7302))`.execute(tx)
}
export async function holdCounty(tx: Tx, area: AreaCode): Promise<void> {
  await sql`select pg_advisory_xact_lock(7302, ${Number(countyOf(area))})`.execute(tx)
}

/** Who in the whole registry has this number, beyond the actor's own area: exact number only, no names out. */
export async function holdersOfNumber(tx: Tx, normal: string, name: string): Promise<NumberHolder[]> {
  const { rows } = await sql<{
    person_id: bigint
    name_agrees: NumberHolder['name']
    household_id: bigint | null
    office: AreaCode
  }>`
    select person_id, name_agrees, household_id, office
    from doudi.person_by_number(${numberIndex(normal)}, ${nameKey(name)}, ${variantKey(name)})`.execute(tx)
  return rows.map((row) => ({
    person: row.person_id,
    name: row.name_agrees,
    household: row.household_id,
    office: row.office,
  }))
}

/** A person without a household joins one of ours, wherever they were last known. */
export async function claimPerson(tx: Tx, person: PersonId, household: HouseholdId, since: Day): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`
    select doudi.claim_person(${person}, ${household}, ${since}::date) as done`.execute(tx)
  return rows[0]!.done
}

export interface NumberRecord {
  id: string
  kind: string
  masked: string
  /** as-given, tidied, 15-to-18 */
  how: string
  status: 'current' | 'replaced' | 'disputed' | 'wrong'
  since: Day | null
  until: Day | null
}

/** The history of a person's numbers, masked, oldest first; those of records merged into theirs included. */
export async function numbersOf(tx: Tx, person: PersonId): Promise<NumberRecord[]> {
  const rows = await tx
    .selectFrom('identity_number')
    .innerJoin('person', 'person.person_id', 'identity_number.person_id')
    .select(['number_id', 'kind', 'normal_sealed', 'how', 'status', 'since', 'until'])
    .where((row) => row.or([row('person.person_id', '=', person), row('person.merged_into', '=', person)]))
    .orderBy('number_id')
    .execute()
  return rows.map((row) => ({
    id: row.number_id,
    kind: row.kind,
    masked: maskedNumber(openNumber(row)),
    how: row.how,
    status: row.status as NumberRecord['status'],
    since: row.since,
    until: row.until,
  }))
}
