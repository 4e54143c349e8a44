import { dayInChinese, isRefusal, refuse } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { say } from '../wording/index.ts'
import type { Grounds } from './act.ts'
import type { AbandonCause } from './application.ts'
import { readCase } from './case-store.ts'
import { answerOf, type CaseRef, type Desk, type Taken, take, takeUp } from './desk.ts'
import { closeNotice } from './notice.ts'
import { closingPaper } from './papers.ts'
import { tellClosed } from './tell-family.ts'

/** The family takes its application back. It may apply again tomorrow. */
export async function withdraw(tx: Tx, input: CaseRef & { reason: string }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const after = await take(tx, desk, { do: 'withdraw', reason: input.reason })
  if (isRefusal(after)) return after
  await closeNotice(tx, desk, 'withdrawn')
  const fact = say('zh', 'casework:closing.withdrawn', { day: dayInChinese(after.state.lastOn) })
  return finish(tx, after, 'withdrawn', { fact, article: say('zh', 'casework:article.withdrawal') })
}

/** A written end by the office: nothing came, somebody died or moved, an adult refused authorisation (practice §3). */
export async function abandon(tx: Tx, input: CaseRef & { cause: AbandonCause; grounds: Grounds }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const after = await take(tx, desk, { do: 'abandon', cause: input.cause, grounds: input.grounds })
  if (isRefusal(after)) return after
  await closeNotice(tx, desk, 'withdrawn')
  const [reason] = input.grounds.reasons
  const fact = reason.note ?? say('zh', `casework:closing.${input.cause}`)
  const done = await finish(tx, after, input.cause, { fact, article: reason.clause })
  if (!isRefusal(done)) await tellClosed(tx, after, after.context.today)
  return done
}

/** The same household asked twice: this case ends and points to the other, which goes on. */
export async function markDuplicate(tx: Tx, input: CaseRef & { of: string }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const other = await readCase(tx, input.of)
  if (isRefusal(other)) return other
  if (other.row.household !== desk.row.household || other.state.programme !== desk.state.programme)
    return refuse('not-the-same-matter', {}, 'of')
  const after = await take(tx, desk, { do: 'mark-duplicate', of: input.of })
  if (isRefusal(after)) return after
  const fact = say('zh', 'casework:closing.duplicate', { caseNo: other.row.caseNo })
  return finish(tx, after, 'duplicate', { fact, article: say('zh', 'casework:article.one-application') })
}

/** Every case that ends leaves a paper with the family, also one it took back itself. */
async function finish(
  tx: Tx,
  desk: Desk,
  cause: AbandonCause | 'withdrawn' | 'duplicate',
  why: { fact: string; article: string },
): Promise<Taken> {
  const paper = await closingPaper(tx, desk, cause, why)
  return isRefusal(paper) ? paper : answerOf(desk)
}
