import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'
import { type AreaCode, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, house, type Tx } from '../platform/index.ts'
import { accountNumber } from './account-number.ts'
import { keyIdOf, readPublicKey, type SigningKey } from './bank-file.ts'

/** A paying county: whose money it is, from which account it is paid, and what its runs look at. */
export interface Book {
  id: AreaCode
  name: string
  financeOffice: string
  payerName: string
  payerBank: string
  payerLastFour: string
  /** 一卡通 project code per programme. */
  projectCodes: Record<string, string>
  /** A match older than this holds a line (R30); null: this county does not match before paying. */
  staleAfterDays: number | null
  /** The day of the month by which money must have arrived (DB-06: the 10th). */
  payDay: number
  openedOn: Day
  version: bigint
}

export interface NewBook {
  book: AreaCode
  name: string
  financeOffice: string
  payerName: string
  payerBank: string
  payerAccount: string
  projectCodes?: Record<string, string>
  staleAfterDays?: number | null
  payDay?: number
}

const payerContext = (book: string) => `book.payer_account:${book}`
/** 35 days: a monthly match and a few days to work with (abuse case B9). */
const usualStaleDays = 35

export async function openBook(tx: Tx, input: NewBook): Promise<Book | Refusal<'account-number' | 'book-exists'>> {
  const number = accountNumber(input.payerAccount)
  if (typeof number !== 'string') return number
  const inserted = await tx
    .insertInto('book')
    .values({
      book_id: input.book,
      name: input.name,
      finance_office: input.financeOffice,
      payer_name: input.payerName,
      payer_bank: input.payerBank,
      payer_account_sealed: house().crypto.seal(number, payerContext(input.book)),
      payer_last_four: number.slice(-4),
      project_codes: JSON.stringify(input.projectCodes ?? {}),
      stale_after_days: input.staleAfterDays === undefined ? usualStaleDays : input.staleAfterDays,
      pay_day: input.payDay ?? 10,
    })
    .onConflict((conflict) => conflict.column('book_id').doNothing())
    .returning('book_id')
    .executeTakeFirst()
  if (!inserted) return refuse('book-exists', { book: input.book })
  await audit(tx, { action: 'book.open', subject: { kind: 'book', id: input.book }, area: input.book })
  return (await bookById(tx, input.book))!
}

export async function bookById(tx: Tx, book: string): Promise<Book | null> {
  const row = await tx.selectFrom('book').selectAll().where('book_id', '=', book).executeTakeFirst()
  return row
    ? {
        id: row.book_id as AreaCode,
        name: row.name,
        financeOffice: row.finance_office,
        payerName: row.payer_name,
        payerBank: row.payer_bank,
        payerLastFour: row.payer_last_four,
        projectCodes: row.project_codes as Record<string, string>,
        staleAfterDays: row.stale_after_days,
        payDay: row.pay_day,
        openedOn: row.opened_on,
        version: row.version,
      }
    : null
}

/** The books an actor may see. */
export async function booksOf(tx: Tx): Promise<Book[]> {
  const rows = await tx.selectFrom('book').select('book_id').orderBy('book_id').execute()
  return Promise.all(rows.map(async (row) => (await bookById(tx, row.book_id))!))
}

/** The number of the paying account: for the bank's file and the request for funds only. */
export async function payerAccount(tx: Tx, book: string): Promise<string> {
  const row = await tx
    .selectFrom('book')
    .select('payer_account_sealed')
    .where('book_id', '=', book)
    .executeTakeFirstOrThrow()
  return house().crypto.open(row.payer_account_sealed, payerContext(book))
}

// ---------------------------------------------------------------- keys

/** The office signs payment files with a key of its own, derived from the installation's seal key. */
export function officeKey(): SigningKey & { publicKey: KeyObject } {
  const seed = Buffer.from(
    hkdfSync('sha256', Buffer.from(house().secrets.sealKey, 'hex'), Buffer.alloc(0), 'doudi/payment-files', 32),
  )
  const privateKey = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = createPublicKey(privateKey)
  return { keyId: keyIdOf(publicKey), privateKey, publicKey }
}

/** What the bank needs to check our files, as base64 of the SPKI DER form. */
export const officePublicKey = (): { keyId: string; publicKey: string } => {
  const { keyId, publicKey } = officeKey()
  return { keyId, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') }
}

/** A bank's key is believed after somebody compared it with the paper on file; a false one could invent results. */
export async function trustBankKey(
  tx: Tx,
  input: { book: string; publicKey: string },
): Promise<{ keyId: string } | Refusal<'bank-key' | 'needs-a-person'>> {
  const key = readPublicKey(input.publicKey)
  if (!key) return refuse('bank-key', undefined, 'publicKey')
  const person = actorOf(tx).naturalPerson
  if (!person && actorOf(tx).role !== 'system') return refuse('needs-a-person')
  const keyId = keyIdOf(key)
  await tx
    .insertInto('bank_key')
    .values({ book_id: input.book, key_id: keyId, public_key: input.publicKey, trusted_by: person ?? actorOf(tx).id })
    .onConflict((conflict) => conflict.columns(['book_id', 'key_id']).doNothing())
    .execute()
  await audit(tx, { action: 'bank-key.trust', subject: { kind: 'bank-key', id: keyId }, area: input.book })
  return { keyId }
}

/** A key is not believed from this day on; files signed before stay what they were. */
export async function endBankKey(tx: Tx, input: { book: string; keyId: string; on: Day }): Promise<void> {
  await tx
    .updateTable('bank_key')
    .set({ until: input.on })
    .where('book_id', '=', input.book)
    .where('key_id', '=', input.keyId)
    .execute()
  await audit(tx, { action: 'bank-key.end', subject: { kind: 'bank-key', id: input.keyId }, area: input.book })
}

export async function bankKeysOn(tx: Tx, book: string, on: Day): Promise<Map<string, KeyObject>> {
  const rows = await tx
    .selectFrom('bank_key')
    .select(['key_id', 'public_key'])
    .where('book_id', '=', book)
    .where('since', '<=', on)
    .where((row) => row.or([row('until', 'is', null), row('until', '>', on)]))
    .execute()
  return new Map(rows.map((row) => [row.key_id, readPublicKey(row.public_key)!]))
}
