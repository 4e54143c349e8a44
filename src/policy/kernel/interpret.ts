import { ageOn, bornOnOrBefore, type Day, divide, monthOf, monthsBetween } from '../../foundation/index.ts'
import { roundingOf } from './arithmetic.ts'
import type { Comparison, Entity, Node, NodeOf } from './expression.ts'
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
  /** In the order they were finished. */
  frames: Frame[]
  /** The rule being worked out: what is read now is noted there. */
  frame: OpenFrame | null
}

type OpenFrame = Omit<Frame, 'reads' | 'tables'> & { reads: Read[]; tables: TableNote[] }
/** Most rules hold no table; they share this one. Never written to. */
const noTables: TableNote[] = []

const subject = (entity: Entity, id: string | null, facts: Facts): Subject => ({ entity, id, facts, done: new Map() })

export const startRun = (setting: Setting, situation: Situation): Run => ({
  setting,
  household: subject('household', null, situation.household),
  members: situation.members.map((m) => subject('person', m.id, m.facts)),
  supporters: situation.supporters?.map((m) => subject('supporter', m.id, m.facts)) ?? [],
  frames: [],
  frame: null,
})

const notInForce = { zh: '不在施行期内', en: 'not in force' }

/** What a rule says of the household, or of one member or supporter. Worked out once. */
export function ruleValue(run: Run, id: string, entity: Entity, whose: Subject): Value {
  const about = entity === 'household' ? run.household : whose
  const before = about.done.get(id)
  if (before !== undefined) return before
  const text = run.setting.rules.get(id) ?? null
  const frame: OpenFrame = {
    rule: id,
    text: text?.id ?? null,
    title: text ? text.title : notInForce,
    basis: text ? text.basis : [],
    subject: about.id,
    value: null,
    reads: [],
    tables: noTables,
  }
  const outer = run.frame
  run.frame = frame
  if (text) frame.value = valueIn(run, text.value, about)
  run.frame = outer
  run.frames.push(frame)
  about.done.set(id, frame.value)
  return frame.value
}

/** Any expression. `null` is unknown; `undefined` an optional fact or parameter that is absent. */
export function valueIn(run: Run, node: Node, whose: Subject): Value {
  switch (node.op) {
    case 'constant':
      return node.value
    case 'today':
      return run.setting.on
    case 'fact':
      return factValue(run, node, whose)
    case 'parameter':
      return parameterValue(run, node)
    case 'rule': {
      const value = ruleValue(run, node.id, node.entity, whose)
      run.frame?.reads.push({
        kind: 'rule',
        id: node.id,
        subject: node.entity === 'household' ? null : whose.id,
        value,
      })
      return value
    }
    case 'add':
    case 'min':
    case 'max':
      return fold(run, node, whose)
    case 'and':
      return together(run, node.of, whose, false)
    case 'or':
      return together(run, node.of, whose, true)
    case 'not': {
      const a = valueIn(run, node.of[0], whose)
      return a === null ? null : !a
    }
    case 'if': {
      const condition = valueIn(run, node.of[0], whose)
      if (condition !== null) return valueIn(run, condition ? node.of[1] : node.of[2], whose)
      const a = valueIn(run, node.of[1], whose)
      return a === valueIn(run, node.of[2], whose) ? a : null
    }
    case 'table':
      return node.hit === 'first' ? firstHit(run, node, whose, 0, startTable(run, node)) : allHits(run, node, whose)
    case 'isIn': {
      const a = valueIn(run, node.of[0], whose)
      return a === null ? null : a !== undefined && node.codes.includes(a as string)
    }
    case 'isKnown': {
      const a = valueIn(run, node.of[0], whose)
      return a === null ? null : a !== undefined
    }
    case 'orElse': {
      const a = valueIn(run, node.of[0], whose)
      return a === undefined ? valueIn(run, node.of[1], whose) : a
    }
    case 'roundTo': {
      const a = valueIn(run, node.of[0], whose)
      return a === null ? null : divide(a as bigint, node.step, node.rounding) * node.step
    }
    case 'age': {
      const birth = valueIn(run, node.of[0], whose)
      return birth === null ? null : BigInt(ageOn(birth as Day, run.setting.on))
    }
    case 'over':
      return over(run, node, whose)
    case 'select':
      return select(run, node, whose)
    default: {
      const a = valueIn(run, node.of[0], whose)
      const b = valueIn(run, node.of[1], whose)
      return a === null || b === null ? null : pair(run, node, a!, b!)
    }
  }
}

