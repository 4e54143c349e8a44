import {
  abandon,
  accept,
  adoptFigures,
  bookVisit,
  caseNumbered,
  concludeReinvestigation,
  confirm,
  correctClerically,
  countyReview,
  deliverLetter,
  endorse,
  extend,
  isNonEmpty,
  issueLetter,
  markDuplicate,
  noteExplained,
  pause,
  reassign,
  receiveSupplement,
  recommend,
  recordAppraisal,
  recordCollective,
  recordReport,
  recordVisit,
  refuseToAccept,
  requestSupplement,
  resume,
  returnToTownship,
  sendBack,
  skipVerification,
  skipVisit,
  startVerification,
  visitForm,
  withdraw,
} from '../../casework/index.ts'
import { caseworkApi as api } from '../../contract/index.ts'
import { isRefusal, refuse } from '../../foundation/index.ts'
import { isFactName } from '../../policy/index.ts'
import { type Frame, mount } from '../mount.ts'
import { factValue, figuresOf, groundsOf, paperOf, stepsOn, subjectOf, wantedOf } from './step-frame.ts'

/** Every step in the course of a case. One set of commands for desk, pages and programs. */
export function caseStepRoutes(frame: Frame): void {
  const step = stepsOn(frame)

  step(api.accept, ({ tx, ref }) => accept(tx, ref))
  step(api.requestSupplement, ({ tx, ref, body }) =>
    isNonEmpty(body.items)
      ? requestSupplement(tx, { ...ref, items: body.items, ...(body.due && { due: body.due }) })
      : Promise.resolve(refuse('reason-needed', {}, 'items')),
  )
  step(api.receiveSupplement, ({ tx, ref, body }) =>
    receiveSupplement(tx, {
      ...ref,
      answer: body.answer.map(({ item, files, note }) => ({ item, files, ...(note && { note }) })),
    }),
  )
  step(api.refuseToAccept, async ({ tx, ref, body }) => {
    const grounds = groundsOf(ref.caseId, body.grounds.reasons)
    return isRefusal(grounds) ? grounds : refuseToAccept(tx, { ...ref, grounds })
  })
  step(api.startVerification, ({ tx, ref }) => startVerification(tx, ref))
  step(api.skipVerification, ({ tx, ref, body }) => skipVerification(tx, { ...ref, reason: body.reason }))
  step(api.recordReport, ({ tx, ref, body }) =>
    recordReport(tx, { caseId: ref.caseId, reportId: body.reportId, coversVisit: body.coversVisit }),
  )
  step(api.bookVisit, ({ tx, ref, body }) => bookVisit(tx, { ...ref, visitOn: body.visitOn, visitors: body.visitors }))
  step(api.recordVisit, async ({ tx, ref, body }) => {
    const findings = []
    for (const [i, one] of body.findings.entries()) {
      if (!isFactName(one.name)) return refuse('fact-unknown', { name: one.name }, `findings.${i}.name`)
      findings.push({
        subject: subjectOf(one.subject),
        name: one.name,
        value: factValue(one.name, one.value),
        asOf: body.visitedOn,
      })
    }
    const form = visitForm.parse({
      outcome: body.outcome,
      dwelling: body.dwelling,
      conclusion: body.conclusion,
      neighbours: body.neighbours,
      checks: body.checks,
    })
    return recordVisit(tx, { ...ref, visitors: body.visitors, visitedOn: body.visitedOn, form, findings })
  })
  step(api.skipVisit, ({ tx, ref, body }) => skipVisit(tx, { ...ref, reason: body.reason }))
  step(api.adopt, async ({ tx, ref, body }) => {
    const figures = figuresOf(body.figures)
    return isRefusal(figures) ? figures : adoptFigures(tx, { ...ref, figures })
  })
  step(api.recommend, async ({ tx, ref, body }) => {
    const paper = await paperOf(tx, body.paper)
    return isRefusal(paper) ? paper : recommend(tx, { ...ref, ...wantedOf(body), seen: body.seen, ...paper })
  })
  step(api.endorse, async ({ tx, ref, body }) => {
    const paper = await paperOf(tx, body.paper)
    return isRefusal(paper) ? paper : endorse(tx, { ...ref, ...paper })
  })
  step(api.sendBack, ({ tx, ref, body }) => sendBack(tx, { ...ref, reason: body.reason }))
  step(api.concludeReinvestigation, ({ tx, ref, body }) => concludeReinvestigation(tx, { ...ref, ...body }))
  step(api.recordAppraisal, ({ tx, ref, body }) => recordAppraisal(tx, { ...ref, ...body, minutesFile: null }))
  step(api.countyReview, async ({ tx, ref, body }) => {
    const paper = await paperOf(tx, body.paper)
    return isRefusal(paper) ? paper : countyReview(tx, { ...ref, ...paper })
  })
  step(api.recordCollective, ({ tx, ref, body }) =>
    recordCollective(tx, {
      ...ref,
      ...wantedOf(body),
      minutesNo: body.minutesNo,
      heldOn: body.heldOn,
      reason: body.reason,
    }),
  )
  step(api.confirm, async ({ tx, ref, body }) => {
    const paper = await paperOf(tx, body.paper)
    return isRefusal(paper) ? paper : confirm(tx, { ...ref, ...wantedOf(body), seen: body.seen, ...paper })
  })
  step(api.returnToTownship, ({ tx, ref, body }) => returnToTownship(tx, { ...ref, reason: body.reason }))
  step(api.issueLetter, ({ tx, ref }) => issueLetter(tx, ref))
  step(api.deliverLetter, ({ tx, ref, body }) => deliverLetter(tx, { ...ref, ...body }))
  mount(frame, api.noteExplained, ({ tx, params, body }) => noteExplained(tx, { caseId: params.caseId, on: body.on }))
  step(api.withdraw, ({ tx, ref, body }) => withdraw(tx, { ...ref, reason: body.reason }))
  step(api.abandon, async ({ tx, ref, body }) => {
    const grounds = groundsOf(ref.caseId, body.grounds.reasons)
    return isRefusal(grounds) ? grounds : abandon(tx, { ...ref, cause: body.cause, grounds })
  })
  step(api.markDuplicate, async ({ tx, ref, body }) => {
    const other = await caseNumbered(tx, body.ofCaseNo)
    return other ? markDuplicate(tx, { ...ref, of: other }) : refuse('not-found', {}, 'ofCaseNo')
  })
  step(api.reassign, ({ tx, ref, body }) => reassign(tx, { ...ref, to: body.to }))
  step(api.pauseCase, ({ tx, ref, body }) => pause(tx, { ...ref, reason: body.reason }))
  step(api.resumeCase, ({ tx, ref }) => resume(tx, ref))
  step(api.extendCase, ({ tx, ref, body }) => extend(tx, { ...ref, reason: body.reason }))
  step(api.correctClerically, ({ tx, ref, body }) => correctClerically(tx, { ...ref, ...body }))
}
