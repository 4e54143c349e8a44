import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Day, day, yuan } from '../foundation/index.ts'
import { adoptFact, factsOf, recordFact, timelineOf } from '../household/index.ts'
import { at, clerkOf, countyActor, granted, openTestHouse } from '../household/testkit/index.ts'
import { house } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import {
  answerRebuttal,
  askAgain,
  askDirect,
  enquiriesOf,
  exchange,
  expungeReplies,
  findingsOf,
  lastAnswer,
  openDetail,
  passDay,
  quarantinedIn,
  readFolder,
  rebuttalsOf,
  reportFor,
  reportsOf,
  requestVerification,
  settleByAdoption,
  settleRebuttal,
  sourceRecords,
  useConnections,
  whoLooked,
  withdraw,
} from './index.ts'
import {
  type Agencies,
  connectionsTo,
  county,
  type Family,
  family,
  person,
  signed,
  startAgencies,
} from './testkit/index.ts'
import type { Source } from './words.ts'

let data: FreshDatabase
let agencies: Agencies
const clerk = clerkOf('990101103')
const neighbour = clerkOf('990101104')
const verifier = countyActor('county-verifier')

beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  agencies = await startAgencies()
})
afterAll(async () => {
  await agencies.close()
  await data.close()
})
beforeEach(async () => {
  useConnections(
    connectionsTo(agencies, { http: ['bank', 'vehicles', 'tax', 'death-register'], drop: ['real-estate'] }),
  )
  for (const who of ['bank', 'vehicles', 'tax', 'death-register', 'drop']) await agencies.behave(who, null)
})

async function askAll(request: string, household: bigint, today: string): Promise<void> {
  const enquiries = await at(data.db, verifier, today, (tx) => enquiriesOf(tx, household, request))
  for (const one of enquiries) if (one.connection === 'direct') await askDirect(data.db, household, one.id, day(today))
}

interface Asked extends Family {
  request: string
}

async function asked(
  today: string,
  members: Parameters<typeof family>[1],
  options: { sources: readonly Source[]; declared?: bigint; above?: bigint } = { sources: ['bank'] },
): Promise<Asked> {
  return at(data.db, clerk, today, async (tx) => {
    const made = await family(tx, members)
    for (const one of made.people) await signed(tx, made.household, person(one.person), { until: '2026-03-02' })
    if (options.declared !== undefined)
      granted(
        await recordFact(tx, {
          household: made.household,
          source: 'declared',
          subject: { kind: 'household' },
          name: 'deposits',
          value: options.declared,
          validFrom: today as Day,
        }),
      )
    const { request } = granted(
      await requestVerification(tx, {
        household: made.household,
        programme: 'dibao',
        purpose: 'application',
        sources: options.sources,
        ...(options.above !== undefined && { above: { deposit: options.above } }),
      }),
    )
    return { ...made, request }
  })
}

const look = <Result>(today: string, work: Parameters<typeof at<Result>>[3]) => at(data.db, verifier, today, work)
const answers = (it: Asked, today: string) =>
  look(today, async (tx) =>
    Object.fromEntries(
      (await enquiriesOf(tx, it.household, it.request)).map((one) => [one.source, one.result ?? one.why ?? one.state]),
    ),
  )
const bank = (balance: string) => ({
  accounts: [{ bank: '演示农商银行', lastFour: '0042', balance }],
})

