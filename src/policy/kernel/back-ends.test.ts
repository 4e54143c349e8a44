import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../foundation/index.ts'
import { generate, prepare } from './generate.ts'
import { type Run, ruleValue, startRun } from './interpret.ts'
import { loadParameters } from './parameters.ts'
import type { Problem } from './problem.ts'
import { randomFacts, randomPolicy, randomSituation } from './random-policy.ts'
import { collectRules } from './rule-set.ts'
import { settingAt } from './setting.ts'

/** What the interpreter says, as the generated code would say it. */
function interpreted(run: Run) {
  const { programme } = run.setting
  const eligible = ruleValue(run, programme.eligible.id, 'household', run.household)
  if (eligible === false) return { outcome: 'not-eligible' }
  const monthly = eligible === null ? null : ruleValue(run, programme.monthly.id, 'household', run.household)
  const tier =
    eligible === null || !programme.tier ? undefined : ruleValue(run, programme.tier.id, 'household', run.household)
  if (monthly === null || eligible === null || tier === null) return { outcome: 'undetermined' }
  return { outcome: 'eligible', tier: tier === 'none' ? null : (tier ?? null), monthly }
}

function policyFrom(seed: number) {
  const made = randomPolicy(seededRandom(seed))
  const problems: Problem[] = []
  const set = collectRules(
    { programmes: [made.programme], exceptions: made.exceptions, facts: randomFacts, rules: [], sources: null },
    problems,
  )
  const table = loadParameters(set.parameters, made.rows, problems)
  expect(problems).toEqual([])
  return { set, table, programme: made.programme }
}

test('interpreter and generated code, swift and careful, agree on random rules and random households', () => {
  const seen = { eligible: 0, 'not-eligible': 0, undetermined: 0, swift: 0, big: 0 }
  fc.assert(
    fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1 }), (policySeed, householdSeed) => {
      const { set, table, programme } = policyFrom(policySeed)
      const r = seededRandom(householdSeed)
      for (let i = 0; i < 12; i++) {
        const situation = randomSituation(r, i < 4 ? 0 : 0.15)
        const setting = settingAt(set, table, programme, situation)
        const generated = generate(set, programme, setting.rules)
        const ready = prepare(generated!, setting)
        const answer = interpreted(startRun(setting, situation))
        expect(ready.careful(situation)).toEqual(answer)
        const swift = ready.swift(situation)
        if (swift) expect(swift).toEqual(answer)
        seen[answer.outcome as 'eligible']++
        if (swift) seen.swift++
        if (/bigDown|bigHalfUp|BigInt/.test(generated!.source().slice(400))) seen.big++
      }
    }),
    { numRuns: 120 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50)
})

test('no value leaves the range proven for it, with a hundred members at the largest and smallest amounts', () => {
  let seen = 0
  fc.assert(
    fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1 }), (policySeed, householdSeed) => {
      const { set, table, programme } = policyFrom(policySeed)
      const r = seededRandom(householdSeed)
      const situation = randomSituation(r, 0)
      const [member] = situation.members
      const crowd = {
        ...situation,
        members: Array.from({ length: 100 }, (_, i) => ({ id: `m${i}`, facts: member!.facts })),
      }
      const run = startRun(settingAt(set, table, programme, crowd), crowd)
      for (const { id, entity } of set.rules.values())
        if (entity === 'household') ruleValue(run, id, entity, run.household)
      for (const frame of run.frames) {
        if (typeof frame.value !== 'bigint') continue
        const [low, high] = set.rangeOfRule(frame.rule)
        expect(frame.value >= low && frame.value <= high).toBe(true)
        seen++
      }
    }),
    { numRuns: 150 },
  )
  expect(seen).toBeGreaterThan(100)
})
