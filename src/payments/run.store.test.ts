import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OutsideProcess, startOutside } from '../../demo/outside/start-process.ts'
import { addDays, type Day, isRefusal, type Month, yuan } from '../foundation/index.ts'
import { granted, openTestHouse } from '../household/testkit/index.ts'
import { type Actor, newId, type Tx } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { asideFiles } from './aside.ts'
import { cancelRun, freezeRun } from './freeze-run.ts'
import { importReturns, waitingPayments } from './import-returns.ts'
import { instructionsOf } from './instruction.ts'
import { collectReturns, sendFile } from './jobs.ts'
import { balancesOf } from './ledger-store.ts'
import { fileBytes, fileOfRun, makeFile } from './make-file.ts'
import { choosePayee, confirmPayee } from './payee.ts'
import { captureAccount, clearAccount, confirmAccount } from './payee-account.ts'
import { type DueQuery, openRun, previewRun } from './preview-run.ts'
import { reconcileRun } from './reconcile.ts'
import { exceptionsOf, releaseStop } from './release-stop.ts'
import { type Run, runById, sealsOf } from './run-store.ts'
import { approveRun, releaseRun } from './seal-run.ts'
import type { StopSource } from './stop.ts'
import { refuseFile } from './testkit/bank-files.ts'
import { type Claim, connectBank, dueOf, family, on, openTestBook, staff, type TestBank } from './testkit/index.ts'
import { verifyLedger } from './verify-ledger.ts'
import { writeBack } from './write-back.ts'

const march = '2025-03' as Month
const april = '2025-04' as Month
let database: FreshDatabase
let bankProcess: OutsideProcess
let bank: TestBank
let county = '990100'

// One bank and one database for all tests; each has a book of its own.
beforeAll(async () => {
  openTestHouse()
  ;[database, bankProcess] = await Promise.all([freshDatabase({ max: 10 }), startOutside('bank')])
}, 60_000)
beforeEach(async () => {
  county = String(Number(county) + 1)
  await openTestBook(database.db, '2025-03-01', county)
  bank = await connectBank(database.db, '2025-03-01', bankProcess.announcement, county)
  await bank.control('DELETE', '/behaviour')
})
afterAll(async () => {
  await database?.close()
  await bankProcess?.stop()
})

const as = <T>(actor: Actor, day: string, work: (tx: Tx) => Promise<T>) => on(database.db, actor, day, work)

const preview = (day: string, due: DueQuery, stops: readonly StopSource[] = [], month = march): Promise<Run> =>
  as(staff.preparer, day, async (tx) => {
    const run = granted(await openRun(tx, { book: county, programme: 'dibao', month }))
    return granted(await previewRun(tx, run.runId, due, stops))
  })

const freeze = async (day: string, due: DueQuery, stops: readonly StopSource[] = [], month = march): Promise<Run> => {
  const run = await preview(day, due, stops, month)
  return granted(await as(staff.preparer, day, (tx) => freezeRun(tx, run.runId, run.previewDigest!, due, stops)))
}

const release = async (day: string, due: DueQuery, stops: readonly StopSource[] = [], month = march): Promise<Run> => {
  const { runId, contentDigest } = await freeze(day, due, stops, month)
  granted(await as(staff.reviewer, day, (tx) => approveRun(tx, runId, 'review', contentDigest!)))
  granted(await as(staff.leader, day, (tx) => approveRun(tx, runId, 'approve', contentDigest!)))
  return granted(await as(staff.finance, day, (tx) => releaseRun(tx, runId, contentDigest!)))
}

/** The whole month up to the bank's results, which come one day later. */
const pay = async (day: string, due: DueQuery, stops: readonly StopSource[] = [], month = march): Promise<Run> => {
  const { runId } = await release(day, due, stops, month)
  await bank.control('PUT', '/clock', { day })
  granted(await as(staff.finance, day, (tx) => makeFile(tx, runId)))
  granted((await as(staff.finance, day, (tx) => sendFile(tx, runId, bank)))!)
  const next = addDays(day as Day, 1)
  await bank.control('PUT', '/clock', { day: next })
  for (const outcome of await as(staff.finance, next, (tx) => collectReturns(tx, county, bank))) granted(outcome)
  return (await as(staff.finance, next, (tx) => runById(tx, runId)))!
}

