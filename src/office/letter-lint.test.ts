import { expect, test } from 'vitest'
import { readDocumentData } from './document-data.ts'
import { letterFault, lintLetter } from './letter-lint.ts'
import { samplePapers } from './testkit/sample-papers.ts'

const refusal = readDocumentData('refusal-letter', samplePapers['refusal-letter'])
const fault = (change: Partial<typeof refusal>) => letterFault('refusal-letter', { ...refusal, ...change })

test('the sample letters may go', () => {
  for (const kind of [
    'refusal-letter',
    'change-letter',
    'appeal-letter',
    'refusal-to-accept',
    'closing-notice',
    'approval-letter',
  ] as const)
    expect(lintLetter(kind, readDocumentData(kind, samplePapers[kind])), kind).toBeNull()
})

test.each([
  '不符合条件',
  '经审核，您家庭不符合低保条件。',
  '根据有关规定，决定不予确认。',
  '不符合规定',
  '按政策不予批准',
])('the stock phrase “%s” is not a reason', (reason) =>
  expect(fault({ reason })).toEqual({ fault: 'reason', field: 'reason' }),
)

test('a refusal needs figures, each with whose, source and clause, and one that decided', () => {
  const lines = refusal.explanation.lines
  const withLines = (changed: typeof lines) => fault({ explanation: { ...refusal.explanation, lines: changed } })
  expect(withLines([])?.fault).toBe('figures')
  for (const empty of ['value', 'whose', 'source', 'article'] as const)
    expect(withLines([lines[0]!, { ...lines[1]!, [empty]: ' ' }])).toEqual({
      fault: 'figure',
      field: 'explanation.lines.1',
    })
  expect(withLines(lines.map((line) => ({ ...line, decisive: false })))?.fault).toBe('decisive')
})

test('it says how much is missing and what would change it', () => {
  const explanation = refusal.explanation
  const lines = explanation.lines.map((line) => ({ ...line, gap: null }))
  expect(fault({ explanation: { ...explanation, lines, gap: null } })).toEqual({
    fault: 'change',
    field: 'explanation.gap',
  })
  expect(fault({ explanation: { ...explanation, wouldChange: [] } })?.field).toBe('explanation.wouldChange')
})

test('it names the bodies and keeps the periods of the law: 60 days, six months', () => {
  const { remedies } = refusal
  expect(fault({ remedies: { ...remedies, reconsideration: { body: '安禾县人民政府', days: 30 } } })?.fault).toBe(
    'reconsideration',
  )
  expect(fault({ remedies: { ...remedies, reconsideration: { body: refusal.organ, days: 60 } } })?.fault).toBe(
    'reconsideration',
  )
  expect(fault({ remedies: { ...remedies, court: { name: '', months: 6 } } })?.fault).toBe('court')
  expect(fault({ remedies: { ...remedies, court: { name: '安禾县人民法院', months: 3 } } })?.fault).toBe('court')
})

test('refusing to accept needs the fact and the words of the clause', () => {
  const data = readDocumentData('refusal-to-accept', samplePapers['refusal-to-accept'])
  expect(letterFault('refusal-to-accept', { ...data, grounds: [] })?.fault).toBe('grounds')
  expect(
    letterFault('refusal-to-accept', { ...data, grounds: [{ fact: '不符合受理条件', article: '第4条', clause: '……' }] })
      ?.field,
  ).toBe('grounds.0')
})

test('an increase harms nobody and is not judged; a termination is', () => {
  const data = readDocumentData('change-letter', samplePapers['change-letter'])
  const bare = { ...data, reason: '不符合条件' }
  expect(letterFault('change-letter', { ...bare, change: 'increase' })).toBeNull()
  expect(letterFault('change-letter', { ...bare, change: 'termination' })?.fault).toBe('reason')
})
