import { addDays, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, emit, house, newId, type Tx } from '../platform/index.ts'
import { insertMembership, isRelation } from './add-member.ts'
import { factsOf, latest } from './fact-store.ts'
import { type Household, lockHousehold } from './household-store.ts'
import { type HouseholdId, nextHouseholdId, type PersonId } from './ids.ts'
import type { MembershipRow, Relation } from './membership.ts'
import { personById, setHome } from './person-store.ts'
import { type FactEntryInput, recordFacts } from './record-fact.ts'
import { endMembership } from './remove-member.ts'
import { addTimeline } from './timeline.ts'

export interface SplitHousehold {
  household: HouseholdId
  /** Who forms the new household, with their relation to its applicant. */
  leaving: readonly { person: PersonId; relation: Relation }[]
  /** First day apart. */
  on?: Day
  head?: PersonId
  reason: string
}

export type SplitRefusal = Refusal<
  | 'no-such-household'
  | 'not-a-member'
  | 'nobody-stays'
  | 'nobody-leaves'
  | 'before-joining'
  | 'day-in-future'
  | 'relation-unknown'
  | 'reason-needed'
>

/**
 * Part of a household becomes one of its own, in the same place. What was declared, matched and visited about those who
 * leave goes along as evidence; nothing is adopted for the new household, because nobody has judged it yet.
 */
export async function splitHousehold(tx: Tx, input: SplitHousehold): Promise<HouseholdId | SplitRefusal> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  const household = await lockHousehold(tx, input.household)
  if (!household) return refuse('no-such-household', undefined, 'household')
  const today = await businessDay(tx)
  const on = input.on ?? today
  if (on > today) return refuse('day-in-future', { day: on }, 'on')
  if (input.leaving.length === 0) return refuse('nobody-leaves', undefined, 'leaving')
  const members = await openMembers(tx, household.id)
  const leaving = input.leaving.map(({ person }) => members.find((row) => row.person_id === person))
  if (leaving.some((row) => !row)) return refuse('not-a-member', undefined, 'leaving')
  if (new Set(input.leaving.map(({ person }) => person)).size === members.length)
    return refuse('nobody-stays', undefined, 'leaving')
  if (leaving.some((row) => row!.since > on)) return refuse('before-joining', undefined, 'on')
  if (input.leaving.some(({ relation }) => !isRelation(relation)))
    return refuse('relation-unknown', undefined, 'relation')

  const id = await nextHouseholdId(tx, household.area)
  await tx
    .insertInto('household')
    .values({
      household_id: id,
      area: household.area,
      residence: household.residence,
      opened_on: on,
      opened_by: actorOf(tx).id,
      head_id: input.head ?? input.leaving[0]!.person,
      registered_address: household.registeredAddress,
      address: household.address,
    })
    .execute()
  await addTimeline(tx, { household: id, kind: 'household', at: on, text: 'household:timeline.opened' })
  const fresh = { ...household, id }
  for (const { person, relation } of input.leaving)
    await transfer(tx, household, fresh, members, person, relation, on, 'split')
  await carryFacts(tx, household.id, id, new Set(input.leaving.map(({ person }) => person)), on)
  await link(tx, household, { kind: 'split-into', other: id, on, reason: input.reason })
  await link(tx, fresh, { kind: 'split-from', other: household.id, on, reason: input.reason })
  await changed(tx, household.id, 'split', on, { other: String(id) })
  await audit(tx, {
    action: 'household.split',
    subject: { kind: 'household', id: String(household.id), household: household.id },
    area: household.area,
    after: { into: id, leaving: input.leaving, on, reason: input.reason },
  })
  return id
}

export interface MergeHouseholds {
  from: HouseholdId
  into: HouseholdId
  /** Relation of each member of `from` to the applicant of `into`. */
  relations: ReadonlyMap<PersonId, Relation>
  on?: Day
  reason: string
}

export type MergeHouseholdsRefusal = Refusal<
  | 'no-such-household'
  | 'same-household'
  | 'household-closed'
  | 'before-joining'
  | 'day-in-future'
  | 'relation-unknown'
  | 'reason-needed'