const balance = async (account: string) =>
  (await as(staff.finance, '2025-03-31', (tx) => balancesOf(tx, county))).find((b) => b.account === account)?.balance ??
  0n
const sound = async () => expect(await as(staff.finance, '2025-04-30', (tx) => verifyLedger(tx, county))).toEqual([])

test('three families in March: from the preview to a reconciled bank account', async () => {
  const wang = await family(database.db, '2025-03-01', '王示例')
  const li = await family(database.db, '2025-03-01', '李试样')
  const aili = await family(database.db, '2025-03-01', '阿依古丽·示例')
  const due = dueOf([
    { household: wang.household, month: march, amount: yuan(740) },
    { household: li.household, month: march, amount: yuan(1480), supplement: yuan(111), people: 2 },
    { household: aili.household, month: march, amount: yuan(412.5) },
  ])
  const run = await preview('2025-03-08', due)
  expect(run).toMatchObject({
    number: `${county}-202503-dibao-1`,
    state: 'draft',
    lines: 3,
    households: 3,
    people: 4,
    total: yuan('2632.50'),
    supplement: yuan(111),
    heldLines: 0,
  })
  const paid = await pay('2025-03-08', due)
  expect(paid).toMatchObject({ state: 'acknowledged', total: yuan('2632.50'), runId: run.runId })
  expect(await balance('paid/dibao')).toBe(yuan('2632.50'))
  expect(await balance('clearing')).toBe(0n)
  expect(await balance('fund/2025/2081902/dibao')).toBe(yuan(1_000_000) - yuan('2632.50'))

  const statement = await bank.statement(county, '2025-03-01' as Day, '2025-03-31' as Day)
  const settled = granted(await as(staff.finance, '2025-03-12', (tx) => reconcileRun(tx, run.runId, statement)))
  expect(settled.differences).toEqual([])
  const seals = await as(staff.finance, '2025-03-12', (tx) => sealsOf(tx, run.runId))
  expect(seals.map((seal) => [seal.step, seal.naturalPerson])).toEqual([
    ['prepare', 'np-li'],
    ['review', 'np-zhou'],
    ['approve', 'np-he'],
    ['finance', 'np-ma'],
  ])
  // What the bank really credited is what the family sees.
  expect(await bank.control('GET', '/credited')).toMatchObject({
    [wang.accountNumber!]: '740.00',
    [aili.accountNumber!]: '412.50',
  })
  const seen = await as(
    { ...staff.clerk, role: 'citizen', area: null, household: wang.household },
    '2025-03-12',
    (tx) => instructionsOf(tx, wang.household),
  )
  expect(seen).toMatchObject([{ month: march, amount: yuan(740), state: 'paid', stateOn: '2025-03-09', sequence: 1 }])
  await sound()
})

describe('four eyes are four human beings', () => {
  test('neither another account of the same person nor another office of theirs can seal twice', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    const { runId, contentDigest } = await freeze(
      '2025-03-08',
      dueOf([{ household: wang.household, month: march, amount: yuan(740) }]),
    )
    const seal = (actor: Actor, step: 'review' | 'approve') =>
      as(actor, '2025-03-08', (tx) => approveRun(tx, runId, step, contentDigest!))
    expect(await seal({ ...staff.reviewer, id: 'second-account', naturalPerson: 'np-li' }, 'review')).toMatchObject({
      refused: 'four-eyes',
    })
    expect(await seal({ ...staff.reviewer, naturalPerson: null }, 'review')).toMatchObject({
      refused: 'needs-a-person',
    })
    // A township sees no run of the county.
    expect(await seal(staff.clerk, 'review')).toMatchObject({ refused: 'not-found' })
    expect(await seal(staff.finance, 'review')).toMatchObject({ refused: 'not-your-seal' })
    granted(await seal(staff.reviewer, 'review'))
    expect(await seal({ ...staff.leader, naturalPerson: 'np-zhou' }, 'approve')).toMatchObject({ refused: 'four-eyes' })
    granted(await seal(staff.leader, 'approve'))
    const asFinance = { ...staff.finance, naturalPerson: 'np-he' }
    expect(await as(asFinance, '2025-03-08', (tx) => releaseRun(tx, runId, contentDigest!))).toMatchObject({
      refused: 'four-eyes',
    })
    expect(await balance('payable/dibao')).toBe(0n)
  })

  test('two who seal the same step at once: one does, the other is told', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    const { runId, contentDigest } = await freeze(
      '2025-03-08',
      dueOf([{ household: wang.household, month: march, amount: yuan(740) }]),
    )
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        as({ ...staff.reviewer, id: `a-${i}`, naturalPerson: `np-${i}` }, '2025-03-08', (tx) =>
          approveRun(tx, runId, 'review', contentDigest!),
        ),
      ),
    )
    expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1)
    expect(
      answers.filter((answer) => isRefusal(answer) && (answer as { refused: string }).refused === 'run-state'),
    ).toHaveLength(7)
  })
})

