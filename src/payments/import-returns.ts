import { sql } from 'kysely'
import {
  type AreaCode,
  type Day,
  type Fen,
  type Month,
  type Refusal,
  refuse,
  yuanForReading,
} from '../foundation/index.ts'
import { addTimeline } from '../household/index.ts'
import { actorOf, audit, businessDay, emit, house, type Tx } from '../platform/index.ts'
import { clearingAccount, paidAccount, returnedAccount } from './account-code.ts'
import { bytesDigest, keepAside } from './aside.ts'
import { type FileProblem, type ReturnFile, readReturnFile } from './bank-file.ts'
import { bankKeysOn } from './book.ts'
import { stillWaiting } from './carried-waiting.ts'
import { failpoint } from './failpoints.ts'
import { instructionSql } from './instruction.ts'
import { type PostRefusal, postQuery } from './ledger-store.ts'
import { accountIndex } from './payee-account.ts'
import { longWork } from './preview-run.ts'
import { afterAct } from './run.ts'
import { lockRun, type Run } from './run-store.ts'

export type ImportRefusal =
  | FileProblem
  | PostRefusal
  | Refusal<'return-imported' | 'return-number-used' | 'return-gap' | 'return-foreign' | 'return-line' | 'run-state'>

export interface Imported {
  runId: string
  sequence: bigint
  lines: number
  paid: Fen
  paidLines: number
  returned: Fen
  returnedLines: number
}

/**
 * The bank's results, imported whole and once. Every line must be one that we sent, with its number, account and amount;
 * the first that is not stops the file, which is kept aside with line and column, and nothing has changed.
 */
