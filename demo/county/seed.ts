import {
  addDays,
  type Calendar,
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
import { enterRoster, openTheBook, planRoster, type RosterFamily, sharesFor } from './caseload.ts'
import { planCases } from './cases.ts'
import { type AgencyControl, type County, dayBack } from './county.ts'
import { type Begun, liveDays } from './days.ts'
import { plannedPerson } from './families.ts'
import { nextList, paidFamilies } from './household-life.ts'
import { type BankControl, monthBegins, payMonth } from './months.ts'
import { hireStaff, live, type Staff } from './people.ts'
import { countedTwice } from './stories/counted-twice.ts'
import { returnedPayee } from './stories/keys.ts'
import { lastFarewell } from './stories/last-farewell.ts'
import { neighboursMoney } from './stories/neighbours-money.ts'
import { returnedMoney } from './stories/returned-money.ts'

export type SeedStep = 'roster' | 'months' | 'stories' | 'cases'

export interface SeedOptions {
  households: number
  cases: number
  seed: number
  /** How many months ago the roster was taken over; a list was paid for each month since. */
  months: number
  /** The business day on which the county opens its doors to visitors. */
  today: Day
  bank: Bank
  control: BankControl
  agencies: AgencyControl
  /** County and bank exchange keys; done by whoever started the bank. `shares`: how much money lies there. */
  meet(staff: Staff, day: Day, shares: number): Promise<void>
  /** What a day brings by itself: answers, terms, messages, returned money. */
  morning(day: Day): Promise<void>
  /** After a great many rows the database looks at its tables anew; its own clock for that is slower than we are. */
  rest(): Promise<void>
  progress(step: SeedStep, done: number, total: number): void
}

/** The oldest story begins so many months before the last paid list. */
const storyMonths = 6

/**
 * 安禾县 is lived, not inserted: a roster taken over a year ago, each month since paid through the bank's own process, three
 * stories, and applications that the staff worked on day by day. The same seed gives the same families and the same days.
 */
export async function seedCounty(db: Db, options: SeedOptions): Promise<void> {
  const { today, seed, progress } = options
  const opening = addDays(firstDay(nextMonth(monthOf(today), -options.months)), 2)
  const staff = await hireStaff(db, opening)
  // The coming year's money too: a visitor moves the calendar, and January's list needs a budget.
  const [first, now] = [Number(opening.slice(0, 4)), Number(today.slice(0, 4))]
  const years = Array.from({ length: now + 2 - first }, (_, i) => first + i)
  const shares = sharesFor(options.households)
  await openTheBook(db, staff, opening, { years, shares })
  await options.meet(staff, opening, shares)
  const calendar = await live(db, systemActor('demo'), today, (tx) => workingCalendar(tx))
  const { bank, control, agencies, morning } = options
  const county: County = { db, staff, calendar, bank, control, agencies, taken: new Set(), day: opening }

  const families = [returnedFamily(county), ...planRoster(staff, seed, opening, options.households, county.taken)]
  await plantTroubles(options, families)
  // The months that are lived now have their own stories: the roster's reviews come due after them.
  const taken = { day: opening, reviewsFrom: addDays(today, 150) }
  await enterRoster(db, staff, taken, families, (done) => progress('roster', done, families.length))
  await options.rest()

  const last = lastPaid(calendar, today)
  const months = monthsBetween(monthOf(opening), last)
  const quiet = months.slice(0, -storyMonths)
  await liveDays(
    county,
    lists(county, quiet),
    today,
    async () => {},
    (done) => progress('months', done, months.length),
  )
  await options.rest()

  const stories = threeStories(county, families, last)
  const told = [...lists(county, months.slice(-storyMonths)), ...stories]
  await liveDays(county, told, today, morning, (done) => progress('stories', done, told.length))

  const random = seededRandom(seed + 99)
  const begun = [
    ...planCases(county, { cases: options.cases, seed, today, random }),
    ...(await paidFamilies(county, today, options.cases)),
  ]
  await liveDays(county, begun, today, morning, (done) => progress('cases', done, begun.length))
  county.day = today
  await morning(today)
  await nextList(county)
}

const lists = (county: County, months: readonly Month[]): Begun[] =>
  months.map((month) => ({ from: monthBegins(county.calendar, month), life: payMonth(county, month) }))

/** The last month whose list is through by today: begun on the fifth and reconciled some days later. */
const lastPaid = (calendar: Calendar, today: Day): Month => {
  const month = monthOf(today)
  return addDays(monthBegins(calendar, month), 6) <= today ? month : nextMonth(month, -1)
}

function threeStories(county: County, families: readonly RosterFamily[], last: Month): Begun[] {
  const [town] = county.staff.towns
  const at = (months: number, day: number) => dayBack(county.calendar, last, months, day)
  const accounts = { closed: families[0]!.account, asleep: families.at(-1)!.account }
  return [
    {
      from: at(6, 8),
      life: lastFarewell(county, town!, { death: at(1, 6), check: at(1, 9), list: last }),
    },
    { from: at(5, 18), life: countedTwice(county, town!, { appeal: at(3, 17), answer: at(2, 9) }) },
    { from: at(2, 3), life: neighboursMoney(county, town!) },
    { from: at(1, 2), life: closesAccounts(county, [accounts.closed], 'closed') },
    { from: at(1, 18), life: returnedMoney(county, town!, last) },
    { from: at(0, 2), life: closesAccounts(county, [accounts.asleep], 'dormant') },
  ]
}

/** At the bank, unseen by the county until money comes back. */
async function* closesAccounts(county: County, accounts: string[], state: 'closed' | 'dormant') {
  await county.control.plant(accounts.map((account) => ({ account, state })))
}

/** Whose money comes back in a story: he stands on the roster like everybody else. */
function returnedFamily({ staff, taken }: County): RosterFamily {
  const [town] = staff.towns
  const village = town!.villages.find((v) => v.rural)!
  const who = { name: returnedPayee, birth: '1953-06-24' as Day, sex: 'male', relation: 'applicant' } as const
  return {
    people: [plannedPerson(taken, who, {})],
    town: town!.code,
    area: village.code,
    rural: true,
    monthly: 41_000n,
    since: '2021-04-01' as Day,
    address: '四组11号',
    account: '6299102000990001',
  }
}

/** A few accounts in a thousand are closed or asleep: their money comes back and somebody has to call. */
const plantTroubles = ({ control, seed }: SeedOptions, families: readonly RosterFamily[]): Promise<void> => {
  const random = seededRandom(seed + 7)
  return control.plant(
    families
      .filter((family) => family.people[0]!.name !== returnedPayee && random.chance(0.003))
      .map(({ account }) => ({ account, state: random.pick(['closed', 'dormant'] as const) })),
  )
}

const monthsBetween = (from: Month, to: Month): Month[] => {
  const months: Month[] = []
  for (let m = from; m <= to; m = nextMonth(m)) months.push(m)
  return months
}
