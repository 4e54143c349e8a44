import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Day, day, yuan } from '../foundation/index.ts'
import { factsOf, factTable, recordFact } from '../household/index.ts'
import { at, clerkOf, countyActor, granted, openTestHouse } from '../household/testkit/index.ts'
import { house, systemActor } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { makeBatches } from './daily.ts'
import {
  batchesIn,
  enquiriesOf,
  exchange,
  findingsOf,
  missingAuthorisations,
  passDay,
  quarantinedIn,
  rebuttalsOf,
  receiveReply,
  reportFor,
  reportsOf,
  requestVerification,
  useConnections,
  withdraw,
} from './index.ts'
import { sendBatch } from './send-batch.ts'
import { type Agencies, connectionsTo, county, family, person, signed, startAgencies } from './testkit/index.ts'
import { sources } from './words.ts'

let data: FreshDatabase
let agencies: Agencies
const clerk = clerkOf('990101103')
const verifier = countyActor('county-verifier')

beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  agencies = await startAgencies()
  useConnections(connectionsTo(agencies, { hub: sources }))
})
afterEach(() => agencies.behave('hub', null))
afterAll(async () => {
  await agencies.close()
  await data.close()
})

/** The hourly job, on that business day. */
const on = (today: string, work: (db: typeof data.db, today: Day) => Promise<unknown>) => work(data.db, day(today))

test('the Wang family: mother signs, son does not; the hub is asked about her alone and reports three days later', async () => {
  const { household, people } = await at(data.db, clerk, '2025-03-03', (tx) =>
    family(tx, [
      { name: '王秀英', birth: '1968-04-02', sequence: 21 },
      { name: '王建国', birth: '1996-07-15', sequence: 22 },
      { name: '王小宝', birth: '2017-01-09', sequence: 23, relation: 'grandchild' },
    ]),
  )
  const [mother, son] = people
  await agencies.plant(mother!.number, {
    name: '王秀英',
    accounts: [{ bank: '演示农商银行', lastFour: '0011', balance: '18000.00' }],
    vehicles: [],
    homes: [],
    wagesTwelveMonths: null,
    businessIncomeTwelveMonths: null,
    businesses: [],
  })
  const asked = await at(data.db, clerk, '2025-03-03', async (tx) => {
    expect(await requestVerification(tx, { household, programme: 'dibao', purpose: 'application' })).toMatchObject({
      refused: 'nobody-authorised',
    })
    await signed(tx, household, person(mother!.person))
    const missing = await missingAuthorisations(tx, household, { programme: 'dibao', purpose: 'application' })
    expect(missing.map((one) => one.party.name)).toEqual(['王建国'])
    await recordFact(tx, {
      household,
      source: 'declared',
      subject: { kind: 'household' },
      name: 'deposits',
      value: yuan(2000),
      validFrom: day('2025-03-03'),
    })
    return granted(await requestVerification(tx, { household, programme: 'dibao', purpose: 'application' }))
  })
  expect(asked.waiting).toBe(8)
  expect(new Set(asked.notAsked.map((line) => line.why))).toEqual(new Set(['no-authorisation', 'child']))

  await agencies.behave('hub', { daysLate: 3 })
  await on('2025-03-03', exchange)
  const numbers = new Set((await agencies.asked()).map((one) => one.number))
  expect(numbers).toEqual(new Set([mother!.number]))

  await on('2025-03-05', exchange)
  expect(await at(data.db, verifier, '2025-03-05', (tx) => reportsOf(tx, household))).toEqual([])
  await on('2025-03-06', exchange)

  await at(data.db, verifier, '2025-03-06', async (tx) => {
    const [report] = await reportsOf(tx, household)
    expect(report).toMatchObject({ version: 1, programme: 'dibao', issuedOn: '2025-03-06' })
    const line = (who: string, source: string) =>
      report!.content.lines.find((one) => one.who === who && one.source === source)
    expect(line(`person/${mother!.person}`, 'bank')).toMatchObject({
      item: 'deposit',
      state: 'found',
      value: String(yuan(18_000)),
      conclusion: 'see-total',
    })
    expect(line(`person/${mother!.person}`, 'vehicles')).toMatchObject({ state: 'no-record', conclusion: 'not-known' })
    expect(line(`person/${son!.person}`, 'bank')).toMatchObject({ state: 'not-asked', why: 'no-authorisation' })
    // The son's account is missing: what is there is shown, and nothing is concluded from it.
    expect(line('household', 'bank')).toMatchObject({
      value: String(yuan(18_000)),
      why: 'incomplete',
      conclusion: 'not-known',
    })
    expect(await factsOf(tx, household, { sources: ['matched'], names: ['deposits'] })).toEqual([])
    expect(await factsOf(tx, household, { sources: ['matched'], names: ['wageIncome'] })).toMatchObject([
      { value: null, sourceName: '省核对平台·税务' },
    ])
    expect(await rebuttalsOf(tx, household)).toEqual([])
  })
})

