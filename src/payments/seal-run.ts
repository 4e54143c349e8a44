import { sql } from 'kysely'
import { type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, enqueue, type Tx } from '../platform/index.ts'
import { payableAccount } from './account-code.ts'
import { failpoint } from './failpoints.ts'
import { instructionSql } from './instruction.ts'
import { type PostRefusal, postQuery } from './ledger-store.ts'
import { linesDigest, longWork } from './preview-run.ts'
import { type SealStep, sealRoles } from './run.ts'
import { changeRun, type Run, runById, runFor, sealsOf } from './run-store.ts'

export type SealRefusal = Refusal<'needs-a-person' | 'four-eyes' | 'not-your-seal' | 'content-changed'>

/** One seal of one human being over the content as it stands. Returns the refusal, or null when the seal is set. */
export async function setSeal(tx: Tx, run: Run, step: SealStep): Promise<SealRefusal | null> {
  const actor = actorOf(tx)
  if (!actor.naturalPerson) return refuse('needs-a-person')
  if (!sealRoles[step].includes(actor.role)) return refuse('not-your-seal', { step })
  const seals = await sealsOf(tx, run.runId)
  if (seals.some((seal) => seal.naturalPerson === actor.naturalPerson)) return refuse('four-eyes')
  if ((await linesDigest(tx, run)) !== run.contentDigest) return refuse('content-changed')
  await tx
    .insertInto('payment_seal')
    .values({
      book_id: run.book,
      run_id: run.runId,
      step,
      natural_person: actor.naturalPerson,
      actor: actor.id,
      role: actor.role,
      on_behalf: actor.onBehalf ?? null,
      content_digest: run.contentDigest!,
    })
    .execute()
  await audit(tx, {
    action: `payment-run.${step}`,
    subject: { kind: 'payment-run', id: run.runId },
    area: run.book,
    after: { digest: run.contentDigest },
    detail: { number: run.number },
  })
  return null
}

/** 审核, then 审批: two human beings, neither of whom prepared the list. `content` is the digest they have before them. */
export async function approveRun(
  tx: Tx,
  runId: string,
  step: 'review' | 'approve',
  content: string,
): Promise<Run | SealRefusal | Refusal<'not-found' | 'run-state'>> {
  const found = await runFor(tx, runId, step)
  if ('refused' in found) return found
  if (found.run.contentDigest !== content) return refuse('content-changed')
  const refused = await setSeal(tx, found.run, step)
  if (refused) return refused
  await changeRun(tx, found.run, { state: found.next })
  return (await runById(tx, runId))!
}

/** 财政复核: the last seal. The money is owed from this moment; the bank's file follows by a job. */
export async function releaseRun(
  tx: Tx,
  runId: string,
  content: string,
): Promise<Run | SealRefusal | PostRefusal | Refusal<'not-found' | 'run-state'>> {
  const found = await runFor(tx, runId, 'finance')
  if ('refused' in found) return found
  const { run } = found
  if (run.contentDigest !== content) return refuse('content-changed')
  await longWork(tx)
  const refused = await setSeal(tx, run, 'finance')
  if (refused) return refused
  const posted = await postQuery(
    tx,
    run.book,
    { key: `run/${run.runId}/owed`, kind: 'owed', why: run.number, run: run.runId },
    run.contentDigest,
    sql`select 'owed' as kind, ${instructionSql} as reference, l.from_account, ${payableAccount(run.programme).account} as to_account, l.amount, l.household_id
      from payment_line l where l.book_id = ${run.book} and l.run_id = ${run.runId} and not l.held`,
  )
  if ('refused' in posted) return posted
  failpoint('after-posting')
  await changeRun(tx, run, { state: found.next, released_on: await businessDay(tx) })
  await enqueue(tx, 'payment-file', { run: runId }, { key: `payment-file:${runId}` })
  return (await runById(tx, runId))!
}
