import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Day, isRefusal, month, yuan } from '../foundation/index.ts'
import { activeAidAnywhere, recordDeath } from '../household/index.ts'
import { granted, openTestHouse } from '../household/testkit/index.ts'
import {
  approveRun,
  balancesOf,
  cancelRun,
  exceptionsOf,
  fileBytes,
  fileWriter,
  importReturns,
  instructionsOf,
  makeFile,
  type Run,
  receiveAnswer,
  releaseRun,
  releaseStop,
  takeBackOpening,
  verifyLedger,
  waitingPayments,
} from '../payments/index.ts'
import { bankKey, type ResultRow, readPayment, returnFileOf, trusted } from '../payments/testkit/bank-files.ts'
import { county, type Family, family, on, openTestBook, staff } from '../payments/testkit/index.ts'
import { newId, type Tx } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { type AwardDecision, applyDecision } from './apply-decision.ts'
import { gradualExit } from './award.ts'
import { awardOf, currentMonthly, sharesOf } from './award-store.ts'
import { carryOver } from './carry-over.ts'
import { freezeMonth, previewMonth } from './month.ts'
import { monthDiff } from './month-diff.ts'

let database: FreshDatabase
let sequence = 0
const key = bankKey()

beforeAll(() => openTestHouse())
beforeEach(async () => {
  await database?.close()
  database = await freshDatabase()
  sequence = 0
  await openTestBook(database.db, '2025-01-01')
  // This county does not match before it pays; a test of its own looks at the one that does.
  await database.owner.query('update book set stale_after_days = null')
  await trusted(database.db, key)
})
afterAll(() => database?.close())

const as = <T>(day: string, work: (tx: Tx) => Promise<T>, actor = staff.preparer) => on(database.db, actor, day, work)

const decide = (
  day: string,
  f: Family,
  part: Partial<AwardDecision> & Pick<AwardDecision, 'kind' | 'from' | 'monthly'>,
) =>
  as(day, (tx) =>
    applyDecision(tx, {
      decisionId: newId(),
      household: f.household,
      programme: 'dibao',
      reason: part.kind === 'start' ? 'new' : 'income-changed',
      decidedOn: day as Day,
      ...(part.kind === 'start' && { members: [f.head] }),
      ...part,
    }),
  )

const grant = async (f: Family, monthly: number, from = '2025-02', day = '2025-01-20') =>
  granted(await decide(day, f, { kind: 'start', from: month(from), monthly: yuan(monthly) }))

const previewOf = (of: string, day = `${of}-08`): Promise<Run> =>
  as(day, async (tx) => granted(await previewMonth(tx, { book: county, programme: 'dibao', month: month(of) })))

/** The whole month, with the bank's answers; `bounce` names accounts that send the money back. */
async function payMonth(of: string, bounce: readonly Family[] = []): Promise<Run> {
  const day = `${of}-08`
  const preview = await previewOf(of)
  const run = granted(await as(day, (tx) => freezeMonth(tx, preview.runId, preview.previewDigest!)))
  const content = run.contentDigest!
  granted(await as(day, (tx) => approveRun(tx, run.runId, 'review', content), staff.reviewer))
  granted(await as(day, (tx) => approveRun(tx, run.runId, 'approve', content), staff.leader))
  granted(await as(day, (tx) => releaseRun(tx, run.runId, content), staff.finance))
  const file = granted(await as(day, (tx) => makeFile(tx, run.runId), staff.finance))
  const payment = await fileBytes(file)
  const { heading, digest } = readPayment(payment)
  const total = `${run.total / 100n}.${String(run.total % 100n).padStart(2, '0')}`
  const answer = fileWriter('answer', [
    heading.付款单位!,
    heading.批次号!,
    heading.文件序号!,
    digest,
    day,
    '接受',
    '',
    '',
    '',
  ])
  granted(await as(day, (tx) => receiveAnswer(tx, county, answer.end([total], key).bytes), staff.finance))
  const back = new Set(bounce.map((f) => f.accountNumber))
  const results = returnFileOf(payment, key, {
    sequence: ++sequence,
    on: `${of}-09`,
    rows: (rows) =>
      rows.map((row): ResultRow => (back.has(row.account) ? { ...row, result: '退回', reason: 'R04' } : row)),
  })
  granted(await as(`${of}-09`, (tx) => importReturns(tx, county, results), staff.finance))
  return run
}

