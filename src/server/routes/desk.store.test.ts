import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount, openSession } from '../../access/index.ts'
import { accept, submitApplication } from '../../casework/index.ts'
import { at, granted, openTestHouse, wangsApplication } from '../../casework/testkit/index.ts'
import { deskApi } from '../../contract/index.ts'
import { type AreaCode, addDays, areaCode, type Day } from '../../foundation/index.ts'
import { type Actor, businessDay, type Role, readConfig, systemActor, withScope } from '../../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../../platform/testkit/index.ts'
import { type Frame, openServer } from '../index.ts'

type TrayView = deskApi.TrayView

/**
 * The trays and the case page as each officer gets them. Three families ask in 黄坪 (103), one of them a year ago; one asks
 * in the neighbouring township (104).
 */
let database: FreshDatabase
let frame: Frame
let today: Day
const cookies: Record<string, string> = {}
const actors: Record<string, Actor> = {}
const office: [name: string, role: Role, area: string][] = [
  ['clerk', 'township-clerk', '990101103'],
  ['colleague', 'township-clerk', '990101103'],
  ['head', 'township-head', '990101103'],
  ['aide', 'aide', '990101103203'],
  ['otherAide', 'aide', '990101103204'],
  ['neighbour', 'township-clerk', '990101104'],
  ['verifier', 'county-verifier', '990101'],
  ['section', 'county-section', '990101'],
  ['leader', 'county-leader', '990101'],
  ['finance', 'finance', '990101'],
  ['administrator', 'administrator', '990101'],
  ['auditor', 'auditor', '990101'],
]
const cases: Record<'old' | 'asked' | 'accepted' | 'foreign', string> = {
  old: '',
  asked: '',
  accepted: '',
  foreign: '',
}

beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
  frame = await openServer(database.db, readConfig({ DATA_DIR: '/tmp' }))
  today = await withScope(database.db, { actor: systemActor('test') }, (tx) => businessDay(tx))
  await withScope(database.db, { actor: systemActor('test') }, async (tx) => {
    for (const [username, role, area] of office) {
      const made = granted(
        await createAccount(tx, { username, name: `测试${username}`, role, area: areaCode(area), unit: '测试' }),
      )
      actors[username] = {
        id: made.accountId,
        naturalPerson: made.staffPersonId,
        role,
        area: areaCode(area),
        unit: '测试',
      }
      cookies[username] =
        `doudi=${await openSession(tx, { kind: 'staff', level: 'full', accountId: made.accountId, accountRoleId: made.accountRoleId })}`
    }
  })
  const asks = async (who: string, on: Day, area = '990101103203') =>
    at(database.db, actors[who]!, on, async (tx) =>
      granted(await submitApplication(tx, await wangsApplication({ area: area as AreaCode }))),
    )
  const accepts = (caseId: string, on: Day) =>
    at(database.db, actors.clerk!, on, async (tx) => granted(await accept(tx, { caseId, version: 1 })))
  cases.old = (await asks('clerk', addDays(today, -365))).caseId
  await accepts(cases.old, addDays(today, -364))
  cases.asked = (await asks('clerk', today)).caseId
  cases.accepted = (await asks('clerk', today)).caseId
  await accepts(cases.accepted, today)
  cases.foreign = (await asks('neighbour', today, '990101104201')).caseId
}, 120_000)
afterAll(async () => {
  await frame?.app.close()
  await database?.close()
})

let keys = 0
async function ask(who: string, method: 'GET' | 'POST', url: string, body?: unknown, version?: number) {
  const reply = await frame.app.inject({
    method,
    url,
    ...(body !== undefined && { payload: JSON.stringify(body) }),
    headers: {
      cookie: cookies[who]!,
      origin: 'http://localhost',
      host: 'localhost',
      'idempotency-key': `desk-${keys++}-0123456789`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(version !== undefined && { 'if-match': `"${version}"` }),
    },
  })
  return { status: reply.statusCode, body: reply.json() }
}
const trayOf = async (who: string, view: TrayView, more = ''): Promise<deskApi.TrayLine[]> => {
  const { status, body } = await ask(who, 'GET', `/api/desk/queue?view=${view}&limit=100${more}`)
  expect(status).toBe(200)
  return body.items
}
const idsIn = async (who: string, view: TrayView) => (await trayOf(who, view)).map((line) => line.caseId).sort()
const views: TrayView[] = [
  'turn',
  'today',
  'overdue',
  'supplement',
  'notice',
  'confirmation',
  'mine',
  'relatives',
  'all',
]

