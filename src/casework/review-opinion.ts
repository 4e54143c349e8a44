import { isRefusal } from '../foundation/index.ts'
import { newId, type Tx } from '../platform/index.ts'
import type { StructuredReason } from './act.ts'
import type { PaperSignature } from './application.ts'
import { settle } from './confirm.ts'
import { answerOf, type CaseRef, type Taken, take, takeUp } from './desk.ts'

/** 审核: a second person signs the opinion; an unchanged amount ends here where the place says so. */
export async function endorse(tx: Tx, input: CaseRef & { paper?: PaperSignature }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const after = await take(tx, desk, {
    do: 'endorse',
    decisionId: newId(),
    ...(input.paper && { paper: input.paper }),
  })
  if (isRefusal(after)) return after
  if (after.state.stage === 'decided' || after.state.stage === 'closed') {
    const settled = await settle(tx, after)
    if (isRefusal(settled)) return settled
  }
  return answerOf(after)
}

export async function sendBack(tx: Tx, input: CaseRef & { reason: StructuredReason }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'send-back', reason: input.reason }))
}
