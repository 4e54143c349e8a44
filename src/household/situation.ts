import { type Day, type Refusal, refuse } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { type FactName, type Facts, factNames, type ProgrammeId, type Situation } from '../policy/index.ts'
import { type Fact, type FactSource, type FactSubject, factSources, sameValue, subjectKey } from './fact.ts'
import { factKey, factsOf, latest } from './fact-store.ts'
import { householdById, residenceOf } from './household-store.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import { type Member, membershipHistory, membersOn } from './membership.ts'
import { supportersOn } from './supporter.ts'

export interface AdoptedFacts {
  household: Facts
  members: Map<PersonId, Facts>
  supporters: Map<string, Facts>
  /** The rows themselves, for showing where a figure comes from. */
  facts: Fact[]
}

/** What decides on that day; with `upTo` only what had been written by then. */
export async function adoptedFactsOn(tx: Tx, household: HouseholdId, on: Day, upTo?: bigint): Promise<AdoptedFacts> {
  const rows = await factsOf(tx, household, { on, sources: ['adopted'], ...(upTo !== undefined && { upTo }) })
  const answer: AdoptedFacts = { household: {}, members: new Map(), supporters: new Map(), facts: [] }
  for (const fact of latest(rows).values()) {
    answer.facts.push(fact)
    const { subject } = fact
    if (subject.kind === 'household') answer.household[fact.name] = fact.value
    else if (subject.kind === 'person') put(answer.members, subject.id, fact)
    else put(answer.supporters, subject.id, fact)
  }
  return answer
}

function put<Key>(into: Map<Key, Facts>, key: Key, fact: Fact): void {
  const facts = into.get(key) ?? {}
  facts[fact.name] = fact.value
  into.set(key, facts)
}

/** Where a figure of a situation comes from: for the explanation on screen and in letters. */
export interface FactOrigin {
  source: FactSource | 'register'
  /** The fact adopted, when the value was taken over from one. */
  takenFrom: Exclude<FactSource, 'adopted'> | null
  sourceName: string | null
  asOf: Day | null
  recordedOn: Day
  adoptedBy: string | null
  reason: string | null
  factId: string | null
}

/** By `household/<fact>`, `<person id>/<fact>`, `<supporter id>/<fact>`: as the trace names them. */
export type Provenance = Map<string, FactOrigin>

export const originKey = (subject: FactSubject, name: string): string =>
  subject.kind === 'household' ? `household/${name}` : `${subjectKey(subject)}/${name}`

/** The policy chapter's situation, made from the register and adopted facts. */
export type HouseholdSituation = Omit<Situation, 'overrides'>

/**
 * Nobody lives in the household any more: its rule is asked about those who died last, as people who do not count. There
 * is then no right to anything, and the award can be ended by a decision like any other.
 */
async function lastWhoDied(tx: Tx, household: HouseholdId, on: Day): Promise<Member[]> {
  const died = (await membershipHistory(tx, household)).filter(
    (member) => member.leftWhy === 'death' && member.until !== null && member.until <= on,
  )
  const last = died
    .map((member) => member.until)
    .sort()
    .at(-1)
  return died.filter((member) => member.until === last)
}

export interface SituationOn {
  situation: HouseholdSituation
  provenance: Provenance
  /** Names for the explanation, by the same ids. Never part of the situation itself. */
  names: Map<string, string>
  /** Facts written so far: a decision keeps it, so that its situation can be read again. */
  factSeq: bigint
}

/**
 * The household as a rule sees it on that day: who shares it, what the register says of them, and adopted facts.
 * Declared, matched and visited values are not in it, and what nobody adopted is unknown.
 */
