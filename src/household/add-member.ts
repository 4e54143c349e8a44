import { type Day, isDay, isRefusal, nameProblem, type Refusal, refuse, tidyName } from '../foundation/index.ts'
import { actorOf, audit, businessDay, emit, newId, type Tx } from '../platform/index.ts'
import { factDictionary } from '../policy/index.ts'
import { areaOn } from './area-store.ts'
import { type Household, lockHousehold } from './household-store.ts'
import { addNumber, type NumberKind, type ReadNumber, readNumber } from './identity.ts'
import { type HouseholdId, nextPersonId, type PersonId } from './ids.ts'
import type { JoinedWhy, Relation } from './membership.ts'
import {
  claimPerson,
  holdersOfNumber,
  holdNumber,
  insertPerson,
  type NumberHolder,
  type Person,
  personById,
  type Sex,
} from './person-store.ts'
import { addTimeline } from './timeline.ts'

export interface NewPerson {
  name: string
  /** 18 or 15 characters, as written; another paper's number with `numberKind`. */
  number?: string | null
  numberKind?: NumberKind
  /** Read from a resident number; needed without one. */
  birth?: Day | null
  sex?: Sex | null
  /** Why there is no number: `newborn`, `unregistered`, `unknown`. Never a reason to wait. */
  withoutNumber?: string | null
}

export interface AddMember {
  household: HouseholdId
  /** Somebody the registry knows, or somebody new. */
  person: PersonId | NewPerson
  relation: Relation
  since?: Day
  why?: JoinedWhy
  head?: boolean
  /**
   * The number already belongs to somebody of another name (M4). Never merged, never silently refused for ever:
   * with a written reason a second bearer is entered and both numbers are marked disputed.
   */
  despiteConflict?: string
}

export type AddMemberRefusal = Refusal<string>

export interface AddedMember {
  person: PersonId
  membership: string
  /** What the clerk should read: M2 (name written differently), a disputed number. */
  notes: ('name-written-differently' | 'number-disputed' | 'number-converted')[]
}

export const isRelation = (text: string): boolean => Object.hasOwn(factDictionary.relation.codes, text)

export async function addMember(tx: Tx, input: AddMember): Promise<AddedMember | AddMemberRefusal> {
  if (!isRelation(input.relation)) return refuse('relation-unknown', { relation: input.relation }, 'relation')
  const household = await lockHousehold(tx, input.household)
  if (!household) return refuse('no-such-household', undefined, 'household')
  if (household.closedOn) return refuse('household-closed', { on: household.closedOn }, 'household')
  const today = await businessDay(tx)
  const since = input.since ?? today
  if (since > today) return refuse('day-in-future', { day: since }, 'since')
  const found =
    typeof input.person === 'bigint'
      ? await knownPerson(tx, input.person, household, since)
      : await enterPerson(tx, input.person, household, since, input.despiteConflict)
  if (isRefusal(found)) return found
  const person = await personById(tx, found.person)
  if (!person) return refuse('no-such-person', undefined, 'person')
  const membership = await insertMembership(tx, household, person, {
    relation: input.relation,
    since,
    why: input.why ?? 'first-entry',
  })
  if (input.head)
    await tx.updateTable('household').set({ head_id: person.id }).where('household_id', '=', household.id).execute()
  await addTimeline(tx, {
    household: household.id,
    kind: 'household',
    at: since,
    text: 'household:timeline.member-joined',
    values: { relation: input.relation, why: `household:joined.${input.why ?? 'first-entry'}` },
    refs: { person: String(person.id) },
  })
  await audit(tx, {
    action: 'household.add-member',
    subject: { kind: 'person', id: String(person.id), household: household.id },
    area: household.area,
    after: { relation: input.relation, since },
    detail: { notes: found.notes.join(' ') || null },
  })
  return { person: person.id, membership, notes: found.notes }
}

export async function insertMembership(
  tx: Tx,
  household: Pick<Household, 'id' | 'area'>,
  person: Pick<Person, 'id' | 'name' | 'sex' | 'birth'>,
  how: { relation: Relation; since: Day; why: JoinedWhy },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('membership')
    .values({
      household_id: household.id,
      membership_id: id,
      area: household.area,
      person_id: person.id,
      name: person.name,
      sex: person.sex,
      birth: person.birth,
      relation: how.relation,
      since: how.since,
      joined_why: how.why,
      entered_by: actorOf(tx).id,
    })
    .execute()
  return id
}

