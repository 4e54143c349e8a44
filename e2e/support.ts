import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import axeCore from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Role } from '../src/platform/index.ts'

const root = fileURLToPath(new URL('../', import.meta.url))

/** Chromium where `npm test` put it or found it. */
const chromiumPath = (): string => {
  const found = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((p) => p && existsSync(p))
  if (!found) throw new Error('No Chromium: set CHROMIUM_PATH or apt-get install chromium fonts-noto-cjk')
  return found
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      // File buttons and date fields speak the browser's language, not the page's.
      '--lang=zh-CN',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  })

export interface RunningServer {
  address: string
  dataDir: string
  process: ChildProcess
  stop(): Promise<void>
}

/** The real server in its own process with its own database, as `npm start` runs it. Demo mode unless told otherwise. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'doudi-e2e-'))
  const server = await launch({ DOUDI_SEED: '0', ...env, DATA_DIR: dataDir }, /http:\/\/localhost:\d+/)
  return {
    ...server,
    async stop() {
      await server.stop()
      if (!env.DATA_DIR) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A server with a county of its own to work in: two dozen families paid for a year, one case in every state. */
export async function startCounty(env: Record<string, string> = {}): Promise<RunningServer> {
  const model = process.env.DOUDI_E2E_COUNTY!
  if (!existsSync(model)) await makeModel(model)
  const dataDir = mkdtempSync(join(tmpdir(), 'doudi-e2e-'))
  cpSync(model, dataDir, { recursive: true, filter: (from) => !from.endsWith('postmaster.pid') })
  const server = await startServer({ ...env, DATA_DIR: dataDir })
  return {
    ...server,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Made beside its name and moved there when whole: an interrupted run leaves no half county. */
async function makeModel(model: string): Promise<void> {
  const half = `${model}-half`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  const size = { DOUDI_DEMO_HOUSEHOLDS: '24', DOUDI_DEMO_CASES: '19', DOUDI_DEMO_SEED: '1' }
  const server = await launch({ ...size, DATA_DIR: half }, /示例县已建好/)
  await server.stop()
  renameSync(half, model)
}

async function launch(env: Record<string, string> & { DATA_DIR: string }, ready: RegExp): Promise<RunningServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main/serve.ts'], {
    cwd: root,
    env: { ...process.env, VITEST: '', DOUDI_DEMO: '1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The server did not come up: ${said}`)), 400_000)
    const hear = (chunk: Buffer) => {
      said += chunk
      if (!ready.test(said)) return
      clearTimeout(late)
      resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)))
  })
  return {
    address: /http:\/\/localhost:\d+/.exec(said)![0],
    dataDir: env.DATA_DIR,
    process: child,
    async stop() {
      const gone = new Promise((resolve) => child.on('exit', resolve))
      child.kill('SIGTERM')
      await gone
      await databaseStopped(env.DATA_DIR)
    },
  }
}

/** On a busy machine the server gives up waiting for its database: nothing may be copied or removed under a running one. */
async function databaseStopped(dataDir: string): Promise<void> {
  const running = join(dataDir, 'postgres/postmaster.pid')
  for (let tenths = 0; existsSync(running) && tenths < 600; tenths++) await pause(100)
}

/** Through the demo's door as one of its people; `username` where a role has several. */
export async function enter(
  page: Page,
  server: RunningServer,
  role: Role,
  to = '/desk/',
  username?: string,
): Promise<void> {
  const answer = await page.request.post(`${server.address}/demo/enter`, {
    form: { role, ...(username && { username }) },
    headers: { origin: server.address },
    maxRedirects: 0,
  })
  if (answer.status() >= 400) throw new Error(`The demo door said ${answer.status()} to ${role}`)
  await page.goto(`${server.address}${to}`)
}

/** Lets working days pass: clocks run, notices end, agencies answer. */
export async function passDays(page: Page, server: RunningServer, workingDays: number): Promise<void> {
  const answer = await page.request.post(`${server.address}/demo/clock`, {
    form: { workingDays: String(workingDays) },
    maxRedirects: 0,
    headers: { origin: server.address },
  })
  if (answer.status() >= 400) throw new Error(`The demo clock said ${answer.status()}`)
}

export interface Finding {
  rule: string
  impact: string
  where: string[]
}

/**
 * axe with every A and AA rule, best practices, and the two rules that ship switched off (target-size, orientation);
 * `without` leaves out what was already measured on the same page and cannot have changed.
 */
export async function axe(page: Page, without: readonly string[] = []): Promise<Finding[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source)
  const { violations } = await page.evaluate(async (without) => {
    type Axe = {
      run(
        context: Document,
        options: unknown,
      ): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }>
    }
    return (window as unknown as { axe: Axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: {
        'target-size': { enabled: true },
        'css-orientation-lock': { enabled: true },
        ...Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
      },
      resultTypes: ['violations'],
    })
  }, without)
  return violations.map((v) => ({
    rule: v.id,
    impact: v.impact,
    where: v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} — ${n.failureSummary.slice(0, 200)}`),
  }))
}

export const widths = [320, 390, 1280] as const

/** True when nothing sticks out sideways (WCAG 1.4.10). */
export const fits = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

/** A screenshot for docs/screens, to be looked at by people: the whole page, or the window where a dialog lies over it. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(join(root, 'docs/screens'), { recursive: true })
  const whole = (await page.locator('dialog[open]').count()) === 0
  // What sticks to the edge of a window would lie across the middle of a whole page. Set on the elements themselves: a
  // style sheet put in from outside is what the pages' own content policy forbids.
  const stick = (position: string) =>
    page.locator('.sticky, .live').evaluateAll((elements, position) => {
      for (const element of elements) (element as HTMLElement).style.position = position
    }, position)
  if (whole) await stick('static')
  await page.screenshot({ path: join(root, 'docs/screens', `${name}.png`), fullPage: whole })
  if (whole) await stick('')
}

/** Walks every mode and width with axe and the reflow check; the list of findings is empty when the page is fine. */
export async function inspect(
  page: Page,
  address: string,
  cookies: { name: string; value: string; url: string }[] = [],
): Promise<string[]> {
  const problems: string[] = []
  for (const large of ['0', '1']) {
    await page.context().addCookies([{ name: 'large', value: large, url: new URL(address).origin }, ...cookies])
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(address, { waitUntil: 'networkidle' })
      // The screen itself is looked at, not the moment before it: on a busy machine the network rests before it stands.
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      if (!(await fits(page))) problems.push(`${address} sticks out at ${width}px, large=${large}`)
      for (const f of await axe(page))
        problems.push(`${address} ${width}px large=${large}: ${f.rule} (${f.impact}) ${f.where.join(' | ')}`)
    }
  }
  await page.context().addCookies([{ name: 'large', value: '0', url: new URL(address).origin }])
  return problems
}
