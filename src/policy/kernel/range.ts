import type { FactDeclaration, Node, ParameterDeclaration, Range, Unit } from './expression.ts'
import { mostMembers } from './situation.ts'

/** How small and how large every quantity can become: the proof behind plain numbers in generated code and behind divisors. */

const defaults: Record<'fact' | 'parameter', Partial<Record<Unit, Range>>> = {
  fact: { fen: [0n, 100_000_000_000n], count: [0n, 1000n], months: [0n, 1200n] },
  parameter: { fen: [0n, 1_000_000_000n], bp: [0n, 100_000n], count: [0n, 10_000n], months: [0n, 1200n] },
}
const nothing: Range = [0n, 0n]
/** Booleans, dates and codes have no range. */
export const defaultRange = (kind: 'fact' | 'parameter', unit: Unit): Range => defaults[kind][unit] ?? nothing
export const rangeOfFact = (f: FactDeclaration): Range => f.range ?? defaultRange('fact', f.unit)
export const rangeOfParameter = (p: ParameterDeclaration): Range => p.range ?? defaultRange('parameter', p.unit)

function low(values: readonly bigint[]): bigint {
  let least = values[0]!
  for (const value of values) if (value < least) least = value
  return least
}
function high(values: readonly bigint[]): bigint {
  let most = values[0]!
  for (const value of values) if (value > most) most = value
  return most
}
export const hull = (ranges: readonly Range[]): Range => [low(ranges.map((r) => r[0])), high(ranges.map((r) => r[1]))]
export const products = (a: Range, b: Range): Range => {
  const corners = [a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]]
  return [low(corners), high(corners)]
}
/** Truncation moves by less than one, whatever the rounding. */
const quotients = (a: Range, b: Range): Range => {
  const smallest = b[0] > 0n ? b[0] : 1n
  const corners = [a[0] / smallest, a[0] / b[1], a[1] / smallest, a[1] / b[1]]
  return [low(corners) - 1n, high(corners) + 1n]
}
const widen = ([from, to]: Range, by: bigint): Range => [from - by, to + by]

/** The largest step `roundBy` knows is 10 yuan. */
const widestStep = 1000n
export const basis = 10_000n

/** `ofRule` answers for a rule reference (all its versions together), `of` for the parts of the node. */
export function rangeOf(
  node: Node,
  ofRule: (id: string) => Range,
  of: (part: Node) => Range = (part) => rangeOf(part, ofRule),
): Range {
  switch (node.op) {
    case 'constant':
      return typeof node.value === 'bigint' ? [node.value, node.value] : nothing
    case 'fact':
      return rangeOfFact(node.declaration)
    case 'parameter':
      return rangeOfParameter(node.declaration)
    case 'rule':
      return ofRule(node.id)
    case 'add': {
      const parts = node.of.map(of)
      return [parts.reduce((total, r) => total + r[0], 0n), parts.reduce((total, r) => total + r[1], 0n)]
    }
    case 'sub': {
      const [a, b] = [of(node.of[0]), of(node.of[1])]
      return [a[0] - b[1], a[1] - b[0]]
    }
    case 'mul':
      return products(of(node.of[0]), of(node.of[1]))
    case 'min': {
      const parts = node.of.map(of)
      return [low(parts.map((r) => r[0])), low(parts.map((r) => r[1]))]
    }
    case 'max': {
      const parts = node.of.map(of)
      return [high(parts.map((r) => r[0])), high(parts.map((r) => r[1]))]
    }
    case 'divide':
      return quotients(of(node.of[0]), of(node.of[1]))
    case 'ratio': {
      const a = of(node.of[0])
      return quotients([a[0] * basis, a[1] * basis], of(node.of[1]))
    }
    case 'share':
      return quotients(products(of(node.of[0]), of(node.of[1])), [basis, basis])
    case 'roundTo':
      return widen(of(node.of[0]), node.step)
    case 'roundBy':
      return widen(of(node.of[0]), widestStep)
    case 'age':
      return [-200n, 200n]
    case 'monthsBetween':
      return [-200_000n, 200_000n]
    case 'if':
      return hull([of(node.of[1]), of(node.of[2])])
    case 'orElse':
      return hull(node.of.map(of))
    case 'table': {
      const values = node.rows.map((row) => of(row.value))
      if (node.hit !== 'total') return hull([...values, of(node.otherwise)])
      const sums: Range = [
        values.reduce((total, r) => total + (r[0] < 0n ? r[0] : 0n), 0n),
        values.reduce((total, r) => total + (r[1] > 0n ? r[1] : 0n), 0n),
      ]
      return hull([sums, of(node.otherwise)])
    }
    case 'over':
      return rangeOver(node, of)
    case 'select':
      return node.otherwise
        ? hull([rangeOfParameter(node.declaration), of(node.otherwise)])
        : rangeOfParameter(node.declaration)
    default:
      return nothing
  }
}

function rangeOver(node: Extract<Node, { op: 'over' }>, of: (part: Node) => Range): Range {
  const people = BigInt(mostMembers)
  if (node.how === 'count') return node.where || node.over === 'supporter' ? [0n, people] : [1n, people]
  if (!node.each || node.how === 'any' || node.how === 'all') return nothing
  const each = of(node.each)
  if (node.how === 'sum') {
    const fewest = node.where || node.over === 'supporter' ? 0n : 1n
    return [each[0] < 0n ? each[0] * people : each[0] * fewest, each[1] > 0n ? each[1] * people : each[1] * fewest]
  }
  return node.none ? hull([each, of(node.none)]) : each
}
