import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areaCode, assert, day, type Random, seededRandom } from '../../foundation/index.ts'
import { add, and, constant, ge, gt, le, lt, not, or, share, sub, sum } from './build.ts'
import { type Exception, household, person, programme } from './declare.ts'
import type { Determination } from './determination.ts'
import { cite, type Expr } from './expression.ts'
import { ruleValue, startRun } from './interpret.ts'
import { randomFacts, randomPolicy, randomSituation } from './random-policy.ts'
import { type Rulebook, rulebook } from './rulebook.ts'
import { settingAt } from './setting.ts'
import type { FactValue, Situation } from './situation.ts'
import { type Change, type Formula, formulaOf, type Leaf, minimalUnmetSets } from './unmet.ts'

/** Three-valued, as the rules are. */
function truth(f: Formula, at: (leaf: Leaf) => boolean | null): boolean | null {
  switch (f.is) {
    case 'constant':
      return f.value
    case 'leaf': {
      const value = at(f.leaf)
      return value === null ? null : value === f.wanted
    }
    default: {
      const parts = f.of.map((part) => truth(part, at))
      if (parts.includes(f.is === 'or')) return f.is === 'or'
      return parts.includes(null) ? null : f.is !== 'or'
    }
  }
}

/** Every set of leaves, and every value they could take instead: the definition, executed. */
function bruteForce(formula: Formula, leaves: readonly Leaf[]): string[] {
  const works: number[] = []
  for (let set = 0; set < 1 << leaves.length; set++) {
    if (works.some((smaller) => (smaller & set) === smaller)) continue
    const chosen = leaves.filter((_, i) => set & (1 << i))
    const doubtful = chosen.filter((leaf) => leaf.value === null)
    for (let as = 0; as < 1 << doubtful.length; as++) {
      const at = (leaf: Leaf) =>
        !chosen.includes(leaf)
          ? leaf.value
          : leaf.value === null
            ? (as & (1 << doubtful.indexOf(leaf))) > 0
            : !leaf.value
      if (truth(formula, at) === true) {
        works.push(set)
        break
      }
    }
  }
  // Sets were met in the order of their bits, not of their size: keep the minimal ones.
  const minimal = works.filter((set) => !works.some((other) => other !== set && (other & set) === other))
  return minimal
    .map((set) =>
      leaves
        .filter((_, i) => set & (1 << i))
        .map((leaf) => leaf.key)
        .sort()
        .join(' '),
    )
    .sort()
}

function randomFormula(r: Random, leaves: readonly Leaf[], depth: number): Formula {
  if (depth === 0 || r.chance(0.2))
    return r.chance(0.05)
      ? { is: 'constant', value: r.pick([true, false, null]) }
      : { is: 'leaf', leaf: r.pick(leaves), wanted: r.chance(0.7) }
  const of = Array.from({ length: r.int(1, 3) }, () => randomFormula(r, leaves, depth - 1))
  return { is: r.pick(['and', 'or']), of }
}

test('minimal unmet sets are exactly those of brute force, for any and/or/not over up to nine leaves, some unknown', () => {
  let refused = 0
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (seed) => {
      const r = seededRandom(seed)
      const leaves = Array.from({ length: r.int(1, 9) }, (_, i): Leaf => {
        const value = r.chance(0.12) ? null : r.chance(0.3)
        return { key: `${i}`, value, positive: true } as Leaf
      })
      const formula = randomFormula(r, leaves, 4)
      if (truth(formula, (leaf) => leaf.value) === true) return
      refused++
      const sets = minimalUnmetSets(formula)
        .map((set: Change[]) =>
          set
            .map(({ leaf }) => leaf.key)
            .sort()
            .join(' '),
        )
        .sort()
      expect(sets).toEqual(bruteForce(formula, leaves))
    }),
    { numRuns: 3000 },
  )
  expect(refused).toBeGreaterThan(1000)
})

const runOf = (book: Rulebook, situation: Situation) => {
  const set = { ...book, rangeOfRule: () => [0n, 0n] as const, exceptions: byOf(book.exceptions) }
  const rows = book.parametersAt('random', situation.area, situation.residence, situation.on)
  const setting = settingAt(set, new Map(), book.programmes.get('random')!, situation)
  return startRun({ ...setting, rows: new Map(rows.map(({ declaration, row }) => [declaration.name, row])) }, situation)
}
const byOf = (exceptions: readonly Exception[]) =>
  new Map(exceptions.map(({ of }) => [of, exceptions.filter((other) => other.of === of)]))