const paidTo = async (f: Family) =>
  (await as('2026-12-31', (tx) => instructionsOf(tx, f.household), staff.finance))
    .filter((i) => i.state === 'paid')
    .map((i) => [i.month, i.kind, i.amount] as const)
    .sort()
const sound = async () => expect(await as('2026-12-31', (tx) => verifyLedger(tx, county), staff.finance)).toEqual([])
const tabs = async (of: string) => {
  const diff = await as(`${of}-08`, (tx) => monthDiff(tx, { book: county, programme: 'dibao', month: month(of) }))
  return {
    unchanged: diff.unchanged,
    lines: diff.lines.map((line) => [line.tab, line.household, line.old, line.new, line.reason] as const),
  }
}

test('a household granted in January is paid from February, and every month says why it differs from the last', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  await grant(wang, 500)
  expect(await tabs('2025-02')).toEqual({ unchanged: 0, lines: [['new', wang.household, 0n, yuan(500), 'new']] })
  await payMonth('2025-02')
  expect(await tabs('2025-03')).toEqual({ unchanged: 1, lines: [] })
  granted(
    await decide('2025-02-20', wang, {
      kind: 'adjust',
      from: month('2025-03'),
      monthly: yuan(450),
      document: '安民低调〔2025〕7号',
    }),
  )
  const diff = await as('2025-03-08', (tx) =>
    monthDiff(tx, { book: county, programme: 'dibao', month: month('2025-03') }),
  )
  expect(diff.lines).toMatchObject([
    {
      tab: 'adjusted',
      old: yuan(500),
      new: yuan(450),
      reason: 'income-changed',
      document: '安民低调〔2025〕7号',
      decisionId: expect.any(String),
    },
  ])
  expect(diff).toMatchObject({ before: yuan(500), after: yuan(450), counts: { adjusted: 1, new: 0 } })
  await payMonth('2025-03')
  granted(
    await decide('2025-03-20', wang, { kind: 'stop', from: month('2025-04'), monthly: 0n, reason: 'over-standard' }),
  )
  expect(await tabs('2025-04')).toEqual({
    unchanged: 0,
    lines: [['stopped', wang.household, yuan(450), 0n, 'over-standard']],
  })
  expect(await previewOf('2025-04')).toMatchObject({ lines: 0, heldLines: 0 })
  expect(await paidTo(wang)).toEqual([
    ['2025-02', 'regular', yuan(500)],
    ['2025-03', 'regular', yuan(450)],
  ])
  await sound()
})

