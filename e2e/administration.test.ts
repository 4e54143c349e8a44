import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { totpCode, totpStep } from '../src/access/index.ts'
import { enter, openBrowser, type RunningServer, shoot, startCounty } from './support.ts'

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

const password = '清晨的石板路很滑你要慢慢走'
const another = '晚饭后去河边看白鹭飞过水面'
const open = async (): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(40_000)
  return { context, page }
}
let secret = ''

test('an administrator opens an account by clicks; every wrong entry is answered with its name and what to do', async () => {
  const { context, page } = await open()
  await enter(page, server, 'administrator', '/desk/admin/accounts')
  await page.getByRole('heading', { name: '账号与岗位' }).waitFor()
  await page.getByRole('button', { name: '新建账号' }).click()
  const sheet = page.getByRole('dialog')
  const alert = sheet.getByRole('alert')
  const make = () => sheet.getByRole('button', { name: '建立' }).click()

  await make()
  await alert.getByText('姓名或名称:请填写。').waitFor()
  await alert.getByText('岗位:请填写。').waitFor()

  await sheet.getByLabel('姓名').fill('莲'.repeat(10_000))
  await sheet.getByLabel('用户名').fill('He Hua')
  await make()
  await alert.getByText('姓名或名称:最多 50 个字,现在有 10000 个。').waitFor()
  await alert.getByText('用户名:3–32 位小写字母').waitFor()

  await sheet.getByLabel('姓名').fill('何荷花')
  await sheet.getByLabel('用户名').fill('demo.clerk103')
  await sheet.getByLabel('岗位').selectOption({ label: '乡镇经办人' })
  await sheet.getByLabel('乡镇').selectOption({ label: '桃源镇' })
  await sheet.getByLabel('单位').fill('桃源镇社会救助窗口')
  await make()
  await alert.getByText('这个用户名已经有人用了').first().waitFor()
  await shoot(page, 'admin-account-new')

  await sheet.getByLabel('用户名').fill('he.hehua')
  await make()
  const note = page.getByRole('status', { name: '一次性代码' })
  await note.getByText('he.hehua 的一次性代码').waitFor()
  await shoot(page, 'admin-accounts')
  const code = /[A-Z2-9]{12}/.exec(await note.innerText())![0]
  await context.close()

  const clerk = await open()
  await clerk.page.goto(`${server.address}/desk/`)
  await clerk.page.getByRole('button', { name: '第一次登录或重置密码' }).click()
  await clerk.page.getByLabel('用户名').fill('he.hehua')
  await clerk.page.getByLabel('一次性代码').fill(code)
  await clerk.page.getByLabel('新密码').fill('hehehehehehe')
  await clerk.page.getByRole('button', { name: '设置密码' }).click()
  await clerk.page.getByText('这个密码太容易猜').first().waitFor()
  await clerk.page.getByLabel('新密码').fill(password)
  await clerk.page.getByRole('button', { name: '设置密码' }).click()
  await clerk.page.getByText('密码已经设好').waitFor()
  await signIn(clerk.page, password, true)
  await clerk.page.getByRole('heading', { name: '何荷花,您好' }).waitFor()
  await clerk.context.close()
})

let usedStep = 0
/** Name, password and the code of the moment; the first time the phone is bound with the secret on the screen. */
async function signIn(page: Page, words: string, first = false): Promise<void> {
  await page.getByLabel('用户名').fill('he.hehua')
  await page.getByLabel('密码', { exact: true }).fill(words)
  await page.getByRole('button', { name: '下一步' }).click()
  if (first) {
    await page.getByAltText('验证器二维码').waitFor()
    secret = (await page.locator('code').innerText()).trim()
    await shoot(page, 'desk-bind-phone')
    await page.getByLabel('6 位动态码').fill('000000')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('动态码不对或已经用过').waitFor()
  }
  // A code counts once and is taken a step early: a third sign-in within the same half minute waits for its own.
  usedStep = Math.max(totpStep(Date.now()), usedStep + 1)
  while (totpStep(Date.now()) < usedStep - 1) await pause(500)
  await page.getByLabel('6 位动态码').fill(totpCode(secret, usedStep))
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('navigation', { name: '主菜单' }).waitFor()
}

