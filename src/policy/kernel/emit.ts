import { reachOfDivision } from './arithmetic.ts'
import {
  type Atom,
  apart,
  type Block,
  choose,
  type Emission,
  find,
  fits,
  hold,
  householdBlock,
  inKind,
  innerBlock,
  isBig,
  isQuantity,
  newName,
  quoted,
  reach,
  size,
  strict,
  sure,
} from './block.ts'
import { emitAllHits, emitOver } from './emit-over.ts'
import { emitFact, emitParameter, emitRule, emitSelect } from './emit-reads.ts'
import type { Node, NodeOf, Range, Rounding } from './expression.ts'
import { basis, products } from './range.ts'

/** The statements that work out an expression, and the name its value then has. The same node is worked out once. */
export function emit(e: Emission, node: Node, from: Block): Atom {
  const block = node.entity === 'household' ? householdBlock(from) : from
  const before = find(block, node)
  if (before) return before
  const atom = write(e, node, block)
  block.known.set(node, atom)
  return atom
}

function write(e: Emission, node: Node, block: Block): Atom {
  const of = (part: Node) => emit(e, part, block)
  switch (node.op) {
    case 'constant':
      if (typeof node.value !== 'bigint') return sure(quoted(node.value))
      return isBig(e, node) ? sure(`${node.value}n`, true) : sure(`${node.value}`)
    case 'today':
      return sure('on')
    case 'fact':
      return emitFact(e, node, block)
    case 'parameter':
      return emitParameter(e, node, block)
    case 'rule':
      return emitRule(e, node, block)
    case 'select':
      return emitSelect(e, node, block)
    case 'over':
      return emitOver(e, node, block)
    case 'add':
      return inNumbers(e, node, node.of, block, [], (codes) => codes.join(' + '))
    case 'sub':
      return inNumbers(e, node, node.of, block, [], ([a, b]) => `${a} - ${b}`)
    case 'mul':
      return inNumbers(e, node, node.of, block, [], ([a, b]) => `${a} * ${b}`)
    case 'monthsBetween':
      return inNumbers(e, node, node.of, block, [], ([a, b]) => `months(${a}, ${b})`)
    case 'min':
    case 'max':
      return emitExtreme(e, node, block)
    case 'divide':
    case 'share':
    case 'ratio':
    case 'roundTo':
    case 'roundBy':
      return emitRounded(e, node, block)
    case 'compare': {
      const sign = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '===', ne: '!==' }[node.how]
      const big = node.of.some((part) => isBig(e, part))
      const [a, b] = node.of.map((part) =>
        isQuantity(part.unit) ? kept(e, block, inKind(of(part), big)) : of(part),
      ) as [Atom, Atom]
      return strict(e, block, [a, b], `${a.code} ${sign} ${b.code}`)
    }
    case 'not': {
      const a = of(node.of[0])
      return strict(e, block, [a], `!${a.code}`)
    }
    case 'and':
    case 'or':
      return emitLogic(e, node, block)
    case 'if': {
      const [condition, yes, no] = node.of
      return branch(e, node, block, of(condition), yes, no)
    }
    case 'table': {
      if (node.hit !== 'first') return emitAllHits(e, node, block)
      const [row, ...rest] = node.rows
      if (!row) return inKind(of(node.otherwise), isBig(e, node))
      return branch(e, node, block, of(row.when), row.value, rest.length > 0 ? { ...node, rows: rest } : node.otherwise)
    }
    case 'isIn': {
      const a = of(node.of[0])
      const code = node.codes.map((c) => `${a.code} === ${quoted(c)}`).join(' || ')
      return strict(e, block, [a], node.codes.length > 0 ? `(${code})` : 'false')
    }
    case 'isKnown': {
      const a = of(node.of[0])
      return strict(e, block, [a], `${a.code} !== undefined`)
    }
    case 'orElse': {
      const [given, fallback] = node.of
      const a = of(given)
      const [big, mayBeBig] = [isBig(e, node), isBig(e, given)]
      const raised = big && !mayBeBig ? `(${a.code} === null ? null : BigInt(${a.code}))` : a.code
      const taken = { block: innerBlock(block), atom: { code: raised, maybe: a.maybe, big } }
      return choose(e, block, `${a.code} !== undefined`, taken, apart(e, node, fallback, block))
    }
    case 'aged':
      return emitAged(e, node.of[0], node.of[1], block)
    case 'age': {
      const birth = of(node.of[0])
      return strict(e, block, [birth], `age(${birth.code}, on)`)
    }
  }
}

