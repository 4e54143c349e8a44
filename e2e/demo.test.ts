import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { staff } from '../src/access/index.ts'
import { enter, openBrowser, type RunningServer, startCounty } from './support.ts'

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

test('every officer of the demo county comes in through one door and finds a first screen without an error', async () => {
  for (const role of staff) {
    const context = await browser.newContext()
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (e) => errors.push(e.message))
    page.on('response', (r) => r.status() >= 400 && errors.push(`${r.status()} ${new URL(r.url()).pathname}`))
    await enter(page, server, role)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect.soft(errors, role).toEqual([])
    await context.close()
  }
})
