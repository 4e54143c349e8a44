import { sql } from 'kysely'
import { type AreaCode, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, newId, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { areaOn } from './area-store.ts'
import { looseNumberIndex } from './identity.ts'
import { countyOf, type HouseholdId, type PersonId } from './ids.ts'
import { spendBudget } from './unmask.ts'

export interface AidPeriod {
  persons: readonly PersonId[]
  household: HouseholdId
  area: AreaCode
  programme: ProgrammeId
  since: Day
  award: string
}

/** Written by awards when somebody's share begins: what the duplicate check looks at. */
export const startAid = (tx: Tx, aid: AidPeriod): Promise<void> => startAids(tx, [aid])

export async function startAids(tx: Tx, aids: readonly AidPeriod[]): Promise<void> {
  const rows = aids.flatMap((aid) =>
    aid.persons.map((person) => ({
      person_id: person,
      aid_id: newId(),
      household_id: aid.household,
      area: aid.area,
      programme: aid.programme,
      since: aid.since,
      award_id: aid.award,
    })),
  )
  if (rows.length > 0) await tx.insertInto('person_aid').values(rows).execute()
}

/** The share of one person, or of all, ends. `until` is the first day without it. */
export async function endAid(
  tx: Tx,
  end: { household: HouseholdId; award: string; until: Day; persons?: readonly PersonId[] },
): Promise<void> {
  let query = tx
    .updateTable('person_aid')
    .set((row) => ({ until: row.fn<Day>('greatest', ['since', sql<Day>`${end.until}::date`]) }))
    .where('household_id', '=', end.household)
    .where('award_id', '=', end.award)
    .where('until', 'is', null)
  if (end.persons) query = query.where('person_id', 'in', end.persons)
  await query.execute()
}

export interface AidAnswer {
  aided: boolean
  /** Whom to ask; nothing about the family is told. */
  offices: { area: AreaCode; name: string; hotline: string | null }[]
}

/**
 * "Does this person already get aid anywhere in the county?" Yes or no and the office to ask, also where the clerk may
 * not see the neighbour. Every question is audited and counts against the day's budget.
 */
export async function activeAidAnywhere(
  tx: Tx,
  question: {
    number?: string
    person?: PersonId
    /** Left out: any scheme. */
    programmes?: readonly ProgrammeId[]
    /** The household one is working on is not "elsewhere". */
    own?: HouseholdId
    on?: Day
    county?: AreaCode
  },
): Promise<AidAnswer | Refusal<'nobody-named' | 'no-county' | 'too-many-looks'>> {
  const { area } = actorOf(tx)
  const place = question.county ?? area
  if (place === null || place.length < 6) return refuse('no-county')
  if (!question.number && question.person === undefined) return refuse('nobody-named')
  const budget = await spendBudget(tx, 'aid-question')
  if (budget) return budget
  const on = question.on ?? (await businessDay(tx))
  const index = question.number ? looseNumberIndex(question.number) : ''
  const { rows } = await sql<{ office: AreaCode }>`
    select office from doudi.aid_anywhere(${index}, ${question.person ?? null}::bigint,
      ${question.programmes ? [...question.programmes] : null}::text[], ${countyOf(place)}, ${on}::date,
      ${question.own ?? null}::bigint)`.execute(tx)
  const offices = await Promise.all(
    rows.map(async ({ office }) => {
      const found = await areaOn(tx, office, on)
      return { area: office, name: found?.name ?? office, hotline: found?.hotline ?? null }
    }),
  )
  await audit(tx, {
    action: 'household.aid-anywhere',
    subject: {
      kind: question.person === undefined ? 'number' : 'person',
      id: question.person === undefined ? index.slice(0, 12) : String(question.person),
      ...(question.own && { household: question.own }),
    },
    detail: { aided: offices.length > 0, programmes: question.programmes?.join(' ') ?? 'any' },
  })
  return { aided: offices.length > 0, offices }
}
