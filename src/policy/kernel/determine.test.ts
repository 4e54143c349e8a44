import { expect, test, vi } from 'vitest'
import { areaCode, day, yuan } from '../../foundation/index.ts'
import { add, and, constant, divide, eq, gt, lt, max, mul, not, or, roundTo, sub, when } from './build.ts'
import { household, parameter, programme } from './declare.ts'
import * as example from './example-policy.ts'
import { cite, type Expr } from './expression.ts'
import { rulebook } from './rulebook.ts'
import type { Facts, Situation } from './situation.ts'

const { meansTest, countyGap, rows, sources } = example
const book = rulebook({ programmes: [meansTest], exceptions: [countyGap], rows, sources })

const situation = (household: Facts, members: Facts[], more: Partial<Situation> = {}): Situation => ({
  programme: 'meansTest',
  area: areaCode('990101'),
  residence: 'urban',
  on: day('2025-03-01'),
  household: { local: true, car: false, savings: 0n, ...household },
  members: members.map((facts, i) => ({ id: `m${i + 1}`, facts: { wage: 0n, ...facts } })),
  ...more,
})
const names = { m1: '王父', m2: '王母', m3: '王梅' }

test('three people, one wage of 1,000 yuan, one severe disability: 1,700 top-up and 240 supplement', () => {
  const given = situation({}, [{ wage: yuan(1000) }, {}, { disability: '1' }])
  const answer = book.determine(given)
  // 800 × 3 − (1,000 − 300) = 1,700; 800 × 30% = 240
  expect(answer).toMatchObject({ outcome: 'eligible', tier: 'A', monthly: yuan(1940) })
  if (answer.outcome !== 'eligible') throw new Error()
  expect(answer.breakdown.map(({ rule, subject, amount }) => ({ rule, subject, amount }))).toEqual([
    { rule: 'W-7', subject: null, amount: yuan(1700) },
    { rule: 'W-8', subject: 'm3', amount: yuan(240) },
  ])
  expect(book.decideFast(given)).toEqual({ outcome: 'eligible', tier: 'A', monthly: yuan(1940) })
  const explanation = book.explain(answer, { 'm1/wage': { source: 'matched', date: day('2025-02-20') } }, names)
  const formula = (id: string, of: string | null = null) =>
    explanation.lines.find((line) => line.id === id && line.subject === of)?.formula
  expect(formula('W-7')).toEqual({
    zh: '标准×人数 2,400 − 家庭月收入 700 = 1,700',
    en: 'standard × members 2,400 − household income 700 = 1,700',
  })
  expect(formula('W-3')?.zh).toBe('低保标准 800 × 人数 3 = 2,400')
  expect(formula('W-1', 'm1')?.zh).toBe('月工资 1,000 − 月工资 1,000 × 就业成本扣减比例 30% + 0 = 700')
  expect(formula('W-2')?.zh).toBe('扣减后工资:王父 700 + 王母 0 + 王梅 0 = 700')
  expect(formula('W-8', 'm3')?.zh).toBe('重残:低保标准 800 × 重残增发比例 30% = 240')
  expect(explanation.lines.find((line) => line.id === 'wage' && line.subject === 'm1')).toMatchObject({
    whose: '王父',
    shown: { zh: '1,000' },
    origin: { source: 'matched' },
    verified: true,
  })
  expect(explanation.lines.find((line) => line.id === 'standard')).toMatchObject({
    mark: 'D',
    verified: false,
    source: { source: 'law', article: '11' },
  })
  expect(explanation.lines.find((line) => line.id === 'W-8' && line.subject === 'm1')?.rows).toEqual([
    { label: { zh: '重残', en: 'severe disability' }, held: false },
  ])
  expect(explanation.verified).toBe(false)
  // What was kept elsewhere and read again explains itself the same way.
  expect(book.explain(structuredClone(answer), {}, names)).toEqual(book.explain(answer, {}, names))
})

