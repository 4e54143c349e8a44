import { crc32 } from 'node:zlib'
import { decodePDFRawStream, degrees, PDFArray, PDFDocument, type PDFPage, PDFRawStream } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AreaCode, day, isRefusal, yuan } from '../foundation/index.ts'
import {
  addMember,
  addPhone,
  type HouseholdId,
  moveHousehold,
  openHousehold,
  recordConsent,
} from '../household/index.ts'
import {
  at,
  clerkOf,
  countyActor,
  granted,
  inventedNumber,
  openTestHouse,
  village,
} from '../household/testkit/index.ts'
import { type Actor, systemActor, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import {
  assignTask,
  attachFile,
  attachmentsOf,
  bindDossier,
  clockByKey,
  closeTask,
  correctDocument,
  deliverMessage,
  documentContent,
  documentsOf,
  dropMessage,
  handOverTasks,
  inboxOf,
  issueDocument,
  type MessageGateway,
  messagesOf,
  openTask,
  orderPages,
  pauseClock,
  pausesOf,
  printDocument,
  publishYear,
  readFile,
  recordDelivery,
  recountClocks,
  releaseMessage,
  remediesOf,
  removeAttachment,
  resumeClock,
  sendDueMessages,
  sendMessage,
  setOrgan,
  sheetsOf,
  simulatedGateway,
  startClock,
  stopClock,
  sweepClocks,
  taskByKey,
  tasks,
  undelivered,
  workingCalendar,
} from './index.ts'
import { flatText, readPdf } from './testkit/read-pdf.ts'
import { samplePapers } from './testkit/sample-papers.ts'

let data: FreshDatabase
let household: HouseholdId
const clerk = clerkOf('990101103')
const county = countyActor()
const asClerk = <Result>(on: string, work: Parameters<typeof at<Result>>[3]) => at(data.db, clerk, on, work)
const phone = '12000000001'
const organ = {
  area: '990101' as AreaCode,
  name: '安禾县民政局',
  prefix: '安民社救',
  hotline: '0999-1234567',
  supervisionPhone: '0999-1234500',
  address: null,
  reconsiderationBody: '安禾县人民政府',
  court: '安禾县人民法院',
}

async function newHousehold(withPhone = true): Promise<HouseholdId> {
  sequence += 2
  return asClerk('2025-03-03', async (tx) => {
    const id = granted(await openHousehold(tx, { area: village.harvest }))
    granted(
      await addMember(tx, {
        household: id,
        person: { name: '王秀兰', number: inventedNumber('1975-03-15', sequence) },
        relation: 'applicant',
      }),
    )
    if (withPhone) granted(await addPhone(tx, { household: id, phone }))
    return id
  })
}
let sequence = 100

beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase({ max: 12 })
  await at(data.db, county, '2025-01-02', async (tx) => {
    expect(await setOrgan(tx, { ...organ, since: day('2025-01-01') })).toBeNull()
    expect(
      await setOrgan(tx, {
        ...organ,
        area: '990101103' as AreaCode,
        name: '安禾县桃源镇人民政府',
        prefix: '桃政救',
        since: day('2025-01-01'),
      }),
    ).toBeNull()
  })
  household = await newHousehold()
})
afterAll(() => data.close())

const letter = () => {
  const { organ: _, number: __, on: ___, hotline: ____, address: _____, ...rest } = samplePapers['refusal-letter']
  return { ...rest, caseNumber: 'C-1' }
}
const acceptance = () => {
  const { organ: _, number: __, on: ___, hotline: ____, address: _____, ...rest } = samplePapers['acceptance-notice']
  return rest
}

