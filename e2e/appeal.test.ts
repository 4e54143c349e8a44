import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, addMonths, type Day, firstDay, type Month, monthOf, nextMonth } from '../src/foundation/index.ts'
import {
  accountOf,
  finish,
  good,
  inventedNumber,
  loneApplicant,
  type Officer,
  openStep,
  scan,
  sit,
  step,
  workday,
} from './office.ts'
import { axe, openBrowser, type RunningServer, shoot, startCounty } from './support.ts'

/**
 * 周得福's pension of 400 yuan a month was entered twice: as a pension and as wages. The county refused him. He says which
 * figure is wrong; people who had no part in the decision look again, correct it, and pay the months afterwards.
 */
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

const pension = 480_000
const name = '周得福'

interface Refused {
  caseId: string
  caseNo: string
  code: string
  householdId: string
  month: Month
}

/** The paper file of the refusal, entered with its own days and the names of those who signed it. */
async function refusedOnPaper(clerk: Officer, section: Officer, leader: Officer): Promise<Refused> {
  const head = await sit(browser, server, 'township-head', '/desk/me', `demo.head${clerk.area.slice(6)}`)
  const aide = await sit(browser, server, 'aide', '/desk/me', `demo.aide${clerk.area.slice(6)}`)
  const who = async (desk: Officer, role: string) => accountOf(clerk, desk, role)
  const start = firstDay(monthOf(addMonths(clerk.businessDay, -3)))
  const on = (days: number): Day => workday(addDays(start, days))
  const { fileId } = await scan(clerk, server.address)
  const signed = async (desk: Officer, role: string, day: number) => ({
    account: await who(desk, role),
    on: on(day),
    scan: fileId,
  })
  const application = await loneApplicant(clerk, server.address, {
    name,
    number: inventedNumber('19560612', 313),
    person: { transferIncome: pension, wageIncome: pension },
  })
  const entered = await good(
    clerk.ask('POST', '/api/late-entries', {
      application: { ...application, handedInOn: on(1) },
      acceptedOn: on(2),
      report: { on: on(5), number: '核〔2026〕31号' },
      visit: {
        on: on(8),
        visitors: [await who(clerk, 'township-clerk'), await who(aide, 'aide')],
        conclusion: '一人居住,靠养老金生活',
      },
      prepared: await signed(clerk, 'township-clerk', 9),
      reviewed: await signed(head, 'township-head', 10),
      notice: null,
      countyReviewed: await signed(section, 'county-section', 12),
      decided: await signed(leader, 'county-leader', 15),
      granted: null,
    }),
  )
  const { caseId, caseNo, readOutCode, householdId } = entered.receipt
  expect(entered.taken.stage).toBe('decided')
  await step(clerk, caseId, 'letter')
  await step(clerk, caseId, 'delivery', {
    deliveredOn: clerk.businessDay,
    manner: 'direct',
    receivedBy: name,
    servers: [await who(clerk, 'township-clerk')],
  })
  return { caseId, caseNo, code: readOutCode, householdId, month: nextMonth(monthOf(on(15))) }
}

/** Opens the step, fills its form, sends it off, and waits until the page says where the case is. */
async function act(page: Page, label: string, fill: (form: Locator) => Promise<void> = async () => {}) {
  await fill(await openStep(page, label))
  await finish(page, label)
}

