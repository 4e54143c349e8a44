import { type Day, type Refusal, refuse } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import { actorOf, audit, businessDay, house, type Tx } from '../platform/index.ts'
import { requestsOf } from './enquiry-store.ts'
import { draftReport } from './issue-report.ts'
import { noteLook } from './look.ts'
import type { Report, ReportLine } from './report.ts'
import { type IssuedReport, reportsOf } from './report-store.ts'
import type { Subject } from './words.ts'

/**
 * Who sees how much (VER-03, VER-08). An officer sees what has to be adopted; which bank and which plate only with a
 * reason; a member of the family only their own lines and the household's; of a supporter elsewhere everybody but the
 * verifier sees only whether anything is known.
 */
export type Viewer = { as: 'verifier' } | { as: 'officer' } | { as: 'member'; person: bigint }

export interface ShownReport {
  /** Null for a draft: answers are still out. */
  issued: Pick<IssuedReport, 'id' | 'number' | 'version' | 'issuedOn' | 'validUntil'> | null
  /** Whether it may still be relied on today (VER-07). */
  valid: boolean
  requestedOn: Day
  content: Report
}

export type ReportRefusal = Refusal<'no-such-report'>

/** The latest report of a household for a case or programme, else the draft of the round that is open. Reading it is recorded. */
export async function reportFor(
  tx: Tx,
  input: { household: HouseholdId; request?: string; caseId?: string; viewer: Viewer },
): Promise<ShownReport | ReportRefusal> {
  const rounds = await requestsOf(tx, input.household, input.caseId ? { caseId: input.caseId } : {})
  const round = input.request ? rounds.find((one) => one.id === input.request) : rounds[0]
  if (!round) return refuse('no-such-report')
  const [last] = round.state === 'open' ? [] : await reportsOf(tx, input.household, { request: round.id })
  const today = await businessDay(tx)
  const content = disclose(last?.content ?? (await draftReport(tx, round)), input.viewer)
  await noteReading(tx, input.household, round.purpose, last?.id ?? round.id)
  return {
    issued: last ?? null,
    valid: last !== undefined && today <= last.validUntil,
    requestedOn: round.requestedOn,
    content,
  }
}

async function noteReading(tx: Tx, household: HouseholdId, purpose: string, report: string): Promise<void> {
  if (actorOf(tx).role === 'system') return
  await audit(tx, {
    action: 'verification.read-report',
    subject: { kind: 'report', id: report, household },
    detail: { purpose },
  })
  // The family's own reading is no look at their home by somebody else.
  if (actorOf(tx).role !== 'citizen') await noteLook(tx, { household, what: 'report-read', purpose })
}

export function disclose(report: Report, viewer: Viewer): Report {
  switch (viewer.as) {
    case 'verifier':
      return report
    case 'officer':
      return { ...report, lines: report.lines.map(bandOfSupporter) }
    case 'member': {
      const own = `person/${viewer.person}`
      return {
        ...report,
        lines: report.lines
          .filter((line) => line.who === own || line.who === 'household')
          // The household's total minus one's own figure is the other's figure: only the conclusion is shared.
          .map((line) => (line.who === 'household' ? { ...line, value: null, asOf: null, finding: null } : line)),
      }
    }
  }
}

/** A supporter elsewhere is not the one who asks for help: their figures stay with the verifier. */
const bandOfSupporter = (line: ReportLine): ReportLine =>
  line.who.startsWith('supporter/') ? { ...line, value: null, item: null, unit: null, finding: null } : line

export type Reason = 'rebuttal' | 'decision' | 'appeal' | 'inspection'

/** Which bank, which account's last four, when registered: one finding, for a reason, recorded. */
export async function openDetail(
  tx: Tx,
  input: { household: HouseholdId; finding: string; reason: Reason },
): Promise<{ detail: string } | Refusal<'no-such-finding' | 'no-detail'>> {
  const row = await tx
    .selectFrom('finding')
    .select(['detail_sealed', 'item', 'source'])
    .where('household_id', '=', input.household)
    .where('finding_id', '=', input.finding)
    .executeTakeFirst()
  if (!row) return refuse('no-such-finding')
  if (!row.detail_sealed) return refuse('no-detail')
  await audit(tx, {
    action: 'verification.open-detail',
    subject: { kind: 'finding', id: input.finding, household: input.household },
    detail: { reason: input.reason, item: row.item, source: row.source },
  })
  await noteLook(tx, {
    household: input.household,
    what: 'detail-opened',
    purpose: input.reason,
    sources: [row.source],
    citizenSees: input.reason !== 'inspection',
  })
  return { detail: house().crypto.open(row.detail_sealed, `finding.detail:${input.finding}`) }
}

/** What another chapter needs to know before it pays: when a source last spoke about somebody, and how (R30). */
export async function lastAnswer(
  tx: Tx,
  household: HouseholdId,
  about: { subject: Subject; source: string },
): Promise<{ result: 'found' | 'no-record' | 'name-differs'; asOf: Day | null; answeredOn: Day } | null> {
  const row = await tx
    .selectFrom('enquiry')
    .select(['result', 'as_of', 'answered_on'])
    .where('household_id', '=', household)
    .where('subject_kind', '=', about.subject.kind)
    .where('subject_id', '=', String(about.subject.id))
    .where('source', '=', about.source)
    .where('state', '=', 'answered')
    .orderBy('answered_on', 'desc')
    .orderBy('enquiry_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row?.result || !row.answered_on) return null
  return { result: row.result as 'found' | 'no-record' | 'name-differs', asOf: row.as_of, answeredOn: row.answered_on }
}
