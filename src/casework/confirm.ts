import {
  addMonths,
  areaCode,
  assert,
  contains,
  type Day,
  isRefusal,
  type Refusal,
  refuse,
} from '../foundation/index.ts'
import { closePreviews } from '../household/index.ts'
import { actorOf, audit, emit, newId, type Tx } from '../platform/index.ts'
import { settleByAdoption } from '../verification/index.ts'
import type { ActName, StructuredReason } from './act.ts'
import { allOrNothing } from './all-or-nothing.ts'
import type { Decision, PaperSignature } from './application.ts'
import { applyToAward } from './award-effect.ts'
import { answerOf, type CaseRef, type Desk, type Taken, take, takeUp } from './desk.ts'
import { freeze, pack } from './frozen.ts'
import { actWanted, type Wanted } from './recommend.ts'
import { decidingOrgan } from './remedies.ts'
import { originsOf, type Ruling, rule } from './ruling.ts'

export interface Confirm extends CaseRef, Wanted {
  /** The digest of the answer that was on the screen. */
  seen: string
  paper?: PaperSignature
}

/** 审批: whoever has the power agrees with the opinion or differs with a reason; the act takes effect with this signature. */
export async function confirm(tx: Tx, input: Confirm, batch: string | null = null): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  if (desk.state.stage !== 'confirmation')
    return refuse('not-at-this-stage', { stage: desk.state.stage, step: 'confirm' })
  const { opinion } = desk.state
  const ruling = await rule(tx, desk.state, desk.context.today)
  if (isRefusal(ruling)) return ruling
  if (input.seen !== ruling.assessed.digest) return refuse('figures-changed')
  const act = await actWanted(tx, desk, ruling, {
    // Nothing said: the opinion as it was signed, counted from today.
    act: input.act ?? opinion.act.act,
    monthly: input.monthly ?? (input.act ? undefined : opinion.act.monthly),
    tier: input.tier === undefined ? opinion.act.tier : input.tier,
    from: input.from,
    reasons: input.reasons?.length ? input.reasons : 'grounds' in opinion.act ? opinion.act.grounds.reasons : [],
    evidence: input.evidence?.length ? input.evidence : 'grounds' in opinion.act ? opinion.act.grounds.evidence : [],
  })
  if (isRefusal(act)) return act
  const after = await take(tx, desk, {
    do: 'confirm',
    decisionId: newId(),
    assessed: ruling.assessed,
    act,
    difference: input.difference ?? (sameAs(desk, act) ? opinion.difference : null),
    reviewClass: input.reviewClass ?? opinion.reviewClass,
    batch,
    ...(input.paper && { paper: input.paper }),
  })
  if (isRefusal(after)) return after
  const settled = await settle(tx, after, ruling)
  return isRefusal(settled) ? settled : answerOf(after)
}

const sameAs = (desk: Desk, act: { act: ActName; monthly: bigint }) =>
  desk.state.stage === 'confirmation' &&
  desk.state.opinion.act.act === act.act &&
  desk.state.opinion.act.monthly === act.monthly

/** What follows from a decision: the row that can be replayed, the award, the next review. In the same transaction. */
export async function settle(tx: Tx, desk: Desk, known?: Ruling): Promise<Refusal | null> {
  const { state, row, context } = desk
  assert(state.stage === 'decided' || state.stage === 'closed', 'only a decision settles')
  const { decision } = state
  assert(decision, 'a decided case has its decision')
  const ruling = known ?? (await rule(tx, state, context.today))
  if (isRefusal(ruling)) return ruling
  // The reviewer of an unchanged amount decides on what the opinion was given on; figures moved since go back first.
  if (ruling.assessed.digest !== decision.assessed.digest) return refuse('figures-changed')
  await insertDecision(tx, desk, decision, ruling)
  await closePreviews(tx, row.household)
  // Whoever was not heard about a figure by now is told it in the letter, and objects there.
  await settleByAdoption(tx, { household: row.household, adopted: 'all', decided: true })
  const applied = await applyToAward(tx, desk, decision, ruling)
  if (isRefusal(applied)) return applied
  await planReview(tx, desk, decision, ruling)
  await emit(tx, {
    kind: 'casework.decided',
    key: decision.decisionId,
    household: row.household,
    payload: { case: row.caseId, decision: decision.decisionId, act: decision.act.act },
  })
  return null
}

async function insertDecision(tx: Tx, desk: Desk, decision: Decision, ruling: Ruling): Promise<void> {
  const { state, row } = desk
  const { procedure } = state
  const signature = state.signatures.findLast((s) => s.capacity === 'approve' || s.capacity === 'review')
  assert(signature, 'a decision is somebody’s')
  await tx
    .insertInto('case_decision')
    .values({
      household_id: row.household,
      decision_id: decision.decisionId,
      case_id: row.caseId,
      area: row.area,
      programme: state.programme,
      act: decision.act.act,
      monthly: decision.act.monthly,
      tier: decision.act.tier,
      from_month: decision.act.from,
      decided_on: decision.on,
      organ: JSON.stringify({
        name: (await decidingOrgan(tx, state, decision.on)).name,
        level: procedure.confirmedBy,
        power: procedure.power,
      }),
      details: freeze({
        ...decision,
        signature,
        signatures: state.signatures,
        factSeq: String(ruling.factSeq),
        origins: originsOf(ruling.provenance),
      }),
      facts_hash: ruling.assessed.factsHash,
      rulebook_hash: ruling.assessed.rulebookHash,
      parameter_hash: ruling.assessed.parameterHash,
      digest: ruling.assessed.digest,
      situation: freeze(ruling.situation),
      determination: pack(ruling.determination),
      batch_id: decision.batch,
    })
    .execute()
}

