import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Month, yuan } from '../foundation/index.ts'
import { granted, openTestHouse } from '../household/testkit/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { asideFiles, settleAside } from './aside.ts'
import { fileWriter } from './bank-file.ts'
import { freezeRun } from './freeze-run.ts'
import { importReturns } from './import-returns.ts'
import { fileBytes, makeFile } from './make-file.ts'
import { openRun, previewRun } from './preview-run.ts'
import { receiveAnswer } from './receive-answer.ts'
import { approveRun, releaseRun } from './seal-run.ts'
import { bankKey, type ResultRow, readPayment, returnFileOf, trusted } from './testkit/bank-files.ts'
import { county, dueOf, family, on, openTestBook, staff } from './testkit/index.ts'
import { verifyLedger } from './verify-ledger.ts'

let database: FreshDatabase
let payment: Buffer
const key = bankKey()
const march = '2025-03' as Month
const take = (bytes: Buffer) => on(database.db, staff.finance, '2025-03-10', (tx) => importReturns(tx, county, bytes))

/** Everything that money rests on, as one text. */
async function state(): Promise<string> {
  const { rows } = await database.owner.query(`select
    (select json_agg(a order by account) from (select account, balance from ledger_account) a) as balances,
    (select count(*) from posting) as postings, (select count(*) from payment_result) as results, (select count(*) from return_file) as files,
    (select json_agg(i order by i.household_id) from (select household_id, live, ended from payment_instruction) i) as instructions,
    (select json_agg(r) from (select state, version from payment_run) r) as runs,
    (select count(*) from payee_account where returned_on is not null) as returned,
    (select count(*) from outbox) as told`)
  return JSON.stringify(rows[0], (_, value) => (typeof value === 'bigint' ? String(value) : value))
}

beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
  await openTestBook(database.db, '2025-03-01')
  await trusted(database.db, key)
  const families = []
  for (const name of ['王示例', '李试样', '赵示范', '孙样本', '阿依·示例'])
    families.push(await family(database.db, '2025-03-01', name))
  const due = dueOf(families.map((f, i) => ({ household: f.household, month: march, amount: yuan(700 + i) })))
  const run = await on(database.db, staff.preparer, '2025-03-08', async (tx) => {
    const draft = granted(await openRun(tx, { book: county, programme: 'dibao', month: march }))
    const preview = granted(await previewRun(tx, draft.runId, due, []))
    return granted(await freezeRun(tx, draft.runId, preview.previewDigest!, due, []))
  })
  const content = run.contentDigest!
  granted(await on(database.db, staff.reviewer, '2025-03-08', (tx) => approveRun(tx, run.runId, 'review', content)))
  granted(await on(database.db, staff.leader, '2025-03-08', (tx) => approveRun(tx, run.runId, 'approve', content)))
  granted(await on(database.db, staff.finance, '2025-03-08', (tx) => releaseRun(tx, run.runId, content)))
  const file = granted(await on(database.db, staff.finance, '2025-03-08', (tx) => makeFile(tx, run.runId)))
  payment = await fileBytes(file)
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
  ])
  granted(
    await on(database.db, staff.finance, '2025-03-08', (tx) =>
      receiveAnswer(tx, county, answer.end(['3510.00'], key).bytes),
    ),
  )
})
afterAll(() => database?.close())

test('a file about another list, another county or a list we never sent is foreign', async () => {
  const before = await state()
  const heading = (i: number, value: string) =>
    take(returnFileOf(payment, key, { heading: (fields) => fields.map((f, n) => (n === i ? value : f)) }))
  expect(await heading(0, '990102')).toMatchObject({ refused: 'return-foreign', with: { column: '付款单位' } })
  expect(await heading(1, '990101-202503-dibao-9')).toMatchObject({
    refused: 'return-foreign',
    with: { column: '批次号' },
  })
  expect(await heading(2, '9')).toMatchObject({ refused: 'return-foreign', with: { column: '文件序号' } })
  expect(await heading(3, 'a'.repeat(64))).toMatchObject({ refused: 'return-foreign', with: { column: '文件摘要' } })
  expect(await take(returnFileOf(payment, bankKey()))).toMatchObject({ refused: 'bank-file-key' })
  expect(await state()).toBe(before)
})

