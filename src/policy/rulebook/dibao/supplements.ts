import {
  add,
  aged,
  and,
  constant,
  divide,
  type Expr,
  eq,
  gt,
  household,
  isIn,
  lookup,
  max,
  not,
  or,
  person,
  type Row,
  row,
  share,
  sub,
  type Text,
  table,
  when,
} from '../../kernel/index.ts'
import { both, confirmation, handbook, measures } from '../citations.ts'
import { ownBenefit } from './base.ts'
import { their } from './facts.ts'
import { adult, hasCertificate, members, seriouslyIll, severelyDisabled } from './household.ts'
import { type SupplementClass, set, supplementClasses, supplementClassNames } from './parameters.ts'
import { roundedYear } from './rounding.ts'

/**
 * Supplements for groups of people (分类施保, handbook DB-05, T21). Three bases exist: a rate of the standard, a rate of
 * the person's own benefit, a fixed amount; and in Nanjing a fourth way, paid at 130 % of the standard instead. A place
 * publishes one table; groups that are not in it get nothing there.
 */
const nothing = constant.fen(0)
const level = (...levels: string[]) => isIn(their.disabilityLevel, levels)
const core = isIn(their.disabilityType, ['sight', 'physical', 'intellectual', 'mental'])
const hearingOrSpeech = isIn(their.disabilityType, ['hearing', 'speech'])
const childless = isIn(their.specialStatus, ['childless60'])

const concerns: Record<SupplementClass, Expr<'boolean', 'person' | 'household'>> = {
  elder60: aged(their.birth, 60),
  elder70: aged(their.birth, 70),
  elder80: aged(their.birth, 80),
  childless60: and(aged(their.birth, 60), childless),
  childless70: and(aged(their.birth, 70), childless),
  minor: not(adult),
  studentPreschool: isIn(their.studentStage, ['preschool']),
  studentCompulsory: isIn(their.studentStage, ['compulsory']),
  studentSecondary: isIn(their.studentStage, ['secondary']),
  studentUndergraduate: isIn(their.studentStage, ['undergraduate']),
  disabledSevere: severelyDisabled,
  disabledOneTwo: and(hasCertificate, level('1', '2')),
  disabledOneTwoCore: and(core, level('1', '2')),
  disabledSecond: or(and(hearingOrSpeech, level('1', '2')), and(core, level('3'))),
  disabledThreeFour: and(hasCertificate, level('3', '4')),
  disabledLevelOne: and(hasCertificate, level('1')),
  disabledCertified: hasCertificate,
  seriousIllness: seriouslyIll,
  workAbilityLost: isIn(their.workAbility, ['lost']),
  workAbilityMostlyLost: isIn(their.workAbility, ['mostlyLost']),
  widowedParentChild: isIn(their.singleParentChild, ['widowed']),
  singleParentChild: isIn(their.singleParentChild, ['other']),
  livesAlone: eq(members, constant.count(1)),
  lostOnlyChild: isIn(their.specialStatus, ['lostOnlyChild']),
  multipleBirth: their.multipleBirth,
  returnedOverseasChinese: isIn(their.specialStatus, ['returnedOverseasChinese']),
  ethnicMinority: isIn(their.specialStatus, ['ethnicMinority']),
}

/** What rates are rates of. Only asked for where a place has a rate. */
const rateBase = household.rule('DB-05.base', {
  title: { zh: '分类施保基数(12个月)', en: 'What supplements are a rate of, twelve months' },
  basis: both(handbook('DB-05'), handbook('T21')),
  value: when(isIn(set.supplementBase, ['standard']), set.dibaoStandard, ownBenefit),
})

const rateOf = (kind: SupplementClass) => lookup(set.supplementRate, constant.code(kind))
const amountOf = (kind: SupplementClass) => lookup(set.supplementAmount, constant.code(kind))
const insteadOf = (kind: SupplementClass) => lookup(set.supplementReplace, constant.code(kind))

/** A group that the place pays nothing for is not even asked about. */
const addedFor = (kind: SupplementClass): Row<'fen', 'person' | 'household'>[] => [
  row(
    and(gt(rateOf(kind), constant.bp(0)), concerns[kind]),
    share(rateBase, rateOf(kind), 'halfUp'),
    supplementClasses[kind],
  ),
  row(and(gt(amountOf(kind), nothing), concerns[kind]), amountOf(kind), supplementClasses[kind]),
]

