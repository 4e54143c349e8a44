import type { Node, NodeOf } from './expression.ts'
import { canonicalJson } from './hash.ts'
import { type Run, type Subject, valueIn } from './interpret.ts'
import { isReference } from './rule-set.ts'

/**
 * Why not? A refusal is a formula over comparisons (and yes/no facts) that came out false. An *unmet set* is a set of these
 * leaves which, had they come out otherwise, would have made it true, and of which none can be left out.
 */
export interface Leaf {
  key: string
  /** The comparison or condition as written, the rule it stands in, and whom it is about. */
  node: Node
  rule: string
  subject: Subject
  /** Whether the key holds; null is not known. */
  value: boolean | null
  /** The node says what the key says (`a < b`), or its opposite (`a >= b`). */
  positive: boolean
}
/** A leaf and what its node would have to say. */
export interface Change {
  leaf: Leaf
  must: boolean
}

export type Formula =
  | { is: 'constant'; value: boolean | null }
  | { is: 'leaf'; leaf: Leaf; wanted: boolean }
  | { is: 'and' | 'or'; of: Formula[] }

const texts = new WeakMap<Node, string>()
/** What a node says, as text: leaves that say the same are one leaf. */
function textOf(node: Node): string {
  const before = texts.get(node)
  if (before !== undefined) return before
  const text = canonicalJson(node, isReference)
  texts.set(node, text)
  return text
}

const constant = (value: boolean | null): Formula => ({ is: 'constant', value })
const both = (...of: Formula[]): Formula => ({ is: 'and', of })
const either = (...of: Formula[]): Formula => ({ is: 'or', of })

/** The condition of a rule as a formula over leaves, with `not` pushed down to them; rules and members are written out. */
export function formulaOf(run: Run, rule: NodeOf<'rule'>): Formula {
  const leaves = new Map<string, Leaf>()

  function leafOf(node: Node, key: string, within: string, whose: Subject, positive: boolean): Leaf {
    const subject = node.entity === 'household' ? run.household : whose
    const id = `${key} ${subject.id ?? ''}`
    const value = valueIn(run, node, whose) as boolean | null
    const leaf = leaves.get(id) ?? {
      key: id,
      node,
      rule: within,
      subject,
      value: value === null ? null : value === positive,
      positive,
    }
    leaves.set(id, leaf)
    return leaf
  }

  function write(node: Node, within: string, whose: Subject, wanted: boolean): Formula {
    const part = (of: Node, as = wanted) => write(of, within, whose, as)
    switch (node.op) {
      case 'constant':
        return constant(node.value === wanted)
      case 'not':
        return part(node.of[0], !wanted)
      case 'and':
      case 'or':
        return { is: (node.op === 'and') === wanted ? 'and' : 'or', of: node.of.map((of) => part(of)) }
      case 'if':
        return choice(node.of[0], part(node.of[1]), part(node.of[2]), within, whose)
      case 'table':
        return node.rows.reduceRight(
          (rest, row) => choice(row.when, part(row.value), rest, within, whose),
          part(node.otherwise),
        )
      case 'rule': {
        const text = run.setting.rules.get(node.id)
        const about = node.entity === 'household' ? run.household : whose
        return text ? write(text.value, node.id, about, wanted) : constant(null)
      }
      case 'over': {
        const everyone = node.over === 'person' ? run.members : run.supporters
        const positive = (node.how === 'any') === wanted
        const of = everyone.map((one) => {
          const each = write(node.each!, within, one, wanted)
          if (!node.where) return each
          return positive
            ? both(write(node.where, within, one, true), each)
            : either(write(node.where, within, one, false), each)
        })
        return { is: positive ? 'or' : 'and', of }
      }
      case 'orElse':
        return valueIn(run, node.of[0], whose) === undefined ? part(node.of[1]) : atomic(node, within, whose, wanted)
      default:
        return atomic(node, within, whose, wanted)
    }
  }

  /** `if c then a else b`. While c may stay unknown, also what holds whichever way it falls. */
  function choice(condition: Node, yes: Formula, no: Formula, within: string, whose: Subject): Formula {
    const holds = write(condition, within, whose, true)
    const ways = [both(holds, yes), both(write(condition, within, whose, false), no)]
    return either(...ways, ...(mayBeUnknown(holds) ? [both(yes, no)] : []))
  }

  /** One leaf for `a < b`, `b > a` and their negations `a >= b`, `b <= a`. */
  function atomic(node: Node, within: string, whose: Subject, wanted: boolean): Formula {
    if (node.op !== 'compare') return polar(node, textOf(node), true)
    const [a, b] = node.of.map(textOf) as [string, string]
    switch (node.how) {
      case 'lt':
        return polar(node, `${a}<${b}`, true)
      case 'gt':
        return polar(node, `${b}<${a}`, true)
      case 'ge':
        return polar(node, `${a}<${b}`, false)
      case 'le':
        return polar(node, `${b}<${a}`, false)
      default:
        return polar(node, a < b ? `${a}=${b}` : `${b}=${a}`, node.how === 'eq')
    }
    function polar(of: Node, key: string, positive: boolean): Formula {
      return { is: 'leaf', leaf: leafOf(of, key, within, whose, positive), wanted: wanted === positive }
    }
  }

  return write(rule, rule.id, run.household, true)
}