test('a pension counted twice: he says which figure, somebody else looks again, and the months are paid afterwards', async () => {
  const clerk = await sit(browser, server, 'township-clerk')
  const section = await sit(browser, server, 'county-section', '/desk/me', 'demo.section')
  const leader = await sit(browser, server, 'county-leader', '/desk/me', 'demo.leader')
  const refused = await refusedOnPaper(clerk, section, leader)

  // ── At home, with number and code from the receipt.
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
  await phone.goto(`${server.address}/p`)
  await phone.getByLabel('查询号').fill(refused.caseNo)
  await phone.getByLabel('6 位查询码').fill(refused.code)
  await phone.getByRole('button', { name: '查', exact: true }).click()
  await phone.getByText('这次没通过').first().waitFor()
  await phone.getByRole('link', { name: '看为什么' }).click()
  const wages = phone.getByRole('checkbox', { name: /工资/ }).first()
  await wages.check()
  await phone.getByRole('button', { name: '勾好了,写理由' }).click()
  await phone.getByLabel('您认为应该是多少').fill('0元')
  await phone.getByLabel('为什么').fill('这就是养老金,我没有工资,同一笔钱算了两次')
  await shoot(phone, 'my-appeal')
  await phone.getByRole('button', { name: '提交异议' }).click()
  await phone.getByText('异议收到了').waitFor()

  const found = await good(section.ask('GET', `/api/desk/households/${refused.householdId}/file`))
  const appeal = found.cases.find((one: { kind: string }) => one.kind === 'appeal')
  const open = async (desk: Officer) => {
    await desk.page.goto(`${server.address}/desk/case/${appeal.caseId}`)
    await desk.page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor()
    await desk.page.getByRole('heading', { name: '有异议的数' }).waitFor()
  }

  // ── Whoever signed the refusal sees it and is offered nothing.
  await open(section)
  await section.page.getByText('您参与过原决定,须由没有参与的人复查。').waitFor()
  expect(await section.page.getByRole('button', { name: '开始复查' }).count()).toBe(0)

  // ── Somebody else takes it over, puts the figure right and proposes the answer.
  const other = await sit(browser, server, 'county-section', '/desk/me', 'demo.section2')
  await open(other)
  await other.page.getByText('系统测算').first().waitFor()
  await shoot(other.page, 'desk-appeal')
  await act(other.page, '开始复查')
  await act(other.page, '更正数据', async (form) => {
    await form.getByLabel('都不采用,填核实后的数').check()
    await form.getByLabel('核实后的金额(元)').fill('0')
    await form.getByLabel('采用理由').fill('养老金发放流水与所填工资为同一笔,实际没有工资')
    await shoot(other.page, 'desk-appeal-figures')
  })
  await act(other.page, '提出复查意见', async (form) => {
    await form.getByText('每月 308 元').first().waitFor()
    await form.getByLabel('复查结果').fill('0元')
    await form.getByLabel('凭什么').fill('社保局养老金发放流水')
    await form.getByLabel(/^更正/).check()
    await form.getByLabel('类别').selectOption({ label: '同一笔收入算了两次' })
    await form.getByLabel('依据条款').fill('《最低生活保障审核确认办法》第十一条')
    await form.getByLabel('说明').fill('同一笔养老金既填了转移收入又填了工资,重复计算')
    await shoot(other.page, 'desk-appeal-answer')
  })

  // ── A second new person signs; who re-checked cannot.
  expect(await other.page.getByRole('button', { name: '签发复查答复' }).count()).toBe(0)
  const second = await sit(browser, server, 'county-leader', '/desk/me', 'demo.leader2')
  await open(second)
  await act(second.page, '签发复查答复')
  await open(other)
  await act(other.page, '制发复查答复书')
  await act(other.page, '登记答复书送达', async (form) => {
    await form.getByLabel('签收人').fill(name)
    await form.getByLabel('送达人(一)').selectOption({ index: 1 })
  })
  await other.page.getByRole('link', { name: '决定', exact: true }).click()
  await other.page
    .getByRole('table', { name: '补发' })
    .or(other.page.getByRole('region', { name: '补发' }))
    .waitFor()
  await shoot(other.page, 'desk-appeal-decided')
  expect(await axe(other.page)).toEqual([])
  await other.page.getByRole('link', { name: '文书' }).first().click()
  await other.page.getByRole('link', { name: /^PDF/ }).first().waitFor()

  // ── The family reads it: the amount, the month from which it counts, and the ways that stay open.
  await phone.goto(`${server.address}/my?case=${appeal.caseId}`)
  await phone.getByRole('link', { name: '看为什么' }).click()
  await phone.getByText(`从 ${Number(refused.month.slice(0, 4))}年${Number(refused.month.slice(5))}月 起`).waitFor()
  const routes = phone.getByRole('region', { name: '不同意怎么办' })
  for (const way of [
    /向 安禾县人民政府 申请行政复议:收到告知书起 60 天内/,
    /向 安禾县人民法院 起诉:收到告知书起 6 个月内/,
  ])
    await routes.getByText(way).waitFor()
  await shoot(phone, 'my-appeal-answered')
  await phone.goto(`${server.address}/my?case=${appeal.caseId}`)
  const letter = phone.getByRole('link', { name: /异议复查.* PDF$/ }).first()
  const pdf = await phone.request.get(new URL((await letter.getAttribute('href'))!, server.address).href)
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')

  // ── Next month's list: what changed, with the months paid afterwards.
  const next = nextMonth(monthOf(clerk.businessDay))
  const diff = await good(section.ask('GET', `/api/months/${next}/diff?book=990101`))
  const lines = diff.lines.filter(
    (line: { householdId: string }) => String(line.householdId) === String(refused.householdId),
  )
  const afterwards = lines.filter((line: { tab: string }) => line.tab === 'back-pay')
  expect(lines.find((line: { tab: string }) => line.tab === 'new')).toMatchObject({ new: 30800 })
  expect(afterwards.map((line: { month: string }) => line.month)).toContain(refused.month)
}, 240_000)