/** Several ages, stages or levels of one kind are one ground: the best of them. */
const ground = (name: string, title: Text, kinds: readonly SupplementClass[]) =>
  person.rule(`DB-05.${name}`, {
    title,
    basis: both(measures('第十二条第二款'), handbook('DB-05')),
    value: table('highest', kinds.flatMap(addedFor), nothing),
  })
const grounds = {
  elderly: ground('elderly', { zh: '老年人增发(12个月)', en: 'For age, twelve months' }, [
    'elder60',
    'elder70',
    'elder80',
    'childless60',
    'childless70',
  ]),
  young: ground('young', { zh: '未成年人、学生增发(12个月)', en: 'For children and students, twelve months' }, [
    'minor',
    'studentPreschool',
    'studentCompulsory',
    'studentSecondary',
    'studentUndergraduate',
  ]),
  disabled: ground('disabled', { zh: '残疾人增发(12个月)', en: 'For disability, twelve months' }, [
    'disabledSevere',
    'disabledOneTwo',
    'disabledOneTwoCore',
    'disabledSecond',
    'disabledThreeFour',
    'disabledLevelOne',
    'disabledCertified',
  ]),
  ill: ground('ill', { zh: '重病、丧失劳动能力增发(12个月)', en: 'For illness, twelve months' }, [
    'seriousIllness',
    'workAbilityLost',
    'workAbilityMostlyLost',
  ]),
  parent: ground('parent', { zh: '单亲家庭子女增发(12个月)', en: 'For children of one parent, twelve months' }, [
    'widowedParentChild',
    'singleParentChild',
  ]),
  status: ground(
    'status',
    { zh: '单独生活、特殊身份增发(12个月)', en: 'For living alone or a status, twelve months' },
    ['livesAlone', 'lostOnlyChild', 'returnedOverseasChinese', 'ethnicMinority'],
  ),
  twins: ground('twins', { zh: '多胞胎增发(12个月)', en: 'For multiple birth, twelve months' }, ['multipleBirth']),
}
const { elderly, young, disabled, ill, parent, status, twins } = grounds

const added = when(
  isIn(set.supplementOverlap, ['highest']),
  max(elderly, young, disabled, ill, parent, status, twins),
  add(elderly, young, disabled, ill, parent, status, twins),
)

const paidInstead = person.rule('DB-05.instead', {
  title: { zh: '改按标准的比例发放(12个月)', en: 'Paid at a rate of the standard instead, twelve months' },
  basis: handbook('T21'),
  value: table(
    'highest',
    supplementClassNames.map((kind) =>
      row(
        and(gt(insteadOf(kind), constant.bp(0)), concerns[kind]),
        share(set.dibaoStandard, insteadOf(kind), 'halfUp'),
        supplementClasses[kind],
      ),
    ),
    nothing,
  ),
})

const exact = person.rule('DB-05.exact', {
  title: { zh: '分类施保增发,取整前(12个月)', en: 'Supplement before rounding, twelve months' },
  basis: both(measures('第十二条第二款'), handbook('DB-05'), handbook('T21')),
  // Paid instead: the person gets the higher of own part + supplement and the rate of the standard.
  value: when(gt(paidInstead, nothing), max(added, sub(paidInstead, ownBenefit)), added),
})

export const supplement = person.rule('DB-05', {
  title: { zh: '分类施保增发(12个月)', en: 'Supplement, twelve months' },
  basis: both(measures('第十二条第二款'), confirmation('第二十七条'), handbook('DB-05')),
  value: roundedYear(exact, set.supplementRounding),
  reads: { words: { zh: '{0},{1}', en: '{0}, {1}' }, of: [exact, set.supplementRounding] },
})

export const supplementMonthly = person.rule('DB-05.monthly', {
  title: { zh: '分类施保增发(每月)', en: 'Supplement a month' },
  basis: both(measures('第十二条第二款'), handbook('DB-05')),
  value: divide(supplement, 12, 'halfUp'),
})
