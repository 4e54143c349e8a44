import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../../platform/testkit/index.ts'
import type { Frame } from '../../server/index.ts'
import { type Answered, type Browser, identityNumber, openBrowser, openPages } from '../testkit.ts'

let database: FreshDatabase
let frame: Frame
let village: string
beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
  frame = await openPages(database)
  village = (
    await database.owner.query(
      "select code from area where code like '990101%' and length(code) = 12 order by code limit 1",
    )
  ).rows[0].code
})
afterAll(async () => {
  await frame.app.close()
  await database.close()
})

let phones = 13900001000
async function begun(): Promise<{ web: Browser; id: string }> {
  const web = openBrowser(frame)
  const page = await web.post('/apply/start', { area: village, phone: String(phones++), about: 'living' })
  return { web, id: /\/apply\/([0-9a-f-]{36})/.exec(page.body)![1]! }
}
const mother = { name: '王秀兰', number: identityNumber('1950-03-02', '024'), illness: 'chronic' }
async function withMother(): Promise<{ web: Browser; id: string }> {
  const draft = await begun()
  await draft.web.post(`/apply/${draft.id}/people/1`, mother)
  return draft
}
const count = async (table: string) => (await database.owner.query(`select count(*)::int as n from ${table}`)).rows[0].n
/** Named at its field and above, and nothing typed is lost. */
const names = (page: Answered, words: string, kept?: string) => {
  expect(page.status).toBe(422)
  expect(page.body).toContain('role="alert"')
  expect(page.body.split(words).length, `“${words}” above and at the field`).toBe(3)
  if (kept) expect(page.body).toContain(kept)
}

describe('people who cannot be so', () => {
  test.each([
    ['a wrong last letter', { number: `${mother.number.slice(0, 17)}A` }, '身份证号只有数字'],
    ['a wrong check digit', { number: mother.number.replace(/.$/, (c) => (c === '1' ? '2' : '1')) }, '有一位抄错了'],
    ['seventeen digits', { number: mother.number.slice(0, 17) }, '身份证号是 18 位'],
    ['born next year', { number: identityNumber('2127-01-01', '011') }, '出生日期还没到'],
    ['born under an emperor', { number: identityNumber('1850-01-01', '011') }, '出生日期太早了'],
    ['the 30th of February', { number: '990101200002300011' }, '中间的出生日期不对'],
    ['neither number nor birthday', { number: '' }, '请写身份证号;没有的话'],
    ['a birthday in words', { number: '', birth: '去年春天' }, '日期写成 1950年3月2日'],
    ['a birthday to come', { number: '', birth: '2127年1月1日' }, '出生日期还没到'],
  ])('%s is named, and what was typed stays', async (_, wrong, words) => {
    const { web, id } = await withMother()
    const page = await web.post(`/apply/${id}/people/2`, { name: '王小明', relation: 'child', ...wrong })
    names(page, words, 'value="王小明"')
    expect((await web.get(`/apply/${id}/people`)).body).not.toContain('王小明')
  })

  test('a birthday may be written as people write it', async () => {
    const { web, id } = await withMother()
    for (const [i, birth] of ['2014年6月1日', '2014-6-1', '2014.06.01', '20140601', '２０１４/６/１'].entries()) {
      const page = await web.post(`/apply/${id}/people/${i + 2}`, {
        name: `孩子${'一二三四五'[i]}`,
        birth,
        relation: 'grandchild',
      })
      expect(page.url, birth).toBe(`/apply/${id}/people`)
    }
    expect((await web.get(`/apply/${id}/review`)).body.split('2014年6月1日 出生')).toHaveLength(6)
  })

  test('a son older than his mother is asked about once; a stepson is let through', async () => {
    const { web, id } = await withMother()
    const stepson = { name: '赵大山', number: identityNumber('1945-01-01', '011'), relation: 'child' }
    const page = await web.post(`/apply/${id}/people/2`, stepson)
    names(page, '赵大山的年纪和', 'value="赵大山"')
    expect(page.body).toContain('看过了,没有写错')
    expect((await web.post(`/apply/${id}/people/2`, { ...stepson, sure: '1' })).body).toContain('赵大山')
  })

  test('the same number twice, and a second husband', async () => {
    const { web, id } = await withMother()
    names(await web.post(`/apply/${id}/people/2`, { ...mother, relation: 'sibling' }), '这个身份证号前面写过了')
    await web.post(`/apply/${id}/people/2`, { name: '李大', birth: '1948-1-1', relation: 'spouse' })
    names(
      await web.post(`/apply/${id}/people/3`, { name: '李二', birth: '1949-1-1', relation: 'spouse' }),
      '前面已经写了一位配偶',
    )
  })
})

