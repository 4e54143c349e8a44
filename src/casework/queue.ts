import { sql } from 'kysely'
import { type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { findPersons, type HouseholdCard, type HouseholdId, householdCards } from '../household/index.ts'
import { workingCalendar } from '../office/index.ts'
import { actorOf, businessDay, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { daysLeft } from './clock.ts'

/** The work of an office, as a list (ux S8): what is due, where it stands, who has it, what it waits for. */
export const queueViews = [
  'due-today',
  'overdue',
  'awaiting-supplement',
  'notice-due',
  'on-notice',
  'to-confirm',
  'mine',
  'relatives',
  'appeals',
  'all',
] as const
export type QueueView = (typeof queueViews)[number]

export interface QueueFilters {
  programme?: ProgrammeId
  kind?: string
  stage?: string
  holder?: string
  /** Name, pinyin initials, case number or the last four of an identity number. */
  text?: string
}

export interface QueueRow {
  caseId: string
  household: HouseholdId
  caseNo: string
  kind: string
  change: string | null
  programme: ProgrammeId
  origin: string
  stage: string
  area: string
  head: string | null
  people: number
  openedOn: Day
  step: string | null
  due: Day | null
  /** Working days left, negative when overdue; null while the clock stands still. */
  left: number | null
  provisional: boolean
  totalDue: Day | null
  pausedSince: Day | null
  blockedOn: string | null
  holder: string | null
  relative: boolean
  version: number
}

export interface Queue {
  items: QueueRow[]
  next: string | null
}

/** Earliest due first, paused last; `cursor` goes on where the last page ended. Rows outside the actor's area are not there. */
export async function queue(
  tx: Tx,
  ask: { view: QueueView; filters?: QueueFilters; cursor?: string; limit?: number },
): Promise<Queue | Refusal<'bad-cursor'>> {
  const limit = Math.min(ask.limit ?? 50, 200)
  const after = ask.cursor ? readCursor(ask.cursor) : null
  if (isRefusal(after)) return after
  const today = await businessDay(tx)
  const found = ask.filters?.text ? await householdsLike(tx, ask.filters.text) : null
  let rows = cases(tx, ask.view, today)
  const { programme, kind, stage, holder, text } = ask.filters ?? {}
  if (programme) rows = rows.where('programme', '=', programme)
  if (kind) rows = rows.where('kind', '=', kind)
  if (stage) rows = rows.where('stage', '=', stage)
  if (holder) rows = rows.where('holder', '=', holder)
  if (text && found)
    rows = rows.where((row) =>
      row.or([row('case_no', '=', text.trim()), ...(found.length > 0 ? [row('household_id', 'in', found)] : [])]),
    )
  if (after)
    rows = rows.where(
      sql<boolean>`(coalesce(due_on, date '9999-12-31'), case_id) > (${after.due}::date, ${after.caseId}::uuid)`,
    )
  const page = await rows
    .selectAll()
    .orderBy(sql`coalesce(due_on, date '9999-12-31')`)
    .orderBy('case_id')
    .limit(limit + 1)
    .execute()
  const shown = page.slice(0, limit)
  const [cards, calendar] = [
    await householdCards(tx, [...new Set(shown.map((row) => row.household_id))], today),
    await workingCalendar(tx),
  ]
  const last = shown.at(-1)
  return {
    items: shown.map((row): QueueRow => {
      const card: HouseholdCard | undefined = cards.get(row.household_id)
      return {
        caseId: row.case_id,
        household: row.household_id,
        caseNo: row.case_no,
        kind: row.kind,
        change: row.change_kind,
        programme: row.programme as ProgrammeId,
        origin: row.origin,
        stage: row.stage,
        area: row.area,
        head: card?.headName ?? null,
        people: card?.people ?? 0,
        openedOn: row.opened_on,
        step: row.due_step,
        due: row.due_on,
        left: row.due_on ? daysLeft(calendar, today, row.due_on) : null,
        provisional: row.due_provisional,
        totalDue: row.total_due_on,
        pausedSince: row.paused_since,
        blockedOn: row.blocked_on,
        holder: row.holder,
        relative: row.officer_relative,
        version: row.version,
      }
    }),
    next: page.length > limit && last ? writeCursor(last.due_on, last.case_id) : null,
  }
}

/** One number per saved view, in one reading of the open cases. */
export async function queueCounts(tx: Tx): Promise<Record<QueueView, number>> {
  const today = await businessDay(tx)
  const me = actorOf(tx).id
  const row = await tx
    .selectFrom('case_file')
    .where('closed_on', 'is', null)
    .select([
      sql<bigint>`count(*) filter (where due_on = ${today}::date and due_step <> 'await-supplement')`.as('due-today'),
      sql<bigint>`count(*) filter (where due_on < ${today}::date and due_step <> 'await-supplement')`.as('overdue'),
      sql<bigint>`count(*) filter (where stage = 'supplement')`.as('awaiting-supplement'),
      sql<bigint>`count(*) filter (where stage = 'notice-due')`.as('notice-due'),
      sql<bigint>`count(*) filter (where stage = 'notice')`.as('on-notice'),
      sql<bigint>`count(*) filter (where stage in ('confirmation', 'answer'))`.as('to-confirm'),
      sql<bigint>`count(*) filter (where holder = ${me})`.as('mine'),
      sql<bigint>`count(*) filter (where officer_relative)`.as('relatives'),
      sql<bigint>`count(*) filter (where kind = 'appeal')`.as('appeals'),
      sql<bigint>`count(*)`.as('all'),
    ])
    .executeTakeFirstOrThrow()
  return Object.fromEntries(queueViews.map((view) => [view, Number(row[view])])) as Record<QueueView, number>
}

function cases(tx: Tx, view: QueueView, today: Day) {
  const open = tx.selectFrom('case_file').where('closed_on', 'is', null)
  switch (view) {
    case 'due-today':
      return open.where('due_on', '=', today).where('due_step', '<>', 'await-supplement')
    case 'overdue':
      return open.where('due_on', '<', today).where('due_step', '<>', 'await-supplement')
    case 'awaiting-supplement':
      return open.where('stage', '=', 'supplement')
    case 'notice-due':
      return open.where('stage', '=', 'notice-due')
    case 'on-notice':
      return open.where('stage', '=', 'notice')
    case 'to-confirm':
      return open.where('stage', 'in', ['confirmation', 'answer'])
    case 'mine':
      return open.where('holder', '=', actorOf(tx).id)
    case 'relatives':
      return open.where('officer_relative', '=', true)
    case 'appeals':
      return open.where('kind', '=', 'appeal')
    case 'all':
      return open
  }
}

/** The families of the people whose name, initials or number begin like this; a search wider than that is no search. */
async function householdsLike(tx: Tx, text: string): Promise<HouseholdId[]> {
  const households = new Set<HouseholdId>()
  let after: bigint | undefined
  for (let pages = 0; pages < 5; pages++) {
    const people = await findPersons(tx, { text, limit: 100, ...(after !== undefined && { after }) })
    for (const { household } of people) if (household !== null) households.add(household)
    if (people.length < 100) break
    after = people.at(-1)!.person
  }
  return [...households]
}

const never = '9999-12-31'
const writeCursor = (due: Day | null, caseId: string) => Buffer.from(`${due ?? never}/${caseId}`).toString('base64url')

function readCursor(cursor: string): { due: string; caseId: string } | Refusal<'bad-cursor'> {
  const match = /^(\d{4}-\d{2}-\d{2})\/([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  return match ? { due: match[1]!, caseId: match[2]! } : refuse('bad-cursor', {}, 'cursor')
}

export interface Workload {
  holder: string | null
  open: number
  overdue: number
  paused: number
}

/** Who has how much on the desk, for handing over, without ranking anybody. */
export async function workload(tx: Tx): Promise<Workload[]> {
  const today = await businessDay(tx)
  const rows = await tx
    .selectFrom('case_file')
    .where('closed_on', 'is', null)
    .select([
      'holder',
      sql<bigint>`count(*)`.as('open'),
      sql<bigint>`count(*) filter (where due_on < ${today}::date)`.as('overdue'),
      sql<bigint>`count(*) filter (where paused_since is not null)`.as('paused'),
    ])
    .groupBy('holder')
    .orderBy('holder')
    .execute()
  return rows.map((row) => ({
    holder: row.holder,
    open: Number(row.open),
    overdue: Number(row.overdue),
    paused: Number(row.paused),
  }))
}
