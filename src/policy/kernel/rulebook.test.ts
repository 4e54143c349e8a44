import { expect, test } from 'vitest'
import { areaCode, day } from '../../foundation/index.ts'
import {
  add,
  and,
  band,
  constant,
  count,
  divide,
  gt,
  isIn,
  isKnown,
  lookup,
  lt,
  max,
  orElse,
  share,
  stage,
  sub,
  sum,
} from './build.ts'
import { exception, household, parameter, person, programme } from './declare.ts'
import * as example from './example-policy.ts'
import { cite, type Expr, type Node } from './expression.ts'
import type { ParameterRow } from './parameters.ts'
import { PolicyError } from './problem.ts'
import { type RulebookParts, rulebook } from './rulebook.ts'

const words = { zh: '甲', en: 'a' }
const basis = cite('law', '1')
const ask = { label: words, question: words }
const { meansTest, countyGap, rows, sources, gap, income, need } = example

/** The codes and the full text of what is refused. */
function refused(parts: Partial<RulebookParts>): { codes: string[]; text: string } {
  try {
    rulebook({ programmes: [meansTest], exceptions: [countyGap], rows, sources, ...parts })
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return { codes: error.problems.map((p) => p.code), text: error.message }
  }
  throw new Error('It was accepted')
}
/** A programme of one rule, forced past the compiler as rules from a file would be. */
const withRule = (value: unknown, more: Record<string, unknown> = {}) => {
  const eligible = household.rule('E', { title: words, basis, value: value as Expr<'boolean', 'household'>, ...more })
  const monthly = household.rule('M', { title: words, basis, value: constant.fen(1) })
  return {
    programmes: [programme('p', { title: words, basis, eligible, monthly, breakdown: [] })],
    exceptions: [],
    rows: [],
  }
}

test('the example is accepted whole', () => {
  const book = rulebook({
    programmes: [meansTest],
    exceptions: [countyGap],
    rows,
    sources,
    rules: [gap, income],
    facts: [example.wage],
  })
  expect([...book.rules.keys()]).toContain('W-7')
  expect(
    book
      .parametersAt('meansTest', areaCode('990101'), 'rural', day('2025-03-01'))
      .find((p) => p.declaration.name === 'standard'),
  ).toMatchObject({
    row: { value: 65_050n, to: '2025-07-01' },
    history: [{ value: 65_050n }, { value: 70_000n }],
  })
})

test('a rule that is dead, cyclic, declared twice or cites nothing known is refused by its id', () => {
  const unused = household.rule('U-1', { title: words, basis, value: constant.fen(0) })
  expect(refused({ rules: [unused] })).toMatchObject({
    codes: ['dead-rule'],
    text: expect.stringContaining('rule U-1'),
  })
  expect(refused({ sources: { law: { title: '法' } } })).toMatchObject({
    codes: ['unknown-source'],
    text: expect.stringContaining('rule W-7/990102: it cites county'),
  })
  const other = household.rule('W-7', { title: words, basis, value: constant.fen(0) })
  expect(refused({ rules: [other] })).toMatchObject({
    codes: ['declared-twice'],
    text: expect.stringContaining('rule W-7'),
  })
})

test('a rule that needs itself, also through an exception, is refused with the way round', () => {
  const circular = exception(income, { id: 'W-2/99', area: areaCode('99'), basis, value: gap })
  expect(refused({ exceptions: [circular] })).toMatchObject({
    codes: ['cycle'],
    text: expect.stringMatching(/W-\d → .*W-2/),
  })
})