describe('the official calendar', () => {
  test('2020 to 2026 are published; May Day 2025 and its worked Sunday are known', async () => {
    const calendar = await asClerk('2025-03-03', workingCalendar)
    expect(calendar.publishedThrough).toBe(2026)
    expect(calendar.holidays.has(day('2025-05-05'))).toBe(true)
    expect(calendar.workdays.has(day('2025-04-27'))).toBe(true)
  })

  test('a clock that rests on an unpublished year is counted again when the year arrives', async () => {
    await using own = await freshDatabase()
    const home = await at(own.db, clerk, '2026-12-20', async (tx) =>
      granted(await openHousehold(tx, { area: village.harvest })),
    )
    const started = await at(own.db, clerk, '2026-12-28', async (tx) =>
      granted(
        await startClock(tx, {
          household: home,
          key: 'k',
          kind: 'rebuttal',
          unit: 'working',
          days: 8,
          role: 'township-clerk',
        }),
      ),
    )
    // 29, 30, 31 December, then 4, 5, 6, 7, 8 January: 1 January is a fixed holiday even without an arrangement.
    expect(started.face).toMatchObject({ due: '2027-01-08', provisional: true })
    const holidays = [
      '01-01',
      '01-02',
      '01-03',
      '02-06',
      '02-07',
      '02-08',
      '02-09',
      '02-10',
      '02-11',
      '04-05',
      '05-01',
      '10-01',
    ].map((d) => ({
      day: day(`2027-${d}`),
      name: '假',
    }))
    await at(own.db, county, '2026-12-28', async (tx) => {
      expect(await publishYear(tx, { year: 2028, holidays, workdays: [], source: 's' })).toMatchObject({
        refused: 'calendar-day-wrong',
      })
      expect(
        await publishYear(tx, {
          year: 2027,
          holidays: [...holidays, { day: day('2027-01-04'), name: '假' }],
          workdays: [],
          source: '测试',
        }),
      ).toBeNull()
      expect(await publishYear(tx, { year: 2027, holidays, workdays: [], source: '测试' })).toMatchObject({
        refused: 'calendar-year-known',
      })
      expect(await recountClocks(tx)).toBe(1)
      expect((await clockByKey(tx, home, 'k'))?.face).toMatchObject({ due: '2027-01-11', provisional: false })
    })
    const told = await own.owner.query("select key from outbox where kind = 'office.calendar-published'")
    expect(told.rows).toEqual([{ key: '2027.1' }])
  })
})

describe('clocks', () => {
  test('run, stand still with a visible reason, run on, run out, and open one task when they do', async () => {
    const home = await newHousehold()
    const begin = {
      household: home,
      key: 'rebuttal:1',
      kind: 'rebuttal',
      unit: 'working' as const,
      days: 5,
      role: 'township-clerk' as const,
      basis: '核对办法§12',
    }
    const first = await asClerk('2025-03-03', async (tx) => granted(await startClock(tx, begin)))
    const again = await asClerk('2025-03-04', async (tx) => granted(await startClock(tx, begin)))
    expect(again.id).toBe(first.id)
    expect(first.face).toMatchObject({ due: '2025-03-10', total: 5, left: 5 })

    await asClerk('2025-03-05', async (tx) => {
      expect(isRefusal(await pauseClock(tx, { household: home, key: 'rebuttal:1', reason: ' ' }))).toBe(true)
      granted(await pauseClock(tx, { household: home, key: 'rebuttal:1', reason: '等申请人补正' }))
    })
    await asClerk('2025-03-20', async (tx) => {
      expect((await clockByKey(tx, home, 'rebuttal:1'))?.face).toMatchObject({
        state: 'paused',
        pauseReason: '等申请人补正',
        elapsed: 2,
      })
      expect(await sweepClocks(tx)).toEqual({ warned: 0, overdue: 0 })
      granted(await resumeClock(tx, { household: home, key: 'rebuttal:1' }))
      expect(await pausesOf(tx, home, first.id)).toEqual([
        { since: '2025-03-05', until: '2025-03-20', reason: '等申请人补正' },
      ])
    })
    const due = await asClerk('2025-03-20', async (tx) => (await clockByKey(tx, home, 'rebuttal:1'))!.face)
    expect(due).toMatchObject({ due: '2025-03-25', left: 3, state: 'due-soon' })

    await asClerk('2025-03-21', async (tx) => expect(await sweepClocks(tx)).toEqual({ warned: 1, overdue: 0 }))
    await asClerk('2025-03-25', async (tx) => expect(await sweepClocks(tx)).toEqual({ warned: 0, overdue: 0 }))
    await asClerk('2025-03-26', async (tx) => {
      expect(await sweepClocks(tx)).toEqual({ warned: 0, overdue: 1 })
      expect(await sweepClocks(tx)).toEqual({ warned: 0, overdue: 0 })
      const task = await taskByKey(tx, home, 'overdue:rebuttal:1')
      expect(task).toMatchObject({
        kind: 'clock-overdue',
        role: 'township-clerk',
        due: '2025-03-25',
        about: { clock: 'rebuttal' },
      })
      await stopClock(tx, { household: home, key: 'rebuttal:1', why: 'explained' })
      await stopClock(tx, { household: home, key: 'rebuttal:1', why: 'twice' })
      expect((await taskByKey(tx, home, 'overdue:rebuttal:1'))?.outcome).toBe('clock-ended')
      expect(await pauseClock(tx, { household: home, key: 'rebuttal:1', reason: 'x' })).toMatchObject({
        refused: 'clock-ended',
      })
    })
  })
})

