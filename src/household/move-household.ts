import { sql } from 'kysely'
import { type AreaCode, areaLevel, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { audit, businessDay, type Tx } from '../platform/index.ts'
import { areaOn, type Residence } from './area-store.ts'
import { lockHousehold } from './household-store.ts'
import { lastFourIndex, openNumber } from './identity.ts'
import { countyOf, type HouseholdId } from './ids.ts'
import { changed, link } from './split-and-merge.ts'
import { addTimeline } from './timeline.ts'

export interface MoveHousehold {
  household: HouseholdId
  to: AreaCode
  on?: Day
  address?: string | null
  registeredAddress?: string | null
  /** Kept only when said: a move may change 户籍性质, and the new village's mark is the better guess. */
  residence?: Residence | null
  reason: string
}

export type MoveRefusal = Refusal<
  'no-such-household' | 'no-such-area' | 'area-too-large' | 'same-area' | 'day-in-future' | 'reason-needed'
>

/**
 * The family lives elsewhere: every row of the household and of its members takes the new area, and from then on only
 * the new place sees it. Ids stay. The mover may lose sight of the household with this call.
 */
export async function moveHousehold(tx: Tx, input: MoveHousehold): Promise<MoveRefusal | null> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  const level = areaLevel(input.to)
  if (level !== 'village' && level !== 'township') return refuse('area-too-large', undefined, 'to')
  const today = await businessDay(tx)
  const on = input.on ?? today
  if (on > today) return refuse('day-in-future', { day: on }, 'on')
  if (!(await areaOn(tx, input.to, today))) return refuse('no-such-area', { code: input.to }, 'to')
  const household = await lockHousehold(tx, input.household)
  if (!household) return refuse('no-such-household', undefined, 'household')
  const from = household.area
  if (from === input.to) return refuse('same-area', undefined, 'to')

  await tx
    .updateTable('household')
    .set({
      residence: input.residence ?? null,
      address: input.address === undefined ? household.address : input.address,
      registered_address: input.registeredAddress === undefined ? household.registeredAddress : input.registeredAddress,
    })
    .where('household_id', '=', household.id)
    .execute()
  await link(tx, household, { kind: 'moved', from, to: input.to, on, reason: input.reason })
  await addTimeline(tx, {
    household: household.id,
    kind: 'household',
    at: on,
    text: 'household:timeline.moved',
    values: { from, to: input.to },
  })
  if (countyOf(from) !== countyOf(input.to)) await rescopeLastFour(tx, household.id, input.to)
  await changed(tx, household.id, 'moved', on, { from, to: input.to })
  await audit(tx, {
    action: 'household.move',
    subject: { kind: 'household', id: String(household.id), household: household.id },
    area: from,
    before: { area: from },
    after: { area: input.to, on, reason: input.reason },
  })
  await sql`select doudi.move_household(${household.id}, ${input.to})`.execute(tx)
  return null
}

/** The index of the last four belongs to one county; in another it must say nothing. */
async function rescopeLastFour(tx: Tx, household: HouseholdId, to: AreaCode): Promise<void> {
  const rows = await tx
    .selectFrom('identity_number')
    .select(['person_id', 'number_id', 'normal_sealed'])
    .where('household_id', '=', household)
    .execute()
  for (const row of rows)
    await tx
      .updateTable('identity_number')
      .set({ last4_index: lastFourIndex(to, openNumber(row).slice(-4)) })
      .where('person_id', '=', row.person_id)
      .where('number_id', '=', row.number_id)
      .execute()
}
