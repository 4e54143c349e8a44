import { createHash, sign } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeGb18030, encodeGb18030, yuan } from '../foundation/index.ts'
import {
  type FileKind,
  fileWriter,
  formats,
  readAnswer,
  readBankFile,
  readReturnFile,
  readStatement,
} from './bank-file.ts'
import { bankKey, type ResultRow, returnFileOf } from './testkit/bank-files.ts'

const key = bankKey()
const trusted = new Map([[key.keyId, key.publicKey]])
const instruction = (n: number) => `01957f2e-4a00-7c11-8a11-${n.toString(16).padStart(12, '0')}`

const names = ['王示例', '阿依古丽·示例', '䶮小示', '𬱖试样', '李"引号"']
function paymentFile(lines = names.length): Buffer {
  const writer = fileWriter('payment', [
    '990101',
    '安禾县财政局社会救助资金专户',
    '62990101000000001',
    '990101-202503-dibao-1',
    '7',
    'dibao',
    '2025-03',
    '2025-03-08',
    'CNY',
  ])
  writer.rows(
    Array.from({ length: lines }, (_, i) => [
      instruction(i + 1),
      names[i % names.length]!,
      '安禾农商银行',
      `629900000010000${i}`,
      '740.00',
      '2025-03 最低生活保障',
    ]),
  )
  return writer.end([`${740 * lines}.00`], key).bytes
}
const payment = paymentFile()
const returns = returnFileOf(payment, key, {
  rows: (rows) => rows.map((row, i) => (i === 1 ? { ...row, result: '退回', reason: 'R04' } : row)),
})

/** The same content changed as text, and signed again by the bank: only the content can give it away. */
function resigned(bytes: Buffer, change: (lines: string[]) => string[]): Buffer {
  const lines = decodeGb18030(bytes).split('\r\n').slice(0, -3)
  const body = encodeGb18030(`${change(lines).join('\r\n')}\r\n`)
  const digested = Buffer.concat([
    body,
    encodeGb18030(`摘要,sha256,${createHash('sha256').update(body).digest('hex')}\r\n`),
  ])
  const signature = sign(null, digested, key.privateKey).toString('base64')
  return Buffer.concat([digested, encodeGb18030(`签名,${key.keyId},${signature}\r\n`)])
}

test('the payment file is the one in the manual, rare characters and quotes included', () => {
  const text = decodeGb18030(payment).split('\r\n')
  expect(text[0]).toBe('社会救助资金代发文件,doudi-payment-1')
  expect(text[5]).toBe('文件序号,7')
  expect(text[10]).toBe('')
  expect(text[11]).toBe('序号,指令号,户名,开户行,账号,金额,附言')
  expect(text[14]).toBe(`3,${instruction(3)},䶮小示,安禾农商银行,6299000000100002,740.00,2025-03 最低生活保障`)
  expect(text[16]).toContain('"李""引号"""')
  expect(text[17]).toBe('合计,5,3700.00')
  expect(text[18]).toMatch(/^摘要,sha256,[0-9a-f]{64}$/)
  expect(text.at(-1)).toBe('')
})

test('the same content gives the same bytes', () => {
  expect(paymentFile().equals(payment)).toBe(true)
})

test('results read back as what the bank meant', () => {
  expect(readReturnFile(returns, trusted)).toMatchObject({
    book: '990101',
    runNumber: '990101-202503-dibao-1',
    fileSequence: 7n,
    sequence: 1n,
    firstLine: 11,
    totals: { lines: 5, paid: yuan(2960), paidLines: 4, returned: yuan(740), returnedLines: 1 },
    lines: [
      { original: 1, result: 'paid', reason: null, on: '2025-03-09', amount: yuan(740) },
      { original: 2, result: 'returned', reason: 'R04' },
      {},
      {},
      {},
    ],
  })
})

