import type { Day, Instant } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import type { FactName } from '../policy/index.ts'
import { decodeValue, type Fact, type FactSource, type FactSubject, subjectKey, subjectOf } from './fact.ts'
import type { HouseholdId } from './ids.ts'

export interface FactRow {
  household_id: bigint
  seq: bigint
  fact_id: string
  subject_kind: string
  subject_id: string
  name: string
  value: unknown
  source: string
  valid_from: Day
  valid_until: Day | null
  as_of: Day | null
  source_name: string | null
  evidence: unknown
  adopted_from: string | null
  reason: string | null
  after_preview: string | null
  said_by: string | null
  recorded_at: string
  recorded_on: Day
  recorded_by: string
}

export const toFact = (row: FactRow): Fact => ({
  id: row.fact_id,
  seq: row.seq,
  subject: subjectOf(row.subject_kind, row.subject_id),
  name: row.name as FactName,
  value: decodeValue(row.name as FactName, row.value),
  source: row.source as FactSource,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
  asOf: row.as_of,
  sourceName: row.source_name,
  evidence: row.evidence as Record<string, string> | null,
  adoptedFrom: row.adopted_from,
  reason: row.reason,
  afterPreview: row.after_preview !== null,
  saidBy: row.said_by,
  recordedAt: row.recorded_at as Instant,
  recordedOn: row.recorded_on,
  recordedBy: row.recorded_by,
})

export interface FactQuery {
  /** Facts that hold on this day; all days when left out. */
  on?: Day
  sources?: readonly FactSource[]
  subject?: FactSubject
  names?: readonly FactName[]
  /** Only what had been written by then (numbers of `lastFactSeq`): what a decision knew. */
  upTo?: bigint
}

/**
 * In the order in which they hold: of two rows for the same thing the one that begins later, and of two that begin on
 * one day the one written later. So a late entry about spring does not undo what is known since summer.
 */
export async function factsOf(tx: Tx, household: HouseholdId, query: FactQuery = {}): Promise<Fact[]> {
  let select = tx.selectFrom('fact').selectAll().where('household_id', '=', household)
  const { on, sources, subject, names, upTo } = query
  if (on)
    select = select
      .where('valid_from', '<=', on)
      .where((row) => row.or([row('valid_until', 'is', null), row('valid_until', '>', on)]))
  if (sources) select = select.where('source', 'in', sources)
  if (subject) select = select.where('subject_kind', '=', subject.kind).where('subject_id', '=', subjectKey(subject))
  if (names) select = select.where('name', 'in', names)
  if (upTo !== undefined) select = select.where('seq', '<=', upTo)
  return (await select.orderBy('valid_from').orderBy('seq').execute()).map(toFact)
}

export async function factsById(tx: Tx, household: HouseholdId, ids: readonly string[]): Promise<Map<string, Fact>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('fact')
    .selectAll()
    .where('household_id', '=', household)
    .where('fact_id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.fact_id, toFact(row)]))
}

/** How far the household's facts have been written: kept with a decision so that it can be replayed. */
export async function lastFactSeq(tx: Tx, household: HouseholdId): Promise<bigint> {
  const row = await tx
    .selectFrom('household')
    .select('fact_seq')
    .where('household_id', '=', household)
    .executeTakeFirst()
  return row?.fact_seq ?? 0n
}

/** The row that holds for every (subject, name). */
export function latest(facts: readonly Fact[]): Map<string, Fact> {
  const found = new Map<string, Fact>()
  for (const fact of facts) found.set(factKey(fact.subject, fact.name), fact)
  return found
}

export const factKey = (subject: FactSubject, name: FactName): string =>
  `${subject.kind}/${subjectKey(subject)}/${name}`
