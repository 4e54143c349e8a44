import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount, openSession } from '../../access/index.ts'
import { areaCode, isRefusal } from '../../foundation/index.ts'
import { newId, type Role, readConfig, systemActor, withScope } from '../../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../../platform/testkit/index.ts'
import { type Frame, openServer } from '../index.ts'

let database: FreshDatabase
let frame: Frame
const cookies: Record<string, string> = {}
const accounts: Record<string, { accountId: string; accountRoleId: string }> = {}
const office: [name: string, role: Role, area: string][] = [
  ['admin', 'administrator', '990101'],
  ['townadmin', 'administrator', '990101103'],
  ['auditor', 'auditor', '990101'],
  ['leader', 'county-leader', '990101'],
  ['verifier', 'county-verifier', '990101'],
  ['clerk', 'township-clerk', '990101103'],
  ['head', 'township-head', '990101103'],
  ['aide', 'aide', '990101103203'],
  ['finance', 'finance', '990101'],
]

beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
  frame = await openServer(database.db, readConfig({ DATA_DIR: '/tmp' }))
  await withScope(database.db, { actor: systemActor('test') }, async (tx) => {
    for (const [username, role, area] of office) {
      const made = await createAccount(tx, {
        username,
        name: `测试${username}`,
        role,
        area: areaCode(area),
        unit: '测试',
      })
      if (isRefusal(made)) throw new Error(made.refused)
      accounts[username] = made
      const session = await openSession(tx, { kind: 'staff', level: 'full', ...made })
      cookies[username] = `doudi=${session}`
    }
  })
})
afterAll(async () => {
  await frame.app.close()
  await database.close()
})

