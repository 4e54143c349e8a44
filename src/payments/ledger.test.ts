import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { yuan } from '../foundation/index.ts'
import { budgetLineOf, fundAccount, openingAccount, payableAccount, readAccount } from './account-code.ts'
import { deltas, type Entry, posting, reversal, shortfall } from './ledger.ts'

const fund = fundAccount(2025, '2081902', 'dibao').account
const owed = payableAccount('dibao').account

test('the account code says what stands in it, and reads back', () => {
  expect(fund).toBe('fund/2025/2081902/dibao')
  expect(readAccount(fund)).toEqual(fundAccount(2025, '2081902', 'dibao'))
  expect(readAccount('opening')).toEqual(openingAccount())
  expect(() => readAccount('fund/dibao')).toThrow(RangeError)
  expect(() => readAccount('payable/dibao/extra')).toThrow(RangeError)
})

test('urban and rural dibao are booked under their own lines; a programme without a line cannot be paid', () => {
  expect(budgetLineOf('dibao', 'urban')).toBe('2081901')
  expect(budgetLineOf('dibao', 'rural')).toBe('2081902')
  expect(budgetLineOf('legalAid', 'rural')).toBeNull()
})

test('money always leaves one account and reaches another', () => {
  expect(() => posting({ kind: 'owed', reference: 'a', from: fund, to: fund, amount: 1n })).toThrow(/leaves an account/)
  expect(() => posting({ kind: 'owed', reference: 'a', from: fund, to: owed, amount: 0n })).toThrow(/positive/)
})

test('740 yuan owed from a fund of 500: 240 are missing', () => {
  const change = deltas([posting({ kind: 'owed', reference: 'a', from: fund, to: owed, amount: yuan(740) })])
  const standings = [
    { account: fund, balance: yuan(500), guarded: true },
    { account: owed, balance: 0n, guarded: true },
  ]
  expect(shortfall(change, standings)).toEqual({ account: fund, missing: yuan(240) })
})

const account = fc.constantFrom(
  'source',
  'fund/2025/2081902/dibao',
  'payable/dibao',
  'clearing',
  'paid/dibao',
  'returned/dibao',
)
const anyPosting = fc
  .record({
    kind: fc.constantFrom('grant', 'owed', 'sent'),
    reference: fc.uuid(),
    from: account,
    to: account,
    amount: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  })
  .filter((p) => p.from !== p.to)
const anyEntry: fc.Arbitrary<Entry> = fc.record({
  key: fc.uuid(),
  kind: fc.constant('test'),
  why: fc.constant(''),
  postings: fc.array(anyPosting, { minLength: 1, maxLength: 12 }),
})

describe('whatever is posted', () => {
  test('sums to zero', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        expect([...deltas(entry.postings).values()].reduce((a, b) => a + b, 0n)).toBe(0n)
      }),
    )
  })
  test('and its reversal leave nothing behind', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        const both = [...entry.postings, ...reversal(entry, 'mistake').postings]
        expect([...deltas(both).values()].every((change) => change === 0n)).toBe(true)
      }),
    )
  })
})
