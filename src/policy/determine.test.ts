import { expect, test } from 'vitest'
import { areaCode, day } from '../foundation/index.ts'
import { allCases } from './cases.test-support.ts'
import { decideFast, determine, explain } from './determine.ts'
import { factDictionary, factNames } from './facts.ts'
import { PolicyError } from './kernel/problem.ts'
import type { Situation } from './situation.ts'

const ofCase = (name: string): Situation => allCases().find((one) => one.name.startsWith(name))!.situation

test('values appear in the explanation as their notice wrote them', () => {
  const explanation = explain(determine(ofCase('农村标准按年公布')))
  const standard = explanation.lines.find(({ id }) => id === 'dibaoStandard')!
  expect(standard.shown.zh).toBe('6240元/年')
  expect(standard.source).toEqual({ source: 'anhe-dibao', article: '第一条' })
})

test('the lines of the letter add up, and say what rounding did', () => {
  const found = determine(ofCase('安禾县发放额进到元'))
  if (found.outcome !== 'eligible') throw new Error('should be eligible')
  expect(found.breakdown.map(({ rule, amount }) => [rule, amount])).toEqual([
    ['DB-02.line', 42_001n],
    ['DB-02.monthly', 99n],
  ])
  expect(found.breakdown.reduce((total, { amount }) => total + amount, 0n)).toBe(found.monthly)
})

test('the month and the income a head are said as people work them out, not as they are rounded inside', () => {
  const { lines } = explain(determine(ofCase('安禾县发放额进到元')))
  const saying = (id: string) => lines.find((line) => line.id === id)!.formula!.zh
  expect(saying('DB-02.monthly')).toBe('应发合计(12个月) 5,040.10 ÷ 12,发放额取整 进位到元 = 421')
  expect(saying('GEN-03.perHead')).toMatch(/^家庭可计收入\(12个月\) [\d,.]+ ÷ 家庭人口数 \d ÷ 12 = /)
})

test('behind every figure that is asked for stands an article of the law, before the handbook says more', () => {
  const explained = allCases().flatMap(({ situation }) => explain(determine(situation)).lines)
  const income = explained.find(({ id }) => id === 'transferIncome' || id === 'wageIncome')!
  expect(income.article[0]).toEqual({ source: 'confirmation-measures', article: '第十三条第一款' })
  const bare = new Set(
    explained.filter((line) => line.kind === 'fact' && line.article[0]?.source === 'handbook').map((line) => line.id),
  )
  // The law texts we have say nothing about these three; the handbook's pages do.
  expect([...bare].sort()).toEqual(['receivesTekun', 'refusedWork', 'spendingFitsIncome'])
})

test('an ordinary refusal is one sentence with its gap, and the fen that would change it', () => {
  const found = determine(ofCase('收入比标准多一分'))
  if (found.outcome !== 'not-eligible') throw new Error('should not be eligible')
  expect(found.unmet).toHaveLength(1)
  expect(found.unmet[0]!.conditions).toMatchObject([
    { rule: 'DB-01.income', figure: 864_001n, needs: 'lt', threshold: 864_000n, gap: 2n },
  ])
  expect(found.nearest).toMatchObject({ fact: 'transferIncome', subject: '李一', from: 864_001n, to: 863_999n })
})

test('every unmet condition of every refused case speaks of the household, not of the law', () => {
  for (const { name, situation, expected } of allCases()) {
    if (expected.outcome !== 'not-eligible') continue
    const found = determine(situation)
    if (found.outcome !== 'not-eligible') throw new Error(name)
    expect(found.unmet.length, name).toBeLessThanOrEqual(3)
    expect(found.unmet.flatMap(({ conditions }) => conditions).every(({ basis }) => basis.length > 0)).toBe(true)
  }
})

test('a supporter who is only counted is somebody of whom nothing is known', () => {
  const situation = ofCase('说有一位赡养人')
  const found = determine(situation)
  if (found.outcome !== 'undetermined') throw new Error('should be undetermined')
  expect(found.missing).toContainEqual(expect.objectContaining({ name: 'supporterExempt', subject: 'supporter-1' }))
  expect(decideFast(situation).outcome).toBe('undetermined')
  expect(
    determine({ ...situation, supporters: [], household: { ...situation.household, legalSupporters: null } }).outcome,
  ).toBe('eligible')
})

test('the register may count more supporters than it lists', () => {
  const situation = ofCase('有判决的按判决')
  const found = determine({ ...situation, household: { ...situation.household, legalSupporters: 2 } })
  if (found.outcome !== 'undetermined') throw new Error('should be undetermined')
  expect(found.missing[0]).toMatchObject({ name: 'supporterExempt', subject: 'supporter-2', needed: 'now' })
})

test('whether there are supporters at all may be what is missing', () => {
  const situation = ofCase('赵老两口')
  const found = determine({ ...situation, household: { ...situation.household, legalSupporters: null } })
  if (found.outcome !== 'undetermined') throw new Error('should be undetermined')
  expect(found.missing[0]).toMatchObject({ name: 'legalSupporters', needed: 'now' })
  expect(decideFast({ ...situation, household: { ...situation.household, legalSupporters: null } }).outcome).toBe(
    'undetermined',
  )
})

test('a fact of the wrong subject, or a wrong override, names its field', () => {
  const situation = ofCase('赵老两口')
  const wrong = { ...situation, household: { ...situation.household, wageIncome: 1n } }
  expect(() => determine(wrong)).toThrow(/household\.wageIncome: it is a fact of the person/)
  const problems = (bad: Situation) => {
    try {
      determine(bad)
    } catch (error) {
      if (error instanceof PolicyError) return error.problems.map(({ subject }) => subject)
      throw error
    }
    return []
  }
  expect(problems({ ...situation, overrides: { dibaoStandard: '740' } })).toEqual(['overrides.dibaoStandard'])
  expect(problems({ ...situation, overrides: { 低保标准: '740元/月' } })).toEqual([])
  expect(problems({ ...situation, members: [] })).toEqual(['members'])
})

test('the same facts, rules and values give the same hashes and the same answer', () => {
  const situation = ofCase('孙家三口')
  const [one, two] = [determine(situation), determine(structuredClone(situation))]
  expect([one.rulebookHash, one.parameterHash, one.factsHash]).toEqual([
    two.rulebookHash,
    two.parameterHash,
    two.factsHash,
  ])
  const later = determine({ ...situation, on: day('2025-07-01') })
  expect(later.parameterHash).not.toBe(one.parameterHash)
  expect(later.rulebookHash).toBe(one.rulebookHash)
  expect(determine({ ...situation, area: areaCode('990101001001') }).outcome).toBe('eligible')
})

test('the dictionary: names, labels, questions and codes in two languages', () => {
  const labels = new Set<string>()
  for (const name of factNames) {
    const entry = factDictionary[name]
    expect(name).toMatch(/^[a-z][A-Za-z]+$/)
    for (const text of [entry.label, entry.question]) {
      expect(text.zh).toMatch(/\p{Script=Han}/u)
      expect(text.en).not.toMatch(/\p{Script=Han}/u)
    }
    expect(entry.basis.length, name).toBeGreaterThan(0)
    expect('codes' in entry, name).toBe(entry.unit === 'code')
    labels.add(`${entry.entity} ${entry.label.zh}`)
  }
  expect(labels.size).toBe(factNames.length)
})
