import type { caseworkApi } from '../../../contract/index.ts'
import { ageOn, type Day, isDay, nameProblem, readIdentityNumber } from '../../../foundation/index.ts'
import { type FactEntity, type FactName, factEntry, factNames, isFactName } from '../../../policy/index.ts'
import { type Lang, say, sayRefusal } from '../../../wording/index.ts'
import type { Fault } from '../../parts/faults.tsx'
import { fenTyped } from '../../parts/words.ts'

/** What is written down at the window, field by field, before it is an application. Kept as a draft after every change. */
export interface Scan {
  fileId: string
  digest: string
  type: string
  bytes: number
}

export interface DraftPerson {
  ref: string
  /** Somebody the register knows already: name and number stay as they are there. */
  personId: string | null
  maskedNumber: string | null
  name: string
  number: string
  withoutNumber: string
  birth: string
  sex: string
  relation: string
  pledged: boolean
  /** 核对授权, signed on paper: its pages in order. */
  authorisation: Scan[]
  /** Of a child: which adult signed for it. */
  guardian: string
}

export interface DraftSupporter {
  ref: string
  name: string
  relation: string
  supports: string
  number: string
  address: string
  authorisation: Scan[]
}

export interface DraftPaper {
  ref: string
  kind: string
  of: string
  pages: Scan[]
}

export interface Draft {
  key: string
  programme: 'dibao'
  origin: 'applicant' | 'proxy' | 'aide' | 'office'
  handedIn: string
  reason: string
  hardship: string[]
  householdId: string | null
  householdWords: string
  village: string
  residence: string
  address: string
  registeredElsewhere: boolean
  registeredAddress: string
  phone: string
  people: DraftPerson[]
  applicant: string
  supporters: DraftSupporter[]
  answers: Record<string, Record<string, string>>
  helper: { kind: string; name: string; relation: string; unit: string; phone: string; consent: Scan[] }
  charity: boolean
  papers: DraftPaper[]
  toFollow: string[]
  next: number
}

export const unknown = '?'
export const hardships = ['illness', 'disability', 'school', 'housing', 'work', 'accident', 'living'] as const
export const supporterRelations = [
  'child',
  'grandchild',
  'parent',
  'grandparent',
  'spouse',
  'formerSpouse',
  'sibling',
  'other',
] as const

export const newPerson = (ref: string, relation: string): DraftPerson => ({
  ref,
  personId: null,
  maskedNumber: null,
  name: '',
  number: '',
  withoutNumber: '',
  birth: '',
  sex: '',
  relation,
  pledged: false,
  authorisation: [],
  guardian: '',
})

export const newSupporter = (ref: string): DraftSupporter => ({
  ref,
  name: '',
  relation: '',
  supports: '',
  number: '',
  address: '',
  authorisation: [],
})

export const newDraft = (today: string, village: string): Draft => ({
  key: `desk-${crypto.randomUUID()}`,
  programme: 'dibao',
  origin: 'applicant',
  handedIn: today,
  reason: '',
  hardship: [],
  householdId: null,
  householdWords: '',
  village,
  residence: '',
  address: '',
  registeredElsewhere: false,
  registeredAddress: '',
  phone: '',
  people: [newPerson('p1', 'applicant')],
  applicant: 'p1',
  supporters: [],
  answers: {},
  helper: { kind: '', name: '', relation: '', unit: '', phone: '', consent: [] },
  charity: false,
  papers: [],
  toFollow: [],
  next: 2,
})

/** A draft of an older screen may lack what came later. */
export const readDraft = (content: Record<string, unknown>, today: string): Draft => ({
  ...newDraft(today, ''),
  ...(content as Partial<Draft>),
})

export const birthOf = (person: { number: string; birth: string }): Day | null => {
  const read = person.number ? readIdentityNumber(person.number) : null
  if (read && !('problem' in read)) return read.birth
  return isDay(person.birth) ? person.birth : null
}

/** An unknown age is treated as grown up: nobody is asked about without his own word. */
export const isAdult = (person: { number: string; birth: string }, today: string): boolean => {
  const birth = birthOf(person)
  return birth === null || ageOn(birth, today as Day) >= 18
}

