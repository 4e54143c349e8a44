import { type Refusal, refuse, yuanForReading } from '../foundation/index.ts'
import { addTimeline, type HouseholdId } from '../household/index.ts'
import { actorOf, audit, businessDay, type Tx } from '../platform/index.ts'
import { type ProgrammeId, programmeIds } from '../policy/index.ts'
import { budgetLineOf, fundAccount, type Residence, returnedAccount } from './account-code.ts'
import { type PostRefusal, postEntry } from './ledger-store.ts'

/**
 * Money that came back and is owed to nobody any more (the only recipient died before that month) returns to its fund.
 * It takes something from somebody, so it needs a decision; a payment that only failed is paid again instead.
 */
export async function writeBack(
  tx: Tx,
  input: { household: HouseholdId; instruction: string; decisionId: string; reason: string },
): Promise<{ done: true } | PostRefusal | Refusal<'needs-a-person' | 'decision-missing' | 'not-found'>> {
  if (!actorOf(tx).naturalPerson) return refuse('needs-a-person')
  if (!input.decisionId || !input.reason.trim()) return refuse('decision-missing')
  const row = await tx
    .selectFrom('payment_instruction as i')
    .innerJoin('payment_line as l', (join) =>
      join.onRef('l.book_id', '=', 'i.book_id').onRef('l.run_id', '=', 'i.run_id').onRef('l.line_no', '=', 'i.line_no'),
    )
    .select([
      'i.book_id',
      'i.programme',
      'i.month',
      'i.amount',
      'i.ended',
      'i.area',
      'i.person_id',
      'i.kind',
      'i.sequence',
      'l.residence',
    ])
    .where('i.household_id', '=', input.household)
    .where('i.instruction_id', '=', input.instruction)
    .forUpdate('i')
    .executeTakeFirst()
  if (row?.ended !== 'returned') return refuse('not-found')
  const programme = programmeIds.find((id) => id === row.programme) as ProgrammeId
  const today = await businessDay(tx)
  const line = budgetLineOf(programme, row.residence as Residence)
  if (!line) return refuse('not-found')
  const posted = await postEntry(tx, row.book_id, {
    key: `instruction/${input.instruction}/written-back`,
    kind: 'written-back',
    why: input.decisionId,
    postings: [
      {
        kind: 'written-back',
        reference: input.instruction,
        from: returnedAccount(programme).account,
        to: fundAccount(Number(today.slice(0, 4)), line, programme).account,
        amount: row.amount,
        household: input.household,
      },
    ],
  })
  if ('refused' in posted) return posted
  await tx
    .updateTable('payment_instruction')
    .set({ ended: 'written-back', ended_on: today, ended_why: input.reason.trim() })
    .where('household_id', '=', input.household)
    .where('instruction_id', '=', input.instruction)
    .execute()
  await addTimeline(tx, {
    household: input.household,
    kind: 'payment',
    text: 'payments:timeline.written-back',
    values: { month: row.month, amount: yuanForReading(row.amount) },
    refs: { decision: input.decisionId, instruction: input.instruction },
  })
  await audit(tx, {
    action: 'payment.write-back',
    subject: { kind: 'instruction', id: input.instruction, household: input.household },
    area: row.area,
    detail: { month: row.month },
  })
  return { done: true }
}
