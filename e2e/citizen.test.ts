import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkCharacter } from '../src/foundation/index.ts'
import { inspect, openBrowser, type RunningServer, shoot, startServer } from './support.ts'

let server: RunningServer
let browser: Browser
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const number = () => {
  const seventeen = '99010119500302024'
  return seventeen + checkCharacter(seventeen)
}

/** A phone without JavaScript; pages are looked at by a second one that has it, because axe needs it. */
async function phone(): Promise<{ page: Page; look(path: string, name: string): Promise<void> }> {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  return {
    page,
    async look(path, name) {
      await page.goto(`${server.address}${path}`)
      await shoot(page, name)
      const other = await browser.newContext()
      await other.addCookies(await context.cookies())
      expect.soft(await inspect(await other.newPage(), `${server.address}${path}`), path).toEqual([])
      await other.close()
    },
  }
}

test('王秀兰 asks, applies, gets her receipt and sees where it stands, without JavaScript', async () => {
  const { page, look } = await phone()
  await look('/', 'start')
  await page.getByRole('link', { name: '钱不够生活' }).click()
  await page.locator('#area').selectOption({ index: 1 })
  await page.locator('#count').selectOption('2')
  await page.locator('main form button').first().click()
  await page.locator('#age1').fill('75')
  await page.locator('#age2').fill('12')
  for (const name of ['wage', 'farm', 'pension', 'other', 'deposits', 'homes', 'vehicles', 'businesses'])
    await page.locator(`#${name}`).fill('0')
  await page.getByRole('button', { name: '看结果' }).click()
  await page.getByText('这是估算,不是决定', { exact: false }).waitFor()
  await shoot(page, 'check-result')

  await page.goto(`${server.address}/apply/start?about=living`)
  await page.locator('#area').selectOption({ index: 1 })
  await page.locator('#phone').fill('13900000001')
  await page.getByRole('button', { name: '开始填' }).click()
  await page.getByRole('link', { name: '接着填' }).first().click()
  const tasks = new URL(page.url()).pathname
  await page.goto(`${server.address}${tasks}/people/1`)
  await page.locator('#name').fill('王秀兰')
  await page.locator('#number').fill(number())
  await page.getByRole('button', { name: '保存,下一步' }).click()
  await page.goto(`${server.address}${tasks}/address`)
  await page.locator('#address').fill('三组12号')
  await page.getByRole('button', { name: '保存,下一步' }).click()
  await page.goto(`${server.address}${tasks}/signatures/1`)
  await page.locator('#agree-box').check()
  await page.locator('#signature').fill('王秀兰')
  await page.getByRole('button', { name: '签字' }).click()
  for (const section of ['', '/people', '/people/1', '/income/1', '/assets/1', '/photos', '/signatures', '/review'])
    await look(`${tasks}${section}`, `apply${section.replaceAll('/', '-')}`)
  await page.getByRole('button', { name: '提交申请' }).click()
  const caseNo = (await page.locator('[data-case-no]').innerText()).trim()
  const code = (await page.locator('[data-code]').innerText()).trim()
  await look(`${tasks}/receipt`, 'receipt')

  const later = await phone()
  await later.look('/p', 'progress-entry')
  await later.page.locator('#caseNo').fill(caseNo)
  await later.page.locator('#code').fill(code)
  await later.page.getByRole('button', { name: '查', exact: true }).click()
  await later.page.getByText('需要您做的事').waitFor()
  await later.look('/my', 'my')
  for (const own of ['benefits', 'access-log', 'helpers', 'changes/new'])
    await later.look(`/my/${own}`, `my-${own.replace('/', '-')}`)
})

test('what everybody may read', async () => {
  const { look } = await phone()
  await look('/notices', 'notices')
  await look('/notices/990101103203', 'notices-village')
  await look('/policies/dibao', 'policies')
  await look('/standards/990101', 'standards')
  await look('/callback', 'callback')
})