/** What a family is asked at the window; the rest comes from enquiries and the visit. */
export const askedOf = (entity: FactEntity): FactName[] =>
  factNames.filter((name) => {
    const entry = factEntry(name)
    return (
      entry.entity === entity &&
      (entry.answeredBy === 'citizen' || entry.answeredBy === 'data') &&
      !['relation', 'birth', 'sex'].includes(name) &&
      entry.section !== 'award'
    )
  })

/** As it goes to the server: money in whole fen, counts, yes/no, codes; null is "they do not know"; undefined cannot be read. */
export function valueTyped(name: FactName, text: string): number | boolean | string | null | undefined {
  if (text === unknown) return null
  switch (factEntry(name).unit) {
    case 'fen': {
      const fen = fenTyped(text)
      return fen === null ? undefined : Number(fen)
    }
    case 'count':
      return /^\d{1,9}$/.test(text.normalize('NFKC').trim()) ? Number(text.normalize('NFKC')) : undefined
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    default:
      return text
  }
}

const saidOf = (draft: Draft) => {
  const subjects = new Set(['household', ...draft.people.map((p) => p.ref), ...draft.supporters.map((s) => s.ref)])
  return Object.entries(draft.answers)
    .filter(([of]) => subjects.has(of))
    .flatMap(([of, said]) =>
      Object.entries(said).flatMap(([name, text]) => (text === '' || !isFactName(name) ? [] : [{ of, name, text }])),
    )
}

// ------------------------------------------------------------------ faults

export const fieldId = (...path: (string | number)[]) => path.join('.')
export const figureId = (of: string, name: string) => fieldId('figures', of, name)

/** What is plainly wrong is said before anything is sent, in the words the server would use. */
export function faultsOf(draft: Draft, today: string, lang: Lang, villages: boolean): Fault[] {
  const faults: Fault[] = []
  const wrong = (id: string, message: string) => faults.push({ id, message })
  const whose = (name: string, no: number) => name || say(lang, 'desk:counter.person-no', { no })
  if (!isDay(draft.handedIn) || draft.handedIn > today) wrong('handedInOn', say(lang, 'desk:counter.handed-in-wrong'))
  if (villages && !draft.village) wrong('area', say(lang, 'desk:counter.village-needed'))
  if (draft.people.length === 0) wrong('people', say(lang, 'desk:counter.nobody'))
  for (const [i, person] of draft.people.entries()) {
    const at = (field: string) => fieldId('members', i, field)
    const say1 = (message: string) => `${whose(person.name, i + 1)}:${message}`
    if (!person.personId) {
      const name = nameProblem(person.name)
      if (name) wrong(at('name'), say1(sayRefusal(lang, `name-${name}`)))
      const number = numberFault(person.number, lang)
      if (number) wrong(at('number'), say1(number))
      if (!person.number && !person.withoutNumber)
        wrong(at('withoutNumber'), say1(sayRefusal(lang, 'number-or-reason')))
    }
    if (!person.relation) wrong(at('relation'), say1(say(lang, 'desk:counter.relation-needed')))
    const twice = draft.people.findIndex((p) => p.number !== '' && p.number === person.number)
    if (person.number && twice < i) wrong(at('number'), say1(say(lang, 'desk:counter.number-twice')))
  }
  for (const [i, supporter] of draft.supporters.entries()) {
    const at = (field: string) => fieldId('supporters', i, field)
    const name = nameProblem(supporter.name)
    if (name) wrong(at('name'), `${whose(supporter.name, i + 1)}:${sayRefusal(lang, `name-${name}`)}`)
    const number = numberFault(supporter.number, lang)
    if (number) wrong(at('number'), `${whose(supporter.name, i + 1)}:${number}`)
    if (!supporter.relation) wrong(at('relation'), say(lang, 'desk:counter.relation-needed'))
  }
  for (const { of, name, text } of saidOf(draft))
    if (valueTyped(name, text) === undefined)
      wrong(figureId(of, name), `${factEntry(name).label[lang]}:${say(lang, 'desk:counter.not-a-figure')}`)
  if (draft.helper.kind) {
    if (nameProblem(draft.helper.name)) wrong('helper.name', sayRefusal(lang, 'helper-name'))
    if (draft.helper.kind === 'proxy' && draft.helper.consent.length === 0)
      wrong('helper.consentFile', sayRefusal(lang, 'consent-file-needed'))
  }
  return faults
}

