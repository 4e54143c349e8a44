import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../src/platform/index.ts'
import { enter, inspect, openBrowser, type RunningServer, shoot, startCounty } from './support.ts'

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

/** Screen by screen: which chair, which address, what its picture is called. */
const screens: readonly [role: Role, to: string, picture: string][] = [
  ['township-clerk', '/desk/', 'desk-home'],
  ['township-clerk', '/desk/me', 'desk-me'],
  ['administrator', '/desk/admin/accounts', 'admin-accounts-list'],
  ['administrator', '/desk/admin/stand-ins', 'admin-stand-ins-empty'],
  ['administrator', '/desk/admin?part=parameters', 'admin-parameters'],
  ['administrator', '/desk/admin?part=calendar', 'admin-calendar'],
  ['administrator', '/desk/admin?part=areas', 'admin-areas'],
  ['administrator', '/desk/admin?part=organ', 'admin-organs'],
  ['administrator', '/desk/admin?part=health', 'admin-health'],
  ['auditor', '/desk/admin/audit', 'admin-audit'],
  ['county-verifier', '/desk/verification', 'verification-rounds'],
  ['county-verifier', '/desk/messages', 'messages'],
]

test.each(screens)(
  '%s at %s: nothing sticks out and axe finds nothing, narrow and wide, normal and 大字',
  async (role, to, picture) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (e) => errors.push(e.message))
    await enter(page, server, role, to)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await inspect(page, `${server.address}${to}`)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.goto(`${server.address}${to}`, { waitUntil: 'networkidle' })
    await page.getByRole('heading', { level: 1 }).waitFor()
    await shoot(page, picture)
    expect(errors).toEqual([])
    await context.close()
  },
)
