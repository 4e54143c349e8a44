import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSession } from '../access/index.ts'
import {
  accept,
  addBoardPhoto,
  adoptFigures,
  confirm,
  countyReview,
  endNotice,
  endorse,
  preview,
  publishNotice,
  type Receipt,
  readCase,
  recommend,
  recordReport,
  recordVisit,
  startVerification,
  submitApplication,
  visitForm,
} from '../casework/index.ts'
import {
  at,
  declaredAsAdopted,
  granted,
  type Office,
  openOffice,
  openTestHouse,
  village,
  wangsApplication,
} from '../casework/testkit/index.ts'
import { addDays, areaCode, day } from '../foundation/index.ts'
import { simulatedGateway } from '../office/index.ts'
import { businessDay, readConfig, systemActor, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { type Frame, openServer } from '../server/index.ts'
import { deliverDraftMessages, expireDrafts, remindDrafts, tellDraft } from './apply/draft-jobs.ts'
import { mountPages } from './index.ts'

let data: FreshDatabase
let frame: Frame
let office: Office
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  const config = readConfig({ DOUDI_DEMO: '1', DATA_DIR: '/tmp' })
  frame = await openServer(data.db, config)
  mountPages(frame, config, {
    county: areaCode('990101'),
    stories: async () => [],
    enterAsCitizen: async () => null,
    passWorkingDays: async () => day('2025-03-01'),
    seeding: () => ({ state: 'ready', step: '', done: 0, total: 0 }),
  })
  office = await openOffice(data.db)
})
afterAll(async () => {
  await frame.app.close()
  await data.close()
})

function browser() {
  const jar = new Map<string, string>()
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    form?: Record<string, string>,
  ): Promise<{ status: number; body: string; url: string; bytes: Buffer }> => {
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
    return typeof to === 'string'
      ? send('GET', to)
      : { status: reply.statusCode, body: reply.body, url, bytes: reply.rawPayload }
  }
  return {
    jar,
    get: (url: string) => send('GET', url),
    post: (url: string, form: Record<string, string>) => send('POST', url, form),
  }
}

/** The pages live today: the office's days of these tests are counted from the database's own. */
const today = () => withScope(data.db, { actor: systemActor('test') }, businessDay)

const asked = async (): Promise<{ receipt: Receipt; number: string; phone: string }> => {
  const input = await wangsApplication()
  const on = await today()
  const receipt = await at(data.db, office.clerk, on, async (tx) => granted(await submitApplication(tx, input)))
  return { receipt, number: input.members[0]!.number!, phone: input.phone! }
}

const versionOf = (caseId: string) =>
  withScope(data.db, { actor: systemActor('test') }, async (tx) => granted(await readCase(tx, caseId)).row.version)

async function onNotice(receipt: Receipt): Promise<string> {
  const { caseId, householdId } = receipt
  const on = await today()
  const v = () => versionOf(caseId)
  await at(data.db, office.clerk, on, async (tx) => granted(await accept(tx, { caseId, version: 1 })))
  await at(data.db, office.clerk, on, async (tx) => granted(await startVerification(tx, { caseId, version: 2 })))
  await at(data.db, systemActor('test'), on, async (tx) =>
    granted(await recordReport(tx, { caseId, reportId: 'report', coversVisit: false })),
  )
  await at(data.db, office.clerk, on, async (tx) =>
    granted(
      await recordVisit(tx, {
        caseId,
        version: 4,
        visitors: [office.clerk.id, office.aide.id],
        visitedOn: on,
        form: visitForm.parse({ outcome: 'visited', conclusion: '情况属实' }),
        findings: [],
      }),
    ),
  )
  await at(data.db, office.clerk, on, async (tx) =>
    granted(
      await adoptFigures(tx, { caseId, version: await v(), figures: await declaredAsAdopted(tx, householdId, on) }),
    ),
  )
  const seen = await at(data.db, office.clerk, on, async (tx) =>
    granted(await preview(tx, granted(await readCase(tx, caseId)).state, on)),
  )
  await at(data.db, office.clerk, on, async (tx) =>
    granted(await recommend(tx, { caseId, version: await v(), seen: seen.assessed.digest })),
  )
  await at(data.db, office.head, on, async (tx) => granted(await endorse(tx, { caseId, version: await v() })))
  await at(data.db, office.clerk, on, async (tx) =>
    granted(await publishNotice(tx, { cases: [{ caseId, version: await v() }], firstDay: on, place: '丰收村公示栏' })),
  )
  return (await data.owner.query('select notice_id from case_notice where case_id = $1', [caseId])).rows[0]
    .notice_id as string
}

