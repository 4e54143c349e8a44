import {
  addMonths,
  bornOnOrBefore,
  checkCharacter,
  type Day,
  type Random,
  seededRandom,
} from '../../src/foundation/index.ts'

/**
 * Invented families. Everything here is made up from a seed: the same seed gives the same people. Numbers start with
 * 990101, an area that was never given to anybody.
 */
export interface PlannedPerson {
  name: string
  identityNumber: string
  birth: Day
  sex: 'female' | 'male'
  relation: string
  facts: Record<string, string | number | boolean | bigint | null>
}

export interface PlannedFamily {
  kind: FamilyKind
  people: PlannedPerson[]
  facts: Record<string, string | number | boolean | bigint | null>
  phone: string
  /** Where they live; left out for most. */
  address?: string
  /** Why they are poor, for the application form. */
  reason: string
}

export const familyKinds = [
  'elder-alone',
  'elder-couple',
  'illness',
  'disability',
  'single-parent',
  'work-poor',
  'severe-alone',
  'skip-generation',
] as const
export type FamilyKind = (typeof familyKinds)[number]

const surnames = [
  ...'王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
]
const womanly = [
  ...'芳娜敏静丽艳娟霞秀兰英华玉梅萍红玲芬燕彩春菊凤洁云莲珍荣爱香月莺媛瑞凡佳嘉琼勤贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓',
]
const manly = [
  ...'伟强磊军洋勇杰涛明超平刚辉鹏华飞鑫波斌宇浩凯健俊帆雷东海峰江龙文武志国建林山仁波宁贵福生元全胜学祥才发利清松柏树成康星光天达安岩中茂进有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功',
]
/** Characters that old systems lose, and long names with a separator. */
const rareNames = ['䶮', '㛃', '𬱖', '𠅤', '𠮷']
const longNames = ['阿依古丽·买买提明', '迪丽努尔·阿卜杜热合曼', '次仁旺堆', '欧阳淑贞', '尉迟国安']

/** A family none of whose numbers is in `taken`; they are in it afterwards. Two people never share a number by chance. */
export function planNewFamily(random: Random, on: Day, taken: Set<string>): PlannedFamily {
  for (;;) {
    const plan = planFamily(random, random.pick(familyKinds), on)
    const numbers = plan.people.map((p) => p.identityNumber)
    if (numbers.some((n) => taken.has(n)) || new Set(numbers).size < numbers.length) continue
    for (const n of numbers) taken.add(n)
    return plan
  }
}