test('found, no record, no answer and not asked are four different lines, and none of them is a zero', async () => {
  const it = await asked('2025-03-03', [{ name: '何翠花', birth: '1970-01-01', sequence: 111 }], {
    sources: ['bank', 'vehicles', 'tax', 'social-insurance'],
  })
  await agencies.plant(it.people[0]!.number, { name: '何翠花', ...bank('320.50'), vehicles: [] })
  await agencies.behave('tax', { status: 503 })
  for (let i = 0; i < 6; i++) await askAll(it.request, it.household, '2025-03-03')
  expect(await answers(it, '2025-03-03')).toEqual({
    bank: 'found',
    vehicles: 'no-record',
    tax: 'tries-used-up',
    'social-insurance': 'no-connection',
  })
  await look('2025-03-03', async (tx) => {
    const shown = granted(await reportFor(tx, { household: it.household, viewer: { as: 'officer' } }))
    const lines = shown.content.lines.filter((line) => line.who !== 'household')
    expect(lines.map((line) => [line.source, line.state, line.value, line.conclusion])).toEqual([
      ['vehicles', 'no-record', null, 'not-known'],
      ['tax', 'no-answer', null, 'not-known'],
      ['social-insurance', 'not-asked', null, 'not-known'],
      ['bank', 'found', '32050', 'see-total'],
    ])
    const facts = await factsOf(tx, it.household, { sources: ['matched'] })
    expect(facts.find((fact) => fact.name === 'vehicles')).toMatchObject({ value: null })
    expect(facts.some((fact) => fact.name === 'wageIncome')).toBe(false)
  })
  const records = await look('2025-03-03', (tx) => sourceRecords(tx, county, day('2025-03-01')))
  expect(records.find((record) => record.source === 'tax')).toMatchObject({ asked: 1, answered: 0, noAnswer: 1 })
})

test('many accounts come page by page and are one sum; which bank is seen only with a reason, and the family sees that somebody looked', async () => {
  const it = await asked('2025-03-03', [{ name: '施大为', birth: '1971-02-02', sequence: 121 }])
  await agencies.plant(it.people[0]!.number, {
    name: '施大为',
    accounts: ['100.00', '200.00', '300.01'].map((balance, i) => ({
      bank: '演示城市银行',
      lastFour: `100${i}`,
      balance,
    })),
  })
  await agencies.behave('bank', { pageSize: 1 })
  await askAll(it.request, it.household, '2025-03-03')
  const { finding } = await look('2025-03-03', async (tx) => {
    const [one] = await findingsOf(tx, it.household, it.request)
    expect(one).toMatchObject({ item: 'deposit', value: '60001', hasDetail: true })
    expect(
      JSON.stringify(await timelineOf(tx, it.household), (_k, v) => (typeof v === 'bigint' ? String(v) : v)),
    ).not.toContain('1001')
    return { finding: one!.id }
  })
  await look('2025-03-04', async (tx) => {
    const opened = granted(await openDetail(tx, { household: it.household, finding, reason: 'rebuttal' }))
    expect(opened.detail).toContain('演示城市银行 尾号1001')
    expect((await whoLooked(tx, it.household)).map((one) => [one.what, one.purpose, one.unit])).toEqual([
      ['detail-opened', 'rebuttal', '安禾县民政局'],
      ['sources-asked', 'application', null],
    ])
  })
})

test('where only "above the limit" matters, no amount is asked for, and none is stored', async () => {
  const [direct, ...rest] = connectionsTo(agencies, { http: ['bank'] })
  useConnections([{ ...direct!, disclosure: 'threshold' } as typeof direct & object, ...rest])
  const it = await asked('2025-03-03', [{ name: '张守财', birth: '1965-06-06', sequence: 131 }], {
    sources: ['bank'],
    above: yuan(12_480),
  })
  await agencies.plant(it.people[0]!.number, { name: '张守财', ...bank('54321.99') })
  await askAll(it.request, it.household, '2025-03-03')
  await look('2025-03-03', async (tx) => {
    const findings = await findingsOf(tx, it.household, it.request)
    expect(findings).toMatchObject([{ item: 'deposit-above', value: 'yes', hasDetail: false }])
    const [report] = await reportsOf(tx, it.household)
    expect(report!.content.lines[0]).toMatchObject({ who: 'household', value: null, conclusion: 'above' })
  })
  const { rows } = await data.owner.query('select file_id from verification_reply where household_id = $1', [
    it.household,
  ])
  const kept = JSON.parse((await house().files.get(rows[0].file_id)).toString())
  expect(Buffer.from(kept.pages[0].body, 'base64').toString()).not.toContain('54321')
})

