import {
  type Atom,
  type Block,
  type Emission,
  find,
  hold,
  householdBlock,
  inKind,
  innerBlock,
  isBig,
  isQuantity,
  quoted,
} from './block.ts'
import { apart, choose, emit } from './emit.ts'
import type { NodeOf, ParameterDeclaration } from './expression.ts'
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
  const raw = hold(e, block, `${block.facts}[${quoted(fact.name)}]`, false).code
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

function position(e: Emission, declaration: ParameterDeclaration): number {
  e.parameters.set(declaration.name, declaration)
  return [...e.parameters.keys()].indexOf(declaration.name)
}

/** `null`: unknown; `undefined`: the place has no row. */
export function emitParameter(e: Emission, parameter: NodeOf<'parameter'>, block: Block): Atom {
  const key = `parameter ${parameter.name}`
  const before = find(block, key)
  if (before) return before
  const big = isBig(e, parameter)
  const at = `P[${position(e, parameter.declaration)}]`
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

/** After so many times in different branches a rule is worked out once for all of them, so that code never multiplies. */
const mostCopies = 4

export function emitRule(e: Emission, rule: NodeOf<'rule'>, from: Block): Atom {
  const key = `rule ${rule.id}`
  const near = rule.entity === 'household' ? householdBlock(from) : from
  const before = find(near, key)
  if (before) return before
  const { root } = near
  const times = (root.written.get(key) ?? 0) + 1
  root.written.set(key, times)
  const block = times > mostCopies ? root : near
  const text = e.rules.get(rule.id)
  const big = isBig(e, rule)
  let atom: Atom
  if (text) {
    const value = emit(e, text.value, block)
    const same = isQuantity(rule.unit) ? inKind(value, big) : value
    block.lines.push(`// ${rule.id}`)
    atom = hold(e, block, same.code, same.maybe, same.big)
  } else {
    if (!e.careful) block.lines.push(`return null // ${rule.id} is not in force`)
    atom = { code: 'null', maybe: e.careful, big }
  }
  block.known.set(key, atom)
  return atom
}

export function emitSelect(e: Emission, select: NodeOf<'select'>, block: Block): Atom {
  const { form, optional } = select.declaration
  const row = hold(e, block, `P[${position(e, select.declaration)}]`, false).code
  const at = emit(e, select.at, block)
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
    const fallback = select.otherwise ? inKindOf(emit(e, select.otherwise, block), big, isQuantity(select.unit)) : null
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
