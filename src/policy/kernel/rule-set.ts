import { type AreaCode, contains, type Day } from '../../foundation/index.ts'
import { checkRule } from './check.ts'
import type { Exception, Programme } from './declare.ts'
import {
  type FactDeclaration,
  type Node,
  type ParameterDeclaration,
  type Range,
  type RuleDeclaration,
  walk,
} from './expression.ts'
import { canonicalJson } from './hash.ts'
import type { Problem } from './problem.ts'
import { hull, rangeOf } from './range.ts'
import type { Residence } from './situation.ts'

/** What a text refers to. */
export interface References {
  rules: readonly string[]
  parameters: readonly string[]
}
const references = new WeakMap<RuleDeclaration, References>()
export function referencesOf(text: RuleDeclaration): References {
  const before = references.get(text)
  if (before) return before
  const [rules, parameters] = [new Set<string>(), new Set<string>()]
  for (const node of walk(text.value)) {
    if (node.op === 'rule') rules.add(node.id)
    else if (node.op === 'parameter' || node.op === 'select') parameters.add(node.name)
  }
  const found = { rules: [...rules], parameters: [...parameters] }
  references.set(text, found)
  return found
}

/** All rules that the programmes reach, with their exceptions; put together once and checked as a whole. */
export interface RuleSet {
  rules: ReadonlyMap<string, RuleDeclaration>
  facts: ReadonlyMap<string, FactDeclaration>
  parameters: ReadonlyMap<string, ParameterDeclaration>
  /** By the id of the rule or exception they replace. */
  exceptions: ReadonlyMap<string, readonly Exception[]>
  /** Of a rule in all its versions; `[0, 0]` for conditions, days and codes. */
  rangeOfRule(id: string): Range
}

/** Declarations hang on the nodes that refer to them; as content a reference is its name alone. */
export const isReference = (key: string): boolean => key === 'declaration'

/** Better words for the same rule are the same rule. */
const wording = new Set(['title', 'label', 'question', 'codeLabels', 'note'])
export const isReferenceOrWording = (key: string): boolean => isReference(key) || wording.has(key)

export interface Ingredients {
  programmes: readonly Programme[]
  exceptions: readonly Exception[]
  /** Facts of the dictionary that no rule asks for yet. */
  facts: readonly FactDeclaration[]
  /** Rules that must be in use: one that no programme reaches is dead. */
  rules: readonly RuleDeclaration[]
  sources: ReadonlySet<string> | null
}

export function collectRules(given: Ingredients, problems: Problem[]): RuleSet {
  const rules = new Map<string, RuleDeclaration>()
  const facts = new Map<string, FactDeclaration>()
  const parameters = new Map<string, ParameterDeclaration>()
  const exceptions = new Map<string, Exception[]>()
  for (const exception of given.exceptions)
    exceptions.set(exception.of, [...(exceptions.get(exception.of) ?? []), exception])

  const same = new Map<object, object>()
  const keep = <D extends { kind: string }>(kept: Map<string, D>, name: string, declaration: D): boolean => {
    const before = kept.get(name)
    if (before === undefined) {
      kept.set(name, declaration)
      return true
    }
    if (before !== declaration && same.get(declaration) !== before) {
      if (canonicalJson(before, isReference) === canonicalJson(declaration, isReference)) same.set(declaration, before)
      else
        problems.push({
          code: 'declared-twice',
          subject: `${declaration.kind} ${name}`,
          message: 'it is declared twice, differently',
          remedy: 'Declare it once and import it',
        })
    }
    return false
  }

  const visitNode = (root: Node) => {
    for (const node of walk(root)) {
      if (node.op === 'fact') keep(facts, node.name, node.declaration)
      else if (node.op === 'parameter' || node.op === 'select') keep(parameters, node.name, node.declaration)
      else if (node.op === 'rule') visitRule(node.declaration)
    }
  }
  const visitExceptions = (id: string) => {
    for (const exception of exceptions.get(id) ?? []) {
      visitNode(exception.declaration.value)
      visitExceptions(exception.id)
    }
  }
  const visitRule = (rule: RuleDeclaration) => {
    if (!keep(rules, rule.id, rule)) return
    visitNode(rule.value)
    visitExceptions(rule.id)
  }
  for (const programme of given.programmes) for (const root of rootsOf(programme)) visitRule(root)
  for (const fact of given.facts) keep(facts, fact.name, fact)

  for (const rule of given.rules)
    if (rules.has(rule.id)) keep(rules, rule.id, rule)
    else
      problems.push({
        code: 'dead-rule',
        subject: `rule ${rule.id}`,
        message: 'no programme reaches it',
        remedy: 'Use it in a rule or a breakdown, or remove it',
      })
  problems.push(...checkExceptions(rules, given.exceptions), ...checkSources(given, rules))
  const references = referencesBetween(rules, exceptions)
  const cycle = findCycle(references)
  if (cycle) {
    problems.push({
      code: 'cycle',
      subject: `rule ${cycle[0]}`,
      message: `it needs itself: ${cycle.join(' → ')}`,
      remedy: 'Move what both need into a rule of its own',
    })
    return { rules, facts, parameters, exceptions, rangeOfRule: () => [0n, 0n] }
  }
  const rangeOfRule = ranges(rules, exceptions)
  for (const rule of rules.values()) problems.push(...checkRule(rule, rangeOfRule))
  for (const exception of given.exceptions) problems.push(...checkRule(exception.declaration, rangeOfRule))
  return { rules, facts, parameters, exceptions, rangeOfRule }
}

