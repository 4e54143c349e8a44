import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { caseworkApi } from '../src/contract/index.ts'
import { addDays, checkCharacter, type Day, weekday } from '../src/foundation/index.ts'
import { type FactName, factDictionary } from '../src/policy/index.ts'

/** Somebody of the demo county's staff at a desk: a page to click on, and the same session for the steps before. */
export interface Desk {
  page: Page
  context: BrowserContext
  name: string
  businessDay: Day
  area: string
  ask(method: 'GET' | 'POST', path: string, body?: unknown, version?: number): Promise<Answered>
}
// biome-ignore lint/suspicious/noExplicitAny: what the server answers is checked where it is used
type Answered = { status: number; body: any }

export async function sitDown(browser: Browser, address: string, role: string, username?: string): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' })
  let keys = 0
  const ask: Desk['ask'] = async (method, path, body, version) => {
    const reply = await context.request.fetch(address + path, {
      method,
      headers: {
        origin: address,
        'idempotency-key': `${role}-${username ?? ''}-${Date.now()}-${keys++}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(body !== undefined && { data: JSON.stringify(body) }),
    })
    return { status: reply.status(), body: await reply.json().catch(() => null) }
  }
  await good(ask('POST', '/api/demo/sign-in', { role, ...(username && { username }) }))
  const { name, businessDay, area } = await good(ask('GET', '/api/session'))
  return { context, page: await context.newPage(), name, businessDay, area, ask }
}

/** The body, where anything but success is a fault of the test. */
export async function good(answer: Promise<Answered>): Promise<Answered['body']> {
  const { status, body } = await answer
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body
}

/** The step taken on the version the case has now. */
export async function step(desk: Desk, caseId: string, path: string, body: unknown = {}): Promise<Answered['body']> {
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
export async function scan(desk: Desk, address: string): Promise<{ fileId: string; digest: string; type: string }> {
  const sheet = await desk.context.newPage()
  await sheet.setContent('<h1>授权书(演示)</h1><p>本人签名</p>')
  const picture = await sheet.screenshot()
  await sheet.close()
  const reply = await desk.context.request.post(`${address}/api/desk/scans`, {
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
  clerk: Desk,
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
export async function accountOf(desk: Desk, who: { name: string }, role: string): Promise<string> {
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