test('what two adults have in the bank is added up, compared with this programme’s limit, and put to the family before anybody decides', async () => {
  const { household, people } = await at(data.db, clerk, '2025-03-10', (tx) =>
    family(tx, [
      { name: '赵大海', birth: '1975-02-03', sequence: 31 },
      { name: '钱小兰', birth: '1978-11-23', sequence: 32, relation: 'spouse' },
    ]),
  )
  for (const [i, one] of people.entries())
    await agencies.plant(one.number, {
      name: one.name,
      accounts: [{ bank: '演示农商银行', lastFour: `002${i}`, balance: '15000.00' }],
      vehicles: [],
    })
  await at(data.db, clerk, '2025-03-10', async (tx) => {
    for (const one of people) await signed(tx, household, person(one.person))
    await recordFact(tx, {
      household,
      source: 'declared',
      subject: { kind: 'household' },
      name: 'deposits',
      value: yuan(5000),
      validFrom: day('2025-03-10'),
    })
    granted(await requestVerification(tx, { household, programme: 'dibao', purpose: 'application' }))
  })
  await agencies.behave('hub', { daysLate: 2 })
  await on('2025-03-10', exchange)
  await on('2025-03-12', exchange)
  await at(data.db, verifier, '2025-03-12', async (tx) => {
    const [matched] = await factsOf(tx, household, { sources: ['matched'], names: ['deposits'] })
    expect(matched).toMatchObject({ value: yuan(30_000), sourceName: '省核对平台·银行存款', asOf: '2025-03-11' })
    const total = (await reportsOf(tx, household))[0]!.content.lines.find((line) => line.item === 'deposit')
    // 24 months of 520 yuan (rural, 6240 a year) for two people: 24,960 yuan.
    expect(total).toMatchObject({
      who: 'household',
      item: 'deposit',
      value: String(yuan(30_000)),
      threshold: { limit: String(yuan(24_960)), parameter: 'financialAssetMonths' },
      conclusion: 'above',
    })
    const [rebuttal] = await rebuttalsOf(tx, household)
    expect(rebuttal).toMatchObject({
      fact: 'deposits',
      kind: 'higher',
      declared: yuan(5000),
      matched: yuan(30_000),
      state: 'open',
    })
    expect(rebuttal!.answerBy > '2025-03-20').toBe(true)
    const row = (await factTable(tx, household, day('2025-03-12'))).find((one) => one.name === 'deposits')
    expect(row).toMatchObject({ differs: true, open: true })
    expect(row!.values.adopted).toBeUndefined()
  })
})

test('she withdraws after the list was made and before it left: the whole list is void and nothing about her leaves', async () => {
  const { household, people } = await at(data.db, clerk, '2025-04-01', (tx) =>
    family(tx, [
      { name: '孙玉梅', birth: '1960-03-03', sequence: 41 },
      { name: '孙志强', birth: '1988-12-12', sequence: 42 },
    ]),
  )
  const [mother, son] = people
  const paper = await at(data.db, clerk, '2025-04-01', async (tx) => {
    const hers = await signed(tx, household, person(mother!.person))
    await signed(tx, household, person(son!.person))
    granted(await requestVerification(tx, { household, programme: 'dibao', purpose: 'application' }))
    return hers
  })
  await at(data.db, systemActor('test'), '2025-04-01', makeBatches)
  const [batch] = await at(data.db, verifier, '2025-04-01', (tx) => batchesIn(tx, county, { states: ['made'] }))
  await at(data.db, clerk, '2025-04-01', (tx) =>
    withdraw(tx, { household, authorisation: paper.authorisation, why: '不想查了' }),
  )
  await on('2025-04-01', (db, today) => sendBatch(db, batch!.id, today))
  expect(await at(data.db, verifier, '2025-04-01', (tx) => batchesIn(tx, county, { states: ['void'] }))).toMatchObject([
    { id: batch!.id, voidWhy: 'authorisation-lapsed' },
  ])
  await on('2025-04-01', exchange)
  const about = (await agencies.asked()).map((one) => one.number)
  expect(about).toContain(son!.number)
  expect(about).not.toContain(mother!.number)
  await at(data.db, verifier, '2025-04-01', async (tx) => {
    const { rows } = await data.owner.query('select request_id from verification_request where household_id = $1', [
      household,
    ])
    const hers = (await enquiriesOf(tx, household, rows[0].request_id)).filter(
      (one) => one.subject.id === mother!.person,
    )
    expect(new Set(hers.map((one) => `${one.state}/${one.why}`))).toEqual(
      new Set(['not-asked/authorisation-withdrawn']),
    )
  })
})

