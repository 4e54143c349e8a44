import type { RuleDeclaration, Text } from './expression.ts'
import type { ReadRow } from './parameters.ts'

/** Quantities are bigint. `null`: unknown. `undefined`: an optional fact or parameter that is absent. */
export type Value = bigint | boolean | string | null | undefined

export type Read =
  | { kind: 'fact'; name: string; subject: string | null; value: Value }
  | { kind: 'parameter'; name: string; row: ReadRow | null; value: Value }
  | { kind: 'rule'; id: string; subject: string | null; value: Value }

/** A decision table that was consulted: what each row said, in order; rows after the hit were not asked. */
export interface TableNote {
  rows: { label: Text | null; held: boolean | null | 'not-asked' }[]
}

/** One rule worked out for one subject: its text, its value, and everything it looked at. */
export interface Frame {
  /** As it is referred to. */
  rule: string
  /** The text that held: the rule's own, or an exception's. `null` when the rule is not in force. */
  text: RuleDeclaration | null
  /** Member or supporter; `null` is the household. */
  subject: string | null
  value: Value
  reads: Read[]
  tables: TableNote[]
}

export interface Trace {
  /** Who there was, in order. */
  members: readonly string[]
  supporters: readonly string[]
  /** In the order they were finished: what a rule needs comes before it. */
  frames: Frame[]
}
