import {
  type AreaCode,
  areaLevel,
  contains,
  type Day,
  isRefusal,
  type Refusal,
  refuse,
  upwards,
} from '../foundation/index.ts'
import { actorOf, audit, type Tx } from '../platform/index.ts'
import { areaOn, knownArea, type Residence } from './area-store.ts'
import { moveHousehold } from './move-household.ts'

export type AreaRefusal = Refusal<
  | 'outside-your-area'
  | 'no-such-area'
  | 'area-exists'
  | 'residence-needed'
  | 'area-name'
  | 'other-level'
  | 'paper-needed'
>

const mine = (tx: Tx, code: AreaCode): boolean => {
  const { area } = actorOf(tx)
  return area !== null && contains(area, code)
}

/** A new township or village, by the paper that made it. */
export async function addArea(
  tx: Tx,
  input: {
    code: AreaCode
    name: string
    since: Day
    residence?: Residence | null
    hotline?: string | null
    paper: string
  },
): Promise<AreaRefusal | null> {
  if (!mine(tx, input.code)) return refuse('outside-your-area', undefined, 'code')
  if (!/^[\p{Script=Han}\p{L}\d()()·]{1,40}$/u.test(input.name)) return refuse('area-name', undefined, 'name')
  if (!input.paper.trim()) return refuse('paper-needed', undefined, 'paper')
  if (areaLevel(input.code) === 'village' && !input.residence) return refuse('residence-needed', undefined, 'residence')
  const parent = upwards(input.code)[1]
  if (parent && !(await areaOn(tx, parent, input.since))) return refuse('no-such-area', { code: parent }, 'code')
  if (await areaOn(tx, input.code, input.since)) return refuse('area-exists', { code: input.code }, 'code')
  await tx
    .insertInto('area')
    .values({
      code: input.code,
      since: input.since,
      name: input.name,
      residence: input.residence ?? null,
      hotline: input.hotline ?? null,
      source: input.paper,
    })
    .execute()
  await audit(tx, { action: 'area.add', subject: { kind: 'area', id: input.code }, area: input.code, after: input })
  return null
}

/** A new name, or another urban/rural mark, from a day on. The old row stays for old days. */
export async function changeArea(
  tx: Tx,
  input: { code: AreaCode; since: Day; name?: string; residence?: Residence; hotline?: string | null; paper: string },
): Promise<AreaRefusal | null> {
  if (!mine(tx, input.code)) return refuse('outside-your-area', undefined, 'code')
  if (!input.paper.trim()) return refuse('paper-needed', undefined, 'paper')
  if (input.name !== undefined && !/^[\p{Script=Han}\p{L}\d()()·]{1,40}$/u.test(input.name))
    return refuse('area-name', undefined, 'name')
  const before = await areaOn(tx, input.code, input.since)
  if (!before) return refuse('no-such-area', { code: input.code }, 'code')
  const after = {
    name: input.name ?? before.name,
    residence: input.residence ?? before.residence,
    hotline: input.hotline === undefined ? before.hotline : input.hotline,
  }
  if (before.since === input.since)
    await tx.updateTable('area').set(after).where('code', '=', input.code).where('since', '=', input.since).execute()
  else {
    await tx
      .updateTable('area')
      .set({ until: input.since })
      .where('code', '=', input.code)
      .where('since', '=', before.since)
      .execute()
    await tx
      .insertInto('area')
      .values({ code: input.code, since: input.since, until: before.until, ...after, source: input.paper })
      .execute()
  }
  await audit(tx, {
    action: 'area.change',
    subject: { kind: 'area', id: input.code },
    area: input.code,
    before: { name: before.name, residence: before.residence },
    after: { ...after, paper: input.paper },
  })
  return null
}

/**
 * Villages are merged: the old codes end and point to the new one, families that live there take the new code, and old
 * papers keep the old name.
 */
export async function mergeAreas(
  tx: Tx,
  input: { from: readonly AreaCode[]; into: AreaCode; since: Day; paper: string },
): Promise<{ moved: number } | AreaRefusal> {
  if (!input.paper.trim()) return refuse('paper-needed', undefined, 'paper')
  for (const code of [...input.from, input.into]) {
    if (!mine(tx, code)) return refuse('outside-your-area', undefined, 'from')
    if (!(await knownArea(tx, code))) return refuse('no-such-area', { code }, 'from')
    if (areaLevel(code) !== 'village' || code.slice(0, 6) !== input.into.slice(0, 6))
      return refuse('other-level', undefined, 'from')
  }
  let moved = 0
  for (const code of input.from) {
    await tx
      .updateTable('area')
      .set({ until: input.since })
      .where('code', '=', code)
      .where((row) => row.or([row('until', 'is', null), row('until', '>', input.since)]))
      .execute()
    await tx
      .insertInto('area_successor')
      .values({ code, successor: input.into, since: input.since, paper: input.paper })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const families = await tx
      .selectFrom('household')
      .select('household_id')
      .where('area', '=', code)
      .orderBy('household_id')
      .execute()
    for (const { household_id } of families) {
      const refused = await moveHousehold(tx, { household: household_id, to: input.into, reason: input.paper })
      if (!isRefusal(refused)) moved++
    }
  }
  await audit(tx, {
    action: 'area.merge',
    subject: { kind: 'area', id: input.into },
    area: input.into,
    after: input,
    detail: { moved, from: input.from.join(' ') },
  })
  return { moved }
}