describe('a decision takes effect once', () => {
  test('told twice it is the same steps; told otherwise under the same id it is refused', async () => {
    const wang = await family(database.db, '2025-01-02', '王示例')
    const decision: AwardDecision = {
      decisionId: newId(),
      household: wang.household,
      programme: 'dibao',
      kind: 'start',
      from: month('2025-02'),
      monthly: yuan(611),
      members: [wang.head],
      lines: [
        { person: null, kind: 'base', amount: yuan(500), rule: 'DB-02' },
        { person: wang.head, kind: 'supplement', amount: yuan(111), rule: 'DB-05' },
      ],
      reason: 'new',
      decidedOn: '2025-01-20' as Day,
    }
    const [first, second] = [
      await as('2025-01-20', (tx) => applyDecision(tx, decision)),
      await as('2025-01-25', (tx) => applyDecision(tx, decision)),
    ]
    expect(granted(first)).toMatchObject({ first: true })
    expect(granted(second)).toMatchObject({ first: false, awardId: granted(first).awardId })
    expect(
      await as('2025-01-25', (tx) => applyDecision(tx, { ...decision, monthly: yuan(700), lines: [] })),
    ).toMatchObject({ refused: 'decision-applied-otherwise' })
    const award = (await as('2025-01-25', (tx) => awardOf(tx, wang.household, 'dibao')))!
    expect(award.steps).toHaveLength(1)
    expect(await as('2025-01-25', (tx) => sharesOf(tx, award, 1))).toEqual({
      members: [wang.head],
      lines: decision.lines,
    })
    expect(await previewOf('2025-02')).toMatchObject({ total: yuan(611), regular: yuan(500), supplement: yuan(111) })
  })

  test('ten times at once', async () => {
    const wang = await family(database.db, '2025-01-02', '王示例')
    const decision = {
      decisionId: newId(),
      household: wang.household,
      programme: 'dibao',
      kind: 'start',
      from: month('2025-02'),
      monthly: yuan(500),
      members: [wang.head],
      reason: 'new',
      decidedOn: '2025-01-20' as Day,
    } as const
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => as('2025-01-20', (tx) => applyDecision(tx, decision))),
    )
    expect(answers.filter((answer) => !isRefusal(answer) && answer.first)).toHaveLength(1)
    expect(answers.filter(isRefusal)).toEqual([])
  })

  test('an award that runs cannot start, one that never was cannot stop, an amount must fit its act', async () => {
    const wang = await family(database.db, '2025-01-02', '王示例')
    expect(await decide('2025-01-20', wang, { kind: 'stop', from: month('2025-02'), monthly: 0n })).toMatchObject({
      refused: 'no-award',
    })
    await grant(wang, 500)
    expect(await decide('2025-01-21', wang, { kind: 'start', from: month('2025-03'), monthly: yuan(1) })).toMatchObject(
      { refused: 'award-running' },
    )
    expect(await decide('2025-01-21', wang, { kind: 'stop', from: month('2025-03'), monthly: yuan(1) })).toMatchObject({
      refused: 'amount-does-not-fit',
    })
    expect(await decide('2025-01-21', wang, { kind: 'adjust', from: month('2025-03'), monthly: 0n })).toMatchObject({
      refused: 'amount-does-not-fit',
    })
  })
})

test('appeal: the refusal of January falls in April; three months are paid with April, each as itself', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  granted(
    await decide('2025-04-02', wang, {
      kind: 'start',
      from: month('2025-02'),
      monthly: yuan(500),
      reason: 'appeal-corrected',
    }),
  )
  await payMonth('2025-04')
  expect(await paidTo(wang)).toEqual(['2025-02', '2025-03', '2025-04'].map((of) => [of, 'regular', yuan(500)]))
  await sound()
})

test('July raise, told in September: July and August get back-pay lines of their own, also after somebody left', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  const li = await family(database.db, '2025-01-02', '李试样')
  for (const f of [wang, li]) await grant(f, 500, '2025-07', '2025-06-20')
  await payMonth('2025-07')
  await payMonth('2025-08')
  granted(await decide('2025-08-25', li, { kind: 'stop', from: month('2025-09'), monthly: 0n, reason: 'moved-away' }))
  const raised = granted(
    await decide('2025-09-02', wang, {
      kind: 'adjust',
      from: month('2025-07'),
      monthly: yuan(530),
      reason: 'standard-raised',
    }),
  )
  expect(raised.backPay).toEqual([
    { month: '2025-07', amount: yuan(30) },
    { month: '2025-08', amount: yuan(30) },
  ])
  // Her months before the stop are raised too; the stop itself stays.
  const past = granted(
    await decide('2025-09-02', li, {
      kind: 'adjust',
      from: month('2025-07'),
      monthly: yuan(530),
      reason: 'standard-raised',
    }).then(async (answer) => {
      expect(answer).toMatchObject({ first: true })
      return answer
    }),
  )
  expect(past.backPay).toHaveLength(2)
  granted(await decide('2025-09-03', li, { kind: 'stop', from: month('2025-09'), monthly: 0n, reason: 'moved-away' }))
  const { lines } = await tabs('2025-09')
  expect(lines.filter(([tab]) => tab === 'back-pay')).toHaveLength(4)
  await payMonth('2025-09')
  expect(await paidTo(wang)).toEqual([
    ['2025-07', 'back-pay', yuan(30)],
    ['2025-07', 'regular', yuan(500)],
    ['2025-08', 'back-pay', yuan(30)],
    ['2025-08', 'regular', yuan(500)],
    ['2025-09', 'regular', yuan(530)],
  ])
  expect((await paidTo(li)).reduce((total, [, , amount]) => total + amount, 0n)).toBe(yuan(1060))
  await sound()
})

