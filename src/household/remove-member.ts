import { type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, businessNow, type Tx } from '../platform/index.ts'
import { lockHousehold } from './household-store.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import { type LeftWhy, openMembership } from './membership.ts'
import { setHome } from './person-store.ts'
import { addTimeline } from './timeline.ts'

export interface RemoveMember {
  household: HouseholdId
  person: PersonId
  /** The first day apart. The day of entry is kept beside it. */
  until?: Day
  why: LeftWhy
}

export type RemoveMemberRefusal = Refusal<'no-such-household' | 'not-a-member' | 'before-joining' | 'day-in-future'>

export async function removeMember(tx: Tx, input: RemoveMember): Promise<RemoveMemberRefusal | null> {
  const household = await lockHousehold(tx, input.household)
  if (!household) return refuse('no-such-household', undefined, 'household')
  const row = await openMembership(tx, household.id, input.person)
  if (!row) return refuse('not-a-member', undefined, 'person')
  const today = await businessDay(tx)
  const until = input.until ?? today
  if (until < row.since) return refuse('before-joining', { since: row.since }, 'until')
  // A death ends the household's day after it, which may be tomorrow; nothing else is known in advance.
  if (until > today && input.why !== 'death') return refuse('day-in-future', { day: until }, 'until')
  await endMembership(tx, household.id, row.membership_id, until, input.why)
  await setHome(tx, input.person, { household: null, apartSince: until })
  if (household.head === input.person)
    await tx.updateTable('household').set({ head_id: null }).where('household_id', '=', household.id).execute()
  await addTimeline(tx, {
    household: household.id,
    kind: 'household',
    at: until,
    text: 'household:timeline.member-left',
    values: { why: `household:left.${input.why}` },
    refs: { person: String(input.person) },
  })
  await audit(tx, {
    action: 'household.remove-member',
    subject: { kind: 'person', id: String(input.person), household: household.id },
    area: household.area,
    before: { since: row.since },
    after: { until },
    detail: { why: input.why },
  })
  return null
}

export async function endMembership(
  tx: Tx,
  household: HouseholdId,
  membership: string,
  until: Day,
  why: LeftWhy,
): Promise<void> {
  await tx
    .updateTable('membership')
    .set({ until, left_why: why, ended_at: await businessNow(tx), ended_by: actorOf(tx).id })
    .where('household_id', '=', household)
    .where('membership_id', '=', membership)
    .execute()
}
