import { isDay } from '../../foundation/index.ts'
import type { Entity, FactDeclaration } from './expression.ts'
import { type Problem, refuseAll } from './problem.ts'
import { rangeOfFact } from './range.ts'
import type { RuleSet } from './rule-set.ts'
import { type Facts, type FactValue, mostMembers, type Situation } from './situation.ts'

/** What is wrong with the input, field by field. Nothing here is a person's secret: names and kinds, never values. */
export function situationProblems(set: RuleSet, situation: Situation): Problem[] {
  const problems: Problem[] = []
  if (!isDay(situation.on)) problems.push(problem('on', 'not a day', 'Write it as 2025-03-01'))
  if (situation.residence !== 'urban' && situation.residence !== 'rural')
    problems.push(problem('residence', 'not a residence', 'urban or rural'))
  checkFacts(set, 'household', null, 'household', situation.household, problems)
  checkList(set, 'members', 'person', situation.members, 1, problems)
  if (situation.supporters) {
    checkList(set, 'supporters', 'supporter', situation.supporters, 0, problems)
    for (const [i, { id }] of [...situation.supporters].entries())
      if (situation.members.some((member) => member.id === id))
        problems.push(problem(`supporters[${i}].id`, 'a member has this id', 'Give each an id of its own'))
  }
  return problems
}

const problem = (subject: string, message: string, remedy: string): Problem => ({
  code: 'bad-input',
  subject,
  message,
  remedy,
})

function checkList(
  set: RuleSet,
  path: string,
  entity: Entity,
  list: Situation['members'],
  least: number,
  problems: Problem[],
) {
  if (!Array.isArray(list)) {
    problems.push(problem(path, 'not a list', 'Give a list, each with id and facts'))
    return
  }
  if (list.length < least) problems.push(problem(path, 'nobody', 'A household has at least one member'))
  if (list.length > mostMembers) problems.push(problem(path, `${list.length} entries`, `At most ${mostMembers}`))
  for (let i = 0; i < list.length; i++) {
    const { id, facts } = list[i]!
    if (typeof id !== 'string' || id === '')
      problems.push(problem(`${path}[${i}].id`, 'no id', 'Give each an id of its own'))
    for (let j = 0; j < i; j++)
      if (list[j]!.id === id)
        problems.push(problem(`${path}[${i}].id`, 'the id is used twice', 'Give each an id of its own'))
    checkFacts(set, path, i, entity, facts, problems)
  }
}

function checkFacts(set: RuleSet, list: string, i: number | null, entity: Entity, facts: Facts, problems: Problem[]) {
  const at = (name: string) => `${i === null ? list : `${list}[${i}].facts`}${name && `.${name}`}`
  if (typeof facts !== 'object' || facts === null) {
    problems.push(problem(at(''), 'not an object', 'Give facts by name'))
    return
  }
  for (const name in facts) {
    const value = facts[name]
    const declaration = set.facts.get(name)
    if (!declaration) problems.push(problem(at(name), 'no such fact', 'See the fact dictionary'))
    else if (declaration.entity !== entity)
      problems.push(problem(at(name), `it is a fact of the ${declaration.entity}`, 'Move it there'))
    else if (value !== null && value !== undefined && !isRight(declaration, value))
      problems.push(problem(at(name), 'the value is of the wrong kind or out of range', `Give ${wanted(declaration)}`))
  }
}

function isRight(declaration: FactDeclaration, value: FactValue): boolean {
  switch (declaration.unit) {
    case 'fen':
      return typeof value === 'bigint' && within(declaration, value)
    case 'count':
    case 'months':
      return (
        (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) &&
        within(declaration, value)
      )
    case 'boolean':
      return typeof value === 'boolean'
    case 'date':
      return typeof value === 'string' && isDay(value)
    case 'code':
      return typeof value === 'string' && (declaration.codes?.includes(value) ?? true)
  }
}
function wanted(declaration: FactDeclaration): string {
  const [low, high] = rangeOfFact(declaration)
  switch (declaration.unit) {
    case 'fen':
      return `from ${low} to ${high} fen as a bigint`
    case 'count':
    case 'months':
      return `a whole number from ${low} to ${high}`
    case 'boolean':
      return 'true or false'
    case 'date':
      return 'a day such as 1955-03-01'
    case 'code':
      return `one of ${declaration.codes?.join(', ')}`
  }
}
const within = (declaration: FactDeclaration, value: bigint | number): boolean => {
  const [low, high] = rangeOfFact(declaration)
  return low <= value && value <= high
}

/** Refuses a situation with all its problems at once. */
export function checkSituation(set: RuleSet, situation: Situation): void {
  const problems = situationProblems(set, situation)
  if (problems.length > 0) refuseAll(problems)
}
