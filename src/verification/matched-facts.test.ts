import { expect, test } from 'vitest'
import { day, yuan } from '../foundation/index.ts'
import { factDictionary } from '../policy/index.ts'
import type { Enquiry, Finding } from './enquiry.ts'
import { matchedFacts } from './matched-facts.ts'
import { type Item, itemEntry, items, type Source, type Subject } from './words.ts'

const wang: Subject = { kind: 'person', id: 1n }
const li: Subject = { kind: 'person', id: 2n }
const son: Subject = { kind: 'supporter', id: 's1' }

let count = 0
function enquiry(subject: Subject, source: Source, more: Partial<Enquiry> = {}): Enquiry {
  count++
  return {
    household: 9n,
    id: `e${count}`,
    request: 'r1',
    subject,
    source,
    connection: 'province-hub',
    question: null,
    authorisation: 'a1',
    state: 'answered',
    why: null,
    result: 'found',
    asOf: day('2025-03-01'),
    askedOn: day('2025-03-03'),
    answeredOn: day('2025-03-05'),
    tries: 1,
    trouble: null,
    batch: null,
    ...more,
  }
}
const finding = (of: Enquiry, item: Item, value: string, more: Partial<Finding> = {}): Finding => ({
  id: `f-${of.id}-${item}`,
  request: 'r1',
  enquiry: of.id,
  subject: of.subject,
  source: of.source,
  item,
  unit: items[item].unit,
  value,
  asOf: day('2025-03-01'),
  stale: false,
  hasDetail: false,
  replyDigest: 'd',
  foundOn: day('2025-03-05'),
  ...more,
})
const about = (facts: ReturnType<typeof matchedFacts>, name: string) => facts.find((fact) => fact.name === name)

test('the deposits of husband and wife are one figure, as of the older of the two days', () => {
  const [his, hers] = [enquiry(wang, 'bank'), enquiry(li, 'bank')]
  const facts = matchedFacts(
    [his, hers],
    [finding(his, 'deposit', '150000'), finding(hers, 'deposit', '2550', { asOf: day('2025-02-10') })],
  )
  expect(about(facts, 'deposits')).toMatchObject({
    subject: { kind: 'household' },
    value: yuan('1525.50'),
    asOf: '2025-02-10',
  })
})

test('while one of them has not been answered for there is no figure of the household, not half of one', () => {
  const his = enquiry(wang, 'bank')
  for (const state of ['not-asked', 'waiting', 'asked', 'no-answer'] as const) {
    const hers = enquiry(li, 'bank', { state, result: null })
    expect(about(matchedFacts([his, hers], [finding(his, 'deposit', '150000')]), 'deposits')).toBeUndefined()
  }
  const renamed = enquiry(li, 'bank', { result: 'name-differs' })
  expect(about(matchedFacts([his, renamed], [finding(his, 'deposit', '1')]), 'deposits')).toBeUndefined()
})

test('a child nobody asked about does not hold the household’s figure up', () => {
  const his = enquiry(wang, 'bank')
  const child = enquiry({ kind: 'person', id: 3n }, 'bank', { state: 'not-asked', why: 'child', result: null })
  expect(about(matchedFacts([his, child], [finding(his, 'deposit', '100')]), 'deposits')?.value).toBe(yuan(1))
})

test('asked everywhere and nothing on record: the fact is there and says that it is not known', () => {
  const his = enquiry(wang, 'vehicles', { result: 'no-record' })
  expect(about(matchedFacts([his], []), 'vehicles')).toMatchObject({ value: null, findings: [] })
})

test('pension and unemployment benefit are one kind of income, the basic pension another (INC-02)', () => {
  const hers = enquiry(li, 'social-insurance')
  const facts = matchedFacts(
    [hers],
    [
      finding(hers, 'basic-pension-12-months', '171600'),
      finding(hers, 'pension-12-months', '24000'),
      finding(hers, 'unemployment-12-months', '100'),
    ],
  )
  expect(about(facts, 'basicPension')).toMatchObject({ subject: li, value: yuan(1716) })
  expect(about(facts, 'transferIncome')).toMatchObject({ subject: li, value: yuan(241) })
})

test('of two cars the dearer one counts for the limit of value', () => {
  const [his, hers] = [enquiry(wang, 'vehicles'), enquiry(li, 'vehicles')]
  const facts = matchedFacts(
    [his, hers],
    [
      finding(his, 'motor-vehicle', '1'),
      finding(his, 'vehicle-value', '3000000'),
      finding(hers, 'motor-vehicle', '1'),
      finding(hers, 'vehicle-value', '8000000'),
    ],
  )
  expect([about(facts, 'vehicles')?.value, about(facts, 'vehicleValue')?.value]).toEqual([2, yuan(80_000)])
})

test('an old figure makes no fact', () => {
  const his = enquiry(wang, 'bank')
  expect(about(matchedFacts([his], [finding(his, 'deposit', '100', { stale: true })]), 'deposits')).toBeUndefined()
})

test('a supporter’s own income needs both the tax office and social insurance, and is never mixed with the household’s', () => {
  const tax = enquiry(son, 'tax')
  const insurance = enquiry(son, 'social-insurance', { result: 'no-record' })
  const wages = finding(tax, 'wages-12-months', '4800000')
  expect(about(matchedFacts([tax], [wages]), 'supporterOwnIncome')).toBeUndefined()
  const facts = matchedFacts([tax, insurance], [wages])
  expect(about(facts, 'supporterOwnIncome')).toMatchObject({ subject: son, value: yuan(48_000) })
  expect(facts.some((fact) => fact.name === 'wageIncome')).toBe(false)
})

test('a threshold question makes no amount', () => {
  const his = enquiry(wang, 'bank', { question: { deposit: '2496000' } })
  expect(matchedFacts([his], [finding(his, 'deposit-above', 'no')])).toEqual([])
})

test('every item that makes a fact fits the dictionary, and the items of one fact come from one source', () => {
  const places = new Map<string, Source>()
  for (const item of Object.keys(items) as Item[]) {
    const { fact, source } = itemEntry(item)
    if (!fact) continue
    expect(factDictionary[fact.name].entity).toBe(fact.of)
    expect(places.get(fact.name) ?? source).toBe(source)
    places.set(fact.name, source)
  }
})