const bookFrom = (seed: number) => {
  const { programme, exceptions, rows } = randomPolicy(seededRandom(seed))
  const facts = randomFacts.map(
    (declaration) =>
      ({
        op: 'fact',
        name: declaration.name,
        declaration,
        unit: declaration.unit,
        entity: declaration.entity,
        nullable: declaration.optional,
      }) as const,
  )
  return rulebook({ programmes: [programme], exceptions, rows, facts })
}
function onRandom(runs: number, unknown: number, check: (book: Rulebook, s: Situation, r: Random) => void) {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1 }), (policy, household) => {
      const book = bookFrom(policy)
      const r = seededRandom(household)
      for (let i = 0; i < 6; i++) check(book, randomSituation(r, unknown), r)
    }),
    { numRuns: runs },
  )
}

test('determination and fast decision agree; the parts add up; every determination explains itself', () => {
  const seen: Record<Determination['outcome'], number> = { eligible: 0, 'not-eligible': 0, undetermined: 0 }
  onRandom(60, 0.1, (book, situation) => {
    const answer = book.determine(situation)
    seen[answer.outcome]++
    expect(book.decideFast(situation)).toEqual(
      answer.outcome === 'eligible'
        ? { outcome: 'eligible', tier: answer.tier, monthly: answer.monthly }
        : { outcome: answer.outcome },
    )
    if (answer.outcome === 'eligible')
      expect(answer.breakdown.reduce((total, line) => total + line.amount, 0n)).toBe(answer.monthly)
    else expect(answer).not.toHaveProperty('monthly')
    const explanation = book.explain(answer)
    const rules = explanation.lines.filter((line) => line.kind === 'rule')
    expect(rules.length).toBe(answer.trace.frames.filter((frame) => frame.text).length)
    expect(JSON.stringify(explanation, (_, v) => (typeof v === 'bigint' ? String(v) : v))).not.toContain('undefined')
  })
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20)
})

test('the formula a refusal is explained by says what the rule says, also where something is unknown', () => {
  const seen = new Map<boolean | null, number>()
  onRandom(150, 0.3, (book, situation) => {
    const run = runOf(book, situation)
    const { eligible } = run.setting.programme
    const value = ruleValue(run, eligible.id, 'household', run.household) as boolean | null
    expect(truth(formulaOf(run, eligible), (leaf) => leaf.value)).toBe(value)
    seen.set(value, (seen.get(value) ?? 0) + 1)
  })
  for (const value of [true, false, null]) expect(seen.get(value)).toBeGreaterThan(30)
})

const fill = (s: Situation, subject: string | null, name: string, value: FactValue): Situation => {
  const put = <F extends object>(facts: F) => ({ ...facts, [name]: value })
  if (subject === null) return { ...s, household: put(s.household) }
  const among = (list: Situation['members']) => list.map((m) => (m.id === subject ? { ...m, facts: put(m.facts) } : m))
  return { ...s, members: among(s.members), supporters: among(s.supporters ?? []) }
}
/** A value for the same fact, from a household in which everything is known. */
function someValue(r: Random, s: Situation, subject: string | null, name: string): FactValue {
  const other = randomSituation(r, 0)
  if (subject === null) return other.household[name] ?? null
  const from = subject.startsWith('m') ? other.members : (other.supporters ?? [])
  return (from[0] ?? someone(r, s)).facts[name] ?? null
}
function someone(r: Random, s: Situation): Situation['members'][number] {
  for (;;) {
    const found = (randomSituation(r, 0).supporters ?? [])[0]
    if (found) return found
    assert(s)
  }
}