const kept = (e: Emission, block: Block, atom: Atom): Atom =>
  atom.maybe && !/^[\w.]+$/.test(atom.code) ? hold(e, block, atom.code, true, atom.big) : atom

/** Parts and result in one kind of number: plain when they, and everything on the way (`passed`), are proven safe. */
function inNumbers(
  e: Emission,
  node: Node,
  parts: readonly Node[],
  block: Block,
  passed: readonly Range[],
  code: (codes: string[], big: boolean) => string,
): Atom {
  const quantities = parts.filter((part) => isQuantity(part.unit))
  const big = !fits(reach(e, node), ...passed, ...quantities.map((part) => reach(e, part)))
  const atoms = parts.map((part) => {
    const atom = emit(e, part, block)
    return isQuantity(part.unit) ? kept(e, block, inKind(atom, big)) : atom
  })
  const result = strict(
    e,
    block,
    atoms,
    code(
      atoms.map((atom) => atom.code),
      big,
    ),
    big,
  )
  return kept(e, block, inKind(result, isBig(e, node)))
}

type Rounded =
  | Extract<Node, { op: 'divide' | 'share' | 'ratio' }>
  | NodeOf<'roundTo'>
  | Extract<Node, { op: 'roundBy' }>

const division = (rounding: Rounding, big: boolean) =>
  big ? `big${rounding[0]!.toUpperCase()}${rounding.slice(1)}` : rounding

function emitRounded(e: Emission, node: Node, block: Block): Atom {
  const first = reach(e, partAt(node, 0))
  const divided = (
    parts: readonly Node[],
    top: Range,
    by: Range,
    rounding: Rounding,
    code: (a: string, b: string, one: string) => string,
  ) =>
    inNumbers(
      e,
      node,
      parts,
      block,
      [top, by, [0n, reachOfDivision(size(top), size(by))]],
      ([a, b], big) => `${division(rounding, big)}(${code(a!, b!, big ? `${basis}n` : `${basis}`)})`,
    )
  switch (node.op) {
    case 'divide':
      return divided(node.of, first, reach(e, node.of[1]), node.rounding, (a, b) => `${a}, ${b}`)
    case 'ratio':
      return divided(
        node.of,
        products(first, [basis, basis]),
        reach(e, node.of[1]),
        node.rounding,
        (a, b, one) => `${a} * ${one}, ${b}`,
      )
    case 'share': {
      const rate = reach(e, node.of[1])
      if (!splits(e, node, first, rate))
        return divided(
          node.of,
          products(first, rate),
          [basis, basis],
          node.rounding,
          (a, b, one) => `${a} * ${b}, ${one}`,
        )
      const name = { down: 'shareDown', up: 'shareUp', halfUp: 'shareHalfUp' }[node.rounding]
      return inNumbers(e, node, node.of, block, [], ([a, b]) => `${name}(${a}, ${b})`)
    }
    case 'roundTo':
      return inNumbers(e, node, node.of, block, [[0n, reachOfDivision(size(first), node.step)]], ([a], big) => {
        const step = big ? `${node.step}n` : `${node.step}`
        return `${division(node.rounding, big)}(${a}, ${step}) * ${step}`
      })
    default: {
      const widestStep = 1000n
      return inNumbers(
        e,
        node,
        [partAt(node, 0), partAt(node, 1)],
        block,
        [[0n, reachOfDivision(size(first), widestStep)]],
        ([a, way], big) => `${big ? 'bigBy' : 'by'}(${a}, ${way})`,
      )
    }
  }
}
/** The product of amount and rate may be inexact while the quotient, and a ten-thousandth times the rate, are not. */
function splits(e: Emission, node: Node, amount: Range, rate: Range): boolean {
  const product = size(products(amount, rate))
  const rest: Range = [0n, reachOfDivision(basis * size(rate), basis)]
  const whole: Range = [0n, product / basis + size(rate)]
  return !fits([0n, reachOfDivision(product, basis)]) && fits(amount, rate, whole, rest, reach(e, node))
}

