import { staffNames } from '../../access/index.ts'
import {
  addHelper,
  bindCaseFile,
  enterLate,
  helpersOf,
  inquirySlipOf,
  issueApprovalForm,
  readCase,
  recordInquiry,
  replayDecision,
  revealObjector,
  revokeHelper,
} from '../../casework/index.ts'
import { caseworkApi as api } from '../../contract/index.ts'
import { isRefusal } from '../../foundation/index.ts'
import { printDocument } from '../../office/index.ts'
import { businessDay } from '../../platform/index.ts'
import { type Frame, mount } from '../mount.ts'

/** Parse, call the use case, translate: helpers, questions at the window, paper files, replays. */
export function caseworkRoutes(frame: Frame): void {
  mount(frame, api.listHelpers, async ({ tx, params }) => ({ items: await helpersOf(tx, params.caseId) }))
  mount(frame, api.addHelper, async ({ tx, params, body }) => {
    const filed = await readCase(tx, params.caseId)
    if (isRefusal(filed)) return filed
    const helperId = await addHelper(tx, filed, body, await businessDay(tx))
    return isRefusal(helperId) ? helperId : { helperId }
  })
  mount(frame, api.revokeHelper, ({ tx, params }) => revokeHelper(tx, params.caseId, params.helperId))

  mount(frame, api.recordInquiry, async ({ tx, actor, body }) => {
    const names = await staffNames(tx, [actor.id])
    return recordInquiry(tx, {
      ...body,
      asker: body.asker ?? null,
      suggestion: body.suggestion ?? null,
      officer: names.get(actor.id)?.name ?? '',
    })
  })
  mount(frame, api.printInquiry, async ({ tx, params, query }) => {
    const slip = await inquirySlipOf(tx, params.inquiryId)
    if (isRefusal(slip)) return slip
    const printed = await printDocument(tx, { household: null, id: slip }, { large: query.large === '1' })
    return isRefusal(printed)
      ? printed
      : { bytes: printed.bytes, type: printed.contentType, fileName: printed.fileName }
  })
  mount(frame, api.enterLate, async ({ tx, body }) => {
    const entered = await enterLate(tx, body)
    if (isRefusal(entered)) return entered
    return isRefusal(entered.taken) ? entered.taken : { receipt: entered.receipt, taken: entered.taken }
  })
  mount(frame, api.revealObjector, async ({ tx, params }) => {
    const objector = await revealObjector(tx, params.objectionId)
    return isRefusal(objector) ? objector : { objector }
  })
  mount(frame, api.replayDecision, ({ tx, params }) => replayDecision(tx, params.decisionId))
  mount(frame, api.issueApprovalForm, async ({ tx, params }) => {
    const form = await issueApprovalForm(tx, params.caseId)
    return isRefusal(form) ? form : { documentId: form.id }
  })
  mount(frame, api.bindCaseFile, async ({ tx, params }) => {
    const bound = await bindCaseFile(tx, params.caseId)
    return isRefusal(bound) ? bound : { bytes: bound.bytes, type: bound.contentType, fileName: bound.fileName }
  })
}