describe('a frozen list', () => {
  const claims = async (): Promise<Claim[]> => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    const li = await family(database.db, '2025-03-01', '李试样')
    return [wang, li].map((f) => ({ household: f.household, month: march, amount: yuan(740) }))
  }

  test('is what the preparer saw, or it is not frozen', async () => {
    const [wang, li] = await claims()
    const run = await preview('2025-03-08', dueOf([wang!]))
    const answer = await as(staff.preparer, '2025-03-08', (tx) =>
      freezeRun(tx, run.runId, run.previewDigest!, dueOf([wang!, li!]), []),
    )
    expect(answer).toMatchObject({ refused: 'preview-changed' })
  })

  test('cannot be altered by any program, nor previewed again', async () => {
    const due = dueOf(await claims())
    const run = await freeze('2025-03-08', due)
    const change = (statement: (tx: Tx) => Promise<unknown>) =>
      expect(as(staff.preparer, '2025-03-08', statement)).rejects.toMatchObject({ code: '55000' })
    await change((tx) => sql`update payment_line set amount = amount + 1`.execute(tx))
    await change((tx) => sql`delete from payment_line where line_no = 1`.execute(tx))
    await change((tx) => sql`update payment_line set held = true where line_no = 2`.execute(tx))
    expect(await as(staff.preparer, '2025-03-08', (tx) => previewRun(tx, run.runId, due, []))).toMatchObject({
      refused: 'run-state',
    })
  })

  test('altered behind our back by the database owner is noticed by the next who seals', async () => {
    const run = await freeze('2025-03-08', dueOf(await claims()))
    await database.owner.query('alter table payment_line disable trigger all')
    await database.owner.query("update payment_line set holder = '别人' where line_no = 1 and run_id = $1", [run.runId])
    await database.owner.query('alter table payment_line enable trigger all')
    const answer = await as(staff.reviewer, '2025-03-08', (tx) =>
      approveRun(tx, run.runId, 'review', run.contentDigest!),
    )
    expect(answer).toMatchObject({ refused: 'content-changed' })
  })

  test('sent back with a reason is due again, under the next sequence', async () => {
    const due = dueOf(await claims())
    const run = await freeze('2025-03-08', due)
    expect(await as(staff.leader, '2025-03-08', (tx) => cancelRun(tx, run.runId, ' '))).toMatchObject({
      refused: 'reason-missing',
    })
    granted(await as(staff.leader, '2025-03-08', (tx) => cancelRun(tx, run.runId, '村名写错')))
    const again = await pay('2025-03-09', due)
    expect(again).toMatchObject({ number: `${county}-202503-dibao-2`, lines: 2, state: 'acknowledged' })
    await sound()
  })

  test('leaves nothing due: a second list of the month holds only who came late', async () => {
    const [wang, li] = await claims()
    await pay('2025-03-08', dueOf([wang!]))
    const second = await preview('2025-03-15', dueOf([wang!, li!]))
    expect(second).toMatchObject({ number: `${county}-202503-dibao-2`, lines: 1, total: yuan(740) })
  })

  test('two prepare the same month at once: no claim is instructed twice', async () => {
    const due = dueOf(await claims())
    const runs = await Promise.all([preview('2025-03-08', due), preview('2025-03-08', due)])
    expect(runs[0]!.runId).toBe(runs[1]!.runId)
    const answers = await Promise.all(
      [staff.preparer, { ...staff.preparer, naturalPerson: 'np-other' }].map((actor) =>
        as(actor, '2025-03-08', (tx) => freezeRun(tx, runs[0]!.runId, runs[0]!.previewDigest!, due, [])),
      ),
    )
    expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1)
    const { rows } = await database.owner.query(
      'select count(*)::int as n from payment_instruction where live and book_id = $1',
      [county],
    )
    expect(rows[0].n).toBe(2)
  })
})

