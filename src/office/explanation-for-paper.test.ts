import { expect, test } from 'vitest'
import { areaCode, type Day, day, yuan } from '../foundation/index.ts'
import { determine, explain, type Provenance, type Situation } from '../policy/index.ts'
import { readDocumentData } from './document-data.ts'
import { explanationForPaper } from './explanation-for-paper.ts'
import { lintLetter } from './letter-lint.ts'
import { paperText } from './paper.ts'
import { writePaper } from './papers/index.ts'
import { samplePapers } from './testkit/sample-papers.ts'

/** A mother and her grown son in town; his pension-like transfers put the household above the standard of 安禾县. */
const person = (id: string, facts: Record<string, bigint | number | boolean | string | null>) => ({
  id,
  facts: {
    birth: '1965-06-15',
    livesTogether: true,
    exclusion: 'none',
    receivesTekun: false,
    singleParentChild: 'no',
    multipleBirth: false,
    disabilityType: 'none',
    illness: 'healthy',
    workAbility: 'able',
    studentStage: 'none',
    employment: 'casual',
    workExemption: 'none',
    refusedWork: 0,
    wageIncome: 0n,
    operatingIncome: 0n,
    propertyIncome: 0n,
    transferIncome: 0n,
    transferPaid: 0n,
    basicPension: 0n,
    ...facts,
  },
})
const situation: Situation = {
  programme: 'dibao',
  area: areaCode('990101'),
  residence: 'urban',
  on: day('2025-03-01'),
  household: {
    registration: 'local',
    deposits: 0n,
    securities: 0n,
    insuranceCashValue: 0n,
    internetFinance: 0n,
    receivables: 0n,
    vehicles: 0,
    largeMachinery: 0,
    homes: 1,
    nonResidentialProperty: 0,
    businesses: 0,
    medicalExpenditure: 0n,
    rehabilitationExpenditure: 0n,
    educationExpenditure: 0n,
    careExpenditure: 0n,
    housingExpenditure: 0n,
    suddenEventExpenditure: 0n,
    legalSupporters: 0,
    receivesDibao: false,
  },
  members: [
    person('m1', { relation: 'applicant' }),
    person('m2', { relation: 'child', birth: '1995-01-01', livesIndependently: true, transferIncome: yuan(18000) }),
  ],
}
const names = { m1: '鲁母', m2: '鲁儿' }
const found: Provenance = { 'm2/transferIncome': { source: 'matched', date: '2025-02-20' as Day } }
const worded = (provenance: Provenance, adults: string[] = []) => {
  const determination = determine(situation)
  expect(
    determination.outcome,
    JSON.stringify(determination, (_, v) => (typeof v === 'bigint' ? String(v) : v)).slice(0, 600),
  ).toBe('not-eligible')
  return explanationForPaper({ determination, explanation: explain(determination, provenance, names), adults })
}
const letterWith = (explanation: ReturnType<typeof worded>, member: string) => ({
  ...samplePapers['refusal-letter'],
  addressee: { name: names[member as 'm1'], member },
  reason: '家庭可计收入超过低保标准。',
  explanation,
})

test('a letter shows the income that counted, whose it is, the standard, the comparison that failed and by how much', () => {
  const { lines, steps, gap, wouldChange } = worded({
    'm2/transferIncome': { source: 'declared', date: '2025-02-20' as Day },
  })
  expect(lines.find((line) => line.figure === '转移性收入')).toMatchObject({
    value: '18,000元',
    whose: '鲁儿',
    source: '本人申报',
    on: '2025-02-20',
  })
  expect(lines.find((line) => line.figure === '低保标准')).toMatchObject({
    value: expect.stringContaining('720'),
    whose: '当地',
  })
  const decisive = lines.filter((line) => line.decisive)
  expect(decisive).toMatchObject([
    {
      whose: '全家',
      value: '18,000元',
      threshold: '17,280元',
      gap: '720.01元',
      article: expect.stringContaining('社会救助暂行办法'),
    },
  ])
  // No zero amounts, no codes: a letter is read by a person.
  expect(lines.length).toBeLessThan(8)
  expect(lines.filter((line) => line.value === '0元')).toEqual([])
  expect(steps.at(-1)).toContain('17,280')
  expect(gap).toContain('720.01元')
  expect(wouldChange[0]).toContain('17,279.99')
  expect(lines.some((line) => /handbook|INC-0/.test(line.article))).toBe(false)
})

test('such a letter passes the linter as it is', () => {
  const data = readDocumentData('refusal-letter', letterWith(worded({}), 'm1'))
  expect(lintLetter('refusal-letter', data)).toBeNull()
})

test('what was found in the son’s accounts is in his own letter only: not in figures, not in sums, not in advice', () => {
  const explanation = worded(found, ['m1', 'm2'])
  const mother = paperText(writePaper('refusal-letter', letterWith(explanation, 'm1')))
  expect(mother).toContain('只告知本人')
  expect(mother).not.toContain('鲁儿 18,000')
  expect(mother).not.toMatch(/转移性收入[^\n]*18,000/)
  expect(mother).not.toContain('17,279.99')
  const son = paperText(writePaper('refusal-letter', letterWith(explanation, 'm2')))
  expect(son).toMatch(/转移性收入\t18,000元\t鲁儿/)
})

test('an approval shows what the amount is made of', () => {
  const poor: Situation = { ...situation, members: [person('m1', { relation: 'applicant', wageIncome: yuan(6000) })] }
  const determination = determine(poor)
  expect(determination.outcome).toBe('eligible')
  const { lines, steps, gap } = explanationForPaper({ determination, explanation: explain(determination, {}, names) })
  expect(lines.find((line) => line.figure === '工资性收入')).toMatchObject({ value: '6,000元', whose: '鲁母' })
  expect(steps.length).toBeGreaterThan(1)
  expect(gap).toBeNull()
})

test('a relative nobody has named yet is called that on paper too, never by a number of ours', () => {
  const determination = determine(situation)
  const explanation = explain(determination)
  // As the policy chapter names whoever the household says there is and nobody has written down.
  const lines = explanation.lines.map((line) => ({ ...line, whose: line.whose && 'supporter-1' }))
  const paper = JSON.stringify(explanationForPaper({ determination, explanation: { ...explanation, lines } }))
  expect(paper).toContain('还没登记的赡养（抚养）人1')
  expect(paper).not.toContain('supporter-')
})