describe('tasks', () => {
  test('open once per key, go to one colleague, close once', async () => {
    const home = await newHousehold()
    const ask = {
      household: home,
      key: 'visit:1',
      kind: 'home-visit',
      role: 'township-clerk' as const,
      due: day('2025-03-14'),
    }
    await asClerk('2025-03-03', async (tx) => {
      const task = granted(await openTask(tx, ask))
      expect(granted(await openTask(tx, { ...ask, due: day('2025-04-01') }))).toEqual(task)
      const mine = granted(await assignTask(tx, { household: home, id: task.id, to: 'acc-1', version: 1 }))
      expect(mine).toMatchObject({ assignee: 'acc-1', version: 2 })
      expect(await assignTask(tx, { household: home, id: task.id, to: 'acc-2', version: 1 })).toMatchObject({
        refused: 'changed-by-another',
      })
      expect((await tasks(tx, { assignee: 'acc-1' })).map((t) => t.key)).toEqual(['visit:1'])
      expect(await handOverTasks(tx, { from: 'acc-1', to: 'acc-2' })).toBe(1)
      expect(await closeTask(tx, { household: home, key: 'visit:1', outcome: 'visited' })).toBe(true)
      expect(await closeTask(tx, { household: home, key: 'visit:1', outcome: 'again' })).toBe(false)
      expect(await assignTask(tx, { household: home, id: task.id, to: 'x' })).toMatchObject({ refused: 'task-done' })
      expect(granted(await openTask(tx, ask)).done).toBe('2025-03-03')
      expect(granted(await openTask(tx, { ...ask, again: true }))).toMatchObject({ done: null, outcome: null })
    })
  })

  test('the neighbouring township sees none of them, and no empty scope sees any', async () => {
    const others = await at(data.db, clerkOf('990101104'), '2025-03-03', (tx) => tasks(tx))
    expect(others).toEqual([])
    const nobody: Actor = { ...clerk, area: null }
    expect(await at(data.db, nobody, '2025-03-03', (tx) => tasks(tx, { open: false }))).toEqual([])
  })
})

