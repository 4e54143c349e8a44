/**
 * The fact dictionary: every figure and circumstance a rule may ask about, with the words a citizen is asked in.
 * Names are stable: they are stored with every fact for decades. A fact that is not known is absent or `null`; nobody
 * may read that as 0 or as "no".
 *
 * Three kinds of subject: the household, a person in it, and a legal supporter who lives elsewhere
 * (法定赡养、抚养、扶养义务人; his own household matters, not ours).
 */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

export type FactEntity = 'household' | 'person' | 'supporter'
export type FactUnit = 'fen' | 'count' | 'boolean' | 'date' | 'code'

/** What a money figure counts: the twelve months before the month of application, one month, or what is there today. */
export type FactPeriod = 'twelveMonths' | 'month' | 'today'

/** Who usually answers first (ux §5.1: 民 核 访 算): the citizen, a data source, the home visit, or the office itself. */
export type AnsweredBy = 'citizen' | 'data' | 'visit' | 'office'

export type FactSection =
  | 'people'
  | 'health'
  | 'work'
  | 'income'
  | 'exempt'
  | 'assets'
  | 'spending'
  | 'support'
  | 'award'

export interface FactEntry {
  readonly entity: FactEntity
  readonly unit: FactUnit
  readonly section: FactSection
  readonly label: Bilingual
  /** In plain words, as a neighbour would ask. */
  readonly question: Bilingual
  /** Handbook ids of the rules that need it. */
  readonly basis: readonly string[]
  readonly answeredBy: AnsweredBy
  readonly period?: FactPeriod
  /** What is counted, for a `count`: 个, 人, 次, 月. */
  readonly countOf?: Bilingual
  /** The largest believable value of a `fen` or `count`; larger input is refused as a slip of the keyboard. */
  readonly max?: number
  readonly codes?: Readonly<Record<string, Bilingual>>
}

const zhEn = (zh: string, en: string): Bilingual => ({ zh, en })

/** Nobody in these programmes has ten million yuan; more is a typing error, and the bound keeps generated arithmetic exact. */
export const largestAmount = 1_000_000_000

const money = <const E extends FactEntity>(
  entity: E,
  section: FactSection,
  period: FactPeriod,
  answeredBy: AnsweredBy,
  label: Bilingual,
  question: Bilingual,
  ...basis: string[]
) => ({ entity, unit: 'fen', section, period, answeredBy, label, question, basis, max: largestAmount }) as const

const times = zhEn('次', 'times')
const months = zhEn('个月', 'months')
const people = zhEn('人', 'people')
const pieces = zhEn('个', 'items')

