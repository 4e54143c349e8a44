import type { Citation, Text } from './expression.ts'
import type { ReadRow } from './parameters.ts'

/** Quantities are bigint. `null`: unknown. `undefined`: an optional fact or parameter that is absent. */
export type Value = bigint | boolean | string | null | undefined

export type Read =
  | { kind: 'fact'; name: string; subject: string | null; value: Value }
  | { kind: 'parameter'; name: string; value: Value }
  | { kind: 'rule'; id: string; subject: string | null; value: Value }

/** Did the rows of a decision table hold? In order; rows after the last were not asked, since an earlier one held. */
export interface TableNote {
  held: (boolean | null)[]
}

/** One rule worked out for one subject: its text, its value, and everything it looked at. */
export interface Frame {
  /** As it is referred to. */
  rule: string
  /** The id of the text that held: the rule's own, or an exception's. `null` when the rule is not in force. */
  text: string | null
  title: Text
  basis: readonly Citation[]
  /** Member or supporter; `null` is the household. */
  subject: string | null
  value: Value
  reads: readonly Read[]
  tables: readonly TableNote[]
}

export interface Trace {
  /** Who there was, in order. */
  members: readonly string[]
  supporters: readonly string[]
  /** The rows of every parameter of the programme in that place on that day; `null` where there is none. */
  rows: Readonly<Record<string, ReadRow | null>>
  /** In the order they were finished: what a rule needs comes before it. */
  frames: readonly Frame[]
}