test('what is missing, once given, settles the answer; what is not named does not matter', () => {
  let checked = 0
  onRandom(60, 0.35, (book, situation, r) => {
    const answer = book.determine(situation)
    if (answer.outcome !== 'undetermined') return
    expect(answer.missing.length).toBeGreaterThan(0)
    const gone = new Set(answer.missing.map((m) => `${m.subject ?? ''} ${m.name}`))
    let others = situation
    const everyone = [{ id: null, facts: situation.household }, ...situation.members, ...(situation.supporters ?? [])]
    for (const one of everyone)
      for (const [name, value] of Object.entries(one.facts))
        if (value === null && !gone.has(`${one.id ?? ''} ${name}`))
          others = fill(others, one.id, name, someValue(r, situation, one.id, name))
    // Optional facts given now may open another branch; only unknown ones are compared.
    const optional = (name: string) => book.facts.get(name)?.optional === true
    const changed = everyone.some((one) =>
      Object.entries(one.facts).some(([name, value]) => value === null && optional(name)),
    )
    if (!changed) expect(book.determine(others).outcome).toBe('undetermined')
    if (answer.missing.some((m) => m.kind !== 'fact')) return
    checked++
    let filled = situation
    for (const m of answer.missing) filled = fill(filled, m.subject, m.name, someValue(r, situation, m.subject, m.name))
    const settled = book.determine(filled)
    // Parameters and rules that only now come into play may still be missing; no fact is.
    if (settled.outcome === 'undetermined') expect(settled.missing.filter((m) => m.kind === 'fact')).toEqual([])
  })
  expect(checked).toBeGreaterThan(15)
})

/** A condition over small amounts of two people and of the household; whether more or less is better differs from leaf to leaf. */
function smallCondition(r: Random, depth: number): Expr<'boolean', 'household'> {
  if (depth === 0 || r.chance(0.2)) {
    const amount = r.pick([
      sum(small.mine),
      small.ours,
      sub(small.ours, sum(small.mine)),
      share(sum(small.mine), constant.bp(7000), 'halfUp'),
    ])
    return r.pick([lt, le, gt, ge])(amount, constant.fen(r.int(-40, 60)))
  }
  const parts = [smallCondition(r, depth - 1), smallCondition(r, depth - 1)]
  return r.pick([() => and(...parts), () => or(...parts), () => not(parts[0]!)])()
}
const words = { zh: '甲', en: 'a' }
const ask = { label: words, question: words, range: [-50n, 50n], movable: true } as const
const small = { ours: household.fen('ours', ask), mine: person.fen('mine', ask) }

test('the nearest change is the nearest, looked at against every other value of every amount', () => {
  let found = 0
  let none = 0
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (seed) => {
      const r = seededRandom(seed)
      const eligible = household.rule('E', { title: words, basis: cite('s', '1'), value: smallCondition(r, 3) })
      const monthly = household.rule('M', {
        title: words,
        basis: cite('s', '2'),
        value: add(small.ours, constant.fen(100)),
      })
      const book = rulebook({
        programmes: [programme('p', { title: words, basis: cite('s', '1'), eligible, monthly, breakdown: [] })],
        rows: [],
        facts: [small.ours, small.mine],
      })
      const members = ['m0', 'm1'].map((id) => ({ id, facts: { mine: BigInt(r.int(-50, 50)) } }))
      const situation: Situation = {
        programme: 'p',
        area: areaCode('99'),
        residence: 'urban',
        on: day('2025-03-01'),
        household: { ours: BigInt(r.int(-50, 50)) },
        members,
      }
      const answer = book.determine(situation)
      if (answer.outcome !== 'not-eligible') return
      let best: bigint | null = null
      for (const subject of [null, 'm0', 'm1'])
        for (let value = -50n; value <= 50n; value++) {
          const name = subject === null ? 'ours' : 'mine'
          const now = (subject === null ? situation.household : members.find((m) => m.id === subject)!.facts)[
            name as 'mine'
          ] as bigint
          const away = value > now ? value - now : now - value
          if (
            (best === null || away < best) &&
            book.decideFast(fill(situation, subject, name, value)).outcome === 'eligible'
          )
            best = away
        }
      const { nearest } = answer
      const distance = nearest && (nearest.to > nearest.from ? nearest.to - nearest.from : nearest.from - nearest.to)
      // Past 32 fen the search probes in tenths: the distance found may then be larger.
      if (best === null || best <= 32n) expect(distance).toBe(best)
      else if (distance !== null) expect(distance).toBeGreaterThanOrEqual(best)
      if (nearest) {
        found++
        const then = book.determine(fill(situation, nearest.subject, nearest.fact, nearest.to))
        expect(then).toMatchObject({ outcome: 'eligible', monthly: nearest.monthly })
      } else none++
    }),
    { numRuns: 400 },
  )
  expect(found).toBeGreaterThan(80)
  expect(none).toBeGreaterThan(20)
})