export const factDictionary = {
  // ── Who is in the household (handbook HH, ux §5.1 B and C) ──────────────────────────────────────────────────────────
  registration: {
    entity: 'household',
    unit: 'code',
    section: 'people',
    answeredBy: 'data',
    label: zhEn('户籍与居住', 'Registered residence'),
    question: zhEn('您家的户口在本地吗?', 'Is your household registered in this place?'),
    basis: ['DB-01', 'HH-04'],
    codes: {
      local: zhEn('户籍在本地', 'Registered here'),
      residencePermit: zhEn('户籍在外地,持本地居住证', 'Registered elsewhere, with a residence permit for this place'),
      elsewhere: zhEn('户籍在外地,没有本地居住证', 'Registered elsewhere, no residence permit'),
    },
  },
  relation: {
    entity: 'person',
    unit: 'code',
    section: 'people',
    answeredBy: 'citizen',
    label: zhEn('与申请人的关系', 'Relation to the applicant'),
    question: zhEn('这位是申请人的什么人?', 'Who is this person to the applicant?'),
    basis: ['HH-01'],
    codes: {
      applicant: zhEn('本人(申请人)', 'The applicant'),
      spouse: zhEn('配偶', 'Husband or wife'),
      child: zhEn('子女', 'Son or daughter'),
      childInLaw: zhEn('儿媳或女婿', 'Daughter-in-law or son-in-law'),
      parent: zhEn('父母', 'Father or mother'),
      parentInLaw: zhEn('配偶的父母', "Spouse's father or mother"),
      grandparent: zhEn('祖父母、外祖父母', 'Grandparent'),
      grandchild: zhEn('孙子女、外孙子女', 'Grandchild'),
      sibling: zhEn('兄弟姐妹', 'Brother or sister'),
      otherLegal: zhEn('其他有法定赡养、抚养、扶养关系的人', 'Another person with a legal duty of support'),
      unrelated: zhEn('没有法定赡养、抚养、扶养关系', 'No legal duty of support'),
    },
  },
  livesTogether: {
    entity: 'person',
    unit: 'boolean',
    section: 'people',
    answeredBy: 'citizen',
    label: zhEn('长期共同居住', 'Lives in the household'),
    question: zhEn('平时和您家一起住、一起花钱吗?', 'Does this person normally live and share money with you?'),
    basis: ['HH-01'],
  },
  livesIndependently: {
    entity: 'person',
    unit: 'boolean',
    section: 'people',
    answeredBy: 'visit',
    label: zhEn('成年子女能独立生活', 'Adult child able to live independently'),
    question: zhEn('这位成年子女能自己养活自己吗?', 'Can this grown-up child earn a living?'),
    basis: ['HH-01', 'HH-03'],
  },
  exclusion: {
    entity: 'person',
    unit: 'code',
    section: 'people',
    answeredBy: 'citizen',
    label: zhEn('不计入共同生活成员的原因', 'Reason for not counting as a member'),
    question: zhEn('有没有下面这些情况?', 'Does any of these apply?'),
    basis: ['HH-02', 'T19'],
    codes: {
      none: zhEn('没有', 'None of these'),
      religious: zhEn(
        '按第7条不计入(连续三年以上脱离家庭)',
        'Not counted under article 7 (apart from the family for three years or more)',
      ),
      imprisoned: zhEn('在监狱服刑', 'Serving a prison sentence'),
      compulsoryTreatment: zhEn('在强制隔离戒毒', 'In compulsory treatment'),
      declaredMissing: zhEn('已宣告失踪', 'Declared missing by a court'),
      conscript: zhEn('正在服义务兵役', 'Serving as a conscript'),
      whereaboutsUnknown: zhEn('下落不明满两年', 'Whereabouts unknown for two years'),
      otherByOffice: zhEn('民政部门认定的其他情形', 'Another reason established by the civil affairs office'),
    },
  },
  receivesTekun: {
    entity: 'person',
    unit: 'boolean',
    section: 'people',
    answeredBy: 'data',
    label: zhEn('享受特困人员救助供养', 'Receives tekun support'),
    question: zhEn('是特困供养人员吗?', 'Does this person receive tekun support?'),
    basis: ['MX-01', 'T19'],
  },
  birth: {
    entity: 'person',
    unit: 'date',
    section: 'people',
    answeredBy: 'data',
    label: zhEn('出生日期', 'Date of birth'),
    question: zhEn('哪年哪月哪日出生?', 'When was this person born?'),
    basis: ['HH-01', 'DB-05'],
  },
  sex: {
    entity: 'person',
    unit: 'code',
    section: 'people',
    answeredBy: 'data',
    label: zhEn('性别', 'Sex'),
    question: zhEn('性别?', 'Sex?'),
    basis: ['INC-06'],
    codes: { female: zhEn('女', 'Female'), male: zhEn('男', 'Male') },
  },
  marriage: {
    entity: 'person',
    unit: 'code',
    section: 'people',
    answeredBy: 'data',
    label: zhEn('婚姻状况', 'Marital status'),
    question: zhEn('婚姻状况?', 'Marital status?'),
    basis: ['HH-01'],
    codes: {
      single: zhEn('未婚', 'Never married'),
      married: zhEn('已婚', 'Married'),
      divorced: zhEn('离婚', 'Divorced'),
      widowed: zhEn('丧偶', 'Widowed'),
    },
  },
  singleParentChild: {
    entity: 'person',
    unit: 'code',
    section: 'people',
    answeredBy: 'citizen',
    label: zhEn('单亲家庭子女', 'Child of a single parent'),
    question: zhEn('孩子是由父亲或母亲一个人带的吗?', 'Is the child raised by one parent alone?'),
    basis: ['DB-05'],
    codes: {
      no: zhEn('不是', 'No'),
      widowed: zhEn('是,另一方已去世', 'Yes, the other parent has died'),
      other: zhEn('是,离婚或其他原因', 'Yes, divorce or another reason'),
    },
  },
  multipleBirth: {
    entity: 'person',
    unit: 'boolean',
    section: 'people',
    answeredBy: 'citizen',
    label: zhEn('多胞胎', 'Twin or other multiple birth'),
    question: zhEn('是双胞胎或多胞胎吗?', 'Is the child a twin or one of more?'),
    basis: ['DB-05'],
  },
  specialStatus: {
    entity: 'person',
    unit: 'code',
    section: 'people',
    answeredBy: 'data',
    label: zhEn('特殊身份', 'Special status'),
    question: zhEn('有没有下面的身份?', 'Does one of these apply?'),
    basis: ['DB-05', 'HH-05', 'INC-03'],
    codes: {
      none: zhEn('没有', 'None'),
      preferentialGroup: zhEn('优抚对象', 'Entitled to preferential treatment for military service'),
      disabledVeteran: zhEn('1–6级残疾军人', 'Disabled veteran, level 1 to 6'),
      lostOnlyChild: zhEn('计划生育特殊家庭(失独)', 'Lost an only child'),
      returnedOverseasChinese: zhEn('归侨', 'Returned overseas Chinese'),
      ethnicMinority: zhEn('少数民族', 'Ethnic minority'),
      childless60: zhEn('孤老(无子女的老年人)', 'Older person without children'),
      other: zhEn('其他', 'Other'),
    },
  },

  // ── Health ──────────────────────────────────────────────────────────────────────────────────────────────────────────
  disabilityType: {
    entity: 'person',
    unit: 'code',
    section: 'health',
    answeredBy: 'data',
    label: zhEn('残疾类别', 'Kind of disability'),
    question: zhEn('有残疾证吗?是哪一类?', 'Is there a disability certificate, and for what?'),
    basis: ['HH-05', 'DB-05'],
    codes: {
      none: zhEn('没有残疾证', 'No certificate'),
      sight: zhEn('视力', 'Sight'),
      hearing: zhEn('听力', 'Hearing'),
      speech: zhEn('言语', 'Speech'),
      physical: zhEn('肢体', 'Physical'),
      intellectual: zhEn('智力', 'Intellectual'),
      mental: zhEn('精神', 'Mental'),
      multiple: zhEn('多重', 'Multiple'),
    },
  },
  disabilityLevel: {
    entity: 'person',
    unit: 'code',
    section: 'health',
    answeredBy: 'data',
    label: zhEn('残疾等级', 'Level of disability'),
    question: zhEn('残疾证上是几级?(1级最重)', 'Which level does the certificate say? (1 is the most severe)'),
    basis: ['HH-05', 'DB-05'],
    codes: {
      '1': zhEn('一级', 'Level 1'),
      '2': zhEn('二级', 'Level 2'),
      '3': zhEn('三级', 'Level 3'),
      '4': zhEn('四级', 'Level 4'),
    },
  },
  illness: {
    entity: 'person',
    unit: 'code',
    section: 'health',
    answeredBy: 'citizen',
    label: zhEn('健康状况', 'Health'),
    question: zhEn('身体怎么样?', 'How is this person’s health?'),
    basis: ['HH-05', 'DB-05'],
    codes: {
      healthy: zhEn('健康或一般', 'Healthy or fair'),
      chronic: zhEn('有慢性病', 'A long-term illness'),
      serious: zhEn('重特大疾病', 'A serious illness on the local list'),
    },
  },
  workAbility: {
    entity: 'person',
    unit: 'code',
    section: 'health',
    answeredBy: 'visit',
    label: zhEn('劳动能力', 'Ability to work'),
    question: zhEn('能干活吗?', 'Is this person able to work?'),
    basis: ['INC-06', 'DB-05', 'PROC-11'],
    codes: {
      able: zhEn('有劳动能力', 'Able to work'),
      partlyLost: zhEn('部分丧失', 'Partly lost'),
      mostlyLost: zhEn('大部分丧失', 'Mostly lost'),
      lost: zhEn('完全丧失', 'Wholly lost'),
      notOfAge: zhEn('未成年或在校', 'Not of working age, or at school'),
    },
  },
  selfCare: {
    entity: 'person',
    unit: 'code',
    section: 'health',
    answeredBy: 'visit',
    label: zhEn('生活自理能力', 'Ability to care for oneself'),
    question: zhEn('吃饭、穿衣、上厕所能自己来吗?', 'Can this person eat, dress and use the toilet alone?'),
    basis: ['TK-06'],
    codes: {
      full: zhEn('全自理', 'Fully'),
      partial: zhEn('部分丧失(半护理)', 'Partly'),
      none: zhEn('完全丧失(全护理)', 'Not at all'),
    },
  },

  // ── School and work ─────────────────────────────────────────────────────────────────────────────────────────────────
  studentStage: {
    entity: 'person',
    unit: 'code',
    section: 'work',
    answeredBy: 'citizen',
    label: zhEn('在读学段', 'Stage of education'),
    question: zhEn('现在在读书吗?读到哪里?', 'Is this person at school or university?'),
    basis: ['HH-01', 'HH-03', 'DB-05'],
    codes: {
      none: zhEn('不在读', 'Not studying'),
      preschool: zhEn('学前', 'Preschool'),
      compulsory: zhEn('义务教育(小学、初中)', 'Primary or junior secondary school'),
      secondary: zhEn('普通高中、中职', 'Senior secondary or vocational school'),
      undergraduate: zhEn('全日制大专、本科', 'Full-time college or bachelor’s degree'),
      postgraduate: zhEn('全日制硕士、博士', 'Full-time master’s or doctoral degree'),
    },
  },
  employment: {
    entity: 'person',
    unit: 'code',
    section: 'work',
    answeredBy: 'citizen',
    label: zhEn('从业状况', 'Work'),
    question: zhEn('现在做什么工作?', 'What work does this person do now?'),
    basis: ['INC-06', 'DED-01'],
    codes: {
      stable: zhEn('有稳定工作', 'Steady job'),
      casual: zhEn('打零工、灵活就业', 'Casual or flexible work'),
      selfEmployed: zhEn('个体经营', 'Self-employed'),
      farming: zhEn('务农', 'Farming'),
      notWorking: zhEn('没有工作', 'Not working'),
      retired: zhEn('已退休', 'Retired'),
      notOfAge: zhEn('未成年或在校', 'Child or student'),
    },
  },
  workExemption: {
    entity: 'person',
    unit: 'code',
    section: 'work',
    answeredBy: 'visit',
    label: zhEn('暂不能工作的正当理由', 'Good reason for not working'),
    question: zhEn('是不是因为下面的原因不能出去工作?', 'Is one of these the reason for not working?'),
    basis: ['INC-06'],
    codes: {
      none: zhEn('没有', 'None'),
      caring: zhEn('照护失能、重病重残家人或三岁以下孩子', 'Caring for a dependent relative or a child under three'),
      pregnancyNursing: zhEn('怀孕或哺乳', 'Pregnant or nursing'),
      illness: zhEn('患重病', 'Seriously ill'),
    },
  },
  monthsSinceGraduation: {
    entity: 'person',
    unit: 'count',
    section: 'work',
    answeredBy: 'citizen',
    countOf: months,
    max: 1200,
    label: zhEn('毕业后月数', 'Months since leaving school'),
    question: zhEn('毕业多久了?', 'How many months since leaving school or university?'),
    basis: ['INC-06'],
  },
  refusedWork: {
    entity: 'person',
    unit: 'count',
    section: 'work',
    answeredBy: 'office',
    countOf: times,
    max: 99,
    label: zhEn('连续拒绝适合工作的次数', 'Suitable jobs refused in a row'),
    question: zhEn(
      '连续几次没有接受介绍的适合的工作?',
      'How many suitable jobs offered were refused, one after another?',
    ),
    basis: ['DB-08', 'T11'],
  },
  monthsInNewWork: {
    entity: 'person',
    unit: 'count',
    section: 'work',
    answeredBy: 'citizen',
    countOf: months,
    max: 1200,
    label: zhEn('在保期间就业月数', 'Months in work begun while on dibao'),
    question: zhEn('领低保期间找到的工作,做了几个月了?', 'If work was found while on dibao: how many months ago?'),
    basis: ['DED-02'],
  },

  // ── Income of the twelve months before the month of application (INC-01, ux §5.1 E) ────────────────────────────────
  wageIncome: money(
    'person',
    'income',
    'twelveMonths',
    'citizen',
    zhEn('工资性收入', 'Wages'),
    zhEn('近12个月打工、上班一共挣了多少钱?', 'Wages of the last 12 months, all together?'),
    'INC-01',
  ),
  operatingIncome: money(
    'person',
    'income',
    'twelveMonths',
    'citizen',
    zhEn('经营净收入', 'Net income from farming or business'),
    zhEn(
      '近12个月种地、养殖、做小生意,除去本钱净挣多少?',
      'Farming, animals or a small business: how much was left after costs?',
    ),
    'INC-01',
  ),
  farmIncome: money(
    'person',
    'income',
    'twelveMonths',
    'citizen',
    zhEn('其中:农业经营净收入', 'Of which from farming'),
    zhEn('其中种地、养殖净挣多少?', 'How much of it from farming and animals?'),
    'GEN-03',
  ),
  propertyIncome: money(
    'person',
    'income',
    'twelveMonths',
    'citizen',
    zhEn('财产净收入', 'Net income from property'),
    zhEn(
      '近12个月的房租、利息、土地流转费、分红一共多少?',
      'Rent, interest, land lease and dividends of the last 12 months?',
    ),
    'INC-01',
  ),
  transferIncome: money(
    'person',
    'income',
    'twelveMonths',
    'citizen',
    zhEn('转移性收入', 'Transfers received'),
    zhEn(
      '近12个月的退休金、失业金、惠农补贴等一共多少?(不含基础养老金、救助金和家人给的赡养费)',
      'Pensions, unemployment benefit, farm subsidies? (Leave out the basic pension, social assistance and support from relatives.)',
    ),
    'INC-01',
    'INC-05',
  ),
  transferPaid: money(
    'person',
    'income',
    'twelveMonths',
    'citizen',
    zhEn('转移性支出', 'Transfers paid'),
    zhEn('近12个月依法付给别人的赡养费、抚养费等一共多少?', 'Support you had to pay to others in the last 12 months?'),
    'INC-01',
  ),
  basicPension: money(
    'person',
    'income',
    'twelveMonths',
    'data',
    zhEn('城乡居民基本养老保险基础养老金', 'Basic part of the residents’ pension'),
    zhEn('近12个月领的城乡居民基础养老金一共多少?', 'Basic part of the residents’ pension, last 12 months?'),
    'INC-02',
    'T5',
  ),
  workCosts: money(
    'person',
    'income',
    'twelveMonths',
    'citizen',
    zhEn('必要就业成本', 'Necessary costs of working'),
    zhEn(
      '近12个月为了上班花的路费、住宿等一共多少?',
      'Travel, lodging and other costs of going to work, last 12 months?',
    ),
    'INC-01',
    'DED-01',
  ),
  wageIncreaseOnDibao: money(
    'person',
    'income',
    'twelveMonths',
    'office',
    zhEn('在保期间因就业增加的收入', 'Increase of wages after finding work on dibao'),
    zhEn('领低保期间因为找到工作多挣了多少?', 'How much more was earned because of work found while on dibao?'),
    'DED-02',
  ),
  wageLastMonth: money(
    'person',
    'income',
    'month',
    'citizen',
    zhEn('上个月工资性收入', 'Wages of last month'),
    zhEn('上个月工资一共多少?', 'Wages of last month?'),
    'GEN-03',
  ),
  otherNonFarmLastMonth: money(
    'person',
    'income',
    'month',
    'citizen',
    zhEn('上个月其他非农收入', 'Other non-farm income of last month'),
    zhEn('上个月除工资和农业以外的收入一共多少?', 'Other income of last month, not wages and not farming?'),
    'GEN-03',
  ),

  // ── Received but not counted (INC-02, INC-03, INC-04): recorded so that everybody can see it was left out ───────────
  preferentialPayments: money(
    'person',
    'exempt',
    'twelveMonths',
    'data',
    zhEn('优待抚恤金、补助金', 'Preferential payments for military service'),
    zhEn('近12个月的优待抚恤金一共多少?', 'Preferential payments for military service, last 12 months?'),
    'INC-02',
    'INC-03',
  ),
  familyPlanningAward: money(
    'person',
    'exempt',
    'twelveMonths',
    'data',
    zhEn('计划生育奖励扶助金', 'Family planning award'),
    zhEn('近12个月的计生奖励扶助金一共多少?', 'Family planning award, last 12 months?'),
    'INC-02',
  ),
  scholarship: money(
    'person',
    'exempt',
    'twelveMonths',
    'citizen',
    zhEn('奖学金', 'Scholarship'),
    zhEn('近12个月的奖学金、助学金一共多少?', 'Scholarships, last 12 months?'),
    'INC-02',
  ),
  honourAward: money(
    'person',
    'exempt',
    'twelveMonths',
    'citizen',
    zhEn('见义勇为等奖励性补助', 'Awards, for example for bravery'),
    zhEn('近12个月的见义勇为等奖励一共多少?', 'Awards such as those for bravery, last 12 months?'),
    'INC-02',
  ),
  socialAssistanceReceived: money(
    'person',
    'exempt',
    'twelveMonths',
    'data',
    zhEn('政府发放的社会救助款物', 'Social assistance received'),
    zhEn('近12个月领的低保金、临时救助等一共多少?', 'Dibao, temporary assistance and other aid, last 12 months?'),
    'INC-02',
  ),
  disabilityAllowances: money(
    'person',
    'exempt',
    'twelveMonths',
    'data',
    zhEn('残疾人两项补贴', 'Disability allowances'),
    zhEn('近12个月的残疾人补贴一共多少?', 'Disability allowances, last 12 months?'),
    'INC-04',
  ),
  elderAllowance: money(
    'person',
    'exempt',
    'twelveMonths',
    'data',
    zhEn('高龄津贴', 'Old age allowance'),
    zhEn('近12个月的高龄津贴一共多少?', 'Old age allowance, last 12 months?'),
    'INC-04',
  ),
  orphanAllowance: money(
    'person',
    'exempt',
    'twelveMonths',
    'data',
    zhEn('孤儿、事实无人抚养儿童生活费', 'Allowance for orphans and unattended children'),
    zhEn(
      '近12个月的孤儿或事实无人抚养儿童生活费一共多少?',
      'Allowance for orphans or unattended children, last 12 months?',
    ),
    'INC-04',
  ),

  // ── Assets (AST, ux §5.1 F) ─────────────────────────────────────────────────────────────────────────────────────────
  deposits: money(
    'household',
    'assets',
    'today',
    'data',
    zhEn('存款', 'Money in the bank'),
    zhEn('全家在银行一共存了多少钱?', 'How much money does the household have in the bank?'),
    'AST-01',
    'AST-02',
  ),
  securities: money(
    'household',
    'assets',
    'today',
    'data',
    zhEn('股票、基金等证券(市值与资金余额)', 'Shares and funds'),
    zhEn('全家的股票、基金值多少钱?', 'What are the shares and funds worth?'),
    'AST-01',
    'AST-02',
  ),
  insuranceCashValue: money(
    'household',
    'assets',
    'today',
    'data',
    zhEn('商业保险现金价值', 'Cash value of private insurance'),
    zhEn('全家商业保险的现金价值是多少?', 'Cash value of private insurance?'),
    'AST-01',
    'AST-02',
  ),
  internetFinance: money(
    'household',
    'assets',
    'today',
    'data',
    zhEn('互联网理财和支付账户余额', 'Online savings and payment accounts'),
    zhEn('全家手机支付账户和网上理财里一共有多少?', 'Money in payment apps and online savings?'),
    'AST-01',
    'AST-02',
  ),
  receivables: money(
    'household',
    'assets',
    'today',
    'citizen',
    zhEn('债权', 'Money lent to others'),
    zhEn('借给别人、还没收回的钱有多少?', 'Money lent to others and not yet paid back?'),
    'AST-01',
    'AST-02',
  ),
  vehicles: {
    entity: 'household',
    unit: 'count',
    section: 'assets',
    answeredBy: 'data',
    countOf: zhEn('辆', 'vehicles'),
    max: 99,
    label: zhEn(
      '机动车(残疾人代步车、普通二轮除外)',
      'Motor vehicles (not counting mobility vehicles and ordinary two-wheelers)',
    ),
    question: zhEn(
      '家里有几辆汽车?(残疾人代步车、普通摩托电动车不算)',
      'How many cars? (Mobility vehicles and ordinary two-wheelers do not count.)',
    ),
    basis: ['AST-03'],
  },
  vehicleValue: money(
    'household',
    'assets',
    'today',
    'data',
    zhEn('机动车价值(最贵的一辆)', 'Value of the most valuable vehicle'),
    zhEn('最贵的那辆车值多少钱?', 'What is the most valuable vehicle worth?'),
    'AST-03',
  ),
  largeMachinery: {
    entity: 'household',
    unit: 'count',
    section: 'assets',
    answeredBy: 'data',
    countOf: zhEn('台', 'machines'),
    max: 99,
    label: zhEn('大型农机、船舶(非生产生活必需)', 'Large farm machines and boats (not needed for a living)'),
    question: zhEn(
      '有几台大型农机、船?(靠它过日子的不算)',
      'How many large farm machines or boats? (Those you live on do not count.)',
    ),
    basis: ['AST-01', 'AST-03'],
  },
  homes: {
    entity: 'household',
    unit: 'count',
    section: 'assets',
    answeredBy: 'data',
    countOf: zhEn('套', 'homes'),
    max: 99,
    label: zhEn('住房套数(不含农村宅基地自住房)', 'Homes (not counting the house on the own rural homestead)'),
    question: zhEn(
      '名下一共有几套房?(农村自己住的宅基地房不算)',
      'How many homes are owned? (The village house you live in does not count.)',
    ),
    basis: ['AST-04'],
  },
  homeArea: {
    entity: 'household',
    unit: 'count',
    section: 'assets',
    answeredBy: 'data',
    countOf: zhEn('平方米', 'square metres'),
    max: 100_000,
    label: zhEn('住房建筑面积合计', 'Floor area of all homes'),
    question: zhEn('这些房一共多少平方米?', 'Floor area of these homes together?'),
    basis: ['AST-04'],
  },
  nonResidentialProperty: {
    entity: 'household',
    unit: 'count',
    section: 'assets',
    answeredBy: 'data',
    countOf: zhEn('处', 'properties'),
    max: 99,
    label: zhEn('非住宅房产(商铺、写字楼、车位等)', 'Shops, offices and other non-residential property'),
    question: zhEn('有几处商铺、写字楼等非住宅房产?', 'How many shops, offices or the like?'),
    basis: ['AST-04'],
  },
  businesses: {
    entity: 'household',
    unit: 'count',
    section: 'assets',
    answeredBy: 'data',
    countOf: pieces,
    max: 999,
    label: zhEn('登记的市场主体', 'Registered businesses'),
    question: zhEn('家里有人办了营业执照、开公司或入股吗?有几个?', 'How many registered businesses or company shares?'),
    basis: ['AST-05'],
  },
  businessCapital: money(
    'household',
    'assets',
    'today',
    'data',
    zhEn('市场主体认缴出资', 'Subscribed capital in businesses'),
    zhEn('认缴出资一共多少?', 'Subscribed capital, all together?'),
    'AST-05',
  ),
  spendingFitsIncome: {
    entity: 'household',
    unit: 'boolean',
    section: 'assets',
    answeredBy: 'visit',
    label: zhEn('消费与收入相符', 'Spending fits the declared income'),
    question: zhEn('日常消费和申报的收入对得上吗?', 'Does the way the household lives fit the declared income?'),
    basis: ['DB-01', 'DB-10'],
  },
  businessIsFamilyStall: {
    entity: 'household',
    unit: 'boolean',
    section: 'assets',
    answeredBy: 'visit',
    label: zhEn('无雇员的夫妻店、小摊', 'Only a family stall without employees'),
    question: zhEn('只是自家人看的小店小摊,没有雇人吗?', 'Is it only a small family stall without employees?'),
    basis: ['AST-05'],
  },

  // ── Essential expenditure of the last twelve months (DED-03, RIG, ux §5.1 G) ───────────────────────────────────────
  medicalExpenditure: money(
    'household',
    'spending',
    'twelveMonths',
    'citizen',
    zhEn('医疗自付支出', 'Medical costs paid by yourselves'),
    zhEn('近12个月看病,报销以后自己花了多少?', 'Medical costs after insurance, last 12 months?'),
    'DED-03',
    'RIG-02',
  ),
  rehabilitationExpenditure: money(
    'household',
    'spending',
    'twelveMonths',
    'citizen',
    zhEn('残疾康复支出', 'Rehabilitation costs'),
    zhEn('近12个月残疾康复自己花了多少?', 'Rehabilitation costs, last 12 months?'),
    'DED-03',
    'RIG-02',
  ),
  educationExpenditure: money(
    'household',
    'spending',
    'twelveMonths',
    'citizen',
    zhEn('教育支出', 'School costs'),
    zhEn('近12个月孩子上学自己花了多少?', 'School and university costs, last 12 months?'),
    'DED-03',
    'RIG-02',
  ),
  careExpenditure: money(
    'household',
    'spending',
    'twelveMonths',
    'citizen',
    zhEn('照护支出', 'Care costs'),
    zhEn('近12个月请人照护花了多少?', 'Costs of care, last 12 months?'),
    'DED-03',
  ),
  housingExpenditure: money(
    'household',
    'spending',
    'twelveMonths',
    'citizen',
    zhEn('住房支出(房租、危房修缮)', 'Housing costs (rent, repair of an unsafe house)'),
    zhEn('近12个月的房租、修危房花了多少?', 'Rent and repair of an unsafe house, last 12 months?'),
    'DED-03',
  ),
  suddenEventExpenditure: money(
    'household',
    'spending',
    'twelveMonths',
    'citizen',
    zhEn('突发事件支出', 'Costs of a sudden event'),
    zhEn('近12个月因为意外、灾害花了多少?', 'Costs of an accident or disaster, last 12 months?'),
    'DED-03',
  ),

  // ── Legal supporters who live elsewhere (MNT, ux §5.1 D) ───────────────────────────────────────────────────────────
  legalSupporters: {
    entity: 'household',
    unit: 'count',
    section: 'support',
    answeredBy: 'citizen',
    countOf: people,
    max: 30,
    label: zhEn('不共同生活的法定赡养、抚养、扶养人', 'Legal supporters who live elsewhere'),
    question: zhEn(
      '有几位不住在一起、按法律应当赡养或抚养您家人的亲属?',
      'How many relatives elsewhere have a legal duty to support someone in the household?',
    ),
    basis: ['MNT-01', 'MNT-02', 'MNT-03', 'MNT-04', 'MNT-05'],
  },
  supportKind: {
    entity: 'supporter',
    unit: 'code',
    section: 'support',
    answeredBy: 'citizen',
    label: zhEn('义务种类', 'Kind of duty'),
    question: zhEn('他依法要养的是谁?', 'Whom must this relative support?'),
    basis: ['MNT-02', 'MNT-03'],
    codes: {
      elder: zhEn('赡养父母(或祖父母)', 'Parents or grandparents'),
      childOrKin: zhEn('抚养子女、扶养配偶或兄弟姐妹', 'Children, spouse or siblings'),
    },
  },
  supporterExempt: {
    entity: 'supporter',
    unit: 'boolean',
    section: 'support',
    answeredBy: 'data',
    label: zhEn('义务人本人为低保、特困、服刑等', 'Supporter is on dibao or tekun, in prison, or the like'),
    question: zhEn('他自己是低保、特困或在服刑吗?', 'Is this relative on dibao or tekun, or in prison?'),
    basis: ['MNT-06'],
  },
  supporterIncome: money(
    'supporter',
    'support',
    'twelveMonths',
    'citizen',
    zhEn('义务人家庭年收入', 'Yearly income of the supporter’s household'),
    zhEn('他家近12个月一共收入多少?', 'Income of that household, last 12 months?'),
    'MNT-02',
    'MNT-03',
    'MNT-04',
    'MNT-05',
  ),
  supporterOwnIncome: money(
    'supporter',
    'support',
    'twelveMonths',
    'citizen',
    zhEn('义务人本人年收入', 'Yearly income of the supporter'),
    zhEn('他本人近12个月收入多少?', 'Income of this relative alone, last 12 months?'),
    'MNT-02',
    'MNT-03',
  ),
  supporterHousehold: {
    entity: 'supporter',
    unit: 'count',
    section: 'support',
    answeredBy: 'citizen',
    countOf: people,
    max: 30,
    label: zhEn('义务人家庭人数', 'People in the supporter’s household'),
    question: zhEn('他家有几口人?', 'How many people live in that household?'),
    basis: ['MNT-02', 'MNT-03', 'MNT-04', 'MNT-05'],
  },
  supportedPersons: {
    entity: 'supporter',
    unit: 'count',
    section: 'support',
    answeredBy: 'citizen',
    countOf: people,
    max: 30,
    label: zhEn('他一共要赡养的人数', 'People this supporter must support'),
    question: zhEn('他一共要赡养几位老人?', 'How many older people must this relative support in all?'),
    basis: ['MNT-02', 'MNT-03', 'MNT-05'],
  },
  supportedHere: {
    entity: 'supporter',
    unit: 'count',
    section: 'support',
    answeredBy: 'citizen',
    countOf: people,
    max: 30,
    label: zhEn('其中在本户的人数', 'Of these, people in this household'),
    question: zhEn('其中几位在您家?', 'How many of them live in your household?'),
    basis: ['MNT-02', 'MNT-03', 'MNT-05'],
  },
  supportAgreed: money(
    'supporter',
    'support',
    'month',
    'citizen',
    zhEn('协议、裁决或判决的每月给付额', 'Monthly support by agreement or judgment'),
    zhEn(
      '有没有协议或判决?每月应给多少?(没有填 0)',
      'Monthly support by agreement or court judgment? (0 if there is none)',
    ),
    'MNT-01',
  ),
  supportPaid: money(
    'supporter',
    'support',
    'twelveMonths',
    'citizen',
    zhEn('近12个月实际给付', 'Support really paid in the last 12 months'),
    zhEn('近12个月他实际给了多少?', 'How much did this relative really pay in the last 12 months?'),
    'MNT-01',
  ),

  // ── What the household already gets (DB-07, practice §1.2) ─────────────────────────────────────────────────────────
  appliesAlone: {
    entity: 'person',
    unit: 'boolean',
    section: 'award',
    answeredBy: 'office',
    label: zhEn('按单人户单独申请', 'Applies alone as a single-person household'),
    question: zhEn('是重残或重病的家人单独申请吗?', 'Does a severely disabled or seriously ill member apply alone?'),
    basis: ['HH-05', 'HH-06', 'T9'],
  },
  receivesDibao: {
    entity: 'household',
    unit: 'boolean',
    section: 'award',
    answeredBy: 'data',
    label: zhEn('正在享受低保', 'On dibao now'),
    question: zhEn('现在正在领低保吗?', 'Does the household receive dibao now?'),
    basis: ['DB-07'],
  },
  currentAward: {
    ...money(
      'household',
      'award',
      'month',
      'office',
      zhEn('现行每月低保金', 'Dibao paid each month now'),
      zhEn('现在每月领多少低保金?', 'How much dibao is paid each month now?'),
      'DB-07',
    ),
  },
  currentAwardCarriedOver: {
    entity: 'household',
    unit: 'boolean',
    section: 'award',
    answeredBy: 'office',
    label: zhEn('现行金额为沿用金额(未重算)', 'Present amount carried over, not computed here'),
    question: zhEn('现行金额是从原名册沿用的吗?', 'Was the present amount carried over from the old roster?'),
    basis: ['DB-07'],
  },
  monthsOverStandard: {
    entity: 'household',
    unit: 'count',
    section: 'award',
    answeredBy: 'office',
    countOf: months,
    max: 1200,
    label: zhEn('收入超过标准已满月数', 'Full months since income rose above the standard'),
    question: zhEn('收入超过标准有几个月了?', 'For how many full months has income been above the standard?'),
    basis: ['DB-07'],
  },
  assessedTier: {
    entity: 'household',
    unit: 'code',
    section: 'award',
    answeredBy: 'office',
    label: zhEn('评定的困难档次', 'Tier of difficulty established'),
    question: zhEn('评定为哪一档?', 'Which tier of difficulty was established?'),
    basis: ['DB-04'],
    codes: {
      A: zhEn('A档(一档)', 'Tier A'),
      B: zhEn('B档(二档)', 'Tier B'),
      C: zhEn('C档(三档)', 'Tier C'),
      D: zhEn('D档(四档)', 'Tier D'),
    },
  },
  gradualExitReason: {
    entity: 'household',
    unit: 'code',
    section: 'award',
    answeredBy: 'office',
    label: zhEn('收入超过标准的原因', 'Why income rose above the standard'),
    question: zhEn('收入为什么增加了?', 'Why did the income rise?'),
    basis: ['DB-07'],
    codes: {
      pension: zhEn('开始领取退休金', 'A pension began'),
      graduateEmployed: zhEn('毕业就业', 'Work after graduation'),
      placedEmployment: zhEn('经推荐就业', 'Work found through placement'),
      disabledEmployment: zhEn('残疾人就业', 'Work of a disabled person'),
      otherEmployment: zhEn('其他就业', 'Other work'),
      other: zhEn('其他', 'Other'),
    },
  },
} as const satisfies Record<string, FactEntry>

export type FactName = keyof typeof factDictionary
export const factNames = Object.keys(factDictionary) as FactName[]
export const isFactName = (text: string): text is FactName => Object.hasOwn(factDictionary, text)
export const factEntry = (name: FactName): FactEntry => factDictionary[name]

/** The names that belong to one kind of subject. */
export const factNamesOf = (entity: FactEntity): FactName[] =>
  factNames.filter((name) => factDictionary[name].entity === entity)

/** fen are bigint, counts are whole numbers, dates are `2025-03-01`, codes are strings; null or absent is unknown. */
export type FactValue = bigint | number | boolean | string | null
export type Facts = Partial<Record<FactName, FactValue>>
