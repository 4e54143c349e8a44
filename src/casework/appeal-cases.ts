import { applyDecision, paidAfterwards } from '../benefits/index.ts'
import { assert, type Day, dayInChinese, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { type AdoptFact, adoptFacts, type HouseholdSituation, membersOn, supportersOn } from '../household/index.ts'
import { type RecordDelivery, recordDelivery, remedyPeriod, workingCalendar } from '../office/index.ts'
import { audit, businessDay, emit, newId, newToken, type Tx } from '../platform/index.ts'
import { factEntry, isFactName, programmes } from '../policy/index.ts'
import { settleByAdoption } from '../verification/index.ts'
import { say } from '../wording/index.ts'
import { type Evidence, makeAct, type StructuredReason } from './act.ts'
import type { Appeal, AppealAnswer, AppealDecision, DisputedFigure, FigureFound } from './appeal.ts'
import {
  type AppealDesk,
  type AppealTaken,
  appealAnswerOf,
  foreseeAppeal,
  takeAppeal,
  takeUpAppeal,
} from './appeal-desk.ts'
import type { Case, PaperSignature } from './application.ts'
import { effectOf } from './award-effect.ts'
import { caseNumbers, newReadOutCode } from './case-number.ts'
import { insertAppeal, readCase } from './case-store.ts'
import { totalDue } from './clock.ts'
import type { CaseRef } from './desk.ts'
import { freeze, pack, thaw } from './frozen.ts'
import { keepOffice } from './keep-office.ts'
import { reasonsKept } from './letter.ts'
import { currentAward, officersRelatedToHousehold } from './neighbours.ts'
import { appealLetter } from './papers.ts'
import { lastDayOf } from './procedure.ts'
import { decidingOrgan, routeOf } from './remedies.ts'
import { originsOf, type Ruling, ruleOn } from './ruling.ts'
import { tellAppealAnswered, tellAppealReceived } from './tell-family.ts'
import type { NonEmpty } from './words.ts'

export interface FileAppeal {
  /** The case whose decision is questioned. */
  caseId: string
  figures: NonEmpty<DisputedFigure>
  by: bigint | null
}

export interface AppealFiled {
  caseId: string
  caseNo: string
  readOutCode: string
  receiptToken: string
  answerBy: Day | null
}

/** One objection per decision, listing what is wrong; a second one is told the statutory ways (practice §2). */
export async function fileAppeal(tx: Tx, input: FileAppeal): Promise<AppealFiled | Refusal> {
  const filed = await readCase<Case | Appeal>(tx, input.caseId)
  if (isRefusal(filed)) return filed
  const { state, row } = filed
  const decision = 'decision' in state ? state.decision : null
  if (state.kind === 'appeal' || !decision) return refuse('not-decided')
  const before = await tx
    .selectFrom('case_file')
    .select('case_no')
    .where('household_id', '=', row.household)
    .where('against_decision', '=', decision.decisionId)
    .executeTakeFirst()
  if (before) return refuse('already-appealed', { caseNo: before.case_no })
  const today = await businessDay(tx)
  const calendar = await workingCalendar(tx)
  const keys = { readOutCode: newReadOutCode(), receiptToken: newToken() }
  const caseId = newId()
  const related = await officersRelatedToHousehold(tx, row.household)
  const appeal = await insertAppeal(
    tx,
    {
      caseId,
      householdId: row.household,
      programme: state.programme,
      area: row.area,
      applicant: input.by ?? state.applicant,
      procedure: state.procedure,
      against: {
        caseId: row.caseId,
        decisionId: decision.decisionId,
        decidedOn: decision.on,
        act: decision.act,
        signers: [...new Set(state.signatures.map((signature) => signature.person))],
      },
      figures: input.figures,
      current: await currentAward(tx, row.household, state.programme, today),
      officerRelative: related.length > 0,
      on: today,
    },
    await caseNumbers(tx, caseId, row.area, today, keys),
    calendar,
  )
  await keepOffice(tx, null, appeal, 'opened', calendar)
  const answerBy = totalDue(appeal.state, calendar)?.day ?? null
  if (answerBy) await tellAppealReceived(tx, appeal, today, answerBy)
  await audit(tx, {
    action: 'case.file-appeal',
    subject: { kind: 'case', id: caseId, household: row.household },
    area: row.area,
    after: appeal.state,
    detail: { against: decision.decisionId, figures: input.figures.length },
  })
  return { caseId, caseNo: appeal.row.caseNo, ...keys, answerBy }
}

export async function beginRecheck(tx: Tx, ref: CaseRef): Promise<AppealTaken> {
  const desk = await takeUpAppeal(tx, ref)
  if (isRefusal(desk)) return desk
  return appealAnswerOf(await takeAppeal(tx, desk, { do: 'begin-recheck' }))
}

export async function withdrawAppeal(tx: Tx, input: CaseRef & { reason: string }): Promise<AppealTaken> {
  const desk = await takeUpAppeal(tx, input)
  if (isRefusal(desk)) return desk
  return appealAnswerOf(await takeAppeal(tx, desk, { do: 'withdraw-appeal', reason: input.reason }))
}

export async function sendBackAnswer(tx: Tx, input: CaseRef & { reason: StructuredReason }): Promise<AppealTaken> {
  const desk = await takeUpAppeal(tx, input)
  if (isRefusal(desk)) return desk
  return appealAnswerOf(await takeAppeal(tx, desk, { do: 'send-back-answer', reason: input.reason }))
}

/**
 * The decision worked out again on the figures as they are now adopted, judged as of the old decision's own day and
 * people of that day: what should have been decided then.
 */
export async function recheckRuling(tx: Tx, state: Appeal): Promise<Ruling | Refusal> {
  const row = await tx
    .selectFrom('case_decision')
    .select(['situation', 'from_month'])
    .where('decision_id', '=', state.against.decisionId)
    .executeTakeFirstOrThrow()
  const then = thaw<HouseholdSituation>(row.situation)
  return ruleOn(tx, {
    household: state.householdId,
    programme: state.programme,
    // Figures corrected today describe the time of the decision: read them as of today, the standard as of then.
    factsOn: await businessDay(tx),
    judgedOn: then.on,
    current: state.current,
    received: then.household,
  })
}

/**
 * The figures as they should have been, adopted by whoever looks again: nobody who decided touches them, and a figure
 * without a day of its own holds from the day on which the questioned case was opened.
 */
export async function adoptForRecheck(
  tx: Tx,
  input: CaseRef & { figures: readonly Omit<AdoptFact, 'household'>[] },
): Promise<AppealTaken> {
  const desk = await takeUpAppeal(tx, input)
  if (isRefusal(desk)) return desk
  const command = { do: 'adopt-recheck-figures', figures: input.figures.length } as const
  const possible = foreseeAppeal(desk, command)
  if (isRefusal(possible)) return possible
  const questioned = await readCase<Case>(tx, desk.state.against.caseId)
  if (isRefusal(questioned)) return questioned
  const since = questioned.state.openedOn
  const figures = input.figures.map((one) => (one.from ? one : { ...one, validFrom: one.validFrom ?? since }))
  const ids = await adoptFacts(tx, desk.row.household, figures)
  if (isRefusal(ids)) return ids
  await settleByAdoption(tx, { household: desk.row.household, adopted: ids })
  return appealAnswerOf(await takeAppeal(tx, desk, command))
}

export interface ProposeAnswer extends CaseRef {
  outcome: 'upheld' | 'corrected'
  found: readonly FigureFound[]
  reason: StructuredReason
  evidence?: readonly Evidence[]
  paper?: PaperSignature
}

/** The re-checker's answer, figure by figure. A correction counts from the month in which the wrong decision began. */
export async function proposeAnswer(tx: Tx, input: ProposeAnswer): Promise<AppealTaken> {
  const desk = await takeUpAppeal(tx, input)
  if (isRefusal(desk)) return desk
  const ruling = await recheckRuling(tx, desk.state)
  if (isRefusal(ruling)) return ruling
  const answer = await answerFrom(tx, desk, ruling, input)
  if (isRefusal(answer)) return answer
  return appealAnswerOf(
    await takeAppeal(tx, desk, { do: 'propose-answer', answer, ...(input.paper && { paper: input.paper }) }),
  )
}

async function answerFrom(
  tx: Tx,
  desk: AppealDesk,
  ruling: Ruling,
  input: ProposeAnswer,
): Promise<AppealAnswer | Refusal> {
  const { state, context } = desk
  const { against } = state
  const { assessed } = ruling
  const { outcome, found, reason } = input
  if (outcome === 'upheld') {
    const act = { ...against.act, from: against.act.from }
    return { outcome, found, assessed, act, reason }
  }
  if (assessed.outcome !== 'eligible' || assessed.monthly === null) return refuse('correction-changes-nothing')
  const act = makeAct(
    {
      act: state.current === null ? 'grant' : 'raise',
      monthly: assessed.monthly,
      tier: assessed.tier,
      from: against.act.from,
      reasons: [reason],
      evidence: input.evidence ?? [],
    },
    await routeOf(tx, state, context.today),
  )
  return isRefusal(act) ? act : { outcome, found, assessed: { ...assessed, act: act.act }, act, reason }
}

/** The answer is signed by a second new person; a correction takes effect at once, with back-pay from the right month. */
export async function decideAppealCase(tx: Tx, input: CaseRef & { paper?: PaperSignature }): Promise<AppealTaken> {
  const desk = await takeUpAppeal(tx, input)
  if (isRefusal(desk)) return desk
  const after = await takeAppeal(tx, desk, {
    do: 'decide-appeal',
    decisionId: newId(),
    ...(input.paper && { paper: input.paper }),
  })
  if (isRefusal(after)) return after
  assert(after.state.stage === 'decided', 'an answer that was signed')
  const { decision } = after.state
  const ruling = await recheckRuling(tx, after.state)
  if (isRefusal(ruling)) return ruling
  if (ruling.assessed.digest !== decision.assessed.digest) return refuse('figures-changed')
  await insertAppealDecision(tx, after, decision, ruling)
  if (decision.outcome === 'corrected') {
    const { act } = decision
    const applied = await applyDecision(tx, {
      decisionId: decision.decisionId,
      household: after.row.household,
      programme: after.state.programme,
      kind: act.act === 'grant' ? 'start' : 'adjust',
      from: act.from,
      monthly: act.monthly,
      ...effectOf(act, ruling, true),
      tier: act.tier,
      reason: 'appeal-corrected',
      document: after.row.caseNo,
      decidedOn: decision.on,
    })
    if (isRefusal(applied)) return applied
  }
  await emit(tx, {
    kind: 'casework.appeal-decided',
    key: decision.decisionId,
    household: after.row.household,
    payload: { case: after.row.caseId, decision: decision.decisionId, outcome: decision.outcome },
  })
  return appealAnswerOf(after)
}

async function insertAppealDecision(tx: Tx, desk: AppealDesk, decision: AppealDecision, ruling: Ruling): Promise<void> {
  const { state, row } = desk
  const signature = state.signatures.findLast((s) => s.capacity === 'approve')
  assert(signature, 'a decision is somebody’s')
  const organ = await decidingOrgan(tx, state, decision.on)
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
      organ: JSON.stringify({ name: organ.name, level: state.procedure.confirmedBy, power: state.procedure.power }),
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
      corrects: decision.outcome === 'corrected' ? state.against.decisionId : null,
    })
    .execute()
}

