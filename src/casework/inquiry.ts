import { type AreaCode, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { issueDocument } from '../office/index.ts'
import { actorOf, audit, newId, type Tx } from '../platform/index.ts'

export interface Inquiry {
  area: AreaCode
  /** What was asked, in the clerk's words; no name is needed for a question. */
  matter: string
  /** What the person was told, each with its article. */
  told: readonly { condition: string; article: string }[]
  suggestion: string | null
  /** As it is printed on the slip, if the person wants it there. */
  asker: string | null
  officer: string
}

/** 咨询: whoever asks at the window takes home in writing what was said, so that "they told me no" can be looked up. */
export async function recordInquiry(
  tx: Tx,
  input: Inquiry,
): Promise<{ inquiryId: string; documentId: string; number: string | null } | Refusal> {
  if (input.told.length === 0) return refuse('nothing-told', {}, 'told')
  const inquiryId = newId()
  const slip = await issueDocument(tx, {
    kind: 'inquiry-slip',
    household: null,
    area: input.area,
    by: 'township',
    subject: inquiryId,
    data: {
      asker: input.asker,
      matter: input.matter,
      told: input.told.map(({ condition, article }) => ({ condition, article })),
      suggestion: input.suggestion,
      officer: input.officer,
    },
  })
  if (isRefusal(slip)) return slip
  await tx
    .insertInto('inquiry')
    .values({
      inquiry_id: inquiryId,
      area: input.area,
      matter: input.matter,
      told: JSON.stringify(input.told),
      suggestion: input.suggestion,
      officer: actorOf(tx).id,
      document_id: slip.id,
    })
    .execute()
  await audit(tx, {
    action: 'case.inquiry',
    subject: { kind: 'inquiry', id: inquiryId },
    area: input.area,
    detail: { told: input.told.length },
  })
  return { inquiryId, documentId: slip.id, number: slip.number }
}

/** The slip that went with a question, for printing it again. */
export async function inquirySlipOf(tx: Tx, inquiryId: string): Promise<string | Refusal<'not-found'>> {
  const row = await tx
    .selectFrom('inquiry')
    .select('document_id')
    .where('inquiry_id', '=', inquiryId)
    .executeTakeFirst()
  return row?.document_id ?? refuse('not-found')
}
