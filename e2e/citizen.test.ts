import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { whoMay } from '../src/access/index.ts'
import { checkCharacter } from '../src/foundation/index.ts'
import {
  axe,
  enter,
  fits,
  openBrowser,
  type RunningServer,
  rulesOfLayout,
  shoot,
  startCounty,
  widths,
} from './support.ts'

/** A story is long, and a busy machine slow. */
vi.setConfig({ testTimeout: 400_000 })

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

const said = async (what: Locator) => ((await what.textContent()) ?? '').trim()
const numbered = (seventeen: string) => seventeen + checkCharacter(seventeen)
const grandmother = { name: '王秀兰', number: numbered('99010119500302024') }
const grandson = { name: '王小明', number: numbered('99010120140601011') }

/** What the county was given to show, arranged behind the office's back: the stories of its officers are told elsewhere. */
async function arrange(sql: string): Promise<void> {
  const folder = join(server.dataDir, 'postgres')
  const client = new pg.Client({
    host: 'localhost',
    port: Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[3]),
    user: 'postgres',
    password: readFileSync(join(server.dataDir, 'postgres.password'), 'utf8').trim(),
    database: 'doudi',
  })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Pages that were looked at: their routes, for the last test. */
const looked = new Set<string>()
const routesOfPages = Object.keys(whoMay).flatMap((what) => /^page GET (\/.*)$/.exec(what)?.[1] ?? [])
/** Papers and answers for machines: no page to look at. */
const noPage = /\.pdf$|^\/my\/letters\/|^\/health|^\/metrics|^\/api/
const routeOf = (path: string): string | undefined =>
  routesOfPages
    .filter((route) => new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`).test(path))
    .sort((a, b) => (a.match(/:/g)?.length ?? 0) - (b.match(/:/g)?.length ?? 0))[0]

/** The pages most people meet are measured at every width in both sizes; the others where each width and size is met once. */
const everyCombination = new Set(['start', 'check-questions', 'apply-tasks', 'apply-person', 'my', 'my-decision'])

/** An open page in 标准字 and 大字: nothing sticks out at any width, axe finds nothing, no key stands where a word should. */
async function problemsOf(page: Page, name: string): Promise<string[]> {
  const problems: string[] = []
  const words = await said(page.locator('body'))
  const key =
    /\b(pages|casework|refusals|office|verification|policy):[a-z][\w.-]+|\bsupporter-\d+|\bundefined\b|\bNaN\b|\d{4}-\d\d-\d\d\b/.exec(
      words,
    )
  if (key) problems.push(`shows ${key[0]}`)
  for (const large of [false, true]) {
    await page.evaluate((large) => document.documentElement.classList.toggle('large', large), large)
    for (const width of widths) {
      await page.setViewportSize({ width, height: 844 })
      if (!(await fits(page))) problems.push(`sticks out at ${width}px, large=${large}`)
      if (!everyCombination.has(name) && (width === 320) !== large) continue
      // Words, order and colours do not change with the width: they are asked about once, on a phone of today.
      const usual = width === 390 && !large
      for (const f of await axe(page, [], usual ? null : rulesOfLayout))
        problems.push(`${width}px large=${large}: ${f.rule} ${f.where.join(' | ')}`)
    }
  }
  return problems
}

interface Phone {
  page: Page
  /** The page that is open now, looked at by a second browser with the same cookies, because axe needs JavaScript. */
  look(name: string, kind?: 'address' | 'answer'): Promise<void>
  go(path: string, name?: string): Promise<void>
}

/** A phone without JavaScript. */
async function phone(): Promise<Phone> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  const second = await browser.newContext({ locale: 'zh-CN' })
  const look: Phone['look'] = async (name, kind = 'address') => {
    const url = page.url()
    const route = routeOf(new URL(url).pathname)
    if (route) looked.add(route)
    await shoot(page, name)
    await second.addCookies(await context.cookies())
    const other = await second.newPage()
    if (kind === 'answer') {
      // What answers a form has no address of its own: its words are shown once more.
      const html = await page.content()
      await other.route(url, (asked) =>
        asked.request().isNavigationRequest()
          ? asked.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
          : asked.fallback(),
      )
    }
    await other.goto(url)
    expect.soft(await problemsOf(other, name), `${name} ${url}`).toEqual([])
    await other.close()
  }
  return {
    page,
    look,
    async go(path, name) {
      await page.goto(`${server.address}${path}`)
      if (name) await look(name)
    },
  }
}

const save = '保存,下一步'
const photo = async () => {
  const sharp = (await import('sharp')).default
  return sharp({ create: { width: 900, height: 1200, channels: 3, background: '#d8d2c4' } })
    .jpeg()
    .toBuffer()
}

test('王秀兰 starts from her difficulty, sees an estimate with its sum, applies on a phone without JavaScript, and comes back after leaving', async () => {
  const { page, look, go } = await phone()
  await go('/', 'start')
  await page.getByRole('link', { name: '钱不够生活' }).click()
  await look('check')
  await page.getByLabel('您住在哪个村').selectOption({ index: 1 })
  await page.getByLabel('有几口人').selectOption('2')
  await page.getByRole('button', { name: '下一步' }).click()
  await look('check-questions')
  for (const [n, age, health] of [
    [1, '75', 'chronic'],
    [2, '12', 'healthy'],
  ] as const) {
    await page.locator(`#age${n}`).fill(age)
    await page.locator(`#health${n}`).selectOption(health)
  }
  for (const name of ['wage', 'farm', 'pension', 'other', 'deposits', 'homes', 'vehicles', 'businesses'])
    await page.locator(`#${name}`).fill('0')
  await page.getByRole('button', { name: '看结果' }).click()
  await page.getByRole('heading', { name: '很可能符合低保' }).waitFor()
  await page.getByText('这是估算,不是决定', { exact: false }).waitFor()
  await look('check-result', 'answer')
  await page.getByRole('button', { name: '大字' }).click()
  await page.getByRole('heading', { name: '很可能符合低保' }).waitFor()
  expect(await page.locator('html').getAttribute('class'), '大字 keeps the result').toBe('large')
  await page.getByRole('link', { name: '去申请' }).click()
  expect(await page.locator('html').getAttribute('class'), 'and stays on').toBe('large')
  await page.getByRole('link', { name: '标准字' }).click()

  await look('apply-start')
  await page.getByLabel('您住在哪个村').selectOption({ index: 1 })
  const town = (await page.getByLabel('您住在哪个村').inputValue()).slice(6, 9)
  await page.getByLabel('手机号').fill('139')
  await page.getByRole('button', { name: '开始填' }).click()
  await page.getByRole('alert').getByText('手机号是 11 位数字', { exact: false }).waitFor()
  await look('apply-start-wrong', 'answer')
  await page.getByLabel('手机号').fill('13900000001')
  await page.getByRole('button', { name: '开始填' }).click()
  const code = await said(page.locator('[data-code]'))
  await look('apply-code', 'answer')
  await page.getByRole('link', { name: '接着填' }).first().click()
  const tasks = new URL(page.url()).pathname

  await page.getByRole('link', { name: '家里有谁' }).click()
  await page.getByRole('link', { name: '先写申请人' }).click()
  await page.getByLabel('姓名').fill(grandmother.name)
  await page
    .getByLabel('身份证号', { exact: true })
    .fill(`${grandmother.number.slice(0, 17)}${grandmother.number.endsWith('X') ? '1' : 'X'}`)
  await page.getByRole('button', { name: save }).click()
  await page.getByRole('alert').getByText('身份证号有一位抄错了', { exact: false }).waitFor()
  expect(await page.getByLabel('姓名').inputValue(), 'what was typed stays').toBe(grandmother.name)
  await look('apply-person-wrong', 'answer')
  await page.getByLabel('身份证号', { exact: true }).fill(grandmother.number)
  await page.locator('#illness').selectOption('chronic')
  await page.getByRole('button', { name: save }).click()

  // She stops here. Days later, on the neighbour's phone, where another family's application was begun too.
  const neighbour = await phone()
  await neighbour.go('/apply/start')
  await neighbour.page.getByLabel('您住在哪个村').selectOption({ index: 2 })
  await neighbour.page.getByLabel('手机号').fill('13900000001')
  await neighbour.page.getByRole('button', { name: '开始填' }).click()
  await neighbour.go(tasks)
  await neighbour.page.getByText('这台手机里没有找到这份申请', { exact: false }).waitFor()
  await neighbour.look('apply-return')
  await neighbour.page.getByLabel('手机号').fill('13900000001')
  await neighbour.page.getByRole('button', { name: '忘了 6 位数' }).click()
  await neighbour.page.getByText('新的 6 位数已经发到这个手机', { exact: false }).waitFor()
  await neighbour.page.getByLabel('手机号').fill('13900000001')
  await neighbour.page.getByLabel('6 位数', { exact: true }).fill(code)
  await neighbour.page.getByRole('button', { name: '接着填' }).click()
  await neighbour.page.getByRole('alert').getByText('没有找到。请看看手机号和 6 位数', { exact: false }).waitFor()
  expect(code, 'the lost code is worth nothing any more').toMatch(/^\d{6}$/)

  await go(`${tasks}/people/2`)
  await page.getByLabel('姓名').fill(grandson.name)
  await page.getByLabel('身份证号', { exact: true }).fill(grandson.number)
  await page.getByLabel('和申请人的关系').selectOption('grandchild')
  await look('apply-person')
  await page.getByRole('button', { name: save }).click()
  await look('apply-people')
  await page.getByRole('link', { name: '都写了' }).click()
  await page.getByRole('link', { name: '住址与电话' }).click()
  await page.getByLabel('现在住的地址').fill('三组12号')
  await look('apply-address')
  await page.getByRole('button', { name: save }).click()
  await page.getByRole('link', { name: '收入', exact: true }).click()
  for (const kind of ['wageIncome', 'operatingIncome', 'propertyIncome']) await page.locator(`#${kind}`).fill('0')
  await page.locator('#transferIncome').fill('1440.50')
  await look('apply-income')
  await page.getByRole('button', { name: save }).click()
  await page.getByRole('link', { name: '财产', exact: true }).click()
  await page.locator('#deposits').fill('800')
  for (const kind of ['homes', 'vehicles']) await page.locator(`#${kind}`).fill('0')
  await page.locator('[id="businesses.unknown"]').check()
  await look('apply-assets')
  await page.getByRole('button', { name: save }).click()
  await page.getByRole('link', { name: '不得不花的大钱' }).click()
  await page.locator('#medicalExpenditure').fill('3200')
  await look('apply-spending')
  await page.getByRole('button', { name: save }).click()
  await page.getByRole('link', { name: '拍材料' }).click()
  await page
    .getByLabel('拍照或选一张')
    .setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await page.getByRole('button', { name: '上传这一张' }).click()
  await page.getByText('1. 户口簿').waitFor()
  await look('apply-photos')
  await page.getByRole('link', { name: '回到清单' }).click()
  await look('apply-tasks')
  await page.getByRole('link', { name: '每个成年人签字' }).click()
  await look('apply-signatures')
  await page.getByRole('button', { name: '在别的手机上签', exact: false }).click()
  const link = await said(page.locator('code'))
  const daughter = await phone()
  await daughter.page.goto(link)
  await daughter.look('sign')
  await daughter.page.getByLabel('我看明白了', { exact: false }).check()
  await daughter.page.getByLabel('写上姓名当作签字').fill(grandmother.name)
  await daughter.page.getByRole('button', { name: '签字' }).click()
  await daughter.page.getByRole('heading', { name: '已签字' }).waitFor()
  await go(`${tasks}/signatures/1`, 'apply-sign')
  await go(`${tasks}/review`, 'apply-review')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByRole('heading', { name: '已经收到您的申请' }).waitFor()
  await look('receipt')
  const receipt = {
    caseNo: await said(page.locator('[data-case-no]')),
    code: await said(page.locator('[data-code]')),
  }
  await page.goBack()
  await page.getByRole('heading', { name: '已经收到您的申请' }).waitFor()
  expect(await said(page.locator('[data-case-no]')), 'the way back leads to the receipt').toBe(receipt.caseNo)
  const again = await page.request.post(`${server.address}${tasks}/submit`, { headers: { origin: server.address } })
  expect(await again.text(), 'pressed twice, one case').toContain(receipt.caseNo)
  await page.getByRole('link', { name: '查进度' }).last().click()
  await page.getByText('要看期限、要做的事和结果', { exact: false }).waitFor()
  await look('progress-by-code')

  // Another day, another phone: number and code from the receipt.
  const later = await phone()
  await later.go('/p', 'progress-entry')
  await later.page.getByLabel('查询号').fill(receipt.caseNo)
  await later.page.getByLabel('6 位查询码').fill(receipt.code)
  await later.page.getByRole('button', { name: '查', exact: true }).click()
  await later.page.getByRole('heading', { name: '需要您做的事' }).waitFor()
  await later.look('my')

  await askForBill(town, /case=([0-9a-f-]{36})/.exec(await later.page.content())![1]!)
  await later.go('/my')
  await later.page.getByText('还差 1 样', { exact: false }).waitFor()
  await later.look('my-supplement')
  await later.page.getByRole('button', { name: '上传并交上' }).click()
  await later.page.getByRole('alert').waitFor()
  await later.page
    .getByLabel('看病的费用清单')
    .setInputFiles({ name: 'IMG_0002.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await later.page.getByRole('button', { name: '上传并交上' }).click()
  await later.page.getByText('材料收到了').waitFor()
  await later.go('/my/changes/new', 'my-change')
})