/** As if nobody objected and the days had passed. */
async function decided(receipt: Receipt): Promise<void> {
  const { caseId } = receipt
  await onNotice(receipt)
  const sheet = (await data.owner.query('select sheet_id, last_day from case_notice where case_id = $1', [caseId]))
    .rows[0]
  const first = await today()
  const later = addDays(sheet.last_day, 1)
  for (const which of ['first', 'last'] as const)
    await at(data.db, office.aide, which === 'first' ? first : later, async (tx) =>
      granted(
        await addBoardPhoto(tx, {
          sheetId: sheet.sheet_id,
          which,
          attachment: `photo-${which}`,
          takenOn: which === 'first' ? first : sheet.last_day,
          where: '村口',
        }),
      ),
    )
  await at(data.db, systemActor('test'), later, async (tx) => granted(await endNotice(tx, caseId)))
  await at(data.db, office.section, later, async (tx) =>
    granted(await countyReview(tx, { caseId, version: await versionOf(caseId) })),
  )
  await at(data.db, office.leader, later, async (tx) => {
    const state = granted(await readCase(tx, caseId)).state
    const seen = granted(await preview(tx, state, later))
    return granted(await confirm(tx, { caseId, version: await versionOf(caseId), seen: seen.assessed.digest }))
  })
}

