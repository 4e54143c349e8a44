import type { Fen } from '../../foundation/index.ts'
import { unmetSets } from './condition.ts'
import type { Programme } from './declare.ts'
import type {
  BreakdownLine,
  Determination,
  MissingFact,
  NearestChange,
  UnmetCondition,
  UnmetSet,
} from './determination.ts'
import type { Citation, Entity } from './expression.ts'
import type { FastDecision } from './generate.ts'
import { contentHash } from './hash.ts'
import { type Run, ruleValue, type Subject, startRun } from './interpret.ts'
import { missingFor } from './missing.ts'
import { nearestChange } from './nearest.ts'
import type { RuleSet } from './rule-set.ts'
import type { Setting } from './setting.ts'
import type { Facts, Member, Situation } from './situation.ts'
import type { Trace } from './trace.ts'

/** One determination with its trace. Reasons that take a search, and the hash of the facts, are worked out when somebody reads them. */
export function determineIn(book: Deciding, setting: Setting, situation: Situation): Determination {
  const given = snapshot(situation)
  const run = startRun(setting, given)
  const { programme, area, residence, on } = given
  const { eligible, monthly, tier, breakdown, figures } = setting.programme
  const right = ruleValue(run, eligible.id, 'household', run.household)
  const amount = right === true ? ruleValue(run, monthly.id, 'household', run.household) : null
  const level = right === true && tier ? ruleValue(run, tier.id, 'household', run.household) : undefined
  const lines = typeof amount === 'bigint' ? breakdownOf(run, breakdown, amount) : []
  for (const figure of figures) if (figure.entity === 'household') ruleValue(run, figure.id, 'household', run.household)

  const trace: Trace = {
    members: idsOf(run.members),
    supporters: idsOf(run.supporters),
    rows: setting.snapshot,
    frames: run.frames,
  }
  // What is worked out from here on to give reasons is not part of how it was decided.
  run.frames = []
  const rulebookHash = book.hash()
  const parameterHash = setting.parameterHash()
  const later = new Later(book, run, given, trace)
  if (right === false)
    return {
      outcome: 'not-eligible',
      programme,
      area,
      residence,
      on,
      rulebookHash,
      parameterHash,
      trace,
      get factsHash() {
        return later.factsHash()
      },
      get unmet() {
        return later.unmet()
      },
      get nearest() {
        return later.nearest()
      },
      get because() {
        return later.against()
      },
    }
  if (right === null || typeof amount !== 'bigint' || level === null)
    return {
      outcome: 'undetermined',
      programme,
      area,
      residence,
      on,
      rulebookHash,
      parameterHash,
      trace,
      get factsHash() {
        return later.factsHash()
      },
      get missing() {
        return later.missing(right === null)
      },
    }
  return {
    outcome: 'eligible',
    tier: level === undefined || level === 'none' ? null : (level as string),
    monthly: amount,
    breakdown: lines,
    programme,
    area,
    residence,
    on,
    rulebookHash,
    parameterHash,
    trace,
    get factsHash() {
      return later.factsHash()
    },
    get because() {
      return later.because()
    },
  }
}

/** What a determination needs of its rulebook. */
export interface Deciding {
  facts: RuleSet['facts']
  hash: () => string
  decide: (situation: Situation) => FastDecision
}

const idsOf = (subjects: readonly Subject[]): string[] => subjects.map((one) => one.id!)

/** A copy, so that what is worked out later is worked out on what was given. */
const snapshot = (situation: Situation): Situation => ({
  ...situation,
  household: { ...situation.household },
  members: situation.members.map(copyOf),
  supporters: situation.supporters?.map(copyOf) ?? [],
})
const copyOf = ({ id, facts }: Member): Member => ({ id, facts: { ...facts } })

/** Unknown written as null and unknown left out are the same facts. */
const knownOnly = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined))
const hashOf = (given: Situation): string => {
  const known = ({ id, facts }: Member): Member => ({ id, facts: knownOnly(facts) })
  return contentHash({
    ...given,
    household: knownOnly(given.household),
    members: given.members.map(known),
    supporters: given.supporters?.map(known),
  })
}

/** Worked out when first read, once. */
class Later {
  private readonly done = new Map<string, unknown>()
  private readonly book: Deciding
  private readonly run: Run
  private readonly given: Situation
  private readonly trace: Trace
  constructor(book: Deciding, run: Run, given: Situation, trace: Trace) {
    this.book = book
    this.run = run
    this.given = given
    this.trace = trace
  }
  factsHash(): string {
    return this.once('factsHash', () => hashOf(this.given))
  }
  because(): Citation[] {
    return this.once('because', () => distinct(this.trace.frames.flatMap((frame) => frame.basis)))
  }
  missing(eligibleUnknown: boolean): MissingFact[] {
    return this.once('missing', () => missingIn(this.run, eligibleUnknown))
  }
  unmet(): UnmetSet[] {
    return this.once('unmet', () => unmetSets(this.run))
  }
  against(): Citation[] {
    const { programme } = this.run.setting
    return this.once('against', () => distinct([...programme.basis, ...this.conditions().flatMap((c) => c.basis)]))
  }
  nearest(): NearestChange | null {
    const gaps = () => this.conditions().flatMap((c) => (c.gap === null ? [] : [c.gap]))
    const { given, trace, book } = this
    return this.once('nearest', () => nearestChange(given, trace.frames, book.facts, gaps(), book.decide))
  }
  private conditions(): UnmetCondition[] {
    return this.unmet().flatMap((set) => set.conditions)
  }
  private once<T>(what: string, work: () => T): T {
    if (!this.done.has(what)) this.done.set(what, work())
    return this.done.get(what) as T
  }
}

const distinct = (citations: readonly Citation[]): Citation[] => [
  ...new Map(citations.map((c) => [`${c.source} ${c.article}`, c])).values(),
]
const subjectsOf = (run: Run, entity: Entity): readonly Subject[] =>
  entity === 'household' ? [run.household] : entity === 'person' ? run.members : run.supporters

/** What the amount is made of, for whom; and one line for what rounding, minimum or limits did to the sum. */
function breakdownOf(run: Run, breakdown: Programme['breakdown'], monthly: Fen): BreakdownLine[] {
  const { rules, programme } = run.setting
  const lines: BreakdownLine[] = []
  let rest = monthly
  for (const { id, entity } of breakdown)
    for (const one of subjectsOf(run, entity)) {
      const [amount, text] = [ruleValue(run, id, entity, one), rules.get(id)]
      if (typeof amount !== 'bigint' || amount === 0n || !text) continue
      lines.push({ rule: id, title: text.title, subject: one.id, amount, basis: text.basis })
      rest -= amount
    }
  const { id } = programme.monthly
  if (rest !== 0n)
    lines.push({ rule: id, title: adjustment, subject: null, amount: rest, basis: rules.get(id)?.basis ?? [] })
  return lines
}
const adjustment = { zh: '取整、最低额、上限等调整', en: 'Rounding, minimum, limits' }

function missingIn(run: Run, eligibleUnknown: boolean): MissingFact[] {
  const { eligible, monthly, tier } = run.setting.programme
  const then = eligibleUnknown ? 'perhaps' : 'now'
  return missingFor(run, [
    { node: eligible, needed: 'now' },
    { node: monthly, needed: then },
    ...(tier ? [{ node: tier, needed: then } as const] : []),
  ])
}
