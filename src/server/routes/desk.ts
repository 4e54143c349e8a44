import { staffNames } from '../../access/index.ts'
import { awardsOf, currentMonthly } from '../../benefits/index.ts'
import {
  batches,
  type Case,
  type CaseStep,
  casesOf,
  colleaguesIn,
  daysLeft,
  eventsOf,
  explained,
  helpersOf,
  objectionsOf,
  officersRelatedToHousehold,
  originsOf,
  papersOf,
  preview,
  readCase,
  rolesFor,
  rule,
  sheetLines,
  stepsAt,
  type TrayLine,
  transitionFor,
  trayCounts,
  trayPage,
  workload,
} from '../../casework/index.ts'
import { deskApi as api, mainLines, mainUnmet } from '../../contract/index.ts'
import { addDays, type Day, isRefusal, monthOf, nextMonth } from '../../foundation/index.ts'
import { areaName, householdCards, membersOn, supportersOn } from '../../household/index.ts'
import {
  attachmentsOf,
  type CellValue,
  clocksOf,
  documentsOf,
  type ListColumn,
  printDocument,
  readFile,
  sayClock,
  workingCalendar,
  writeWorkbook,
} from '../../office/index.ts'
import { actorOf, audit, businessDay, type Tx } from '../../platform/index.ts'
import { type Citation, programmes, sourceOf } from '../../policy/index.ts'
import { lineInWords, rebuttalsOf, reportFor } from '../../verification/index.ts'
import { canSay, type Lang, say } from '../../wording/index.ts'
import type { Frame } from '../mount.ts'
import { mount } from '../mount.ts'
import { langOf } from '../problems.ts'

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
    const filed = await readCase(tx, params.caseId)
    if (isRefusal(filed)) return filed
    const ruling = await preview(tx, filed.state, await businessDay(tx))
    if (isRefusal(ruling)) return ruling
    const { assessed } = ruling
    const explanation = explained({ ...ruling, origins: originsOf(ruling.provenance) })
    const main = mainLines(explanation)
    const { first, others } = mainUnmet(explanation)
    const texts = (sets: typeof first) => sets.map((set) => set.conditions.map((c) => c.text))
    return {
      assessed: {
        outcome: assessed.outcome,
        act: assessed.act,
        monthly: assessed.monthly,
        tier: assessed.tier,
        digest: assessed.digest,
      },
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
      missing: explanation.missing.map((m) => ({ text: m.label, whose: m.whose })),
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
      lines: report.content.lines.map((line) => ({
        who: line.who,
        name: names.get(line.who) ?? null,
        source: say('zh', `verification:source.${line.source}`),
        item: line.item,
        state: line.state,
        value: line.value,
        unit: line.unit,
        asOf: line.asOf,
        conclusion: line.conclusion,
        worded: both((lang) => {
          const words = lineInWords(line, lang)
          return [words.source, words.item, words.value, words.threshold, words.conclusion].filter(Boolean).join(' · ')
        }),
      })),
      unknowable: [...report.content.unknowable].map(String),
      rebuttals: (await rebuttalsOf(tx, household)).map((one) => ({
        rebuttalId: one.id,
        fact: one.fact,
        state: one.state,
        answerBy: one.answerBy,
        answer: one.answer,
      })),
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

// ── One case ────────────────────────────────────────────────────────────────────────────────────────────────────────
async function caseView(tx: Tx, caseId: string) {
  const filed = await readCase(tx, caseId)
  if (isRefusal(filed)) return filed
  const { row, state } = filed
  const household = row.household
  const actor = actorOf(tx)
  const [line] = await shownLines(tx, [(await casesOf(tx, household)).find((one) => one.caseId === caseId)!])
  const events = await eventsOf(tx, caseId)
  const staff = await staffNames(tx, [...events.map((e) => e.actor), ...state.signatures.map((s) => s.account)])
  const clock = (await clocksOf(tx, household, caseId)).find((one) => one.face.state !== 'ended')
  const papers = await papersOf(tx, row)
  const relatives = await officersRelatedToHousehold(tx, household)
  const attachments = await attachmentsOf(tx, household, { caseId })
  await audit(tx, {
    action: 'desk.read-case',
    subject: { kind: 'case', id: caseId, household },
    area: row.area,
  })
  const reasoned = 'opinion' in state ? state.opinion : null
  const decided = 'decision' in state ? state.decision : null
  return {
    ...line!,
    caseId,
    area: row.area,
    applicant: state.applicant,
    acceptedOn: state.acceptedOn,
    round: state.round,
    current: state.current ?? null,
    clock: clock ? both((lang) => sayClock(clock.face, state.procedure.total.unit, lang)) : null,
    ownRelative: actor.naturalPerson !== null && relatives.includes(actor.naturalPerson),
    steps: stepsOf(state, actor.role),
    verification: {
      status: state.verification.status,
      on:
        state.verification.status === 'reported'
          ? state.verification.on
          : state.verification.status === 'awaiting'
            ? state.verification.since
            : null,
      reason: state.verification.status === 'skipped' ? state.verification.reason : null,
    },
    visit: {
      status: state.visit.status,
      on: state.visit.status === 'done' || state.visit.status === 'booked' ? state.visit.on : null,
      byCounty: state.visit.status === 'done' && state.visit.byCounty,
      reason: state.visit.status === 'skipped' ? state.visit.reason : null,
    },
    adoptedOn: state.adoptedOn,
    reviewClasses: state.procedure.reviews.map((review) => review.class),
    pauses: [...state.procedure.pauses],
    opinion: reasoned && {
      act: shownAct(reasoned.act),
      assessed: {
        outcome: reasoned.assessed.outcome,
        act: reasoned.assessed.act,
        monthly: reasoned.assessed.monthly,
        tier: reasoned.assessed.tier,
        digest: reasoned.assessed.digest,
      },
      difference: reasoned.difference,
      editedAfterPreview: reasoned.editedAfterPreview,
      reviewClass: reasoned.reviewClass,
    },
    notice:
      'notice' in state && state.notice
        ? {
            noticeId: state.notice.noticeId,
            firstDay: state.notice.firstDay,
            lastDay: state.notice.lastDay,
            photoFirst: state.notice.photos.first !== null,
            photoLast: state.notice.photos.last !== null,
          }
        : null,
    collective:
      'collective' in state && state.collective
        ? {
            minutesNo: state.collective.minutesNo,
            heldOn: state.collective.heldOn,
            act: shownAct(state.collective.act),
            reason: state.collective.reason,
          }
        : null,
    decision: decided && {
      decisionId: decided.decisionId,
      on: decided.on,
      act: shownAct(decided.act),
      difference: decided.difference,
      batch: decided.batch,
    },
    letterOn: 'letter' in state && state.letter ? state.letter.on : null,
    earlier: state.earlier,
    signatures: state.signatures.map((s) => ({
      capacity: s.capacity,
      round: s.round,
      name: staff.get(s.account)?.name ?? null,
      role: s.role,
      on: s.on,
      onPaper: s.paper !== null,
      byDelegation: s.delegation !== null,
    })),
    events: events.map((e) => ({
      seq: e.seq,
      what: e.what,
      on: e.on,
      enteredOn: e.enteredOn,
      name: staff.get(e.actor)?.name ?? null,
      role: e.role,
    })),
    reason: papers.reason,
    hardship: papers.hardship,
    supplement: papers.supplement,
    visits: papers.visits.map(({ form, ...visit }) => ({
      ...visit,
      dwelling: form?.dwelling ?? null,
      conclusion: form?.conclusion ?? null,
    })),
    objections: await objectionsOf(tx, caseId),
    helpers: await helpersOf(tx, caseId),
    documents: (await documentsOf(tx, household, { caseId })).map((d) => ({
      documentId: d.id,
      kind: d.kind,
      title: d.title,
      number: d.number,
      organ: d.organ,
      issuedOn: d.issuedOn,
      corrects: d.corrects?.note ?? null,
    })),
    attachments: attachments.map((a) => ({
      attachmentId: a.id,
      kind: a.kind,
      page: a.page,
      contentType: a.contentType,
      bytes: a.bytes,
      added: a.added,
    })),
  }
}

/** Appeals have a course of their own: their page shows, their own screen acts. */
function stepsOf(state: Case, role: string) {
  if ((state.kind as string) === 'appeal') return []
  return stepsAt(state.stage).map((step: CaseStep) => {
    const who = rolesFor(transitionFor(state.stage, step)!.hat, state.procedure) ?? []
    return { do: step, mine: who.length === 0 || who.some((one) => one === role), who: [...who] }
  })
}

const shownAct = (act: NonNullable<Extract<Case, { stage: 'review' }>['opinion']>['act']) => ({
  act: act.act,
  monthly: act.monthly,
  tier: act.tier,
  from: act.from,
  reasons: 'grounds' in act ? [...act.grounds.reasons] : [],
})

async function namesOf(tx: Tx, household: bigint): Promise<Map<string, string>> {
  const today = await businessDay(tx)
  const [members, supporters] = [await membersOn(tx, household, today), await supportersOn(tx, household, today)]
  return new Map([
    ...members.map((m) => [`person/${m.person}`, m.name] as const),
    ...supporters.map((s) => [`supporter/${s.id}`, s.name] as const),
  ])
}

// ── Lists ───────────────────────────────────────────────────────────────────────────────────────────────────────────
async function shownLines(tx: Tx, lines: readonly TrayLine[]) {
  const today = await businessDay(tx)
  const calendar = await workingCalendar(tx)
  const cards = await householdCards(
    tx,
    lines.map((line) => line.household),
    today,
  )
  const staff = await staffNames(
    tx,
    lines.flatMap((line) => line.holder ?? []),
  )
  const places = new Map<string, string>()
  for (const { area } of lines) if (!places.has(area)) places.set(area, await areaName(tx, area, today))
  return lines.map((line) => {
    const card = cards.get(line.household)
    const left = line.dueOn ? daysLeft(calendar, today, line.dueOn) : null
    return {
      caseId: line.caseId,
      caseNo: line.caseNo,
      householdId: line.household,
      headName: card?.headName ?? null,
      people: card?.people ?? 0,
      areaName: places.get(line.area) ?? line.area,
      kind: line.kind,
      change: line.change,
      programme: line.programme,
      programmeName: nameOf(line.programme),
      stage: line.stage,
      ending: line.ending,
      origin: line.origin,
      openedOn: line.openedOn,
      remaining: {
        state: stateOf(line, left, today),
        left,
        due: line.dueOn,
        provisional: line.provisional,
        pausedSince: line.pausedSince,
        pauseReason: line.pauseReason,
      },
      dueStep: line.dueStep,
      blockedOn: line.blockedOn,
      holder: line.holder,
      holderName: line.holder ? (staff.get(line.holder)?.name ?? null) : null,
      officerRelative: line.officerRelative,
      version: line.version,
    }
  })
}

function stateOf(line: TrayLine, left: number | null, today: Day) {
  if (line.pausedSince) return 'paused' as const
  if (line.dueOn === null || left === null) return 'none' as const
  if (line.dueOn < today) return 'overdue' as const
  if (line.dueOn === today) return 'today' as const
  return left <= 3 ? ('due-soon' as const) : ('running' as const)
}

async function sheets(tx: Tx) {
  const today = await businessDay(tx)
  const rows = await sheetLines(tx)
  const sheetsById = new Map<string, typeof rows>()
  for (const row of rows) sheetsById.set(row.sheetId, [...(sheetsById.get(row.sheetId) ?? []), row])
  const items = []
  for (const [sheetId, lines] of sheetsById) {
    const [first] = lines
    const running = lines.filter((line) => line.endedOn === null)
    const ended = first!.endedWhy
    const state =
      running.length > 0
        ? today < first!.firstDay
          ? ('coming' as const)
          : today <= addDays(first!.lastDay, 0)
            ? ('running' as const)
            : ('over' as const)
        : ended === 'objection'
          ? ('objected' as const)
          : ended === 'withdrawn'
            ? ('withdrawn' as const)
            : ('over' as const)
    items.push({
      sheetId,
      place: first!.place,
      areaName: await areaName(tx, first!.area, today),
      firstDay: first!.firstDay,
      lastDay: first!.lastDay,
      photoFirst: lines.every((line) => line.photoFirst),
      photoLast: lines.every((line) => line.photoLast),
      state,
      lines: lines.map((row) => ({
        ...row.line,
        monthly: BigInt(row.line.monthly),
        caseId: row.caseId,
        noticeId: row.noticeId,
        householdId: row.household,
      })),
    })
  }
  return items
}

/** What the meeting has before it: the opinion as signed, and what the rule says today beside it. */
async function confirmables(tx: Tx) {
  const found = await trayPage(tx, { view: 'confirmation', limit: 200 })
  const shown = await shownLines(tx, found.items)
  const today = await businessDay(tx)
  const items = []
  for (const line of shown) {
    const filed = await readCase(tx, line.caseId)
    if (isRefusal(filed) || filed.state.stage !== 'confirmation') continue
    const { state } = filed
    const ruling = await rule(tx, state, today)
    items.push({
      ...line,
      act: state.opinion.act.act,
      monthly: state.opinion.act.monthly,
      difference: state.opinion.difference !== null,
      editedAfterPreview: state.opinion.editedAfterPreview,
      countyReviewed:
        state.procedure.signers.countyReview === null ||
        state.signatures.some((s) => s.capacity === 'county-review' && s.round === state.round),
      mine: state.procedure.signers.approve.includes(actorOf(tx).role),
      reachedOn: state.stageSince,
      seen: isRefusal(ruling) ? null : ruling.assessed.digest,
      ruleAct: isRefusal(ruling) ? null : ruling.assessed.act,
      ruleMonthly: isRefusal(ruling) ? null : ruling.assessed.monthly,
    })
  }
  return items
}

async function desks(tx: Tx) {
  const [loads, people] = [await workload(tx), await colleaguesIn(tx)]
  const who = new Map(people.map((p) => [p.account, p]))
  const names = await staffNames(
    tx,
    loads.flatMap((load) => load.holder ?? []),
  )
  const held = loads.map((load) => ({
    ...load,
    name: load.holder ? (names.get(load.holder)?.name ?? null) : null,
    role: load.holder ? (who.get(load.holder)?.role ?? null) : null,
    unit: load.holder ? (who.get(load.holder)?.unit ?? null) : null,
  }))
  const idle = people
    .filter(
      (p) => (p.role === 'township-clerk' || p.role === 'township-head') && !loads.some((l) => l.holder === p.account),
    )
    .map((p) => ({
      holder: p.account,
      name: p.name,
      role: p.role,
      unit: p.unit,
      open: 0,
      overdue: 0,
      dueToday: 0,
      paused: 0,
    }))
  return [...held, ...idle]
}

// ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────
const both = (of: (lang: Lang) => string) => ({ zh: of('zh'), en: of('en') })
const nameOf = (programme: string) =>
  programmes[programme as keyof typeof programmes]
    ? both((lang) => programmes[programme as keyof typeof programmes][lang])
    : { zh: programme, en: programme }

const cited = (citations: readonly Citation[]) =>
  both((lang) =>
    citations
      .map(({ source, article }) => {
        const title = sourceOf(source)?.title[lang] ?? source
        return article ? `${title}${lang === 'zh' ? '' : ' '}${article}` : title
      })
      .join(lang === 'zh' ? ';' : '; '),
  )

const word = (lang: Lang) => (key: string) => say(lang, `desk:${key}`)
const codeText = (lang: Lang, group: string, code: string | null) =>
  code === null ? '' : canSay(`desk:${group}.${code}`) ? say(lang, `desk:${group}.${code}`) : code

type Shown = Awaited<ReturnType<typeof shownLines>>[number]
function trayColumns(lang: Lang): ListColumn<Shown>[] {
  const t = word(lang)
  return [
    { head: t('queue.due'), kind: 'day', of: (r) => r.remaining.due },
    { head: t('queue.left'), kind: 'count', of: (r) => r.remaining.left },
    { head: t('queue.state'), of: (r) => t(`remaining.${r.remaining.state}`) },
    { head: t('queue.head'), of: (r) => r.headName },
    { head: t('queue.people'), kind: 'count', of: (r) => r.people },
    { head: t('queue.area'), of: (r) => r.areaName, width: 24 },
    { head: t('queue.matter'), of: (r) => `${r.programmeName[lang]} ${codeText(lang, 'kind', r.kind)}`, width: 22 },
    { head: t('queue.stage'), of: (r) => codeText(lang, 'stage', r.stage) },
    { head: t('queue.origin'), of: (r) => codeText(lang, 'origin', r.origin) },
    { head: t('queue.blocked'), of: (r) => codeText(lang, 'blocked', r.blockedOn), width: 18 },
    { head: t('queue.holder'), of: (r) => r.holderName },
    { head: t('queue.case-no'), of: (r) => r.caseNo, width: 20 },
  ]
}

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Every list leaves as a workbook, and who took it is on record (R46). */
async function workbook<Row>(tx: Tx, lang: Lang, name: string, columns: ListColumn<Row>[], rows: readonly Row[]) {
  const today = await businessDay(tx)
  await audit(tx, { action: `desk.export-${name}`, detail: { rows: rows.length } })
  const bytes = await writeWorkbook<Row>({
    title: `${say(lang, `desk:${name}.title`)} ${today}`,
    sheet: say(lang, `desk:${name}.title`),
    columns: columns.map((column) => ({
      ...column,
      of: (row: Row, i: number): CellValue => column.of(row, i) ?? null,
    })),
    rows,
  })
  return { bytes, type: xlsx, fileName: `${name}-${today}.xlsx` }
}
