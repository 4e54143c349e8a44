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

/** Made beside its name and moved there when whole: an interrupted run leaves no half county. Whoever comes second waits. */
async function makeModel(model: string): Promise<void> {
  const half = `${model}-half`
  const mine = mkdirSync(half, { recursive: true, mode: 0o700 }) !== undefined
  if (!mine) {
    for (let seconds = 0; !existsSync(model); seconds++) {
      if (seconds > 400) throw new Error(`Nobody has made ${model}: remove ${half} and try again`)
      await pause(1000)
    }
    return
  }
  const size = { DOUDI_DEMO_HOUSEHOLDS: '24', DOUDI_DEMO_CASES: '19', DOUDI_DEMO_SEED: '1' }
  try {
    const server = await launch({ ...size, DATA_DIR: half }, /示例县已建好/)
    await server.stop()
    renameSync(half, model)
  } catch (failure) {
    rmSync(half, { recursive: true, force: true })
    throw failure
  }
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
 * `without` leaves out what was already measured on the same page and cannot have changed, `only` asks nothing else.
 */
export async function axe(
  page: Page,
  without: readonly string[] = [],
  only: readonly string[] | null = null,
): Promise<Finding[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source)
  const { violations } = await page.evaluate(
    async ({ without, only }) => {
      type Axe = {
        run(
          context: Element | Document,
          options: unknown,
        ): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }>
      }
      const all = {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: {
          'target-size': { enabled: true },
          'css-orientation-lock': { enabled: true },
          ...Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
        },
      }
      // Under a dialog nothing can be seen, read or pressed.
      return (window as unknown as { axe: Axe }).axe.run(document.querySelector('dialog[open]') ?? document, {
        ...(only ? { runOnly: { type: 'rule', values: only } } : all),
        resultTypes: ['violations'],
      })
    },
    { without, only },
  )
  return violations.map((v) => ({
    rule: v.id,
    impact: v.impact,
    where: v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} — ${n.failureSummary.slice(0, 200)}`),
  }))
}

export const widths = [320, 390, 1280] as const

/** True when nothing sticks out sideways (WCAG 1.4.10), of the page or of the dialog over it. */
export const fits = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('dialog[open]')].every(
      (one) => one.scrollWidth <= one.clientWidth,
    ),
  )

/** What another width or size of letters can change of a screen that keeps its words, its order and its colours. */
export const rulesOfLayout = ['target-size', 'scrollable-region-focusable']

/**
 * The screen of the staff application as it stands, with whatever dialog is open, in three widths, normal and 大字. It fits in
 * all six. axe asks everything in the wide window, and what depends on layout in the narrowest, 320 px in 大字 (a dialog fills it
 * alone: there it only has to fit); with `whole` it asks everything in all six, which is owed once to the frame around every screen. Nothing is loaded again.
 */
export async function walk(page: Page, whole = false): Promise<string[]> {
  const problems: string[] = []
  const dialog = (await page.locator('dialog[open]').count()) > 0
  for (const large of [false, true]) {
    await setLarge(page, large)
    for (const width of dialog ? [1280, 320] : [...widths].reverse()) {
      await page.setViewportSize({ width, height: 900 })
      // Colours are measured when they have changed, not on the way there.
      await page.evaluate(() => {
        for (const one of document.getAnimations())
          if (one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) one.finish()
      })
      const where = `${width}px large=${large ? 1 : 0}`
      if (!(await fits(page))) problems.push(`sticks out at ${where}`)
      const wide = !large && width === 1280
      const narrowest = large && width === 320 && !dialog
      if (!whole && !wide && !narrowest) continue
      for (const f of await axe(page, [], whole || wide ? null : rulesOfLayout))
        problems.push(`${where}: ${f.rule} (${f.impact}) ${f.where.join(' | ')}`)
    }
  }
  await setLarge(page, false)
  await page.setViewportSize({ width: 1280, height: 900 })
  return problems
}

/** Presses 大字 in the head of the staff application, also from under a dialog: what was opened and typed stays. */
async function setLarge(page: Page, on: boolean): Promise<void> {
  await page.evaluate((on) => {
    const button = document.querySelector<HTMLButtonElement>('.desk-tools button[aria-pressed]')
    if (button && (button.getAttribute('aria-pressed') === 'true') !== on) button.click()
  }, on)
  await page.waitForFunction((on) => document.documentElement.classList.contains('large') === on, on)
}

/** Latin words a Chinese screen may show: names of file formats, of keys, of the other language. */
const latin = /^(Excel|Word|English|Enter|PDF|JPG|PNG|CSV|SIM|demo|clerk|head|section|leader|verifier|aide)$/

/** Words on a Chinese screen that nobody translated: a code, a key of the catalogue, an English sentence. */
export async function strayWords(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => {
    const shown = document.querySelector<HTMLElement>('dialog[open]') ?? document.querySelector('main')
    const typed = [...(shown?.querySelectorAll<HTMLInputElement>('input, textarea') ?? [])].map((field) => field.value)
    // biome-ignore lint/performance/useDomNodeTextContent: only what is shown, not what is hidden
    return [shown?.innerText ?? '', ...typed].join('\n')
  })
  return [...new Set(text.match(/[A-Za-z]{3,}/g) ?? [])].filter((word) => !latin.test(word) && !/^[A-Z]+$/.test(word))
}

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

/**
 * A page as it is loaded, normal and in 大字: it fits in every width; axe asks everything in the wide window and what depends on
 * layout in the others. The list of findings is empty when the page is fine.
 */
export async function inspect(
  page: Page,
  address: string,
  cookies: { name: string; value: string; url: string }[] = [],
): Promise<string[]> {
  const problems: string[] = []
  const origin = new URL(address).origin
  // A page of the staff application stands when nothing is fetched any more; the others come whole.
  const waitUntil = address.includes('/desk') ? 'networkidle' : 'load'
  for (const large of ['0', '1']) {
    await page.context().addCookies([{ name: 'large', value: large, url: origin }, ...cookies])
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(address, { waitUntil })
    // The screen itself is looked at, not the moment before it: on a busy machine the network rests before it stands.
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    for (const width of [...widths].reverse()) {
      await page.setViewportSize({ width, height: 900 })
      if (!(await fits(page))) problems.push(`${address} sticks out at ${width}px, large=${large}`)
      for (const f of await axe(page, [], width === 1280 ? null : rulesOfLayout))
        problems.push(`${address} ${width}px large=${large}: ${f.rule} (${f.impact}) ${f.where.join(' | ')}`)
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.context().addCookies([{ name: 'large', value: '0', url: new URL(address).origin }])
  return problems
}
