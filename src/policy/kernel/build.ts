import { assert, day, yuan } from '../../foundation/index.ts'
import type {
  Comparison,
  Entity,
  Expr,
  Hit,
  Node,
  OverHow,
  Quantity,
  Rounding,
  TableParameter,
  Text,
  Unit,
} from './expression.ts'

/** The words rules are written in. Each makes one node; units, entities and nullability are checked by the compiler and again at load. */

type Any = Expr<Unit, Entity, boolean>
const widest = (nodes: readonly Node[]): Entity =>
  nodes.find((node) => node.entity !== 'household')?.entity ?? 'household'
const make = <U extends Unit, E extends Entity, N extends boolean = false>(node: Node): Expr<U, E, N> =>
  node as Expr<U, E, N>
const shape = (unit: Unit, nodes: readonly Node[]) => ({ unit, entity: widest(nodes), nullable: false })

const known = <U extends Unit>(unit: U, value: bigint | boolean | string): Expr<U, 'household'> =>
  make({ op: 'constant', unit, entity: 'household', nullable: false, value })
const whole = (n: number | bigint): bigint => {
  assert(typeof n === 'bigint' || Number.isSafeInteger(n), `Not a whole number: ${n}`)
  return BigInt(n)
}

/** Fixed values. A number that a notice can change is a parameter, never a constant. */
export const constant = {
  fen: (n: number | bigint) => known('fen', whole(n)),
  yuan: (amount: number | string) => known('fen', yuan(amount)),
  bp: (n: number) => known('bp', whole(n)),
  /** `percent(30)` is 3,000 basis points. */
  percent: (n: number) => known('bp', whole(Math.round(n * 100))),
  count: (n: number) => known('count', whole(n)),
  months: (n: number) => known('months', whole(n)),
  date: (text: string) => known('date', day(text)),
  code: (text: string) => known('code', text),
  yes: known('boolean', true),
  no: known('boolean', false),
} as const

/** The day of the situation. */
export const today: Expr<'date', 'household'> = make({
  op: 'today',
  unit: 'date',
  entity: 'household',
  nullable: false,
})

// Arithmetic ---------------------------------------------------------------------------------------------------------

const many =
  (op: 'add' | 'min' | 'max') =>
  <U extends Quantity, E extends Entity>(first: Expr<U, E>, ...rest: Expr<NoInfer<U>, E>[]): Expr<U, E> =>
    make({ op, ...shape(first.unit, [first, ...rest]), of: [first, ...rest] })
/** Same unit throughout. */
export const add = many('add')
export const min = many('min')
export const max = many('max')
export const sub = <U extends Quantity, E extends Entity, F extends Entity>(
  a: Expr<U, E>,
  b: Expr<NoInfer<U>, F>,
): Expr<U, E | F> => make({ op: 'sub', ...shape(a.unit, [a, b]), of: [a, b] })

const asCount = (n: Expr<'count' | 'months', Entity> | number): Node => (typeof n === 'number' ? constant.count(n) : n)
/** An amount times a number (or a number of months): keeps the unit of the first. */
export const mul = <U extends Quantity, E extends Entity, F extends Entity = 'household'>(
  a: Expr<U, E>,
  times: Expr<'count' | 'months', F> | number,
): Expr<U, E | F> => {
  const b = asCount(times)
  return make({ op: 'mul', ...shape(a.unit, [a, b]), of: [a, b] })
}
/** An amount divided by a number; the divisor must be provably above zero, and the rounding is said. */
export const divide = <U extends Quantity, E extends Entity, F extends Entity = 'household'>(
  a: Expr<U, E>,
  by: Expr<'count' | 'months', F> | number,
  rounding: Rounding,
): Expr<U, E | F> => {
  const b = asCount(by)
  return make({ op: 'divide', ...shape(a.unit, [a, b]), of: [a, b], rounding })
}
/** A rate of an amount (or of a rate): `share(standard, rate, 'halfUp')`. */
export const share = <U extends 'fen' | 'bp', E extends Entity, F extends Entity>(
  a: Expr<U, E>,
  rate: Expr<'bp', F>,
  rounding: Rounding,
): Expr<U, E | F> => make({ op: 'share', ...shape(a.unit, [a, rate]), of: [a, rate], rounding })
/** How large one amount is beside another, in basis points; the second must be provably above zero. */
export const ratio = <E extends Entity, F extends Entity>(
  a: Expr<'fen', E>,
  b: Expr<'fen', F>,
  rounding: Rounding,
): Expr<'bp', E | F> => make({ op: 'ratio', ...shape('bp', [a, b]), of: [a, b], rounding })
/** To a multiple of `step` fen. */
export const roundTo = <E extends Entity>(a: Expr<'fen', E>, step: number, rounding: Rounding): Expr<'fen', E> =>
  make({ op: 'roundTo', ...shape('fen', [a]), of: [a], step: whole(step), rounding })
