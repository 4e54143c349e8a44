import { type DiffLine, monthDiff, previewMonth } from '../../../benefits/index.ts'
import { paymentsDeskApi as api, type WireRun } from '../../../contract/index.ts'
import { type AreaCode, isRefusal, type Month, sum } from '../../../foundation/index.ts'
import { areaName, householdCards } from '../../../household/index.ts'
import {
  booksOf,
  exceptionsOf,
  listedFor,
  monthSummary,
  type Run,
  releasable,
  runsOf,
  stopKinds,
} from '../../../payments/index.ts'
import { businessDay, type Tx } from '../../../platform/index.ts'
import { type ProgrammeId, programmes } from '../../../policy/index.ts'
import { say } from '../../../wording/index.ts'
import { listWorkbook } from '../../list-workbook.ts'
import { type Frame, mount } from '../../mount.ts'
import { placesOf } from '../../places.ts'
import { langOf } from '../../problems.ts'

export const shown = (run: Run): WireRun => {
  const { version, ...rest } = run
  return { ...rest, programmeName: programmes[run.programme] }
}

/** The month: its lists and what they change. */
export function monthRoutes(frame: Frame): void {
  mount(frame, api.listBooks, async ({ tx }) => ({
    items: (await booksOf(tx)).map(({ id, projectCodes, version, ...rest }) => ({ book: id, ...rest })),
  }))
  mount(frame, api.listRuns, async ({ tx, query }) => ({ items: (await runsOf(tx, query)).map(shown) }))
  mount(frame, api.monthDiff, async ({ tx, params, query }) => diffOf(tx, { ...query, month: params.month }))
  mount(frame, api.exportDiff, async ({ tx, params, query, request }) => {
    const diff = await diffOf(tx, { ...query, month: params.month })
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'month-changes',
      title: `${t('month.changes')} ${params.month}`,
      columns: [
        { head: t('month.tab'), of: (row) => t(`month.tab.${row.tab}`) },
        { head: t('month.place'), of: (row) => row.place, width: 24 },
        { head: t('month.head'), of: (row) => row.headName },
        { head: t('month.of'), kind: 'month', of: (row) => row.month },
        { head: t('month.old'), kind: 'yuan', of: (row) => row.old },
        { head: t('month.new'), kind: 'yuan', of: (row) => row.new },
        { head: t('month.reason'), of: (row) => reasonWord(lang, row.reason), width: 24 },
        { head: t('month.document'), of: (row) => row.document, width: 24 },
      ],
      rows: diff.lines,
    })
  })
  mount(frame, api.previewMonth, async ({ tx, params, body }) => {
    const run = await previewMonth(tx, { ...body, month: params.month })
    return isRefusal(run) ? run : shown(run)
  })
  mount(frame, api.exportRuns, async ({ tx, query, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'payment-runs',
      title: t('months.title'),
      columns: [
        { head: t('month.of'), kind: 'month', of: (run) => run.month },
        { head: t('month.programme'), of: (run) => programmes[run.programme][lang], width: 16 },
        { head: t('month.number'), of: (run) => run.number, width: 26 },
        { head: t('month.state'), of: (run) => t(`run.${run.state}`), width: 14 },
        { head: t('month.households'), kind: 'count', of: (run) => run.households },
        { head: t('month.people'), kind: 'count', of: (run) => run.people },
        { head: t('month.total'), kind: 'yuan', of: (run) => run.total },
        { head: t('month.held'), kind: 'yuan', of: (run) => run.heldTotal },
        { head: t('month.reconciled-on'), kind: 'day', of: (run) => run.reconciledOn },
      ],
      rows: await runsOf(tx, { ...query, limit: 2000 }),
    })
  })
  mount(frame, api.monthSummary, async ({ tx, params, query }) => summaryOf(tx, { ...query, month: params.month }))
  mount(frame, api.exportSummary, async ({ tx, params, query, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    const { programmes: sums, items } = await summaryOf(tx, { ...query, month: params.month })
    type Sum = (typeof sums)[number] | (typeof items)[number]
    return listWorkbook<Sum>(tx, {
      name: 'month-summary',
      title: `${t('summary.title')} ${params.month}`,
      columns: [
        { head: t('summary.of'), of: (row) => ('name' in row ? row.name : row.programmeName[lang]), width: 24 },
        { head: t('month.households'), kind: 'count', of: (row) => row.households },
        { head: t('month.people'), kind: 'count', of: (row) => row.people },
        { head: t('summary.regular'), kind: 'yuan', of: (row) => row.regular },
        { head: t('summary.supplement'), kind: 'yuan', of: (row) => row.supplement },
        { head: t('summary.back-pay'), kind: 'yuan', of: (row) => row.backPay },
        { head: t('month.total'), kind: 'yuan', of: (row) => row.total },
        { head: t('summary.returned'), kind: 'yuan', of: (row) => row.returned },
      ],
      rows: [...items, ...sums],
    })
  })
}

