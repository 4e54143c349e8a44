import type { Fen } from '../../foundation/index.ts'
import { unmetSets } from './condition.ts'
import type { BreakdownLine, Determination, MissingFact } from './determination.ts'
import type { Citation, Entity, RuleDeclaration } from './expression.ts'
import type { FastDecision } from './generate.ts'
import { contentHash } from './hash.ts'
import { interpret, type Run, type Subject } from './interpret.ts'
import { missingFor } from './missing.ts'
import { nearestChange } from './nearest.ts'
import type { RuleSet } from './rule-set.ts'
import type { Setting } from './setting.ts'
import type { Facts, Situation } from './situation.ts'
import type { Trace } from './trace.ts'

/** One determination with its trace. Reasons that take a search are worked out when somebody reads them. */
export function determineIn(
  set: RuleSet,
  setting: Setting,
  situation: Situation,
  rulebookHash: () => string,
  decide: (situation: Situation) => FastDecision,
): Determination {
  const given = snapshot(situation)
  const run = interpret(setting, given)
  const { programme } = setting
  const household = (id: string) => run.rule(id, 'household', run.household)
  const eligible = household(programme.eligible.id)
  const monthly = eligible === true ? household(programme.monthly.id) : null
  const tier = eligible === true && programme.tier ? household(programme.tier.id) : undefined

  if (eligible === true)
    for (const { id, entity } of programme.breakdown)
      for (const one of subjectsOf(run, entity)) run.rule(id, entity, one)
  for (const figure of programme.figures) if (figure.entity === 'household') household(figure.id)

  const factsHash = lazily(() => contentHash(given))
  const base = {
    programme: programme.id,
    area: situation.area,
    residence: situation.residence,
    on: situation.on,
    rulebookHash: rulebookHash(),
    parameterHash: setting.parameterHash(),
    // Fixed here: what is worked out later to give reasons is not part of how it was decided.
    trace: {
      members: run.members.map((m) => m.id!),
      supporters: run.supporters.map((s) => s.id!),
      frames: [...run.frames],
    },
  }
  if (eligible === false) {
    const reasons = reasonsAgainst(run, set, given, base.trace, decide)
    return {
      ...base,
      outcome: 'not-eligible',
      get factsHash() {
        return factsHash()
      },
      get unmet() {
        return reasons.unmet()
      },
      get nearest() {
        return reasons.nearest()
      },
      get because() {
        return reasons.because()
      },
    }
  }
  if (eligible === null || monthly === null || tier === null) {
    const missing = lazily(() => missingIn(run, eligible === null))
    return {
      ...base,
      outcome: 'undetermined',
      get factsHash() {
        return factsHash()
      },
      get missing() {
        return missing()
      },
    }
  }
  return {
    ...base,
    outcome: 'eligible',
    tier: tier === undefined || tier === 'none' ? null : (tier as string),
    monthly: monthly as Fen,
    breakdown: breakdownOf(run, monthly as Fen),
    because: citationsIn(run),
    get factsHash() {
      return factsHash()
    },
  }
}

const withoutUnknown = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined))
/** A copy, so that what is worked out later is worked out on what was given. */
const snapshot = (situation: Situation): Situation => ({
  ...situation,
  household: withoutUnknown(situation.household),
  members: situation.members.map(({ id, facts }) => ({ id, facts: withoutUnknown(facts) })),
  supporters: (situation.supporters ?? []).map(({ id, facts }) => ({ id, facts: withoutUnknown(facts) })),
  ...(situation.overrides && { overrides: { ...situation.overrides } }),
})

const distinct = (citations: readonly Citation[]): Citation[] => [
  ...new Map(citations.map((c) => [`${c.source} ${c.article}`, c])).values(),
]
/** The articles of every rule that was worked out. */
const citationsIn = (run: Run): Citation[] => {
  const seen = new Set<RuleDeclaration>()
  for (const frame of run.frames) if (frame.text) seen.add(frame.text)
  return distinct([...seen].flatMap((text) => text.basis))
}

const subjectsOf = (run: Run, entity: Entity): readonly Subject[] =>
  entity === 'household' ? [run.household] : entity === 'person' ? run.members : run.supporters

/** What the amount is made of, for whom; and one line for what rounding, minimum or limits did to the sum. */
function breakdownOf(run: Run, monthly: Fen): BreakdownLine[] {
  const { rules, programme } = run.setting
  const lines = programme.breakdown.flatMap(({ id, entity }) =>
    subjectsOf(run, entity).flatMap((subject): BreakdownLine[] => {
      const [amount, text] = [run.rule(id, entity, subject), rules.get(id)]
      if (typeof amount !== 'bigint' || amount === 0n || !text) return []
      return [{ rule: id, title: text.title, subject: subject.id, amount, basis: text.basis }]
    }),
  )
  const rest = lines.reduce((left, line) => left - line.amount, monthly)
  if (rest === 0n) return lines
  const title = { zh: '取整、最低额、上限等调整', en: 'Rounding, minimum, limits' }
  return [
    ...lines,
    {
      rule: programme.monthly.id,
      title,
      subject: null,
      amount: rest,
      basis: rules.get(programme.monthly.id)?.basis ?? [],
    },
  ]
}

function missingIn(run: Run, eligibleUnknown: boolean): MissingFact[] {
  const { eligible, monthly, tier } = run.setting.programme
  const then = eligibleUnknown ? 'perhaps' : 'now'
  return missingFor(run, [
    { node: eligible, needed: 'now' },
    { node: monthly, needed: then },
    ...(tier ? [{ node: tier, needed: then } as const] : []),
  ])
}

function reasonsAgainst(
  run: Run,
  set: RuleSet,
  given: Situation,
  trace: Trace,
  decide: (s: Situation) => FastDecision,
) {
  const unmet = lazily(() => unmetSets(run))
  const conditions = () => unmet().flatMap((set) => set.conditions)
  const nearest = lazily(() => {
    const gaps = conditions().flatMap((c) => (c.gap === null ? [] : [c.gap]))
    return nearestChange(given, trace.frames, set.facts, gaps, decide)
  })
  const because = lazily(() => distinct([...run.setting.programme.basis, ...conditions().flatMap((c) => c.basis)]))
  return { unmet, nearest, because }
}

function lazily<T>(work: () => T): () => T {
  let done: { value: T } | null = null
  return () => {
    done ??= { value: work() }
    return done.value
  }
}
