import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AreaCode, type Day, isRefusal } from '../foundation/index.ts'
import { addSupporter, factsOf, timelineOf } from '../household/index.ts'
import { at, clerkOf, countyActor, granted, inventedNumber, openTestHouse } from '../household/testkit/index.ts'
import { documentContent, setOrgan } from '../office/index.ts'
import { house, openPool, startWorker } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import {
  type Authorise,
  authorisationsOf,
  authorise,
  enquiriesOf,
  exchange,
  printReport,
  receiveReply,
  reportFor,
  reportsOf,
  requestVerification,
  useConnections,
  verificationErrands,
  verificationJobs,
  withdraw,
} from './index.ts'
import { type Agencies, connectionsTo, type Family, family, person, signed, startAgencies } from './testkit/index.ts'

let data: FreshDatabase
let agencies: Agencies
const clerk = clerkOf('990101103')
const verifier = countyActor('county-verifier')
const today = '2025-03-03' as Day

beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  agencies = await startAgencies()
})
afterAll(async () => {
  await agencies.close()
  await data.close()
})

const liHome = (sequence: number): Promise<Family> =>
  at(data.db, clerk, today, (tx) =>
    family(tx, [
      { name: '李长根', birth: '1950-02-02', sequence },
      { name: '李小花', birth: '2014-06-01', sequence: sequence + 1, relation: 'grandchild' },
    ]),
  )

async function paper(it: Family, more: Partial<Authorise> = {}): Promise<Authorise> {
  const { id: fileId, digest } = await house().files.put(Buffer.from('a signature'))
  return {
    household: it.household,
    subject: person(it.people[0]!.person),
    programmes: ['dibao'],
    purposes: ['application'],
    sources: ['bank'],
    signedOn: today,
    until: '2025-09-02' as Day,
    signer: { kind: 'self' },
    how: 'paper',
    scan: { fileId, digest, type: 'application/pdf' },
    ...more,
  }
}

test('a paper that is not complete is refused by name of what is missing, and nothing is written', async () => {
  const it = await liHome(301)
  const [grandfather, child] = it.people
  const refused = async (more: Partial<Authorise>) => {
    const input = await paper(it, more)
    return at(data.db, clerk, today, async (tx) => {
      const answer = await authorise(tx, input)
      return isRefusal(answer) ? `${answer.refused} ${answer.field}` : 'granted'
    })
  }
  expect(await refused({ subject: person(child!.person) })).toBe('guardian-needed signer')
  expect(await refused({ subject: person(grandfather!.person + 99n) })).toBe('not-in-household subject')
  expect(await refused({ sources: [] })).toBe('authorisation-scope sources')
  expect(await refused({ sources: ['bank', 'bank'] })).toBe('authorisation-scope sources')
  expect(await refused({ purposes: ['curiosity' as never] })).toBe('authorisation-scope purposes')
  expect(await refused({ how: 'fingerprint' })).toBe('witness-needed witness')
  expect(await refused({ until: '2025-03-02' as Day })).toBe('authorisation-days until')
  expect(await refused({ until: '2027-03-04' as Day })).toBe('authorisation-too-long until')
  expect(await refused({ signedOn: '2025-03-04' as Day })).toBe('day-in-future signedOn')
  expect(await refused({ signer: { kind: 'guardian', name: '', relation: '子' } })).toBe('guardian-name signer')
  expect(await refused({ scan: { fileId: 'k1-0', digest: 'x', type: 'image/png' } })).toBe('scan-missing scan')
  await at(data.db, clerk, today, async (tx) => expect(await authorisationsOf(tx, it.household)).toEqual([]))
})

test('grandfather signs with his fingerprint before a witness and for the child as guardian; then the child may be asked about', async () => {
  const it = await liHome(311)
  useConnections(connectionsTo(agencies, { hub: ['bank'] }))
  const his = await paper(it, { how: 'fingerprint', witness: '村委会张主任' })
  const hers = await paper(it, {
    subject: person(it.people[1]!.person),
    signer: { kind: 'guardian', name: '李长根', relation: '祖父' },
  })
  await at(data.db, clerk, today, async (tx) => {
    expect(granted(await authorise(tx, his)).number).toMatch(/^SQ9901012025\d{6}$/)
    granted(await authorise(tx, hers))
    const asked = granted(
      await requestVerification(tx, { household: it.household, programme: 'dibao', purpose: 'application' }),
    )
    expect([asked.waiting, asked.notAsked]).toEqual([2, []])
    const story = await timelineOf(tx, it.household, { kinds: ['verification'] })
    expect(story.map((event) => event.text)).toContain('verification:timeline.authorised')
  })
})

