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
import type { Case, Command, Event, Signature } from './application.ts'
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

export type NotThere = Refusal<'not-found' | 'changed-by-another'>

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
function columns(state: Case, calendar: Calendar) {
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

export interface NewCase {
  opening: Opening
  caseNo: string
  receiptToken: string
  readCodeSealed: string
  readCodeIndex: string
  on: Day
}

export async function insertCase(tx: Tx, input: NewCase, calendar: Calendar): Promise<Filed<Case>> {
  const actor = actorOf(tx)
  const { opening } = input
  const state = open(opening, calendar)
  const row = await tx
    .insertInto('case_file')
    .values({
      household_id: opening.householdId,
      case_id: opening.caseId,
      area: opening.area,
      case_no: input.caseNo,
      receipt_token: input.receiptToken,
      read_code_sealed: input.readCodeSealed,
      read_code_index: input.readCodeIndex,
      kind: opening.kind,
      change_kind: opening.change,
      programme: opening.programme,
      origin: opening.origin,
      applicant_id: opening.applicant,
      opened_on: opening.on,
      event_seq: 1,
      changed_by: actor.id,
      changed_role: actor.role,
      ...columns(state, calendar),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await insertEvents(tx, toRow(row), 1, [{ what: 'opened', ...opening }])
  await tell(tx, toRow(row), state, { what: 'opened', on: opening.on })
  return { row: toRow(row), state }
}

/** Saves what happened; the version in the condition makes a lost update impossible even without the lock. */
export async function saveEvents(
  tx: Tx,
  before: Filed<Case>,
  events: readonly Event[],
  calendar: Calendar,
): Promise<Filed<Case>> {
  const { row } = before
  const actor = actorOf(tx)
  const state = events.reduce(evolve, before.state)
  const updated = await tx
    .updateTable('case_file')
    .set({
      ...columns(state, calendar),
      version: row.version + 1,
      event_seq: row.eventSeq + events.length,
      changed_at: (e) => e.fn<string>('doudi.now'),
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
    await tell(tx, row, state, event)
  }
  return { row: toRow(updated), state }
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

const kindOf = (what: Event['what'] | 'opened', state: Case): TimelineKind => {
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
]

async function tell(tx: Tx, row: CaseRow, state: Case, event: Event | { what: 'opened'; on: Day }): Promise<void> {
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

function valuesOf(event: Event | { what: 'opened'; on: Day }, state: Case): Record<string, string | number> {
  switch (event.what) {
    case 'opened':
      return { kind: state.kind, programme: state.programme, origin: state.origin }
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
      return { deliveredOn: event.deliveredOn }
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
export function foldEvents(events: readonly CaseEventRow[], calendar: Calendar): Case {
  const [first, ...rest] = events
  assert(first?.what === 'opened', 'a case begins with its opening')
  return rest.map((event) => event.data as Event).reduce(evolve, open(first.data as Opening, calendar) as Case)
}

export type { Command }
