import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount, openSession } from '../../access/index.ts'
import { applyDecision } from '../../benefits/index.ts'
import { areaCode, checkCharacter, isRefusal, type Month } from '../../foundation/index.ts'
import { newId, type Role, readConfig, systemActor, withScope } from '../../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../../platform/testkit/index.ts'
import { type Frame, openServer } from '../index.ts'

let database: FreshDatabase
let frame: Frame
const cookies: Record<string, string> = {}

const desk: [name: string, role: Role, area: string][] = [
  ['clerk', 'township-clerk', '990101103'],
  ['neighbour', 'township-clerk', '990101104'],
  ['section', 'county-section', '990101'],
  ['section-two', 'county-section', '990101'],
  ['leader', 'county-leader', '990101'],
  ['admin', 'administrator', '990101'],
  ['money', 'finance', '990101'],
]

beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
  frame = await openServer(database.db, readConfig({ DATA_DIR: '/tmp' }))
  await withScope(database.db, { actor: systemActor('test') }, async (tx) => {
    for (const [username, role, area] of desk) {
      const made = await createAccount(tx, {
        username,
        name: `测试${username}`,
        role,
        area: areaCode(area),
        unit: '测试单位',
      } as Parameters<typeof createAccount>[1])
      if (isRefusal(made)) throw new Error(made.refused)
      const token = await openSession(tx, {
        kind: 'staff',
        level: 'full',
        accountId: made.accountId,
        accountRoleId: made.accountRoleId,
      })
      cookies[username] = `doudi=${token}`
    }
  })
})
afterAll(async () => {
  await frame.app.close()
  await database.close()
})

let keys = 0
async function ask(
  who: string,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  body?: unknown,
  more: Record<string, string> = {},
) {
  const bytes = Buffer.isBuffer(body)
  const reply = await frame.app.inject({
    method,
    url,
    ...(body !== undefined && { payload: bytes ? body : JSON.stringify(body) }),
    headers: {
      cookie: cookies[who]!,
      origin: 'http://localhost',
      host: 'localhost',
      'idempotency-key': `key-${keys++}-0123456789`,
      ...(body !== undefined && { 'content-type': bytes ? 'text/csv' : 'application/json' }),
      ...more,
    },
  })
  return {
    status: reply.statusCode,
    body: reply.headers['content-type']?.toString().includes('json') ? reply.json() : reply.rawPayload,
  }
}