test('exceptions: an unknown rule, another unit, or two that both apply are refused; one that names the other is not', () => {
  const nobody = household.rule('N-1', { title: words, basis, value: constant.fen(0) })
  expect(
    refused({ exceptions: [exception(nobody, { id: 'x', area: areaCode('51'), basis, value: constant.fen(1) })] }),
  ).toMatchObject({
    codes: ['unknown-rule'],
    text: expect.stringContaining('replaces N-1'),
  })
  const county = (more: object = {}) =>
    exception(gap, { id: 'W-7/99', area: areaCode('9901'), basis, value: constant.fen(7), ...more })
  expect(refused({ exceptions: [countyGap, county()] })).toMatchObject({
    codes: ['two-exceptions'],
    text: expect.stringContaining('both replace W-7 in 990102'),
  })
  const accepted = (exceptions: RulebookParts['exceptions']) =>
    rulebook({ programmes: [meansTest], exceptions, rows, sources })
  accepted([countyGap, county({ area: areaCode('51') })])
  accepted([
    exception(gap, { id: 'a', area: areaCode('99'), residence: 'urban', basis, value: need }),
    exception(gap, { id: 'b', area: areaCode('99'), residence: 'rural', basis, value: need }),
  ])
  accepted([county({ until: day('2024-01-01') }), county({ id: 'later', since: day('2024-01-01') })])
  const inner = exception(county(), { id: 'W-7/990102', area: areaCode('990102'), basis, value: constant.fen(9) })
  const book = accepted([county(), inner])
  const pays = (area: string) =>
    book.decideFast({
      programme: 'meansTest',
      area: areaCode(area),
      residence: 'urban',
      on: day('2025-03-01'),
      household: { local: true, car: false, savings: 0n },
      members: [{ id: 'm', facts: { wage: 0n } }],
    })
  expect([pays('990101'), pays('990102'), pays('9902')]).toMatchObject([
    { monthly: 7n },
    { monthly: 9n },
    { monthly: 80_000n },
  ])
})

test('a rule not in force makes the answer undetermined, and is named', () => {
  const late = household.rule('E', {
    title: words,
    basis,
    since: day('2026-01-29'),
    value: gt(count(), constant.count(0)),
  })
  const monthly = household.rule('M', { title: words, basis, value: constant.fen(1) })
  const book = rulebook({
    programmes: [programme('p', { title: words, basis, eligible: late, monthly, breakdown: [] })],
    rows: [],
  })
  const on = (text: string) =>
    ({
      programme: 'p',
      area: areaCode('99'),
      residence: 'urban',
      on: day(text),
      household: {},
      members: [{ id: 'm', facts: {} }],
    }) as const
  expect(book.determine(on('2026-01-28'))).toMatchObject({
    outcome: 'undetermined',
    missing: [{ kind: 'rule', name: 'E' }],
  })
  expect(book.determine(on('2026-01-29')).outcome).toBe('eligible')
  expect(book.decideFast(on('2026-01-28')).outcome).toBe('undetermined')
})

const money = household.fen('money', ask)
const people = household.count('people', ask)
const wage = person.fen('wage', ask)
const maybe = household.fen('maybe', { ...ask, optional: true })
const level = household.code('level', { ...ask, codes: ['1', '2'] })
type Forced = Expr<'fen', 'household'>
const forced = (node: Node) => node as unknown as Forced

test.each([
  ['unit', lt(money, forced(people)), 'mixes fen and count'],
  ['unit', gt(add(money, forced(level)), money), 'mixes fen and code'],
  ['unit', and(forced(money) as never), 'mixes boolean and fen'],
  ['nullable', gt(add(money, forced(maybe)), money), 'fact maybe may be absent'],
  ['never-absent', gt(orElse(money as never, constant.fen(0)) as Forced, money), 'fact money is never absent'],
  ['never-absent', isKnown(money as never), 'fact money is never absent'],
  ['entity', gt(forced(wage), money), 'fact wage belongs to one person'],
  ['divisor', gt(divide(money, people, 'down'), money), 'can be 0'],
  ['codes', isIn(level, ['3']), 'fact level never is 3'],
])('a tree that came past the compiler is checked again: %s', (code, value, message) => {
  expect(refused(withRule(value))).toMatchObject({ codes: [code], text: expect.stringContaining(message) })
  expect(refused(withRule(value)).text).toContain('rule E')
})

