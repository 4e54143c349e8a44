import type { Browser, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCharacter, type Day, monthOf, nextMonth } from '../src/foundation/index.ts'
import type { Role } from '../src/platform/index.ts'
import { enter, openBrowser, passDays, type RunningServer, shoot, startCounty } from './support.ts'

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

const name = '王秀兰'
const number = (() => {
  const seventeen = '99010119500302024'
  return seventeen + checkCharacter(seventeen)
})()

/** Everybody sits at a screen of their own. */
async function desk(role: Role, username?: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  page.on('response', (r) => {
    if (r.status() >= 500) throw new Error(`${r.status()} ${r.url()}`)
  })
  await enter(page, server, role, '/desk/', username)
  return page
}

async function openCase(page: Page): Promise<void> {
  await page.goto(`${server.address}/desk/queue?view=all`)
  await page.getByRole('link', { name }).first().click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** Opens the form of a step and gives its dialog. */
async function form(page: Page, step: string): Promise<Locator> {
  await openCase(page)
  const primary = page.locator('.case-actions').getByRole('button', { name: step, exact: true })
  const others = page.locator('.case-actions summary')
  if (await others.count()) await others.click()
  await primary.click()
  return page.getByRole('dialog')
}

/** Presses the button of the form that carries its name and waits until the case stands somewhere new. */
async function finish(page: Page, dialog: Locator, step: string): Promise<void> {
  await dialog.getByRole('button', { name: step, exact: true }).click()
  await page.getByText(/已办好,现在是/).waitFor()
}

async function step(page: Page, what: string, fill: (dialog: Locator) => Promise<void> = async () => {}) {
  const dialog = await form(page, what)
  await fill(dialog)
  await finish(page, dialog, what)
}

const photograph = () =>
  sharp({ create: { width: 600, height: 400, channels: 3, background: '#bbb' } })
    .jpeg()
    .toBuffer()

test('王秀兰 asks whether she might get dibao, applies, is checked, decided, published, paid, and sees why', {
  timeout: 300_000,
}, async () => {
  // ── On her phone, without JavaScript
  const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const hers = await phone.newPage()
  await hers.goto(server.address)
  await hers.getByRole('link', { name: '钱不够生活' }).click()
  await hers.locator('#area').selectOption({ index: 1 })
  await hers.locator('#count').selectOption('1')
  await hers.locator('main form button').first().click()
  await hers.locator('#age1').fill('75')
  for (const figure of ['wage', 'farm', 'pension', 'other', 'deposits', 'homes', 'vehicles', 'businesses'])
    await hers.locator(`#${figure}`).fill('0')
  await hers.getByRole('button', { name: '看结果' }).click()
  await hers.getByText('这是估算,不是决定', { exact: false }).waitFor()

  await hers.goto(`${server.address}/apply/start?about=living`)
  await hers.locator('#area').selectOption('和平社区')
  await hers.locator('#phone').fill('13900000001')
  await hers.getByRole('button', { name: '开始填' }).click()
  await hers.getByRole('link', { name: '接着填' }).first().click()
  const tasks = `${server.address}${new URL(hers.url()).pathname}`
  const save = () => hers.getByRole('button', { name: '保存,下一步' }).click()
  await hers.goto(`${tasks}/people/1`)
  await hers.locator('#name').fill(name)
  await hers.locator('#number').fill(number)
  await hers.locator('#illness').selectOption('有慢性病')
  await hers.locator('#disabilityType').selectOption('没有残疾证')
  await hers.locator('#studentStage').selectOption('不在读')
  await hers.locator('#employment').selectOption('没有工作')
  await save()
  await hers.goto(`${tasks}/address`)
  await hers.locator('#address').fill('三组12号')
  await save()
  for (const page of ['income/1', 'assets/1']) {
    await hers.goto(`${tasks}/${page}`)
    for (const input of await hers.locator('main input[type=text]').all()) await input.fill('0')
    await save()
  }
  await hers.goto(`${tasks}/signatures/1`)
  await hers.locator('#agree-box').check()
  await hers.locator('#signature').fill(name)
  await hers.getByRole('button', { name: '签字' }).click()
  await hers.goto(`${tasks}/review`)
  await hers.getByRole('button', { name: '提交申请' }).click()
  const caseNo = (await hers.locator('[data-case-no]').innerText()).trim()

  // ── At the township: accepted, enquired, visited by two, figures adopted, an opinion, a second signature
  const clerk = await desk('township-clerk', 'demo.clerk101')
  await step(clerk, '受理')
  await step(clerk, '发起核对')
  await expect
    .poll(
      async () => {
        await passDays(clerk, server, 1)
        await openCase(clerk)
        return clerk.getByText('等核对报告').count()
      },
      { timeout: 120_000, message: 'the hub answers within some days' },
    )
    .toBe(0)
  await step(clerk, '登记入户', async (dialog) => {
    await dialog.getByLabel('入户人(一)').selectOption({ index: 1 })
    await dialog.getByLabel('入户人(二)').selectOption({ index: 2 })
    await dialog.getByRole('button', { name: '其余都问过,没有' }).click()
    await dialog.getByLabel(/^户籍与居住/).selectOption('户籍在本地')
    await dialog.getByLabel('居住情况').fill('砖木平房两间')
    await dialog.getByLabel('结论').fill('与申报一致')
    await shoot(clerk, 'desk-visit-form')
  })
  await step(clerk, '采用数据', async (dialog) => {
    for (const line of await dialog.locator('.adopt-line').all()) {
      await line.getByLabel(/^核对:/).check()
      await line.getByLabel('采用理由').fill('以核对数为准,本人认可')
    }
    await shoot(clerk, 'desk-adoption')
  })
  await shoot(clerk, 'desk-case')
  await step(clerk, '提出意见', async (dialog) => {
    await dialog.getByLabel(/^同意:确认给予,每月 \d+ 元/).check()
    await shoot(clerk, 'desk-opinion')
  })
  const head = await desk('township-head', 'demo.head101')
  await step(head, '审核签字')

  // ── On the board of her village for seven days
  await clerk.goto(`${server.address}/desk/notices`)
  await clerk.getByLabel(`选中 ${name}`).check()
  await clerk.getByLabel('张贴地点').fill('城关镇村务公开栏')
  await clerk.getByRole('button', { name: '预览' }).click()
  await clerk.getByRole('button', { name: '张贴 1 户' }).click()
  await clerk.getByText('已公示 1 户').waitFor()
  await addPhoto(clerk, '补首日照片')
  await passDays(clerk, server, 8)
  await clerk.reload()
  await addPhoto(clerk, '补末日照片')

  // ── At the county: reviewed, confirmed; the letter delivered at home, the account taken down
  const section = await desk('county-section')
  await step(section, '县级审核签字')
  const leader = await desk('county-leader')
  await step(leader, '确认', (dialog) => dialog.getByLabel(/^同意:/).check())
  await step(clerk, '制发告知书')
  await step(clerk, '登记送达', async (dialog) => {
    await dialog.getByLabel('签收人').fill(name)
    await dialog.getByLabel('送达人(一)').selectOption({ index: 1 })
  })
  await clerk.goto(`${server.address}/desk/payees`)
  await clerk.getByLabel('姓名、拼音、证件末四位').fill(name)
  await clerk.getByRole('button', { name: '查找' }).click()
  await clerk.getByRole('button', { name: /打开/ }).first().click()
  await clerk.getByLabel('开户行').fill('安禾农商银行')
  await clerk.getByLabel('账号').fill('6299 1010 0009 9997')
  await clerk.getByRole('button', { name: '登记', exact: true }).click()
  await clerk.getByText('账户已登记,可以使用').waitFor()
  await clerk.getByRole('button', { name: '指定领取人' }).click()
  await clerk.getByText('领取人已登记').waitFor()

  // ── The month: a list, four seals, the bank, the comparison
  const decided = await clerk.evaluate(async () => {
    const answer = await fetch('/api/session')
    return ((await answer.json()) as { businessDay: string }).businessDay
  })
  const month = nextMonth(monthOf(decided as Day))
  const at = `${server.address}/desk/month/${month}`
  await section.goto(at)
  await section.getByRole('button', { name: /生成预览/ }).click()
  await section.getByRole('button', { name: '制表并冻结' }).click()
  await section.getByText('已制表,内容已冻结').waitFor()
  expect(await section.getByRole('row', { name: new RegExp(name) }).innerText()).toContain('新确认')
  const second = await desk('county-section', 'demo.section2')
  await second.goto(at)
  await second.getByRole('button', { name: '审核通过' }).click()
  await second.locator('dl.figures').getByText('已审核').waitFor()
  await leader.goto(at)
  await leader.getByRole('button', { name: '审批通过' }).click()
  await leader.locator('dl.figures').getByText('已审批').waitFor()
  const finance = await desk('finance')
  await finance.goto(at)
  await finance.getByRole('button', { name: '复核并放款' }).click()
  await finance.locator('dl.figures').getByText('银行已受理').waitFor({ timeout: 60_000 })
  await passDays(finance, server, 1)
  await finance.goto(at)
  await finance.getByRole('button', { name: '用已收结果对账' }).click()
  await finance.getByText('三方一致:名单、账务、银行没有差异。').waitFor()

  // ── She looks again: paid, and why
  await hers.goto(`${server.address}/my`)
  await hers.getByText(caseNo).first().waitFor()
  expect(await hers.locator('main').innerText()).toMatch(/931\.00 元\s+已发到卡上/)
  await hers.getByRole('link', { name: '看为什么' }).click()
  await hers.getByText('低保标准', { exact: true }).first().waitFor()
})

async function addPhoto(page: Page, which: string): Promise<void> {
  await page.getByRole('button', { name: which }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByLabel('公示栏照片')
    .setInputFiles({ name: 'board.jpg', mimeType: 'image/jpeg', buffer: await photograph() })
  await dialog.getByRole('button', { name: '保存照片' }).click()
  await page.getByText('照片已保存').waitFor()
}
