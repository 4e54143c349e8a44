import {
  addWorkingDays,
  type Calendar,
  type Day,
  firstDay,
  type Month,
  nextMonth,
  onOrAfterWorkingDay,
  type Refusal,
  yuanText,
} from '../../src/foundation/index.ts'
import type { Bank } from '../../src/payments/index.ts'
import type { Actor, Db, Tx } from '../../src/platform/index.ts'
import type { OutsideProcess } from '../outside/start-process.ts'
import type { PlannedFamily } from './families.ts'
import type { BankControl } from './months.ts'
import { granted, live, type Staff } from './people.ts'

/** 安禾县 while it is being lived: whoever does something does it on `day`. */
export interface County {
  db: Db
  staff: Staff
  calendar: Calendar
  bank: Bank
  control: BankControl
  agencies: AgencyControl
  /** Everybody's identity number, so that nobody gets somebody else's. */
  taken: Set<string>
  day: Day
}

/** One step of one person on the day that is lived; a refusal is a fault of the generator. */
export const act = <T>(
  county: County,
  actor: Actor,
  work: (tx: Tx) => Promise<T | Refusal>,
): Promise<Exclude<T, Refusal | null>> =>
  live(county.db, actor, county.day, async (tx) => granted(await work(tx))) as Promise<Exclude<T, Refusal | null>>

export const workingDaysLater = ({ calendar, day }: County, days: number): Day =>
  addWorkingDays(calendar, day, days).day

/** A day of a month counted back from `last`, moved on to a working day. */
export const dayBack = (calendar: Calendar, last: Month, months: number, dayOfMonth: number): Day =>
  onOrAfterWorkingDay(
    calendar,
    `${firstDay(nextMonth(last, -months)).slice(0, 8)}${String(dayOfMonth).padStart(2, '0')}` as Day,
  )

/** The doors of the agencies for whoever plays the world: what really is, which the county learns only by asking. */
export interface AgencyControl {
  plant(people: { number: string; truth: Record<string, unknown> }[]): Promise<void>
}

export const agencyControl = ({ announcement }: Pick<OutsideProcess, 'announcement'>): AgencyControl => ({
  async plant(people) {
    const reply = await fetch(`${announcement.url}/people`, {
      method: 'POST',
      headers: { authorization: `Bearer ${announcement.controlToken}` },
      body: people.map((one) => JSON.stringify(one)).join('\n'),
    })
    if (!reply.ok) throw new Error(`The agencies did not take ${people.length} people: ${reply.status}`)
  },
})

/**
 * What the registers hold that a family knows to the day or the cent: marriage and pension. Accounts, vehicles, wages and
 * houses stay the agencies' own invention, so that some families have something to explain.
 */
export const registeredTruths = (plan: PlannedFamily) =>
  plan.people.map(({ identityNumber, facts }) => ({
    number: identityNumber,
    truth: {
      marriage: facts.marriage,
      died: null,
      basicPensionTwelveMonths: amountOrNone(facts.basicPension),
      pensionTwelveMonths: amountOrNone(facts.transferIncome),
    },
  }))

const amountOrNone = (value: unknown): string | null =>
  typeof value === 'bigint' && value > 0n ? yuanText(value) : null
