import { isRefusal } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { answerOf, type CaseRef, type Taken, take, takeUp } from './desk.ts'

/** 受理: everything is on the desk, the thirty working days begin. */
export async function accept(tx: Tx, ref: CaseRef): Promise<Taken> {
  const desk = await takeUp(tx, ref)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'accept' }))
}