describe('a line is held before it is paid', () => {
  const stopsOf = async (run: Run) =>
    (await as(staff.preparer, '2025-03-08', (tx) => exceptionsOf(tx, run.runId))).map((line) => [
      line.household,
      line.stops.map((s) => s.stop),
    ])

  test('nobody named, no account: the money waits, the others are paid', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    const noAccount = await family(database.db, '2025-03-01', '赵无卡', { account: null })
    const due = dueOf([wang, noAccount].map((f) => ({ household: f.household, month: march, amount: yuan(740) })))
    const run = await preview('2025-03-08', due)
    expect(run).toMatchObject({ lines: 1, heldLines: 1, heldTotal: yuan(740) })
    expect(await stopsOf(run)).toEqual([[noAccount.household, ['account-missing']]])
    const let_go = await as(staff.preparer, '2025-03-08', (tx) =>
      releaseStop(tx, { runId: run.runId, line: 2, stop: 'account-missing', reason: '先发' }),
    )
    expect(let_go).toMatchObject({ refused: 'stop-must-be-mended' })
    await pay('2025-03-08', due)
    // In April an account is there: March is still due, and comes with April.
    await as(staff.clerk, '2025-03-20', async (tx) =>
      granted(
        await captureAccount(tx, {
          person: noAccount.head,
          bank: '安禾农商银行',
          number: '6299000000777777',
          holder: '赵无卡',
        }),
      ),
    )
    const both = dueOf(
      [march, april].flatMap((month) =>
        [wang, noAccount].map((f) => ({ household: f.household, month, amount: yuan(740) })),
      ),
    )
    const next = await pay('2025-04-08', both, [], april)
    expect(next).toMatchObject({ lines: 3, total: yuan(2220) })
    await sound()
  })

  test('an account changed by two people is held for one cycle; who changed it cannot lift the hold', async () => {
    const wang = await family(database.db, '2025-01-01', '王示例')
    const due = (month: Month) => dueOf([{ household: wang.household, month, amount: yuan(740) }])
    const change = granted(
      await as(staff.clerk, '2025-03-05', (tx) =>
        captureAccount(tx, { person: wang.head, bank: '安禾农商银行', number: '6299000000888888', holder: '王示例' }),
      ),
    )
    expect(change.status).toBe('waiting')
    expect(await as(staff.clerk, '2025-03-05', (tx) => confirmAccount(tx, wang.head, change.accountId))).toMatchObject({
      refused: 'four-eyes',
    })
    granted(await as(staff.reviewer, '2025-03-05', (tx) => confirmAccount(tx, wang.head, change.accountId)))
    const run = await preview('2025-03-08', due(march))
    expect(await stopsOf(run)).toEqual([[wang.household, ['account-changed']]])
    const lift = (actor: Actor) =>
      as(actor, '2025-03-08', (tx) =>
        releaseStop(tx, { runId: run.runId, line: 1, stop: 'account-changed', reason: '电话核实本人' }),
      )
    expect(await lift(staff.reviewer)).toMatchObject({ refused: 'four-eyes' })
    expect(granted(await lift(staff.leader))).toMatchObject({ lines: 1, heldLines: 0 })
    // The release stands when the list is made again, and for this claim only.
    expect(await preview('2025-03-08', due(march))).toMatchObject({ lines: 1, heldLines: 0 })
    expect(await preview('2025-04-04', due(april), [], april)).toMatchObject({ lines: 0, heldLines: 1 })
    expect(await preview('2025-04-05', due(april), [], april)).toMatchObject({ lines: 1, heldLines: 0 })
  })

  test('one account under two names is held; one guardian for two households is not', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例', { account: '6299000000123456' })
    const li = await family(database.db, '2025-03-01', '李试样', { account: '6299000000123456' })
    const aunt = await family(database.db, '2025-03-01', '孙姑姑')
    const child = await family(database.db, '2025-03-01', '孙小孩', { payee: aunt.head })
    const run = await preview(
      '2025-03-08',
      dueOf([wang, li, aunt, child].map((f) => ({ household: f.household, month: march, amount: yuan(500) }))),
    )
    expect(await stopsOf(run)).toEqual([
      [wang.household, ['duplicate-account']],
      [li.household, ['duplicate-account']],
    ])
    expect(run.lines).toBe(2)
  })

  test('money turned to another person waits for a second pair of eyes and one cycle', async () => {
    const wang = await family(database.db, '2025-01-01', '王示例')
    const son = await family(database.db, '2025-01-01', '王小示')
    const turned = granted(
      await as(staff.clerk, '2025-03-05', (tx) =>
        choosePayee(tx, { household: wang.household, payee: son.head, relation: 'proxy', reason: '住院' }),
      ),
    )
    granted(await as(staff.reviewer, '2025-03-06', (tx) => confirmPayee(tx, wang.household, turned.payeeId)))
    const due = dueOf([{ household: wang.household, month: march, amount: yuan(740) }])
    expect(await stopsOf(await preview('2025-03-08', due))).toEqual([[wang.household, ['account-changed']]])
  })

  test('a check of a later chapter holds its lines, with its own detail', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    const li = await family(database.db, '2025-03-01', '李试样')
    const dead: StopSource = {
      stop: 'member-dead',
      rows: sql`select ${String(li.household)}::bigint as household_id, null::bigint as person_id, null::text as month, '2025-02-20' as detail`,
    }
    const due = dueOf([wang, li].map((f) => ({ household: f.household, month: march, amount: yuan(740) })))
    const run = await preview('2025-03-08', due, [dead])
    expect(await as(staff.preparer, '2025-03-08', (tx) => exceptionsOf(tx, run.runId))).toMatchObject([
      { household: li.household, stops: [{ stop: 'member-dead', detail: '2025-02-20', released: false }] },
    ])
  })

  test('an amount that changed without a step of its own is unexplained and stays out', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    await pay('2025-03-08', dueOf([{ household: wang.household, month: march, amount: yuan(740), basis: 'award/1' }]))
    const due = (basis: string) => dueOf([{ household: wang.household, month: april, amount: yuan(900), basis }])
    expect(await stopsOf(await preview('2025-04-08', due('award/1'), [], april))).toEqual([
      [wang.household, ['unexplained']],
    ])
    expect(await preview('2025-04-08', due('award/2'), [], april)).toMatchObject({ lines: 1, heldLines: 0 })
  })
})

