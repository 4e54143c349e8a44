import { isRefusal } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import type { Grounds } from './act.ts'
import { answerOf, type CaseRef, type Taken, take, takeUp } from './desk.ts'
import { refusalToAcceptPaper } from './papers.ts'
import { tellClosed } from './tell-family.ts'

/** 不予受理: in writing, with the clause, and with the ways to disagree. Nobody is sent away by word of mouth. */
export async function refuseToAccept(tx: Tx, input: CaseRef & { grounds: Grounds }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const after = await take(tx, desk, { do: 'refuse-to-accept', grounds: input.grounds })
  if (isRefusal(after)) return after
  const paper = await refusalToAcceptPaper(tx, after, input.grounds)
  if (isRefusal(paper)) return paper
  await tellClosed(tx, after, after.context.today)
  return answerOf(after)
}
