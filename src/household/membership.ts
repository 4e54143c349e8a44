import type { Day } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import type { Sex } from './person-store.ts'

/** The codes of the policy fact `relation`: whom the person is to the applicant. */
export type Relation = string

export interface Member {
  person: PersonId
  membership: string
  name: string
  sex: Sex | null
  birth: Day | null
  relation: Relation
  since: Day
  until: Day | null
  joinedWhy: JoinedWhy
  leftWhy: LeftWhy | null
}

export type JoinedWhy =
  | 'first-entry'
  | 'birth'
  | 'marriage'
  | 'returned'
  | 'moved-in'
  | 'split'
  | 'merge'
  | 'correction'
export type LeftWhy =
  | 'death'
  | 'divorce'
  | 'marriage'
  | 'moved-out'
  | 'split'
  | 'merge'
  | 'duplicate'
  | 'correction'
  | 'other'

/** Who shared the household on that day, perhaps long ago: an award is judged as of its own day. */
export async function membersOn(tx: Tx, household: HouseholdId, on: Day): Promise<Member[]> {
  const rows = await tx
    .selectFrom('membership')
    .selectAll()
    .where('household_id', '=', household)
    .where('since', '<=', on)
    .where((row) => row.or([row('until', 'is', null), row('until', '>', on)]))
    .orderBy('since')
    .orderBy('person_id')
    .execute()
  return rows.map(toMember)
}

/** Everybody who ever belonged, with days: the household's register. */
export async function membershipHistory(tx: Tx, household: HouseholdId): Promise<Member[]> {
  const rows = await tx
    .selectFrom('membership')
    .selectAll()
    .where('household_id', '=', household)
    .orderBy('since')
    .orderBy('person_id')
    .orderBy('membership_id')
    .execute()
  return rows.map(toMember)
}

export interface MembershipRow {
  person_id: bigint
  membership_id: string
  name: string
  sex: string | null
  birth: Day | null
  relation: string
  since: Day
  until: Day | null
  joined_why: string
  left_why: string | null
}

export const toMember = (row: MembershipRow): Member => ({
  person: row.person_id,
  membership: row.membership_id,
  name: row.name,
  sex: row.sex as Sex | null,
  birth: row.birth,
  relation: row.relation,
  since: row.since,
  until: row.until,
  joinedWhy: row.joined_why as JoinedWhy,
  leftWhy: row.left_why as LeftWhy | null,
})

export const openMembership = (tx: Tx, household: HouseholdId, person: PersonId) =>
  tx
    .selectFrom('membership')
    .selectAll()
    .where('household_id', '=', household)
    .where('person_id', '=', person)
    .where('until', 'is', null)
    .executeTakeFirst()
