import { deflateRawSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, encodeGb18030, yuan } from '../foundation/index.ts'
import {
  type List,
  neutralise,
  type ReadCell,
  readCsv,
  readTable,
  restore,
  tableLimits,
  UnreadableTable,
  writeCsv,
  writeWorkbook,
} from './tabular.ts'

interface Line {
  name: string
  idNumber: string
  monthly: bigint
  people: number
  since: ReturnType<typeof day>
}
const list: List<Line> = {
  title: '柳河镇2025年4月农村低保发放清册',
  sheet: '清册[4月]',
  columns: [
    { head: '户主', of: (row) => row.name },
    { head: '公民身份号码', width: 22, of: (row) => row.idNumber },
    { head: '金额', kind: 'yuan', of: (row) => row.monthly },
    { head: '人数', kind: 'count', of: (row) => row.people },
    { head: '起发日', kind: 'day', of: (row) => row.since },
  ],
  rows: [
    { name: '王秀兰', idNumber: '990101197503150026', monthly: yuan('540.50'), people: 3, since: day('2025-04-01') },
    { name: '𬱖㛃·买买提', idNumber: '99010119650101001X', monthly: yuan(-20), people: 1, since: day('2025-04-01') },
  ],
  total: ['合计', null, yuan('520.50'), 4, null],
}
const texts = (rows: ReadCell[][]) => rows.map((row) => row.map((cell) => cell.text))

describe('a list written is a list read', () => {
  test('as a workbook: title merged over the head, identity numbers whole, money as numbers', async () => {
    const bytes = await writeWorkbook(list)
    const [sheet] = await readTable(bytes)
    expect(sheet!.name).toBe('清册 4月')
    expect(texts(sheet!.rows)).toEqual([
      ['柳河镇2025年4月农村低保发放清册', '', '', '', ''],
      ['户主', '公民身份号码', '金额', '人数', '起发日'],
      ['王秀兰', '990101197503150026', '540.5', '3', '2025-04-01'],
      ['𬱖㛃·买买提', '99010119650101001X', '-20', '1', '2025-04-01'],
      ['合计', '', '520.5', '4', ''],
    ])
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(bytes as unknown as ArrayBuffer)
    expect(book.worksheets[0]!.getCell('C3').value).toBe(540.5)
    expect(book.worksheets[0]!.getCell('C4').value).toBe(-20)
    expect(book.worksheets[0]!.getCell('B3').type).toBe(ExcelJS.ValueType.String)
  })

  test.each(['gb18030', 'utf-8'] as const)('as CSV in %s, rare characters too', (encoding) => {
    const bytes = writeCsv(list, encoding)
    expect(texts(readCsv(bytes))).toEqual([
      ['户主', '公民身份号码', '金额', '人数', '起发日'],
      ['王秀兰', '990101197503150026', '540.50', '3', '2025-04-01'],
      ['𬱖㛃·买买提', '99010119650101001X', '-20.00', '1', '2025-04-01'],
      ['合计', '', '520.50', '4', ''],
    ])
    expect(new TextDecoder(encoding, { fatal: true }).decode(bytes)).toContain('𬱖㛃')
  })
})

