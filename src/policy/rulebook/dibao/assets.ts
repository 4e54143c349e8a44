import {
  add,
  aged,
  and,
  constant,
  divide,
  eq,
  gt,
  household,
  isIn,
  le,
  lt,
  max,
  mul,
  not,
  or,
  orElse,
  person,
  row,
  share,
  sum,
  table,
  when,
} from '../../kernel/index.ts'
import { both, confirmation, handbook, measures } from '../citations.ts'
import { home, their } from './facts.ts'
import { adult, hasCertificate, isMember, members, somebodyAlone, studiesThroughBachelor } from './household.ts'
import { set } from './parameters.ts'

/**
 * What the household may own (handbook AST). Whoever owns nothing of a kind meets every limit, so a limit we do not have
 * stops only those it concerns.
 */
const nothing = constant.fen(0)
const none = constant.count(0)

export const financialAssets = household.rule('AST-02.total', {
  title: { zh: '金融资产合计', en: 'Financial assets, all together' },
  basis: both(confirmation('第十四条'), handbook('AST-01')),
  value: add(home.deposits, home.securities, home.insuranceCashValue, home.internetFinance, home.receivables),
})

const months = when(somebodyAlone, set.marginAssetMonths, set.financialAssetMonths)
const byMonths = divide(mul(set.dibaoStandard, months), 12, 'halfUp')
/** A published amount comes before the multiple it was once worked out from (GEN-05); it is meant for dibao households. */
const perHead = when(somebodyAlone, byMonths, orElse(set.financialAssetLimit, byMonths))

const plain = constant.percent(100)
const vulnerable = or(not(adult), studiesThroughBachelor, hasCertificate, aged(their.birth, 60))
const uplift = max(
  when(eq(set.vulnerableAssets, plain), plain, when(vulnerable, set.vulnerableAssets, plain)),
  when(and(gt(set.smallHouseholdSize, none), le(members, set.smallHouseholdSize)), set.smallHouseholdAssets, plain),
)

/** Where both uplifts fit (Shanghai), the higher one is taken: the page does not say that they multiply. */
export const assetShare = person.rule('AST-02.share', {
  title: { zh: '本人金融资产限额', en: 'Limit of financial assets for this member' },
  basis: handbook('AST-02'),
  value: share(perHead, uplift, 'halfUp'),
})

export const financialLimit = household.rule('AST-02.limit', {
  title: { zh: '金融资产限额', en: 'Limit of financial assets' },
  basis: both(measures('第十条第二款'), handbook('AST-02')),
  value: sum(assetShare, { where: isMember }),
})

export const financialAssetsFit = household.rule('AST-02', {
  title: { zh: '金融资产不超过限额', en: 'Financial assets within the limit' },
  basis: both(measures('第九条'), handbook('AST-02')),
  value: le(financialAssets, when(eq(financialAssets, nothing), nothing, financialLimit)),
})

/** As many as there are may be none; only who has one needs the place's number. */
const allowed = (owned: typeof home.vehicles, limit: typeof set.vehiclesAllowed) =>
  le(owned, when(eq(owned, none), none, limit))

const vehicleValueCounts = and(gt(home.vehicles, none), gt(orElse(set.vehicleValueLimit, nothing), nothing))

export const vehiclesFit = household.rule('AST-03', {
  title: { zh: '机动车、大型农机船舶符合规定', en: 'Vehicles and large machines within the rules' },
  basis: both(measures('第九条'), confirmation('第十四条'), handbook('AST-03')),
  value: and(
    allowed(home.vehicles, set.vehiclesAllowed),
    // Without a limit of value none is applied.
    le(when(vehicleValueCounts, home.vehicleValue, nothing), orElse(set.vehicleValueLimit, nothing)),
    allowed(home.largeMachinery, set.largeMachineryAllowed),
  ),
})

export const homesFit = household.rule('AST-04', {
  title: { zh: '房产符合规定', en: 'Homes and other property within the rules' },
  basis: both(measures('第九条'), confirmation('第十四条'), handbook('AST-04')),
  value: and(
    or(
      le(home.homes, set.homesAllowed),
      // Two homes pass when their floor area per head is below the local average.
      and(eq(home.homes, constant.count(2)), lt(home.homeArea, mul(set.localHomeArea, members))),
    ),
    allowed(home.nonResidentialProperty, set.nonResidentialAllowed),
  ),
})

const fitOrNot = {
  codes: ['fits', 'no'],
  codeLabels: { fits: { zh: '符合', en: 'within the rules' }, no: { zh: '不符合', en: 'not within the rules' } },
}
const fits = constant.code('fits')
const unfit = constant.code('no')

const businessJudged = household.rule('AST-05.judged', {
  title: { zh: '市场主体认定结果', en: 'How the business is judged' },
  basis: handbook('AST-05'),
  value: table(
    'first',
    [
      row(isIn(set.businessRule, ['none']), unfit, { zh: '有登记即超标', en: 'none allowed' }),
      row(isIn(set.businessRule, ['noneExceptFamilyStall']), when(home.businessIsFamilyStall, fits, unfit), {
        zh: '无雇员小店除外',
        en: 'none but a family stall',
      }),
    ],
    when(le(home.businessCapital, set.businessCapitalLimit), fits, unfit),
  ),
  ...fitOrNot,
})
export const businessesFit = household.rule('AST-05', {
  title: { zh: '市场主体符合规定', en: 'Registered businesses within the rules' },
  basis: both(measures('第九条'), handbook('AST-05')),
  value: or(eq(home.businesses, none), isIn(businessJudged, ['fits'])),
})

const spendingJudged = household.rule('DB-01.spendingJudged', {
  title: { zh: '消费支出与收入', en: 'Spending beside the income' },
  basis: both(handbook('DB-01'), handbook('DB-10')),
  value: when(set.spendingTest, when(home.spendingFitsIncome, fits, unfit), fits),
  ...fitOrNot,
})
export const spendingFits = household.rule('DB-01.spending', {
  title: { zh: '消费支出与收入相符(当地要求时)', en: 'Spending fits the income, where the place asks' },
  basis: both(handbook('DB-01'), handbook('DB-10')),
  value: isIn(spendingJudged, ['fits']),
})