/** The clerk of her township asks once for what is missing. */
async function askForBill(town: string, caseId: string): Promise<void> {
  const desk = await browser.newContext()
  const page = await desk.newPage()
  await enter(page, server, 'township-clerk', '/', `demo.clerk${town}`)
  const path = `${server.address}/api/desk/cases/${caseId}`
  const seen = await page.request.get(path)
  expect(seen.status(), await seen.text()).toBe(200)
  const asked = await page.request.post(`${server.address}/api/cases/${caseId}/supplement`, {
    headers: {
      'if-match': seen.headers().etag!,
      'idempotency-key': crypto.randomUUID(),
      origin: server.address,
    },
    data: {
      items: [
        {
          item: '看病的费用清单',
          clause: '《最低生活保障审核确认办法》第十三条',
          why: '写了看病自己花 3200 元',
          how: '拍照发来,或交给村里',
        },
      ],
    },
  })
  expect(asked.status(), await asked.text()).toBe(200)
  await desk.close()
}

/** Signed in as a family of one of the demo's stories. */
async function enterFamily(page: Page, story: string): Promise<void> {
  const form = { role: 'citizen', story }
  const answer = await page.request.post(`${server.address}/demo/enter`, { form, maxRedirects: 0 })
  expect(answer.status()).toBe(303)
}

