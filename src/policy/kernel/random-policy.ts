import { areaCode, day, type Random } from '../../foundation/index.ts'
import * as b from './build.ts'
import { codesOf } from './check.ts'
import {
  type Exception,
  exception,
  household,
  type Programme,
  parameter,
  person,
  programme,
  supporter,
} from './declare.ts'
import {
  type Entity,
  type Expr,
  type Node,
  type Quantity,
  type Rounding,
  roundingCodes,
  type Unit,
  walk,
} from './expression.ts'
import type { ParameterRow } from './parameters.ts'
import { rootsOf } from './rule-set.ts'
import type { FactValue, Situation } from './situation.ts'

/** Random but well-formed rulebooks and households: the back-ends are compared on them. Used by tests and benchmarks only. */
export interface RandomPolicy {
  programme: Programme
  exceptions: Exception[]
  rows: ParameterRow[]
}

const text = (name: string) => ({ zh: name, en: name })
const ask = (name: string) => ({ label: text(name), question: text(name) })
const wide = { range: [-1_000_000_000_000_000_000n, 1_000_000_000_000_000_000n] } as const
const near = { range: [-300n, 300n] } as const
const codes = ['a', 'b', 'c'] as const

const makers = { household, person, supporter }
/** For each entity: safe and unsafe money, small money, a count, a condition, a birth date, codes; some of them optional. */
const factsOf = (entity: Entity) => {
  const make = makers[entity]
  const n = (name: string) => `${entity}${name}`
  return {
    fen: [
      make.fen(n('Fen'), ask('fen')),
      make.fen(n('Wide'), { ...ask('wide'), ...wide }),
      make.fen(n('Near'), { ...ask('near'), ...near, movable: true }),
    ],
    count: [make.count(n('Count'), ask('count')), make.count(n('Signed'), { ...ask('signed'), range: [-5n, 5n] })],
    months: [make.months(n('Months'), ask('months'))],
    boolean: [make.boolean(n('Yes'), ask('yes')), make.boolean(n('Sure'), ask('sure'))],
    date: [make.date(n('Birth'), ask('birth')), make.date(n('Since'), ask('since'))],
    code: [make.code(n('Code'), { ...ask('code'), codes })],
    optional: {
      fen: make.fen(n('MaybeFen'), { ...ask('maybe'), optional: true, ...wide }),
      count: make.count(n('MaybeCount'), { ...ask('maybe'), optional: true }),
      code: make.code(n('MaybeCode'), { ...ask('maybe'), codes, optional: true }),
      date: make.date(n('MaybeDate'), { ...ask('maybe'), optional: true }),
    },
  }
}
const facts = { household: factsOf('household'), person: factsOf('person'), supporter: factsOf('supporter') }
type Declared = Extract<Node, { op: 'fact' }>['declaration']
const declared = Object.values(facts).flatMap(({ optional, ...lists }) =>
  [...Object.values(lists).flat(), ...Object.values(optional)].map(
    (node) => (node as Extract<Node, { op: 'fact' }>).declaration,
  ),
)
export const randomFacts: readonly Declared[] = declared

const label = { label: text('p') }
const parameters = {
  fen: [
    parameter.fen('pFen', label),
    parameter.fen('pNear', { ...label, ...near }),
    parameter.fen('pWide', { ...label, ...wide }),
  ],
  bp: [parameter.bp('pRate', label)],
  count: [parameter.count('pCount', label)],
  code: [parameter.code('pCode', { ...label, codes })],
  boolean: [parameter.boolean('pYes', label)],
}
const maybeFen = parameter.fen('pMaybe', { ...label, optional: true })
const way = parameter.code('pRounding', { ...label, codes: roundingCodes })
const list = parameter.list('pList', 'bp', label)
const bands = parameter.bands('pBands', 'fen', 'fen', label)
const map = parameter.map('pMap', codes, 'fen', label)
const maybeMap = parameter.map('pMaybeMap', codes, 'count', { ...label, optional: true })

type Any<U extends Unit = Unit> = Expr<U, Entity>
const roundings: readonly Rounding[] = ['up', 'down', 'halfUp']

