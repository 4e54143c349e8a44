import { freezeMonth, previewMonth } from '../../src/benefits/index.ts'
import { addDays, type Day, firstDay, type Month } from '../../src/foundation/index.ts'
import {
  approveRun,
  type Bank,
  collectReturns,
  makeFile,
  officePublicKey,
  reconcileRun,
  releaseRun,
  sendFile,
  trustBankKey,
} from '../../src/payments/index.ts'
import type { Db } from '../../src/platform/index.ts'
import type { OutsideProcess } from '../outside/start-process.ts'
import { county, granted, live, type Staff } from './people.ts'

/** The bank's own doors, for the people who play the world outside. */
export interface BankControl {
  day(day: Day): Promise<void>
  plant(
    accounts: {
      account: string
      holder?: string
      state: 'closed' | 'dormant' | 'frozen' | 'limited' | 'dead' | 'none'
    }[],
  ): Promise<void>
}

export function controlOf({
  announcement,
}: OutsideProcess): BankControl & { connect(publicKey: string): Promise<void> } {
  const ask = async (method: string, path: string, body: unknown) => {
    const reply = await fetch(announcement.url + path, {
      method,
      headers: { authorization: `Bearer ${announcement.controlToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!reply.ok) throw new Error(`The bank's control door answered ${reply.status} to ${method} ${path}`)
  }
  return {
    day: (day) => ask('PUT', '/clock', { day }),
    plant: (accounts) => ask('POST', '/accounts', accounts),
    connect: (publicKey) =>
      ask('PUT', `/payers/${county}`, {
        name: '安禾县财政局社会救助资金专户',
        account: '62990101000000001',
        publicKey,
        opening: '200000000.00',
      }),
  }
}

/** County and bank exchange their keys, once. */
export async function meetTheBank(db: Db, staff: Staff, bank: OutsideProcess, day: Day): Promise<void> {
  await controlOf(bank).connect(officePublicKey().publicKey)
  await live(db, staff.finance, day, async (tx) =>
    granted(await trustBankKey(tx, { book: county, publicKey: bank.announcement.publicKey })),
  )
}

/** One month as it is lived: list, three seals, file, bank, results, reconciliation. */
export async function payMonth(
  db: Db,
  staff: Staff,
  bank: Bank,
  control: BankControl,
  of: Month,
  until: 'previewed' | 'frozen' | 'reconciled' = 'reconciled',
): Promise<string> {
  const day = addDays(firstDay(of), 4)
  const preview = await live(db, staff.section, day, async (tx) =>
    granted(await previewMonth(tx, { book: county, programme: 'dibao', month: of })),
  )
  if (until === 'previewed') return preview.runId
  const run = await live(db, staff.section, day, async (tx) =>
    granted(await freezeMonth(tx, preview.runId, preview.previewDigest!)),
  )
  if (until === 'frozen') return run.runId
  const content = run.contentDigest!
  await live(db, staff.sectionTwo, day, async (tx) => granted(await approveRun(tx, run.runId, 'review', content)))
  await live(db, staff.leader, day, async (tx) => granted(await approveRun(tx, run.runId, 'approve', content)))
  await live(db, staff.finance, day, async (tx) => granted(await releaseRun(tx, run.runId, content)))
  await live(db, staff.finance, day, async (tx) => granted(await makeFile(tx, run.runId)))
  await control.day(day)
  await live(db, staff.finance, day, async (tx) => granted(await sendFile(tx, run.runId, bank)))
  const after = addDays(day, 2)
  await control.day(after)
  await live(db, staff.finance, after, async (tx) => {
    for (const outcome of await collectReturns(tx, county, bank)) granted(outcome)
  })
  await live(db, staff.finance, after, async (tx) => granted(await reconcileRun(tx, run.runId)))
  return run.runId
}