>

/** Two families become one: the members of `from` join `into`, and the file of `from` is closed. */
export async function mergeHouseholds(tx: Tx, input: MergeHouseholds): Promise<MergeHouseholdsRefusal | null> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  if (input.from === input.into) return refuse('same-household', undefined, 'into')
  // Always in the order of their ids, so that two clerks merging crosswise do not wait for each other.
  const [first, second] = input.from < input.into ? [input.from, input.into] : [input.into, input.from]
  const locked = [await lockHousehold(tx, first), await lockHousehold(tx, second)]
  const from = locked.find((household) => household?.id === input.from)
  const into = locked.find((household) => household?.id === input.into)
  if (!from || !into) return refuse('no-such-household')
  if (from.closedOn || into.closedOn) return refuse('household-closed', { on: (from.closedOn ?? into.closedOn)! })
  const today = await businessDay(tx)
  const on = input.on ?? today
  if (on > today) return refuse('day-in-future', { day: on }, 'on')
  const members = await openMembers(tx, from.id)
  if (members.some((row) => row.since > on)) return refuse('before-joining', undefined, 'on')
  if (members.some((row) => !isRelation(input.relations.get(row.person_id) ?? '')))
    return refuse('relation-unknown', undefined, 'relations')

  for (const row of members)
    await transfer(tx, from, into, members, row.person_id, input.relations.get(row.person_id)!, on, 'merge')
  await carryFacts(tx, from.id, into.id, new Set(members.map((row) => row.person_id)), on)
  await carrySupporters(tx, from.id, into, on)
  await tx
    .updateTable('household')
    .set({ closed_on: on, closed_why: 'merge', head_id: null })
    .where('household_id', '=', from.id)
    .execute()
  await link(tx, from, { kind: 'merged-into', other: into.id, on, reason: input.reason })
  await link(tx, into, { kind: 'merged-from', other: from.id, on, reason: input.reason })
  await addTimeline(tx, {
    household: from.id,
    kind: 'household',
    at: on,
    text: 'household:timeline.closed',
    values: { why: 'merge' },
    refs: { household: String(into.id) },
  })
  await changed(tx, into.id, 'merge', on, { other: String(from.id) })
  await audit(tx, {
    action: 'household.merge',
    subject: { kind: 'household', id: String(into.id), household: into.id },
    area: into.area,
    after: { from: from.id, on, reason: input.reason },
  })
  return null
}

const openMembers = (tx: Tx, household: HouseholdId): Promise<MembershipRow[]> =>
  tx
    .selectFrom('membership')
    .selectAll()
    .where('household_id', '=', household)
    .where('until', 'is', null)
    .orderBy('person_id')
    .execute()

async function transfer(
  tx: Tx,
  from: Household,
  into: Pick<Household, 'id' | 'area'>,
  members: readonly MembershipRow[],
  person: PersonId,
  relation: Relation,
  on: Day,
  why: 'split' | 'merge',
): Promise<void> {
  const row = members.find((member) => member.person_id === person)!
  await endMembership(tx, from.id, row.membership_id, on, why)
  await setHome(tx, person, { household: into.id, area: into.area, apartSince: on })
  const who = (await personById(tx, person))!
  await insertMembership(tx, into, who, { relation, since: on, why })
  if (from.head === person)
    await tx.updateTable('household').set({ head_id: null }).where('household_id', '=', from.id).execute()
  await addTimeline(tx, {
    household: from.id,
    kind: 'household',
    at: on,
    text: 'household:timeline.member-left',
    values: { why: `household:left.${why}` },
    refs: { person: String(person), household: String(into.id) },
  })
  await addTimeline(tx, {
    household: into.id,
    kind: 'household',
    at: on,
    text: 'household:timeline.member-joined',
    values: { relation, why: `household:joined.${why}` },
    refs: { person: String(person), household: String(from.id) },
  })
}

