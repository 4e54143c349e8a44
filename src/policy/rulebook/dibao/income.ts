import {
  add,
  aged,
  and,
  constant,
  divide,
  eq,
  ge,
  gt,
  household,
  isIn,
  le,
  lookup,
  max,
  min,
  mul,
  not,
  or,
  orElse,
  person,
  row,
  share,
  sub,
  sum,
  table,
  when,
} from '../../kernel/index.ts'
import { both, confirmation, handbook, measures, veterans } from '../citations.ts'
import { exempt, home, their } from './facts.ts'
import { hasCertificate, heads, isMember, members } from './household.ts'
import { type ExpenditureKind, expenditureKinds, set } from './parameters.ts'
import { supportReceived } from './support.ts'

/**
 * What counts as income (handbook INC, DED). Everything is a total of twelve months; where a place looks at last month
 * (Chongqing, article 12) that month is taken twelve times. Exempt payments are shown and never added.
 */
const nothing = constant.fen(0)
const byLastMonth = isIn(set.incomePeriod, ['lastMonthNonFarm'])

export const wage = person.rule('INC-01.wage', {
  title: { zh: '工资性收入(12个月)', en: 'Wages, twelve months' },
  basis: both(confirmation('第十三条第一款'), handbook('GEN-03')),
  value: when(byLastMonth, mul(their.wageLastMonth, 12), their.wageIncome),
})

const cappedByStandard = (costs: typeof their.workCosts) =>
  min(costs, share(set.dibaoStandard, set.workCostCap, 'halfUp'))
const byMethod = table(
  'first',
  [
    row(isIn(set.workCostMethod, ['none']), nothing),
    row(isIn(set.workCostMethod, ['rateOfWage']), share(wage, set.workCostRate, 'halfUp')),
    row(isIn(set.workCostMethod, ['rateOfStandard']), share(set.dibaoStandard, set.workCostRate, 'halfUp')),
    row(isIn(set.workCostMethod, ['rateOfMinimumWage']), share(set.minimumWage, set.workCostRate, 'halfUp')),
    row(isIn(set.workCostMethod, ['actual']), their.workCosts),
  ],
  // actualUpToStandard
  cappedByStandard(their.workCosts),
)
/** Putian lets a disabled worker choose 50 % of the minimum wage; the better one is taken. */
const forDisabled = when(
  and(gt(set.workCostDisabledOfMinimumWage, constant.bp(0)), hasCertificate),
  share(set.minimumWage, set.workCostDisabledOfMinimumWage, 'halfUp'),
  nothing,
)
const cap = when(gt(set.workCostCap, constant.bp(0)), share(set.dibaoStandard, set.workCostCap, 'halfUp'), wage)
export const workCost = person.rule('DED-01', {
  title: { zh: '必要就业成本扣减(12个月)', en: 'Necessary work costs, twelve months' },
  basis: both(confirmation('第十三条第三款'), handbook('DED-01')),
  // Never more than the wage itself. Who earns nothing has nothing deducted, whatever the place says.
  value: when(eq(wage, nothing), nothing, min(wage, cap, max(byMethod, forDisabled))),
})

export const disregard = person.rule('DED-02', {
  title: { zh: '劳动收入豁免(12个月)', en: 'Earnings disregarded, twelve months' },
  basis: handbook('DED-02'),
  value: when(
    and(gt(set.earningsDisregard, nothing), gt(wage, nothing)),
    when(ge(wage, set.minimumWage), set.earningsDisregard, nothing),
    nothing,
  ),
})

/** Zhejiang: what work found while on dibao adds does not count for some months, up to 3 standards a month. */
export const newWorkDisregard = person.rule('DED-02.newWork', {
  title: { zh: '在保期间就业增收不计入(12个月)', en: 'New earnings not counted, twelve months' },
  basis: handbook('DED-02'),
  value: when(
    and(gt(set.newWorkMonths, constant.count(0)), gt(wage, nothing), home.receivesDibao),
    when(
      le(their.monthsInNewWork, set.newWorkMonths),
      min(
        their.wageIncreaseOnDibao,
        divide(
          mul(share(set.dibaoStandard, set.newWorkCap, 'halfUp'), min(their.monthsInNewWork, constant.count(12))),
          12,
          'halfUp',
        ),
      ),
      nothing,
    ),
    nothing,
  ),
})

