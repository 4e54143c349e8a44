import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount, openSession, setPassword } from '../access/index.ts'
import { areaCode, isRefusal } from '../foundation/index.ts'
import { readConfig, systemActor, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import { type Frame, openServer } from './index.ts'

let data: FreshDatabase
const cookies: Record<string, string> = {}
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  await withScope(data.db, { actor: systemActor('test') }, async (tx) => {
    for (const username of ['busy', 'quiet']) {
      const who = {
        username,
        name: '某某',
        role: 'township-clerk',
        area: areaCode('990101103'),
        unit: '清溪镇',
      } as const
      const made = await createAccount(tx, who)
      if (isRefusal(made)) throw new Error(made.refused)
      const { accountId, accountRoleId } = made
      cookies[username] = await openSession(tx, { kind: 'staff', level: 'full', accountId, accountRoleId })
    }
  })
})
afterAll(() => data.close())

async function withServer(env: Record<string, string>, work: (frame: Frame) => Promise<void>): Promise<void> {
  const frame = await openServer(data.db, readConfig({ DATA_DIR: '/tmp', ...env }))
  try {
    await work(frame)
  } finally {
    await frame.app.close()
  }
}

describe('how often may be asked', () => {
  test('who asks six hundred times a minute is told when to come back; the colleague at the next desk works on', () =>
    withServer({}, async ({ app }) => {
      const ask = (who: string) =>
        app.inject({ url: '/api/session', headers: { cookie: `doudi=${cookies[who]}` }, remoteAddress: '10.1.1.1' })
      for (let n = 0; n < 600; n++) expect((await ask('busy')).statusCode).toBe(200)
      const told = await ask('busy')
      expect([told.statusCode, told.json().code]).toEqual([429, 'slow-down'])
      expect(Number(told.headers['retry-after'])).toBeGreaterThan(0)
      expect((await ask('quiet')).statusCode).toBe(200)
    }))

  test.each([
    ['a stranger who writes another sender into every request is still one stranger', '', [2999, 2998]],
    ['the county’s own proxy is believed: behind it there are many people', '10.1.1.2', [2999, 2999]],
  ])('%s', (_, proxy, left) =>
    withServer({ TRUST_PROXY: proxy }, async ({ app }) => {
      const ask = (sender: string) =>
        app.inject({ url: '/api/session', headers: { 'x-forwarded-for': sender }, remoteAddress: '10.1.1.2' })
      const answers = [await ask('203.0.113.1'), await ask('203.0.113.2')]
      expect(answers.map(({ headers }) => Number(headers['x-ratelimit-remaining']))).toEqual(left)
    }),
  )
})

test('in service the metrics are for whoever holds the token, and the health of the house says nothing about people', () =>
  withServer({ NODE_ENV: 'production', DATABASE_URL: data.ownerUrl }, async ({ app }) => {
    const ask = (authorization?: string) =>
      app.inject({ url: '/metrics', headers: { ...(authorization && { authorization }) } })
    expect((await ask()).statusCode).toBe(404)
    process.env.METRICS_TOKEN = 'a-token-for-the-monitor'
    try {
      expect((await ask('Bearer guessed')).statusCode).toBe(404)
      expect((await ask('Bearer a-token-for-the-monitor')).body).toContain('doudi_http_seconds')
    } finally {
      delete process.env.METRICS_TOKEN
    }
  }))

test.each([
  [
    'in service',
    { NODE_ENV: 'production', DATABASE_URL: 'postgres://doudi@db/doudi' },
    /^__Host-doudi=[\w-]{20,}; /,
    true,
  ],
  ['while trying it out without TLS', {}, /^doudi=[\w-]{20,}; /, false],
])('the cookie of a session, %s: for us alone, out of reach of scripts', (_, env, name, secure) =>
  withServer(env, async ({ app }) => {
    await withScope(data.db, { actor: systemActor('test') }, async (tx) => {
      const who = {
        username: `cookie-${secure}`,
        name: '某某',
        role: 'finance',
        area: areaCode('990101'),
        unit: '财务',
      } as const
      const made = await createAccount(tx, who)
      if (isRefusal(made)) throw new Error(made.refused)
      const asked = { username: who.username, code: made.code, password: '青山绿水在门前流过一百年' }
      const set = await setPassword(tx, asked)
      if (isRefusal(set)) throw new Error(set.refused)
    })
    const { headers } = await app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { username: `cookie-${secure}`, password: '青山绿水在门前流过一百年' },
    })
    const cookie = String(headers['set-cookie'])
    expect(cookie).toMatch(name)
    for (const flag of ['Path=/', 'HttpOnly', 'SameSite=Lax']) expect(cookie).toContain(flag)
    expect(cookie.includes('Secure')).toBe(secure)
  }),
)
