import {
  type Entity,
  type Node,
  partsOf,
  type Range,
  type RuleDeclaration,
  roundingCodes,
  type Unit,
} from './expression.ts'
import type { Problem } from './problem.ts'
import { rangeOf } from './range.ts'

/**
 * The compiler has checked rules written in TypeScript; this checks the tree itself, so that rules that came as data
 * (an editor, a file) or were forced through a cast meet the same law. Every problem names the rule and what to do.
 */
export function checkRule(rule: RuleDeclaration, ofRule: (id: string) => Range): Problem[] {
  const problems: Problem[] = []
  const report = (code: string, message: string, remedy: string) =>
    problems.push({ code, subject: `rule ${rule.id}`, message, remedy })

  const check = (node: Node, whose: Entity): void => {
    checkEntity(node, whose, report)
    checkShape(node, report)
    if (node.op === 'divide' || node.op === 'ratio') {
      const [least] = rangeOf(node.of[1], ofRule)
      if (least <= 0n)
        report(
          'divisor',
          `the divisor of a ${node.op} can be ${least}`,
          'Divide by `count()`, by a fact with `range: [1n, …]`, or by `max(constant.count(1), n)`',
        )
    }
    for (const part of partsOf(node)) check(part, node.op === 'over' && part !== node.none ? node.over : whose)
  }
  check(rule.value, rule.entity)

  if (rule.value.unit !== rule.unit)
    report(
      'unit',
      `the value is in ${rule.value.unit}, the rule in ${rule.unit}`,
      'Give the rule the unit of its value',
    )
  if (rule.value.nullable)
    report('nullable', 'the value may be absent', 'Say what absence means with `orElse`, `isKnown` or `isIn`')
  if (rule.since !== null && rule.until !== null && rule.until <= rule.since)
    report(
      'empty-period',
      `it is in force from ${rule.since} to ${rule.until}, which is empty`,
      '`until` is the first day it no longer holds',
    )
  if (rule.basis.length === 0 && !rule.id.includes('.'))
    report(
      'no-basis',
      'no article is named',
      'Give `basis: cite(source, article)`; only helper rules (`DB-02.total`) may go without',
    )
  return problems
}

type Report = (code: string, message: string, remedy: string) => void

function checkEntity(node: Node, whose: Entity, report: Report) {
  const named = node.op === 'fact' ? `fact ${node.name}` : node.op === 'rule' ? `rule ${node.id}` : null
  if (named && node.entity !== 'household' && node.entity !== whose)
    report(
      'entity',
      `${named} belongs to one ${node.entity}, and here it is not said which`,
      `Put it inside \`sum\`, \`any\`, \`all\`, \`count\`, \`highestOf\` or \`lowestOf\`, or make this a ${node.entity} rule`,
    )
}

const quantities: readonly Unit[] = ['fen', 'bp', 'count', 'months']
const numbers: readonly Unit[] = ['count', 'months']