test('the bank is late, then silent, then down, then answers: each is bounded, told, and tried again', async () => {
  const it = await asked('2025-03-03', [{ name: '孔祥瑞', birth: '1980-07-07', sequence: 141 }])
  await agencies.plant(it.people[0]!.number, { name: '孔祥瑞', ...bank('10.00') })
  const trouble = async () => (await look('2025-03-03', (tx) => enquiriesOf(tx, it.household, it.request)))[0]!
  await agencies.behave('bank', { daysLate: 1 })
  await askAll(it.request, it.household, '2025-03-03')
  expect(await trouble()).toMatchObject({ state: 'asked', trouble: 'not-yet', tries: 1 })
  await agencies.behave('bank', { silentEmpty: true })
  await askAll(it.request, it.household, '2025-03-04')
  expect(await trouble()).toMatchObject({ state: 'asked', trouble: 'silent', tries: 2 })
  await agencies.behave('bank', { wreck: 'close-in-the-middle' })
  await askAll(it.request, it.household, '2025-03-04')
  expect(await trouble()).toMatchObject({ state: 'asked', trouble: 'cut-off', tries: 3 })
  await agencies.behave('bank', { garbage: true })
  await askAll(it.request, it.household, '2025-03-04')
  expect(await trouble()).toMatchObject({ state: 'asked', tries: 4 })
  await agencies.behave('bank', null)
  await askAll(it.request, it.household, '2025-03-04')
  expect(await trouble()).toMatchObject({ state: 'answered', result: 'found', trouble: null })
  // One question at the bank, however often the wire broke.
  expect(
    (await agencies.asked()).filter((one) => one.source === 'bank' && one.number === it.people[0]!.number),
  ).toHaveLength(1)
})

test('the agency is killed while it answers and started again: the enquiry is asked again and answered once', async () => {
  const it = await asked('2025-03-03', [{ name: '曹德林', birth: '1959-08-08', sequence: 151 }])
  await agencies.plant(it.people[0]!.number, { name: '曹德林', ...bank('77.00') })
  await agencies.behave('bank', { delayMs: 5000 })
  const asking = askAll(it.request, it.household, '2025-03-03')
  await expect
    .poll(async () => (await look('2025-03-03', (tx) => enquiriesOf(tx, it.household, it.request)))[0]!.state, {
      timeout: 8000,
    })
    .toBe('asked')
  await agencies.kill()
  await asking
  expect(await answers(it, '2025-03-03')).toEqual({ bank: 'asked' })
  await agencies.start()
  useConnections(connectionsTo(agencies, { http: ['bank'] }))
  await askAll(it.request, it.household, '2025-03-03')
  expect(await answers(it, '2025-03-03')).toEqual({ bank: 'found' })
  expect(await look('2025-03-03', (tx) => findingsOf(tx, it.household, it.request))).toHaveLength(1)
})

test('withdrawn between the request and the asking: no call leaves, and the report says why', async () => {
  const it = await asked('2025-03-03', [{ name: '严守一', birth: '1966-09-09', sequence: 161 }])
  await at(data.db, clerk, '2025-03-04', async (tx) => {
    const { rows } = await data.owner.query(
      'select authorisation_id from verification_authorisation where household_id = $1',
      [it.household],
    )
    await withdraw(tx, { household: it.household, authorisation: rows[0].authorisation_id, why: '本人电话撤回' })
  })
  await askAll(it.request, it.household, '2025-03-04')
  expect(await answers(it, '2025-03-04')).toEqual({ bank: 'authorisation-withdrawn' })
  expect((await agencies.asked()).some((one) => one.number === it.people[0]!.number)).toBe(false)

  await at(data.db, clerk, '2025-03-05', async (tx) => {
    await signed(tx, it.household, person(it.people[0]!.person))
    expect(await askAgain(tx, { household: it.household, request: it.request })).toEqual({ waiting: 1 })
  })
  await askAll(it.request, it.household, '2025-03-05')
  expect(['found', 'no-record']).toContain((await answers(it, '2025-03-05')).bank)
})

