import { addDays, type Day } from '../foundation/index.ts'
import { house, type Tx } from '../platform/index.ts'
import type { HouseholdId } from './ids.ts'

/** A telephone entered shortly before a change of account may belong to whoever wants the money. */
const suspiciousDays = 60

/** The telephones a household had before `asked`, without those given just before it; newest last, each once. */
export async function phonesBefore(tx: Tx, household: HouseholdId, asked: Day): Promise<string[]> {
  const rows = await tx
    .selectFrom('contact_phone')
    .select(['phone_id', 'phone_sealed', 'since', 'until'])
    .where('household_id', '=', household)
    .where((row) => row.or([row('until', 'is', null), row('until', '>', addDays(asked, -suspiciousDays))]))
    .orderBy('since')
    .orderBy('phone_id')
    .execute()
  const old = rows.filter((row) => row.since <= addDays(asked, -suspiciousDays))
  const known = old.length > 0 ? old : rows.filter((row) => row.since <= asked)
  return [...new Set(known.map((row) => house().crypto.open(row.phone_sealed, `contact_phone.phone:${row.phone_id}`)))]
}
