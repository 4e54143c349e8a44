import { assert, type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import type { HouseholdSituation } from '../household/index.ts'
import { type RecordDelivery, recordDelivery, remedyPeriod } from '../office/index.ts'
import { actorOf, audit, businessDay, type Tx } from '../platform/index.ts'
import type { Determination } from '../policy/index.ts'
import { answerOf, type CaseRef, type Desk, foresee, type Taken, take, takeUp } from './desk.ts'
import { thaw, unpack } from './frozen.ts'
import { decisionLetter, type Reasoned } from './papers.ts'
import { lastDayOf } from './procedure.ts'
import { explained, type Origins } from './ruling.ts'
import { tellResult } from './tell-family.ts'
import { standardsMoved, whatChanged } from './what-changed.ts'

/** Within three working days the family has it in writing: the act, the figures, the articles, and where to disagree. */
export async function issueLetter(tx: Tx, ref: CaseRef): Promise<Taken> {
  const desk = await takeUp(tx, ref)
  if (isRefusal(desk)) return desk
  const possible = foresee(desk, { do: 'issue-letter', documentId: 'not yet' })
  if (isRefusal(possible)) return possible
  assert(desk.state.stage === 'decided', 'a letter without a decision')
  if (desk.state.letter) return refuse('letter-written', { on: desk.state.letter.on })
  const { decision } = desk.state
  const document = await decisionLetter(tx, desk, decision, await reasonsKept(tx, decision.decisionId))
  if (isRefusal(document)) return document
  const after = await take(tx, desk, { do: 'issue-letter', documentId: document.id })
  if (isRefusal(after)) return after
  await insertLetter(tx, after, decision.decisionId, document.id)
  await tellResult(tx, after, desk.context.today, decision.act)
  return answerOf(after)
}

/** What a decision rested on, as kept with it, and what had moved since the one before. */
export async function reasonsKept(tx: Tx, decisionId: string): Promise<Reasoned> {
  const row = await tx
    .selectFrom('case_decision')
    .select(['household_id', 'programme', 'determination', 'details', 'situation', 'decision_id'])
    .where('decision_id', '=', decisionId)
    .executeTakeFirstOrThrow()
  const before = await tx
    .selectFrom('case_decision')
    .select(['situation', 'determination'])
    .where('household_id', '=', row.household_id)
    .where('programme', '=', row.programme)
    .where('decision_id', '<', decisionId)
    .orderBy('decision_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const determination = unpack<Determination>(row.determination)
  return {
    determination,
    origins: thaw<{ origins: Origins }>(row.details).origins,
    moved: before
      ? whatChanged(
          thaw<HouseholdSituation>(before.situation),
          thaw<HouseholdSituation>(row.situation),
          standardsMoved(bare(unpack<Determination>(before.determination)), bare(determination)),
        )
      : null,
  }
}

/** The explanation without names and sources: for its values. */
const bare = (determination: Determination) => explained({ determination, origins: {}, names: new Map() })

/** The household as it stood when the decision was made. */
export async function situationKept(tx: Tx, decisionId: string): Promise<HouseholdSituation> {
  const row = await tx
    .selectFrom('case_decision')
    .select('situation')
    .where('decision_id', '=', decisionId)
    .executeTakeFirstOrThrow()
  return thaw<HouseholdSituation>(row.situation)
}

async function insertLetter(tx: Tx, desk: Desk, decisionId: string, documentId: string): Promise<void> {
  const { state, row, context } = desk
  assert(state.stage === 'decided', 'a letter without a decision')
  const term = state.decision.act.act === 'refuse' ? state.procedure.refusalLetter : state.procedure.letter
  await tx
    .insertInto('decision_letter')
    .values({
      household_id: row.household,
      decision_id: decisionId,
      letter_no: 1,
      case_id: row.caseId,
      area: row.area,
      document_id: documentId,
      issued_on: context.today,
      owed_by: lastDayOf(context.calendar, state.decision.on, term).day,
    })
    .execute()
}

/** Somebody telephoned or went there and said it in plain words; for a "no" that comes before the letter is handed over. */
export async function noteExplained(
  tx: Tx,
  input: { caseId: string; on: Day },
): Promise<{ explainedOn: Day } | Refusal<'letter-needed' | 'day-out-of-order'>> {
  const letter = await tx
    .selectFrom('decision_letter')
    .selectAll()
    .where('case_id', '=', input.caseId)
    .orderBy('letter_no', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!letter) return refuse('letter-needed')
  const today = await businessDay(tx)
  if (input.on > today || input.on < letter.issued_on)
    return refuse('day-out-of-order', { from: letter.issued_on, until: today }, 'on')
  await tx
    .updateTable('decision_letter')
    .set({ explained_on: input.on, explained_by: actorOf(tx).id })
    .where('household_id', '=', letter.household_id)
    .where('decision_id', '=', letter.decision_id)
    .where('letter_no', '=', letter.letter_no)
    .execute()
  await audit(tx, {
    action: 'case.explain-letter',
    subject: { kind: 'case', id: input.caseId, household: letter.household_id },
    area: letter.area,
    detail: { on: input.on },
  })
  return { explainedOn: input.on }
}

export interface Deliver extends CaseRef {
  deliveredOn: Day
  manner: RecordDelivery['manner']
  receivedBy?: string | null
  relation?: string | null
  servers: string[]
  witness?: string | null
  reference?: string | null
  note?: string | null
  evidence?: string | null
  place?: string | null
}

/** 送达回证: the day on it starts the days for reconsideration and court; with it the case is closed. */
export async function deliverLetter(tx: Tx, input: Deliver): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const command = { do: 'record-delivery', receipt: 'not yet', deliveredOn: input.deliveredOn } as const
  const possible = foresee(desk, command)
  if (isRefusal(possible)) return possible
  assert(desk.state.stage === 'decided' && desk.state.letter, 'a delivery without a letter')
  const { decision, letter } = desk.state
  const { caseId: _, version: __, deliveredOn, ...how } = input
  const delivery = await recordDelivery(tx, {
    household: desk.row.household,
    document: letter.documentId,
    on: deliveredOn,
    ...how,
  })
  if (isRefusal(delivery)) return delivery
  const { remedies } = desk.state.procedure
  const period = await remedyPeriod(tx, deliveredOn, remedies.reconsideration.days, remedies.court.months)
  await tx
    .updateTable('decision_letter')
    .set({
      delivered_on: deliveredOn,
      receipt: delivery.id,
      reconsider_until: period.reconsiderUntil,
      sue_until: period.sueUntil,
    })
    .where('household_id', '=', desk.row.household)
    .where('decision_id', '=', decision.decisionId)
    .where('document_id', '=', letter.documentId)
    .execute()
  return answerOf(await take(tx, desk, { ...command, receipt: delivery.id }))
}
