import { sql } from 'kysely'
import { type AreaCode, assert, type Day, type Instant } from '../foundation/index.ts'
import { actorOf, businessDay, newId, type Tx } from '../platform/index.ts'
import { canSay, type Lang, say } from '../wording/index.ts'
import type { HouseholdId } from './ids.ts'

/** What the filter of the case page offers (ux S9). */
export const timelineKinds = [
  'household', // members, moves, splits, life events
  'fact', // declared, matched, visited, adopted
  'application',
  'verification',
  'visit',
  'notice',
  'decision',
  'payment',
  'review',
  'change',
  'appeal',
  'transfer',
  'message',
  'document',
  'view', // who looked: unit and purpose
] as const
export type TimelineKind = (typeof timelineKinds)[number]

type Plain = Record<string, string | number | boolean | null>

export interface TimelineEntry {
  household: HouseholdId
  kind: TimelineKind
  /** The day it happened; the day of entry is kept beside it. */
  at?: Day
  /** A key of the message catalogue, e.g. `household:timeline.member-joined`. */
  text: string
  /** Days, numbers, keys of the catalogue; amounts as decimal fen text; people by id, never by name. */
  values?: Plain
  /** Record ids: `{ case: …, person: … }`. */
  refs?: Plain
  /** False keeps it from the family's own view (an objector, an inquiry). */
  citizenSees?: boolean
}

export interface TimelineEvent extends Required<Omit<TimelineEntry, 'household'>> {
  id: string
  enteredOn: Day
  recordedAt: Instant
  by: string
  unit: string | null
}

/** Every chapter tells the household's story through this door. */
export async function addTimeline(tx: Tx, entry: TimelineEntry): Promise<void> {
  const area = await areaOfHousehold(tx, entry.household)
  assert(area, `household ${entry.household} is not there for a timeline entry`)
  const actor = actorOf(tx)
  await tx
    .insertInto('timeline')
    .values({
      household_id: entry.household,
      event_id: newId(),
      area,
      kind: entry.kind,
      on_day: await dayOrToday(tx, entry.at),
      text_key: entry.text,
      text_values: JSON.stringify(entry.values ?? {}),
      refs: JSON.stringify(entry.refs ?? {}),
      by_actor: actor.id,
      by_unit: actor.unit ?? null,
      citizen_sees: entry.citizenSees ?? true,
    })
    .execute()
}

/** The event in words. A value that is itself a key of the catalogue (`household:left.death`) is said in words too. */
export function timelineText(lang: Lang, event: Pick<TimelineEvent, 'text' | 'values'>): string {
  const values = Object.entries(event.values).map(([name, value]) => {
    const text = String(value ?? '')
    return [name, typeof value === 'string' && value.includes(':') && canSay(value) ? say(lang, value) : text] as const
  })
  return say(lang, event.text, Object.fromEntries(values))
}

export interface TimelineFilter {
  kinds?: readonly TimelineKind[]
  forCitizen?: boolean
  /** Newest first; pass the last event's day and id to go on. */
  before?: { at: Day; id: string }
  limit?: number
}

export async function timelineOf(
  tx: Tx,
  household: HouseholdId,
  filter: TimelineFilter = {},
): Promise<TimelineEvent[]> {
  let query = tx.selectFrom('timeline').selectAll().where('household_id', '=', household)
  if (filter.kinds?.length) query = query.where('kind', 'in', filter.kinds)
  if (filter.forCitizen) query = query.where('citizen_sees', '=', true)
  const { before } = filter
  if (before)
    query = query.where((row) =>
      row.or([
        row('on_day', '<', before.at),
        row.and([row('on_day', '=', before.at), row('event_id', '<', before.id)]),
      ]),
    )
  const rows = await query
    .orderBy('on_day', 'desc')
    .orderBy('event_id', 'desc')
    .limit(Math.min(filter.limit ?? 50, 500))
    .execute()
  return rows.map((row) => ({
    id: row.event_id,
    kind: row.kind as TimelineKind,
    at: row.on_day,
    enteredOn: row.entered_on,
    recordedAt: row.at as Instant,
    text: row.text_key,
    values: row.text_values as Plain,
    refs: row.refs as Plain,
    citizenSees: row.citizen_sees,
    by: row.by_actor,
    unit: row.by_unit,
  }))
}

/** The area of today of a household the actor may see, or null: a foreign and an absent household answer alike. */
export async function areaOfHousehold(tx: Tx, household: HouseholdId): Promise<AreaCode | null> {
  const row = await tx.selectFrom('household').select('area').where('household_id', '=', household).executeTakeFirst()
  return (row?.area as AreaCode | undefined) ?? null
}

/** Several at once, for lists; who is not there is left out. */
export async function areasOfHouseholds(
  tx: Tx,
  households: readonly HouseholdId[],
): Promise<Map<HouseholdId, AreaCode>> {
  if (households.length === 0) return new Map()
  const rows = await tx
    .selectFrom('household')
    .select(['household_id', 'area'])
    .where('household_id', '=', sql<HouseholdId>`any(${households.map(String)}::bigint[])`)
    .execute()
  return new Map(rows.map((row) => [row.household_id, row.area as AreaCode]))
}

export const dayOrToday = async (tx: Tx, at: Day | undefined): Promise<Day> => at ?? (await businessDay(tx))
