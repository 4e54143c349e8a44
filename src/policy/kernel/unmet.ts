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

  /** `if c then a else b`; the last part is what holds whichever way c falls. */
  function choice(condition: Node, yes: Formula, no: Formula, within: string, whose: Subject): Formula {
    return either(
      both(write(condition, within, whose, true), yes),
      both(write(condition, within, whose, false), no),
      both(yes, no),
    )
  }

  /** One leaf for `a < b`, `b > a` and their negations `a >= b`, `b <= a`. */
  function atomic(node: Node, within: string, whose: Subject, wanted: boolean): Formula {
    const text = (of: Node) => canonicalJson(of, isReference)
    if (node.op !== 'compare') return polar(node, text(node), true)
    const [a, b] = node.of.map(text) as [string, string]
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

/** Some leaves with the values they would need; together they make the formula true. */
type Demand = ReadonlyMap<Leaf, boolean>

/** More sets than anybody reads; beyond this the smallest are kept. */
export const mostSets = 2000

/**
 * All minimal unmet sets. Works out the ways to make the formula true (its implicants) and keeps, of each, the leaves that
 * are not as demanded. A leaf demanded in one direction only and already so never has to change, so it is left out at once.
 */
export function minimalUnmetSets(formula: Formula): Change[][] {
  const directions = new Map<Leaf, Set<boolean>>()
  const visit = (f: Formula) => {
    if (f.is === 'leaf') directions.set(f.leaf, (directions.get(f.leaf) ?? new Set()).add(f.wanted))
    else if (f.is !== 'constant') f.of.forEach(visit)
  }
  visit(formula)
  const settled = (leaf: Leaf, wanted: boolean) => leaf.value === wanted && directions.get(leaf)!.size === 1

  function ways(f: Formula): Demand[] {
    switch (f.is) {
      case 'constant':
        return f.value === true ? [new Map()] : []
      case 'leaf':
        return [settled(f.leaf, f.wanted) ? new Map() : new Map([[f.leaf, f.wanted]])]
      case 'or':
        return minimal(f.of.flatMap(ways))
      case 'and':
        return f.of
          .map(ways)
          .reduce((so, next) => minimal(so.flatMap((a) => next.map((b) => merge(a, b)).filter((m) => m !== null))), [
            new Map(),
          ] as Demand[])
    }
  }
  const changes = ways(formula).map((demand) => new Map([...demand].filter(([leaf, wanted]) => leaf.value !== wanted)))
  const sets = minimal(changes, (larger, smaller) => [...smaller.keys()].every((leaf) => larger.has(leaf)))
  return sets.map((set) => [...set].map(([leaf, wanted]) => ({ leaf, must: wanted === leaf.positive })))
}

function merge(a: Demand, b: Demand): Demand | null {
  const merged = new Map(a)
  for (const [leaf, wanted] of b) {
    if (merged.has(leaf) && merged.get(leaf) !== wanted) return null
    merged.set(leaf, wanted)
  }
  return merged
}

/** Without those that demand all that another demands, and more. */
function minimal(demands: readonly Demand[], contains = includes): Demand[] {
  const kept: Demand[] = []
  for (const demand of demands.toSorted((a, b) => a.size - b.size)) {
    if (kept.length >= mostSets) break
    if (!kept.some((smaller) => contains(demand, smaller))) kept.push(demand)
  }
  return kept
}
function includes(larger: Demand, smaller: Demand): boolean {
  for (const [leaf, wanted] of smaller) if (larger.get(leaf) !== wanted) return false
  return true
}
