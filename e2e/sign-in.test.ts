import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inspect, openBrowser, type RunningServer, shoot, startServer } from './support.ts'

let server: RunningServer
let browser: Browser
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('an officer sees the sign-in form, by keyboard, in every width and in 大字; a wrong password is answered in words', async () => {
  const page = await (await browser.newContext()).newPage()
  const errors: string[] = []
  page.on('pageerror', (e) => errors.push(e.message))
  page.on('console', (m) => m.type() === 'error' && !/401/.test(m.text()) && errors.push(m.text()))
  await page.goto(`${server.address}/desk/`)
  await page.getByLabel('用户名').waitFor()
  await page.keyboard.type('wang.wu')
  await page.keyboard.press('Tab')
  await page.keyboard.type('not the password')
  await page.keyboard.press('Enter')
  await page.getByText('用户名或密码不对').waitFor()
  expect(errors).toEqual([])
  await page.setViewportSize({ width: 1280, height: 800 })
  await shoot(page, 'desk-sign-in')
  expect(await inspect(page, `${server.address}/desk/`)).toEqual([])
})