/** As the area rounds: the code is one of `roundingCodes`, usually a parameter. */
export const roundBy = <E extends Entity, F extends Entity>(
  a: Expr<'fen', E>,
  way: Expr<'code', F>,
): Expr<'fen', E | F> => make({ op: 'roundBy', ...shape('fen', [a, way]), of: [a, way] })

// Comparisons and logic (three-valued: false and unknown is false, true or unknown is true) ---------------------------

const comparison =
  (how: Comparison) =>
  <U extends Quantity | 'date', E extends Entity, F extends Entity>(
    a: Expr<U, E>,
    b: Expr<NoInfer<U>, F>,
  ): Expr<'boolean', E | F> =>
    make({ op: 'compare', how, ...shape('boolean', [a, b]), of: [a, b] })
export const lt = comparison('lt')
export const le = comparison('le')
export const gt = comparison('gt')
export const ge = comparison('ge')
export const eq = comparison('eq')
export const ne = comparison('ne')

export const and = <E extends Entity>(...of: Expr<'boolean', E>[]): Expr<'boolean', E> =>
  make({ op: 'and', ...shape('boolean', of), of })
export const or = <E extends Entity>(...of: Expr<'boolean', E>[]): Expr<'boolean', E> =>
  make({ op: 'or', ...shape('boolean', of), of })
export const not = <E extends Entity>(a: Expr<'boolean', E>): Expr<'boolean', E> =>
  make({ op: 'not', ...shape('boolean', [a]), of: [a] })

/** One of two values. Only the branch taken is asked for; an unknown condition matters only if the branches differ. */
export const when = <U extends Unit, E extends Entity, F extends Entity, G extends Entity>(
  condition: Expr<'boolean', E>,
  then: Expr<U, F>,
  otherwise: Expr<NoInfer<U>, G>,
): Expr<U, E | F | G> => {
  const of = [condition, then, otherwise] as const
  return make({ op: 'if', ...shape(then.unit, of), of })
}

export interface Row<U extends Unit, E extends Entity> {
  when: Expr<'boolean', E>
  value: Expr<U, E>
  label?: Text
}
export const row = <U extends Unit, E extends Entity, F extends Entity>(
  condition: Expr<'boolean', E>,
  value: Expr<U, F>,
  label?: Text,
): Row<U, E | F> => ({
  when: condition as Expr<'boolean', E | F>,
  value: value as Expr<U, E | F>,
  ...(label && { label }),
})
/** A decision table. `otherwise` is the value when no row holds. `highest` and `total` are for quantities. */
export const table = <U extends Unit, E extends Entity, F extends Entity>(
  hit: Hit,
  rows: readonly Row<NoInfer<U>, E>[],
  otherwise: Expr<U, F>,
): Expr<U, E | F> => {
  const parts = [...rows.flatMap((r) => [r.when, r.value] as Node[]), otherwise]
  return make({ op: 'table', ...shape(otherwise.unit, parts), hit, rows, otherwise })
}

/** Is the code one of these? An absent optional fact is in no list. */
export const isIn = <E extends Entity>(a: Expr<'code', E, boolean>, codes: readonly string[]): Expr<'boolean', E> =>
  make({ op: 'isIn', ...shape('boolean', [a]), of: [a], codes })
/** Was an optional fact or parameter given? */
export const isKnown = <E extends Entity>(a: Expr<Unit, E, true>): Expr<'boolean', E> =>
  make({ op: 'isKnown', ...shape('boolean', [a]), of: [a] })
/** The value of an optional fact or parameter, or what stands in for it. */
export const orElse = <U extends Unit, E extends Entity, F extends Entity>(
  a: Expr<U, E, true>,
  fallback: Expr<NoInfer<U>, F>,
): Expr<U, E | F> => make({ op: 'orElse', ...shape(a.unit, [a, fallback]), of: [a, fallback] })

// Time ---------------------------------------------------------------------------------------------------------------