/** Where a programme's rules are entered. */
export const rootsOf = (programme: Programme): RuleDeclaration[] =>
  [programme.eligible, programme.monthly, programme.tier, ...programme.breakdown, ...programme.figures]
    .filter((rule) => rule !== null)
    .map((rule) => rule.declaration)

type Exceptions = ReadonlyMap<string, readonly Exception[]>
/** A rule's own text and every text that may stand in its place. */
function* versionsOf(rule: RuleDeclaration, exceptions: Exceptions, id = rule.id): Generator<RuleDeclaration> {
  yield rule
  for (const exception of exceptions.get(id) ?? []) yield* versionsOf(exception.declaration, exceptions, exception.id)
}

function referencesBetween(rules: ReadonlyMap<string, RuleDeclaration>, exceptions: Exceptions) {
  const references = new Map<string, Set<string>>()
  for (const rule of rules.values()) {
    const to = new Set<string>()
    for (const version of versionsOf(rule, exceptions)) for (const id of referencesOf(version).rules) to.add(id)
    references.set(rule.id, to)
  }
  return references
}

function findCycle(references: ReadonlyMap<string, ReadonlySet<string>>): string[] | null {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (id: string): string[] | null => {
    if (done.has(id)) return null
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id]
    path.push(id)
    for (const to of references.get(id) ?? []) {
      const found = visit(to)
      if (found) return found
    }
    path.pop()
    done.add(id)
    return null
  }
  for (const id of references.keys()) {
    const found = visit(id)
    if (found) return found
  }
  return null
}

function ranges(rules: ReadonlyMap<string, RuleDeclaration>, exceptions: Exceptions): (id: string) => Range {
  const found = new Map<string, Range>()
  const rangeOfRule = (id: string): Range => {
    const before = found.get(id)
    if (before) return before
    const versions = [...versionsOf(rules.get(id)!, exceptions)]
    const range = hull(versions.map((version) => rangeOf(version.value, rangeOfRule)))
    found.set(id, range)
    return range
  }
  return rangeOfRule
}

