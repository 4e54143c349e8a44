import {
  add,
  aged,
  and,
  any,
  constant,
  count,
  eq,
  gt,
  household,
  isIn,
  max,
  not,
  or,
  orElse,
  person,
  row,
  table,
} from '../../kernel/index.ts'
import { both, confirmation, handbook } from '../citations.ts'
import { home, their } from './facts.ts'
import { set } from './parameters.ts'

/** Who counts (handbook HH). The words of the law come first in every table; what it leaves open is a parameter. */

const { yes, no } = constant

export const adult = aged(their.birth, 18)
export const studiesThroughBachelor = isIn(their.studentStage, [
  'preschool',
  'compulsory',
  'secondary',
  'undergraduate',
])

export const belongs = person.rule('HH-01', {
  title: { zh: '属于共同生活的家庭成员范围', en: 'Belongs to the household' },
  basis: confirmation('第七条第一款'),
  value: table(
    'first',
    [
      row(isIn(their.relation, ['applicant', 'spouse']), yes, { zh: '本人、配偶', en: 'the applicant and the spouse' }),
      row(isIn(their.relation, ['unrelated']), no, { zh: '没有法定关系', en: 'no legal duty' }),
      row(
        and(isIn(their.relation, ['child']), or(not(adult), studiesThroughBachelor, not(their.livesIndependently))),
        yes,
        {
          zh: '未成年子女、在读本科及以下或不能独立生活的成年子女',
          en: 'minor children, students up to a bachelor’s degree, grown-up children who cannot live independently',
        },
      ),
    ],
    // Everybody else with a legal duty of support: only if they really live together.
    their.livesTogether,
  ),
  // HH-03: a master's student is not "unable to live independently" by being a student; the visit says.
})

export const excluded = person.rule('HH-02', {
  title: { zh: '不计入共同生活的家庭成员', en: 'Not counted as a member' },
  basis: both(confirmation('第七条第二款'), handbook('HH-02')),
  value: table(
    'first',
    [
      row(isIn(their.exclusion, ['none']), no),
      row(isIn(their.exclusion, ['conscript']), set.excludesConscripts),
      row(isIn(their.exclusion, ['whereaboutsUnknown']), set.excludesWhereaboutsUnknown),
    ],
    yes,
  ),
})

/** A tekun member leaves the count and the income sum; the relation stays, the others may claim (T19). */
export const isMember = person.rule('HH-01.counts', {
  title: { zh: '计入家庭人口', en: 'Counts as a member' },
  basis: both(confirmation('第七条第一款'), handbook('MX-01')),
  value: and(not(their.receivesTekun), not(excluded), belongs),
})

export const members = household.rule('HH-01.n', {
  title: { zh: '家庭人口数', en: 'Number of members' },
  basis: confirmation('第七条第一款'),
  value: count(isMember),
})
/** Never zero where it divides; with nobody counted there is no right to anything (see `DB-01`). */
export const heads = max(constant.count(1), members)

/** §2 of the handbook: level 1 and 2 of any kind, and level 3 of intellectual or mental disability. */
export const hasCertificate = not(isIn(their.disabilityType, ['none']))
export const severelyDisabled = person.rule('HH-05.severe', {
  title: { zh: '重度残疾(1–2级,及智力、精神3级)', en: 'Severely disabled' },
  basis: confirmation('第八条第一款'),
  value: and(
    hasCertificate,
    or(
      isIn(their.disabilityLevel, ['1', '2']),
      and(isIn(their.disabilityLevel, ['3']), isIn(their.disabilityType, ['intellectual', 'mental'])),
    ),
  ),
})
export const seriouslyIll = isIn(their.illness, ['serious'])

/** One condition, not three: what the place accepts is its law, nothing a household could change. */
const entitledBy = household.rule('DB-01.residence', {
  title: { zh: '申请地', en: 'Where the application belongs' },
  basis: both(confirmation('第四条'), confirmation('第五条')),
  value: table(
    'first',
    [
      row(isIn(home.registration, ['local']), constant.code('here')),
      row(and(isIn(home.registration, ['residencePermit']), set.acceptsResidencePermit), constant.code('here'), {
        zh: '当地接受居住证',
        en: 'the place accepts a residence permit',
      }),
    ],
    constant.code('elsewhere'),
  ),
  codes: ['here', 'elsewhere'],
  codeLabels: {
    here: { zh: '本地', en: 'here' },
    elsewhere: { zh: '外地', en: 'elsewhere' },
  },
})
export const registered = household.rule('DB-01.registration', {
  title: {
    zh: '户籍在本地,或按当地规定持居住证',
    en: 'Registered here, or with a residence permit where that is enough',
  },
  basis: both(confirmation('第四条'), confirmation('第五条')),
  value: isIn(entitledBy, ['here']),
})

// Claims of one person alone -----------------------------------------------------------------------------------------

/** A mark of the application, not a circumstance: without it the household applies as a whole. */
export const claimsAlone = orElse(their.appliesAlone, no)

export const somebodyAlone = household.rule('HH-05.alone', {
  title: { zh: '有成员按单人户单独申请', en: 'A member applies alone' },
  basis: confirmation('第八条第一款'),
  value: any(claimsAlone),
})

export const otherGround = person.rule('HH-05.other', {
  title: { zh: '当地规定可单独申请的其他人员', en: 'Others whom the place lets apply alone' },
  basis: both(confirmation('第八条第一款'), handbook('HH-05')),
  value: or(
    and(gt(set.singlePersonElderFrom, constant.count(0)), aged(their.birth, set.singlePersonElderFrom)),
    and(
      gt(set.singlePersonMinorThrough, constant.count(0)),
      not(aged(their.birth, add(set.singlePersonMinorThrough, constant.count(1)))),
    ),
    and(set.singlePersonStudents, studiesThroughBachelor),
    and(set.singlePersonChronic, isIn(their.illness, ['chronic'])),
    and(set.singlePersonVeterans, isIn(their.specialStatus, ['disabledVeteran'])),
  ),
})

export const priesthood = isIn(their.exclusion, ['religious'])

/** Who may claim alone: the four groups of article 8; the third needs no household at all. */
export const mayClaimAlone = person.rule('HH-05.ground', {
  title: { zh: '可单独申请(单人户)', en: 'May apply alone' },
  basis: confirmation('第八条第一款'),
  value: or(severelyDisabled, seriouslyIll, priesthood, otherGround),
})
const aloneWithoutGround = household.rule('HH-05.without', {
  title: { zh: '单独申请而不属于可单独申请人员的人数', en: 'People who apply alone and may not' },
  basis: confirmation('第八条第一款'),
  value: count(and(claimsAlone, not(mayClaimAlone))),
})
export const aloneAllowed = household.rule('HH-05', {
  title: { zh: '单独申请的,属于可单独申请的人员', en: 'Whoever applies alone may do so' },
  basis: confirmation('第八条第一款'),
  value: eq(aloneWithoutGround, constant.count(0)),
})

/** Somebody counts as a member, or applies alone. */
export const somebody = household.rule('HH-01.somebody', {
  title: { zh: '有计入家庭人口的人,或单独申请的人', en: 'Somebody counts, or applies alone' },
  basis: confirmation('第七条第一款'),
  value: gt(max(members, count(claimsAlone)), constant.count(0)),
})
