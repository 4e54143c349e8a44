import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessApi, deskApi, householdApi } from '../src/contract/index.ts'
import { addDays, monthOf, nextMonth } from '../src/foundation/index.ts'
import { api, finish, openStep, sit } from './office.ts'
import { openBrowser, type RunningServer, shoot, startCounty } from './support.ts'

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

/** A household whose letter was served and who is paid, with its township's people. */
async function paidHousehold(which: number) {
  const section = await api(server, 'county-section')
  const closed = await section(deskApi.tray, { query: { view: 'closed', limit: 100 } })
  if (!closed.ok) throw new Error(closed.problem.detail)
  const line = closed.data.items.filter((one) => one.ending === 'served' && one.kind === 'application')[which]!
  const read = await section(householdApi.readHousehold, { params: { householdId: line.householdId } })
  if (!read.ok) throw new Error(read.problem.detail)
  const town = read.data.area.slice(6, 9)
  return { household: line.householdId, head: line.headName!, clerk: `demo.clerk${town}`, chief: `demo.head${town}` }
}

/** The clerk's part of a change with means: nothing asked again, two went to see, the figures are adopted. */
async function lookInto(page: Page, about: string) {
  let form = await openStep(page, '免予核对')
  await form.getByLabel('类别').selectOption({ label: '此事不需要' })
  await form.getByLabel('依据条款').fill('《最低生活保障审核确认办法》第三十一条')
  await form.getByLabel(/^说明/).fill(about)
  await finish(page, '免予核对')
  form = await openStep(page, '登记入户')
  await form.getByLabel('入户人(一)').selectOption({ index: 1 })
  await form.getByLabel('入户人(二)').selectOption({ index: 1 })
  await form.getByLabel('结论').fill('入户所见与家里说的一致')
  await finish(page, '登记入户')
  await openStep(page, '采用数据')
  await finish(page, '采用数据')
}

async function recommend(page: Page) {
  const form = await openStep(page, '提出意见')
  await form.getByText(/同意/).first().waitFor()
  await finish(page, '提出意见')
}

test('a child is born in a paid household: the change case, four people sign, and the next month pays more, with the reason', async () => {
  const { household, head, clerk, chief } = await paidHousehold(0)
  const window = await sit(browser, server, 'township-clerk', `/desk/household/${household}`, clerk)
  const { page } = window
  await page.getByRole('heading', { name: `${head} 一户` }).waitFor()
  const session = await (await api(server, 'county-section'))(accessApi.currentSession)
  const day = session.ok ? session.data.businessDay : ''
  await page.locator('.case-actions').getByRole('button', { name: '变更或复核' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('家里有什么变化').selectOption({ label: '增加成员' })
  await form.getByLabel('姓名').fill('雷小满')
  await form.getByLabel('出生日期').fill(addDays(day as never, -4))
  await form.getByLabel('性别').selectOption({ label: '女' })
  await form.getByLabel('与申请人的关系').selectOption({ label: '孙子女、外孙子女' })
  await form.getByLabel(/家里怎么说/).fill('儿媳上周在县医院生了女儿,母女都在家里住')
  await shoot(page, 'desk-change-birth')
  await form.getByRole('button', { name: '立案办理' }).click()
  await page
    .getByText(/增加成员/)
    .first()
    .waitFor()
  const caseAddress = new URL(page.url()).pathname
  await lookInto(page, '新生儿没有收入和财产')
  await recommend(page)

  const signer = await sit(browser, server, 'township-head', caseAddress, chief)
  await openStep(signer.page, '审核签字')
  await finish(signer.page, '审核签字')
  const section = await sit(browser, server, 'county-section', caseAddress)
  await openStep(section.page, '县级审核签字')
  await finish(section.page, '县级审核签字')
  const leader = await sit(browser, server, 'county-leader', caseAddress)
  await openStep(leader.page, '确认')
  await finish(leader.page, '确认')

  await page.reload()
  await openStep(page, '制发告知书')
  await finish(page, '制发告知书')

  const month = nextMonth(monthOf(day as never))
  await section.page.goto(`${server.address}/desk/month/${month}`)
  await section.page.getByRole('tab', { name: /调整/ }).click()
  const line = section.page.getByRole('row').filter({ hasText: head })
  await line.waitFor()
  expect(await line.textContent()).toMatch(/人口增加/)
  await shoot(section.page, 'desk-month-after-change')

  await page.goto(`${server.address}/desk/household/${household}`)
  await page.getByRole('rowheader', { name: /雷小满/ }).waitFor()
  await shoot(page, 'desk-household')
  for (const officer of [window, signer, section, leader]) expect(officer.errors).toEqual([])
})
