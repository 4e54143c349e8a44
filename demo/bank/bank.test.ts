import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sum, yuan, yuanText } from '../../src/foundation/index.ts'
import { type OutsideProcess, startOutside } from '../outside/start-process.ts'
import { readTable, signedWith, type TableFile, writeTable } from '../outside/table-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'doudi-bank-'))
const args = ['--state', folder]
const env = { DOUDI_BANK_CLIENT_TOKEN: 'county', DOUDI_BANK_CONTROL_TOKEN: 'demo' }
const office = generateKeyPairSync('ed25519')
const spki = office.publicKey.export({ type: 'spki', format: 'der' })
const officeKey = {
  keyId: createHash('sha256').update(spki).digest('hex').slice(0, 16),
  publicKey: spki.toString('base64'),
  sign: (bytes: Uint8Array) => sign(null, bytes, office.privateKey).toString('base64'),
}

let bank: OutsideProcess
beforeAll(async () => {
  bank = await startOutside('bank', { args, env })
  await control('PUT', '/clock', { day: '2025-03-08' })
  await connect('990101')
  await control('POST', '/accounts', [
    { account: '62990000002', state: 'closed' },
    { account: '62990000003', state: 'dormant' },
    { account: '62990000004', holder: '李四' },
    { account: '62990000005', holder: '阿依·古丽' },
    { account: '62990000006', bouncesAfterDays: 3 },
  ])
})
afterAll(async () => {
  await bank.stop()
  rmSync(folder, { recursive: true })
})

const call = (token: string, method: string, path: string, body?: unknown) =>
  fetch(bank.announcement.url + path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && {
      body: body instanceof Uint8Array ? new Blob([new Uint8Array(body)]) : JSON.stringify(body),
    }),
  })
const control = (method: string, path: string, body?: unknown) => call('demo', method, path, body)
const connect = (payer: string) =>
  control('PUT', `/payers/${payer}`, {
    name: '安禾县财政局社会救助资金专户',
    account: '62990101000000001',
    publicKey: officeKey.publicKey,
    opening: '10000.00',
  })

interface Pay {
  holder: string
  account: string
  amount: string
  instruction?: string
}
const instruction = (n: number) => `01957f2e-4a00-7c11-8a11-${String(n).padStart(12, '0')}`

function paymentFile(sequence: number, pays: Pay[], change: { payer?: string; total?: string } = {}): Buffer {
  return writeTable(
    {
      title: '社会救助资金代发文件',
      format: 'doudi-payment-1',
      heading: {
        付款单位: change.payer ?? '990101',
        付款户名: '安禾县财政局社会救助资金专户',
        付款账号: '62990101000000001',
        批次号: `990101-202503-dibao-${sequence}`,
        文件序号: String(sequence),
        项目代码: 'dibao',
        所属月份: '2025-03',
        制作日: '2025-03-08',
        币种: 'CNY',
      },
      columns: ['序号', '指令号', '户名', '开户行', '账号', '金额', '附言'],
      rows: pays.map((pay, i) => [
        String(i + 1),
        pay.instruction ?? instruction(sequence * 1000 + i),
        pay.holder,
        '安禾农商银行',
        pay.account,
        pay.amount,
        '2025-03 最低生活保障',
      ]),
      totals: [change.total ?? yuanText(sum(pays.map((pay) => yuan(pay.amount))))],
    },
    officeKey,
  )
}

const fileOf = async (response: Response) => Buffer.from(await response.arrayBuffer())
async function send(bytes: Buffer): Promise<{ bytes: Buffer; heading: Record<string, string> }> {
  const response = await call('county', 'POST', '/payment-files', bytes)
  expect(response.status).toBe(200)
  const acknowledgement = await fileOf(response)
  expect(signedWith(acknowledgement, bank.announcement.publicKey)).toBe(true)
  const table = readTable(acknowledgement, 'doudi-ack-1', ['序号', '指令号']) as TableFile
  return { bytes: acknowledgement, heading: table.heading }
}
async function returnFile(sequence: number, payer = '990101'): Promise<TableFile> {
  const bytes = await fileOf(await call('county', 'GET', `/return-files/${payer}/${sequence}`))
  expect(signedWith(bytes, bank.announcement.publicKey)).toBe(true)
  return readTable(bytes, 'doudi-return-1', ['序号', '原序号', '指令号']) as TableFile
}
const clock = (day: string) => control('PUT', '/clock', { day })

