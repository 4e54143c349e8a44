import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount, openSession } from '../../access/index.ts'
import { areaCode, checkCharacter, isRefusal } from '../../foundation/index.ts'
import { type Role, readConfig, systemActor, withScope } from '../../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../../platform/testkit/index.ts'
import { type Frame, openServer } from '../index.ts'

let database: FreshDatabase
let frame: Frame
const cookies: Record<string, string> = {}

const desk: [name: string, role: Role, area: string][] = [
  ['clerk', 'township-clerk', '990101103'],
  ['neighbour', 'township-clerk', '990101104'],
  ['section', 'county-section', '990101'],
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
  const text = reply.headers['content-type']?.toString().includes('json')
  return {
    status: reply.statusCode,
    body: text ? reply.json() : reply.rawPayload,
    etag: String(reply.headers.etag ?? ''),
  }
}

const number = (birth: string, sequence: number) => {
  const seventeen = `990101${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}

async function family(name: string, sequence: number): Promise<{ household: string; person: string }> {
  const opened = await ask('clerk', 'POST', '/api/households', { area: '990101103203', address: '三组' })
  const household: string = opened.body.householdId
  const added = await ask('clerk', 'POST', `/api/households/${household}/members`, {
    person: { name, number: number('1960-01-02', sequence) },
    relation: 'applicant',
    head: true,
  })
  expect(added.status).toBe(200)
  return { household, person: added.body.personId }
}

test('a clerk opens a file, enters people, writes figures down and adopts one; the page shows four values side by side', async () => {
  const { household, person } = await family('汪守成', 1)
  const subject = `person/${person}`
  const said = await ask('clerk', 'POST', `/api/households/${household}/facts`, {
    source: 'declared',
    facts: [{ subject, name: 'wageIncome', value: 600000, validFrom: '2025-01-01' }],
  })
  expect(said.status).toBe(200)
  const adoption = { subject, name: 'wageIncome', from: said.body.factIds[0], reason: '工资单' }
  const key = { 'idempotency-key': 'adopt-once-000001' }
  const adopted = await ask('clerk', 'POST', `/api/households/${household}/adoptions`, { adoptions: [adoption] }, key)
  expect(adopted.status).toBe(200)
  expect(
    await ask('clerk', 'POST', `/api/households/${household}/adoptions`, { adoptions: [adoption] }, key),
  ).toMatchObject({ body: adopted.body })
  const table = await ask('clerk', 'GET', `/api/households/${household}/facts`)
  expect(table.body.items).toMatchObject([
    {
      subject,
      name: 'wageIncome',
      declared: { value: 600000 },
      adopted: { value: 600000, reason: '工资单' },
      matched: null,
      open: false,
    },
  ])
  const typed = await ask('clerk', 'POST', `/api/households/${household}/facts`, {
    source: 'matched',
    facts: [{ subject, name: 'deposits', value: 1, validFrom: '2025-01-01' }],
  })
  expect(typed).toMatchObject({ status: 422, body: { code: 'bad-input' } })
  const timeline = await ask('clerk', 'GET', `/api/households/${household}/timeline?kinds=household&limit=1`)
  expect(timeline.body.items).toMatchObject([{ text: '家庭成员加入(首次登记)' }])
  expect(
    (await ask('clerk', 'GET', `/api/households/${household}/timeline?kinds=household&after=${timeline.body.next}`))
      .body.items,
  ).toMatchObject([{ text: '建立家庭档案' }])
})

test('a foreign household and none at all answer alike, also to reads, searches and changes', async () => {
  const { household, person } = await family('汪守业', 3)
  for (const id of [household, '990101999999999']) {
    expect(await ask('neighbour', 'GET', `/api/households/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'no-such-household' },
    })
    expect(await ask('neighbour', 'GET', `/api/households/${id}/facts`)).toMatchObject({ status: 404 })
    expect(
      await ask('neighbour', 'POST', `/api/households/${id}/move`, { to: '990101104201', reason: '抢' }),
    ).toMatchObject({ status: 404 })
    expect((await ask('neighbour', 'GET', `/api/households/${id}/timeline`)).body.items).toEqual([])
  }
  expect(await ask('neighbour', 'GET', `/api/persons/${person}`)).toMatchObject({
    status: 404,
    body: { code: 'no-such-person' },
  })
  expect((await ask('neighbour', 'POST', '/api/persons/search', { text: '汪守业' })).body.items).toEqual([])
  expect(await ask('neighbour', 'POST', '/api/aid-questions', { number: number('1960-01-02', 3) })).toMatchObject({
    body: { aided: false, offices: [] },
  })
})

test('whoever has no business with it is told whose right it is; the number never comes with a list', async () => {
  const { person } = await family('汪守德', 5)
  for (const who of ['money', 'admin'])
    expect(await ask(who, 'GET', `/api/persons/${person}`)).toMatchObject({
      status: 403,
      body: { code: 'not-your-right' },
    })
  expect(
    await ask('clerk', 'POST', `/api/persons/${person}/mergers`, { drop: '990101000000001', reason: '同一人' }),
  ).toMatchObject({ status: 403 })
  const list = await ask('clerk', 'POST', '/api/persons/search', { text: 'wsd' })
  expect(list.body.items).toMatchObject([{ personId: person, maskedNumber: expect.stringMatching(/^990\*+/) }])
  expect(JSON.stringify(list.body)).not.toContain(number('1960-01-02', 5))
  const look = await ask('clerk', 'POST', `/api/persons/${person}/unmasking`, { reason: 'identity-check' })
  expect(look.body).toMatchObject({ number: number('1960-01-02', 5) })
  expect(await ask('clerk', 'POST', `/api/persons/${person}/unmasking`, { reason: '好奇' })).toMatchObject({
    status: 422,
  })
})

