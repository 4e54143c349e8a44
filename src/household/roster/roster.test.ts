import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { encodeGb18030, isRefusal, yuan } from '../../foundation/index.ts'
import { granted, inventedNumber } from '../testkit/index.ts'
import { neutral, readAmount, readDay, relationCode, unneutral } from './cells.ts'
import { fieldOf, findLayout, perOf } from './columns.ts'
import { readFamilies } from './families.ts'
import { readBook, writeTable } from './sheet.ts'

const father = inventedNumber('1961-03-04', 11)
const mother = inventedNumber('1963-07-08', 12)
const child = inventedNumber('2010-01-02', 13)
const widow = inventedNumber('1948-09-10', 14)
const fifteen = (number: string) => number.slice(0, 6) + number.slice(8, 17)
const fullWidth = (text: string) =>
  text.replace(/[0-9X]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))

async function read(bytes: Buffer, options = {}) {
  const book = granted(await readBook(bytes))
  const layout = granted(findLayout(book.sheets))
  const grid = book.sheets.find(({ sheet }) => sheet === layout.sheet)!
  return { book, layout, ...readFamilies(grid, layout, options) }
}

const csv = (lines: string[], encode: (text: string) => Buffer = (text) => Buffer.from(text)) =>
  encode(lines.join('\r\n'))

/** A sheet as a township makes it: titles merged across, household cells merged down over the members' rows. */
async function townshipWorkbook(): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('农村低保')
  sheet.addRow(['安禾县桃源镇2025年第一季度农村最低生活保障金发放花名册'])
  sheet.addRow(['填报单位:桃源镇人民政府', '', '', '', '', '', '', '单位:元'])
  sheet.addRow(['序号', '村(居)委会', '户主姓名', '家庭成员', '', '', '保障人数', '年补助金额(元/年)'])
  sheet.addRow(['', '', '', '姓名', '身份证号码', '与户主关系', '', ''])
  sheet.addRow([1, '梨花村', '周大山', '周大山', fullWidth(father), '户主', 3, 9600])
  sheet.addRow(['', '', '', '钱秀英', fifteen(mother), '妻子', '', ''])
  sheet.addRow(['', '', '', '周小雨', child, '女儿', '', ''])
  sheet.addRow([2, '梨花村', '阿依古丽•买买提', '阿依古丽•买买提', `${widow} `, '本人', 1, '6,720.00'])
  sheet.addRow(['合计', '', '', '', '', '', 4, 16320])
  sheet.addRow(['制表人:', '', '审核人:'])
  sheet.mergeCells('A1:H1')
  sheet.mergeCells('A2:G2')
  sheet.mergeCells('D3:F3')
  for (const column of ['A', 'B', 'C', 'G', 'H']) sheet.mergeCells(`${column}3:${column}4`)
  for (const column of ['A', 'B', 'C', 'G', 'H']) sheet.mergeCells(`${column}5:${column}7`)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

test('a township’s sheet is understood: two header rows, merged titles, full-width and 15-digit numbers, yearly amounts', async () => {
  const roster = await read(await townshipWorkbook())
  expect(roster.problems).toEqual([])
  expect(roster.layout).toMatchObject({ shape: 'person-rows', residence: 'rural', programme: 'dibao' })
  expect(roster.families).toMatchObject([
    {
      row: 5,
      rows: [5, 6, 7],
      monthly: yuan(800),
      covered: 3,
      residence: 'rural',
      place: { village: '梨花村' },
      members: [
        { name: '周大山', relation: 'applicant', number: { normal: father, how: 'tidied' } },
        { name: '钱秀英', relation: 'spouse', number: { normal: mother, how: '15-to-18', given: fifteen(mother) } },
        { name: '周小雨', relation: 'child', number: { normal: child } },
      ],
    },
    { row: 8, monthly: yuan(560), members: [{ name: '阿依古丽·买买提' }] },
  ])
  expect(roster.families[0]!.notes.map(({ code }) => code)).toContain('number-converted')
})

