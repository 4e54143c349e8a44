import type { AreaCode, Day } from '../foundation/index.ts'
import { decodeValue, type HouseholdId, subjectOf } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import type { FactName } from '../policy/index.ts'
import type { DiscrepancyKind } from './discrepancy.ts'
import type { Rebuttal, RebuttalState } from './rebuttal.ts'

export async function rebuttalsOf(
  tx: Tx,
  household: HouseholdId,
  filter: { request?: string; states?: readonly RebuttalState[] } = {},
): Promise<Rebuttal[]> {
  let query = tx.selectFrom('rebuttal').selectAll().where('household_id', '=', household)
  if (filter.request) query = query.where('request_id', '=', filter.request)
  if (filter.states) query = query.where('state', 'in', filter.states)
  return (await query.orderBy('rebuttal_id').execute()).map(toRebuttal)
}

export async function lockRebuttal(tx: Tx, household: HouseholdId, id: string): Promise<Rebuttal | null> {
  const row = await tx
    .selectFrom('rebuttal')
    .selectAll()
    .where('household_id', '=', household)
    .where('rebuttal_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? toRebuttal(row) : null
}

/** Of an area, by the day they are due: the county verifier's list. */
export async function openRebuttalsIn(tx: Tx, area: AreaCode, limit = 200): Promise<Rebuttal[]> {
  const rows = await tx
    .selectFrom('rebuttal')
    .selectAll()
    .where('state', 'in', ['open', 'unanswered', 'answered'])
    .where('area', '>=', area)
    .where('area', '<', `${area}~`)
    .orderBy('answer_by')
    .orderBy('rebuttal_id')
    .limit(Math.min(limit, 1000))
    .execute()
  return rows.map(toRebuttal)
}

interface Row {
  household_id: bigint
  rebuttal_id: string
  request_id: string
  subject_kind: string
  subject_id: string
  fact: string
  kind: string
  declared_fact: string | null
  declared: string | null
  matched_fact: string | null
  matched: string
  source_name: string
  opened_on: Day
  answer_by: Day
  provisional: boolean
  state: string
  answer: string | null
  answered_on: Day | null
  evidence: unknown
  recheck_by: Day | null
  resolved_on: Day | null
  reason: string | null
  adopted_fact: string | null
}

export const toRebuttal = (row: Row): Rebuttal => ({
  household: row.household_id,
  id: row.rebuttal_id,
  request: row.request_id,
  subject: subjectOf(row.subject_kind, row.subject_id),
  fact: row.fact as FactName,
  kind: row.kind as DiscrepancyKind,
  declaredFact: row.declared_fact,
  declared: row.declared === null ? null : decodeValue(row.fact as FactName, JSON.parse(row.declared)),
  matchedFact: row.matched_fact,
  matched: decodeValue(row.fact as FactName, JSON.parse(row.matched)),
  sourceName: row.source_name,
  openedOn: row.opened_on,
  answerBy: row.answer_by,
  provisional: row.provisional,
  state: row.state as RebuttalState,
  answer: row.answer,
  answeredOn: row.answered_on,
  evidence: row.evidence as string[],
  recheckBy: row.recheck_by,
  resolvedOn: row.resolved_on,
  reason: row.reason,
  adoptedFact: row.adopted_fact,
})
