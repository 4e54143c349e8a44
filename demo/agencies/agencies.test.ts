import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventedNumber } from '../outside/invented-people.ts'
import { type OutsideProcess, startOutside } from '../outside/start-process.ts'
import { readTable, sha256, type TableFile, writeTable } from '../outside/table-file.ts'
import { replyColumns, replyFormat, requestColumns, requestFormat } from './drop.ts'
import { listColumns, listFormat, reportColumns, reportFormat } from './hub.ts'

const folder = mkdtempSync(join(tmpdir(), 'doudi-agencies-'))
const drop = join(folder, 'drop')
const args = ['--seed', '7', '--state', join(folder, 'state'), '--drop', drop]
const env = { DOUDI_AGENCIES_CLIENT_TOKEN: 'county', DOUDI_AGENCIES_CONTROL_TOKEN: 'demo' }

const wang = { number: inventedNumber('1968-04-02', 11), name: '王秀英' }
const adil = { number: inventedNumber('1985-09-17', 33), name: '阿迪力·买买提' }
const scan = Buffer.from('%PDF-1.4 a scan that exists only in this test')

let agencies: OutsideProcess
beforeAll(async () => {
  agencies = await startOutside('agencies', { args, env })
  await control('PUT', '/clock', { day: '2025-03-03' })
  await control(
    'POST',
    '/people',
    [
      { number: wang.number, truth: { name: wang.name, accounts: accounts('30000.50', '31000.00', '5.00') } },
      { number: adil.number, truth: { name: adil.name, vehicles: [], accounts: [] } },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n'),
  )
})
afterAll(async () => {
  await agencies.stop()
  rmSync(folder, { recursive: true })
})

const accounts = (...balances: string[]) =>
  balances.map((balance, i) => ({ bank: '演示农商银行', lastFour: `000${i}`, balance }))

function call(token: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return fetch(agencies.announcement.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body: asBody(body) }),
  })
}
function asBody(body: unknown): string | Blob {
  if (typeof body === 'string') return body
  return body instanceof Uint8Array ? new Blob([new Uint8Array(body)]) : JSON.stringify(body)
}
const control = (method: string, path: string, body?: unknown) => call('demo', method, path, body)
const authorisation = { no: 'SQ-2025-1', sha256: sha256(scan), from: '2025-03-01', until: '2025-08-31' }
const enquiry = (more: object = {}) => ({
  request: crypto.randomUUID(),
  purpose: 'dibao',
  people: [{ ref: 'p1', ...wang, authorisation }],
  ...more,
})
const ask = (source: string, body: unknown) => call('county', 'POST', `/sources/${source}/enquiries`, body)

function signedBy(response: Response, bytes: Buffer): boolean {
  const [keyId, signature] = response.headers.get('x-signature')!.split(' ')
  const key = createPublicKey({
    key: Buffer.from(agencies.announcement.publicKey, 'base64'),
    type: 'spki',
    format: 'der',
  })
  return keyId === agencies.announcement.keyId && verify(null, bytes, key, Buffer.from(signature!, 'base64'))
}

interface Told {
  asOf: string
  total: number
  next: string | null
  lines: { ref: string; number: string; result: string; record?: { item: string; value: string } }[]
}
async function told(source: string, body: unknown): Promise<Told> {
  const response = await ask(source, body)
  expect(response.status).toBe(200)
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(signedBy(response, bytes)).toBe(true)
  return JSON.parse(bytes.toString())
}

test('the bank lists the accounts of Wang Xiuying page by page, as of yesterday, and signs each page', async () => {
  await control('PUT', '/behaviours/bank', { pageSize: 2, times: 2 })
  const question = enquiry()
  const first = await told('bank', question)
  expect(first).toMatchObject({ asOf: '2025-03-02', total: 3, next: '2' })
  const second = await told('bank', { ...question, cursor: first.next })
  expect([...first.lines, ...second.lines].map((line) => line.record?.value)).toEqual(['30000.50', '31000.00', '5.00'])
  expect(second.next).toBeNull()
})

test('asked only whether the total is above an amount, the bank says yes or no and no amount leaves it', async () => {
  const answer = await told('bank', enquiry({ above: { deposit: '60000.00' } }))
  expect(answer.lines.map((line) => line.record)).toEqual([
    { item: 'deposit-above', unit: 'yes-no', value: 'yes', asOf: '2025-03-02' },
  ])
  expect(JSON.stringify(answer)).not.toContain('30000')
})

