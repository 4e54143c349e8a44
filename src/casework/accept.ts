import { isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { missingAuthorisations } from '../verification/index.ts'
import { unpledgedOn } from './adult.ts'
import { receiptKeys } from './case-number.ts'
import { answerOf, type CaseRef, type Desk, foresee, type Taken, take, takeUp } from './desk.ts'
import { acceptancePaper } from './papers.ts'

/** 受理: everything is on the desk, the working days of the whole case begin. */
export async function accept(tx: Tx, ref: CaseRef): Promise<Taken> {
  const desk = await takeUp(tx, ref)
  if (isRefusal(desk)) return desk
  const possible = foresee(desk, { do: 'accept' })
  if (isRefusal(possible)) return possible
  const unsigned = desk.state.procedure.intake?.signAfter ? null : await signaturesMissing(tx, desk)
  if (unsigned) return unsigned
  const after = await take(tx, desk, { do: 'accept' })
  if (isRefusal(after)) return after
  const paper = await acceptancePaper(tx, after, await receiptKeys(tx, after.row.caseId))
  return isRefusal(paper) ? paper : answerOf(after)
}

/** Declaration, authorisation and pledge come with the application; what is missing belongs into the supplement notice (practice §1.3). */
async function signaturesMissing(tx: Tx, desk: Desk): Promise<Refusal<'signatures-missing'> | null> {
  const { state, row, context } = desk
  const on = desk.on ?? context.today
  const unauthorised = await missingAuthorisations(tx, row.household, {
    programme: state.programme,
    purpose: 'application',
    on,
    supporters: false,
  })
  const unpledged = await unpledgedOn(tx, row.household, on)
  if (unauthorised.length + unpledged.length === 0) return null
  return refuse('signatures-missing', { authorisations: unauthorised.length, pledges: unpledged.length })
}