type Found = { person: PersonId; notes: AddedMember['notes'] }

async function knownPerson(tx: Tx, id: PersonId, household: Household, since: Day): Promise<Found | AddMemberRefusal> {
  const person = await personById(tx, id)
  if (person) {
    if (person.mergedInto) return refuse('person-merged', { into: String(person.mergedInto) }, 'person')
    if (person.household === household.id) return refuse('member-already', undefined, 'person')
    if (person.household) return elsewhere(tx, person.area.slice(0, 9), since)
    if (person.death) return refuse('person-died', { on: person.death }, 'person')
    if (person.apartSince && person.apartSince > since)
      return refuse('other-household-then', { until: person.apartSince }, 'since')
  }
  return (await claimPerson(tx, id, household.id, since))
    ? { person: id, notes: [] }
    : refuse('no-such-person', undefined, 'person')
}

async function elsewhere(tx: Tx, office: string, on: Day): Promise<AddMemberRefusal> {
  const area = await areaOn(tx, office as Household['area'], on)
  return refuse('active-elsewhere', { office: area?.name ?? office, hotline: area?.hotline ?? '' }, 'person')
}

async function enterPerson(
  tx: Tx,
  input: NewPerson,
  household: Household,
  since: Day,
  despiteConflict: string | undefined,
): Promise<Found | AddMemberRefusal> {
  const name = tidyName(input.name)
  const problem = nameProblem(name)
  if (problem) return refuse(`name-${problem}`, undefined, 'name')
  if (input.birth && !isDay(input.birth)) return refuse('birth-not-a-day', undefined, 'birth')
  let number: ReadNumber | null = null
  if (input.number) {
    const read = readNumber(input.number, input.numberKind)
    if (isRefusal(read)) return read
    number = read
  } else if (!input.withoutNumber) return refuse('number-or-reason', undefined, 'number')
  const birth = input.birth ?? number?.birth ?? null
  const sex = input.sex ?? number?.sex ?? null
  if (birth && birth > since) return refuse('born-later', { birth, since }, 'birth')
  const notes: AddedMember['notes'] = []
  if (number?.how === '15-to-18') notes.push('number-converted')

  if (number) await holdNumber(tx, household.area, number.normal)
  const holders = number ? await holdersOfNumber(tx, number.normal, name) : []
  const same = holders.find((holder) => holder.name !== 'other')
  if (same) return reuse(tx, same, household, since, notes)
  if (holders.length > 0 && !despiteConflict?.trim()) {
    const office = await areaOn(tx, holders[0]!.office, since)
    return refuse('number-of-another', { office: office?.name ?? '', hotline: office?.hotline ?? '' }, 'number')
  }

  const id = await nextPersonId(tx, household.area)
  const by = actorOf(tx).id
  await insertPerson(tx, {
    id,
    household: household.id,
    area: household.area,
    name,
    sex,
    birth,
    withoutNumber: number ? null : input.withoutNumber!,
    by,
  })
  if (number)
    await addNumber(tx, {
      person: id,
      household: household.id,
      area: household.area,
      number,
      status: holders.length > 0 ? 'disputed' : 'current',
      by,
    })
  if (holders.length > 0) {
    notes.push('number-disputed')
    // Hold only what hangs on the number, and give it a due date: whoever works with it listens here.
    await emit(tx, {
      kind: 'household.number-disputed',
      key: `${id}`,
      household: household.id,
      payload: { person: String(id), others: holders.map((holder) => String(holder.person)).join(',') },
    })
    await audit(tx, {
      action: 'household.number-disputed',
      subject: { kind: 'person', id: String(id), household: household.id },
      area: household.area,
      after: { reason: despiteConflict },
    })
  }
  return { person: id, notes }
}

async function reuse(
  tx: Tx,
  holder: NumberHolder,
  household: Household,
  since: Day,
  notes: AddedMember['notes'],
): Promise<Found | AddMemberRefusal> {
  if (holder.household === household.id) return refuse('member-already', undefined, 'number')
  if (holder.household) return elsewhere(tx, holder.office, since)
  if (holder.name === 'variant') notes.push('name-written-differently')
  if (await claimPerson(tx, holder.person, household.id, since)) return { person: holder.person, notes }
  // Known, in no household, and still not free: died, or left the last household only later.
  const person = await personById(tx, holder.person)
  if (person?.death) return refuse('person-died', { on: person.death }, 'number')
  return refuse('other-household-then', { until: person?.apartSince ?? '' }, 'since')
}
