import { staffNames } from '../../access/index.ts'
import {
  colleaguesIn,
  daysLeft,
  readCase,
  rule,
  sheetLines,
  type TrayLine,
  trayPage,
  workload,
} from '../../casework/index.ts'
import { type Day, isRefusal } from '../../foundation/index.ts'
import { areaName, householdCards, membershipHistory, supportersOn } from '../../household/index.ts'
import { type ListColumn, workingCalendar } from '../../office/index.ts'
import { actorOf, businessDay, type Tx } from '../../platform/index.ts'
import { programmes } from '../../policy/index.ts'
import { canSay, type Lang, say } from '../../wording/index.ts'
import { listWorkbook } from '../list-workbook.ts'

/** The lists of the desk as screens and workbooks show them: names, places and days beside the rows of the tray. */
export async function shownLines(tx: Tx, lines: readonly TrayLine[]) {
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

export async function sheets(tx: Tx) {
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
          : today <= first!.lastDay
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
export async function confirmables(tx: Tx) {
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

export async function desks(tx: Tx) {
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

export const both = (of: (lang: Lang) => string) => ({ zh: of('zh'), en: of('en') })
export const nameOf = (programme: string) =>
  programmes[programme as keyof typeof programmes]
    ? both((lang) => programmes[programme as keyof typeof programmes][lang])
    : { zh: programme, en: programme }

export const word = (lang: Lang) => (key: string) => say(lang, `desk:${key}`)
export const codeText = (lang: Lang, group: string, code: string | null) =>
  code === null ? '' : canSay(`desk:${group}.${code}`) ? say(lang, `desk:${group}.${code}`) : code

type Shown = Awaited<ReturnType<typeof shownLines>>[number]
export function trayColumns(lang: Lang): ListColumn<Shown>[] {
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

/** Every list leaves as a workbook; the title of its screen is the title of the sheet. */
export const workbook = <Row>(
  tx: Tx,
  lang: Lang,
  name: string,
  columns: ListColumn<Row>[],
  rows: readonly Row[],
  household?: bigint,
) =>
  listWorkbook(tx, {
    name,
    title: say(lang, `desk:${name}.title`),
    columns,
    rows,
    ...(household !== undefined && { household }),
  })

/** `person/12` and `supporter/…` in words, for everybody a figure or a report line may be about: also who has left since. */
export async function namesOf(tx: Tx, household: bigint): Promise<Map<string, string>> {
  const today = await businessDay(tx)
  const [members, supporters] = [await membershipHistory(tx, household), await supportersOn(tx, household, today)]
  return new Map([
    ...members.map((m) => [`person/${m.person}`, m.name] as const),
    ...supporters.map((s) => [`supporter/${s.id}`, s.name] as const),
  ])
}
