import {
  type AreaCode,
  type Day,
  type Refusal,
  readIdentityNumber,
  refuse,
  tidyIdentityNumber,
} from '../foundation/index.ts'
import { house, newId, type Tx } from '../platform/index.ts'
import { countyOf, type PersonId } from './ids.ts'

/** How the number that counts came from what was written. */
export type NumberRepair = 'as-given' | 'tidied' | '15-to-18'

export type NumberKind = 'resident' | 'birth-certificate' | 'passport' | 'temporary'

export interface ReadNumber {
  kind: NumberKind
  given: string
  normal: string
  how: NumberRepair
  birth: Day | null
  sex: 'female' | 'male' | null
}

/** Reads an identity paper's number. A resident number must be right; other papers only need to be there. */
export function readNumber(given: string, kind: NumberKind = 'resident'): ReadNumber | Refusal {
  if (kind !== 'resident') {
    const normal = given.normalize('NFKC').replace(/\s/g, '').toUpperCase()
    if (!/^[0-9A-Z-]{4,40}$/.test(normal)) return refuse('paper-number', undefined, 'number')
    return { kind, given, normal, how: normal === given ? 'as-given' : 'tidied', birth: null, sex: null }
  }
  const read = readIdentityNumber(given)
  if ('problem' in read) return refuse(`identity-number-${read.problem}`, undefined, 'number')
  const how = read.convertedFrom15 ? '15-to-18' : read.number === given ? 'as-given' : 'tidied'
  return { kind, given, normal: read.number, how, birth: read.birth, sex: read.sex }
}

export const numberIndex = (normal: string): string => house().crypto.blindIndex('identity', normal)

/** Four characters are soon guessed, so the index is scoped to one county and says nothing in another. */
export const lastFourIndex = (area: AreaCode, lastFour: string): string =>
  house().crypto.blindIndex(`identity-last4/${countyOf(area)}`, lastFour.toUpperCase())

/** What identifies a number typed by hand, also one that fails its check: for looking up, not for storing. */
export const looseNumberIndex = (typed: string): string => {
  const read = readIdentityNumber(typed)
  return numberIndex('problem' in read ? tidyIdentityNumber(typed) : read.number)
}

export interface NumberEntry {
  person: PersonId
  household: bigint | null
  area: AreaCode
  number: ReadNumber
  status?: 'current' | 'disputed'
  since?: Day | null
  issuer?: string | null
  by: string
}

export async function addNumber(tx: Tx, entry: NumberEntry): Promise<string> {
  const row = numberRow(entry)
  await tx.insertInto('identity_number').values(row).execute()
  return row.number_id
}

/** The sealed row of a number, for writing many at once. */
export function numberRow(entry: NumberEntry) {
  const numberId = newId()
  const { crypto } = house()
  return {
    person_id: entry.person,
    number_id: numberId,
    household_id: entry.household,
    area: entry.area,
    kind: entry.number.kind,
    normal_sealed: crypto.seal(entry.number.normal, `identity_number.normal:${numberId}`),
    given_sealed: crypto.seal(entry.number.given, `identity_number.given:${numberId}`),
    how: entry.number.how,
    number_index: numberIndex(entry.number.normal),
    last4_index: lastFourIndex(entry.area, entry.number.normal.slice(-4)),
    status: entry.status ?? 'current',
    since: entry.since ?? null,
    issuer: entry.issuer ?? null,
    entered_by: entry.by,
  }
}

/** `990101********12X4`-like: county visible, the rest starred, last four to tell two people apart. */
export const maskedNumber = (normal: string): string =>
  normal.length >= 15 ? `${normal.slice(0, 3)}${'*'.repeat(normal.length - 7)}${normal.slice(-4)}` : '****'

export const openNumber = (row: { number_id: string; normal_sealed: string }): string =>
  house().crypto.open(row.normal_sealed, `identity_number.normal:${row.number_id}`)
