import { ageOn, assert, bornOnOrBefore, type Day, divide, monthOf, monthsBetween } from '../../foundation/index.ts'
import { roundingOf } from './arithmetic.ts'
import type { Comparison, Entity, Node, NodeOf, Rounding } from './expression.ts'
import type { Band, ReadRow, Scalar } from './parameters.ts'
import { basis } from './range.ts'
import type { Setting } from './setting.ts'
import type { Facts, Situation } from './situation.ts'
import type { Frame, Read, TableNote, Value } from './trace.ts'

/** Somebody (or the household) with facts, and the rules already worked out for them. */
export interface Subject {
  entity: Entity
  id: string | null
  facts: Facts
  done: Map<string, Value>
}

/** One household worked out by reading the rules as they stand, in exact integers, with every step noted. */
export interface Run {
  setting: Setting
  household: Subject
  members: readonly Subject[]
  supporters: readonly Subject[]
  frames: Frame[]
  /** What the rule says of the household, or of one member or supporter. */
  rule(id: string, entity: Entity, whose: Subject): Value
  /** Any expression, without notes when no rule is being worked out. */
  value(node: Node, whose: Subject): Value
}

const subject = (entity: Entity, id: string | null, facts: Facts): Subject => ({ entity, id, facts, done: new Map() })