describe('a file that is not what the bank signed is refused whole', () => {
  const read = (bytes: Buffer) => readReturnFile(bytes, trusted)

  test('any byte changed', () => {
    fc.assert(
      fc.property(fc.nat({ max: returns.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = Buffer.from(returns)
        bytes[at] = (bytes[at]! + by) % 256
        expect(read(bytes)).toMatchObject({ refused: expect.stringMatching(/^bank-file-/) })
      }),
      { numRuns: 600 },
    )
  })

  test('cut anywhere, or with something after its end', () => {
    for (let at = 0; at < returns.length; at += 7)
      expect(read(returns.subarray(0, at))).toMatchObject({ refused: expect.stringMatching(/^bank-file-/) })
    expect(read(Buffer.concat([returns, Buffer.from('\r\n')]))).toMatchObject({ refused: 'bank-file-cut' })
    expect(read(Buffer.concat([returns, returns]))).toMatchObject({ refused: 'bank-file-digest' })
  })

  test('lines in another order, without a new signature', () => {
    const lines = returns.toString('latin1').split('\r\n')
    ;[lines[10], lines[11]] = [lines[11]!, lines[10]!]
    expect(read(Buffer.from(lines.join('\r\n'), 'latin1'))).toMatchObject({
      refused: 'bank-file-digest',
      with: { column: '摘要' },
    })
  })

  test('signed by somebody we do not know', () => {
    expect(read(returnFileOf(payment, bankKey()))).toMatchObject({ refused: 'bank-file-key' })
  })

  test('in another encoding', () => {
    const text = decodeGb18030(returns)
    expect(read(Buffer.from(text, 'utf8'))).toMatchObject({
      refused: expect.stringMatching(/^bank-file-(cut|digest)$/),
    })
    const body = Buffer.from(`${text.split('\r\n').slice(0, -3).join('\r\n')}\r\n`, 'utf8')
    const digested = Buffer.concat([
      body,
      encodeGb18030(`摘要,sha256,${createHash('sha256').update(body).digest('hex')}\r\n`),
    ])
    const utf8 = Buffer.concat([
      digested,
      encodeGb18030(`签名,${key.keyId},${sign(null, digested, key.privateKey).toString('base64')}\r\n`),
    ])
    expect(read(utf8)).toMatchObject({ refused: expect.stringMatching(/^bank-file-(encoding|format)$/) })
  })

  test('of another kind', () => {
    expect(readAnswer(returns, trusted)).toMatchObject({ refused: 'bank-file-format', with: { line: 1 } })
    expect(readStatement(returns, trusted)).toMatchObject({ refused: 'bank-file-format' })
  })
})

describe('what a careless bank signs is refused with line and column', () => {
  const spoil = (change: (rows: ResultRow[]) => ResultRow[]) =>
    readReturnFile(returnFileOf(payment, key, { rows: change }), trusted)
  const second = (part: Partial<ResultRow>) =>
    spoil((rows) => rows.map((row, i) => (i === 1 ? { ...row, ...part } : row)))
  const at = (column: string, line = 12) => ({ refused: 'bank-file-cell', with: { line, column } })

  test.each<[string, Partial<ResultRow>]>([
    ['原序号', { original: 0 }],
    ['指令号', { instruction: 'x' }],
    ['账号', { account: '6299 0000 0010 0001' }],
    ['结果', { result: '成功' }],
    ['原因码', { reason: 'R04' }], // a reason for money that arrived
    ['入账日', { on: '2025-02-30' }],
    ['银行流水号', { reference: '' }],
  ])('%s', (column, part) => {
    expect(second(part)).toMatchObject(at(column))
  })

  test.each(['740', '740.0', '0740.00', '-740.00', '7e2', '１００.00', '740.00 ', '=740.00', '99999999999999.99'])(
    'amount %s',
    (amount) => {
      const bytes = resigned(returns, (lines) =>
        lines.map((line, i) => (i === 11 ? line.replace('740.00', amount) : line)),
      )
      expect(readReturnFile(bytes, trusted)).toMatchObject(at('金额'))
    },
  )

  test('a return without a reason, a reason nobody agreed on', () => {
    expect(second({ result: '退回', reason: '' })).toMatchObject(at('原因码'))
    expect(second({ result: '退回', reason: 'R42' })).toMatchObject(at('原因码'))
  })

  test('a line too many, a line missing, a line twice', () => {
    const change = (edit: (lines: string[]) => string[]) => readReturnFile(resigned(returns, edit), trusted)
    expect(change((lines) => lines.filter((_, i) => i !== 11))).toMatchObject({
      refused: 'bank-file-order',
      with: { line: 12, column: '序号' },
    })
    expect(change((lines) => [...lines.slice(0, 12), lines[11]!, ...lines.slice(12)])).toMatchObject({
      refused: 'bank-file-order',
      with: { line: 13 },
    })
    expect(change((lines) => lines.slice(0, -1))).toMatchObject({ refused: 'bank-file-totals' })
    expect(change((lines) => lines.map((line, i) => (i === 12 ? `${line},x` : line)))).toMatchObject({
      refused: 'bank-file-cells',
      with: { line: 13 },
    })
    expect(spoil((rows) => [...rows, { ...rows[0]!, reference: 'B9' }])).toMatchObject({
      refused: 'bank-file-twice',
      with: { line: 16, column: '原序号' },
    })
    expect(spoil((rows) => rows.map((row) => ({ ...row, reference: 'SAME' })))).toMatchObject({
      refused: 'bank-file-reference',
      with: { line: 12, column: '银行流水号' },
    })
  })

  test('totals that do not fit', () => {
    const totals = (change: (totals: string[]) => string[]) =>
      readReturnFile(returnFileOf(payment, key, { totals: change }), trusted)
    expect(totals(([, n, ...rest]) => ['3700.01', n!, ...rest])).toMatchObject({
      refused: 'bank-file-totals',
      with: { line: 16, column: '入账' },
    })
    expect(totals(([paid, n]) => [paid!, n!, '0.00', '1'])).toMatchObject({
      refused: 'bank-file-totals',
      with: { column: '退回' },
    })
  })

  test('heading keys in another order, another currency, a byte order mark', () => {
    const change = (edit: (lines: string[]) => string[]) => readReturnFile(resigned(returns, edit), trusted)
    expect(change(([first, second, third, ...rest]) => [first!, third!, second!, ...rest])).toMatchObject({
      refused: 'bank-file-heading',
      with: { line: 2, column: '付款单位' },
    })
    expect(change((lines) => lines.map((line) => line.replace('币种,CNY', '币种,USD')))).toMatchObject({
      refused: 'bank-file-heading',
      with: { line: 8, column: '币种' },
    })
    expect(change((lines) => lines.map((line) => line.replace('账号,金额', '金额,账号')))).toMatchObject({
      refused: 'bank-file-columns',
      with: { line: 10, column: '账号' },
    })
    expect(change(([first, ...rest]) => [`\ufeff${first}`, ...rest])).toMatchObject({
      refused: 'bank-file-shape',
      with: { line: 1 },
    })
  })
})

test('an acknowledgement that takes a file names its total; one that refuses names the reason', () => {
  const answer = (fields: string[], total: string) =>
    fileWriter('answer', ['990101', '990101-202503-dibao-1', '7', 'a'.repeat(64), '2025-03-08', ...fields]).end(
      [total],
      key,
    ).bytes
  expect(readAnswer(answer(['接受', '', '', ''], '3700.00'), trusted)).toMatchObject({
    accepted: true,
    total: yuan(3700),
    reason: null,
  })
  expect(readAnswer(answer(['拒收', 'F09', '2', '账号'], '0.00'), trusted)).toMatchObject({
    accepted: false,
    reason: 'F09',
    atLine: 2,
    atColumn: '账号',
  })
  expect(readAnswer(answer(['拒收', '', '', ''], '0.00'), trusted)).toMatchObject({
    refused: 'bank-file-heading',
    with: { column: '原因码' },
  })
  expect(readAnswer(answer(['拒收', 'F09', '', ''], '1.00'), trusted)).toMatchObject({ refused: 'bank-file-totals' })
})

test('a statement whose balances do not follow one another is refused at that line', () => {
  const statement = (balance: string) => {
    const writer = fileWriter('statement', [
      '990101',
      '62990101000000001',
      '2025-03-01',
      '2025-03-31',
      '1000.00',
      balance,
      'CNY',
    ])
    writer.rows([
      ['2025-03-08', '付', 'DF', '990101-202503-dibao-1', '740.00', '260.00'],
      ['2025-03-09', '收', 'TH', 'B1X2', '740.00', balance],
    ])
    return readStatement(writer.end(['740.00', '740.00'], key).bytes, trusted)
  }
  expect(statement('1000.00')).toMatchObject({
    opening: yuan(1000),
    closing: yuan(1000),
    movements: [
      { code: 'DF', direction: 'out' },
      { code: 'TH', direction: 'in' },
    ],
  })
  expect(statement('1000.01')).toMatchObject({ refused: 'bank-file-cell', with: { line: 12, column: '余额' } })
})

test('hostile bytes never throw', () => {
  for (const kind of Object.keys(formats) as FileKind[]) {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        (bytes) => 'refused' in readBankFile(kind, Buffer.from(bytes), trusted),
      ),
    )
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 }), { maxLength: 30 }), (lines) => {
        expect(() =>
          readReturnFile(
            resigned(Buffer.from(`${lines.join('\r\n')}\r\na\r\nb\r\n`), (same) => same),
            trusted,
          ),
        ).not.toThrow()
      }),
    )
  }
})
