import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staff, whoMay } from '../src/access/index.ts'
import { dayOf, monthOf, nextMonth } from '../src/foundation/index.ts'
import type { Role } from '../src/platform/index.ts'
import { type RunningServer, startCounty } from './support.ts'

/** Every list leaves as a workbook. No browser here: the server over HTTP, on a county that has been lived in. */

let server: RunningServer
beforeAll(async () => {
  server = await startCounty()
})
afterAll(() => server?.stop())

const cookies = new Map<string, string>()
async function ask(role: Role, path: string): Promise<Response> {
  if (!cookies.has(role)) {
    const answer = await fetch(`${server.address}/api/demo/sign-in`, {
      method: 'POST',
      headers: { origin: server.address, 'content-type': 'application/json' },
      body: JSON.stringify({ role }),
    })
    const lines = answer.headers.getSetCookie().map((line) => line.split(';')[0])
    cookies.set(role, lines.join('; '))
  }
  return fetch(server.address + path, { headers: { cookie: cookies.get(role)! } })
}
// biome-ignore lint/suspicious/noExplicitAny: what a list answers is read where it is counted
async function read(role: Role, path: string): Promise<any> {
  const answer = await ask(role, path)
  if (!answer.ok) throw new Error(`${answer.status} ${path}`)
  return answer.json()
}
const items = async (role: Role, path: string): Promise<number> => (await read(role, path)).items.length

/** A family that is paid, and the list it was paid by. */
async function paidFamily(): Promise<{ household: string; run: string; lines: number }> {
  const { items: runs } = await read('finance', '/api/payment-runs?book=990101')
  const run = runs.find((one: { state: string }) => one.state === 'reconciled')
  const { items: lines } = await read('finance', `/api/payment-runs/${run.runId}/lines?limit=100`)
  return { household: lines[0].householdId, run: run.runId, lines: lines.length }
}

interface Case {
  /** The row of the who-may table. */
  route: string
  as: Role
  /** Where it is fetched, and how many rows the list has on the screen. */
  of(): Promise<{ path: string; rows: number }>
  written: string
}
const plain = (route: string, as: Role, written: string, query = ''): Case => {
  const path = route.replace('GET ', '').replace(':book', '990101')
  return {
    route,
    as,
    of: async () => ({ path: path + query, rows: await items(as, path.replace('/export', '') + query) }),
    written,
  }
}
/** The county was lived until today: this month is paid, the next one is to be prepared. */
const today = dayOf(new Date())
const [month, lastPaid] = [nextMonth(monthOf(today)), monthOf(today)]
const ofHousehold = (what: string, as: Role, written: string, count: (household: string) => Promise<number>): Case => ({
  route: `GET ${what.replace('#', ':householdId')}`,
  as,
  async of() {
    const { household } = await paidFamily()
    return { path: what.replace('#', household), rows: await count(household) }
  },
  written,
})