/** A tree of the wanted unit. `whose`: which member's facts may be read; `rules`: what is already defined. */
export function randomExpr<U extends Unit>(
  r: Random,
  unit: U,
  whose: Entity,
  depth: number,
  rules: readonly Any[] = [],
): Any<U> {
  const go = <V extends Unit>(u: V, entity: Entity = whose): Any<V> => randomExpr(r, u, entity, depth - 1, rules)
  const cast = (node: Node): Any<U> => node as Any<U>
  const listed = (): Entity => r.pick(['person', 'supporter'] as const)
  const quantity = (u: Quantity): Node => {
    const options: (() => Node)[] = [
      () => b.add(go(u), go(u), ...(r.chance(0.3) ? [go(u)] : [])),
      () => b.sub(go(u), go(u)),
      () => b.min(go(u), go(u)),
      () => b.max(go(u), go(u)),
      () => b.when(go('boolean'), go(u), go(u)),
      () =>
        b.table(
          r.pick(['first', 'highest', 'total'] as const),
          Array.from({ length: r.int(1, 3) }, () => b.row(go('boolean'), go(u))),
          go(u),
        ),
      () => b.sum(go(u, listed()), r.chance(0.5) ? { where: go('boolean', listedOf) } : {}),
      () =>
        r.pick([b.highestOf, b.lowestOf])(go(u, listedOf), {
          none: go(u, 'household') as Expr<Quantity, 'household'>,
          ...(r.chance(0.5) ? { where: go('boolean', listedOf) } : {}),
        }),
      () => b.mul(go(u), go('count')),
      () => b.divide(go(u), b.max(b.constant.count(1), go('count')), r.pick(roundings)),
    ]
    const listedOf: Entity = listed()
    options[6] = () => b.sum(go(u, listedOf), r.chance(0.5) ? { where: go('boolean', listedOf) } : {})
    if (u === 'fen')
      options.push(
        () => b.share(go('fen'), go('bp'), r.pick(roundings)),
        () => b.roundTo(go('fen'), r.pick([7, 100, 500]), r.pick(roundings)),
        () => b.roundBy(go('fen'), way),
        () => b.orElse(r.pick([facts[whose].optional.fen, maybeFen]) as Expr<'fen', Entity, true>, go('fen')),
        () => (r.chance(0.5) ? b.band(bands, go('fen'), go('fen')) : b.band(bands, go('fen'))),
        () => (r.chance(0.5) ? b.lookup(map, go('code'), go('fen')) : b.lookup(map, go('code'))),
      )
    if (u === 'bp')
      options.push(
        () => b.ratio(go('fen'), b.max(b.constant.fen(1), go('fen')), r.pick(roundings)),
        () => b.stage(list, go('count'), go('bp')),
        () => b.stage(list, go('months')),
      )
    if (u === 'count')
      options.push(
        () => b.count(),
        () => b.count(go('boolean', listedOf)),
        () => b.ageOf(go('date')),
        () => b.orElse(facts[whose].optional.count as Expr<'count', Entity, true>, go('count')),
        () => b.lookup(maybeMap, go('code'), go('count')),
      )
    if (u === 'months') options.push(() => b.monthsBetween(go('date'), go('date')))
    return r.pick(options)()
  }
  const boolean = (): Node => {
    const u = r.pick(['fen', 'fen', 'bp', 'count', 'months', 'date'] as const)
    const compare = r.pick([b.lt, b.le, b.gt, b.ge, b.eq, b.ne])
    const listedOf = listed()
    const where = r.chance(0.5) ? { where: go('boolean', listedOf) } : {}
    return r.pick<() => Node>([
      () => compare(go(u), go(u)),
      () => compare(go(u), go(u)),
      () => b.and(go('boolean'), go('boolean'), ...(r.chance(0.3) ? [go('boolean')] : [])),
      () => b.or(go('boolean'), go('boolean'), ...(r.chance(0.3) ? [go('boolean')] : [])),
      () => b.not(go('boolean')),
      () => b.when(go('boolean'), go('boolean'), go('boolean')),
      () => b.table('first', [b.row(go('boolean'), go('boolean')), b.row(go('boolean'), go('boolean'))], go('boolean')),
      () => b.any(go('boolean', listedOf), where),
      () => b.all(go('boolean', listedOf), where),
      () => {
        const code = go('code')
        return b.isIn(
          code,
          (codesOf(code) ?? codes).filter(() => r.chance(0.5)),
        )
      },
      () => b.isIn(facts[whose].optional.code as Expr<'code', Entity, true>, ['a', 'b']),
      () =>
        b.isKnown(
          r.pick([facts[whose].optional.fen, facts[whose].optional.date, maybeFen]) as Expr<Unit, Entity, true>,
        ),
      () => b.aged(go('date'), r.pick([16, 18, 60])),
      () => b.aged(go('date'), go('count')),
    ])()
  }
  if (depth <= 0 || r.chance(0.12)) return leaf(r, unit, whose, rules)
  switch (unit) {
    case 'boolean':
      return cast(boolean())
    case 'date':
    case 'code':
      return cast(r.chance(0.5) ? b.when(go('boolean'), go(unit), go(unit)) : leaf(r, unit, whose, rules))
    default:
      return cast(quantity(unit as Quantity))
  }
}