describe('amounts in person rows', () => {
  const header = '乡镇,村,姓名,身份证号,与户主关系,月补助金额(元)'
  const rows = (amounts: string[]) => [
    header,
    `桃源镇,梨花村,周大山,${father},户主,${amounts[0]}`,
    `桃源镇,梨花村,钱秀英,${mother},配偶,${amounts[1]}`,
    `桃源镇,梨花村,孙老太,${widow},户主,300`,
  ]
  test('written once they are the household’s', async () => {
    const roster = await read(csv(rows(['620', ''])))
    expect(roster).toMatchObject({ amountOf: 'household', families: [{ monthly: yuan(620) }, { monthly: yuan(300) }] })
  })
  test('different in every row they are each person’s and add up', async () => {
    const roster = await read(csv(rows(['400', '220.5'])))
    expect(roster).toMatchObject({
      amountOf: 'person',
      families: [{ monthly: yuan('620.50') }, { monthly: yuan(300) }],
    })
  })
  test('the same in every row they are the household’s, repeated, unless the office says otherwise', async () => {
    expect(await read(csv(rows(['620', '620'])))).toMatchObject({ families: [{ monthly: yuan(620) }, {}] })
    expect(await read(csv(rows(['620', '620'])), { amountOf: 'person' })).toMatchObject({
      families: [{ monthly: yuan(1240) }, {}],
    })
  })
  test('a household amount that differs between its rows is asked about, never chosen', async () => {
    const roster = await read(csv(rows(['620', '610'])), { amountOf: 'household' })
    expect(roster.problems).toEqual([{ row: 2, column: '月补助金额(元)', code: 'amount-differs' }])
    expect(roster).toMatchObject({ badFamilies: 1, badRows: 2, families: [{ monthly: yuan(300) }] })
  })
})

test('one row for a household, members in repeated columns, in GB18030 with a rare character', async () => {
  const lines = [
    '低保花名册(城市),,,,,,,,',
    '户主,户主身份证号,保障人口,成员1姓名,成员1身份证号,成员1与户主关系,成员2姓名,成员2身份证号,月保障金,开户银行,一卡通账号,备注',
    `𬱖大山,${father},3,钱秀英,${mother},妻,周小雨,${child},900.00,安禾农商行,6200 0000 1234 5678,"说明,含逗号"`,
    `孙老太,${widow},2,,,,,,450,,,`,
  ]
  const roster = await read(csv(lines, encodeGb18030))
  expect(roster.book.format).toBe('csv-gb18030')
  expect(roster.layout).toMatchObject({ shape: 'household-rows', residence: 'urban' })
  expect(roster.problems).toMatchObject([])
  expect(roster.families).toMatchObject([
    {
      members: [
        { name: '𬱖大山', relation: 'applicant' },
        { name: '钱秀英', relation: 'spouse' },
        { name: '周小雨', relation: 'otherLegal' },
      ],
      monthly: yuan(900),
      payee: { holder: '𬱖大山', bank: '安禾农商行', account: '6200000012345678' },
    },
    {
      members: [{ name: '孙老太' }],
      notes: [{ code: 'members-not-listed', with: { covered: 2 } }, { code: 'since-unknown' }],
    },
  ])
})

test('each fault is told with row and heading, and its family stays out as a whole', async () => {
  const bad = father.slice(0, 17) + (father.endsWith('1') ? '2' : '1')
  const lines = [
    '姓名,身份证号,与户主关系,月补助金额,享受时间',
    `周大山,${father},户主,620,2021年3月`,
    `钱秀英,${bad},配偶,,`,
    `孙老太,${widow},户主,六百,2021.13`,
    `,${mother},户主,0,`,
    `李老三,12345,户主,300,`,
    `周小雨,${child},义弟,300,`,
  ]
  const roster = await read(csv(lines))
  expect(roster.families).toEqual([])
  const told = roster.problems.map(({ row, column, code }) => `${row} ${column} ${code}`).sort()
  expect(told).toEqual([
    '3 身份证号 number-check-character',
    '4 享受时间 day-not-readable',
    '4 月补助金额 amount-not-readable',
    '5 姓名 name-missing',
    '5 月补助金额 amount-not-positive',
    '6 身份证号 number-length',
    '7 与户主关系 relation-unknown',
  ])
  // No name and no number of anybody is in what is told.
  expect(JSON.stringify(roster.problems)).not.toMatch(/周|钱|孙|\d{15}/)
})

test('eighteen digits kept as a number have lost their end; that is said, not guessed', async () => {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('名册')
  sheet.addRow(['姓名', '身份证号', '月补助金额'])
  sheet.addRow(['孙老太', Number(widow.replace('X', '0')), 300])
  const roster = await read(Buffer.from(await workbook.xlsx.writeBuffer()))
  expect(roster.problems).toEqual([{ row: 2, column: '身份证号', code: 'number-lost-digits' }])
})

