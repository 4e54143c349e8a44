import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sit } from './office.ts'
import { openBrowser, type RunningServer, startCounty } from './support.ts'

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

/** What has the focus, in the words a screen reader would say. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const at = document.activeElement
    if (!(at instanceof HTMLElement)) return ''
    const label = 'labels' in at ? [...((at as HTMLInputElement).labels ?? [])].map((l) => l.textContent).join(' ') : ''
    return `${at.getAttribute('aria-label') ?? ''} ${label} ${at.textContent ?? ''}`.trim()
  })

/** Walks with Tab until this is reached; every stop on the way must show where the focus is. */
async function tabTo(page: Page, wanted: RegExp, most = 60, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press(key)
    const seen = await page.evaluate(() => {
      const at = document.activeElement
      if (!at || at === document.body) return true
      const { outlineStyle, outlineWidth } = getComputedStyle(at)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    })
    expect.soft(seen, `the focus shows on “${(await focused(page)).slice(0, 40)}”`).toBe(true)
    if (wanted.test(await focused(page))) return
  }
  throw new Error(`Tab never came to ${wanted}`)
}

test('without a mouse: the clerk finds a case in the queue and accepts it', async () => {
  const { page, errors } = await sit(browser, server, 'township-clerk', '/desk/queue')
  await page.getByRole('rowheader').first().waitFor()
  // The skip link is the first stop and leads past the menu.
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('跳到正文')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')

  // The help opens with ?, keeps the focus inside, closes by Escape and gives the focus back.
  await tabTo(page, /^姓名、拼音首字母/)
  await page.keyboard.press('Tab')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: '快捷键' }).waitFor()
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('Tab')
    expect(
      await page.evaluate(() => {
        const at = document.activeElement
        return at === document.body || at?.closest('dialog') !== null
      }),
    ).toBe(true)
  }
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await focused(page)).toBe('查询')

  // Down the list by keys to the one that waits to be accepted, into the case with Enter.
  const rows = await page.getByRole('row').count()
  const here = () => page.evaluate(() => document.activeElement?.closest('tr')?.textContent ?? '')
  for (let i = 0; i < rows && !(await here()).includes('待受理'); i++) await page.keyboard.press('j')
  expect(await here()).toContain('待受理')
  const name = await focused(page)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '受理', exact: true }).waitFor()
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(name)
  await tabTo(page, /^受理$/)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: '受理' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await focused(page)).toBe('受理')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: '受理' }).waitFor()
  await tabTo(page, /^受理$/, 8)
  await page.keyboard.press('Enter')
  await page.getByText('已办好,现在是:').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  // The button is gone with the step; the focus is not lost with it.
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  expect(errors).toEqual([])
})

test('without a mouse: the section reviews from the list, the leader confirms the meeting’s cases', async () => {
  const section = await sit(browser, server, 'county-section', '/desk/confirm')
  {
    const { page } = section
    await page.getByRole('checkbox').first().waitFor()
    const before = await page.getByText('还没有县级审核').count()
    const row = page.getByRole('row').filter({ hasText: '还没有县级审核' }).first()
    const box = await row.getByRole('checkbox').getAttribute('aria-label')
    await tabTo(page, new RegExp(`^${box}`))
    await page.keyboard.press('Space')
    await tabTo(page, /^县级审核选中的 1 件/, 10, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByText('已审核 1 件').waitFor()
    expect(await page.getByText('还没有县级审核').count()).toBe(before - 1)
  }
  const leader = await sit(browser, server, 'county-leader', '/desk/confirm')
  {
    const { page } = leader
    await page.getByRole('checkbox').first().waitFor()
    await tabTo(page, /^选中与测算一致的/)
    await page.keyboard.press('Enter')
    await tabTo(page, /^纪要编号/)
    await page.keyboard.type('安民会纪〔2026〕7号')
    await page.keyboard.press('Tab')
    expect(await focused(page)).toMatch(/^确认 \d 件/)
    await page.keyboard.press('Enter')
    await page
      .getByRole('status')
      .filter({ hasText: /已确认/ })
      .waitFor()
    await page.getByRole('rowheader', { name: '安民会纪〔2026〕7号' }).waitFor()
  }
  expect([...section.errors, ...leader.errors]).toEqual([])
})
