import { divide, type Fen } from '../foundation/index.ts'
import { type FactName, type FactValue, factEntry } from '../policy/index.ts'

export type DiscrepancyKind = 'higher' | 'undeclared' | 'different'

export interface Tolerance {
  /** A difference up to this is an ordinary slip. */
  fen: Fen
  /** Or up to this share of what was declared. */
  basisPoints: number
}

/**
 * Whether a source's figure does not fit what the family said. Sources see only part of a life (no cash, no casual
 * wages), so a lower figure is nothing to explain; a higher one, an unmentioned one and another status are.
 */
export function discrepancy(
  name: FactName,
  declared: FactValue | undefined,
  matched: FactValue,
  tolerance: Tolerance,
): DiscrepancyKind | null {
  if (matched === null) return null
  const { unit } = factEntry(name)
  if (unit === 'fen') {
    const said = typeof declared === 'bigint' ? declared : null
    const found = matched as bigint
    if (found - (said ?? 0n) <= margin(said ?? 0n, tolerance)) return null
    return said === null ? 'undeclared' : 'higher'
  }
  if (unit === 'count') {
    const said = typeof declared === 'number' ? declared : null
    // Registers and families measure floors differently; pieces are counted alike.
    const room = name === 'homeArea' ? Math.ceil(((said ?? 0) * tolerance.basisPoints) / 10_000) : 0
    if ((matched as number) <= (said ?? 0) + room) return null
    return said === null ? 'undeclared' : 'higher'
  }
  if (declared === null || declared === undefined) return null
  return declared === matched ? null : 'different'
}

/** The wider of the two: a fixed slip for the poor, a share for larger sums. */
export function margin(declared: Fen, tolerance: Tolerance): Fen {
  const share = divide(declared * BigInt(tolerance.basisPoints), 10_000n, 'up')
  if (share > tolerance.fen) return share
  return tolerance.fen
}
