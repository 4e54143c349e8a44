import { sql } from 'kysely'
import type { AreaCode, Day } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import type { Source } from './words.ts'

/** How often a source really answers, and how soon: each carries its own record (practice §1.7). */
export interface SourceRecord {
  connection: string
  source: Source
  asked: number
  answered: number
  found: number
  noAnswer: number
  /** Days from asking to the answer, on average; null while nothing was answered. */
  days: number | null
}

export async function sourceRecords(tx: Tx, area: AreaCode, since: Day): Promise<SourceRecord[]> {
  const rows = await tx
    .selectFrom('enquiry')
    .select((row) => [
      'connection',
      'source',
      row.fn.countAll<bigint>().as('asked'),
      sql<bigint>`sum(case when state = 'answered' then 1 else 0 end)`.as('answered'),
      sql<bigint>`sum(case when result = 'found' then 1 else 0 end)`.as('found'),
      sql<bigint>`sum(case when state = 'no-answer' then 1 else 0 end)`.as('no_answer'),
      sql<bigint | null>`sum(case when state = 'answered' then answered_on - asked_on else 0 end)`.as('days'),
    ])
    .where('area', '>=', area || '0')
    .where('area', '<', `${area}~`)
    .where('asked_on', '>=', since)
    .where('connection', 'is not', null)
    .groupBy(['connection', 'source'])
    .orderBy('connection')
    .orderBy('source')
    .execute()
  return rows.map((row) => ({
    connection: row.connection!,
    source: row.source as Source,
    asked: Number(row.asked),
    answered: Number(row.answered),
    found: Number(row.found),
    noAnswer: Number(row.no_answer),
    days: Number(row.answered) > 0 ? Number(row.days) / Number(row.answered) : null,
  }))
}
