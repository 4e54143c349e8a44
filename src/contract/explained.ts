import type { Explanation, ExplanationLine, UnmetSet } from '../policy/index.ts'

/** A legal supporter who was only counted, or may exist, has a place in the sum but no name: which one, else null. */
export const unnamedSupporter = (whose: string | null): string | null =>
  /^supporter-(\d+)$/.exec(whose ?? '')?.[1] ?? null

/** The same inside a sentence: `word` says which relative that is. */
export const sayUnnamed = (text: string, word: (no: string) => string): string =>
  text.replace(/supporter-(\d+)/g, (_, no: string) => word(no))

/** The steps that carry a dibao amount (handbook §3–5): a reader follows these, and opens the others when one of them looks wrong. */
const headlines = new Set([
  'HH-01.n',
  'GEN-03',
  'GEN-03.perHead',
  'GEN-04.need',
  'DB-02.base',
  'DB-05.total',
  'DB-02.monthly',
])

/** Lines a reader needs first: the family's own figures, the standard, the sum. Everything else stays one click away. */
export function mainLines({ lines }: Explanation): ExplanationLine[] {
  return lines.filter((line) => {
    if (line.kind === 'fact') return line.unit === 'fen' && line.value !== 0n
    if (line.kind === 'parameter') return line.id === 'dibaoStandard'
    return (headlines.has(line.id) && line.value !== 0n) || (line.value === false && line.gap !== null && line.gap > 0n)
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
