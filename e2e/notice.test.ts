import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { caseworkApi, deskApi, householdApi } from '../src/contract/index.ts'
import { flatText, readPdf } from '../src/office/testkit/read-pdf.ts'
import { api, sit } from './office.ts'
import { openBrowser, passDays, type RunningServer, shoot, startCounty } from './support.ts'

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

const granted = <T>(answer: { ok: true; data: T } | { ok: false; problem: { detail: string } }): T => {
  if (!answer.ok) throw new Error(answer.problem.detail)
  return answer.data
}
type Client = Awaited<ReturnType<typeof api>>
const read = async (who: Client, caseId: string) => granted(await who(deskApi.readCase, { params: { caseId } }))
const match = async (who: Client, caseId: string) => `"${(await read(who, caseId)).version}"`

/** The clerk chooses the case, looks at the sheet and hangs it. */
async function post(page: Page, name: string, place: string) {
  await page.goto(`${server.address}/desk/notices`)
  await page.getByRole('checkbox', { name: `选中 ${name}` }).check()
  await page.getByLabel('张贴地点').fill(place)
  await page.getByRole('button', { name: '预览', exact: true }).click()
  await page.getByRole('region', { name: '公示内容' }).last().waitFor()
  await page.getByRole('button', { name: '张贴 1 户' }).click()
  await page.getByText('已公示 1 户').waitFor()
}

async function photograph(page: Page, place: string, which: '首日' | '末日') {
  const row = page.getByRole('row').filter({ hasText: place })
  await row.getByRole('button', { name: `补${which}照片` }).click()
  const form = page.getByRole('dialog')
  // A photograph of the board: what the page itself looks like will do.
  const bytes = await page.screenshot({ type: 'jpeg' })
  await form.getByLabel('公示栏照片').setInputFiles({ name: 'board.jpg', mimeType: 'image/jpeg', buffer: bytes })
  await form.getByRole('button', { name: '保存照片' }).click()
  await page.getByText('照片已保存').waitFor()
}

test('a notice hangs, a neighbour objects by telephone, a new notice hangs; the leader confirms two cases of one meeting and the letters are written', async () => {
  const section = await api(server, 'county-section')
  const open = granted(await section(deskApi.tray, { query: { view: 'all', limit: 100 } }))
  const line = open.items.find((one) => one.stage === 'review')!
  const { caseId } = line
  const home = granted(await section(householdApi.readHousehold, { params: { householdId: line.householdId } }))
  const town = home.area.slice(6, 9)
  const [clerk, head] = [
    await api(server, 'township-clerk', `demo.clerk${town}`),
    await api(server, 'township-head', `demo.head${town}`),
  ]
  const endorse = async () =>
    granted(await head(caseworkApi.endorse, { params: { caseId }, body: {}, ifMatch: await match(head, caseId) }))
  await endorse()

  const window = await sit(browser, server, 'township-clerk', '/desk/notices', `demo.clerk${town}`)
  const { page } = window
  const name = line.headName!
  await post(page, name, '码头公示栏')
  const row = page.getByRole('row').filter({ hasText: '码头公示栏' })
  const link = await row.getByRole('link', { name: /打印公示/ }).getAttribute('href')
  const printed = await page.request.get(`${server.address}${link}`)
  expect(printed.headers()['content-type']).toContain('application/pdf')
  const text = flatText(readPdf(await printed.body()))
  expect(text).toContain(`${name[0]}**`)
  expect(text).not.toContain(name)
  expect(text).not.toMatch(/\d{17}[\dX]|1\d{10}/)
  await photograph(page, '码头公示栏', '首日')

  await row.getByRole('button', { name: /登记异议/ }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('异议内容').fill('听说他家在镇上有一间铺面租出去了')
  await shoot(page, 'desk-objection')
  await form.getByRole('button', { name: '登记异议' }).click()
  await page.getByText(/查询答复的号码/).waitFor()
  await page.getByRole('row').filter({ hasText: '有异议,已撤下' }).filter({ hasText: '码头公示栏' }).waitFor()

  granted(
    await clerk(caseworkApi.concludeReinvestigation, {
      params: { caseId },
      body: { founded: false, disputed: false, report: '不动产登记无铺面', answer: '已查证,没有登记的铺面' },
      ifMatch: await match(clerk, caseId),
    }),
  )
  const ruling = granted(await clerk(deskApi.readRuling, { params: { caseId } }))
  granted(
    await clerk(caseworkApi.recommend, {
      params: { caseId },
      body: { seen: ruling.assessed.digest },
      ifMatch: await match(clerk, caseId),
    }),
  )
  await endorse()
  await post(page, name, '码头新公示栏')
  await photograph(page, '码头新公示栏', '首日')
  await passDays(page, server, 8)
  await page.reload()
  await photograph(page, '码头新公示栏', '末日')
  await shoot(page, 'desk-notices')
  expect((await read(section, caseId)).stage).toBe('confirmation')

  granted(
    await section(caseworkApi.countyReview, { params: { caseId }, body: {}, ifMatch: await match(section, caseId) }),
  )
  const leader = await sit(browser, server, 'county-leader', '/desk/confirm')
  const ready = leader.page.getByRole('button', { name: /^选中与测算一致的 \d 件/ })
  await leader.page.getByRole('checkbox', { name: `选中 ${name}` }).waitFor()
  expect(await ready.textContent()).toContain('2 件')
  await ready.click()
  await leader.page.getByLabel('纪要编号').fill('安民会纪〔2026〕12号')
  await shoot(leader.page, 'desk-confirm')
  await leader.page.getByRole('button', { name: '确认 2 件' }).click()
  await leader.page.getByText('已确认 2 件').waitFor()
  await leader.page.getByRole('rowheader', { name: '安民会纪〔2026〕12号' }).waitFor()

  granted(await clerk(caseworkApi.issueLetter, { params: { caseId }, body: {}, ifMatch: await match(clerk, caseId) }))
  const file = await read(clerk, caseId)
  expect(file.decision?.batch).toBeTruthy()
  expect(file.documents.map((d) => d.title).join(' ')).toMatch(/告知书|决定书|通知书/)
  expect([...window.errors, ...leader.errors]).toEqual([])
})