describe('the register of papers', () => {
  test('numbers follow one another per organ, kind and year, without gaps, also when forty are issued at once and some fail', async () => {
    const home = await newHousehold()
    const issue = (fail: boolean) =>
      asClerk('2025-03-20', async (tx) => {
        const issued = granted(
          await issueDocument(tx, { kind: 'acceptance-notice', household: home, by: 'township', data: acceptance() }),
        )
        if (fail) throw new Error('changed my mind')
        return issued.number!
      }).catch(() => null)
    const numbers = (await Promise.all(Array.from({ length: 40 }, (_, index) => issue(index % 4 === 0)))).filter(
      (n): n is string => n !== null,
    )
    const order = numbers.map((number) => Number(/〕(\d+)号$/.exec(number)![1])).sort((a, b) => a - b)
    expect(order).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
    expect(numbers[0]).toMatch(/^桃政救受〔2025〕\d+号$/)
    const next = await asClerk('2026-01-05', async (tx) =>
      granted(
        await issueDocument(tx, { kind: 'acceptance-notice', household: home, by: 'township', data: acceptance() }),
      ),
    )
    expect(next.number).toBe('桃政救受〔2026〕1号')
  })

  test('a refusal without reasons is not issued and takes no number', async () => {
    const bare = { ...letter(), reason: '不符合条件' }
    await asClerk('2025-03-20', async (tx) =>
      expect(await issueDocument(tx, { kind: 'refusal-letter', household, by: 'county', data: bare })).toMatchObject({
        refused: 'letter-without-reasons',
        field: 'reason',
      }),
    )
    const issued = await asClerk('2025-03-20', async (tx) =>
      granted(await issueDocument(tx, { kind: 'refusal-letter', household, by: 'county', data: letter() })),
    )
    expect(issued).toMatchObject({
      number: '安民社救不确〔2025〕1号',
      organ: '安禾县民政局',
      title: '不予确认同意告知书',
    })
  })

  test('what is kept is sealed, says later what it said then, and an altered row is noticed', async () => {
    const home = await newHousehold()
    const issued = await asClerk('2025-03-20', async (tx) =>
      granted(
        await issueDocument(tx, {
          kind: 'refusal-letter',
          household: home,
          caseId: '01975cf0-0000-7000-8000-000000000001',
          by: 'county',
          data: letter(),
        }),
      ),
    )
    const { rows } = await data.owner.query('select content_sealed from document where document_id = $1', [issued.id])
    expect(rows[0].content_sealed).not.toMatch(/王秀兰|不予/)
    const printed = await asClerk('2031-05-06', async (tx) =>
      granted(await printDocument(tx, { household: home, id: issued.id })),
    )
    const text = flatText(readPdf(printed.bytes))
    for (const words of ['王秀兰', issued.number!, '2025年3月20日', '安禾县人民法院']) expect(text).toContain(words)
    expect(printed.fileName).not.toContain('王')
    const word = await asClerk('2031-05-06', async (tx) =>
      granted(await printDocument(tx, { household: home, id: issued.id }, { format: 'docx' })),
    )
    expect(word.bytes.subarray(0, 2).toString()).toBe('PK')
    const looks = await data.owner.query(
      "select count(*)::int as n from audit_entry where action = 'office.print-document' and subject = $1",
      [issued.id],
    )
    expect(looks.rows[0].n).toBe(2)

    await expect(data.pool.query('update document set digest = $1', ['x'])).rejects.toMatchObject({ code: '42501' })
    await data.owner.query('alter table document disable row level security')
    await data.owner.query("update document set digest = 'x' where document_id = $1", [issued.id])
    await data.owner.query('alter table document enable row level security')
    await expect(
      asClerk('2031-05-06', (tx) => documentContent(tx, { household: home, id: issued.id })),
    ).rejects.toThrow(/altered/)
  })

  test('a slip of the pen is corrected by a second paper with the same number and a note; both stay', async () => {
    const home = await newHousehold()
    await asClerk('2025-03-20', async (tx) => {
      const first = granted(
        await issueDocument(tx, { kind: 'refusal-letter', household: home, by: 'county', data: letter() }),
      )
      const second = granted(
        await correctDocument(tx, {
          household: home,
          id: first.id,
          kind: 'refusal-letter',
          data: { people: 4 },
          note: '家庭人口应为4人',
        }),
      )
      expect(second).toMatchObject({ number: first.number, corrects: { id: first.id } })
      const content = await documentContent<'refusal-letter'>(tx, { household: home, id: second.id })
      expect(content?.data.people).toBe(4)
      expect(content?.paper.blocks.at(-1)).toEqual({ is: 'note', text: '更正说明：家庭人口应为4人' })
      expect(
        await correctDocument(tx, { household: home, id: first.id, kind: 'refusal-letter', data: {}, note: 'x' }),
      ).toMatchObject({ refused: 'document-corrected' })
      expect((await undelivered(tx, home)).map((paper) => paper.id)).toEqual([second.id])
    })
  })

  test('a public notice passes the linter or stays in the office; it belongs to the village and not to a household', async () => {
    const { organ: _, number: __, on: ___, hotline: ____, address: _____, ...sheet } = samplePapers['public-notice']
    const rows = [{ name: '王**', group: '丰收村2组', people: 3, category: '农村低保（补差）', monthly: yuan(540) }]
    const facts = {
      people: [{ name: '王秀兰', minor: false, headOfRow: 0 }],
      identityNumbers: [],
      phones: [phone],
      accounts: [],
      addresses: [],
      schools: [],
      illnesses: [],
      hotlines: sheet.supervisionPhones.map((line) => line.phone),
      officialNames: ['丰收村', '东河村', '柳河镇'],
    }
    const issue = (category: string) =>
      asClerk('2025-03-20', (tx) =>
        issueDocument(tx, {
          kind: 'public-notice',
          household: null,
          area: village.harvest,
          by: 'township',
          subject: 'notice-7',
          noticeFacts: facts,
          data: { ...sheet, rows: rows.map((row) => ({ ...row, category })) },
        }),
      )
    expect(await issue('重病户')).toMatchObject({
      refused: 'notice-leaks',
      field: 'rows.0.category',
      problems: [{ rule: 'illness' }],
    })
    expect(granted(await issue('农村低保'))).toMatchObject({ number: '桃政救公〔2025〕1号', household: null })
    expect(await asClerk('2025-03-20', (tx) => sheetsOf(tx, { subject: 'notice-7' }))).toHaveLength(1)
    expect(
      await at(data.db, clerkOf('990101104'), '2025-03-20', (tx) => sheetsOf(tx, { subject: 'notice-7' })),
    ).toEqual([])
  })

  test('the family sees its letters, not the records about it', async () => {
    const home = await newHousehold()
    const { organ: _, number: __, on: ___, hotline: ____, address: _____, ...record } = samplePapers['appraisal-record']
    await asClerk('2025-03-20', async (tx) => {
      granted(await issueDocument(tx, { kind: 'refusal-letter', household: home, by: 'county', data: letter() }))
      granted(await issueDocument(tx, { kind: 'appraisal-record', household: home, by: 'township', data: record }))
    })
    const citizen: Actor = { id: 'citizen:1', naturalPerson: null, role: 'citizen', area: null, household: home }
    const seen = await at(data.db, citizen, '2025-03-21', (tx) => documentsOf(tx, home, { forFamily: true }))
    expect(seen.map((paper) => paper.kind)).toEqual(['refusal-letter'])
    const neighbour: Actor = { ...citizen, household: home + 1n }
    expect(await at(data.db, neighbour, '2025-03-21', (tx) => documentsOf(tx, home))).toEqual([])
  })

  test('when the family moves its papers go with it', async () => {
    const home = await newHousehold()
    await asClerk('2025-03-20', async (tx) =>
      granted(await issueDocument(tx, { kind: 'refusal-letter', household: home, by: 'county', data: letter() })),
    )
    await at(data.db, county, '2025-03-21', async (tx) =>
      expect(await moveHousehold(tx, { household: home, to: village.willow, reason: '搬家' })).toBeNull(),
    )
    expect(await asClerk('2025-03-22', (tx) => documentsOf(tx, home))).toEqual([])
    expect(await at(data.db, clerkOf('990101104'), '2025-03-22', (tx) => documentsOf(tx, home))).toHaveLength(1)
  })

  test('the remedies of an organ are those of the law', () => {
    expect(remediesOf(organ)).toEqual({
      objection: { to: '安禾县民政局', days: null, phone: '0999-1234567' },
      reconsideration: { body: '安禾县人民政府', days: 60 },
      court: { name: '安禾县人民法院', months: 6 },
    })
  })
})

