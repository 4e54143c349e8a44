import {
  type Atom,
  apart,
  type Block,
  type Emission,
  hold,
  inKind,
  innerBlock,
  isBig,
  isQuantity,
  loopBlock,
  newName,
  sure,
} from './block.ts'
import { listOf } from './emit-reads.ts'
import type { NodeOf } from './expression.ts'

/** One loop over the members or supporters. */
export function emitOver(e: Emission, over: NodeOf<'over'>, block: Block): Atom {
  const everyone = listOf(over.over)
  if (over.how === 'count' && !over.where) return sure(`${everyone}.length`)
  const i = newName(e)
  const body = loopBlock(block, newName(e), i)
  body.lines.push(`const ${body.facts} = ${everyone}[${i}].facts`)
  const counts = over.where ? e.emit(e, over.where, body) : sure('true')
  const rest = innerBlock(body)
  const big = isBig(e, over)
  const given = over.each && over.how !== 'count' ? e.emit(e, over.each, rest) : sure(big ? '1n' : '1')
  const raised = isQuantity(over.unit) ? inKind(given, big) : given
  const each = hold(e, rest, raised.code, raised.maybe, raised.big)
  const loop = (counted: readonly string[]) => [
    `for (let ${i} = 0; ${i} < ${everyone}.length; ${i}++) {`,
    ...body.lines,
    ...(over.where ? [`if (${counts.code} === false) continue`] : []),
    ...rest.lines,
    ...counted,
    '}',
  ]
  if (over.how === 'any' || over.how === 'all') return emitQuantifier(e, over.how === 'any', block, counts, each, loop)
  if (over.how === 'max' || over.how === 'min') return emitExtremeOf(e, over, block, counts, each, loop)
  return emitTotal(e, block, counts, each, big, loop)
}
type Loop = (counted: readonly string[]) => string[]

/** One member settles it; else one unknown makes it unknown. */
function emitQuantifier(e: Emission, settles: boolean, block: Block, counts: Atom, each: Atom, loop: Loop): Atom {
  const name = newName(e)
  const settle = `if (${counts.maybe ? `${counts.code} === true && ` : ''}${each.code} === ${settles}) { ${name} = ${settles}; break }`
  if (!counts.maybe && !each.maybe) {
    block.lines.push(`let ${name} = ${!settles}`, ...loop([settle]))
    return sure(name)
  }
  const unsure = newName(e)
  block.lines.push(`let ${name} = ${!settles}, ${unsure} = false`)
  block.lines.push(...loop([settle, `if (${each.code} !== ${!settles}) ${unsure} = true`]))
  return hold(e, block, `${name} === ${settles} ? ${settles} : ${unsure} ? null : ${!settles}`, true)
}

/** Somebody of whom it is not known whether he counts makes no difference if what he would add is nothing. */
function emitTotal(e: Emission, block: Block, counts: Atom, each: Atom, big: boolean, loop: Loop): Atom {
  const name = newName(e)
  const zero = big ? '0n' : '0'
  const take = `${name} += ${each.code}`
  if (!counts.maybe && !each.maybe) {
    block.lines.push(`let ${name} = ${zero}`, ...loop([take]))
    return sure(name, big)
  }
  const unsure = newName(e)
  const doubt = counts.maybe
    ? [`if (${counts.code} === null) { if (${each.code} !== ${zero}) ${unsure} = true } else`]
    : []
  block.lines.push(`let ${name} = ${zero}, ${unsure} = false`)
  block.lines.push(...loop([...doubt, `if (${each.code} === null) ${unsure} = true`, `else ${take}`]))
  return hold(e, block, `${unsure} ? null : ${name}`, true, big)
}

function emitExtremeOf(e: Emission, over: NodeOf<'over'>, block: Block, counts: Atom, each: Atom, loop: Loop): Atom {
  const name = newName(e)
  const take = `if (${name} === null || ${each.code} ${over.how === 'max' ? '>' : '<'} ${name}) ${name} = ${each.code}`
  if (!counts.maybe && !each.maybe) {
    block.lines.push(`let ${name} = null`, ...loop([take]))
    return orOtherwise(e, over, name, block)
  }
  const [unsure, doubtful] = [newName(e), newName(e)]
  block.lines.push(`let ${name} = null, ${unsure} = false`, `const ${doubtful} = []`)
  const doubt = `if (${counts.code} === null) ${doubtful}.push(${each.code})`
  block.lines.push(...loop([doubt, `else if (${each.code} === null) ${unsure} = true`, `else { ${take} }`]))
  const none = kindOf(e, over, over.none!, block)
  return hold(
    e,
    block,
    `${unsure} ? null : settleOver(${over.how === 'max'}, ${name}, ${doubtful}, ${none.code})`,
    true,
    isBig(e, over),
  )
}

/** What stands when no row held or nobody counted. */
function orOtherwise(e: Emission, node: NodeOf<'over'> | NodeOf<'table'>, name: string, block: Block): Atom {
  const { block: own, atom } = apart(e, node, node.op === 'over' ? node.none! : node.otherwise, block)
  if (!atom.maybe) {
    block.lines.push(`if (${name} === null) {`, ...own.lines, `${name} = ${atom.code}`, '}')
    return sure(name, isBig(e, node))
  }
  block.lines.push(`if (${name} === null) {`, ...own.lines, `${name} = ${atom.code}`, '}')
  return { code: name, maybe: true, big: isBig(e, node) }
}

const kindOf = (
  e: Emission,
  node: NodeOf<'over'> | NodeOf<'table'>,
  part: NodeOf<'over'>['none'] & object,
  block: Block,
): Atom => {
  const atom = inKind(e.emit(e, part, block), isBig(e, node))
  return hold(e, block, atom.code, atom.maybe, atom.big)
}

/** `highest` and `total` tables: every row is asked. */
export function emitAllHits(e: Emission, table: NodeOf<'table'>, block: Block): Atom {
  const highest = table.hit === 'highest'
  if (e.careful) {
    const pairs = table.rows.map((row) => {
      const condition = e.emit(e, row.when, block)
      return `${condition.code}, ${kindOf(e, table, row.value, block).code}`
    })
    const otherwise = kindOf(e, table, table.otherwise, block)
    return hold(e, block, `settle(${highest}, [${pairs.join(', ')}], ${otherwise.code})`, true, isBig(e, table))
  }
  const name = newName(e)
  block.lines.push(`let ${name} = null`)
  for (const row of table.rows) {
    const condition = e.emit(e, row.when, block)
    const { block: own, atom } = apart(e, table, row.value, block)
    const value = hold(e, own, atom.code, false, atom.big).code
    const take = highest
      ? `if (${name} === null || ${value} > ${name}) ${name} = ${value}`
      : `${name} = ${name} === null ? ${value} : ${name} + ${value}`
    block.lines.push(`if (${condition.code}) {`, ...own.lines, take, '}')
  }
  return orOtherwise(e, table, name, block)
}