// Imputed earnings (INC-06): two local ways; the national circular warns against simple ones, so the default is none. ----

const ofWorkingAge = and(
  aged(their.birth, 18),
  not(aged(their.birth, when(isIn(their.sex, ['male']), constant.count(60), constant.count(55)))),
  isIn(their.workAbility, ['able']),
)
const goodReason = not(isIn(their.workExemption, ['none']))
const lessCosts = (amount: typeof set.minimumWage) => sub(amount, share(amount, set.imputedAllowance, 'halfUp'))

const byKindOfWork = table(
  'first',
  [
    row(or(not(ofWorkingAge), goodReason), nothing, { zh: '免核算', en: 'nothing imputed' }),
    row(isIn(their.employment, ['casual']), lessCosts(set.minimumWage), { zh: '不稳定就业', en: 'casual work' }),
    row(isIn(their.employment, ['notWorking']), set.minimumWage, {
      zh: '无正当理由不就业',
      en: 'not working without good reason',
    }),
  ],
  nothing,
)
const male = isIn(their.sex, ['male'])
const until = (age: number) => not(aged(their.birth, age + 1))
const byBand = table(
  'first',
  [
    row(or(not(isIn(their.workAbility, ['able'])), goodReason, not(aged(their.birth, 18))), nothing),
    row(and(isIn(their.employment, ['notWorking']), le(their.monthsSinceGraduation, constant.count(6))), nothing, {
      zh: '毕业6个月内',
      en: 'within six months of leaving school',
    }),
    row(
      isIn(their.employment, ['selfEmployed']),
      add(set.minimumWage, share(set.minimumWage, constant.percent(50), 'halfUp')),
      {
        zh: '个体户150%',
        en: 'self-employed 150 %',
      },
    ),
    row(when(male, until(50), until(45)), set.minimumWage, { zh: '男18–50、女18–45', en: 'men 18–50, women 18–45' }),
    row(when(male, until(60), until(55)), share(set.minimumWage, constant.percent(50), 'halfUp'), {
      zh: '男51–60、女46–55',
      en: 'men 51–60, women 46–55',
    }),
  ],
  nothing,
)

/** What is left of wages for the sum: real wages less costs and disregards, or the imputed amount when that is more. */
export const earnings = person.rule('INC-06', {
  title: { zh: '计入的劳动收入(12个月)', en: 'Earnings counted, twelve months' },
  basis: both(confirmation('第十三条第一款'), handbook('INC-06')),
  value: max(
    nothing,
    sub(sub(sub(wage, workCost), disregard), newWorkDisregard),
    table(
      'first',
      [row(isIn(set.imputedIncome, ['none']), nothing), row(isIn(set.imputedIncome, ['byMinimumWage']), byKindOfWork)],
      byBand,
    ),
  ),
})

/** "十四五" is 2021–2025 (T5): after it a place must say that the exemption goes on; until then nobody may guess. */
export const basicPensionCounted = person.rule('INC-02.basicPension', {
  title: { zh: '计入的基础养老金(12个月)', en: 'Basic pension counted, twelve months' },
  basis: confirmation('第十三条第二款'),
  value: when(eq(their.basicPension, nothing), nothing, when(set.basicPensionExempt, nothing, their.basicPension)),
})

export const otherIncome = person.rule('INC-01.other', {
  title: { zh: '经营、财产、转移净收入(12个月)', en: 'Business, property and net transfers, twelve months' },
  basis: both(confirmation('第十三条第一款'), handbook('INC-01')),
  value: when(
    byLastMonth,
    add(mul(their.otherNonFarmLastMonth, 12), their.farmIncome),
    sub(add(their.operatingIncome, their.propertyIncome, their.transferIncome), their.transferPaid),
  ),
})

