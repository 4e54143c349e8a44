import type { Browser, Locator, Page } from 'playwright-core'
import { type caseworkApi, createClient } from '../src/contract/index.ts'
import { addDays, checkCharacter, type Day, weekday } from '../src/foundation/index.ts'
import type { Role } from '../src/platform/index.ts'
import { type FactName, factDictionary } from '../src/policy/index.ts'
import { enter, type RunningServer } from './support.ts'

/** The demo county's people at their desks: they sit down, take steps by hand, and take for granted what came before. */

/** Somebody of the staff at a browser of his own: a page to click on, and the same session for the steps before. */
export interface Officer {
  page: Page
  /** Whatever the page complained about while he worked: must stay empty. */
  errors: string[]
  name: string
  businessDay: Day
  area: string
  ask(method: 'GET' | 'POST', path: string, body?: unknown, version?: number): Promise<Answered>
}
// biome-ignore lint/suspicious/noExplicitAny: what the server answers is checked where it is used
type Answered = { status: number; body: any }

/** In through the demo's door, at the screen asked for. `username` where a role has several people. */
export async function sit(
  browser: Browser,
  server: RunningServer,
  role: Role,
  to = '/desk/',
  username?: string,
): Promise<Officer> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (e) => errors.push(e.message))
  page.on('response', (r) => r.status() >= 500 && errors.push(`${r.status()} ${new URL(r.url()).pathname}`))
  let keys = 0
  const ask: Officer['ask'] = async (method, path, body, version) => {
    const reply = await context.request.fetch(server.address + path, {
      method,
      headers: {
        origin: server.address,
        'idempotency-key': `${role}-${username ?? ''}-${Date.now()}-${keys++}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(body !== undefined && { data: JSON.stringify(body) }),
    })
    return { status: reply.status(), body: await reply.json().catch(() => null) }
  }
  await enter(page, server, role, to, username)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const { name, businessDay, area } = await good(ask('GET', '/api/session'))
  return { page, errors, name, businessDay, area, ask }
}

/** A step of a case, from its one primary button or from the list of other steps; answers with the form. */
export async function openStep(page: Page, label: string): Promise<Locator> {
  const button = page.locator('.case-actions').getByRole('button', { name: label, exact: true })
  await page.locator('.case-actions').waitFor()
  if (!(await button.first().isVisible())) await page.locator('.case-actions summary').first().click()
  await button.first().click()
  const form = page.getByRole('dialog')
  await form.waitFor()
  return form
}

/** Sends the form of a step off and waits until the page says where the case is now. */
export async function finish(page: Page, label: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: label, exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText(/已办好,现在是/).waitFor()
}

/** The demo's people at the API, for what a story takes for granted. */
export async function api(server: RunningServer, role: Role, username?: string) {
  const answer = await fetch(`${server.address}/api/demo/sign-in`, {
    method: 'POST',
    headers: { origin: server.address, 'content-type': 'application/json' },
    body: JSON.stringify({ role, ...(username && { username }) }),
  })
  if (!answer.ok) throw new Error(`The demo door said ${answer.status} to ${role}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return createClient(server.address, (url, init) =>
    fetch(url, { ...init, headers: { ...(init?.headers as Record<string, string>), cookie, origin: server.address } }),
  )
}

/** The body, where anything but success is a fault of the test. */
export async function good(answer: Promise<Answered>): Promise<Answered['body']> {
  const { status, body } = await answer
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}

/** The step taken on the version the case has now. */
export async function step(desk: Officer, caseId: string, path: string, body: unknown = {}): Promise<Answered['body']> {
  const { version } = await good(desk.ask('GET', `/api/desk/cases/${caseId}`))
  return good(desk.ask('POST', `/api/cases/${caseId}/${path}`, body, version))
}

/** Everything the dictionary asks a family, answered with nothing at all but what is said. */
export function answers(of: string, entity: 'household' | 'person', said: Partial<Record<FactName, unknown>>) {
  return (Object.keys(factDictionary) as FactName[])
    .filter((name) => factDictionary[name].entity === entity && factDictionary[name].section !== 'award')
    .filter((name) => !['birth', 'sex', 'relation', 'disabilityLevel', 'monthsSinceGraduation'].includes(name))
    .map((name) => {
      const entry = factDictionary[name]
      const plain = {
        fen: 0,
        count: 0,
        boolean: false,
        date: '2000-01-01',
        code: 'codes' in entry ? Object.keys(entry.codes)[0] : '',
      }[entry.unit]
      return { of, name, value: said[name] ?? plain }
    })
}

/** A scan of a signature, as the window keeps it: a picture large enough to be read. */
export async function scan(desk: Officer, address: string): Promise<{ fileId: string; digest: string; type: string }> {
  const sheet = await desk.page.context().newPage()
  await sheet.setContent('<h1>授权书(演示)</h1><p>本人签名</p>')
  const picture = await sheet.screenshot()
  await sheet.close()
  const reply = await desk.page.request.post(`${address}/api/desk/scans`, {
    headers: { origin: address, 'content-type': 'application/octet-stream' },
    data: picture,
  })
  if (!reply.ok()) throw new Error(await reply.text())
  const { fileId, digest, type } = await reply.json()
  return { fileId, digest, type }
}

/** An invented number of the demo county. */
export function inventedNumber(birth: string, sequence: number): string {
  const seventeen = `990101${birth}${sequence}`
  return seventeen + checkCharacter(seventeen)
}

/** An old man alone in a village of the clerk's township, as the window enters him. */
export async function loneApplicant(
  clerk: Officer,
  address: string,
  who: { name: string; number: string; person?: Partial<Record<FactName, unknown>> },
) {
  const villages = await good(clerk.ask('GET', `/api/areas?below=${clerk.area}`))
  return {
    key: `window-${who.number}`,
    programme: 'dibao',
    origin: 'office',
    area: villages.items[0].code,
    residence: 'rural',
    address: '二组18号',
    phone: '13900001234',
    members: [{ ref: 'a', name: who.name, number: who.number, relation: 'applicant' }],
    applicant: 'a',
    figures: [
      ...answers('household', 'household', { registration: 'local', spendingFitsIncome: true, homes: 1, homeArea: 60 }),
      ...answers('a', 'person', { livesTogether: true, workAbility: 'lost', employment: 'retired', ...who.person }),
    ],
    pledges: [{ of: 'a', how: 'paper' }],
    authorisations: [{ of: 'a', how: 'paper', scan: await scan(clerk, address) }],
    reason: '年纪大,一个人住,没有收入',
  } satisfies Partial<Parameters<typeof caseworkApi.applicationInput.parse>[0]>
}

/** The account of somebody by name: forms name colleagues, and so do paper files. */
export async function accountOf(desk: Officer, who: { name: string }, role: string): Promise<string> {
  const { items } = await good(desk.ask('GET', '/api/desk/colleagues'))
  const found = items.find((one: { name: string; role: string }) => one.name === who.name && one.role === role)
  if (!found) throw new Error(`No ${role} called ${who.name}`)
  return found.account
}

/** That day, or the Monday after a weekend. */
export function workday(day: Day): Day {
  const at = weekday(day)
  return at >= 6 ? addDays(day, 8 - at) : day
}
