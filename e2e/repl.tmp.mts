
process.env.DOUDI_E2E_COUNTY='/tmp/e2e-county'
import { createServer } from 'node:http'
import type { Browser, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { checkCharacter } from '../src/foundation/index.ts'
import type { Role } from '../src/platform/index.ts'
import { enter, openBrowser, passDays, shoot, startCounty } from './support.ts'
const server = await startCounty(); const browser = await openBrowser()
const name = '王秀兰'
const number = (() => {
  const seventeen = '99010119500302024'
  return seventeen + checkCharacter(seventeen)
})()

/** Everybody sits at a screen of their own. */
async function desk(role: Role, username?: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  page.on('response', (r) => {
    if (r.status() >= 500) throw new Error(`${r.status()} ${r.url()}`)
  })
  await enter(page, server, role, '/desk/', username)
  return page
}

async function openCase(page: Page): Promise<void> {
  await page.goto(`${server.address}/desk/queue?view=all`)
  await page.getByRole('link', { name }).first().click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** Opens the form of a step and gives its dialog. */
async function form(page: Page, step: string): Promise<Locator> {
  await openCase(page)
  const primary = page.locator('.case-actions').getByRole('button', { name: step, exact: true })
  const others = page.locator('.case-actions summary')
  if (await others.count()) await others.click()
  await primary.click()
  return page.getByRole('dialog')
}

/** Presses the button of the form that carries its name and waits until the case stands somewhere new. */
async function finish(page: Page, dialog: Locator, step: string): Promise<void> {
  await dialog.getByRole('button', { name: step, exact: true }).click()
  await page.getByText(/已办好,现在是/).waitFor()
}

async function step(page: Page, what: string, fill: (dialog: Locator) => Promise<void> = async () => {}) {
  const dialog = await form(page, what)
  await fill(dialog)
  await finish(page, dialog, what)
}

const photograph = () =>
  sharp({ create: { width: 600, height: 400, channels: 3, background: '#bbb' } })
    .jpeg()
    .toBuffer()

async function addPhoto(page: Page, which: string): Promise<void> {
  await page.getByRole('button', { name: which }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByLabel('公示栏照片')
    .setInputFiles({ name: 'board.jpg', mimeType: 'image/jpeg', buffer: await photograph() })
  await dialog.getByRole('button', { name: '保存照片' }).click()
  await page.getByText('照片已保存').waitFor()
}

const g: Record<string, unknown> = { server, browser, desk, step, form, openCase, finish, passDays, shoot, enter, addPhoto, photograph, name, number, console }
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor
createServer(async (req, res) => { let b=''; for await (const c of req) b+=c
  if (b.trim()==='quit') { res.end('bye'); await browser.close(); await server.stop(); process.exit(0) }
  try { const out: string[]=[]; const log=(...a: unknown[])=>out.push(a.map(String).join(' ')); const v = await new AsyncFunction('g','log',`with(g){ ${b} }`)(g,log); res.end(out.join('\n')+'\n=> '+String(v)) } catch (e) { res.end('ERR '+(e as Error).stack) } }).listen(4999)
console.log('ready', server.address)