let keys = 0
async function ask(who: string | null, method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown) {
  const reply = await frame.app.inject({
    method,
    url,
    ...(body !== undefined && { payload: JSON.stringify(body) }),
    headers: {
      ...(who && { cookie: cookies[who]! }),
      origin: 'http://localhost',
      host: 'localhost',
      'idempotency-key': `key-${keys++}-0123456789`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
  })
  const type = String(reply.headers['content-type'])
  return { status: reply.statusCode, body: type.includes('json') ? reply.json() : null, type }
}

const organ = {
  since: '2025-01-01',
  name: '桃源镇人民政府',
  prefix: '桃民救',
  hotline: '12345',
  supervisionPhone: '12349',
  address: null,
  reconsiderationBody: '安禾县人民政府',
  court: '安禾县人民法院',
}

describe('who may administer what', () => {
  test.each([
    ['GET', '/api/accounts', ['admin', 'townadmin', 'leader']],
    ['GET', '/api/accounts/export', ['admin', 'townadmin']],
    ['GET', '/api/delegations', ['admin', 'townadmin', 'leader']],
    ['GET', '/api/audit', ['auditor']],
    ['GET', '/api/audit/export', ['auditor']],
    ['GET', '/api/readiness', ['admin', 'townadmin', 'auditor']],
    ['GET', '/api/organs', office.map(([name]) => name)],
    ['GET', '/api/parameters/export?area=990101&on=2025-03-01', office.map(([name]) => name)],
    ['GET', '/api/relatives', office.map(([name]) => name)],
    ['GET', '/api/verification/rounds', ['leader', 'verifier', 'clerk', 'head']],
    ['GET', '/api/verification/rebuttals', ['leader', 'verifier', 'clerk', 'head']],
    ['GET', '/api/verification/batches', ['leader', 'verifier']],
    ['GET', '/api/verification/quarantine', ['leader', 'verifier']],
  ] as const)('%s %s', async (method, url, allowed) => {
    for (const [name] of office)
      expect([name, (await ask(name, method, url)).status]).toEqual([
        name,
        (allowed as readonly string[]).includes(name) ? 200 : 403,
      ])
    expect((await ask(null, method, url)).status).toBe(401)
  })
})

describe('organs', () => {
  test('an organ is entered for the own area only, and a missing entry is named', async () => {
    expect(await ask('townadmin', 'POST', '/api/organs/990101104', organ)).toMatchObject({
      status: 403,
      body: { code: 'outside-your-area' },
    })
    expect((await ask('admin', 'POST', '/api/organs/990101103', { ...organ, court: '' })).body.errors).toEqual([
      { field: 'body.court', message: '管辖法院:请填写。' },
    ])
    expect((await ask('admin', 'POST', '/api/organs/990101103', organ)).status).toBe(200)
    const { body } = await ask('clerk', 'GET', '/api/organs')
    expect(body.items).toMatchObject([{ area: '990101103', name: '桃源镇人民政府' }])
  })
})

describe('accounts', () => {
  test('ten thousand characters for a name are refused by name and number', async () => {
    const { status, body } = await ask('admin', 'POST', '/api/accounts', {
      username: 'x.y.z',
      name: '名'.repeat(10_000),
      role: 'finance',
      area: '990101',
      unit: '财务',
    })
    expect(status).toBe(422)
    expect(body.errors).toEqual([{ field: 'body.name', message: '姓名或名称:最多 50 个字,现在有 10000 个。' }])
  })

  test('an account or role that does not exist is not found, whatever is asked of it', async () => {
    const nobody = newId()
    for (const [method, url, body] of [
      ['POST', `/api/accounts/${nobody}/roles`, { role: 'finance', area: '990101', unit: '财务' }],
      ['POST', `/api/accounts/${nobody}/disabled`, { disabled: true }],
      ['POST', `/api/accounts/${nobody}/reset`, {}],
      ['POST', `/api/accounts/${nobody}/roles/${newId()}/move`, { area: '990101', unit: '财务' }],
      ['DELETE', `/api/accounts/${nobody}/roles/${newId()}`, undefined],
      ['DELETE', `/api/delegations/${nobody}`, undefined],
    ] as const)
      expect([url, (await ask('admin', method, url, body ?? {})).status]).toEqual([url, 404])
  })

  test('a township’s administrator touches nobody above the township', async () => {
    const { accountId, accountRoleId } = accounts.finance!
    for (const [method, url, body] of [
      ['POST', `/api/accounts/${accountId}/roles`, { role: 'township-clerk', area: '990101103', unit: '镇' }],
      ['POST', `/api/accounts/${accountId}/disabled`, { disabled: true }],
      ['POST', `/api/accounts/${accountId}/reset`, { what: 'both' }],
      ['POST', `/api/accounts/${accountId}/roles/${accountRoleId}/move`, { area: '990101103', unit: '镇' }],
    ] as const)
      expect([url, (await ask('townadmin', method, url, body)).body.code]).toEqual([url, 'outside-your-area'])
  })

  test('a move ends the old place and begins the new one in one step', async () => {
    const { accountId, accountRoleId } = accounts.head!
    const moved = await ask('admin', 'POST', `/api/accounts/${accountId}/roles/${accountRoleId}/move`, {
      area: '990101104',
      unit: '石桥镇人民政府',
    })
    expect(moved.status).toBe(200)
    const list = await ask('admin', 'GET', '/api/accounts')
    const roles = list.body.items.find((one: { accountId: string }) => one.accountId === accountId).roles
    expect(roles.filter((one: { until: string | null }) => one.until === null)).toMatchObject([
      { role: 'township-head', area: '990101104' },
    ])
    expect(await ask('head', 'GET', '/api/relatives')).toMatchObject({ status: 401 })
  })
})

describe('stand-ins', () => {
  const grant = (who: string, change: Record<string, unknown> = {}) =>
    ask(who, 'POST', '/api/delegations', {
      from: accounts.clerk!.accountId,
      to: accounts.aide!.accountId,
      role: 'township-clerk',
      area: '990101103',
      since: '2020-01-01',
      until: '2099-12-31',
      paper: '安民发〔2025〕3号',
      ...change,
    })

  test('days the wrong way round, an administrator as stand-in, oneself and strangers are refused', async () => {
    expect((await grant('admin', { until: '2019-12-31' })).body.code).toBe('days-reversed')
    expect((await grant('admin', { to: accounts.auditor!.accountId })).body.code).toBe('roles-exclude-each-other')
    expect((await grant('leader', { to: accounts.leader!.accountId })).body.code).toBe('not-to-yourself')
    expect((await grant('admin', { to: newId() })).status).toBe(404)
    expect((await grant('townadmin', { area: '990101' })).body.code).toBe('outside-your-area')
  })

  test('what was granted is listed with its state, and ends once', async () => {
    const { body } = await grant('leader')
    const list = await ask('admin', 'GET', '/api/delegations')
    expect(list.body.items).toMatchObject([{ delegationId: body.delegationId, state: 'in-force', toName: '测试aide' }])
    expect((await ask('admin', 'DELETE', `/api/delegations/${body.delegationId}`, {})).status).toBe(200)
    expect((await ask('admin', 'GET', '/api/delegations')).body.items).toMatchObject([{ state: 'ended' }])
    expect((await ask('admin', 'DELETE', `/api/delegations/${body.delegationId}`, {})).status).toBe(404)
  })
})

describe('verification', () => {
  test('rounds, files and rebuttals that do not exist are not found', async () => {
    const nothing = newId()
    for (const [who, method, url, body] of [
      ['clerk', 'GET', `/api/verification/households/990101000000001/rounds/${nothing}`, undefined],
      ['clerk', 'POST', `/api/verification/households/990101000000001/rebuttals/${nothing}/answer`, { answer: '有票' }],
      [
        'verifier',
        'POST',
        `/api/verification/households/990101000000001/rebuttals/${nothing}/settlement`,
        { outcome: 'accepted', reason: '看过票据' },
      ],
      ['verifier', 'POST', `/api/verification/quarantine/${nothing}/settlement`, { note: '已退回' }],
    ] as const)
      expect([url, (await ask(who, method, url, body)).status]).toEqual([url, 404])
  })

  test('only the verification centre settles; a clerk is told who may', async () => {
    const answer = await ask(
      'clerk',
      'POST',
      `/api/verification/households/990101000000001/rebuttals/${newId()}/settlement`,
      { outcome: 'upheld', reason: '没有材料' },
    )
    expect(answer).toMatchObject({ status: 403, body: { code: 'not-your-right' } })
    expect(answer.body.detail).toContain('县核对中心')
  })
})