/** By programme, and by township over the programmes asked for. */
async function summaryOf(tx: Tx, of: { book: string; month: Month; programme?: ProgrammeId | undefined }) {
  const { book, month } = of
  const today = await businessDay(tx)
  const wanted = of.programme
    ? [of.programme]
    : [...new Set((await runsOf(tx, { book, month })).map((r) => r.programme))]
  const sums = []
  for (const programme of wanted) {
    const townships = await monthSummary(tx, { book, month, programme })
    if (townships.length === 0) continue
    const add = (key: 'households' | 'people') => townships.reduce((n, one) => n + one[key], 0)
    const fen = (key: 'regular' | 'supplement' | 'backPay' | 'returned' | 'total') =>
      sum(townships.map((one) => one[key]))
    sums.push({
      programme,
      programmeName: programmes[programme],
      households: add('households'),
      people: add('people'),
      regular: fen('regular'),
      supplement: fen('supplement'),
      backPay: fen('backPay'),
      returned: fen('returned'),
      total: fen('total'),
    })
  }
  const townships = await monthSummary(tx, { book, month, ...(of.programme && { programme: of.programme }) })
  return {
    programmes: sums,
    items: await Promise.all(
      townships.map(async (one) => ({
        ...one,
        name: lastName(await areaName(tx, one.area, today), await areaName(tx, book as AreaCode, today)),
      })),
    ),
  }
}

const lastName = (whole: string, county: string) =>
  whole.startsWith(county) ? whole.slice(county.length) || whole : whole

const reasonWord = (lang: 'zh' | 'en', reason: string) => {
  const key = /^R\d\d$/.test(reason) ? `bank.${reason}` : reason in stopKinds ? `stop.${reason}` : `reason.${reason}`
  return say(lang, `deskOffice:${key}`)
}

async function diffOf(tx: Tx, of: { book: string; programme: ProgrammeId; month: Month }) {
  const [run] = await runsOf(tx, { ...of, limit: 1 })
  const diff = await monthDiff(tx, of)
  const held = run ? await exceptionsOf(tx, run.runId) : []
  const today = await businessDay(tx)
  const cards = await householdCards(tx, [...new Set(diff.lines.map((line) => line.household))], today)
  const places = await placesOf(tx, diff.lines)
  const lineOf = (line: DiffLine) =>
    line.tab === 'exception' && run?.state === 'draft'
      ? (held.find(
          (one) =>
            one.household === line.household &&
            one.person === line.person &&
            one.month === line.month &&
            one.amount === line.old,
        )?.line ?? null)
      : null
  return {
    month: diff.month,
    unchanged: diff.unchanged,
    counts: diff.counts,
    before: diff.before,
    after: diff.after,
    listed: await listedFor(tx, of),
    lines: diff.lines.map(({ household, person, decisionId, stops, ...line }) => ({
      ...line,
      householdId: household,
      personId: person,
      place: places.get(line.area) ?? '',
      headName: cards.get(household)?.headName ?? null,
      line: lineOf({ ...line, household, person, decisionId, stops }),
      stops: stops.map((one) => ({ ...one, path: stopKinds[one.stop].release, releasable: releasable(one.stop) })),
    })),
  }
}