function planFamily(random: Random, kind: FamilyKind, on: Day): PlannedFamily {
  const surname = random.pick(surnames)
  const serial = () => random.int(1, 499)
  const person = (
    relation: string,
    ages: [number, number],
    sex: 'female' | 'male' | null,
    extra: PlannedPerson['facts'] = {},
    family = surname,
  ): PlannedPerson => {
    const who = sex ?? (random.chance(0.5) ? 'female' : 'male')
    const birth = birthday(random, on, ages)
    const seventeen = `990101${birth.replaceAll('-', '')}${String(serial() * 2 + (who === 'male' ? 1 : 0)).padStart(3, '0')}`
    return {
      name: nameOf(random, family, who),
      identityNumber: seventeen + checkCharacter(seventeen),
      birth,
      sex: who,
      relation,
      facts: { ...commonFacts(relation, who), ...extra },
    }
  }
  const other = () => random.pick(surnames)
  const pension = (low: number, high: number) => BigInt(random.int(low, high)) * 1200n

  const plan = (people: PlannedPerson[], reason: string, facts: PlannedFamily['facts'] = {}): PlannedFamily => ({
    kind,
    people,
    reason,
    phone: `1990101${String(random.int(0, 9999)).padStart(4, '0')}`,
    facts: { registration: 'local', ...noAssets(random), ...facts },
  })

  switch (kind) {
    case 'elder-alone':
      return plan(
        [
          person('applicant', [66, 88], null, {
            ...retired(random),
            marriage: 'widowed',
            basicPension: pension(103, 140),
            transferIncome: pension(103, 260),
          }),
        ],
        '年老体弱,没有劳动收入',
      )
    case 'elder-couple':
      return plan(
        [
          person('applicant', [64, 82], 'male', {
            ...retired(random),
            marriage: 'married',
            basicPension: pension(103, 140),
            transferIncome: pension(103, 220),
          }),
          person(
            'spouse',
            [62, 80],
            'female',
            {
              ...retired(random),
              marriage: 'married',
              basicPension: pension(103, 140),
              transferIncome: pension(103, 200),
            },
            other(),
          ),
        ],
        '两位老人年事已高,子女能力有限',
      )
    case 'illness':
      return plan(
        [
          person('applicant', [38, 58], 'male', {
            marriage: 'married',
            employment: 'casual',
            wageIncome: wage(random, 600, 1400),
          }),
          person(
            'spouse',
            [36, 56],
            'female',
            { marriage: 'married', illness: 'serious', workAbility: 'mostlyLost', employment: 'notWorking' },
            other(),
          ),
          person('child', [8, 17], null, student('compulsory')),
        ],
        '配偶患重病,看病花费大',
        { medicalExpenditure: BigInt(random.int(8000, 42000)) * 100n },
      )
    case 'disability':
      return plan(
        [
          person('applicant', [40, 62], 'female', {
            marriage: 'married',
            employment: 'farming',
            ...farming(wage(random, 150, 420)),
            workExemption: 'caring',
          }),
          person('child', [19, 34], 'male', {
            disabilityType: random.pick(['physical', 'intellectual', 'mental']),
            disabilityLevel: String(random.int(1, 2)),
            workAbility: 'lost',
            employment: 'notWorking',
            livesIndependently: false,
            selfCare: 'partial',
          }),
        ],
        '家中有重度残疾人需要长期照护',
      )
    case 'single-parent':
      return plan(
        [
          person('applicant', [30, 46], 'female', {
            marriage: random.pick(['widowed', 'divorced']),
            employment: 'casual',
            wageIncome: wage(random, 700, 1500),
          }),
          person('child', [6, 14], null, { ...student('compulsory'), singleParentChild: 'other' }, other()),
          ...(random.chance(0.4)
            ? [person('child', [3, 8], null, { ...student('preschool'), singleParentChild: 'other' }, other())]
            : []),
        ],
        '一人抚养孩子,收入不稳定',
      )
    case 'work-poor':
      return plan(
        [
          person('applicant', [34, 55], 'male', {
            marriage: 'married',
            employment: 'casual',
            wageIncome: wage(random, 900, 2100),
          }),
          person(
            'spouse',
            [32, 53],
            'female',
            { marriage: 'married', employment: 'farming', ...farming(wage(random, 120, 300)) },
            other(),
          ),
          person('child', [7, 15], null, student('compulsory')),
          ...(random.chance(0.5)
            ? [person('parent', [66, 80], 'female', { ...retired(random), transferIncome: pension(103, 180) })]
            : []),
        ],
        '打零工收入少,家里老人孩子多',
      )
    case 'severe-alone':
      return plan(
        [
          person('applicant', [24, 57], null, {
            marriage: 'single',
            disabilityType: 'physical',
            disabilityLevel: '1',
            workAbility: 'lost',
            employment: 'notWorking',
            selfCare: 'partial',
            appliesAlone: true,
          }),
        ],
        '重度残疾,没有收入来源',
      )
    case 'skip-generation':
      return plan(
        [
          person('applicant', [61, 74], 'female', {
            ...retired(random),
            marriage: 'widowed',
            transferIncome: pension(103, 190),
          }),
          person('grandchild', [6, 15], null, { ...student('compulsory') }),
        ],
        '父母失联或去世,祖辈抚养孙辈',
      )
  }
}

