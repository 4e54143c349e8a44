import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { type AreaCode, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { findPersons, type HouseholdId } from '../household/index.ts'
import { actorOf, businessDay, type Tables, type Tx } from '../platform/index.ts'
import type { CaseRow } from './case-store.ts'
import type { CaseId, CaseKind } from './words.ts'

/**
 * The tray of an officer: open cases as lists show them. Row security decides which cases there are; a view only
 * chooses among them. Counting and listing use one condition, so a number and its list never differ.
 */
export const trayViews = [
  'turn', // 轮到我办
  'today', // 今天到期
  'overdue', // 已超期
  'supplement', // 待补正
  'notice', // 待公示
  'confirmation', // 待确认
  'mine', // 我的
  'relatives', // 近亲属
  'all',
  'closed',
] as const
export type TrayView = (typeof trayViews)[number]

export interface TrayLine {
  caseId: CaseId
  caseNo: string
  household: HouseholdId
  area: AreaCode
  version: number
  kind: CaseKind
  change: string | null
  programme: string
  stage: string
  ending: string | null
  origin: string
  openedOn: Day
  dueOn: Day | null
  dueStep: string | null
  provisional: boolean
  pausedSince: Day | null
  pauseReason: string | null
  blockedOn: string | null
  holder: string | null
  officerRelative: boolean
}

export interface TrayQuery {
  view: TrayView
  /** A name or its beginning, pinyin initials, the last four of a number, or a case number. */
  text?: string
  /** An account, or `nobody` for cases in nobody's hands. */
  holder?: string
  after?: string
  limit: number
}

type Query<Row> = SelectQueryBuilder<Tables, 'case_file', Row>

function inView<Row>(query: Query<Row>, view: TrayView, today: Day, account: string, role: string): Query<Row> {
  if (view === 'closed') return query.where('closed_on', 'is not', null)
  const open = query.where('closed_on', 'is', null)
  switch (view) {
    case 'turn':
      return open.where((row) =>
        row.exists(
          row
            .selectFrom('task')
            .select('task_id')
            .whereRef('task.household_id', '=', 'case_file.household_id')
            .whereRef('task.case_id', '=', 'case_file.case_id')
            .where('task.role', '=', role)
            .where('task.done_on', 'is', null),
        ),
      )
    case 'today':
      return open.where('due_on', '=', today)
    case 'overdue':
      return open.where('due_on', '<', today)
    case 'supplement':
      return open.where('stage', '=', 'supplement')
    case 'notice':
      return open.where('stage', '=', 'notice-due')
    case 'confirmation':
      return open.where('stage', '=', 'confirmation')
    case 'mine':
      return open.where('holder', '=', account)
    case 'relatives':
      return open.where('officer_relative', '=', true)
    case 'all':
      return open
  }
}

async function matching<Row>(tx: Tx, query: Query<Row>, typed: string): Promise<Query<Row>> {
  const text = typed.normalize('NFKC').trim()
  if (!text) return query
  const people = await findPersons(tx, { text, limit: 100 })
  const households = people.flatMap((found) => found.household ?? [])
  const start = text.replace(/[%_\\]/g, '\\$&')
  return query.where((row: ExpressionBuilder<Tables, 'case_file'>) =>
    row.or([
      row('case_no', 'like', `${start}%`),
      ...(households.length > 0 ? [row('household_id', 'in', households)] : []),
    ]),
  )
}

const cursorOf = (line: TrayLine) => `${line.dueOn ?? ''}~${line.caseId}`

/** Nearest due day first; cases whose clock stands still come last. */
export async function trayPage(tx: Tx, query: TrayQuery): Promise<{ items: TrayLine[]; next: string | null }> {
  const actor = actorOf(tx)
  let rows = inView(
    tx.selectFrom('case_file').selectAll() as Query<Row>,
    query.view,
    await businessDay(tx),
    actor.id,
    actor.role,
  )
  if (query.text) rows = await matching(tx, rows, query.text)
  if (query.holder === 'nobody') rows = rows.where('holder', 'is', null)
  else if (query.holder) rows = rows.where('holder', '=', query.holder)
  const [day, id] = /^(\d{4}-\d{2}-\d{2})?~([0-9a-f-]{36})$/.exec(query.after ?? '')?.slice(1) ?? []
  if (id && day)
    rows = rows.where((row) =>
      row.or([
        row('due_on', '>', day as Day),
        row('due_on', 'is', null),
        row.and([row('due_on', '=', day as Day), row('case_id', '>', id)]),
      ]),
    )
  else if (id) rows = rows.where('due_on', 'is', null).where('case_id', '>', id)
  const found = await rows
    .orderBy(sql`due_on asc nulls last`)
    .orderBy('case_id')
    .limit(query.limit + 1)
    .execute()
  const items = found.slice(0, query.limit).map(toLine)
  return { items, next: found.length > query.limit ? cursorOf(items.at(-1)!) : null }
}

export async function trayCounts(tx: Tx): Promise<Record<TrayView, number>> {
  const actor = actorOf(tx)
  const today = await businessDay(tx)
  const counts = {} as Record<TrayView, number>
  for (const view of trayViews) {
    if (view === 'closed') continue
    const row = await inView(
      tx.selectFrom('case_file').select((r) => r.fn.countAll<bigint>().as('n')) as Query<{ n: bigint }>,
      view,
      today,
      actor.id,
      actor.role,
    ).executeTakeFirstOrThrow()
    counts[view] = Number(row.n)
  }
  return { ...counts, closed: 0 }
}

export interface Workload {
  /** Null: cases in nobody's hands. */
  holder: string | null
  open: number
  overdue: number
  dueToday: number
  paused: number
}

/** How many cases lie on whose desk: for handing work over, never for ranking people. */
export async function workload(tx: Tx): Promise<Workload[]> {
  const today = await businessDay(tx)
  const rows = await tx
    .selectFrom('case_file')
    .select((row) => [
      'holder',
      row.fn.countAll<bigint>().as('open'),
      row.fn.countAll<bigint>().filterWhere('due_on', '<', today).as('overdue'),
      row.fn.countAll<bigint>().filterWhere('due_on', '=', today).as('today'),
      row.fn.countAll<bigint>().filterWhere('paused_since', 'is not', null).as('paused'),
    ])
    .where('closed_on', 'is', null)
    .groupBy('holder')
    .orderBy('holder')
    .execute()
  return rows.map((row) => ({
    holder: row.holder,
    open: Number(row.open),
    overdue: Number(row.overdue),
    dueToday: Number(row.today),
    paused: Number(row.paused),
  }))
}

/** Every case of a household, newest first. */
export async function casesOf(tx: Tx, household: HouseholdId): Promise<TrayLine[]> {
  const rows = await tx
    .selectFrom('case_file')
    .selectAll()
    .where('household_id', '=', household)
    .orderBy('opened_on', 'desc')
    .orderBy('case_id', 'desc')
    .limit(200)
    .execute()
  return rows.map(toLine)
}

type Row = Awaited<ReturnType<typeof anyRow>>
const anyRow = (tx: Tx) => tx.selectFrom('case_file').selectAll().executeTakeFirstOrThrow()

const toLine = (row: Row): TrayLine => ({
  caseId: row.case_id,
  caseNo: row.case_no,
  household: row.household_id,
  area: row.area as AreaCode,
  version: row.version,
  kind: row.kind as CaseKind,
  change: row.change_kind,
  programme: row.programme,
  stage: row.stage,
  ending: row.ending,
  origin: row.origin,
  openedOn: row.opened_on,
  dueOn: row.due_on,
  dueStep: row.due_step,
  provisional: row.due_provisional,
  pausedSince: row.paused_since,
  pauseReason: row.pause_reason,
  blockedOn: row.blocked_on,
  holder: row.holder,
  officerRelative: row.officer_relative,
})

// ── One case, with the papers around it ────────────────────────────────────────────────────────────────────────────
export interface SheetLine {
  noticeId: string
  sheetId: string
  caseId: CaseId
  household: HouseholdId
  area: AreaCode
  place: string
  firstDay: Day
  lastDay: Day
  photoFirst: boolean
  photoLast: boolean
  endedOn: Day | null
  endedWhy: string | null
  line: { name: string; group: string; people: number; category: string; monthly: string }
}

/** Sheets on boards, newest first: what hangs, what still needs its photograph, what came down and why. */
export async function sheetLines(tx: Tx, query: { caseId?: CaseId; limit?: number } = {}): Promise<SheetLine[]> {
  let rows = tx.selectFrom('case_notice').selectAll()
  if (query.caseId) rows = rows.where('case_id', '=', query.caseId)
  const found = await rows
    .orderBy('first_day', 'desc')
    .orderBy('sheet_id')
    .orderBy('notice_id')
    .limit(query.limit ?? 300)
    .execute()
  return found.map((row) => ({
    noticeId: row.notice_id,
    sheetId: row.sheet_id,
    caseId: row.case_id,
    household: row.household_id,
    area: row.area as AreaCode,
    place: row.place,
    firstDay: row.first_day,
    lastDay: row.last_day,
    photoFirst: row.photo_first !== null,
    photoLast: row.photo_last !== null,
    endedOn: row.ended_on,
    endedWhy: row.ended_why,
    line: row.line as unknown as SheetLine['line'],
  }))
}

/** The paper of a sheet that the actor may see a line of. */
export async function sheetDocument(tx: Tx, sheetId: string): Promise<string | Refusal<'not-found'>> {
  const row = await tx
    .selectFrom('case_notice')
    .select('sheet_document')
    .where('sheet_id', '=', sheetId)
    .where('sheet_document', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return row?.sheet_document ?? refuse('not-found')
}

export interface BatchLine {
  batchId: string
  cutOff: Day
  metOn: Day
  minutesNo: string
  confirmed: number
  rolledOver: number
}

export async function batches(tx: Tx): Promise<BatchLine[]> {
  const rows = await tx.selectFrom('confirmation_batch').selectAll().orderBy('met_on', 'desc').limit(100).execute()
  return rows.map((row) => ({
    batchId: row.batch_id,
    cutOff: row.cut_off,
    metOn: row.met_on,
    minutesNo: row.minutes_no,
    confirmed: row.confirmed,
    rolledOver: row.rolled_over,
  }))
}

export interface ColleagueLine {
  account: string
  name: string
  role: string
  unit: string
  area: string
}

/** Who works in the actor's county today: for visits, handing over, paper signatures. */
export async function colleaguesIn(tx: Tx): Promise<ColleagueLine[]> {
  const own = actorOf(tx).area ?? ''
  const county = own.slice(0, 6)
  if (county.length < 6) return []
  const rows = await tx
    .selectFrom('account as a')
    .innerJoin('account_role as r', 'r.account_id', 'a.account_id')
    .innerJoin('staff_person as p', 'p.staff_person_id', 'a.staff_person_id')
    .select(['a.account_id', 'p.name', 'r.role', 'r.unit', 'r.area'])
    .where('a.disabled_at', 'is', null)
    .where('r.until', 'is', null)
    .where('r.area', 'like', `${county}%`)
    .orderBy((eb) => eb('r.area', 'like', `${own}%`), 'desc')
    .orderBy('r.area', 'desc')
    .orderBy('p.name')
    .orderBy('a.account_id')
    .limit(2000)
    .execute()
  return rows.map((row) => ({
    account: row.account_id,
    name: row.name,
    role: row.role,
    unit: row.unit,
    area: row.area,
  }))
}

export interface SupplementNotice {
  items: { item: string; clause: string; why: string; how: string }[]
  sentOn: Day
  dueOn: Day
  answeredOn: Day | null
}

export interface CasePapers {
  reason: string | null
  hardship: string[]
  supplement: SupplementNotice | null
  visits: {
    visitId: string
    plannedOn: Day | null
    visitedOn: Day | null
    outcome: string | null
    form: { dwelling?: string | null; conclusion?: string | null } | null
    byCounty: boolean
  }[]
}

export async function papersOf(tx: Tx, row: Pick<CaseRow, 'household' | 'caseId'>): Promise<CasePapers> {
  const application = await tx
    .selectFrom('case_application')
    .select(['reason', 'hardship'])
    .where('household_id', '=', row.household)
    .where('case_id', '=', row.caseId)
    .executeTakeFirst()
  const supplement = await tx
    .selectFrom('supplement_notice')
    .selectAll()
    .where('household_id', '=', row.household)
    .where('case_id', '=', row.caseId)
    .executeTakeFirst()
  const visits = await tx
    .selectFrom('home_visit')
    .selectAll()
    .where('household_id', '=', row.household)
    .where('case_id', '=', row.caseId)
    .orderBy('visit_id')
    .execute()
  return {
    reason: application?.reason ?? null,
    hardship: (application?.hardship as string[] | undefined) ?? [],
    supplement: supplement
      ? {
          items: supplement.items as unknown as SupplementNotice['items'],
          sentOn: supplement.sent_on,
          dueOn: supplement.due_on,
          answeredOn: supplement.answered_on,
        }
      : null,
    visits: visits.map((visit) => ({
      visitId: visit.visit_id,
      plannedOn: visit.planned_on,
      visitedOn: visit.visited_on,
      outcome: visit.outcome,
      form: visit.form as CasePapers['visits'][number]['form'],
      byCounty: visit.by_county,
    })),
  }
}
