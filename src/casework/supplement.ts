import { type Day, isRefusal } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { answerOf, type CaseRef, type Taken, take, takeUp } from './desk.ts'
import { supplementPaper } from './papers.ts'
import { tellSupplement } from './tell-family.ts'
import type { NonEmpty } from './words.ts'

/** One thing that is missing, why it is needed, and how it can be handed in: a photograph will do. */
export interface MissingItem {
  item: string
  clause: string
  why: string
  how: string
}

/** 一次性告知: everything that is missing in one paper, once; the clock stands still until it is answered. */
export async function requestSupplement(
  tx: Tx,
  input: CaseRef & { items: NonEmpty<MissingItem>; due?: Day },
): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const after = await take(tx, desk, { do: 'request-supplement', items: input.items, due: input.due ?? null })
  if (isRefusal(after)) return after
  const { state, row } = after
  if (state.stage !== 'supplement') throw new Error('Defect: a supplement was asked for and is not awaited')
  const paper = await supplementPaper(tx, after, input.items)
  if (isRefusal(paper)) return paper
  await tx
    .insertInto('supplement_notice')
    .values({
      household_id: row.household,
      case_id: row.caseId,
      area: row.area,
      items: JSON.stringify(input.items),
      sent_on: state.supplement.sentOn,
      due_on: state.supplement.due,
      document_id: paper.id,
    })
    .execute()
  await tellSupplement(tx, after, after.context.today, input.items, state.supplement.due)
  return answerOf(after)
}

/** What was missing has come, from the family, its helper or over the counter. */
export async function receiveSupplement(
  tx: Tx,
  input: CaseRef & { answer: readonly { item: string; files: readonly string[]; note?: string }[] },
): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const after = await take(tx, desk, { do: 'receive-supplement' })
  if (isRefusal(after)) return after
  await tx
    .updateTable('supplement_notice')
    .set({ answered_on: desk.context.today, answer: JSON.stringify(input.answer) })
    .where('household_id', '=', after.row.household)
    .where('case_id', '=', after.row.caseId)
    .execute()
  return answerOf(after)
}
