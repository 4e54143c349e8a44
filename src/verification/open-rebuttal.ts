import { type AreaCode, addWorkingDays, type CountedDay } from '../foundation/index.ts'
import { addTimeline, encodeValue, type Fact, factsOf, subjectKey } from '../household/index.ts'
import { openTask, organOn, sendMessage, workingCalendar } from '../office/index.ts'
import { audit, businessDay, emit, newId, type Tx } from '../platform/index.ts'
import { type DiscrepancyKind, discrepancy } from './discrepancy.ts'
import type { Enquiry, VerificationRequest } from './enquiry.ts'
import { factPlace } from './fact-place.ts'
import type { MatchedFact } from './matched-facts.ts'
import { valueIn } from './parameters.ts'
import { rebuttalsOf } from './rebuttal-store.ts'
import { sourceNames } from './source-names.ts'

/** Opens a question to the family for every figure that does not fit theirs; once per figure and round. */
export async function openRebuttals(
  tx: Tx,
  request: VerificationRequest,
  area: AreaCode,
  enquiries: readonly Enquiry[],
  facts: readonly MatchedFact[],
  matchedIds: ReadonlyMap<string, string>,
): Promise<void> {
  const today = await businessDay(tx)
  const tolerance = {
    fen: BigInt(valueIn('toleranceFen', area, today)),
    basisPoints: valueIn('toleranceBasisPoints', area, today),
  }
  const declared = new Map<string, Fact>()
  for (const fact of await factsOf(tx, request.household, { on: request.requestedOn, sources: ['declared'] }))
    declared.set(factPlace(fact.subject, fact.name), fact)
  const known = new Set(
    (await rebuttalsOf(tx, request.household, { request: request.id })).map((one) => factPlace(one.subject, one.fact)),
  )
  for (const fact of facts) {
    const place = factPlace(fact.subject, fact.name)
    const kind = discrepancy(fact.name, declared.get(place)?.value, fact.value, tolerance)
    if (kind === null || known.has(place)) continue
    await openRebuttal(tx, request, area, {
      fact,
      kind,
      declared: declared.get(place) ?? null,
      matchedId: matchedIds.get(place) ?? null,
      sourceName: sourceNames(fact, enquiries),
    })
  }
}

async function openRebuttal(
  tx: Tx,
  request: VerificationRequest,
  area: AreaCode,
  found: {
    fact: MatchedFact
    kind: DiscrepancyKind
    declared: Fact | null
    matchedId: string | null
    sourceName: string
  },
): Promise<void> {
  const today = await businessDay(tx)
  const due = addWorkingDays(await workingCalendar(tx), today, valueIn('rebuttalDays', area, today))
  const id = newId()
  const { fact } = found
  await tx
    .insertInto('rebuttal')
    .values({
      household_id: request.household,
      rebuttal_id: id,
      area,
      request_id: request.id,
      subject_kind: fact.subject.kind,
      subject_id: subjectKey(fact.subject),
      fact: fact.name,
      kind: found.kind,
      declared_fact: found.declared?.id ?? null,
      declared: found.declared ? encodeValue(found.declared.value) : null,
      matched_fact: found.matchedId,
      matched: encodeValue(fact.value),
      source_name: found.sourceName,
      answer_by: due.day,
      provisional: due.provisional,
    })
    .execute()
  await tellFamily(tx, request, area, id, fact, due)
  await addTimeline(tx, {
    household: request.household,
    kind: 'verification',
    text: 'verification:timeline.rebuttal-opened',
    values: { fact: fact.name, answerBy: due.day },
    refs: { rebuttal: id, request: request.id },
  })
  await audit(tx, {
    action: 'verification.open-rebuttal',
    subject: { kind: 'rebuttal', id, household: request.household },
    area,
    detail: { fact: fact.name, kind: found.kind, answerBy: due.day },
  })
  await emit(tx, {
    kind: 'verification.rebuttal-opened',
    key: id,
    household: request.household,
    payload: {
      household: String(request.household),
      rebuttal: id,
      request: request.id,
      case: request.caseId,
      answerBy: due.day,
    },
  })
}

/**
 * Somebody telephones first: the message to the family is held until a person has explained it (practice §2). It names no
 * figure; whose account it is stays out of a shared phone.
 */
async function tellFamily(
  tx: Tx,
  request: VerificationRequest,
  area: AreaCode,
  rebuttal: string,
  fact: MatchedFact,
  due: CountedDay,
): Promise<void> {
  await openTask(tx, {
    household: request.household,
    key: `rebuttal:${rebuttal}`,
    kind: 'verification-rebuttal',
    caseId: request.caseId,
    person: fact.subject.kind === 'person' ? fact.subject.id : null,
    role: 'township-clerk',
    due: due.day,
    dueProvisional: due.provisional,
    about: { fact: fact.name, rebuttal },
  })
  const organ = await organOn(tx, area, request.requestedOn)
  if (organ)
    await sendMessage(tx, {
      household: request.household,
      key: `rebuttal:${request.id}`,
      kind: 'rebuttal',
      values: { due: due.day, phone: organ.hotline },
      caseId: request.caseId,
    })
}
