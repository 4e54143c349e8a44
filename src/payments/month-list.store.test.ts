import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AreaCode, type Day, type Month, yuan } from '../foundation/index.ts'
import { addPhone } from '../household/index.ts'
import { granted, openTestHouse } from '../household/testkit/index.ts'
import { setOrgan, tasks } from '../office/index.ts'
import { handleEvent } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { fileWriter } from './bank-file.ts'
import { paymentEvents } from './events.ts'
import { freezeRun } from './freeze-run.ts'
import { importReturns } from './import-returns.ts'
import { fileBytes, makeFile } from './make-file.ts'
import { issueFundsRequest, monthSummary, paymentListPaper, paymentListWorkbook } from './month-list.ts'
import { captureAccount, clearAccount, confirmAccount } from './payee-account.ts'
import { openRun, previewRun } from './preview-run.ts'
import { receiveAnswer } from './receive-answer.ts'
import type { Run } from './run-store.ts'
import { approveRun, releaseRun } from './seal-run.ts'
import { bankKey, readPayment, returnFileOf, trusted } from './testkit/bank-files.ts'
import { county, dueOf, type Family, family, on, openTestBook, staff } from './testkit/index.ts'

let database: FreshDatabase
let run: Run
let wang: Family
let li: Family
const key = bankKey()
const march = '2025-03' as Month
const as = <T>(actor: Parameters<typeof on>[1], day: string, work: Parameters<typeof on<T>>[3]) =>
  on(database.db, actor, day, work)

/** What the worker would do, now. */
async function hearEvents(): Promise<void> {
  const { rows } = await database.owner.query('select event_id from outbox where handled_at is null order by at')
  for (const row of rows) await handleEvent(database.db, { jobs: {}, events: paymentEvents }, row.event_id)
}

beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
  await openTestBook(database.db, '2025-03-01')
  await trusted(database.db, key)
  await as(staff.leader, '2025-01-01', (tx) =>
    setOrgan(tx, {
      area: county,
      name: '安禾县民政局',
      prefix: '安民社救',
      hotline: '0900-5550100',
      supervisionPhone: '0900-5550109',
      address: null,
      reconsiderationBody: '安禾县人民政府',
      court: '安禾县人民法院',
      since: '2025-01-01' as Day,
    }),
  )
  wang = await family(database.db, '2025-01-02', '王示例')
  li = await family(database.db, '2025-01-02', '阿依古丽·示例', { area: '990101104201' as AreaCode })
  const due = dueOf([
    { household: wang.household, month: march, amount: yuan(740), supplement: yuan(111), people: 2 },
    { household: wang.household, month: '2025-02', amount: yuan(700), people: 2 },
    { household: wang.household, month: '2025-01', kind: 'back-pay', claim: 'decision', amount: yuan(30), people: 2 },
    { household: li.household, month: march, amount: yuan('412.50'), residence: 'urban', area: '990101104201' },
  ])
  run = await as(staff.preparer, '2025-03-08', async (tx) => {
    const draft = granted(await openRun(tx, { book: county, programme: 'dibao', month: march }))
    const preview = granted(await previewRun(tx, draft.runId, due, []))
    return granted(await freezeRun(tx, draft.runId, preview.previewDigest!, due, []))
  })
})
afterAll(() => database?.close())

test('发放清册: one row per household, the month beside what is paid for earlier ones, sums that are the run’s', async () => {
  const file = granted(await as(staff.finance, '2025-03-08', (tx) => paymentListWorkbook(tx, run.runId)))
  expect(file.fileName).toBe('990101-202503-dibao-1.xlsx')
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(file.bytes as never)
  const rows = book.worksheets[0]!.getSheetValues()
    .slice(1)
    .map((row) => (row as unknown[]).slice(1))
  expect(rows[0]![0]).toBe('安禾县民政局2025-03最低生活保障发放清册')
  const of = (name: string) => rows.find((row) => row[3] === name)!
  expect(of('王示例').slice(6)).toEqual([wang.accountNumber, 2, 629, 111, 730, 1470, '补 2025-01 2025-02'])
  expect(of('王示例')[4]).toMatch(/^990101\d{11}[\dX]$/)
  expect(of('阿依古丽·示例').slice(7, 12)).toEqual([1, 412.5, 0, 0, 412.5])
  const total = rows.find((row) => row[0] === '合计')!
  expect(total.slice(7, 12)).toEqual([3, 1041.5, 111, 730, 1882.5])
  expect(run.total).toBe(yuan('1882.50'))
  expect(JSON.stringify(rows)).toContain(run.contentDigest)
})

