import {
  constant,
  count,
  divide,
  type Expr,
  eq,
  gt,
  household,
  isIn,
  max,
  min,
  mul,
  row,
  share,
  sub,
  sum,
  supporter,
  table,
  when,
} from '../../kernel/index.ts'
import { both, confirmation, handbook } from '../citations.ts'
import { home, supporters } from './facts.ts'
import { set } from './parameters.ts'

/**
 * What relatives who live elsewhere owe (handbook MNT). An agreement or judgment comes first, what was really paid when
 * that is more; only then one of the four published formulas, whose figures are parameters of the place. All amounts are
 * totals of twelve months. The line is measured with our standard, not with that of the supporter's home: the pages do
 * not say otherwise.
 */
const nothing = constant.fen(0)

/** `standard × multiple × people` of the supporter's household. */
const line = mul(share(set.dibaoStandard, set.maintenanceLine, 'halfUp'), supporters.household)
const above = supporter.rule('MNT-02.above', {
  title: {
    zh: '义务人家庭收入超出部分(12个月)',
    en: 'What the supporter’s household has above the line, twelve months',
  },
  basis: both(handbook('MNT-02'), handbook('MNT-03'), handbook('MNT-05')),
  value: max(nothing, sub(supporters.householdIncome, line)),
})

/** Formula D: 40 % instead of 50 % when three or more children share the duty. */
const children = count(isIn(supporters.kind, ['elder']))
const rateByChildren = when(gt(children, constant.count(2)), set.maintenanceRateThreePlus, set.maintenanceRate)

/** Several people are supported in equal parts; those of this household count here. */
const partOfThisHousehold = (amount: Expr<'fen', 'household' | 'supporter'>) =>
  divide(mul(amount, supporters.supportsHere), supporters.supports, 'halfUp')

const perHeadOrTotal = when(
  isIn(set.maintenanceExcess, ['perHead']),
  divide(above, supporters.household, 'halfUp'),
  above,
)

export const elderSupport = supporter.rule('MNT-02', {
  title: { zh: '推算的赡养费', en: 'Maintenance by formula' },
  basis: both(handbook('MNT-02'), handbook('MNT-03'), handbook('MNT-04'), handbook('MNT-05')),
  value: table(
    'first',
    [
      row(
        isIn(set.maintenanceFormula, ['C']),
        share(
          max(nothing, sub(supporters.householdIncome, mul(set.lowIncomeStandard, supporters.household))),
          set.maintenanceRate,
          'halfUp',
        ),
        { zh: '公式C', en: 'formula C' },
      ),
      row(isIn(set.maintenanceFormula, ['D']), partOfThisHousehold(share(perHeadOrTotal, rateByChildren, 'halfUp')), {
        zh: '公式D',
        en: 'formula D',
      }),
    ],
    // Formulas A and B differ in their figures: the line (1 or 2 standards) and the rate (50 % or 20 %).
    when(
      isIn(set.maintenanceFormula, ['A', 'B']),
      partOfThisHousehold(share(above, set.maintenanceRate, 'halfUp')),
      nothing,
    ),
  ),
})

/** 25 % (A) or 20 % (B) of the payer's own income for each person, at most 50 % for all of them together. */
export const kinSupport = supporter.rule('MNT-02.kin', {
  title: { zh: '推算的抚养、扶养费', en: 'Support for children and kin by formula' },
  basis: both(handbook('MNT-02'), handbook('MNT-03')),
  value: divide(
    mul(
      min(
        mul(share(supporters.ownIncome, set.kinSupportRate, 'halfUp'), supporters.supports),
        share(supporters.ownIncome, set.kinSupportCap, 'halfUp'),
      ),
      supporters.supportsHere,
    ),
    supporters.supports,
    'halfUp',
  ),
})

const duty = table(
  'first',
  [
    row(gt(supporters.agreed, nothing), mul(supporters.agreed, 12), {
      zh: '协议、裁决或判决',
      en: 'agreement or judgment',
    }),
  ],
  when(isIn(supporters.kind, ['elder']), elderSupport, kinSupport),
)

export const support = supporter.rule('MNT-01', {
  title: { zh: '计入的赡养、抚养、扶养费(12个月)', en: 'Support counted, twelve months' },
  basis: both(handbook('MNT-01'), handbook('MNT-06')),
  value: when(supporters.exempt, nothing, max(supporters.paid, duty)),
})

export const supportReceived = household.rule('MNT-01.total', {
  title: { zh: '不共同生活的赡养人应给付合计(12个月)', en: 'Support from relatives elsewhere, twelve months' },
  basis: both(confirmation('第十三条第一款'), handbook('MNT-01')),
  value: when(eq(home.legalSupporters, constant.count(0)), nothing, sum(support)),
})