test('no record, another name, and silence are three different answers', async () => {
  const [none] = (await told('vehicles', enquiry({ people: [{ ref: 'p2', ...adil, authorisation }] }))).lines
  expect(none).toEqual({ ref: 'p2', number: adil.number, result: 'no-record' })
  const [other] = (await told('bank', enquiry({ people: [{ ref: 'p1', ...wang, name: '王秀莹', authorisation }] })))
    .lines
  expect(other!.result).toBe('name-differs')
  await control('PUT', '/behaviours/tax', { silentEmpty: true, times: 1 })
  expect((await told('tax', enquiry())).lines).toEqual([])
})

test('an agency refuses to answer about somebody whose authorisation is over, and without the token says nothing', async () => {
  const over = { ...authorisation, until: '2025-03-02' }
  const refused = await ask('bank', enquiry({ people: [{ ref: 'p1', ...wang, authorisation: over }] }))
  expect([refused.status, await refused.json()]).toEqual([403, { code: 'authorisation-not-valid', ref: 'p1' }])
  expect((await call('wrong', 'POST', '/sources/bank/enquiries', enquiry())).status).toBe(401)
  expect((await call('county', 'GET', '/asked')).status).toBe(401)
})

test('the troubles of a real agency can be switched on: errors, cut lines, nonsense, forgery, old data, late answers', async () => {
  const question = enquiry()
  for (const [behaviour, seen] of [
    [{ status: 503 }, async (r: Response) => r.status === 503],
    [{ garbage: true }, async (r: Response) => (await r.text()).startsWith('<html>')],
    [{ forged: true }, async (r: Response) => !signedBy(r, Buffer.from(await r.arrayBuffer()))],
    [{ half: true }, async (r: Response) => !signedBy(r, Buffer.from(await r.arrayBuffer()))],
    [{ staleDays: 400 }, async (r: Response) => ((await r.json()) as Told).asOf === '2024-01-27'],
    [{ daysLate: 2 }, async (r: Response) => r.status === 202],
    [{ wrongPerson: true }, async (r: Response) => ((await r.json()) as Told).lines[0]!.number !== wang.number],
  ] as const) {
    await control('PUT', '/behaviours/bank', { ...behaviour, times: 1 })
    expect(await seen(await ask('bank', question)), JSON.stringify(behaviour)).toBe(true)
  }
  for (const wreck of ['close-before-answer', 'close-in-the-middle']) {
    await control('PUT', '/behaviours/bank', { wreck, times: 1 })
    await expect(ask('bank', question).then((r) => r.text())).rejects.toThrow()
  }
  expect((await told('bank', question)).total).toBe(3)
})

test('a planted truth with a misspelt field is refused: it would otherwise plant nothing', async () => {
  const response = await control('POST', '/people', JSON.stringify({ number: wang.number, truth: { vehicle: [] } }))
  expect(response.status).toBe(400)
  expect((await call('demo', 'POST', '/people', '{half')).status).toBe(400)
  expect((await call('county', 'POST', '/sources/bank/enquiries', '{half')).status).toBe(400)
  expect((await call('county', 'POST', '/sources/bank/enquiries', { people: [] })).status).toBe(400)
})

test('people nobody planted have a life that follows from number and seed: the same at every asking', async () => {
  const stranger = { ref: 'p9', number: inventedNumber('1951-01-20', 17), name: '任何人', authorisation }
  const one = await told('social-insurance', enquiry({ people: [stranger] }))
  const two = await told('social-insurance', enquiry({ people: [stranger] }))
  expect(one.lines).toEqual(two.lines)
  expect(one.lines[0]!.record).toMatchObject({ item: 'basic-pension-12-months' })
})

const row = (person: { number: string; name: string }, ref: string, digest = sha256(scan)) => [
  '1',
  'H1',
  ref,
  person.name,
  person.number,
  '本人',
  'SQ-2025-1',
  '2025-03-01',
  '2025-08-31',
  digest,
  '银行存款、公安车管、殡葬火化',
]

function batchPackage(batch: string, rows: string[][]): Buffer {
  const list = writeTable(
    { title: '核对名单', format: listFormat, heading: {}, columns: [...listColumns], rows, totals: [] },
    null,
  )
  const zip = new PizZip()
  zip.file('list.csv', list)
  zip.file('authorisations/1.pdf', scan)
  zip.file(
    'manifest.json',
    JSON.stringify({ format: 'doudi-hub-batch/1', batch, purpose: 'dibao', list: { sha256: sha256(list) } }),
  )
  return Buffer.from(zip.generate({ type: 'uint8array' }))
}

const report = async (batch: string) => {
  const response = await call('county', 'GET', `/hub/batches/${batch}/reports/H1`)
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
}

