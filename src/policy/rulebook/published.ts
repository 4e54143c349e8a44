import type { AreaCode, Day } from '../../foundation/index.ts'
import type { Bilingual } from '../facts.ts'
import type { Mark } from '../kernel/index.ts'
import type { ParameterRow } from '../kernel/parameters.ts'

/** The shapes of the compiled rulebook. */
export interface Place {
  id: string
  area: AreaCode
  name: Bilingual
  /** Every value is invented. */
  fictional: boolean
}

export interface Source {
  id: string
  title: Bilingual
  where: string
  fictional: boolean
}

/** A parameter row with the notice's own words beside the number. */
export interface PublishedRow extends ParameterRow {
  /** `5964元/年`, `30%`; empty where the value is known to exist and not known to us. */
  published: string
}

/** Published, and no rule uses it: shown in the inventory only. */
export interface KnownValue {
  place: string
  what: Bilingual
  from: Day
  value?: string
  urban?: string
  rural?: string
  source: string
  mark: Mark
  note?: string
}
