import { createHash } from 'node:crypto'
import { type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, house, newId, type Tx } from '../platform/index.ts'

/** A file of the bank that was refused whole. Nothing was changed by it; it waits for a person, with the reason. */
export interface AsideFile {
  asideId: string
  book: string
  what: 'answer' | 'return' | 'statement'
  refused: string
  atLine: number | null
  atColumn: string | null
  sequence: bigint | null
  on: Day
  settledOn: Day | null
  settledHow: string | null
}

export const bytesDigest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Keeps the bytes and the reason; the same file refused for the same reason is kept once. */
export async function keepAside(
  tx: Tx,
  file: { book: string; what: AsideFile['what']; bytes: Buffer; refusal: Refusal; sequence?: bigint },
): Promise<void> {
  const digest = bytesDigest(file.bytes)
  const known = await tx
    .selectFrom('aside_file')
    .select('aside_id')
    .where('book_id', '=', file.book)
    .where('digest', '=', digest)
    .where('refused', '=', file.refusal.refused)
    .executeTakeFirst()
  if (known) return
  const { id } = await house().files.put(file.bytes)
  const asideId = newId()
  await tx
    .insertInto('aside_file')
    .values({
      book_id: file.book,
      aside_id: asideId,
      file_id: id,
      digest,
      what: file.what,
      refused: file.refusal.refused,
      at_line: Number(file.refusal.with?.line ?? 0) || null,
      at_column: (file.refusal.with?.column as string | undefined) ?? null,
      sequence: file.sequence ?? null,
      received_by: actorOf(tx).id,
    })
    .onConflict((conflict) => conflict.columns(['book_id', 'digest', 'refused']).doNothing())
    .execute()
  await audit(tx, {
    action: 'bank-file.refused',
    subject: { kind: 'bank-file', id: asideId },
    area: file.book,
    result: 'refused',
    detail: { code: file.refusal.refused },
  })
}

export async function asideFiles(tx: Tx, book: string, options: { settled?: boolean } = {}): Promise<AsideFile[]> {
  let query = tx.selectFrom('aside_file').selectAll().where('book_id', '=', book)
  if (!options.settled) query = query.where('settled_on', 'is', null)
  const rows = await query.orderBy('aside_id').execute()
  return rows.map((row) => ({
    asideId: row.aside_id,
    book: row.book_id,
    what: row.what as AsideFile['what'],
    refused: row.refused,
    atLine: row.at_line,
    atColumn: row.at_column,
    sequence: row.sequence,
    on: row.on_day,
    settledOn: row.settled_on,
    settledHow: row.settled_how,
  }))
}

/** A person dealt with it: spoke with the bank, or the next file made it good. */
export async function settleAside(
  tx: Tx,
  input: { book: string; asideId: string; how: string },
): Promise<{ done: true } | Refusal<'needs-a-person' | 'reason-missing' | 'not-found'>> {
  const by = actorOf(tx).naturalPerson
  if (!by) return refuse('needs-a-person')
  if (!input.how.trim()) return refuse('reason-missing', undefined, 'how')
  const settled = await tx
    .updateTable('aside_file')
    .set({ settled_on: await businessDay(tx), settled_by: by, settled_how: input.how.trim() })
    .where('book_id', '=', input.book)
    .where('aside_id', '=', input.asideId)
    .where('settled_on', 'is', null)
    .returning('aside_id')
    .executeTakeFirst()
  if (!settled) return refuse('not-found')
  await audit(tx, { action: 'bank-file.settle', subject: { kind: 'bank-file', id: input.asideId }, area: input.book })
  return { done: true }
}
