import fc from 'fast-check'
import { addDays, areaCode, bornOnOrBefore, type Day, day } from '../../foundation/index.ts'
import {
  type FactEntity,
  type FactEntry,
  type FactName,
  type Facts,
  type FactValue,
  factEntry,
  factNamesOf,
} from '../facts.ts'
import { roundingCodes } from '../kernel/index.ts'
import type { Situation, Subject } from '../situation.ts'
import { expenditureKinds, gradualExitReasons, supplementClassNames } from './dibao/parameters.ts'

/**
 * Random households in random places, for comparing three ways of working out dibao. Values gather at the boundaries:
 * a fen either side of the standard and its multiples, the birthday and the day before.
 */
const on = day('2025-03-01')
const standards = [600_000n, 864_000n, 1_186_080n] as const

const nearby = (amount: bigint) => fc.constantFrom(amount, amount - 1n, amount + 1n)
const someMoney = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0n) },
  { weight: 3, arbitrary: fc.bigInt(0n, 4_000_000n) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...standards), fc.constantFrom(1n, 2n, 3n, 4n, 6n))
      .chain(([standard, times]) => nearby((standard * times) / 2n)),
  },
)
const birthdays = fc.oneof(
  fc
    .tuple(fc.constantFrom(16, 17, 18, 45, 46, 50, 51, 55, 56, 60, 61, 70, 80), fc.constantFrom(-1, 0, 1))
    .map(([age, off]) => addDays(bornOnOrBefore(on, age), off)),
  fc.integer({ min: 0, max: 95 }).map((age) => bornOnOrBefore(on, age)),
)

function anyValue(entry: FactEntry): fc.Arbitrary<FactValue> {
  switch (entry.unit) {
    case 'fen':
      return someMoney
    case 'count':
      return fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: Math.min(entry.max!, 7) }))
    case 'boolean':
      return fc.boolean()
    case 'date':
      return birthdays
    case 'code':
      return fc.constantFrom(...Object.keys(entry.codes!))
  }
}
/** More often the ordinary answer, or nobody would ever qualify. */
const usual: Partial<Record<FactName, FactValue>> = {
  registration: 'local',
  exclusion: 'none',
  receivesTekun: false,
  livesTogether: true,
  workExemption: 'none',
  spendingFitsIncome: true,
  vehicles: 0,
  homes: 1,
  largeMachinery: 0,
  nonResidentialProperty: 0,
  businesses: 0,
  deposits: 0n,
  securities: 0n,
  insuranceCashValue: 0n,
  internetFinance: 0n,
  receivables: 0n,
  refusedWork: 0,
  employment: 'casual',
  disabilityType: 'none',
}
/** How often the unusual is asked for: seldom in a household that may qualify, often in a wild one. */
type Temper = 'calm' | 'wild'
const amounts = new Set<FactName>(
  factNamesOf('person').filter((name) => factEntry(name).unit === 'fen' && factEntry(name).section === 'income'),
)
const factsOf = (entity: FactEntity, temper: Temper): fc.Arbitrary<Facts> =>
  fc.record(
    Object.fromEntries(
      factNamesOf(entity).map((name) => {
        const any = anyValue(factEntry(name))
        const often = usual[name] ?? (amounts.has(name) ? 0n : undefined)
        if (often === undefined) return [name, any]
        return [name, fc.oneof({ weight: temper === 'calm' ? 14 : 3, arbitrary: fc.constant(often) }, any)]
      }),
    ),
  ) as fc.Arbitrary<Facts>

const person = (temper: Temper) =>
  factsOf('person', temper).map((facts): Facts => {
    const farm = facts.farmIncome as bigint
    const operating = facts.operatingIncome as bigint
    return {
      ...facts,
      disabilityLevel: facts.disabilityType === 'none' ? null : facts.disabilityLevel,
      // A part is never larger than the whole.
      ...(farm > operating && { farmIncome: operating }),
    }
  })
const supporter = fc
  .tuple(
    factsOf('supporter', 'wild'),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(
    ([facts, household, here, others]): Facts => ({
      ...facts,
      supporterHousehold: household,
      supportedHere: here,
      supportedPersons: here + others - 1,
    }),
  )

const named = (list: readonly Facts[], prefix: string): Subject[] =>
  list.map((facts, i) => ({ id: `${prefix}${i + 1}`, facts }))

const householdOf = (temper: Temper) =>
  fc
    .tuple(
      factsOf('household', temper),
      fc.array(person(temper), { minLength: 1, maxLength: 5 }),
      fc.oneof(
        { weight: temper === 'calm' ? 3 : 1, arbitrary: fc.constant([]) },
        fc.array(supporter, { minLength: 1, maxLength: 4 }),
      ),
      fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.nat({ max: 4 })),
      fc.nat({ max: 4 }),
    )
    .map(([home, people, supporters, alone, applicant]) => {
      const first = applicant % people.length
      // Whoever claims alone is mostly somebody who may.
      const able = people.findIndex((facts) => facts.illness === 'serious' || facts.disabilityLevel === '1')
      const single = alone === null ? null : able >= 0 ? able : alone % people.length
      return {
        household: { ...home, legalSupporters: supporters.length },
        members: named(
          people.map((facts, i) => ({
            ...facts,
            appliesAlone: i === single,
            relation: i === first ? 'applicant' : facts.relation === 'applicant' ? 'child' : facts.relation,
          })),
          'p',
        ),
        supporters: named(supporters, 's'),
      }
    })