/** What each operation takes: units and absence. */
function checkShape(node: Node, report: Report) {
  const strict = (parts: readonly Node[]) => {
    for (const part of parts)
      if (part.nullable)
        report(
          'nullable',
          `${describe(part)} may be absent and is used in ${node.op}`,
          'Say what absence means with `orElse`, `isKnown` or `isIn`',
        )
  }
  const needs = (part: Node, units: readonly Unit[]) => {
    if (!units.includes(part.unit))
      report('unit', `${node.op} cannot take ${describe(part)} in ${part.unit}`, `It takes ${units.join(' or ')}`)
  }
  const same = (parts: readonly Node[], unit: Unit) => {
    for (const part of parts)
      if (part.unit !== unit)
        report('unit', `${node.op} mixes ${unit} and ${part.unit} (${describe(part)})`, 'Bring both to one unit')
  }
  if (node.op !== 'orElse' && node.op !== 'isKnown' && node.op !== 'isIn') strict(partsOf(node))
  switch (node.op) {
    case 'add':
    case 'min':
    case 'max':
    case 'sub':
      needs(node, quantities)
      return same(node.of, node.unit)
    case 'mul':
    case 'divide':
      same([node.of[0]], node.unit)
      needs(node.of[0], quantities)
      return needs(node.of[1], numbers)
    case 'share':
      needs(node, ['fen', 'bp'])
      same([node.of[0]], node.unit)
      return needs(node.of[1], ['bp'])
    case 'ratio':
      return same(node.of, 'fen')
    case 'roundTo':
      if (node.step <= 0n) report('step', `a step of ${node.step} fen`, 'Round to a step above zero')
      return same(node.of, 'fen')
    case 'roundBy': {
      same([node.of[0]], 'fen')
      needs(node.of[1], ['code'])
      const unknown = codesOf(node.of[1])?.filter((code) => !roundingCodes.includes(code)) ?? []
      if (unknown.length > 0)
        report('codes', `no way of rounding is called ${unknown.join(', ')}`, `Known: ${roundingCodes.join(', ')}`)
      return
    }
    case 'compare':
      needs(node.of[0], [...quantities, 'date'])
      return same(node.of, node.of[0].unit)
    case 'and':
    case 'or':
    case 'not':
      if (node.of.length === 0) report('empty', `an empty ${node.op}`, 'Give it at least one condition')
      return same(node.of, 'boolean')
    case 'if':
      same([node.of[0]], 'boolean')
      return same([node.of[1], node.of[2]], node.unit)
    case 'table':
      if (node.hit !== 'first') needs(node, quantities)
      same(
        node.rows.map((row) => row.when),
        'boolean',
      )
      return same([...node.rows.map((row) => row.value), node.otherwise], node.unit)
    case 'isIn': {
      needs(node.of[0], ['code'])
      const codes = codesOf(node.of[0])
      const unknown = codes ? node.codes.filter((code) => !codes.includes(code)) : []
      if (unknown.length > 0)
        report('codes', `${describe(node.of[0])} never is ${unknown.join(', ')}`, `Its codes are ${codes?.join(', ')}`)
      return
    }
    case 'orElse':
      strict([node.of[1]])
      if (!node.of[0].nullable)
        report('never-absent', `${describe(node.of[0])} is never absent`, 'Leave out `orElse`, or declare it optional')
      return same(node.of, node.unit)
    case 'isKnown':
      if (!node.of[0].nullable)
        report('never-absent', `${describe(node.of[0])} is never absent`, 'Leave out `isKnown`, or declare it optional')
      return
    case 'aged':
      needs(node.of[0], ['date'])
      return needs(node.of[1], ['count'])
    case 'age':
    case 'monthsBetween':
      return same(node.of, 'date')
    case 'over':
      if (node.where) same([node.where], 'boolean')
      if (node.each && node.how !== 'count') same([node.each], node.unit)
      if ((node.how === 'max' || node.how === 'min') && !node.none)
        report('none', `the ${node.how} over members has no value for nobody`, 'Give `none`')
      return
    case 'select':
      if (node.declaration.form === 'list') needs(node.at, numbers)
      else same([node.at], node.declaration.by ?? 'code')
      if (node.otherwise) same([node.otherwise], node.unit)
      return
  }
}

const describe = (node: Node): string => {
  switch (node.op) {
    case 'fact':
      return `fact ${node.name}`
    case 'parameter':
    case 'select':
      return `parameter ${node.name}`
    case 'rule':
      return `rule ${node.id}`
    case 'constant':
      return `constant ${node.value}`
    default:
      return `this ${node.op}`
  }
}

/** The codes an expression can have, where that is declared. */
export function codesOf(node: Node): readonly string[] | undefined {
  switch (node.op) {
    case 'constant':
      return [String(node.value)]
    case 'fact':
    case 'parameter':
    case 'select':
      return node.declaration.codes
    case 'rule':
      return node.declaration.codes ?? codesOf(node.declaration.value)
    case 'if':
      return unite([node.of[1], node.of[2]])
    case 'orElse':
      return unite(node.of)
    case 'table':
      return unite([...node.rows.map((row) => row.value), node.otherwise])
    default:
      return undefined
  }
}
const unite = (nodes: readonly Node[]): readonly string[] | undefined => {
  const all = nodes.map(codesOf)
  return all.every((codes) => codes !== undefined) ? [...new Set(all.flat())] : undefined
}
