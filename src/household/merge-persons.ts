import { type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, businessNow, newId, type Tx } from '../platform/index.ts'
import { lockHousehold } from './household-store.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import { openMembership } from './membership.ts'
import { type Person, personById } from './person-store.ts'
import { endMembership } from './remove-member.ts'
import { addTimeline } from './timeline.ts'

export interface MergePersons {
  keep: PersonId
  drop: PersonId
  reason: string
  /** Both are entered as living in different households: the dropped one's membership there ends. */
  endOther?: boolean
  /** First day on which only one of them counts; today when left out. */
  from?: Day
}

export type MergePersonsRefusal = Refusal<
  | 'no-such-person'
  | 'same-record'
  | 'person-merged'
  | 'merge-the-other-way'
  | 'active-in-two-households'
  | 'reason-needed'
  | 'sex-or-birth-differ'
>

/** Everything needed to take the merger back, as it stood before. */
interface Inverse {
  household: string | null
  apartSince: Day | null
  membership: string | null
  head: boolean
}

/**
 * Two records turn out to be one human being. Numbers, facts and names stay on the record they were written to; the
 * dropped record points to the kept one, and every look-up follows. So taking it back loses nothing.
 */
export async function mergePersons(tx: Tx, input: MergePersons): Promise<string | MergePersonsRefusal> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  if (input.keep === input.drop) return refuse('same-record', undefined, 'drop')
  const [first, second] = input.keep < input.drop ? [input.keep, input.drop] : [input.drop, input.keep]
  await tx
    .selectFrom('person')
    .select('person_id')
    .where('person_id', 'in', [first, second])
    .orderBy('person_id')
    .forUpdate()
    .execute()
  const keep = await personById(tx, input.keep)
  const drop = await personById(tx, input.drop)
  if (!keep || !drop) return refuse('no-such-person')
  if (keep.mergedInto || drop.mergedInto) return refuse('person-merged')
  if (contradict(keep, drop)) return refuse('sex-or-birth-differ')
  if (drop.household && !keep.household) return refuse('merge-the-other-way')
  if (drop.household && drop.household !== keep.household && !input.endOther) return refuse('active-in-two-households')
  const from = input.from ?? (await businessDay(tx))

  const inverse: Inverse = {
    household: drop.household ? String(drop.household) : null,
    apartSince: drop.apartSince,
    membership: null,
    head: false,
  }
  if (drop.household) {
    const file = await lockHousehold(tx, drop.household)
    const row = file && (await openMembership(tx, drop.household, drop.id))
    if (!file || !row) return refuse('no-such-person')
    inverse.membership = row.membership_id
    inverse.head = file.head === drop.id
    await endMembership(tx, file.id, row.membership_id, [from, row.since].sort().at(-1)!, 'duplicate')
    if (inverse.head)
      await tx.updateTable('household').set({ head_id: null }).where('household_id', '=', file.id).execute()
    await addTimeline(tx, {
      household: file.id,
      kind: 'household',
      at: from,
      text: 'household:timeline.records-joined',
      refs: { person: String(keep.id), dropped: String(drop.id) },
    })
  }
  await setRecord(tx, drop.id, { household_id: null, apart_since: from, merged_into: keep.id })
  const mergeId = newId()
  await tx
    .insertInto('person_merge')
    .values({
      person_id: keep.id,
      merge_id: mergeId,
      household_id: keep.household,
      area: keep.area,
      dropped: drop.id,
      inverse: JSON.stringify(inverse),
      reason: input.reason,
      merged_by: actorOf(tx).id,
    })
    .execute()
  await audit(tx, {
    action: 'person.merge',
    subject: { kind: 'person', id: String(keep.id), ...(keep.household && { household: keep.household }) },
    area: keep.area,
    after: { dropped: drop.id, reason: input.reason },
    detail: { dropped: String(drop.id) },
  })
  return mergeId
}

