import { sql } from 'kysely'
import { type Fen, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, house, newId, type Tx } from '../platform/index.ts'
import { keepAside } from './aside.ts'
import { type FileProblem, readStatement, type Statement } from './bank-file.ts'
import { bankKeysOn, payerAccount } from './book.ts'
import { instructionSql } from './instruction.ts'
import { longWork } from './preview-run.ts'
import { changeRun, type Run, runFor } from './run-store.ts'

/** Every way in which bank, ledger and instructions can disagree has a name; nothing is a rest. */
export const differenceKinds = [
  'no-result', // the bank has not said what became of a line
  'not-posted', // a line or result without its posting, or with another amount
  'instruction-differs', // a line without its living or ended instruction
  'file-total', // the file's total is not the run's
  'statement-missing', // the bank's statement does not show the run
  'statement-total', // it shows another total
  'return-not-on-statement', // money was said to be back and is not on the statement
  'statement-unknown', // the statement shows money back that no result names
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

export interface Difference {
  kind: DifferenceKind
  /** An instruction, a bank reference or the run's number; never a name. */
  reference: string
  expected: Fen | null
  found: Fen | null
}

export interface Reconciliation {
  runId: string
  differences: Difference[]
  settled: boolean
}

/** Three books side by side: ours, the bank's, the list. Without a statement the bank's leg is its result lines. */
export async function reconcileRun(
  tx: Tx,
  runId: string,
  statementBytes: Buffer | null = null,
): Promise<Reconciliation | FileProblem | Refusal<'not-found' | 'run-state' | 'statement-foreign'>> {
  const found = await runFor(tx, runId, 'reconcile')
  if ('refused' in found) return found
  const { run } = found
  await longWork(tx)
  const statement = statementBytes ? await believe(tx, run, statementBytes) : null
  if (statement && 'refused' in statement) return statement
  const differences = [...(await inside(tx, run)), ...(statement ? await onStatement(tx, run, statement) : [])]
  const settled = differences.length === 0
  const stored = statementBytes ? await house().files.put(statementBytes) : null
  await tx
    .insertInto('reconciliation')
    .values({
      book_id: run.book,
      reconciliation_id: newId(),
      run_id: run.runId,
      statement_file: stored?.id ?? null,
      differences: JSON.stringify(
        differences.map((d) => ({
          ...d,
          expected: d.expected?.toString() ?? null,
          found: d.found?.toString() ?? null,
        })),
      ),
      settled,
      made_by: actorOf(tx).id,
    })
    .execute()
  if (settled && run.state !== 'reconciled')
    await changeRun(tx, run, { state: found.next, reconciled_on: await businessDay(tx) })
  await audit(tx, {
    action: 'payment-run.reconcile',
    subject: { kind: 'payment-run', id: runId },
    area: run.book,
    detail: { number: run.number, differences: differences.length },
  })
  return { runId, differences, settled }
}

async function believe(
  tx: Tx,
  run: Run,
  bytes: Buffer,
): Promise<Statement | FileProblem | Refusal<'statement-foreign'>> {
  const read = readStatement(bytes, await bankKeysOn(tx, run.book, await businessDay(tx)))
  const outcome =
    'refused' in read || (read.book === run.book && read.account === (await payerAccount(tx, run.book)))
      ? read
      : refuse('statement-foreign', { line: 2, column: '付款单位' })
  if ('refused' in outcome) await keepAside(tx, { book: run.book, what: 'statement', bytes, refusal: outcome })
  return outcome
}

/** At most this many of a kind are named one by one: after that the number says enough. */
const namedAtMost = 500

async function inside(tx: Tx, run: Run): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    with l as (
      select l.*, ${instructionSql} as instruction_id from payment_line l where l.book_id = ${run.book} and l.run_id = ${run.runId} and not l.held
    ), result as (
      select l.instruction_id, l.amount, p.result from l join payment_result p on p.book_id = l.book_id and p.run_id = l.run_id and p.line_no = l.line_no
    )
    (select 'no-result' as kind, l.instruction_id::text as reference, l.amount as expected, null::bigint as found from l
      where not exists (select from payment_result p where p.book_id = l.book_id and p.run_id = l.run_id and p.line_no = l.line_no)
      order by l.line_no limit ${namedAtMost})
    union all
    (select 'not-posted', l.instruction_id::text, l.amount, p.amount from l
      left join posting p on p.book_id = l.book_id and p.kind = 'owed' and p.reference = l.instruction_id
      where p.amount is distinct from l.amount limit ${namedAtMost})
    union all
    (select 'not-posted', r.instruction_id::text, r.amount, p.amount from result r
      left join posting p on p.book_id = ${run.book} and p.kind = r.result and p.reference = r.instruction_id
      where p.amount is distinct from r.amount limit ${namedAtMost})
    union all
    (select 'instruction-differs', l.instruction_id::text, l.amount, i.amount from l
      left join payment_instruction i on i.household_id = l.household_id and i.person_id = l.person_id and i.programme = l.programme
        and i.month = l.month and i.kind = l.kind and i.sequence = l.sequence and i.instruction_id = l.instruction_id
      where i.amount is distinct from l.amount or i.ended = 'cancelled'
        or (i.live = exists (select from payment_result p where p.book_id = l.book_id and p.run_id = l.run_id and p.line_no = l.line_no and p.result = 'returned'))
      limit ${namedAtMost})
    union all
    (select 'file-total', f.sequence::text, t.total, f.total from payment_file f, (select sum(amount)::bigint as total from l) t
      where f.book_id = ${run.book} and f.run_id = ${run.runId} and f.total is distinct from t.total)`.execute(tx)
  return rows
}

async function onStatement(tx: Tx, run: Run, statement: Statement): Promise<Difference[]> {
  const differences: Difference[] = []
  const paidOut = statement.movements.filter((m) => m.code === 'DF' && m.reference === run.number)
  const total = paidOut.reduce((sum, m) => sum + (m.direction === 'out' ? m.amount : -m.amount), 0n)
  if (paidOut.length === 0)
    differences.push({ kind: 'statement-missing', reference: run.number, expected: run.total, found: null })
  else if (total !== run.total)
    differences.push({ kind: 'statement-total', reference: run.number, expected: run.total, found: total })
  const back = new Map(
    statement.movements.filter((m) => m.code === 'TH' && m.direction === 'in').map((m) => [m.reference, m.amount]),
  )
  const results = await tx
    .selectFrom('payment_result as p')
    .innerJoin('payment_line as l', (join) =>
      join.onRef('l.book_id', '=', 'p.book_id').onRef('l.run_id', '=', 'p.run_id').onRef('l.line_no', '=', 'p.line_no'),
    )
    .select(['p.run_id', 'p.bank_reference', 'p.value_day', 'l.amount'])
    .where('p.book_id', '=', run.book)
    .where('p.result', '=', 'returned')
    .where('p.value_day', '>=', statement.from)
    .where('p.value_day', '<=', statement.to)
    .execute()
  for (const result of results) {
    const found = back.get(result.bank_reference) ?? null
    back.delete(result.bank_reference)
    if (found !== result.amount && result.run_id === run.runId)
      differences.push({
        kind: 'return-not-on-statement',
        reference: result.bank_reference,
        expected: result.amount,
        found,
      })
  }
  for (const [reference, found] of back)
    differences.push({ kind: 'statement-unknown', reference, expected: null, found })
  return differences
}