test('a divisor is fine when it is proven above zero', () => {
  const shared = (by: Expr<'count', 'household'>) => rulebook(withRule(gt(divide(money, by, 'halfUp'), money)))
  shared(count())
  shared(max(constant.count(1), people))
  shared(household.count('atLeastOne', { ...ask, range: [1n, 20n] }))
  expect(refused(withRule(gt(divide(money, count(gt(sum(wage), constant.fen(0))), 'down'), money))).codes).toEqual([
    'divisor',
  ])
  expect(refused(withRule(gt(divide(money, sub(count(), constant.count(1)), 'down'), money))).codes).toEqual([
    'divisor',
  ])
})

test('an empty period, no basis, and a fact declared twice are refused', () => {
  expect(
    refused(withRule(gt(money, constant.fen(0)), { since: day('2025-01-01'), until: day('2025-01-01') })).codes,
  ).toEqual(['empty-period'])
  expect(refused(withRule(gt(money, constant.fen(0)), { basis: [] })).codes).toEqual(['no-basis'])
  expect(refused(withRule(gt(money, household.fen('money', { ...ask, movable: true })))).codes).toEqual([
    'declared-twice',
  ])
  rulebook(withRule(gt(money, household.fen('money', ask))))
})

const row = (more: Partial<ParameterRow>): ParameterRow => ({
  parameter: 'standard',
  area: areaCode('51'),
  residence: 'both',
  from: day('2020-01-01'),
  to: null,
  value: 700,
  source: 'law',
  mark: 'S',
  review: null,
  at: { file: 'sichuan.yaml', line: 7 },
  ...more,
})
const withRows = (...more: Partial<ParameterRow>[]) => refused({ rows: [...rows, ...more.map(row)] })

test('values: unknown names, unreadable values, gaps and overlaps are refused with file and line', () => {
  expect(withRows({ parameter: 'standrad' })).toMatchObject({
    codes: ['unknown-parameter'],
    text: expect.stringContaining('sichuan.yaml:7: parameter standrad'),
  })
  expect(withRows({ value: 'about 700' })).toMatchObject({
    codes: ['unreadable-value'],
    text: expect.stringContaining('Not an amount in yuan'),
  })
  expect(withRows({ value: -1 }).text).toContain('expected a value from 0')
  expect(withRows({ value: true }).text).toContain('expected yuan with at most two decimals')
  expect(withRows({ parameter: 'workCost', value: '0.30001' }).text).toContain(`expected a rate such as '30%'`)
  expect(withRows({ parameter: 'savingsLimit', value: 2.5 }).text).toContain('expected a whole number')
  expect(withRows({ to: day('2020-01-01') }).codes).toEqual(['empty-period'])
  const overlap = withRows(
    { to: day('2022-01-01') },
    { from: day('2021-12-31'), residence: 'urban', at: { file: 'sichuan.yaml', line: 9 } },
  )
  expect(overlap).toMatchObject({
    codes: ['overlap'],
    text: expect.stringContaining('sichuan.yaml:9: parameter standard (area 51, urban): two values hold on 2021-12-31'),
  })
  expect(overlap.text).toContain('(sichuan.yaml:7)')
  expect(withRows({}, { from: day('2023-01-01') }).codes).toEqual(['overlap'])
  const hole = withRows({ to: day('2021-01-01') }, { from: day('2021-01-02') })
  expect(hole).toMatchObject({
    codes: ['gap'],
    text: expect.stringContaining('no value from 2021-01-01 to 2021-01-01'),
  })
  // Urban and rural are series of their own, and a value known to be missing is said.
  rulebook({
    programmes: [meansTest],
    rows: [...rows, ...[{ residence: 'urban' as const }, { residence: 'rural' as const }].map(row)],
    sources,
  })
  rulebook({
    programmes: [meansTest],
    rows: [
      ...rows,
      row({ to: day('2021-01-01') }),
      row({ from: day('2021-01-01'), to: day('2022-01-01'), value: null }),
      row({ from: day('2022-01-01') }),
    ],
    sources,
  })
})

