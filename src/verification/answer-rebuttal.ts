import { addWorkingDays, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import {
  type AdoptFactRefusal,
  addTimeline,
  adoptFact,
  areaOfHousehold,
  factsOf,
  type HouseholdId,
  sameValue,
} from '../household/index.ts'
import { closeTask, openTask, workingCalendar } from '../office/index.ts'
import { actorOf, audit, businessDay, emit, type Tx } from '../platform/index.ts'
import type { FactValue } from '../policy/index.ts'
import { requestById } from './enquiry-store.ts'
import { factPlace } from './fact-place.ts'
import { valueIn } from './parameters.ts'
import { isSettled, type Rebuttal } from './rebuttal.ts'
import { lockRebuttal, rebuttalsOf } from './rebuttal-store.ts'

export interface AnswerRebuttal {
  household: HouseholdId
  rebuttal: string
  /** In the family's own words, or as the clerk wrote them down. */
  answer: string
  /** Attachments by id: bank slips, certificates, a neighbour's letter. */
  evidence?: readonly string[]
}

export type AnswerRefusal = Refusal<
  'no-such-household' | 'no-such-rebuttal' | 'rebuttal-settled' | 'answer-needed' | 'answer-too-long'
>

/** The family explains. Also after the day has passed: nobody loses the right to be heard while nothing is decided. */
export async function answerRebuttal(tx: Tx, input: AnswerRebuttal): Promise<Rebuttal | AnswerRefusal> {
  const answer = input.answer.trim()
  if (answer === '' && !input.evidence?.length) return refuse('answer-needed', undefined, 'answer')
  if ([...answer].length > 2000) return refuse('answer-too-long', { most: 2000 }, 'answer')
  const rebuttal = await lockRebuttal(tx, input.household, input.rebuttal)
  const area = await areaOfHousehold(tx, input.household)
  if (!rebuttal || !area) return refuse('no-such-rebuttal')
  if (isSettled(rebuttal)) return refuse('rebuttal-settled', { day: rebuttal.resolvedOn ?? '' })
  const today = await businessDay(tx)
  const due = addWorkingDays(await workingCalendar(tx), today, valueIn('recheckDays', area, today))
  const evidence = [...new Set([...rebuttal.evidence, ...(input.evidence ?? [])])]
  const changed: Rebuttal = {
    ...rebuttal,
    state: 'answered',
    answer: [rebuttal.answer, answer].filter(Boolean).join('\n'),
    answeredOn: today,
    evidence,
    recheckBy: due.day,
  }
  await tx
    .updateTable('rebuttal')
    .set({
      state: changed.state,
      answer: changed.answer,
      answered_on: today,
      answered_by: actorOf(tx).id,
      evidence: JSON.stringify(evidence),
      recheck_by: due.day,
      provisional: due.provisional,
    })
    .where('household_id', '=', input.household)
    .where('rebuttal_id', '=', input.rebuttal)
    .execute()
  await closeTasks(tx, changed, 'answered')
  await openTask(tx, {
    household: input.household,
    key: `rebuttal-recheck:${input.rebuttal}`,
    kind: 'verification-recheck',
    role: 'county-verifier',
    due: due.day,
    dueProvisional: due.provisional,
    about: { fact: rebuttal.fact, rebuttal: rebuttal.id },
    again: true,
  })
  await tell(tx, changed, 'rebuttal-answered', { recheckBy: due.day })
  return changed
}

export interface SettleRebuttal {
  household: HouseholdId
  rebuttal: string
  /** `accepted`: the family's figure stands. `upheld`: the source's figure stands. */
  outcome: 'accepted' | 'upheld'
  reason: string
  /** Accepted with another figure than the one declared: what the papers show. */
  value?: FactValue
}

export type SettleRefusal =
  | Refusal<
      'no-such-rebuttal' | 'rebuttal-settled' | 'reason-needed' | 'needs-a-person' | 'not-heard-yet' | 'no-figure'
    >
  | AdoptFactRefusal

/**
 * A person looks again and says whose figure is right, with a reason; that figure is adopted. Against the family only
 * after it has answered or its day has passed.
 */
export async function settleRebuttal(tx: Tx, input: SettleRebuttal): Promise<Rebuttal | SettleRefusal> {
  const reason = input.reason.trim()
  if (!reason) return refuse('reason-needed', undefined, 'reason')
  if (!actorOf(tx).naturalPerson) return refuse('needs-a-person')
  const rebuttal = await lockRebuttal(tx, input.household, input.rebuttal)
  if (!rebuttal) return refuse('no-such-rebuttal')
  if (isSettled(rebuttal)) return refuse('rebuttal-settled', { day: rebuttal.resolvedOn ?? '' })
  const today = await businessDay(tx)
  if (input.outcome === 'upheld' && rebuttal.state === 'open' && today <= rebuttal.answerBy)
    return refuse('not-heard-yet', { until: rebuttal.answerBy })
  const request = await requestById(tx, input.household, rebuttal.request)
  const adopted = await adoptFigure(tx, rebuttal, input, reason, request?.requestedOn ?? rebuttal.openedOn)
  if (isRefusal(adopted)) return adopted
  return settled(tx, rebuttal, { outcome: input.outcome, reason, adopted })
}

/**
 * A person adopted figures: the questions about them are answered by that. The source's figure against a family that may
 * still be heard leaves its question open until it was heard, or until `decided`: then it can be objected to instead.
 */
export async function settleByAdoption(
  tx: Tx,
  input: { household: HouseholdId; adopted: readonly string[] | 'all'; decided?: boolean },
): Promise<void> {
  if (!actorOf(tx).naturalPerson) return
  const open = await rebuttalsOf(tx, input.household, { states: ['open', 'unanswered', 'answered'] })
  if (open.length === 0) return
  const facts = (await factsOf(tx, input.household, { sources: ['adopted'] }))
    .filter((fact) => input.adopted === 'all' || input.adopted.includes(fact.id))
    .sort((one, other) => Number(one.seq - other.seq))
  const today = await businessDay(tx)
  for (const { id } of open) {
    const rebuttal = (await lockRebuttal(tx, input.household, id))!
    const place = factPlace(rebuttal.subject, rebuttal.fact)
    const fact = facts.findLast(
      (one) => factPlace(one.subject, one.name) === place && one.recordedOn >= rebuttal.openedOn,
    )
    if (!fact || isSettled(rebuttal)) continue
    const outcome = sameValue(fact.value, rebuttal.matched) ? 'upheld' : 'accepted'
    const unheard = rebuttal.state === 'open' && today <= rebuttal.answerBy
    if (outcome === 'upheld' && unheard && !input.decided) continue
    await settled(tx, rebuttal, { outcome, reason: fact.reason ?? '', adopted: fact.id })
  }
}

async function settled(
  tx: Tx,
  rebuttal: Rebuttal,
  { outcome, reason, adopted }: { outcome: 'accepted' | 'upheld'; reason: string; adopted: string },
): Promise<Rebuttal> {
  const { naturalPerson, id } = actorOf(tx)
  const today = await businessDay(tx)
  const { household } = rebuttal
  const changed: Rebuttal = { ...rebuttal, state: outcome, resolvedOn: today, reason, adoptedFact: adopted }
  await tx
    .updateTable('rebuttal')
    .set({
      state: outcome,
      resolved_on: today,
      resolved_by: id,
      resolved_person: naturalPerson,
      reason,
      adopted_fact: adopted,
    })
    .where('household_id', '=', household)
    .where('rebuttal_id', '=', rebuttal.id)
    .execute()
  await closeTasks(tx, changed, outcome)
  await closeTask(tx, { household, key: `rebuttal-recheck:${rebuttal.id}`, outcome })
  await tell(tx, changed, 'rebuttal-settled', { outcome })
  return changed
}

async function closeTasks(tx: Tx, rebuttal: Rebuttal, outcome: string): Promise<void> {
  for (const key of [`rebuttal:${rebuttal.id}`, `rebuttal-call:${rebuttal.id}`])
    await closeTask(tx, { household: rebuttal.household, key, outcome })
}

async function adoptFigure(
  tx: Tx,
  rebuttal: Rebuttal,
  input: SettleRebuttal,
  reason: string,
  validFrom: Rebuttal['openedOn'],
): Promise<string | SettleRefusal> {
  const place = { household: rebuttal.household, subject: rebuttal.subject, name: rebuttal.fact, reason }
  const from = input.outcome === 'upheld' ? rebuttal.matchedFact : rebuttal.declaredFact
  if (input.value !== undefined) return adoptFact(tx, { ...place, value: input.value, validFrom })
  // Nothing was declared, and the papers say what is right: the figure has to be given.
  return from ? adoptFact(tx, { ...place, from, validFrom }) : refuse('no-figure', undefined, 'value')
}

async function tell(
  tx: Tx,
  rebuttal: Rebuttal,
  what: 'rebuttal-answered' | 'rebuttal-settled',
  values: Record<string, string>,
): Promise<void> {
  await addTimeline(tx, {
    household: rebuttal.household,
    kind: 'verification',
    text: `verification:timeline.${what}`,
    values: { fact: rebuttal.fact, ...values },
    refs: { rebuttal: rebuttal.id, request: rebuttal.request },
  })
  await audit(tx, {
    action: `verification.${what}`,
    subject: { kind: 'rebuttal', id: rebuttal.id, household: rebuttal.household },
    after: { state: rebuttal.state, reason: rebuttal.reason, adopted: rebuttal.adoptedFact },
    detail: { fact: rebuttal.fact, state: rebuttal.state, evidence: rebuttal.evidence.length },
  })
  const request = await requestById(tx, rebuttal.household, rebuttal.request)
  await emit(tx, {
    kind: `verification.${what}`,
    key: what === 'rebuttal-settled' ? rebuttal.id : `${rebuttal.id}/${rebuttal.answeredOn}`,
    household: rebuttal.household,
    payload: {
      household: String(rebuttal.household),
      rebuttal: rebuttal.id,
      request: rebuttal.request,
      case: request?.caseId ?? null,
      ...values,
    },
  })
}
