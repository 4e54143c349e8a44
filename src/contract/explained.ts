import type { Explanation, ExplanationLine, UnmetSet } from '../policy/index.ts'

/** Lines a reader needs first; everything else stays one click away, in the same table. */
export function mainLines({ lines }: Explanation): ExplanationLine[] {
  return lines.filter((line) => {
    if (line.gap !== null && line.gap !== 0n) return true
    if (line.unit !== 'fen' && line.id !== 'HH-01.count') return false
    if (line.value === null) return line.kind === 'fact'
    if (line.kind === 'parameter') return line.id === 'dibaoStandard'
    return line.value !== 0n
  })
}

/**
 * The ways to become eligible that ask for the least, shortest first: a family reads the two or three that are about
 * itself; the complete list stays behind them.
 */
export function mainUnmet({ unmet }: Explanation): { first: UnmetSet[]; others: UnmetSet[] } {
  const about = unmet.filter((set) => set.conditions.some((c) => c.gap !== null && c.gap > 0n && c.figure !== null))
  const pool = about.length > 0 ? about : unmet
  const least = Math.min(...pool.map((set) => set.conditions.length))
  const first = pool.filter((set) => set.conditions.length === least).slice(0, 3)
  return { first, others: unmet.filter((set) => !first.includes(set)) }
}