test('withdrawn twice is withdrawn once, and a reason is kept', async () => {
  const it = await liHome(321)
  const { authorisation } = await at(data.db, clerk, today, (tx) =>
    signed(tx, it.household, person(it.people[0]!.person)),
  )
  await at(data.db, clerk, today, async (tx) => {
    const input = { household: it.household, authorisation }
    expect(await withdraw(tx, { ...input, why: ' ' })).toMatchObject({ refused: 'reason-needed' })
    expect(await withdraw(tx, { ...input, why: '本人撤回' })).toBeNull()
    expect(await withdraw(tx, { ...input, why: '再撤' })).toMatchObject({ refused: 'already-withdrawn' })
    expect(await authorisationsOf(tx, it.household)).toMatchObject([{ withdrawnOn: today, withdrawnWhy: '本人撤回' }])
  })
})

test('the son who lives in the city signs for himself: his income becomes known to the rule and to the verifier, not to the file’s other readers', async () => {
  const it = await liHome(331)
  useConnections(connectionsTo(agencies, { hub: ['tax', 'social-insurance'] }))
  const number = inventedNumber('1979-09-09', 339)
  await agencies.plant(number, {
    name: '李志强',
    wagesTwelveMonths: '66000.00',
    businessIncomeTwelveMonths: null,
    employedInsured: true,
  })
  await agencies.behave('hub', { daysLate: 1 })
  const supporter = await at(data.db, clerk, today, async (tx) => {
    const id = granted(
      await addSupporter(tx, { household: it.household, name: '李志强', relation: 'child', number, since: today }),
    )
    await signed(tx, it.household, { kind: 'supporter', id })
    await signed(tx, it.household, person(it.people[0]!.person))
    granted(await requestVerification(tx, { household: it.household, programme: 'dibao', purpose: 'application' }))
    return id
  })
  await exchange(data.db, today)
  await exchange(data.db, '2025-03-05' as Day)
  await at(data.db, verifier, '2025-03-05', async (tx) => {
    const [income] = await factsOf(tx, it.household, { names: ['supporterOwnIncome'] })
    expect(income).toMatchObject({
      subject: { kind: 'supporter', id: supporter },
      source: 'matched',
      value: 6_600_000n,
    })
    const seen = async (viewer: { as: 'verifier' } | { as: 'officer' }) => {
      const shown = granted(await reportFor(tx, { household: it.household, viewer }))
      return shown.content.lines.filter((line) => line.who.startsWith('supporter/')).map((line) => line.value)
    }
    expect(await seen({ as: 'verifier' })).toContain('6600000')
    expect(new Set(await seen({ as: 'officer' }))).toEqual(new Set([null]))
  })
})

test('two ways bring the same report in the same second: one counts, the other is put aside, nobody is turned away with an error', async () => {
  const it = await liHome(341)
  useConnections(connectionsTo(agencies, { hub: ['bank', 'tax', 'vehicles'] }))
  await agencies.behave('hub', { daysLate: 1 })
  await at(data.db, clerk, today, async (tx) => {
    await signed(tx, it.household, person(it.people[0]!.person))
    granted(await requestVerification(tx, { household: it.household, programme: 'dibao', purpose: 'application' }))
  })
  await exchange(data.db, today)
  const { rows } = await data.owner.query('select batch_id, ref from batch_household where household_id = $1', [
    it.household,
  ])
  const files = await Promise.all(
    ['json', 'csv'].map(async (format) => {
      const { url } = agencies.process().announcement
      const response = await fetch(`${url}/hub/batches/${rows[0].batch_id}/reports/${rows[0].ref}?format=${format}`, {
        headers: { authorization: 'Bearer county', 'x-demo-day': '2025-03-05' },
      })
      return Buffer.from(await response.arrayBuffer())
    }),
  )
  const verdicts = await Promise.all(
    files.map((bytes) =>
      at(data.db, verifier, '2025-03-05', async (tx) => {
        const received = await receiveReply(tx, { connection: 'province-hub', bytes, carried: 'by-hand' })
        return isRefusal(received) ? received.refused : received.verdict
      }),
    ),
  )
  expect(verdicts.sort()).toEqual(['accepted', 'quarantined'])
  expect(await at(data.db, verifier, '2025-03-05', (tx) => reportsOf(tx, it.household))).toHaveLength(1)
})

