import {
  and,
  band,
  constant,
  divide,
  ge,
  gt,
  household,
  isIn,
  le,
  lookup,
  lt,
  max,
  mul,
  not,
  or,
  ratio,
  row,
  share,
  sub,
  sum,
  table,
  when,
} from '../../kernel/index.ts'
import { both, confirmation, handbook, measures } from '../citations.ts'
import { home } from './facts.ts'
import { claimsAlone, heads, members, seriouslyIll, severelyDisabled, somebodyAlone } from './household.ts'
import { countedIncome, income, need } from './income.ts'
import { set } from './parameters.ts'

/** What a household or a single claimant gets before supplements (handbook DB-02 to DB-04, DB-07, HH-06). Twelve months. */
const nothing = constant.fen(0)

export const gap = household.rule('DB-02', {
  title: { zh: '补差:标准×人数−收入(12个月)', en: 'Top-up: standard × members − income, twelve months' },
  basis: both(measures('第十二条第一款'), confirmation('第二十三条'), handbook('GEN-04')),
  value: max(nothing, sub(need, income)),
})

// Gradual exit -------------------------------------------------------------------------------------------------------

const reasonLimit = lookup(set.gradualExitMonths, home.gradualExitReason)
const reasonUpTo = lookup(set.gradualExitUpTo, home.gradualExitReason)

/** Only a household that already receives dibao and whose income has risen above the standard. */
export const inGradualExit = household.rule('DB-07', {
  title: { zh: '处于渐退期', en: 'In gradual exit' },
  basis: both(confirmation('第三十三条'), handbook('DB-07')),
  value: and(
    home.receivesDibao,
    ge(income, need),
    lt(home.monthsOverStandard, reasonLimit),
    or(le(reasonUpTo, constant.bp(0)), le(income, share(need, reasonUpTo, 'halfUp'))),
  ),
})

// The three ways of paying ------------------------------------------------------------------------------------------

/** The gap as a share of the standard; rounded down, so that a bound is reached only when it is reached. */
const gapShare = ratio(gap, max(constant.fen(1), need), 'down')

export const tierCode = household.rule('DB-04.tier', {
  title: { zh: '档次', en: 'Tier' },
  basis: both(confirmation('第二十三条'), handbook('DB-04')),
  value: when(isIn(set.tierRule, ['byGap']), band(set.tierBands, gapShare), home.assessedTier),
  codes: ['A', 'B', 'C', 'D'],
})

export const tierPay = household.rule('DB-04', {
  title: { zh: '分档补助:每档定额×人数(12个月)', en: 'Tier amount × members, twelve months' },
  basis: both(confirmation('第二十三条'), handbook('DB-04')),
  value: mul(lookup(set.tierAmount, tierCode), members),
})

export const leastTopUp = household.rule('DB-03', {
  title: { zh: '最低补差保护(12个月)', en: 'Least top-up, twelve months' },
  basis: handbook('DB-03'),
  value: mul(max(set.minimumTopUp, share(set.dibaoStandard, set.minimumTopUpRate, 'halfUp')), members),
})

// One person alone ---------------------------------------------------------------------------------------------------

const isFar = and(
  gt(set.singlePersonFarFrom, constant.bp(0)),
  ge(income, share(need, set.singlePersonFarFrom, 'halfUp')),
)
const aloneRate = when(
  isFar,
  set.singlePersonRateFar,
  table(
    'highest',
    [row(severelyDisabled, set.singlePersonRateDisabled), row(seriouslyIll, set.singlePersonRateIll)],
    set.singlePersonRateOther,
  ),
)
const byRate = share(set.dibaoStandard, aloneRate, 'halfUp')
const byOwnIncome = max(nothing, sub(set.dibaoStandard, countedIncome))

/** The money is for this person only, whatever the family's size (T9). */
export const alonePay = household.rule('HH-06', {
  title: { zh: '单人户低保金(12个月)', en: 'Single-person benefit, twelve months' },
  basis: both(confirmation('第八条第一款'), handbook('HH-06')),
  value: sum(
    table(
      'first',
      [
        row(isIn(set.singlePersonMethod, ['difference']), byOwnIncome, {
          zh: '标准减本人收入',
          en: 'standard less own income',
        }),
        row(isIn(set.singlePersonMethod, ['rate']), byRate, { zh: '标准的一定比例', en: 'a rate of the standard' }),
      ],
      max(byOwnIncome, byRate),
    ),
    { where: claimsAlone },
  ),
})

export const aloneSupplementsPaid = household.rule('HH-06.supplements', {
  title: { zh: '单人户享受分类施保', en: 'Supplements are paid to single-person claims' },
  basis: both(handbook('HH-06'), handbook('MX-10')),
  value: or(
    isIn(set.singlePersonSupplements, ['yes']),
    and(isIn(set.singlePersonSupplements, ['nearOnly']), not(isFar)),
  ),
})

export const base = household.rule('DB-02.base', {
  title: { zh: '基本低保金(12个月)', en: 'Basic amount, twelve months' },
  basis: both(measures('第十二条第一款'), confirmation('第二十三条')),
  value: when(somebodyAlone, alonePay, when(isIn(set.dibaoMethod, ['difference']), max(gap, leastTopUp), tierPay)),
})

/** The part of one person: base of local supplements, and what a refusal of work can touch. */
export const ownBenefit = household.rule('DB-05.ownBenefit', {
  title: { zh: '本人补助额(12个月)', en: 'Own benefit of one person, twelve months' },
  basis: both(handbook('DB-05'), handbook('T21')),
  value: when(somebodyAlone, base, divide(base, heads, 'halfUp')),
})
