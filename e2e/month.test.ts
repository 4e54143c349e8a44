import { createServer } from 'node:net'
import PizZip from 'pizzip'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readTable } from '../src/office/index.ts'
import { flatText, readPdf } from '../src/office/testkit/read-pdf.ts'
import { enter, openBrowser, passDays, type RunningServer, shoot, startCounty } from './support.ts'

let server: RunningServer
let browser: Browser
let bank: string
const tokens = { client: 'month-client', control: 'month-control' }
beforeAll(async () => {
  const port = await freePort()
  bank = `http://127.0.0.1:${port}`
  server = await startCounty({
    DOUDI_DEMO_BANK_PORT: String(port),
    DOUDI_BANK_CLIENT_TOKEN: tokens.client,
    DOUDI_BANK_CONTROL_TOKEN: tokens.control,
  })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

const askBank = (who: keyof typeof tokens, path: string, body?: unknown) =>
  fetch(bank + path, {
    headers: { authorization: `Bearer ${tokens[who]}`, 'content-type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  })

const errors: string[] = []
/** Somebody's desk: a browser of their own, and every error on it. */
async function deskOf(role: Parameters<typeof enter>[2], username?: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (e) => errors.push(`${role}: ${e.message}`))
  page.on('response', (r) => r.status() >= 500 && errors.push(`${r.status()} ${new URL(r.url()).pathname}`))
  await enter(page, server, role, role.startsWith('township') ? '/desk/payees' : '/desk/month', username)
  return page
}

const opened = async (page: Page, month: string) => {
  await page.goto(`${server.address}/desk/month/${month}`)
  await page.getByRole('heading', { name: '签章' }).waitFor()
}
const press = async (page: Page, name: string | RegExp, said: string) => {
  await page.getByRole('button', { name, exact: typeof name === 'string' }).click()
  await page.getByRole('status').filter({ hasText: said }).first().waitFor()
  // Everything on the screen has been read again when the button rests.
  await page.locator('main .ant-btn-loading').first().waitFor({ state: 'detached' })
}
const figure = async (page: Page, name: string): Promise<string> =>
  (await page
    .locator('dl.figures div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .textContent()) ?? ''

/** The township registers another account for a family; its head confirms what the clerk wrote down. */
async function anotherAccount(first: Page, second: Page, name: string, number: string): Promise<void> {
  await first.goto(`${server.address}/desk/payees`)
  await first.getByLabel('姓名、拼音、证件末四位').fill(name)
  await first.getByRole('button', { name: '查找' }).click()
  await first.getByRole('button', { name: `打开 ${name}` }).click()
  await first.getByLabel('开户行').fill('安禾农商银行')
  await first.getByLabel('账号', { exact: true }).fill(number)
  await first.getByLabel('变更原因').first().fill('原卡遗失,本人持新卡到窗口')
  await press(first, '登记', '等待另一人复核')
  await second.goto(`${server.address}/desk/payees`)
  await press(second, `确认 ${name} 的变更`, '已确认')
}

/** A changed account holds the line for a cycle; a third person asks the family, and lets it go. Gives the fen let go. */
async function letGo(page: Page, name: string): Promise<number> {
  await page.getByRole('tab', { name: /异常/ }).click()
  const release = page.getByRole('button', { name: `放行 ${name}:账户或领取人变更未满一个周期` })
  await release.first().waitFor()
  let fen = 0
  for (let left = await release.count(); left > 0; left--) {
    await release.first().click()
    const dialog = page.getByRole('dialog')
    fen += fenOf(/([\d,]+\.\d\d) 元/.exec((await dialog.textContent())!)![1]!)
    await dialog.getByRole('button', { name: '放行' }).click()
    expect(await dialog.isVisible(), 'nobody lets money go without a reason').toBe(true)
    await dialog.getByLabel('理由').fill('新卡已核对,电话问过本人')
    await dialog.getByLabel('凭据').fill('存折复印件,当日电话记录')
    await shoot(page, 'desk-month-release')
    await dialog.getByRole('button', { name: '放行' }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => release.count()).toBe(left - 1)
  }
  await page.getByText('已放行', { exact: false }).first().waitFor()
  return fen
}

interface Office {
  section: Page
  second: Page
  leader: Page
  finance: Page
}

/** Four people set four seals on the same content; the one who prepared cannot review. */
async function seal({ section, second, leader, finance }: Office, month: string): Promise<void> {
  await press(section, '制表并冻结', '已制表,内容已冻结')
  await section.getByText('您已经签过前面一道,这一道要由别人签。').waitFor()
  expect(await section.getByRole('button', { name: '审核通过' }).count()).toBe(0)
  await opened(second, month)
  await press(second, '审核通过', '已审核')
  await opened(leader, month)
  await press(leader, '审批通过', '已审批')
  await opened(finance, month)
}

/** The money leaves the county: the file is made, goes to the bank, and the bank takes it. */
async function release(finance: Page, month: string): Promise<void> {
  await press(finance, '复核并放款', '财政已复核,银行文件正在生成')
  await finance.locator('dl.figures').getByText('银行已受理').waitFor()
  await opened(finance, month)
}

/** A day later the bank says what came of each line, and three sides are compared. */
async function reconcile(finance: Page, month: string): Promise<void> {
  await passDays(finance, server, 1)
  await opened(finance, month)
  await press(finance, '用已收结果对账', '已比对')
  await finance.getByText('三方一致:名单、账务、银行没有差异。').waitFor()
  expect(await figure(finance, '状态')).toBe('已对账')
}

test('a month from the preview to the reconciled list, through four pairs of hands; one account is closed, the money comes back and goes out again', async () => {
  const section = await deskOf('county-section', 'demo.section')
  const second = await deskOf('county-section', 'demo.section2')
  const leader = await deskOf('county-leader')
  const finance = await deskOf('finance')
  const clerk = await deskOf('township-clerk')
  const head = await deskOf('township-head')
  const office = { section, second, leader, finance }

  // ── The month after the last one paid: what changes, and on what paper
  const link = section.getByRole('link', { name: /^打开 / }).last()
  const month = (await link.textContent())!.replace('打开 ', '')
  await link.click()
  await press(section, /^(重新)?生成预览$/, '预览已生成')
  const changes = section.getByRole('region', { name: '本月变动' })
  await changes.getByRole('tab', { name: /^新增 [1-9]/ }).click()
  for (const row of await bodyRows(changes)) {
    expect(row).toContain('新确认')
    expect(row, 'the number of the letter').toMatch(/990101-\d{4}-\d{6}$/)
  }
  await section.getByRole('button', { name: /^查看名单/ }).click()
  const list = section.getByRole('region', { name: '本批名单' })
  // A family of the township whose window is asked.
  const town = /经办人(\S+)社会救助窗口/.exec((await clerk.getByRole('banner').textContent())!)![1]!
  const name = await nameIn(list, { hasText: '名册沿用', hasNotText: '暂缓' }, town)

  // ── Their new account is closed before the money arrives: nobody here knows
  const closed = '6299990000000000017'
  expect((await askBank('control', '/accounts', [{ account: closed, state: 'closed' }])).status).toBe(200)
  await anotherAccount(clerk, head, name, closed)
  await opened(section, month)
  await press(section, '重新生成预览', '预览已生成')

  // ── What must not go out by itself stands aside with its reason: a death, a changed account in its hold
  await section.getByRole('tab', { name: /^异常 [1-9]/ }).click()
  const dead = changes.getByRole('row').filter({ hasText: /家里有人去世\(\d{4}-\d\d-\d\d\)/ })
  const deadName = (await dead.first().getByRole('rowheader').textContent())!
  expect(await changes.getByRole('row').filter({ hasText: '没有指定领取人' }).textContent()).not.toContain('放行')
  await changes.getByRole('row').filter({ hasText: name }).getByText('账户或领取人变更未满一个周期').waitFor()
  await shoot(section, 'desk-month-preview')
  const before = fenOf(await figure(section, '发放总额(元)'))
  const released = await letGo(section, name)
  expect(fenOf(await figure(section, '发放总额(元)')), 'what was let go is on the list, nothing else').toBe(
    before + released,
  )
  await seal(office, month)
  const total = await figure(finance, '发放总额(元)')
  expect(fenOf(total)).toBe(before + released)
  await shoot(finance, 'desk-month-sealed')

  // ── What finance gets: the list as a workbook and on paper, the request for funds; the same total everywhere
  const workbook = await listOf(await download(finance, '发放清册 xlsx'))
  expect(workbook.total).toBe(fenOf(total))
  expect(workbook.lines.reduce((all, line) => all + line.amount, 0)).toBe(fenOf(total))
  expect(workbook.lines.length).toBe(Number(await figure(finance, '户数')))
  expect(workbook.lines.some((line) => line.head === name && line.account === closed)).toBe(true)
  expect(workbook.lines.map((line) => line.head)).not.toContain(deadName)
  for (const paper of ['发放清册 PDF', '发放清册 PDF 大字版', '资金申请 PDF']) {
    const read = readPdf(await download(finance, paper))
    expect(flatText(read).replaceAll(',', ''), paper).toContain(total.replaceAll(',', ''))
    expect(read.emptyBoxes, `${paper}: a character without a shape`).toBe(0)
  }
  expect((await wordText(await download(finance, '资金申请 docx'))).replaceAll(',', '')).toContain(
    total.replaceAll(',', ''),
  )

  // ── The bank takes its file, pays, and sends one line back
  await release(finance, month)
  const file = gb18030(await download(finance, '下载 CSV'))
  expect(file).toContain(`合计,${workbook.lines.length},${total.replaceAll(',', '')}\r\n`)
  const rows = file.split('\r\n').filter((line) => /^\d+,[0-9a-f-]{36},/.test(line))
  expect(rows.reduce((all, line) => all + fenOf(line.split(',')[5]!), 0)).toBe(fenOf(total))
  expect(rows.map((line) => line.split(',')[4]).sort()).toEqual(workbook.lines.map((line) => line.account).sort())
  await reconcile(finance, month)
  await finance.getByText(`账上列支 ${total} 元,与本批合计一致。`).waitFor()
  const cameBack = workbook.lines.find((line) => line.head === name)!.amount
  const back = finance.getByRole('row').filter({ hasText: '银行处理中 → 退回待发' })
  expect(await amountIn(back)).toBe(cameBack)
  await shoot(finance, 'desk-month-reconciled')

  // ── The same results once more, carried by hand: known, and nothing moves
  const files = (await (await askBank('client', '/return-files?payer=990101&after=0')).json()) as {
    files: { sequence: number }[]
  }
  const last = files.files.at(-1)!.sequence
  const again = Buffer.from(await (await askBank('client', `/return-files/990101/${last}`)).arrayBuffer())
  const moved = await finance.getByRole('region', { name: '账务里的这一批' }).textContent()
  await finance
    .getByLabel('导入发放结果(含退回)')
    .setInputFiles({ name: 'results.csv', mimeType: 'text/csv', buffer: again })
  await finance
    .locator('form')
    .filter({ has: finance.getByLabel('导入发放结果(含退回)') })
    .getByRole('button', { name: '上传' })
    .click()
  await finance.getByRole('alert').filter({ hasText: '导入过' }).waitFor()
  await opened(finance, month)
  await finance.getByText('三方一致:名单、账务、银行没有差异。').waitFor()
  expect(await finance.getByRole('region', { name: '账务里的这一批' }).textContent()).toBe(moved)

  // ── 退回待发: the family is called, brings another card, and is paid again by the next list
  await section.goto(`${server.address}/desk/returned`)
  const waiting = section.getByRole('row').filter({ hasText: name })
  expect(await waiting.textContent()).toContain('账户已销户')
  await shoot(section, 'desk-returned')
  await anotherAccount(clerk, head, name, '6299990000000000025')
  await section.goto(`${server.address}/desk/returned`)
  await waiting.getByText('下一批再发').waitFor()
  await opened(section, month)
  await press(section, '生成预览', '预览已生成')
  await section.getByRole('tab', { name: /^退回 [1-9]/ }).waitFor()
  expect(await letGo(section, name), 'exactly what came back').toBe(cameBack)
  await seal(office, month)
  await release(finance, month)
  await reconcile(finance, month)
  await section.goto(`${server.address}/desk/returned`)
  await section.getByRole('link', { name: '导出 Excel' }).waitFor()
  expect(await waiting.count()).toBe(0)
  const amounts = await section.locator('main tbody tr td:nth-child(5)').allTextContents()
  const stillWaiting = amounts.reduce((all, text) => all + fenOf(text), 0)

  // ── The family's own record, and the book: everything holds together
  await section.goto(`${server.address}/desk/ledger`)
  await section.getByText('校验通过').waitFor()
  const balances = section.getByRole('region', { name: '资金余额' })
  expect(await amountIn(balances.getByRole('row', { name: /^退回待发/ }))).toBe(stillWaiting)
  expect(await amountIn(balances.getByRole('row', { name: /^银行处理中/ }))).toBe(0)
  expect(await amountIn(balances.getByRole('row', { name: /^各科目相加/ }))).toBe(0)
  await section.getByLabel('姓名、拼音、证件末四位').fill(name)
  await section.getByRole('button', { name: '查找' }).click()
  await section.getByRole('button', { name: `打开 ${name}` }).click()
  const record = section.getByRole('region', { name: '一户发放记录' }).getByRole('row').filter({ hasText: month })
  await record.first().waitFor()
  const states = await record.allTextContents()
  expect(states.some((text) => text.includes('已再发'))).toBe(true)
  expect(states.some((text) => text.includes('已到账'))).toBe(true)
  await shoot(section, 'desk-ledger')

  // ── Whoever watches sees the same figures and can change nothing
  const auditor = await deskOf('auditor')
  await opened(auditor, month)
  for (const button of ['生成预览', '制表并冻结', '审核通过', '撤回批次', '用已收结果对账'])
    expect(await auditor.getByRole('button', { name: button }).count()).toBe(0)
  expect(errors).toEqual([])
}, 300_000)

async function download(page: Page, name: string): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).click(),
  ])
  const parts: Buffer[] = []
  for await (const part of await file.createReadStream()) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** 发放清册 as a clerk of finance reads it: the columns found by their heads, the sum in the last row. */
async function listOf(bytes: Buffer) {
  const [sheet] = await readTable(bytes)
  const rows = sheet!.rows.map((row) => row.map((cell) => cell.text.trim()))
  const at = rows.findIndex((row) => row.includes('领取人'))
  const column = (head: string) => rows[at]!.indexOf(head)
  const end = rows.findIndex((row, i) => i > at && row[0] === '合计')
  return {
    total: fenOf(rows[end]![column('合计')]!),
    lines: rows.slice(at + 1, end).map((row) => ({
      head: row[column('户主')]!,
      account: row[column('账号')]!,
      amount: fenOf(row[column('合计')]!),
    })),
  }
}

const gb18030 = (bytes: Buffer) => new TextDecoder('gb18030').decode(bytes)
/** 1,234.5 → 123450 */
const fenOf = (text: string): number => Math.round(Number(text.replaceAll(',', '')) * 100)

/** What stands under 金额 or 余额: the last cell of the row. */
const amountIn = async (row: Locator): Promise<number> => fenOf((await row.locator('td').last().textContent())!)

const bodyRows = async (of: Locator): Promise<string[]> =>
  (await of.locator('tbody tr').allTextContents()).filter((text) => text.trim() !== '')

async function nameIn(list: Locator, filter: Parameters<Locator['filter']>[0], town: string): Promise<string> {
  const row = list.getByRole('row').filter(filter).filter({ hasText: town }).first()
  return (await row.getByRole('rowheader').textContent())!
}

/** What the words of a docx say, without its marks. */
async function wordText(bytes: Buffer): Promise<string> {
  const zip = new PizZip(bytes)
  return zip
    .file('word/document.xml')!
    .asText()
    .replaceAll(/<[^>]+>/g, '')
}