const march = [
  { holder: '张三', account: '62990000001', amount: '740.00' },
  { holder: '王五', account: '62990000002', amount: '500.00' },
  { holder: '赵六', account: '62990000003', amount: '300.50' },
  { holder: '李四光', account: '62990000004', amount: '100.00' },
  { holder: '阿依•古丽', account: '62990000005', amount: '200.00' },
  { holder: '孙七', account: '62990000006', amount: '60.00' },
]

test('March is paid: one account closed, one dormant, one of another name; a name with another dot is the same name', async () => {
  const { heading } = await send(paymentFile(1, march))
  expect(heading).toMatchObject({ 结论: '接受', 原因码: '', 文件序号: '1' })
  expect(await (await call('county', 'GET', '/return-files?payer=990101&after=0')).json()).toEqual({ files: [] })

  await clock('2025-03-09')
  const results = await returnFile(1)
  expect(results.rows.map((cells) => [cells[1], cells[5], cells[6]])).toEqual([
    ['1', '入账', ''],
    ['2', '退回', 'R03'],
    ['3', '退回', 'R04'],
    ['4', '退回', 'R02'],
    ['5', '入账', ''],
    ['6', '入账', ''],
  ])
  expect(results.totals).toEqual(['1000.00', '3', '900.50', '3'])

  await clock('2025-03-12')
  const bounced = await returnFile(2)
  expect(bounced.rows.map((cells) => [cells[1], cells[5], cells[6]])).toEqual([['6', '退回', 'R99']])
})

test('the statement opens, moves and closes to the fen', async () => {
  const bytes = await fileOf(await call('county', 'GET', '/statements?payer=990101&from=2025-03-01&to=2025-03-31'))
  const table = readTable(bytes, 'doudi-statement-1', ['序号', '日期', '方向']) as TableFile
  expect(table.heading).toMatchObject({ 期初余额: '10000.00', 期末余额: '9060.00' })
  expect(table.rows.map((cells) => cells.slice(2, 4))).toEqual([
    ['付', 'DF'],
    ['收', 'TH'],
    ['收', 'TH'],
    ['收', 'TH'],
    ['收', 'TH'],
  ])
  expect(table.totals).toEqual(['960.50', '1900.50'])
})

test('the same bytes again get the same acknowledgement and pay nothing twice; other bytes under the number are refused', async () => {
  const first = await send(paymentFile(1, march))
  const kept = await fileOf(await call('county', 'GET', '/payment-files/990101/1/acknowledgement'))
  expect(first.bytes.equals(kept)).toBe(true)
  const other = await send(paymentFile(1, march.slice(0, 1)))
  expect(other.heading).toMatchObject({ 结论: '拒收', 原因码: 'F05' })
  expect(await (await control('GET', '/credited')).json()).toEqual({
    '62990000001': '740.00',
    '62990000005': '200.00',
    '62990000006': '0.00',
  })
})

test('a whole file is refused for one fault, with the place named, and its number is free again when nobody can have meant it', async () => {
  const good = paymentFile(2, march.slice(0, 1))
  const flipped = Buffer.from(good)
  flipped[flipped.indexOf('740.00')] = '9'.charCodeAt(0)
  const stranger = generateKeyPairSync('ed25519')
  const foreign = {
    ...officeKey,
    sign: (bytes: Uint8Array) => sign(null, bytes, stranger.privateKey).toString('base64'),
  }
  const unsigned = writeTable(readTable(good, 'doudi-payment-1', []) as TableFile, foreign)
  for (const [bytes, code] of [
    [good.subarray(0, good.length / 2), 'F01'],
    [flipped, 'F02'],
    [unsigned, 'F03'],
    [paymentFile(3, march.slice(0, 1)), 'F06'],
    [paymentFile(2, march.slice(0, 1), { payer: '990102' }), 'F07'],
    [paymentFile(2, [{ ...march[0]!, amount: '10000.01' }]), 'F10'],
  ] as const)
    expect((await send(bytes as Buffer)).heading.原因码).toBe(code)
  expect((await send(good)).heading.结论).toBe('接受')
})

