import { type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { workingCalendar } from '../office/index.ts'
import { actorOf, audit, businessDay, type Tx } from '../platform/index.ts'
import type { Case, CaseRefusal, Command, Context, Event } from './application.ts'
import { evolve } from './application-history.ts'
import { decide } from './application-steps.ts'
import { type Filed, lockCase, type NotThere, saveEvents } from './case-store.ts'
import { keepOffice } from './keep-office.ts'
import { officersRelatedToHousehold } from './neighbours.ts'
import type { CaseId } from './words.ts'

/** A case on somebody's desk: locked, with everything a step needs to know. */
export interface Desk extends Filed<Case> {
  context: Context
  /** 补录: the day the step was really taken. */
  on?: Day
}

/** `version` is what the officer saw (ETag); null for jobs and for steps that bring nothing but news. */
export interface CaseRef {
  caseId: CaseId
  version: number | null
  /** Only in a late entry (补录): the day it really happened; the day of entry is kept beside it. */
  on?: Day
}

export async function takeUp(tx: Tx, ref: CaseRef): Promise<Desk | NotThere> {
  const filed = await lockCase<Case>(tx, ref.caseId, ref.version)
  if (isRefusal(filed)) return filed
  if ((filed.state.kind as string) === 'appeal') return refuse('another-kind-of-case', { kind: 'appeal' })
  return { ...filed, context: await contextFor(tx, filed.row.household), ...(ref.on && { on: ref.on }) }
}

export async function contextFor(tx: Tx, household: bigint): Promise<Context> {
  const actor = actorOf(tx)
  const [today, calendar, relatives] = [
    await businessDay(tx),
    await workingCalendar(tx),
    await officersRelatedToHousehold(tx, household),
  ]
  return {
    today,
    calendar,
    actor: {
      account: actor.id,
      person: actor.naturalPerson,
      role: actor.role,
      delegation: actor.onBehalf ?? null,
    },
    relatives,
  }
}

/** What would happen: asked before an effect that cannot be taken back, like a numbered document. */
export const foresee = (desk: Desk, command: Command): readonly Event[] | Refusal<CaseRefusal> =>
  decide(desk.state, dated(desk, command), desk.context)

const dated = (desk: Desk, command: Command): Command => (desk.on ? { on: desk.on, ...command } : command)

/** Takes the step and writes it down: events, columns, signatures, timeline, audit, all or nothing. */
export async function take(tx: Tx, desk: Desk, asked: Command): Promise<Desk | Refusal<CaseRefusal>> {
  const command = dated(desk, asked)
  const events = decide(desk.state, command, desk.context)
  if (isRefusal(events)) {
    if (worthKnowing.includes(events.refused)) await auditStep(tx, desk, command, null, events.refused)
    return events
  }
  if (events.length === 0) return desk
  const after = await saveEvents(tx, desk.row, events, events.reduce(evolve, desk.state), desk.context.calendar)
  await keepOffice(tx, desk.state, after, command.do, desk.context.calendar)
  await auditStep(tx, desk, command, after, null)
  return { ...after, context: desk.context, ...(desk.on && { on: desk.on }) }
}

/** Attempts that the law forbids are worth a line of their own (R18, R19). */
const worthKnowing: readonly CaseRefusal[] = ['own-relative', 'signed-in-another-capacity', 'county-must-visit']

const auditStep = (tx: Tx, desk: Desk, command: Command, after: Filed<Case> | null, refused: string | null) =>
  audit(tx, {
    action: `case.${command.do}`,
    subject: { kind: 'case', id: desk.row.caseId, household: desk.row.household },
    area: desk.row.area,
    before: desk.state,
    ...(after && { after: after.state }),
    result: refused ? 'refused' : 'done',
    detail: {
      stage: desk.state.stage,
      version: desk.row.version,
      ...(after && { next: after.state.stage }),
      ...(refused && { refused }),
      ...(command.on && { on: command.on }),
    },
  })

export type Taken = Refusal | { caseId: CaseId; version: number; stage: Case['stage'] }

/** What a use case answers: where the case is now and the version for the next step. */
export const answerOf = (desk: Desk | Refusal): Taken =>
  isRefusal(desk) ? desk : { caseId: desk.row.caseId, version: desk.row.version, stage: desk.state.stage }