function checkExceptions(rules: ReadonlyMap<string, RuleDeclaration>, exceptions: readonly Exception[]): Problem[] {
  const problems: Problem[] = []
  const known = new Map<string, RuleDeclaration>([...rules, ...exceptions.map((e) => [e.id, e.declaration] as const)])
  const ids = new Set<string>(rules.keys())
  for (const exception of exceptions) {
    const subject = `exception ${exception.id}`
    if (ids.has(exception.id))
      problems.push({
        code: 'declared-twice',
        subject,
        message: 'its id is taken',
        remedy: 'Give each rule and exception an id of its own',
      })
    ids.add(exception.id)
    const replaced = known.get(exception.of)
    if (!replaced)
      problems.push({
        code: 'unknown-rule',
        subject,
        message: `it replaces ${exception.of}, which no programme reaches`,
        remedy: 'Correct the rule it names, or remove it',
      })
    else if (replaced.unit !== exception.declaration.unit || replaced.entity !== exception.declaration.entity)
      problems.push({
        code: 'unit',
        subject,
        message: `it is a ${exception.declaration.entity} rule in ${exception.declaration.unit}, and ${exception.of} is a ${replaced.entity} rule in ${replaced.unit}`,
        remedy: 'An exception keeps entity and unit',
      })
    for (const other of exceptions) {
      if (other === exception) break
      if (other.of === exception.of && bothApply(other, exception))
        problems.push({
          code: 'two-exceptions',
          subject,
          message: `it and ${other.id} both replace ${exception.of} in ${narrower(other.area, exception.area) || 'the nation'} at the same time`,
          remedy: `Name ${other.id} as the rule it replaces, or bound one of them by area, residence or period`,
        })
    }
  }
  return problems
}
const narrower = (a: AreaCode, b: AreaCode) => (a.length > b.length ? a : b)
const bothApply = (a: Exception, b: Exception): boolean =>
  (contains(a.area, b.area) || contains(b.area, a.area)) &&
  (a.residence === 'both' || b.residence === 'both' || a.residence === b.residence) &&
  startsBefore(a.declaration, b.declaration.until) &&
  startsBefore(b.declaration, a.declaration.until)
const startsBefore = (rule: RuleDeclaration, end: Day | null) => end === null || rule.since === null || rule.since < end

function checkSources(
  { sources, exceptions, programmes }: Ingredients,
  rules: ReadonlyMap<string, RuleDeclaration>,
): Problem[] {
  if (!sources) return []
  const cited = [
    ...[...rules.values(), ...exceptions.map((e) => e.declaration)].map((r) => ({
      subject: `rule ${r.id}`,
      basis: r.basis,
    })),
    ...programmes.map((p) => ({ subject: `programme ${p.id}`, basis: p.basis })),
  ]
  return cited.flatMap(({ subject, basis }) =>
    basis
      .filter((citation) => !sources.has(citation.source))
      .map(({ source }) => ({
        code: 'unknown-source',
        subject,
        message: `it cites ${source}, which is not among the sources`,
        remedy: 'Add the source or correct the citation',
      })),
  )
}

export interface Place {
  area: AreaCode
  residence: Residence
  on: Day
}
const holds = ({ since, until }: RuleDeclaration, on: Day) =>
  (since === null || since <= on) && (until === null || on < until)

/** The text of the rule that holds there on that day, or null when none does. */
export function inForce(set: RuleSet, id: string, place: Place): RuleDeclaration | null {
  const base = set.rules.get(id)
  if (!base) return null
  let chosen = holds(base, place.on) ? base : null
  for (let of: string | null = id; of !== null; ) {
    const next: Exception | undefined = set.exceptions
      .get(of)
      ?.find(
        (e) =>
          contains(e.area, place.area) &&
          (e.residence === 'both' || e.residence === place.residence) &&
          holds(e.declaration, place.on),
      )
    if (next) chosen = next.declaration
    of = next?.id ?? null
  }
  return chosen
}

/** What a programme can come to, in any place and on any day. */
export function reachableFrom(set: RuleSet, programme: Programme) {
  const rules = new Map<string, RuleDeclaration>()
  const exceptions = new Map<string, Exception>()
  const visitText = (text: RuleDeclaration) => {
    referencesOf(text).rules.forEach(visit)
  }
  const visitExceptions = (id: string) => {
    for (const exception of set.exceptions.get(id) ?? []) {
      exceptions.set(exception.id, exception)
      visitText(exception.declaration)
      visitExceptions(exception.id)
    }
  }
  const visit = (id: string) => {
    if (rules.has(id)) return
    const rule = set.rules.get(id)!
    rules.set(id, rule)
    visitText(rule)
    visitExceptions(id)
  }
  for (const root of rootsOf(programme)) visit(root.id)
  const byId = <T extends { id: string }>(of: ReadonlyMap<string, T>) =>
    [...of.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const texts = [...rules.values(), ...[...exceptions.values()].map((exception) => exception.declaration)]
  return {
    rules: byId(rules),
    exceptions: byId(exceptions),
    nodes: () => texts.flatMap((text) => [...walk(text.value)]),
  }
}