describe('too much, and the wrong thing', () => {
  test('a page of nonsense is cut or named, never a failure', async () => {
    const { web, id } = await withMother()
    const long = '很'.repeat(5000)
    names(
      await web.post(`/apply/${id}/people/2`, { name: long, relation: 'child', birth: '2014-1-1' }),
      '姓名最多 50 个字',
    )
    const address = await web.post(`/apply/${id}/address`, {
      area: village,
      phone: '13900001111',
      address: long,
      reason: long,
    })
    expect(address.status).toBe(200)
    expect((await web.get(`/apply/${id}/address`)).body.split('很').length - 1).toBe(700)
    names(await web.post(`/apply/${id}/income/1`, { wageIncome: '9'.repeat(60) }), '这个数太大了')
    const flood = await web.post(`/apply/${id}/address`, { address: 'x'.repeat(3_000_000) })
    expect(flood.status).toBe(413)
    expect((await web.get(`/apply/${id}`)).status).toBe(200)
  })

  test('a film, a web page in disguise, and a photograph of 16 MB are named; one of 12 MB is taken', async () => {
    const { web, id } = await withMother()
    const send = (name: string, bytes: Buffer) =>
      web.upload(`/apply/${id}/photos`, { kind: 'household-register' }, { field: 'photo', name, bytes })
    names(await send('film.mp4', Buffer.concat([Buffer.from('\0\0\0\x20ftypisom'), randomBytes(500)])), '这种文件')
    names(await send('photo.jpg', Buffer.from('<html><script>alert(1)</script></html>'.repeat(9))), '这种文件')
    names(await send('photo.jpg', Buffer.alloc(0)), '请先拍照或选一张')
    names(
      await send('photo.jpg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(16_000_000)])),
      '文件超过 15 MB',
    )
    const noise = await sharp(randomBytes(2000 * 2100 * 3), { raw: { width: 2000, height: 2100, channels: 3 } })
      .png({ compressionLevel: 0 })
      .toBuffer()
    expect(noise.length).toBeGreaterThan(12_000_000)
    expect((await send('photo.png', noise)).body).toContain('1. 户口簿')
  })
})

describe('twice, late, and from two places', () => {
  const sections = async ({ web, id }: { web: Browser; id: string }) => {
    await web.post(`/apply/${id}/address`, { area: village, phone: '13900001111', address: '三组12号' })
  }

  test('two presses at the same moment, the back button and a replayed form make one case', async () => {
    const draft = await withMother()
    await sections(draft)
    const before = await count('case_file')
    const pressed = await Promise.all([0, 1].map(() => draft.web.post(`/apply/${draft.id}/submit`, {})))
    const again = await draft.web.post(`/apply/${draft.id}/submit`, {})
    for (const page of [...pressed, again]) expect(page.url).toBe(`/apply/${draft.id}/receipt`)
    expect(await count('case_file')).toBe(before + 1)
    const late = await draft.web.post(`/apply/${draft.id}/people/1`, { ...mother, name: '别人' })
    expect(late.url, 'what was sent is not changed any more').toBe(`/apply/${draft.id}/receipt`)
  })

  test('an application without its first two parts is not sent, and says which', async () => {
    const { web, id } = await begun()
    const page = await web.post(`/apply/${id}/submit`, {})
    expect(page.status).toBe(422)
    expect(page.body).toContain('请先写家里有谁')
    expect(page.body).toContain('请先写住址与电话')
  })

  test('two tabs: each keeps what it saved', async () => {
    const { web, id } = await withMother()
    const other = openBrowser(frame, new Map(web.jar))
    await Promise.all([
      web.post(`/apply/${id}/assets/1`, { deposits: '800' }),
      other.post(`/apply/${id}/spending/1`, { medicalExpenditure: '3200' }),
    ])
    const review = (await web.get(`/apply/${id}/review`)).body
    expect(review).toContain('800 元')
    expect(review).toContain('3200 元')
  })

  test('a draft whose days are over opens no more, and says how to go on', async () => {
    const { web, id } = await withMother()
    await database.owner.query('delete from draft where draft_id = $1', [id])
    const page = await web.get(`/apply/${id}`)
    expect(page.status).toBe(200)
    expect(page.body).toContain('可能已经过了保留的日子')
    expect((await web.post(`/apply/${id}/submit`, {})).url).toBe('/apply/return?gone=1')
  })

  test('addresses that nobody wrote are not found or lead back, never a failure', async () => {
    const { web, id } = await withMother()
    for (const path of [
      'people/0',
      'people/99',
      'people/x',
      'income/9',
      'nothing',
      'nothing/1',
      'signatures/7',
      'receipt',
    ])
      expect((await web.get(`/apply/${id}/${path}`)).status, path).toBe(200)
    for (const path of [
      '/apply/not-an-id',
      '/sign/x',
      '/p/x',
      '/my/explain/x',
      '/notices/1',
      `/notices/${village}/x`,
      '/standards/x',
    ])
      expect((await web.get(path)).status, path).toBeLessThan(500)
  })
})