describe('the bank', () => {
  test('gets the same bytes however often the file is asked for, and pays once', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    const { runId } = await release(
      '2025-03-08',
      dueOf([{ household: wang.household, month: march, amount: yuan(740) }]),
    )
    granted(await as(staff.finance, '2025-03-08', (tx) => makeFile(tx, runId)))
    const file = granted(await as(staff.finance, '2025-03-10', (tx) => makeFile(tx, runId)))
    expect(file).toEqual(await as(staff.finance, '2025-03-10', (tx) => fileOfRun(tx, runId)))
    const bytes = await fileBytes(file)
    await bank.send(bytes)
    await bank.send(await fileBytes(file))
    granted((await as(staff.finance, '2025-03-10', (tx) => sendFile(tx, runId, bank)))!)
    expect(await as(staff.finance, '2025-03-10', (tx) => sendFile(tx, runId, bank))).toBeNull()
    await bank.control('PUT', '/clock', { day: '2025-03-11' })
    expect(await bank.control('GET', '/credited')).toMatchObject({ [wang.accountNumber!]: '740.00' })
  })

  test('refuses for good: nothing moved, every line is due again', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    const due = dueOf([{ household: wang.household, month: march, amount: yuan(740) }])
    const { runId } = await release('2025-03-08', due)
    granted(await as(staff.finance, '2025-03-08', (tx) => makeFile(tx, runId)))
    // F09 is final: a bank that cannot read this account number will never take these bytes.
    const refusing: TestBank = { ...bank, send: (bytes) => refuseFile(database.db, bytes, 'F09') }
    const answer = await as(staff.finance, '2025-03-08', (tx) => sendFile(tx, runId, refusing))
    expect(answer).toMatchObject({ accepted: false, again: false, reason: 'F09' })
    expect(await as(staff.finance, '2025-03-08', (tx) => runById(tx, runId))).toMatchObject({
      state: 'rejected',
      bankSays: 'F09',
    })
    expect(await balance('payable/dibao')).toBe(0n)
    expect(await balance('fund/2025/2081902/dibao')).toBe(yuan(1_000_000))
    expect(await preview('2025-03-09', due)).toMatchObject({ lines: 1 })
    await sound()
  })

  test('sends money back: it waits, somebody calls, it is paid again under the next sequence', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    const li = await family(database.db, '2025-03-01', '李试样')
    await bank.control('POST', '/accounts', [{ account: li.accountNumber, state: 'dormant' }])
    const due = dueOf([wang, li].map((f) => ({ household: f.household, month: march, amount: yuan(740) })))
    const run = await pay('2025-03-08', due)
    expect(await balance('returned/dibao')).toBe(yuan(740))
    expect(await as(staff.finance, '2025-03-10', (tx) => waitingPayments(tx, county))).toMatchObject([
      { household: li.household, amount: yuan(740), reason: 'R04', since: '2025-03-09' },
    ])
    const { rows: events } = await database.owner.query(
      "select payload from outbox where kind = 'payment-returned' and household_id = $1",
      [li.household],
    )
    expect(events).toHaveLength(1)
    // Nothing is sent to the same account before somebody has spoken with the payee.
    const held = await preview('2025-03-15', due)
    expect(held).toMatchObject({ lines: 0, heldLines: 1, heldTotal: yuan(740) })
    await as(staff.clerk, '2025-03-16', async (tx) =>
      granted(await clearAccount(tx, { person: li.head, accountId: li.accountId!, how: '本人到柜台激活' })),
    )
    await bank.control('POST', '/accounts', [{ account: li.accountNumber, state: 'open' }])
    const again = await pay('2025-03-17', due)
    expect(again).toMatchObject({ lines: 1, total: yuan(740) })
    expect(await balance('returned/dibao')).toBe(0n)
    expect(await balance('paid/dibao')).toBe(yuan(1480))
    const seen = await as(staff.finance, '2025-03-20', (tx) => instructionsOf(tx, li.household))
    expect(seen.map((i) => [i.sequence, i.state])).toEqual([
      [2, 'paid'],
      [1, 'repaid'],
    ])
    expect(run.runId).not.toBe(again.runId)
    await sound()
  })

  test('credits and takes it back days later: the money bounces from paid to waiting', async () => {
    const wang = await family(database.db, '2025-03-01', '王示例')
    await bank.control('POST', '/accounts', [{ account: wang.accountNumber, bouncesAfterDays: 3 }])
    const run = await pay('2025-03-08', dueOf([{ household: wang.household, month: march, amount: yuan(740) }]))
    granted(await as(staff.finance, '2025-03-10', (tx) => reconcileRun(tx, run.runId)))
    await bank.control('PUT', '/clock', { day: '2025-03-13' })
    for (const outcome of await as(staff.finance, '2025-03-13', (tx) => collectReturns(tx, county, bank)))
      granted(outcome)
    expect(await balance('paid/dibao')).toBe(0n)
    expect(await balance('returned/dibao')).toBe(yuan(740))
    // He died before March: the money goes back to its fund by a decision, not by a hand.
    const [waiting] = await as(staff.finance, '2025-03-14', (tx) => waitingPayments(tx, county))
    const back = { household: wang.household, instruction: waiting!.instruction, reason: '2025-02-27 去世' }
    expect(await as(staff.finance, '2025-03-14', (tx) => writeBack(tx, { ...back, decisionId: '' }))).toMatchObject({
      refused: 'decision-missing',
    })
    granted(await as(staff.finance, '2025-03-14', (tx) => writeBack(tx, { ...back, decisionId: newId() })))
    expect(await balance('fund/2025/2081902/dibao')).toBe(yuan(1_000_000))
    await sound()
  })

  test('says results twice, late and out of order: each is taken once, and in the order of its number', async () => {
    const families = [
      await family(database.db, '2025-03-01', '王示例'),
      await family(database.db, '2025-03-01', '李试样'),
    ]
    await bank.control('PUT', '/behaviour', { splitInto: 2 })
    const { runId } = await release(
      '2025-03-08',
      dueOf(families.map((f) => ({ household: f.household, month: march, amount: yuan(740) }))),
    )
    await bank.control('PUT', '/clock', { day: '2025-03-08' })
    granted(await as(staff.finance, '2025-03-08', (tx) => makeFile(tx, runId)))
    granted((await as(staff.finance, '2025-03-08', (tx) => sendFile(tx, runId, bank)))!)
    await bank.control('PUT', '/clock', { day: '2025-03-09' })
    const [first, second] = [await bank.returnFile(county, 1n), await bank.returnFile(county, 2n)]
    const take = (bytes: Buffer) => as(staff.finance, '2025-03-10', (tx) => importReturns(tx, county, bytes))
    expect(await take(second)).toMatchObject({ refused: 'return-gap', with: { sequence: '2', missing: '1' } })
    expect(await balance('paid/dibao')).toBe(0n)
    granted(await take(first))
    expect(await take(first)).toMatchObject({ refused: 'return-imported', with: { sequence: '1', on: '2025-03-10' } })
    granted(await take(second))
    expect(await balance('paid/dibao')).toBe(yuan(1480))
    expect(await as(staff.finance, '2025-03-10', (tx) => asideFiles(tx, county))).toMatchObject([
      { what: 'return', refused: 'return-gap', sequence: 2n },
    ])
    await sound()
  })

  test('is short of a line: the difference has a name', async () => {
    const families = [
      await family(database.db, '2025-03-01', '王示例'),
      await family(database.db, '2025-03-01', '李试样'),
    ]
    await bank.control('PUT', '/behaviour', { daysLate: 5 })
    const { runId } = await release(
      '2025-03-08',
      dueOf(families.map((f) => ({ household: f.household, month: march, amount: yuan(740) }))),
    )
    await bank.control('PUT', '/clock', { day: '2025-03-08' })
    granted(await as(staff.finance, '2025-03-08', (tx) => makeFile(tx, runId)))
    granted((await as(staff.finance, '2025-03-08', (tx) => sendFile(tx, runId, bank)))!)
    const early = granted(await as(staff.finance, '2025-03-09', (tx) => reconcileRun(tx, runId)))
    expect(early.settled).toBe(false)
    expect(early.differences.map((d) => [d.kind, d.expected, d.found])).toEqual([
      ['no-result', yuan(740), null],
      ['no-result', yuan(740), null],
    ])
    const emptyStatement = await bank.statement(county, '2025-03-01' as Day, '2025-03-07' as Day)
    const noDebit = granted(await as(staff.finance, '2025-03-09', (tx) => reconcileRun(tx, runId, emptyStatement)))
    expect(noDebit.differences.map((d) => d.kind)).toContain('statement-missing')
  })
})

test('a fund that holds too little stops the release and says what is missing', async () => {
  const wang = await family(database.db, '2025-03-01', '王示例')
  const frozen = await freeze(
    '2025-03-08',
    dueOf([{ household: wang.household, month: march, amount: yuan(1_000_740) }]),
  )
  granted(await as(staff.reviewer, '2025-03-08', (tx) => approveRun(tx, frozen.runId, 'review', frozen.contentDigest!)))
  granted(await as(staff.leader, '2025-03-08', (tx) => approveRun(tx, frozen.runId, 'approve', frozen.contentDigest!)))
  const answer = await as(staff.finance, '2025-03-08', (tx) => releaseRun(tx, frozen.runId, frozen.contentDigest!))
  expect(answer).toMatchObject({ refused: 'fund-short', with: { account: 'fund/2025/2081902/dibao', missing: '740' } })
})
