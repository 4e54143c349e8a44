import { sql } from 'kysely'
import { type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, house, type Tx } from '../platform/index.ts'
import { openNumber } from './identity.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import { personById } from './person-store.ts'
import { addTimeline } from './timeline.ts'

/** Why somebody needs a whole number. Codes, so that the record tells purposes and no stories. */
export const unmaskReasons = [
  'identity-check',
  'phone-call',
  'verification',
  'payment-return',
  'document',
  'complaint',
  'inspection',
] as const
export type UnmaskReason = (typeof unmaskReasons)[number]

/** More looks in a day than any desk needs: then somebody is browsing. */
const looksADay = { unmask: 200, 'aid-question': 500 }

/** Counts a look of this actor today, or says that the day's budget is spent. */
export async function spendBudget(tx: Tx, what: keyof typeof looksADay): Promise<Refusal<'too-many-looks'> | null> {
  const { id, role } = actorOf(tx)
  if (role === 'system') return null
  const { rows } = await sql<{ hits: number }>`
    insert into rate_window (subject, window_start, hits)
    values (${`${what}:${id}`}, date_trunc('day', clock_timestamp()), 1)
    on conflict (subject, window_start) do update set hits = rate_window.hits + 1
    returning hits`.execute(tx)
  return rows[0]!.hits > looksADay[what] ? refuse('too-many-looks', { most: looksADay[what] }) : null
}

/**
 * One whole number of one person, for a purpose. The look is audited, counted, and stands on the family's own timeline
 * as unit and purpose.
 */
export async function unmaskIdentityNumber(
  tx: Tx,
  input: { person: PersonId; reason: UnmaskReason },
): Promise<
  { number: string; given: string; how: string } | Refusal<'no-such-person' | 'no-number' | 'too-many-looks'>
> {
  const person = await personById(tx, input.person)
  if (!person) return refuse('no-such-person', undefined, 'person')
  const row = await tx
    .selectFrom('identity_number')
    .selectAll()
    .where('person_id', '=', input.person)
    .where('status', 'in', ['current', 'disputed'])
    .orderBy('number_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return refuse('no-number', undefined, 'person')
  const budget = await spendBudget(tx, 'unmask')
  if (budget) return budget
  await noteLook(tx, { what: 'identity-number', reason: input.reason, person: person.id, household: person.household })
  return {
    number: openNumber(row),
    given: house().crypto.open(row.given_sealed, `identity_number.given:${row.number_id}`),
    how: row.how,
  }
}

export async function unmaskPhone(
  tx: Tx,
  input: { household: HouseholdId; phone: string; reason: UnmaskReason },
): Promise<{ phone: string } | Refusal<'no-such-phone' | 'too-many-looks'>> {
  const row = await tx
    .selectFrom('contact_phone')
    .selectAll()
    .where('household_id', '=', input.household)
    .where('phone_id', '=', input.phone)
    .executeTakeFirst()
  if (!row) return refuse('no-such-phone', undefined, 'phone')
  const budget = await spendBudget(tx, 'unmask')
  if (budget) return budget
  await noteLook(tx, { what: 'phone', reason: input.reason, person: row.person_id, household: row.household_id })
  return { phone: house().crypto.open(row.phone_sealed, `contact_phone.phone:${row.phone_id}`) }
}

async function noteLook(
  tx: Tx,
  look: { what: string; reason: UnmaskReason; person: PersonId | null; household: HouseholdId | null },
): Promise<void> {
  await audit(tx, {
    action: `unmask.${look.what}`,
    subject: {
      kind: look.person ? 'person' : 'household',
      id: String(look.person ?? look.household),
      ...(look.household && { household: look.household }),
    },
    detail: { reason: look.reason },
  })
  if (look.household)
    await addTimeline(tx, {
      household: look.household,
      kind: 'view',
      at: await businessDay(tx),
      text: 'household:timeline.looked',
      values: { what: `household:looked.${look.what}`, reason: `household:reason.${look.reason}` },
      refs: look.person ? { person: String(look.person) } : {},
      // Inspectors' and complaint handlers' looks are not told to those looked at (practice §5).
      citizenSees: look.reason !== 'inspection' && look.reason !== 'complaint',
    })
}
