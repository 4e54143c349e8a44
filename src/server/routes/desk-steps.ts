import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import {
  abandon,
  accept,
  addBoardPhoto,
  adoptFigures,
  bookVisit,
  type CaseRef,
  colleague,
  concludeReinvestigation,
  confirm,
  confirmBatch,
  correctClerically,
  countyReview,
  deliverLetter,
  endorse,
  extend,
  handOver,
  isNonEmpty,
  issueLetter,
  markDuplicate,
  noteExplained,
  object,
  openChange,
  openedAnswer,
  openReview,
  type PaperSignature,
  pause,
  publishNotice,
  readCase,
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
  type StructuredReason,
  sendBack,
  skipVerification,
  skipVisit,
  startVerification,
  submitApplication,
  type Taken,
  visitForm,
  withdraw,
} from '../../casework/index.ts'
import { deskApi as api, type Route } from '../../contract/index.ts'
import { isRefusal, type Refusal, refuse } from '../../foundation/index.ts'
import { attachFile, readPage } from '../../office/index.ts'
import { businessDay, house, type Tx } from '../../platform/index.ts'
import { type FactName, type FactValue, factEntry, isFactName } from '../../policy/index.ts'
import { sayRefusal } from '../../wording/index.ts'
import { type Call, type Frame, mount } from '../mount.ts'

/** The steps of a case as the desk takes them: read the version the officer saw, call the use case, say where the case is now. */
export function deskStepRoutes(frame: Frame): void {
  const step = <R extends Route>(route: R, take: (call: Call<R> & { ref: CaseRef }) => Promise<Taken>) =>
    mount(frame, route, async (call) => {
      const ref = { caseId: (call.params as { caseId: string }).caseId, version: versionOf(call.ifMatch) }
      const taken = await take({ ...call, ref })
      return isRefusal(taken) ? taken : ({ reply: taken, etag: `"${taken.version}"` } as never)
    })

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
    const figures = []
    for (const [i, one] of body.figures.entries()) {
      if (!isFactName(one.name)) return refuse('fact-unknown', { name: one.name }, `figures.${i}.name`)
      figures.push({
        subject: subjectOf(one.subject),
        name: one.name,
        reason: one.reason,
        ...(one.from ? { from: one.from } : { value: factValue(one.name, one.value ?? null) }),
        ...(one.validFrom && { validFrom: one.validFrom }),
      })
    }
    return adoptFigures(tx, { ...ref, figures })
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
    const other = await tx
      .selectFrom('case_file')
      .select('case_id')
      .where('case_no', '=', body.ofCaseNo)
      .executeTakeFirst()
    return other ? markDuplicate(tx, { ...ref, of: other.case_id }) : refuse('not-found', {}, 'ofCaseNo')
  })
  step(api.reassign, ({ tx, ref, body }) => reassign(tx, { ...ref, to: body.to }))
  step(api.pauseCase, ({ tx, ref, body }) => pause(tx, { ...ref, reason: body.reason }))
  step(api.resumeCase, ({ tx, ref }) => resume(tx, ref))
  step(api.extendCase, ({ tx, ref, body }) => extend(tx, { ...ref, reason: body.reason }))
  step(api.correctClerically, ({ tx, ref, body }) => correctClerically(tx, { ...ref, ...body }))

  mount(frame, api.receiveApplication, ({ tx, body }) => submitApplication(tx, body))
  mount(frame, api.uploadScan, async ({ body }) => {
    const page = await readPage(body as unknown as Buffer)
    if (isRefusal(page)) return page
    const { id: fileId } = await house().files.put(page.bytes)
    return {
      fileId,
      digest: createHash('sha256').update(page.bytes).digest('hex'),
      type: page.contentType,
      bytes: page.bytes.length,
    }
  })
  mount(frame, api.attachToCase, async ({ tx, params, query, body }) => {
    const filed = await readCase(tx, params.caseId)
    if (isRefusal(filed)) return filed
    const kept = await attachFile(tx, {
      household: filed.row.household,
      caseId: params.caseId,
      kind: query.kind,
      bytes: body as unknown as Buffer,
    })
    return isRefusal(kept) ? kept : { attachmentId: kept.id }
  })

  mount(frame, api.previewNotice, async ({ tx, body }) => {
    const cases = []
    for (const caseId of body.cases) {
      const filed = await readCase(tx, caseId)
      if (isRefusal(filed)) return filed
      cases.push({ caseId, version: filed.row.version })
    }
    // The real sheet is hung and taken back: what the preview shows is what will hang, past the same linter.
    await sql`savepoint sheet_preview`.execute(tx)
    const shown = await publishNotice(tx, { cases, firstDay: await businessDay(tx), place: body.place })
    await sql`rollback to savepoint sheet_preview`.execute(tx)
    if (!isRefusal(shown))
      return { lines: shown.lines.map((l) => ({ ...l, monthly: BigInt(l.monthly) })), problems: [] }
    if (shown.refused !== 'notice-leaks') return shown
    const { problems } = shown as typeof shown & { problems?: { cell: string; rule: string }[] }
    return { lines: [], problems: problems ?? [] }
  })
  mount(frame, api.publishNotice, async ({ tx, body }) => {
    const published = await publishNotice(tx, body)
    return isRefusal(published)
      ? published
      : { sheetId: published.sheetId, lines: published.lines.map((l) => ({ ...l, monthly: BigInt(l.monthly) })) }
  })
  mount(frame, api.addBoardPhoto, async ({ tx, params, query, body }) => {
    const line = await tx
      .selectFrom('case_notice')
      .select(['household_id', 'case_id'])
      .where('sheet_id', '=', params.sheetId)
      .orderBy('case_id')
      .executeTakeFirst()
    if (!line) return refuse('not-found')
    const picture = await attachFile(tx, {
      household: line.household_id,
      caseId: line.case_id,
      kind: query.which === 'first' ? 'board-first-day' : 'board-last-day',
      bytes: body as unknown as Buffer,
    })
    if (isRefusal(picture)) return picture
    const done = await addBoardPhoto(tx, { sheetId: params.sheetId, ...query, attachment: picture.id })
    return isRefusal(done) ? done : { cases: done.length }
  })
  mount(frame, api.recordObjection, ({ tx, params, body }) => object(tx, { noticeId: params.noticeId, ...body }))

  mount(frame, api.confirmBatch, async ({ tx, body, actor }) => {
    const done = await confirmBatch(tx, { ...body, area: (actor.area ?? '').slice(0, 6) })
    if (isRefusal(done)) return done
    return {
      batchId: done.batchId,
      confirmed: done.confirmed,
      rolledOver: done.rolledOver.map(({ caseId, refusal }) => ({ caseId, why: words(refusal) })),
    }
  })
  mount(frame, api.handOver, async ({ tx, body }) => {
    const done = await handOver(tx, body)
    return { moved: done.moved, kept: done.kept.map(({ caseId, refusal }) => ({ caseId, why: words(refusal) })) }
  })
  mount(frame, api.openChange, async ({ tx, params, body }) => {
    const opened = await openChange(tx, {
      household: params.householdId,
      programme: body.programme,
      change: body.change,
      origin: 'office',
      ...(body.figures && { figures: body.figures }),
      note: body.note ?? null,
      ...(body.happened && { happened: body.happened }),
      ...(body.happenedOn && { happenedOn: body.happenedOn }),
    })
    return isRefusal(opened) ? opened : takenOf(openedAnswer(opened))
  })
  mount(frame, api.openReview, async ({ tx, params, body }) => {
    const opened = await openReview(tx, { household: params.householdId, programme: body.programme })
    return isRefusal(opened) ? opened : takenOf(openedAnswer(opened))
  })
}

