import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AreaCode } from '../foundation/index.ts'
import { addMember, openHousehold } from '../household/index.ts'
import { granted, inventedNumber } from '../household/testkit/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import { choosePayee, choosePayees, type PayeeChoice } from './payee.ts'
import { type AccountCapture, captureAccount, captureAccounts } from './payee-account.ts'
import { on, staff } from './testkit/index.ts'

let data: FreshDatabase
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
}, 60_000)
afterAll(() => data?.close())

const day = '2025-03-01'
let born = 0

/** 王示例, 李两卡, 陈同卡 and 赵已故, each alone in a household. */
const village = () =>
  on(data.db, staff.clerk, day, async (tx) => {
    const people = []
    for (const name of ['王示例', '李两卡', '陈同卡', '赵已故']) {
      const household = granted(await openHousehold(tx, { area: '990101103203' as AreaCode }))
      const { person } = granted(
        await addMember(tx, {
          household,
          person: { name, number: inventedNumber('1961-06-06', ++born) },
          relation: 'applicant',
          since: day as never,
          head: true,
        }),
      )
      people.push({ household, person, name })
    }
    return people as [(typeof people)[0], (typeof people)[0], (typeof people)[0], (typeof people)[0]]
  })

const dies = (person: bigint) =>
  data.owner.query('update person set death = $2 where person_id = $1', [String(person), '2025-02-01'])

const lines = async (table: 'payee' | 'payee_account', action: string) => ({
  rows: (await data.owner.query(`select count(*)::int as n from ${table}`)).rows[0].n as number,
  audit: (await data.owner.query('select count(*)::int as n from audit_entry where action = $1', [action])).rows[0]
    .n as number,
})

test('a roster’s payees at once come out as if each were chosen alone: refusals, second thoughts, one audit line each', async () => {
  const choicesOf = ([wang, li, chen, zhao]: Awaited<ReturnType<typeof village>>): PayeeChoice[] => [
    { household: wang.household, payee: wang.person, relation: 'self' },
    // The same again, and then another: it waits for a second pair of eyes, and after it nothing more can be asked.
    { household: wang.household, payee: wang.person, relation: 'self' },
    { household: wang.household, payee: li.person, relation: 'proxy', reason: '外出务工' },
    { household: wang.household, payee: chen.person, relation: 'proxy', reason: '住院' },
    { household: li.household, payee: li.person, relation: 'guardian' },
    { household: chen.household, payee: zhao.person, relation: 'member' },
    { household: chen.household, payee: chen.person, relation: 'self' },
    { household: chen.household, payee: 990101999999999n, relation: 'self' },
    { household: 990101999999999n, payee: chen.person, relation: 'self' },
  ]
  const [there, here] = [await village(), await village()]
  for (const [, , , zhao] of [there, here]) await dies(zhao.person)
  const before = await lines('payee', 'payee.choose')
  const alone = await on(data.db, staff.clerk, day, async (tx) => {
    const answers = []
    for (const choice of choicesOf(there)) answers.push(await choosePayee(tx, choice))
    return answers
  })
  const between = await lines('payee', 'payee.choose')
  const together = await on(data.db, staff.clerk, day, (tx) => choosePayees(tx, choicesOf(here)))
  const told = (answer: (typeof together)[number]) => ('refused' in answer ? answer.refused : answer.status)
  expect(together.map(told)).toEqual(alone.map(told))
  expect(together.map(told)).toEqual([
    'active',
    'payee-same',
    'waiting',
    'change-waiting',
    'guardian-needs-reason',
    'payee-dead',
    'active',
    'no-such-person',
    'no-such-household',
  ])
  expect({ rows: between.rows - before.rows, audit: between.audit - before.audit }).toEqual({ rows: 3, audit: 3 })
  const after = await lines('payee', 'payee.choose')
  expect({ rows: after.rows - between.rows, audit: after.audit - between.audit }).toEqual({ rows: 3, audit: 3 })
})

test('a roster’s accounts at once come out as if each were entered alone, doubts included', async () => {
  const card = (set: number, n: number) => `62990000${set}${String(n).padStart(8, '0')}`
  const capturesOf = (set: number, [wang, li, chen, zhao]: Awaited<ReturnType<typeof village>>): AccountCapture[] => [
    { person: wang.person, bank: '安禾农商银行', number: card(set, 1), holder: '王示例' },
    { person: wang.person, bank: '安禾农商银行', number: card(set, 1), holder: '王示例' },
    { person: li.person, bank: '安禾农商银行', number: card(set, 2), holder: '李 两卡' },
    { person: li.person, bank: '安禾农商银行', number: card(set, 3), holder: '李两卡' },
    { person: li.person, bank: '安禾农商银行', number: card(set, 4), holder: '李两卡' },
    // One card for two people: each is entered, the second is asked about.
    { person: chen.person, bank: '安禾农商银行', number: card(set, 1), holder: '陈同卡' },
    { person: zhao.person, bank: '安禾农商银行', number: card(set, 5), holder: '赵已故' },
    { person: chen.person, bank: ' ', number: card(set, 6), holder: '陈同卡' },
    { person: chen.person, bank: '安禾农商银行', number: '12', holder: '陈同卡' },
    { person: chen.person, bank: '安禾农商银行', number: card(set, 6), holder: '陈铜卡' },
  ]
  const [there, here] = [await village(), await village()]
  for (const [, , , zhao] of [there, here]) await dies(zhao.person)
  const before = await lines('payee_account', 'payee-account.capture')
  const alone = await on(data.db, staff.clerk, day, async (tx) => {
    const answers = []
    for (const capture of capturesOf(1, there)) answers.push(await captureAccount(tx, capture))
    return answers
  })
  const between = await lines('payee_account', 'payee-account.capture')
  const together = await on(data.db, staff.clerk, day, (tx) => captureAccounts(tx, capturesOf(2, here)))
  const told = (answer: (typeof together)[number]) =>
    'refused' in answer
      ? answer.refused
      : [answer.status, ...answer.doubts.filter((doubt) => doubt === 'shared-with-another-person')]
  expect(together.map(told)).toEqual(alone.map(told))
  expect(together.map(told)).toEqual([
    ['active'],
    'account-same',
    ['active'],
    ['waiting'],
    'change-waiting',
    ['active', 'shared-with-another-person'],
    'payee-dead',
    'bank-missing',
    'account-number',
    'holder-differs',
  ])
  expect({ rows: between.rows - before.rows, audit: between.audit - before.audit }).toEqual({ rows: 4, audit: 4 })
  const after = await lines('payee_account', 'payee-account.capture')
  expect({ rows: after.rows - between.rows, audit: after.audit - between.audit }).toEqual({ rows: 4, audit: 4 })
})
