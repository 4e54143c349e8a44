import type { FactName } from '../policy/index.ts'

/** Agencies that hold something about people's means (VER-01). Each can be asked alone or through the province hub. */
export const sources = [
  'civil-registry',
  'vehicles',
  'real-estate',
  'tax',
  'social-insurance',
  'bank',
  'business-registry',
  'death-register',
] as const
export type Source = (typeof sources)[number]
export const isSource = (text: string): text is Source => (sources as readonly string[]).includes(text)

/** Why a household is looked into. Each needs its own place in the authorisation (VER-03: a particular purpose). */
export const purposes = ['application', 'review', 'change', 'appeal', 'payment'] as const
export type Purpose = (typeof purposes)[number]
export const isPurpose = (text: string): text is Purpose => (purposes as readonly string[]).includes(text)

export type Unit = 'yes-no' | 'count' | 'yuan' | 'day' | 'code' | 'square-metre'

/** How findings of several people or items become one fact. Without a fact an item is a clue for people to read. */
export interface ItemEntry {
  source: Source
  unit: Unit
  /** The fact of a household member … */
  fact?: { name: FactName; of: 'household' | 'person'; join: 'sum' | 'largest' | 'same' }
  /** … and of a legal supporter who lives elsewhere. */
  supporterFact?: FactName
}

/**
 * What sources tell. A total of several items stands for one fact where the dictionary has one word for them
 * (养老金 and 失业金 are transferIncome; the basic pension has its own, INC-02).
 */
export const items = {
  registered: { source: 'civil-registry', unit: 'yes-no' },
  'register-cancelled': { source: 'civil-registry', unit: 'yes-no' },
  marriage: { source: 'civil-registry', unit: 'code', fact: { name: 'marriage', of: 'person', join: 'same' } },
  'motor-vehicle': { source: 'vehicles', unit: 'count', fact: { name: 'vehicles', of: 'household', join: 'sum' } },
  motorcycle: { source: 'vehicles', unit: 'count' },
  'vehicle-value': {
    source: 'vehicles',
    unit: 'yuan',
    fact: { name: 'vehicleValue', of: 'household', join: 'largest' },
  },
  dwelling: { source: 'real-estate', unit: 'count', fact: { name: 'homes', of: 'household', join: 'sum' } },
  'dwelling-area': {
    source: 'real-estate',
    unit: 'square-metre',
    fact: { name: 'homeArea', of: 'household', join: 'sum' },
  },
  'non-dwelling': {
    source: 'real-estate',
    unit: 'count',
    fact: { name: 'nonResidentialProperty', of: 'household', join: 'sum' },
  },
  'non-dwelling-area': { source: 'real-estate', unit: 'square-metre' },
  'wages-12-months': {
    source: 'tax',
    unit: 'yuan',
    fact: { name: 'wageIncome', of: 'person', join: 'sum' },
    supporterFact: 'supporterOwnIncome',
  },
  'business-income-12-months': {
    source: 'tax',
    unit: 'yuan',
    fact: { name: 'operatingIncome', of: 'person', join: 'sum' },
    supporterFact: 'supporterOwnIncome',
  },
  'insured-employment': { source: 'social-insurance', unit: 'yes-no' },
  'basic-pension-12-months': {
    source: 'social-insurance',
    unit: 'yuan',
    fact: { name: 'basicPension', of: 'person', join: 'sum' },
    supporterFact: 'supporterOwnIncome',
  },
  'pension-12-months': {
    source: 'social-insurance',
    unit: 'yuan',
    fact: { name: 'transferIncome', of: 'person', join: 'sum' },
    supporterFact: 'supporterOwnIncome',
  },
  'unemployment-12-months': {
    source: 'social-insurance',
    unit: 'yuan',
    fact: { name: 'transferIncome', of: 'person', join: 'sum' },
    supporterFact: 'supporterOwnIncome',
  },
  deposit: { source: 'bank', unit: 'yuan', fact: { name: 'deposits', of: 'household', join: 'sum' } },
  /** The answer to a threshold question: no amount was told (minimal disclosure). */
  'deposit-above': { source: 'bank', unit: 'yes-no' },
  business: { source: 'business-registry', unit: 'count', fact: { name: 'businesses', of: 'household', join: 'sum' } },
  'subscribed-capital': {
    source: 'business-registry',
    unit: 'yuan',
    fact: { name: 'businessCapital', of: 'household', join: 'sum' },
  },
  died: { source: 'death-register', unit: 'day' },
} as const satisfies Record<string, ItemEntry>

export type Item = keyof typeof items
export const isItem = (text: string): text is Item => Object.hasOwn(items, text)
export const itemEntry = (item: Item): ItemEntry => items[item]
export const itemsOf = (source: Source): Item[] =>
  (Object.keys(items) as Item[]).filter((item) => items[item].source === source)

/** Whom an enquiry is about: a member, or somebody who lives elsewhere and must support a member. */
export type Subject = { kind: 'person'; id: bigint } | { kind: 'supporter'; id: string }
export const subjectId = (subject: Subject): string => String(subject.id)
export const subjectFrom = (kind: string, id: string): Subject =>
  kind === 'person' ? { kind, id: BigInt(id) } : { kind: 'supporter', id }

/**
 * The states of one person at one source. `not-asked`, `no-answer` and an answer of `no-record` are three different
 * things, and none of them is a zero.
 */
export type EnquiryState = 'not-asked' | 'waiting' | 'asked' | 'answered' | 'no-answer'
export type AnswerResult = 'found' | 'no-record' | 'name-differs'

export type NotAsked =
  | 'no-authorisation'
  | 'authorisation-withdrawn'
  | 'authorisation-over'
  | 'source-not-authorised'
  | 'purpose-not-authorised'
  | 'no-number'
  | 'no-connection'
  | 'child'
  | 'request-closed'
export type NoAnswer =
  | 'waited-too-long'
  | 'tries-used-up'
  | 'source-silent'
  | 'row-refused'
  | 'authorisation-withdrawn'
  | 'request-closed'