test('a sheet without names, numbers or amounts is refused whole; so are other files', async () => {
  const book = granted(await readBook(Buffer.from('姓名,电话\r\n周大山,1')))
  expect(findLayout(book.sheets)).toMatchObject({ refused: 'roster-no-header' })
  for (const bytes of [Buffer.from('PK\u0003\u0004 broken', 'latin1'), Buffer.from([0, 1, 2, 3]), Buffer.alloc(0)])
    expect(isRefusal(await readBook(bytes))).toBe(true)
  expect(await readBook(Buffer.alloc(15_000_001, 65))).toMatchObject({ refused: 'file-too-large' })
})

test('a spreadsheet bomb is refused by what it says it unpacks to', async () => {
  const bytes = await townshipWorkbook()
  const at = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
  bytes.writeUInt32LE(900_000_000, at + 24)
  expect(await readBook(bytes)).toMatchObject({ refused: 'file-too-large' })
})

test('cells that would compute are written as text and come back as they were', async () => {
  const wicked = ['=1+1', '+cmd', '-2', '@sum', '=HYPERLINK("x")', "'quoted", '普通']
  for (const text of wicked) expect(unneutral(neutral(text))).toBe(text)
  for (const format of ['xlsx', 'csv-utf8', 'csv-gb18030'] as const) {
    const bytes = await writeTable(
      { sheet: '表', head: [['姓名', '备注']], rows: wicked.map((text) => ['甲', text]) },
      format,
    )
    const book = granted(await readBook(bytes))
    expect(book.sheets[0]!.rows.slice(1).map((row) => row[1]!.text)).toEqual(
      wicked.map((text) => text.normalize('NFKC')),
    )
    if (format !== 'xlsx') expect(bytes.toString('latin1')).not.toMatch(/[,\n]=/)
  }
})

test('headings are understood as offices write them', () => {
  const cases: Record<string, string> = {
    户主姓名: 'headName',
    户主身份证号码: 'headNumber',
    身份证号: 'number',
    公民身份号码: 'number',
    '姓 名': 'name',
    与户主关系: 'relation',
    '所属乡镇(街道)': 'township',
    '村(社区)': 'village',
    '月保障金额(元)': 'amount',
    '年补助金额(元/年)': 'amount',
    '保障金(元/季)': 'amount',
    低保金: 'amount',
    发放金额: 'amount',
    '月人均补差(元)': 'perHead',
    保障人数: 'covered',
    家庭人口数: 'people',
    低保类别: 'category',
    开户银行: 'bank',
    一卡通账号: 'account',
    户名: 'holder',
    联系电话: 'phone',
    享受起始时间: 'since',
    上次复核时间: 'reviewed',
    下次复核时间: 'nextReview',
    低保证号: 'certificate',
    序号: 'serial',
    备注: 'note',
    家庭住址: 'address',
    退回待发金额: 'balance',
    家庭年收入: 'income',
  }
  for (const [heading, field] of Object.entries(cases)) expect(fieldOf(heading), heading).toBe(field)
  expect(fieldOf('二维码')).toBeNull()
  expect([perOf('年补助金额(元/年)'), perOf('保障金(元/季)'), perOf('月保障金'), perOf('金额')]).toEqual([
    'year',
    'quarter',
    'month',
    'month',
  ])
})

test('amounts, days and relations as people write them', () => {
  expect([
    readAmount('1,234.5元'),
    readAmount('¥600'),
    readAmount('333.3300'),
    readAmount('0.005'),
    readAmount('六百'),
  ]).toEqual([yuan('1234.50'), yuan(600), yuan('333.33'), null, null])
  expect([
    readDay('2021年3月'),
    readDay('2021.3.5'),
    readDay('202103'),
    readDay('20210305'),
    readDay('2021-02-30'),
    readDay('去年'),
  ]).toEqual(['2021-03-01', '2021-03-05', '2021-03-01', '2021-03-05', null, null])
  const said = ['户主', '本人', '妻', '长子', '户主之妻', '儿媳', '岳父', '外孙女', '弟弟', '侄子', '义弟']
  expect(said.map(relationCode)).toEqual([
    'applicant',
    'applicant',
    'spouse',
    'child',
    'spouse',
    'childInLaw',
    'parentInLaw',
    'grandchild',
    'sibling',
    'otherLegal',
    null,
  ])
})