describe('a cell that would compute is text, and comes back as it was', () => {
  const dangerous = [
    '=1+1',
    '+86',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\u3000＝1',
    '＋1',
    '－1',
    '＠x',
    "'=1",
    "''=1",
    '\n=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
  ]
  test.each(dangerous)('%j', async (text) => {
    expect(neutralise(text)).toBe(`'${text}`)
    expect(restore(neutralise(text))).toBe(text)
    const one: List<string> = { sheet: 'x', columns: [{ head: 'a', of: (row) => row }], rows: [text] }
    const csv = writeCsv(one).toString('utf8')
    expect(csv.replace('\ufeff', '').split('\r\n').slice(1).join('\r\n').replace(/^"/, '')).toMatch(/^'/)
    expect(readCsv(writeCsv(one, 'gb18030'))[1]![0]!.text).toBe(text)
    const book = new ExcelJS.Workbook()
    const bytes = await writeWorkbook(one)
    await book.xlsx.load(bytes as unknown as ArrayBuffer)
    const cell = book.worksheets[0]!.getCell('A2')
    expect(cell.formula).toBeUndefined()
    expect(cell.type).toBe(ExcelJS.ValueType.String)
  })

  test('also in heads, titles, totals and notes', async () => {
    const book = new ExcelJS.Workbook()
    const sneaky: List<string> = {
      title: '=A1',
      sheet: '=x',
      columns: [{ head: '=head', of: (row) => row }],
      rows: ['a'],
      total: ['=sum'],
      notes: ['=note'],
    }
    await book.xlsx.load((await writeWorkbook(sneaky)) as unknown as ArrayBuffer)
    book.worksheets[0]!.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined()))
    expect(writeCsv(sneaky).toString('utf8')).not.toMatch(/(^|\n|,|\ufeff)=/)
  })

  test('whatever people write survives both ways', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(
            fc
              .string({ unit: 'binary', maxLength: 12 })
              .filter((text) => !/[\0\ud800-\udfff]/.test(text) && !text.startsWith('\ufeff')),
            { minLength: 2, maxLength: 3 },
          ),
          { minLength: 1, maxLength: 4 },
        ),
        fc.constantFrom('gb18030' as const, 'utf-8' as const),
        (rows, encoding) => {
          fc.pre(rows.every((row) => row.every((text) => encoding === 'utf-8' || !/[\ue000-\uf8ff]/.test(text))))
          const wide: List<string[]> = {
            sheet: 's',
            columns: [0, 1, 2].map((c) => ({ head: `h${c}`, of: (row: string[]) => row[c] ?? '' })),
            rows,
          }
          const read = texts(readCsv(writeCsv(wide, encoding), encoding).slice(1))
          expect(read).toEqual(rows.map((row) => [0, 1, 2].map((c) => row[c] ?? '')))
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('files from other desks', () => {
  test('an identity number that Excel took for a number is reported as damaged, not guessed', async () => {
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('s')
    sheet.addRow([
      // What Excel makes of such a number.
      Number('990101197503150026'),
      1234.5,
      new Date('2025-04-01T00:00:00Z'),
      { richText: [{ text: '王' }, { text: '秀兰' }] },
      { formula: 'A1', result: 740 },
      true,
    ])
    const [read] = await readTable(Buffer.from(await book.xlsx.writeBuffer()))
    expect(read!.rows[0]!.map((cell) => cell.text)).toEqual([
      '990101197503150080',
      '1234.5',
      '2025-04-01',
      '王秀兰',
      '740',
      'TRUE',
    ])
    expect(read!.rows[0]!.map((cell) => cell.damaged)).toEqual([true, false, false, false, false, false])
    expect(readCsv(Buffer.from('9.90101E+17,ok'))[0]!.map((cell) => cell.damaged)).toEqual([true, false])
  })

  test('GB 18030 and UTF-8 are told apart by themselves; tabs and semicolons work', () => {
    expect(texts(readCsv(Buffer.from('户主\t人数\n王某\t3\n', 'utf8')))).toEqual([
      ['户主', '人数'],
      ['王某', '3'],
    ])
    expect(
      texts(readCsv(writeCsv({ columns: [{ head: '户主', of: (row: string) => row }], rows: ['王某'] }, 'gb18030'))),
    ).toEqual([['户主'], ['王某']])
  })

  test('a short GB 18030 text may be valid UTF-8 by chance (虁); it is read as Chinese', () => {
    const bytes = encodeGb18030('虁,1\r\n')
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow()
    expect(readCsv(bytes)[0]![0]!.text).toBe('虁')
  })

  test('what is no table is refused with a reason, never a crash', async () => {
    const reason = async (bytes: Buffer) =>
      readTable(bytes).then(
        () => null,
        (error) => (error instanceof UnreadableTable ? error.reason : error),
      )
    expect(await reason(Buffer.alloc(tableLimits.bytes + 1))).toBe('too-large')
    expect(await reason(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toBe('old-excel')
    expect(await reason(Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3]))).toBe('not-a-table')
    expect(await reason(Buffer.from([0x81, 0xff, 0x00, 0x81]))).toBe('encoding')
    const whole = await writeWorkbook(list)
    expect(await reason(whole.subarray(0, whole.length - 40))).toBe('not-a-table')
    expect(await reason(zipOf('xl/workbook.xml', Buffer.alloc(tableLimits.unpacked + 10)))).toBe('too-large')
  })
})

/** A zip with one packed part whose declared size lies. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(10, 24)
  central.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(30 + name.length + packed.length, 16)
  return Buffer.concat([local, Buffer.from(name), packed, central, Buffer.from(name), end])
}
