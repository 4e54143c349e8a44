import type { Day } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { Report } from './report.ts'

export interface IssuedReport {
  household: HouseholdId
  id: string
  request: string
  number: string
  version: number
  programme: ProgrammeId
  issuedOn: Day
  /** The last day it may be relied on (VER-07). */
  validUntil: Day
  content: Report
  contentHash: string
}

/** The reports of a household, newest first. */
export async function reportsOf(
  tx: Tx,
  household: HouseholdId,
  filter: { request?: string; programme?: ProgrammeId } = {},
): Promise<IssuedReport[]> {
  let query = tx.selectFrom('verification_report').selectAll().where('household_id', '=', household)
  if (filter.request) query = query.where('request_id', '=', filter.request)
  if (filter.programme) query = query.where('programme', '=', filter.programme)
  const rows = await query.orderBy('report_id', 'desc').execute()
  return rows.map((row) => ({
    household: row.household_id,
    id: row.report_id,
    request: row.request_id,
    number: row.number,
    version: row.version,
    programme: row.programme as ProgrammeId,
    issuedOn: row.issued_on,
    validUntil: row.valid_until,
    content: row.content as unknown as Report,
    contentHash: row.content_hash,
  }))
}
