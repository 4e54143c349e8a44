import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import {
  addBoardPhoto,
  confirmBatch,
  counterDrafts,
  dropCounterDraft,
  firstOnSheet,
  handOver,
  object,
  openApplicationsOf,
  openChange,
  openedAnswer,
  openReview,
  publishNotice,
  readCase,
  saveCounterDraft,
  submitApplication,
  type Taken,
} from '../../casework/index.ts'
import { deskApi as api } from '../../contract/index.ts'
import { isRefusal, type Refusal, refuse } from '../../foundation/index.ts'
import { attachFile, readPage } from '../../office/index.ts'
import { businessDay, house } from '../../platform/index.ts'
import { sayRefusal } from '../../wording/index.ts'
import { type Frame, mount } from '../mount.ts'

/** What the desk does beside the steps of one case: the window, notices, meetings, handing over, opening a case. */
export function deskWorkRoutes(frame: Frame): void {
  mount(frame, api.receiveApplication, async ({ tx, body }) => {
    // At the window the clerk is told before anything is written twice; a family at its own door is never turned away.
    const [open] = body.householdId ? await openApplicationsOf(tx, body.householdId, body.programme, body.key) : []
    return open
      ? refuse('application-open-already', { caseNo: open.caseNo, day: open.openedOn }, 'householdId')
      : submitApplication(tx, body)
  })
  mount(frame, api.openApplications, async ({ tx, params }) => ({
    items: await openApplicationsOf(tx, params.householdId),
  }))
  mount(frame, api.listCounterDrafts, async ({ tx }) => ({ items: await counterDrafts(tx) }))
  mount(frame, api.saveCounterDraft, ({ tx, params, body }) => saveCounterDraft(tx, params.draftId, body.content))
  mount(frame, api.dropCounterDraft, async ({ tx, params }) => {
    await dropCounterDraft(tx, params.draftId)
    return { done: true as const }
  })
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
    const line = await firstOnSheet(tx, params.sheetId)
    if (!line) return refuse('not-found')
    const picture = await attachFile(tx, {
      ...line,
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