function leaf<U extends Unit>(r: Random, unit: U, whose: Entity, rules: readonly Any[]): Any<U> {
  const own: Record<Unit, readonly Any[]> = { ...facts[whose], bp: [] }
  const house: Record<Unit, readonly Any[]> = { ...facts.household, bp: [] }
  const constants: Record<Unit, () => Any> = {
    fen: () => b.constant.fen(r.pick([0, 1, 100, -250, 123_456_789])),
    bp: () => b.constant.bp(r.pick([0, 3333, 10_000, 20_000])),
    count: () => b.constant.count(r.pick([0, 1, 2, 7])),
    months: () => b.constant.months(r.pick([0, 1, 12])),
    boolean: () => r.pick([b.constant.yes, b.constant.no]),
    date: () => r.pick([b.today, b.constant.date('2024-02-29')]),
    code: () => b.constant.code(r.pick(codes)),
  }
  const parameter = (parameters as Partial<Record<Unit, readonly Any[]>>)[unit] ?? []
  const usable = rules.filter((rule) => rule.unit === unit && (rule.entity === 'household' || rule.entity === whose))
  const pool: (() => Any)[] = [constants[unit]]
  for (const nodes of [own[unit], own[unit], house[unit], parameter, usable, usable])
    if (nodes.length > 0) pool.push(() => r.pick(nodes))
  return r.pick(pool)() as Any<U>
}

export function randomPolicy(r: Random): RandomPolicy {
  const rules: Any[] = []
  const units = ['fen', 'fen', 'boolean', 'boolean', 'bp', 'count', 'code', 'months'] as const
  const exceptions: Exception[] = []
  for (let i = r.int(2, 10); i > 0; i--) {
    const entity = r.pick(['household', 'person', 'supporter'] as const)
    const unit = r.pick(units)
    const value = () => randomExpr(r, unit, entity, 3, rules) as never
    const until = r.chance(0.05) ? { until: day('2024-01-01') } : {}
    const rule = makers[entity].rule(`R${rules.length}`, {
      title: text('r'),
      basis: { source: 's', article: '1' },
      value: value(),
      ...until,
    })
    if (r.chance(0.2))
      exceptions.push(
        exception(rule as never, {
          id: `X${rules.length}`,
          area: areaCode(r.pick(['', '99', '51'])),
          basis: { source: 's', article: '2' },
          value: value(),
        }),
      )
    rules.push(rule as Any)
  }
  const house = (id: string, unit: 'boolean' | 'fen' | 'code') =>
    household.rule(id, {
      title: text(id),
      basis: { source: 's', article: '1' },
      value: randomExpr(r, unit, 'household', 4, rules) as Expr<'fen', 'household'>,
    })
  const eligible = house('eligible', 'boolean') as unknown as Programme['eligible']
  const breakdown = rules.filter((rule) => rule.unit === 'fen') as unknown as Programme['breakdown']
  const tier = r.chance(0.5) ? (house('tier', 'code') as unknown as NonNullable<Programme['tier']>) : undefined
  const made = programme('random', {
    title: text('random'),
    basis: { source: 's', article: '1' },
    eligible,
    monthly: house('monthly', 'fen'),
    breakdown,
    figures: rules as unknown as Programme['figures'],
    ...(tier && { tier }),
  })
  const texts = [...rootsOf(made), ...exceptions.map((e) => e.declaration)]
  const used = new Set(
    texts
      .flatMap((text) => [...walk(text.value)])
      .flatMap((node) => (node.op === 'parameter' || node.op === 'select' ? [node.name] : [])),
  )
  return { programme: made, exceptions, rows: randomRows(r).filter(({ parameter }) => used.has(parameter)) }
}