test('a family is asked about a figure that does not fit, explains it, and sees what it is paid and who looked', async () => {
  const { page, look, go } = await phone()
  await enterFamily(page, 'counted-twice')
  await go('/my')
  await arrange(`insert into rebuttal (household_id, rebuttal_id, area, request_id, subject_kind, subject_id, fact, kind, declared, matched, source_name, answer_by)
    select household_id, gen_random_uuid(), area, request_id, 'household', '', 'deposits', 'higher', '"500000"', '"3000000"', '省居民家庭经济状况核对平台·银行存款', doudi.today() + 7
    from verification_request on conflict do nothing`)
  await go('/my', 'my-decided')
  await page.getByRole('link', { name: '看看查到什么,说一说', exact: false }).click()
  await page.getByText('30000.00 元', { exact: false }).waitFor()
  await look('my-explain')
  await page.getByRole('button', { name: '交上说明' }).click()
  await page.getByRole('alert').getByText('请说几句', { exact: false }).waitFor()
  await page.getByLabel('为什么不一样').fill('其中两万五是替舅舅存的,有他的字条')
  await page.getByLabel('证明').setInputFiles({ name: 'IMG_0003.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await page.getByRole('button', { name: '交上说明' }).click()
  await page.getByText('说明收到了', { exact: false }).waitFor()
  await go('/my/benefits', 'my-benefits')
  await go('/my/access-log', 'my-access-log')
  await go('/my/helpers', 'my-helpers')
})

test('a family reads how its amount was worked out, and says once which figure is wrong', async () => {
  const { page, look, go } = await phone()
  await enterFamily(page, 'neighbours-money')
  await go('/my/decision', 'my-decision')
  await page.getByRole('button', { name: '勾好了,写理由' }).click()
  await page.getByText('请先在不对的那一行打勾').waitFor()
  await page.locator('input[name=figure]').first().check()
  await page.getByRole('button', { name: '勾好了,写理由' }).click()
  await look('my-appeal')
  await page.getByLabel('您认为应该是多少').fill('1000')
  await page.getByRole('button', { name: '提交异议' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByLabel('您认为应该是多少').inputValue()).toBe('1000')
  await page.getByLabel('为什么').fill('今年只卖了一次粮')
  await page.getByRole('button', { name: '提交异议' }).click()
  await page.getByText('异议收到了', { exact: false }).waitFor()
})

test('everybody reads the notices of a village, objects without a name, and sees the rules and standards', async () => {
  const { page, look, go } = await phone()
  await arrange(
    'update case_notice set first_day = doudi.today() - 2, last_day = doudi.today() + 5 where ended_on is null',
  )
  await go('/notices', 'notices')
  const village = await villageWithNotice(page)
  await go(`/notices/${village}`, 'notices-village')
  await page.getByRole('link', { name: '看或提异议' }).first().click()
  await look('notice')
  await page.getByRole('button', { name: '提异议' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('哪里不对').fill('他家有一辆货车')
  await page.getByRole('button', { name: '提异议' }).click()
  const code = await said(page.locator('[data-code]'))
  await look('notice-objected', 'answer')
  await go('/notices/answer', 'notices-answer')
  await page.getByLabel('回执号').fill(code)
  await page.getByRole('button', { name: '查', exact: true }).click()
  await page.getByText('还没有答复', { exact: false }).waitFor()
  await go('/policies/dibao', 'policies')
  await go('/standards/990101', 'standards')
  await go('/hotline', 'hotline')
  await go('/accessibility', 'accessibility')
  await go('/demo', 'demo')
  await go('/callback')
  await page.getByRole('button', { name: '请给我打电话' }).click()
  await page.getByRole('alert').waitFor()
  await look('callback', 'answer')
  await page.getByLabel('怎么称呼您').fill('李大娘')
  await page.getByLabel('您住在哪个村').selectOption({ index: 1 })
  await page.getByLabel('电话', { exact: true }).fill('13900000088')
  await page.getByRole('button', { name: '请给我打电话' }).click()
  await page.getByText('给您打电话', { exact: false }).waitFor()
  await go('/nothing-here')
  await look('not-found')
})

async function villageWithNotice(page: Page): Promise<string> {
  const html = await page.content()
  for (const [, village] of html.matchAll(/href="\/notices\/(\d{12})"/g))
    if (
      (await (await page.request.get(`${server.address}/notices/${village}`)).text()).includes(`/notices/${village}/`)
    )
      return village!
  throw new Error('no notice hangs anywhere in the county')
}

test('with JavaScript the estimate follows the answers, and nothing else is needed', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (e) => errors.push(e.message))
  await page.goto(`${server.address}/check`)
  await page.getByLabel('您住在哪个村').selectOption({ index: 1 })
  await page.getByLabel('有几口人').selectOption('1')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.locator('#age1').fill('70')
  const live = page.locator('#live')
  await live.getByText('每月最多约', { exact: false }).waitFor()
  await shoot(page, 'check-live')
  await page.locator('#health1').selectOption('healthy')
  for (const name of ['farm', 'pension', 'other', 'deposits', 'homes', 'vehicles', 'businesses'])
    await page.locator(`#${name}`).fill('0')
  await page.locator('#wage').fill('100')
  await live.getByText('很可能符合低保').waitFor()
  await page.getByRole('button', { name: '看结果' }).click()
  await page.getByText('打工、上班每月 100.00 元').waitFor()
  await page.getByRole('button', { name: '多 100 元', exact: false }).click()
  await page.getByText('打工、上班每月 200.00 元').waitFor()
  expect(errors).toEqual([])
  await context.close()
})

test('no page was left out: every address that answers with a page was looked at above', () => {
  expect(routesOfPages.filter((route) => !noPage.test(route) && !looked.has(route))).toEqual([])
})
