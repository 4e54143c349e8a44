import type { Day } from '../../foundation/index.ts'
import type { FactName, Facts } from '../facts.ts'
import type { Situation } from '../situation.ts'

/**
 * Dibao written by hand, straight from the handbook, in plain TypeScript: it shares no expression, no interpreter and no
 * arithmetic with the kernel. It exists only to disagree. It reads complete situations; touching something unknown throws.
 */
export class NotKnown extends Error {
  readonly what: string
  constructor(what: string) {
    super(`not known: ${what}`)
    this.what = what
  }
}

/** Parameters as plain values: twelve-month totals in fen, rates in basis points, as bigint; codes and booleans as they are. */
export type Values = Readonly<Record<string, unknown>>
export type ByHand = { outcome: 'eligible'; tier: string; monthly: bigint } | { outcome: 'not-eligible' }

const half = (top: bigint, bottom: bigint): bigint => {
  const negative = top < 0n
  const size = ((negative ? -top : top) * 2n + bottom) / (bottom * 2n)
  return negative ? -size : size
}
const percent = (amount: bigint, basisPoints: bigint) => half(amount * basisPoints, 10_000n)
function least(first: bigint, ...others: bigint[]): bigint {
  let found = first
  for (const other of others) if (other < found) found = other
  return found
}
function most(first: bigint, ...others: bigint[]): bigint {
  let found = first
  for (const other of others) if (other > found) found = other
  return found
}

function reachedAge(birth: string, years: number, on: Day): boolean {
  const [by, bm, bd] = birth.split('-').map(Number) as [number, number, number]
  const [y, m, d] = on.split('-').map(Number) as [number, number, number]
  const passed = m > bm || (m === bm && d >= bd)
  return y - by - (passed ? 0 : 1) >= years
}

/** One twelfth, rounded to the area's step in one go. */
function monthOf(year: bigint, way: string): bigint {
  if (way === 'exact') return half(year, 12n)
  const match = /^(round|ceil|floor)(01|1|5|10)$/.exec(way)!
  const step = { '01': 10n, '1': 100n, '5': 500n, '10': 1000n }[match[2] as '01' | '1' | '5' | '10']
  const whole = step * 12n
  const down = year / whole - (year % whole < 0n ? 1n : 0n)
  const rest = year - down * whole
  const up = match[1] === 'ceil' ? rest > 0n : match[1] === 'floor' ? false : rest * 2n >= whole
  return (down + (up ? 1n : 0n)) * step
}

