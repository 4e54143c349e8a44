import { isRefusal } from '../foundation/index.ts'
import { type AdoptFact, adoptFacts } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import { settleByAdoption } from '../verification/index.ts'
import { answerOf, type CaseRef, foresee, type Taken, take, takeUp } from './desk.ts'

/** Which value counts, figure by figure, with a reason: declared, matched and visited stand beside each other; the officer adopts. */
export async function adoptFigures(
  tx: Tx,
  input: CaseRef & { figures: readonly Omit<AdoptFact, 'household'>[] },
): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const command = { do: 'adopt-facts', figures: input.figures.length } as const
  const possible = foresee(desk, command)
  if (isRefusal(possible)) return possible
  const ids = await adoptFacts(tx, desk.row.household, input.figures)
  if (isRefusal(ids)) return ids
  await settleByAdoption(tx, { household: desk.row.household, adopted: ids })
  return answerOf(await take(tx, desk, command))
}
