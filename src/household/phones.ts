import { type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, house, newId, type Tx } from '../platform/index.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import { areaOfHousehold } from './timeline.ts'

/** Mobile or fixed line as written by hand: spaces, dashes, +86 and full-width digits are repaired. */
export function readPhone(text: string): string | Refusal<'phone'> {
  const tidy = text
    .normalize('NFKC')
    .replace(/[\s\-–—()]/g, '')
    .replace(/^(\+?86)(?=1\d{10}$)/, '')
  return /^(1\d{10}|0\d{9,11})$/.test(tidy) ? tidy : refuse('phone', undefined, 'phone')
}

/** 138****1234 */
export const maskedPhone = (phone: string): string => `${phone.slice(0, 3)}****${phone.slice(-4)}`
export const phoneIndex = (phone: string): string => house().crypto.blindIndex('phone', phone)

export interface Phone {
  id: string
  masked: string
  person: PersonId | null
  /** `household`, `applicant`, `proxy`, `neighbour`, `village`: whose telephone rings. */
  whose: string
  since: Day
}

export async function addPhone(
  tx: Tx,
  input: { household: HouseholdId; phone: string; person?: PersonId | null; whose?: string },
): Promise<string | Refusal<'phone' | 'no-such-household'>> {
  const phone = readPhone(input.phone)
  if (typeof phone !== 'string') return phone
  const area = await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  const index = phoneIndex(phone)
  const known = await tx
    .selectFrom('contact_phone')
    .select('phone_id')
    .where('household_id', '=', input.household)
    .where('phone_index', '=', index)
    .where('until', 'is', null)
    .executeTakeFirst()
  if (known) return known.phone_id
  const id = newId()
  await tx
    .insertInto('contact_phone')
    .values({
      household_id: input.household,
      phone_id: id,
      area,
      person_id: input.person ?? null,
      whose: input.whose ?? 'household',
      phone_sealed: house().crypto.seal(phone, `contact_phone.phone:${id}`),
      phone_index: index,
      entered_by: actorOf(tx).id,
    })
    .execute()
  await audit(tx, {
    action: 'household.add-phone',
    subject: { kind: 'phone', id, household: input.household },
    area,
    after: { index },
  })
  return id
}

export async function endPhone(
  tx: Tx,
  input: { household: HouseholdId; phone: string },
): Promise<Refusal<'no-such-phone'> | null> {
  const ended = await tx
    .updateTable('contact_phone')
    .set({ until: await businessDay(tx) })
    .where('household_id', '=', input.household)
    .where('phone_id', '=', input.phone)
    .where('until', 'is', null)
    .returning('area')
    .executeTakeFirst()
  if (!ended) return refuse('no-such-phone', undefined, 'phone')
  await audit(tx, {
    action: 'household.end-phone',
    subject: { kind: 'phone', id: input.phone, household: input.household },
    area: ended.area,
  })
  return null
}

export async function phonesOf(tx: Tx, household: HouseholdId): Promise<Phone[]> {
  const rows = await currentPhones(tx, household)
  return rows.map((row) => ({
    id: row.phone_id,
    masked: maskedPhone(openPhone(row)),
    person: row.person_id,
    whose: row.whose,
    since: row.since,
  }))
}

/** Whole numbers for the message gateway only: what is sent is recorded there, so this reading is not a look. */
export async function phonesForMessages(tx: Tx, household: HouseholdId): Promise<{ id: string; phone: string }[]> {
  const rows = await currentPhones(tx, household)
  return rows.map((row) => ({ id: row.phone_id, phone: openPhone(row) }))
}

/** Households that gave this telephone, newest first: several may share one. */
export async function householdsWithPhone(tx: Tx, typed: string): Promise<HouseholdId[]> {
  const phone = readPhone(typed)
  if (typeof phone !== 'string') return []
  const rows = await tx
    .selectFrom('contact_phone')
    .select('household_id')
    .distinct()
    .where('phone_index', '=', phoneIndex(phone))
    .where('until', 'is', null)
    .orderBy('household_id', 'desc')
    .execute()
  return rows.map((row) => row.household_id)
}

const currentPhones = (tx: Tx, household: HouseholdId) =>
  tx
    .selectFrom('contact_phone')
    .selectAll()
    .where('household_id', '=', household)
    .where('until', 'is', null)
    .orderBy('phone_id')
    .execute()

const openPhone = (row: { phone_id: string; phone_sealed: string }): string =>
  house().crypto.open(row.phone_sealed, `contact_phone.phone:${row.phone_id}`)
