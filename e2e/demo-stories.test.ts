import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axe, openBrowser, type RunningServer, shoot, startCounty } from './support.ts'

/** The three stories of the landing page, each from its button to the fact it tells. */
let server: RunningServer
let browser: Browser
beforeAll(async () => {
  server = await startCounty()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }
const desk: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }

async function landing(on: BrowserContextOptions): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN', ...on })).newPage()
  await page.goto(`${server.address}/demo`)
  await page.getByRole('heading', { name: '三个故事' }).waitFor()
  return page
}

/** One click on the card. */
async function open(story: string, door: RegExp, on = desk): Promise<Page> {
  const page = await landing(on)
  const card = page.locator('.stories > li', { has: page.getByRole('heading', { name: story }) })
  await card.getByRole('button', { name: door }).click()
  return page
}
const seen = async (page: Page, ...texts: (string | RegExp)[]) => {
  for (const text of texts) await page.getByText(text).first().waitFor()
}
const leave = (page: Page) => page.context().close()

test('the landing page tells three stories, and each begins with a button', async () => {
  const page = await landing(desk)
  expect(await page.locator('.stories > li').count()).toBe(3)
  expect(await axe(page)).toEqual([])
  await shoot(page, 'demo')
  await leave(page)
})

test('一笔收入算了两遍: both figures stand in the refusal, one of them is taken out, and the months are paid afterwards', async () => {
  const family = await open('一笔收入算了两遍', /以这家人的身份/, phone)
  await seen(family, '这次没通过')
  await family.getByRole('link', { name: '看为什么' }).click()
  for (const figure of ['工资性收入', '经营净收入'])
    expect(await family.getByRole('row', { name: new RegExp(`^${figure}`) }).textContent()).toContain('9,600')
  await family.getByRole('link', { name: '回到进度' }).click()
  const payments = family.getByRole('table', { name: '发放记录' }).getByRole('row').filter({ hasText: '已发到卡上' })
  const paid = (await payments.allTextContents()).map((row) =>
    [...row.matchAll(/(\d{4})年(\d+)月/g)].map(([month]) => month),
  )
  expect(paid.length).toBeGreaterThanOrEqual(3)
  // At least one month came later than its own month: it was owed.
  expect(paid.some(([month, day]) => day !== undefined && day !== month)).toBe(true)
  await family.getByRole('link', { name: '您提的异议' }).click()
  await family.getByRole('link', { name: '看为什么' }).click()
  await shoot(family, 'story-counted-twice')
  await leave(family)

  const section = await open('一笔收入算了两遍', /看复查的案卷/)
  await seen(section, '有异议的数', '经营净收入', /这就是工资里那笔串珠子的钱,算了两遍/)
  await section.getByRole('link', { name: '决定', exact: true }).click()
  await seen(section, /同一笔收入重复计算/)
  await section.getByRole('region', { name: '补发' }).waitFor()
  await leave(section)
}, 60_000)

test('卡上的八万六不是他的: the bank says 86,000, he shows whose it is, and the family is paid', async () => {
  const report = await open('卡上的八万六不是他的', /核对报告/)
  const deposits = report
    .getByRole('region', { name: '核对报告' })
    .getByRole('row')
    .filter({ hasText: '86,000元' })
    .first()
  await deposits.getByText(/^[\d,]+元\(.+第七条\)$/).waitFor()
  await deposits.getByText('超过本项救助的限额').waitFor()
  const question = report.getByRole('region', { name: '不一致数据' }).getByRole('row').filter({ hasText: '存款' })
  await question.getByText(/84,120元是村民小组修渠的公款/).waitFor()
  await question.getByText(/不属于家庭财产/).waitFor()
  await question.getByText(/采用家庭的数/).waitFor()
  await shoot(report, 'story-neighbours-money')
  await leave(report)

  const clerk = await open('卡上的八万六不是他的', /看案卷/)
  await clerk.getByRole('link', { name: '决定', exact: true }).click()
  const decided = clerk.getByText(/^确认给予 · 每月 [\d,]+ 元/).last()
  const monthly = /每月 ([\d,]+) 元/.exec((await decided.textContent())!)![1]!.replace(',', '')
  await leave(clerk)
  const family = await open('卡上的八万六不是他的', /以这家人的身份/, phone)
  await seen(family, new RegExp(`${monthly}\\.00 元`))
  await leave(family)
}, 60_000)

test('老伴走了,和一笔退回来的钱: from the death register to the smaller amount, and the money that found its way', async () => {
  const clerk = await open('老伴走了', /这一户的经过/)
  await clerk.getByRole('heading', { level: 1, name: /覃有福/ }).waitFor()
  await clerk.getByRole('region', { name: '离开的成员' }).getByText('黄玉珍').waitFor()
  await seen(clerk, '家庭成员去世', /成员去世\)/)
  await shoot(clerk, 'story-last-farewell')
  const change = clerk.getByRole('row').filter({ hasText: '成员去世' }).getByRole('link').first()
  await change.click()
  await clerk.getByRole('link', { name: '决定', exact: true }).click()
  await seen(clerk, /每月 [\d,]+ 元 → [\d,]+ 元\(少 [\d,]+ 元\)/, '黄玉珍不再计入共同生活的家庭成员')
  await leave(clerk)

  const returned = await open('老伴走了', /退回重发/)
  await seen(returned, /被银行退回/, /领取账户已更换/)
  await leave(returned)

  const section = await open('老伴走了', /看当月名单/)
  await section.getByRole('tab', { name: /调整/ }).click()
  const line = section.getByRole('tabpanel').getByRole('row').filter({ hasText: '覃有福' })
  await line.getByText('成员去世').waitFor()
  await leave(section)
}, 60_000)
