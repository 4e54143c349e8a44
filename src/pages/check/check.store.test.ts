import { afterAll, beforeAll, expect, test } from 'vitest'
import { areaCode, day } from '../../foundation/index.ts'
import { readConfig } from '../../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../../platform/testkit/index.ts'
import { type Frame, openServer } from '../../server/index.ts'
import { mountPages } from '../index.ts'

let database: FreshDatabase
let frame: Frame
let village: string
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

const post = async (url: string, form: Record<string, string>) =>
  (
    await frame.app.inject({
      method: 'POST',
      url,
      headers: { host: 'localhost', origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    })
  ).body
const family = (): Record<string, string> => ({
  area: village,
  count: '3',
  age1: '45',
  health1: 'healthy',
  age2: '44',
  health2: 'serious',
  age3: '12',
  health3: 'healthy',
  wage: '800',
  farm: '0',
  pension: '0',
  other: '0',
  deposits: '5000',
  homes: '1',
  vehicles: '0',
  businesses: '0',
})
const rowsStored = async () =>
  (
    await database.owner.query(
      'select (select count(*) from draft) + (select count(*) from household) + (select count(*) from audit_entry) as n',
    )
  ).rows[0].n

test('a family of three below the standard sees an amount, the sum behind it, and that it is no decision; nothing is stored', async () => {
  expect((await frame.app.inject(`/check/questions?area=${village}&count=3`)).body).toContain('id="age3"')
  const page = await post('/check/result', family())
  expect(page).toContain('很可能符合低保')
  expect(page).toMatch(/每月约 [\d,.]+ 元/)
  expect(page).toContain('这是估算,不是决定')
  expect(page).toContain('低保标准')
  expect(Number(await rowsStored())).toBe(0)
})

test('above the line: how far, and what would change it', async () => {
  const page = await post('/check/result', { ...family(), wage: '9000' })
  expect(page).toContain('目前看不符合低保')
  expect(page).toMatch(/家庭可计收入\(12个月\) [\d,]+ 须低于 收入线\(12个月\) [\d,]+/)
  expect(page).toMatch(/如果您自己的工资性收入不是 [\d,]+ 元而是 [\d,.]+ 元,即符合条件/)
  expect(page, 'what was assumed is not said to be the family’s word').toContain('没有问,按“没有”估算')
  expect(page, 'no internal ids in a citizen’s sentence').not.toMatch(/\bp1\b/)
})

test('wages unknown: a range up to an amount, never zero yuan', async () => {
  const page = await post('/check/result', { ...family(), wage: '' })
  expect(page).toContain('可能符合低保')
  expect(page).toMatch(/每月最多约 [\d,.]+ 元/)
  expect(page).toContain('工资性收入')
  expect(page).not.toMatch(/每月约 0 元/)
})

test('one step up with the button moves the wages and nothing else', async () => {
  const page = await post('/check/result', { ...family(), try: '100' })
  expect(page).toContain('打工、上班每月 900.00 元')
})

test.each([
  ['wage', '很多'],
  ['age1', '四十'],
  ['deposits', '-1'],
  ['homes', '1.5'],
])('%s = %s is named and the answers stay', async (field, value) => {
  const page = await post('/check/result', { ...family(), [field]: value })
  expect(page).toContain('处要改')
  expect(page).toContain('value="12"')
})
