import { type RawBuilder, sql } from 'kysely'
import { textOfCounterDrafts } from '../casework/index.ts'
import { textOfDrafts } from '../pages/index.ts'
import { audit, type Db, house, systemActor, type Tx, withScope } from '../platform/index.ts'

/**
 * A file is written before the row that points to it, so a refusal, a crash or a torn-up draft may leave bytes nobody
 * points to: somebody's identity card, kept for ever by accident (R40). Once a night they are looked for and removed.
 */

/** Columns that hold the id of one file. */
export const fileColumns = [
  ['aside_file', 'file_id'],
  ['appraisal', 'minutes_file'],
  ['attachment', 'file_id'],
  ['bank_answer', 'file_id'],
  ['case_helper', 'consent_file'],
  ['case_signature', 'paper'],
  ['confirmation_batch', 'minutes_file'],
  ['consent', 'file_id'],
  ['payment_file', 'file_id'],
  ['reconciliation', 'statement_file'],
  ['return_file', 'file_id'],
  ['roster_batch', 'file_id'],
  ['verification_authorisation', 'file_id'],
  ['verification_batch', 'file_id'],
  ['verification_reply', 'file_id'],
] as const

/** Records in which a file may be named among other things. */
export const recordColumns = [
  ['case_application', 'attachments'],
  ['case_event', 'data'],
  ['case_file', 'state'],
  ['case_notice', 'photo_first'],
  ['case_notice', 'photo_last'],
  ['fact', 'evidence'],
  ['home_visit', 'form'],
  ['rebuttal', 'evidence'],
  ['supplement_notice', 'answer'],
  ['timeline', 'refs'],
] as const

/** So long a file may lie without a row: longer than any transaction and any upload. */
const hours = 24
/** Of what is left after the cheap look, so many are looked for in records in one night. */
const atOnce = 200

/** Removes files that no row and no draft names. Returns how many. */
export async function collectFiles(db: Db, now: Date): Promise<number> {
  const old = await house().files.keptBefore(new Date(now.getTime() - hours * 3_600_000))
  if (old.length === 0) return 0
  const orphans = await withScope(db, { actor: systemActor('collect-files') }, async (tx) => {
    const unnamed = without(old, await namedInColumns(tx)).slice(0, atOnce)
    if (unnamed.length === 0) return []
    const drafts = [...(await textOfDrafts(tx)), ...(await textOfCounterDrafts(tx))].join('\n')
    const inRecords = await namedInRecords(
      tx,
      unnamed.filter((id) => !drafts.includes(id)),
    )
    const gone = unnamed.filter((id) => !drafts.includes(id) && !inRecords.has(id))
    if (gone.length > 0) await audit(tx, { action: 'files.collect', detail: { files: gone.length } })
    return gone
  })
  for (const id of orphans) await house().files.remove(id)
  return orphans.length
}

const without = (ids: readonly string[], named: ReadonlySet<string>) => ids.filter((id) => !named.has(id))

async function namedInColumns(tx: Tx): Promise<Set<string>> {
  const all = fileColumns.map(
    ([table, column]) =>
      sql`select ${sql.ref(column)} as id from ${sql.table(table)} where ${sql.ref(column)} is not null`,
  )
  return idsOf(tx, sql.join(all, sql` union `))
}

async function namedInRecords(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const wanted = sql`(select unnest(${ids}::text[]) as id) as wanted`
  const all = recordColumns.map(
    ([table, column]) =>
      sql`select wanted.id from ${wanted} join ${sql.table(table)} as r on strpos(r.${sql.ref(column)}::text, wanted.id) > 0`,
  )
  return idsOf(tx, sql.join(all, sql` union `))
}

async function idsOf(tx: Tx, query: RawBuilder<unknown>): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`${query}`.execute(tx)
  return new Set(rows.map((row) => row.id))
}