/** The answer in writing: what was used, claimed and found, upheld or corrected, and the statutory ways with body and days. */
export async function issueAppealLetter(tx: Tx, ref: CaseRef): Promise<AppealTaken> {
  const desk = await takeUpAppeal(tx, ref)
  if (isRefusal(desk)) return desk
  const possible = foreseeAppeal(desk, { do: 'issue-appeal-letter', documentId: 'not yet' })
  if (isRefusal(possible)) return possible
  const { state, row, context } = desk
  assert(state.stage === 'decided', 'an answer that was signed')
  if (state.letter) return refuse('letter-written', { on: state.letter.on })
  const { decision, against } = state
  const against_ = await readCase(tx, against.caseId)
  if (isRefusal(against_)) return against_
  const document = await appealLetter(tx, desk, decision, await reasonsKept(tx, decision.decisionId), {
    against: say('zh', 'casework:appeal.against', {
      day: dayInChinese(against.decidedOn),
      act: say('zh', `casework:act.${against.act.act}`),
      caseNo: against_.row.caseNo,
    }),
    labels: await figureLabels(tx, state, context.today),
    backPay: await backPayOf(tx, desk, decision),
    on: context.today,
  })
  if (isRefusal(document)) return document
  const after = await takeAppeal(tx, desk, { do: 'issue-appeal-letter', documentId: document.id })
  if (isRefusal(after)) return after
  await tx
    .insertInto('decision_letter')
    .values({
      household_id: row.household,
      decision_id: decision.decisionId,
      letter_no: 1,
      case_id: row.caseId,
      area: row.area,
      document_id: document.id,
      issued_on: context.today,
      owed_by: lastDayOf(context.calendar, decision.on, state.procedure.letter).day,
    })
    .execute()
  await tellAppealAnswered(tx, after, context.today)
  return appealAnswerOf(after)
}

