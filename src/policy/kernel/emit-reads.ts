import {
  type Atom,
  apart,
  type Block,
  choose,
  type Emission,
  find,
  functionBlock,
  hold,
  inKind,
  innerBlock,
  isBig,
  isQuantity,
  quoted,
  type RuleFunction,
} from './block.ts'
import type { Entity, NodeOf, RuleDeclaration } from './expression.ts'
import { rangeOfFact } from './range.ts'

/** Where swift code leaves because a fact is absent or is not what it should be. */
const wrongType: Record<string, (raw: string) => string> = {
  fen: (raw) => `typeof ${raw} !== 'bigint'`,
  count: (raw) => `!Number.isInteger(${raw})`,
  months: (raw) => `!Number.isInteger(${raw})`,
  boolean: (raw) => `${raw} !== true && ${raw} !== false`,
  date: (raw) => `typeof ${raw} !== 'string' || ${raw}.length !== 10`,
  code: (raw) => `typeof ${raw} !== 'string'`,
}

export function emitFact(e: Emission, fact: NodeOf<'fact'>, block: Block): Atom {
  const key = `fact ${fact.name}`
  const before = find(block, key)
  if (before) return before
  const big = isBig(e, fact)
  const facts = fact.entity === 'household' ? 'h' : block.facts
  const raw = hold(e, block, `${facts}[${quoted(fact.name)}]`, false).code
  const value = isQuantity(fact.unit) ? `${big ? 'BigInt' : 'Number'}(${raw})` : raw
  const none = `${raw} === undefined || ${raw} === null`
  let atom: Atom
  if (e.careful)
    atom = hold(e, block, `${none} ? ${fact.nullable ? 'undefined' : 'null'} : ${value}`, !fact.nullable, big)
  else {
    const wrong = wrongType[fact.unit]!(raw)
    block.lines.push(`if (${fact.nullable ? `!(${none}) && (${wrong})` : wrong}) return null`)
    atom = hold(e, block, fact.nullable ? `${none} ? undefined : ${value}` : value, false, big)
    if (isQuantity(fact.unit)) {
      const [low, high] = rangeOfFact(fact.declaration).map((bound) => (big ? `${bound}n` : `${bound}`))
      block.lines.push(`if (${atom.code} < ${low} || ${atom.code} > ${high}) return null`)
    }
  }
  block.known.set(key, atom)
  return atom
}

/** `null`: unknown; `undefined`: the place has no row. */
export function emitParameter(e: Emission, parameter: NodeOf<'parameter'>, block: Block): Atom {
  const key = `parameter ${parameter.name}`
  const before = find(block, key)
  if (before) return before
  const big = isBig(e, parameter)
  const at = `P[${e.parameters.get(parameter.name)}]`
  let atom: Atom
  if (e.careful) atom = hold(e, block, parameter.nullable ? at : `${at} ?? null`, true, big)
  else {
    atom = hold(e, block, at, false, big)
    const missing = parameter.nullable ? `${atom.code} === null` : `${atom.code} === null || ${atom.code} === undefined`
    block.lines.push(`if (${missing}) return null`)
  }
  block.known.set(key, atom)
  return atom
}

/** Where the only reference is, or as a call of the function the rule is written in. */
export function emitRule(e: Emission, rule: NodeOf<'rule'>, block: Block): Atom {
  const key = `rule ${rule.id}`
  const before = find(block, key)
  if (before) return before
  const text = e.rules.get(rule.id)
  const big = isBig(e, rule)
  let atom: Atom
  if (!text) {
    if (!e.careful) block.lines.push(`return null // ${rule.id} is not in force`)
    atom = { code: 'null', maybe: e.careful, big }
  } else if (e.shared.has(rule.id)) {
    const { name } = e.functions.get(rule.id) ?? writeFunction(e, rule, text)
    atom = hold(e, block, rule.entity === 'household' ? `${name}()` : `${name}(${block.index})`, e.careful, big)
    if (!e.careful) block.lines.push(`if (${atom.code} === null) return null`)
  } else atom = emitText(e, rule, text, block)
  block.known.set(key, atom)
  return atom
}

function emitText(e: Emission, rule: NodeOf<'rule'>, text: RuleDeclaration, block: Block): Atom {
  const value = e.emit(e, text.value, block)
  const same = isQuantity(rule.unit) ? inKind(value, isBig(e, rule)) : value
  block.lines.push(`// ${text.id}`)
  return hold(e, block, same.code, same.maybe, same.big)
}

/** Remembers its answer until the next household: `undefined` is not worked out yet, `null` is unknown. */
function writeFunction(e: Emission, rule: NodeOf<'rule'>, text: RuleDeclaration): RuleFunction {
  const name = `r${e.functions.size}`
  const made: RuleFunction = { name, entity: rule.entity, lines: [] }
  e.functions.set(rule.id, made)
  const block = functionBlock(rule.entity)
  const memory = rule.entity === 'household' ? `${name}_` : `${name}_[i]`
  if (rule.entity !== 'household') block.lines.push(`const f = ${listOf(rule.entity)}[i].facts`)
  const atom = emitText(e, rule, text, block)
  const setUp = rule.entity === 'household' ? [] : [`if (${name}_ === undefined) ${name}_ = []`]
  made.lines = [
    ...setUp,
    `if (${memory} !== undefined) return ${memory}`,
    `${memory} = null`,
    ...block.lines,
    `return ${memory} = ${atom.code}`,
  ]
  return made
}
export const listOf = (entity: Entity): string => (entity === 'supporter' ? 'ss' : 'ms')

export function emitSelect(e: Emission, select: NodeOf<'select'>, block: Block): Atom {
  const { form, optional } = select.declaration
  const row = hold(e, block, `P[${e.parameters.get(select.name)}]`, false).code
  const at = e.emit(e, select.at, block)
  const big = isBig(e, select)
  // Entries are kept as the parameter's own range demands; the whole may also take on the fallback's.
  const own = isBig(e, { ...select, otherwise: null })
  const mayLack = optional && select.otherwise !== null
  const entry = {
    list: `${row}[Number(${at.code}) - 1]`,
    map: `${row}.get(${at.code})`,
    bands: `band(${row}, ${at.code})`,
    one: row,
  }[form]
  const found = mayLack ? `${row} === undefined ? undefined : ${entry}` : entry
  const raise = (code: string) => (big && !own && isQuantity(select.unit) ? `BigInt(${code})` : code)
  const unusable = `${row} === null${mayLack ? '' : ` || ${row} === undefined`}`
  if (e.careful) {
    const inside = hold(
      e,
      block,
      `${unusable}${at.maybe ? ` || ${at.code} === null` : ''} ? null : ${found}`,
      true,
      own,
    )
    const fallback = select.otherwise
      ? inKindOf(e.emit(e, select.otherwise, block), big, isQuantity(select.unit))
      : null
    const raised = `${inside.code} === null ? null : ${raise(inside.code)}`
    return hold(e, block, `${inside.code} === undefined ? ${fallback?.code ?? 'null'} : ${raised}`, true, big)
  }
  block.lines.push(`if (${unusable}) return null`)
  const inside = hold(e, block, found, false, own)
  if (!select.otherwise) {
    block.lines.push(`if (${inside.code} === undefined) return null`)
    return { ...inside, big: own }
  }
  const taken = { block: innerBlock(block), atom: { code: raise(inside.code), maybe: false, big } }
  return choose(e, block, `${inside.code} !== undefined`, taken, apart(e, select, select.otherwise, block))
}
const inKindOf = (atom: Atom, big: boolean, quantity: boolean): Atom => (quantity ? inKind(atom, big) : atom)
