import type { Day } from '../../foundation/index.ts'

/**
 * The language of the rules: a typed expression tree that is plain data. Nothing here computes; the interpreter, the
 * generated code and the sentences of the explanation all read the same tree (see README.md for the meaning of each node).
 */

export interface Text {
  zh: string
  en: string
}

/** Where a rule or a value is written: the source's id in the rulebook and the article inside it. */
export interface Citation {
  source: string
  article: string
}
export const cite = (source: string, article: string): Citation => ({ source, article })

/** `S` read in the law or on a government page · `S~` read in a copy · `M` from memory · `D` derived. Only `S` is verified. */
export type Mark = 'S' | 'S~' | 'M' | 'D'

/** Amounts are fen (a monthly amount too), rates are basis points. */
export type Unit = 'fen' | 'bp' | 'count' | 'months' | 'boolean' | 'date' | 'code'
export type Quantity = 'fen' | 'bp' | 'count' | 'months'
/** A legal supporter (法定赡养、抚养、扶养义务人) lives elsewhere: his figures are his own household's. */
export type Entity = 'household' | 'person' | 'supporter'
/** What there can be several of in one situation: the members, and the supporters. */
export type Listed = 'person' | 'supporter'
export type Rounding = 'down' | 'up' | 'halfUp'
export type Comparison = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne'
/** `first` row that holds · `highest` value of the rows that hold · `total` of the rows that hold. */
export type Hit = 'first' | 'highest' | 'total'
export type OverHow = 'sum' | 'count' | 'any' | 'all' | 'max' | 'min'

/** How an area rounds what it pays: to the fen, or to a step of 0.1, 1, 5 or 10 yuan (handbook GEN-05). */
export const roundingCodes = [
  'exact',
  ...['round', 'ceil', 'floor'].flatMap((way) => ['01', '1', '5', '10'].map((step) => `${way}${step}`)),
] as readonly string[]

/** Smallest and largest value a quantity can have; input outside is refused, generated code is proven on it. */
export type Range = readonly [low: bigint, high: bigint]

export interface FactDeclaration {
  kind: 'fact'
  name: string
  entity: Entity
  unit: Exclude<Unit, 'bp'>
  label: Text
  question: Text
  basis: readonly Citation[]
  codes?: readonly string[]
  /** Words for the codes, for forms and explanations. */
  codeLabels?: Readonly<Record<string, Text>>
  range?: Range
  /** Absence is an answer of its own: rules must say what it means (`orElse`, `isKnown`, `isIn`). Otherwise absent = not known yet. */
  optional: boolean
  /** A household could change it within the law (income, deposits), so the nearest change may name it. Fen only. */
  movable: boolean
}

/** `one` value · `list` by position from 1 (stages) · `bands` by lower bound · `map` by code. */
export type ParameterForm = 'one' | 'list' | 'bands' | 'map'

export interface ParameterDeclaration {
  kind: 'parameter'
  name: string
  form: ParameterForm
  unit: Unit
  /** What selects: the unit of the bounds (`bands`) or of the index (`list`: count, `map`: code). */
  by?: Unit
  byCodes?: readonly string[]
  label: Text
  codes?: readonly string[]
  codeLabels?: Readonly<Record<string, Text>>
  range?: Range
  perMonth: boolean
  optional: boolean
}

export interface RuleDeclaration {
  kind: 'rule'
  id: string
  entity: Entity
  unit: Unit
  title: Text
  basis: readonly Citation[]
  since: Day | null
  until: Day | null
  value: Node
  codes?: readonly string[]
  codeLabels?: Readonly<Record<string, Text>>
  note?: Text
  reads?: Reading
}

/**
 * The sentence people read where the exact formula is written for machines: `{0} ÷ 12` for a division that rounds by
 * tables. Each hole takes a figure of `of`; the value always comes from the formula itself, never from here.
 */
export interface Reading {
  words: Text
  of: readonly Node[]
}