const partAt = (node: Node, i: number): Node => (node as Rounded).of[i]!

function emitExtreme(
  e: Emission,
  node: Extract<Node, { op: 'add' | 'min' | 'max' | 'and' | 'or' }>,
  block: Block,
): Atom {
  const big = isBig(e, node)
  const sign = node.op === 'min' ? '<' : '>'
  return node.of
    .map((part) => kept(e, block, inKind(emit(e, part, block), big)))
    .reduce((a, b) => {
      const [x, y] = [hold(e, block, a.code, a.maybe, big), hold(e, block, b.code, b.maybe, big)]
      return strict(e, block, [x, y], `${x.code} ${sign} ${y.code} ? ${x.code} : ${y.code}`, big)
    })
}

/** `and` is settled by one false, `or` by one true. Swift asks no further then; careful looks at all. */
function emitLogic(e: Emission, node: Extract<Node, { op: 'add' | 'min' | 'max' | 'and' | 'or' }>, block: Block): Atom {
  const settles = node.op === 'or'
  if (e.careful) {
    const parts = node.of.map((part) => emit(e, part, block))
    const settled = parts.map((part) => `${part.code} === ${settles}`).join(' || ')
    const unknown = parts.filter((part) => part.maybe).map((part) => `${part.code} === null`)
    const rest = unknown.length > 0 ? `${unknown.join(' || ')} ? null : ${!settles}` : `${!settles}`
    return hold(e, block, `${settled} ? ${settles} : ${rest}`, unknown.length > 0)
  }
  const name = newName(e)
  node.of.forEach((part, i) => {
    if (i === 0) {
      block.lines.push(`let ${name} = ${emit(e, part, block).code}`)
      return
    }
    const { block: own, atom } = apart(e, node, part, block)
    block.lines.push(`if (${settles ? '!' : ''}${name}) {`, ...own.lines, `${name} = ${atom.code}`, '}')
  })
  return sure(name)
}

/** Swift goes one way. Careful looks at both when the condition may be unknown: that does not matter if they agree. */
function branch(e: Emission, node: Node, block: Block, condition: Atom, yes: Node, no: Node): Atom {
  if (!condition.maybe) return choose(e, block, condition.code, apart(e, node, yes, block), apart(e, node, no, block))
  const [a, b] = [yes, no].map((part) => {
    const atom = emit(e, part, block)
    const same = isQuantity(node.unit) ? inKind(atom, isBig(e, node)) : atom
    return hold(e, block, same.code, same.maybe, same.big)
  }) as [Atom, Atom]
  const agreed = `${a.code} === ${b.code} ? ${a.code} : null`
  return hold(
    e,
    block,
    `${condition.code} === null ? (${agreed}) : ${condition.code} ? ${a.code} : ${b.code}`,
    true,
    a.big,
  )
}

/** An age in years becomes a comparison with one date, worked out once a day and not once a person. */
function emitAged(e: Emission, birth: Node, years: Node, block: Block): Atom {
  const b = emit(e, birth, block)
  if (years.op !== 'constant') {
    const y = emit(e, years, block)
    return strict(e, block, [b, y], `${b.code} <= born(on, Number(${y.code}))`)
  }
  return strict(e, block, [b], `${b.code} <= D[${e.ages.indexOf(Number(years.value))}]`)
}
