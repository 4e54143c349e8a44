import {
  add,
  aged,
  and,
  constant,
  divide,
  type Expr,
  eq,
  gt,
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
  table,
  when,
} from '../../kernel/index.ts'
import { both, confirmation, handbook, measures } from '../citations.ts'
import { ownBenefit } from './base.ts'
import { their } from './facts.ts'
import { adult, hasCertificate, members, seriouslyIll, severelyDisabled } from './household.ts'
import { type SupplementClass, set, supplementClasses } from './parameters.ts'
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

const groups: readonly (readonly SupplementClass[])[] = [
  ['elder60', 'elder70', 'elder80', 'childless60', 'childless70'],
  ['minor', 'studentPreschool', 'studentCompulsory', 'studentSecondary', 'studentUndergraduate'],
  [
    'disabledSevere',
    'disabledOneTwo',
    'disabledOneTwoCore',
    'disabledSecond',
    'disabledThreeFour',
    'disabledLevelOne',
    'disabledCertified',
  ],
  ['seriousIllness', 'workAbilityLost', 'workAbilityMostlyLost'],
  ['widowedParentChild', 'singleParentChild'],
  ['livesAlone', 'lostOnlyChild', 'returnedOverseasChinese', 'ethnicMinority'],
  ['multipleBirth'],
]

const base = when(isIn(set.supplementBase, ['standard']), set.dibaoStandard, ownBenefit)
const has = (kind: SupplementClass, given: Expr<'boolean', 'household'>) => and(given, concerns[kind])
const rateOf = (kind: SupplementClass) => lookup(set.supplementRate, constant.code(kind))
const amountOf = (kind: SupplementClass) => lookup(set.supplementAmount, constant.code(kind))
const insteadOf = (kind: SupplementClass) => lookup(set.supplementReplace, constant.code(kind))

/** A group that the place pays nothing for is not even asked about. */
const addedFor = (kind: SupplementClass): Row<'fen', 'person' | 'household'>[] => [
  row(has(kind, gt(rateOf(kind), constant.bp(0))), share(base, rateOf(kind), 'halfUp'), supplementClasses[kind]),
  row(has(kind, gt(amountOf(kind), nothing)), amountOf(kind), supplementClasses[kind]),
]
const highestIn = (kinds: readonly SupplementClass[]) => table('highest', kinds.flatMap(addedFor), nothing)
const everyKind = Object.keys(concerns) as SupplementClass[]
const [firstGroup, ...otherGroups] = groups.map(highestIn)

const added = when(
  isIn(set.supplementOverlap, ['highest']),
  highestIn(everyKind),
  // Several ages, stages or levels of one kind are one ground; different kinds add up.
  add(firstGroup!, ...otherGroups),
)

const paidInstead = table(
  'highest',
  everyKind.map((kind) =>
    row(
      has(kind, gt(insteadOf(kind), constant.bp(0))),
      share(set.dibaoStandard, insteadOf(kind), 'halfUp'),
      supplementClasses[kind],
    ),
  ),
  nothing,
)

export const supplement = person.rule('DB-05', {
  title: { zh: '分类施保增发(12个月)', en: 'Supplement, twelve months' },
  basis: both(measures('第十二条第二款'), confirmation('第二十七条'), handbook('DB-05'), handbook('T21')),
  // Paid instead: the person gets the higher of own part + supplement and the rate of the standard.
  value: roundedYear(max(added, sub(paidInstead, ownBenefit)), set.supplementRounding),
})

export const supplementMonthly = person.rule('DB-05.monthly', {
  title: { zh: '分类施保增发(每月)', en: 'Supplement a month' },
  basis: both(measures('第十二条第二款'), handbook('DB-05')),
  value: divide(supplement, 12, 'halfUp'),
})
