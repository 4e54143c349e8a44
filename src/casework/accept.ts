import { isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { consentsOf, membersOn } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import { missingAuthorisations } from '../verification/index.ts'
import { isAdult } from './adult.ts'
import { answerOf, type CaseRef, type Desk, foresee, type Taken, take, takeUp } from './desk.ts'

/** 受理: everything is on the desk, the working days of the whole case begin. */
export async function accept(tx: Tx, ref: CaseRef): Promise<Taken> {
  const desk = await takeUp(tx, ref)
  if (isRefusal(desk)) return desk
  const possible = foresee(desk, { do: 'accept' })
  if (isRefusal(possible)) return possible
  const unsigned = desk.state.procedure.intake?.signAfter ? null : await signaturesMissing(tx, desk)
  if (unsigned) return unsigned
  return answerOf(await take(tx, desk, { do: 'accept' }))
}

/** Declaration, authorisation and pledge come with the application; what is missing belongs into the supplement notice (practice §1.3). */
async function signaturesMissing(tx: Tx, desk: Desk): Promise<Refusal<'signatures-missing'> | null> {
  const { state, row, context } = desk
  const unauthorised = await missingAuthorisations(tx, row.household, {
    programme: state.programme,
    purpose: 'application',
    on: context.today,
    supporters: false,
  })
  const pledged = new Set(
    (await consentsOf(tx, row.household)).filter((c) => c.kind === 'truth-pledge' && c.given).map((c) => c.person),
  )
  const adults = (await membersOn(tx, row.household, context.today)).filter((m) => isAdult(m.birth, context.today))
  const unpledged = adults.filter((m) => !pledged.has(m.person))
  if (unauthorised.length + unpledged.length === 0) return null
  return refuse('signatures-missing', { authorisations: unauthorised.length, pledges: unpledged.length })
}
