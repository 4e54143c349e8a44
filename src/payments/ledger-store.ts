import { type RawBuilder, sql } from 'kysely'
import { assert, type Day, type Fen, type Refusal, refuse, yuanForReading } from '../foundation/index.ts'
import { actorOf, digestOf, newId, type Tx } from '../platform/index.ts'
import { type LedgerAccount, readAccount } from './account-code.ts'
import { deltas, type Entry, type Posting, type Standing, shortfall } from './ledger.ts'

export interface Posted {
  entryId: string
  /** False: this entry was there already, and nothing was done. */
  first: boolean
}

export type PostRefusal = Refusal<'fund-short' | 'entry-differs'>

/** Opens accounts that are not there yet, with nothing in them. */
export async function openAccounts(tx: Tx, book: string, accounts: readonly LedgerAccount[]): Promise<void> {
  if (accounts.length === 0) return
  await tx
    .insertInto('ledger_account')
    .values(
      accounts.map((a) => ({
        book_id: book,
        account: a.account,
        kind: a.kind,
        programme: a.programme,
        budget_line: a.budgetLine,
        year: a.year,
        guarded: a.guarded,
      })),
    )
    .onConflict((conflict) => conflict.columns(['book_id', 'account']).doNothing())
    .execute()
}

/** Accounts as they stand, locked in one order until the end of the transaction, so that what we check stays true. */
async function lockAccounts(tx: Tx, book: string, names: readonly string[]): Promise<Standing[]> {
  await openAccounts(tx, book, names.map(readAccount))
  return tx
    .selectFrom('ledger_account')
    .select(['account', 'balance', 'guarded'])
    .where('book_id', '=', book)
    .where('account', 'in', names)
    .orderBy('account')
    .forUpdate()
    .execute()
}

/**
 * Posts an entry, once for ever by its key. 64 officers at once cannot overdraw a fund: whoever comes too late is told
 * what is missing. The database moves the balances itself and would refuse even if this function were wrong.
 */
export async function postEntry(tx: Tx, book: string, entry: Entry): Promise<Posted | PostRefusal> {
  const digest = digestOf({ kind: entry.kind, postings: entry.postings })
  const change = deltas(entry.postings)
  const standings = await lockAccounts(tx, book, [...change.keys()].sort())
  const earlier = await entryByKey(tx, book, entry.key)
  if (earlier)
    return earlier.digest === digest
      ? { entryId: earlier.entry_id, first: false }
      : refuse('entry-differs', { key: entry.key })
  const short = shortfall(change, standings)
  if (short) return refuse('fund-short', { account: short.account, missing: yuanForReading(short.missing) })
  const entryId = await insertEntry(tx, book, entry, digest)
  await sql`insert into posting (book_id, kind, reference, entry_id, from_account, to_account, amount, household_id)
    select ${book}, p.kind, p.reference, ${entryId}, p.from_account, p.to_account, p.amount, p.household_id
    from unnest(${entry.postings.map((p) => p.kind)}::text[], ${entry.postings.map((p) => p.reference)}::uuid[],
      ${entry.postings.map((p) => p.from)}::text[], ${entry.postings.map((p) => p.to)}::text[],
      ${entry.postings.map((p) => String(p.amount))}::bigint[], ${entry.postings.map((p) => p.household?.toString() ?? null)}::bigint[])
      as p(kind, reference, from_account, to_account, amount, household_id)`.execute(tx)
  return { entryId, first: true }
}

/** The columns a query of postings must have: kind, reference, from_account, to_account, amount, household_id. */
export type PostingQuery = RawBuilder<unknown>

/**
 * Posts what a query selects: the same for ten lines and a million, without carrying them through the program. `content`
 * stands for the postings in the entry's digest (a frozen run has one already).
 */
export async function postQuery(
  tx: Tx,
  book: string,
  entry: Omit<Entry, 'postings'>,
  content: unknown,
  postings: PostingQuery,
): Promise<Posted | PostRefusal> {
  const digest = digestOf({ kind: entry.kind, content })
  const { rows } = await sql<{ from_account: string; to_account: string; amount: bigint }>`
    select p.from_account, p.to_account, sum(p.amount)::bigint as amount from (${postings}) p group by 1, 2 order by 1, 2`.execute(
    tx,
  )
  assert(rows.length > 0, 'an entry without postings')
  const change = deltas(
    rows.map(
      (row): Posting => ({
        kind: entry.kind,
        reference: '',
        from: row.from_account,
        to: row.to_account,
        amount: row.amount,
      }),
    ),
  )
  const standings = await lockAccounts(tx, book, [...change.keys()].sort())
  const earlier = await entryByKey(tx, book, entry.key)
  if (earlier)
    return earlier.digest === digest
      ? { entryId: earlier.entry_id, first: false }
      : refuse('entry-differs', { key: entry.key })
  const short = shortfall(change, standings)
  if (short) return refuse('fund-short', { account: short.account, missing: yuanForReading(short.missing) })
  const entryId = await insertEntry(tx, book, entry, digest)
  await sql`insert into posting (book_id, kind, reference, entry_id, from_account, to_account, amount, household_id)
    select ${book}, p.kind, p.reference, ${entryId}, p.from_account, p.to_account, p.amount, p.household_id from (${postings}) p`.execute(
    tx,
  )
  return { entryId, first: true }
}

