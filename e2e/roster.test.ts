import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inventedNumber } from '../demo/outside/invented-people.ts'
import { enter, inspect, openBrowser, type RunningServer, shoot, startCounty } from './support.ts'

let server: RunningServer
let browser: Browser
let page: Page
const errors: string[] = []
beforeAll(async () => {
  server = await startCounty()
  browser = await openBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (e) => errors.push(e.message))
  page.on('response', (r) => r.status() >= 500 && errors.push(`${r.status()} ${new URL(r.url()).pathname}`))
  await enter(page, server, 'county-section', '/desk/import')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const header = [
  '乡镇',
  '村',
  '姓名',
  '身份证号',
  '与户主关系',
  '城乡类别',
  '月补助金额(元)',
  '开户银行',
  '银行账号',
  '户名',
  '退回待发(元)',
  '备注',
]
type Row = (string | number)[]
const number = (birth: string, n: number) => inventedNumber(birth, 900 + n)
const account = (n: number) => `62170000000000${String(n).padStart(4, '0')}`

/** The list as a county keeps it: a title over the columns, one line per person, amounts at the head of the family. */
async function workbook(rows: Row[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('花名册')
  sheet.addRow(['安禾县桃源镇低保花名册'])
  sheet.mergeCells(1, 1, 1, header.length)
  sheet.addRow(header)
  for (const row of rows) sheet.addRow(row)
  return Buffer.from(await book.xlsx.writeBuffer())
}

const head = (name: string, no: string, amount: string | number, n: number, waiting: string | number = ''): Row => [
  '桃源镇',
  '凤尾村',
  name,
  no,
  '户主',
  '农村',
  amount,
  '安禾农商银行',
  account(n),
  name,
  waiting,
  '',
]

const bao = head('鲍春山', number('1951-02-03', 1), 420, 1, 620)
const wife: Row = ['桃源镇', '凤尾村', '尤桂兰', number('1953-04-05', 2), '妻', '', '', '', '', '', '', '']
const qu = head('阿依古丽·艾尼瓦尔', number('1960-06-07', 3), '360.50', 3)

async function tryFile(file: Buffer | string): Promise<void> {
  await page
    .getByLabel('名册文件(xlsx 或 csv)')
    .setInputFiles(
      typeof file === 'string' ? file : { name: '名册.xlsx', mimeType: 'application/octet-stream', buffer: file },
    )
  await page.getByRole('button', { name: '试导入' }).click()
}
const batches = () => page.getByRole('region', { name: '导入记录' }).locator('tbody tr')
const newest = () => batches().first()

async function downloaded(click: () => Promise<void>): Promise<ExcelJS.Worksheet> {
  const [file] = await Promise.all([page.waitForEvent('download'), click()])
  const parts: Buffer[] = []
  for await (const part of await file.createReadStream()) parts.push(part as Buffer)
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(Buffer.concat(parts) as unknown as ArrayBuffer)
  return book.worksheets[0]!
}
const textOf = (sheet: ExcelJS.Worksheet): string[] => {
  const lines: string[] = []
  sheet.eachRow((row) =>
    lines.push(
      (row.values as unknown[])
        .slice(1)
        .map((_, i) => row.getCell(i + 1).text)
        .join('|'),
    ),
  )
  return lines
}

async function accept(document: string): Promise<void> {
  await newest().getByRole('button', { name: '接收' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('依据(文件或名册编号)').fill(document)
  await dialog.getByRole('button', { name: '接收' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('名册已接收').waitFor()
}

test('a roster with errors comes back with an error column; mended it is taken over as it is paid, and the first list pays it', async () => {
  await newest().waitFor()
  const before = await batches().count()
  await tryFile(
    await workbook([
      bao,
      wife,
      qu,
      head('柯大明', '12345', 300, 4),
      head('=HYPERLINK("http://example.test","点我")', number('1962-01-02', 5), 300, 5),
      head('柯小明', number('1971-01-02', 6), '三百', 6),
    ]),
  )
  await page.getByText('试导入完成').waitFor()
  const problems = page.getByRole('region', { name: '要改的行' })
  const found = (await problems.locator('tbody tr').allTextContents()).join('\n')
  expect(found).toContain('身份证号')
  expect(found).toContain('姓名')
  expect(found).toContain('月补助金额')
  await shoot(page, 'desk-roster-dry-run')
  const mended = textOf(await downloaded(() => page.getByRole('link', { name: '下载带错误列的名册' }).first().click()))
  expect(mended.filter((line) => line.includes('怎么改'))).toHaveLength(3)
  await newest().getByRole('button', { name: '放弃' }).click()
  await newest().getByText('已放弃').waitFor()

  // Mended: three rows, two families, nothing wrong.
  await tryFile(await workbook([bao, wife, qu]))
  await page.getByText('没有错误,可以接收。').waitFor()
  await accept('安禾民政名册〔演示〕1号')
  expect(await batches().count()).toBe(before + 2)
  expect(await newest().textContent()).toContain('780.50')

  // The same layout goes out again: title, columns, people, amounts.
  const out = textOf(await downloaded(() => newest().getByRole('link', { name: '按原格式导出' }).click()))
  expect(out[0]).toContain('安禾县桃源镇低保花名册')
  expect(out[1]).toBe(header.join('|'))
  expect(out.find((line) => line.includes('鲍春山'))).toContain('420')
  expect(out.find((line) => line.includes('阿依古丽·艾尼瓦尔'))).toContain('360.5')

  // What the old list still owed waits with the returned money; the first list pays it beside the month.
  await page.goto(`${server.address}/desk/returned`)
  const waiting = page.getByRole('row').filter({ hasText: '鲍春山' })
  expect(await waiting.textContent()).toContain('620.00')
  expect(await waiting.textContent()).toContain('接收名册前就待发')
  await page.goto(`${server.address}/desk/month`)
  await page
    .getByRole('link', { name: /^打开 / })
    .last()
    .click()
  await page.getByRole('button', { name: '生成预览' }).click()
  await page.getByText('预览已生成').waitFor()
  // Everything on the screen has been read again when the button rests.
  await page.locator('main .ant-btn-loading').first().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: /^查看名单/ }).click()
  const lines = page.getByRole('region', { name: '本批名单' }).locator('tbody tr')
  await lines.filter({ hasText: '鲍春山' }).first().waitFor()
  const ours = await lines.filter({ hasText: /鲍春山|阿依古丽/ }).allTextContents()
  expect(ours.filter((line) => line.includes('名册沿用'))).toHaveLength(3)
  expect(ours.join()).toContain('360.50')
  expect(errors).toEqual([])
}, 240_000)

test('a second roster nobody was paid from is undone whole', async () => {
  await page.goto(`${server.address}/desk/import`)
  await newest().waitFor()
  await tryFile(await workbook([head('滕家乐', number('1949-09-09', 20), 280, 20, 100)]))
  await page.getByText('没有错误,可以接收。').waitFor()
  await accept('重复的名册')
  await newest().getByRole('button', { name: '整批撤销' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('理由').fill('这批是上一批的旧版')
  await dialog.getByRole('button', { name: '整批撤销' }).click()
  await dialog.waitFor({ state: 'detached' })
  await newest().getByText('已撤销').waitFor()
  await page.goto(`${server.address}/desk/returned`)
  await page.getByRole('row').filter({ hasText: '鲍春山' }).waitFor()
  expect(await page.getByText('滕家乐').count()).toBe(0)
  await page.goto(`${server.address}/desk/ledger`)
  await page.getByText('校验通过').waitFor()
}, 120_000)

test('files that are no rosters are refused in words, and leave nothing behind', async () => {
  await page.goto(`${server.address}/desk/import`)
  await newest().waitFor()
  const before = await batches().count()
  const huge = join(server.dataDir, 'huge.csv')
  writeFileSync(huge, Buffer.alloc(50 * 1024 * 1024 + 1, 0x20))
  const bad: [string, Buffer | string, RegExp][] = [
    ['50 MB', huge, /文件有 51 MB,最多 15 MB/],
    [
      'a program called xlsx',
      Buffer.concat([Buffer.from('MZ'), Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7) % 256))]),
      /打不开|没有找到表头|只能读/,
    ],
    ['an empty sheet', await workbookOf([]), /没有找到表头|没有可以读的人员行/],
    ['only a header', await workbook([]), /没有可以读的人员行/],
  ]
  for (const [what, bytes, words] of bad) {
    await tryFile(bytes)
    await page.getByRole('alert').filter({ hasText: words }).waitFor()
    expect(await batches().count(), what).toBe(before)
    await page.reload()
    await newest().waitFor()
  }
  expect(await batches().count()).toBe(before)
  expect(errors).toEqual([])
}, 120_000)

test('the import screen and the waiting money stand in every width and in 大字', async () => {
  expect(await inspect(page, `${server.address}/desk/import`)).toEqual([])
  await newest().waitFor()
  await shoot(page, 'desk-roster')
  expect(await inspect(page, `${server.address}/desk/returned`)).toEqual([])
  await page.getByRole('row').filter({ hasText: '鲍春山' }).waitFor()
  expect(errors).toEqual([])
}, 240_000)

async function workbookOf(rows: Row[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('空表').addRows(rows)
  return Buffer.from(await book.xlsx.writeBuffer())
}