export const countedIncome = person.rule('INC-01', {
  title: { zh: '本人可计收入(12个月)', en: 'Income of this person that counts, twelve months' },
  basis: both(confirmation('第十三条第一款'), handbook('INC-01'), handbook('INC-05')),
  value: add(earnings, otherIncome, basicPensionCounted),
})

export const notCounted = person.rule('INC-02', {
  title: { zh: '依法不计入的收入(12个月)', en: 'Received and not counted, twelve months' },
  basis: both(confirmation('第十三条第二款'), veterans('第四条第二款'), handbook('INC-04')),
  value: add(
    orElse(exempt.preferentialPayments, nothing),
    orElse(exempt.familyPlanningAward, nothing),
    orElse(exempt.scholarship, nothing),
    orElse(exempt.honourAward, nothing),
    orElse(exempt.socialAssistanceReceived, nothing),
    orElse(exempt.disabilityAllowances, nothing),
    orElse(exempt.elderAllowance, nothing),
    orElse(exempt.orphanAllowance, nothing),
  ),
})

const spent: Record<ExpenditureKind, typeof home.medicalExpenditure> = {
  medical: home.medicalExpenditure,
  rehabilitation: home.rehabilitationExpenditure,
  education: home.educationExpenditure,
  care: home.careExpenditure,
  housing: home.housingExpenditure,
  suddenEvent: home.suddenEventExpenditure,
}
/** Who spent nothing, or lives where nothing is deducted, is not asked for the other. */
const deducted = (kind: ExpenditureKind) => {
  const rate = lookup(set.essentialDeduction, constant.code(kind))
  return when(
    eq(spent[kind], nothing),
    nothing,
    when(eq(rate, constant.bp(0)), nothing, share(spent[kind], rate, 'halfUp')),
  )
}
const [first, ...rest] = (Object.keys(expenditureKinds) as ExpenditureKind[]).map(deducted)
const allDeducted = household.rule('DED-03.all', {
  title: { zh: '可扣减的刚性支出(12个月)', en: 'Essential expenditure that may be deducted, twelve months' },
  basis: both(confirmation('第十三条第三款'), handbook('DED-03')),
  value: add(first!, ...rest),
})

export const need = household.rule('GEN-04.need', {
  title: { zh: '低保标准×人数(12个月)', en: 'Standard × members, twelve months' },
  basis: both(measures('第九条'), handbook('GEN-04')),
  value: mul(set.dibaoStandard, members),
})

export const essentialDeduction = household.rule('DED-03', {
  title: { zh: '刚性支出扣减(12个月)', en: 'Deduction for essential expenditure, twelve months' },
  basis: both(confirmation('第十三条第三款'), handbook('DED-03')),
  value: when(
    and(gt(set.essentialDeductionCap, constant.bp(0)), gt(allDeducted, nothing)),
    min(allDeducted, share(need, set.essentialDeductionCap, 'halfUp')),
    allDeducted,
  ),
})

/** Compared as a total of twelve months, never as a rounded figure per head (T1). */
export const income = household.rule('GEN-03', {
  title: { zh: '家庭可计收入(12个月)', en: 'Household income that counts, twelve months' },
  basis: both(measures('第九条'), confirmation('第十三条第一款'), handbook('GEN-03')),
  value: max(nothing, sub(add(sum(countedIncome, { where: isMember }), supportReceived), essentialDeduction)),
})

/** For reading only; nothing is decided by it. */
export const perHeadMonthly = household.rule('GEN-03.perHead', {
  title: { zh: '家庭人均月收入(供阅读)', en: 'Monthly income per head (for reading)' },
  basis: handbook('GEN-03'),
  value: divide(income, mul(heads, 12), 'halfUp'),
  reads: { words: { zh: '{0} ÷ {1} ÷ 12', en: '{0} ÷ {1} ÷ 12' }, of: [income, members] },
})
