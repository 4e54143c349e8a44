import { type AreaCode, type Day, type Fen, type Month, type Refusal, refuse } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { afterAct, instructionOf, type RunAct, type RunState, type SealStep } from './run.ts'

export interface Run {
  book: AreaCode
  runId: string
  number: string
  programme: ProgrammeId
  month: Month
  state: RunState
  previewDigest: string | null
  contentDigest: string | null
  lines: number
  households: number
  people: number
  total: Fen
  regular: Fen
  supplement: Fen
  backPay: Fen
  heldLines: number
  heldTotal: Fen
  previewedOn: Day | null
  frozenOn: Day | null
  releasedOn: Day | null
  sentOn: Day | null
  acknowledgedOn: Day | null
  reconciledOn: Day | null
  endedOn: Day | null
  endedWhy: string | null
  /** The bank's reason for not taking the file yet, or for refusing it (F01 … F10). */
  bankSays: string | null
  version: bigint
}

export interface Seal {
  step: SealStep
  naturalPerson: string
  actor: string
  on: Day
}

export async function runById(tx: Tx, runId: string): Promise<Run | null> {
  const row = await tx.selectFrom('payment_run').selectAll().where('run_id', '=', runId).executeTakeFirst()
  return row ? toRun(row) : null
}

/** The run, locked until the end of the transaction: two who act at once follow one another. */
export async function lockRun(tx: Tx, runId: string): Promise<Run | null> {
  const row = await tx.selectFrom('payment_run').selectAll().where('run_id', '=', runId).forUpdate().executeTakeFirst()
  return row ? toRun(row) : null
}

/** Locks the run and checks that the act fits its state. */
export async function runFor(
  tx: Tx,
  runId: string,
  act: RunAct,
): Promise<{ run: Run; next: RunState } | Refusal<'not-found' | 'run-state'>> {
  const run = await lockRun(tx, runId)
  if (!run) return refuse('not-found')
  const next = afterAct(run.state, act)
  return typeof next === 'string' ? { run, next } : next
}

export async function runsOf(
  tx: Tx,
  filter: { book?: string; month?: Month; programme?: ProgrammeId; states?: readonly RunState[]; limit?: number } = {},
): Promise<Run[]> {
  let query = tx.selectFrom('payment_run').selectAll()
  if (filter.book) query = query.where('book_id', '=', filter.book)
  if (filter.month) query = query.where('month', '=', filter.month)
  if (filter.programme) query = query.where('programme', '=', filter.programme)
  if (filter.states) query = query.where('state', 'in', filter.states)
  const rows = await query
    .orderBy('month', 'desc')
    .orderBy('run_id', 'desc')
    .limit(filter.limit ?? 200)
    .execute()
  return rows.map(toRun)
}

export async function sealsOf(tx: Tx, runId: string): Promise<Seal[]> {
  const rows = await tx.selectFrom('payment_seal').selectAll().where('run_id', '=', runId).orderBy('at').execute()
  return rows.map((row) => ({
    step: row.step as SealStep,
    naturalPerson: row.natural_person,
    actor: row.actor,
    on: row.on_day,
  }))
}

export interface Line {
  line: number
  household: bigint
  person: bigint
  area: AreaCode
  month: Month
  kind: 'regular' | 'back-pay'
  sequence: number
  amount: Fen
  previous: Fen | null
  reason: string
  document: string | null
  holder: string | null
  lastFour: string | null
  held: boolean
  instruction: string
  result: 'paid' | 'returned' | null
  resultOn: Day | null
  resultReason: string | null
}

/** A list's lines in their order, a page at a time, with what the bank last said about each. */
export async function linesOf(
  tx: Tx,
  run: Pick<Run, 'book' | 'runId'>,
  at: { after: number; limit: number },
): Promise<Line[]> {
  const rows = await tx
    .selectFrom('payment_line as l')
    .leftJoinLateral(
      (join) =>
        join
          .selectFrom('payment_result as p')
          .select(['p.result', 'p.value_day', 'p.reason_code'])
          .whereRef('p.book_id', '=', 'l.book_id')
          .whereRef('p.run_id', '=', 'l.run_id')
          .whereRef('p.line_no', '=', 'l.line_no')
          .orderBy('p.return_sequence', 'desc')
          .limit(1)
          .as('said'),
      (join) => join.onTrue(),
    )
    .selectAll('l')
    .select(['said.result', 'said.value_day', 'said.reason_code'])
    .where('l.book_id', '=', run.book)
    .where('l.run_id', '=', run.runId)
    .where('l.line_no', '>', at.after)
    .orderBy('l.line_no')
    .limit(at.limit)
    .execute()
  return rows.map((row) => ({
    line: row.line_no,
    household: row.household_id,
    person: row.person_id,
    area: row.area as AreaCode,
    month: row.month as Month,
    kind: row.kind as Line['kind'],
    sequence: row.sequence,
    amount: row.amount,
    previous: row.previous,
    reason: row.reason,
    document: row.document,
    holder: row.holder,
    lastFour: row.last_four,
    held: row.held,
    instruction: instructionOf(run.runId, row.line_no),
    result: row.result as Line['result'],
    resultOn: row.value_day,
    resultReason: row.reason_code,
  }))
}

export type RunChange = Partial<{
  state: RunState
  preview_digest: string | null
  content_digest: string
  frozen_on: Day
  released_on: Day
  sent_on: Day
  acknowledged_on: Day
  reconciled_on: Day
  ended_on: Day
  ended_why: string
  bank_says: string | null
}>

export async function changeRun(tx: Tx, run: Pick<Run, 'book' | 'runId'>, change: RunChange): Promise<void> {
  await tx
    .updateTable('payment_run')
    .set((row) => ({ ...change, version: row('version', '+', 1n) }))
    .where('book_id', '=', run.book)
    .where('run_id', '=', run.runId)
    .execute()
}

type Row = Awaited<ReturnType<typeof selectRun>>
const selectRun = (tx: Tx) => tx.selectFrom('payment_run').selectAll().executeTakeFirstOrThrow()

const toRun = (row: Row): Run => ({
  book: row.book_id as AreaCode,
  runId: row.run_id,
  number: row.number,
  programme: row.programme as ProgrammeId,
  month: row.month as Month,
  state: row.state as RunState,
  previewDigest: row.preview_digest,
  contentDigest: row.content_digest,
  lines: row.lines,
  households: row.households,
  people: row.people,
  total: row.total,
  regular: row.regular,
  supplement: row.supplement,
  backPay: row.back_pay,
  heldLines: row.held_lines,
  heldTotal: row.held_total,
  previewedOn: row.previewed_on,
  frozenOn: row.frozen_on,
  releasedOn: row.released_on,
  sentOn: row.sent_on,
  acknowledgedOn: row.acknowledged_on,
  reconciledOn: row.reconciled_on,
  endedOn: row.ended_on,
  endedWhy: row.ended_why,
  bankSays: row.bank_says,
  version: row.version,
})