test('an answer about somebody else is put aside, and the question stays open', async () => {
  const it = await asked('2025-03-03', [{ name: '华明远', birth: '1977-10-10', sequence: 171 }])
  await agencies.behave('bank', { wrongPerson: true, times: 1 })
  await askAll(it.request, it.household, '2025-03-03')
  await look('2025-03-03', async (tx) => {
    expect((await quarantinedIn(tx, county, { open: true }))[0]).toMatchObject({ why: 'somebody-else' })
    expect(await findingsOf(tx, it.household, it.request)).toEqual([])
  })
  expect(await answers(it, '2025-03-03')).toEqual({ bank: 'asked' })
})

test('an old figure is shown with its day and compared with nothing; another name at the bank is no figure at all', async () => {
  const it = await asked('2025-03-03', [{ name: '金玉堂', birth: '1969-11-11', sequence: 181 }], {
    sources: ['bank', 'vehicles'],
    declared: yuan(0),
  })
  await agencies.plant(it.people[0]!.number, { name: '金玉堂', ...bank('90000.00') })
  await agencies.behave('bank', { staleDays: 400 })
  await askAll(it.request, it.household, '2025-03-03')
  await look('2025-03-03', async (tx) => {
    const [finding] = await findingsOf(tx, it.household, it.request)
    expect(finding).toMatchObject({ stale: true, asOf: '2024-01-27' })
    expect(await rebuttalsOf(tx, it.household)).toEqual([])
    expect(await factsOf(tx, it.household, { sources: ['matched'], names: ['deposits'] })).toEqual([])
  })

  const other = await asked('2025-03-03', [{ name: '魏春兰', birth: '1973-12-12', sequence: 191 }])
  await agencies.plant(other.people[0]!.number, { name: '魏春蓝', ...bank('1.00') })
  await askAll(other.request, other.household, '2025-03-03')
  expect(await answers(other, '2025-03-03')).toEqual({ bank: 'name-differs' })
})

test('陶大娘 has 30,000 yuan in the bank that belong to the village: she is heard, shows the paper, and her own figure stands', async () => {
  const it = await asked('2025-03-03', [{ name: '陶桂英', birth: '1957-01-13', sequence: 201 }], {
    sources: ['bank'],
    declared: yuan(800),
  })
  await agencies.plant(it.people[0]!.number, { name: '陶桂英', ...bank('30000.00') })
  await askAll(it.request, it.household, '2025-03-03')
  const [open] = await look('2025-03-03', (tx) => rebuttalsOf(tx, it.household))
  expect(open).toMatchObject({
    state: 'open',
    fact: 'deposits',
    kind: 'higher',
    declared: yuan(800),
    matched: yuan(30_000),
  })
  expect(open!.answerBy).toBe('2025-03-17')
  const settle = { household: it.household, rebuttal: open!.id }
  await look('2025-03-10', async (tx) => {
    expect(await settleRebuttal(tx, { ...settle, outcome: 'upheld', reason: '银行有存款' })).toMatchObject({
      refused: 'not-heard-yet',
      with: { until: '2025-03-17' },
    })
  })
  await at(data.db, clerk, '2025-03-11', async (tx) => {
    const answered = granted(
      await answerRebuttal(tx, { ...settle, answer: '这是村里修路的集资款,存在我名下', evidence: ['attachment-1'] }),
    )
    expect(answered).toMatchObject({ state: 'answered', evidence: ['attachment-1'], recheckBy: '2025-03-25' })
  })
  await look('2025-03-12', async (tx) => {
    const settled = granted(
      await settleRebuttal(tx, { ...settle, outcome: 'accepted', reason: '村委会证明和集资名册核实,款项不属于本户' }),
    )
    expect(settled.state).toBe('accepted')
    const [adopted] = await factsOf(tx, it.household, { sources: ['adopted'], names: ['deposits'] })
    expect(adopted).toMatchObject({ value: yuan(800), reason: '村委会证明和集资名册核实,款项不属于本户' })
    expect(await settleRebuttal(tx, { ...settle, outcome: 'upheld', reason: '再改' })).toMatchObject({
      refused: 'rebuttal-settled',
    })
  })
})

