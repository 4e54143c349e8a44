import { sql } from 'kysely'
import type { AreaCode, Day, Fen, Month } from '../foundation/index.ts'
import type { HouseholdId, PersonId } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { Run } from './run-store.ts'

/** The same as SQL, over a line called `l`. */
export const instructionSql = sql.raw("(left(l.run_id::text, 24) || lpad(to_hex(l.line_no), 12, '0'))::uuid")

/** Instructions that will not be paid by this run; what they took from 退回待发 waits there again. */
export async function endInstructions(tx: Tx, run: Pick<Run, 'book' | 'runId'>, why: string): Promise<void> {
  await sql`
    update payment_instruction i set live = false, ended = 'cancelled', ended_on = doudi.today(), ended_why = ${why}
    where i.book_id = ${run.book} and i.live and (i.household_id, i.person_id, i.programme, i.month, i.kind, i.sequence) in (
      select l.household_id, l.person_id, l.programme, l.month, l.kind, l.sequence from payment_line l
      where l.book_id = ${run.book} and l.run_id = ${run.runId} and not l.held)`.execute(tx)
  await sql`
    update payment_instruction i set ended = 'returned', ended_on = doudi.today()
    from payment_line l
    where l.book_id = ${run.book} and l.run_id = ${run.runId} and not l.held and l.from_account like 'returned/%'
      and i.household_id = l.household_id and i.person_id = l.person_id and i.programme = l.programme and i.month = l.month
      and i.kind = l.kind and i.claim = l.claim and i.ended = 'repaid'
      and i.sequence = (select max(o.sequence) from payment_instruction o where o.household_id = i.household_id and o.person_id = i.person_id
        and o.programme = i.programme and o.month = i.month and o.kind = i.kind and o.claim = i.claim and o.ended = 'repaid')`.execute(
    tx,
  )
}

/** What a family sees of one payment. */
export interface Instruction {
  instruction: string
  household: HouseholdId
  person: PersonId
  programme: ProgrammeId
  month: Month
  kind: 'regular' | 'back-pay'
  sequence: number
  amount: Fen
  area: AreaCode
  book: string
  runId: string
  line: number
  payee: PersonId
  accountId: string
  reason: string
  document: string | null
  basis: string
  createdOn: Day
  /** `underway`: told to the bank or about to be; the rest ends it. */
  state: 'underway' | 'paid' | 'returned' | 'repaid' | 'written-back' | 'cancelled'
  /** The day of credit, or the day it came back. */
  stateOn: Day | null
  /** The bank's reason for a return. */
  returnReason: string | null
}

/** Every payment a household was ever told, newest month first. */
export async function instructionsOf(
  tx: Tx,
  household: HouseholdId,
  filter: { programme?: ProgrammeId; month?: Month } = {},
): Promise<Instruction[]> {
  let query = tx
    .selectFrom('payment_instruction as i')
    .leftJoin('payment_result as paid', (join) =>
      join
        .onRef('paid.book_id', '=', 'i.book_id')
        .onRef('paid.run_id', '=', 'i.run_id')
        .onRef('paid.line_no', '=', 'i.line_no')
        .on('paid.result', '=', 'paid'),
    )
    .leftJoin('payment_result as back', (join) =>
      join
        .onRef('back.book_id', '=', 'i.book_id')
        .onRef('back.run_id', '=', 'i.run_id')
        .onRef('back.line_no', '=', 'i.line_no')
        .on('back.result', '=', 'returned'),
    )
    .selectAll('i')
    .select(['paid.value_day as paid_on', 'back.value_day as back_on', 'back.reason_code'])
    .where('i.household_id', '=', household)
  if (filter.programme) query = query.where('i.programme', '=', filter.programme)
  if (filter.month) query = query.where('i.month', '=', filter.month)
  const rows = await query
    .orderBy('i.month', 'desc')
    .orderBy('i.kind')
    .orderBy('i.person_id')
    .orderBy('i.sequence', 'desc')
    .execute()
  return rows.map((row) => ({
    instruction: row.instruction_id,
    household: row.household_id,
    person: row.person_id,
    programme: row.programme as ProgrammeId,
    month: row.month as Month,
    kind: row.kind as Instruction['kind'],
    sequence: row.sequence,
    amount: row.amount,
    area: row.area as AreaCode,
    book: row.book_id,
    runId: row.run_id,
    line: row.line_no,
    payee: row.payee_person,
    accountId: row.account_id,
    reason: row.reason,
    document: row.document,
    basis: row.basis,
    createdOn: row.created_on,
    state: (row.ended as Instruction['state'] | null) ?? (row.paid_on ? 'paid' : 'underway'),
    stateOn: row.ended ? (row.back_on ?? row.ended_on) : (row.paid_on ?? null),
    returnReason: row.reason_code,
  }))
}

/** What a household (or person) was told to receive for each month under a programme: paid, on its way, or waiting after a return. */
export async function instructedMonths(
  tx: Tx,
  of: { household: HouseholdId; programme: ProgrammeId; person: PersonId },
): Promise<Map<Month, Fen>> {
  const rows = await tx
    .selectFrom('payment_instruction')
    .select((row) => [
      'month',
      row.fn.sum<string>('amount').as('amount'),
      sql<boolean>`bool_or(kind = 'regular')`.as('regular'),
    ])
    .where('household_id', '=', of.household)
    .where('programme', '=', of.programme)
    .where('person_id', '=', of.person)
    .where((row) => row.or([row('live', '=', true), row('ended', '=', 'returned')]))
    .groupBy('month')
    .orderBy('month')
    .execute()
  return new Map(rows.filter((row) => row.regular).map((row) => [row.month as Month, BigInt(row.amount)]))
}
