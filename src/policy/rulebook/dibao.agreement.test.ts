import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allCases } from '../cases.test-support.ts'
import { decideFast, determine } from '../determine.ts'
import { type FactName, type Facts, factNamesOf } from '../facts.ts'
import { readValue } from '../kernel/parameters.ts'
import type { Situation } from '../situation.ts'
import { book } from './assemble.ts'
import { type ByHand, dibaoByHand, NotKnown, type Values } from './dibao-by-hand.test-support.ts'
import { anyHousehold, anyPlace, situationOf } from './random-households.test-support.ts'
import { readOverrides } from './values.ts'

/** Interpreter, generated JavaScript and the function written by hand: the same outcome, the same way, the same fen. */

type Said = { outcome: string; tier?: string | null; monthly?: bigint }
const interpreted = (situation: Situation): Said => {
  const d = determine(situation)
  return d.outcome === 'eligible' ? { outcome: d.outcome, tier: d.tier, monthly: d.monthly } : { outcome: d.outcome }
}
const generated = (situation: Situation): Said => {
  const d = decideFast(situation)
  return d.outcome === 'eligible' ? { outcome: d.outcome, tier: d.tier, monthly: d.monthly } : { outcome: d.outcome }
}

/** What holds in the place, with the situation's own values over it. */
function valuesOf(situation: Situation): Values {
  const { programme, area, residence, on, overrides = {} } = situation
  const rows = book.parametersAt(programme, area, residence, on)
  const values: Record<string, unknown> = Object.fromEntries(
    rows.map(({ declaration, row }) => [declaration.name, row?.value ?? null]),
  )
  for (const [name, raw] of Object.entries(readOverrides(overrides).values)) {
    const declaration = book.parameters.get(name)!
    values[name] = raw === null ? null : readValue(declaration, raw)
  }
  return values
}
const withSupporterCount = (situation: Situation): Situation => ({
  ...situation,
  household: {
    ...situation.household,
    legalSupporters: situation.supporters?.length ?? situation.household.legalSupporters,
  },
})
const byHand = (situation: Situation, values = valuesOf(situation)): ByHand =>
  dibaoByHand(withSupporterCount(situation), values)

describe('worked cases', () => {
  const cases = allCases()
  const settled = cases.filter(({ expected }) => expected.outcome !== 'undetermined')
  test.each(settled.map((worked) => [worked.name, worked] as const))('by hand too: %s', (_name, { situation }) => {
    // The hand function asks for everything a clerk would have on paper; where a case leaves something out that does
    // not matter, it stops, and the interpreter has the last word.
    let hand: ByHand
    try {
      hand = byHand(situation)
    } catch (error) {
      if (error instanceof NotKnown) return
      throw error
    }
    expect(interpreted(situation)).toEqual(hand)
    expect(generated(situation)).toEqual(hand)
  })
  test('nearly all of them can be worked by hand to the end', () => {
    const stopped = settled.filter(({ situation }) => {
      try {
        byHand(situation)
        return false
      } catch (error) {
        return error instanceof NotKnown
      }
    })
    expect(stopped.length).toBeLessThan(settled.length / 10)
  })
  test.each(
    cases.filter(({ expected }) => expected.outcome === 'undetermined').map((worked) => [worked.name, worked] as const),
  )('by hand it stops as well: %s', (_name, { situation }) => {
    expect(() => byHand(situation)).toThrow(NotKnown)
  })
})

const patience = 300_000
const runs = Number(process.env.AGREEMENT_RUNS ?? 120)

describe('random households', () => {
  test(
    'in random places: three ways, one answer',
    () => {
      const seen = { eligible: 0, 'not-eligible': 0 }
      fc.assert(
        fc.property(anyPlace, fc.array(anyHousehold, { minLength: 6, maxLength: 6 }), (place, households) => {
          for (const household of households) {
            const situation = situationOf(household, place)
            const hand = byHand(situation)
            seen[hand.outcome]++
            expect(interpreted(situation)).toEqual(hand)
            expect(generated(situation)).toEqual(hand)
          }
        }),
        { numRuns: runs, seed: 20250301 },
      )
      // Not all of one kind, or the test shows little.
      expect(seen.eligible).toBeGreaterThan(runs / 2)
      expect(seen['not-eligible']).toBeGreaterThan(runs / 2)
    },
    patience,
  )

  test(
    'in 安禾县 as it is: three ways, one answer',
    () => {
      fc.assert(
        fc.property(anyHousehold, fc.constantFrom('urban', 'rural'), (household, residence) => {
          const situation = situationOf(household, undefined, { area: '990101', residence, on: '2025-03-01' as never })
          const hand = byHand(situation)
          expect(interpreted(situation)).toEqual(hand)
          expect(generated(situation)).toEqual(hand)
        }),
        { numRuns: runs * 10, seed: 20250301 },
      )
    },
    patience,
  )
})

const without = (facts: Facts, dropped: ReadonlySet<string>): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => !dropped.has(name)))
const personFacts = factNamesOf('person').filter((name) => name !== 'appliesAlone')
const householdFacts = factNamesOf('household')
const supporterFacts = factNamesOf('supporter')

describe('what is not known', () => {
  test(
    'never changes an answer that is given, and what is asked for settles it',
    () => {
      let undetermined = 0
      fc.assert(
        fc.property(
          anyHousehold,
          fc.subarray([...personFacts, ...householdFacts, ...supporterFacts], { minLength: 1, maxLength: 12 }),
          (household, names) => {
            const whole = situationOf(household)
            const dropped = new Set<string>(names)
            const partial: Situation = {
              ...whole,
              household: without(whole.household, dropped),
              members: whole.members.map(({ id, facts }) => ({ id, facts: without(facts, dropped) })),
              supporters: whole.supporters!.map(({ id, facts }) => ({ id, facts: without(facts, dropped) })),
            }
            const answer = byHand(whole)
            let now: Situation = partial
            for (let round = 0; round < 20; round++) {
              const found = determine(now)
              expect(generated(now).outcome).toBe(found.outcome)
              if (found.outcome !== 'undetermined') {
                expect(interpreted(now)).toEqual(answer)
                return
              }
              undetermined++
              expect(found.missing.length).toBeGreaterThan(0)
              now = answered(now, whole, found.missing)
            }
            throw new Error('asked twenty times and still not settled')
          },
        ),
        { numRuns: runs * 3, seed: 20250301 },
      )
      expect(undetermined).toBeGreaterThan(runs / 2)
    },
    patience,
  )
})

/** Gives what was asked for, from the whole situation. */
function answered(
  now: Situation,
  whole: Situation,
  missing: readonly { kind: string; name: string; subject: string | null }[],
): Situation {
  const asked = (subject: string | null) =>
    missing.filter((m) => m.kind === 'fact' && m.subject === subject).map((m) => m.name as FactName)
  const fill = (facts: Facts, full: Facts, subject: string | null): Facts => ({
    ...facts,
    ...Object.fromEntries(asked(subject).map((name) => [name, full[name]])),
  })
  const among = (list: Situation['members'], full: Situation['members']) =>
    list.map((one, i) => ({ id: one.id, facts: fill(one.facts, full[i]!.facts, one.id) }))
  expect(missing.some((m) => m.kind === 'fact')).toBe(true)
  return {
    ...now,
    household: fill(now.household, whole.household, null),
    members: among(now.members, whole.members),
    supporters: asked(null).includes('legalSupporters')
      ? whole.supporters
      : now.supporters && among(now.supporters, whole.supporters!),
  }
}
