import type { AreaCode } from '../foundation/index.ts'
import { areaName } from '../household/index.ts'
import { businessDay, type Tx } from '../platform/index.ts'

/** Township and village of each area in a list, without the county everybody works in. */
export async function placesOf(tx: Tx, rows: readonly { area: string }[]): Promise<Map<string, string>> {
  const today = await businessDay(tx)
  const places = new Map<string, string>()
  for (const area of new Set(rows.map((row) => row.area))) {
    const whole = await areaName(tx, area as AreaCode, today)
    const county = await areaName(tx, area.slice(0, 6) as AreaCode, today)
    places.set(area, whole.startsWith(county) && whole !== county ? whole.slice(county.length) : whole)
  }
  return places
}