test('a figure adopted at the case answers the question: at once for the family, against it only when it was heard or the case is decided', async () => {
  const it = await asked('2025-03-03', [{ name: '陶二娘', birth: '1957-01-13', sequence: 203 }], {
    sources: ['bank'],
    declared: yuan(800),
  })
  await agencies.plant(it.people[0]!.number, { name: '陶二娘', ...bank('30000.00') })
  await askAll(it.request, it.household, '2025-03-03')
  const [open] = await look('2025-03-03', (tx) => rebuttalsOf(tx, it.household))
  const { household } = it
  const states = async () => (await look('2025-03-10', (tx) => rebuttalsOf(tx, household))).map((one) => one.state)
  const place = { household, subject: open!.subject, name: open!.fact, validFrom: day('2025-03-03') }
  const adopts = async (from: string, reason: string, decided = false) =>
    at(data.db, clerk, '2025-03-10', async (tx) => {
      const id = granted(await adoptFact(tx, { ...place, from, reason }))
      await settleByAdoption(tx, { household, adopted: [id], decided })
      return id
    })
  await adopts(open!.matchedFact!, '按银行的数')
  expect(await states()).toEqual(['open'])
  const id = await adopts(open!.declaredFact!, '存折已看,钱是村里的')
  expect(await states()).toEqual(['accepted'])
  const [settled] = await look('2025-03-10', (tx) => rebuttalsOf(tx, household))
  expect(settled).toMatchObject({ reason: '存折已看,钱是村里的', adoptedFact: id, resolvedOn: '2025-03-10' })
  const tasks = await data.owner.query(
    "select count(*)::int as n from task where household_id = $1 and kind like 'verification-%' and done_on is null",
    [household],
  )
  expect(tasks.rows[0].n).toBe(0)
})

test('a decision closes what nobody answered; until then the family may be heard', async () => {
  const it = await asked('2025-03-03', [{ name: '姜大牛', birth: '1961-04-14', sequence: 213 }], {
    sources: ['bank'],
    declared: yuan(0),
  })
  await agencies.plant(it.people[0]!.number, { name: '姜大牛', ...bank('45000.00') })
  await askAll(it.request, it.household, '2025-03-03')
  const [open] = await look('2025-03-03', (tx) => rebuttalsOf(tx, it.household))
  const { household } = it
  await at(data.db, clerk, '2025-03-10', async (tx) => {
    const { subject, fact: name, matchedFact } = open!
    granted(await adoptFact(tx, { household, subject, name, from: matchedFact!, reason: '本人在窗口认可' }))
    await settleByAdoption(tx, { household, adopted: 'all' })
    expect((await rebuttalsOf(tx, household)).map((one) => one.state)).toEqual(['open'])
    await settleByAdoption(tx, { household, adopted: 'all', decided: true })
  })
  expect(await look('2025-03-10', (tx) => rebuttalsOf(tx, household))).toMatchObject([
    { state: 'upheld', reason: '本人在窗口认可' },
  ])
})

