import { sql } from 'kysely'
import {
  type AreaCode,
  addDays,
  checkCharacter,
  type Day,
  isDay,
  nameKey,
  tidyIdentityNumber,
} from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { numberIndex } from './identity.ts'
import type { PersonId } from './ids.ts'
import { searchKeys, variantKey } from './name-keys.ts'
import type { Sex } from './person-store.ts'
import { phoneIndex, readPhone } from './phones.ts'

/** Somebody who may be the person asked about. Only exact numbers decide by themselves (M1–M3); this is for a pair of eyes. */
export interface Candidate {
  person: PersonId
  name: string
  area: AreaCode
  sex: Sex | null
  birth: Day | null
  /** `M5` one slip in the number; `M6` far above all others; `M7` one of several. */
  rule: 'M5' | 'M6' | 'M7'
  /** log2 of the odds; null for M5, which rests on the number. */
  weight: number | null
}

export interface Sought {
  name: string
  /** May fail its check character, or be missing. */
  number?: string | null
  birth?: Day | null
  sex?: Sex | null
  area?: AreaCode | null
  phone?: string | null
}

/**
 * The numbers one slip away from a wrong one: one digit other, or two neighbours swapped, with a right check character
 * and a birthday that exists.
 */
export function oneSlipAway(typed: string): string[] {
  const text = tidyIdentityNumber(typed)
  if (!/^\d{17}[\dX]$/.test(text)) return []
  const found = new Set<string>()
  const consider = (number: string) => {
    const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
    if (number !== text && checkCharacter(number.slice(0, 17)) === number[17] && isDay(birth)) found.add(number)
  }
  for (let at = 0; at < 17; at++) {
    for (const digit of '0123456789') consider(text.slice(0, at) + digit + text.slice(at + 1))
    consider(text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2))
  }
  consider(text.slice(0, 17) + checkCharacter(text.slice(0, 17)))
  return [...found].filter((number) => /^\d{17}[\dX]$/.test(number))
}

interface Known {
  name: string
  birth: Day | null
  sex: Sex | null
  area: AreaCode
  phones: readonly string[]
}

/** Weights of M6 and M7 (log2 of likelihood ratios), estimated on synthetic records: they rank, they never decide. */
export const weights = {
  nameMost: 16,
  pinyin: 8.5,
  surnameNear: 5,
  birth: 14,
  birthSwapped: 11,
  birthNear: 8,
  county: 10,
  otherCounty: -2,
  sex: 1,
  otherSex: -5,
  phone: 16,
  otherPhone: -4,
  prior: -20,
} as const
/** Above this, and this far above the next, a candidate stands alone at the top. */
const high = 12
const clear = 10

export function weigh(sought: Sought, known: Known, nameFrequency: number): number {
  return (
    weights.prior + nameWeight(sought.name, known.name, nameFrequency) + birthWeight(sought.birth, known.birth) + rest()
  )
  function rest(): number {
    const sex = !sought.sex || !known.sex ? 0 : sought.sex === known.sex ? weights.sex : weights.otherSex
    const county = !sought.area
      ? 0
      : sought.area.slice(0, 6) === known.area.slice(0, 6)
        ? weights.county
        : weights.otherCounty
    const phone =
      !sought.phone || known.phones.length === 0
        ? 0
        : known.phones.includes(sought.phone)
          ? weights.phone
          : weights.otherPhone
    return sex + county + phone
  }
}

function nameWeight(one: string, other: string, frequency: number): number {
  if (variantKey(one) === variantKey(other)) return Math.min(-Math.log2(frequency), weights.nameMost)
  const [a, b] = [spoken(one), spoken(other)]
  if (a.some((reading) => b.includes(reading))) return weights.pinyin
  return [...one][0] === [...other][0] && a.some((x) => b.some((y) => distance(x, y) <= 2)) ? weights.surnameNear : 0
}

/** Whole readings, not initials. */
const spoken = (name: string): string[] => searchKeys(name).filter((key) => /^[a-z]{5,}$/.test(key))

function birthWeight(one: Day | null | undefined, other: Day | null): number {
  if (!one || !other) return 0
  if (one === other) return weights.birth
  if (one.slice(0, 4) === other.slice(0, 4) && one.slice(5, 7) === other.slice(8) && one.slice(8) === other.slice(5, 7))
    return weights.birthSwapped
  const sameMonth = one.slice(0, 7) === other.slice(0, 7)
  const yearOff = one.slice(5) === other.slice(5) && Math.abs(Number(one.slice(0, 4)) - Number(other.slice(0, 4))) === 1
  return sameMonth || yearOff ? weights.birthNear : 0
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, j) => j)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)))
    row = next
  }
  return row[other.length]!
}

/** Death, another sex, or a birth two years and more away says: not this one, whatever else fits (M10). */
const blocked = (sought: Sought, known: { sex: Sex | null; birth: Day | null; death: Day | null }): boolean =>
  known.death !== null ||
  (Boolean(sought.sex && known.sex) && sought.sex !== known.sex) ||
  (Boolean(sought.birth && known.birth) &&
    Math.abs(Number(sought.birth!.slice(0, 4)) - Number(known.birth!.slice(0, 4))) >= 2)

/** How many of one key are looked at; more than that is no clue. */
const blockSize = 200

/**
 * People in the actor's area who may be the one sought: name and birthday alone are never enough, so the answer is a list
 * for somebody to look through. `cut` names the clues that were too common to follow.
 */
