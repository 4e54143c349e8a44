import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, monthOf, nextMonth } from '../src/foundation/index.ts'
import { finish, good, type Officer, openStep, sit } from './office.ts'
import { axe, openBrowser, type RunningServer, shoot, startCounty } from './support.ts'

/** Two paid households whose life goes on: what changed is looked into and decided, and the next list says so and why. */
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

/** The household of that name on the clerk's list of closed cases: paid before this month, with nothing open. */
async function paid(desk: Officer, name: string) {
  const closed = await good(desk.ask('GET', `/api/desk/queue?view=closed&text=${encodeURIComponent(name)}`))
  const householdId: number = closed.items[0].householdId
  const { awards, cases } = await good(desk.ask('GET', `/api/desk/households/${householdId}/file`))
  expect(cases.filter((one: { stage: string }) => one.stage !== 'closed')).toEqual([])
  expect(awards[0]).toMatchObject({ state: 'paying' })
  expect(awards[0].since < monthOf(desk.businessDay)).toBe(true)
  return { householdId, monthly: awards[0].monthly as number }
}

/** Opens the change from the household's page; the form is filled by whoever knows what happened. */
async function openChange(page: Page, householdId: number, kind: string) {
  await page.goto(`${server.address}/desk/household/${householdId}`)
  await page.locator('.case-actions').getByRole('button', { name: '变更或复核' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('家里有什么变化').selectOption({ label: kind })
  return form
}

/** Township head, county section and county leader, each at a desk of their own. */
async function signed(at: string): Promise<Officer[]> {
  const head = await sit(browser, server, 'township-head', at)
  await openStep(head.page, '审核签字')
  await finish(head.page, '审核签字')
  const section = await sit(browser, server, 'county-section', at)
  await openStep(section.page, '县级审核签字')
  await finish(section.page, '县级审核签字')
  const leader = await sit(browser, server, 'county-leader', at)
  await openStep(leader.page, '确认')
  await finish(leader.page, '确认')
  return [head, section, leader]
}

/** The coming list, made anew with what was decided since. */
async function comingList({ page, businessDay }: Officer, tab: string) {
  await page.goto(`${server.address}/desk/month/${nextMonth(monthOf(businessDay))}`)
  await page.getByRole('button', { name: /生成预览/ }).click()
  await page.getByText('预览已生成').waitFor()
  await page.getByRole('tab', { name: new RegExp(tab) }).click()
  return page.getByRole('tabpanel')
}

const yuan = (fen: number) => (fen / 100).toFixed(2)

test('林秋月 finds work in a factory: looked into, four people sign, the next list pays less and says why, and so does her phone', async () => {
  const clerk = await sit(browser, server, 'township-clerk')
  const { page } = clerk
  const { householdId, monthly: before } = await paid(clerk, '林秋月')
  const form = await openChange(page, householdId, '收入财产变化')
  await form.getByLabel('谁的情况变了').selectOption({ label: '林秋月' })
  await form.locator('summary', { hasText: /^收入/ }).click()
  await form.getByLabel(/^工资性收入/).fill('12000')
  await form.getByLabel(/家里怎么说/).fill('在镇上的服装厂上班,一年挣一万二')
  await shoot(page, 'desk-change')
  await form.getByRole('button', { name: '立案办理' }).click()
  await page.waitForURL(/\/desk\/case\//)
  const at = new URL(page.url()).pathname

  // ── Nothing is asked again, two of the township go and see, the new figure is adopted.
  let step = await openStep(page, '免予核对')
  await step.getByLabel('类别').selectOption({ label: '此事不需要' })
  await step.getByLabel('依据条款').fill('《最低生活保障审核确认办法》第三十一条')
  await step.getByLabel(/^说明/).fill('核对报告仍在有效期内,变化由工资条证明')
  await finish(page, '免予核对')
  step = await openStep(page, '登记入户')
  await step.getByLabel('入户人(一)').selectOption({ index: 1 })
  await step.getByLabel('入户人(二)').selectOption({ index: 1 })
  await step.getByLabel('结论').fill('到厂里和家里看过,与家里说的一致')
  await finish(page, '登记入户')
  step = await openStep(page, '采用数据')
  await step.getByLabel(/^申报:12,000 元/).check()
  await step.getByLabel('采用理由').first().fill('工资条与银行流水一致')
  await finish(page, '采用数据')

  // ── The opinion: what the rule says now; nobody is marked for having seen what was paid before.
  step = await openStep(page, '提出意见')
  const agree = await step.getByLabel(/^同意:减发,每月 \d+ 元/).elementHandle()
  const after = Number(/每月 (\d+) 元/.exec(await step.innerText())![1]) * 100
  expect(agree).not.toBeNull()
  expect(after).toBeLessThan(before)
  await finish(page, '提出意见')
  const change = `每月 ${before / 100} 元 → ${after / 100} 元(少 ${(before - after) / 100} 元)`
  const [head, section, leader] = await signed(at)
  await page.reload()
  await openStep(page, '制发告知书')
  await finish(page, '制发告知书')

  // ── The case says what it rested on; the officer's sum is the amount that was decided.
  await page.getByRole('link', { name: '决定', exact: true }).click()
  await page.getByText(change).first().waitFor()
  await page.getByText('林秋月的工资性收入由9,600元变为12,000元').waitFor()
  await page
    .getByText(/《最低生活保障审核确认办法》第/)
    .first()
    .waitFor()
  expect(await page.getByText('看过金额后改过').count()).toBe(0)
  await shoot(page, 'desk-change-decided')
  expect(await axe(page)).toEqual([])
  const ruling = await good(clerk.ask('GET', `/api/desk${at.replace('/desk/case', '/cases')}/ruling`))
  const sum = ruling.lines.find((line: { figure: { zh: string } }) => line.figure.zh === '每月低保金')
  expect(sum.shown.zh).toBe(String(after / 100))

  // ── Next month's list.
  const list = await comingList(section!, '调整')
  const line = list.getByRole('row').filter({ hasText: '林秋月' })
  await line.waitFor()
  const told = (await line.innerText()).replaceAll(/\s+/g, ' ')
  expect(told).toContain(`${yuan(before)} →`)
  expect(told).toContain(` ${yuan(after)} `)
  expect(told).toContain(`-${yuan(before - after)}`)
  expect(told).toContain('收入变化')
  await shoot(section!.page, 'desk-month-change')

  // ── At home, on a phone without JavaScript.
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const phone = await context.newPage()
  await phone.goto(`${server.address}/demo`)
  const story = phone.locator('.stories > li', { hasText: '一笔收入算了两遍' })
  await story.getByRole('button', { name: /以这家人的身份/ }).click()
  await phone.getByRole('link', { name: /情况变化/ }).click()
  await phone
    .getByText(`减到每月 ${yuan(after)} 元`)
    .first()
    .waitFor()
  expect(await phone.getByText('村里公示').count()).toBe(0)
  await phone.getByRole('link', { name: '看为什么' }).click()
  await phone.getByText(`每月由 ${yuan(before)} 元 变为 ${yuan(after)} 元,少 ${yuan(before - after)} 元`).waitFor()
  await phone.getByText('林秋月的工资性收入由9,600元变为12,000元').waitFor()
  expect(await phone.getByRole('row', { name: /每月低保金/ }).innerText()).toContain(String(after / 100))
  await shoot(phone, 'my-change-decided')
  await phone.getByRole('link', { name: '回到进度' }).click()
  await phone.getByRole('link', { name: '正在领的和下一次发放' }).click()
  await phone.getByText(new RegExp(`从 .+ 起 ${yuan(after)} 元`)).waitFor()
  for (const officer of [clerk, head!, section!, leader!]) expect(officer.errors).toEqual([])
}, 120_000)

test('覃有福 was alone and has died: the coming list holds his money at once, and the decision ends it', async () => {
  const clerk = await sit(browser, server, 'township-clerk')
  const { page } = clerk
  const { householdId, monthly: before } = await paid(clerk, '覃有福')
  const form = await openChange(page, householdId, '成员去世')
  await form.getByLabel('谁').selectOption({ label: '覃有福' })
  await form.getByLabel(/去世/).last().fill(addDays(clerk.businessDay, -2))
  await form.getByLabel(/家里怎么说/).fill('村里来报,老人前天在家中去世,没有别的家人')
  await form.getByRole('button', { name: '立案办理' }).click()
  await page.waitForURL(/\/desk\/case\//)
  await page.getByRole('heading', { level: 1, name: /^覃有福/ }).waitFor()
  const at = new URL(page.url()).pathname

  const section = await sit(browser, server, 'county-section', '/desk/month')
  const held = (await comingList(section, '异常')).getByRole('row').filter({ hasText: '覃有福' })
  await held.getByText(/家里有人去世/).waitFor()
  expect((await held.innerText()).replaceAll(/\s+/g, ' ')).toContain(`${yuan(before)} → 变为 0.00`)

  const opinion = await openStep(page, '提出意见')
  await opinion.getByLabel(/^同意:终止/).waitFor()
  await finish(page, '提出意见')
  const officers = await signed(at)
  const ended = (await comingList(section, '停发')).getByRole('row').filter({ hasText: '覃有福' })
  expect((await ended.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/608\.00 → 变为 0\.00 .*全户去世/)
  for (const officer of [clerk, section, ...officers]) expect(officer.errors).toEqual([])
}, 90_000)