test('a fault in a signed file uses the number up: the office sends a new run', async () => {
  const malformed = await send(paymentFile(3, [march[0]!, { ...march[1]!, account: '6299-0000' }]))
  expect(malformed.heading).toMatchObject({ 原因码: 'F09', 行号: '2', 列名: '账号' })
  expect((await send(paymentFile(3, march.slice(0, 1)))).heading.原因码).toBe('F05')
  const again = { ...march[0]!, instruction: instruction(1000) }
  expect((await send(paymentFile(4, [again]))).heading).toMatchObject({ 原因码: 'F08', 行号: '1' })
  expect((await send(paymentFile(5, [march[0]!], { total: '741.00' }))).heading.原因码).toBe('F04')
})

test('killed before it kept a file the bank has not paid; killed after, it has, once; either way the bytes may come again', async () => {
  await connect('990105')
  const rows = [{ holder: '张三', account: '62990000051', amount: '111.00' }]
  const file = paymentFile(
    1,
    rows.map((row) => ({ ...row, instruction: instruction(5001) })),
    { payer: '990105' },
  )
  for (const dies of ['before-keeping', 'after-keeping']) {
    await control('PUT', '/behaviour', { dies, times: 1 })
    await expect(call('county', 'POST', '/payment-files', file)).rejects.toThrow()
    bank = await startOutside('bank', { args, env })
    const status = (await call('county', 'GET', '/payment-files/990105/1/acknowledgement')).status
    expect(status).toBe(dies === 'before-keeping' ? 404 : 200)
  }
  expect((await send(file)).heading.结论).toBe('接受')
  await clock('2025-03-20')
  const credited = (await (await control('GET', '/credited')).json()) as Record<string, string>
  expect(credited['62990000051']).toBe('111.00')
})

test('results may come in pieces, late, twice, cut or with a false signature', async () => {
  await connect('990106')
  const rows = [7, 8, 9].map((n) => ({
    holder: '某人',
    account: `6299000006${n}`,
    amount: '10.00',
    instruction: instruction(6000 + n),
  }))
  await control('PUT', '/behaviour', { daysLate: 5, splitInto: 2, duplicate: true })
  await send(paymentFile(1, rows, { payer: '990106' }))
  await clock('2025-03-24')
  const list = async () => (await (await call('county', 'GET', '/return-files?payer=990106&after=0')).json()).files
  expect(await list()).toEqual([])
  await clock('2025-03-25')
  expect(await list()).toHaveLength(3)
  expect((await returnFile(3, '990106')).rows.map((cells) => cells[1])).toEqual(['1', '2'])
  const credited = (await (await control('GET', '/credited')).json()) as Record<string, string>
  expect(credited['62990000067']).toBe('10.00')

  await control('PUT', '/behaviour', { forged: true, times: 1 })
  const forged = await fileOf(await call('county', 'GET', '/return-files/990106/1'))
  expect(signedWith(forged, bank.announcement.publicKey)).toBe(false)
  await control('PUT', '/behaviour', { half: true, times: 1 })
  const half = await fileOf(await call('county', 'GET', '/return-files/990106/1'))
  expect(readTable(half, 'doudi-return-1', [])).toHaveProperty('trouble')
  await control('PUT', '/behaviour', { wreck: 'close-in-the-middle', times: 1 })
  await expect(call('county', 'GET', '/return-files/990106/1').then(fileOf)).rejects.toThrow()
})

test('without a token the bank says nothing, and malformed requests are told apart from its own troubles', async () => {
  expect((await call('wrong', 'GET', '/key')).status).toBe(401)
  expect((await call('county', 'PUT', '/clock', { day: '2025-01-01' })).status).toBe(401)
  expect((await call('county', 'GET', '/statements?payer=990101&from=x&to=2025-03-31')).status).toBe(400)
  expect((await control('PUT', '/payers/99', {})).status).toBe(400)
  expect((await call('county', 'GET', '/return-files/990101/999')).status).toBe(404)
})
