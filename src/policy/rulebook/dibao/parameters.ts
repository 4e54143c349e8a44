import { type ParameterDeclaration, parameter, roundingCodes, type Text } from '../../kernel/index.ts'

/**
 * What a notice can set. Amounts that recur (a standard, a wage, a supplement) are kept as the total of twelve months:
 * rural standards are published by the year (6,400 yuan a year is no whole number of fen a month), urban ones by the
 * month, and the law compares incomes of twelve months. The notice's own words stay beside the number.
 */
const t = (zh: string, en: string): Text => ({ zh, en })

/** Recurring money: published as 元/月 or 元/年, kept as the total of twelve months. */
const recurring = (name: string, label: Text) => parameter.fen(name, { label, range: [0n, 100_000_000n] })
const once = (name: string, label: Text) => parameter.fen(name, { label, range: [0n, 1_000_000_000n] })
const rate = (name: string, label: Text) => parameter.bp(name, { label, range: [0n, 100_000n] })

/** Groups of people a place may pay a supplement for (DB-05). Ages count from the birthday. */
export const supplementClasses = {
  elder60: t('60周岁以上老年人', 'Aged 60 or more'),
  elder70: t('70周岁以上老年人', 'Aged 70 or more'),
  elder80: t('80周岁以上老年人', 'Aged 80 or more'),
  childless60: t('60周岁以上孤老', 'Aged 60 or more without children'),
  childless70: t('70周岁以上孤老', 'Aged 70 or more without children'),
  minor: t('未成年人', 'Under 18'),
  studentPreschool: t('学前儿童', 'Preschool child'),
  studentCompulsory: t('义务教育阶段学生', 'Pupil in compulsory education'),
  studentSecondary: t('高中、中职学生', 'Senior secondary or vocational pupil'),
  studentUndergraduate: t('大专、本科学生', 'College student'),
  disabledSevere: t('重度残疾人(1–2级及智力、精神3级)', 'Severely disabled'),
  disabledOneTwo: t('1–2级残疾人', 'Disabled, level 1 or 2'),
  disabledOneTwoCore: t(
    '视力、肢体、智力、精神1–2级残疾人',
    'Disabled level 1–2: sight, physical, intellectual, mental',
  ),
  disabledSecond: t('听力、言语1–2级,视力、肢体、智力、精神3级残疾人', 'Disabled: hearing or speech 1–2, others 3'),
  disabledThreeFour: t('3–4级残疾人', 'Disabled, level 3 or 4'),
  disabledLevelOne: t('一级残疾人', 'Disabled, level 1'),
  disabledCertified: t('持证残疾人', 'Disabled with a certificate'),
  seriousIllness: t('重特大疾病患者', 'Seriously ill'),
  workAbilityLost: t('完全丧失劳动能力', 'Ability to work wholly lost'),
  workAbilityMostlyLost: t('大部分丧失劳动能力', 'Ability to work mostly lost'),
  widowedParentChild: t('丧偶单亲家庭子女', 'Child of a widowed parent'),
  singleParentChild: t('其他单亲家庭子女', 'Child of another single parent'),
  livesAlone: t('单独生活(一人户)', 'Lives alone'),
  lostOnlyChild: t('失独家庭成员', 'Lost an only child'),
  multipleBirth: t('多胞胎', 'Multiple birth'),
  returnedOverseasChinese: t('归侨', 'Returned overseas Chinese'),
  ethnicMinority: t('少数民族', 'Ethnic minority'),
} as const satisfies Record<string, Text>
export type SupplementClass = keyof typeof supplementClasses
export const supplementClassNames = Object.keys(supplementClasses) as SupplementClass[]

export const expenditureKinds = {
  medical: t('医疗', 'Medical'),
  rehabilitation: t('残疾康复', 'Rehabilitation'),
  education: t('教育', 'Education'),
  care: t('照护', 'Care'),
  housing: t('住房', 'Housing'),
  suddenEvent: t('突发事件', 'Sudden event'),
} as const satisfies Record<string, Text>
export type ExpenditureKind = keyof typeof expenditureKinds

export const gradualExitReasons = [
  'pension',
  'graduateEmployed',
  'placedEmployment',
  'disabledEmployment',
  'otherEmployment',
  'other',
] as const

