import type { Tx } from '../platform/index.ts'
import { openNumber } from './identity.ts'
import type { HouseholdId, PersonId } from './ids.ts'

/** The resident number that counts today, for an enquiry with the person's own authorisation. The caller audits why. */
export async function personNumber(tx: Tx, person: PersonId): Promise<string | null> {
  const row = await tx
    .selectFrom('identity_number')
    .innerJoin('person', 'person.person_id', 'identity_number.person_id')
    .select(['number_id', 'normal_sealed'])
    .where((of) => of.or([of('person.person_id', '=', person), of('person.merged_into', '=', person)]))
    .where('kind', '=', 'resident')
    // A number that two people claim is nobody's until it is settled: asking with it could ask about a stranger.
    .where('status', '=', 'current')
    .orderBy('number_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? openNumber(row) : null
}

/** The numbers of a household as blind indexes: for comparing with another register, in which nobody's number can be read. */
export async function numberIndexesOf(tx: Tx, household: HouseholdId): Promise<string[]> {
  const rows = await tx
    .selectFrom('identity_number')
    .select('number_index')
    .where('household_id', '=', household)
    .where('status', '<>', 'wrong')
    .execute()
  return rows.map((row) => row.number_index)
}
