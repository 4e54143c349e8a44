import { isDay } from '../../foundation/index.ts'
import type { Entity, FactDeclaration } from './expression.ts'
import { type Problem, refuseAll } from './problem.ts'
import { rangeOfFact } from './range.ts'
import type { RuleSet } from './rule-set.ts'
import { type Facts, type FactValue, mostMembers, type Situation } from './situation.ts'

/** What is wrong with the input, field by field. Nothing here is a person's secret: names and kinds, never values. */
export function situationProblems(set: RuleSet, situation: Situation): Problem[] {
  const problems: Problem[] = []
  const report = (subject: string, message: string, remedy: string) =>
    problems.push({ code: 'bad-input', subject, message, remedy })

  if (!isDay(situation.on)) report('on', 'not a day', 'Write it as 2025-03-01')
  if (situation.residence !== 'urban' && situation.residence !== 'rural')
    report('residence', 'not a residence', 'urban or rural')
  checkFacts(set, 'household', 'household', situation.household, report)
  checkList(set, 'members', 'person', situation.members, 1, report)
  checkList(set, 'supporters', 'supporter', situation.supporters ?? [], 0, report)
  return problems
}

type Report = (subject: string, message: string, remedy: string) => void

function checkList(
  set: RuleSet,
  path: string,
  entity: Entity,
  list: Situation['members'],
  least: number,
  report: Report,
) {
  if (!Array.isArray(list)) return report(path, 'not a list', 'Give a list, each with id and facts')
  if (list.length < least) report(path, 'nobody', 'A household has at least one member')
  if (list.length > mostMembers) report(path, `${list.length} entries`, `At most ${mostMembers}`)
  const ids = new Set<string>()
  for (let i = 0; i < list.length; i++) {
    const one = list[i]!
    if (typeof one.id !== 'string' || one.id === '') report(`${path}[${i}].id`, 'no id', 'Give each an id of its own')
    else if (ids.has(one.id)) report(`${path}[${i}].id`, 'the id is used twice', 'Give each an id of its own')
    ids.add(one.id)
    checkFacts(set, `${path}[${i}].facts`, entity, one.facts, report)
  }
}

function checkFacts(set: RuleSet, path: string, entity: Entity, facts: Facts, report: Report) {
  if (typeof facts !== 'object' || facts === null) return report(path, 'not an object', 'Give facts by name')
  for (const name in facts) {
    const value = facts[name]
    const declaration = set.facts.get(name)
    if (!declaration) report(`${path}.${name}`, 'no such fact', 'See the fact dictionary')
    else if (declaration.entity !== entity)
      report(`${path}.${name}`, `it is a fact of the ${declaration.entity}`, 'Move it there')
    else if (value !== null && value !== undefined) {
      const wanted = wrongValue(declaration, value)
      if (wanted) report(`${path}.${name}`, 'the value is of the wrong kind or out of range', `Give ${wanted}`)
    }
  }
}

/** What a value should have been, or null when it is right. */
function wrongValue(declaration: FactDeclaration, value: FactValue): string | null {
  switch (declaration.unit) {
    case 'fen':
      return typeof value === 'bigint' && within(declaration, value) ? null : `${bounds(declaration)} fen as a bigint`
    case 'count':
    case 'months':
      if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value)))
        return within(declaration, BigInt(value)) ? null : `a whole number ${bounds(declaration)}`
      return `a whole number ${bounds(declaration)}`
    case 'boolean':
      return typeof value === 'boolean' ? null : 'true or false'
    case 'date':
      return typeof value === 'string' && isDay(value) ? null : 'a day such as 1955-03-01'
    case 'code':
      return typeof value === 'string' && (declaration.codes?.includes(value) ?? true)
        ? null
        : `one of ${declaration.codes?.join(', ')}`
  }
}
const within = (declaration: FactDeclaration, value: bigint): boolean => {
  const [low, high] = rangeOfFact(declaration)
  return low <= value && value <= high
}
const bounds = (declaration: FactDeclaration): string => {
  const [low, high] = rangeOfFact(declaration)
  return `from ${low} to ${high}`
}

/** Refuses a situation with all its problems at once. */
export function checkSituation(set: RuleSet, situation: Situation): void {
  const problems = situationProblems(set, situation)
  if (problems.length > 0) refuseAll(problems)
}