describe('delivery', () => {
  test('the day on the receipt starts 60 days and six months; it is recorded once and not before the paper', async () => {
    const home = await newHousehold()
    await asClerk('2025-03-24', async (tx) => {
      const paper = granted(
        await issueDocument(tx, {
          kind: 'refusal-letter',
          household: home,
          by: 'county',
          data: { ...letter(), on: '2025-03-20' },
        }),
      )
      const receipt = {
        household: home,
        document: paper.id,
        manner: 'direct' as const,
        on: day('2025-03-21'),
        receivedBy: '王秀兰',
        servers: ['acc-1'],
      }
      expect(await recordDelivery(tx, { ...receipt, on: day('2025-03-19') })).toMatchObject({ refused: 'delivery-day' })
      expect(await recordDelivery(tx, { ...receipt, on: day('2025-03-25') })).toMatchObject({ refused: 'delivery-day' })
      expect(await recordDelivery(tx, { ...receipt, receivedBy: null })).toMatchObject({ refused: 'receiver-needed' })
      expect(await recordDelivery(tx, { ...receipt, manner: 'left' })).toMatchObject({ refused: 'servers-needed' })
      expect(await recordDelivery(tx, { ...receipt, manner: 'left', servers: ['a', 'b'], note: '拒签' })).toMatchObject(
        { refused: 'witness-needed' },
      )
      expect(await recordDelivery(tx, { ...receipt, manner: 'post' })).toMatchObject({ refused: 'reference-needed' })
      const delivered = granted(await recordDelivery(tx, receipt))
      expect(delivered).toMatchObject({ reconsiderUntil: '2025-05-20', sueUntil: '2025-09-22' }) // 21 September is a Sunday
      expect(await recordDelivery(tx, receipt)).toMatchObject({
        refused: 'already-delivered',
        with: { day: '2025-03-21' },
      })
      expect(await undelivered(tx, home)).toEqual([])
    })
    const told = await data.owner.query(
      "select payload from outbox where kind = 'office.delivered' and household_id = $1",
      [home],
    )
    expect(told.rows[0].payload).toMatchObject({ kind: 'refusal-letter', on: '2025-03-21', until: '2025-05-20' })
  })
})

