import { sql } from 'kysely'
import type { Tx } from '../platform/index.ts'
import type { Difference, DifferenceKind } from './reconcile.ts'

/** What the latest comparison of a run found, or null when nobody has compared yet. */
export async function lastReconciliation(
  tx: Tx,
  runId: string,
): Promise<{ settled: boolean; differences: Difference[] } | null> {
  const row = await tx
    .selectFrom('reconciliation')
    .select(['settled', 'differences'])
    .where('run_id', '=', runId)
    .orderBy(sql`reconciliation_id`, 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const kept = row.differences as unknown as {
    kind: DifferenceKind
    reference: string
    expected: string | null
    found: string | null
  }[]
  const money = (text: string | null) => (text === null ? null : BigInt(text))
  return {
    settled: row.settled,
    differences: kept.map((one) => ({ ...one, expected: money(one.expected), found: money(one.found) })),
  }
}
