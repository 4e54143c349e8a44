import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount, openSession } from '../access/index.ts'
import { areaCode } from '../foundation/index.ts'
import { granted } from '../household/testkit/index.ts'
import { openTestBook } from '../payments/testkit/index.ts'
import {
  fileStore,
  house,
  newId,
  openDatabase,
  openPool,
  readConfig,
  systemActor,
  withScope,
} from '../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import { type Frame, openServer } from '../server/index.ts'
import { type Wire, wireTo } from './testkit/wire.ts'

let data: FreshDatabase
let wire: Wire
let pool: pg.Pool
let frame: Frame
let cookie: string
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  await openTestBook(data.db, '2025-03-01')
  cookie = await withScope(data.db, { actor: systemActor('test') }, async (tx) => {
    const who = { username: 'money', name: '钱会计', role: 'finance', area: areaCode('990101'), unit: '财务' } as const
    const made = granted(await createAccount(tx, who))
    const { accountId, accountRoleId } = made
    return `doudi=${await openSession(tx, { kind: 'staff', level: 'full', accountId, accountRoleId })}`
  })
  const direct = new URL(data.appUrl)
  wire = await wireTo(direct.hostname, Number(direct.port))
  direct.port = String(wire.port)
  // Half a second for a statement: what production waits for in half a minute is seen here in five and a half seconds.
  pool = openPool(direct.href, { max: 5, statementTimeoutMs: 500 })
  frame = await openServer(openDatabase(pool), readConfig({ DOUDI_DEMO: '1', DATA_DIR: '/tmp' }))
})
afterAll(async () => {
  await frame?.app.close()
  await pool?.end()
  await wire?.close()
  await data?.close()
})

let papers = 100
const funds = () => ({
  year: 2025,
  programme: 'dibao',
  residence: 'rural',
  amount: 100_000,
  document: `安财社〔2025〕${++papers}号`,
  reference: newId(),
})

const allocate = (body: ReturnType<typeof funds>, key: string = newId()) =>
  frame.app.inject({
    method: 'POST',
    url: '/api/books/990101/allocations',
    payload: body,
    headers: { cookie, origin: 'http://localhost', host: 'localhost', 'idempotency-key': key },
  })

/** What the ledger holds for one paper of finance: once, or not at all. */
const entriesOf = async ({ document }: ReturnType<typeof funds>) =>
  (await data.owner.query<{ n: number }>('select count(*)::int as n from ledger_entry where why = $1', [document]))
    .rows[0]!.n

describe('the database goes away and comes back', () => {
  test('ten restarts under load: every answer is the money entered once, or a 503 that says when to try again', async () => {
    for (let restart = 0; restart < 10; restart++) {
      const round = Array.from({ length: 6 }, funds)
      const asked = round.map((paper) => allocate(paper))
      wire.turn('down')
      const answers = await Promise.all(asked)
      wire.turn('whole')
      for (const [index, answer] of answers.entries()) {
        expect([200, 503], answer.body).toContain(answer.statusCode)
        if (answer.statusCode === 503) {
          expect(answer.headers['retry-after']).toBe('5')
          expect(answer.json()).toMatchObject({ code: 'busy', detail: expect.stringMatching(/。/) })
        }
        const again = await allocate(round[index]!)
        expect(again.statusCode, again.body).toBe(200)
        expect(await entriesOf(round[index]!)).toBe(1)
      }
    }
  })

  test('readiness says so while it is away, and takes it back by itself', async () => {
    const ready = () => frame.app.inject({ method: 'GET', url: '/health/ready' })
    wire.turn('down')
    const away = await ready()
    expect([away.statusCode, away.json().checks.database]).toEqual([503, 'not reachable'])
    expect((await frame.app.inject({ method: 'GET', url: '/health/live' })).statusCode).toBe(200)
    wire.turn('whole')
    expect((await ready()).json().checks.database).toBe('ok')
  })
})

test('the line goes silent: what was asked ends with a 503, nothing is half done, and the next request works', async () => {
  const paper = funds()
  wire.turn('silent')
  const answer = await allocate(paper)
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'busy'])
  expect(await entriesOf(paper)).toBe(0)
  wire.turn('whole')
  expect((await allocate(paper)).statusCode).toBe(200)
  expect(await entriesOf(paper)).toBe(1)
})

test('and the database does not wait for us either: a transaction nobody ends is ended after half a minute', async () => {
  const { rows } = await data.pool.query('show idle_in_transaction_session_timeout')
  expect(rows[0].idle_in_transaction_session_timeout).toBe('30s')
})

test('the commit arrived, its answer did not: asking again under the same key tells what was done and does it no second time', async () => {
  const paper = funds()
  const key = newId()
  wire.turn('cut-at-commit')
  const lost = await allocate(paper, key)
  expect([lost.statusCode, lost.json().code]).toEqual([503, 'busy'])
  const told = await allocate(paper, key)
  expect([told.statusCode, told.json()]).toEqual([200, { first: true }])
  expect(await entriesOf(paper)).toBe(1)
})

test('no room for files: the page is refused with what to do, and no piece of it stays behind', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'doudi-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true })
    context.skip('only root may mount a small disk')
  }
  try {
    const files = fileStore(folder, house().secrets)
    const small = await files.put(Buffer.alloc(1000, 7))
    await expect(files.put(Buffer.alloc(1_000_000, 7))).rejects.toMatchObject({ code: 'ENOSPC' })
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(folder, name)).isFile(),
    )
    expect(left.map((name) => name.split('/').at(-1))).toEqual([small.id])
    expect((await files.get(small.id)).length).toBe(1000)
  } finally {
    execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
  }
})