/** Somebody whose story is told: name and birthday are given, the number follows, and nobody else gets it. */
export function plannedPerson(
  taken: Set<string>,
  who: { name: string; birth: Day; sex: 'female' | 'male'; relation: string },
  facts: PlannedPerson['facts'],
): PlannedPerson {
  for (let serial = 101 + (who.sex === 'male' ? 0 : 1); ; serial += 2) {
    const seventeen = `990101${who.birth.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
    const identityNumber = seventeen + checkCharacter(seventeen)
    if (taken.has(identityNumber)) continue
    taken.add(identityNumber)
    return { ...who, identityNumber, facts: { ...commonFacts(who.relation, who.sex), ...facts } }
  }
}

/** What a family in a story owns: nothing worth asking about. */
export const nothingOwned = (facts: PlannedFamily['facts']): PlannedFamily['facts'] => ({
  registration: 'local',
  ...noAssets(seededRandom(1)),
  deposits: 120_000n,
  homeArea: 62,
  ...facts,
})

const wage = (random: Random, low: number, high: number): bigint => BigInt(random.int(low, high)) * 1200n
/** Farming is a part of operating income. */
const farming = (amount: bigint) => ({ operatingIncome: amount, farmIncome: amount })
export const student = (stage: string) => ({
  studentStage: stage,
  employment: 'notOfAge',
  workAbility: 'notOfAge',
  wageIncome: 0n,
})
const retired = (random: Random) => ({
  employment: 'retired',
  workAbility: random.chance(0.6) ? 'lost' : 'mostlyLost',
  illness: random.chance(0.5) ? 'chronic' : 'healthy',
})

function commonFacts(relation: string, sex: string): PlannedPerson['facts'] {
  const none = {
    wageIncome: 0n,
    operatingIncome: 0n,
    farmIncome: 0n,
    propertyIncome: 0n,
    transferIncome: 0n,
    transferPaid: 0n,
    basicPension: 0n,
    workCosts: 0n,
  }
  return {
    relation,
    sex,
    livesTogether: true,
    exclusion: 'none',
    receivesTekun: false,
    marriage: 'single',
    specialStatus: 'none',
    disabilityType: 'none',
    illness: 'healthy',
    workAbility: 'able',
    studentStage: 'none',
    employment: 'notWorking',
    refusedWork: 0,
    ...none,
    ...exempt,
    singleParentChild: 'no',
    multipleBirth: false,
  }
}

/** Benefits that do not count as income: known to be nothing. */
const exempt = {
  preferentialPayments: 0n,
  familyPlanningAward: 0n,
  scholarship: 0n,
  honourAward: 0n,
  socialAssistanceReceived: 0n,
  disabilityAllowances: 0n,
  elderAllowance: 0n,
  orphanAllowance: 0n,
}

const noAssets = (random: Random): PlannedFamily['facts'] => ({
  deposits: BigInt(random.int(0, 9000)) * 100n,
  securities: 0n,
  insuranceCashValue: 0n,
  internetFinance: 0n,
  receivables: 0n,
  vehicles: 0,
  largeMachinery: 0,
  homes: 1,
  homeArea: random.int(40, 110),
  nonResidentialProperty: 0,
  businesses: 0,
  medicalExpenditure: 0n,
  rehabilitationExpenditure: 0n,
  educationExpenditure: 0n,
  careExpenditure: 0n,
  housingExpenditure: 0n,
  suddenEventExpenditure: 0n,
  spendingFitsIncome: true,
  legalSupporters: 0,
  receivesDibao: false,
})

function birthday(random: Random, on: Day, [low, high]: [number, number]): Day {
  const latest = bornOnOrBefore(on, random.int(low, high))
  const month = addMonths(latest, -random.int(0, 11))
  return `${month.slice(0, 8)}${String(random.int(1, 28)).padStart(2, '0')}` as Day
}

/** An ordinary name, for the people who work in the offices. */
export function plainName(random: Random): string {
  const given = random.chance(0.5) ? womanly : manly
  return random.pick(surnames) + random.pick(given) + (random.chance(0.6) ? random.pick(given) : '')
}

function nameOf(random: Random, surname: string, sex: 'female' | 'male'): string {
  if (random.chance(0.004)) return random.pick(longNames)
  const given = sex === 'female' ? womanly : manly
  const rare = random.chance(0.006) ? random.pick(rareNames) : null
  return surname + (rare ?? random.pick(given)) + (random.chance(0.7) ? random.pick(given) : '')
}
