import { openSession } from '../../access/index.ts'
import { type AreaCode, isRefusal } from '../../foundation/index.ts'
import { areaName } from '../../household/index.ts'
import { goTo } from '../page.ts'
import { stateOf } from './answers.ts'
import { beginRoutes } from './begin-routes.ts'
import { markSubmitted } from './draft-store.ts'
import { type ApplyHouse, screenOf, withDraft } from './draft-visit.ts'
import { photoRoutes } from './photo-routes.ts'
import { Review } from './review.tsx'
import { sectionRoutes } from './section-routes.ts'
import { sendApplication } from './send.ts'
import { signingRoutes } from './signing-routes.ts'

/** S3 and S4: an application filled in at one's own pace, and sent. */
export function applyRoutes(house: ApplyHouse): void {
  const { mount, db } = house
  beginRoutes(house)
  sectionRoutes(house)
  photoRoutes(house)
  signingRoutes(house)

  mount(
    'POST',
    '/apply/:id/submit',
    withDraft(async (visit, draft, today) => {
      const a = draft.answers
      const lacking = (['people', 'address'] as const).filter((s) => stateOf(s, a, today) !== 'filled')
      if (lacking.length)
        return {
          status: 422,
          page: Review({
            ...screenOf(
              visit,
              lacking.map((s) => ({ field: s, says: `pages:wrong.section-${s}` })),
            ),
            draft,
            today,
            areaName: '',
          }),
        }
      const receipt = await sendApplication(db, a, today)
      if (isRefusal(receipt)) {
        const problem = { field: receipt.field ?? 'submit', says: `refusals:${receipt.refused}`, values: receipt.with }
        return {
          status: 409,
          page: Review({
            ...screenOf(visit, [problem]),
            draft,
            today,
            areaName: await areaName(visit.tx, a.area as AreaCode, today),
          }),
        }
      }
      await markSubmitted(visit.tx, draft.id, {
        caseNo: receipt.caseNo,
        code: receipt.readOutCode,
        token: receipt.receiptToken,
        answerBy: receipt.answerBy,
        unsigned: receipt.unsigned.length,
      })
      visit.setSession(
        await openSession(visit.tx, {
          kind: 'citizen',
          level: 'full',
          household: receipt.householdId,
          caseId: receipt.caseId,
        }),
      )
      return goTo(`/apply/${draft.id}/receipt`)
    }),
  )
}