test('nobody explains until the day has passed: a person has to call, and only a person can uphold the bank’s figure', async () => {
  const it = await asked('2025-03-03', [{ name: '姜二牛', birth: '1961-04-14', sequence: 211 }], {
    sources: ['bank'],
    declared: yuan(0),
  })
  await agencies.plant(it.people[0]!.number, { name: '姜二牛', ...bank('45000.00') })
  await askAll(it.request, it.household, '2025-03-03')
  const [open] = await look('2025-03-03', (tx) => rebuttalsOf(tx, it.household))
  await passDay(data.db, day('2025-03-18'))
  expect(await look('2025-03-18', (tx) => rebuttalsOf(tx, it.household))).toMatchObject([{ state: 'unanswered' }])
  const { rows } = await data.owner.query(
    `select count(*)::int as n from outbox where kind = $1 and household_id = $2`,
    ['verification.rebuttal-unanswered', it.household],
  )
  expect(rows[0].n).toBe(1)
  const settle = {
    household: it.household,
    rebuttal: open!.id,
    outcome: 'upheld' as const,
    reason: '本人确认是自己的存款',
  }
  expect(
    await at(data.db, { ...verifier, naturalPerson: null }, '2025-03-18', (tx) => settleRebuttal(tx, settle)),
  ).toMatchObject({ refused: 'needs-a-person' })
  await look('2025-03-18', async (tx) => {
    granted(await settleRebuttal(tx, settle))
    const [adopted] = await factsOf(tx, it.household, { sources: ['adopted'], names: ['deposits'] })
    expect(adopted).toMatchObject({ value: yuan(45_000), sourceName: '部门直连·银行存款', asOf: '2025-03-02' })
  })
})

test('the death register knows somebody: the other chapters are told once, and nothing is stopped here', async () => {
  const it = await asked('2025-03-03', [{ name: '戚老汉', birth: '1938-05-15', sequence: 221 }], {
    sources: ['death-register'],
  })
  await agencies.plant(it.people[0]!.number, { name: '戚老汉', died: '2025-02-11' })
  await askAll(it.request, it.household, '2025-03-03')
  await askAll(it.request, it.household, '2025-03-04')
  const { rows } = await data.owner.query(`select payload from outbox where kind = 'verification.death-found'`)
  expect(rows).toMatchObject([
    { payload: { household: String(it.household), person: String(it.people[0]!.person), died: '2025-02-11' } },
  ])
  expect(
    await look('2025-03-04', (tx) =>
      lastAnswer(tx, it.household, { subject: person(it.people[0]!.person), source: 'death-register' }),
    ),
  ).toMatchObject({ result: 'found', answeredOn: '2025-03-03' })
})

test('a shared folder: the request goes in whole, half an answer waits until it is whole, and no one’s data stay there', async () => {
  const it = await asked('2025-03-03', [{ name: '谢素芬', birth: '1964-06-16', sequence: 231 }], {
    sources: ['real-estate'],
  })
  await agencies.plant(it.people[0]!.number, {
    name: '谢素芬',
    homes: [{ kind: 'dwelling', area: 68, registeredOn: '2009-05-01' }],
  })
  await agencies.clock('2025-03-03')
  await agencies.behave('drop', { half: true, times: 1 })
  await exchange(data.db, day('2025-03-03'))
  await agencies.look()
  const replies = join(agencies.drop, 'replies')
  const [name] = readdirSync(replies)
  expect(statSync(join(agencies.drop, 'requests', name!)).size).toBeGreaterThan(100)
  expect(await readFolder(data.db, 'folder', day('2025-03-03'))).toBe(0)
  expect(await answers(it, '2025-03-03')).toEqual({ 'real-estate': 'asked' })

  // It has rested: now it is judged, put aside and cleared away, and the question can be put again.
  utimesSync(join(replies, name!), new Date(0), new Date(0))
  expect(await readFolder(data.db, 'folder', day('2025-03-03'))).toBe(1)
  expect((await look('2025-03-03', (tx) => quarantinedIn(tx, county)))[0]).toMatchObject({ why: 'half' })
  expect(readdirSync(replies)).toEqual([])

  await exchange(data.db, day('2025-03-03'))
  await agencies.look()
  await exchange(data.db, day('2025-03-03'))
  expect(await answers(it, '2025-03-03')).toEqual({ 'real-estate': 'found' })
  expect([...readdirSync(replies), ...readdirSync(join(agencies.drop, 'requests'))]).toEqual([])
  await look('2025-03-03', async (tx) => {
    expect(await factsOf(tx, it.household, { sources: ['matched'], names: ['homes', 'homeArea'] })).toMatchObject([
      { name: 'homes', value: 1, sourceName: '共享文件夹·不动产登记' },
      // The folder tells pieces, not areas: asked, answered, and not known.
      { name: 'homeArea', value: null },
    ])
  })
  // Somebody's holiday photo in the folder harms nobody.
  writeFileSync(join(replies, 'photo.jpg'), readFileSync(process.execPath).subarray(0, 100))
  expect(await readFolder(data.db, 'folder', day('2025-03-03'))).toBe(0)
})