describe('messages', () => {
  const values = { number: '482913', due: '4月17日', phone: '0999-1234567' }
  const noon = <Result>(on: string, work: Parameters<typeof at<Result>>[3]) => asClerk(on, work)

  test('a message goes to the household’s telephone, once, and the inbox shows it', async () => {
    const home = await newHousehold()
    await noon('2025-03-20', async (tx) => {
      const message = granted(await sendMessage(tx, { household: home, key: 'received:1', kind: 'received', values }))
      expect(granted(await sendMessage(tx, { household: home, key: 'received:1', kind: 'received', values })).id).toBe(
        message.id,
      )
      expect(message).toMatchObject({ state: 'waiting', tail: '0001' })
    })
    // Whatever the hour of this test: by noon of the next day it has gone.
    await at(data.db, systemActor('job:test'), '2025-03-22', async (tx) => {
      expect(await sendDueMessages(tx, simulatedGateway)).toBeGreaterThanOrEqual(1)
      expect(await sendDueMessages(tx, simulatedGateway)).toBe(0)
      expect((await inboxOf(tx, phone)).filter((sms) => sms.text.includes('482913'))).toHaveLength(1)
      expect((await messagesOf(tx, home))[0]).toMatchObject({ state: 'sent' })
    })
    const stored = await data.owner.query('select phone_sealed from message where household_id = $1', [home])
    expect(stored.rows[0].phone_sealed).not.toContain(phone)
  })

  test('at night it waits for eight in the morning', async () => {
    const home = await newHousehold()
    const { rows } = await data.owner.query<{ not_before: string }>(
      "select ((date '2025-03-21' + time '08:00') at time zone 'Asia/Shanghai') as not_before",
    )
    await noon('2025-03-20', async (tx) =>
      granted(await sendMessage(tx, { household: home, key: 'n', kind: 'received', values })),
    )
    await data.owner.query('update message set not_before = $1 where household_id = $2', [rows[0]!.not_before, home])
    const [message] = await noon('2025-03-20', (tx) => messagesOf(tx, home))
    await at(data.db, systemActor('job:test'), '2025-03-20', async (tx) =>
      expect(await deliverMessage(tx, { household: home, id: message!.id }, simulatedGateway)).toBe('waiting'),
    )
    await at(data.db, systemActor('job:test'), '2025-03-22', async (tx) =>
      expect(await deliverMessage(tx, { household: home, id: message!.id }, simulatedGateway)).toBe('sent'),
    )
  })

  test('a refusal is held: a person phones first, then lets it go', async () => {
    const home = await newHousehold()
    await noon('2025-03-20', async (tx) => {
      const held = granted(
        await sendMessage(tx, { household: home, key: 'r', kind: 'refused', values: { phone: '12345' } }),
      )
      expect(held).toMatchObject({ state: 'held', heldWhy: 'explain-first', notBefore: null })
      expect(await deliverMessage(tx, { household: home, id: held.id }, simulatedGateway)).toBe('held')
      expect(await taskByKey(tx, home, `message:${held.id}`)).toMatchObject({
        kind: 'explain-by-phone',
        role: 'township-clerk',
      })
      const free = granted(await releaseMessage(tx, { household: home, id: held.id, spoken: 'phoned' }))
      expect(free).toMatchObject({ state: 'waiting', released: { by: clerk.id } })
      expect((await taskByKey(tx, home, `message:${held.id}`))?.outcome).toBe('phoned')
      expect(await releaseMessage(tx, { household: home, id: held.id, spoken: 'phoned' })).toMatchObject({
        refused: 'message-not-held',
      })
    })
  })

  test('no telephone, or no wish for messages: a slip to print, and a task for the aide', async () => {
    for (const home of [await newHousehold(false), await newHousehold()]) {
      await noon('2025-03-20', async (tx) => {
        const [member] = await tx
          .selectFrom('membership')
          .select('person_id')
          .where('household_id', '=', home)
          .execute()
        granted(
          await recordConsent(tx, {
            household: home,
            person: member!.person_id,
            kind: 'messages',
            given: false,
            how: 'paper',
          }),
        )
        const message = granted(await sendMessage(tx, { household: home, key: 's', kind: 'received', values }))
        expect(message).toMatchObject({ state: 'to-print', tail: null })
        expect(await taskByKey(tx, home, `message:${message.id}`)).toMatchObject({ kind: 'print-slip', role: 'aide' })
      })
    }
  })

  test('a gateway that refuses is asked again later, five times, then it becomes a slip; a dropped message never goes', async () => {
    const home = await newHousehold()
    const broken: MessageGateway = { name: 'broken', send: () => Promise.reject(new Error('502')) }
    const message = await noon('2025-03-20', async (tx) =>
      granted(await sendMessage(tx, { household: home, key: 'b', kind: 'received', values })),
    )
    const states: unknown[] = []
    for (let i = 0; i < 6; i++)
      states.push(
        await at(data.db, systemActor('job:test'), '2025-03-22', (tx) =>
          deliverMessage(tx, { household: home, id: message.id }, broken),
        ),
      )
    expect(states).toEqual(['waiting', 'waiting', 'waiting', 'waiting', 'failed', 'failed'])
    await noon('2025-03-22', async (tx) => {
      expect(await taskByKey(tx, home, `message:${message.id}`)).toMatchObject({ kind: 'print-slip' })
      const other = granted(await sendMessage(tx, { household: home, key: 'c', kind: 'received', values }))
      granted(await dropMessage(tx, { household: home, id: other.id, why: 'withdrawn' }))
      expect(await deliverMessage(tx, { household: home, id: other.id }, simulatedGateway)).toBe('dropped')
    })
  })
})

