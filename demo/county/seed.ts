import {
  addDays,
  addWorkingDays,
  type Day,
  firstDay,
  type Month,
  monthOf,
  nextMonth,
  seededRandom,
} from '../../src/foundation/index.ts'
import { workingCalendar } from '../../src/office/index.ts'
import type { Bank } from '../../src/payments/index.ts'
import { type Db, systemActor } from '../../src/platform/index.ts'
import { enterRoster, openTheBook, planRoster } from './caseload.ts'
import { type CaseEnd, type LivedCase, liveCase } from './cases.ts'
import { type BankControl, payMonth } from './months.ts'
import { hireStaff, live, type Staff } from './people.ts'

export interface SeedOptions {
  households: number
  cases: number
  seed: number
  /** The business day on which the county opens its doors to visitors. */
  today: Day
  bank: Bank
  control: BankControl
  /** County and bank exchange keys; done by whoever started the bank. */
  meet(staff: Staff, day: Day): Promise<void>
  progress(step: 'roster' | 'months' | 'cases', done: number, total: number): void
}

/** How the open cases are spread over the procedure; every state occurs. */
const spread: CaseEnd[] = [
  'submitted',
  'submitted',
  'supplement',
  'accepted',
  'verifying',
  'visited',
  'visited',
  'recommended',
  'notice',
  'notice',
  'objection',
  'county',
  'county',
  'reviewed',
  'decided',
  'delivered',
  'delivered',
  'refused',
  'withdrawn',
]

/**
 * 安禾县 is lived, not inserted: a roster taken over a year ago, twelve months paid through the bank's own process, and
 * applications that the staff worked on day by day. The same seed gives the same families.
 */
export async function seedCounty(db: Db, options: SeedOptions): Promise<{ staff: Staff; cases: LivedCase[] }> {
  const { today, seed } = options
  const opening = addDays(firstDay(nextMonth(monthOf(today), -12)), 2)
  const staff = await hireStaff(db, opening)
  const years = [...new Set([Number(opening.slice(0, 4)), Number(today.slice(0, 4))])]
  await openTheBook(db, staff, opening, years)
  await options.meet(staff, opening)
  const taken = new Set<string>()
  const families = planRoster(staff, seed, opening, options.households, taken)
  await plantTroubles(
    options,
    families.map((f) => f.account),
  )
  await enterRoster(db, staff, opening, families, (done) => options.progress('roster', done, families.length))

  const months = monthsBetween(monthOf(opening), monthOf(today))
  for (const [i, month] of months.entries()) {
    const last = i === months.length - 1
    if (!last || today >= addDays(firstDay(month), 8)) await payMonth(db, staff, options.bank, options.control, month)
    options.progress('months', i + 1, months.length)
  }
  return { staff, cases: await liveCases(db, staff, options, taken) }
}

/** A few accounts in a thousand are closed or asleep: their money comes back and somebody has to call. */
const plantTroubles = ({ control, seed }: SeedOptions, accounts: string[]): Promise<void> => {
  const random = seededRandom(seed + 7)
  return control.plant(
    accounts
      .filter(() => random.chance(0.003))
      .map((account) => ({ account, state: random.pick(['closed', 'dormant'] as const) })),
  )
}

async function liveCases(
  db: Db,
  staff: Staff,
  { cases, seed, today, progress }: SeedOptions,
  taken: Set<string>,
): Promise<LivedCase[]> {
  const calendar = await live(db, systemActor('demo'), today, (tx) => workingCalendar(tx))
  const random = seededRandom(seed + 99)
  const lived: LivedCase[] = []
  for (let i = 0; i < cases; i++) {
    const end = spread[i % spread.length]!
    const start = startFor(calendar, today, end, random.int(0, 9))
    lived.push(
      await liveCase(
        db,
        staff,
        random,
        staff.towns[i % staff.towns.length]!,
        start,
        end,
        `demo-case-${seed}-${String(i).padStart(4, '0')}`,
        taken,
      ),
    )
    progress('cases', i + 1, cases)
  }
  return lived
}

/** Early enough that a case of this end stands there today; a few began so long ago that they are late. */
function startFor(calendar: Parameters<typeof addWorkingDays>[0], today: Day, end: CaseEnd, more: number): Day {
  const needed: Record<CaseEnd, number> = {
    submitted: 1,
    supplement: 3,
    accepted: 4,
    verifying: 6,
    visited: 10,
    recommended: 12,
    notice: 14,
    objection: 16,
    county: 24,
    reviewed: 26,
    decided: 28,
    delivered: 32,
    refused: 32,
    withdrawn: 12,
  }
  let day = addDays(today, -Math.ceil((needed[end] + more) * 1.5))
  while (addWorkingDays(calendar, addDays(day, -1), 1).day !== day) day = addDays(day, -1)
  return day
}

const monthsBetween = (from: Month, to: Month): Month[] => {
  const months: Month[] = []
  for (let m = from; m <= to; m = nextMonth(m)) months.push(m)
  return months
}