export async function candidatesFor(tx: Tx, sought: Sought): Promise<{ candidates: Candidate[]; cut: string[] }> {
  const slips = sought.number ? oneSlipAway(sought.number) : []
  const bySlip = slips.length > 0 ? await holdersOf(tx, slips) : []
  const { ids, cut } = await clues(tx, sought)
  const people = await load(tx, [...new Set([...bySlip, ...ids])])
  const frequency = await nameFrequency(tx, sought.name)
  const phone = sought.phone ? readPhone(sought.phone) : null
  const asked = { ...sought, phone: typeof phone === 'string' ? phoneIndex(phone) : null }
  const found: Candidate[] = []
  for (const person of people) {
    if (blocked(sought, person)) continue
    const { id, name, area, sex, birth } = person
    const weight = weigh(asked, person, frequency)
    // Exactly one person one slip away is a candidate by the number; several say nothing.
    if (bySlip.length === 1 && bySlip[0] === id)
      found.push({ person: id, name, area, sex, birth, rule: 'M5', weight: null })
    else if (weight > 0 && hasSecondClue(asked, person))
      found.push({ person: id, name, area, sex, birth, rule: 'M7', weight })
  }
  found.sort((one, other) => (other.weight ?? 99) - (one.weight ?? 99) || (one.person < other.person ? -1 : 1))
  const scored = found.filter(({ rule }) => rule === 'M7')
  const [best, next] = scored
  if (best && best.weight! >= high && best.weight! - (next?.weight ?? 0) >= clear) best.rule = 'M6'
  return { candidates: found.slice(0, 20), cut }
}

/** M8: name, birthday and county together are two 王伟 born on one day; something else has to fit. */
function hasSecondClue(sought: Sought, known: Known): boolean {
  if (sought.phone && known.phones.includes(sought.phone)) return true
  const common = nameKey(sought.name).length <= 2
  return !(common && sought.birth !== null && sought.birth === known.birth && !sought.phone)
}

async function holdersOf(tx: Tx, numbers: readonly string[]): Promise<PersonId[]> {
  const rows = await tx
    .selectFrom('identity_number')
    .innerJoin('person', 'person.person_id', 'identity_number.person_id')
    .select('person.person_id')
    .distinct()
    .where('number_index', 'in', numbers.map(numberIndex))
    .where('status', 'in', ['current', 'disputed'])
    .where('person.merged_into', 'is', null)
    .execute()
  return rows.map((row) => row.person_id)
}

async function clues(tx: Tx, sought: Sought): Promise<{ ids: PersonId[]; cut: string[] }> {
  const cut: string[] = []
  const ids: PersonId[] = []
  const follow = async (clue: string, query: Promise<{ person_id: bigint }[]>) => {
    const rows = await query
    if (rows.length > blockSize) cut.push(clue)
    else ids.push(...rows.map((row) => row.person_id))
  }
  const keys = searchKeys(sought.name)
  if (keys.length > 0)
    await follow(
      'name',
      tx
        .selectFrom('person_key')
        .select('person_id')
        .distinct()
        .where(
          'key',
          'in',
          keys.filter((key) => key.length > 3 || !/^[a-z]+$/.test(key)),
        )
        .limit(blockSize + 1)
        .execute(),
    )
  if (sought.birth)
    await follow(
      'birth',
      tx
        .selectFrom('person')
        .select('person_id')
        .where('birth', '>=', addDays(sought.birth, -1))
        .where('birth', '<=', addDays(sought.birth, 1))
        .where('merged_into', 'is', null)
        .limit(blockSize + 1)
        .execute(),
    )
  const phone = sought.phone ? readPhone(sought.phone) : null
  if (typeof phone === 'string')
    await follow(
      'phone',
      tx
        .selectFrom('contact_phone')
        .innerJoin('membership', 'membership.household_id', 'contact_phone.household_id')
        .select('membership.person_id')
        .distinct()
        .where('phone_index', '=', phoneIndex(phone))
        .where('membership.until', 'is', null)
        .limit(blockSize + 1)
        .execute(),
    )
  return { ids, cut }
}

async function load(tx: Tx, ids: readonly PersonId[]) {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('person')
    .select(['person_id', 'household_id', 'name', 'area', 'sex', 'birth', 'death'])
    .where('person_id', 'in', ids)
    .where('merged_into', 'is', null)
    .orderBy('person_id')
    .execute()
  const households = rows.flatMap((row) => row.household_id ?? [])
  const phones =
    households.length === 0
      ? []
      : await tx
          .selectFrom('contact_phone')
          .select(['household_id', 'phone_index'])
          .where('household_id', 'in', households)
          .where('until', 'is', null)
          .execute()
  return rows.map((row) => ({
    id: row.person_id,
    name: row.name,
    area: row.area as AreaCode,
    sex: row.sex as Sex | null,
    birth: row.birth,
    death: row.death,
    phones: phones.filter((phone) => phone.household_id === row.household_id).map((phone) => phone.phone_index),
  }))
}

/** How common the name is among the people in sight: 王伟 says little, a rare name much. */
async function nameFrequency(tx: Tx, name: string): Promise<number> {
  const { rows } = await sql<{ same: bigint; all: bigint }>`
    select count(*) filter (where variant_key = ${variantKey(name)}) as same, count(*) as "all" from person`.execute(tx)
  return (Number(rows[0]!.same) + 1) / (Number(rows[0]!.all) + 1000)
}