const numberFault = (number: string, lang: Lang): string | null => {
  if (!number) return null
  const read = readIdentityNumber(number)
  return 'problem' in read ? sayRefusal(lang, `identity-number-${read.problem}`) : null
}

/** Where the server's finding stands on this screen. */
export function faultAt(field: string, input: caseworkApi.ApplicationInput): string {
  const figure = /^figures\.(\d+)/.exec(field)
  const said = figure ? input.figures[Number(figure[1])] : undefined
  if (said) return figureId(said.of, said.name)
  return field
}

// ------------------------------------------------------------------ sending

export function toInput(draft: Draft, area: string, today: string): caseworkApi.ApplicationInput {
  const helperKind = draft.helper.kind
  return {
    key: draft.key,
    programme: draft.programme,
    origin: draft.origin,
    householdId: draft.householdId === null ? null : BigInt(draft.householdId),
    area: (draft.village || area) as caseworkApi.ApplicationInput['area'],
    residence: draft.residence === 'urban' || draft.residence === 'rural' ? draft.residence : null,
    address: draft.address || null,
    registeredAddress: (draft.registeredElsewhere ? draft.registeredAddress : draft.address) || null,
    phone: draft.phone || null,
    members: draft.people.map((p) =>
      p.personId
        ? { ref: p.ref, personId: BigInt(p.personId), name: p.name, relation: p.relation }
        : {
            ref: p.ref,
            name: p.name,
            ...(p.number
              ? { number: p.number }
              : {
                  withoutNumber: p.withoutNumber,
                  birth: isDay(p.birth) ? p.birth : null,
                  sex: p.sex === 'female' || p.sex === 'male' ? p.sex : null,
                }),
            relation: p.relation,
          },
    ),
    applicant: draft.applicant,
    supporters: draft.supporters.map((s) => ({
      ref: s.ref,
      name: s.name,
      relation: s.relation,
      supports: s.supports || null,
      number: s.number || null,
      address: s.address || null,
    })),
    figures: saidOf(draft).flatMap(({ of, name, text }) => {
      const value = valueTyped(name, text)
      return value === undefined ? [] : [{ of, name, value }]
    }),
    pledges: draft.people.filter((p) => p.pledged).map((p) => ({ of: p.ref, how: 'paper' as const })),
    authorisations: [...draft.people, ...draft.supporters].flatMap((p) => {
      const [first] = p.authorisation
      if (!first) return []
      const { bytes: _, ...scan } = first
      const guardian = 'guardian' in p ? draft.people.find((one) => one.ref === p.guardian) : undefined
      return [
        {
          of: p.ref,
          how: 'paper' as const,
          scan,
          guardian: guardian ? { name: guardian.name, relation: '监护人' } : null,
        },
      ]
    }),
    shareWithCharities: draft.charity,
    helper:
      helperKind === 'proxy' || helperKind === 'relative' || helperKind === 'aide'
        ? {
            kind: helperKind,
            name: draft.helper.name,
            relation: draft.helper.relation || null,
            unit: draft.helper.unit || null,
            phone: draft.helper.phone || null,
            consent: 'signature',
            consentFile: draft.helper.consent[0]?.fileId ?? null,
            scope: ['submit', 'supplement'],
          }
        : null,
    reason: draft.reason || null,
    hardship: draft.hardship,
    attachments: [
      ...[...draft.people, ...draft.supporters].flatMap((p) =>
        p.authorisation.slice(1).map((page) => ({ file: page.fileId, kind: 'authorization-scan', of: p.ref })),
      ),
      ...draft.helper.consent.slice(1).map((page) => ({ file: page.fileId, kind: 'proxy-paper', of: null })),
      ...draft.papers.flatMap((paper) =>
        paper.pages.map((page) => ({ file: page.fileId, kind: paper.kind, of: paper.of || null })),
      ),
    ],
    toFollow: draft.toFollow,
    handedInOn: draft.handedIn === today ? null : (draft.handedIn as Day),
  }
}
