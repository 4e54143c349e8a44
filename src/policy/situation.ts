import type { AreaCode, Day } from '../foundation/index.ts'
import { type FactEntity, type Facts, factEntry, factNames } from './facts.ts'
import type { ProgrammeId } from './programmes.ts'

/** Somebody in the household, or a legal supporter who lives elsewhere. Facts by name; absent or `null` is unknown. */
export interface Subject {
  id: string
  facts: Facts
}

/** Everything a determination rests on. Nothing here names a person: `id` is whatever the caller uses. */
export interface Situation {
  programme: ProgrammeId
  area: AreaCode
  residence: 'urban' | 'rural'
  on: Day
  household: Facts
  members: readonly Subject[]
  /** Left out: not known whether there are any. An empty list: there are none. */
  supporters?: readonly Subject[]
  /** Parameters for this situation only, by name, as a notice writes them (`740元/月`). */
  overrides?: Readonly<Record<string, unknown>>
}

export interface SituationProblem {
  /** Path of the field, as it stands in the input. */
  field: string
  message: string
  remedy: string
}

/** What contradicts itself. Shapes, units and ranges are checked elsewhere; these are about people. */
export function contradictions(situation: Situation): SituationProblem[] {
  const problems: SituationProblem[] = []
  const report = (field: string, message: string, remedy: string) => problems.push({ field, message, remedy })
  const { members, supporters, on } = situation

  members.forEach(({ facts }, i) => {
    const at = (name: string) => `members[${i}].facts.${name}`
    if (typeof facts.birth === 'string' && facts.birth > on)
      report(at('birth'), 'the date of birth lies after the day of the situation', 'Correct the date')
    if (facts.disabilityType === 'none' && typeof facts.disabilityLevel === 'string')
      report(
        at('disabilityLevel'),
        'a level is given, but no disability',
        'Give the kind of disability, or leave out the level',
      )
    if (
      typeof facts.farmIncome === 'bigint' &&
      typeof facts.operatingIncome === 'bigint' &&
      facts.farmIncome > facts.operatingIncome
    )
      report(
        at('farmIncome'),
        'the part from farming is larger than the whole',
        'Correct farmIncome or operatingIncome',
      )
  })
  const repeated = (list: readonly Subject[], path: string) => {
    const seen = new Set<string>()
    list.forEach(({ id }, i) => {
      if (seen.has(id)) report(`${path}[${i}].id`, 'the id is used twice', 'Give each an id of its own')
      seen.add(id)
    })
  }
  repeated(members, 'members')
  repeated(supporters ?? [], 'supporters')
  const many = (name: 'relation' | 'appliesAlone', value: string | boolean) =>
    members.flatMap(({ facts }, i) => (facts[name] === value ? [i] : []))
  const applicants = many('relation', 'applicant')
  if (applicants.length > 1)
    report(`members[${applicants[1]}].facts.relation`, 'there is more than one applicant', 'Name one applicant')
  const alone = many('appliesAlone', true)
  if (alone.length > 1)
    report(
      `members[${alone[1]}].facts.appliesAlone`,
      'more than one member applies alone',
      'One application for one person',
    )

  supporters?.forEach(({ facts }, i) => {
    const { supportedHere, supportedPersons } = facts
    if (typeof supportedHere === 'number' && typeof supportedPersons === 'number' && supportedHere > supportedPersons)
      report(
        `supporters[${i}].facts.supportedHere`,
        'more people are supported here than in all',
        'Correct supportedHere or supportedPersons',
      )
  })
  return problems
}

const misplaced = (facts: Facts, entity: FactEntity) =>
  factNames.filter((name) => facts[name] !== undefined && factEntry(name).entity !== entity)

/**
 * A hand-written file that counts supporters otherwise than it lists them is a slip. The register may know of more than
 * it lists: there it is only something still to be found out.
 */
export function supporterSlip({ household, supporters }: Situation): SituationProblem[] {
  const said = household.legalSupporters
  if (!supporters || typeof said !== 'number' || said === supporters.length) return []
  const message = `${said} supporters are said, ${supporters.length} are listed`
  return [{ field: 'household.legalSupporters', message, remedy: 'Make them agree' }]
}

/** Facts that stand with the wrong subject. */
export function misplacedFacts({ household, members, supporters }: Situation): SituationProblem[] {
  const wrong = (path: string, facts: Facts, entity: FactEntity) =>
    misplaced(facts, entity).map((name) => ({
      field: `${path}.${name}`,
      message: `it is a fact of the ${factEntry(name).entity}`,
      remedy: 'Move it there',
    }))
  return [
    ...wrong('household', household, 'household'),
    ...members.flatMap(({ facts }, i) => wrong(`members[${i}].facts`, facts, 'person')),
    ...(supporters ?? []).flatMap(({ facts }, i) => wrong(`supporters[${i}].facts`, facts, 'supporter')),
  ]
}

/**
 * Legal supporters are counted and listed in two places; here they are made one. Somebody who is only counted becomes a
 * person of whom nothing is known; a list without a count is its own count; and when neither is given there may be
 * somebody, so nobody may read it as "none".
 */
export function withSupporters(situation: Situation): Situation & { supporters: readonly Subject[] } {
  const { supporters, household } = situation
  const listed = supporters ?? []
  const said = typeof household.legalSupporters === 'number' ? household.legalSupporters : null
  const people = supporters || said !== null ? Math.max(said ?? 0, listed.length) : 1
  const unknown = Array.from({ length: people - listed.length }, (_, i): Subject => {
    return { id: `supporter-${listed.length + i + 1}`, facts: {} }
  })
  return {
    ...situation,
    supporters: [...listed, ...unknown],
    ...((supporters || said !== null) && { household: { ...household, legalSupporters: people } }),
  }
}
