import { type AreaCode, type Day, upwards } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'

export type Residence = 'urban' | 'rural'

export interface Area {
  code: AreaCode
  name: string
  since: Day
  until: Day | null
  /** Of a village only. */
  residence: Residence | null
  hotline: string | null
}

/** The area as it was on that day, or null. A merged village is found on the days before its merger. */
export async function areaOn(tx: Tx, code: AreaCode, on: Day): Promise<Area | null> {
  const row = await tx
    .selectFrom('area')
    .select(['code', 'name', 'since', 'until', 'residence', 'hotline'])
    .where('code', '=', code)
    .where('since', '<=', on)
    .where((area) => area.or([area('until', 'is', null), area('until', '>', on)]))
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? (row as Area) : null
}

/** Was this code ever valid? Old papers and old households keep it. */
export async function knownArea(tx: Tx, code: AreaCode): Promise<Area | null> {
  const row = await tx
    .selectFrom('area')
    .select(['code', 'name', 'since', 'until', 'residence', 'hotline'])
    .where('code', '=', code)
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? (row as Area) : null
}

/** Areas directly below, in order of code, as of that day. */
export async function areasBelow(tx: Tx, code: AreaCode, on: Day): Promise<Area[]> {
  const length = { 0: 2, 2: 4, 4: 6, 6: 9, 9: 12 }[code.length]
  if (!length) return []
  const rows = await tx
    .selectFrom('area')
    .select(['code', 'name', 'since', 'until', 'residence', 'hotline'])
    .where('code', '>=', code || '0')
    .where('code', '<', `${code}~`)
    .where('since', '<=', on)
    .where((area) => area.or([area('until', 'is', null), area('until', '>', on)]))
    .orderBy('code')
    .execute()
  return rows.filter((row) => row.code.length === length) as Area[]
}

/** 安禾县桃源镇丰收村: names from county to the area itself; with `from` the nation, everything. */
export async function areaName(
  tx: Tx,
  code: AreaCode,
  on: Day,
  from: 'province' | 'county' = 'county',
): Promise<string> {
  const codes = upwards(code).filter((part) => part !== '' && part.length >= (from === 'county' ? 6 : 2))
  if (codes.length === 0) return ''
  const rows = await tx
    .selectFrom('area')
    .select(['code', 'name', 'since', 'until'])
    .where('code', 'in', codes)
    .where('since', '<=', on)
    .orderBy('since')
    .execute()
  // Later rows overwrite earlier ones; a code that has ended keeps its last name, as old papers do.
  const names = new Map(rows.map((row) => [row.code, row.name]))
  return codes
    .reverse()
    .map((part) => names.get(part) ?? '')
    .join('')
}

/** Where a code that ended went to; the code itself while it is valid. */
export async function successorsOf(tx: Tx, code: AreaCode, on: Day): Promise<AreaCode[]> {
  if (await areaOn(tx, code, on)) return [code]
  const rows = await tx
    .selectFrom('area_successor')
    .select('successor')
    .where('code', '=', code)
    .where('since', '<=', on)
    .orderBy('successor')
    .execute()
  const next = await Promise.all(rows.map((row) => successorsOf(tx, row.successor as AreaCode, on)))
  return [...new Set(next.flat())]
}

/** Urban or rural for the standard of that day: the village's mark, or null above the village. */
export async function residenceOn(tx: Tx, code: AreaCode, on: Day): Promise<Residence | null> {
  const area = (await areaOn(tx, code, on)) ?? (await knownArea(tx, code))
  return area?.residence ?? null
}

/** What a code was called, from when to when; where it went to and what went into it. */
export async function areaHistory(
  tx: Tx,
  code: AreaCode,
): Promise<{ items: Area[]; successors: Moved[]; predecessors: Moved[] }> {
  const items = await tx
    .selectFrom('area')
    .select(['code', 'name', 'since', 'until', 'residence', 'hotline'])
    .where('code', '=', code)
    .orderBy('since')
    .execute()
  const moved = async (from: 'code' | 'successor', to: 'code' | 'successor'): Promise<Moved[]> => {
    const rows = await tx
      .selectFrom('area_successor')
      .select([`${to} as other`, 'since'])
      .where(from, '=', code)
      .orderBy('since')
      .execute()
    return Promise.all(
      rows.map(async (row) => ({
        code: row.other as AreaCode,
        name: (await knownArea(tx, row.other as AreaCode))?.name ?? '',
        since: row.since as Day,
      })),
    )
  }
  return {
    items: items as Area[],
    successors: await moved('code', 'successor'),
    predecessors: await moved('successor', 'code'),
  }
}
interface Moved {
  code: AreaCode
  name: string
  since: Day
}