test('when its time is over the answer goes, with its details; the finding, the conclusion and the digest stay', async () => {
  const it = await asked('2025-03-03', [{ name: '邹文斌', birth: '1967-07-17', sequence: 241 }])
  await agencies.plant(it.people[0]!.number, { name: '邹文斌', ...bank('432.10') })
  await askAll(it.request, it.household, '2025-03-03')
  const [before] = await look('2025-03-03', (tx) => findingsOf(tx, it.household, it.request))
  const file = async () =>
    (
      await data.owner.query('select file_id, expunged_on from verification_reply where household_id = $1', [
        it.household,
      ])
    ).rows[0]
  const kept = await file()
  expect(await expungeReplies(data.db, day('2027-03-03'))).toBeGreaterThan(0)
  await expect(house().files.get(kept.file_id)).rejects.toThrow()
  expect(await file()).toEqual({ file_id: null, expunged_on: '2027-03-03' })
  await look('2027-03-03', async (tx) => {
    const [after] = await findingsOf(tx, it.household, it.request)
    expect(after).toEqual({ ...before, hasDetail: false })
    expect(await openDetail(tx, { household: it.household, finding: after!.id, reason: 'appeal' })).toMatchObject({
      refused: 'no-detail',
    })
  })
})

test('the neighbouring township sees nothing of it; a member of the family sees their own figures and not the spouse’s', async () => {
  const it = await asked('2025-03-03', [
    { name: '柏青山', birth: '1963-08-18', sequence: 251 },
    { name: '水灵芝', birth: '1966-08-18', sequence: 252, relation: 'spouse' },
  ])
  for (const [i, one] of it.people.entries())
    await agencies.plant(one.number, { name: one.name, ...bank(i === 0 ? '1111.11' : '2222.22') })
  await askAll(it.request, it.household, '2025-03-03')
  await at(data.db, neighbour, '2025-03-03', async (tx) => {
    expect(await reportFor(tx, { household: it.household, viewer: { as: 'officer' } })).toMatchObject({
      refused: 'no-such-report',
    })
    expect(
      await requestVerification(tx, { household: it.household, programme: 'dibao', purpose: 'review' }),
    ).toMatchObject({ refused: 'no-such-household' })
    for (const table of [
      'enquiry',
      'finding',
      'rebuttal',
      'verification_report',
      'verification_authorisation',
    ] as const)
      expect(
        await tx.selectFrom(table).select('household_id').where('household_id', '=', it.household).execute(),
      ).toEqual([])
  })
  const citizen = {
    id: 'citizen:case',
    naturalPerson: null,
    role: 'citizen' as const,
    area: null,
    household: it.household,
  }
  const own = await at(data.db, citizen, '2025-03-03', (tx) =>
    reportFor(tx, { household: it.household, viewer: { as: 'member', person: it.people[0]!.person } }),
  )
  const text = JSON.stringify(granted(own).content)
  expect(text).toContain('111111')
  expect(text).not.toContain('222222')
  expect(text).not.toContain('333333')
})
