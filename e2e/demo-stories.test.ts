import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axe, openBrowser, type RunningServer, shoot, startCounty } from './support.ts'

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

async function landing(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${server.address}/demo`)
  await page.getByRole('heading', { name: '三个故事' }).waitFor()
  return page
}

/** One click on the card. */
async function open(story: string, door: RegExp): Promise<Page> {
  const page = await landing()
  const card = page.locator('.stories > li', { has: page.getByRole('heading', { name: story }) })
  await card.getByRole('button', { name: door }).click()
  return page
}

test('the landing page tells three stories, and each begins with a button', async () => {
  const page = await landing()
  expect(await page.locator('.stories > li').count()).toBe(3)
  expect(await axe(page)).toEqual([])
  await shoot(page, 'demo')
  await page.context().close()
})

test('一笔收入算了两遍: the family sees the refusal, the answer to its objection, and the months paid back', async () => {
  const page = await open('一笔收入算了两遍', /以这家人的身份/)
  await page.getByText('这次没通过').waitFor()
  await page.getByText('异议复核结果告知书').waitFor()
  await page.getByRole('link', { name: '您提的异议' }).waitFor()
  expect(await page.getByRole('cell', { name: /已发到卡上/ }).count()).toBeGreaterThanOrEqual(3)
  await shoot(page, 'story-counted-twice')
  await page.context().close()
})

test('卡上的八万六不是他的: the report shows the line, his answer and why the figure was set aside', async () => {
  const page = await open('卡上的八万六不是他的', /核对报告/)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page
    .getByText(/84,120/)
    .first()
    .waitFor()
  await page
    .getByText(/不属于家庭财产/)
    .first()
    .waitFor()
  await shoot(page, 'story-neighbours-money')
  await page.context().close()
})

test('老伴走了,和一笔退回来的钱: the household’s story, from the death register to the smaller amount', async () => {
  const page = await open('老伴走了', /这一户的经过/)
  await page.getByText('家庭成员去世').first().waitFor()
  await page
    .getByText(/成员去世\)/)
    .first()
    .waitFor()
  await shoot(page, 'story-last-farewell')
  await page.context().close()
  const other = await open('老伴走了', /退回重发/)
  await other.getByText(/被银行退回/).waitFor()
  await other.getByText(/领取账户已更换/).waitFor()
  await other.context().close()
})