const noIncome = Object.fromEntries([...amounts].map((name) => [name, 0n]))
const noSpending = Object.fromEntries(
  factNamesOf('household')
    .filter((name) => factEntry(name).section === 'spending')
    .map((name) => [name, 0n]),
)
/** One income only, and that exactly at, or a fen beside, a multiple of the standard times some number of people. */
const atTheLine = fc
  .tuple(
    householdOf('calm'),
    fc.constantFrom(...standards),
    fc.integer({ min: 1, max: 5 }),
    fc.constantFrom(10n, 1n, 5n, 10n, 15n, 20n, 30n, 50n),
    fc.constantFrom(-1n, 0n, 1n),
    fc.boolean(),
  )
  .map(([drawn, standard, people, tenths, off, wage]) => {
    const amount = (standard * BigInt(people) * tenths) / 10n + off
    const monthly = amount / 12n
    return {
      ...drawn,
      household: { ...drawn.household, ...noSpending, legalSupporters: 0 },
      supporters: [],
      members: drawn.members.map(({ id, facts }, i) => ({
        id,
        facts: {
          ...facts,
          ...noIncome,
          ...(i === 0 &&
            (wage
              ? { wageIncome: amount, wageLastMonth: monthly }
              : { transferIncome: amount, otherNonFarmLastMonth: monthly })),
        },
      })),
    }
  })

/** Now and then one rare circumstance is put on top: what chance alone would hardly ever meet. */
const spotlights: ((facts: { home: Facts; people: Facts[]; supporters: Facts[] }) => void)[] = [
  () => {},
  () => {},
  () => {},
  ({ home, people }) => {
    home.homes = 2
    home.homeArea = people.length * 3
  },
  ({ home, people }) => {
    home.receivesDibao = true
    people.forEach((facts, i) => {
      facts.monthsInNewWork = [6, 12, 7, 13, 1][i % 5]!
      facts.wageIncreaseOnDibao = 400_000n
      if (facts.wageIncome === 0n) Object.assign(facts, { wageIncome: 700_000n, wageLastMonth: 60_000n })
    })
  },
  ({ supporters }) => {
    for (const facts of supporters)
      Object.assign(facts, { supportKind: 'elder', supporterExempt: false, supportAgreed: 0n, supportPaid: 0n })
  },
  ({ home, people }) => {
    home.receivesDibao = true
    for (const facts of people)
      Object.assign(facts, {
        workAbility: 'able',
        employment: 'notWorking',
        refusedWork: Number(facts.refusedWork) + 2,
      })
  },
  ({ home }) => {
    Object.assign(home, { businesses: 1, businessIsFamilyStall: true })
  },
]
const lit = fc
  .tuple(fc.oneof(householdOf('calm'), atTheLine), fc.nat({ max: spotlights.length - 1 }))
  .map(([drawn, which]) => {
    const copy = structuredClone(drawn)
    const parts = {
      home: copy.household as Facts,
      people: copy.members.map(({ facts }) => facts as Facts),
      supporters: copy.supporters.map(({ facts }) => facts as Facts),
    }
    spotlights[which]!(parts)
    return copy
  })

const household = fc.oneof(
  { weight: 4, arbitrary: lit },
  { weight: 5, arbitrary: householdOf('calm') },
  { weight: 4, arbitrary: atTheLine },
  { weight: 2, arbitrary: householdOf('wild') },
)

export const anyHousehold = household

// Places --------------------------------------------------------------------------------------------------------------

const rates = fc.constantFrom(0n, 1000n, 2000n, 2500n, 3333n, 5000n, 10_000n, 13_000n)
const manyRates = fc.constantFrom(0n, 10_000n, 15_000n, 20_000n, 30_000n, 50_000n)
const years = fc.oneof(fc.constant(0n), fc.bigInt(0n, 1_200_000n))
const flag = fc.boolean()
const small = (max: number) => fc.integer({ min: 0, max })
const mapOf = <T>(codes: readonly string[], value: fc.Arbitrary<T>) =>
  fc.record(Object.fromEntries(codes.map((code) => [code, value])))
const seldom = <T>(value: fc.Arbitrary<T>, otherwise: T) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: value })