test('the hub takes a list with scans, and days later gives one signed report per household, also after a sudden death', async () => {
  await control('PUT', '/behaviours/hub', { daysLate: 3 })
  const sent = batchPackage('batch-0001', [row(wang, 'p1'), row(adil, 'p2', 'ab'.repeat(32))])
  const receipt = await call('county', 'POST', '/hub/batches', sent)
  expect([receipt.status, await receipt.json()]).toEqual([
    202,
    {
      format: 'doudi-hub-receipt/1',
      batch: 'batch-0001',
      sha256: sha256(sent),
      receivedOn: '2025-03-03',
      rows: 2,
      accepted: 1,
      rejected: [{ row: 2, person: 'p2', why: 'authorisation-scan' }],
    },
  ])
  expect((await report('batch-0001')).status).toBe(409)

  const before = agencies.announcement
  await agencies.kill()
  agencies = await startOutside('agencies', { args, env })
  expect(agencies.announcement.keyId).toBe(before.keyId)

  const again = await call('county', 'POST', '/hub/batches', sent)
  expect((await again.json()).receivedOn).toBe('2025-03-03')
  const other = await call('county', 'POST', '/hub/batches', batchPackage('batch-0001', [row(adil, 'p2')]))
  expect(other.status).toBe(409)

  await control('PUT', '/clock', { day: '2025-03-07' })
  const { status, bytes } = await report('batch-0001')
  expect(status).toBe(200)
  const table = readTable(bytes, reportFormat, reportColumns) as TableFile
  expect(table.heading).toMatchObject({ 批次编号: 'batch-0001', 户编号: 'H1' })
  expect(table.rows.map((cells) => cells.slice(4, 10))).toEqual([
    ['银行存款', '存款合计', '查到', '61005.50', '元', expect.any(String)],
    ['公安车管', '', '无记录', '', '', ''],
    ['殡葬火化', '', '无记录', '', '', ''],
  ])
  expect((await report('batch-0001')).bytes.equals(bytes)).toBe(true)

  const askedAbout = (await (await control('GET', '/asked')).json()) as { via: string; number: string }[]
  expect(askedAbout.some((about) => about.via === 'hub' && about.number === wang.number)).toBe(true)
  expect(askedAbout.some((about) => about.via === 'hub' && about.number === adil.number)).toBe(false)
})

test('half a report has no digest and half a list is not taken', async () => {
  await control('PUT', '/behaviours/hub', { half: true, times: 1 })
  const { bytes } = await report('batch-0001')
  expect(readTable(bytes, reportFormat, reportColumns)).toHaveProperty('trouble')
  const sent = batchPackage('batch-0002', [row(wang, 'p1')])
  const cut = await call('county', 'POST', '/hub/batches', sent.subarray(0, sent.length / 2))
  expect([cut.status, await cut.json()]).toEqual([422, { code: 'package-shape' }])
})

test('a request file in the shared folder is answered by a signed GB18030 file of the same name', async () => {
  const request = writeTable(
    {
      title: '数据查询',
      format: requestFormat,
      heading: { 请求编号: 'drop-1', 来源: 'bank', 用途: 'dibao' },
      columns: [...requestColumns],
      rows: [['p1', wang.name, wang.number, 'SQ-2025-1', '2025-03-01', '2025-08-31']],
      totals: [],
    },
    null,
  )
  writeFileSync(join(drop, 'requests', 'drop-1.csv'), request.subarray(0, 60)) // still being written
  expect(await (await control('POST', '/drop/look')).json()).toEqual({ answered: 0 })
  writeFileSync(join(drop, 'requests', 'drop-1.csv'), request)
  await control('POST', '/drop/look')
  expect(readdirSync(join(drop, 'replies'))).toEqual(['drop-1.csv'])
  const reply = readTable(readFileSync(join(drop, 'replies', 'drop-1.csv')), replyFormat, replyColumns) as TableFile
  expect(reply.rows).toEqual([['p1', wang.number, '存款合计', '查到', '61005.50', expect.any(String)]])
})

test('the process ends on SIGTERM, and when the one who started it is gone', async () => {
  const other = await startOutside('agencies')
  const gone = new Promise((resolve) => other.child.once('exit', resolve))
  await other.stop()
  await gone
  expect(other.child.exitCode ?? other.child.signalCode).not.toBeNull()

  const { spawn } = await import('node:child_process')
  const script = `import('${new URL('../outside/start-process.ts', import.meta.url).href}').then(async ({ startOutside }) => {
    const it = await startOutside('agencies'); console.log(JSON.stringify({ pid: it.child.pid })); setInterval(() => {}, 1000) })`
  const parent = spawn(process.execPath, ['--import', 'tsx', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once('data', (line) => resolve(JSON.parse(String(line)).pid)),
  )
  const parentGone = new Promise((resolve) => parent.once('exit', resolve))
  parent.kill('SIGKILL')
  await parentGone
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false)
})

/** A process that ended but was not collected yet still takes signal 0; its state says Z. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
