/**
 * A county's months in a process of its own, one after the other until it is killed: preview, freeze, three seals, file,
 * bank, results, reconciliation. Whatever state it finds, it goes on from there; that is all the recovery there is.
 * Started by crash.store.test.ts.
 */
import { sql } from 'kysely'
import { type Day, firstDay, isRefusal, lastDay, type Month, month, nextMonth, yuan } from '../../foundation/index.ts'
import { granted } from '../../household/testkit/index.ts'
import { type Actor, openDatabase, openHouse, openPool, readConfig, type Tx } from '../../platform/index.ts'
import { fundAccount } from '../account-code.ts'
import { bankOverHttp } from '../bank.ts'
import { failpoint } from '../failpoints.ts'
import { freezeRun } from '../freeze-run.ts'
import { waitingPayments } from '../import-returns.ts'
import { collectReturns, sendFile } from '../jobs.ts'
import { allocateFunds } from '../ledger-store.ts'
import { makeFile } from '../make-file.ts'
import { clearAccount } from '../payee-account.ts'
import { openRun, previewRun } from '../preview-run.ts'
import { reconcileRun } from '../reconcile.ts'
import { type Run, runsOf } from '../run-store.ts'
import { approveRun, releaseRun } from '../seal-run.ts'
import { county, on, staff } from './index.ts'

const { DOUDI_MONTHS_URL: url, DOUDI_MONTHS_BANK: at, DOUDI_MONTHS_LAST: last } = process.env
const { bankUrl, clientToken, controlToken } = JSON.parse(at!) as Record<string, string>
openHouse(readConfig(process.env))
const pool = openPool(url!, { max: 3 })
const db = openDatabase(pool)
const bank = bankOverHttp({ url: bankUrl!, token: clientToken! })
const control = (method: string, path: string, body: unknown) =>
  fetch(bankUrl + path, { method, headers: { authorization: `Bearer ${controlToken}` }, body: JSON.stringify(body) })

/** One step of somebody on a day, in one transaction that may die just before its end. */
const as = <T>(actor: Actor, day: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
  on(db, actor, day, async (tx) => {
    const done = await work(tx)
    failpoint('before-commit')
    return done
  })

/** Everybody with a payee gets 740 yuan for every month from January on. */
const dueUntil = (until: Month) => sql`
  select p.household_id, 0::bigint as person_id, to_char(m, 'YYYY-MM') as month, 'regular' as kind, '' as claim, p.area, 'rural' as residence,
    ${yuan(740)}::bigint as amount, ${yuan(740)}::bigint as regular, 0::bigint as supplement, 1 as people, 'new' as reason, null::text as document,
    'award/1' as basis
  from payee p cross join generate_series('2025-01-01'::date, ${firstDay(until)}::date, interval '1 month') m`

async function step(of: Month, run: Run | undefined): Promise<void> {
  const day = `${of}-08`
  const content = run?.contentDigest ?? ''
  switch (run?.state) {
    case undefined:
      await as(staff.finance, day, async (tx) => {
        const document = `安财社〔${of.slice(0, 4)}〕1号`
        const account = fundAccount(Number(of.slice(0, 4)), '2081902', 'dibao')
        // The paper's number makes it one grant, however often it is read in.
        granted(
          await allocateFunds(tx, {
            book: county,
            account,
            amount: yuan(10_000_000),
            document,
            reference: paperOf(of),
          }),
        )
      })
      await as(staff.preparer, day, async (tx) =>
        granted(await openRun(tx, { book: county, programme: 'dibao', month: of })),
      )
      return
    case 'draft': {
      const preview = await as(staff.preparer, day, async (tx) =>
        granted(await previewRun(tx, run.runId, dueUntil(of), [])),
      )
      await as(staff.preparer, day, async (tx) =>
        granted(await freezeRun(tx, run.runId, preview.previewDigest!, dueUntil(of), [])),
      )
      return
    }
    case 'frozen':
      await as(staff.reviewer, day, async (tx) => granted(await approveRun(tx, run.runId, 'review', content)))
      return
    case 'reviewed':
      await as(staff.leader, day, async (tx) => granted(await approveRun(tx, run.runId, 'approve', content)))
      return
    case 'approved':
      await as(staff.finance, day, async (tx) => granted(await releaseRun(tx, run.runId, content)))
      return
    case 'released':
      await as(staff.finance, day, async (tx) => granted(await makeFile(tx, run.runId)))
      return
    case 'filed':
    case 'sent':
      await control('PUT', '/clock', { day })
      await as(staff.finance, day, async (tx) => granted((await sendFile(tx, run.runId, bank))!))
      return
    case 'acknowledged': {
      await control('PUT', '/clock', { day: `${of}-09` })
      await as(staff.finance, `${of}-09`, async (tx) => {
        for (const outcome of await collectReturns(tx, county, bank)) granted(outcome)
      })
      const statement = await bank.statement(county, firstDay(of), lastDay(of))
      const laid = await as(staff.finance, `${of}-10`, async (tx) =>
        granted(await reconcileRun(tx, run.runId, statement)),
      )
      if (!laid.settled)
        throw new Error(`the month does not fit: ${JSON.stringify(laid.differences.map((d) => d.kind))}`)
      return
    }
    default:
      throw new Error(`a month cannot stand in ${run?.state}`)
  }
}

/** Somebody calls those whose money came back; their accounts work again. */
async function callPayees(day: Day | string): Promise<void> {
  const waiting = await on(db, staff.finance, String(day), (tx) => waitingPayments(tx, county))
  for (const item of waiting) {
    if (item.payee === null || item.accountId === null) continue
    const { payee, accountId } = item
    await control('POST', '/accounts', await accountsOf(accountId))
    await as(staff.preparer, String(day), async (tx) => {
      const cleared = await clearAccount(tx, { person: payee, accountId, how: '本人到柜台激活' })
      if (isRefusal(cleared) && cleared.refused !== 'not-found') granted(cleared)
    })
  }
}

async function accountsOf(accountId: string) {
  const { openAccount } = await import('../payee-account.ts')
  const row = await on(db, staff.finance, '2025-01-01', (tx) =>
    tx
      .selectFrom('payee_account')
      .select('number_sealed')
      .where('account_id', '=', accountId)
      .executeTakeFirstOrThrow(),
  )
  return [{ account: openAccount(accountId, row.number_sealed), state: 'open' }]
}

const paperOf = (of: Month) => `00000000-0000-7000-8000-${of.slice(0, 4).padStart(12, '0')}`

process.stdout.write('ready\n')
for (let of = month('2025-01'); ; of = nextMonth(of)) {
  for (;;) {
    const runs = await on(db, staff.finance, `${of}-08`, (tx) => runsOf(tx, { book: county, month: of }))
    if (runs[0]?.state === 'reconciled') break
    await step(of, runs[0])
  }
  await callPayees(`${of}-15`)
  if (last && of >= last) break
}
await pool.end()