/** Every parameter of dibao, typed: twelve-month totals in fen, rates in basis points. */
export const anyPlace = fc.record({
  dibaoStandard: fc.constantFrom(...standards),
  minimumWage: fc.constantFrom(1_800_000n, 2_280_000n),
  acceptsResidencePermit: flag,
  excludesConscripts: flag,
  excludesWhereaboutsUnknown: flag,
  singlePersonLimitDisabled: manyRates,
  singlePersonLimitIll: manyRates,
  singlePersonLimitOther: manyRates,
  singlePersonLimitInclusive: flag,
  singlePersonElderFrom: fc.constantFrom(0, 60, 70),
  singlePersonMinorThrough: fc.constantFrom(0, 16),
  singlePersonStudents: flag,
  singlePersonChronic: flag,
  singlePersonVeterans: flag,
  singlePersonMethod: fc.constantFrom('difference', 'rate', 'atLeastRate'),
  singlePersonRateDisabled: rates,
  singlePersonRateIll: rates,
  singlePersonRateOther: rates,
  singlePersonFarFrom: fc.constantFrom(0n, 10_000n, 20_000n),
  singlePersonRateFar: rates,
  singlePersonSupplements: fc.constantFrom('yes', 'no', 'nearOnly'),
  incomePeriod: fc.constantFrom('twelveMonths', 'lastMonthNonFarm'),
  basicPensionExempt: flag,
  imputedIncome: fc.constantFrom('none', 'none', 'byMinimumWage', 'byAgeBand'),
  imputedAllowance: rates.map((rate) => (rate > 10_000n ? 10_000n : rate)),
  workCostMethod: fc.constantFrom(
    'none',
    'rateOfWage',
    'rateOfStandard',
    'rateOfMinimumWage',
    'actual',
    'actualUpToStandard',
  ),
  workCostRate: rates,
  workCostCap: rates,
  workCostDisabledOfMinimumWage: rates,
  earningsDisregard: years,
  newWorkMonths: fc.constantFrom(0, 0, 6, 12),
  newWorkCap: manyRates,
  essentialDeduction: mapOf(Object.keys(expenditureKinds), rates),
  essentialDeductionCap: rates,
  maintenanceFormula: fc.constantFrom('A', 'B', 'C', 'D'),
  maintenanceRate: rates,
  maintenanceRateThreePlus: rates,
  maintenanceLine: manyRates,
  lowIncomeStandard: years,
  maintenanceExcess: fc.constantFrom('total', 'perHead'),
  kinSupportRate: rates,
  kinSupportCap: rates,
  financialAssetLimit: fc.oneof(fc.constant(null), fc.bigInt(0n, 4_000_000n)),
  financialAssetMonths: small(48),
  marginAssetMonths: small(48),
  smallHouseholdSize: small(2),
  smallHouseholdAssets: fc.constantFrom(10_000n, 11_000n),
  vulnerableAssets: fc.constantFrom(10_000n, 12_000n),
  vehiclesAllowed: small(1),
  vehicleValueLimit: fc.oneof(fc.constant(null), fc.bigInt(0n, 4_000_000n)),
  largeMachineryAllowed: small(1),
  homesAllowed: fc.constantFrom(1, 1, 1, 0, 2),
  localHomeArea: small(5),
  nonResidentialAllowed: small(1),
  businessRule: fc.constantFrom('none', 'noneExceptFamilyStall', 'capitalLimit'),
  businessCapitalLimit: years,
  spendingTest: flag,
  dibaoMethod: fc.constantFrom('difference', 'difference', 'tiers'),
  tierRule: fc.constantFrom('assessed', 'byGap'),
  tierBands: fc.constant([
    { from: 9000n, value: 'A' },
    { from: 5000n, value: 'B' },
    { from: 2500n, value: 'C' },
    { from: 0n, value: 'D' },
  ]),
  tierAmount: mapOf(['A', 'B', 'C', 'D'], years),
  minimumTopUp: years,
  minimumTopUpRate: rates,
  supplementRate: mapOf(supplementClassNames, seldom(rates, 0n)),
  supplementAmount: mapOf(supplementClassNames, seldom(years, 0n)),
  supplementReplace: mapOf(supplementClassNames, seldom(rates, 0n)),
  supplementBase: fc.constantFrom('standard', 'ownBenefit'),
  supplementOverlap: fc.constantFrom('highest', 'sum'),
  supplementRounding: fc.constantFrom(...roundingCodes),
  householdExtra: years,
  payRounding: fc.constantFrom(...roundingCodes),
  refusedWorkLimit: small(3),
  refusedWorkEffect: fc.constantFrom('ownShare', 'ownShare', 'household'),
  refusedWorkReduction: rates.map((rate) => (rate > 10_000n ? 10_000n : rate)),
  gradualExitMonths: mapOf([...gradualExitReasons], small(8)),
  gradualExitUpTo: mapOf([...gradualExitReasons], manyRates),
  gradualExitRates: fc.constant([10_000n, 10_000n, 8000n, 8000n, 6000n, 6000n, 5000n, 5000n]),
})
export type AnyPlace = typeof anyPlace extends fc.Arbitrary<infer P> ? P : never

export const situationOf = (
  { household: home, members, supporters }: typeof anyHousehold extends fc.Arbitrary<infer H> ? H : never,
  overrides?: Record<string, unknown>,
  at: { area: string; residence: 'urban' | 'rural'; on: Day } = { area: '990101', residence: 'urban', on },
): Situation => ({
  programme: 'dibao',
  area: areaCode(at.area),
  residence: at.residence,
  on: at.on,
  household: home,
  members,
  supporters,
  ...(overrides && {
    // An optional parameter that is absent is left out; `null` would say that it exists and is not known.
    overrides: Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== null)),
  }),
})
