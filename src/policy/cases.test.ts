import { describe, expect, test } from 'vitest'
import { allCases, caseFiles, casesIn } from './cases.test-support.ts'
import { runCase } from './cases.ts'
import { articles } from './rulebook/articles.generated.ts'

describe.each(caseFiles)('%s', (file) => {
  test.each(casesIn(file).map((worked) => [worked.name, worked] as const))('%s', (_name, worked) => {
    expect(runCase(worked).failures).toEqual([])
  })
})

test('there are enough cases, each with a name of its own', () => {
  expect(allCases().length).toBeGreaterThanOrEqual(60)
  expect(new Set(allCases().map(({ name }) => name)).size).toBe(allCases().length)
})

test('every rule a case cites is in the handbook excerpts', () => {
  const unknown = allCases().flatMap(({ name, rules }) =>
    rules.filter((id) => !articles.handbook?.[id]).map((id) => `${name}: ${id}`),
  )
  expect(unknown).toEqual([])
})

test('a case that is wrong is found out', () => {
  const worked = allCases().find(({ expected }) => expected.outcome === 'eligible')!
  const wrong = { ...worked, expected: { outcome: 'eligible', monthly: 1n } as const }
  expect(runCase(wrong).failures).toHaveLength(1)
})
