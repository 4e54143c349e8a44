import {
  addDays,
  ageOn,
  type Day,
  day,
  nameKey,
  type Random,
  type ReadIdentityNumber,
  readIdentityNumber,
  seededRandom,
  yuan,
  yuanText,
} from '../../src/foundation/index.ts'

/** The agencies that hold something about a person. Each answers for itself alone. */
export const sources = [
  'civil-registry',
  'vehicles',
  'real-estate',
  'tax',
  'social-insurance',
  'bank',
  'business-registry',
  'death-register',
] as const
export type Source = (typeof sources)[number]

export type Unit = 'yes-no' | 'count' | 'yuan' | 'day' | 'code' | 'square-metre'

/** One thing one agency knows about one person, as of a day. `detail` never holds a whole account or plate number. */
export interface AgencyRecord {
  item: string
  value: string
  unit: Unit
  asOf: Day
  detail?: string
}

/** What really is, in this invented world. Absent parts are derived from the number and the seed. */
export interface Truth {
  name?: string
  /** Day of death, or null for alive. */
  died?: Day | null
  registerCancelled?: boolean
  marriage?: 'single' | 'married' | 'divorced' | 'widowed'
  vehicles?: { kind: 'car' | 'truck' | 'motorcycle'; value: string; registeredOn: Day }[]
  homes?: { kind: 'dwelling' | 'shop'; area: number; registeredOn: Day }[]
  /** Gross income that payers reported for the last twelve months. */
  wagesTwelveMonths?: string | null
  businessIncomeTwelveMonths?: string | null
  employedInsured?: boolean
  /** Paid out in the last twelve months: the basic part that some places do not count, and everything else. */
  basicPensionTwelveMonths?: string | null
  pensionTwelveMonths?: string | null
  unemploymentTwelveMonths?: string | null
  accounts?: { bank: string; lastFour: string; balance: string }[]
  businesses?: { capital: string; since: Day }[]
}

export const wholeTruth = (derived: Required<Truth>, planted: Truth | undefined): Required<Truth> => ({
  ...derived,
  ...planted,
})

/** A stable 32-bit number from the seed and the identity number: the agencies' world does not depend on who asks first. */
export function personSeed(seed: number, number: string): number {
  let hash = (2166136261 ^ seed) >>> 0
  for (const character of number) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619) >>> 0
  return hash
}

const banks = ['演示农商银行', '演示邮储银行', '演示城市银行']

/** Derived lives do not move with the clock: asking twice gives the same answer. */
const on = day('2025-01-01')

/** An ordinary life in a poor county, from the number alone. Rates are invented. */
export function deriveTruth(seed: number, number: string): Required<Truth> {
  const read = readIdentityNumber(number)
  const random = seededRandom(personSeed(seed, number))
  if ('problem' in read) return nobody
  const age = ageOn(read.birth, on)
  const adult = age >= 18
  const working = adult && age < 60
  return {
    name: '',
    died: null,
    registerCancelled: false,
    marriage: marriageOf(random, age),
    vehicles: working ? vehiclesOf(random) : [],
    homes: age >= 30 ? homesOf(random) : [],
    wagesTwelveMonths: working && random.chance(0.12) ? whole(random.int(9, 48) * 1000) : null,
    businessIncomeTwelveMonths: working && random.chance(0.02) ? whole(random.int(5, 40) * 1000) : null,
    employedInsured: working && random.chance(0.12),
    ...pensionOf(random, read, age),
    unemploymentTwelveMonths: null,
    accounts: adult ? accountsOf(random) : [],
    businesses: working && random.chance(0.01) ? [{ capital: whole(50_000), since: addDays(on, -900) }] : [],
  }
}

const nobody: Required<Truth> = {
  name: '',
  died: null,
  registerCancelled: false,
  marriage: 'single',
  vehicles: [],
  homes: [],
  wagesTwelveMonths: null,
  businessIncomeTwelveMonths: null,
  employedInsured: false,
  basicPensionTwelveMonths: null,
  pensionTwelveMonths: null,
  unemploymentTwelveMonths: null,
  accounts: [],
  businesses: [],
}

const whole = (amount: number): string => `${amount}.00`

function marriageOf(random: Random, age: number): Required<Truth>['marriage'] {
  if (age < 20) return 'single'
  const draw = random.next()
  if (draw < 0.2) return 'single'
  if (age > 70 && draw < 0.5) return 'widowed'
  return draw < 0.9 ? 'married' : 'divorced'
}

function vehiclesOf(random: Random): Required<Truth>['vehicles'] {
  const registeredOn = addDays(on, -random.int(100, 3000))
  if (random.chance(0.02)) return [{ kind: 'car', value: whole(random.int(20, 80) * 1000), registeredOn }]
  return random.chance(0.15) ? [{ kind: 'motorcycle', value: whole(random.int(1, 5) * 1000), registeredOn }] : []
}