describe('the tray', () => {
  test('holds the cases of one’s own area and of nobody else’s', async () => {
    const here = [cases.old, cases.asked, cases.accepted].sort()
    expect(await idsIn('clerk', 'all')).toEqual(here)
    expect(await idsIn('head', 'all')).toEqual(here)
    expect(await idsIn('aide', 'all')).toEqual(here)
    expect(await idsIn('otherAide', 'all')).toEqual([])
    expect(await idsIn('neighbour', 'all')).toEqual([cases.foreign])
    expect(await idsIn('section', 'all')).toEqual([...here, cases.foreign].sort())
  })

  test.each(['clerk', 'colleague', 'head', 'aide', 'otherAide', 'neighbour', 'verifier', 'section', 'leader'])(
    'counts what it shows, view by view: %s',
    async (who) => {
      const { body } = await ask(who, 'GET', '/api/desk/counts')
      for (const view of views) expect([view, body.counts[view]]).toEqual([view, (await trayOf(who, view)).length])
    },
  )

  test.each(['finance', 'administrator', 'auditor'])('is closed to who works on no case: %s', async (who) => {
    expect((await ask(who, 'GET', '/api/desk/queue')).status).toBe(403)
    expect((await ask(who, 'GET', '/api/desk/counts')).status).toBe(403)
    expect((await ask(who, 'GET', `/api/desk/cases/${cases.asked}`)).status).toBe(403)
  })

  test('says in words of days how each case stands; what was due a year ago is overdue, and comes first', async () => {
    const lines = await trayOf('clerk', 'all')
    expect(lines[0]).toMatchObject({
      caseId: cases.old,
      stage: 'investigation',
      dueStep: 'start',
      headName: '王守田',
      people: 2,
      remaining: { state: 'overdue' },
    })
    expect(lines[0]!.remaining.left).toBeLessThan(-200)
    expect(lines[1]).toMatchObject({
      caseId: cases.accepted,
      blockedOn: 'verification-needed',
      remaining: { state: 'due-soon' },
    })
    // The place states no day for the answer to an application: nothing counts down, and it stands last.
    expect(lines[2]).toMatchObject({ caseId: cases.asked, stage: 'submitted', remaining: { state: 'none', due: null } })
    expect(await idsIn('clerk', 'overdue')).toEqual([cases.old])
    expect(await idsIn('neighbour', 'overdue')).toEqual([])
  })

  test('is read page by page without losing or repeating a line', async () => {
    const seen: string[] = []
    for (let after = ''; ; ) {
      const { body } = await ask('section', 'GET', `/api/desk/queue?view=all&limit=1${after && `&after=${after}`}`)
      seen.push(...body.items.map((line: { caseId: string }) => line.caseId))
      if (!body.next) break
      after = encodeURIComponent(body.next)
    }
    expect(seen).toHaveLength(4)
    expect(new Set(seen).size).toBe(4)
  })

  test('finds by name, initials and number, inside the own area only', async () => {
    expect(await trayOf('clerk', 'all', '&text=wst')).toHaveLength(3)
    expect(await trayOf('neighbour', 'all', '&text=wst')).toHaveLength(1)
    const [line] = await trayOf('neighbour', 'all')
    expect(await trayOf('clerk', 'all', `&text=${line!.caseNo}`)).toEqual([])
  })

  test('a case handed to a colleague is on that desk; the neighbour can hand over nothing of it', async () => {
    const to = actors.colleague!.id
    expect((await ask('neighbour', 'POST', `/api/cases/${cases.asked}/holder`, { to }, 1)).status).toBe(404)
    expect((await ask('clerk', 'POST', `/api/cases/${cases.asked}/holder`, { to }, 1)).status).toBe(200)
    expect(await idsIn('colleague', 'mine')).toEqual([cases.asked])
    expect(await idsIn('clerk', 'mine')).toEqual([])
    const { body } = await ask('head', 'GET', '/api/desk/workload')
    const desk = body.items.find((one: { holder: string | null }) => one.holder === to)
    expect(desk).toMatchObject({ name: '测试colleague', open: 1, overdue: 0 })
    const nobody = body.items.find((one: { holder: string | null }) => one.holder === null)
    expect(nobody).toMatchObject({ open: 2, overdue: 1 })
  })
})

describe('the case page', () => {
  const mine = async (who: string, caseId: string): Promise<string[]> => {
    const { body } = await ask(who, 'GET', `/api/desk/cases/${caseId}`)
    return body.steps.filter((step: { mine: boolean }) => step.mine).map((step: { do: string }) => step.do)
  }

  test('offers each role its own steps and no others', async () => {
    expect(await mine('clerk', cases.asked)).toContain('accept')
    expect(await mine('clerk', cases.accepted)).toContain('start-verification')
    for (const who of ['head', 'section', 'leader', 'aide'])
      expect([who, (await mine(who, cases.asked)).includes('accept')]).toEqual([who, false])
    expect(await mine('aide', cases.accepted)).not.toContain('start-verification')
  })

  test('another township’s case and one that never was are the same answer', async () => {
    const nobody = '01890000-0000-7000-8000-000000000000'
    for (const part of ['', '/ruling', '/report']) {
      const foreign = await ask('neighbour', 'GET', `/api/desk/cases/${cases.old}${part}`)
      const absent = await ask('neighbour', 'GET', `/api/desk/cases/${nobody}${part}`)
      expect([part, foreign.status]).toEqual([part, 404])
      expect(foreign.body).toEqual(absent.body)
    }
  })

  test('an aide reads the case of the own village and neither the sum nor the report', async () => {
    expect((await ask('aide', 'GET', `/api/desk/cases/${cases.accepted}`)).status).toBe(200)
    expect((await ask('otherAide', 'GET', `/api/desk/cases/${cases.accepted}`)).status).toBe(404)
    for (const part of ['ruling', 'report'])
      expect((await ask('aide', 'GET', `/api/desk/cases/${cases.accepted}/${part}`)).status).toBe(403)
  })

  test('carries what its contract names, nothing of the identity number, and the reading is on record', async () => {
    const { body } = await ask('section', 'GET', `/api/desk/cases/${cases.accepted}`)
    expect(Object.keys(body).sort()).toEqual(Object.keys(deskApi.readCase.reply.shape).sort())
    expect(JSON.stringify(body)).not.toMatch(/\d{17}[\dX]/)
    const { rows } = await database.owner.query(
      "select count(*)::int as n from audit_entry where action = 'desk.read-case' and subject like $1",
      [`%${cases.accepted}%`],
    )
    expect(rows[0].n).toBeGreaterThan(0)
  })
})
