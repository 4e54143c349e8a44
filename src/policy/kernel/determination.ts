import type { AreaCode, Day, Fen } from '../../foundation/index.ts'
import type { Citation, Comparison, Text, Unit } from './expression.ts'
import type { Residence } from './situation.ts'
import type { Trace, Value } from './trace.ts'

/** What a determination says, and everything it rests on. */
export type Determination = DeterminationBase & (Eligible | NotEligible | Undetermined)

interface DeterminationBase {
  programme: string
  area: AreaCode
  residence: Residence
  on: Day
  /** The rules of the programme, whole; the values that held; the facts as given. Same hashes, same answer, for ever. */
  rulebookHash: string
  parameterHash: string
  factsHash: string
  trace: Trace
}

export interface Eligible {
  outcome: 'eligible'
  tier: string | null
  monthly: Fen
  /** Adds up to `monthly`. */
  breakdown: BreakdownLine[]
  because: Citation[]
}
export interface NotEligible {
  outcome: 'not-eligible'
  /** Every minimal set of conditions that would have to turn out otherwise, the smallest first. */
  unmet: UnmetSet[]
  nearest: NearestChange | null
  because: Citation[]
}
/** Never shown as 0 yuan. */
export interface Undetermined {
  outcome: 'undetermined'
  missing: MissingFact[]
}

export interface BreakdownLine {
  rule: string
  title: Text
  /** Member or supporter; `null` is the household. */
  subject: string | null
  amount: Fen
  basis: readonly Citation[]
}

export interface UnmetSet {
  conditions: UnmetCondition[]
}
/** One comparison (or yes/no) that would have to turn out otherwise. */
export interface UnmetCondition {
  /** The rule it stands in, as it is referred to. */
  rule: string
  title: Text
  basis: readonly Citation[]
  subject: string | null
  /** What would have to hold, with the figures: `家庭月收入 2,500 须低于 标准×人数 2,400`. */
  text: Text
  figure: Value
  /** How the figure would have to compare with the threshold; null for a yes/no. */
  needs: Comparison | null
  threshold: Value
  unit: Unit
  /** By how much it is missed, in the unit; one more than the difference where equality does not do. */
  gap: bigint | null
}

/** One fact, moved as little as possible, with which the household would be eligible: found by search and verified by running the rules. */
export interface NearestChange {
  fact: string
  label: Text
  subject: string | null
  from: Fen
  to: Fen
  /** What would be paid then. */
  monthly: Fen
}

export interface MissingFact {
  /** A fact nobody gave, a parameter without a value in this place, or a rule not in force on the day. */
  kind: 'fact' | 'parameter' | 'rule'
  name: string
  subject: string | null
  label: Text
  question: Text | null
  /** `perhaps`: only needed if what is missing `now` turns out one way. */
  needed: 'now' | 'perhaps'
}