/** 王守田的工资性收入: the dictionary's word and whose it is. */
async function figureLabels(tx: Tx, state: Appeal, on: Day): Promise<(of: string, name: string) => string> {
  const names = new Map<string, string>([
    ...(await membersOn(tx, state.householdId, on)).map((m) => [String(m.person), m.name] as const),
    ...(await supportersOn(tx, state.householdId, on)).map((s) => [s.id, s.name] as const),
  ])
  return (of, name) => `${names.get(of) ?? ''}${isFactName(name) ? factEntry(name).label.zh : name}`
}

async function backPayOf(
  tx: Tx,
  desk: AppealDesk,
  decision: AppealDecision,
): Promise<{ label: string; amount: bigint }[]> {
  const rows = await paidAfterwards(tx, { household: desk.row.household, decisionId: decision.decisionId })
  return rows.map(({ month, amount }) => ({ label: `${programmes[desk.state.programme].zh} ${month}`, amount }))
}

export type DeliverAppeal = CaseRef & { deliveredOn: Day } & Omit<RecordDelivery, 'household' | 'document' | 'on'>

export async function deliverAppealLetter(tx: Tx, input: DeliverAppeal): Promise<AppealTaken> {
  const desk = await takeUpAppeal(tx, input)
  if (isRefusal(desk)) return desk
  const command = { do: 'deliver-appeal-letter', receipt: 'not yet', deliveredOn: input.deliveredOn } as const
  const possible = foreseeAppeal(desk, command)
  if (isRefusal(possible)) return possible
  const { state, row } = desk
  assert(state.stage === 'decided' && state.letter, 'a delivery without a letter')
  const { caseId: _, version: __, deliveredOn, ...how } = input
  const delivery = await recordDelivery(tx, {
    household: row.household,
    document: state.letter.documentId,
    on: deliveredOn,
    ...how,
  })
  if (isRefusal(delivery)) return delivery
  const { reconsideration, court } = state.procedure.remedies
  const period = await remedyPeriod(tx, deliveredOn, reconsideration.days, court.months)
  await tx
    .updateTable('decision_letter')
    .set({
      delivered_on: deliveredOn,
      receipt: delivery.id,
      reconsider_until: period.reconsiderUntil,
      sue_until: period.sueUntil,
    })
    .where('household_id', '=', row.household)
    .where('decision_id', '=', state.decision.decisionId)
    .execute()
  return appealAnswerOf(await takeAppeal(tx, desk, { ...command, receipt: delivery.id }))
}