/** The next look at the household (PROC-11). Refusals and stops end it. */
async function planReview(tx: Tx, desk: Desk, decision: Decision, ruling: Ruling): Promise<void> {
  const { state, row } = desk
  if (decision.act.act === 'refuse') return
  const review = state.procedure.reviews.find((r) => r.class === decision.reviewClass)
  assert(review, 'the class of review was checked with the signature')
  const months = review[ruling.situation.residence]
  const ended = decision.act.act === 'stop'
  const plan = {
    class: review.class,
    months,
    last_on: decision.on,
    next_on: addMonths(decision.on, months),
    why: state.kind,
    decision_id: decision.decisionId,
    open_case: null,
    ended_on: ended ? decision.on : null,
  }
  await tx
    .insertInto('review_plan')
    .values({ household_id: row.household, programme: state.programme, area: row.area, ...plan })
    .onConflict((conflict) => conflict.columns(['household_id', 'programme']).doUpdateSet(plan))
    .execute()
}

/** 县级审核: the section looks at it before the leader. */
export async function countyReview(tx: Tx, input: CaseRef & { paper?: PaperSignature }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'county-review', ...(input.paper && { paper: input.paper }) }))
}

export async function returnToTownship(tx: Tx, input: CaseRef & { reason: StructuredReason }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'return-to-township', reason: input.reason }))
}

/** 集体研究 / 一事一议: minutes, reason and a second signature for an act the rule does not give (practice §1.13). */
export async function recordCollective(
  tx: Tx,
  input: CaseRef & Wanted & { minutesNo: string; heldOn: Day; reason: StructuredReason; paper?: PaperSignature },
): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const ruling = await rule(tx, desk.state, desk.context.today)
  if (isRefusal(ruling)) return ruling
  const act = await actWanted(tx, desk, ruling, input)
  if (isRefusal(act)) return act
  const { minutesNo, heldOn, reason } = input
  if (heldOn > desk.context.today) return refuse('day-out-of-order', { until: desk.context.today }, 'heldOn')
  return answerOf(
    await take(tx, desk, {
      do: 'record-collective',
      minutesNo,
      heldOn,
      act,
      reason,
      ...(input.paper && { paper: input.paper }),
    }),
  )
}

export interface ConfirmBatch {
  area: string
  cutOff: Day
  metOn: Day
  minutesNo: string
  minutesFile?: string | null
  cases: readonly { caseId: string; version: number; seen: string }[]
}

export interface BatchDone {
  batchId: string
  confirmed: string[]
  /** Late or refused cases wait for the next meeting; each with its reason. */
  rolledOver: { caseId: string; refusal: Refusal }[]
}

/** 集中确认: a meeting with a cut-off day and a minutes number; what is not ready rolls over and holds nobody up. */
export async function confirmBatch(
  tx: Tx,
  input: ConfirmBatch,
): Promise<BatchDone | Refusal<'minutes-number-used' | 'day-out-of-order' | 'outside-your-area'>> {
  const within = actorOf(tx).area
  if (within === null || !contains(within, areaCode(input.area))) return refuse('outside-your-area', {}, 'area')
  const taken = await tx
    .selectFrom('confirmation_batch')
    .select('batch_id')
    .where('area', '=', input.area)
    .where('minutes_no', '=', input.minutesNo)
    .executeTakeFirst()
  if (taken) return refuse('minutes-number-used', { minutesNo: input.minutesNo }, 'minutesNo')
  if (input.metOn < input.cutOff) return refuse('day-out-of-order', { from: input.cutOff }, 'metOn')
  const batchId = newId()
  const done: BatchDone = { batchId, confirmed: [], rolledOver: [] }
  await tx
    .insertInto('confirmation_batch')
    .values({
      batch_id: batchId,
      area: input.area,
      cut_off: input.cutOff,
      met_on: input.metOn,
      minutes_no: input.minutesNo,
      minutes_file: input.minutesFile ?? null,
      confirmed: 0,
      rolled_over: 0,
      signed_by: actorOf(tx).id,
    })
    .execute()
  // One order for everybody who confirms at the same time: nobody waits in a circle.
  for (const item of [...input.cases].sort((a, b) => (a.caseId < b.caseId ? -1 : 1))) {
    const outcome = await allOrNothing(tx, () => confirmOne(tx, item, input.cutOff, batchId))
    if (isRefusal(outcome)) done.rolledOver.push({ caseId: item.caseId, refusal: outcome })
    else done.confirmed.push(item.caseId)
  }
  await tx
    .updateTable('confirmation_batch')
    .set({ confirmed: done.confirmed.length, rolled_over: done.rolledOver.length })
    .where('batch_id', '=', batchId)
    .execute()
  await audit(tx, {
    action: 'case.confirm-batch',
    subject: { kind: 'confirmation-batch', id: batchId },
    area: input.area,
    detail: {
      minutesNo: input.minutesNo,
      cutOff: input.cutOff,
      confirmed: done.confirmed.length,
      rolledOver: done.rolledOver.length,
    },
  })
  return done
}

/** A case that reached the county after the cut-off day waits for the next meeting. */
async function confirmOne(tx: Tx, item: ConfirmBatch['cases'][number], cutOff: Day, batchId: string): Promise<Taken> {
  const desk = await takeUp(tx, item)
  if (isRefusal(desk)) return desk
  if (desk.state.stage === 'confirmation' && desk.state.stageSince > cutOff)
    return refuse('after-cut-off', { cutOff, since: desk.state.stageSince })
  return confirm(tx, item, batchId)
}
