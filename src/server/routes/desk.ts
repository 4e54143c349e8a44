import { awardsOf, currentMonthly } from '../../benefits/index.ts'
import {
  type Appeal,
  askedAct,
  batches,
  type Case,
  casesOf,
  colleaguesIn,
  explained,
  originsOf,
  preview,
  readCase,
  recheckRuling,
  trayCounts,
  trayPage,
} from '../../casework/index.ts'
import { deskApi as api, mainLines, mainUnmet } from '../../contract/index.ts'
import { isRefusal, monthOf, nextMonth } from '../../foundation/index.ts'
import { timelineOf, timelineText } from '../../household/index.ts'
import { printDocument, readFile } from '../../office/index.ts'
import { businessDay } from '../../platform/index.ts'
import { type Citation, type FactName, type MissingFact, sourceOf } from '../../policy/index.ts'
import { rebuttalsOf, reportFor } from '../../verification/index.ts'
import { say } from '../../wording/index.ts'
import type { Frame } from '../mount.ts'
import { mount } from '../mount.ts'
import { langOf } from '../problems.ts'
import { caseView } from './case-view.ts'
import {
  both,
  codeText,
  confirmables,
  desks,
  nameOf,
  namesOf,
  sheets,
  shownLines,
  trayColumns,
  word,
  workbook,
} from './desk-lists.ts'
import { questionLines, reportLines } from './report-lines.ts'