describe('progress', () => {
  test('number and code open everything; birthday and four digits open the steps only', async () => {
    const { receipt, number } = await asked()
    const full = browser()
    const page = await full.post('/p', { caseNo: receipt.caseNo, code: receipt.readOutCode })
    expect(page.url).toBe('/my')
    expect(page.body).toContain('收到申请')
    expect(page.body).toContain('谁查过我家')
    const glance = browser()
    const little = await glance.post('/p', { caseNo: receipt.caseNo, birth: '1961-03-12', lastFour: number.slice(-4) })
    expect(little.url).toBe('/my')
    expect(little.body).toContain('这里只显示步骤')
    expect(little.body).not.toContain('谁查过我家')
    for (const path of ['/my/decision', '/my/benefits', '/my/access-log', '/my/helpers', '/my/changes/new'])
      expect((await glance.get(path)).url, path).toBe('/my')
  })

  test('the QR token tells the step and nothing else; an invented token is not found', async () => {
    const { receipt } = await asked()
    const page = await browser().get(`/p/${receipt.receiptToken}`)
    expect(page.body).toContain('收到申请')
    expect(page.body).not.toContain('王守田')
    expect(page.body).not.toContain(receipt.caseNo)
    expect((await browser().get('/p/AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404)
  })

  test('five wrong codes rest, with a telephone instead of a trap; an absent number reads the same as a wrong code', async () => {
    const { receipt } = await asked()
    const wrong = receipt.readOutCode === '000000' ? '111111' : '000000'
    const thief = browser()
    const absent = await thief.post('/p', { caseNo: '990101-2020-999999', code: wrong })
    for (let i = 0; i < 5; i++) {
      const page = await thief.post('/p', { caseNo: receipt.caseNo, code: wrong })
      expect(page.status).toBe(422)
      expect(page.body.replaceAll(receipt.caseNo, 'N')).toBe(absent.body.replaceAll('990101-2020-999999', 'N'))
    }
    const resting = await thief.post('/p', { caseNo: receipt.caseNo, code: receipt.readOutCode })
    expect(resting.status).toBe(429)
    expect(resting.body).toContain('12349')
    await data.owner.query('delete from rate_window')
  })

  test("another family's case is as absent as one that never was", async () => {
    const { receipt } = await asked()
    const other = (await asked()).receipt
    const web = browser()
    await web.post('/p', { caseNo: receipt.caseNo, code: receipt.readOutCode })
    const foreign = await web.get(`/my?case=${other.caseId}`)
    const absent = await web.get('/my?case=01890000-0000-7000-8000-000000000000')
    expect(foreign.status).toBe(404)
    expect(foreign.body.replaceAll(other.caseId, 'C')).toBe(
      absent.body.replaceAll('01890000-0000-7000-8000-000000000000', 'C'),
    )
  })
})

describe('a decision', () => {
  test('shows every figure, takes one objection with all that is wrong, and no second one; no full number or phone anywhere', async () => {
    const { receipt, number, phone } = await asked()
    await decided(receipt)
    const web = browser()
    await web.post('/p', { caseNo: receipt.caseNo, code: receipt.readOutCode })
    const page = await web.get('/my/decision')
    expect(page.body).toMatch(/结果已出:每月 [1-9]\d*\.\d\d 元/)
    expect(page.body).toContain('行政复议')
    expect(page.body).toContain('这个数不对')
    const [key] = /name="figure" value="([^"]+)"/.exec(page.body)!.slice(1)
    const form = await web.get(`/my/appeal?case=${receipt.caseId}&figure=${encodeURIComponent(key!)}`)
    expect(form.body).toContain('决定采用的数')
    const empty = await web.post('/my/appeal', { case: receipt.caseId, figures: key!, 'why-0': '' })
    expect(empty.status).toBe(422)
    const sent = await web.post('/my/appeal', {
      case: receipt.caseId,
      figures: key!,
      'claimed-0': '1000',
      'why-0': '只种了一亩',
    })
    expect(sent.url).toContain('sent=appeal')
    expect(sent.body).toContain('异议收到了')
    await web.post('/my/appeal', { case: receipt.caseId, figures: key!, 'why-0': '再说一次' })
    const appeals = await data.owner.query(
      "select count(*)::int as n from case_file where kind = 'appeal' and household_id = $1",
      [receipt.householdId],
    )
    expect(appeals.rows[0].n).toBe(1)
    for (const path of ['/my', '/my/decision', '/my/benefits', '/my/access-log', '/my/helpers', '/my/changes/new']) {
      const { body, status } = await web.get(`${path}?case=${receipt.caseId}`)
      expect(status, path).toBe(200)
      expect(body, path).not.toContain(number)
      expect(body, path).not.toContain(phone)
      expect(body, `${path} says a key instead of words`).not.toMatch(/\b(pages|casework|refusals):[a-z]/)
    }
    const early = await web.post('/my/changes/new', { kind: 'income', note: '儿子外出打工了' })
    expect(early.status, 'nothing is paid yet').toBe(422)
    await data.owner.query('update business_clock set offset_days = 60')
    const changed = await web.post('/my/changes/new', { kind: 'income', note: '儿子外出打工了' })
    await data.owner.query('update business_clock set offset_days = 0')
    expect(changed.url).toContain('sent=change')
  }, 120_000)
})

describe('notices', () => {
  test('a village sees the masked line, objects without a name, and gets a code; then the sheet is gone', async () => {
    const { receipt, number } = await asked()
    const notice = await onNotice(receipt)
    const web = browser()
    const list = await web.get(`/notices/${village}`)
    expect(list.body).toContain(notice)
    expect(list.body).toContain('王**')
    expect(list.body).not.toContain('王守田')
    expect(list.body).not.toContain(number)
    const taken = await web.post(`/notices/${village}/${notice}`, { matter: '他家有货车', objector: '' })
    expect(taken.body).toMatch(/data-code="true">\d{6}</)
    const gone = await web.get(`/notices/${village}/${notice}`)
    expect(gone.status).toBe(404)
    const [code] = /data-code="true">(\d{6})</.exec(taken.body)!.slice(1)
    expect((await web.post('/notices/answer', { code: code! })).body).toContain('还没有答复')
  })

  test('after its last day a notice is not found', async () => {
    const { receipt } = await asked()
    const notice = await onNotice(receipt)
    await data.owner.query(
      'update case_notice set first_day = first_day - 30, last_day = last_day - 30 where notice_id = $1',
      [notice],
    )
    expect((await browser().get(`/notices/${village}/${notice}`)).status).toBe(404)
    expect((await browser().get(`/notices/${village}`)).body).not.toContain(notice)
  })
})

describe('everybody', () => {
  test('the rules, the standards, the forms and the call back', async () => {
    const web = browser()
    const rules = await web.get('/policies/dibao')
    expect(rules.status).toBe(200)
    expect(rules.body).toContain('低保标准')
    expect((await web.get('/standards/990101')).body).toContain('低保标准')
    expect((await web.get('/standards/123456')).status).toBe(404)
    const real = await web.get('/policies/dibao?area=51')
    expect(real.body).toContain('未核实')
    const pdf = await web.get('/forms/dibao.pdf')
    expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const called = await web.post('/callback', { name: '李大娘', area: village, phone: '13900000088' })
    expect(called.body).toContain('给您打电话')
    const lead = (await data.owner.query('select l::text as row from lead l')).rows[0].row
    expect(lead).not.toContain('李大娘')
    expect(lead).not.toContain('13900000088')
    expect((await web.get('/my')).status).toBe(401)
  })

  test('a code waits sealed, goes out once, and a draft that nobody sent is reminded of and then gone', async () => {
    const web = browser()
    await web.post('/apply/start', { area: village, phone: '13900000077', about: 'living' })
    await data.owner.query('update draft set expires_on = doudi.today() + 5')
    const done = await withScope(data.db, { actor: systemActor('job:test') }, async (tx) => {
      await tellDraft(tx, '13900000077', '六位数')
      return [
        await remindDrafts(tx),
        await remindDrafts(tx),
        await deliverDraftMessages(tx, simulatedGateway),
        await deliverDraftMessages(tx, simulatedGateway),
      ]
    })
    expect(done).toEqual([1, 0, 2, 0])
    await data.owner.query('update draft set expires_on = doudi.today() - 1')
    expect(await withScope(data.db, { actor: systemActor('job:test') }, (tx) => expireDrafts(tx))).toBe(1)
    expect((await data.owner.query('select count(*)::int as n from draft')).rows[0].n).toBe(0)
  })
})

test('a session of a family that is not there opens nothing', async () => {
  const token = await withScope(data.db, { actor: systemActor('test') }, (tx) =>
    openSession(tx, { kind: 'citizen', level: 'full', household: 990101000999999n, caseId: null }),
  )
  const web = browser()
  web.jar.set('doudi', token)
  expect((await web.get('/my/decision?case=01890000-0000-7000-8000-000000000000')).status).toBe(404)
})
