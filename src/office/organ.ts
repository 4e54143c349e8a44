import { type AreaCode, contains, type Day, type Refusal, refuse, upwards } from '../foundation/index.ts'
import { areaName } from '../household/index.ts'
import { actorOf, audit, type Tx } from '../platform/index.ts'
import type { Remedies } from './document-data.ts'

/** Who issues papers in an area: the name under them, the prefix of their numbers, and where an appeal against them goes. */
export interface Organ {
  area: AreaCode
  name: string
  /** 机关代字, e.g. 安民社救 */
  prefix: string
  hotline: string
  supervisionPhone: string
  address: string | null
  reconsiderationBody: string
  court: string
}

/** The organ of that area on that day, or of the nearest larger one that has been entered. Null when none was. */
export async function organOn(tx: Tx, area: AreaCode, on: Day): Promise<Organ | null> {
  const rows = await tx
    .selectFrom('organ')
    .selectAll()
    .where('area', 'in', upwards(area))
    .where('since', '<=', on)
    .where((row) => row.or([row('until', 'is', null), row('until', '>', on)]))
    .execute()
  const row = rows.sort((a, b) => b.area.length - a.area.length)[0]
  return row ? organOf(row) : null
}

/** Whose name stands on a paper of one level: a township without an entry of its own never signs with the county's name. */
export const organFor = async (tx: Tx, area: AreaCode, by: 'township' | 'county', on: Day): Promise<Organ> => {
  const level = area.slice(0, by === 'township' ? 9 : 6) as AreaCode
  const organ = await organOn(tx, level, on)
  return organ && organ.area.length === level.length ? organ : organByName(tx, level, on)
}

/** The organs entered for an area and below, as they stand on a day. */
export async function organsIn(tx: Tx, area: AreaCode, on: Day): Promise<(Organ & { since: Day })[]> {
  const rows = await tx
    .selectFrom('organ')
    .selectAll()
    .where('area', 'like', `${area}%`)
    .where('since', '<=', on)
    .where((row) => row.or([row('until', 'is', null), row('until', '>', on)]))
    .orderBy('area')
    .execute()
  return rows.map((row) => ({ ...organOf(row), since: row.since as Day }))
}

const organOf = (row: {
  area: string
  name: string
  prefix: string
  hotline: string
  supervision_phone: string
  address: string | null
  reconsideration_body: string
  court: string
}): Organ => ({
  area: row.area as AreaCode,
  name: row.name,
  prefix: row.prefix,
  hotline: row.hotline,
  supervisionPhone: row.supervision_phone,
  address: row.address,
  reconsiderationBody: row.reconsideration_body,
  court: row.court,
})

/** Enters or renames an organ from a day on; what was issued before keeps the old name. */
export async function setOrgan(
  tx: Tx,
  input: Organ & { since: Day },
): Promise<Refusal<'number-prefix' | 'body-missing' | 'outside-your-area'> | null> {
  const own = actorOf(tx).area
  if (own === null || !contains(own, input.area)) return refuse('outside-your-area', undefined, 'area')
  if (!/^\p{Script=Han}{2,12}$/u.test(input.prefix)) return refuse('number-prefix', undefined, 'prefix')
  if (!input.reconsiderationBody.trim() || !input.court.trim())
    return refuse('body-missing', undefined, 'reconsiderationBody')
  const current = await tx
    .selectFrom('organ')
    .selectAll()
    .where('area', '=', input.area)
    .where('until', 'is', null)
    .orderBy('since', 'desc')
    .executeTakeFirst()
  const values = {
    name: input.name,
    prefix: input.prefix,
    hotline: input.hotline,
    supervision_phone: input.supervisionPhone,
    address: input.address,
    reconsideration_body: input.reconsiderationBody,
    court: input.court,
    entered_by: actorOf(tx).id,
  }
  if (current && current.since >= input.since)
    await tx
      .updateTable('organ')
      .set(values)
      .where('area', '=', input.area)
      .where('since', '=', current.since)
      .execute()
  else {
    if (current)
      await tx
        .updateTable('organ')
        .set({ until: input.since })
        .where('area', '=', input.area)
        .where('since', '=', current.since)
        .execute()
    await tx
      .insertInto('organ')
      .values({ area: input.area, since: input.since, ...values })
      .execute()
  }
  await audit(tx, {
    action: 'office.set-organ',
    subject: { kind: 'organ', id: input.area },
    area: input.area,
    before: current,
    after: input,
  })
  return null
}

/** What an organ is called where nobody has entered it yet: from the names of the areas, with the public hotline. */
export async function organByName(tx: Tx, area: AreaCode, on: Day): Promise<Organ> {
  const township = area.length >= 9
  const own = (township ? area.slice(0, 9) : area.slice(0, 6)) as AreaCode
  const county = await areaName(tx, area.slice(0, 6) as AreaCode, on)
  return {
    area: own,
    name: township ? `${await areaName(tx, own, on)}人民政府` : `${county}民政局`,
    prefix: `办${own}`,
    hotline: '12345',
    supervisionPhone: '12345',
    address: null,
    reconsiderationBody: `${county}人民政府`,
    court: `${county}人民法院`,
  }
}

/** The remedies a letter of this organ names, with the days of the law unless the procedure gives more. */
export const remediesOf = (organ: Organ, days: { reconsideration?: number; court?: number } = {}): Remedies => ({
  objection: { to: organ.name, days: null, phone: organ.hotline },
  reconsideration: { body: organ.reconsiderationBody, days: days.reconsideration ?? 60 },
  court: { name: organ.court, months: days.court ?? 6 },
})