describe('attachments', () => {
  const photo = (text: string, rotate = false) =>
    sharp({ create: { width: 300, height: 200, channels: 3, background: text } })
      .withExif({ IFD0: { Make: 'SecretCamera', ImageDescription: '王秀兰家' }, IFD3: { GPSLatitude: '31/1 0/1 0/1' } })
      .withMetadata(rotate ? { orientation: 6 } : {})
      .jpeg()
      .toBuffer()

  test('a photograph loses camera, place and words, stands upright, and is kept encrypted', async () => {
    const home = await newHousehold()
    const raw = await photo('#336699', true)
    expect((await sharp(raw).metadata()).orientation).toBe(6)
    const kept = await asClerk('2025-03-20', async (tx) =>
      granted(await attachFile(tx, { household: home, kind: 'medical-bill', bytes: raw })),
    )
    expect(kept).toMatchObject({ contentType: 'image/jpeg', page: 1, width: 200, height: 300 })
    const file = await asClerk('2025-03-20', async (tx) =>
      granted(await readFile(tx, { household: home, id: kept.id })),
    )
    const meta = await sharp(file.bytes).metadata()
    expect(meta.exif).toBeUndefined()
    expect(meta.orientation).toBeUndefined()
    expect(file.bytes.includes(Buffer.from('SecretCamera'))).toBe(false)
    expect(file.fileName).toBe('medical-bill-1.jpg')
    const reads = await data.owner.query(
      "select count(*)::int as n from audit_entry where action = 'office.read-file' and subject = $1",
      [kept.id],
    )
    expect(reads.rows[0].n).toBe(1)
  })

  test('the neighbour’s clerk and another family get the same answer as for a page that never was', async () => {
    const home = await newHousehold()
    const kept = await asClerk('2025-03-20', async (tx) =>
      granted(await attachFile(tx, { household: home, kind: 'other', bytes: await photo('#111111') })),
    )
    const absent = { refused: 'no-such-attachment' }
    expect(
      await at(data.db, clerkOf('990101104'), '2025-03-20', (tx) => readFile(tx, { household: home, id: kept.id })),
    ).toEqual(absent)
    const stranger: Actor = { id: 'citizen:9', naturalPerson: null, role: 'citizen', area: null, household: home + 1n }
    expect(await at(data.db, stranger, '2025-03-20', (tx) => readFile(tx, { household: home, id: kept.id }))).toEqual(
      absent,
    )
    const own: Actor = { ...stranger, household: home }
    expect(
      isRefusal(await at(data.db, own, '2025-03-20', (tx) => readFile(tx, { household: home, id: kept.id }))),
    ).toBe(false)
  })

  test('pages come later, change places, and are taken away with a reason; the same picture is kept once', async () => {
    const home = await newHousehold()
    await asClerk('2025-03-20', async (tx) => {
      const colours = ['#100000', '#200000', '#300000']
      const ids: string[] = []
      for (const colour of colours)
        ids.push(
          granted(await attachFile(tx, { household: home, kind: 'household-register', bytes: await photo(colour) })).id,
        )
      expect(
        granted(await attachFile(tx, { household: home, kind: 'household-register', bytes: await photo(colours[0]!) }))
          .id,
      ).toBe(ids[0])
      const ordered = granted(
        await orderPages(tx, { household: home, caseId: null, kind: 'household-register', order: [ids[2]!, ids[0]!] }),
      )
      expect(ordered.map((page) => page.id)).toEqual([ids[2], ids[0], ids[1]])
      expect(await removeAttachment(tx, { household: home, id: ids[1]!, why: '' })).toMatchObject({
        refused: 'reason-needed',
      })
      expect(await removeAttachment(tx, { household: home, id: ids[1]!, why: '拍糊了' })).toBeNull()
      expect((await attachmentsOf(tx, home)).map((page) => page.id)).toEqual([ids[2], ids[0]])
      expect(await readFile(tx, { household: home, id: ids[1]! })).toMatchObject({ refused: 'no-such-attachment' })
      expect((await attachmentsOf(tx, home, { removed: true })).find((page) => page.id === ids[1])?.removed).toEqual({
        on: '2025-03-20',
        why: '拍糊了',
      })
    })
  })

  test('what only pretends to be a picture or a quiet scan is refused with what to do', async () => {
    const home = await newHousehold()
    const pdf = (body: string) => Buffer.from(`%PDF-1.4\n${body}\n%%EOF\n`)
    const attempts: [Buffer, string][] = [
      [Buffer.alloc(0), 'file-empty'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'file-kind'],
      [Buffer.from('MZ this is a program, not a picture'), 'file-kind'],
      [Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic0000mif1')]), 'file-kind'],
      [Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200)]), 'file-broken'],
      [(await photo('#123456')).subarray(0, 500), 'file-broken'],
      [
        await sharp({ create: { width: 30, height: 30, channels: 3, background: '#fff' } })
          .png()
          .toBuffer(),
        'picture-too-small',
      ],
      [pdf('1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>'), 'pdf-active'],
      [pdf('1 0 obj << /Open#41ction 2 0 R >>'), 'pdf-active'],
      [pdf('trailer << /Encrypt 3 0 R >>'), 'pdf-active'],
      [Buffer.from('%PDF-1.4 cut off here'), 'file-broken'],
    ]
    await asClerk('2025-03-20', async (tx) => {
      for (const [bytes, refused] of attempts)
        expect(
          await attachFile(tx, { household: home, kind: 'other', bytes }),
          `${refused} ${bytes.subarray(0, 12).toString('latin1')}`,
        ).toMatchObject({ refused })
      expect(await attachmentsOf(tx, home)).toEqual([])
      expect(
        granted(
          await attachFile(tx, { household: home, kind: 'other', bytes: pdf('1 0 obj << /Type /Catalog >> endobj') }),
        ),
      ).toMatchObject({ contentType: 'application/pdf' })
      expect(await attachFile(tx, { household: home, kind: '王秀兰的户口簿', bytes: pdf('') })).toMatchObject({
        refused: 'attachment-kind',
      })
    })
  })

  test('a picture of a hundred million pixels in a small file is refused without being unpacked', async () => {
    const home = await newHousehold()
    // A tiny picture whose head claims 14,000 × 14,000 pixels.
    const bomb = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    bomb.writeUInt32BE(14_000, 16)
    bomb.writeUInt32BE(14_000, 20)
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29)
    await asClerk('2025-03-20', async (tx) =>
      expect(await attachFile(tx, { household: home, kind: 'other', bytes: bomb })).toMatchObject({
        refused: 'picture-too-large',
      }),
    )
  })
})