/** At least that many full years old (or ago) on the day. Born on 29 February: older on 1 March in common years. */
export const aged = <E extends Entity, F extends Entity = 'household'>(
  birth: Expr<'date', E>,
  years: Expr<'count', F> | number,
): Expr<'boolean', E | F> => {
  const b = asCount(years)
  return make({ op: 'aged', ...shape('boolean', [birth, b]), of: [birth, b] })
}
/** Full years on the day. */
export const ageOf = <E extends Entity>(birth: Expr<'date', E>): Expr<'count', E> =>
  make({ op: 'age', ...shape('count', [birth]), of: [birth] })
/** Calendar months from one day's month to the other's: 31 January to 1 February is 1. Negative when the second is earlier. */
export const monthsBetween = <E extends Entity, F extends Entity>(
  from: Expr<'date', E>,
  to: Expr<'date', F>,
): Expr<'months', E | F> => make({ op: 'monthsBetween', ...shape('months', [from, to]), of: [from, to] })

// Over the members, or the supporters ---------------------------------------------------------------------------------------------------

type Where = { where?: Expr<'boolean', Entity> }
const over = <U extends Unit>(how: OverHow, unit: U, each: Node | null, where?: Node, none?: Node) => {
  const entity = widest([each, where].filter((part) => part !== null && part !== undefined))
  return make<U, 'household'>({
    op: 'over',
    how,
    over: entity === 'household' ? 'person' : entity,
    unit,
    entity: 'household',
    nullable: false,
    each,
    where: where ?? null,
    none: none ?? null,
  })
}
export const sum = <U extends Quantity>(each: Expr<U, Entity>, { where }: Where = {}): Expr<U, 'household'> =>
  over('sum', each.unit, each, where)
/** How many members, or how many members (or supporters) of whom it holds. */
export const count = (where?: Expr<'boolean', Entity>): Expr<'count', 'household'> =>
  over('count', 'count', null, where)
export const any = (each: Expr<'boolean', Entity>, { where }: Where = {}): Expr<'boolean', 'household'> =>
  over('any', 'boolean', each, where)
export const all = (each: Expr<'boolean', Entity>, { where }: Where = {}): Expr<'boolean', 'household'> =>
  over('all', 'boolean', each, where)
/** The highest value among those who count; `none` when nobody does. */
export const highestOf = <U extends Quantity>(
  each: Expr<U, Entity>,
  { where, none }: Where & { none: Expr<NoInfer<U>, 'household'> },
): Expr<U, 'household'> => over('max', each.unit, each, where, none)
export const lowestOf = <U extends Quantity>(
  each: Expr<U, Entity>,
  { where, none }: Where & { none: Expr<NoInfer<U>, 'household'> },
): Expr<U, 'household'> => over('min', each.unit, each, where, none)

// Table-like parameters ----------------------------------------------------------------------------------------------

const select = <U extends Unit, E extends Entity>(
  parameter: { declaration: TableParameter<U, 'list' | 'bands' | 'map', Unit>['declaration'] },
  at: Any,
  otherwise?: Node,
): Expr<U, E> => {
  const { declaration } = parameter
  const parts = otherwise ? [at, otherwise] : [at]
  return make({
    op: 'select',
    ...shape(declaration.unit, parts),
    name: declaration.name,
    declaration,
    at,
    otherwise: otherwise ?? null,
  })
}
/** The n-th value of a list, from 1: the share of the n-th month of a gradual exit. Outside the list: `otherwise`. */
export const stage = <U extends Unit, E extends Entity, F extends Entity = 'household'>(
  list: TableParameter<U, 'list', 'count'>,
  n: Expr<'count' | 'months', E>,
  otherwise?: Expr<NoInfer<U>, F>,
): Expr<U, E | F> => select(list, n, otherwise)
/** The value of the band a quantity falls in (the highest lower bound it reaches). Below the first band: `otherwise`. */
export const band = <U extends Unit, By extends Quantity, E extends Entity, F extends Entity = 'household'>(
  bands: TableParameter<U, 'bands', By>,
  value: Expr<NoInfer<By>, E>,
  otherwise?: Expr<NoInfer<U>, F>,
): Expr<U, E | F> => select(bands, value, otherwise)
/** The value listed for a code: the amount of a tier. */
export const lookup = <U extends Unit, E extends Entity, F extends Entity = 'household'>(
  map: TableParameter<U, 'map', 'code'>,
  code: Expr<'code', E>,
  otherwise?: Expr<NoInfer<U>, F>,
): Expr<U, E | F> => select(map, code, otherwise)