export function interpret(setting: Setting, situation: Situation): Run {
  const household = subject('household', null, situation.household)
  const members = situation.members.map((m) => subject('person', m.id, m.facts))
  const supporters = (situation.supporters ?? []).map((m) => subject('supporter', m.id, m.facts))
  const frames: Frame[] = []
  let frame: Frame | null = null
  const note = (read: Read) => {
    if (frame) frame.reads.push(read)
  }

  function rule(id: string, entity: Entity, whose: Subject): Value {
    const about = entity === 'household' ? household : whose
    const before = about.done.get(id)
    if (before !== undefined || about.done.has(id)) return before
    const text = setting.rules.get(id) ?? null
    const mine: Frame = { rule: id, text, subject: about.id, value: null, reads: [], tables: [] }
    const outer: Frame | null = frame
    frame = mine
    mine.value = text ? value(text.value, about) : null
    frame = outer
    frames.push(mine)
    about.done.set(id, mine.value)
    return mine.value
  }

  function value(node: Node, whose: Subject): Value {
    switch (node.op) {
      case 'constant':
        return node.value
      case 'today':
        return setting.on
      case 'fact':
        return fact(node, whose)
      case 'parameter':
        return parameter(node)
      case 'rule': {
        const found = rule(node.id, node.entity, whose)
        note({ kind: 'rule', id: node.id, subject: node.entity === 'household' ? null : whose.id, value: found })
        return found
      }
      case 'add':
      case 'min':
      case 'max':
        return fold(node, whose)
      case 'and':
        return together(node.of, whose, false)
      case 'or':
        return together(node.of, whose, true)
      case 'not': {
        const a = value(node.of[0], whose)
        return a === null ? null : !a
      }
      case 'if': {
        const condition = value(node.of[0], whose)
        if (condition !== null) return value(condition ? node.of[1] : node.of[2], whose)
        const a = value(node.of[1], whose)
        return a !== null && a === value(node.of[2], whose) ? a : null
      }
      case 'table':
        return node.hit === 'first' ? firstHit(node, whose) : allHits(node, whose)
      case 'isIn': {
        const a = value(node.of[0], whose)
        return a === null ? null : a !== undefined && node.codes.includes(a as string)
      }
      case 'isKnown': {
        const a = value(node.of[0], whose)
        return a === null ? null : a !== undefined
      }
      case 'orElse': {
        const a = value(node.of[0], whose)
        return a === undefined ? value(node.of[1], whose) : a
      }
      case 'roundTo': {
        const a = value(node.of[0], whose)
        return a === null ? null : toStep(a as bigint, node.step, node.rounding)
      }
      case 'age': {
        const birth = value(node.of[0], whose)
        return birth === null ? null : BigInt(ageOn(birth as Day, setting.on))
      }
      case 'over':
        return over(node, whose)
      case 'select':
        return select(node, whose)
      default: {
        const a = value(node.of[0], whose)
        const b = value(node.of[1], whose)
        return a === null || b === null ? null : pair(node, a!, b!)
      }
    }
  }

  function fact(node: NodeOf<'fact'>, whose: Subject): Value {
    const about = node.entity === 'household' ? household : whose
    assert(about.entity === node.entity, `fact ${node.name} asked of a ${about.entity}`)
    const given = about.facts[node.name] ?? null
    const found =
      given === null ? (node.nullable ? undefined : null) : typeof given === 'number' ? BigInt(given) : given
    note({ kind: 'fact', name: node.name, subject: about.id, value: found })
    return found
  }

  function parameter(node: NodeOf<'parameter'>): Value {
    const row = setting.rows.get(node.name) ?? null
    // A row without a value says that the place has one of its own: unknown even where absence would be an answer.
    const found = row === null ? (node.nullable ? undefined : null) : (row.value as Scalar | null)
    note({ kind: 'parameter', name: node.name, row, value: found })
    return found
  }

  function fold(node: Extract<Node, { op: 'add' | 'min' | 'max' | 'and' | 'or' }>, whose: Subject): Value {
    let total: bigint | null | undefined
    for (const part of node.of) {
      const next = value(part, whose) as bigint | null
      if (next === null || total === null) total = null
      else if (total === undefined) total = next
      else total = combine(node.op, total, next)
    }
    return total
  }

  /**
   * `and` is settled by one false, `or` by one true; else one unknown makes it unknown. All conditions are looked at even
   * when one settles it: a letter names every one that failed.
   */
  function together(parts: readonly Node[], whose: Subject, settles: boolean): Value {
    let settled = false
    let unknown = false
    for (const part of parts) {
      const next = value(part, whose)
      if (next === settles) settled = true
      else if (next === null) unknown = true
    }
    return settled ? settles : unknown ? null : !settles
  }

  function firstHit(node: NodeOf<'table'>, whose: Subject): Value {
    const notes = startTable(node)
    return fromRow(0)

    /** A row that may or may not hold matters only if what follows would say something else. */
    function fromRow(i: number): Value {
      const row = node.rows[i]
      if (!row) return value(node.otherwise, whose)
      const held = value(row.when, whose) as boolean | null
      notes.rows[i]!.held = held
      if (held === true) return value(row.value, whose)
      if (held === false) return fromRow(i + 1)
      const here = value(row.value, whose)
      const below = fromRow(i + 1)
      return here !== null && here === below ? here : null
    }
  }

  /** `highest` and `total`: every row is asked. */
  function allHits(node: NodeOf<'table'>, whose: Subject): Value {
    const notes = startTable(node)
    let best: bigint | null = null
    let certain = true
    const doubtful: Value[] = []
    node.rows.forEach((row, i) => {
      const held = value(row.when, whose) as boolean | null
      notes.rows[i]!.held = held
      if (held === false) return
      const here = value(row.value, whose) as bigint | null
      if (held === null) doubtful.push(here)
      else if (here === null) certain = false
      else best = best === null ? here : combine(node.hit === 'total' ? 'add' : 'max', best, here)
    })
    if (!certain) return null
    if (best === null) {
      const otherwise = value(node.otherwise, whose)
      return doubtful.every((other) => other !== null && other === otherwise) ? otherwise : null
    }
    const reached: bigint = best
    const harmless = (other: Value) =>
      other !== null && (node.hit === 'total' ? other === 0n : (other as bigint) <= reached)
    return doubtful.every(harmless) ? reached : null
  }

  function startTable(node: NodeOf<'table'>): TableNote {
    const notes: TableNote = { rows: node.rows.map((row) => ({ label: row.label ?? null, held: 'not-asked' })) }
    if (frame) frame.tables.push(notes)
    return notes
  }

  function over(node: NodeOf<'over'>, whose: Subject): Value {
    const everyone = node.over === 'person' ? members : supporters
    const settles = node.how === 'any' ? true : node.how === 'all' ? false : null
    let total: bigint | null = node.how === 'sum' || node.how === 'count' ? 0n : null
    let settled = false
    let unknown = false
    const doubtful: Value[] = []
    for (const one of everyone) {
      const counts = node.where ? value(node.where, one) : true
      if (counts === false) continue
      const each = node.each && node.how !== 'count' ? value(node.each, one) : 1n
      if (settles !== null) {
        if (counts === true && each === settles) settled = true
        else if (each !== !settles) unknown = true
      } else if (counts === null) doubtful.push(each)
      else if (each === null) unknown = true
      else
        total =
          total === null ? (each as bigint) : combine(node.how === 'count' ? 'add' : node.how, total, each as bigint)
    }
    if (settled) return settles
    if (unknown) return null
    if (settles !== null) return !settles
    if (total === null) {
      const none = node.none ? value(node.none, whose) : null
      return doubtful.every((other) => other !== null && other === none) ? none : null
    }
    const reached: bigint = total
    return doubtful.every((other) => other !== null && combine(node.how, reached, other as bigint) === reached)
      ? reached
      : null
  }

  function select(node: NodeOf<'select'>, whose: Subject): Value {
    const row = setting.rows.get(node.name) ?? null
    const at = value(node.at, whose)
    const usable = row !== null || (node.declaration.optional && node.otherwise !== null)
    const inside =
      !usable || at === null || row?.value === null ? null : row ? entryAt(node.declaration.form, row, at!) : undefined
    note({ kind: 'parameter', name: node.name, row, value: inside })
    return inside === undefined ? (node.otherwise ? value(node.otherwise, whose) : null) : inside
  }

  function pair(node: Node, a: bigint | boolean | string, b: bigint | boolean | string): Value {
    switch (node.op) {
      case 'sub':
        return (a as bigint) - (b as bigint)
      case 'mul':
        return (a as bigint) * (b as bigint)
      case 'divide':
        return divide(a as bigint, b as bigint, node.rounding)
      case 'share':
        return divide((a as bigint) * (b as bigint), basis, node.rounding)
      case 'ratio':
        return divide((a as bigint) * basis, b as bigint, node.rounding)
      case 'compare':
        return compare(node.how, a, b)
      case 'aged':
        return (a as Day) <= bornOnOrBefore(setting.on, Number(b))
      case 'monthsBetween':
        return BigInt(monthsBetween(monthOf(a as Day), monthOf(b as Day)))
      case 'roundBy':
        return byCode(a as bigint, b as string)
      default:
        throw new Error(`Defect: ${node.op} is not worked out in pairs`)
    }
  }

  return { setting, household, members, supporters, frames, rule, value }
}

