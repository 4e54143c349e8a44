import { assert, type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { areaName, type HouseholdId, householdById, membersOn } from '../household/index.ts'
import { type IssuedDocument, issueDocument, type NoticeRow, noticeRow } from '../office/index.ts'
import { actorOf, businessDay, newId, type Tx } from '../platform/index.ts'
import { programmes } from '../policy/index.ts'
import { say } from '../wording/index.ts'
import { isAdult } from './adult.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { answerOf, type CaseRef, type Desk, type Taken, take, takeUp } from './desk.ts'
import { noticeFacts } from './papers.ts'
import { organAt } from './remedies.ts'

/** The line on the board and nothing else: 姓+**, group, people, scheme, amount (practice §5). No address, no illness, no child. */
export interface NoticeLine {
  name: string
  group: string
  people: number
  category: string
  /** Decimal fen. */
  monthly: string
}

export interface PublishNotice {
  cases: readonly CaseRef[]
  firstDay: Day
  /** Which board: 丰收村公示栏. */
  place: string
}

export interface Published {
  sheetId: string
  documentId: string
  lines: NoticeLine[]
  cases: Taken[]
}

/** 公示: one sheet for several households of a village; all of them or none, since it is one paper on one board. */
export async function publishNotice(tx: Tx, input: PublishNotice): Promise<Published | Refusal> {
  if (input.cases.length === 0) return refuse('nothing-chosen', {}, 'cases')
  return allOrNothing(tx, () => post(tx, input))
}

async function post(tx: Tx, input: PublishNotice): Promise<Published | Refusal> {
  const desks: Desk[] = []
  for (const [i, ref] of [...input.cases].sort((a, b) => (a.caseId < b.caseId ? -1 : 1)).entries()) {
    const desk = await takeUp(tx, ref)
    if (isRefusal(desk)) return { ...desk, field: `cases.${i}` }
    if (desk.row.area !== (desks[0] ?? desk).row.area) return refuse('another-village', {}, `cases.${i}`)
    const after = await take(tx, desk, { do: 'post-notice', noticeId: newId(), firstDay: input.firstDay })
    if (isRefusal(after)) return { ...after, field: `cases.${i}` }
    desks.push(after)
  }
  const rows = await rowsFor(tx, desks)
  const sheetId = newId()
  const paper = await printSheet(tx, desks, rows, { sheetId, place: input.place })
  if (isRefusal(paper)) return paper
  const lines = rows.map((row) => ({ ...row, monthly: String(row.monthly) }))
  for (const [i, desk] of desks.entries())
    await insertNotice(tx, desk, { sheetId, documentId: paper.id, place: input.place, line: lines[i]! })
  return { sheetId, documentId: paper.id, lines, cases: desks.map(answerOf) }
}

/** A child is never named: where the head is one, the eldest adult stands for the family (practice §5). */
async function rowsFor(tx: Tx, desks: readonly Desk[]): Promise<NoticeRow[]> {
  const rows: NoticeRow[] = []
  for (const { state, row, context } of desks) {
    assert(state.stage === 'notice', 'posted and not on notice')
    const household = await householdById(tx, row.household)
    const members = await membersOn(tx, row.household, context.today)
    const adults = members
      .filter((member) => isAdult(member.birth, context.today))
      .sort((a, b) => ((a.birth ?? '') < (b.birth ?? '') ? -1 : 1))
    const head = adults.find((member) => member.person === household?.head) ?? adults[0]
    rows.push(
      noticeRow({
        head: head?.name ?? '',
        group: await areaName(tx, row.area, context.today),
        people: members.length,
        category: programmes[state.programme].zh,
        monthly: state.opinion.act.monthly,
      }),
    )
  }
  return rows
}

/** The sheet goes out only past the linter, which knows these households. */
async function printSheet(
  tx: Tx,
  desks: readonly Desk[],
  rows: NoticeRow[],
  sheet: { sheetId: string; place: string },
): Promise<IssuedDocument | Refusal> {
  const [first] = desks
  assert(first && first.state.stage === 'notice', 'a sheet without a case')
  const { notice, programme } = first.state
  const on = first.context.today
  const [township, county] = [
    await organAt(tx, first.state, 'township', on),
    await organAt(tx, first.state, 'county', on),
  ]
  return issueDocument(tx, {
    kind: 'public-notice',
    household: null,
    area: first.row.area,
    by: 'township',
    subject: sheet.sheetId,
    noticeFacts: await noticeFacts(tx, desks, on),
    data: {
      heading: say('zh', 'casework:notice.heading', { programme: programmes[programme].zh }),
      place: sheet.place,
      basis: say('zh', 'casework:notice.basis'),
      from: notice.firstDay,
      to: notice.lastDay,
      rows,
      supervisionPhones: [township, county].map((organ) => ({ office: organ.name, phone: organ.supervisionPhone })),
      objectionQr: `/notices?village=${first.row.area}`,
    },
  })
}

async function insertNotice(
  tx: Tx,
  desk: Desk,
  sheet: { sheetId: string; documentId: string; place: string; line: NoticeLine },
): Promise<void> {
  const { state, row } = desk
  assert(state.stage === 'notice', 'posted and not on notice')
  await tx
    .insertInto('case_notice')
    .values({
      household_id: row.household,
      notice_id: state.notice.noticeId,
      case_id: row.caseId,
      area: row.area,
      round: state.round,
      sheet_id: sheet.sheetId,
      sheet_document: sheet.documentId,
      place: sheet.place,
      first_day: state.notice.firstDay,
      last_day: state.notice.lastDay,
      line: JSON.stringify(sheet.line),
      posted_by: actorOf(tx).id,
    })
    .execute()
}

/** A sheet hangs for several families; its picture is filed with the first of them. */
export async function firstOnSheet(
  tx: Tx,
  sheetId: string,
): Promise<{ household: HouseholdId; caseId: string } | null> {
  const row = await tx
    .selectFrom('case_notice')
    .select(['household_id', 'case_id'])
    .where('sheet_id', '=', sheetId)
    .orderBy('case_id')
    .executeTakeFirst()
  return row ? { household: row.household_id, caseId: row.case_id } : null
}

export interface BoardPhoto {
  sheetId: string
  which: 'first' | 'last'
  attachment: string
  takenOn: Day
  /** Where it hangs, as the photographer says it. */
  where: string
  /** 补录. */
  on?: Day
}

/** One photograph shows the sheet with all its lines: it is evidence for every case on it (practice §1.11). */
export async function addBoardPhoto(tx: Tx, input: BoardPhoto): Promise<Taken[] | Refusal> {
  const rows = await tx
    .selectFrom('case_notice')
    .select(['household_id', 'notice_id', 'case_id', 'first_day'])
    .where('sheet_id', '=', input.sheetId)
    .where((row) => row.or([row('ended_why', 'is', null), row('ended_why', '=', 'over')]))
    .orderBy('case_id')
    .execute()
  if (rows.length === 0) return refuse('not-found')
  const today = await businessDay(tx)
  if (input.takenOn > today || input.takenOn < rows[0]!.first_day)
    return refuse('day-out-of-order', { from: rows[0]!.first_day, until: today }, 'takenOn')
  const photo = JSON.stringify({
    attachment: input.attachment,
    takenOn: input.takenOn,
    where: input.where,
    by: actorOf(tx).id,
  })
  const done: Taken[] = []
  for (const row of rows) {
    const desk = await takeUp(tx, { caseId: row.case_id, version: null, ...(input.on && { on: input.on }) })
    if (isRefusal(desk)) return desk
    const after = await take(tx, desk, { do: 'add-board-photo', which: input.which, attachment: input.attachment })
    if (isRefusal(after)) return after
    await tx
      .updateTable('case_notice')
      .set(input.which === 'first' ? { photo_first: photo } : { photo_last: photo })
      .where('household_id', '=', row.household_id)
      .where('notice_id', '=', row.notice_id)
      .execute()
    done.push(answerOf(after))
  }
  return done
}

/** The days have passed without an objection: off the board, on to whoever confirms. Called by the daily job. */
export async function endNotice(tx: Tx, caseId: string): Promise<Taken> {
  const desk = await takeUp(tx, { caseId, version: null })
  if (isRefusal(desk)) return desk
  const after = await take(tx, desk, { do: 'end-notice' })
  if (isRefusal(after)) return after
  await closeNotice(tx, desk, 'over')
  return answerOf(after)
}

/** What is over is not shown any longer, neither on the board nor on the page (practice §5). */
export async function closeNotice(tx: Tx, desk: Desk, why: 'over' | 'objection' | 'withdrawn'): Promise<void> {
  await tx
    .updateTable('case_notice')
    .set({ ended_on: desk.context.today, ended_why: why })
    .where('household_id', '=', desk.row.household)
    .where('case_id', '=', desk.row.caseId)
    .where('ended_on', 'is', null)
    .execute()
}

export interface PublicNotice {
  noticeId: string
  firstDay: Day
  lastDay: Day
  place: string
  line: NoticeLine
}

/** The notices of one village that run today: there is no search across villages and no download (practice §5). */
export async function noticesIn(tx: Tx, village: string, on: Day): Promise<PublicNotice[]> {
  const rows = await tx
    .selectFrom('case_notice')
    .select(['notice_id', 'first_day', 'last_day', 'place', 'line'])
    .where('area', '=', village)
    .where('ended_on', 'is', null)
    .where('first_day', '<=', on)
    .where('last_day', '>=', on)
    .orderBy('first_day')
    .orderBy('notice_id')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    noticeId: row.notice_id,
    firstDay: row.first_day,
    lastDay: row.last_day,
    place: row.place,
    line: row.line as unknown as NoticeLine,
  }))
}