test('a list that is sent back after a raise pays the raised month once, not the raise beside it', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  await grant(wang, 500, '2025-03', '2025-02-20')
  const preview = await previewOf('2025-03')
  const run = granted(await as('2025-03-08', (tx) => freezeMonth(tx, preview.runId, preview.previewDigest!)))
  const raised = granted(
    await decide('2025-03-09', wang, {
      kind: 'adjust',
      from: month('2025-03'),
      monthly: yuan(530),
      reason: 'standard-raised',
    }),
  )
  expect(raised.backPay).toEqual([{ month: '2025-03', amount: yuan(30) }])
  granted(await as('2025-03-09', (tx) => cancelRun(tx, run.runId, '等新标准'), staff.leader))
  await payMonth('2025-03')
  await payMonth('2025-04')
  expect(await paidTo(wang)).toEqual([
    ['2025-03', 'regular', yuan(530)],
    ['2025-04', 'regular', yuan(530)],
  ])
})

test('a reduction that reaches back is an overpayment for a case of its own; the next months stay whole', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  await grant(wang, 500)
  await payMonth('2025-02')
  await payMonth('2025-03')
  const lowered = granted(
    await decide('2025-03-20', wang, { kind: 'adjust', from: month('2025-03'), monthly: yuan(400) }),
  )
  expect(lowered).toMatchObject({ backPay: [], overpaid: [{ month: '2025-03', amount: yuan(100) }] })
  const { rows } = await database.owner.query("select payload from outbox where kind = 'benefits.overpayment-found'")
  expect(rows[0].payload).toMatchObject({ month: '2025-03', amount: '10000' })
  await payMonth('2025-04')
  expect((await paidTo(wang)).at(-1)).toEqual(['2025-04', 'regular', yuan(400)])
  // The appeal puts it right: nothing was overpaid, and nothing is paid twice.
  const corrected = granted(
    await decide('2025-05-02', wang, {
      kind: 'adjust',
      from: month('2025-03'),
      monthly: yuan(500),
      reason: 'appeal-corrected',
    }),
  )
  expect(corrected).toMatchObject({ overpaid: [], backPay: [{ month: '2025-04', amount: yuan(100) }] })
  const words = await database.owner.query('select month, amount from overpayment order by recorded_on, amount desc')
  expect(words.rows.map((row) => [row.month, row.amount])).toEqual([
    ['2025-03', 10000n],
    ['2025-03', 0n],
  ])
})

test('suspended in doubt, nothing is lost: resumed from the first month, the waiting months are paid', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  await grant(wang, 500)
  await payMonth('2025-02')
  granted(
    await decide('2025-02-20', wang, {
      kind: 'suspend',
      from: month('2025-03'),
      monthly: 0n,
      reason: 'suspended-in-doubt',
    }),
  )
  expect(await previewOf('2025-03')).toMatchObject({ lines: 0 })
  expect(await as('2025-03-10', (tx) => currentMonthly(tx, wang.household, 'dibao', month('2025-03')))).toMatchObject({
    state: 'suspended',
    monthly: 0n,
  })
  granted(
    await decide('2025-04-20', wang, { kind: 'resume', from: month('2025-03'), monthly: yuan(500), reason: 'resumed' }),
  )
  await payMonth('2025-05')
  expect((await paidTo(wang)).map(([of]) => of)).toEqual(['2025-02', '2025-03', '2025-04', '2025-05'])
})