const takenOf = (taken: Taken) => taken
const words = (refusal: Refusal) => ({
  zh: sayRefusal('zh', refusal.refused, refusal.with),
  en: sayRefusal('en', refusal.refused, refusal.with),
})

/** `"7"` as the case page was read; anything else was never ours and meets no version. */
const versionOf = (ifMatch: string | null): number => Number(/^"(\d{1,9})"$/.exec(ifMatch ?? '')?.[1] ?? -1)

type Subject = { kind: 'household' } | { kind: 'person'; id: bigint } | { kind: 'supporter'; id: string }
function subjectOf(text: string): Subject {
  const [kind, id] = text.split('/') as [string, string | undefined]
  if (kind === 'person') return { kind, id: BigInt(id!) }
  return kind === 'supporter' ? { kind, id: id! } : { kind: 'household' }
}

const factValue = (name: FactName, value: string | number | boolean | null): FactValue =>
  factEntry(name).unit === 'fen' && typeof value === 'number' ? BigInt(value) : value

/** A written "no" rests on reasons; what it rests on besides is the application itself. */
function groundsOf(caseId: string, reasons: readonly StructuredReason[]) {
  if (!isNonEmpty(reasons)) return refuse('reason-needed', {}, 'grounds.reasons')
  return { reasons, evidence: [{ kind: 'statement' as const, id: caseId }] as const }
}

async function paperOf(
  tx: Tx,
  given: { account: string; scan: string } | undefined,
): Promise<{ paper?: PaperSignature } | Refusal> {
  if (!given) return {}
  const signer = await colleague(tx, given.account)
  if (!signer) return refuse('no-such-colleague', {}, 'paper.account')
  return { paper: { person: signer.person, account: signer.account, role: signer.role, scan: given.scan } }
}

/** Only what was said: the rest follows the rule. */
function wantedOf(body: {
  act?: 'grant' | 'raise' | 'keep' | 'resume' | 'refuse' | 'reduce' | 'suspend' | 'stop' | undefined
  monthly?: bigint | undefined
  tier?: string | null | undefined
  from?: string | undefined
  reasons?: StructuredReason[] | undefined
  difference?: StructuredReason | null | undefined
  reviewClass?: string | undefined
}) {
  const { act, monthly, tier, from, reasons, difference, reviewClass } = body
  return {
    ...(act && { act }),
    ...(monthly !== undefined && { monthly }),
    ...(tier !== undefined && { tier }),
    ...(from && { from: from as never }),
    ...(reasons && { reasons }),
    ...(difference !== undefined && { difference }),
    ...(reviewClass && { reviewClass }),
  }
}
