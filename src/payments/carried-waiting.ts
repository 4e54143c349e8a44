import { sql } from 'kysely'
import { type AreaCode, type Fen, type Month, type Refusal, refuse } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import { businessDay, newId, type Tx } from '../platform/index.ts'
import { openingAccount, type Residence, returnedAccount } from './account-code.ts'
import { reversal } from './ledger.ts'
import { entryOf, type PostRefusal, postEntry } from './ledger-store.ts'

/** What the former list still owed a family: it stands with 退回待发 from the first day, and the next list pays it. */
export interface CarriedWaiting {
  household: HouseholdId
  area: AreaCode
  amount: Fen
  residence: Residence
  people: number
}

const keyOf = (batch: string, programme: string) => `carry-over-waiting/${batch}/${programme}`

/** A statement holds so many values and no more; a large roster's rows go in several. */
const rowsAtOnce = 1000

/** Booked once per roster and programme, from the opening account to the returned one; the money is in the payer's account already. */
export async function carryWaiting(
  tx: Tx,
  of: {
    book: string
    programme: string
    batch: string
    month: Month
    document: string
    rows: readonly CarriedWaiting[]
  },
): Promise<{ total: Fen } | PostRefusal> {
  const { book, programme, batch, month, document } = of
  const rows = of.rows.filter((row) => row.amount > 0n)
  if (rows.length === 0 || (await entryOf(tx, book, keyOf(batch, programme)))) return { total: 0n }
  const made = rows.map((row) => ({ ...row, waitingId: newId() }))
  for (let from = 0; from < made.length; from += rowsAtOnce)
    await tx
      .insertInto('carried_waiting')
      .values(
        made.slice(from, from + rowsAtOnce).map((row) => ({
          household_id: row.household,
          waiting_id: row.waitingId,
          area: row.area,
          book_id: book,
          programme,
          month,
          amount: row.amount,
          residence: row.residence,
          people: row.people,
          batch_id: batch,
          document,
        })),
      )
      .execute()
  const posted = await postEntry(tx, book, {
    key: keyOf(batch, programme),
    kind: 'opening-waiting',
    why: document,
    postings: made.map((row) => ({
      kind: 'opening-waiting',
      reference: row.waitingId,
      from: openingAccount().account,
      to: returnedAccount(programme).account,
      amount: row.amount,
      household: row.household,
    })),
  })
  if ('refused' in posted) return posted
  return { total: made.reduce((total, row) => total + row.amount, 0n) }
}

/** Carried money (`c`) that no instruction has taken yet. */
export const stillWaiting = sql.raw(`c.undone_on is null and not exists (
  select from payment_instruction i where i.household_id = c.household_id and i.programme = c.programme and i.kind = 'back-pay'
    and i.claim = c.waiting_id::text and i.ended is distinct from 'cancelled')`)

/** A roster that is undone takes its opening entries back with it: reversed, never deleted. Refused once any of it was paid. */
export async function takeBackOpening(
  tx: Tx,
  of: { book: string; programme: string; batch: string; why: string },
): Promise<Refusal<'roster-in-use'> | PostRefusal | null> {
  const { rows } = await sql<{ taken: number }>`
    select count(*)::integer as taken from carried_waiting c
    where c.batch_id = ${of.batch} and c.programme = ${of.programme} and c.undone_on is null and not (${stillWaiting})`.execute(
    tx,
  )
  if (rows[0]!.taken > 0) return refuse('roster-in-use', { households: rows[0]!.taken })
  await tx
    .updateTable('carried_waiting')
    .set({ undone_on: await businessDay(tx) })
    .where('batch_id', '=', of.batch)
    .where('programme', '=', of.programme)
    .execute()
  for (const key of [keyOf(of.batch, of.programme), `carry-over/${of.batch}/${of.programme}`]) {
    const entry = await entryOf(tx, of.book, key)
    if (!entry) continue
    const posted = await postEntry(tx, of.book, reversal(entry, of.why))
    if ('refused' in posted) return posted
  }
  return null
}
