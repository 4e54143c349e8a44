import { addDays, type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { audit, businessDay, emit, type Tx } from '../platform/index.ts'
import type { factDictionary } from '../policy/index.ts'
import { type AddedMember, type AddMemberRefusal, addMember, type NewPerson } from './add-member.ts'
import { lockHousehold } from './household-store.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import { openMembership, type Relation } from './membership.ts'
import { personById, setHome } from './person-store.ts'
import { type RecordFactRefusal, recordFact } from './record-fact.ts'
import { endMembership, type RemoveMemberRefusal, removeMember } from './remove-member.ts'
import { changed } from './split-and-merge.ts'
import { addTimeline } from './timeline.ts'

/** Where the news comes from: the family, a register, a visit. */
export type NewsSource = 'declared' | 'matched' | 'visited'

/** A newborn counts from the day of birth by the birth certificate; nobody waits for the register (practice §3). */
export async function recordBirth(
  tx: Tx,
  input: {
    household: HouseholdId
    name: string
    birth: Day
    sex: 'female' | 'male' | null
    certificate?: string | null
    relation: Relation
  },
): Promise<AddedMember | AddMemberRefusal> {
  const child = await addMember(tx, {
    household: input.household,
    person: {
      name: input.name,
      birth: input.birth,
      sex: input.sex,
      ...(input.certificate && { number: input.certificate, numberKind: 'birth-certificate' as const }),
      withoutNumber: 'newborn',
    },
    relation: input.relation,
    since: input.birth,
    why: 'birth',
  })
  if (isRefusal(child)) return child
  await changed(tx, input.household, 'birth', input.birth, { person: String(child.person) })
  return child
}

export type DeathRefusal = Refusal<
  'no-such-person' | 'person-died' | 'day-in-future' | 'before-birth' | 'before-joining' | 'person-merged'
>

/**
 * The month of death is still payable and the share ends with it: that is for awards. Here the person belongs to the
 * household up to and including the day of death.
 */
export async function recordDeath(
  tx: Tx,
  input: { person: PersonId; on: Day; source: NewsSource; sourceName?: string },
): Promise<DeathRefusal | null> {
  const person = await personById(tx, input.person)
  if (!person) return refuse('no-such-person', undefined, 'person')
  if (person.mergedInto) return refuse('person-merged', { into: String(person.mergedInto) }, 'person')
  if (person.death) return refuse('person-died', { on: person.death }, 'person')
  if (input.on > (await businessDay(tx))) return refuse('day-in-future', { day: input.on }, 'on')
  if (person.birth && input.on < person.birth) return refuse('before-birth', { birth: person.birth }, 'on')
  const { household } = person
  if (household) {
    const file = await lockHousehold(tx, household)
    const row = file && (await openMembership(tx, household, person.id))
    if (!file || !row) return refuse('no-such-person', undefined, 'person')
    if (input.on < row.since) return refuse('before-joining', { since: row.since }, 'on')
    await endMembership(tx, household, row.membership_id, addDays(input.on, 1), 'death')
    if (file.head === person.id)
      await tx.updateTable('household').set({ head_id: null }).where('household_id', '=', household).execute()
    await addTimeline(tx, {
      household,
      kind: 'household',
      at: input.on,
      text: 'household:timeline.death',
      values: { source: input.source, sourceName: input.sourceName ?? null },
      refs: { person: String(person.id) },
    })
  }
  await tx.updateTable('person').set({ death: input.on }).where('person_id', '=', person.id).execute()
  await setHome(tx, person.id, { household: null, apartSince: addDays(input.on, 1) })
  await audit(tx, {
    action: 'person.death',
    subject: { kind: 'person', id: String(person.id), ...(household && { household }) },
    area: person.area,
    after: { death: input.on },
    detail: { source: input.source },
  })
  if (household) {
    await emit(tx, {
      kind: 'household.death',
      key: `${person.id}/${input.on}`,
      household,
      payload: { household: String(household), person: String(person.id), on: input.on, source: input.source },
    })
    await changed(tx, household, 'death', input.on, { person: String(person.id) })
  }
  return null
}

/** Registers are wrong about the living more often than one thinks: everything goes back as it was. */
export async function withdrawDeath(
  tx: Tx,
  input: { person: PersonId; reason: string },
): Promise<Refusal<'no-such-person' | 'not-dead' | 'reason-needed' | 'person-merged'> | null> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  const person = await personById(tx, input.person)
  if (!person) return refuse('no-such-person', undefined, 'person')
  if (person.mergedInto) return refuse('person-merged', { into: String(person.mergedInto) }, 'person')
  if (!person.death) return refuse('not-dead', undefined, 'person')
  const last = await tx
    .selectFrom('membership')
    .select(['household_id', 'membership_id'])
    .where('person_id', '=', person.id)
    .where('left_why', '=', 'death')
    .where('until', '=', addDays(person.death, 1))
    .executeTakeFirst()
  await tx.updateTable('person').set({ death: null }).where('person_id', '=', person.id).execute()
  const file = last && (await lockHousehold(tx, last.household_id))
  if (file && !file.closedOn) {
    await tx
      .updateTable('membership')
      .set({ until: null, left_why: null, ended_at: null, ended_by: null })
      .where('household_id', '=', file.id)
      .where('membership_id', '=', last.membership_id)
      .execute()
    await setHome(tx, person.id, { household: file.id, area: file.area, apartSince: null })
    await addTimeline(tx, {
      household: file.id,
      kind: 'household',
      text: 'household:timeline.death-withdrawn',
      refs: { person: String(person.id) },
    })
    await changed(tx, file.id, 'death-withdrawn', person.death, { person: String(person.id) })
  }
  await audit(tx, {
    action: 'person.death-withdrawn',
    subject: { kind: 'person', id: String(person.id), ...(file && { household: file.id }) },
    area: person.area,
    before: { death: person.death },
    after: { reason: input.reason },
  })
  return null
}