test('the hub dies while it takes the list: the same bytes go again, and nobody is asked about twice', async () => {
  const { household, people } = await at(data.db, clerk, '2025-04-07', (tx) =>
    family(tx, [{ name: '周长顺', birth: '1955-05-05', sequence: 51 }]),
  )
  await at(data.db, clerk, '2025-04-07', async (tx) => {
    await signed(tx, household, person(people[0]!.person))
    granted(await requestVerification(tx, { household, programme: 'dibao', purpose: 'application' }))
  })
  await agencies.behave('hub', { delayMs: 3000 })
  const sending = on('2025-04-07', exchange)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await agencies.kill()
  await sending
  const [lost] = await at(data.db, verifier, '2025-04-07', (tx) => batchesIn(tx, county, { states: ['sent'] }))
  expect(lost).toMatchObject({ hasReceipt: false, trouble: expect.stringMatching(/unreachable|cut-off/) })

  await agencies.start()
  useConnections(connectionsTo(agencies, { hub: sources }))
  await on('2025-04-07', exchange)
  await on('2025-04-14', exchange)
  const [done] = await at(data.db, verifier, '2025-04-14', (tx) =>
    batchesIn(tx, county, { states: ['finished'], limit: 1 }),
  )
  expect(done).toMatchObject({ id: lost!.id, digest: lost!.digest })
  const bank = (await agencies.asked()).filter((one) => one.number === people[0]!.number && one.source === 'bank')
  expect(bank).toHaveLength(1)
  expect(await at(data.db, verifier, '2025-04-14', (tx) => reportsOf(tx, household))).toHaveLength(1)
})

test('half a file, a forged one, one about somebody else, and the same one twice are put aside, and the file of the household stays as it was', async () => {
  const { household, people } = await at(data.db, clerk, '2025-05-06', (tx) =>
    family(tx, [{ name: '吴桂芳', birth: '1949-10-01', sequence: 61 }]),
  )
  const request = await at(data.db, clerk, '2025-05-06', async (tx) => {
    await signed(tx, household, person(people[0]!.person))
    return granted(await requestVerification(tx, { household, programme: 'dibao', purpose: 'application' })).request
  })
  await agencies.behave('hub', { daysLate: 1 })
  await on('2025-05-06', exchange)
  const why = async () =>
    (await at(data.db, verifier, '2025-05-07', (tx) => quarantinedIn(tx, county))).map((one) => one.why)
  const before = (await why()).length
  for (const trouble of [{ half: true }, { forged: true }, { wrongPerson: true }]) {
    // One answer for the status, the next for the report.
    await agencies.behave('hub', { ...trouble, daysLate: 1 })
    await on('2025-05-07', exchange)
  }
  expect((await why()).slice(0, (await why()).length - before).reverse()).toEqual([
    'half',
    'signature',
    'somebody-else',
  ])
  await at(data.db, verifier, '2025-05-07', async (tx) => {
    expect(await findingsOf(tx, household, request)).toEqual([])
    expect(await factsOf(tx, household, { sources: ['matched'] })).toEqual([])
  })

  await agencies.behave('hub', { daysLate: 1 })
  await on('2025-05-07', exchange)
  const { rows } = await data.owner.query(
    `select file_id from verification_reply where verdict = 'accepted' and household_id = $1`,
    [household],
  )
  const bytes = await house().files.get(rows[0].file_id)
  await at(data.db, verifier, '2025-05-08', async (tx) => {
    expect(await reportsOf(tx, household)).toHaveLength(1)
    const again = await receiveReply(tx, { connection: 'province-hub', bytes, carried: 'by-hand' })
    expect(again).toMatchObject({ verdict: 'quarantined', why: 'twice' })
    expect(await reportsOf(tx, household)).toHaveLength(1)
  })
})

