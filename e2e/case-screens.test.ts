import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { caseworkApi, deskApi, type Route } from '../src/contract/index.ts'
import type { Role } from '../src/platform/index.ts'
import { zh } from '../src/wording/desk.ts'
import { api, good, type Officer, openStep, sit } from './office.ts'
import { axe, fits, openBrowser, type RunningServer, shoot, startCounty, strayWords, walk } from './support.ts'

/**
 * The case side of the desk, screen by screen and form by form, from the chairs of those who sit before it: nothing sticks
 * out, axe finds nothing, everything has its Chinese word. In three widths, normal and 大字.
 */
// A hundred looks, six windows each: more than other tests take on a busy machine.
vi.setConfig({ testTimeout: 600_000 })

let server: RunningServer
let browser: Browser
let cases: deskApi.TrayLine[]
const chairs = new Map<string, Officer>()
beforeAll(async () => {
  server = await startCounty()
  browser = await openBrowser()
  const section = await chair('county-section')
  const list = async (view: string) =>
    (await good(section.ask('GET', `/api/desk/queue?view=${view}&limit=100`))).items as deskApi.TrayLine[]
  cases = [...(await list('all')), ...(await list('closed'))]
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** Everybody sits down once and stays. */
async function chair(role: Role, username?: string): Promise<Officer> {
  const key = `${role}/${username ?? ''}`
  const here = chairs.get(key) ?? (await sit(browser, server, role, '/desk/me', username))
  chairs.set(key, here)
  return here
}

const towns: Record<string, string> = {
  城关镇: '101',
  清溪镇: '102',
  桃源镇: '103',
  石桥镇: '104',
  双塘镇: '105',
  杏林镇: '106',
  白鹭镇: '107',
  云岭乡: '201',
  枫树乡: '202',
  竹坪乡: '203',
  雁河乡: '204',
  牧马乡: '205',
}
const townOf = (line: deskApi.TrayLine) => Object.entries(towns).find(([name]) => line.areaName.includes(name))![1]
const clerkOf = (line: deskApi.TrayLine) => chair('township-clerk', `demo.clerk${townOf(line)}`)
const headOf = (line: deskApi.TrayLine) => chair('township-head', `demo.head${townOf(line)}`)

/** The first case of the county that is like this. */
function caseLike(like: (line: deskApi.TrayLine) => boolean, what: string): deskApi.TrayLine {
  const found = cases.find(like)
  if (!found) throw new Error(`The county has no ${what}`)
  return found
}
const at = (stage: string, kind = 'application') =>
  caseLike((one) => one.stage === stage && one.kind === kind && !one.officerRelative, `${kind} at ${stage}`)
const change = (kind: string) => caseLike((one) => one.change === kind && one.ending === null, `change ${kind}`)

/** Nothing is wrong with the screen as it stands, and no word on it is a code. */
async function fine(page: Page, what: string, whole = false): Promise<void> {
  expect.soft(await strayWords(page), `${what}: words nobody translated`).toEqual([])
  expect.soft(await walk(page, whole), what).toEqual([])
}

/** The same screen with other content, or one more dialog like the others: its layout has been walked already. */
async function fineAgain(page: Page, what: string): Promise<void> {
  expect.soft(await strayWords(page), `${what}: words nobody translated`).toEqual([])
  expect.soft(await axe(page), what).toEqual([])
}

async function open({ page }: Officer, to: string): Promise<Page> {
  await page.goto(`${server.address}/desk${to}`, { waitUntil: 'networkidle' })
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return page
}
const openCase = async (desk: Officer, { caseId }: { caseId: string }, tab = 'overview') => {
  const page = await open(desk, `/case/${caseId}?tab=${tab}`)
  await page.getByRole('navigation', { name: '案件各部分' }).waitFor()
  return page
}

/** Looks at the dialog that is open and closes it. */
async function lookAndClose(page: Page, what: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await dialog.getByText('正在取数据').waitFor({ state: 'detached' })
  expect.soft(await dialog.getByRole('heading').first().textContent(), what).toMatch(/[一-鿿]/)
  await fineAgain(page, what)
  await page.setViewportSize({ width: 320, height: 900 })
  expect.soft(await fits(page), `${what}: fits 320 px`).toBe(true)
  await page.setViewportSize({ width: 1280, height: 900 })
  await dialog.getByRole('button', { name: '关闭' }).click()
  await dialog.waitFor({ state: 'detached' })
}

const stepName = (step: string) => zh[`step.${step}` as keyof typeof zh]
const seen = new Set<string>()
/** Opens the forms of these steps one after the other, each from the button the case page offers. */
async function forms(desk: Officer, line: { caseId: string }, ...steps: string[]): Promise<void> {
  const page = await openCase(desk, line)
  await fineAgain(page, steps.join())
  for (const step of steps) {
    await openStep(page, stepName(step))
    seen.add(step)
    await lookAndClose(page, stepName(step))
  }
}

/** A step of the story in between, taken for granted: on the version the case has now. */
async function taken(
  who: readonly [Role, string?],
  route: Route & { params: typeof caseworkApi.accept.params },
  line: { caseId: string },
  body: unknown = {},
): Promise<void> {
  const ask = await api(server, ...who)
  const read = await ask(deskApi.readCase, { params: { caseId: line.caseId } })
  if (!read.ok) throw new Error(read.problem.detail)
  const done = await ask(route, {
    params: { caseId: line.caseId },
    body,
    ifMatch: `"${read.data.version}"`,
  } as never)
  if (!done.ok) throw new Error(`${route.path}: ${done.problem.detail}`)
}

test('home and the queue, from five chairs', async () => {
  const seats: [Officer, string][] = [
    [await chair('township-clerk', 'demo.clerk102'), 'desk-home'],
    [await chair('township-head', 'demo.head102'), ''],
    [await chair('county-section'), ''],
    [await chair('county-leader'), ''],
    [await chair('aide'), ''],
  ]
  for (const [desk, picture] of seats) {
    const page = await open(desk, '/')
    await page.locator('.tiles strong').filter({ hasText: /^\d+$/ }).first().waitFor()
    await (picture ? fine(page, `home of ${desk.name}`, true) : fineAgain(page, `home of ${desk.name}`))
    if (picture) await shoot(page, picture)
  }
  const section = await chair('county-section')
  const page = await open(section, '/queue?view=all')
  await page.getByRole('rowheader').first().waitFor()
  await page.getByRole('button', { name: '存为我的视图' }).click()
  await page.getByRole('dialog').getByLabel('给这个视图起个名字').fill('本周要办')
  await fine(page, '存为我的视图')
  await page.getByRole('dialog').getByRole('button', { name: '存为我的视图' }).click()
  await page.getByRole('link', { name: '本周要办' }).waitFor()
  await fine(page, 'queue with a view of one’s own', true)
  await shoot(page, 'desk-queue')
  await page.getByRole('button', { name: '快捷键' }).click()
  await lookAndClose(page, '快捷键')
  await page.getByRole('checkbox', { name: '选中本页全部' }).check()
  await page.getByRole('button', { name: /^转交选中的/ }).click()
  await lookAndClose(page, '转交')
  await page.getByLabel('姓名、拼音首字母、案号或证件后四位').fill('没有这个人')
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByText('没有找到“没有这个人”。').waitFor()
  await fineAgain(page, 'queue, nothing found')
  await open(section, '/queue?view=all&holder=nobody')
  await page.getByText('只看 未分派 手上的').waitFor()
  await fineAgain(page, 'queue, one holder')
  await open(section, '/queue?view=closed')
  await page.getByRole('rowheader').first().waitFor()
  await fineAgain(page, 'closed cases')
})

test('a case in every state, and every part of its page', async () => {
  const section = await chair('county-section')
  const served = caseLike((one) => one.kind === 'application' && one.ending === 'served', 'served application')
  const tabs = ['overview', 'family', 'verification', 'visit', 'notice', 'decision', 'papers', 'log']
  for (const tab of tabs) {
    const page = await openCase(section, served, tab)
    await fine(page, `served, ${tab}`)
    // A closed case has no clock, no holder and nothing that is still to be said.
    expect(await page.locator('.case-head').textContent()).not.toMatch(/· ·|总时限|未分派/)
    if (tab !== 'overview') await shoot(page, `desk-case-${tab}`)
  }
  // The others are looked at with their forms, below.
  const states: [Officer, deskApi.TrayLine][] = [
    [await clerkOf(at('objection')), at('objection')],
    [await clerkOf(change('income')), change('income')],
    [await clerkOf(at('investigation', 'review')), at('investigation', 'review')],
  ]
  for (const [desk, line] of states) {
    const page = await openCase(desk, line)
    await page.getByRole('heading', { name: '系统测算' }).waitFor()
    expect.soft(await page.locator('.case-actions').textContent(), `${line.kind} at ${line.stage}`).not.toBe('')
    await fineAgain(page, `${line.kind} at ${line.stage}`)
  }
  await openCase(await clerkOf(at('objection')), at('objection'), 'notice')
  await fineAgain((await clerkOf(at('objection'))).page, 'objection, notice')
  const relative = caseLike((one) => one.officerRelative, 'case of a relative')
  const page = await openCase(await clerkOf(relative), relative)
  await page.getByText('这户有您备案的近亲属,请由他人办理。').waitFor()
  await fine(page, 'a relative of the officer')
})

test('every form of an application opens under its name', async () => {
  const submitted = at('submitted')
  await forms(await clerkOf(submitted), submitted, 'accept', 'request-supplement', 'refuse-to-accept', 'withdraw')
  const waiting = at('supplement')
  await forms(await clerkOf(waiting), waiting, 'receive-supplement')
  const asked = at('investigation')
  await forms(await clerkOf(asked), asked, 'mark-duplicate', 'abandon', 'pause', 'extend', 'reassign')
  const unasked = caseLike(
    (one) => one.blockedOn === 'verification-needed' && one.kind === 'application',
    'unasked case',
  )
  await forms(await clerkOf(unasked), unasked, 'start-verification', 'book-visit', 'record-visit')
  const ready = caseLike((one) => one.blockedOn === 'visit-needed', 'case that waits for a visit')
  await forms(await clerkOf(ready), ready, 'adopt-facts', 'recommend')
  const signed = at('review')
  await forms(await headOf(signed), signed, 'endorse', 'send-back')
  const confirming = caseLike(
    (one) => one.stage === 'confirmation' && one.remaining.state === 'overdue',
    'reviewed case',
  )
  await forms(await chair('county-leader'), confirming, 'confirm', 'return-to-township', 'record-collective')
  const unreviewed = caseLike(
    (one) => one.stage === 'confirmation' && one.remaining.state === 'running',
    'new at county',
  )
  await forms(await chair('county-section'), unreviewed, 'county-review')
  const decided = at('decided')
  const clerk = await clerkOf(decided)
  await forms(clerk, decided, 'issue-letter')
  await taken(['township-clerk', `demo.clerk${townOf(decided)}`], caseworkApi.issueLetter, decided)
  await forms(clerk, decided, 'record-delivery', 'correct-clerically')
})

test('what is said against a notice: looked into, then appraised', async () => {
  const objected = at('objection')
  const clerk = await clerkOf(objected)
  await forms(clerk, objected, 'conclude-reinvestigation', 'resume')
  await taken(['township-clerk', `demo.clerk${townOf(objected)}`], caseworkApi.concludeReinvestigation, objected, {
    founded: false,
    disputed: true,
    report: '铺面是否出租说法不一',
    answer: '还要由村里评议',
  })
  await forms(clerk, objected, 'record-appraisal')
  await shoot(clerk.page, 'desk-case-appraisal')
})

test('a change that asks to suspend proposes just that, the head of the township signs; the report makes a visit unnecessary', async () => {
  const line = change('suspend')
  const clerk = await clerkOf(line)
  const page = await openCase(clerk, line)
  const form = await openStep(page, '提出意见')
  expect(await form.getByRole('radio', { name: '按变更办理:暂停发放,每月 0 元' }).isChecked()).toBe(true)
  await fine(page, 'the opinion of a suspension')
  await form.getByLabel('类别').selectOption({ label: '家庭申请' })
  await form.getByLabel('依据条款').fill('《最低生活保障审核确认办法》第三十三条')
  await form.getByLabel('说明').fill('全家外出务工半年')
  await shoot(page, 'desk-opinion-suspend')
  await form.getByRole('button', { name: '提出意见', exact: true }).click()
  await page.getByText('已办好,现在是:待审核').waitFor()
  const head = await headOf(line)
  await openCase(head, line)
  await head.page.locator('.case-actions').getByRole('button', { name: '审核签字', exact: true }).click()
  await head.page.getByRole('dialog').getByText('家庭申请 · 《最低生活保障审核确认办法》第三十三条').waitFor()
  await lookAndClose(head.page, '审核签字')

  const income = change('income')
  await forms(await clerkOf(income), income, 'skip-verification')
  await forms(await chair('county-verifier'), income, 'record-report')
  await taken(['county-verifier'], caseworkApi.recordReport, income, { reportId: '核〔2026〕88号', coversVisit: true })
  await forms(await clerkOf(income), income, 'skip-visit')
})

test('an objection to a decision: every form of the re-check, by people who had no part in it', async () => {
  const line = caseLike((one) => one.kind === 'appeal' && one.stage === 'filed', 'appeal')
  const clerk = await clerkOf(line)
  await forms(clerk, line, 'withdraw-appeal')
  const section = await openCase(await chair('county-section'), line)
  await section.getByText('您参与过原决定,须由没有参与的人复查。').waitFor()
  expect(await section.getByText(/^其他操作/).count()).toBe(0)
  await fine(section, 'the objection, seen by who decided')
  const second = await chair('county-section', 'demo.section2')
  await forms(second, line, 'begin-recheck')
  const by = ['county-section', 'demo.section2'] as const
  await taken(by, caseworkApi.beginRecheck, line)
  await forms(second, line, 'adopt-recheck-figures', 'propose-answer')
  const { appeal } = await good(second.ask('GET', `/api/desk/cases/${line.caseId}`))
  await taken(by, caseworkApi.proposeAnswer, line, {
    outcome: 'upheld',
    found: appeal.figures.map(({ of, name }: { of: string; name: string }) => ({
      of,
      name,
      found: '108000元',
      evidence: '社保局发放流水',
    })),
    reason: { code: 'figures-right', clause: '《最低生活保障审核确认办法》第十一条', note: '原用的数与发放流水一致' },
    evidence: [],
  })
  const leader = await chair('county-leader', 'demo.leader2')
  await forms(leader, line, 'decide-appeal', 'send-back-answer')
  await taken(['county-leader', 'demo.leader2'], caseworkApi.decideAppeal, line)
  await forms(second, line, 'issue-appeal-letter')
  await taken(by, caseworkApi.issueAppealLetter, line)
  await forms(second, line, 'deliver-appeal-letter')
  for (const tab of ['overview', 'decision', 'papers'])
    await fineAgain(await openCase(second, line, tab), `the objection, decided: ${tab}`)
})

test('no form was left out', () => {
  const elsewhere = ['post-notice', 'add-board-photo', 'object']
  const all = Object.keys(zh).flatMap((key) => /^step\.([a-z-]+)$/.exec(key)?.[1] ?? [])
  const forms = all.filter((step) => !/-(what|field)$/.test(step) && !elsewhere.includes(step))
  expect([...seen].sort()).toEqual(forms.sort())
})

test('the page of a household: what is known, every kind of change, the register', async () => {
  const served = caseLike((one) => one.kind === 'application' && one.ending === 'served', 'served application')
  const section = await chair('county-section')
  const page = await open(section, `/household/${served.householdId}`)
  await page.getByRole('heading', { name: '时间线' }).waitFor()
  await fine(page, 'household')
  await shoot(page, 'desk-household')
  await page.getByLabel('只看').selectOption({ label: '决定' })
  await page
    .getByRole('button', { name: /^查全县/ })
    .first()
    .click()
  await lookAndClose(page, '查全县')
  await page.getByRole('button', { name: '采用情况' }).click()
  await lookAndClose(page, '采用情况')
  await page.locator('.case-actions').getByRole('button', { name: '变更或复核' }).click()
  const dialog = page.getByRole('dialog')
  const kinds = await dialog.getByLabel('家里有什么变化').locator('option').allTextContents()
  expect(kinds).toHaveLength(12)
  for (const kind of kinds.slice(1)) {
    await dialog.getByLabel('家里有什么变化').selectOption({ label: kind })
    if (kind === '增加成员') {
      await shoot(page, 'desk-change-member-in')
      await dialog.getByLabel('婚入、迁入或回来的人').check()
    }
    await fineAgain(page, kind)
    if (kind === '成员去世') await shoot(page, 'desk-change-death')
  }
  await dialog.getByRole('button', { name: '关闭' }).click()
  await page.locator('.case-actions summary').click()
  for (const tool of ['登记漏登的成员', '删去登错的成员', '更正姓名、性别、出生日期', '分户', '迁移', '合并重复人员']) {
    await page.getByRole('button', { name: tool, exact: true }).click()
    if (tool === '分户') await dialog.getByRole('checkbox').first().check()
    if (tool === '分户') await shoot(page, 'desk-registry-split')
    await lookAndClose(page, tool)
  }
  await page.getByRole('button', { name: '合并重复人员' }).click()
  await dialog.getByLabel('姓名、拼音首字母或证件号').fill('没有这个人')
  await dialog.getByRole('button', { name: '查询' }).click()
  await dialog.getByText('没有找到。').waitFor()
  await lookAndClose(page, '合并重复人员, nobody found')
  const carried = change('address')
  await fine(await open(await clerkOf(carried), `/household/${carried.householdId}`), 'a household from the old roster')
})

test('lists around the cases: notices, confirmation, who holds what, messages, my account', async () => {
  const running = at('notice')
  const clerk = await clerkOf(running)
  const notices = await open(clerk, '/notices')
  await fine(notices, 'notices')
  await notices
    .getByRole('button', { name: /^补末日照片/ })
    .first()
    .click()
  await lookAndClose(notices, '补末日照片')
  await notices
    .getByRole('button', { name: /^登记异议/ })
    .first()
    .click()
  await lookAndClose(notices, '登记异议')
  const objected = await open(await chair('township-clerk', 'demo.clerk202'), '/notices')
  await objected.getByRole('row').filter({ hasText: '有异议,已撤下' }).waitFor()
  expect(await objected.getByRole('button', { name: /^补末日照片/ }).count()).toBe(0)
  await fine(objected, 'a notice taken down')

  const due = at('review')
  await taken(['township-head', `demo.head${townOf(due)}`], caseworkApi.endorse, due)
  const board = await open(await clerkOf(due), `/notices?caseId=${due.caseId}`)
  await board.getByLabel('张贴地点').fill('村务公开栏')
  await board.getByRole('button', { name: '预览', exact: true }).click()
  await board.getByRole('region', { name: '公示内容' }).waitFor()
  await fine(board, 'the sheet before it hangs')
  await shoot(board, 'desk-notice-preview')

  const leader = await open(await chair('county-leader'), '/confirm')
  await leader.getByRole('button', { name: /^选中与测算一致的 1 件/ }).click()
  await fine(leader, 'confirmation, the leader')
  const section = await chair('county-section')
  const confirm = await open(section, '/confirm')
  await confirm.getByRole('rowheader').first().waitFor()
  await fine(confirm, 'confirmation, the section')
  await shoot(confirm, 'desk-county-review')

  const held = at('investigation')
  const { items } = await good(section.ask('GET', '/api/desk/colleagues'))
  const holder = items.find((one: { role: string; area: string }) => one.role === 'township-clerk')
  await taken(['county-section'], caseworkApi.reassign, held, { to: holder.account })
  const supervise = await open(section, '/supervise')
  await supervise.getByRole('rowheader').first().waitFor()
  await fine(supervise, 'who holds what')
  await shoot(supervise, 'desk-supervise')
  await supervise
    .getByRole('button', { name: /^整体转交/ })
    .first()
    .click()
  await shoot(supervise, 'desk-hand-over')
  await lookAndClose(supervise, '整体转交')

  const me = await open(await chair('township-clerk', 'demo.clerk102'), '/me')
  await fine(me, 'my account')
  await shoot(me, 'desk-me')
  const messages = await open(section, '/messages')
  await messages.getByRole('rowheader').first().waitFor()
  await fine(messages, 'messages')
  await shoot(messages, 'messages')
  await messages.getByRole('tab', { name: '手机收件箱(演示)' }).click()
  await messages.getByRole('rowheader').first().waitFor()
  await fine(messages, 'the phone’s inbox')
})

test('verification: what is awaited, figures that differ, reports, lists that went out', async () => {
  const line = caseLike((one) => one.blockedOn === 'verification-needed' && one.kind === 'application', 'unasked case')
  await taken(['township-clerk', `demo.clerk${townOf(line)}`], caseworkApi.startVerification, line)
  const verifier = await chair('county-verifier')
  const page = await open(verifier, '/verification')
  await page.getByRole('rowheader').first().waitFor()
  for (const [tab, picture] of [
    ['等结果', 'verification-rounds'],
    ['不一致数据', 'verification-rebuttals'],
    ['已有报告', 'verification-reports'],
    ['批次', 'verification-batches'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('tabpanel').getByRole('rowheader').first().waitFor()
    await fine(page, `verification, ${tab}`)
    await shoot(page, picture)
  }
  await page.getByRole('tab', { name: '已有报告' }).click()
  await page.getByRole('rowheader').first().getByRole('link').click()
  await page.getByRole('heading', { level: 1, name: '核对报告' }).waitFor()
  await page.getByRole('rowheader').first().waitFor()
  await fine(page, 'a report')
  await shoot(page, 'verification-report')
  await open(verifier, '/verification')
  await page.getByRole('tab', { name: '不一致数据' }).click()
  for (const what of ['登记说明', '复查认定']) {
    const button = page.getByRole('button', { name: new RegExp(`^${what}`) }).first()
    await button.click()
    await lookAndClose(page, what)
  }
})

test('nobody’s page complained', () => {
  expect([...chairs.values()].flatMap((desk) => desk.errors)).toEqual([])
})
