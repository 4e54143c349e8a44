import { ageOn, type Day, type Fen, nameProblem, readIdentityNumber, tidyName, yuan } from '../../foundation/index.ts'
import { type FactName, factEntry } from '../../policy/index.ts'
import { type FieldProblem, isProblem } from '../problem.ts'
import { dayFrom, text } from '../read-form.ts'

/** What a citizen has answered so far. Money in fen as text (JSON knows no bigint); `null` is "I do not know"; absent is not asked yet. */
export type Answer = string | number | boolean | null

/** What 不清楚 is called in a list of choices; no code of the dictionary is called so. */
export const notKnown = 'not-known'

export interface DraftPerson {
  ref: string
  name: string
  number: string | null
  /** Only without a number: a newborn, for instance. */
  birth: Day | null
  sex: 'female' | 'male' | null
  relation: string
  facts: Partial<Record<FactName, Answer>>
}

export interface DraftSignature {
  by: string
  how: 'screen' | 'paper' | 'guardian'
  at: string
  file: string | null
  guardian: { name: string; relation: string } | null
}

export interface DraftPhoto {
  file: string
  kind: string
  of: string | null
}

export interface Answers {
  key: string
  about: string | null
  area: string
  address: string | null
  registeredAddress: string | null
  phone: string
  reason: string | null
  helper: { name: string; relation: string; phone: string | null } | null
  people: DraftPerson[]
  household: Partial<Record<FactName, Answer>>
  photos: DraftPhoto[]
  signatures: Record<string, DraftSignature>
  /** Sections somebody has looked at and saved. */
  seen: string[]
}

export const sections = ['people', 'address', 'income', 'assets', 'spending', 'photos', 'signatures'] as const
export type Section = (typeof sections)[number]

/** What each person is asked; everything else the office finds out itself (能核对的不收). */
export const personFields = [
  'illness',
  'disabilityType',
  'disabilityLevel',
  'studentStage',
  'employment',
] as const satisfies readonly FactName[]
export const incomeFields = [
  'wageIncome',
  'operatingIncome',
  'propertyIncome',
  'transferIncome',
] as const satisfies readonly FactName[]
export const assetFields = ['deposits', 'homes', 'vehicles', 'businesses'] as const satisfies readonly FactName[]
export const spendingFields = [
  'medicalExpenditure',
  'educationExpenditure',
  'rehabilitationExpenditure',
  'housingExpenditure',
] as const satisfies readonly FactName[]

export type State = 'empty' | 'partly' | 'filled'

/** Three states only; "filled" never means "sent" (ux §0.12). */
export function stateOf(section: Section, a: Answers, today: Day): State {
  const parts = partsOf(section, a, today)
  const done = parts.filter(Boolean).length
  return done === 0 ? 'empty' : done === parts.length ? 'filled' : 'partly'
}

function partsOf(section: Section, a: Answers, today: Day): boolean[] {
  const answered = (facts: Partial<Record<FactName, Answer>>, names: readonly FactName[]) =>
    names.map((n) => facts[n] !== undefined)
  switch (section) {
    case 'people':
      return a.people.length === 0
        ? [false]
        : a.people.map((p) => Boolean(p.name) && (p.number !== null || p.birth !== null))
    case 'address':
      return [Boolean(a.address), a.phone !== '']
    case 'income':
      return a.people.length === 0 ? [false] : earners(a, today).flatMap((p) => answered(p.facts, incomeFields))
    case 'assets':
      return answered(a.household, assetFields)
    case 'spending':
      return answered(a.household, spendingFields)
    case 'photos':
      return [a.photos.length > 0 || a.seen.includes('photos')]
    case 'signatures':
      return a.people.length === 0 ? [false] : adults(a, today).map((p) => a.signatures[p.ref] !== undefined)
  }
}

export const birthOf = (p: DraftPerson): Day | null => {
  if (p.birth) return p.birth
  const read = p.number ? readIdentityNumber(p.number) : null
  return read && !('problem' in read) ? read.birth : null
}
/** Whoever is eighteen signs; an unknown age is treated as grown up, so that nobody is looked up unasked. */
export const adults = (a: Answers, today: Day): DraftPerson[] =>
  a.people.filter((p) => (birthOf(p) ? ageOn(birthOf(p)!, today) >= 18 : true))
/** Income is asked of everybody of sixteen and more. */
export const earners = (a: Answers, today: Day): DraftPerson[] =>
  a.people.filter((p) => (birthOf(p) ? ageOn(birthOf(p)!, today) >= 16 : true))

/**
 * Reads one posted field by the fact's unit. `field.unknown` ticked is "I do not know". Empty stays unanswered.
 * Returns the answer, `undefined` for nothing, or a problem that says what to write instead.
 */
