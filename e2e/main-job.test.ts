import type { Browser, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCharacter } from '../src/foundation/index.ts'
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

test('王秀兰 asks whether she might get dibao, applies, is checked, decided, published, paid, and sees why', async () => {
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
  await hers.locator('#area').selectOption({ index: 1 })
  await hers.locator('#phone').fill('13900000001')
  await hers.getByRole('button', { name: '开始填' }).click()
  await hers.getByRole('link', { name: '接着填' }).first().click()
  const tasks = `${server.address}${new URL(hers.url()).pathname}`
  const save = () => hers.getByRole('button', { name: '保存,下一步' }).click()
  await hers.goto(`${tasks}/people/1`)
  await hers.locator('#name').fill(name)
  await hers.locator('#number').fill(number)
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
  const code = (await hers.locator('[data-code]').innerText()).trim()

  // ── At the township
  const clerk = await desk('township-clerk')
  await step(clerk, '受理')
  await shoot(clerk, 'desk-case')
  await step(clerk, '发起核对')
  for (let days = 0; days < 10; days++) {
    await passDays(clerk, server, 1)
    await openCase(clerk)
    if (!(await clerk.getByText('等核对报告').count())) break
  }
  await step(clerk, '登记入户', async (dialog) => {
    await dialog.getByLabel('入户人(一)').selectOption({ index: 1 })
    await dialog.getByLabel('入户人(二)').selectOption({ index: 2 })
    await dialog.getByRole('button', { name: '其余都问过,没有' }).click()
    await dialog.getByLabel(/^户籍与居住/).selectOption('户籍在本地')
    await dialog.getByLabel('居住情况').fill('砖木平房两间')
    await dialog.getByLabel('结论').fill('与申报一致')
  })
  await step(clerk, '采用数据', async (dialog) => {
    for (const line of await dialog.locator('.adopt-line').all()) {
      await line.getByLabel(/^核对:/).check()
      await line.getByLabel('采用理由').fill('以核对数为准,本人认可')
    }
  })
  await step(clerk, '提出意见', async (dialog) => {
    await dialog.locator('button[type=submit]').waitFor()
    console.log(await dialog.innerText())
    await dialog.getByLabel(/^同意:/).check({ timeout: 3000 })
  })
  const head = await desk('township-head')
  await step(head, '审核签字')

  // ── On the board of her village
  await clerk.goto(`${server.address}/desk/notices`)
  await clerk.getByLabel(`选择 ${name}`).check()
  await clerk.getByLabel('张贴地点').fill('城关镇村务公开栏')
  await clerk.getByRole('button', { name: '预览' }).click()
  await clerk.getByRole('button', { name: '张贴 1 户' }).click()
  await clerk.getByText('已公示 1 户').waitFor()
  await addPhoto(clerk, '补首日照片')
  await passDays(clerk, server, 8)
  await clerk.reload()
  await addPhoto(clerk, '补末日照片')
  await shoot(clerk, 'desk-notices')
  console.log(await clerk.locator('main').innerText())
  const section = await desk('county-section')
  await step(section, '县级审核签字')
  const leader = await desk('county-leader')
  await step(leader, '确认', async (dialog) => {
    await dialog.getByLabel(/^同意:/).check()
  })
  console.log(caseNo, code, await leader.locator('main').innerText())
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
