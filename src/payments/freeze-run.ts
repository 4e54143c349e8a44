import { sql } from 'kysely'
import { type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, emit, type Tx } from '../platform/index.ts'
import { failpoint } from './failpoints.ts'
import { endInstructions, instructionSql } from './instruction.ts'
import { type DueQuery, digestNow } from './preview-run.ts'
import { changeRun, type Run, runById, runFor } from './run-store.ts'
import { type SealRefusal, setSeal } from './seal-run.ts'
import type { StopSource } from './stop.ts'

export type FreezeRefusal = Refusal<'not-found' | 'run-state' | 'preview-changed' | 'nothing-to-pay'> | SealRefusal

/**
 * 制表: the list is worked out once more, and if it is what the preparer saw, it becomes instructions and does not change
 * any more. `seen` is the digest of the preview on the preparer's screen.
 */
export async function freezeRun(
  tx: Tx,
  runId: string,
  seen: string,
  due: DueQuery,
  stops: readonly StopSource[],
): Promise<Run | FreezeRefusal> {
  const found = await runFor(tx, runId, 'freeze')
  if ('refused' in found) return found
  const { run } = found
  if (run.previewDigest !== seen || (await digestNow(tx, run, due, stops)) !== seen) return refuse('preview-changed')
  if (run.lines === 0) return refuse('nothing-to-pay', { held: run.heldLines })
  await sql`
    insert into payment_instruction (household_id, person_id, programme, month, kind, sequence, claim, instruction_id, area, book_id,
      run_id, line_no, amount, payee_person, account_id, reason, document, basis)
    select l.household_id, l.person_id, l.programme, l.month, l.kind, l.sequence, l.claim, ${instructionSql}, l.area, l.book_id,
      l.run_id, l.line_no, l.amount, l.payee_person, l.account_id, l.reason, l.document, l.basis
    from payment_line l where l.book_id = ${run.book} and l.run_id = ${run.runId} and not l.held order by l.line_no`.execute(
    tx,
  )
  await takeWaiting(tx, run)
  await changeRun(tx, run, {
    state: found.next,
    content_digest: run.previewDigest!,
    frozen_on: await businessDay(tx),
  })
  const frozen = (await runById(tx, runId))!
  const sealed = await setSeal(tx, frozen, 'prepare')
  if (sealed) return sealed
  await audit(tx, {
    action: 'payment-run.freeze',
    subject: { kind: 'payment-run', id: runId },
    area: run.book,
    after: { digest: run.previewDigest },
    detail: { number: run.number, lines: run.lines, total: String(run.total), held: run.heldLines },
  })
  failpoint('after-freeze')
  return frozen
}

/** What waited in 退回待发 and is on this list: its earlier instruction has found its successor. */
async function takeWaiting(tx: Tx, run: Run): Promise<void> {
  const { rows } = await sql<{ household_id: bigint; instruction_id: string }>`
    update payment_instruction i set ended = 'repaid', ended_on = doudi.today()
    from payment_line l
    where l.book_id = ${run.book} and l.run_id = ${run.runId} and not l.held and l.from_account like 'returned/%'
      and i.household_id = l.household_id and i.person_id = l.person_id and i.programme = l.programme and i.month = l.month
      and i.kind = l.kind and i.claim = l.claim and i.ended = 'returned'
    returning i.household_id, i.instruction_id`.execute(tx)
  for (const row of rows)
    await emit(tx, {
      kind: 'payment-repaid',
      key: `${row.instruction_id}/${run.runId}`,
      household: row.household_id,
      payload: { household: String(row.household_id), instruction: row.instruction_id, run: run.runId },
    })
}

/** Sent back before finance let it go: its instructions end, and everything in it is due again. */
export async function cancelRun(
  tx: Tx,
  runId: string,
  why: string,
): Promise<Run | Refusal<'not-found' | 'run-state' | 'needs-a-person' | 'reason-missing'>> {
  if (!actorOf(tx).naturalPerson) return refuse('needs-a-person')
  if (!why.trim()) return refuse('reason-missing', undefined, 'why')
  const found = await runFor(tx, runId, 'cancel')
  if ('refused' in found) return found
  await endInstructions(tx, found.run, why)
  await changeRun(tx, found.run, { state: found.next, ended_on: await businessDay(tx), ended_why: why.trim() })
  await audit(tx, {
    action: 'payment-run.cancel',
    subject: { kind: 'payment-run', id: runId },
    area: found.run.book,
    detail: { number: found.run.number },
  })
  return (await runById(tx, runId))!
}