test('a refusal names every minimal set of conditions, the gap to the fen, and the smallest change, verified', () => {
  const answer = book.determine(situation({ savings: yuan(60_000) }, [{ wage: yuan(5000) }, {}, {}]))
  if (answer.outcome !== 'not-eligible') throw new Error()
  // 3,500 is not below 2,400, and 60,000 is above 24 × 2,400 = 57,600: both would have to change.
  expect(answer.unmet).toHaveLength(1)
  expect(answer.unmet[0]!.conditions).toMatchObject([
    { rule: 'W-4', text: { zh: '家庭月收入 3,500 须低于 标准×人数 2,400' }, gap: yuan('1100.01'), needs: 'lt' },
    { rule: 'W-5', text: { zh: '存款 60,000 须不高于 标准×人数 × 存款上限月数 57,600' }, gap: yuan(2400), needs: 'le' },
  ])
  expect(answer.nearest).toBeNull()
  const onlyWage = book.determine(situation({}, [{ wage: yuan(5000) }, {}, {}]))
  if (onlyWage.outcome !== 'not-eligible') throw new Error()
  // 70% of the wage must stay below 2,400: 3,428.56 × 70% = 2,399.992 → 2,399.99; 3,428.57 → 2,400.00.
  expect(onlyWage.nearest).toMatchObject({
    fact: 'wage',
    subject: 'm1',
    from: yuan(5000),
    to: yuan('3428.56'),
    monthly: 1n,
  })
  expect(book.explain(onlyWage, {}, names).nearest?.text.zh).toBe(
    '如果王父月工资不是 5,000 元而是 3,428.56 元,即符合条件,每月 0.01 元',
  )
})

test('what is not known is asked for, only where it matters, and never paid', () => {
  const asked = (given: Situation) => {
    const answer = book.determine(given)
    expect(book.decideFast(given).outcome).toBe(answer.outcome)
    if (answer.outcome !== 'undetermined') return answer.outcome
    expect(answer).not.toHaveProperty('monthly')
    return answer.missing.map((m) => `${m.subject ?? ''}${m.name}${m.needed === 'perhaps' ? '?' : ''}`)
  }
  expect(asked(situation({ car: null }, [{ wage: null }, { wage: null }]))).toEqual(['m1wage', 'm2wage', 'car'])
  // A car settles it: nobody needs to ask for the wages.
  expect(asked(situation({ car: true }, [{ wage: null }]))).toBe('not-eligible')
  // Whether there is a disability is an answer of its own here.
  expect(asked(situation({}, [{}]))).toBe('eligible')
  // No row for the standard outside the area: the parameter is named, nothing is invented.
  expect(asked(situation({}, [{}], { area: areaCode('51') }))).toEqual(['standard'])
})

test('values are those of the place, the people and the day; an exception of a county holds there alone', () => {
  const pays = (more: Partial<Situation>, wages: bigint = 0n) => {
    const answer = book.determine(situation({}, [{ wage: wages }], more))
    return answer.outcome === 'eligible' ? answer.monthly : answer.outcome
  }
  expect(pays({})).toBe(yuan(800))
  expect(pays({ residence: 'rural', on: day('2025-06-30') })).toBe(yuan('650.50'))
  expect(pays({ residence: 'rural', on: day('2025-07-01') })).toBe(yuan(700))
  // 800 − 70% × 1,120 = 16: the county pays at least 50.
  expect(pays({}, yuan(1120))).toBe(yuan(16))
  expect(pays({ area: areaCode('990102003') }, yuan(1120))).toBe(yuan(50))
  expect(pays({ overrides: { standard: 1000 } })).toBe(yuan(1000))
  expect(pays({ overrides: { standard: null } })).toBe('undetermined')
  expect(() => pays({ overrides: { standrad: 1000 } })).toThrow('overrides.standrad')
  expect(() => pays({ overrides: { standard: 'much' } })).toThrow('overrides.standard')
})

test('bad input is refused field by field, without repeating the value', () => {
  const bad = situation({ savings: -1n, car: 'yes' as unknown as boolean, unheardOf: 1n }, [
    { wage: 12.5 as unknown as bigint, disability: '9' },
  ])
  expect(() => book.determine(bad)).toThrow('household.savings')
  expect(book.check(bad).map((p) => p.subject)).toEqual([
    'household.car',
    'household.savings',
    'household.unheardOf',
    'members[0].facts.wage',
    'members[0].facts.disability',
  ])
  expect(() => book.determine(situation({}, []))).toThrow('at least one member')
  expect(() => book.decideFast({ ...situation({}, [{}]), programme: 'nothing' })).toThrow('no such programme')
  expect(() => book.decideFast(situation({}, []))).toThrow('at least one member')
  const twice = [{ id: 'm1', facts: {} }]
  expect(book.check(situation({}, [{}], { supporters: twice })).map((p) => p.subject)).toEqual(['supporters[0].id'])
  for (const wage of [-1n, 10n ** 12n]) {
    expect(() => book.determine(situation({}, [{ wage }]))).toThrow('members[0].facts.wage')
    expect(() => book.decideFast(situation({}, [{ wage }]))).toThrow('members[0].facts.wage')
  }
})