test('DB-07: after finding work the award runs out over four months and then stops by itself', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  await grant(wang, 600)
  await payMonth('2025-02')
  const gradual = gradualExit(yuan(600), month('2025-03'), 4, [10_000, 8_000, 6_000, 4_000])
  granted(
    await decide('2025-02-20', wang, {
      kind: 'stop',
      from: month('2025-03'),
      monthly: 0n,
      reason: 'over-standard',
      gradual,
    }),
  )
  for (const of of ['2025-03', '2025-04', '2025-05', '2025-06']) await payMonth(of)
  expect(await previewOf('2025-07')).toMatchObject({ lines: 0, heldLines: 0 })
  expect((await paidTo(wang)).map(([, , amount]) => amount)).toEqual(
    [600, 600, 480, 360, 240].map((amount) => yuan(amount)),
  )
  expect((await tabs('2025-04')).lines).toEqual([['adjusted', wang.household, yuan(600), yuan(480), 'gradual-exit']])
})

test('DB-11: a member died in March: March is paid, April is held until a decision says what the others get', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  const wife = await family(database.db, '2025-01-02', '赵示例')
  granted(
    await decide('2025-01-20', wang, {
      kind: 'start',
      from: month('2025-02'),
      monthly: yuan(1000),
      members: [wang.head, wife.head],
    }),
  )
  await payMonth('2025-02')
  expect(
    await as('2025-03-20', (tx) =>
      recordDeath(tx, { person: wife.head, on: '2025-03-03' as Day, source: 'family' } as never),
    ),
  ).toBeNull()
  await payMonth('2025-03')
  const held = await previewOf('2025-04')
  expect(held).toMatchObject({ lines: 0, heldLines: 1 })
  expect(await as('2025-04-08', (tx) => exceptionsOf(tx, held.runId))).toMatchObject([
    { stops: [{ stop: 'member-dead', detail: '2025-03-03' }] },
  ])
  granted(
    await decide('2025-04-09', wang, {
      kind: 'adjust',
      from: month('2025-04'),
      monthly: yuan(500),
      members: [wang.head],
      reason: 'member-died',
    }),
  )
  await payMonth('2025-04')
  expect((await paidTo(wang)).map(([, , amount]) => amount)).toEqual([yuan(1000), yuan(1000), yuan(500)])
})

test('one person in two awards: both lines wait; a named person may let one go with a reason', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  const li = await family(database.db, '2025-01-02', '李试样')
  granted(
    await decide('2025-01-20', wang, {
      kind: 'start',
      from: month('2025-02'),
      monthly: yuan(500),
      members: [wang.head, li.head],
    }),
  )
  granted(await decide('2025-01-20', li, { kind: 'start', from: month('2025-02'), monthly: yuan(500) }))
  const run = await previewOf('2025-02')
  expect(run).toMatchObject({ lines: 0, heldLines: 2 })
  const [first] = await as('2025-02-08', (tx) => exceptionsOf(tx, run.runId))
  const release = { runId: run.runId, line: first!.line, stop: 'duplicate-person', reason: '已分户,迁出手续在办' }
  expect(granted(await as('2025-02-08', (tx) => releaseStop(tx, release), staff.leader))).toMatchObject({
    lines: 1,
    heldLines: 1,
  })
})

test('a county that matches before paying holds what was not matched for 35 days; carried-over families are not cut off by it', async () => {
  await database.owner.query('update book set stale_after_days = 35')
  const wang = await family(database.db, '2025-01-02', '王示例')
  const old = await family(database.db, '2025-01-02', '老示例')
  await grant(wang, 500)
  granted(
    await as('2025-01-25', (tx) =>
      carryOver(tx, {
        batch: newId(),
        book: county,
        programme: 'dibao',
        paidUntil: month('2025-01'),
        document: '2025年1月花名册',
        rows: [{ household: old.household, members: [old.head], monthly: yuan(400), residence: 'rural' }],
      }),
    ),
  )
  const run = await previewOf('2025-02')
  expect(run).toMatchObject({ lines: 1, heldLines: 1 })
  const [held] = await as('2025-02-08', (tx) => exceptionsOf(tx, run.runId))
  expect(held).toMatchObject({ household: wang.household, stops: [{ stop: 'stale-verification', detail: null }] })
})

