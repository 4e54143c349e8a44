import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccount, openSession } from '../../access/index.ts'
import { areaCode, checkCharacter, isRefusal } from '../../foundation/index.ts'
import { house, type Role, readConfig, systemActor, withScope } from '../../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../../platform/testkit/index.ts'
import { type FactName, factDictionary } from '../../policy/index.ts'
import { type Frame, openServer } from '../index.ts'

let database: FreshDatabase
let frame: Frame
const cookies: Record<string, string> = {}
const accounts: Record<string, string> = {}

const office: [name: string, role: Role, area: string][] = [
  ['clerk', 'township-clerk', '990101103'],
  ['otherclerk', 'township-clerk', '990101103'],
  ['head', 'township-head', '990101103'],
  ['aide', 'aide', '990101103203'],
  ['section', 'county-section', '990101'],
  ['leader', 'county-leader', '990101'],
  ['section2', 'county-section', '990101'],
  ['leader2', 'county-leader', '990101'],
  ['neighbour', 'township-clerk', '990101104'],
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
      accounts[username] = made.accountId
      cookies[username] =
        `doudi=${await openSession(tx, { kind: 'staff', level: 'full', accountId: made.accountId, accountRoleId: made.accountRoleId })}`
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
  const reply = await frame.app.inject({
    method,
    url,
    ...(body !== undefined && { payload: JSON.stringify(body) }),
    headers: {
      cookie: cookies[who]!,
      origin: 'http://localhost',
      host: 'localhost',
      'idempotency-key': `key-${keys++}-0123456789`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...more,
    },
  })
  return { status: reply.statusCode, body: reply.json(), etag: reply.headers.etag as string | undefined }
}

const number = (birth: string, sequence: number) => {
  const seventeen = `990101${birth}${sequence}`
  return seventeen + checkCharacter(seventeen)
}

/** Everything the dictionary asks the family, answered with nothing at all. */
function answers(of: string, entity: 'household' | 'person', more: Partial<Record<FactName, unknown>>) {
  return (Object.keys(factDictionary) as FactName[])
    .filter((name) => factDictionary[name].entity === entity && factDictionary[name].section !== 'award')
    .filter((name) => !['birth', 'sex', 'relation', 'disabilityLevel', 'monthsSinceGraduation'].includes(name))
    .map((name) => {
      const entry = factDictionary[name]
      const plain = {
        fen: 0,
        count: 0,
        boolean: false,
        date: '2000-01-01',
        code: 'codes' in entry ? Object.keys(entry.codes)[0] : '',
      }[entry.unit]
      return { of, name, value: more[name] ?? plain }
    })
}

async function paperFile(pension: number) {
  const bytes = Buffer.from('a signature')
  const { id } = await house().files.put(bytes)
  const scan = { fileId: id, digest: createHash('sha256').update(bytes).digest('hex'), type: 'image/png' }
  const on = (who: string, day: string) => ({ account: accounts[who], on: day, scan: 'scan' })
  return {
    application: {
      key: `paper-file-${keys++}`,
      programme: 'dibao',
      origin: 'office',
      area: '990101103203',
      residence: 'rural',
      members: [{ ref: 'a', name: '周得福', number: number('19560612', 313 + keys), relation: 'applicant' }],
      applicant: 'a',
      figures: [
        ...answers('household', 'household', { registration: 'local', spendingFitsIncome: true }),
        ...answers('a', 'person', {
          livesTogether: true,
          workAbility: 'lost',
          employment: 'retired',
          transferIncome: pension,
        }),
      ],
      pledges: [{ of: 'a', how: 'paper' }],
      authorisations: [{ of: 'a', how: 'paper', scan }],
      handedInOn: '2025-01-06',
    },
    acceptedOn: '2025-01-08',
    report: null,
    visit: { on: '2025-01-13', visitors: [accounts.clerk, accounts.aide], conclusion: '情况属实' },
    prepared: on('clerk', '2025-01-14'),
    reviewed: on('head', '2025-01-15'),
    notice: { firstDay: '2025-01-16', place: '村公示栏', photos: { first: 'a', last: 'b' } },
    countyReviewed: on('section', '2025-02-05'),
    decided: on('leader', '2025-02-06'),
    granted: null,
  }
}