interface Shape {
  readonly unit: Unit
  readonly entity: Entity
  readonly nullable: boolean
}

export interface TableRow {
  readonly when: Node
  readonly value: Node
  readonly label?: Text
}

export type Node = Shape &
  (
    | { readonly op: 'constant'; readonly value: bigint | boolean | string }
    | { readonly op: 'fact'; readonly name: string; readonly declaration: FactDeclaration }
    | { readonly op: 'parameter'; readonly name: string; readonly declaration: ParameterDeclaration }
    | { readonly op: 'rule'; readonly id: string; readonly declaration: RuleDeclaration }
    | { readonly op: 'today' }
    | { readonly op: 'add' | 'min' | 'max' | 'and' | 'or'; readonly of: readonly Node[] }
    | {
        readonly op: 'sub' | 'mul' | 'orElse' | 'aged' | 'monthsBetween' | 'roundBy'
        readonly of: readonly [Node, Node]
      }
    | { readonly op: 'not' | 'isKnown' | 'age'; readonly of: readonly [Node] }
    | { readonly op: 'compare'; readonly how: Comparison; readonly of: readonly [Node, Node] }
    | { readonly op: 'if'; readonly of: readonly [Node, Node, Node] }
    | { readonly op: 'table'; readonly hit: Hit; readonly rows: readonly TableRow[]; readonly otherwise: Node }
    | { readonly op: 'isIn'; readonly of: readonly [Node]; readonly codes: readonly string[] }
    | { readonly op: 'divide' | 'share' | 'ratio'; readonly of: readonly [Node, Node]; readonly rounding: Rounding }
    | { readonly op: 'roundTo'; readonly of: readonly [Node]; readonly step: bigint; readonly rounding: Rounding }
    | {
        readonly op: 'over'
        readonly how: OverHow
        readonly over: Listed
        /** What is added, compared or asked of each one; a count has none. */
        readonly each: Node | null
        readonly where: Node | null
        /** What `max` and `min` are when nobody counts. */
        readonly none: Node | null
      }
    | {
        readonly op: 'select'
        readonly name: string
        readonly declaration: ParameterDeclaration
        readonly at: Node
        /** For an index, code or value the table does not reach; without it the parameter is missing there. */
        readonly otherwise: Node | null
      }
  )

export type NodeOf<Op extends Node['op']> = Extract<Node, { op: Op }>

/**
 * An expression with its unit, entity and nullability in the type, so that wrong mixes do not compile.
 * `E` is `'household'` when it can be said of the household alone; anything that reads a
 * member includes `'person'`, anything that reads a supporter `'supporter'`; nothing can read both.
 */
export type Expr<U extends Unit = Unit, E extends Entity = Entity, N extends boolean = false> = Node & {
  readonly unit: U
  readonly entity: E
  readonly nullable: N
}

/** A rule is an expression that refers to it by id, and carries its declaration. */
export type Rule<U extends Unit = Unit, E extends Entity = Entity> = NodeOf<'rule'> & Expr<U, E>
/** A table-like parameter: only `stage`, `band` and `lookup` read it. */
export interface TableParameter<U extends Unit, F extends ParameterForm, By extends Unit> {
  readonly declaration: ParameterDeclaration & { form: F; unit: U; by?: By }
}

/** The direct parts of a node, in reading order. */
export function partsOf(node: Node): readonly Node[] {
  switch (node.op) {
    case 'constant':
    case 'fact':
    case 'parameter':
    case 'rule':
    case 'today':
      return []
    case 'table':
      return [...node.rows.flatMap((row) => [row.when, row.value]), node.otherwise]
    case 'over':
      return [node.where, node.each, node.none].filter((part) => part !== null)
    case 'select':
      return node.otherwise ? [node.at, node.otherwise] : [node.at]
    default:
      return node.of
  }
}

/** A node and everything below it, in reading order. */
export function* walk(root: Node): Generator<Node> {
  const waiting: Node[] = [root]
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node
    waiting.push(...partsOf(node).toReversed())
  }
}