const entryByKey = (tx: Tx, book: string, key: string) =>
  tx
    .selectFrom('ledger_entry')
    .select(['entry_id', 'digest'])
    .where('book_id', '=', book)
    .where('key', '=', key)
    .executeTakeFirst()

async function insertEntry(tx: Tx, book: string, entry: Omit<Entry, 'postings'>, digest: string): Promise<string> {
  const entryId = newId()
  const reversed = entry.reverses ? await entryByKey(tx, book, entry.reverses) : null
  await tx
    .insertInto('ledger_entry')
    .values({
      book_id: book,
      entry_id: entryId,
      key: entry.key,
      kind: entry.kind,
      why: entry.why,
      run_id: entry.run ?? null,
      natural_person: actorOf(tx).naturalPerson,
      reverses: reversed?.entry_id ?? null,
      digest,
    })
    .execute()
  return entryId
}

/** The entry as it was posted, for its reversal. */
export async function entryOf(tx: Tx, book: string, key: string): Promise<Entry | null> {
  const entry = await tx
    .selectFrom('ledger_entry')
    .select(['entry_id', 'kind', 'why', 'run_id'])
    .where('book_id', '=', book)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!entry) return null
  const rows = await tx
    .selectFrom('posting')
    .select(['kind', 'reference', 'from_account', 'to_account', 'amount', 'household_id'])
    .where('book_id', '=', book)
    .where('entry_id', '=', entry.entry_id)
    .orderBy('kind')
    .orderBy('reference')
    .execute()
  return {
    key,
    kind: entry.kind,
    why: entry.why,
    ...(entry.run_id && { run: entry.run_id }),
    postings: rows.map((p) => ({
      kind: p.kind,
      reference: p.reference,
      from: p.from_account,
      to: p.to_account,
      amount: p.amount,
      household: p.household_id,
    })),
  }
}

export interface Balance extends LedgerAccount {
  balance: Fen
}

/** Every account of a book with what stands in it. */
export async function balancesOf(tx: Tx, book: string): Promise<Balance[]> {
  const rows = await tx
    .selectFrom('ledger_account')
    .select(['account', 'balance'])
    .where('book_id', '=', book)
    .orderBy('account')
    .execute()
  return rows.map((row) => ({ ...readAccount(row.account), balance: row.balance }))
}

export interface Movement {
  on: Day
  kind: string
  from: string
  to: string
  amount: Fen
  why: string
  entry: string
}

/** Where this money came from and where it went: the postings about one instruction or paper, oldest first. */
export async function historyOf(tx: Tx, book: string, reference: string): Promise<Movement[]> {
  const rows = await tx
    .selectFrom('posting as p')
    .innerJoin('ledger_entry as e', (join) =>
      join.onRef('e.book_id', '=', 'p.book_id').onRef('e.entry_id', '=', 'p.entry_id'),
    )
    .select(['e.on_day', 'p.kind', 'p.from_account', 'p.to_account', 'p.amount', 'e.why', 'e.entry_id'])
    .where('p.book_id', '=', book)
    .where('p.reference', '=', reference)
    .orderBy('e.entry_id')
    .execute()
  return rows.map((row) => ({
    on: row.on_day,
    kind: row.kind,
    from: row.from_account,
    to: row.to_account,
    amount: row.amount,
    why: row.why,
    entry: row.entry_id,
  }))
}

/** The finance office gives money for a budget line (资金下达). `document` is its paper's own number or id: given once. */
export async function allocateFunds(
  tx: Tx,
  grant: { book: string; account: LedgerAccount; amount: Fen; document: string; reference: string },
): Promise<Posted | PostRefusal> {
  assert(grant.account.kind === 'fund', 'money is given to a budget line')
  return postEntry(tx, grant.book, {
    key: `grant/${grant.account.account}/${grant.document}`,
    kind: 'grant',
    why: grant.document,
    postings: [
      { kind: 'grant', reference: grant.reference, from: 'source', to: grant.account.account, amount: grant.amount },
    ],
  })
}
