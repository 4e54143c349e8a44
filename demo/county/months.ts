import { freezeMonth, previewMonth } from '../../src/benefits/index.ts'
import { addDays, type Calendar, type Day, type Month } from '../../src/foundation/index.ts'
import {
  approveRun,
  collectReturns,
  makeFile,
  officePublicKey,
  reconcileRun,
  releaseRun,
  sendFile,
  trustBankKey,
} from '../../src/payments/index.ts'
import type { Db, Tx } from '../../src/platform/index.ts'
import type { OutsideProcess } from '../outside/start-process.ts'
import { act, type County, dayBack, workingDaysLater } from './county.ts'
import type { Life } from './days.ts'
import { county as countyCode, granted, live, type Staff } from './people.ts'

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
}: OutsideProcess): BankControl & { connect(publicKey: string, shares: number): Promise<void> } {
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
    connect: (publicKey, shares) =>
      ask('PUT', `/payers/${countyCode}`, {
        name: '安禾县财政局社会救助资金专户',
        account: '62990101000000001',
        publicKey,
        opening: `${200_000_000 * shares}.00`,
      }),
  }
}

/** County and bank exchange their keys, once. */
export async function meetTheBank(
  db: Db,
  staff: Staff,
  bank: OutsideProcess,
  { day, shares }: { day: Day; shares: number },
): Promise<void> {
  await controlOf(bank).connect(officePublicKey().publicKey, shares)
  await live(db, staff.finance, day, async (tx) =>
    granted(await trustBankKey(tx, { book: countyCode, publicKey: bank.announcement.publicKey })),
  )
}

/** One month as it is lived: list, three seals, file, bank, results, reconciliation. */
export async function* payMonth(county: County, of: Month): Life {
  const { staff, bank, control } = county
  const draft = (tx: Tx) => previewMonth(tx, { book: countyCode, programme: 'dibao', month: of })
  await act(county, staff.section, draft)
  yield workingDaysLater(county, 1)
  // Made anew on the day it is frozen: in the meantime somebody may have decided something.
  const run = await act(county, staff.section, async (tx) => {
    const seen = granted(await draft(tx))
    return freezeMonth(tx, seen.runId, seen.previewDigest!)
  })
  const content = run.contentDigest!
  await act(county, staff.sectionTwo, (tx) => approveRun(tx, run.runId, 'review', content))
  await act(county, staff.leader, (tx) => approveRun(tx, run.runId, 'approve', content))
  await act(county, staff.finance, (tx) => releaseRun(tx, run.runId, content))
  await act(county, staff.finance, (tx) => makeFile(tx, run.runId))
  await control.day(county.day)
  await act(county, staff.finance, (tx) => sendFile(tx, run.runId, bank))
  yield addDays(county.day, 2)
  await control.day(county.day)
  await act(county, staff.finance, async (tx) => {
    for (const outcome of await collectReturns(tx, countyCode, bank)) granted(outcome)
  })
  await act(county, staff.finance, (tx) => reconcileRun(tx, run.runId))
}

/** The days of a month's list: begun on the fifth, or the working day after it; reconciled about three days later. */
export const monthBegins = (calendar: Calendar, of: Month): Day => dayBack(calendar, of, 0, 5)
