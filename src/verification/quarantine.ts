import type { AreaCode, Day, Refusal } from '../foundation/index.ts'
import { refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, house, type Tx } from '../platform/index.ts'
import type { QuarantineReason } from './receive-reply.ts'

/** An answer that was put aside. Nothing of it is in any household's file. */
export interface PutAside {
  id: string
  connection: string
  why: QuarantineReason
  receivedOn: Day
  carried: 'connector' | 'by-hand'
  size: number
  lookedOn: Day | null
  lookedNote: string | null
  stillKept: boolean
}

export async function quarantinedIn(
  tx: Tx,
  area: AreaCode,
  filter: { open?: boolean; limit?: number } = {},
): Promise<PutAside[]> {
  let query = tx
    .selectFrom('verification_reply')
    .selectAll()
    .where('verdict', '=', 'quarantined')
    .where('area', '>=', area || '0')
    .where('area', '<', `${area}~`)
  if (filter.open) query = query.where('looked_on', 'is', null)
  const rows = await query
    .orderBy('reply_id', 'desc')
    .limit(Math.min(filter.limit ?? 100, 1000))
    .execute()
  return rows.map((row) => ({
    id: row.reply_id,
    connection: row.connection,
    why: row.why as QuarantineReason,
    receivedOn: row.received_on,
    carried: row.carried as PutAside['carried'],
    size: row.size,
    lookedOn: row.looked_on,
    lookedNote: row.looked_note,
    stillKept: row.file_id !== null,
  }))
}

/** Somebody has looked and says what was done: called the hub, asked for a new file. It is never made valid by hand. */
export async function settleQuarantined(
  tx: Tx,
  input: { reply: string; note: string },
): Promise<null | Refusal<'no-such-reply' | 'note-needed' | 'already-looked-at'>> {
  const note = input.note.trim()
  if (!note) return refuse('note-needed', undefined, 'note')
  const row = await tx
    .selectFrom('verification_reply')
    .select(['verdict', 'looked_on'])
    .where('reply_id', '=', input.reply)
    .forUpdate()
    .executeTakeFirst()
  if (row?.verdict !== 'quarantined') return refuse('no-such-reply')
  if (row.looked_on) return refuse('already-looked-at', { day: row.looked_on })
  await tx
    .updateTable('verification_reply')
    .set({ looked_on: await businessDay(tx), looked_by: actorOf(tx).id, looked_note: note.slice(0, 500) })
    .where('reply_id', '=', input.reply)
    .execute()
  await audit(tx, { action: 'verification.settle-quarantined', subject: { kind: 'reply', id: input.reply } })
  return null
}

/** The file as it came, for whoever has to talk to the other side about it. Reading it is recorded. */
export async function quarantinedFile(tx: Tx, reply: string): Promise<Buffer | null> {
  const row = await tx
    .selectFrom('verification_reply')
    .select('file_id')
    .where('reply_id', '=', reply)
    .where('verdict', '=', 'quarantined')
    .executeTakeFirst()
  if (!row?.file_id) return null
  await audit(tx, { action: 'verification.read-quarantined', subject: { kind: 'reply', id: reply } })
  return house().files.get(row.file_id)
}
