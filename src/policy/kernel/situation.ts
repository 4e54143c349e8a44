import type { AreaCode, Day } from '../../foundation/index.ts'

/** Fen are bigint, counts and months whole numbers, days and codes text. `null` or absent: not known (yet). */
export type FactValue = bigint | number | boolean | string | null
export type Facts = Readonly<Record<string, FactValue | undefined>>
export type Residence = 'urban' | 'rural'

export interface Member {
  id: string
  facts: Facts
}

/** Everything a determination rests on: one household, one day, one place, and nothing else. */
export interface Situation {
  programme: string
  area: AreaCode
  residence: Residence
  on: Day
  household: Facts
  members: readonly Member[]
  /** Legal supporters who live elsewhere. */
  supporters?: readonly Member[]
  /** Parameter values for this situation only, by name: read like the rulebook's rows, or typed (bigint fen). */
  overrides?: Readonly<Record<string, unknown>>
}

/** More people than any household has, and more supporters; the range proofs of the generated code rest on it. */
export const mostMembers = 100