test('every problem is named at once, and nothing is half-loaded', () => {
  const both = refused({
    rows: [...rows, row({ parameter: 'x' }), row({ value: 'y' })],
    rules: [household.rule('U', { title: words, basis, value: constant.fen(0) })],
  })
  expect(both.codes.sort()).toEqual(['dead-rule', 'unknown-parameter', 'unreadable-value'])
})

test('list, bands and map: looked up by position, lower bound and code; outside them the fallback, or undetermined', () => {
  const n = household.count('n', { ...ask, range: [-5n, 50n] })
  const code = household.code('code', { ...ask, codes: ['A', 'B', 'C'] })
  const exit = parameter.list('exit', 'bp', { label: words })
  const bands = parameter.bands('bands', 'count', 'fen', { label: words })
  const tiers = parameter.map('tiers', ['A', 'B', 'C'], 'fen', { label: words })
  const monthly = household.rule('M', {
    title: words,
    basis,
    value: add(
      share(constant.yuan(100), stage(exit, n, constant.bp(0)), 'halfUp'),
      band(bands, n, constant.fen(1)),
      lookup(tiers, code),
    ),
  })
  const eligible = household.rule('E', { title: words, basis, value: constant.yes })
  const at = (parameter: string, value: unknown) => row({ parameter, value, area: areaCode('') })
  const dated = [
    at('exit', ['100%', '80%', 0.6]),
    at('bands', [
      { from: 3, value: 5 },
      { from: 1, value: 2 },
    ]),
    at('tiers', { A: 605, B: '56.5' }),
  ]
  const book = rulebook({
    programmes: [programme('p', { title: words, basis, eligible, monthly, breakdown: [] })],
    rows: dated,
  })
  const pays = (count: number, tier: string) => {
    const situation = {
      programme: 'p',
      area: areaCode('99'),
      residence: 'urban',
      on: day('2025-03-01'),
      household: { n: count, code: tier },
      members: [{ id: 'm', facts: {} }],
    } as const
    const [fast, full] = [book.decideFast(situation), book.determine(situation)]
    expect(fast.outcome).toBe(full.outcome)
    if (full.outcome === 'undetermined') return full.missing.map((m) => m.name)
    if (full.outcome === 'eligible') expect(fast).toMatchObject({ monthly: full.monthly })
    return full.outcome === 'eligible' ? Number(full.monthly) / 100 : full.outcome
  }
  expect([0, 1, 2, 3, 4].map((count) => pays(count, 'A'))).toEqual([605.01, 707, 687, 670, 610])
  expect(pays(1, 'B')).toBe(158.5)
  expect(pays(-1, 'B')).toBe(56.51)
  expect(pays(1, 'C')).toEqual(['tiers'])
  expect(refused({ rows: [...rows, at('exit', [])] }).codes).toEqual(['unknown-parameter'])
  const wrong = (parameter: string, value: unknown) => {
    try {
      rulebook({
        programmes: [...book.programmes.values()],
        rows: [...dated.filter((r) => r.parameter !== parameter), at(parameter, value)],
      })
    } catch (error) {
      return (error as Error).message
    }
    return 'accepted'
  }
  expect(wrong('exit', [])).toContain('expected a list of values')
  expect(
    wrong('bands', [
      { from: 1, value: 2 },
      { from: 1, value: 3 },
    ]),
  ).toContain('different lower bounds')
  expect(wrong('bands', [{ value: 2 }])).toContain('a band with from and value')
  expect(wrong('tiers', { D: 1 })).toContain('expected one of A, B, C')
})