function homesOf(random: Random): Required<Truth>['homes'] {
  // A village house often has no registration at all: no record is not "no house".
  if (!random.chance(0.25)) return []
  return [{ kind: 'dwelling', area: random.int(45, 120), registeredOn: addDays(on, -random.int(500, 9000)) }]
}

function pensionOf(random: Random, read: ReadIdentityNumber, age: number) {
  const none = { basicPensionTwelveMonths: null, pensionTwelveMonths: null }
  if (age < 60) return none
  if (random.chance(0.03)) return { ...none, pensionTwelveMonths: whole(random.int(16, 30) * 1200) }
  if (!random.chance(0.9)) return none
  const ownAccount = random.int(0, read.sex === 'male' ? 40 : 30)
  return { basicPensionTwelveMonths: whole(143 * 12), pensionTwelveMonths: whole(ownAccount * 12) }
}

function accountsOf(random: Random): Required<Truth>['accounts'] {
  return Array.from({ length: random.int(0, 2) }, () => ({
    bank: random.pick(banks),
    lastFour: String(random.int(0, 9999)).padStart(4, '0'),
    balance: `${random.int(0, random.chance(0.1) ? 15_000 : 2500)}.${String(random.int(0, 99)).padStart(2, '0')}`,
  }))
}

/** What one agency finds about a person; `null` when it has no record of that person at all. */
export function recordsOf(source: Source, truth: Required<Truth>, asOf: Day): AgencyRecord[] | null {
  const record = (item: string, unit: Unit, value: string, detail?: string): AgencyRecord => ({
    item,
    value,
    unit,
    asOf,
    ...(detail && { detail }),
  })
  const some = (records: AgencyRecord[]) => (records.length > 0 ? records : null)
  switch (source) {
    case 'civil-registry':
      return [
        record('registered', 'yes-no', 'yes'),
        record('register-cancelled', 'yes-no', truth.registerCancelled || truth.died !== null ? 'yes' : 'no'),
        record('marriage', 'code', truth.marriage),
      ]
    case 'vehicles':
      return some(
        truth.vehicles.flatMap((vehicle) => [
          record(
            vehicle.kind === 'motorcycle' ? 'motorcycle' : 'motor-vehicle',
            'count',
            '1',
            `${vehicle.registeredOn} 登记`,
          ),
          record('vehicle-value', 'yuan', vehicle.value, vehicle.kind),
        ]),
      )
    case 'real-estate':
      return some(
        truth.homes.flatMap((home) => [
          record(home.kind === 'dwelling' ? 'dwelling' : 'non-dwelling', 'count', '1', `${home.registeredOn} 登记`),
          record(home.kind === 'dwelling' ? 'dwelling-area' : 'non-dwelling-area', 'square-metre', String(home.area)),
        ]),
      )
    case 'tax':
      return some([
        ...(truth.wagesTwelveMonths ? [record('wages-12-months', 'yuan', truth.wagesTwelveMonths)] : []),
        ...(truth.businessIncomeTwelveMonths
          ? [record('business-income-12-months', 'yuan', truth.businessIncomeTwelveMonths)]
          : []),
      ])
    case 'social-insurance':
      return some([
        ...(truth.employedInsured ? [record('insured-employment', 'yes-no', 'yes')] : []),
        ...(truth.basicPensionTwelveMonths
          ? [record('basic-pension-12-months', 'yuan', truth.basicPensionTwelveMonths)]
          : []),
        ...(truth.pensionTwelveMonths ? [record('pension-12-months', 'yuan', truth.pensionTwelveMonths)] : []),
        ...(truth.unemploymentTwelveMonths
          ? [record('unemployment-12-months', 'yuan', truth.unemploymentTwelveMonths)]
          : []),
      ])
    case 'bank':
      return some(
        truth.accounts.map((account) =>
          record('deposit', 'yuan', account.balance, `${account.bank} 尾号${account.lastFour}`),
        ),
      )
    case 'business-registry':
      return some(
        truth.businesses.flatMap((business) => [
          record('business', 'count', '1', `${business.since} 登记`),
          record('subscribed-capital', 'yuan', business.capital),
        ]),
      )
    case 'death-register':
      return truth.died === null ? null : [record('died', 'day', truth.died)]
  }
}

/** What the hub reports: one line an item, totals for money and counts, the latest for the rest. */
export function totalled(records: AgencyRecord[]): AgencyRecord[] {
  const byItem = new Map<string, AgencyRecord>()
  for (const record of records) {
    const { detail: _one, ...plain } = record
    const before = byItem.get(record.item)
    byItem.set(record.item, before ? { ...plain, value: added(before, record) } : plain)
  }
  return [...byItem.values()]
}

function added(a: AgencyRecord, b: AgencyRecord): string {
  if (a.unit === 'yuan') return yuanText(yuan(a.value) + yuan(b.value))
  if (a.unit === 'count' || a.unit === 'square-metre') return String(Number(a.value) + Number(b.value))
  return b.value
}

/** An agency knows a person by number and name. Separators and width do not matter; another name does. */
export const sameName = (known: string, asked: string): boolean => known === '' || nameKey(known) === nameKey(asked)