test('an officer carries the report by hand from the hub’s own pages: CSV and JSON say the same and count once', async () => {
  const { household, people } = await at(data.db, clerk, '2025-06-03', (tx) =>
    family(tx, [{ name: '郑永福', birth: '1958-08-18', sequence: 71 }]),
  )
  await at(data.db, clerk, '2025-06-03', async (tx) => {
    await signed(tx, household, person(people[0]!.person))
    granted(await requestVerification(tx, { household, programme: 'dibao', purpose: 'application' }))
  })
  await agencies.behave('hub', { daysLate: 1 })
  await on('2025-06-03', exchange)
  const [batch] = await at(data.db, verifier, '2025-06-03', (tx) =>
    batchesIn(tx, county, { states: ['sent'], limit: 1 }),
  )
  const fetched = async (format: string) => {
    const { url } = agencies.process().announcement
    const response = await fetch(`${url}/hub/batches/${batch!.id}/reports/H0001?format=${format}`, {
      headers: { authorization: 'Bearer county', 'x-demo-day': '2025-06-05' },
    })
    return Buffer.from(await response.arrayBuffer())
  }
  const [json, csv] = [await fetched('json'), await fetched('csv')]
  await at(data.db, verifier, '2025-06-05', async (tx) => {
    const first = await receiveReply(tx, { connection: 'province-hub', bytes: json, carried: 'by-hand' })
    expect(first).toMatchObject({ verdict: 'accepted', silent: [] })
    expect(await receiveReply(tx, { connection: 'province-hub', bytes: csv, carried: 'by-hand' })).toMatchObject({
      verdict: 'quarantined',
      why: 'answered-already',
    })
    expect(await reportsOf(tx, household)).toHaveLength(1)
  })
})

test('an agency that gives the hub no answer is silent, not empty; a late answer makes a second version', async () => {
  const { household, people } = await at(data.db, clerk, '2025-07-01', (tx) =>
    family(tx, [{ name: '冯春生', birth: '1962-09-09', sequence: 81 }]),
  )
  await agencies.plant(people[0]!.number, { name: '冯春生', accounts: [] })
  const request = await at(data.db, clerk, '2025-07-01', async (tx) => {
    await signed(tx, household, person(people[0]!.person))
    return granted(await requestVerification(tx, { household, programme: 'dibao', purpose: 'application' })).request
  })
  await agencies.behave('tax', { noAnswer: true })
  await agencies.behave('hub', { daysLate: 1 })
  await on('2025-07-01', exchange)
  await on('2025-07-02', exchange)
  await agencies.behave('tax', null)
  const states = () =>
    at(data.db, verifier, '2025-07-02', async (tx) =>
      Object.fromEntries((await enquiriesOf(tx, household, request)).map((one) => [one.source, one.result ?? one.why])),
    )
  expect(await states()).toMatchObject({ tax: 'source-silent', bank: 'no-record', 'civil-registry': 'found' })
  const [first] = await at(data.db, verifier, '2025-07-02', (tx) => reportsOf(tx, household))
  expect(first).toMatchObject({ version: 1 })

  const { rows } = await data.owner.query('select batch_id, ref from batch_household where household_id = $1', [
    household,
  ])
  const { url } = agencies.process().announcement
  const late = await fetch(`${url}/hub/batches/${rows[0].batch_id}/reports/${rows[0].ref}?format=json`, {
    headers: { authorization: 'Bearer county', 'x-demo-day': '2025-07-09' },
  })
  const bytes = Buffer.from(await late.arrayBuffer())
  await at(data.db, verifier, '2025-07-09', async (tx) => {
    expect(await receiveReply(tx, { connection: 'province-hub', bytes, carried: 'by-hand' })).toMatchObject({
      verdict: 'accepted',
    })
    const [second] = await reportsOf(tx, household)
    expect(second).toMatchObject({ version: 2, number: first!.number })
    expect(second!.content.lines.find((line) => line.source === 'tax')!.state).not.toBe('no-answer')
    expect((await reportsOf(tx, household))[1]!.contentHash).toBe(first!.contentHash)
  })
})

test('no answer until the last day: the report is made of silence, and the day’s passing is safe to run twice', async () => {
  const { household, people } = await at(data.db, clerk, '2025-08-01', (tx) =>
    family(tx, [{ name: '陈阿婆', birth: '1940-01-01', sequence: 91 }]),
  )
  await at(data.db, clerk, '2025-08-01', async (tx) => {
    await signed(tx, household, person(people[0]!.person))
    granted(await requestVerification(tx, { household, programme: 'dibao', purpose: 'application' }))
  })
  await agencies.behave('hub', { daysLate: 300 })
  await on('2025-08-01', exchange)
  await on('2025-08-20', passDay)
  await on('2025-08-20', passDay)
  const shown = await at(data.db, verifier, '2025-08-20', (tx) =>
    reportFor(tx, { household, viewer: { as: 'verifier' } }),
  )
  const { content, issued, valid } = granted(shown)
  expect([issued?.version, valid]).toEqual([1, true])
  expect(new Set(content.lines.map((line) => line.state))).toEqual(new Set(['no-answer']))
  expect(content.lines.every((line) => line.value === null && line.conclusion === 'not-known')).toBe(true)
})
