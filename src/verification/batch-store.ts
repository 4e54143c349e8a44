import type { AreaCode, Day } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'

export interface Batch {
  id: string
  area: AreaCode
  connection: string
  madeOn: Day
  households: number
  rows: number
  fileId: string
  digest: string
  /** `made` → `sent` (it has left, or may have) → `finished`; `void` when it must not leave any more. */
  state: 'made' | 'sent' | 'finished' | 'void'
  sentOn: Day | null
  hasReceipt: boolean
  tries: number
  trouble: string | null
  voidWhy: string | null
}

export async function lockBatch(tx: Tx, id: string): Promise<Batch | null> {
  const row = await tx
    .selectFrom('verification_batch')
    .selectAll()
    .where('batch_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? toBatch(row) : null
}

/** Lists of an area, newest first: what went out, what is still awaited. */
export async function batchesIn(
  tx: Tx,
  area: AreaCode,
  filter: { connection?: string; states?: readonly Batch['state'][]; limit?: number } = {},
): Promise<Batch[]> {
  let query = tx
    .selectFrom('verification_batch')
    .selectAll()
    .where('area', '>=', area || '0')
    .where('area', '<', `${area}~`)
  if (filter.connection) query = query.where('connection', '=', filter.connection)
  if (filter.states) query = query.where('state', 'in', filter.states)
  const rows = await query
    .orderBy('batch_id', 'desc')
    .limit(Math.min(filter.limit ?? 200, 1000))
    .execute()
  return rows.map(toBatch)
}

interface Row {
  batch_id: string
  area: string
  connection: string
  made_on: Day
  households: number
  rows: number
  file_id: string
  digest: string
  state: string
  sent_on: Day | null
  receipt: unknown
  tries: number
  trouble: string | null
  void_why: string | null
}

const toBatch = (row: Row): Batch => ({
  id: row.batch_id,
  area: row.area as AreaCode,
  connection: row.connection,
  madeOn: row.made_on,
  households: row.households,
  rows: row.rows,
  fileId: row.file_id,
  digest: row.digest,
  state: row.state as Batch['state'],
  sentOn: row.sent_on,
  hasReceipt: row.receipt !== null,
  tries: row.tries,
  trouble: row.trouble,
  voidWhy: row.void_why,
})
