import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AreaCode, isRefusal, yuan } from '../foundation/index.ts'
import { countyActor, granted, openTestHouse } from '../household/testkit/index.ts'
import { newId, type Tx, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { fundAccount } from './account-code.ts'
import { openBook } from './book.ts'
import { deltas, type Entry, type Posting, reversal, shortfall } from './ledger.ts'
import { allocateFunds, balancesOf, entryOf, historyOf, postEntry } from './ledger-store.ts'

let database: FreshDatabase
const county = '990101' as AreaCode
const fund = fundAccount(2025, '2081902', 'dibao')
const work = <T>(does: (tx: Tx) => Promise<T>, actor = countyActor()): Promise<T> =>
  withScope(database.db, { actor }, does)

beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase({ max: 12 })
  await work((tx) => book(tx, county))
})
afterAll(() => database?.close())

const book = async (tx: Tx, id: AreaCode) =>
  granted(
    await openBook(tx, {
      book: id,
      name: '安禾县民政局',
      financeOffice: '安禾县财政局',
      payerName: '安禾县财政局社会救助资金专户',
      payerBank: '安禾农商银行',
      payerAccount: '62990101000000001',
    }),
  )

const balance = async (account: string) =>
  (await work((tx) => balancesOf(tx, county))).find((b) => b.account === account)?.balance ?? 0n

const single = (key: string, from: string, to: string, amount: bigint, reference = newId()): Entry => ({
  key,
  kind: 'test',
  why: 'test',
  postings: [{ kind: 'test', reference, from, to, amount }],
})

test('finance gives 1,000 yuan once: the same paper again is the same entry', async () => {
  const grant = { book: county, account: fund, amount: yuan(1000), document: '安财社〔2025〕1号', reference: newId() }
  const first = granted(await work((tx) => allocateFunds(tx, grant)))
  const again = granted(await work((tx) => allocateFunds(tx, grant)))
  expect(first.first).toBe(true)
  expect(again).toEqual({ entryId: first.entryId, first: false })
  expect(await balance(fund.account)).toBe(yuan(1000))
  expect(await balance('source')).toBe(-yuan(1000))
  const other = await work((tx) => allocateFunds(tx, { ...grant, amount: yuan(2000) }))
  expect(other).toMatchObject({ refused: 'entry-differs' })
})

test('64 at once, 100 yuan each, on a fund of 1,000: ten get it, nobody overdraws', async () => {
  const answers = await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      work((tx) =>
        postEntry(tx, county, single(`officer-${i}`, fund.account, 'payable/temporaryAssistance', yuan(100))),
      ),
    ),
  )
  expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(10)
  expect(answers.filter((answer) => isRefusal(answer) && answer.refused === 'fund-short')).toHaveLength(54)
  expect(await balance(fund.account)).toBe(0n)
  expect(await balance('payable/temporaryAssistance')).toBe(yuan(1000))
})

test('the same entry fifty times at once is one entry', async () => {
  const entry = single('retry', 'payable/temporaryAssistance', 'clearing', yuan(7))
  const answers = await Promise.all(Array.from({ length: 50 }, () => work((tx) => postEntry(tx, county, entry))))
  expect(answers.filter((answer) => !isRefusal(answer) && answer.first)).toHaveLength(1)
  expect(new Set(answers.map((answer) => granted(answer).entryId)).size).toBe(1)
  expect(await balance('clearing')).toBe(yuan(7))
})

test('a posting shows where the money came from and where it went', async () => {
  const reference = newId()
  await work((tx) => postEntry(tx, county, single('there', 'source', 'clearing', 5n, reference)))
  const entry = (await work((tx) => entryOf(tx, county, 'there')))!
  granted(await work((tx) => postEntry(tx, county, reversal(entry, 'posted by mistake'))))
  const history = await work((tx) => historyOf(tx, county, reference))
  expect(history.map((m) => [m.from, m.to, m.amount])).toEqual([
    ['source', 'clearing', 5n],
    ['clearing', 'source', 5n],
  ])
})

