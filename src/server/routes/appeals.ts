import {
  adoptForRecheck,
  beginRecheck,
  decideAppealCase,
  deliverAppealLetter,
  fileAppeal,
  isNonEmpty,
  issueAppealLetter,
  proposeAnswer,
  sendBackAnswer,
  withdrawAppeal,
} from '../../casework/index.ts'
import { caseworkApi as api } from '../../contract/index.ts'
import { isRefusal, refuse } from '../../foundation/index.ts'
import { type Frame, mount } from '../mount.ts'
import { appealView } from './appeal-view.ts'
import { figuresOf, paperOf, stepsOn } from './step-frame.ts'

/** One objection against one decision: filed, looked at again by new people, answered, delivered. */
export function appealRoutes(frame: Frame): void {
  const step = stepsOn(frame)
  mount(frame, api.fileAppeal, async ({ tx, params, body }) =>
    isNonEmpty(body.figures)
      ? fileAppeal(tx, { caseId: params.caseId, figures: body.figures, by: body.by ?? null })
      : refuse('reason-needed', {}, 'figures'),
  )
  mount(frame, api.readAppeal, async ({ tx, params }) => {
    const view = await appealView(tx, params.caseId)
    return isRefusal(view) ? view : { reply: view, etag: `"${view.version}"` }
  })
  step(api.beginRecheck, ({ tx, ref }) => beginRecheck(tx, ref))
  step(api.adoptForRecheck, async ({ tx, ref, body }) => {
    const figures = figuresOf(body.figures)
    return isRefusal(figures) ? figures : adoptForRecheck(tx, { ...ref, figures })
  })
  step(api.proposeAnswer, async ({ tx, ref, body }) => {
    const paper = await paperOf(tx, body.paper)
    const { paper: _, ...answer } = body
    return isRefusal(paper) ? paper : proposeAnswer(tx, { ...ref, ...answer, ...paper })
  })
  step(api.sendBackAnswer, ({ tx, ref, body }) => sendBackAnswer(tx, { ...ref, reason: body.reason }))
  step(api.decideAppeal, async ({ tx, ref, body }) => {
    const paper = await paperOf(tx, body.paper)
    return isRefusal(paper) ? paper : decideAppealCase(tx, { ...ref, ...paper })
  })
  step(api.issueAppealLetter, ({ tx, ref }) => issueAppealLetter(tx, ref))
  step(api.withdrawAppeal, ({ tx, ref, body }) => withdrawAppeal(tx, { ...ref, reason: body.reason }))
  step(api.deliverAppealLetter, ({ tx, ref, body }) => deliverAppealLetter(tx, { ...ref, ...body }))
}
