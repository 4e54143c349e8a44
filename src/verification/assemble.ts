import { type AreaCode, assert, isRefusal } from '../foundation/index.ts'
import {
  addTimeline,
  areaOfHousehold,
  checkFact,
  type Fact,
  factsOf,
  type HouseholdId,
  recordFacts,
} from '../household/index.ts'
import { businessDay, emit, type Tx } from '../platform/index.ts'
import { type Enquiry, isFinal, type VerificationRequest } from './enquiry.ts'
import { enquiriesOf, findingsOf, requestById } from './enquiry-store.ts'
import { factPlace } from './fact-place.ts'
import { issueReport } from './issue-report.ts'
import { type MatchedFact, matchedFacts } from './matched-facts.ts'
import { openRebuttals } from './open-rebuttal.ts'
import { sourceNames } from './source-names.ts'

/**
 * Puts together what is known of a round, after every answer and again after a late one. Only what is new is written:
 * a matched fact that changed, a rebuttal that did not exist, a report version once every question has its end.
 */
export async function assemble(tx: Tx, household: HouseholdId, requestId: string): Promise<void> {
  const request = await requestById(tx, household, requestId)
  const area = await areaOfHousehold(tx, household)
  assert(request && area)
  const [enquiries, findings] = await Promise.all([
    enquiriesOf(tx, household, requestId),
    findingsOf(tx, household, requestId),
  ])
  const facts = matchedFacts(enquiries, findings)
  const written = await writeMatched(tx, request, enquiries, facts)
  await openRebuttals(tx, request, area, enquiries, facts, written)
  if (!enquiries.every(isFinal)) return
  await finish(tx, request, area)
}

/** The matched facts of this round, by place: those written before and those written now. */
async function writeMatched(
  tx: Tx,
  request: VerificationRequest,
  enquiries: readonly Enquiry[],
  facts: readonly MatchedFact[],
): Promise<Map<string, string>> {
  const before = new Map<string, Fact>()
  for (const fact of await factsOf(tx, request.household, { sources: ['matched'] }))
    if (fact.evidence?.request === request.id) before.set(factPlace(fact.subject, fact.name), fact)
  const fresh = facts.filter((fact) => {
    const known = before.get(factPlace(fact.subject, fact.name))
    return !(known && known.value === fact.value && known.asOf === fact.asOf) && fits(fact)
  })
  const ids = await recordFacts(tx, {
    household: request.household,
    source: 'matched',
    facts: fresh.map((fact) => ({
      subject: fact.subject,
      name: fact.name,
      value: fact.value,
      // Of the same day as what was declared for this matter, so that adopting one does not silently outlive the other.
      validFrom: request.requestedOn,
      asOf: fact.asOf,
      sourceName: sourceNames(fact, enquiries),
      evidence: { request: request.id, findings: fact.findings.join(' ') },
    })),
  })
  assert(!isRefusal(ids), `a matched fact was refused: ${isRefusal(ids) ? ids.refused : ''}`)
  const places = new Map([...before].map(([place, fact]) => [place, fact.id]))
  for (const [i, fact] of fresh.entries()) places.set(factPlace(fact.subject, fact.name), ids[i]!)
  return places
}

/** A source's figure that the dictionary cannot hold (a code of theirs, an absurd amount) stays a finding for people to read. */
const fits = (fact: MatchedFact): boolean => checkFact(fact.subject.kind, fact.name, fact.value) === null

async function finish(tx: Tx, request: VerificationRequest, area: AreaCode): Promise<void> {
  const today = await businessDay(tx)
  if (request.state === 'open') {
    await tx
      .updateTable('verification_request')
      .set({ state: 'answered', answered_on: today })
      .where('household_id', '=', request.household)
      .where('request_id', '=', request.id)
      .execute()
  }
  const report = await issueReport(tx, request, area)
  if (!report) return
  await addTimeline(tx, {
    household: request.household,
    kind: 'verification',
    text: 'verification:timeline.reported',
    values: { number: report.number, version: report.version, validUntil: report.validUntil },
    refs: { request: request.id, report: report.id },
  })
  await emit(tx, {
    kind: 'verification.reported',
    key: report.id,
    household: request.household,
    payload: {
      household: String(request.household),
      request: request.id,
      report: report.id,
      case: request.caseId,
      version: report.version,
    },
  })
}