test('the report goes on paper in words: whose, what, as of when, against which line, and that it is not a decision', async () => {
  const it = await liHome(361)
  useConnections(connectionsTo(agencies, { hub: ['bank', 'vehicles', 'death-register'] }))
  await agencies.plant(it.people[0]!.number, {
    name: '李长根',
    accounts: [{ bank: '演示农商银行', lastFour: '7788', balance: '1234.50' }],
    vehicles: [],
  })
  await agencies.behave('hub', { daysLate: 1 })
  await at(data.db, clerk, today, async (tx) => {
    await signed(tx, it.household, person(it.people[0]!.person))
    granted(await requestVerification(tx, { household: it.household, programme: 'dibao', purpose: 'application' }))
  })
  await exchange(data.db, today)
  await exchange(data.db, '2025-03-05' as Day)
  await at(data.db, verifier, '2025-03-05', async (tx) => {
    await setOrgan(tx, {
      area: '990101' as AreaCode,
      name: '安禾县民政局',
      prefix: '安民社救',
      hotline: '0990-1230000',
      supervisionPhone: '0990-1230001',
      address: null,
      reconsiderationBody: '安禾县人民政府',
      court: '安禾县人民法院',
      since: '2025-01-01' as Day,
    })
    const [report] = await reportsOf(tx, it.household)
    const paper = granted(
      await printReport(tx, { household: it.household, report: report!.id, preparedBy: '核对员甲', checkedBy: null }),
    )
    const content = await documentContent<'verification-report'>(tx, { household: it.household, id: paper.id })
    const bank = content!.data.items.filter((item) => item.item === '存款')
    expect(bank).toEqual([
      {
        who: '全家',
        item: '存款',
        value: '1,234.50元',
        asOf: '2025-03-03',
        source: '银行存款',
        threshold: '24,960元(安禾县最低生活保障实施细则(虚构) 第七条)',
        conclusion: '不超过本项救助的限额',
      },
      expect.objectContaining({ who: '李长根', value: '1,234.50元', threshold: null, conclusion: '见全家合计' }),
    ])
    expect(content!.data.items.find((item) => item.source === '殡葬登记')).toMatchObject({ value: '查无记录' })
    expect(content!.data.unknowable).toContain('现金')
    expect(JSON.stringify(content!.paper)).not.toContain('7788')
  })
})

test('the worker asks a direct source by itself as soon as the round is committed', async () => {
  const it = await liHome(351)
  useConnections(connectionsTo(agencies, { http: ['bank'] }))
  const queue = openPool(data.queueUrl, { max: 3 })
  const runner = await startWorker(
    queue,
    data.db,
    { jobs: verificationJobs, errands: verificationErrands, events: {} },
    { concurrency: 2 },
  )
  try {
    const request = await at(data.db, clerk, await realToday(), async (tx) => {
      const input = await paper(it, { signedOn: (await realToday()) as Day, until: (await realToday()) as Day })
      granted(await authorise(tx, input))
      return granted(
        await requestVerification(tx, { household: it.household, programme: 'dibao', purpose: 'application' }),
      ).request
    })
    const state = async () =>
      (await at(data.db, verifier, await realToday(), (tx) => enquiriesOf(tx, it.household, request))).find(
        (one) => one.state !== 'not-asked',
      )!.state
    await expect.poll(state, { timeout: 15_000, interval: 200 }).toBe('answered')
  } finally {
    await runner.stop()
    await queue.end()
  }
})

const realToday = async (): Promise<string> =>
  (await data.owner.query("select ((now() at time zone 'Asia/Shanghai')::date)::text as d")).rows[0].d