test('the same list on paper, and a request to finance by budget line: one paper however often it is asked for', async () => {
  const paper = granted(await as(staff.finance, '2025-03-08', (tx) => paymentListPaper(tx, run.runId)))
  expect(paper.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const request = granted(await as(staff.preparer, '2025-03-08', (tx) => issueFundsRequest(tx, run.runId)))
  expect(request).toMatchObject({
    kind: 'funds-request',
    organ: '安禾县民政局',
    number: expect.stringMatching(/^安民社救资〔2025〕\d+号$/),
  })
  const again = granted(await as(staff.leader, '2025-03-09', (tx) => issueFundsRequest(tx, run.runId)))
  expect(again.id).toBe(request.id)
})

test('every export of the list is written down with its digest', async () => {
  const { rows } = await database.owner.query(
    "select action, after_digest is not null as digest from audit_entry where action like 'payment-run.export-%'",
  )
  expect(rows).toEqual([
    { action: 'payment-run.export-xlsx', digest: true },
    { action: 'payment-run.export-pdf', digest: true },
  ])
})

test('money that comes back is a task for the township within seven days, and a message; when it is mended the task ends', async () => {
  await as(staff.clerk, '2025-01-05', async (tx) =>
    granted(await addPhone(tx, { household: wang.household, phone: '12000000199' })),
  )
  const content = run.contentDigest!
  granted(await as(staff.reviewer, '2025-03-08', (tx) => approveRun(tx, run.runId, 'review', content)))
  granted(await as(staff.leader, '2025-03-08', (tx) => approveRun(tx, run.runId, 'approve', content)))
  granted(await as(staff.finance, '2025-03-08', (tx) => releaseRun(tx, run.runId, content)))
  const payment = await fileBytes(granted(await as(staff.finance, '2025-03-08', (tx) => makeFile(tx, run.runId))))
  const { heading, digest } = readPayment(payment)
  const answer = fileWriter('answer', [
    heading.付款单位!,
    heading.批次号!,
    heading.文件序号!,
    digest,
    '2025-03-08',
    '接受',
    '',
    '',
    '',
  ]).end(['1882.50'], key)
  granted(await as(staff.finance, '2025-03-08', (tx) => receiveAnswer(tx, county, answer.bytes)))
  const results = returnFileOf(payment, key, {
    rows: (rows) =>
      rows.map((row) => (row.account === wang.accountNumber ? { ...row, result: '退回', reason: 'R04' } : row)),
  })
  granted(await as(staff.finance, '2025-03-09', (tx) => importReturns(tx, county, results)))
  await database.owner.query(
    "update business_clock set offset_days = (date '2025-03-09' - (now() at time zone 'Asia/Shanghai')::date)",
  )
  await hearEvents()
  await hearEvents()
  const open = await as(staff.clerk, '2025-03-09', (tx) => tasks(tx, {}))
  expect(open.map((task) => [task.kind, task.role, task.due, task.about.month, task.about.reason])).toEqual(
    ['2025-01', '2025-02', '2025-03'].map((month) => [
      'payment-returned',
      'township-clerk',
      '2025-03-16',
      month,
      'R04',
    ]),
  )
  expect(await as(staff.leader, '2025-03-10', (tx) => monthSummary(tx, { book: county, month: march }))).toMatchObject([
    {
      area: '990101103',
      households: 1,
      people: 2,
      regular: yuan(629),
      supplement: yuan(111),
      backPay: yuan(730),
      returned: yuan(1470),
      total: yuan(1470),
    },
    { area: '990101104', households: 1, returned: 0n, total: yuan('412.50') },
  ])
  granted(
    await as(staff.clerk, '2025-03-12', (tx) =>
      clearAccount(tx, { person: wang.head, accountId: wang.accountId!, how: '本人到柜台激活' }),
    ),
  )
  await hearEvents()
  expect(await as(staff.clerk, '2025-03-12', (tx) => tasks(tx, {}))).toEqual([])
})

test('a changed account is told to the telephone the family had before, not to the one given with the change', async () => {
  await as(staff.clerk, '2025-03-20', async (tx) =>
    granted(await addPhone(tx, { household: wang.household, phone: '12000000177' })),
  )
  const change = granted(
    await as(staff.clerk, '2025-03-21', (tx) =>
      captureAccount(tx, { person: wang.head, bank: '安禾农商银行', number: '6299000000888888', holder: '王示例' }),
    ),
  )
  granted(await as(staff.reviewer, '2025-03-21', (tx) => confirmAccount(tx, wang.head, change.accountId)))
  await hearEvents()
  const { rows } = await database.owner.query("select phone_tail, text from message where kind = 'account-changed'")
  expect(rows.map((row) => row.phone_tail)).toEqual(['0199'])
  expect(rows[0].text).toContain('8888')
  const { rows: plain } = await as(staff.finance, '2025-03-21', (tx) =>
    sql<{ n: number }>`select count(*)::int as n from payee_account where number_sealed like '%888888%'`.execute(tx),
  )
  expect(plain[0]!.n).toBe(0)
})
