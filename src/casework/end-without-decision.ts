import { isRefusal, refuse } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import type { Grounds } from './act.ts'
import type { AbandonCause } from './application.ts'
import { readCase } from './case-store.ts'
import { answerOf, type CaseRef, type Taken, take, takeUp } from './desk.ts'

/** The family takes its application back. It may apply again tomorrow. */
export async function withdraw(tx: Tx, input: CaseRef & { reason: string }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'withdraw', reason: input.reason }))
}

/** A written end by the office: nothing came, somebody died or moved, an adult refused authorisation (practice §3). */
export async function abandon(tx: Tx, input: CaseRef & { cause: AbandonCause; grounds: Grounds }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'abandon', cause: input.cause, grounds: input.grounds }))
}

/** The same household asked twice: this case ends and points to the other, which goes on. */
export async function markDuplicate(tx: Tx, input: CaseRef & { of: string }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const other = await readCase(tx, input.of)
  if (isRefusal(other)) return other
  if (other.row.household !== desk.row.household || other.state.programme !== desk.state.programme)
    return refuse('not-the-same-matter', {}, 'of')
  return answerOf(await take(tx, desk, { do: 'mark-duplicate', of: input.of }))
}
