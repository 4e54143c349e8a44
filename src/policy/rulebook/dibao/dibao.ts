import {
  add,
  and,
  any,
  constant,
  divide,
  ge,
  household,
  isIn,
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
  aloneAllowed,
  claimsAlone,
  isMember,
  mayClaimAlone,
  members,
  otherGround,
  priesthood,
  registered,
  seriouslyIll,
  severelyDisabled,
  somebody,
  somebodyAlone,
} from './household.ts'
import { countedIncome, essentialDeduction, income, need, notCounted, perHeadMonthly } from './income.ts'
import { set } from './parameters.ts'
import { monthly } from './rounding.ts'
import { supplement, supplementMonthly } from './supplements.ts'

/** Dibao, put together: the right to it, what is paid, and the lines of the letter. */
const nothing = constant.fen(0)

// The right to it ----------------------------------------------------------------------------------------------------

const limitRate = table(
  'highest',
  [
    row(severelyDisabled, set.singlePersonLimitDisabled),
    row(seriouslyIll, set.singlePersonLimitIll),
    row(otherGround, set.singlePersonLimitOther),
  ],
  constant.bp(0),
)
const oneFen = constant.fen(1)
/** Above every income: where no line is looked at. */
const noLine = add(income, oneFen)

/** The family first passes the margin line (or the place's own multiple); the money then is for one person only (T9). */
export const aloneLimit = person.rule('HH-05.limit', {
  title: { zh: '单人户家庭收入线(12个月)', en: 'Line of household income for a single-person claim, twelve months' },
  basis: both(confirmation('第八条第二款'), handbook('HH-05')),
  value: when(
    // Away from the family for three years or more: no household income to look at. Who may not apply alone is told
    // that (HH-05), not measured on a line as well.
    or(priesthood, not(mayClaimAlone)),
    noLine,
    // "Below" everywhere; where the line itself still qualifies it lies a fen higher.
    add(share(need, limitRate, 'halfUp'), when(set.singlePersonLimitInclusive, oneFen, nothing)),
  ),
})

export const incomeLimit = household.rule('DB-01.limit', {
  title: { zh: '收入线(12个月)', en: 'Line of income, twelve months' },
  basis: both(measures('第九条'), confirmation('第八条第二款'), confirmation('第三十三条')),
  value: table(
    'first',
    [
      row(somebodyAlone, sum(aloneLimit, { where: claimsAlone }), { zh: '单人户', en: 'single-person claim' }),
      row(inGradualExit, noLine, { zh: '渐退期内不看收入线', en: 'no line during gradual exit' }),
    ],
    need,
  ),
})

/** "Below" is `<`: exactly the standard is no longer below it (GEN-02, T4). */
export const incomeBelow = household.rule('DB-01.income', {
  title: { zh: '家庭收入低于收入线', en: 'Household income below the line' },
  basis: both(measures('第九条'), handbook('GEN-02'), handbook('GEN-04')),
  value: lt(income, incomeLimit),
})

const ownIncome = household.rule('HH-06.own', {
  title: { zh: '单独申请人本人收入(12个月)', en: 'Own income of whoever applies alone, twelve months' },
  basis: handbook('HH-06'),
  value: sum(countedIncome, { where: claimsAlone }),
})
/** Where the claim is paid as a difference there must be one; a rate of the standard is paid without this test. */
export const ownIncomeBelow = household.rule('HH-06.income', {
  title: {
    zh: '单独申请人本人收入低于标准(补差发放的)',
    en: 'Own income below the standard, where the difference is paid',
  },
  basis: both(confirmation('第二十三条'), handbook('HH-06')),
  value: lt(
    ownIncome,
    when(and(somebodyAlone, isIn(set.singlePersonMethod, ['difference'])), set.dibaoStandard, add(ownIncome, oneFen)),
  ),
})

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

const refusal = household.rule('DB-08.effect', {
  title: { zh: '拒绝工作的后果', en: 'Effect of refusing work' },
  basis: handbook('DB-08'),
  value: table(
    'first',
    [
      row(not(any(refusesWork)), constant.code('none')),
      row(isIn(set.refusedWorkEffect, ['household']), constant.code('stops')),
    ],
    constant.code('ownShare'),
  ),
  codes: ['none', 'ownShare', 'stops'],
  codeLabels: {
    none: { zh: '没有', en: 'none' },
    ownShare: { zh: '只影响本人份额', en: 'the own share only' },
    stops: { zh: '全户停止', en: 'aid to the household stops' },
  },
})
const goesOnDespiteRefusal = household.rule('DB-08.goesOn', {
  title: { zh: '没有因拒绝工作全户停止', en: 'Aid has not stopped for refusing work' },
  basis: handbook('DB-08'),
  value: isIn(refusal, ['none', 'ownShare']),
})

export const eligible = household.rule('DB-01', {
  title: { zh: '符合最低生活保障条件', en: 'Entitled to dibao' },
  basis: both(measures('第九条'), confirmation('第二条')),
  value: and(
    registered,
    somebody,
    aloneAllowed,
    incomeBelow,
    ownIncomeBelow,
    financialAssetsFit,
    vehiclesFit,
    homesFit,
    businessesFit,
    spendingFits,
    goesOnDespiteRefusal,
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
  reads: {
    words: { zh: '{0} ÷ 12,{1}', en: '{0} ÷ 12, {1}' },
    of: [when(gradual, mul(gradualExitPay, 12), total), set.payRounding],
  },
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
