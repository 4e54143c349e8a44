import { sql } from 'kysely'
import type { AreaCode, Day, Fen, Month } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { type AccountKind, readAccount } from './account-code.ts'
import type { Run } from './run-store.ts'

/** What a list's total is made of: this month, months forgotten before, back-pay of decisions, money that came back, and what is held. */
export const runParts = ['month', 'earlier', 'back-pay', 'repaid', 'held'] as const
export type RunPart = (typeof runParts)[number]

export interface PartSum {
  part: RunPart
  lines: number
  amount: Fen
}

export async function partsOf(tx: Tx, run: Pick<Run, 'book' | 'runId' | 'month'>): Promise<PartSum[]> {
  const { rows } = await sql<PartSum>`
    select case when held then 'held' when from_account like 'returned/%' then 'repaid' when kind = 'back-pay' then 'back-pay'
        when month <> ${run.month} then 'earlier' else 'month' end as part,
      count(*)::integer as lines, sum(amount)::bigint as amount
    from payment_line where book_id = ${run.book} and run_id = ${run.runId} group by 1`.execute(tx)
  return runParts.flatMap((part) => rows.find((row) => row.part === part) ?? [])
}

export interface Moved {
  from: AccountKind
  to: AccountKind
  lines: number
  amount: Fen
}

/** What the ledger holds about a list: from where to where, how many lines, how much. The screen's total stands beside it. */
export async function movedBy(tx: Tx, run: Pick<Run, 'book' | 'runId'>): Promise<Moved[]> {
  const { rows } = await sql<{ from: AccountKind; to: AccountKind; lines: number; amount: Fen }>`
    select split_part(p.from_account, '/', 1) as from, split_part(p.to_account, '/', 1) as to, count(*)::integer as lines, sum(p.amount)::bigint as amount
    from posting p join ledger_entry e on e.book_id = p.book_id and e.entry_id = p.entry_id
    where p.book_id = ${run.book} and e.run_id = ${run.runId} group by 1, 2 order by min(e.at), 1, 2`.execute(tx)
  return rows
}

/** Of what a month owes, how much already stands on its lists; the rest is held, or was confirmed after they were closed. */
export async function listedFor(tx: Tx, of: { book: string; programme: string; month: Month }): Promise<Fen> {
  const { rows } = await sql<{ listed: Fen }>`
    select coalesce(sum(l.amount), 0)::bigint as listed from payment_line l
    join payment_run r on r.book_id = l.book_id and r.run_id = l.run_id
    where l.book_id = ${of.book} and l.programme = ${of.programme} and l.month = ${of.month} and l.kind = 'regular' and not l.held
      and l.from_account not like 'returned/%' and r.state not in ('cancelled', 'rejected')`.execute(tx)
  return rows[0]!.listed
}

export interface EntrySum {
  entry: string
  on: Day
  kind: string
  /** Number of the list, file or paper it was posted for. */
  why: string
  from: AccountKind
  to: AccountKind
  budgetLine: string | null
  lines: number
  amount: Fen
  area: AreaCode
}

/** The journal of a book, newest first: one row for each entry and pair of accounts. */
export async function entriesOf(
  tx: Tx,
  book: string,
  filter: { year?: number; limit?: number } = {},
): Promise<EntrySum[]> {
  const { rows } = await sql<{
    entry: string
    on: Day
    kind: string
    why: string
    from_account: string
    to_account: string
    lines: number
    amount: Fen
    area: AreaCode
  }>`
    with entry as (
      select * from ledger_entry where book_id = ${book} and (${filter.year ?? null}::integer is null or extract(year from on_day) = ${filter.year ?? null})
      order by at desc, entry_id desc limit ${filter.limit ?? 10_000})
    select e.entry_id as entry, e.on_day as on, e.kind, e.why, p.from_account, p.to_account, count(*)::integer as lines,
      sum(p.amount)::bigint as amount, e.area
    from entry e join posting p on p.book_id = e.book_id and p.entry_id = e.entry_id
    group by e.entry_id, e.at, e.on_day, e.kind, e.why, p.from_account, p.to_account, e.area
    order by e.at desc, e.entry_id desc, p.from_account, p.to_account`.execute(tx)
  return rows.map(({ from_account, to_account, ...row }) => {
    const [from, to] = [readAccount(from_account), readAccount(to_account)]
    return { ...row, from: from.kind, to: to.kind, budgetLine: from.budgetLine ?? to.budgetLine }
  })
}
