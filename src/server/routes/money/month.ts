import { type DiffLine, monthDiff, previewMonth } from '../../../benefits/index.ts'
import { paymentsDeskApi as api, type WireRun } from '../../../contract/index.ts'
import { isRefusal, type Month } from '../../../foundation/index.ts'
import { areaName, householdCards } from '../../../household/index.ts'
import {
  booksOf,
  exceptionsOf,
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
  mount(frame, api.monthSummary, async ({ tx, params, query }) => {
    const today = await businessDay(tx)
    const sums = await monthSummary(tx, { ...query, month: params.month })
    return {
      items: await Promise.all(sums.map(async (sum) => ({ ...sum, name: await areaName(tx, sum.area, today) }))),
    }
  })
}

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
