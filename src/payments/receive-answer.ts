import { sql } from 'kysely'
import { type Refusal, refuse } from '../foundation/index.ts'
import { audit, businessDay, house, type Tx } from '../platform/index.ts'
import { clearingAccount, payableAccount } from './account-code.ts'
import { keepAside } from './aside.ts'
import { type Answer, type FileProblem, finalReasons, readAnswer } from './bank-file.ts'
import { bankKeysOn } from './book.ts'
import { failpoint } from './failpoints.ts'
import { endInstructions, instructionSql } from './instruction.ts'
import { postEntry, postQuery } from './ledger-store.ts'
import { longWork } from './preview-run.ts'
import { changeRun, lockRun, type Run } from './run-store.ts'

export type AnswerRefusal =
  | FileProblem
  | Refusal<'answer-foreign' | 'answer-differs' | 'run-state' | 'entry-differs' | 'fund-short'>

export interface Received {
  accepted: boolean
  /** False: this answer was known already. */
  first: boolean
  /** The bank asks for the same bytes later (an earlier number is missing, the account is short). */
  again: boolean
  reason: string | null
  runId: string
}

/**
 * The bank's word on a payment file. Taken: the money is with the bank. Refused for good: nothing moved, the list is
 * undone entry by entry, and everything in it is due again. What cannot be believed is kept aside and changes nothing.
 */
export async function receiveAnswer(tx: Tx, book: string, bytes: Buffer): Promise<Received | AnswerRefusal> {
  const answer = readAnswer(bytes, await bankKeysOn(tx, book, await businessDay(tx)))
  const outcome = 'refused' in answer ? answer : await take(tx, book, bytes, answer)
  if ('refused' in outcome)
    await keepAside(tx, {
      book,
      what: 'answer',
      bytes,
      refusal: outcome,
      ...(!('refused' in answer) && { sequence: answer.sequence }),
    })
  return outcome
}

async function take(tx: Tx, book: string, bytes: Buffer, answer: Answer): Promise<Received | AnswerRefusal> {
  const file = await tx
    .selectFrom('payment_file')
    .select(['run_id', 'digest', 'total', 'sequence'])
    .where('book_id', '=', book)
    .where('sequence', '=', answer.sequence)
    .executeTakeFirst()
  if (answer.book !== book || !file || file.digest !== answer.fileDigest)
    return refuse('answer-foreign', { sequence: String(answer.sequence) })
  const run = (await lockRun(tx, file.run_id))!
  if (run.number !== answer.runNumber) return refuse('answer-foreign', { sequence: String(answer.sequence) })
  const known = await tx
    .selectFrom('bank_answer')
    .select(['digest', 'accepted', 'reason_code'])
    .where('book_id', '=', book)
    .where('sequence', '=', answer.sequence)
    .executeTakeFirst()
  const received = { accepted: answer.accepted, first: true, again: false, reason: answer.reason, runId: run.runId }
  if (known)
    return known.digest === answer.digest
      ? { ...received, first: false }
      : refuse('answer-differs', { sequence: String(answer.sequence) })
  if (answer.accepted && answer.total !== file.total)
    return refuse('answer-differs', { sequence: String(answer.sequence) })
  if (run.state !== 'filed' && run.state !== 'sent') return refuse('run-state', { state: run.state, act: 'take' })
  if (!answer.accepted && !finalReasons.has(answer.reason!)) {
    await changeRun(tx, run, { bank_says: answer.reason })
    return { ...received, again: true }
  }
  await longWork(tx)
  const refused = answer.accepted ? await accept(tx, run, answer) : await undo(tx, run, answer)
  if (refused) return refused
  const stored = await house().files.put(bytes)
  await tx
    .insertInto('bank_answer')
    .values({
      book_id: book,
      sequence: answer.sequence,
      run_id: run.runId,
      accepted: answer.accepted,
      reason_code: answer.reason,
      at_line: answer.atLine,
      at_column: answer.atColumn,
      file_id: stored.id,
      digest: answer.digest,
    })
    .execute()
  await audit(tx, {
    action: answer.accepted ? 'payment-run.taken' : 'payment-run.rejected',
    subject: { kind: 'payment-run', id: run.runId },
    area: book,
    detail: { number: run.number, reason: answer.reason },
  })
  failpoint('after-acknowledgement')
  return received
}

async function accept(tx: Tx, run: Run, answer: Answer) {
  const posted = await postEntry(tx, run.book, {
    key: `run/${run.runId}/sent`,
    kind: 'sent',
    why: run.number,
    run: run.runId,
    postings: [
      {
        kind: 'sent',
        reference: run.runId,
        from: payableAccount(run.programme).account,
        to: clearingAccount().account,
        amount: run.total,
      },
    ],
  })
  if ('refused' in posted) return posted
  await changeRun(tx, run, {
    state: 'acknowledged',
    bank_says: null,
    acknowledged_on: answer.on,
    sent_on: run.sentOn ?? answer.on,
  })
  return null
}

async function undo(tx: Tx, run: Run, answer: Answer) {
  const posted = await postQuery(
    tx,
    run.book,
    {
      key: `run/${run.runId}/unowed`,
      kind: 'unowed',
      why: run.number,
      run: run.runId,
      reverses: `run/${run.runId}/owed`,
    },
    run.contentDigest,
    sql`select 'unowed' as kind, ${instructionSql} as reference, ${payableAccount(run.programme).account} as from_account,
        l.from_account as to_account, l.amount, l.household_id
      from payment_line l where l.book_id = ${run.book} and l.run_id = ${run.runId} and not l.held`,
  )
  if ('refused' in posted) return posted
  const why = `bank refused: ${answer.reason}`
  await endInstructions(tx, run, why)
  await changeRun(tx, run, {
    state: 'rejected',
    bank_says: answer.reason,
    ended_on: answer.on,
    ended_why: why,
    sent_on: run.sentOn ?? answer.on,
  })
  return null
}
