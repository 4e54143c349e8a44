import type { AreaCode, Day } from '../../foundation/index.ts'
import { checkSituation, situationProblems } from './check-situation.ts'
import type { Exception, Programme } from './declare.ts'
import type { Determination } from './determination.ts'
import { type Deciding, determineIn } from './determine.ts'
import { type Explanation, explainIn, type Names, type Provenance } from './explain.ts'
import type { FactDeclaration, Node, ParameterDeclaration, Rule, RuleDeclaration } from './expression.ts'
import { type FastDecision, type Generated, generate, prepare, type Ready } from './generate.ts'
import { contentHash } from './hash.ts'
import { loadParameters, type ParameterRow, type ReadRow } from './parameters.ts'
import { PolicyError, type Problem, refuseAll } from './problem.ts'
import { collectRules, isReferenceOrWording, type Place, type RuleSet, reachableFrom } from './rule-set.ts'
import { once, overridden, type Setting, settingAt } from './setting.ts'
import type { Residence, Situation } from './situation.ts'

export interface Source {
  title: string
  [more: string]: unknown
}

export interface RulebookParts {
  programmes: readonly Programme[]
  exceptions?: readonly Exception[]
  /** The dated values, from the rulebook's data files. */
  rows: readonly ParameterRow[]
  /** What citations may name; without it citations are not checked. */
  sources?: Readonly<Record<string, Source>>
  /** Facts of the dictionary, also those no rule asks for yet. */
  facts?: readonly Node[]
  /** Rules that must be reached by some programme: a dead one is refused. */
  rules?: readonly Rule[]
}

/** One parameter as it stands somewhere on a day. */
export interface ParameterAt {
  declaration: ParameterDeclaration
  /** Null: no row here. A row with value null: the place has its own value and it is not known. */
  row: ReadRow | null
  /** Every row of the parameter that concerns this place, in order: what was, is and will be. */
  history: readonly ReadRow[]
}

export interface Rulebook {
  programmes: ReadonlyMap<string, Programme>
  rules: ReadonlyMap<string, RuleDeclaration>
  exceptions: readonly Exception[]
  facts: ReadonlyMap<string, FactDeclaration>
  parameters: ReadonlyMap<string, ParameterDeclaration>
  /** Interpreted, with the full trace. Refuses bad input with a PolicyError that names the fields. */
  determine(situation: Situation): Determination
  /** Generated code: the same outcome, tier and amount. Supposes that fact names are right (`check` says whether they are). */
  decideFast(situation: Situation): FastDecision
  explain(determination: Determination, provenance?: Provenance, names?: Names): Explanation
  /** What is wrong with a situation, field by field; empty when nothing is. */
  check(situation: Situation): Problem[]
  parametersAt(programme: string, area: AreaCode, residence: Residence, on: Day): ParameterAt[]
  /** The content hash of everything that decides a programme, apart from parameter values. */
  hash(programme: string): string
  /** The JavaScript made for a place, for auditors and tests. */
  generatedFor(programme: string, place: Place): Generated | null
}

