import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays } from '../src/foundation/index.ts'
import { answers, finish, good, inventedNumber, loneApplicant, openStep, scan, sit } from './office.ts'
import { axe, openBrowser, passDays, type RunningServer, shoot, startCounty } from './support.ts'

/**
 * The hub is asked about the adults who allowed it, dies while the question is out, comes back and answers once. One
 * figure does not fit: the family explains it with a paper, and an officer says which figure counts.
 */
let server: RunningServer
let browser: Browser
let agencies: { url: string; token: string }
beforeAll(async () => {
  const port = await freePort()
  const token = 'whoever-plays-the-world'
  agencies = { url: `http://127.0.0.1:${port}`, token }
  server = await startCounty({ DOUDI_DEMO_AGENCIES_PORT: String(port), DOUDI_AGENCIES_CONTROL_TOKEN: token })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** What the agencies know and how they behave: the world's own door, which the county has not. */
async function world(method: 'POST' | 'PUT' | 'DELETE', path: string, body = ''): Promise<void> {
  const answer = await fetch(agencies.url + path, {
    method,
    body,
    headers: { authorization: `Bearer ${agencies.token}` },
  })
  if (!answer.ok) throw new Error(`The agencies said ${answer.status} to ${path}`)
}

const agenciesPid = () =>
  Number(
    execFileSync('pgrep', ['-P', String(server.process.pid), '-f', 'demo/agencies/serve'])
      .toString()
      .trim(),
  )

const quiet = {
  businessIncomeTwelveMonths: null,
  basicPensionTwelveMonths: null,
  pensionTwelveMonths: null,
  unemploymentTwelveMonths: null,
  accounts: [],
  vehicles: [],
  homes: [],
  businesses: [],
}
const family = [
  { ref: 'a', name: '郑大有', number: inventedNumber('19620312', 411), relation: 'applicant' },
  { ref: 'b', name: '吴桂芬', number: inventedNumber('19640825', 412), relation: 'spouse' },
  { ref: 'c', name: '郑小军', number: inventedNumber('19980117', 413), relation: 'child' },
] as const

test('the hub dies while a round is out: the report comes once, the unasked stay unasked, and the figure that differs is explained and settled', async () => {
  await world(
    'POST',
    '/people',
    family
      .map(({ ref, name, number }) =>
        JSON.stringify({
          number,
          truth: {
            ...quiet,
            name,
            wagesTwelveMonths: ref === 'a' ? '9600.00' : null,
            marriage: ref === 'c' ? 'single' : 'married',
          },
        }),
      )
      .join('\n'),
  )
  const clerk = await sit(browser, server, 'township-clerk')
  const { page } = clerk
  const alone = await loneApplicant(clerk, server.address, family[0])
  const receipt = await good(
    clerk.ask('POST', '/api/desk/applications', {
      ...alone,
      members: family,
      figures: [
        ...answers('household', 'household', {
          registration: 'local',
          spendingFitsIncome: true,
          homes: 1,
          homeArea: 60,
        }),
        ...family.flatMap(({ ref }) =>
          answers(ref, 'person', {
            livesTogether: true,
            workAbility: ref === 'c' ? 'able' : 'lost',
            employment: ref === 'c' ? 'casual' : 'retired',
            marriage: ref === 'c' ? 'single' : 'married',
          }),
        ),
      ],
      pledges: family.map(({ ref }) => ({ of: ref, how: 'paper' })),
      // The son's paper ends tomorrow: by the time of the enquiry he must not be asked about.
      authorisations: await Promise.all(
        family.map(async ({ ref }) => ({
          of: ref,
          how: 'paper',
          scan: await scan(clerk, server.address),
          ...(ref === 'c' && { until: addDays(clerk.businessDay, 1) }),
        })),
      ),
    }),
  )
  const { caseId, caseNo, readOutCode } = receipt
  const at = `${server.address}/desk/case/${caseId}`
  await page.goto(at)
  await openStep(page, '受理')
  await finish(page, '受理')
  await passDays(page, server, 2)
  await page.reload()
  await openStep(page, '发起核对')
  await finish(page, '发起核对')

  // ── The list leaves; the other side dies without a word and is started again by whoever looks after it.
  await passDays(page, server, 1)
  const before = agenciesPid()
  process.kill(before, 'SIGKILL')
  await expect.poll(() => agenciesPid(), { timeout: 30_000 }).not.toBe(before)
  await expect
    .poll(
      () =>
        fetch(`${agencies.url}/health`).then(
          (r) => r.status,
          () => 0,
        ),
      { timeout: 30_000 },
    )
    .toBe(200)
  await world('PUT', '/behaviours/real-estate', JSON.stringify({ noAnswer: true }))

  // ── Days later the report is there: once.
  await expect
    .poll(
      async () => {
        await passDays(page, server, 1)
        await page.goto(at)
        await page.locator('.case-actions').waitFor()
        return page.getByText('等核对报告').count()
      },
      { timeout: 60_000, message: 'the hub answers within some days' },
    )
    .toBe(0)
  const openReport = () => page.locator('.views').getByRole('link', { name: '核对', exact: true }).click()
  await openReport()
  const report = page.getByRole('region', { name: '核对报告' })
  const row = (...said: RegExp[]) => said.reduce((rows, one) => rows.filter({ hasText: one }), report.getByRole('row'))
  await row(/^郑大有/, /近12个月工资薪金/, /9,600元/, /\d{4}-\d\d-\d\d/, /作为收入核算/).waitFor()
  expect(await row(/^郑大有/, /近12个月工资薪金/).count()).toBe(1)
  await row(/^全家/, /存款/, /没有查\(还缺家庭成员的结果\)/, /42,480元\(.+第七条\)/).waitFor()
  // Three silences, three words.
  await row(/^吴桂芬/, /税务/, /查无记录/).waitFor()
  await row(/^吴桂芬/, /不动产登记/, /没有答复/).waitFor()
  await row(/^郑小军/, /税务/, /没有查\(授权已经到期\)/).waitFor()
  expect(await row(/^郑小军/).count()).toBe(await row(/^郑小军/, /没有查\(授权已经到期\)/).count())
  const question = page.getByRole('region', { name: '不一致数据' }).getByRole('row').filter({ hasText: '工资性收入' })
  await question.getByText('等家庭说明').waitFor()
  expect(await page.getByRole('region', { name: '不一致数据' }).getByRole('row').count()).toBe(2)
  await shoot(page, 'desk-case-report')
  expect(await axe(page)).toEqual([])
  const timeline = await good(clerk.ask('GET', `/api/households/${receipt.householdId}/timeline`))
  const reports = timeline.items.filter((one: { text: string }) => /出具核对报告/.test(one.text))
  expect(reports).toHaveLength(1)

  // ── At home, without JavaScript: what was found, until when, and a paper that explains it.
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  const phone = await context.newPage()
  await phone.goto(`${server.address}/p`)
  await phone.getByLabel('查询号').fill(caseNo)
  await phone.getByLabel('6 位查询码').fill(readOutCode)
  await phone.getByRole('button', { name: '查', exact: true }).click()
  await phone.getByText(/“工资性收入”查到的和您填的不一样/).waitFor()
  await phone.getByRole('link', { name: /工资性收入/ }).click()
  await phone.getByText('9600.00 元').waitFor()
  await shoot(phone, 'my-explain')
  await phone.getByLabel('为什么不一样').fill('那是去年在砖厂的钱,厂子关了,今年没有工资')
  await phone
    .locator('input[type=file]')
    .setInputFiles({ name: 'paper.jpg', mimeType: 'image/jpeg', buffer: await photograph() })
  await phone.getByRole('button', { name: '交上说明' }).click()
  await phone.getByText('说明收到了').waitFor()

  // ── At the office: two go and see, the officer says which figure counts, and the question is closed by that.
  await page.reload()
  await question.getByText(/厂子关了/).waitFor()
  let form = await openStep(page, '登记入户')
  await form.getByLabel('入户人(一)').selectOption({ index: 1 })
  await form.getByLabel('入户人(二)').selectOption({ index: 1 })
  await form.getByLabel('结论').fill('砖厂已经关闭,证明属实')
  await finish(page, '登记入户')
  form = await openStep(page, '采用数据')
  const line = form.getByRole('region', { name: '工资性收入 · 郑大有' })
  await line.getByLabel(/^核对:9,600 元/).waitFor()
  await line.getByLabel(/^申报:0 元/).check()
  await line.getByLabel('采用理由').fill('砖厂注销证明已看,近期没有工资')
  for (const other of await form.locator('.adopt-line').all()) {
    if ((await other.getByRole('radio', { checked: true }).count()) > 0) continue
    await other.getByLabel(/^申报:/).check()
    await other.getByLabel('采用理由').fill('与申报一致')
  }
  await shoot(page, 'desk-adoption-explained')
  await finish(page, '采用数据')
  await openReport()
  await question.getByText('采用家庭的数').waitFor()
  await question.getByText('砖厂注销证明已看,近期没有工资').waitFor()
  await page.goto(`${server.address}/desk/`)
  await phone.goto(`${server.address}/my?case=${caseId}`)
  await phone.getByText('现在没有要您做的事').waitFor()
  const left = await good(clerk.ask('GET', '/api/verification/rebuttals'))
  expect(left.items.filter((one: { headName: string }) => one.headName === '郑大有')).toEqual([])
  expect(clerk.errors).toEqual([])
}, 150_000)

const photograph = () =>
  sharp({ create: { width: 600, height: 400, channels: 3, background: '#ddd' } })
    .jpeg()
    .toBuffer()