test('a paper file is entered, objected to, re-checked and answered, all through the API', async () => {
  const file = await paperFile(1_200_000)
  // Verification is required here: a file without a report is told so by the part of the form it is about.
  expect(await ask('otherclerk', 'POST', '/api/late-entries', file)).toMatchObject({
    status: 409,
    body: { code: 'verification-required', errors: [{ field: 'report' }] },
  })
  const entered = await ask('otherclerk', 'POST', '/api/late-entries', {
    ...file,
    report: { on: '2025-01-10', number: '核〔2025〕1号' },
  })
  expect(entered).toMatchObject({ status: 200, body: { taken: { stage: 'decided' } } })
  const { caseId, householdId } = entered.body.receipt
  const person = (await database.owner.query('select person_id from membership where household_id = $1', [householdId]))
    .rows[0].person_id
  const figures = [{ of: String(person), name: 'transferIncome', used: '12,000元', claimed: '0元' }]
  expect((await ask('neighbour', 'POST', `/api/cases/${caseId}/appeal`, { figures })).status).toBe(404)
  const filed = await ask('clerk', 'POST', `/api/cases/${caseId}/appeal`, { figures })
  expect(filed.body.caseNo).toMatch(/^990101-\d{4}-\d{6}$/)
  const appeal = `/api/appeals/${filed.body.caseId}`
  const read = await ask('section2', 'GET', appeal)
  expect(read).toMatchObject({
    status: 200,
    etag: '"1"',
    body: { stage: 'filed', against: { act: 'refuse', monthly: 0 } },
  })
  expect(await ask('section', 'POST', `${appeal}/recheck`, {}, { 'if-match': '"1"' })).toMatchObject({
    status: 409,
    body: { code: 'decided-it-before' },
  })
  expect(await ask('section2', 'POST', `${appeal}/recheck`, {})).toMatchObject({ status: 428 })
  expect(await ask('section2', 'POST', `${appeal}/recheck`, {}, { 'if-match': '"1"' })).toMatchObject({
    status: 200,
    etag: '"2"',
  })
  expect(await ask('section2', 'POST', `${appeal}/recheck`, {}, { 'if-match': '"1"' })).toMatchObject({
    status: 409,
    body: { code: 'changed-by-another' },
  })
  const answer = {
    outcome: 'upheld',
    found: [{ of: String(person), name: 'transferIncome', found: '12,000元', evidence: '社保局流水' }],
    reason: { code: 'figures-right', clause: '审核确认办法', note: '养老金每月1000元,流水清楚' },
  }
  expect(await ask('section2', 'POST', `${appeal}/answer`, answer, { 'if-match': '"2"' })).toMatchObject({
    status: 200,
  })
  expect(await ask('leader2', 'POST', `${appeal}/decision`, {}, { 'if-match': '"3"' })).toMatchObject({
    status: 200,
    body: { stage: 'decided' },
  })
  const after = await ask('section2', 'GET', appeal)
  expect(after.body).toMatchObject({
    answer: { outcome: 'upheld' },
    signatures: [{ capacity: 'recheck' }, { capacity: 'approve' }],
  })
  const decision = (await database.owner.query('select decision_id from case_decision where case_id = $1', [caseId]))
    .rows[0].decision_id
  expect(await ask('leader', 'POST', `/api/decisions/${decision}/replay`)).toMatchObject({
    status: 200,
    body: { same: true, problem: null },
  })
  expect((await ask('clerk', 'POST', `/api/cases/${caseId}/approval-form`)).status).toBe(200)
})

test('a question at the window leaves a numbered slip; an answer without an article is no answer', async () => {
  const slip = {
    area: '990101103203',
    matter: '母亲一个人住,有退休金,能不能申请',
    told: [{ condition: '人均收入低于标准、财产符合规定', article: '社会救助暂行办法 第九条' }],
  }
  const told = await ask('aide', 'POST', '/api/inquiries', slip)
  expect(told).toMatchObject({ status: 200 })
  expect(told.body.number).toMatch(/询〔\d{4}〕\d+号/)
  expect(await ask('aide', 'POST', '/api/inquiries', { ...slip, told: [] })).toMatchObject({ status: 422 })
})

test('an objector is revealed to the county alone', async () => {
  const nobody = '01890000-0000-7000-8000-000000000000'
  expect((await ask('clerk', 'POST', `/api/objections/${nobody}/objector`)).status).toBe(403)
  expect((await ask('section', 'POST', `/api/objections/${nobody}/objector`)).status).toBe(404)
})