export function dibaoByHand(situation: Situation, values: Values): ByHand {
  const { on, members, household } = situation
  const supporters = situation.supporters ?? []

  const read = (facts: Facts, name: FactName): bigint | number | boolean | string => {
    const value = facts[name]
    if (value === null || value === undefined) throw new NotKnown(name)
    return value
  }
  const money = (facts: Facts, name: FactName) => read(facts, name) as bigint
  const number = (facts: Facts, name: FactName) => Number(read(facts, name))
  const code = (facts: Facts, name: FactName) => read(facts, name) as string
  const yes = (facts: Facts, name: FactName) => read(facts, name) as boolean
  const given = (name: string): unknown => {
    const value = values[name]
    if (value === null || value === undefined) throw new NotKnown(name)
    return value
  }
  const amount = (name: string) => given(name) as bigint
  const rate = (name: string) => given(name) as bigint
  const whole = (name: string) => Number(given(name))
  const set = (name: string) => given(name) as string
  const on_ = (name: string) => given(name) as boolean
  const entry = (name: string, key: string): bigint => {
    const value = (given(name) as Record<string, bigint>)[key]
    if (value === undefined) throw new NotKnown(`${name}.${key}`)
    return value
  }
  const aged = (facts: Facts, years: number) => reachedAge(code(facts, 'birth'), years, on)

  const standard = () => amount('dibaoStandard')

  // Who counts
  const minor = (p: Facts) => !aged(p, 18)
  const pupil = (p: Facts) =>
    ['preschool', 'compulsory', 'secondary', 'undergraduate'].includes(code(p, 'studentStage'))
  const belongs = (p: Facts): boolean => {
    const relation = code(p, 'relation')
    if (relation === 'applicant' || relation === 'spouse') return true
    if (relation === 'unrelated') return false
    if (relation === 'child' && (minor(p) || pupil(p) || !yes(p, 'livesIndependently'))) return true
    return yes(p, 'livesTogether')
  }
  const left = (p: Facts): boolean => {
    const why = code(p, 'exclusion')
    if (why === 'none') return false
    if (why === 'conscript') return on_('excludesConscripts')
    if (why === 'whereaboutsUnknown') return on_('excludesWhereaboutsUnknown')
    return true
  }
  const counts = (p: Facts) => !yes(p, 'receivesTekun') && !left(p) && belongs(p)
  const counted = members.filter(({ facts }) => counts(facts))
  const n = BigInt(counted.length)
  const heads = n > 0n ? n : 1n

  const certified = (p: Facts) => code(p, 'disabilityType') !== 'none'
  const severe = (p: Facts) =>
    certified(p) &&
    (['1', '2'].includes(code(p, 'disabilityLevel')) ||
      (code(p, 'disabilityLevel') === '3' && ['intellectual', 'mental'].includes(code(p, 'disabilityType'))))
  const ill = (p: Facts) => code(p, 'illness') === 'serious'

  // Income of one person
  const lastMonth = () => set('incomePeriod') === 'lastMonthNonFarm'
  const wageOf = (p: Facts) => (lastMonth() ? money(p, 'wageLastMonth') * 12n : money(p, 'wageIncome'))
  const costOf = (p: Facts): bigint => {
    const wage = wageOf(p)
    if (wage === 0n) return 0n
    let cost: bigint
    switch (set('workCostMethod')) {
      case 'none':
        cost = 0n
        break
      case 'rateOfWage':
        cost = percent(wage, rate('workCostRate'))
        break
      case 'rateOfStandard':
        cost = percent(standard(), rate('workCostRate'))
        break
      case 'rateOfMinimumWage':
        cost = percent(amount('minimumWage'), rate('workCostRate'))
        break
      case 'actual':
        cost = money(p, 'workCosts')
        break
      default:
        cost = least(money(p, 'workCosts'), percent(standard(), rate('workCostCap')))
    }
    const choice = rate('workCostDisabledOfMinimumWage')
    if (choice > 0n && certified(p)) cost = most(cost, percent(amount('minimumWage'), choice))
    const cap = rate('workCostCap')
    return least(wage, cost, cap > 0n ? percent(standard(), cap) : wage)
  }
  const disregardOf = (p: Facts): bigint => {
    const free = amount('earningsDisregard')
    if (free === 0n || wageOf(p) === 0n) return 0n
    return wageOf(p) >= amount('minimumWage') ? free : 0n
  }
  const newWorkOf = (p: Facts): bigint => {
    const months = whole('newWorkMonths')
    if (months === 0 || wageOf(p) === 0n || !yes(household, 'receivesDibao')) return 0n
    const since = number(p, 'monthsInNewWork')
    if (since > months) return 0n
    const cap = half(percent(standard(), rate('newWorkCap')) * BigInt(Math.min(since, 12)), 12n)
    return least(money(p, 'wageIncreaseOnDibao'), cap)
  }
  const imputedOf = (p: Facts): bigint => {
    const way = set('imputedIncome')
    if (way === 'none') return 0n
    const able = code(p, 'workAbility') === 'able'
    const reason = code(p, 'workExemption') !== 'none'
    const wage = amount('minimumWage')
    if (way === 'byMinimumWage') {
      const end = code(p, 'sex') === 'male' ? 60 : 55
      if (!able || reason || !aged(p, 18) || aged(p, end)) return 0n
      if (code(p, 'employment') === 'casual') return wage - percent(wage, rate('imputedAllowance'))
      return code(p, 'employment') === 'notWorking' ? wage : 0n
    }
    if (!able || reason || !aged(p, 18)) return 0n
    if (code(p, 'employment') === 'notWorking' && number(p, 'monthsSinceGraduation') <= 6) return 0n
    if (code(p, 'employment') === 'selfEmployed') return wage + half(wage, 2n)
    const man = code(p, 'sex') === 'male'
    if (!aged(p, man ? 51 : 46)) return wage
    return aged(p, man ? 61 : 56) ? 0n : half(wage, 2n)
  }
  const incomeOf = (p: Facts): bigint => {
    const real = wageOf(p) - costOf(p) - disregardOf(p) - newWorkOf(p)
    const earned = most(0n, real, imputedOf(p))
    const other = lastMonth()
      ? money(p, 'otherNonFarmLastMonth') * 12n + money(p, 'farmIncome')
      : money(p, 'operatingIncome') + money(p, 'propertyIncome') + money(p, 'transferIncome') - money(p, 'transferPaid')
    const pension = money(p, 'basicPension')
    return earned + other + (pension > 0n && !on_('basicPensionExempt') ? pension : 0n)
  }

  // Relatives elsewhere
  const children = supporters.filter(({ facts }) => code(facts, 'supportKind') === 'elder').length
  const owed = (s: Facts): bigint => {
    const agreed = money(s, 'supportAgreed')
    if (agreed > 0n) return agreed * 12n
    const here = BigInt(number(s, 'supportedHere'))
    const all = BigInt(number(s, 'supportedPersons'))
    if (code(s, 'supportKind') !== 'elder') {
      const own = money(s, 'supporterOwnIncome')
      const forAll = least(percent(own, rate('kinSupportRate')) * all, percent(own, rate('kinSupportCap')))
      return half(forAll * here, all)
    }
    const income = money(s, 'supporterIncome')
    const people = BigInt(number(s, 'supporterHousehold'))
    const formula = set('maintenanceFormula')
    if (formula === 'C')
      return percent(most(0n, income - amount('lowIncomeStandard') * people), rate('maintenanceRate'))
    const above = most(0n, income - percent(standard(), rate('maintenanceLine')) * people)
    if (formula !== 'D') return half(percent(above, rate('maintenanceRate')) * here, all)
    const excess = set('maintenanceExcess') === 'perHead' ? half(above, people) : above
    const share = children > 2 ? rate('maintenanceRateThreePlus') : rate('maintenanceRate')
    return half(percent(excess, share) * here, all)
  }
  let support = 0n
  if (number(household, 'legalSupporters') > supporters.length) throw new NotKnown('supporters')
  if (number(household, 'legalSupporters') > 0)
    for (const { facts } of supporters)
      if (!yes(facts, 'supporterExempt')) support += most(money(facts, 'supportPaid'), owed(facts))

  // The household's income
  const need = standard() * n
  let deduction = 0n
  for (const kind of ['medical', 'rehabilitation', 'education', 'care', 'housing', 'suddenEvent'] as const) {
    const share = entry('essentialDeduction', kind)
    if (share > 0n) deduction += percent(money(household, `${kind}Expenditure`), share)
  }
  const deductionCap = rate('essentialDeductionCap')
  if (deductionCap > 0n) deduction = least(deduction, percent(need, deductionCap))
  let income = support - deduction
  for (const { facts } of counted) income += incomeOf(facts)
  if (income < 0n) income = 0n

  // Assets
  const single = members.find(({ facts }) => facts.appliesAlone === true)
  const assetsFit = (): boolean => {
    const wealth =
      money(household, 'deposits') +
      money(household, 'securities') +
      money(household, 'insuranceCashValue') +
      money(household, 'internetFinance') +
      money(household, 'receivables')
    if (wealth > 0n) {
      const months = BigInt(whole(single ? 'marginAssetMonths' : 'financialAssetMonths'))
      const fixed = values.financialAssetLimit as bigint | null | undefined
      const each = !single && fixed !== null && fixed !== undefined ? fixed : half(standard() * months, 12n)
      let limit = 0n
      for (const { facts } of counted) {
        let factor = 10_000n
        const better = rate('vulnerableAssets')
        if (better !== 10_000n && (minor(facts) || pupil(facts) || certified(facts) || aged(facts, 60)))
          factor = most(factor, better)
        if (whole('smallHouseholdSize') > 0 && counted.length <= whole('smallHouseholdSize'))
          factor = most(factor, rate('smallHouseholdAssets'))
        limit += percent(each, factor)
      }
      if (wealth > limit) return false
    }
    const cars = number(household, 'vehicles')
    if (cars > 0) {
      if (cars > whole('vehiclesAllowed')) return false
      const worth = values.vehicleValueLimit as bigint | null | undefined
      if (worth && money(household, 'vehicleValue') > worth) return false
    }
    const machines = number(household, 'largeMachinery')
    if (machines > 0 && machines > whole('largeMachineryAllowed')) return false
    const homes = number(household, 'homes')
    if (homes > whole('homesAllowed')) {
      if (homes !== 2) return false
      if (number(household, 'homeArea') >= whole('localHomeArea') * counted.length) return false
    }
    const shops = number(household, 'nonResidentialProperty')
    if (shops > 0 && shops > whole('nonResidentialAllowed')) return false
    if (number(household, 'businesses') > 0) {
      const rule = set('businessRule')
      if (rule === 'none') return false
      if (rule === 'noneExceptFamilyStall' && !yes(household, 'businessIsFamilyStall')) return false
      if (rule === 'capitalLimit' && money(household, 'businessCapital') > amount('businessCapitalLimit')) return false
    }
    return !on_('spendingTest') || yes(household, 'spendingFitsIncome')
  }

  // May this person claim alone?
  const other = (p: Facts) =>
    (whole('singlePersonElderFrom') > 0 && aged(p, whole('singlePersonElderFrom'))) ||
    (whole('singlePersonMinorThrough') > 0 && !aged(p, whole('singlePersonMinorThrough') + 1)) ||
    (on_('singlePersonStudents') && pupil(p)) ||
    (on_('singlePersonChronic') && code(p, 'illness') === 'chronic') ||
    (on_('singlePersonVeterans') && code(p, 'specialStatus') === 'disabledVeteran')
  const aloneFits = (p: Facts): boolean => {
    const priest = code(p, 'exclusion') === 'religious'
    if (!severe(p) && !ill(p) && !priest && !other(p)) return false
    if (!priest) {
      let times = 0n
      if (severe(p)) times = most(times, rate('singlePersonLimitDisabled'))
      if (ill(p)) times = most(times, rate('singlePersonLimitIll'))
      if (other(p)) times = most(times, rate('singlePersonLimitOther'))
      const line = percent(need, times)
      if (on_('singlePersonLimitInclusive') ? income > line : income >= line) return false
    }
    return set('singlePersonMethod') !== 'difference' || incomeOf(p) < standard()
  }

  // Refusing work
  const refuses = (p: Facts) =>
    yes(household, 'receivesDibao') &&
    counts(p) &&
    ['able', 'partlyLost'].includes(code(p, 'workAbility')) &&
    code(p, 'employment') === 'notWorking' &&
    code(p, 'workExemption') === 'none' &&
    number(p, 'refusedWork') >= whole('refusedWorkLimit')

  // Gradual exit
  const leaving = (): boolean => {
    if (!yes(household, 'receivesDibao') || income < need) return false
    const reason = code(household, 'gradualExitReason')
    if (number(household, 'monthsOverStandard') >= Number(entry('gradualExitMonths', reason))) return false
    const upTo = entry('gradualExitUpTo', reason)
    return upTo <= 0n || income <= percent(need, upTo)
  }

  // The right to it
  const here =
    code(household, 'registration') === 'local' ||
    (code(household, 'registration') === 'residencePermit' && on_('acceptsResidencePermit'))
  const inExit = !single && leaving()
  const poor = single ? aloneFits(single.facts) : n > 0n && (inExit || income < need)
  if (!here || !poor || !assetsFit()) return { outcome: 'not-eligible' }
  if (members.some(({ facts }) => refuses(facts)) && set('refusedWorkEffect') === 'household')
    return { outcome: 'not-eligible' }

  // What is paid
  if (inExit) {
    const stages = given('gradualExitRates') as bigint[]
    const stage = stages[number(household, 'monthsOverStandard')]
    if (stage === undefined) throw new NotKnown('gradualExitRates')
    const pay = percent(money(household, 'currentAward'), stage)
    return { outcome: 'eligible', tier: 'gradualExit', monthly: monthOf(pay * 12n, set('payRounding')) }
  }

  let base: bigint
  let tier = 'topUp'
  let far = false
  if (single) {
    tier = 'singlePerson'
    const p = single.facts
    const farFrom = rate('singlePersonFarFrom')
    far = farFrom > 0n && income >= percent(need, farFrom)
    const byIncome = most(0n, standard() - incomeOf(p))
    const method = set('singlePersonMethod')
    if (method === 'difference') base = byIncome
    else {
      let share: bigint
      if (far) share = rate('singlePersonRateFar')
      else if (severe(p) && ill(p)) share = most(rate('singlePersonRateDisabled'), rate('singlePersonRateIll'))
      else if (severe(p)) share = rate('singlePersonRateDisabled')
      else share = rate(ill(p) ? 'singlePersonRateIll' : 'singlePersonRateOther')
      base = percent(standard(), share)
      if (method === 'atLeastRate') base = most(base, byIncome)
    }
  } else if (set('dibaoMethod') === 'difference') {
    const floor = most(amount('minimumTopUp'), percent(standard(), rate('minimumTopUpRate'))) * n
    base = most(0n, need - income, floor)
  } else {
    if (set('tierRule') === 'byGap') {
      const gap = most(0n, need - income)
      const share = (gap * 10_000n) / need
      const bands = given('tierBands') as { from: bigint; value: string }[]
      const fitting = bands.filter((band) => band.from <= share).sort((a, b) => (a.from < b.from ? 1 : -1))[0]
      if (!fitting) throw new NotKnown('tierBands')
      tier = fitting.value
    } else tier = code(household, 'assessedTier')
    base = entry('tierAmount', tier) * n
  }
  const own = single ? base : half(base, heads)

  const groups: [string, string, (p: Facts) => boolean][] = [
    ['age', 'elder60', (p) => aged(p, 60)],
    ['age', 'elder70', (p) => aged(p, 70)],
    ['age', 'elder80', (p) => aged(p, 80)],
    ['age', 'childless60', (p) => aged(p, 60) && code(p, 'specialStatus') === 'childless60'],
    ['age', 'childless70', (p) => aged(p, 70) && code(p, 'specialStatus') === 'childless60'],
    ['young', 'minor', minor],
    ['young', 'studentPreschool', (p) => code(p, 'studentStage') === 'preschool'],
    ['young', 'studentCompulsory', (p) => code(p, 'studentStage') === 'compulsory'],
    ['young', 'studentSecondary', (p) => code(p, 'studentStage') === 'secondary'],
    ['young', 'studentUndergraduate', (p) => code(p, 'studentStage') === 'undergraduate'],
    ['disabled', 'disabledSevere', severe],
    ['disabled', 'disabledOneTwo', (p) => certified(p) && ['1', '2'].includes(code(p, 'disabilityLevel'))],
    [
      'disabled',
      'disabledOneTwoCore',
      (p) =>
        ['sight', 'physical', 'intellectual', 'mental'].includes(code(p, 'disabilityType')) &&
        ['1', '2'].includes(code(p, 'disabilityLevel')),
    ],
    [
      'disabled',
      'disabledSecond',
      (p) => {
        const type = code(p, 'disabilityType')
        if (type === 'hearing' || type === 'speech') return ['1', '2'].includes(code(p, 'disabilityLevel'))
        return ['sight', 'physical', 'intellectual', 'mental'].includes(type) && code(p, 'disabilityLevel') === '3'
      },
    ],
    ['disabled', 'disabledThreeFour', (p) => certified(p) && ['3', '4'].includes(code(p, 'disabilityLevel'))],
    ['disabled', 'disabledLevelOne', (p) => certified(p) && code(p, 'disabilityLevel') === '1'],
    ['disabled', 'disabledCertified', certified],
    ['ill', 'seriousIllness', ill],
    ['ill', 'workAbilityLost', (p) => code(p, 'workAbility') === 'lost'],
    ['ill', 'workAbilityMostlyLost', (p) => code(p, 'workAbility') === 'mostlyLost'],
    ['parent', 'widowedParentChild', (p) => code(p, 'singleParentChild') === 'widowed'],
    ['parent', 'singleParentChild', (p) => code(p, 'singleParentChild') === 'other'],
    ['status', 'livesAlone', () => counted.length === 1],
    ['status', 'lostOnlyChild', (p) => code(p, 'specialStatus') === 'lostOnlyChild'],
    ['status', 'returnedOverseasChinese', (p) => code(p, 'specialStatus') === 'returnedOverseasChinese'],
    ['status', 'ethnicMinority', (p) => code(p, 'specialStatus') === 'ethnicMinority'],
    ['twins', 'multipleBirth', (p) => yes(p, 'multipleBirth')],
  ]
  const supplementOf = (p: Facts): bigint => {
    const best = new Map<string, bigint>()
    let instead = 0n
    for (const [kind, name, fits] of groups) {
      const share = entry('supplementRate', name)
      const fixed = entry('supplementAmount', name)
      const replaced = entry('supplementReplace', name)
      if ((share === 0n && fixed === 0n && replaced === 0n) || !fits(p)) continue
      const of = share > 0n ? percent(set('supplementBase') === 'standard' ? standard() : own, share) : 0n
      best.set(kind, most(best.get(kind) ?? 0n, of, fixed))
      if (replaced > 0n) instead = most(instead, percent(standard(), replaced))
    }
    const parts = [...best.values()]
    const added = set('supplementOverlap') === 'highest' ? most(0n, ...parts) : parts.reduce((a, b) => a + b, 0n)
    const year = most(added, instead - own)
    const way = set('supplementRounding')
    return way === 'exact' ? year : monthOf(year, way) * 12n
  }

  const paid = single ? [single] : counted
  const withSupplements =
    !single || set('singlePersonSupplements') === 'yes' || (set('singlePersonSupplements') === 'nearOnly' && !far)
  let total = base + amount('householdExtra')
  for (const { facts } of paid) {
    const extra = withSupplements ? supplementOf(facts) : 0n
    total += extra
    if (refuses(facts)) total -= percent(own + extra, rate('refusedWorkReduction'))
  }
  return { outcome: 'eligible', tier, monthly: monthOf(most(0n, total), set('payRounding')) }
}