/** A marriage: the spouse may join at once, or has lived here already. */
export async function recordMarriage(
  tx: Tx,
  input: {
    household: HouseholdId
    person: PersonId
    on: Day
    source: NewsSource
    spouse?: { person: PersonId | NewPerson; relation: Relation }
  },
): Promise<{ spouse: PersonId | null } | AddMemberRefusal | RecordFactRefusal> {
  let spouse: PersonId | null = null
  if (input.spouse) {
    const joined = await addMember(tx, {
      household: input.household,
      person: input.spouse.person,
      relation: input.spouse.relation,
      since: input.on,
      why: 'marriage',
    })
    if (isRefusal(joined)) return joined
    spouse = joined.person
  }
  for (const id of spouse ? [input.person, spouse] : [input.person]) {
    const said = await marriage(tx, input.household, id, 'married', input.on, input.source)
    if (isRefusal(said)) return said
  }
  await changed(tx, input.household, 'marriage', input.on, { person: String(input.person) })
  return { spouse }
}

/** A divorce. By law they are no couple from that day, also where both still live under one roof (practice §3). */
export async function recordDivorce(
  tx: Tx,
  input: { household: HouseholdId; person: PersonId; other: PersonId; leaves: boolean; on: Day; source: NewsSource },
): Promise<RemoveMemberRefusal | RecordFactRefusal | null> {
  for (const id of [input.person, input.other]) {
    const said = await marriage(tx, input.household, id, 'divorced', input.on, input.source)
    if (isRefusal(said)) return said
  }
  if (input.leaves) {
    const refused = await removeMember(tx, {
      household: input.household,
      person: input.other,
      until: input.on,
      why: 'divorce',
    })
    if (refused) return refused
  }
  await changed(tx, input.household, 'divorce', input.on, { person: String(input.person) })
  return null
}

const marriage = (
  tx: Tx,
  household: HouseholdId,
  person: PersonId,
  value: 'married' | 'divorced',
  validFrom: Day,
  source: NewsSource,
) => recordFact(tx, { household, subject: { kind: 'person', id: person }, name: 'marriage', value, validFrom, source })

/** Out of n for a time (prison, compulsory treatment, missing, conscript) or back in it (`none`). The rest is assessed anew. */
export async function recordExclusion(
  tx: Tx,
  input: {
    household: HouseholdId
    person: PersonId
    reason: keyof typeof factDictionary.exclusion.codes
    from: Day
    until?: Day | null
    source: NewsSource
    sourceName?: string
  },
): Promise<string | RecordFactRefusal> {
  const fact = await recordFact(tx, {
    household: input.household,
    subject: { kind: 'person', id: input.person },
    name: 'exclusion',
    value: input.reason,
    validFrom: input.from,
    validUntil: input.until ?? null,
    source: input.source,
    sourceName: input.sourceName ?? null,
  })
  if (isRefusal(fact)) return fact
  await addTimeline(tx, {
    household: input.household,
    kind: 'household',
    at: input.from,
    text: 'household:timeline.exclusion',
    // The reason itself (prison, treatment) stays with the fact: a timeline is read by more people.
    values: { counted: input.reason === 'none' },
    refs: { person: String(input.person), fact },
  })
  await changed(tx, input.household, 'exclusion', input.from, {
    person: String(input.person),
    until: input.until ?? null,
  })
  return fact
}