describe('the database keeps what a program might forget', () => {
  const expectRefused = (statement: (tx: Tx) => Promise<unknown>, code: string) =>
    expect(work(statement)).rejects.toMatchObject({ code })

  test('the application may not edit a balance, a posting or an entry', async () => {
    await expectRefused((tx) => sql`update ledger_account set balance = 1`.execute(tx), '42501')
    await expectRefused((tx) => sql`update posting set amount = 1`.execute(tx), '42501')
    await expectRefused((tx) => sql`delete from posting`.execute(tx), '42501')
    await expectRefused((tx) => sql`delete from ledger_entry`.execute(tx), '42501')
    await expectRefused(
      (tx) =>
        sql`insert into ledger_account (book_id, account, kind, guarded, balance) values (${county}, 'fund/1/2/3', 'fund', true, 100)`.execute(
          tx,
        ),
      '42501',
    )
  })

  test('a posting that would overdraw, or that names no account or no entry, stops the transaction', async () => {
    const raw =
      (from: string, to: string, entry: string, amount = 10n ** 15n) =>
      (tx: Tx) =>
        sql`insert into posting (book_id, kind, reference, entry_id, from_account, to_account, amount)
          values (${county}, 'raw', ${newId()}, ${entry}, ${from}, ${to}, ${String(amount)}::bigint)`.execute(tx)
    const { rows } = await work((tx) =>
      sql<{ entry_id: string }>`select entry_id from ledger_entry limit 1`.execute(tx),
    )
    const entry = rows[0]!.entry_id
    await expectRefused(raw(fund.account, 'clearing', entry), '23514')
    await expectRefused(raw('source', 'nowhere', entry), '23514')
    await expectRefused(raw('source', 'clearing', newId()), '23503')
    await expectRefused(raw('source', 'clearing', entry, 0n), '23514')
  })

  test('another county and a township see nothing of the book', async () => {
    for (const area of ['990102', '990101103']) {
      const seen = await work((tx) => balancesOf(tx, county), { ...countyActor(), area: area as AreaCode })
      expect(seen).toEqual([])
    }
  })
})

/** The same acts on a map in memory and on PostgreSQL: same answers, same balances, and money is never made or lost. */
test('the ledger behaves like its model', async () => {
  const names = ['source', 'fund/2026/2081901/dibao', 'payable/dibao', 'clearing', 'paid/dibao', 'returned/dibao']
  const act = fc.record({
    key: fc.integer({ min: 0, max: 40 }),
    content: fc.array(
      fc.record({
        from: fc.nat({ max: names.length - 1 }),
        to: fc.nat({ max: names.length - 1 }),
        amount: fc.bigInt({ min: 1n, max: 2_000n }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    again: fc.boolean(),
  })
  let round = 0
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 25 }), async (acts) => {
      const prefix = `model-${round++}`
      const model = new Map<string, bigint>()
      const entries = new Map<string, Entry>()
      const start = new Map((await work((tx) => balancesOf(tx, county))).map((b) => [b.account, b.balance]))
      for (const { key, content, again } of acts) {
        const name = `${prefix}/${key}`
        const known = entries.get(name)
        const postings = content
          .filter((p) => p.from !== p.to)
          .map(
            (p): Posting => ({
              kind: 'model',
              reference: newId(),
              from: names[p.from]!,
              to: names[p.to]!,
              amount: p.amount,
            }),
          )
        if (postings.length === 0) continue
        const entry = known && again ? known : { key: name, kind: 'model', why: '', postings }
        const change = deltas(entry.postings)
        const standings = names.map((account) => ({
          account,
          balance: (start.get(account) ?? 0n) + (model.get(account) ?? 0n),
          guarded: account !== 'source',
        }))
        const expected = known
          ? known === entry
            ? 'again'
            : 'differs'
          : shortfall(change, standings)
            ? 'short'
            : 'first'
        const answer = await work((tx) => postEntry(tx, county, entry))
        const got = isRefusal(answer)
          ? answer.refused === 'fund-short'
            ? 'short'
            : 'differs'
          : answer.first
            ? 'first'
            : 'again'
        expect(got).toBe(expected)
        if (expected === 'first') {
          entries.set(name, entry)
          for (const [account, amount] of change) model.set(account, (model.get(account) ?? 0n) + amount)
        }
      }
      const after = await work((tx) => balancesOf(tx, county))
      for (const account of names)
        expect(after.find((b) => b.account === account)?.balance ?? 0n).toBe(
          (start.get(account) ?? 0n) + (model.get(account) ?? 0n),
        )
      expect(after.reduce((total, b) => total + b.balance, 0n)).toBe(0n)
    }),
    { numRuns: 30 },
  )
}, 120_000)