/** Different sex, or a birth more than two years apart, is another person (M10). */
const contradict = (one: Person, other: Person): boolean =>
  (one.sex !== null && other.sex !== null && one.sex !== other.sex) ||
  (one.birth !== null &&
    other.birth !== null &&
    Math.abs(Number(one.birth.slice(0, 4)) - Number(other.birth.slice(0, 4))) > 2)

export type UnmergeRefusal = Refusal<'no-such-merge' | 'reason-needed'>

/** They were two after all: the dropped record stands again where it stood. */
export async function unmergePersons(
  tx: Tx,
  input: { keep: PersonId; merge: string; reason: string },
): Promise<UnmergeRefusal | null> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  const row = await tx
    .selectFrom('person_merge')
    .selectAll()
    .where('person_id', '=', input.keep)
    .where('merge_id', '=', input.merge)
    .where('undone_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return refuse('no-such-merge', undefined, 'merge')
  const inverse = row.inverse as unknown as Inverse
  const home = inverse.household === null ? null : await reopen(tx, BigInt(inverse.household), row.dropped, inverse)
  await setRecord(tx, row.dropped, {
    household_id: home?.household ?? null,
    merged_into: null,
    // Where the household has been closed meanwhile, the day apart stays: they live in none now.
    ...((home || inverse.household === null) && { apart_since: inverse.apartSince }),
    ...(home && { area: home.area }),
  })
  await tx
    .updateTable('person_merge')
    .set({ undone_at: await businessNow(tx), undone_by: actorOf(tx).id, undone_why: input.reason })
    .where('person_id', '=', input.keep)
    .where('merge_id', '=', input.merge)
    .execute()
  await audit(tx, {
    action: 'person.unmerge',
    subject: { kind: 'person', id: String(input.keep), ...(row.household_id && { household: row.household_id }) },
    area: row.area,
    after: { dropped: row.dropped, reason: input.reason },
    detail: { dropped: String(row.dropped) },
  })
  return null
}

async function reopen(
  tx: Tx,
  household: HouseholdId,
  person: PersonId,
  inverse: Inverse,
): Promise<{ household: HouseholdId; area: string } | null> {
  const file = await lockHousehold(tx, household)
  if (!file || file.closedOn) return null
  await tx
    .updateTable('membership')
    .set({ until: null, left_why: null, ended_at: null, ended_by: null })
    .where('household_id', '=', household)
    .where('membership_id', '=', inverse.membership)
    .execute()
  if (inverse.head && file.head === null)
    await tx.updateTable('household').set({ head_id: person }).where('household_id', '=', household).execute()
  await addTimeline(tx, {
    household,
    kind: 'household',
    text: 'household:timeline.records-parted',
    refs: { person: String(person) },
  })
  return { household, area: file.area }
}

async function setRecord(
  tx: Tx,
  person: PersonId,
  values: { household_id: HouseholdId | null; merged_into: PersonId | null; apart_since?: Day | null; area?: string },
): Promise<void> {
  await tx
    .updateTable('person')
    .set((row) => ({ ...values, version: row('version', '+', 1n) }))
    .where('person_id', '=', person)
    .execute()
  const place = { household_id: values.household_id, ...(values.area && { area: values.area }) }
  await tx.updateTable('person_key').set(place).where('person_id', '=', person).execute()
  await tx.updateTable('identity_number').set(place).where('person_id', '=', person).execute()
}

export interface Merger {
  id: string
  keep: PersonId
  dropped: PersonId
  reason: string
  undone: boolean
}

export async function mergersOf(tx: Tx, person: PersonId): Promise<Merger[]> {
  const rows = await tx
    .selectFrom('person_merge')
    .selectAll()
    .where((row) => row.or([row('person_id', '=', person), row('dropped', '=', person)]))
    .orderBy('merge_id')
    .execute()
  return rows.map((row) => ({
    id: row.merge_id,
    keep: row.person_id,
    dropped: row.dropped,
    reason: row.reason,
    undone: row.undone_at !== null,
  }))
}
