import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayOf, monthOf, nextMonth } from '../src/foundation/index.ts'
import type { Role } from '../src/platform/index.ts'
import { enter, openBrowser, type RunningServer, shoot, startCounty, walk } from './support.ts'

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

interface Screen {
  as: Role
  to: string
  /** Its name in docs/screens, where no other test takes the picture. */
  picture?: string
  /** What is not there before it has been asked for: a dialog, a list, a household. */
  open?(page: Page): Promise<void>
}

const press = (name: string | RegExp) => async (page: Page) => {
  await page.locator('main').getByRole('button', { name }).first().click()
  await page.getByRole('dialog').waitFor()
}
const family = async (page: Page) => {
  await page.getByLabel('姓名、拼音、证件末四位').fill('何长根')
  await page.getByRole('button', { name: '查找' }).click()
  await page.getByRole('button', { name: /^打开 / }).click()
}

/** The county was lived until today: this month is paid, the next one is to be prepared. */
const paid = monthOf(dayOf(new Date()))
const coming = nextMonth(paid)

/** Chair by chair: nobody gets up between two screens of the same chair. */
const screens: readonly Screen[] = [
  { as: 'county-section', to: '/month', picture: 'desk-months' },
  {
    as: 'county-section',
    to: `/month/${coming}`,
    async open(page) {
      await page.getByRole('button', { name: '生成预览' }).click()
      await page.getByText('预览已生成').waitFor()
      await page.getByRole('button', { name: /^查看名单/ }).click()
      await page.getByRole('region', { name: '本批名单' }).getByRole('rowheader').first().waitFor()
      await page.getByRole('tab', { name: /^异常/ }).click()
    },
  },
  {
    as: 'county-section',
    to: `/month/${coming}`,
    async open(page) {
      await page.getByRole('tab', { name: /^异常/ }).click()
      await press(/^放行/)(page)
    },
  },
  { as: 'county-section', to: `/month/${coming}`, open: press('撤回批次') },
  { as: 'county-section', to: `/month/${paid}`, picture: 'desk-month-paid' },
  { as: 'county-section', to: '/returned', open: press('账户核实可用') },
  {
    as: 'county-section',
    to: '/payees',
    picture: 'desk-payees',
    async open(page) {
      await family(page)
      await page.getByRole('heading', { name: '指定领取人' }).waitFor()
    },
  },
  {
    as: 'county-section',
    to: '/ledger',
    async open(page) {
      await family(page)
      await page.getByRole('region', { name: '一户发放记录' }).waitFor()
    },
  },
  { as: 'finance', to: `/month/${paid}`, picture: 'desk-month-finance' },
  { as: 'finance', to: '/ledger', picture: 'desk-ledger-finance' },
  { as: 'finance', to: '/returned', open: press('冲回资金') },
  { as: 'county-leader', to: '/import', picture: 'desk-roster-suspicions' },
  { as: 'administrator', to: '/admin/accounts', picture: 'admin-accounts-list' },
  { as: 'administrator', to: '/admin/accounts', open: press('新建账号') },
  { as: 'administrator', to: '/admin/accounts', picture: 'admin-account-dialog', open: press(/demo\.clerk101/) },
  { as: 'administrator', to: '/admin/stand-ins', picture: 'admin-stand-ins-empty' },
  { as: 'administrator', to: '/admin/stand-ins', picture: 'admin-stand-in-new', open: press('新的代理授权') },
  { as: 'administrator', to: '/admin?part=parameters', picture: 'admin-parameters' },
  { as: 'administrator', to: '/admin?part=calendar', picture: 'admin-calendar' },
  { as: 'administrator', to: '/admin?part=areas', picture: 'admin-areas' },
  { as: 'administrator', to: '/admin?part=areas', picture: 'admin-area-change', open: press(/^更名或变更/) },
  { as: 'administrator', to: '/admin?part=organ', picture: 'admin-organs' },
  { as: 'administrator', to: '/admin?part=organ', picture: 'admin-organ-change', open: press(/^变更/) },
  { as: 'administrator', to: '/admin?part=health', picture: 'admin-health' },
  { as: 'auditor', to: '/admin/audit', picture: 'admin-audit' },
]

/** Nothing on it is being fetched any more. */
const read = (page: Page) => page.waitForFunction(() => document.querySelectorAll('.waiting').length === 0)

/** Words of the program on a Chinese screen: a key nobody translated, or a value that was none. */
async function untranslated(page: Page): Promise<string[]> {
  const text = (await page.locator('body').textContent()) ?? ''
  return text.match(/\b(?:desk\w*|access|household|auditAction):[\w.-]+|\bundefined\b|\[object |\bNaN\b/g) ?? []
}

const chairs = [...new Set(screens.map((one) => one.as))]
test.each(chairs)(
  'the office’s screens from the chair of %s: three widths, 大字, dialogs open',
  async (as) => {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    const problems: string[] = []
    page.on('pageerror', (e) => problems.push(e.message))
    page.on('response', (r) => r.status() >= 400 && problems.push(`${r.status()} ${new URL(r.url()).pathname}`))
    await enter(page, server, as)
    for (const screen of screens.filter((one) => one.as === as)) {
      await page.goto(`${server.address}/desk${screen.to}`, { waitUntil: 'networkidle' })
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await read(page)
      await screen.open?.(page)
      await read(page)
      if (screen.picture) await shoot(page, screen.picture)
      const found = [...(await walk(page)), ...(await untranslated(page))]
      problems.push(...found.map((one) => `${screen.to} ${screen.picture ?? ''}: ${one}`))
    }
    expect(problems).toEqual([])
    await context.close()
  },
  240_000,
)