test('hashes: same rules, values and facts, same hash; an unknown written as null or left out is the same', () => {
  const hashes = (given: Situation, of = book) => {
    const { rulebookHash, parameterHash, factsHash } = of.determine(given)
    return { rulebookHash, parameterHash, factsHash }
  }
  const first = hashes(situation({}, [{}]))
  expect(hashes(situation({}, [{ pension: null }]))).toEqual(first)
  expect(hashes(situation({ savings: 1n }, [{}]))).toMatchObject({
    rulebookHash: first.rulebookHash,
    parameterHash: first.parameterHash,
  })
  expect(hashes(situation({ savings: 1n }, [{}])).factsHash).not.toBe(first.factsHash)
  expect(hashes(situation({}, [{}], { residence: 'rural' })).parameterHash).not.toBe(first.parameterHash)
  expect(hashes(situation({}, [{}], { overrides: { standard: 800 } })).parameterHash).not.toBe(first.parameterHash)
  const without = rulebook({ programmes: [meansTest], rows, sources })
  expect(hashes(situation({}, [{}]), without).rulebookHash).not.toBe(first.rulebookHash)
  const again = rulebook({ programmes: [meansTest], exceptions: [countyGap], rows: [...rows].reverse(), sources })
  expect(hashes(situation({}, [{}]), again)).toEqual(first)
  // Written down once: a change here means that stored decisions no longer replay against the same rules.
  expect(first.rulebookHash).toBe('e737af14b9e16ba9d211e305909a3209415d87ac92ce71b2fb4cc49095b60edf')
})

test('a value of another programme may be given and changes nothing', () => {
  const words = { zh: '甲', en: 'a' }
  const basis = cite('law', '1')
  const amount = household.rule('O-1', { title: words, basis, value: parameter.fen('other', { label: words }) })
  const yes = household.rule('O-2', { title: words, basis, value: constant.yes })
  const other = programme('other', { title: words, basis, eligible: yes, monthly: amount, breakdown: [] })
  const both = rulebook({ programmes: [meansTest, other], rows, sources })
  const given = situation({}, [{}], { overrides: { other: 5 } })
  expect(both.determine(given)).toMatchObject({
    outcome: 'eligible',
    monthly: yuan(800),
    parameterHash: book.determine(situation({}, [{}])).parameterHash,
  })
  expect(
    both.decideFast({ ...given, programme: 'other', household: {}, members: [{ id: 'm', facts: {} }] }),
  ).toMatchObject({ monthly: yuan(5) })
})