/** What others have said about these people stays said; what an officer adopted for another household does not decide here. */
async function carryFacts(
  tx: Tx,
  from: HouseholdId,
  into: HouseholdId,
  people: ReadonlySet<PersonId>,
  on: Day,
): Promise<void> {
  for (const source of ['declared', 'matched', 'visited'] as const) {
    const rows = await factsOf(tx, from, { on: addDays(on, -1), sources: [source] })
    const facts: FactEntryInput[] = [...latest(rows).values()]
      .filter(({ subject }) => subject.kind === 'person' && people.has(subject.id))
      .map((fact) => ({
        subject: fact.subject,
        name: fact.name,
        value: fact.value,
        validFrom: fact.validFrom,
        validUntil: fact.validUntil,
        asOf: fact.asOf,
        sourceName: fact.sourceName,
        evidence: { ...fact.evidence, household: String(from), fact: fact.id },
        saidBy: fact.saidBy,
      }))
    if (facts.length > 0) await recordFacts(tx, { household: into, source, facts })
  }
}

async function carrySupporters(tx: Tx, from: HouseholdId, into: Household, on: Day): Promise<void> {
  const rows = await tx
    .selectFrom('supporter')
    .selectAll()
    .where('household_id', '=', from)
    .where('until', 'is', null)
    .orderBy('supporter_id')
    .execute()
  for (const row of rows) {
    const id = newId()
    await tx
      .insertInto('supporter')
      .values({
        household_id: into.id,
        supporter_id: id,
        area: into.area,
        name: row.name,
        relation: row.relation,
        supports: row.supports,
        person_id: row.person_id,
        birth: row.birth,
        sex: row.sex,
        // Sealed to its own row: opened and sealed again.
        ...resealNumber(row, id),
        address: row.address,
        since: on,
        entered_by: actorOf(tx).id,
      })
      .execute()
  }
}

function resealNumber(
  row: { supporter_id: string; number_sealed: string | null; number_index: string | null },
  id: string,
) {
  if (!row.number_sealed) return { number_sealed: null, number_index: null }
  const { crypto } = house()
  const plain = crypto.open(row.number_sealed, `supporter.number:${row.supporter_id}`)
  return { number_sealed: crypto.seal(plain, `supporter.number:${id}`), number_index: row.number_index }
}

export async function link(
  tx: Tx,
  household: Pick<Household, 'id' | 'area'>,
  how: {
    kind: 'split-from' | 'split-into' | 'merged-from' | 'merged-into' | 'moved'
    other?: HouseholdId
    from?: string
    to?: string
    on: Day
    reason: string
  },
): Promise<void> {
  await tx
    .insertInto('household_link')
    .values({
      household_id: household.id,
      link_id: newId(),
      area: household.area,
      kind: how.kind,
      other_household: how.other ?? null,
      from_area: how.from ?? null,
      to_area: how.to ?? null,
      on_day: how.on,
      reason: how.reason,
      by_actor: actorOf(tx).id,
    })
    .execute()
}

export type HouseholdChange =
  | 'birth'
  | 'death'
  | 'death-withdrawn'
  | 'marriage'
  | 'divorce'
  | 'exclusion'
  | 'split'
  | 'merge'
  | 'moved'

/** Later chapters decide what a change means: a change case, a held line, a review. */
export const changed = (
  tx: Tx,
  household: HouseholdId,
  change: HouseholdChange,
  on: Day,
  more: Record<string, string | null> = {},
): Promise<void> =>
  emit(tx, {
    kind: 'household.changed',
    key: newId(),
    household,
    payload: { household: String(household), change, on, ...more },
  })

export interface HouseholdLink {
  kind: string
  other: HouseholdId | null
  from: string | null
  to: string | null
  on: Day
  reason: string | null
}

/** How this household came about and where it lived: splits and merges shortly before an application are looked at. */
export async function linksOf(tx: Tx, household: HouseholdId): Promise<HouseholdLink[]> {
  const rows = await tx
    .selectFrom('household_link')
    .selectAll()
    .where('household_id', '=', household)
    .orderBy('on_day')
    .orderBy('link_id')
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    other: row.other_household,
    from: row.from_area,
    to: row.to_area,
    on: row.on_day,
    reason: row.reason,
  }))
}
