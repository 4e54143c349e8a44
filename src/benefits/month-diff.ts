import { sql } from 'kysely'
import { type AreaCode, areaRange, type Fen, type Month, nextMonth } from '../foundation/index.ts'
import { exceptionsOf, runsOf, type StopKind, waitingPayments } from '../payments/index.ts'
import type { Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { monthsReachedBack } from './arrears.ts'
import type { Reason } from './award.ts'
import { dueInstructions, payableMonths } from './due.ts'

/** What the month's list changes against the one before; the tabs of the page. Nothing changes without a reason. */
export const diffTabs = ['new', 'stopped', 'adjusted', 'back-pay', 'returned', 'exception'] as const
export type DiffTab = (typeof diffTabs)[number]

export interface DiffLine {
  tab: DiffTab
  household: bigint
  person: bigint
  area: AreaCode
  /** Of the month before, as it was told to be paid; where nothing was told, as the award said. */
  old: Fen
  new: Fen
  month: Month
  reason: Reason | 'unexplained' | StopKind | string
  document: string | null
  decisionId: string | null
  /** For exceptions: why the line is held, and whether somebody let it go. */
  stops: { stop: StopKind; detail: string | null; released: boolean }[]
}

export interface MonthDiff {
  programme: ProgrammeId
  month: Month
  lines: DiffLine[]
  unchanged: number
  counts: Record<DiffTab, number>
  before: Fen
  after: Fen
}

interface Row {
  household_id: bigint
  person_id: bigint
  area: AreaCode
  old: Fen
  new: Fen
  reason: Reason | null
  document: string | null
  decision_id: string | null
  same_basis: boolean
}

/**
 * Last month against this one for an area, each change with its reason and paper. A change that no step explains is an
 * exception called `unexplained`, and the list holds it.
 */
export async function monthDiff(
  tx: Tx,
  of: { book: string; area?: AreaCode; programme: ProgrammeId; month: Month },
): Promise<MonthDiff> {
  const rows = await changes(tx, of)
  const changed = rows.filter((row) => row.old !== row.new)
  const lines: DiffLine[] = [
    ...changed.map((row): DiffLine => {
      const explained = row.reason !== null && !row.same_basis
      return {
        tab: !explained ? 'exception' : row.old === 0n ? 'new' : row.new === 0n ? 'stopped' : 'adjusted',
        household: row.household_id,
        person: row.person_id,
        area: row.area,
        old: row.old,
        new: row.new,
        month: of.month,
        reason: explained ? row.reason! : 'unexplained',
        document: row.document,
        decisionId: row.decision_id,
        stops: [],
      }
    }),
    ...(await backPayLines(tx, of)),
    ...(await reachedBackLines(tx, of)),
    ...(await returnedLines(tx, of)),
    ...(await exceptionLines(tx, of)),
  ]
  const counts = Object.fromEntries(
    diffTabs.map((tab) => [tab, lines.filter((line) => line.tab === tab).length]),
  ) as Record<DiffTab, number>
  return {
    programme: of.programme,
    month: of.month,
    lines,
    unchanged: rows.length - changed.length,
    counts,
    before: rows.reduce((total, row) => total + row.old, 0n),
    after: rows.reduce((total, row) => total + row.new, 0n),
  }
}

const within = (area: AreaCode | undefined, column: 'a.area') => {
  if (!area) return sql`true`
  const { from, to } = areaRange(area)
  return sql`${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to}`
}

async function changes(
  tx: Tx,
  of: { book: string; area?: AreaCode; programme: ProgrammeId; month: Month },
): Promise<Row[]> {
  const before = nextMonth(of.month, -1)
  const { rows } = await sql<Row>`
    select * from (
      select a.household_id, a.person_id, a.area, coalesce(told.amount,
          case when first.month is not null then 0 else was.monthly end, 0)::bigint as old,
        case when a.pays_from > ${of.month} then 0 else coalesce(now.monthly, 0) end::bigint as new,
        t.reason, t.document, t.decision_id, coalesce(told.basis = a.award_id || '/' || now.step_no, false) as same_basis
      from award a
      left join award_span was on was.household_id = a.household_id and was.award_id = a.award_id
        and was.from_month <= ${before} and (was.until_month is null or was.until_month > ${before})
      left join award_span now on now.household_id = a.household_id and now.award_id = a.award_id
        and now.from_month <= ${of.month} and (now.until_month is null or now.until_month > ${of.month})
      left join award_step t on t.household_id = now.household_id and t.award_id = now.award_id and t.step_no = now.step_no
      left join payment_instruction told on told.household_id = a.household_id and told.person_id = a.person_id
        and told.programme = a.programme and told.month = ${before} and told.kind = 'regular' and (told.live or told.ended in ('returned', 'written-back'))
      left join lateral (
        select r.month from payment_run r
        where r.book_id = a.book_id and r.programme = a.programme and r.month = ${before} and r.frozen_on < t.recorded_on
          and r.state not in ('draft', 'cancelled', 'rejected') and t.kind = 'start'
        limit 1) first on true
      where a.book_id = ${of.book} and a.programme = ${of.programme} and ${within(of.area, 'a.area')}) d
    where old > 0 or new > 0
    order by area, household_id, person_id`.execute(tx)
  return rows
}

type Of = Parameters<typeof monthDiff>[1]
const inside = (of: Of, area: string) => !of.area || area.startsWith(of.area)

async function backPayLines(tx: Tx, of: Of): Promise<DiffLine[]> {
  const due = await dueInstructions(tx, of)
  return due
    .filter((line) => line.kind === 'back-pay' && inside(of, line.area))
    .map((line) => ({
      tab: 'back-pay' as const,
      household: line.household,
      person: line.person,
      area: line.area,
      old: 0n,
      new: line.amount,
      month: line.month,
      reason: line.reason,
      document: line.document,
      decisionId: line.claim,
      stops: [],
    }))
}

/** Whole months that a late decision pays with this list: each a line with its reason, or the list would not add up. */
async function reachedBackLines(tx: Tx, of: Of): Promise<DiffLine[]> {
  const months = payableMonths(of.month).filter((month) => month < of.month)
  const { rows } = await sql<Row & { month: Month; amount: Fen }>`
    select m.* from (${monthsReachedBack(
      sql`a.book_id = ${of.book} and a.programme = ${of.programme} and ${within(of.area, 'a.area')} and r.month = any(${months})`,
    )}) m
    where not exists (
      select from payment_instruction i where i.household_id = m.household_id and i.person_id = m.person_id
        and i.programme = m.programme and i.month = m.month and i.kind = 'regular'
        and (i.live or i.ended in ('returned', 'written-back')))
    order by m.area, m.household_id, m.month`.execute(tx)
  return rows.map((row) => ({
    tab: 'back-pay' as const,
    household: row.household_id,
    person: row.person_id,
    area: row.area,
    old: 0n,
    new: row.amount,
    month: row.month,
    reason: row.reason ?? 'unexplained',
    document: row.document,
    decisionId: row.decision_id,
    stops: [],
  }))
}

async function returnedLines(tx: Tx, of: Of): Promise<DiffLine[]> {
  const waiting = await waitingPayments(tx, of.book)
  return waiting
    .filter((item) => item.programme === of.programme && inside(of, item.area))
    .map((item) => ({
      tab: 'returned' as const,
      household: item.household,
      person: item.person,
      area: item.area,
      old: item.amount,
      new: item.amount,
      month: item.month,
      reason: item.reason ?? (item.accountId === null ? 'carried-over' : 'R99'),
      document: null,
      decisionId: null,
      stops: [],
    }))
}

/** What the month's draft or list holds back, while it is being made. */
async function exceptionLines(tx: Tx, of: Of): Promise<DiffLine[]> {
  const [run] = await runsOf(tx, { book: of.book, month: of.month, programme: of.programme, limit: 1 })
  if (!run) return []
  const held = await exceptionsOf(tx, run.runId)
  return held
    .filter((line) => inside(of, line.area))
    .map((line) => ({
      tab: 'exception' as const,
      household: line.household,
      person: line.person,
      area: line.area,
      old: line.amount,
      new: line.stops.every((stop) => stop.released) ? line.amount : 0n,
      month: line.month as Month,
      reason: line.stops[0]!.stop,
      document: null,
      decisionId: null,
      stops: line.stops,
    }))
}