const lists: Case[] = [
  {
    ...plain('GET /api/desk/queue/export', 'county-section', 'desk.export-queue'),
    of: async () => ({
      path: '/api/desk/queue/export?view=all',
      rows: await items('county-section', '/api/desk/queue?view=all&limit=100'),
    }),
  },
  {
    ...plain('GET /api/desk/notices/export', 'county-section', 'desk.export-notices'),
    async of() {
      const sheets = await read('county-section', '/api/desk/notices')
      const people = sheets.items.reduce((n: number, sheet: { lines: unknown[] }) => n + sheet.lines.length, 0)
      return { path: '/api/desk/notices/export', rows: people }
    },
  },
  plain('GET /api/desk/confirmations/export', 'county-leader', 'desk.export-confirm'),
  plain('GET /api/desk/workload/export', 'county-section', 'desk.export-supervise'),
  ofHousehold('/api/desk/households/#/timeline/export', 'county-section', 'desk.export-timeline', async (household) =>
    items('county-section', `/api/households/${household}/timeline?limit=100`),
  ),
  // Whoever left stands there too, with the day.
  ofHousehold('/api/households/#/export', 'county-section', 'household.export-members', async (household) => {
    const { members, formerMembers } = await read('county-section', `/api/households/${household}`)
    return members.length + formerMembers.length
  }),
  ofHousehold('/api/households/#/facts/export', 'county-section', 'household.export-figures', async (household) =>
    items('county-section', `/api/households/${household}/facts`),
  ),
  plain('GET /api/rosters/export', 'county-section', 'desk.export-rosters'),
  plain('GET /api/roster-suspicions/export', 'county-leader', 'desk.export-roster-suspicions', '?open=no'),
  plain('GET /api/verification/rounds/export', 'county-verifier', 'desk.export-verification-rounds', '?state=answered'),
  plain('GET /api/verification/rebuttals/export', 'county-verifier', 'desk.export-rebuttals'),
  plain('GET /api/payment-runs/export', 'finance', 'desk.export-payment-runs', '?book=990101'),
  {
    ...plain('GET /api/payment-runs/:runId/lines/export', 'finance', 'desk.export-payment-lines'),
    async of() {
      const { run, lines } = await paidFamily()
      return { path: `/api/payment-runs/${run}/lines/export`, rows: lines }
    },
  },
  {
    ...plain('GET /api/months/:month/diff/export', 'finance', 'desk.export-month-changes'),
    async of() {
      const path = `/api/months/${month}/diff`
      const of = '?book=990101&programme=dibao'
      return { path: `${path}/export${of}`, rows: (await read('finance', path + of)).lines.length }
    },
  },
  {
    ...plain('GET /api/months/:month/summary/export', 'finance', 'desk.export-month-summary'),
    async of() {
      const path = `/api/months/${lastPaid}/summary`
      const sums = await read('finance', `${path}?book=990101`)
      return { path: `${path}/export?book=990101`, rows: sums.items.length + sums.programmes.length }
    },
  },
  plain('GET /api/books/:book/returned/export', 'finance', 'desk.export-returned-payments'),
  plain('GET /api/payee-changes/export', 'township-clerk', 'desk.export-payee-changes'),
  {
    ...plain('GET /api/books/:book/entries/export', 'finance', 'desk.export-ledger-entries'),
    async of() {
      const path = '/api/books/990101/entries'
      return { path: `${path}/export?year=2026`, rows: await items('finance', `${path}?year=2026&limit=500`) }
    },
  },
  plain('GET /api/books/:book/ledger/export', 'finance', 'desk.export-ledger-balances'),
  ofHousehold('/api/households/#/payments/export', 'finance', 'desk.export-household-payments', async (household) =>
    items('finance', `/api/households/${household}/payments`),
  ),
  {
    ...plain('GET /api/accounts/export', 'administrator', 'desk.export-accounts'),
    async of() {
      const accounts = await read('administrator', '/api/accounts')
      const held = accounts.items.reduce((n: number, one: { roles: unknown[] }) => n + one.roles.length, 0)
      return { path: '/api/accounts/export', rows: held }
    },
  },
  plain('GET /api/delegations/export', 'administrator', 'desk.export-stand-ins'),
  plain('GET /api/organs/export', 'administrator', 'desk.export-organs'),
  plain('GET /api/areas/export', 'administrator', 'desk.export-areas', '?below=990101'),
  plain('GET /api/messages/export', 'county-section', 'desk.export-messages', '?view=inbox'),
  plain(
    'GET /api/parameters/export',
    'county-section',
    'desk.export-parameters',
    `?programme=dibao&area=990101&residence=rural&on=${today}`,
  ),
  // What is being written into the trail while we look is left out: only the freezing of lists, long past.
  plain('GET /api/audit/export', 'auditor', 'desk.export-audit', '?action=payment-run.freeze'),
]

/** Not a list of ours to count here: the county’s own layout, written back cell by cell (the roster’s tests read it). */
const elsewhere = ['GET /api/rosters/:batchId/export']

test('no list of the who-may table is left out below', () => {
  const exports = Object.keys(whoMay).filter((row) => /^GET .*\/export$/.test(row) && !elsewhere.includes(row))
  expect(lists.map((one) => one.route).sort()).toEqual(exports.sort())
})

describe.each(lists)('$route', ({ route, as, of, written }) => {
  test('opens: a head, as many rows as the list, no formula; who took it is on record', async () => {
    const { path, rows } = await of()
    const answer = await ask(as, path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename\*=UTF-8''[a-z-]+-\d{4}-\d\d-\d\d\.xlsx$/,
    )
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(await answer.arrayBuffer())
    const [sheet] = book.worksheets
    const head = (sheet!.getRow(2).values as unknown[]).slice(1)
    expect(head.length).toBeGreaterThan(2)
    expect(head.filter((cell) => typeof cell !== 'string' || /[a-z]+[.:][a-z]/.test(cell))).toEqual([])
    expect(sheet!.rowCount - 2).toBe(rows)
    sheet!.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined()))
    const { items: trail } = await read('auditor', `/api/audit?action=${written}&limit=1`)
    expect(trail).toMatchObject([{ role: as, action: written, result: 'done' }])
  })

  test('refuses whoever may not see it', async () => {
    const outside = staff.find((role) => !whoMay[route]!.includes(role))
    const { path } = await of()
    if (outside) expect((await ask(outside, path)).status).toBe(403)
    expect((await fetch(server.address + path)).status).toBe(401)
  })
})
