import { expect, test } from 'vitest'
import { day, yuan } from '../foundation/index.ts'
import { canSay } from '../wording/index.ts'
import { disclose } from './disclosure.ts'
import type { Enquiry, Finding } from './enquiry.ts'
import { composeReport, unknowable } from './report.ts'
import { lineInWords } from './report-words.ts'
import { thresholdsFor } from './thresholds.ts'
import { type Item, items, purposes, type Source, type Subject, sources } from './words.ts'

const limits = thresholdsFor('dibao', '990101103203' as never, 'rural', day('2025-03-10'), 2)
const wang: Subject = { kind: 'person', id: 1n }
const li: Subject = { kind: 'person', id: 2n }

const enquiry = (subject: Subject, source: Source, more: Partial<Enquiry> = {}): Enquiry => ({
  household: 9n,
  id: `${subject.kind}${subject.id}-${source}`,
  request: 'r1',
  subject,
  source,
  connection: 'province-hub',
  question: null,
  authorisation: 'a1',
  state: 'answered',
  why: null,
  result: 'found',
  asOf: day('2025-03-09'),
  askedOn: day('2025-03-03'),
  answeredOn: day('2025-03-10'),
  tries: 1,
  trouble: null,
  batch: null,
  ...more,
})
const finding = (of: Enquiry, item: Item, value: string): Finding => ({
  id: `${of.id}-${item}`,
  request: 'r1',
  enquiry: of.id,
  subject: of.subject,
  source: of.source,
  item,
  unit: items[item].unit,
  value,
  asOf: day('2025-03-09'),
  stale: false,
  hasDetail: true,
  replyDigest: 'd',
  foundOn: day('2025-03-10'),
})

test('安禾县, rural, two people: 24 months of 520 yuan each may be saved, no car, one home', () => {
  const limit = (fact: 'deposits' | 'vehicles' | 'homes' | 'businesses') => limits.get(fact)?.limit
  expect([limit('deposits'), limit('vehicles'), limit('homes'), limit('businesses')]).toEqual([
    yuan(24_960),
    0n,
    1n,
    0n,
  ])
  expect(limits.get('deposits')).toMatchObject({ parameter: 'financialAssetMonths', article: '第七条', mark: 'D' })
})

test('exactly the limit is within it; one fen more is above', () => {
  const total = (fen: bigint) => {
    const [his, hers] = [enquiry(wang, 'bank'), enquiry(li, 'bank', { result: 'no-record' })]
    return composeReport([his, hers], [finding(his, 'deposit', String(fen))], limits).lines.find(
      (line) => line.who === 'household' && line.item === 'deposit',
    )!.conclusion
  }
  expect([total(yuan(24_960)), total(yuan('24960.01'))]).toEqual(['within', 'above'])
})

test('with somebody missing, "above" can be said and "within" cannot', () => {
  const conclusion = (fen: bigint) => {
    const [his, hers] = [
      enquiry(wang, 'bank'),
      enquiry(li, 'bank', { state: 'no-answer', why: 'tries-used-up', result: null }),
    ]
    return composeReport([his, hers], [finding(his, 'deposit', String(fen))], limits).lines.find(
      (line) => line.who === 'household' && line.item === 'deposit',
    )!.conclusion
  }
  expect([conclusion(yuan(30_000)), conclusion(yuan(10))]).toEqual(['above', 'not-known'])
})

test('a place whose limit rises with age, disability and size gives no plain line: Shanghai', () => {
  expect(thresholdsFor('dibao', '310101' as never, 'urban', day('2025-03-10'), 2).get('deposits')).toBeUndefined()
})

test('a place whose values we do not have gives no line and so no conclusion', () => {
  const somewhere = thresholdsFor('dibao', '65' as never, 'rural', day('2025-03-10'), 2)
  expect(somewhere.get('deposits')).toBeUndefined()
  const his = enquiry(wang, 'bank')
  const report = composeReport([his], [finding(his, 'deposit', '99900000')], somewhere)
  expect(report.lines.map((line) => line.conclusion)).toEqual(['clue'])
})

test('a supporter’s figures stay with the verifier; a member sees their own and of the household the conclusion', () => {
  const son = enquiry({ kind: 'supporter', id: 's1' }, 'tax')
  const [his, hers] = [enquiry(wang, 'bank'), enquiry(li, 'bank')]
  const report = composeReport(
    [his, hers, son],
    [finding(his, 'deposit', '111'), finding(hers, 'deposit', '222'), finding(son, 'wages-12-months', '777')],
    limits,
  )
  const seen = (viewer: Parameters<typeof disclose>[1]) =>
    disclose(report, viewer).lines.flatMap((line) => (line.value === null ? [] : [`${line.who} ${line.value}`]))
  expect(seen({ as: 'verifier' })).toContain('supporter/s1 777')
  expect(seen({ as: 'officer' })).not.toContain('supporter/s1 777')
  expect(seen({ as: 'member', person: 1n })).toEqual(['person/1 111'])
})

test('a report says for each silence which it is, in words, and never a zero', () => {
  const lines = [
    enquiry(wang, 'bank', { result: 'no-record' }),
    enquiry(wang, 'tax', { state: 'no-answer', why: 'waited-too-long', result: null }),
    enquiry(li, 'bank', { state: 'not-asked', why: 'no-authorisation', result: null }),
  ]
  const words = composeReport(lines, [], new Map()).lines.map((line) => lineInWords(line))
  expect(words.map((line) => line.value)).toEqual([
    '没有答复(等到期限没有答复)',
    '查无记录',
    '没有查(本人没有签核对授权)',
  ])
  expect(words.every((line) => line.conclusion === '查不到(不等于没有)')).toBe(true)
  expect(JSON.stringify(words)).not.toMatch(/"0/)
})

test('nothing in a report can be said that the catalogue has no words for', () => {
  const keys = [
    ...sources.map((source) => `source.${source}`),
    ...Object.keys(items).map((item) => `item.${item}`),
    ...unknowable.map((one) => `unknowable.${one}`),
    ...purposes.flatMap((purpose) => [
      `purpose.${purpose}`,
      `timeline.sources-asked.${purpose}`,
      `timeline.report-read.${purpose}`,
    ]),
    ...['found', 'stale', 'no-record', 'name-differs', 'no-answer', 'not-asked', 'waiting'].map(
      (one) => `state.${one}`,
    ),
    ...['within', 'above', 'income', 'see-total', 'clue', 'not-known'].map((one) => `conclusion.${one}`),
  ]
  expect(keys.filter((key) => !canSay(`verification:${key}`))).toEqual([])
})