test('sentences: brackets where they are needed, limits only where they bite, in Chinese and English', () => {
  const words = (zh: string, en: string) => ({ title: { zh, en }, basis: cite('law', '1') })
  const [a, b, c] = ['a', 'b', 'c'].map((name) =>
    household.fen(name, { label: { zh: name, en: name }, question: { zh: name, en: name } }),
  ) as [Expr<'fen', 'household'>, Expr<'fen', 'household'>, Expr<'fen', 'household'>]
  const n = household.count('n', { label: { zh: 'n', en: 'n' }, question: { zh: 'n', en: 'n' }, range: [1n, 9n] })
  const values = {
    nested: sub(a, sub(b, c)),
    product: mul(add(a, b), n),
    quotient: divide(a, mul(n, n), 'up'),
    clipped: max(constant.fen(0), sub(c, a)),
    higher: max(a, b),
    stepped: roundTo(a, 500, 'up'),
    chosen: when(gt(a, b), add(a, c), b),
    logic: when(and(gt(a, b), or(lt(a, c), not(eq(b, c)))), a, b),
  }
  const rules = Object.entries(values).map(([id, value]) => household.rule(id, { ...words(id, id), value }))
  const logic = household.rule('yesno', {
    ...words('是否', 'whether'),
    value: and(gt(a, b), or(lt(a, c), not(eq(b, c)))),
  })
  const eligible = household.rule('E', { ...words('符合', 'eligible'), value: constant.yes })
  const test = programme('s', {
    ...words('s', 's'),
    eligible,
    monthly: rules[0]!,
    breakdown: [],
    figures: [...rules, logic],
  })
  const facts = { a: yuan(7), b: yuan(5), c: yuan(2), n: 2 }
  const sentences = rulebook({ programmes: [test], rows: [] })
  const answer = sentences.determine({
    programme: 's',
    area: areaCode('99'),
    residence: 'urban',
    on: day('2025-03-01'),
    household: facts,
    members: [{ id: 'm', facts: {} }],
  })
  const said = Object.fromEntries(
    sentences
      .explain(answer)
      .lines.filter((line) => line.kind === 'rule')
      .map((line) => [line.id, line.formula]),
  )
  expect(said).toMatchObject({
    nested: { zh: 'a 7 − (b 5 − c 2) = 4' },
    product: { zh: '(a 7 + b 5) × n 2 = 24' },
    quotient: { zh: 'a 7 ÷ (n 2 × n 2) = 1.75' },
    clipped: { zh: 'c 2 − a 7(按 0 计) = 0', en: 'c 2 − a 7 (counted as 0) = 0' },
    higher: { zh: '取高(a 7,b 5) = 7', en: 'the higher of (a 7, b 5) = 7' },
    stepped: { zh: 'a 7(向上取整到 5 元) = 10', en: 'a 7 (rounded up to 5 yuan) = 10' },
    chosen: { zh: 'a 7 + c 2 = 9' },
    logic: { zh: 'a 7 = 7' },
    yesno: {
      zh: 'a 7 高于 b 5 且 (a 7 低于 c 2 或 并非(b 5 等于 c 2)) → 是',
      en: 'a 7 is above b 5 and (a 7 is below c 2 or not (b 5 equals c 2)) → yes',
    },
  })
})

test('where a page forbids making code, the interpreter answers', () => {
  vi.stubGlobal(
    'Function',
    class {
      constructor() {
        throw new EvalError('unsafe-eval')
      }
    },
  )
  const strict = rulebook({ programmes: [meansTest], exceptions: [countyGap], rows, sources })
  const given = situation({}, [{ wage: yuan(1000) }, {}, { disability: '1' }])
  expect(strict.decideFast(given)).toEqual({ outcome: 'eligible', tier: 'A', monthly: yuan(1940) })
  expect(strict.decideFast(situation({ car: null }, [{}]))).toEqual({ outcome: 'undetermined' })
  expect(strict.generatedFor('meansTest', given)).toBeNull()
  vi.unstubAllGlobals()
})

test('amounts beyond what plain numbers hold exactly are compared and paid to the fen', () => {
  const words = { zh: '甲', en: 'a' }
  const basis = cite('law', '1')
  const huge = household.fen('huge', { label: words, question: words, range: [0n, 2n ** 60n] })
  const small = household.fen('small', { label: words, question: words })
  const eligible = household.rule('E', {
    title: words,
    basis,
    value: or(eq(small, huge), eq(huge, small), and(gt(small, huge), lt(huge, small))),
  })
  const monthly = household.rule('M', { title: words, basis, value: max(small, sub(huge, small)) })
  const wide = rulebook({
    programmes: [programme('w', { title: words, basis, eligible, monthly, breakdown: [] })],
    rows: [],
  })
  const at = (hugeFen: bigint, smallFen: bigint) => {
    const given = {
      programme: 'w',
      area: areaCode('99'),
      residence: 'urban',
      on: day('2025-03-01'),
      household: { huge: hugeFen, small: smallFen },
      members: [{ id: 'm', facts: {} }],
    } as const
    const [full, fast] = [wide.determine(given), wide.decideFast(given)]
    expect(fast.outcome).toBe(full.outcome)
    if (full.outcome === 'eligible') expect(fast).toMatchObject({ monthly: full.monthly })
    return full.outcome === 'eligible' ? full.monthly : full.outcome
  }
  expect(at(5n, 5n)).toBe(5n)
  expect(at(4n, 5n)).toBe(5n)
  expect(at(2n ** 60n - 1n, 5n)).toBe('not-eligible')
})