/** A signed file in which some lines are not what we sent. What is wrong first is named, and nothing has changed. */
const mutation = fc.record({
  row: fc.nat({ max: 4 }),
  column: fc.constantFrom<'original' | 'instruction' | 'account' | 'amount'>(
    'original',
    'instruction',
    'account',
    'amount',
  ),
  other: fc.integer({ min: 1, max: 4 }),
})
const columnNames = { original: '原序号', instruction: '指令号', account: '账号', amount: '金额' }

test('lines that differ from what was sent are found by line and column, and change nothing', async () => {
  const before = await state()
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const spoilt = new Map<number, string>()
      const bytes = returnFileOf(payment, key, {
        rows: (rows) => {
          const changed = rows.map((row) => ({ ...row }))
          for (const { row, column, other } of mutations) {
            if (spoilt.has(row)) continue
            // A value that another line has: right in itself, wrong here. A line number beyond the list: nobody's.
            const foreign: ResultRow = rows[(row + other) % 5]!
            if (column === 'original') changed[row]!.original = 5 + row + 1
            else changed[row]![column] = foreign[column]
            spoilt.set(row, columnNames[column])
          }
          return changed
        },
      })
      const first = Math.min(...spoilt.keys())
      const answer = await take(bytes)
      expect(answer).toMatchObject({ refused: 'return-line', with: { line: 11 + first, column: spoilt.get(first) } })
      expect(await state()).toBe(before)
    }),
    { numRuns: 40 },
  )
})

test('any byte changed on the way: nothing has changed here', async () => {
  const good = returnFileOf(payment, key)
  const before = await state()
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const bytes = Buffer.from(good)
      bytes[at] = (bytes[at]! + by) % 256
      expect(await take(bytes)).toMatchObject({ refused: expect.stringMatching(/^bank-file-/) })
    }),
    { numRuns: 25 },
  )
  expect(await state()).toBe(before)
})

test('part of the lines first, the rest later; twice is once; a settled line does not change again', async () => {
  const some =
    (from: number, to: number, change: Partial<ResultRow> = {}) =>
    (rows: ResultRow[]) =>
      rows.slice(from, to).map((row) => ({ ...row, ...change }))
  const first = returnFileOf(payment, key, { rows: some(0, 3) })
  expect(granted(await take(first))).toMatchObject({ paidLines: 3, returnedLines: 0 })
  const after = await state()
  expect(await take(first)).toMatchObject({ refused: 'return-imported', with: { sequence: '1' } })
  // The same number with other content is never believed.
  expect(await take(returnFileOf(payment, key, { rows: some(3, 5) }))).toMatchObject({ refused: 'return-number-used' })
  // A line that was paid is not paid again; its reference is used.
  const again = returnFileOf(payment, key, { sequence: 2, rows: some(2, 4) })
  expect(await take(again)).toMatchObject({ refused: 'return-line', with: { line: 11, column: '结果' } })
  const used = returnFileOf(payment, key, { sequence: 2, rows: some(3, 4, { reference: 'B1X1' }) })
  expect(await take(used)).toMatchObject({ refused: 'return-line', with: { line: 11, column: '银行流水号' } })
  expect(await state()).toBe(after)
  const rest = returnFileOf(payment, key, {
    sequence: 2,
    rows: (rows) => [rows[3]!, { ...rows[4]!, result: '退回', reason: 'R02' }],
  })
  expect(granted(await take(rest))).toMatchObject({ paidLines: 1, returnedLines: 1, returned: yuan(704) })
  const late = returnFileOf(payment, key, { sequence: 3, rows: some(4, 5) })
  expect(await take(late)).toMatchObject({ refused: 'return-line', with: { column: '结果' } })
  expect(await on(database.db, staff.finance, '2025-03-11', (tx) => verifyLedger(tx, county))).toEqual([])
})

test('what was refused waits for a person, who says how it was settled', async () => {
  const aside = await on(database.db, staff.finance, '2025-03-11', (tx) => asideFiles(tx, county))
  expect(aside.length).toBeGreaterThan(10)
  const file = aside.find((a) => a.refused === 'return-line')!
  expect(file.atColumn).not.toBeNull()
  granted(
    await on(database.db, staff.finance, '2025-03-11', (tx) =>
      settleAside(tx, { book: county, asideId: file.asideId, how: '银行已重发' }),
    ),
  )
  expect(await on(database.db, staff.finance, '2025-03-11', (tx) => asideFiles(tx, county))).toHaveLength(
    aside.length - 1,
  )
})
