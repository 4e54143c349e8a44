import { colleague } from '../access/index.ts'
import { isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import type { StructuredReason } from './act.ts'
import { answerOf, type CaseRef, type Taken, take, takeUp } from './desk.ts'

/** To another desk: leave, a heavy load, a new post. `to` null puts it back into the tray. */
export async function reassign(tx: Tx, input: CaseRef & { to: string | null }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  if (input.to !== null) {
    const staff = await colleague(tx, input.to)
    if (!staff) return refuse('no-such-colleague', {}, 'to')
    if (desk.context.relatives.includes(staff.person)) return refuse('own-relative', {}, 'to')
  }
  return answerOf(await take(tx, desk, { do: 'reassign', to: input.to }))
}

/** All open cases of a colleague go to another, one by one, so that every family's timeline says so. */
export async function handOver(
  tx: Tx,
  input: { from: string; to: string | null },
): Promise<{ moved: number; kept: { caseId: string; refusal: Refusal }[] }> {
  const rows = await tx
    .selectFrom('case_file')
    .select('case_id')
    .where('holder', '=', input.from)
    .where('closed_on', 'is', null)
    .where('kind', '<>', 'appeal')
    .orderBy('case_id')
    .execute()
  const kept: { caseId: string; refusal: Refusal }[] = []
  for (const row of rows) {
    const moved = await reassign(tx, { caseId: row.case_id, version: null, to: input.to })
    if (isRefusal(moved)) kept.push({ caseId: row.case_id, refusal: moved })
  }
  return { moved: rows.length - kept.length, kept }
}

/** The clock stands still for a reason the procedure names; everybody sees since when and why. */
export async function pause(tx: Tx, input: CaseRef & { reason: string }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'pause', reason: input.reason }))
}

export async function resume(tx: Tx, ref: CaseRef): Promise<Taken> {
  const desk = await takeUp(tx, ref)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'resume' }))
}

/** 特殊情况延长 (PROC-07): once, with a reason the family can read. */
export async function extend(tx: Tx, input: CaseRef & { reason: StructuredReason }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'extend', reason: input.reason }))
}

/** A slip of the pen in a paper: a note beside it, never a reversal of the case (practice §3). */
export async function correctClerically(tx: Tx, input: CaseRef & { field: string; note: string }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'correct-clerically', field: input.field, note: input.note }))
}
