import { sql } from 'kysely'
import {
  type AreaCode,
  assert,
  type Calendar,
  type Day,
  type Instant,
  type Refusal,
  refuse,
} from '../foundation/index.ts'
import { addTimeline, type HouseholdId, type TimelineKind } from '../household/index.ts'
import { actorOf, newId, type Role, type Tx } from '../platform/index.ts'
import { type Appeal, type AppealEvent, type AppealOpening, evolveAppeal, openAppeal } from './appeal.ts'
import type { Case, Event, Signature } from './application.ts'
import { evolve, type Opening, open } from './application-history.ts'
import { blockedOn, dutyOf, totalDue } from './clock.ts'
import { freeze, thaw } from './frozen.ts'
import type { CaseId } from './words.ts'

/** This chapter's SQL for cases: the fold as a row for lists, the events as they happened. */

export interface CaseRow {
  caseId: CaseId
  household: HouseholdId
  area: AreaCode
  caseNo: string
  /** For ETags: one more with every step taken. */
  version: number
  eventSeq: number
  changedAt: Instant
  changedRole: Role
}

export interface Filed<State> {
  row: CaseRow
  state: State
}

export type NotThere = Refusal<'not-found' | 'changed-by-another' | 'another-kind-of-case'>

/** Locks the case. `expect` is the version the officer saw: whoever comes second is told who was first. */
export async function lockCase<State>(tx: Tx, caseId: CaseId, expect: number | null): Promise<Filed<State> | NotThere> {
  const row = await tx.selectFrom('case_file').selectAll().where('case_id', '=', caseId).forUpdate().executeTakeFirst()
  if (!row) return refuse('not-found')
  if (expect !== null && row.version !== expect)
    return refuse('changed-by-another', { who: row.changed_role, at: row.changed_at, version: row.version })
  return { row: toRow(row), state: thaw<State>(row.state) }
}

export async function readCase<State = Case>(tx: Tx, caseId: CaseId): Promise<Filed<State> | Refusal<'not-found'>> {
  const row = await tx.selectFrom('case_file').selectAll().where('case_id', '=', caseId).executeTakeFirst()
  return row ? { row: toRow(row), state: thaw<State>(row.state) } : refuse('not-found')
}

/** Papers and telephones know the number; everything else the id. */
export async function caseNumbered(tx: Tx, caseNo: string): Promise<CaseId | null> {
  const row = await tx.selectFrom('case_file').select('case_id').where('case_no', '=', caseNo).executeTakeFirst()
  return row?.case_id ?? null
}

interface Stored {
  case_id: string
  household_id: bigint
  area: string
  case_no: string
  version: number
  event_seq: number
  changed_at: string
  changed_role: string
}

const toRow = (row: Stored): CaseRow => ({
  caseId: row.case_id,
  household: row.household_id,
  area: row.area as AreaCode,
  caseNo: row.case_no,
  version: row.version,
  eventSeq: row.event_seq,
  changedAt: row.changed_at as Instant,
  changedRole: row.changed_role as Role,
})

/** The columns that queues are made from. */
function columns(state: Case | Appeal, calendar: Calendar) {
  const duty = dutyOf(state, calendar)
  return {
    stage: state.stage,
    ending: state.stage === 'closed' ? state.ending : null,
    round: state.round,
    state: freeze(state),
    accepted_on: state.acceptedOn,
    closed_on: state.stage === 'closed' ? state.closedOn : null,
    due_on: duty?.due ?? null,
    due_provisional: duty?.provisional ?? false,
    due_step: duty?.step ?? null,
    total_due_on: totalDue(state, calendar)?.day ?? null,
    paused_since: state.paused?.since ?? null,
    pause_reason: state.paused?.reason ?? null,
    blocked_on: blockedOn(state),
    holder: state.holder,
    officer_relative: state.officerRelative,
    earlier_case: state.earlier,
  }
}

export interface CaseNumbers {
  caseNo: string
  receiptToken: string
  readCodeSealed: string
  readCodeIndex: string
}

