import { sql } from 'kysely'
import type { Tx } from '../platform/index.ts'
import { stillWaiting } from './carried-waiting.ts'
import { longWork } from './preview-run.ts'

/** What must always hold in a book. A broken one is a defect, named by what it is about. */
export const invariants = [
  'sum-zero', // all balances of a book together are zero
  'balance', // an account holds what its postings say
  'below-zero', // a guarded account is below zero
  'two-living', // more than one living instruction for one claim
  'owed', // a released line without its posting, or with another amount
  'run-total', // the screen's total is not the ledger's
  'file-total', // the file's total is not the run's
  'result-posting', // a result without its posting, or the other way round
  'waiting', // 退回待发 on the list is not what stands on the account
] as const
export type Invariant = (typeof invariants)[number]

export interface Broken {
  invariant: Invariant
  reference: string
  expected: string | null
  found: string | null
}

const released = sql.raw("('released', 'filed', 'sent', 'acknowledged', 'reconciled')")

/** Recomputes a book from its postings and lays lists, instructions, files and results beside it. Empty: all holds. */
export async function verifyLedger(tx: Tx, book: string): Promise<Broken[]> {
  await longWork(tx)
  const { rows } = await sql<Broken>`
    with moved as (
      select account, sum(delta)::bigint as balance from (
        select to_account as account, sum(amount) as delta from posting where book_id = ${book} group by 1
        union all select from_account, -sum(amount) from posting where book_id = ${book} group by 1) m group by 1
    ), line as (
      select l.*, r.state, r.programme as run_programme, (left(l.run_id::text, 24) || lpad(to_hex(l.line_no), 12, '0'))::uuid as instruction_id
      from payment_line l join payment_run r on r.book_id = l.book_id and r.run_id = l.run_id where l.book_id = ${book} and not l.held
    )
    (select 'sum-zero' as invariant, ${book} as reference, '0' as expected, sum(balance)::text as found from ledger_account
      where book_id = ${book} having sum(balance) <> 0)
    union all
    (select 'balance', a.account, coalesce(m.balance, 0)::text, a.balance::text from ledger_account a left join moved m using (account)
      where a.book_id = ${book} and a.balance <> coalesce(m.balance, 0))
    union all
    (select 'below-zero', account, '0', balance::text from ledger_account where book_id = ${book} and guarded and balance < 0)
    union all
    (select 'two-living', household_id::text || '/' || person_id || '/' || programme || '/' || month || '/' || kind, '1', count(*)::text
      from payment_instruction where book_id = ${book} and live group by household_id, person_id, programme, month, kind, claim having count(*) > 1)
    union all
    (select 'owed', l.instruction_id::text, l.amount::text, p.amount::text from line l
      left join posting p on p.book_id = ${book} and p.kind = 'owed' and p.reference = l.instruction_id
      where l.state in ${released} and p.amount is distinct from l.amount limit 100)
    union all
    (select 'owed', p.reference::text, null, p.amount::text from posting p
      where p.book_id = ${book} and p.kind = 'owed' and not exists (select from line l where l.instruction_id = p.reference and l.state in ('released', 'filed', 'sent', 'acknowledged', 'reconciled', 'rejected')) limit 100)
    union all
    (select 'run-total', r.number, r.total::text, coalesce(t.total, 0)::text from payment_run r
      left join (select e.run_id, sum(p.amount)::bigint as total from posting p join ledger_entry e on e.book_id = p.book_id and e.entry_id = p.entry_id
        where p.book_id = ${book} and p.kind = 'owed' group by 1) t on t.run_id = r.run_id
      where r.book_id = ${book} and r.state in ${released} and r.total <> coalesce(t.total, 0))
    union all
    (select 'file-total', f.sequence::text, r.total::text, f.total::text from payment_file f
      join payment_run r on r.book_id = f.book_id and r.run_id = f.run_id where f.book_id = ${book} and (f.total <> r.total or f.lines <> r.lines))
    union all
    (select 'result-posting', coalesce(x.instruction_id, p.reference)::text, x.amount::text, p.amount::text
      from (select l.instruction_id, q.result, l.amount from line l join payment_result q on q.book_id = l.book_id and q.run_id = l.run_id and q.line_no = l.line_no) x
      full join (select * from posting where book_id = ${book} and kind in ('paid', 'returned')) p on p.reference = x.instruction_id and p.kind = x.result
      where x.amount is distinct from p.amount limit 100)
    union all
    (select 'waiting', a.account, coalesce(w.total, 0)::text, a.balance::text from ledger_account a
      left join (
        select programme, sum(amount)::bigint as total from (
          select i.programme, i.amount from payment_instruction i where i.book_id = ${book} and i.ended = 'returned'
          union all
          -- owed since before us, on no list yet
          select c.programme, c.amount from carried_waiting c where c.book_id = ${book} and ${stillWaiting}
          union all
          -- taken by a list that finance has not released yet: still on the returned account
          select l.programme, l.amount from line l where l.from_account like 'returned/%' and l.state in ('frozen', 'reviewed', 'approved')) u group by 1) w
        on w.programme = a.programme
      where a.book_id = ${book} and a.kind = 'returned' and a.balance <> coalesce(w.total, 0))`.execute(tx)
  return rows
}