test('a returned payment is paid again beside the new month, and waits on the list of returns until then', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  await grant(wang, 500)
  await payMonth('2025-02', [wang])
  expect((await tabs('2025-03')).lines).toEqual([['returned', wang.household, yuan(500), yuan(500), 'R04']])
  expect(await previewOf('2025-03')).toMatchObject({ lines: 0, heldLines: 2, heldTotal: yuan(1000) })
  await database.owner.query('update payee_account set returned_on = null')
  await payMonth('2025-03')
  expect(await paidTo(wang)).toEqual([
    ['2025-02', 'regular', yuan(500)],
    ['2025-03', 'regular', yuan(500)],
  ])
  await sound()
})

test('the roster: paid as it was from the next month on, with the opening balance, unchanged in the first list', async () => {
  const families = [
    await family(database.db, '2025-01-02', '王示例'),
    await family(database.db, '2025-01-02', '李试样'),
  ]
  const batch = newId()
  const roster = {
    batch,
    book: county,
    programme: 'dibao' as const,
    paidUntil: month('2025-03'),
    document: '2025年3月花名册',
    rows: families.map((f) => ({
      household: f.household,
      members: [f.head],
      monthly: yuan(437),
      supplement: yuan(37),
      residence: 'rural' as const,
      since: month('2021-07'),
      paidThisYear: yuan(1311),
    })),
  }
  expect(granted(await as('2025-03-28', (tx) => carryOver(tx, roster)))).toEqual({ awards: 2, opening: yuan(2622) })
  expect(granted(await as('2025-03-29', (tx) => carryOver(tx, roster)))).toMatchObject({ awards: 0 })
  expect(await tabs('2025-04')).toEqual({ unchanged: 2, lines: [] })
  await payMonth('2025-04')
  const balances = await as('2025-04-30', (tx) => balancesOf(tx, county), staff.finance)
  expect(balances.find((b) => b.account === 'opening')?.balance).toBe(-yuan(2622))
  expect(balances.find((b) => b.account === 'paid/dibao')?.balance).toBe(yuan(2622 + 874))
  // Nothing is paid for the months before.
  for (const f of families) expect((await paidTo(f)).map(([of]) => of)).toEqual(['2025-04'])
  // The amount of each day stands as it was known on that day.
  const [f] = families
  granted(
    await decide('2025-05-20', f!, { kind: 'adjust', from: month('2025-06'), monthly: yuan(500), reason: 'review' }),
  )
  const on = (knownOn: string) =>
    as('2025-06-01', (tx) => currentMonthly(tx, f!.household, 'dibao', month('2025-06'), knownOn as Day))
  expect((await on('2025-05-01'))?.monthly).toBe(yuan(437))
  expect((await on('2025-05-20'))?.monthly).toBe(yuan(500))
  await sound()
})