function mayBeUnknown(f: Formula): boolean {
  if (f.is === 'leaf') return f.leaf.value === null
  return f.is === 'constant' ? f.value === null : f.of.some(mayBeUnknown)
}

/**
 * Some leaves with the values they would need; together they make the formula true. Two bits a leaf: it must hold, it must
 * not. All sets of conditions are handled as such numbers: uniting is `|`, containing is `&`.
 */
type Demand = bigint

/** Exact while no step has more ways than this; beyond, those that change the fewest conditions are kept. */
export const mostWays = 1000
const mostPairs = 100_000

/**
 * All minimal unmet sets, the smallest first. Works out the ways to make the formula true (its implicants) and keeps, of
 * each, the leaves that are not as demanded. A leaf demanded in one direction only, and already so, never has to change.
 */
export function minimalUnmetSets(formula: Formula): Change[][] {
  const leaves: Leaf[] = []
  const places = new Map<Leaf, bigint>()
  let demandedTrue = 0n
  let demandedFalse = 0n
  const visit = (f: Formula): void => {
    if (f.is === 'constant') return
    if (f.is !== 'leaf') {
      f.of.forEach(visit)
      return
    }
    if (!places.has(f.leaf)) places.set(f.leaf, BigInt(leaves.push(f.leaf) - 1))
    const bit = 1n << (2n * places.get(f.leaf)!)
    if (f.wanted) demandedTrue |= bit
    else demandedFalse |= bit
  }
  visit(formula)
  const holds = 1n
  const fails = 2n
  const at = (leaf: Leaf, what: bigint): Demand => what << (2n * places.get(leaf)!)
  /** The bits that say something else than what is. */
  const changed = leaves.reduce(
    (mask, leaf) => mask | (leaf.value === true ? 0n : at(leaf, holds)) | (leaf.value === false ? 0n : at(leaf, fails)),
    0n,
  )
  const evens = leaves.reduce((mask, leaf) => mask | at(leaf, holds), 0n)
  const contradictory = (demand: Demand) => (demand & (demand >> 1n) & evens) !== 0n
  const cost = (demand: Demand) => bits(demand & changed)

  function ways(f: Formula): Demand[] {
    switch (f.is) {
      case 'constant':
        return f.value === true ? [0n] : []
      case 'leaf': {
        const bit = at(f.leaf, holds)
        const oneWay = f.wanted ? (demandedFalse & bit) === 0n : (demandedTrue & bit) === 0n
        return [oneWay && f.leaf.value === f.wanted ? 0n : at(f.leaf, f.wanted ? holds : fails)]
      }
      case 'or':
        return fewest(minimal(f.of.flatMap(ways)), mostWays)
      case 'and':
        return f.of.map(ways).reduce(together, [0n])
    }
  }
  function together(so: Demand[], next: Demand[]): Demand[] {
    const room = Math.max(1, Math.floor(mostPairs / Math.max(1, so.length)))
    const united = fewest(next, room).flatMap((b) => so.map((a) => a | b))
    return fewest(minimal(united.filter((demand) => !contradictory(demand))), mostWays)
  }
  const fewest = (demands: Demand[], most: number): Demand[] =>
    demands.length <= most ? demands : demands.toSorted((a, b) => cost(a) - cost(b)).slice(0, most)

  const sets = minimal(
    ways(formula).map((demand) => demand & changed),
    (demand) => (demand | (demand >> 1n)) & evens,
  )
  return sets.map((demand) =>
    leaves.flatMap((leaf) => {
      const wanted = (demand & at(leaf, holds)) !== 0n
      return wanted || (demand & at(leaf, fails)) !== 0n ? [{ leaf, must: wanted === leaf.positive }] : []
    }),
  )
}

const bits = (mask: bigint): number => {
  let count = 0
  for (let rest = mask; rest > 0n; rest &= rest - 1n) count++
  return count
}

/** Without those that demand all that another demands, and more; the smallest first. */
function minimal(demands: readonly Demand[], of: (demand: Demand) => bigint = (demand) => demand): Demand[] {
  const kept: { demand: Demand; mask: bigint }[] = []
  const sized = [...new Set(demands)].map((demand) => ({ demand, mask: of(demand), size: bits(of(demand)) }))
  for (const { demand, mask } of sized.sort((a, b) => a.size - b.size))
    if (!kept.some((smaller) => (mask & smaller.mask) === smaller.mask)) kept.push({ demand, mask })
  return kept.map(({ demand }) => demand)
}
