import {
  add,
  and,
  any,
  constant,
  divide,
  ge,
  gt,
  household,
  isIn,
  le,
  lt,
  max,
  mul,
  not,
  or,
  person,
  programme,
  row,
  share,
  stage,
  sub,
  sum,
  table,
  when,
} from '../../kernel/index.ts'
import { both, confirmation, handbook, measures } from '../citations.ts'
import { businessesFit, financialAssetsFit, financialLimit, homesFit, spendingFits, vehiclesFit } from './assets.ts'
import { aloneSupplementsPaid, base, inGradualExit, ownBenefit, tierCode } from './base.ts'
import { home, their } from './facts.ts'
import {
  claimsAlone,
  isMember,
  mayClaimAlone,
  members,
  otherGround,
  priesthood,
  registered,
  seriouslyIll,
  severelyDisabled,
  somebodyAlone,
} from './household.ts'
import { countedIncome, essentialDeduction, income, need, notCounted, perHeadMonthly } from './income.ts'
import { set } from './parameters.ts'
import { monthly } from './rounding.ts'
import { supplement, supplementMonthly } from './supplements.ts'

/** Dibao, put together: the right to it, what is paid, and the lines of the letter. */
const nothing = constant.fen(0)
const { yes } = constant

// The right to it ----------------------------------------------------------------------------------------------------

/** "Below" is `<`: exactly the standard is no longer below it (GEN-02, T4). */
export const incomeBelow = household.rule('DB-01.income', {
  title: { zh: '家庭收入低于低保标准', en: 'Income below the standard' },
  basis: both(measures('第九条'), handbook('GEN-02'), handbook('GEN-04')),
  value: when(inGradualExit, yes, lt(income, need)),
})

const limitRate = table(
  'highest',
  [
    row(severelyDisabled, set.singlePersonLimitDisabled),
    row(seriouslyIll, set.singlePersonLimitIll),
    row(otherGround, set.singlePersonLimitOther),
  ],
  constant.bp(0),
)
const familyLimit = share(need, limitRate, 'halfUp')

/** The family first passes the margin line (or the place's own multiple); the money then is for one person only (T9). */
export const aloneWithinLimit = person.rule('HH-05.limit', {
  title: { zh: '家庭收入在单人户规定的线内', en: 'Household income within the limit for single-person claims' },
  basis: both(confirmation('第八条第二款'), handbook('HH-05')),
  value: or(
    // Away from the family for three years or more: no household income to look at.
    priesthood,
    when(set.singlePersonLimitInclusive, le(income, familyLimit), lt(income, familyLimit)),
  ),
})

/** Where the claim is paid as a difference there must be one; a rate of the standard is paid without this test. */
const ownIncomeBelow = or(not(isIn(set.singlePersonMethod, ['difference'])), lt(countedIncome, set.dibaoStandard))

export const aloneMeets = household.rule('HH-05.meets', {
  title: { zh: '符合单人户条件', en: 'Meets the conditions of a single-person claim' },
  basis: both(confirmation('第八条第一款'), confirmation('第八条第二款')),
  value: any(and(claimsAlone, mayClaimAlone, aloneWithinLimit, ownIncomeBelow)),
})

export const hasMembers = gt(members, constant.count(0))

const refusesWork = person.rule('DB-08', {
  title: { zh: '连续拒绝适合的工作达到规定次数', en: 'Refused suitable work as often as the law names' },
  basis: both(measures('第四十五条'), confirmation('第三十四条')),
  value: and(
    home.receivesDibao,
    isMember,
    isIn(their.workAbility, ['able', 'partlyLost']),
    isIn(their.employment, ['notWorking']),
    isIn(their.workExemption, ['none']),
    ge(their.refusedWork, set.refusedWorkLimit),
  ),
})

const stopsForRefusal = household.rule('DB-08.stops', {
  title: { zh: '因拒绝工作全户停止(当地规定时)', en: 'Aid stops for refusing work, where the place says so' },
  basis: handbook('DB-08'),
  value: and(any(refusesWork), isIn(set.refusedWorkEffect, ['household'])),
})

export const eligible = household.rule('DB-01', {
  title: { zh: '符合最低生活保障条件', en: 'Entitled to dibao' },
  basis: both(measures('第九条'), confirmation('第二条')),
  value: and(
    registered,
    when(somebodyAlone, aloneMeets, and(hasMembers, incomeBelow)),
    financialAssetsFit,
    vehiclesFit,
    homesFit,
    businessesFit,
    spendingFits,
    not(stopsForRefusal),
  ),
})

// What is paid -------------------------------------------------------------------------------------------------------

const supplementsApply = or(not(somebodyAlone), aloneSupplementsPaid)
const paidTo = when(somebodyAlone, claimsAlone, isMember)

