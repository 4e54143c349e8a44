import { isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { audit, type Tx } from '../platform/index.ts'
import {
  type Appeal,
  type AppealCommand,
  type AppealEvent,
  type AppealRefusal,
  decideAppeal,
  evolveAppeal,
} from './appeal.ts'
import type { Context } from './application.ts'
import { type Filed, lockCase, type NotThere, saveEvents } from './case-store.ts'
import { type CaseRef, contextFor } from './desk.ts'
import { keepOffice } from './keep-office.ts'

/** An appeal on somebody's desk. */
export interface AppealDesk extends Filed<Appeal> {
  context: Context
}

export async function takeUpAppeal(tx: Tx, ref: CaseRef): Promise<AppealDesk | NotThere> {
  const filed = await lockCase<Appeal>(tx, ref.caseId, ref.version)
  if (isRefusal(filed)) return filed
  if (filed.state.kind !== 'appeal') return refuse('another-kind-of-case', { kind: 'application' })
  return { ...filed, context: await contextFor(tx, filed.row.household) }
}

export const foreseeAppeal = (
  desk: AppealDesk,
  command: AppealCommand,
): readonly AppealEvent[] | Refusal<AppealRefusal> => decideAppeal(desk.state, command, desk.context)

export async function takeAppeal(
  tx: Tx,
  desk: AppealDesk,
  command: AppealCommand,
): Promise<AppealDesk | Refusal<AppealRefusal>> {
  const events = foreseeAppeal(desk, command)
  if (isRefusal(events)) return events
  const state = events.reduce(evolveAppeal, desk.state)
  const after = await saveEvents(tx, desk.row, events, state, desk.context.calendar)
  await keepOffice(tx, desk.state, after, command.do, desk.context.calendar)
  await audit(tx, {
    action: `case.${command.do}`,
    subject: { kind: 'case', id: desk.row.caseId, household: desk.row.household },
    area: desk.row.area,
    before: desk.state,
    after: state,
    detail: { stage: desk.state.stage, next: state.stage, version: desk.row.version },
  })
  return { ...after, context: desk.context }
}

export type AppealTaken = Refusal | { caseId: string; version: number; stage: Appeal['stage'] }

export const appealAnswerOf = (desk: AppealDesk | Refusal): AppealTaken =>
  isRefusal(desk) ? desk : { caseId: desk.row.caseId, version: desk.row.version, stage: desk.state.stage }