/** Puts rules, exceptions and values together; refuses the whole, with every problem named, when anything is wrong. */
export function rulebook(parts: RulebookParts): Rulebook {
  const problems: Problem[] = []
  const exceptions = parts.exceptions ?? []
  const set = collectRules(
    {
      programmes: parts.programmes,
      exceptions,
      facts: (parts.facts ?? []).flatMap((node) => (node.op === 'fact' ? [node.declaration] : [])),
      rules: (parts.rules ?? []).map((rule) => rule.declaration),
      sources: parts.sources ? new Set(Object.keys(parts.sources)) : null,
    },
    problems,
  )
  const table = loadParameters(set.parameters, parts.rows, problems)
  const programmes = new Map(parts.programmes.map((p) => [p.id, p]))
  if (programmes.size < parts.programmes.length)
    problems.push({
      code: 'declared-twice',
      subject: 'programmes',
      message: 'two have one id',
      remedy: 'Give each its own',
    })
  refuseAll(problems)

  const hashes = new Map(
    parts.programmes.map((p) => [p.id, once(() => contentHash(contentOf(set, p), isReferenceOrWording))]),
  )
  const texts = new Map<string, Generated | null>()
  const generatedIn = (setting: Setting): Generated | null => {
    const key = `${setting.programme.id} ${setting.signature}`
    let made = texts.get(key)
    if (made === undefined) {
      made = generate(set, setting.programme, setting.rules)
      texts.set(key, made)
    }
    return made
  }
  const programmeOf = (id: string): Programme => {
    const programme = programmes.get(id)
    if (programme) return programme
    const known = [...programmes.keys()].join(', ')
    throw new PolicyError([
      {
        code: 'unknown-programme',
        subject: `programme ${id}`,
        message: 'this rulebook has no such programme',
        remedy: `It has ${known}`,
      },
    ])
  }

  const standings = new Standings((programme, place) => stand(settingAt(set, table, programmeOf(programme), place)))
  const stand = (setting: Setting): Standing => {
    const generated = generatedIn(setting)
    const standing: Standing = { setting, ready: generated && prepare(generated, setting), deciding: null }
    const decide = (situation: Situation) => decideAt(situation, standing)
    standing.deciding = { facts: set.facts, hash: hashes.get(setting.programme.id)!, decide }
    return standing
  }
  const standingFor = (situation: Situation): Standing => {
    const standing = standings.get(situation.programme, situation)
    return situation.overrides ? stand(overridden(standing.setting, set, situation.overrides)) : standing
  }
  const determineAt = (situation: Situation, { deciding, setting }: Standing) =>
    determineIn(deciding!, setting, situation)
  const decideAt = (situation: Situation, standing: Standing): FastDecision => {
    const swift = standing.ready?.swift(situation)
    if (swift) return swift
    checkSituation(set, situation)
    return standing.ready ? standing.ready.careful(situation) : withoutReasons(determineAt(situation, standing))
  }

  return {
    programmes,
    rules: set.rules,
    exceptions,
    facts: set.facts,
    parameters: set.parameters,
    determine(situation) {
      programmeOf(situation.programme)
      checkSituation(set, situation)
      return determineAt(situation, standingFor(situation))
    },
    decideFast: (situation) => decideAt(situation, standingFor(situation)),
    explain: (determination, provenance, names) =>
      explainIn(
        determination,
        standings.get(determination.programme, determination).setting,
        set,
        provenance ?? {},
        names ?? {},
      ),
    check: (situation) => situationProblems(set, situation),
    parametersAt: (programme, area, residence, on) =>
      [...standings.get(programme, { area, residence, on }).setting.rows].map(([name, row]) => ({
        declaration: set.parameters.get(name)!,
        row,
        history: historyOf(table.get(name), area, residence),
      })),
    hash: (programme) => {
      programmeOf(programme)
      return hashes.get(programme)!()
    },
    generatedFor: (programme, place) => generatedIn(standings.get(programme, place).setting),
  }
}

/** A programme in one place on one day, with its code ready to run. */
interface Standing {
  setting: Setting
  ready: Ready | null
  deciding: Deciding | null
}

/** Places and days kept ready; more than a batch over all counties of a day needs. */
const mostStandings = 10_000

class Standings {
  private readonly make: (programme: string, place: Place) => Standing
  private readonly known = new Map<string, Map<string, Map<string, Standing>>>()
  private count = 0
  constructor(make: (programme: string, place: Place) => Standing) {
    this.make = make
  }
  get(programme: string, place: Place): Standing {
    const found = this.known
      .get(programme)
      ?.get(place.on)
      ?.get(place.area + place.residence)
    if (found) return found
    if (this.count >= mostStandings) {
      this.known.clear()
      this.count = 0
    }
    const standing = this.make(programme, place)
    const days = this.known.get(programme) ?? new Map<string, Map<string, Standing>>()
    const places = days.get(place.on) ?? new Map<string, Standing>()
    this.known.set(programme, days.set(place.on, places.set(place.area + place.residence, standing)))
    this.count++
    return standing
  }
}

const withoutReasons = (d: Determination): FastDecision =>
  d.outcome === 'eligible' ? { outcome: d.outcome, tier: d.tier, monthly: d.monthly } : { outcome: d.outcome }

function historyOf(
  areas: ReadonlyMap<AreaCode, readonly ReadRow[]> | undefined,
  area: AreaCode,
  residence: Residence,
): ReadRow[] {
  return [...(areas ?? [])]
    .filter(([around]) => area.startsWith(around))
    .sort(([a], [b]) => b.length - a.length)
    .flatMap(([, rows]) => rows.filter((row) => row.residence === 'both' || row.residence === residence))
}

/** Everything that decides: the programme, its rules in all versions, and what its facts and parameters are. */
function contentOf(set: RuleSet, programme: Programme): unknown {
  const reached = reachableFrom(set, programme)
  const facts = new Map<string, FactDeclaration>()
  const parameters = new Map<string, ParameterDeclaration>()
  for (const node of reached.nodes()) {
    if (node.op === 'fact') facts.set(node.name, node.declaration)
    if (node.op === 'parameter' || node.op === 'select') parameters.set(node.name, node.declaration)
  }
  return {
    id: programme.id,
    since: programme.since,
    basis: programme.basis,
    eligible: programme.eligible.id,
    monthly: programme.monthly.id,
    tier: programme.tier?.id ?? null,
    breakdown: programme.breakdown.map((rule) => rule.id),
    rules: reached.rules,
    exceptions: reached.exceptions.map(({ declaration, ...exception }) => ({ ...exception, text: declaration })),
    facts: Object.fromEntries(facts),
    parameters: Object.fromEntries(parameters),
  }
}