function factValue(run: Run, node: NodeOf<'fact'>, whose: Subject): Value {
  const about = node.entity === 'household' ? run.household : whose
  if (about.entity !== node.entity) throw new Error(`Defect: fact ${node.name} asked of a ${about.entity}`)
  const given = about.facts[node.name] ?? null
  const value = given === null ? (node.nullable ? undefined : null) : typeof given === 'number' ? BigInt(given) : given
  run.frame?.reads.push({ kind: 'fact', name: node.name, subject: about.id, value })
  return value
}

function parameterValue(run: Run, node: NodeOf<'parameter'>): Value {
  const row = run.setting.rows.get(node.name) ?? null
  // A row without a value says that the place has one of its own: unknown even where absence would be an answer.
  const value = row === null ? (node.nullable ? undefined : null) : (row.value as Scalar | null)
  run.frame?.reads.push({ kind: 'parameter', name: node.name, value })
  return value
}

function fold(run: Run, node: Extract<Node, { op: 'add' | 'min' | 'max' | 'and' | 'or' }>, whose: Subject): Value {
  let total: bigint | null | undefined
  for (const part of node.of) {
    const next = valueIn(run, part, whose) as bigint | null
    total = next === null || total === null ? null : total === undefined ? next : combine(node.op, total, next)
  }
  return total
}

/**
 * `and` is settled by one false, `or` by one true; else one unknown makes it unknown. All conditions are looked at even
 * when one settles it: a letter names every one that failed.
 */
function together(run: Run, parts: readonly Node[], whose: Subject, settles: boolean): Value {
  let settled = false
  let unknown = false
  for (const part of parts) {
    const next = valueIn(run, part, whose)
    if (next === settles) settled = true
    else if (next === null) unknown = true
  }
  return settled ? settles : unknown ? null : !settles
}

/** The table a note is about; for the words of its rows. */
const noted = new WeakMap<TableNote, NodeOf<'table'>>()
export const tableOf = (note: TableNote): NodeOf<'table'> | undefined => noted.get(note)

function startTable(run: Run, node: NodeOf<'table'>): TableNote | null {
  if (!run.frame) return null
  const note: TableNote = { held: [] }
  noted.set(note, node)
  if (run.frame.tables === noTables) run.frame.tables = [note]
  else run.frame.tables.push(note)
  return note
}

/** A row that may or may not hold matters only if what follows would say something else. */
function firstHit(run: Run, node: NodeOf<'table'>, whose: Subject, from: number, note: TableNote | null): Value {
  const row = node.rows[from]
  if (!row) return valueIn(run, node.otherwise, whose)
  const held = valueIn(run, row.when, whose) as boolean | null
  note?.held.push(held)
  if (held === true) return valueIn(run, row.value, whose)
  const below = () => firstHit(run, node, whose, from + 1, note)
  if (held === false) return below()
  const here = valueIn(run, row.value, whose)
  return here === below() ? here : null
}

