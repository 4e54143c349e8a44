import { isRefusal } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { type Purpose, requestVerification } from '../verification/index.ts'
import type { StructuredReason } from './act.ts'
import type { Case } from './application.ts'
import { answerOf, type CaseRef, foresee, type Taken, take, takeUp } from './desk.ts'

const purposeOf = (state: Case): Purpose => (state.kind === 'late-entry' ? 'application' : state.kind)

/** Sends the enquiries out: through the hub's list or straight to the sources, only for those who authorised it. */
export async function startVerification(tx: Tx, ref: CaseRef): Promise<Taken> {
  const desk = await takeUp(tx, ref)
  if (isRefusal(desk)) return desk
  const possible = foresee(desk, { do: 'start-verification', requestId: 'not yet' })
  if (isRefusal(possible)) return possible
  const request = await requestVerification(tx, {
    household: desk.row.household,
    programme: desk.state.programme,
    purpose: purposeOf(desk.state),
    caseId: desk.row.caseId,
  })
  if (isRefusal(request)) return request
  return answerOf(await take(tx, desk, { do: 'start-verification', requestId: request.request }))
}

/** No enquiry, and the written record why (practice §1.3); only where the procedure lets it be left out. */
export async function skipVerification(tx: Tx, input: CaseRef & { reason: StructuredReason }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'skip-verification', reason: input.reason }))
}

/** The report has come: told by the verification chapter, by a job or by the verifier. */
export async function recordReport(
  tx: Tx,
  input: { caseId: string; reportId: string; coversVisit: boolean },
): Promise<Taken> {
  const desk = await takeUp(tx, { caseId: input.caseId, version: null })
  if (isRefusal(desk)) return desk
  return answerOf(
    await take(tx, desk, { do: 'record-report', reportId: input.reportId, coversVisit: input.coversVisit }),
  )
}
