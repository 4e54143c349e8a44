import { enqueue, type JobHandler, log, type Tx } from '../platform/index.ts'
import type { Bank } from './bank.ts'
import { failpoint } from './failpoints.ts'
import { type Imported, type ImportRefusal, importReturns } from './import-returns.ts'
import { fileBytes, fileOfRun, makeFile } from './make-file.ts'
import { type Received, receiveAnswer } from './receive-answer.ts'
import { changeRun, lockRun } from './run-store.ts'

/** Sends the file of a run and takes the answer. Dying in the middle is harmless: the bank gives the same answer again. */
export async function sendFile(tx: Tx, runId: string, bank: Bank): Promise<Received | { refused: string } | null> {
  const run = await lockRun(tx, runId)
  if (!run || (run.state !== 'filed' && run.state !== 'sent')) return null
  const file = (await fileOfRun(tx, runId))!
  const answer = await bank.send(await fileBytes(file))
  failpoint('after-send')
  if (run.state === 'filed') await changeRun(tx, run, { state: 'sent' })
  return receiveAnswer(tx, run.book, answer)
}

/** Fetches result files in the order of their numbers and stops at the first that cannot be believed. */
export async function collectReturns(tx: Tx, book: string, bank: Bank): Promise<(Imported | ImportRefusal)[]> {
  const last = await tx
    .selectFrom('return_file')
    .select((row) => row.fn.max('sequence').as('n'))
    .where('book_id', '=', book)
    .executeTakeFirst()
  const outcomes: (Imported | ImportRefusal)[] = []
  for (const sequence of await bank.returnFiles(book, last?.n ?? 0n)) {
    const outcome = await importReturns(tx, book, await bank.returnFile(book, sequence))
    outcomes.push(outcome)
    if ('refused' in outcome) break
  }
  return outcomes
}

/** A short account or a missing earlier file: the same bytes again in an hour. */
const againAfterMs = 3_600_000

/** The steps that no person has to wait for. `bankOf` is null where files are carried by hand. */
export function paymentJobs(bankOf: (book: string) => Bank | null): Record<string, JobHandler> {
  return {
    'payment-file': async (tx, payload) => {
      const runId = String(payload.run)
      const file = await makeFile(tx, runId)
      if ('refused' in file) return
      if (bankOf(file.book)) await enqueue(tx, 'payment-send', { run: runId }, { key: `payment-send:${runId}` })
    },
    'payment-send': async (tx, payload) => {
      const runId = String(payload.run)
      const run = await lockRun(tx, runId)
      const bank = run && bankOf(run.book)
      if (!bank) return
      const answer = await sendFile(tx, runId, bank)
      if (answer && 'refused' in answer)
        log.warn({ run: runId, code: answer.refused }, 'the bank answered something we cannot take')
      else if (answer?.again)
        await enqueue(
          tx,
          'payment-send',
          { run: runId },
          { key: `payment-send:${runId}`, runAt: new Date(Date.now() + againAfterMs).toISOString() },
        )
    },
    'payment-collect': async (tx) => {
      for (const { book_id } of await tx.selectFrom('book').select('book_id').orderBy('book_id').execute()) {
        const bank = bankOf(book_id)
        if (!bank) continue
        const outcomes = await collectReturns(tx, book_id, bank)
        const refused = outcomes.find((outcome) => 'refused' in outcome)
        if (refused && 'refused' in refused)
          log.warn({ book: book_id, code: refused.refused }, 'a result file of the bank was kept aside')
      }
    },
  }
}