export async function insertCase(
  tx: Tx,
  opening: Opening,
  numbers: CaseNumbers,
  calendar: Calendar,
): Promise<Filed<Case>> {
  const state = open(opening, calendar)
  const row = await insertFile(tx, state, numbers, calendar, {
    change_kind: opening.change,
    origin: opening.origin,
    against_decision: null,
  })
  await insertEvents(tx, row, 1, [{ what: 'opened', ...opening }])
  await tell(tx, row, state, { what: 'opened', on: opening.on })
  return { row, state }
}

export async function insertAppeal(
  tx: Tx,
  opening: AppealOpening,
  numbers: CaseNumbers,
  calendar: Calendar,
): Promise<Filed<Appeal>> {
  const state = openAppeal(opening)
  const row = await insertFile(tx, state, numbers, calendar, {
    change_kind: null,
    origin: 'applicant',
    against_decision: opening.against.decisionId,
  })
  await insertEvents(tx, row, 1, [{ what: 'opened', ...opening }])
  await tell(tx, row, state, { what: 'opened', on: opening.on })
  return { row, state }
}

async function insertFile(
  tx: Tx,
  state: Case | Appeal,
  numbers: CaseNumbers,
  calendar: Calendar,
  more: { change_kind: string | null; origin: string; against_decision: string | null },
): Promise<CaseRow> {
  const actor = actorOf(tx)
  const row = await tx
    .insertInto('case_file')
    .values({
      household_id: state.householdId,
      case_id: state.caseId,
      area: state.area,
      case_no: numbers.caseNo,
      receipt_token: numbers.receiptToken,
      read_code_sealed: numbers.readCodeSealed,
      read_code_index: numbers.readCodeIndex,
      kind: state.kind,
      programme: state.programme,
      applicant_id: state.applicant,
      opened_on: state.openedOn,
      event_seq: 1,
      changed_by: actor.id,
      changed_role: actor.role,
      ...more,
      ...columns(state, calendar),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toRow(row)
}

/** Saves what happened; the version in the condition makes a lost update impossible even without the lock. */
export async function saveEvents<State extends Case | Appeal>(
  tx: Tx,
  row: CaseRow,
  events: readonly (Event | AppealEvent)[],
  after: State,
  calendar: Calendar,
): Promise<Filed<State>> {
  const actor = actorOf(tx)
  const updated = await tx
    .updateTable('case_file')
    .set({
      ...columns(after, calendar),
      version: row.version + 1,
      event_seq: row.eventSeq + events.length,
      changed_at: sql<string>`doudi.now()`,
      changed_by: actor.id,
      changed_role: actor.role,
    })
    .where('household_id', '=', row.household)
    .where('case_id', '=', row.caseId)
    .where('version', '=', row.version)
    .returningAll()
    .executeTakeFirst()
  assert(updated, `case ${row.caseNo} was saved without its lock`)
  await insertEvents(tx, row, row.eventSeq + 1, events)
  for (const event of events) {
    if ('signature' in event && event.signature) await insertSignature(tx, row, event.signature)
    await tell(tx, row, after, event)
  }
  return { row: toRow(updated), state: after }
}

async function insertEvents(
  tx: Tx,
  row: CaseRow,
  first: number,
  events: readonly ({ what: string; on: Day } & object)[],
): Promise<void> {
  if (events.length === 0) return
  const actor = actorOf(tx)
  await tx
    .insertInto('case_event')
    .values(
      events.map((event, i) => ({
        household_id: row.household,
        case_id: row.caseId,
        seq: first + i,
        area: row.area,
        what: event.what,
        on_day: event.on,
        actor: actor.id,
        natural_person: actor.naturalPerson,
        role: actor.role,
        on_behalf: actor.onBehalf ?? null,
        data: freeze(event),
      })),
    )
    .execute()
}

async function insertSignature(tx: Tx, row: CaseRow, signature: Signature): Promise<void> {
  const place = { household_id: row.household, case_id: row.caseId, area: row.area }
  // The key lets one natural person hold one capacity in a case; the signature points to it.
  await tx
    .insertInto('case_capacity')
    .values({ ...place, natural_person: signature.person, capacity: signature.capacity })
    .onConflict((conflict) => conflict.columns(['household_id', 'case_id', 'natural_person']).doNothing())
    .execute()
  await tx
    .insertInto('case_signature')
    .values({
      ...place,
      signature_id: newId(),
      capacity: signature.capacity,
      round: signature.round,
      natural_person: signature.person,
      account: signature.account,
      role: signature.role,
      on_day: signature.on,
      delegation: signature.delegation,
      paper: signature.paper,
      entered_by: actorOf(tx).id,
    })
    .execute()
}

type Told = Event | AppealEvent | { what: 'opened'; on: Day }

const kindOf = (what: Told['what'], state: Case | Appeal): TimelineKind => {
  if (state.kind === 'appeal') return 'appeal'
  if (what.startsWith('visit')) return 'visit'
  if (what.startsWith('verification') || what === 'report-received') return 'verification'
  if (what.startsWith('notice') || what === 'objected' || what === 'board-photographed' || what === 'appraised')
    return 'notice'
  if (what === 'confirmed' || what.startsWith('letter') || what === 'collectively-decided') return 'decision'
  return state.kind === 'change' || state.kind === 'review' ? state.kind : 'application'
}

/** The office's own comings and goings, and everything about an objector, stay out of the family's view. */
const unseen: readonly string[] = [
  'reassigned',
  'relative-flagged',
  'facts-adopted',
  'recommended',
  'endorsed',
  'sent-back',
  'county-reviewed',
  'collectively-decided',
  'returned',
  'objected',
  'reinvestigated',
  'appraised',
  'board-photographed',
  'recheck-begun',
  'recheck-figures-adopted',
  'answer-proposed',
  'answer-sent-back',
]

async function tell(tx: Tx, row: CaseRow, state: Case | Appeal, event: Told): Promise<void> {
  await addTimeline(tx, {
    household: row.household,
    kind: kindOf(event.what, state),
    at: event.on,
    text: `casework:event.${event.what}`,
    values: valuesOf(event, state),
    refs: { case: row.caseId },
    citizenSees: !unseen.includes(event.what),
  })
}

function valuesOf(event: Told, state: Case | Appeal): Record<string, string | number> {
  switch (event.what) {
    case 'opened':
      return { kind: state.kind, programme: state.programme }
    case 'supplement-requested':
      return { items: event.items, due: event.due }
    case 'ended':
      return { ending: event.ending, ...(event.cause && { cause: event.cause }) }
    case 'notice-posted':
      return { from: event.firstDay, to: event.lastDay }
    case 'visit-booked':
      return { visitOn: event.visitOn }
    case 'confirmed':
      return { act: event.decision.act.act, monthly: String(event.decision.act.monthly), from: event.decision.act.from }
    case 'letter-delivered':
    case 'appeal-letter-delivered':
      return { deliveredOn: event.deliveredOn }
    case 'appeal-decided':
      return {
        outcome: event.decision.outcome,
        monthly: String(event.decision.act.monthly),
        from: event.decision.act.from,
      }
    case 'paused':
      return { reason: event.reason }
    default:
      return {}
  }
}

export interface CaseEventRow {
  seq: number
  what: string
  on: Day
  enteredOn: Day
  at: Instant
  actor: string
  role: Role
  onBehalf: string | null
  data: unknown
}

export async function eventsOf(tx: Tx, caseId: CaseId): Promise<CaseEventRow[]> {
  const rows = await tx.selectFrom('case_event').selectAll().where('case_id', '=', caseId).orderBy('seq').execute()
  return rows.map((row) => ({
    seq: row.seq,
    what: row.what,
    on: row.on_day,
    enteredOn: row.entered_on,
    at: row.at as Instant,
    actor: row.actor,
    role: row.role as Role,
    onBehalf: row.on_behalf,
    data: thaw(row.data),
  }))
}

/** The case as its events tell it; a test and `doudi doctor` compare it with the row. */
export function foldEvents(events: readonly CaseEventRow[], calendar: Calendar): Case | Appeal {
  const [first, ...rest] = events
  assert(first?.what === 'opened', 'a case begins with its opening')
  const opening = first.data as { what: 'opened' } & (Opening | AppealOpening)
  const { what: _, ...opened } = opening
  if ('against' in opened) return rest.map((e) => e.data as AppealEvent).reduce(evolveAppeal, openAppeal(opened))
  return rest.map((e) => e.data as Event).reduce(evolve, open(opened, calendar) as Case)
}
