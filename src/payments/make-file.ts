import { assert, type Refusal, sum, yuanText } from '../foundation/index.ts'
import { audit, businessDay, house, nextNumber, type Tx } from '../platform/index.ts'
import { programmes } from '../policy/index.ts'
import { fileWriter } from './bank-file.ts'
import { bookById, officeKey, payerAccount } from './book.ts'
import { failpoint } from './failpoints.ts'
import { openAccount } from './payee-account.ts'
import { longWork } from './preview-run.ts'
import { instructionOf } from './run.ts'
import { changeRun, lockRun, type Run, runFor } from './run-store.ts'

export interface PaymentFile {
  book: string
  sequence: bigint
  runId: string
  fileId: string
  digest: string
  lines: number
  total: bigint
}

const linesAtOnce = 5_000

/**
 * The bank's file of a released run. Its number and its record commit together with the state; a process that dies in
 * between leaves the number free, and the next one makes the same bytes again.
 */
export async function makeFile(tx: Tx, runId: string): Promise<PaymentFile | Refusal<'not-found' | 'run-state'>> {
  const made = await fileOfRun(tx, runId)
  if (made) return made
  const found = await runFor(tx, runId, 'file')
  if ('refused' in found) return (await fileOfRun(tx, runId)) ?? found
  const { run } = found
  await longWork(tx)
  failpoint('before-file')
  const sequence = await nextNumber(tx, `payment-file:${run.book}`)
  const key = officeKey()
  const file = await writeFile(tx, run, sequence)
  const { bytes, digest, lines } = file.end([yuanText(run.total)], key)
  assert(lines === run.lines && file.total() === run.total, `the file of run ${run.number} differs from its list`)
  const stored = await house().files.put(bytes)
  failpoint('after-file-write')
  await tx
    .insertInto('payment_file')
    .values({
      book_id: run.book,
      sequence,
      run_id: run.runId,
      file_id: stored.id,
      digest,
      key_id: key.keyId,
      lines,
      total: run.total,
    })
    .execute()
  await changeRun(tx, run, { state: found.next })
  await audit(tx, {
    action: 'payment-run.file',
    subject: { kind: 'payment-run', id: runId },
    area: run.book,
    after: { digest },
    detail: { number: run.number, sequence: Number(sequence), lines },
  })
  failpoint('after-file-record')
  return { book: run.book, sequence, runId, fileId: stored.id, digest, lines, total: run.total }
}

async function writeFile(tx: Tx, run: Run, sequence: bigint) {
  const book = (await bookById(tx, run.book))!
  const writer = fileWriter('payment', [
    run.book,
    book.payerName,
    await payerAccount(tx, run.book),
    run.number,
    String(sequence),
    run.programme,
    run.month,
    // The day of release, not of making: the same run gives the same bytes on any day.
    run.releasedOn ?? (await businessDay(tx)),
    'CNY',
  ])
  const amounts: bigint[] = []
  for (let after = 0; ; ) {
    const lines = await tx
      .selectFrom('payment_line')
      .select(['line_no', 'holder', 'bank', 'account_id', 'number_sealed', 'amount', 'month', 'kind'])
      .where('book_id', '=', run.book)
      .where('run_id', '=', run.runId)
      .where('held', '=', false)
      .where('line_no', '>', after)
      .orderBy('line_no')
      .limit(linesAtOnce)
      .execute()
    if (lines.length === 0) break
    amounts.push(sum(lines.map((line) => line.amount)))
    writer.rows(
      lines.map((line) => [
        instructionOf(run.runId, line.line_no),
        line.holder!,
        line.bank!,
        openAccount(line.account_id!, line.number_sealed!),
        yuanText(line.amount),
        `${line.month} ${programmes[run.programme].zh}${line.kind === 'back-pay' ? '补发' : ''}`,
      ]),
    )
    after = lines.at(-1)!.line_no
  }
  return { end: writer.end, total: () => sum(amounts) }
}

export async function fileOfRun(tx: Tx, runId: string): Promise<PaymentFile | null> {
  const row = await tx.selectFrom('payment_file').selectAll().where('run_id', '=', runId).executeTakeFirst()
  return row
    ? {
        book: row.book_id,
        sequence: row.sequence,
        runId: row.run_id,
        fileId: row.file_id,
        digest: row.digest,
        lines: row.lines,
        total: row.total,
      }
    : null
}

/** The bytes as they were made, however often they are asked for. */
export const fileBytes = (file: Pick<PaymentFile, 'fileId'>): Promise<Buffer> => house().files.get(file.fileId)

/** Carried by hand: a person says that the bank has it. */
export async function markSent(tx: Tx, runId: string): Promise<Run | Refusal<'not-found' | 'run-state'>> {
  const found = await runFor(tx, runId, 'send')
  if ('refused' in found) return found
  await changeRun(tx, found.run, { state: found.next, sent_on: await businessDay(tx) })
  await audit(tx, {
    action: 'payment-run.send',
    subject: { kind: 'payment-run', id: runId },
    area: found.run.book,
    detail: { number: found.run.number },
  })
  return (await lockRun(tx, runId))!
}
