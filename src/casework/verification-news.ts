import { isRefusal } from '../foundation/index.ts'
import type { Event, Tx } from '../platform/index.ts'
import { type Report, reportsOf } from '../verification/index.ts'
import type { Appeal } from './appeal.ts'
import type { Case } from './application.ts'
import { readCase } from './case-store.ts'
import { recordReport } from './verify.ts'

/**
 * The report is there (event `verification.reported`). It stands in for a visit only where every source answered about
 * everybody: a silence, an old figure and "not asked" are not known, and what is not known has to be looked at.
 */
export async function reportArrived(tx: Tx, event: Event): Promise<void> {
  const { case: caseId, report: reportId, household } = event.payload
  if (typeof caseId !== 'string' || typeof reportId !== 'string') return
  const filed = await readCase<Case | Appeal>(tx, caseId)
  if (isRefusal(filed) || filed.state.kind === 'appeal') return
  const report = (await reportsOf(tx, BigInt(household!))).find((r) => r.id === reportId)
  if (!report) return
  // A later version of the report, or one that comes after the decision, changes nothing here by itself.
  await recordReport(tx, { caseId, reportId, coversVisit: covers(report.content) })
}

const covers = (report: Report): boolean =>
  report.lines.length > 0 && report.lines.every((line) => line.state === 'found' || line.state === 'no-record')
