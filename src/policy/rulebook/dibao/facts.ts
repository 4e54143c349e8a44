import { type FactEntity, type FactEntry, type FactName, type FactUnit, factDictionary } from '../../facts.ts'
import { type Citation, household, person, supporter } from '../../kernel/index.ts'
import { confirmation, handbook, measures } from '../citations.ts'

/**
 * The dictionary in the kernel's words, each fact declared once. A misspelt name, a fact of the wrong subject or unit
 * does not compile.
 */
type Dictionary = typeof factDictionary
type NameOf<E extends FactEntity, U extends FactUnit> = {
  [N in FactName]: Dictionary[N]['entity'] extends E ? (Dictionary[N]['unit'] extends U ? N : never) : never
}[FactName]

/** What a household could change within the law: the nearest change may name it. */
const movable = new Set<FactName>([
  'wageIncome',
  'operatingIncome',
  'propertyIncome',
  'transferIncome',
  'wageLastMonth',
  'otherNonFarmLastMonth',
  'farmIncome',
  'deposits',
  'securities',
  'insuranceCashValue',
  'internetFinance',
  'receivables',
])

/**
 * The article of 民发〔2021〕57号 (or 国务院令第649号) that asks for a figure of this kind; the handbook's id beside it says
 * what places make of it. The longest beginning counts: `INC-02` before `INC`.
 */
const articles: Readonly<Record<string, Citation>> = {
  HH: confirmation('第七条第一款'),
  'HH-02': confirmation('第七条第二款'),
  'HH-05': confirmation('第八条第一款'),
  'HH-06': confirmation('第八条第一款'),
  'GEN-03': confirmation('第十三条第一款'),
  INC: confirmation('第十三条第一款'),
  'INC-02': confirmation('第十三条第二款'),
  'INC-03': confirmation('第十三条第二款'),
  'INC-04': confirmation('第十三条第二款'),
  DED: confirmation('第十三条第三款'),
  MNT: confirmation('第十三条第一款'),
  AST: confirmation('第十四条'),
  'DB-04': confirmation('第二十三条'),
  'DB-05': measures('第十二条第二款'),
  'DB-07': confirmation('第三十三条'),
}
function basisOf(ids: readonly string[]): readonly Citation[] {
  const laws = ids.flatMap((id) => articles[id] ?? articles[id.split('-')[0]!] ?? [])
  const once = laws.filter(
    (law, i) => laws.findIndex((other) => other.article === law.article && other.source === law.source) === i,
  )
  return [...once, ...ids.map((id) => handbook(id))]
}

const options = (name: FactName) => {
  const entry: FactEntry = factDictionary[name]
  return {
    label: entry.label,
    question: entry.question,
    basis: basisOf(entry.basis),
    movable: movable.has(name),
    ...(entry.max !== undefined && { range: [0n, BigInt(entry.max)] as const }),
  }
}
const coded = (name: FactName) => {
  const entry: FactEntry = factDictionary[name]
  return { ...options(name), codes: Object.keys(entry.codes ?? {}), codeLabels: entry.codes ?? {} }
}

const of = {
  household: {
    fen: (name: NameOf<'household', 'fen'>) => household.fen(name, options(name)),
    count: (name: NameOf<'household', 'count'>) => household.count(name, options(name)),
    boolean: (name: NameOf<'household', 'boolean'>) => household.boolean(name, options(name)),
    code: (name: NameOf<'household', 'code'>) => household.code(name, coded(name)),
  },
  person: {
    fen: (name: NameOf<'person', 'fen'>) => person.fen(name, options(name)),
    count: (name: NameOf<'person', 'count'>) => person.count(name, options(name)),
    boolean: (name: NameOf<'person', 'boolean'>) => person.boolean(name, options(name)),
    date: (name: NameOf<'person', 'date'>) => person.date(name, options(name)),
    code: (name: NameOf<'person', 'code'>) => person.code(name, coded(name)),
    /** Absence is an answer: it was not recorded, and the rule says what that means. */
    optionalFen: (name: NameOf<'person', 'fen'>) =>
      person.fen(name, { ...options(name), movable: false, optional: true }),
    optionalBoolean: (name: NameOf<'person', 'boolean'>) => person.boolean(name, { ...options(name), optional: true }),
  },
  supporter: {
    fen: (name: NameOf<'supporter', 'fen'>) => supporter.fen(name, options(name)),
    /** At least one: it divides. */
    people: (name: NameOf<'supporter', 'count'>) => supporter.count(name, { ...options(name), range: [1n, 30n] }),
    boolean: (name: NameOf<'supporter', 'boolean'>) => supporter.boolean(name, options(name)),
    code: (name: NameOf<'supporter', 'code'>) => supporter.code(name, coded(name)),
  },
} as const