function combine(op: string, a: bigint, b: bigint): bigint {
  if (op === 'min') return b < a ? b : a
  if (op === 'max') return b > a ? b : a
  return a + b
}

function compare(how: Comparison, a: bigint | boolean | string, b: bigint | boolean | string): boolean {
  switch (how) {
    case 'lt':
      return a < b
    case 'le':
      return a <= b
    case 'gt':
      return a > b
    case 'ge':
      return a >= b
    case 'eq':
      return a === b
    case 'ne':
      return a !== b
  }
}

/** The entry of a list, bands or map; `undefined` outside it. */
export function entryAt(form: string, row: ReadRow, at: bigint | boolean | string): Scalar | undefined {
  if (form === 'list') return (row.value as readonly Scalar[])[Number(at) - 1]
  if (form === 'map') {
    const map = row.value as Readonly<Record<string, Scalar>>
    return Object.hasOwn(map, at as string) ? map[at as string] : undefined
  }
  return (row.value as readonly Band[]).findLast((band) => band.from <= (at as bigint))?.value
}

const toStep = (a: bigint, step: bigint, rounding: Rounding): bigint => divide(a, step, rounding) * step

function byCode(a: bigint, code: string): bigint {
  const way = roundingOf(code)
  return way ? toStep(a, way.step, way.rounding) : a
}
