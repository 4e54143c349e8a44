import type { AreaCode, Day } from '../foundation/index.ts'
import { areasBelow } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'

export interface VillageOption {
  group: string
  value: string
  label: string
}

/** Villages of a county by township, for choosing from a list; never by location services. */
export async function villagesOf(tx: Tx, county: AreaCode, on: Day): Promise<VillageOption[]> {
  const options: VillageOption[] = []
  for (const town of await areasBelow(tx, county, on))
    for (const village of await areasBelow(tx, town.code, on))
      options.push({ group: town.name, value: village.code, label: village.name })
  return options
}
