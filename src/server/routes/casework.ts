import { staffNames } from '../../access/index.ts'
import {
  type Appeal,
  type AppealTaken,
  addHelper,
  beginRecheck,
  type CaseRef,
  colleague,
  decideAppealCase,
  deliverAppealLetter,
  enterLate,
  fileAppeal,
  helpersOf,
  isNonEmpty,
  issueAppealLetter,
  issueApprovalForm,
  type PaperSignature,
  proposeAnswer,
  readCase,
  recordInquiry,
  replayDecision,
  revealObjector,
  revokeHelper,
  sendBackAnswer,
  totalDue,
  withdrawAppeal,
} from '../../casework/index.ts'
import { caseworkApi as api, type Route } from '../../contract/index.ts'
import { isRefusal, type Refusal, refuse } from '../../foundation/index.ts'
import { workingCalendar } from '../../office/index.ts'
import { audit, businessDay, type Tx } from '../../platform/index.ts'
import { type Call, type Frame, mount } from '../mount.ts'

/** Parse, call the use case, translate: appeals, helpers, questions at the window, paper files, replays. */
export function caseworkRoutes(frame: Frame): void {
  const step = <R extends Route>(route: R, take: (call: Call<R> & { ref: CaseRef }) => Promise<AppealTaken>) =>
    mount(frame, route, async (call) => {
      const ref = { caseId: (call.params as { caseId: string }).caseId, version: versionOf(call.ifMatch) }
      const taken = await take({ ...call, ref })
      return isRefusal(taken) ? taken : ({ reply: taken, etag: `"${taken.version}"` } as never)
    })

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
}

async function appealView(tx: Tx, caseId: string) {
  const filed = await readCase<Appeal>(tx, caseId)
  if (isRefusal(filed)) return filed
  const { row, state } = filed
  if (state.kind !== 'appeal') return refuse('not-found')
  const names = await staffNames(
    tx,
    state.signatures.map((signature) => signature.account),
  )
  const answer = 'answer' in state ? state.answer : 'decision' in state ? state.decision : null
  await audit(tx, {
    action: 'case.read',
    subject: { kind: 'case', id: caseId, household: row.household },
    area: row.area,
    detail: { stage: state.stage },
  })
  return {
    caseId,
    caseNo: row.caseNo,
    version: row.version,
    stage: state.stage,
    openedOn: state.openedOn,
    dueOn: totalDue(state, await workingCalendar(tx))?.day ?? null,
    holder: state.holder,
    against: {
      caseId: state.against.caseId,
      decisionId: state.against.decisionId,
      decidedOn: state.against.decidedOn,
      act: state.against.act.act,
      monthly: state.against.act.monthly,
    },
    figures: state.figures.map((figure) => ({ ...figure, evidence: [...figure.evidence] })),
    answer: answer && {
      outcome: answer.outcome,
      act: answer.act.act,
      monthly: answer.act.monthly,
      from: answer.act.from,
      found: [...answer.found],
      reason: answer.reason,
    },
    signatures: state.signatures.map(({ capacity, account, on }) => ({
      capacity,
      account,
      name: names.get(account)?.name ?? null,
      on,
    })),
  }
}

async function paperOf(
  tx: Tx,
  given: { account: string; scan: string } | undefined,
): Promise<{ paper?: PaperSignature } | Refusal> {
  if (!given) return {}
  const signer = await colleague(tx, given.account)
  return signer ? { paper: { ...signer, scan: given.scan } } : refuse('no-such-colleague', {}, 'paper.account')
}

/** `"7"` as the case was read; anything else was never ours and meets no version. */
const versionOf = (ifMatch: string | null): number => Number(/^"(\d{1,9})"$/.exec(ifMatch ?? '')?.[1] ?? -1)
