import { largestSafe } from './arithmetic.ts'
import type { Entity, Node, Range, RuleDeclaration, Unit } from './expression.ts'
import { rangeOf } from './range.ts'

/**
 * The scaffolding of generated code: statements in nested blocks, and the names of what is already worked out.
 *
 * Two manners from one walk over the rules: *swift* supposes that everything asked is known and leaves (`return null`) at
 * the first thing that is not; *careful* carries unknown (`null`) through every operation. Swift is tried first.
 */
export interface Emission {
  /** Writes any node: here, so that the files for reads and for loops need not know the one that calls them. */
  emit: (e: Emission, node: Node, block: Block) => Atom
  careful: boolean
  /** The text of each rule that holds; `null` when none does. */
  rules: ReadonlyMap<string, RuleDeclaration | null>
  rangeOfRule: (id: string) => Range
  ranges: WeakMap<Node, Range>
  /** Places in the array `P` the code is called with. */
  parameters: ReadonlyMap<string, number>
  /** Rules that several places refer to: written once, as functions that remember their answer. */
  shared: ReadonlySet<string>
  /** Those functions, by the rule's id, as they are written; in the order of their names. */
  functions: Map<string, RuleFunction>
  /** Full years; the array `D` holds, in this order, the last birth date that has reached them. */
  ages: readonly number[]
  names: number
}

export interface RuleFunction {
  name: string
  entity: Entity
  lines: string[]
}

/** A value at hand: code without effects. `maybe`: it can be null (unknown). `big`: bigint instead of number. */
export interface Atom {
  code: string
  maybe: boolean
  big: boolean
}

export interface Block {
  lines: string[]
  outer: Block | null
  known: Map<string | Node, Atom>
  /** The whole function, or the body of the loop over members or supporters this stands in. */
  root: Block
  /** The variables that hold the facts of whoever is meant here, and his place in the list. */
  facts: string
  index: string
}

const fresh = (outer: Block | null, facts: string, index: string): Block => {
  const block = { lines: [], outer, known: new Map(), facts, index } as unknown as Block
  block.root = block
  return block
}
/** The body of a function: of the household, or of one member or supporter. */
export const functionBlock = (entity: Entity): Block => fresh(null, entity === 'household' ? 'h' : 'f', 'i')
export const loopBlock = (outer: Block, facts: string, index: string): Block => fresh(outer, facts, index)
export const innerBlock = (outer: Block): Block => ({ ...outer, lines: [], outer, known: new Map() })

/** What concerns the household is worked out before the loop, never once per member. */
export const householdBlock = (block: Block): Block =>
  block.root.outer === null ? block : householdBlock(block.root.outer)

/** What this block, or one around it that concerns the same person, has worked out. */
export function find(block: Block, key: string | Node): Atom | undefined {
  for (let at: Block | null = block; at; at = at === block.root ? null : at.outer) {
    const atom = at.known.get(key)
    if (atom) return atom
  }
  return undefined
}

/** A name for a value, so that it is worked out once. */
export function hold(e: Emission, block: Block, code: string, maybe: boolean, big = false): Atom {
  const name = newName(e)
  block.lines.push(`const ${name} = ${code}`)
  return { code: name, maybe, big }
}
export const newName = (e: Emission): string => `t${e.names++}`
export const sure = (code: string, big = false): Atom => ({ code, maybe: false, big })

/** Unknown when one part is. */
export function strict(e: Emission, block: Block, parts: readonly Atom[], code: string, big = false): Atom {
  const unknown = parts.filter((part) => part.maybe).map((part) => `${part.code} === null`)
  return unknown.length > 0
    ? hold(e, block, `${unknown.join(' || ')} ? null : ${code}`, true, big)
    : hold(e, block, code, false, big)
}

/** The same value as a plain number or as a bigint. */
export function inKind(atom: Atom, big: boolean): Atom {
  if (atom.big === big) return atom
  if (/^-?\d+n?$/.test(atom.code)) return sure(`${atom.code.replace('n', '')}${big ? 'n' : ''}`, big)
  const code = `${big ? 'BigInt' : 'Number'}(${atom.code})`
  return { code: atom.maybe ? `(${atom.code} === null ? null : ${code})` : code, maybe: atom.maybe, big }
}

export const isQuantity = (unit: Unit): boolean =>
  unit === 'fen' || unit === 'bp' || unit === 'count' || unit === 'months'
export const size = ([low, high]: Range): bigint => (-low > high ? -low : high)
export const fits = (...ranges: readonly Range[]): boolean => ranges.every((range) => size(range) <= largestSafe)
export function reach(e: Emission, node: Node): Range {
  const before = e.ranges.get(node)
  if (before) return before
  const range = rangeOf(node, e.rangeOfRule, (part) => reach(e, part))
  e.ranges.set(node, range)
  return range
}
/** Is the node's value kept as a bigint? Only where plain numbers are not proven to be exact. */
export const isBig = (e: Emission, node: Node): boolean => isQuantity(node.unit) && !fits(reach(e, node))
export const quoted = (value: unknown): string => JSON.stringify(value)

export interface Apart {
  block: Block
  atom: Atom
}

/** A part that may not be needed, in a block of its own, as the kind of number `node` has. */
export function apart(e: Emission, node: Node, part: Node, block: Block): Apart {
  const own = innerBlock(block)
  const atom = e.emit(e, part, own)
  return { block: own, atom: isQuantity(node.unit) ? inKind(atom, isBig(e, node)) : atom }
}

export function choose(e: Emission, block: Block, condition: string, yes: Apart, no: Apart): Atom {
  const maybe = yes.atom.maybe || no.atom.maybe
  if (yes.block.lines.length === 0 && no.block.lines.length === 0)
    return hold(e, block, `${condition} ? ${yes.atom.code} : ${no.atom.code}`, maybe, yes.atom.big)
  const name = newName(e)
  block.lines.push(`let ${name}`, `if (${condition}) {`, ...yes.block.lines, `${name} = ${yes.atom.code}`, '} else {')
  block.lines.push(...no.block.lines, `${name} = ${no.atom.code}`, '}')
  return { code: name, maybe, big: yes.atom.big }
}