test('the new clerk changes the password and sees only the own township', async () => {
  const { context, page } = await open()
  await page.goto(`${server.address}/desk/`)
  await signIn(page, password)
  await page.getByRole('link', { name: '何荷花' }).click()
  await page.getByRole('heading', { name: '我的账号' }).waitFor()
  await page.getByLabel('现在的密码').fill('this is not it')
  await page.getByLabel('新密码').fill(another)
  await page.getByRole('button', { name: '修改', exact: true }).click()
  await page.getByText('现在的密码不对').first().waitFor()
  await page.getByLabel('现在的密码').fill(password)
  await page.getByRole('button', { name: '修改', exact: true }).click()
  await page.getByText('密码已修改').waitFor()
  await shoot(page, 'desk-my-account')

  await page.goto(`${server.address}/desk/queue?view=all`)
  await page.getByRole('heading', { name: '工作队列' }).waitFor()
  await page.getByText(/显示 \d+ 件/).waitFor()
  const seen = await page.request.get(`${server.address}/api/desk/queue?view=all&limit=200`)
  const mine = (await seen.json()) as { items: { place?: string; area?: string }[] }
  expect(mine.items.length).toBeGreaterThan(0)
  for (const one of mine.items) expect(JSON.stringify(one)).toContain('桃源镇')
  const admin = await page.request.get(`${server.address}/api/accounts`)
  expect(admin.status()).toBe(403)
  await page.goto(`${server.address}/desk/no-such-screen`)
  await page.getByRole('heading', { name: '没有这一页' }).waitFor()
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '首页' }).waitFor()
  await context.close()
})

test('a stand-in is named with days and a paper, works under the other’s role, and stops the moment it is ended', async () => {
  const boss = await open()
  await enter(boss.page, server, 'administrator', '/desk/admin/stand-ins')
  await boss.page.getByRole('button', { name: '新的代理授权' }).click()
  const sheet = boss.page.getByRole('dialog')
  const heads = sheet.getByLabel('代谁的岗位')
  await heads.locator('option', { hasText: '桃源镇人民政府' }).first().waitFor({ state: 'attached' })
  await heads.selectOption(
    (await heads.locator('option', { hasText: '桃源镇人民政府' }).first().getAttribute('value'))!,
  )
  const by = sheet.getByLabel('由谁代')
  await by.selectOption((await by.locator('option', { hasText: '何荷花' }).getAttribute('value'))!)
  await sheet.getByLabel('依据').fill('安民发〔2026〕7号')
  await sheet.getByRole('button', { name: '授权', exact: true }).click()
  await boss.page.getByRole('row', { name: /何荷花.*乡镇审核人.*有效/ }).waitFor()
  await shoot(boss.page, 'admin-stand-ins')

  const { context, page } = await open()
  await page.goto(`${server.address}/desk/`)
  await signIn(page, another)
  await page.getByLabel('换岗位').selectOption({ index: 2 })
  await page.getByText(/^代 /).first().waitFor()
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '督办' }).waitFor()

  await boss.page.getByRole('button', { name: /终止 何荷花/ }).click()
  await boss.page.getByRole('row', { name: /何荷花.*已终止/ }).waitFor()
  await boss.context.close()

  // The screen stays, and says why nothing goes on.
  await page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '工作队列' }).click()
  await page.getByRole('dialog', { name: '登录已过期' }).waitFor()
  await shoot(page, 'desk-session-over')
  await context.close()
})

test('an account that is disabled opens nothing any more', async () => {
  const { context, page } = await open()
  await enter(page, server, 'administrator', '/desk/admin/accounts')
  await page.getByLabel('姓名、用户名、单位或地区').fill('he.hehua')
  await page.getByRole('button', { name: /办理 何荷花/ }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: '调动' }).waitFor()
  await shoot(page, 'admin-account')
  await sheet.getByRole('button', { name: '停用账号' }).click()
  await sheet.getByText('已停用,正在用的登录已全部退出').waitFor()
  await context.close()

  const clerk = await open()
  await clerk.page.goto(`${server.address}/desk/`)
  await clerk.page.getByLabel('用户名').fill('he.hehua')
  await clerk.page.getByLabel('密码', { exact: true }).fill(another)
  await clerk.page.getByRole('button', { name: '下一步' }).click()
  await clerk.page.getByText('用户名或密码不对').waitFor()
  await clerk.context.close()
})
