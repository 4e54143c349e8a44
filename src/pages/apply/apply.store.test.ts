import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { areaCode, checkCharacter, day } from '../../foundation/index.ts'
import { house, publicActor, readConfig, systemActor, withScope } from '../../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../../platform/testkit/index.ts'
import { type Frame, openServer } from '../../server/index.ts'
import { mountPages } from '../index.ts'

let database: FreshDatabase
let frame: Frame
beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
  const config = readConfig({ DOUDI_DEMO: '1', DATA_DIR: '/tmp' })
  frame = await openServer(database.db, config)
  mountPages(frame, config, {
    county: areaCode('990101'),
    stories: async () => [],
    seeding: () => ({ state: 'ready', step: '', done: 0, total: 0 }),
    enterAsCitizen: async () => null,
    passWorkingDays: async () => day('2025-03-01'),
  })
})
afterAll(async () => {
  await frame.app.close()
  await database.close()
})

const number = (birth: string, sequence: string) => {
  const seventeen = `990101${birth.replaceAll('-', '')}${sequence}`
  return seventeen + checkCharacter(seventeen)
}

/** A browser without JavaScript: cookies, forms, redirects. */
function browser() {
  const jar = new Map<string, string>()
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    form?: Record<string, string>,
  ): Promise<{ status: number; body: string; url: string }> => {
    const reply = await frame.app.inject({
      method,
      url,
      headers: {
        host: 'localhost',
        origin: 'http://localhost',
        cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; '),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    })
    for (const c of reply.cookies) jar.set(c.name, c.value)
    const to = reply.headers.location
    return typeof to === 'string' ? send('GET', to) : { status: reply.statusCode, body: reply.body, url }
  }
  return {
    jar,
    get: (url: string) => send('GET', url),
    post: (url: string, form: Record<string, string>) => send('POST', url, form),
  }
}

async function firstVillage(): Promise<string> {
  return withScope(
    database.db,
    { actor: systemActor('test') },
    async (tx) =>
      (await tx.selectFrom('area').select('code').where('code', 'like', '990101%').orderBy('code').execute()).find(
        (r) => r.code.length === 12,
      )!.code,
  )
}

async function begun(phone = '13900000001') {
  const web = browser()
  const village = await firstVillage()
  const page = await web.post('/apply/start', { area: village, phone, about: 'living' })
  const id = /\/apply\/([0-9a-f-]{36})/.exec(page.body)![1]!
  const code = /data-code="true">(\d{6})</.exec(page.body)![1]!
  return { web, id, code, village }
}

describe('applying without JavaScript', () => {
  test('王秀兰 fills in seven parts, signs, and gets a receipt number and a code', async () => {
    const { web, id, village } = await begun()
    expect((await web.get(`/apply/${id}`)).body).toContain('还没填')
    await web.post(`/apply/${id}/people/1`, {
      name: '王秀兰',
      number: number('1950-03-02', '024'),
      illness: 'chronic',
      disabilityType: 'none',
      studentStage: 'none',
      employment: 'retired',
    })
    await web.post(`/apply/${id}/people/2`, {
      name: '王小明',
      number: number('2014-06-01', '011'),
      relation: 'grandchild',
      studentStage: 'compulsory',
      illness: 'healthy',
    })
    await web.post(`/apply/${id}/address`, {
      area: village,
      phone: '13900000001',
      address: '三组12号',
      reason: '祖孙两人,没有收入',
    })
    await web.post(`/apply/${id}/income/1`, {
      wageIncome: '0',
      operatingIncome: '0',
      propertyIncome: '0',
      transferIncome: '1,440.50',
    })
    await web.post(`/apply/${id}/assets/1`, { deposits: '800', homes: '1', vehicles: '0', 'businesses.unknown': '1' })
    await web.post(`/apply/${id}/spending/1`, {
      medicalExpenditure: '3200',
      educationExpenditure: '0',
      rehabilitationExpenditure: '0',
      housingExpenditure: '0',
    })
    await web.get(`/apply/${id}/photos/done`)
    await web.post(`/apply/${id}/signatures/1`, { agree: '1', signature: '王秀兰' })
    const list = await web.get(`/apply/${id}`)
    expect(list.body.split('填好了(还没提交)')).toHaveLength(8)
    expect(list.body).toContain('还没有提交')
    const review = await web.get(`/apply/${id}/review`)
    expect(review.body).toContain('1440.50 元')
    expect(review.body, 'the middle of the number stays hidden').not.toContain(number('1950-03-02', '024'))
    const receipt = await web.post(`/apply/${id}/submit`, {})
    expect(receipt.url).toBe(`/apply/${id}/receipt`)
    expect(receipt.body).toMatch(/data-case-no="true">[^<]+</)
    const again = await web.post(`/apply/${id}/submit`, {})
    expect(again.body, 'sent twice is sent once').toBe(receipt.body)
    const cases = await database.owner.query('select count(*)::int as n from case_file')
    expect(cases.rows[0].n).toBe(1)
  })

  test('a wrong number, a letter in an amount and an empty name are named, and what was typed stays', async () => {
    const { web, id } = await begun('13900000002')
    const page = await web.post(`/apply/${id}/people/1`, { name: '', number: '990101195003020241', illness: 'chronic' })
    expect(page.status).toBe(422)
    expect(page.body).toContain('请写姓名')
    expect(page.body).toContain('身份证号有一位抄错了')
    expect(page.body).toContain('value="990101195003020241"')
    await web.post(`/apply/${id}/people/1`, { name: '李四', number: number('1950-03-02', '011') })
    const income = await web.post(`/apply/${id}/income/1`, { wageIncome: '一千二', transferIncome: '-5' })
    expect(income.body).toContain('请写数字')
    expect(income.body).toContain('value="一千二"')
  })

  test('another browser needs phone and digits; five wrong tries rest; a stranger learns nothing', async () => {
    const { id, code } = await begun('13900000003')
    const other = browser()
    expect((await other.get(`/apply/${id}`)).url).toBe('/apply/return?gone=1')
    expect((await other.post('/apply/return', { phone: '13900000003', code })).url).toBe(`/apply/${id}`)
    const thief = browser()
    const wrong = code === '000000' ? '111111' : '000000'
    for (let i = 0; i < 5; i++)
      expect((await thief.post('/apply/return', { phone: '13900000003', code: wrong })).body).toContain('没有找到')
    expect((await thief.post('/apply/return', { phone: '13900000003', code })).body).toContain('试的次数太多了')
    const known = await thief.post('/apply/return', { phone: '13900000003', lost: '1' })
    const unknown = await thief.post('/apply/return', { phone: '13900000009', lost: '1' })
    expect(known.body.replace(/13900000003/g, '')).toBe(unknown.body.replace(/13900000009/g, ''))
  })

  test('what is typed rests sealed: no name, number or phone in the table', async () => {
    const { web, id } = await begun('13912345678')
    await web.post(`/apply/${id}/people/1`, { name: '赵密', number: number('1960-01-01', '033') })
    const { rows } = await database.owner.query('select d::text as row from draft d where draft_id = $1', [id])
    expect(rows[0].row).not.toMatch(/赵密|13912345678|19600101/)
    expect(() => house()).not.toThrow()
    expect(publicActor.area).toBeNull()
  })

  test('the helper can be ended by the applicant; a second adult signs on another phone and sees only the own part', async () => {
    const web = browser()
    const village = await firstVillage()
    const page = await web.post('/apply/start', {
      area: village,
      phone: '13900000005',
      for: 'other',
      helperName: '陈帮',
      helperRelation: '邻居',
    })
    const id = /\/apply\/([0-9a-f-]{36})/.exec(page.body)![1]!
    expect((await web.get(`/apply/${id}`)).body).toContain('陈帮(邻居)正在帮您填')
    expect((await web.post(`/apply/${id}/helper`, {})).body).not.toContain('陈帮')
    await web.post(`/apply/${id}/people/1`, { name: '孙大', number: number('1960-01-01', '055') })
    await web.post(`/apply/${id}/people/2`, { name: '孙二', number: number('1985-01-01', '055'), relation: 'child' })
    const link = /http:\/\/localhost(\/sign\/[\w-]+)/.exec(
      (await web.post(`/apply/${id}/signatures/2/link`, {})).body,
    )![1]!
    const other = browser()
    const sign = await other.get(link)
    expect(sign.body).toContain('孙二的授权和承诺')
    expect(sign.body).not.toContain('孙大')
    expect((await other.post(link, { agree: '1', signature: '孙大' })).body).toContain('要和 孙二 一样')
    expect((await other.post(link, { agree: '1', signature: '孙二' })).body).toContain('已签字')
  })
})
