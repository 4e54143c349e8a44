import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount, openSession, whoMay } from '../access/index.ts'
import { areaCode, isRefusal } from '../foundation/index.ts'
import { readConfig, systemActor, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import { type Frame, openServer } from './index.ts'

let database: FreshDatabase
let frame: Frame
let cookie: string
beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
  frame = await openServer(database.db, readConfig({ DOUDI_DEMO: '1', DATA_DIR: '/tmp' }))
  cookie = await withScope(database.db, { actor: systemActor('test') }, async (tx) => {
    const made = await createAccount(tx, {
      username: 'admin',
      name: '管理员',
      role: 'administrator',
      area: areaCode('990101'),
      unit: '县局',
    })
    if (isRefusal(made)) throw new Error(made.refused)
    return `doudi=${await openSession(tx, { kind: 'staff', level: 'full', accountId: made.accountId, accountRoleId: made.accountRoleId })}`
  })
})
afterAll(async () => {
  await frame.app.close()
  await database.close()
})

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  frame.app.inject({
    method: 'POST',
    url,
    payload: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })

describe('the frame', () => {
  test('every API row of the who-may table has a route and every route has a row', () => {
    const mounted = frame.mounted.map((r) => `${r.method} ${r.path}`).sort()
    expect(mounted).toEqual(
      Object.keys(whoMay)
        .filter((k) => /^(GET|POST|PUT|DELETE) /.test(k))
        .sort(),
    )
  })

  test('an account is created through the API; its code is shown once; a field too many is refused by name', async () => {
    const body = { username: 'li.si', name: '李四', role: 'finance', area: '990101', unit: '财务' }
    const made = await post('/api/accounts', body, { cookie, origin: 'http://localhost', host: 'localhost' })
    expect(made.statusCode).toBe(200)
    expect(made.json().code).toMatch(/^[A-Z2-9]{12}$/)
    const odd = await post(
      '/api/accounts',
      { ...body, username: 'x.y', role: 'system', approver: 'me' },
      { cookie, origin: 'http://localhost', host: 'localhost' },
    )
    expect(odd.statusCode).toBe(422)
    expect(odd.json()).toMatchObject({ code: 'bad-input' })
    expect(odd.json().errors.map((e: { field: string }) => e.field)).toContain('body.role')
  })

  test('a request from another site carries no weight, even with the cookie', async () => {
    const foreign = await post('/api/accounts', {}, { cookie, origin: 'https://elsewhere.example', host: 'localhost' })
    expect(foreign.json()).toMatchObject({ code: 'wrong-origin' })
    const silent = await post('/api/accounts', {}, { cookie, host: 'localhost' })
    expect(silent.json()).toMatchObject({ code: 'wrong-origin' })
    const said = await post(
      '/api/accounts',
      {},
      { cookie, origin: 'http://localhost', host: 'localhost', 'sec-fetch-site': 'cross-site' },
    )
    expect(said.json()).toMatchObject({ code: 'wrong-origin' })
  })

  test('wrong passwords are counted although the request is refused', async () => {
    for (let i = 0; i < 3; i++)
      expect((await post('/api/session', { username: 'admin', password: 'wrong' })).statusCode).toBe(401)
    const { rows } = await database.owner.query("select failed_count from account where username = 'admin'")
    expect(rows[0].failed_count).toBe(3)
  })

  test.each([
    ['a body that is no JSON', '{', 'application/json', 400],
    ['an unknown content type', 'x', 'text/strange', 415],
    ['a body beyond the limit', JSON.stringify({ username: 'x'.repeat(2_000_000) }), 'application/json', 413],
    ['an odd content type that looks like JSON', '{"username":"a"}', 'application/json;\tcharset=utf-8', 422],
  ])('%s is answered clearly and never with a 5xx', async (_name, payload, type, status) => {
    const reply = await frame.app.inject({
      method: 'POST',
      url: '/api/session',
      payload,
      headers: { 'content-type': type },
    })
    expect(reply.statusCode).toBe(status)
    expect(reply.json()).toMatchObject({ code: expect.any(String), detail: expect.stringMatching(/。/) })
    expect(reply.body).not.toMatch(/at .*\.ts|select |stack/i)
  })

  test('headers: no store, no framing, no sniffing, no referrer to others; scripts only from here', async () => {
    const { headers } = await frame.app.inject('/api/session')
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    })
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/)
    expect(headers['content-security-policy']).not.toMatch(/unsafe-inline|unsafe-eval/)
  })
})
