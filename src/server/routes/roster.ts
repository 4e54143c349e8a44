import { householdApi as api } from '../../contract/index.ts'
import { isRefusal } from '../../foundation/index.ts'
import {
  acceptRoster,
  discardRoster,
  exportRoster,
  rosterBatches,
  rosterSuspicions,
  rosterWithErrors,
  settleSuspicion,
  tryRoster,
  undoRoster,
} from '../../household/index.ts'
import type { Tx } from '../../platform/index.ts'
import { type Lang, say } from '../../wording/index.ts'
import { atClock, listWorkbook } from '../list-workbook.ts'
import { type Bytes, type Frame, mount } from '../mount.ts'
import { placesOf } from '../places.ts'
import { langOf } from '../problems.ts'
import { figuresToday, takeBack, takeOver } from './roster-takeover.ts'

const types = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'csv-utf8': 'text/csv; charset=utf-8',
  'csv-gb18030': 'text/csv; charset=gb18030',
} as const

/** A neutral name: the file is full of people, its name is not. */
const sheet = (made: { bytes: Buffer; format: keyof typeof types }, name: string): Bytes => ({
  bytes: made.bytes,
  type: types[made.format],
  fileName: `${name}.${made.format === 'xlsx' ? 'xlsx' : 'csv'}`,
})

/** 名册: tried, taken over, taken back, handed out again. */
export function rosterRoutes(frame: Frame): void {
  mount(frame, api.tryRoster, async ({ tx, query, body, request }) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
    const run = await tryRoster(tx, { bytes, options: query })
    if (isRefusal(run)) return run
    const lang = langOf(request)
    const { batch, problems, notes, ...rest } = run
    return {
      batchId: batch,
      ...rest,
      problems: problems.map(({ row, column, code, with: values }) => ({
        row,
        column,
        code,
        problem: say(lang, `household:roster.problem.${code}`, values),
        mend: say(lang, `household:roster.mend.${code}`, values),
      })),
      notes: notes.map(({ code, times }) => ({ code, text: say(lang, `household:roster.note.${code}`), times })),
    }
  })
  mount(frame, api.listRosters, async ({ tx }) => ({
    items: (await rosterBatches(tx)).map(({ id, ...rest }) => ({ batchId: id, ...rest })),
  }))
  mount(frame, api.exportRosters, async ({ tx, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    const rows = await rosterBatches(tx)
    const places = await placesOf(tx, rows)
    return listWorkbook(tx, {
      name: 'rosters',
      title: t('roster.batches'),
      columns: [
        { head: t('roster.read-at'), of: (row) => atClock(row.checkedAt), width: 20 },
        { head: t('roster.area'), of: (row) => places.get(row.area) ?? row.area, width: 20 },
        { head: t('month.state'), of: (row) => t(`roster.state.${row.state}`) },
        { head: t('roster.families'), kind: 'count', of: (row) => row.families },
        { head: t('month.people'), kind: 'count', of: (row) => row.people },
        { head: t('roster.monthly'), kind: 'yuan', of: (row) => row.monthlyTotal, width: 16 },
        { head: t('roster.bad-families'), kind: 'count', of: (row) => row.badFamilies },
        { head: t('roster.bad-rows'), kind: 'count', of: (row) => row.badRows },
        { head: t('roster.state.accepted'), of: (row) => row.acceptedAt && atClock(row.acceptedAt), width: 20 },
        { head: t('roster.state.undone'), of: (row) => row.undoneAt && atClock(row.undoneAt), width: 20 },
      ],
      rows,
    })
  })
  mount(frame, api.rosterErrors, async ({ tx, params }) => {
    const made = await rosterWithErrors(tx, params.batchId)
    return isRefusal(made) ? made : sheet(made, 'roster-errors')
  })
  mount(frame, api.acceptRoster, async ({ tx, params, body }) => {
    const { paidUntil, document, evenWithErrors } = body
    return acceptRoster(tx, { batch: params.batchId, evenWithErrors }, takeOver({ paidUntil, document }))
  })
  mount(
    frame,
    api.discardRoster,
    async ({ tx, params }) => (await discardRoster(tx, params.batchId)) ?? { done: true as const },
  )
  mount(frame, api.undoRoster, async ({ tx, params, body }) =>
    undoRoster(tx, { batch: params.batchId, ...body }, takeBack(params.batchId)),
  )
  mount(frame, api.exportRoster, async ({ tx, params, query }) => {
    const made = await exportRoster(tx, { batch: params.batchId, ...query }, figuresToday)
    return isRefusal(made) ? made : sheet(made, 'roster')
  })
  mount(frame, api.listSuspicions, async ({ tx, query, request }) => ({
    items: await suspicionsShown(tx, query.open === 'yes', langOf(request)),
  }))
  mount(frame, api.exportSuspicions, async ({ tx, query, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'roster-suspicions',
      title: t('roster.suspicions'),
      columns: [
        { head: t('roster.row'), kind: 'count', of: (one) => one.row },
        { head: t('roster.area'), of: (one) => one.place, width: 24 },
        { head: t('roster.problem'), of: (one) => one.text, width: 60 },
        { head: t('month.state'), of: (one) => t(one.settled ? 'roster.settled' : 'roster.open') },
      ],
      rows: await suspicionsShown(tx, query.open === 'yes', lang),
    })
  })
  mount(
    frame,
    api.settleSuspicion,
    async ({ tx, params, body }) =>
      (await settleSuspicion(tx, { suspicion: params.suspicionId, ...body })) ?? { done: true as const },
  )
}

async function suspicionsShown(tx: Tx, open: boolean, lang: Lang) {
  const found = await rosterSuspicions(tx, { open })
  const places = await placesOf(tx, found)
  return found.map((one) => ({
    suspicionId: one.id,
    batchId: one.batch,
    row: one.row,
    area: one.area,
    place: places.get(one.area) ?? one.area,
    householdId: one.household,
    personId: one.person,
    kind: one.kind,
    text: say(lang, `household:roster.suspicion.${one.kind}`, one.detail),
    settled: one.settled,
  }))
}
