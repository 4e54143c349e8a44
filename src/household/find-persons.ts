import type { AreaCode } from '../foundation/index.ts'
import { actorOf, type Tx } from '../platform/index.ts'
import { lastFourIndex, looseNumberIndex, maskedNumber, openNumber } from './identity.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import { searchText } from './name-keys.ts'
import type { Sex } from './person-store.ts'

/** One line of a search: enough to tell two people apart, nothing that needs a purpose to see. */
export interface FoundPerson {
  person: PersonId
  household: HouseholdId | null
  area: AreaCode
  name: string
  sex: Sex | null
  birthYear: number | null
  /** `990***********12X4`; null without a number. */
  maskedNumber: string | null
  died: boolean
}

export interface PersonSearch {
  /** A name or its beginning, pinyin or initials, the last four of the number, or a whole number. */
  text: string
  limit?: number
  /** For the next page: the last person of this one. */
  after?: PersonId
}

/**
 * Finds people inside the actor's area only: row security answers for the rest. By whole number, last four, or what
 * the name begins with. (Case numbers are the case chapter's to find.)
 */
export async function findPersons(tx: Tx, search: PersonSearch): Promise<FoundPerson[]> {
  const typed = search.text.normalize('NFKC').trim()
  const limit = Math.min(Math.max(search.limit ?? 20, 1), 201)
  const ids = await candidates(tx, typed, limit, search.after ?? 0n)
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('person')
    .select(['person_id', 'household_id', 'area', 'name', 'sex', 'birth', 'death'])
    .where('person_id', 'in', ids)
    .orderBy('person_id')
    .execute()
  const numbers = await tx
    .selectFrom('identity_number')
    .select(['person_id', 'number_id', 'normal_sealed'])
    .where('person_id', 'in', ids)
    .where('status', 'in', ['current', 'disputed'])
    .orderBy('number_id')
    .execute()
  const masked = new Map(numbers.map((row) => [row.person_id, maskedNumber(openNumber(row))]))
  return rows.map((row) => ({
    person: row.person_id,
    household: row.household_id,
    area: row.area as AreaCode,
    name: row.name,
    sex: row.sex as Sex | null,
    birthYear: row.birth ? Number(row.birth.slice(0, 4)) : null,
    maskedNumber: masked.get(row.person_id) ?? null,
    died: row.death !== null,
  }))
}

async function candidates(tx: Tx, typed: string, limit: number, after: PersonId): Promise<PersonId[]> {
  if (/^[\dXx]{15}$|^\d{17}[\dXx]$/.test(typed)) return byNumber(tx, looseNumberIndex(typed), limit, after)
  if (/^\d{3}[\dXx]$/.test(typed)) return byLastFour(tx, typed, limit, after)
  const text = searchText(typed)
  if (!text || /^\d+$/.test(text)) return []
  const rows = await tx
    .selectFrom('person_key')
    .innerJoin('person', 'person.person_id', 'person_key.person_id')
    .select('person_key.person_id')
    .distinct()
    .where('key', '>=', text)
    .where('key', '<', text + '\u{10ffff}')
    .where('person_key.person_id', '>', after)
    .where('person.merged_into', 'is', null)
    .orderBy('person_key.person_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.person_id)
}

async function byNumber(tx: Tx, index: string, limit: number, after: PersonId): Promise<PersonId[]> {
  const rows = await tx
    .selectFrom('identity_number')
    .innerJoin('person', 'person.person_id', 'identity_number.person_id')
    .select((row) => row.fn.coalesce('person.merged_into', 'person.person_id').as('id'))
    .distinct()
    .where('number_index', '=', index)
    .where('status', '<>', 'wrong')
    .where('person.person_id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** The index is scoped to a county, so a search by four characters works inside one county at a time. */
async function byLastFour(tx: Tx, four: string, limit: number, after: PersonId): Promise<PersonId[]> {
  const { area } = actorOf(tx)
  if (!area || area.length < 6) return []
  const rows = await tx
    .selectFrom('identity_number')
    .innerJoin('person', 'person.person_id', 'identity_number.person_id')
    .select('identity_number.person_id')
    .distinct()
    .where('last4_index', '=', lastFourIndex(area, four))
    .where('status', '<>', 'wrong')
    .where('identity_number.person_id', '>', after)
    .where('person.merged_into', 'is', null)
    .orderBy('identity_number.person_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.person_id)
}