export function readAnswer(
  name: FactName,
  field: string,
  form: Record<string, string | string[]>,
): Answer | undefined | FieldProblem {
  if (form[`${field}.unknown`]) return null
  const typed = text(form, field).normalize('NFKC')
  if (typed === '') return undefined
  if (typed === notKnown) return null
  const entry = factEntry(name)
  switch (entry.unit) {
    case 'fen': {
      const plain = typed.replace(/[,,\s元¥]/g, '')
      let fen: Fen
      try {
        fen = yuan(plain)
      } catch {
        return { field, says: /^\d{10,}/.test(plain) ? 'pages:wrong.too-much' : 'pages:wrong.money' }
      }
      if (fen < 0n) return { field, says: 'pages:wrong.negative' }
      if (entry.max !== undefined && fen > BigInt(entry.max)) return { field, says: 'pages:wrong.too-much' }
      return String(fen)
    }
    case 'count': {
      if (!/^\d{1,6}$/.test(typed)) return { field, says: 'pages:wrong.count' }
      const count = Number(typed)
      return entry.max !== undefined && count > entry.max ? { field, says: 'pages:wrong.too-much' } : count
    }
    case 'boolean':
      return typed === 'yes' ? true : typed === 'no' ? false : { field, says: 'pages:wrong.choose' }
    case 'code':
      return entry.codes && typed in entry.codes ? typed : { field, says: 'pages:wrong.choose' }
    case 'date':
      return dayFrom(typed) ?? { field, says: 'pages:wrong.date' }
  }
}

/** One person's page. The problems name the field; what was typed is kept by the page. */
export function readPerson(
  ref: string,
  form: Record<string, string | string[]>,
  first: boolean,
  family: { people: readonly DraftPerson[]; today: Day },
): { person: DraftPerson; problems: FieldProblem[] } {
  const typed = (name: string) => text(form, name)
  const problems: FieldProblem[] = []
  const name = tidyName(typed('name'))
  const wrongName = nameProblem(name)
  if (wrongName) problems.push({ field: 'name', says: `pages:wrong.name-${wrongName}` })
  const { number, birth, problem } = readIdentity(typed('number'), typed('birth'), family.today)
  if (problem) problems.push(problem)
  const relation = first ? 'applicant' : typed('relation')
  const relations = factEntry('relation').codes ?? {}
  if (!(relation in relations) || (!first && relation === 'applicant'))
    problems.push({ field: 'relation', says: 'pages:wrong.choose' })
  const sex = typed('sex')
  const person: DraftPerson = {
    ref,
    name,
    number,
    birth: number ? null : birth,
    sex: number ? null : sex === 'male' || sex === 'female' ? sex : null,
    relation,
    facts: {},
  }
  for (const field of personFields) {
    const answer = readAnswer(field, field, form)
    if (isProblem(answer)) problems.push(answer)
    else if (answer !== undefined) person.facts[field] = answer
  }
  if (person.facts.disabilityType === 'none') delete person.facts.disabilityLevel
  if (number && family.people.some((p) => p.ref !== ref && p.number === number))
    problems.push({ field: 'number', says: 'pages:wrong.number-twice' })
  if (problems.length === 0 && form.sure !== '1') problems.push(...oddities(person, family.people))
  return { person, problems }
}

const oldest = 130

function readIdentity(
  numberText: string,
  birthText: string,
  today: Day,
): { number: string | null; birth: Day | null; problem?: FieldProblem } {
  if (!numberText) {
    const birth = dayFrom(birthText)
    if (!birth)
      return {
        number: null,
        birth,
        problem: birthText
          ? { field: 'birth', says: 'pages:wrong.date' }
          : { field: 'number', says: 'pages:wrong.number-or-birth' },
      }
    const says = whenBorn(birth, today)
    return { number: null, birth, ...(says && { problem: { field: 'birth', says } }) }
  }
  const read = readIdentityNumber(numberText)
  if ('problem' in read)
    return { number: null, birth: null, problem: { field: 'number', says: `pages:wrong.number-${read.problem}` } }
  const says = whenBorn(read.birth, today)
  return { number: read.number, birth: read.birth, ...(says && { problem: { field: 'number', says } }) }
}

const whenBorn = (birth: Day, today: Day): string | null =>
  birth > today ? 'pages:wrong.birth-later' : ageOn(birth, today) > oldest ? 'pages:wrong.birth-long-ago' : null

/** Who is older and who younger than the applicant, as a rule. */
const younger = ['child', 'grandchild']
const older = ['parent', 'grandparent']

/**
 * What hardly ever is so: a son older than his mother, two spouses. Asked once, never forbidden: stepchildren exist, and
 * whoever ticks 没有写错 goes on.
 */
function oddities(person: DraftPerson, people: readonly DraftPerson[]): FieldProblem[] {
  const others = people.filter((p) => p.ref !== person.ref)
  const applicant = person.relation === 'applicant' ? person : others.find((p) => p.relation === 'applicant')
  const born = applicant && birthOf(applicant)
  const odd = (p: DraftPerson) => {
    const birth = birthOf(p)
    return (
      born &&
      birth &&
      ((younger.includes(p.relation) && birth <= born) || (older.includes(p.relation) && birth >= born))
    )
  }
  const field = person.relation === 'applicant' ? 'number' : 'relation'
  const strange = (person.relation === 'applicant' ? others : [person]).find(odd)
  if (strange) return [{ field, says: oddAges, values: { name: strange.name } }]
  return person.relation === 'spouse' && others.some((p) => p.relation === 'spouse')
    ? [{ field, says: oddSpouses }]
    : []
}

const oddAges = 'pages:wrong.odd-ages'
const oddSpouses = 'pages:wrong.odd-spouses'
/** Whether somebody may say that it is so all the same. */
export const isOdd = ({ says }: FieldProblem): boolean => says === oddAges || says === oddSpouses
