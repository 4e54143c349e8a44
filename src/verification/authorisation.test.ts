import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type Day, day } from '../foundation/index.ts'
import { type Ask, type Authorisation, authorisationFor, gapIn } from './authorisation.ts'
import { purposes, sources } from './words.ts'

const paper = (more: Partial<Authorisation> = {}): Authorisation => ({
  id: 'a1',
  number: 'SQ9901012025000001',
  subject: { kind: 'person', id: 1n },
  programmes: ['dibao'],
  purposes: ['application', 'review'],
  sources: ['bank', 'vehicles'],
  since: day('2025-03-03'),
  until: day('2025-09-02'),
  signedOn: day('2025-03-03'),
  signer: 'self',
  guardian: null,
  guardianRelation: null,
  how: 'paper',
  witness: null,
  scan: { fileId: 'f', digest: 'd', type: 'application/pdf' },
  withdrawnOn: null,
  withdrawnWhy: null,
  ...more,
})
const ask = (more: Partial<Ask> = {}): Ask => ({
  programme: 'dibao',
  purpose: 'application',
  source: 'bank',
  on: day('2025-03-05'),
  ...more,
})

test('王秀英 allowed the bank until 2 September, for her application: that and nothing more', () => {
  expect(gapIn(paper(), ask())).toBeNull()
  expect(gapIn(paper(), ask({ on: day('2025-09-02') }))).toBeNull()
  expect(gapIn(paper(), ask({ on: day('2025-09-03') }))).toBe('authorisation-over')
  expect(gapIn(paper(), ask({ on: day('2025-03-02') }))).toBe('authorisation-over')
  expect(gapIn(paper(), ask({ source: 'tax' }))).toBe('source-not-authorised')
  expect(gapIn(paper(), ask({ purpose: 'payment' }))).toBe('purpose-not-authorised')
  expect(gapIn(paper(), ask({ programme: 'tekun' }))).toBe('purpose-not-authorised')
})

test('a withdrawal counts from its own day, however long the paper would have run', () => {
  const withdrawn = paper({ withdrawnOn: day('2025-03-05'), withdrawnWhy: '不愿意' })
  expect(gapIn(withdrawn, ask({ on: day('2025-03-04') }))).toBeNull()
  expect(gapIn(withdrawn, ask({ on: day('2025-03-05') }))).toBe('authorisation-withdrawn')
})

test('of several papers the one that allows most is used, and of several gaps the nearest to closing is told', () => {
  const long = paper({ id: 'a2', until: day('2026-01-01') })
  expect(authorisationFor([paper(), long], ask())).toMatchObject({ authorisation: { id: 'a2' } })
  const over = paper({ until: day('2025-03-04') })
  expect(authorisationFor([over, paper({ sources: ['tax'] })], ask())).toEqual({ gap: 'source-not-authorised' })
  expect(authorisationFor([], ask())).toEqual({ gap: 'no-authorisation' })
})

test('whatever papers there are: what is allowed is inside one of them, on that day, and not withdrawn', () => {
  const somePaper = fc
    .record({
      from: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 0, max: 60 }),
      withdrawn: fc.option(fc.integer({ min: 0, max: 120 })),
      sources: fc.subarray([...sources], { minLength: 1 }),
      purposes: fc.subarray([...purposes], { minLength: 1 }),
    })
    .map((made) => {
      const since = addDays(day('2025-01-01'), made.from)
      return paper({
        since,
        until: addDays(since, made.length),
        withdrawnOn: made.withdrawn === null ? null : addDays(day('2025-01-01'), made.withdrawn),
        sources: made.sources,
        purposes: made.purposes,
      })
    })
  fc.assert(
    fc.property(
      fc.array(somePaper, { maxLength: 5 }),
      fc.record({
        source: fc.constantFrom(...sources),
        purpose: fc.constantFrom(...purposes),
        on: fc.integer({ min: 0, max: 130 }).map((days) => addDays(day('2025-01-01'), days)),
      }),
      (papers, question) => {
        const found = authorisationFor(papers, ask(question))
        const inside = (one: Authorisation, on: Day) =>
          one.since <= on &&
          on <= one.until &&
          (one.withdrawnOn === null || one.withdrawnOn > on) &&
          one.sources.includes(question.source) &&
          one.purposes.includes(question.purpose)
        if ('gap' in found) expect(papers.some((one) => inside(one, question.on))).toBe(false)
        else expect(inside(found.authorisation, question.on)).toBe(true)
      },
    ),
  )
})