export async function importReturns(tx: Tx, book: string, bytes: Buffer): Promise<Imported | ImportRefusal> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`payment-returns/${book}`}, 0))`.execute(tx)
  const before = await tx
    .selectFrom('return_file')
    .select(['sequence', 'imported_on'])
    .where('book_id', '=', book)
    .where('digest', '=', bytesDigest(bytes))
    .executeTakeFirst()
  if (before) return refuse('return-imported', { sequence: String(before.sequence), on: before.imported_on })
  const file = readReturnFile(bytes, await bankKeysOn(tx, book, await businessDay(tx)))
  const outcome = 'refused' in file ? file : await check(tx, book, file)
  if ('refused' in outcome) {
    await keepAside(tx, {
      book,
      what: 'return',
      bytes,
      refusal: outcome,
      ...(!('refused' in file) && { sequence: file.sequence }),
    })
    return outcome
  }
  return record(tx, outcome, file as ReturnFile, bytes)
}

/** Nothing is written here: an answer other than the run means that the file is not what it should be. */
async function check(tx: Tx, book: string, file: ReturnFile): Promise<Run | ImportRefusal> {
  if (file.book !== book) return refuse('return-foreign', { line: 3, column: '付款单位' })
  const last = await tx
    .selectFrom('return_file')
    .select((row) => row.fn.max('sequence').as('n'))
    .where('book_id', '=', book)
    .executeTakeFirst()
  const next = (last?.n ?? 0n) + 1n
  if (file.sequence < next) return refuse('return-number-used', { sequence: String(file.sequence) })
  if (file.sequence > next) return refuse('return-gap', { sequence: String(file.sequence), missing: String(next) })
  const sent = await tx
    .selectFrom('payment_file')
    .select(['run_id', 'digest'])
    .where('book_id', '=', book)
    .where('sequence', '=', file.fileSequence)
    .executeTakeFirst()
  if (!sent) return refuse('return-foreign', { line: 4, column: '文件序号' })
  if (sent.digest !== file.fileDigest) return refuse('return-foreign', { line: 5, column: '文件摘要' })
  const run = (await lockRun(tx, sent.run_id))!
  if (run.number !== file.runNumber) return refuse('return-foreign', { line: 3, column: '批次号' })
  const state = afterAct(run.state, 'import')
  if (typeof state !== 'string') return state
  await longWork(tx)
  await stage(tx, run, file)
  const wrong = await firstWrongLine(tx, run, file)
  if (wrong) await sql`drop table pg_temp.bank_result, pg_temp.sent_line`.execute(tx)
  return wrong ?? run
}

const linesAtOnce = 20_000

async function stage(tx: Tx, run: Run, file: ReturnFile): Promise<void> {
  await sql`create temporary table bank_result (row_no integer, original integer, instruction uuid, number_index text, amount bigint,
    result text, reason text, on_day date, reference text collate "C") on commit drop`.execute(tx)
  for (let from = 0; from < file.lines.length; from += linesAtOnce) {
    const part = file.lines.slice(from, from + linesAtOnce)
    await sql`insert into bank_result select * from unnest(${part.map((_, i) => from + i)}::integer[], ${part.map((l) => l.original)}::integer[],
      ${part.map((l) => l.instruction)}::uuid[], ${part.map((l) => accountIndex(l.account))}::text[], ${part.map((l) => String(l.amount))}::bigint[],
      ${part.map((l) => l.result)}::text[], ${part.map((l) => l.reason)}::text[], ${part.map((l) => l.on)}::date[], ${part.map((l) => l.bankReference)}::text[])`.execute(
      tx,
    )
  }
  await sql`analyze pg_temp.bank_result`.execute(tx)
  // Lines as they stand in the payment file: 序号 counts what is not held.
  await sql`create temporary table sent_line on commit drop as
    select l.*, ${instructionSql} as instruction_id, row_number() over (order by l.line_no)::integer as file_line
    from payment_line l where l.book_id = ${run.book} and l.run_id = ${run.runId} and not l.held`.execute(tx)
  await sql`analyze pg_temp.sent_line`.execute(tx)
}

async function firstWrongLine(tx: Tx, run: Run, file: ReturnFile): Promise<Refusal<'return-line'> | null> {
  const { rows } = await sql<{ row_no: number; wrong: string }>`
    select * from (
      select r.row_no, case
        when l.line_no is null then '原序号'
        when l.instruction_id <> r.instruction then '指令号'
        when l.number_index <> r.number_index then '账号'
        when l.amount <> r.amount then '金额'
        when exists (select from payment_result p where p.book_id = ${run.book} and p.run_id = ${run.runId} and p.line_no = l.line_no
          and (p.result = r.result or p.result = 'returned')) then '结果'
        when exists (select from payment_result p where p.book_id = ${run.book} and p.bank_reference = r.reference) then '银行流水号'
      end as wrong
      from bank_result r left join sent_line l on l.file_line = r.original) checked
    where wrong is not null order by row_no limit 1`.execute(tx)
  const [first] = rows
  return first ? refuse('return-line', { line: file.firstLine + first.row_no, column: first.wrong }) : null
}

async function record(tx: Tx, run: Run, file: ReturnFile, bytes: Buffer): Promise<Imported | ImportRefusal> {
  const { totals } = file
  // Results that follow an earlier credit take the money back from where it had gone.
  const returnedBefore = sql`exists (select from payment_result p where p.book_id = ${run.book} and p.run_id = ${run.runId} and p.line_no = l.line_no and p.result = 'paid')`
  const posted = await postQuery(
    tx,
    run.book,
    { key: `return-file/${file.sequence}`, kind: 'results', why: `${run.number} / ${file.sequence}`, run: run.runId },
    file.digest,
    sql`select r.result as kind, l.instruction_id as reference,
        case when r.result = 'returned' and ${returnedBefore} then ${paidAccount(run.programme).account} else ${clearingAccount().account} end as from_account,
        case when r.result = 'paid' then ${paidAccount(run.programme).account} else ${returnedAccount(run.programme).account} end as to_account,
        r.amount, l.household_id
      from bank_result r join sent_line l on l.file_line = r.original`,
  )
  if ('refused' in posted) return posted
  const stored = await house().files.put(bytes)
  await tx
    .insertInto('return_file')
    .values({
      book_id: run.book,
      sequence: file.sequence,
      run_id: run.runId,
      file_id: stored.id,
      digest: bytesDigest(bytes),
      lines: totals.lines,
      paid: totals.paid,
      paid_lines: totals.paidLines,
      returned: totals.returned,
      returned_lines: totals.returnedLines,
      imported_by: actorOf(tx).id,
    })
    .execute()
  await sql`
    insert into payment_result (book_id, run_id, line_no, result, household_id, area, return_sequence, return_line, bank_reference, reason_code, value_day)
    select l.book_id, l.run_id, l.line_no, r.result, l.household_id, l.area, ${file.sequence}, r.row_no + 1, r.reference, r.reason, r.on_day
    from bank_result r join sent_line l on l.file_line = r.original`.execute(tx)
  await takeBack(tx, run)
  await sql`drop table pg_temp.bank_result, pg_temp.sent_line`.execute(tx)
  await audit(tx, {
    action: 'payment-run.results',
    subject: { kind: 'payment-run', id: run.runId },
    area: run.book,
    detail: {
      number: run.number,
      sequence: Number(file.sequence),
      lines: totals.lines,
      returned: totals.returnedLines,
    },
  })
  failpoint('after-results')
  return { runId: run.runId, sequence: file.sequence, ...totals }
}

interface CameBack {
  household_id: bigint
  person_id: bigint
  payee_person: bigint
  account_id: string
  instruction_id: string
  amount: Fen
  month: Month
  reason: string
  on_day: Day
}

/** 退回待发: the instruction ends, its money waits, the account is not used again before somebody spoke with the payee. */
async function takeBack(tx: Tx, run: Run): Promise<void> {
  const { rows } = await sql<CameBack>`
    update payment_instruction i set live = false, ended = 'returned', ended_on = r.on_day, ended_why = r.reason
    from bank_result r join sent_line l on l.file_line = r.original
    where r.result = 'returned' and i.household_id = l.household_id and i.person_id = l.person_id and i.programme = l.programme
      and i.month = l.month and i.kind = l.kind and i.sequence = l.sequence
    returning i.household_id, i.person_id, i.payee_person, i.account_id, i.instruction_id, i.amount, i.month, r.reason, r.on_day`.execute(
    tx,
  )
  if (rows.length === 0) return
  await sql`
    update payee_account a set returned_on = b.on_day
    from unnest(${rows.map((r) => String(r.payee_person))}::bigint[], ${rows.map((r) => r.account_id)}::uuid[], ${rows.map((r) => r.on_day)}::date[]) b(person_id, account_id, on_day)
    where a.person_id = b.person_id and a.account_id = b.account_id`.execute(tx)
  for (const row of rows) {
    await addTimeline(tx, {
      household: row.household_id,
      kind: 'payment',
      at: row.on_day,
      text: 'payments:timeline.returned',
      values: { month: row.month, amount: yuanForReading(row.amount), reason: `payments:bank.${row.reason}` },
      refs: { instruction: row.instruction_id },
    })
    await emit(tx, {
      kind: 'payment-returned',
      key: row.instruction_id,
      household: row.household_id,
      payload: {
        household: String(row.household_id),
        person: String(row.payee_person),
        instruction: row.instruction_id,
        programme: run.programme,
        month: row.month,
        amount: String(row.amount),
        reason: row.reason,
        on: row.on_day,
      },
    })
  }
}

export interface WaitingPayment {
  household: bigint
  person: bigint
  area: AreaCode
  programme: string
  month: Month
  kind: string
  amount: Fen
  /** Null: nobody has been named yet. */
  payee: bigint | null
  /** Null: carried over from the former list, never sent to an account by us. */
  accountId: string | null
  since: Day
  reason: string | null
  instruction: string
}

/** What came back and waits (退回待发), oldest first. */
export async function waitingPayments(tx: Tx, book: string): Promise<WaitingPayment[]> {
  const rows = await tx
    .selectFrom('payment_instruction')
    .selectAll()
    .where('book_id', '=', book)
    .where('ended', '=', 'returned')
    .orderBy('ended_on')
    .orderBy('instruction_id')
    .execute()
  const carried = await carriedPayments(tx, book)
  const came = rows.map((row) => ({
    household: row.household_id,
    person: row.person_id,
    area: row.area as AreaCode,
    programme: row.programme,
    month: row.month as Month,
    kind: row.kind,
    amount: row.amount,
    payee: row.payee_person,
    accountId: row.account_id,
    since: row.ended_on!,
    reason: row.ended_why,
    instruction: row.instruction_id,
  }))
  return [...carried, ...came]
}

/** Owed since before us: no bank of ours ever saw it, so it has no account of its own yet. */
async function carriedPayments(tx: Tx, book: string): Promise<WaitingPayment[]> {
  const { rows } = await sql<{
    household_id: bigint
    waiting_id: string
    area: AreaCode
    programme: string
    month: Month
    amount: Fen
    recorded_on: Day
    payee_person: bigint | null
  }>`
    select c.household_id, c.waiting_id, c.area, c.programme, c.month, c.amount, c.recorded_on, p.payee_person
    from carried_waiting c
    left join payee p on p.household_id = c.household_id and p.person_id = 0 and p.programme = '' and p.status = 'active'
    where c.book_id = ${book} and ${stillWaiting} order by c.recorded_on, c.waiting_id`.execute(tx)
  return rows.map((row) => ({
    household: row.household_id,
    person: 0n,
    area: row.area,
    programme: row.programme,
    month: row.month,
    kind: 'back-pay',
    amount: row.amount,
    payee: row.payee_person,
    accountId: null,
    since: row.recorded_on,
    reason: null,
    instruction: row.waiting_id,
  }))
}
