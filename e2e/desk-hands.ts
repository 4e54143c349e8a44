import type { Browser, Locator, Page } from 'playwright-core'
import { createClient } from '../src/contract/index.ts'
import type { Role } from '../src/platform/index.ts'
import { enter, type RunningServer } from './support.ts'

/** What an officer's hands do on the desk: sit down, take a step, fill in the form that opens. */
export interface Officer {
  page: Page
  /** Whatever the page complained about while he worked: must stay empty. */
  errors: string[]
}

/** An officer at a browser of his own, in through the demo's door. `username` where a role has several people. */
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
  await enter(page, server, role, to, username)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { page, errors }
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