/** Read models of the staff application: trays, one case, the rule's answer, reports, workloads. Nothing here decides. */
export function deskRoutes(frame: Frame): void {
  mount(frame, api.tray, async ({ tx, query }) => {
    const found = await trayPage(tx, query)
    return { items: await shownLines(tx, found.items), next: found.next }
  })
  mount(frame, api.trayCounts, async ({ tx }) => ({ counts: await trayCounts(tx) }))
  mount(frame, api.exportTray, async ({ tx, query, request }) => {
    const found = await trayPage(tx, { ...query, limit: 5000 })
    const lang = langOf(request)
    return workbook(tx, lang, 'queue', trayColumns(lang), await shownLines(tx, found.items))
  })

  mount(frame, api.readCase, async ({ tx, params }) => {
    const view = await caseView(tx, params.caseId)
    return isRefusal(view) ? view : { reply: view, etag: `"${view.version}"` }
  })
  mount(frame, api.readRuling, async ({ tx, params }) => {
    const filed = await readCase<Case | Appeal>(tx, params.caseId)
    if (isRefusal(filed)) return filed
    const { state } = filed
    const ruling = await (state.kind === 'appeal'
      ? recheckRuling(tx, state)
      : preview(tx, state, await businessDay(tx)))
    if (isRefusal(ruling)) return ruling
    const { assessed } = ruling
    const explanation = explained({ ...ruling, origins: originsOf(ruling.provenance) })
    const main = mainLines(explanation)
    const { first, others } = mainUnmet(explanation)
    const texts = (sets: typeof first) => sets.map((set) => set.conditions.map((c) => c.text))
    const family = await namesOf(tx, filed.row.household)
    return {
      assessed: {
        outcome: assessed.outcome,
        act: assessed.act,
        monthly: assessed.monthly,
        tier: assessed.tier,
        digest: assessed.digest,
      },
      asked: state.kind === 'appeal' ? null : askedAct(state, assessed.monthly),
      lines: explanation.lines.map((line) => ({
        main: main.includes(line),
        kind: line.kind,
        figure: line.figure,
        whose: line.whose,
        shown: line.shown,
        formula: line.formula,
        source: line.origin?.source ?? null,
        sourceText: line.source ? cited([line.source]) : null,
        date: line.origin?.date ?? line.date,
        article: cited(line.article),
        verified: line.verified,
      })),
      unmet: { first: texts(first), others: texts(others) },
      nearest: explanation.nearest?.text ?? null,
      missing: explanation.missing.map((m) => ({
        text: m.label,
        whose: m.whose,
        needed: m.needed,
        ...askable(m, family),
      })),
      verified: explanation.verified,
    }
  })
  mount(frame, api.colleagues, async ({ tx }) => ({ items: await colleaguesIn(tx) }))
  mount(frame, api.readReport, async ({ tx, params, actor }) => {
    const filed = await readCase(tx, params.caseId)
    if (isRefusal(filed)) return filed
    const { household } = filed.row
    const report = await reportFor(tx, {
      household,
      caseId: params.caseId,
      viewer: { as: actor.role === 'county-verifier' ? 'verifier' : 'officer' },
    })
    if (isRefusal(report)) return report
    const names = await namesOf(tx, household)
    return {
      issuedOn: report.issued?.issuedOn ?? null,
      number: report.issued?.number ?? null,
      validUntil: report.issued?.validUntil ?? null,
      valid: report.valid,
      lines: reportLines(report.content, names),
      unknowable: [...report.content.unknowable].map(String),
      rebuttals: questionLines(await rebuttalsOf(tx, household), names),
    }
  })

  mount(frame, api.readAttachment, async ({ tx, params }) => {
    const file = await readFile(tx, { household: params.householdId, id: params.attachmentId })
    return isRefusal(file)
      ? file
      : { bytes: file.bytes, type: file.contentType, fileName: file.fileName, inline: true as const }
  })
  mount(frame, api.printDocument, async ({ tx, params, query }) => {
    const printed = await printDocument(
      tx,
      { household: params.householdId, id: params.documentId },
      { format: query.format, large: query.large === '1', lang: query.lang },
    )
    return isRefusal(printed)
      ? printed
      : { bytes: printed.bytes, type: printed.contentType, fileName: printed.fileName }
  })

  mount(frame, api.listNotices, async ({ tx }) => ({ items: await sheets(tx) }))
  mount(frame, api.exportNotices, async ({ tx, request }) => {
    const lang = langOf(request)
    const t = word(lang)
    const rows = (await sheets(tx)).flatMap((sheet) => sheet.lines.map((line) => ({ ...sheet, line })))
    return workbook(
      tx,
      lang,
      'notices',
      [
        { head: t('notices.place'), of: (r) => r.place, width: 24 },
        { head: t('notices.village'), of: (r) => r.areaName, width: 24 },
        { head: t('notices.first-day'), kind: 'day', of: (r) => r.firstDay },
        { head: t('notices.last-day'), kind: 'day', of: (r) => r.lastDay },
        { head: t('notices.state'), of: (r) => t(`notices.state.${r.state}`) },
        { head: t('notices.name'), of: (r) => r.line.name },
        { head: t('queue.people'), kind: 'count', of: (r) => r.line.people },
        { head: t('notices.category'), of: (r) => r.line.category },
        { head: t('notices.monthly'), kind: 'yuan', of: (r) => r.line.monthly },
      ],
      rows,
    )
  })

  mount(frame, api.confirmables, async ({ tx }) => ({ items: await confirmables(tx) }))
  mount(frame, api.exportConfirmables, async ({ tx, request }) => {
    const lang = langOf(request)
    const t = word(lang)
    return workbook(
      tx,
      lang,
      'confirm',
      [
        ...trayColumns(lang).filter((c) => ![t('queue.stage'), t('queue.blocked')].includes(c.head)),
        { head: t('confirm.act'), of: (r) => t(`act.${r.act}`) },
        { head: t('confirm.monthly'), kind: 'yuan', of: (r) => r.monthly },
        { head: t('confirm.reached'), kind: 'day', of: (r) => r.reachedOn },
      ],
      await confirmables(tx),
    )
  })
  mount(frame, api.listBatches, async ({ tx }) => ({ items: await batches(tx) }))

  mount(frame, api.workload, async ({ tx }) => ({ items: await desks(tx) }))
  mount(frame, api.exportWorkload, async ({ tx, request }) => {
    const lang = langOf(request)
    const t = word(lang)
    return workbook(
      tx,
      lang,
      'supervise',
      [
        { head: t('supervise.name'), of: (r) => r.name ?? t('supervise.nobody') },
        { head: t('supervise.role'), of: (r) => (r.role ? say(lang, `access:role.${r.role}`) : '') },
        { head: t('supervise.open'), kind: 'count', of: (r) => r.open },
        { head: t('supervise.overdue'), kind: 'count', of: (r) => r.overdue },
        { head: t('supervise.today'), kind: 'count', of: (r) => r.dueToday },
        { head: t('supervise.paused'), kind: 'count', of: (r) => r.paused },
      ],
      await desks(tx),
    )
  })

  mount(frame, api.exportTimeline, async ({ tx, params, request }) => {
    const lang = langOf(request)
    const t = word(lang)
    return workbook(
      tx,
      lang,
      'timeline',
      [
        { head: t('timeline.on'), kind: 'day', of: (e) => e.at },
        { head: t('timeline.kind'), of: (e) => codeText(lang, 'timeline', e.kind) },
        { head: t('timeline.what'), of: (e) => timelineText(lang, e), width: 50 },
        { head: t('timeline.unit'), of: (e) => e.unit, width: 24 },
        { head: t('timeline.entered'), kind: 'day', of: (e) => e.enteredOn },
      ],
      await timelineOf(tx, params.householdId, { kinds: [], limit: 5000 }),
      params.householdId,
    )
  })
  mount(frame, api.householdFile, async ({ tx, params }) => {
    const today = await businessDay(tx)
    const month = nextMonth(monthOf(today))
    const awards = []
    for (const award of await awardsOf(tx, params.householdId)) {
      const now = await currentMonthly(tx, params.householdId, award.programme, month)
      awards.push({
        programme: award.programme,
        programmeName: nameOf(award.programme),
        monthly: now?.monthly ?? null,
        state: now?.state ?? 'none',
        carriedOver: award.carriedOver,
        since: award.steps[0]?.from ?? null,
      })
    }
    return { cases: await shownLines(tx, await casesOf(tx, params.householdId)), awards }
  })
}

/** Whose figure to ask for; nothing for a parameter, or for a relative nobody has named yet. */
function askable({ kind, name, subject }: MissingFact, family: ReadonlyMap<string, string>) {
  const whose =
    subject === null ? 'household' : [`person/${subject}`, `supporter/${subject}`].find((one) => family.has(one))
  return kind === 'fact' && whose ? { name: name as FactName, subject: whose } : { name: null, subject: null }
}

const cited = (citations: readonly Citation[]) =>
  both((lang) =>
    citations
      .map(({ source, article }) => {
        const title = sourceOf(source)?.title[lang] ?? source
        return article ? `${title}${lang === 'zh' ? '' : ' '}${article}` : title
      })
      .join(lang === 'zh' ? ';' : '; '),
  )