export async function situationOn(
  tx: Tx,
  household: HouseholdId,
  programme: ProgrammeId,
  on: Day,
  upTo?: bigint,
): Promise<SituationOn | Refusal<'no-such-household' | 'residence-unknown'>> {
  const file = await householdById(tx, household)
  if (!file) return refuse('no-such-household')
  const residence = await residenceOf(tx, file, on)
  if (!residence) return refuse('residence-unknown', { area: file.area })
  const [here, supporters, adopted, seq] = await Promise.all([
    membersOn(tx, household, on),
    supportersOn(tx, household, on),
    adoptedFactsOn(tx, household, on, upTo),
    tx.selectFrom('household').select('fact_seq').where('household_id', '=', household).executeTakeFirstOrThrow(),
  ])
  const members = here.length > 0 ? here : await lastWhoDied(tx, household, on)
  const takenFrom = await sourcesTaken(tx, household, adopted.facts)
  const provenance: Provenance = new Map()
  for (const fact of adopted.facts)
    provenance.set(originKey(fact.subject, fact.name), {
      source: 'adopted',
      takenFrom: (fact.adoptedFrom && takenFrom.get(fact.adoptedFrom)) || null,
      sourceName: fact.sourceName,
      asOf: fact.asOf,
      recordedOn: fact.recordedOn,
      adoptedBy: fact.recordedBy,
      reason: fact.reason,
      factId: fact.id,
    })
  for (const member of members)
    for (const name of Object.keys(registered(member)))
      if (!provenance.has(`${member.person}/${name}`))
        provenance.set(`${member.person}/${name}`, {
          source: 'register',
          takenFrom: null,
          sourceName: null,
          asOf: null,
          recordedOn: member.since,
          adoptedBy: null,
          reason: null,
          factId: null,
        })
  return {
    situation: {
      programme,
      area: file.area,
      residence,
      on,
      household: adopted.household,
      members: members.map((member) => ({
        id: String(member.person),
        facts: {
          ...registered(member),
          ...adopted.members.get(member.person),
          // The register says it, whatever was adopted while they lived.
          ...(here.length === 0 && { exclusion: 'otherByOffice' }),
        },
      })),
      // No row and nobody who adopted "none": not known whether there are any, which is not the same as none.
      ...((supporters.length > 0 || adopted.household.legalSupporters === 0) && {
        supporters: supporters.map((supporter) => ({
          id: supporter.id,
          facts: adopted.supporters.get(supporter.id) ?? {},
        })),
      }),
    },
    provenance,
    names: new Map([
      ...members.map((member) => [String(member.person), member.name] as const),
      ...supporters.map((supporter) => [supporter.id, supporter.name] as const),
    ]),
    factSeq: upTo ?? seq.fact_seq,
  }
}

/** What the register itself knows of a member. An adopted fact of the same name stands above it. */
function registered(member: Member): Facts {
  return {
    relation: member.relation,
    ...(member.birth && { birth: member.birth }),
    ...(member.sex && { sex: member.sex }),
  }
}

async function sourcesTaken(
  tx: Tx,
  household: HouseholdId,
  facts: readonly Fact[],
): Promise<Map<string, Exclude<FactSource, 'adopted'>>> {
  const ids = facts.flatMap((fact) => fact.adoptedFrom ?? [])
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('fact')
    .select(['fact_id', 'source'])
    .where('household_id', '=', household)
    .where('fact_id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.fact_id, row.source as Exclude<FactSource, 'adopted'>]))
}

/** One line of the adoption screen: 项目 | 申报 | 核对 | 入户 | 采用. */
export interface FactLine {
  subject: FactSubject
  name: FactName
  values: Partial<Record<FactSource, Fact>>
  /** Two sources say different things, or the adopted value is none of theirs. One that does not know says nothing. */
  differs: boolean
  /** Something is there and nobody has adopted it yet, or something newer than what was adopted. */
  open: boolean
}

/** The four values side by side on that day, differences first, then in the order of the dictionary. */
export async function factTable(tx: Tx, household: HouseholdId, on: Day): Promise<FactLine[]> {
  const rows = await factsOf(tx, household, { on })
  const lines = new Map<string, FactLine>()
  for (const source of factSources)
    for (const fact of latest(rows.filter((row) => row.source === source)).values()) {
      const key = factKey(fact.subject, fact.name)
      const line = lines.get(key) ?? { subject: fact.subject, name: fact.name, values: {}, differs: false, open: false }
      line.values[source] = fact
      lines.set(key, line)
    }
  for (const line of lines.values()) {
    const said = factSources.filter((source) => source !== 'adopted').flatMap((source) => line.values[source] ?? [])
    const known = said.filter((fact) => fact.value !== null)
    const { adopted } = line.values
    line.differs =
      known.some((fact) => !sameValue(fact.value, known[0]!.value)) ||
      (adopted !== undefined && known.length > 0 && !known.some((fact) => sameValue(fact.value, adopted.value)))
    line.open =
      adopted === undefined || known.some((fact) => fact.seq > adopted.seq && !sameValue(fact.value, adopted.value))
  }
  const order = new Map(factNames.map((name, i) => [name, i]))
  const rank = (line: FactLine) => [line.differs ? 0 : 1, line.open ? 0 : 1, order.get(line.name) ?? 0] as const
  return [...lines.values()].sort((one, other) => {
    const [a, b] = [rank(one), rank(other)]
    return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || (subjectKey(one.subject) < subjectKey(other.subject) ? -1 : 1)
  })
}