/** `highest` and `total`: every row is asked. */
function allHits(run: Run, node: NodeOf<'table'>, whose: Subject): Value {
  const note = startTable(run, node)
  let best: bigint | null = null
  let certain = true
  const doubtful: Value[] = []
  for (let i = 0; i < node.rows.length; i++) {
    const row = node.rows[i]!
    const held = valueIn(run, row.when, whose) as boolean | null
    note?.held.push(held)
    if (held === false) continue
    const here = valueIn(run, row.value, whose) as bigint | null
    if (held === null) doubtful.push(here)
    else if (here === null) certain = false
    else best = best === null ? here : combine(node.hit === 'total' ? 'add' : 'max', best, here)
  }
  if (!certain) return null
  if (best === null) {
    const otherwise = valueIn(run, node.otherwise, whose)
    return doubtful.every((other) => other !== null && other === otherwise) ? otherwise : null
  }
  for (const other of doubtful) {
    const harmless = other !== null && (node.hit === 'total' ? other === 0n : (other as bigint) <= best)
    if (!harmless) return null
  }
  return best
}

function over(run: Run, node: NodeOf<'over'>, whose: Subject): Value {
  const settles = node.how === 'any' ? true : node.how === 'all' ? false : null
  let total: bigint | null = node.how === 'sum' || node.how === 'count' ? 0n : null
  let settled = false
  let unknown = false
  const doubtful: Value[] = []
  for (const one of node.over === 'person' ? run.members : run.supporters) {
    const counts = node.where ? valueIn(run, node.where, one) : true
    if (counts === false) continue
    const each = node.each && node.how !== 'count' ? valueIn(run, node.each, one) : 1n
    if (settles !== null) {
      if (counts === true && each === settles) settled = true
      else if (each !== !settles) unknown = true
    } else if (counts === null) doubtful.push(each)
    else if (each === null) unknown = true
    else total = total === null ? (each as bigint) : combine(node.how, total, each as bigint)
  }
  if (settled) return settles
  if (unknown) return null
  if (settles !== null) return !settles
  if (total === null) {
    const none = node.none ? valueIn(run, node.none, whose) : null
    return doubtful.every((other) => other !== null && other === none) ? none : null
  }
  for (const other of doubtful) if (other === null || combine(node.how, total, other as bigint) !== total) return null
  return total
}

function select(run: Run, node: NodeOf<'select'>, whose: Subject): Value {
  const row = run.setting.rows.get(node.name) ?? null
  const at = valueIn(run, node.at, whose)
  const usable = row !== null || (node.declaration.optional && node.otherwise !== null)
  const value =
    !usable || at === null || row?.value === null ? null : row ? entryAt(node.declaration.form, row, at!) : undefined
  run.frame?.reads.push({ kind: 'parameter', name: node.name, value })
  return value !== undefined ? value : node.otherwise ? valueIn(run, node.otherwise, whose) : null
}

function pair(run: Run, node: Node, a: bigint | boolean | string, b: bigint | boolean | string): Value {
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
      return (a as Day) <= bornBy(run.setting, b as bigint)
    case 'monthsBetween':
      return BigInt(monthsBetween(monthOf(a as Day), monthOf(b as Day)))
    case 'roundBy': {
      const way = roundingOf(b as string)
      return way ? divide(a as bigint, way.step, way.rounding) * way.step : a
    }
    default:
      throw new Error(`Defect: ${node.op} is not worked out in pairs`)
  }
}

/** The last birth date that makes somebody that old on the day: one comparison of dates instead of an age for each. */
function bornBy({ births, on }: Setting, years: bigint): Day {
  let last = births.get(years)
  if (last === undefined) {
    last = bornOnOrBefore(on, Number(years))
    births.set(years, last)
  }
  return last
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
function entryAt(form: string, row: ReadRow, at: bigint | boolean | string): Scalar | undefined {
  if (form === 'list') return (row.value as readonly Scalar[])[Number(at) - 1]
  if (form === 'map') {
    const map = row.value as Readonly<Record<string, Scalar>>
    return Object.hasOwn(map, at as string) ? map[at as string] : undefined
  }
  return (row.value as readonly Band[]).findLast((band) => band.from <= (at as bigint))?.value
}
