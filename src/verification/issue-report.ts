import { type AreaCode, addDays, addMonths, enclosing } from '../foundation/index.ts'
import { householdById, membersOn, residenceOf } from '../household/index.ts'
import { actorOf, audit, businessDay, digestOf, newId, nextNumber, type Tx } from '../platform/index.ts'
import { findProcedure } from '../policy/index.ts'
import type { VerificationRequest } from './enquiry.ts'
import { enquiriesOf, findingsOf } from './enquiry-store.ts'
import { valueIn } from './parameters.ts'
import { composeReport, type Report } from './report.ts'
import { type IssuedReport, reportsOf } from './report-store.ts'
import { thresholdsFor } from './thresholds.ts'

/** The report as it stands now, with the lines of that programme's thresholds; also while answers are still out. */
export async function draftReport(tx: Tx, request: VerificationRequest): Promise<Report> {
  const [household, enquiries, findings, members] = await Promise.all([
    householdById(tx, request.household),
    enquiriesOf(tx, request.household, request.id),
    findingsOf(tx, request.household, request.id),
    membersOn(tx, request.household, request.requestedOn),
  ])
  const residence = household ? await residenceOf(tx, household, request.requestedOn) : null
  const thresholds =
    household && residence
      ? thresholdsFor(request.programme, household.area, residence, request.requestedOn, members.length)
      : new Map()
  return composeReport(enquiries, findings, thresholds)
}

/** Freezes the report under a number. A late answer makes the next version; the same content makes none (null). */
export async function issueReport(tx: Tx, request: VerificationRequest, area: AreaCode): Promise<IssuedReport | null> {
  const content = await draftReport(tx, request)
  const contentHash = digestOf(content)
  const [last] = await reportsOf(tx, request.household, { request: request.id })
  if (last?.contentHash === contentHash) return null
  const today = await businessDay(tx)
  const county = enclosing(area, 'county') ?? area
  const year = today.slice(0, 4)
  const number =
    last?.number ??
    `HD${county}${year}${String(await nextNumber(tx, `verification-report:${county}:${year}`)).padStart(6, '0')}`
  const months =
    findProcedure(request.programme, area, today)?.verification.validMonths ?? valueIn('reportValidMonths', area, today)
  const issued: IssuedReport = {
    household: request.household,
    id: newId(),
    request: request.id,
    number,
    version: (last?.version ?? 0) + 1,
    programme: request.programme,
    issuedOn: today,
    validUntil: addDays(addMonths(today, months), -1),
    content,
    contentHash,
  }
  await tx
    .insertInto('verification_report')
    .values({
      household_id: issued.household,
      report_id: issued.id,
      area,
      request_id: issued.request,
      number: issued.number,
      version: issued.version,
      programme: issued.programme,
      issued_on: issued.issuedOn,
      valid_until: issued.validUntil,
      content: JSON.stringify(content),
      content_hash: contentHash,
      issued_by: actorOf(tx).id,
    })
    .execute()
  await audit(tx, {
    action: 'verification.report',
    subject: { kind: 'report', id: issued.id, household: issued.household },
    area,
    after: { number, version: issued.version, contentHash },
    detail: { number, version: issued.version, lines: content.lines.length },
  })
  return issued
}
