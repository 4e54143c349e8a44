import { type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, house, newId, type Tx } from '../platform/index.ts'
import { newReadOutCode } from './case-number.ts'
import { answerOf, type CaseRef, type Desk, foresee, type Taken, take, takeUp } from './desk.ts'
import { closeNotice } from './notice.ts'
import { lastDayOf } from './procedure.ts'

/** Somebody says that what hangs on the board is not right. Who it was stays sealed for village and applicant. */
export interface Objection {
  noticeId: string
  channel: 'page' | 'phone' | 'window' | 'letter'
  matter: string
  /** A name or number to answer to; nothing means anonymous. */
  objector: string | null
}

export interface ObjectionTaken {
  objectionId: string
  /** With it the objector asks for the answer, without saying who he is. */
  answerCode: string
  answerBy: Day | null
}

const seal = (id: string, column: string, text: string) => house().crypto.seal(text, `objection.${column}:${id}`)
const opened = (id: string, column: string, sealed: string) => house().crypto.open(sealed, `objection.${column}:${id}`)

export async function object(tx: Tx, input: Objection): Promise<ObjectionTaken | Refusal> {
  const notice = await tx
    .selectFrom('case_notice')
    .select(['case_id', 'notice_id', 'round'])
    .where('notice_id', '=', input.noticeId)
    .where('ended_on', 'is', null)
    .executeTakeFirst()
  if (!notice) return refuse('notice-over')
  const desk = await takeUp(tx, { caseId: notice.case_id, version: null })
  if (isRefusal(desk)) return desk
  const objectionId = newId()
  const after = await take(tx, desk, { do: 'object', objectionId })
  if (isRefusal(after)) return after
  const { reinvestigation } = desk.state.procedure
  const due = reinvestigation ? lastDayOf(desk.context.calendar, desk.context.today, reinvestigation).day : null
  const answerCode = newReadOutCode()
  await tx
    .insertInto('objection')
    .values({
      household_id: desk.row.household,
      objection_id: objectionId,
      case_id: desk.row.caseId,
      area: desk.row.area,
      notice_id: notice.notice_id,
      round: notice.round,
      received_on: desk.context.today,
      channel: input.channel,
      matter_sealed: seal(objectionId, 'matter', input.matter),
      objector_sealed: input.objector ? seal(objectionId, 'objector', input.objector) : null,
      answer_code: house().crypto.blindIndex('objection-answer', answerCode),
      due_on: due,
    })
    .execute()
  await closeNotice(tx, desk, 'objection')
  return { objectionId, answerCode, answerBy: due }
}

export interface ObjectionView {
  objectionId: string
  receivedOn: Day
  channel: string
  matter: string
  /** Only whether there is somebody to answer to. */
  hasObjector: boolean
  dueOn: Day | null
  outcome: string | null
  answer: string | null
}

/** What is objected, for the officers who look into it: never who. */
export async function objectionsOf(tx: Tx, caseId: string): Promise<ObjectionView[]> {
  const rows = await tx
    .selectFrom('objection')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('objection_id')
    .execute()
  return rows.map((row) => ({
    objectionId: row.objection_id,
    receivedOn: row.received_on,
    channel: row.channel,
    matter: opened(row.objection_id, 'matter', row.matter_sealed),
    hasObjector: row.objector_sealed !== null,
    dueOn: row.due_on,
    outcome: row.outcome,
    answer: row.answer,
  }))
}

/** The county may read who it was, to answer; every look is a line in the audit trail. */
export async function revealObjector(tx: Tx, objectionId: string): Promise<string | null | Refusal> {
  const actor = actorOf(tx)
  if (actor.role !== 'county-section' && actor.role !== 'county-leader')
    return refuse('not-your-role', { step: 'reveal-objector', role: actor.role })
  const row = await tx.selectFrom('objection').selectAll().where('objection_id', '=', objectionId).executeTakeFirst()
  if (!row) return refuse('not-found')
  await audit(tx, {
    action: 'objection.reveal',
    subject: { kind: 'objection', id: objectionId, household: row.household_id },
    area: row.area,
  })
  return row.objector_sealed ? opened(objectionId, 'objector', row.objector_sealed) : null
}

/** The answer for whoever holds the code: what was found, in plain words. */
export async function answerFor(
  tx: Tx,
  code: string,
): Promise<{ outcome: string | null; answer: string | null; answeredOn: Day | null } | null> {
  const row = await tx
    .selectFrom('objection')
    .select(['outcome', 'answer', 'answered_on'])
    .where('answer_code', '=', house().crypto.blindIndex('objection-answer', code))
    .executeTakeFirst()
  return row ? { outcome: row.outcome, answer: row.answer, answeredOn: row.answered_on } : null
}

/** Re-investigation: what was found, and whether it is still disputed. The objectors get their answer in the same step. */
export async function concludeReinvestigation(
  tx: Tx,
  input: CaseRef & { founded: boolean; disputed: boolean; report: string; answer: string },
): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const after = await take(tx, desk, {
    do: 'conclude-reinvestigation',
    disputed: input.disputed,
    report: desk.state.stage === 'objection' ? desk.state.objections[0] : '',
  })
  if (isRefusal(after)) return after
  await answerObjections(tx, after, input.disputed ? 'disputed' : input.founded ? 'founded' : 'unfounded', input)
  return answerOf(after)
}

async function answerObjections(
  tx: Tx,
  desk: Desk,
  outcome: 'founded' | 'unfounded' | 'disputed',
  said: { report: string; answer: string },
): Promise<void> {
  await tx
    .updateTable('objection')
    .set({ outcome, report: said.report, answer: said.answer, answered_on: await businessDay(tx) })
    .where('household_id', '=', desk.row.household)
    .where('case_id', '=', desk.row.caseId)
    .where('answered_on', 'is', null)
    .execute()
}

export interface Appraisal extends CaseRef {
  heldOn: Day
  place: string
  present: { officials: number; committee: number; villagers: number }
  votes: { agree: number; against: number; abstain: number }
  points: readonly string[]
  conclusion: string
  minutesFile: string | null
}

/** 民主评议: numbers and points of the meeting, without who said what. */
export async function recordAppraisal(tx: Tx, input: Appraisal): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const { present, votes } = input
  const people = present.officials + present.committee + present.villagers
  if (votes.agree + votes.against + votes.abstain > people) return refuse('more-votes-than-people', { people }, 'votes')
  if (input.heldOn > desk.context.today || input.heldOn < desk.state.openedOn)
    return refuse('day-out-of-order', { from: desk.state.openedOn, until: desk.context.today }, 'heldOn')
  const appraisalId = newId()
  const command = { do: 'record-appraisal', appraisalId } as const
  const possible = foresee(desk, command)
  if (isRefusal(possible)) return possible
  await tx
    .insertInto('appraisal')
    .values({
      household_id: desk.row.household,
      appraisal_id: appraisalId,
      case_id: desk.row.caseId,
      area: desk.row.area,
      round: desk.state.round,
      held_on: input.heldOn,
      place: input.place,
      ...present,
      ...votes,
      points: JSON.stringify(input.points),
      conclusion: input.conclusion,
      minutes_file: input.minutesFile,
      entered_by: actorOf(tx).id,
    })
    .execute()
  return answerOf(await take(tx, desk, command))
}
