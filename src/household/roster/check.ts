import { sql } from 'kysely'
import { type AreaCode, ageOn, type Day, nameKey } from '../../foundation/index.ts'
import type { Tx } from '../../platform/index.ts'
import { numberIndex } from '../identity.ts'
import type { HouseholdId, PersonId } from '../ids.ts'
import { variantKey } from '../name-keys.ts'
import { columnOf, type Layout } from './columns.ts'
import type { RosterFamily, RosterMember, RowProblem } from './families.ts'
import { placeFinder } from './place.ts'

/** What looks wrong in a roster that is paid as it is: for the county leader first, as a work plan. */
export const suspicionKinds = [
  'number-in-two-families',
  'number-of-another',
  'very-old',
  'minor-alone',
  'payee-not-member',
  'people-not-listed',
] as const
export type SuspicionKind = (typeof suspicionKinds)[number]

export interface Suspicion {
  row: number
  kind: SuspicionKind
  with?: Record<string, string | number>
}

export interface ReadyMember extends RosterMember {
  /** The registry knows them and they live in no household: the record is used again. */
  known: PersonId | null
  /** The same number stands with somebody else: entered, and marked. */
  disputed: boolean
}

export interface ReadyFamily extends Omit<RosterFamily, 'members'> {
  area: AreaCode
  members: ReadyMember[]
}

export interface CheckedFamilies {
  ready: ReadyFamily[]
  problems: RowProblem[]
  badFamilies: number
  badRows: number
  suspicions: Suspicion[]
}

interface Holder {
  person: PersonId
  name: 'same' | 'variant' | 'other'
  household: HouseholdId | null
}

/** Nobody we know of was older; somebody who would be is visited, not refused. */
const veryOld = 100

/** Families against the places and people the registry knows. Reads only. */
export async function checkFamilies(
  tx: Tx,
  families: readonly RosterFamily[],
  layout: Layout,
  where: { area: AreaCode; on: Day },
): Promise<CheckedFamilies> {
  const placeOf = await placeFinder(tx, where.area, where.on)
  const holders = await holdersOf(tx, families)
  const state = await statesOf(tx, holders)
  const answer: CheckedFamilies = { ready: [], problems: [], badFamilies: 0, badRows: 0, suspicions: [] }
  const seen = new Map<string, number>()
  for (const family of families) {
    const problems: RowProblem[] = []
    const suspicions: Suspicion[] = []
    const heading = (field: Parameters<typeof columnOf>[1]) => columnOf(layout, field)?.heading ?? ''
    const area = await placeOf(family.place)
    if (!/^\d/.test(area))
      problems.push({
        row: family.row,
        column: heading('village') || heading('township'),
        code: area as RowProblem['code'],
      })
    const members: ReadyMember[] = []
    for (const member of family.members) {
      const known = holders.get(member.number.normal + nameKey(member.name)) ?? []
      const same = known.find((holder) => holder.name !== 'other')
      const column = heading('number') || heading('headNumber')
      if (same?.household) problems.push({ row: member.row, column, code: 'active-elsewhere' })
      else if (same && state.get(same.person)?.death) problems.push({ row: member.row, column, code: 'person-died' })
      if (same?.name === 'variant') family.notes.push({ row: member.row, code: 'name-written-differently' })
      const earlier = seen.get(member.number.normal)
      if (earlier !== undefined)
        suspicions.push({ row: member.row, kind: 'number-in-two-families', with: { otherRow: earlier } })
      else seen.set(member.number.normal, member.row)
      const others = known.some((holder) => holder.name === 'other')
      if (others && !same) suspicions.push({ row: member.row, kind: 'number-of-another' })
      const disputed = (others && !same) || earlier !== undefined
      members.push({ ...member, known: disputed ? null : (same?.person ?? null), disputed })
      if (member.birth && ageOn(member.birth, where.on) >= veryOld)
        suspicions.push({ row: member.row, kind: 'very-old', with: { age: ageOn(member.birth, where.on) } })
    }
    const [only] = family.members
    if (family.members.length === 1 && (family.covered ?? 1) === 1 && only!.birth && ageOn(only!.birth, where.on) < 16)
      suspicions.push({ row: family.row, kind: 'minor-alone' })
    if (family.payee && !family.members.some(({ name }) => nameKey(name) === nameKey(family.payee!.holder)))
      suspicions.push({ row: family.row, kind: 'payee-not-member' })
    if (family.covered !== null && family.covered > family.members.length)
      suspicions.push({
        row: family.row,
        kind: 'people-not-listed',
        with: { covered: family.covered, listed: family.members.length },
      })
    if (problems.length > 0) {
      answer.problems.push(...problems)
      answer.badFamilies++
      answer.badRows += family.rows.length
    } else {
      answer.ready.push({ ...family, area: area as AreaCode, members })
      answer.suspicions.push(...suspicions)
    }
  }
  return answer
}

/** One question for a thousand numbers at a time; the function tells no names. */
async function holdersOf(tx: Tx, families: readonly RosterFamily[]): Promise<Map<string, Holder[]>> {
  const members = families.flatMap((family) => family.members)
  const found = new Map<string, Holder[]>()
  for (let from = 0; from < members.length; from += 1000) {
    const some = members.slice(from, from + 1000)
    const { rows } = await sql<{
      at: bigint
      person_id: bigint
      name_agrees: Holder['name']
      household_id: bigint | null
    }>`
      select asked.at, p.person_id, p.name_agrees, p.household_id
      from unnest(
        ${some.map((member) => numberIndex(member.number.normal))}::text[],
        ${some.map((member) => nameKey(member.name))}::text[],
        ${some.map((member) => variantKey(member.name))}::text[]
      ) with ordinality as asked (number, name, variant, at)
      cross join lateral doudi.person_by_number(asked.number, asked.name, asked.variant) p`.execute(tx)
    for (const row of rows) {
      const member = some[Number(row.at) - 1]!
      const key = member.number.normal + nameKey(member.name)
      const list = found.get(key) ?? []
      list.push({ person: row.person_id, name: row.name_agrees, household: row.household_id })
      found.set(key, list)
    }
  }
  return found
}

/** Of people in no household: are they alive? Only those in sight are told about. */
async function statesOf(tx: Tx, holders: Map<string, Holder[]>): Promise<Map<PersonId, { death: Day | null }>> {
  const ids = [...holders.values()].flat().flatMap((holder) => (holder.household ? [] : [holder.person]))
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('person').select(['person_id', 'death']).where('person_id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.person_id, { death: row.death }]))
}