/** The household as a whole. */
export const home = {
  registration: of.household.code('registration'),
  deposits: of.household.fen('deposits'),
  securities: of.household.fen('securities'),
  insuranceCashValue: of.household.fen('insuranceCashValue'),
  internetFinance: of.household.fen('internetFinance'),
  receivables: of.household.fen('receivables'),
  vehicles: of.household.count('vehicles'),
  vehicleValue: of.household.fen('vehicleValue'),
  largeMachinery: of.household.count('largeMachinery'),
  homes: of.household.count('homes'),
  homeArea: of.household.count('homeArea'),
  nonResidentialProperty: of.household.count('nonResidentialProperty'),
  businesses: of.household.count('businesses'),
  businessCapital: of.household.fen('businessCapital'),
  businessIsFamilyStall: of.household.boolean('businessIsFamilyStall'),
  spendingFitsIncome: of.household.boolean('spendingFitsIncome'),
  medicalExpenditure: of.household.fen('medicalExpenditure'),
  rehabilitationExpenditure: of.household.fen('rehabilitationExpenditure'),
  educationExpenditure: of.household.fen('educationExpenditure'),
  careExpenditure: of.household.fen('careExpenditure'),
  housingExpenditure: of.household.fen('housingExpenditure'),
  suddenEventExpenditure: of.household.fen('suddenEventExpenditure'),
  legalSupporters: of.household.count('legalSupporters'),
  receivesDibao: of.household.boolean('receivesDibao'),
  currentAward: of.household.fen('currentAward'),
  monthsOverStandard: of.household.count('monthsOverStandard'),
  gradualExitReason: of.household.code('gradualExitReason'),
  assessedTier: of.household.code('assessedTier'),
} as const

/** One member. */
export const their = {
  relation: of.person.code('relation'),
  livesTogether: of.person.boolean('livesTogether'),
  livesIndependently: of.person.boolean('livesIndependently'),
  exclusion: of.person.code('exclusion'),
  receivesTekun: of.person.boolean('receivesTekun'),
  appliesAlone: of.person.optionalBoolean('appliesAlone'),
  birth: of.person.date('birth'),
  sex: of.person.code('sex'),
  singleParentChild: of.person.code('singleParentChild'),
  multipleBirth: of.person.boolean('multipleBirth'),
  specialStatus: of.person.code('specialStatus'),
  disabilityType: of.person.code('disabilityType'),
  disabilityLevel: of.person.code('disabilityLevel'),
  illness: of.person.code('illness'),
  workAbility: of.person.code('workAbility'),
  studentStage: of.person.code('studentStage'),
  employment: of.person.code('employment'),
  workExemption: of.person.code('workExemption'),
  monthsSinceGraduation: of.person.count('monthsSinceGraduation'),
  refusedWork: of.person.count('refusedWork'),
  monthsInNewWork: of.person.count('monthsInNewWork'),
  wageIncome: of.person.fen('wageIncome'),
  operatingIncome: of.person.fen('operatingIncome'),
  farmIncome: of.person.fen('farmIncome'),
  propertyIncome: of.person.fen('propertyIncome'),
  transferIncome: of.person.fen('transferIncome'),
  transferPaid: of.person.fen('transferPaid'),
  basicPension: of.person.fen('basicPension'),
  workCosts: of.person.fen('workCosts'),
  wageIncreaseOnDibao: of.person.fen('wageIncreaseOnDibao'),
  wageLastMonth: of.person.fen('wageLastMonth'),
  otherNonFarmLastMonth: of.person.fen('otherNonFarmLastMonth'),
} as const

/** Received and not counted: shown, never added, so an unrecorded one stops nothing. */
export const exempt = {
  preferentialPayments: of.person.optionalFen('preferentialPayments'),
  familyPlanningAward: of.person.optionalFen('familyPlanningAward'),
  scholarship: of.person.optionalFen('scholarship'),
  honourAward: of.person.optionalFen('honourAward'),
  socialAssistanceReceived: of.person.optionalFen('socialAssistanceReceived'),
  disabilityAllowances: of.person.optionalFen('disabilityAllowances'),
  elderAllowance: of.person.optionalFen('elderAllowance'),
  orphanAllowance: of.person.optionalFen('orphanAllowance'),
} as const

/** One legal supporter who lives elsewhere. */
export const supporters = {
  kind: of.supporter.code('supportKind'),
  exempt: of.supporter.boolean('supporterExempt'),
  householdIncome: of.supporter.fen('supporterIncome'),
  ownIncome: of.supporter.fen('supporterOwnIncome'),
  household: of.supporter.people('supporterHousehold'),
  supports: of.supporter.people('supportedPersons'),
  supportsHere: of.supporter.people('supportedHere'),
  agreed: of.supporter.fen('supportAgreed'),
  paid: of.supporter.fen('supportPaid'),
} as const
