import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCharacter } from '../src/foundation/index.ts'
import { flatText, readPdf } from '../src/office/testkit/read-pdf.ts'
import { axe, enter, fits, inspect, openBrowser, type RunningServer, shoot, startCounty, widths } from './support.ts'

let server: RunningServer
let browser: Browser
let page: Page
const crashes: string[] = []

beforeAll(async () => {
  server = await startCounty()
  browser = await openBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  page.on('pageerror', (e) => crashes.push(e.message))
  await enter(page, server, 'township-clerk', '/desk/counter')
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const number = (birth: string, sequence: number) => {
  const seventeen = `990101${birth}${sequence}`
  return seventeen + checkCharacter(seventeen)
}
const [she, he, child, brother] = [
  { name: '𠮷䶮·买买提', number: number('19750315', 902) },
  { name: '阿卜杜热合曼·买买提艾力', number: number('19720809', 901) },
  { name: '㛃𬱖', number: number('20140520', 904) },
  { name: '买买提·吐尔逊', number: number('19700101', 903) },
]
const field = (id: string) => page.locator(`[id="${id}"]`)
const part = (name: string) => page.getByRole('region', { name, exact: true })
const kept = () => page.getByText(/已存$/).first().waitFor()

/** A photograph as a phone makes it: with the place it was taken. */
const photograph = (text: string) =>
  sharp({ create: { width: 1240, height: 1754, channels: 3, background: '#fff' } })
    .composite([
      {
        input: Buffer.from(`<svg width="900" height="200"><text y="120" font-size="80">${text}</text></svg>`),
        top: 200,
        left: 100,
      },
    ])
    .withExif({ IFD0: { Make: 'Phone', Software: 'taken at home' }, IFD3: { GPSLatitude: '31/1 12/1 0/1' } })
    .jpeg()
    .toBuffer()

async function say(of: string, section: string) {
  const group = page.getByRole('group', { name: new RegExp(of) })
  await group.locator('summary', { hasText: new RegExp(`^${section}`) }).click()
  await group.getByRole('button', { name: `其余都说没有 ${section}`, exact: true }).click()
}

describe('a family of three, with somebody sent to help and a brother who lives elsewhere', () => {
  test('what is written wrongly is listed at the top in words, and each line leads to its field', async () => {
    await part('家庭成员').waitFor()
    await field('members.0.name').fill('王'.repeat(51))
    await field('members.0.number').fill(`${she.number.slice(0, 17)}${she.number[17] === '1' ? '2' : '1'}`)
    await page.getByRole('button', { name: '再加一人' }).click()
    await field('members.1.name').fill(he.name)
    await field('members.1.number').fill(`${he.number}0`)
    await page.getByRole('button', { name: '登记并出回执' }).click()
    const faults = page.getByRole('alert').filter({ hasText: '处要改' })
    await faults.getByText('姓名最多 50 个字').waitFor()
    await faults.getByText('身份证号有一位不对').waitFor()
    await faults.getByText('身份证号应为 18 位').waitFor()
    await faults.getByText('请选村(社区)').waitFor()
    await faults.getByText('请选与申请人的关系').waitFor()
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      expect(await fits(page)).toBe(true)
      expect(await axe(page)).toEqual([])
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    await shoot(page, 'counter-faults')
    await faults.getByText('身份证号应为 18 位').click()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('members.1.number')
    expect(await field('members.1.number').getAttribute('aria-invalid')).toBe('true')
    const described = await field('members.1.number').getAttribute('aria-describedby')
    await page
      .getByText(/身份证号应为 18 位/)
      .nth(1)
      .waitFor()
    expect(await page.locator(`[id="${described}"]`).textContent()).toContain('18 位')
  })

  test('mended, and everything said: people, supporter, helper; a reload in the middle loses nothing', async () => {
    await field('area').selectOption({ index: 1 })
    await field('members.0.name').fill(she.name)
    await field('members.0.number').fill(she.number)
    await field('members.1.number').fill(he.number)
    await field('members.1.relation').selectOption('spouse')
    await page.getByRole('button', { name: '再加一人' }).click()
    await field('members.2.name').fill(child.name)
    await field('members.2.number').fill(child.number)
    await field('members.2.relation').selectOption('child')
    await field('address').fill('三组 12 号')
    await page.getByLabel('户籍地址和现住址不同').check()
    await field('registeredAddress').fill('安禾县柳河镇西岭村 1 组')
    await field('phone').fill('13900008801')
    await page.getByRole('checkbox', { name: '看病' }).check()
    await page.getByRole('checkbox', { name: '上学' }).check()
    await field('reason').fill('丈夫打零工，孩子上学，本人常年吃药。')
    await say(she.name, '收入')
    await say(he.name, '收入')
    await page.getByRole('button', { name: '加一位义务人' }).click()
    await field('supporters.0.name').fill(brother.name)
    await field('supporters.0.number').fill(brother.number)
    await field('supporters.0.relation').selectOption('sibling')
    await page.getByLabel('有没有人代办').selectOption('proxy')
    await field('helper.name').fill('赵协理')
    await field('helper.relation').fill('邻居')
    await kept()

    await page.reload()
    await part('家庭成员').waitFor()
    expect(await field('members.0.name').inputValue()).toBe(she.name)
    expect(await field('members.2.number').inputValue()).toBe(child.number)
    expect(await field('registeredAddress').inputValue()).toBe('安禾县柳河镇西岭村 1 组')
    expect(await field('supporters.0.name').inputValue()).toBe(brother.name)
    expect(await field('helper.relation').inputValue()).toBe('邻居')
    // Leaving for another screen and coming back is no loss either.
    await page.getByRole('link', { name: '工作队列' }).first().click()
    await page.getByRole('heading', { level: 1, name: /队列/ }).waitFor()
    await page.getByRole('link', { name: '窗口登记' }).first().click()
    await part('家庭成员').waitFor()
    expect(await field('members.1.name').inputValue()).toBe(he.name)
  })

  test('a session that ends in the middle: the form comes back after signing in, with the last words typed', async () => {
    await page.context().clearCookies({ name: 'doudi' })
    await field('reason').fill('丈夫打零工，孩子上学，本人常年吃药，入不敷出。')
    await page.getByText('还没存上').waitFor()
    await enter(page, server, 'township-clerk', '/desk/counter')
    await part('家庭成员').waitFor()
    expect(await field('members.0.name').inputValue()).toBe(she.name)
  })

  test('scans page by page; a program, a bomb and a monster are refused in words and lose nothing', async () => {
    await field('reason').fill('丈夫打零工，孩子上学，本人常年吃药，入不敷出。')
    const paper = page.getByLabel(`${she.name} 签的核对授权书`, { exact: true })
    const whole = page.getByRole('group', { name: new RegExp(she.name) })
    await paper.setInputFiles([
      { name: 'page-1.jpg', mimeType: 'image/jpeg', buffer: await photograph('1') },
      { name: 'page-2.jpg', mimeType: 'image/jpeg', buffer: await photograph('2') },
    ])
    await whole.getByText('已存 2 页').waitFor()
    await paper.setInputFiles([
      { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(4096, 7)]) },
    ])
    await whole.getByText(/这种文件收不了/).waitFor()
    const huge = join(server.dataDir, 'huge.jpg')
    writeFileSync(huge, Buffer.alloc(30 * 1024 * 1024, 1))
    await paper.setInputFiles(huge)
    await whole.getByText(/超过 20 MB/).waitFor()
    const bomb = await sharp({ create: { width: 11_000, height: 11_000, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 9 })
      .toBuffer()
    expect(bomb.length).toBeLessThan(5_000_000)
    await paper.setInputFiles([{ name: 'bomb.png', mimeType: 'image/png', buffer: bomb }])
    await whole.getByText(/像素太大/).waitFor()
    await whole.getByText('已存 2 页').waitFor()
    // Past the screen: the door itself says the same.
    const straight = await page.request.post(`${server.address}/api/desk/scans`, {
      data: Buffer.alloc(30 * 1024 * 1024, 1),
      headers: { 'content-type': 'application/octet-stream', 'sec-fetch-site': 'same-origin' },
    })
    expect(straight.status()).toBe(413)
    expect((await straight.json()).detail).toContain('20 MB')
    await field('helper.consentFile').setInputFiles([
      {
        name: 'consent.png',
        mimeType: 'image/png',
        buffer: await sharp(await photograph('委托书'))
          .png()
          .toBuffer(),
      },
    ])
    await part('代办人').getByText('已存 1 页').waitFor()
    await page.getByRole('button', { name: '加这种材料' }).click()
    await page
      .getByLabel('户口簿的各页', { exact: true })
      .setInputFiles([{ name: 'register.jpg', mimeType: 'image/jpeg', buffer: await photograph('户口簿') }])
    await part('材料').getByText('已存 1 页').waitFor()
    await page.getByLabel('诊断证明').check()
    await page.getByLabel(`${she.name} 已签诚信承诺`).check()
    await kept()
    await shoot(page, 'counter-form')
  })

  test('the filled form stands in every width and in 大字', async () => {
    expect(await inspect(page, `${server.address}/desk/counter`)).toEqual([])
    await page.setViewportSize({ width: 390, height: 900 })
    await part('家庭成员').waitFor()
    await shoot(page, 'counter-form-390')
    await page.setViewportSize({ width: 1280, height: 900 })
  }, 240_000)

  test('sent twice it is one case; the receipt names everything and can be sealed; no photograph tells where it was taken', async () => {
    await page.goto(`${server.address}/desk/counter`)
    const send = page.getByRole('button', { name: '登记并出回执' })
    await send.dblclick()
    await page.getByRole('heading', { name: '申请回执' }).waitFor()
    await page.getByText(`已收到 ${she.name} 的申请。`).waitFor()
    await page.getByText(/还差 2 个签字/).waitFor()
    expect(await axe(page)).toEqual([])
    await shoot(page, 'counter-receipt')
    const caseNo = (await page.getByRole('definition').nth(1).textContent())!
    const href = (await page.getByRole('link', { name: /回执\(PDF/ }).getAttribute('href'))!
    const pdf = readPdf(await (await page.request.get(`${server.address}${href}`)).body())
    const text = flatText(pdf)
    for (const words of [
      `${she.name}：`,
      '社会救助申请收件回执',
      '《最低生活保障审核确认办法》',
      `案号${caseNo}`,
      '赵协理（邻居）代为提出',
      `授权签字页（${she.name}）`,
      '户口簿',
      '诊断证明（以后补交）',
      `${he.name}的核对授权签字`,
      '印章处',
      '演示',
    ])
      expect(text).toContain(words.replace(/\s/g, ''))
    expect(text).toMatch(/收〔20\d\d〕\d+号/)
    expect(pdf.emptyBoxes).toBe(0)

    const tray = await page.request.get(`${server.address}/api/desk/queue?view=all&text=${encodeURIComponent(caseNo)}`)
    const { items } = await tray.json()
    expect(items).toHaveLength(1)
    const cases = await page.request.get(`${server.address}/api/desk/queue?view=all&limit=200`)
    const mine = (await cases.json()).items.filter((one: { headName: string }) => one.headName === she.name)
    expect(mine).toHaveLength(1)
    const file = await (await page.request.get(`${server.address}/api/desk/cases/${items[0].caseId}`)).json()
    expect(file.attachments.map((a: { kind: string }) => a.kind).sort()).toEqual([
      'authorization-scan',
      'authorization-scan',
      'household-register',
      'proxy-paper',
    ])
    for (const { attachmentId } of file.attachments) {
      const bytes = await page.request.get(
        `${server.address}/api/desk/households/${file.householdId}/attachments/${attachmentId}`,
      )
      const kept = await sharp(await bytes.body()).metadata()
      expect(kept).toMatchObject({ format: 'jpeg' })
      expect(kept.exif).toBeUndefined()
    }
    await page.getByRole('button', { name: '登记下一户' }).click()
    await part('家庭成员').waitFor()
    expect(await field('members.0.name').inputValue()).toBe('')
  })
})

test('the same family again: the register knows them, and the open application is named instead of a second one', async () => {
  await field('members.0.name').fill(he.name)
  await field('members.0.number').fill(he.number)
  await page.getByText('这个号码已登记在本地一户').waitFor()
  await page.getByRole('button', { name: '查全县' }).click()
  await page.getByText('全县没有查到').waitFor()
  await page.getByRole('button', { name: '用这一户' }).click()
  await page
    .getByText(/不用再申请一次/)
    .first()
    .waitFor()
  await shoot(page, 'counter-known-household')
  await page.getByRole('button', { name: '登记并出回执' }).click()
  await page.getByRole('alert').filter({ hasText: '处要改' }).getByText('不用再申请一次').waitFor()
  await page.getByRole('button', { name: '先放一放' }).click()
  await page.getByRole('heading', { name: '没登记完的申请' }).waitFor()
  await shoot(page, 'counter-drafts')
  await page.getByRole('button', { name: `删去 ${she.name}` }).click()
  await part('家庭成员').waitFor()
})

test('somebody with another need is written down too and goes home with a numbered slip', async () => {
  await page.getByLabel('别的困难').check()
  await page.getByLabel('困难', { exact: true }).selectOption('illness')
  await page.getByLabel('来人说的情况').fill('老伴住院花了六万，报销后自付两万多。')
  await shoot(page, 'counter-other-need')
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: '记下并出告知单' }).click()
  await page.getByText(/已记下,告知单 .+号/).waitFor()
  const href = (await page.getByRole('link', { name: /告知单\(PDF/ }).getAttribute('href'))!
  const text = flatText(readPdf(await (await page.request.get(`${server.address}${href}`)).body()))
  for (const words of ['社会救助暂行办法', '第二十七条', '老伴住院花了六万', '询〔']) expect(text).toContain(words)
  expect(crashes).toEqual([])
})