test('a roster that still owed money: it waits as 退回待发 from the first day, the first list pays it once, the book stays whole', async () => {
  const f = await family(database.db, '2025-01-05', '温小满')
  const roster = {
    batch: newId(),
    book: county,
    programme: 'dibao' as const,
    paidUntil: month('2025-03'),
    document: '2025年3月低保名册',
    rows: [
      {
        household: f.household,
        members: [f.head],
        monthly: yuan(300),
        residence: 'rural' as const,
        stillOwed: yuan(620),
      },
    ],
  }
  granted(await as('2025-03-28', (tx) => carryOver(tx, roster)))
  granted(await as('2025-03-28', (tx) => carryOver(tx, roster)))
  const returned = () =>
    as('2025-03-28', async (tx) => (await balancesOf(tx, county)).find((one) => one.kind === 'returned')?.balance)
  expect(await returned()).toBe(yuan(620))
  expect(await as('2025-03-28', (tx) => waitingPayments(tx, county))).toMatchObject([
    { household: f.household, amount: yuan(620), accountId: null, reason: null },
  ])
  expect(await as('2025-03-28', (tx) => verifyLedger(tx, county))).toEqual([])

  const april = await payMonth('2025-04')
  expect(april.total).toBe(yuan(920))
  expect(await returned()).toBe(0n)
  expect(await as('2025-04-20', (tx) => waitingPayments(tx, county))).toEqual([])
  expect((await previewOf('2025-05')).total).toBe(yuan(300))
  expect(await as('2025-05-08', (tx) => verifyLedger(tx, county))).toEqual([])
  expect(
    await as('2025-05-08', (tx) =>
      takeBackOpening(tx, { book: county, programme: 'dibao', batch: roster.batch, why: '误导入' }),
    ),
  ).toMatchObject({ refused: 'roster-in-use' })
})

test('a roster undone before anything was paid takes its opening balances back, by reversal', async () => {
  const f = await family(database.db, '2025-01-05', '温大满')
  const batch = newId()
  const row = { household: f.household, members: [f.head], monthly: yuan(300), residence: 'rural' as const }
  granted(
    await as('2025-03-28', (tx) =>
      carryOver(tx, {
        batch,
        book: county,
        programme: 'dibao',
        paidUntil: month('2025-03'),
        document: '名册',
        rows: [{ ...row, stillOwed: yuan(620), paidThisYear: yuan(900) }],
      }),
    ),
  )
  const back = () =>
    as('2025-03-29', (tx) => takeBackOpening(tx, { book: county, programme: 'dibao', batch, why: '误导入' }))
  expect(await back()).toBeNull()
  expect(await back()).toBeNull()
  const balances = await as('2025-03-29', (tx) => balancesOf(tx, county))
  for (const kind of ['opening', 'returned', 'paid'])
    expect(balances.find((one) => one.kind === kind)?.balance).toBe(0n)
  expect(await as('2025-03-29', (tx) => waitingPayments(tx, county))).toEqual([])
  expect(await as('2025-03-29', (tx) => verifyLedger(tx, county))).toEqual([])
})

test('"does this person get aid anywhere?" is answered from the award on, and not after it', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  await grant(wang, 500)
  const asked = (day: string) =>
    as(day, (tx) => activeAidAnywhere(tx, { person: wang.head, programmes: ['dibao'] }), {
      ...staff.preparer,
      area: county as never,
    })
  expect(granted(await asked('2025-03-01'))).toMatchObject({ aided: true })
  granted(await decide('2025-03-20', wang, { kind: 'stop', from: month('2025-04'), monthly: 0n }))
  expect(granted(await asked('2025-03-31'))).toMatchObject({ aided: true })
  expect(granted(await asked('2025-04-01'))).toMatchObject({ aided: false })
})

test('a list is not made for the month after next', async () => {
  expect(
    await as('2025-01-20', (tx) => previewMonth(tx, { book: county, programme: 'dibao', month: month('2025-03') })),
  ).toMatchObject({ refused: 'month-too-early' })
})

test('a clerk of another township sees neither award nor payment; the family sees its own', async () => {
  const wang = await family(database.db, '2025-01-02', '王示例')
  await grant(wang, 500)
  const seen = (actor: typeof staff.clerk) =>
    as('2025-02-01', async (tx) => (await awardOf(tx, wang.household, 'dibao'))?.steps.length ?? 0, actor)
  expect(await seen(staff.clerk)).toBe(1)
  expect(await seen({ ...staff.clerk, area: '990101104' as never })).toBe(0)
  expect(await seen({ ...staff.clerk, role: 'citizen', area: null as never, household: wang.household } as never)).toBe(
    1,
  )
  await expect(as('2025-02-01', (tx) => sql`update award_step set monthly = 1`.execute(tx))).rejects.toMatchObject({
    code: '42501',
  })
})
