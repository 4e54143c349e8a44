import { type AreaCode, areaLevel, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, type Tx } from '../platform/index.ts'
import { knownArea, type Residence } from './area-store.ts'
import { type HouseholdId, nextHouseholdId } from './ids.ts'
import { addTimeline } from './timeline.ts'

export interface NewHousehold {
  /** Village, or township where the village is not known yet. */
  area: AreaCode
  openedOn?: Day
  residence?: Residence | null
  registeredAddress?: string | null
  address?: string | null
  /** A one-person file at intake for somebody without shelter, or a lead: nobody lacks a household. */
  provisional?: boolean
}

export type OpenHouseholdRefusal = Refusal<'no-such-area' | 'area-too-large' | 'address-too-long'>

export async function openHousehold(tx: Tx, input: NewHousehold): Promise<HouseholdId | OpenHouseholdRefusal> {
  const level = areaLevel(input.area)
  if (level !== 'village' && level !== 'township') return refuse('area-too-large', undefined, 'area')
  if (!(await knownArea(tx, input.area))) return refuse('no-such-area', { code: input.area }, 'area')
  for (const field of ['registeredAddress', 'address'] as const)
    if ((input[field]?.length ?? 0) > 200) return refuse('address-too-long', { most: 200 }, field)
  const actor = actorOf(tx)
  const openedOn = input.openedOn ?? (await businessDay(tx))
  const id = await nextHouseholdId(tx, input.area)
  await tx
    .insertInto('household')
    .values({
      household_id: id,
      area: input.area,
      residence: input.residence ?? null,
      opened_on: openedOn,
      opened_by: actor.id,
      provisional: input.provisional ?? false,
      registered_address: input.registeredAddress ?? null,
      address: input.address ?? null,
    })
    .execute()
  await addTimeline(tx, { household: id, kind: 'household', at: openedOn, text: 'household:timeline.opened' })
  await audit(tx, {
    action: 'household.open',
    subject: { kind: 'household', id: String(id), household: id },
    area: input.area,
    after: { area: input.area, openedOn },
  })
  return id
}

/** The file is closed when nobody is left or it was opened by mistake; its history stays. */
export async function closeHousehold(
  tx: Tx,
  input: { household: HouseholdId; on: Day; why: string },
): Promise<Refusal<'no-such-household' | 'members-left'> | null> {
  const left = await tx
    .selectFrom('membership')
    .select((row) => row.fn.countAll<bigint>().as('n'))
    .where('household_id', '=', input.household)
    .where('until', 'is', null)
    .executeTakeFirstOrThrow()
  if (left.n > 0n) return refuse('members-left', { people: Number(left.n) })
  const closed = await tx
    .updateTable('household')
    .set((row) => ({ closed_on: input.on, closed_why: input.why, version: row('version', '+', 1n) }))
    .where('household_id', '=', input.household)
    .returning('area')
    .executeTakeFirst()
  if (!closed) return refuse('no-such-household')
  await addTimeline(tx, {
    household: input.household,
    kind: 'household',
    at: input.on,
    text: 'household:timeline.closed',
    values: { why: input.why },
  })
  await audit(tx, {
    action: 'household.close',
    subject: { kind: 'household', id: String(input.household), household: input.household },
    area: closed.area,
    detail: { why: input.why },
  })
  return null
}

/** Address and 户籍性质 of the file; the place itself changes by `moveHousehold`. */
export async function changeHousehold(
  tx: Tx,
  input: {
    household: HouseholdId
    version?: bigint
    registeredAddress?: string | null
    address?: string | null
    residence?: Residence | null
    head?: bigint
  },
): Promise<Refusal<'no-such-household' | 'changed-meanwhile' | 'address-too-long' | 'not-a-member'> | null> {
  for (const field of ['registeredAddress', 'address'] as const)
    if ((input[field]?.length ?? 0) > 200) return refuse('address-too-long', { most: 200 }, field)
  const before = await tx
    .selectFrom('household')
    .selectAll()
    .where('household_id', '=', input.household)
    .forUpdate()
    .executeTakeFirst()
  if (!before) return refuse('no-such-household')
  if (input.version !== undefined && before.version !== input.version) return refuse('changed-meanwhile')
  if (input.head !== undefined) {
    const member = await tx
      .selectFrom('membership')
      .select('person_id')
      .where('household_id', '=', input.household)
      .where('person_id', '=', input.head)
      .where('until', 'is', null)
      .executeTakeFirst()
    if (!member) return refuse('not-a-member', undefined, 'head')
  }
  const after = {
    registered_address: input.registeredAddress === undefined ? before.registered_address : input.registeredAddress,
    address: input.address === undefined ? before.address : input.address,
    residence: input.residence === undefined ? before.residence : input.residence,
    head_id: input.head === undefined ? before.head_id : input.head,
  }
  await tx
    .updateTable('household')
    .set({ ...after, version: before.version + 1n })
    .where('household_id', '=', input.household)
    .execute()
  if (input.head !== undefined && input.head !== before.head_id)
    await addTimeline(tx, {
      household: input.household,
      kind: 'household',
      text: 'household:timeline.head-changed',
      refs: { person: String(input.head) },
    })
  if (after.residence !== before.residence)
    await addTimeline(tx, {
      household: input.household,
      kind: 'household',
      text: 'household:timeline.residence-changed',
      values: { from: before.residence, to: after.residence },
    })
  await audit(tx, {
    action: 'household.change',
    subject: { kind: 'household', id: String(input.household), household: input.household },
    area: before.area,
    before: {
      registered_address: before.registered_address,
      address: before.address,
      residence: before.residence,
      head_id: before.head_id,
    },
    after,
  })
  return null
}