const choice = (name: string, label: Text, codeLabels: Record<string, Text>) =>
  parameter.code(name, { label, codes: Object.keys(codeLabels), codeLabels })

const rounding = (name: string, label: Text) =>
  parameter.code(name, {
    label,
    codes: roundingCodes,
    codeLabels: {
      exact: t('到分', 'to the fen'),
      round01: t('四舍五入到角', 'to 0.1 yuan, half up'),
      round1: t('四舍五入到元', 'to the yuan, half up'),
      round5: t('四舍五入到5元', 'to 5 yuan, half up'),
      round10: t('四舍五入到10元', 'to 10 yuan, half up'),
      ceil01: t('进位到角', 'up to 0.1 yuan'),
      ceil1: t('进位到元', 'up to the yuan'),
      ceil5: t('进位到5元', 'up to 5 yuan'),
      ceil10: t('进位到10元', 'up to 10 yuan'),
      floor01: t('舍去角以下', 'down to 0.1 yuan'),
      floor1: t('舍去元以下', 'down to the yuan'),
      floor5: t('舍到5元', 'down to 5 yuan'),
      floor10: t('舍到10元', 'down to 10 yuan'),
    },
  })

export const set = {
  // General
  dibaoStandard: recurring('dibaoStandard', t('低保标准', 'Dibao standard')),
  minimumWage: recurring('minimumWage', t('最低工资标准', 'Minimum wage')),

  // Household (HH)
  acceptsResidencePermit: parameter.boolean('acceptsResidencePermit', {
    label: t('持居住证可在居住地申办', 'May be applied for with a residence permit'),
  }),
  excludesConscripts: parameter.boolean('excludesConscripts', {
    label: t('义务兵不计入家庭成员', 'Conscripts are not members'),
  }),
  excludesWhereaboutsUnknown: parameter.boolean('excludesWhereaboutsUnknown', {
    label: t('下落不明满两年者不计入家庭成员', 'People missing for two years are not members'),
  }),
  singlePersonLimitDisabled: rate(
    'singlePersonLimitDisabled',
    t('单人户(重残)家庭收入上限(标准的倍数)', 'Single-person claim, disabled: household income limit'),
  ),
  singlePersonLimitIll: rate(
    'singlePersonLimitIll',
    t('单人户(重病)家庭收入上限(标准的倍数)', 'Single-person claim, ill: household income limit'),
  ),
  singlePersonLimitOther: rate(
    'singlePersonLimitOther',
    t('单人户(其他)家庭收入上限(标准的倍数)', 'Single-person claim, others: household income limit'),
  ),
  singlePersonLimitInclusive: parameter.boolean('singlePersonLimitInclusive', {
    label: t('单人户收入上限含本数', 'The limit itself still qualifies'),
  }),
  singlePersonElderFrom: parameter.count('singlePersonElderFrom', {
    label: t('单人户:老年人起始年龄(0为不设)', 'Single-person claim: from this age (0: none)'),
  }),
  singlePersonMinorThrough: parameter.count('singlePersonMinorThrough', {
    label: t('单人户:未成年人截止年龄(含,0为不设)', 'Single-person claim: through this age (0: none)'),
  }),
  singlePersonStudents: parameter.boolean('singlePersonStudents', {
    label: t('单人户:本科及以下在读', 'Single-person claim: college students'),
  }),
  singlePersonChronic: parameter.boolean('singlePersonChronic', {
    label: t('单人户:慢特病患者', 'Single-person claim: chronic illness'),
  }),
  singlePersonVeterans: parameter.boolean('singlePersonVeterans', {
    label: t('单人户:1–6级残疾军人', 'Single-person claim: disabled veterans'),
  }),
  singlePersonMethod: choice('singlePersonMethod', t('单人户低保金算法', 'How a single-person claim is paid'), {
    difference: t('标准减本人收入', 'Standard less own income'),
    rate: t('标准的一定比例', 'A rate of the standard'),
    atLeastRate: t('补差,但不低于标准的一定比例', 'The difference, but at least a rate of the standard'),
  }),
  singlePersonRateDisabled: rate('singlePersonRateDisabled', t('单人户(重残)发放比例', 'Rate for disabled people')),
  singlePersonRateIll: rate('singlePersonRateIll', t('单人户(重病)发放比例', 'Rate for ill people')),
  singlePersonRateOther: rate('singlePersonRateOther', t('单人户(其他)发放比例', 'Rate for others')),
  singlePersonFarFrom: rate(
    'singlePersonFarFrom',
    t('家庭收入达到标准的多少倍时改按另一比例(0为不设)', 'Household income from which another rate holds (0: none)'),
  ),
  singlePersonRateFar: rate('singlePersonRateFar', t('达到该倍数后的发放比例', 'The rate from there on')),
  singlePersonSupplements: choice(
    'singlePersonSupplements',
    t('单人户分类施保', 'Supplements for single-person claims'),
    {
      yes: t('增发', 'Paid'),
      no: t('不增发', 'Not paid'),
      nearOnly: t('收入较低的增发', 'Paid below the other rate only'),
    },
  ),

  // Income (INC, DED)
  incomePeriod: choice('incomePeriod', t('收入核算期', 'Period of income'), {
    twelveMonths: t('申请月前12个月', 'Twelve months'),
    lastMonthNonFarm: t('非农收入按前1个月,农业按前12个月', 'Last month; farming twelve months'),
  }),
  basicPensionExempt: parameter.boolean('basicPensionExempt', {
    label: t('基础养老金不计入家庭收入', 'The basic pension does not count'),
  }),
  imputedIncome: choice('imputedIncome', t('有劳动能力者收入核定', 'Imputed earnings'), {
    none: t('按实际收入', 'Real earnings only'),
    byMinimumWage: t('按从业状况和最低工资核定', 'By kind of work and the minimum wage'),
    byAgeBand: t('按性别年龄和最低工资核定', 'By sex, age and the minimum wage'),
  }),
  imputedAllowance: rate('imputedAllowance', t('核定收入中扣减的就业成本', 'Work costs within imputed earnings')),
  workCostMethod: choice('workCostMethod', t('就业成本扣减办法', 'How work costs are deducted'), {
    none: t('不扣减', 'No deduction'),
    rateOfWage: t('工资的一定比例', 'A rate of the wage'),
    rateOfStandard: t('低保标准的一定比例', 'A rate of the standard'),
    rateOfMinimumWage: t('最低工资的一定比例', 'A rate of the minimum wage'),
    actual: t('按实际支出', 'Real costs'),
    actualUpToStandard: t('按实际支出,不超过低保标准的一定比例', 'Real costs up to a rate of the standard'),
  }),
  workCostRate: rate('workCostRate', t('就业成本扣减比例', 'Rate of work costs')),
  workCostCap: rate('workCostCap', t('就业成本扣减上限(标准的倍数,0为不设)', 'Cap of work costs (0: none)')),
  workCostDisabledOfMinimumWage: rate(
    'workCostDisabledOfMinimumWage',
    t('残疾人可选:最低工资的扣减比例(0为不设)', 'Disabled people may choose a rate of the minimum wage (0: none)'),
  ),
  earningsDisregard: recurring('earningsDisregard', t('劳动收入豁免额', 'Earnings disregarded')),
  newWorkMonths: parameter.count('newWorkMonths', {
    label: t('在保期间就业增收不计入的月数(0为不设)', 'Months in which new earnings do not count (0: none)'),
    range: [0n, 60n],
  }),
  newWorkCap: rate('newWorkCap', t('增收不计入的每月上限(标准的倍数)', 'Monthly cap of earnings that do not count')),
  essentialDeduction: parameter.map('essentialDeduction', Object.keys(expenditureKinds), 'bp', {
    label: t('刚性支出扣减比例', 'Deduction for essential expenditure'),
  }),
  essentialDeductionCap: rate(
    'essentialDeductionCap',
    t('刚性支出扣减上限(标准×人数的倍数,0为不设)', 'Cap of that deduction (0: none)'),
  ),

  // Support from relatives elsewhere (MNT)
  maintenanceFormula: choice('maintenanceFormula', t('赡养费推算公式', 'Formula for maintenance'), {
    A: t('公式A:(家庭年收入−年标准×人口)×比例÷被赡养人数', 'Formula A'),
    B: t('公式B:家庭人均达到标准的倍数后,超出部分×比例÷被赡养人数', 'Formula B'),
    C: t('公式C:(月收入−低收入标准×人口)×比例', 'Formula C'),
    D: t('公式D:超出标准部分×比例(按子女数)÷被赡养人数', 'Formula D'),
  }),
  maintenanceRate: rate('maintenanceRate', t('赡养费比例', 'Rate of maintenance')),
  maintenanceRateThreePlus: rate(
    'maintenanceRateThreePlus',
    t('三个以上子女的赡养费比例', 'Rate with three children or more'),
  ),
  maintenanceLine: rate('maintenanceLine', t('赡养费起算线(标准的倍数)', 'Line above which maintenance counts')),
  lowIncomeStandard: recurring('lowIncomeStandard', t('低收入标准', 'Low-income standard')),
  maintenanceExcess: choice('maintenanceExcess', t('超出部分的口径', 'What the excess is'), {
    total: t('家庭总额', 'Of the household'),
    perHead: t('人均', 'Per head'),
  }),
  kinSupportRate: rate('kinSupportRate', t('抚(扶)养费比例(每人)', 'Support for children and kin, per person')),
  kinSupportCap: rate('kinSupportCap', t('抚(扶)养费合计上限', 'Support for children and kin, at most')),

  // Assets (AST)
  financialAssetLimit: parameter.fen('financialAssetLimit', {
    label: t('金融资产人均上限(公布值)', 'Limit of financial assets per head, as published'),
    range: [0n, 1_000_000_000n],
    optional: true,
  }),
  financialAssetMonths: parameter.count('financialAssetMonths', {
    label: t('金融资产人均上限(月标准的倍数)', 'Limit of financial assets per head, in months of the standard'),
    range: [0n, 1200n],
  }),
  marginAssetMonths: parameter.count('marginAssetMonths', {
    label: t('低保边缘家庭金融资产人均上限(月标准的倍数)', 'The same for margin households'),
    range: [0n, 1200n],
  }),
  smallHouseholdSize: parameter.count('smallHouseholdSize', {
    label: t('小户人数(含,0为不设)', 'A small household has at most (0: none)'),
  }),
  smallHouseholdAssets: rate('smallHouseholdAssets', t('小户金融资产上限倍数', 'Limit for small households')),
  vulnerableAssets: rate(
    'vulnerableAssets',
    t('未成年、在读、残疾、60岁以上成员金融资产上限倍数', 'Limit for minors, students, disabled and older members'),
  ),
  vehiclesAllowed: parameter.count('vehiclesAllowed', { label: t('允许机动车辆数', 'Vehicles allowed') }),
  vehicleValueLimit: parameter.fen('vehicleValueLimit', {
    label: t('机动车价值上限', 'Value of a vehicle, at most'),
    range: [0n, 1_000_000_000n],
    optional: true,
  }),
  largeMachineryAllowed: parameter.count('largeMachineryAllowed', {
    label: t('允许大型农机船舶数', 'Large machines allowed'),
  }),
  homesAllowed: parameter.count('homesAllowed', { label: t('允许住房套数', 'Homes allowed') }),
  localHomeArea: parameter.count('localHomeArea', {
    label: t('当地人均住房面积(平方米)', 'Local floor area per head, in square metres'),
  }),
  nonResidentialAllowed: parameter.count('nonResidentialAllowed', {
    label: t('允许非住宅房产数', 'Non-residential property allowed'),
  }),
  businessRule: choice('businessRule', t('市场主体认定', 'Registered businesses'), {
    none: t('有登记即超标', 'None allowed'),
    noneExceptFamilyStall: t('有登记即超标,无雇员小店除外', 'None but a family stall'),
    capitalLimit: t('认缴出资不超过限额', 'Subscribed capital up to a limit'),
  }),
  businessCapitalLimit: once('businessCapitalLimit', t('认缴出资限额', 'Limit of subscribed capital')),
  spendingTest: parameter.boolean('spendingTest', {
    label: t('结合消费支出综合认定', 'Spending is looked at as well'),
  }),

  // What is paid (DB)
  dibaoMethod: choice('dibaoMethod', t('低保金计算方式', 'How dibao is worked out'), {
    difference: t('补差', 'Top-up to the standard'),
    tiers: t('分档', 'Tiers'),
  }),
  tierRule: choice('tierRule', t('定档办法', 'How the tier is found'), {
    assessed: t('按评定的困难程度', 'As assessed'),
    byGap: t('按差额占标准的比例', 'By the gap as a share of the standard'),
  }),
  tierBands: parameter.bands('tierBands', 'bp', 'code', {
    label: t('分档界线(差额占标准)', 'Bounds of the tiers'),
    codes: ['A', 'B', 'C', 'D'],
  }),
  tierAmount: parameter.map('tierAmount', ['A', 'B', 'C', 'D'], 'fen', {
    label: t('各档人均补助额', 'Amount of each tier per head'),
  }),
  minimumTopUp: recurring('minimumTopUp', t('最低补差额(每人)', 'Least top-up per head')),
  minimumTopUpRate: rate('minimumTopUpRate', t('最低补差额(占标准)', 'Least top-up, as a rate of the standard')),
  supplementRate: parameter.map('supplementRate', supplementClassNames, 'bp', {
    label: t('分类施保增发比例', 'Supplement as a rate'),
  }),
  supplementAmount: parameter.map('supplementAmount', supplementClassNames, 'fen', {
    label: t('分类施保增发定额', 'Supplement as an amount'),
  }),
  supplementReplace: parameter.map('supplementReplace', supplementClassNames, 'bp', {
    label: t('分类施保改按标准的比例发放', 'Paid at a rate of the standard instead'),
  }),
  supplementBase: choice('supplementBase', t('分类施保基数', 'What the supplement is a rate of'), {
    standard: t('低保标准', 'The standard'),
    ownBenefit: t('本人补助额', 'The own benefit'),
  }),
  supplementOverlap: choice('supplementOverlap', t('多重身份', 'Several groups at once'), {
    highest: t('取最高一项', 'The highest only'),
    sum: t('各类相加', 'Added up'),
  }),
  supplementRounding: rounding('supplementRounding', t('增发额取整', 'Rounding of supplements')),
  householdExtra: recurring('householdExtra', t('每户固定补贴', 'Fixed amount per household')),
  payRounding: rounding('payRounding', t('发放额取整', 'Rounding of the payment')),
  refusedWorkLimit: parameter.count('refusedWorkLimit', {
    label: t('连续拒绝工作次数', 'Jobs refused in a row'),
  }),
  refusedWorkEffect: choice('refusedWorkEffect', t('拒绝工作的后果', 'Effect of refusing work'), {
    ownShare: t('减发或停发其本人份额', 'The own share is reduced'),
    household: t('全户停止救助', 'Aid to the household stops'),
  }),
  refusedWorkReduction: rate('refusedWorkReduction', t('本人份额减发比例', 'Reduction of the own share')),
  gradualExitMonths: parameter.map('gradualExitMonths', [...gradualExitReasons], 'count', {
    label: t('渐退期月数', 'Months of gradual exit'),
  }),
  gradualExitUpTo: parameter.map('gradualExitUpTo', [...gradualExitReasons], 'bp', {
    label: t('渐退期收入上限(标准的倍数)', 'Income up to which gradual exit is granted'),
  }),
  gradualExitRates: parameter.list('gradualExitRates', 'bp', {
    label: t('渐退期各月发放比例', 'Share paid in each month of gradual exit'),
  }),
} as const

/** How a value of each parameter is written in the data and what it means. */
export type Writing = 'recurring' | 'once' | 'plain'
const recurringNames = new Set([
  'dibaoStandard',
  'minimumWage',
  'earningsDisregard',
  'lowIncomeStandard',
  'minimumTopUp',
  'householdExtra',
  'tierAmount',
  'supplementAmount',
])
export const writingOf = (declaration: ParameterDeclaration): Writing =>
  declaration.unit !== 'fen' ? 'plain' : recurringNames.has(declaration.name) ? 'recurring' : 'once'

export const parameterDeclarations: ReadonlyMap<string, ParameterDeclaration> = new Map(
  Object.values(set).map((entry): [string, ParameterDeclaration] => {
    const { declaration } = entry as { declaration: ParameterDeclaration }
    return [declaration.name, declaration]
  }),
)