/** What the binder wrote on a sheet: its text is the last thing drawn there. */
function runningNumber(page: PDFPage): string | null {
  const contents = page.node.Contents()
  const drawn = contents instanceof PDFArray ? contents.lookup(contents.size() - 1) : contents
  const text = drawn instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(drawn).decode()).toString('latin1') : ''
  const hex = /<([0-9A-F]+)> Tj/.exec(text)?.[1]
  return hex && hex.length < 24 ? Buffer.from(hex, 'hex').toString('latin1') : null
}

test('a case is bound as one PDF: index, papers and pages in the order they came, each with its running number', async () => {
  const home = await newHousehold()
  const caseId = '01975cf0-0000-7000-8000-0000000000aa'
  const cover = {
    household: home,
    caseId,
    dossier: '990101-农低-2025-0123',
    headOfHousehold: '王秀兰',
    programme: '最低生活保障',
    keeper: '周敏',
    closedOn: null,
  }
  const photo = sharp({ create: { width: 900, height: 600, channels: 3, background: '#fff' } })
  const scan = await PDFDocument.create()
  scan.addPage([400, 600]).setRotation(degrees(90))
  scan.addPage([400, 600])
  const foreign = Buffer.from(await scan.save())
  const unreadable = Buffer.from('%PDF-1.4\nnobody reads this\n%%EOF')

  expect(await asClerk('2025-03-04', (tx) => bindDossier(tx, cover))).toMatchObject({ refused: 'nothing-to-bind' })
  await asClerk('2025-03-05', async (tx) => {
    granted(
      await issueDocument(tx, {
        kind: 'acceptance-notice',
        household: home,
        caseId,
        by: 'township',
        data: acceptance(),
      }),
    )
  })
  const bound = await asClerk('2025-03-20', async (tx) => {
    for (const [kind, bytes] of [
      ['visit-photo', await photo.png().toBuffer()],
      ['lease', foreign],
      ['minutes', unreadable],
    ] as const)
      granted(await attachFile(tx, { household: home, caseId, kind, bytes }))
    granted(await issueDocument(tx, { kind: 'refusal-letter', household: home, caseId, by: 'county', data: letter() }))
    return granted(await bindDossier(tx, cover))
  })

  const file = await PDFDocument.load(bound.bytes)
  expect([file.getPageCount(), bound.pages]).toEqual([9, 9])
  expect(file.getPages().map(runningNumber)).toEqual([null, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => n && `${n} / 8`))
  expect(file.getPages().map((page) => page.getRotation().angle)).toContain(90)
  expect(bound.index.map((item) => [item.title, item.fromPage, item.toPage, item.remark])).toEqual([
    ['社会救助申请受理通知书', 1, 2, null],
    ['不予确认同意告知书', 3, 5, null],
    ['会议纪要', null, null, '未装订，另附'],
    ['入户照片', 6, 6, null],
    ['租约或产权', 7, 8, null],
  ])
  expect(bound.fileName).toBe('卷宗-990101-农低-2025-0123.pdf')
  const { rows } = await data.owner.query(`select detail from audit_entry where action = 'office.bind-dossier'`)
  expect(rows).toEqual([{ detail: { papers: 5, pages: 8 } }])
})

test('nobody outside a scope sees anything of the office', async () => {
  for (const table of ['document', 'sheet', 'delivery', 'task', 'clock', 'clock_pause', 'message', 'attachment']) {
    const { rows } = await data.pool.query(`select count(*)::int as n from ${table}`)
    expect(rows[0].n, table).toBe(0)
  }
  const all = await withScope(data.db, { actor: systemActor('job:test') }, (tx) =>
    tx.selectFrom('document').select('document_id').execute(),
  )
  expect(all.length).toBeGreaterThan(0)
})