export const supplements = household.rule('DB-05.total', {
  title: { zh: '分类施保合计(12个月)', en: 'Supplements, all together, twelve months' },
  basis: both(measures('第十二条第二款'), handbook('DB-05')),
  value: when(supplementsApply, sum(supplement, { where: paidTo }), nothing),
})

/** T11: the own part only, never that of the others. */
export const withheld = person.rule('DB-08.withheld', {
  title: { zh: '因拒绝工作减发的本人份额(12个月)', en: 'Own share withheld for refusing work, twelve months' },
  basis: both(measures('第四十五条'), confirmation('第三十四条')),
  value: when(
    refusesWork,
    share(add(ownBenefit, when(supplementsApply, supplement, nothing)), set.refusedWorkReduction, 'halfUp'),
    nothing,
  ),
})

export const withheldMonthly = person.rule('DB-08.monthly', {
  title: { zh: '因拒绝工作减发(每月)', en: 'Withheld for refusing work, a month' },
  basis: measures('第四十五条'),
  value: sub(nothing, divide(withheld, 12, 'halfUp')),
})

export const gradualExitPay = household.rule('DB-07.pay', {
  title: { zh: '渐退期低保金(每月)', en: 'Gradual exit, a month' },
  basis: both(confirmation('第三十三条'), handbook('DB-07')),
  value: when(
    and(not(somebodyAlone), inGradualExit),
    share(home.currentAward, stage(set.gradualExitRates, add(home.monthsOverStandard, constant.count(1))), 'halfUp'),
    nothing,
  ),
})

const gradual = and(not(somebodyAlone), inGradualExit)

export const total = household.rule('DB-02.total', {
  title: { zh: '应发合计(12个月)', en: 'Payable, twelve months' },
  basis: both(measures('第十二条第一款'), measures('第十二条第二款')),
  value: max(nothing, sub(add(base, supplements, set.householdExtra), sum(withheld, { where: paidTo }))),
})

export const monthlyPay = household.rule('DB-02.monthly', {
  title: { zh: '每月低保金', en: 'Dibao a month' },
  basis: both(measures('第十二条第一款'), handbook('GEN-05')),
  value: when(gradual, monthly(mul(gradualExitPay, 12), set.payRounding), monthly(total, set.payRounding)),
})

export const baseMonthly = household.rule('DB-02.line', {
  title: { zh: '基本低保金(每月)', en: 'Basic amount a month' },
  basis: both(measures('第十二条第一款'), confirmation('第二十三条')),
  value: when(gradual, nothing, divide(base, 12, 'halfUp')),
})

const supplementLine = person.rule('DB-05.line', {
  title: { zh: '分类施保增发(每月)', en: 'Supplement a month' },
  basis: both(measures('第十二条第二款'), handbook('DB-05')),
  value: when(and(not(gradual), supplementsApply, paidTo), supplementMonthly, nothing),
})

const withheldLine = person.rule('DB-08.line', {
  title: { zh: '因拒绝工作减发(每月)', en: 'Withheld for refusing work, a month' },
  basis: measures('第四十五条'),
  value: when(and(not(gradual), paidTo), withheldMonthly, nothing),
})

const extraLine = household.rule('DB-05.household', {
  title: { zh: '每户固定补贴(每月)', en: 'Fixed amount per household, a month' },
  basis: handbook('DB-05'),
  value: when(gradual, nothing, divide(set.householdExtra, 12, 'halfUp')),
})

/** The code that stands on the award: how it was worked out, or the tier. */
export const tier = household.rule('DB-04.award', {
  title: { zh: '发放方式或档次', en: 'Way of payment or tier' },
  basis: both(confirmation('第二十三条'), handbook('DB-04')),
  value: table(
    'first',
    [
      row(somebodyAlone, constant.code('singlePerson')),
      row(inGradualExit, constant.code('gradualExit')),
      row(isIn(set.dibaoMethod, ['difference']), constant.code('topUp')),
    ],
    tierCode,
  ),
  codes: ['singlePerson', 'gradualExit', 'topUp', 'A', 'B', 'C', 'D'],
  codeLabels: {
    singlePerson: { zh: '单人户', en: 'Single person' },
    gradualExit: { zh: '渐退期', en: 'Gradual exit' },
    topUp: { zh: '补差', en: 'Top-up' },
    A: { zh: 'A档', en: 'Tier A' },
    B: { zh: 'B档', en: 'Tier B' },
    C: { zh: 'C档', en: 'Tier C' },
    D: { zh: 'D档', en: 'Tier D' },
  },
})

export const dibao = programme('dibao', {
  title: { zh: '最低生活保障', en: 'Dibao (minimum living guarantee)' },
  basis: both(measures('第九条'), confirmation('第一条')),
  eligible,
  monthly: monthlyPay,
  tier,
  breakdown: [baseMonthly, supplementLine, extraLine, withheldLine, gradualExitPay],
  figures: [members, income, need, perHeadMonthly, essentialDeduction, notCounted, financialLimit],
})