function randomRows(r: Random): ParameterRow[] {
  const rows: ParameterRow[] = []
  const put = (name: string, value: () => unknown) => {
    for (const area of ['', '99', '990101'])
      if (r.chance(0.45))
        rows.push({
          parameter: name,
          area: areaCode(area),
          residence: r.pick(['both', 'both', 'urban', 'rural']),
          from: day('2020-01-01'),
          to: r.chance(0.1) ? day('2024-06-01') : null,
          value: r.chance(0.05) ? null : value(),
          source: 's',
          mark: 'D',
          review: null,
        })
  }
  const money = () => BigInt(r.pick([0, 1, 99, 110_000, 999_999_999]))
  put('pFen', money)
  put('pNear', () => BigInt(r.int(-300, 300)))
  put('pWide', () => BigInt(r.int(-1000, 1000)) * 900_000_000_000_000n)
  put('pMaybe', money)
  put('pRate', () => BigInt(r.pick([0, 1, 3000, 10_000, 99_999])))
  put('pCount', () => r.int(0, 5))
  put('pCode', () => r.pick(codes))
  put('pYes', () => r.chance(0.5))
  put('pRounding', () => r.pick(roundingCodes))
  put('pList', () => ['100%', '80%', 0.6])
  put('pBands', () => [
    { from: -1, value: 3 },
    { from: 0, value: 10 },
    { from: '0.5', value: 7 },
  ])
  put('pMap', () => ({ a: 6.05, b: 5 }))
  put('pMaybeMap', () => ({ a: 1, c: 3 }))
  return rows
}

export function randomSituation(r: Random, unknown = 0.15): Situation {
  const some = (entity: Entity): Record<string, FactValue> => {
    const given: Record<string, FactValue> = {}
    for (const fact of declared)
      if (fact.entity === entity) given[fact.name] = r.chance(unknown) ? null : valueFor(r, fact)
    return given
  }
  const several = (prefix: string, entity: Entity, least: number) =>
    Array.from({ length: r.int(least, 4) }, (_, i) => ({ id: `${prefix}${i}`, facts: some(entity) }))
  return {
    programme: 'random',
    area: areaCode(r.pick(['99', '990101', '990101001', '51', ''])),
    residence: r.pick(['urban', 'rural']),
    on: day(r.pick(['2025-03-01', '2024-02-29', '2025-02-28', '2023-12-31'])),
    household: some('household'),
    members: several('m', 'person', 1),
    supporters: several('s', 'supporter', 0),
  }
}

function valueFor(r: Random, fact: Declared): FactValue {
  const [low, high] = fact.range ?? [0n, fact.unit === 'fen' ? 100_000_000_000n : fact.unit === 'count' ? 1000n : 1200n]
  switch (fact.unit) {
    case 'fen':
      if (high < 1000n) return BigInt(r.int(Number(low), Number(high)))
      return r.pick([
        low,
        high,
        0n,
        1n,
        BigInt(r.int(0, 500_000)),
        BigInt(r.int(0, 500_000)),
        (high / 997n) * BigInt(r.int(0, 997)),
      ])
    case 'count':
    case 'months':
      return r.chance(0.7) ? r.int(Number(low) < 0 ? -5 : 0, 5) : Number(r.pick([low, high]))
    case 'boolean':
      return r.chance(0.5)
    case 'date':
      return r.pick(['1955-03-01', '1955-03-02', '1964-02-29', '2007-02-28', '2007-03-01', '2024-02-29', '2030-01-01'])
    case 'code':
      return r.pick(codes)
  }
}