test('two clerks change one household: the second is told and nothing is lost', async () => {
  const { household } = await family('汪守信', 7)
  const read = await ask('clerk', 'GET', `/api/households/${household}`)
  expect(read.body).toMatchObject({
    residence: 'rural',
    areaName: expect.stringContaining('安禾县桃源镇'),
    members: [{ name: '汪守信' }],
  })
  const first = await ask(
    'clerk',
    'POST',
    `/api/households/${household}`,
    { address: '五组' },
    { 'if-match': read.etag },
  )
  expect(first.status).toBe(200)
  const second = await ask(
    'clerk',
    'POST',
    `/api/households/${household}`,
    { address: '六组' },
    { 'if-match': read.etag },
  )
  expect(second).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } })
  expect((await ask('clerk', 'GET', `/api/households/${household}`)).body.address).toBe('五组')
})

test('a roster goes from the file to awards that are paid as they were, out again, and back within a day', async () => {
  const header = '乡镇,村,姓名,身份证号,与户主关系,月补助金额(元),开户银行,银行账号,户名,备注,下次复核时间'
  const rows = [
    `桃源镇,,简一,${number('1955-05-05', 11)},户主,620,安禾农商行,6200000000000014,简一,旧备注,2099-03-01`,
    `桃源镇,,简二,${number('1957-05-05', 12)},妻,,,,,,`,
    `石桥镇,,简三,12345,户主,300,,,,,`,
  ]
  const bytes = Buffer.from([header, ...rows].join('\r\n'))
  const tried = await ask('section', 'POST', '/api/rosters?residence=rural', bytes)
  expect(tried).toMatchObject({
    status: 200,
    body: {
      families: 1,
      people: 2,
      monthlyTotal: 62000,
      badFamilies: 1,
      problems: [{ row: 4, column: '身份证号', problem: '身份证号位数不对' }],
    },
  })
  const batch: string = tried.body.batchId
  const errors = await ask('section', 'GET', `/api/rosters/${batch}/errors`)
  expect((errors.body as Buffer).toString('utf8')).toContain('怎么改:')
  const accept = { paidUntil: '2025-02', document: '安禾民政名册1号' }
  expect(await ask('clerk', 'POST', `/api/rosters/${batch}/acceptance`, accept)).toMatchObject({ status: 403 })
  expect(await ask('section', 'POST', `/api/rosters/${batch}/acceptance`, accept)).toMatchObject({
    status: 409,
    body: { code: 'roster-many-bad' },
  })
  const key = { 'idempotency-key': 'accept-once-000001' }
  const done = await ask(
    'section',
    'POST',
    `/api/rosters/${batch}/acceptance`,
    { ...accept, evenWithErrors: true },
    key,
  )
  expect(done).toMatchObject({ status: 200, body: { households: 1, people: 2 } })
  expect(
    await ask('section', 'POST', `/api/rosters/${batch}/acceptance`, { ...accept, evenWithErrors: true }, key),
  ).toMatchObject({ body: done.body })
  const awards = await database.owner.query(
    'select carried_over, monthly, people, reason from award join award_step using (household_id, award_id)',
  )
  expect(awards.rows).toEqual([{ carried_over: true, monthly: 62000n, people: 2, reason: 'carried-over' }])
  expect((await ask('section', 'POST', '/api/aid-questions', { number: number('1957-05-05', 12) })).body.aided).toBe(
    true,
  )
  const plan = () => database.owner.query('select next_on, why, ended_on is not null as ended from review_plan')
  expect((await plan()).rows).toEqual([{ next_on: '2099-03-01', why: 'roster', ended: false }])
  const out = await ask('section', 'GET', `/api/rosters/${batch}/export`)
  const lines = (out.body as Buffer).toString('utf8').replace('\ufeff', '').split('\r\n')
  expect(lines[0]).toBe(header)
  expect(lines[1]).toMatch(/^桃源镇,.*,简一,.*,户主,620(\.00)?,安禾农商行,6200000000000014,简一,旧备注,2099-03-01$/)
  expect(await ask('clerk', 'GET', '/api/roster-suspicions')).toMatchObject({ status: 403 })
  expect((await ask('leader', 'GET', '/api/roster-suspicions')).body.items).toEqual([])
  expect(await ask('section', 'POST', `/api/rosters/${batch}/undoing`, { reason: '传错' })).toMatchObject({
    status: 200,
    body: { households: 1 },
  })
  expect((await plan()).rows).toMatchObject([{ ended: true }])
  expect((await ask('section', 'POST', '/api/aid-questions', { number: number('1957-05-05', 12) })).body.aided).toBe(
    false,
  )
})

test('areas are public reading, and only the administrator of the place changes them, by a paper', async () => {
  const townships = await ask('clerk', 'GET', '/api/areas?below=990101')
  expect(townships.body.items).toHaveLength(12)
  const village = {
    code: '990101103299',
    name: '新村',
    since: '2025-01-01',
    residence: 'rural',
    paper: '安禾民政〔2025〕1号',
  }
  expect(await ask('clerk', 'POST', '/api/areas', village)).toMatchObject({ status: 403 })
  expect(await ask('admin', 'POST', '/api/areas', village)).toMatchObject({ status: 200 })
  expect(await ask('admin', 'POST', '/api/areas', village)).toMatchObject({
    status: 409,
    body: { code: 'area-exists' },
  })
  expect(await ask('admin', 'POST', '/api/areas', { ...village, code: '510502001001' })).toMatchObject({
    status: 403,
    body: { code: 'outside-your-area' },
  })
})
