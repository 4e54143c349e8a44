import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import axeCore from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

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
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main/serve.ts'], {
    cwd: root,
    env: { ...process.env, VITEST: '', DOUDI_DEMO: '1', DOUDI_SEED: '0', PORT: '0', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const address = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The server did not come up: ${said}`)), 170_000)
    const hear = (chunk: Buffer) => {
      said += chunk
      const match = /http:\/\/localhost:\d+/.exec(said)
      if (match) {
        clearTimeout(late)
        resolve(match[0])
      }
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)))
  })
  return {
    address,
    dataDir,
    process: child,
    async stop() {
      const gone = new Promise((resolve) => child.on('exit', resolve))
      child.kill('SIGTERM')
      await gone
      if (!env.DATA_DIR) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export interface Finding {
  rule: string
  impact: string
  where: string[]
}

/** axe with every A and AA rule, best practices, and the two rules that ship switched off (target-size, orientation). */
export async function axe(page: Page): Promise<Finding[]> {
  await page.evaluate(axeCore.source)
  const { violations } = await page.evaluate(async () => {
    type Axe = {
      run(
        context: Document,
        options: unknown,
      ): Promise<{ violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[] }>
    }
    return (window as unknown as { axe: Axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { 'target-size': { enabled: true }, 'css-orientation-lock': { enabled: true } },
    })
  })
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

/** A screenshot for docs/screens, to be looked at by people. */
export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(join(root, 'docs/screens'), { recursive: true })
  await page.screenshot({ path: join(root, 'docs/screens', `${name}.png`), fullPage: true })
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
      if (!(await fits(page))) problems.push(`${address} sticks out at ${width}px, large=${large}`)
      for (const f of await axe(page))
        problems.push(`${address} ${width}px large=${large}: ${f.rule} (${f.impact}) ${f.where.join(' | ')}`)
    }
  }
  await page.context().addCookies([{ name: 'large', value: '0', url: new URL(address).origin }])
  return problems
}