const number = (birth: string, sequence: number) => {
  const seventeen = `990101${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}
const month = new Date().toISOString().slice(0, 7) as Month

test('a month over the API: the book, the award, the account, four people, the file; the county next door sees nothing', async () => {
  const opened = await ask('money', 'POST', '/api/books', {
    book: '990101',
    name: '安禾县民政局',
    financeOffice: '安禾县财政局',
    payerName: '安禾县财政局社会救助资金专户',
    payerBank: '安禾农商银行',
    payerAccount: '6299 0101 0000 00001',
    staleAfterDays: null,
  })
  expect(opened).toMatchObject({ status: 200, body: { book: '990101' } })
  const again = await ask('money', 'POST', '/api/books', {
    book: '990101',
    name: 'x',
    financeOffice: 'x',
    payerName: 'x',
    payerBank: 'x',
    payerAccount: '62990101000000001',
  })
  expect(again).toMatchObject({ status: 409, body: { code: 'book-exists' } })
  const grant = {
    year: Number(month.slice(0, 4)),
    programme: 'dibao',
    residence: 'rural',
    amount: 10_000_000,
    document: '安财社1号',
    reference: newId(),
  }
  expect(await ask('money', 'POST', '/api/books/990101/allocations', grant)).toMatchObject({
    status: 200,
    body: { first: true },
  })
  expect(await ask('section', 'POST', '/api/books/990101/allocations', grant)).toMatchObject({ status: 403 })

  const household: string = (await ask('clerk', 'POST', '/api/households', { area: '990101103203', address: '三组' }))
    .body.householdId
  const person: string = (
    await ask('clerk', 'POST', `/api/households/${household}/members`, {
      person: { name: '汪守成', number: number('1960-01-02', 1) },
      relation: 'applicant',
      head: true,
    })
  ).body.personId
  expect(
    await ask('clerk', 'POST', `/api/households/${household}/payees`, { payee: person, relation: 'self' }),
  ).toMatchObject({ status: 200, body: { status: 'active' } })
  const account = await ask('clerk', 'POST', `/api/persons/${person}/accounts`, {
    bank: '安禾农商银行',
    number: '6299000000123456',
    holder: '汪守成',
  })
  expect(account).toMatchObject({ status: 200, body: { status: 'active' } })
  await withScope(database.db, { actor: systemActor('test') }, async (tx) => {
    const applied = await applyDecision(tx, {
      decisionId: newId(),
      household: BigInt(household),
      programme: 'dibao',
      kind: 'start',
      from: month,
      monthly: 74_000n,
      members: [BigInt(person)],
      residence: 'rural',
      reason: 'new',
      document: '990101-2025-00001',
      decidedOn: `${month}-01` as never,
    })
    if (isRefusal(applied)) throw new Error(applied.refused)
  })
  expect(await ask('clerk', 'GET', `/api/households/${household}/awards`)).toMatchObject({
    status: 200,
    body: {
      items: [
        {
          programme: 'dibao',
          spans: [{ from: month, until: null, monthly: 74_000 }],
          steps: [{ reason: 'new', members: [person] }],
        },
      ],
    },
  })
  expect((await ask('neighbour', 'GET', `/api/households/${household}/awards`)).body).toEqual({ items: [] })

  const preview = await ask('section', 'POST', `/api/months/${month}/preview`, { book: '990101', programme: 'dibao' })
  expect(preview).toMatchObject({ status: 200, body: { lines: 1, total: 74_000, state: 'draft' } })
  const { runId, previewDigest } = preview.body
  const frozen = await ask('section', 'POST', `/api/payment-runs/${runId}/freezing`, { seen: previewDigest })
  expect(frozen).toMatchObject({ status: 200, body: { state: 'frozen' } })
  const content = frozen.body.contentDigest
  const seal = (who: string, step: string) => ask(who, 'POST', `/api/payment-runs/${runId}/seals`, { step, content })
  expect(await seal('section', 'review')).toMatchObject({ status: 409, body: { code: 'four-eyes' } })
  expect(await seal('section-two', 'review')).toMatchObject({ status: 200, body: { state: 'reviewed' } })
  expect(await seal('leader', 'approve')).toMatchObject({ status: 200, body: { state: 'approved' } })
  expect(await seal('money', 'finance')).toMatchObject({ status: 200, body: { state: 'released' } })
  expect(await ask('money', 'POST', `/api/payment-runs/${runId}/bank-file`, {})).toMatchObject({
    status: 200,
    body: { sequence: '1', lines: 1, total: 74_000 },
  })
  const lines = await ask('section', 'GET', `/api/payment-runs/${runId}/lines?limit=1`)
  expect(lines).toMatchObject({
    status: 200,
    body: {
      items: [{ line: 1, householdId: household, amount: 74_000, lastFour: '3456', result: null, held: false }],
      next: null,
    },
  })
  expect(JSON.stringify(lines.body)).not.toContain('6299000000123456')
  expect((await ask('clerk', 'GET', `/api/payment-runs/${runId}/lines`)).status).toBe(403)
})

test('the same key twice is one answer; the same key with another body is refused', async () => {
  const key = { 'idempotency-key': 'allocation-once-0001' }
  const grant = {
    year: 2026,
    programme: 'dibao',
    residence: 'urban',
    amount: 100,
    document: '安财社2号',
    reference: newId(),
  }
  const [first, second] = [
    await ask('money', 'POST', '/api/books/990101/allocations', grant, key),
    await ask('money', 'POST', '/api/books/990101/allocations', grant, key),
  ]
  expect(second.body).toEqual(first.body)
  expect(await ask('money', 'POST', '/api/books/990101/allocations', { ...grant, amount: 200 }, key)).toMatchObject({
    status: 422,
    body: { code: 'key-used-otherwise' },
  })
})

test('a file that is not the bank’s is refused by name, changes nothing and waits for a person', async () => {
  for (const [what, path] of [
    ['return', 'returns'],
    ['answer', 'answers'],
  ])
    expect(
      await ask('money', 'POST', `/api/books/990101/${path}`, Buffer.from(`not a bank file ${what}\r\n`)),
    ).toMatchObject({ status: 409, body: { code: 'bank-file-cut' } })
  const aside = await ask('money', 'GET', '/api/books/990101/aside-files')
  expect(aside.body.items.map((item: { what: string }) => item.what).sort()).toEqual(['answer', 'return'])
  const settled = await ask(
    'money',
    'POST',
    `/api/books/990101/aside-files/${aside.body.items[0].asideId}/settlement`,
    { how: '选错了文件' },
  )
  expect(settled.status).toBe(200)
  expect((await ask('money', 'GET', '/api/books/990101/aside-files')).body.items).toHaveLength(1)
})

test('the whole account number is one look, for a purpose, written down', async () => {
  const { rows } = await database.owner.query('select person_id, account_id from payee_account')
  const url = `/api/persons/${rows[0].person_id}/accounts/${rows[0].account_id}/number`
  expect(await ask('clerk', 'POST', url, { purpose: 'payment-return' })).toMatchObject({
    status: 200,
    body: { number: '6299000000123456' },
  })
  expect((await ask('clerk', 'POST', url, { purpose: 'curiosity' })).status).toBe(422)
  expect((await ask('neighbour', 'POST', url, { purpose: 'payment-return' })).status).toBe(404)
  const looks = await database.owner.query("select detail from audit_entry where action = 'payee-account.show'")
  expect(looks.rows).toEqual([{ detail: { purpose: 'payment-return' } }])
})

test('keys: ours to hand over, the bank’s to believe and to end', async () => {
  const ours = await ask('money', 'GET', '/api/bank-keys/office')
  expect(ours).toMatchObject({ status: 200, body: { keyId: expect.stringMatching(/^[0-9a-f]{16}$/) } })
  const trusted = await ask('money', 'POST', '/api/books/990101/bank-keys', { publicKey: ours.body.publicKey })
  expect(trusted).toMatchObject({ status: 200, body: { keyId: ours.body.keyId } })
  expect(await ask('money', 'POST', '/api/books/990101/bank-keys', { publicKey: 'A'.repeat(60) })).toMatchObject({
    status: 409,
    body: { code: 'bank-key' },
  })
  expect((await ask('money', 'DELETE', `/api/books/990101/bank-keys/${ours.body.keyId}`)).status).toBe(200)
  expect((await ask('leader', 'GET', '/api/bank-keys/office')).status).toBe(403)
})
