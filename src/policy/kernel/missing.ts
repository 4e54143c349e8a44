import type { MissingFact } from './determination.ts'
import type { Node, NodeOf } from './expression.ts'
import { type Run, type Subject, valueIn } from './interpret.ts'

type Needed = MissingFact['needed']

/**
 * Why is something unknown? Follows the unknown values down to what nobody has given. When all of what is named is given,
 * the answer is settled; a fact that cannot matter any more (another condition already failed, a branch that is not
 * taken) is not asked for. What only matters if something else turns out one way is asked `perhaps`.
 */
export function missingFor(run: Run, roots: readonly { node: Node; needed: Needed }[]): MissingFact[] {
  const seen = new Set<string>()
  const { rows, rules } = run.setting

  function why(node: Node, whose: Subject, needed: Needed): MissingFact[] {
    if (valueIn(run, node, whose) !== null) return []
    switch (node.op) {
      case 'fact': {
        const { label, question } = node.declaration
        const subject = node.entity === 'household' ? null : whose.id
        return [{ kind: 'fact', name: node.name, subject, label, question, needed }]
      }
      case 'parameter':
        return parameter(node, needed)
      case 'rule':
        return rule(node, node.entity === 'household' ? run.household : whose, needed)
      case 'if':
        return choice(
          node.of[0],
          (how) => why(node.of[1], whose, how),
          (how) => why(node.of[2], whose, how),
          whose,
          needed,
        )
      case 'table':
        return node.hit === 'first' ? fromRow(node, 0, whose, needed) : allRows(node, whose, needed)
      case 'over':
        return over(node, whose, needed)
      case 'select':
        return select(node, whose, needed)
      case 'orElse':
        return [
          ...why(node.of[0], whose, needed),
          ...(valueIn(run, node.of[0], whose) === undefined ? why(node.of[1], whose, needed) : []),
        ]
      case 'constant':
      case 'today':
        return []
      default:
        return node.of.flatMap((part) => why(part, whose, needed))
    }
  }

  const parameter = (
    { name, declaration: { label } }: NodeOf<'parameter'> | NodeOf<'select'>,
    needed: Needed,
  ): MissingFact[] => [{ kind: 'parameter', name, subject: null, label, question: null, needed }]

  function rule(node: NodeOf<'rule'>, whose: Subject, needed: Needed): MissingFact[] {
    const text = rules.get(node.id)
    if (!text)
      return [{ kind: 'rule', name: node.id, subject: null, label: node.declaration.title, question: null, needed }]
    const key = `${node.id} ${whose.id ?? ''} ${needed}`
    if (seen.has(key)) return []
    seen.add(key)
    return why(text.value, whose, needed)
  }

  /** Asks the condition first; the branches only matter afterwards. */
  function choice(
    condition: Node,
    yes: (needed: Needed) => MissingFact[],
    no: (needed: Needed) => MissingFact[],
    whose: Subject,
    needed: Needed,
  ): MissingFact[] {
    const held = valueIn(run, condition, whose)
    if (held !== null) return held ? yes(needed) : no(needed)
    return [...why(condition, whose, needed), ...yes('perhaps'), ...no('perhaps')]
  }

  function fromRow(table: NodeOf<'table'>, from: number, whose: Subject, needed: Needed): MissingFact[] {
    const row = table.rows[from]
    if (!row) return why(table.otherwise, whose, needed)
    return choice(
      row.when,
      (how) => why(row.value, whose, how),
      (how) => fromRow(table, from + 1, whose, how),
      whose,
      needed,
    )
  }

  function allRows(table: NodeOf<'table'>, whose: Subject, needed: Needed): MissingFact[] {
    const inRows = table.rows.flatMap((row) =>
      choice(
        row.when,
        (how) => why(row.value, whose, how),
        () => [],
        whose,
        needed,
      ),
    )
    return [...inRows, ...why(table.otherwise, whose, 'perhaps')]
  }

  function over(node: NodeOf<'over'>, whose: Subject, needed: Needed): MissingFact[] {
    const everyone = node.over === 'person' ? run.members : run.supporters
    const each = everyone.flatMap((one) => {
      const ask = (how: Needed) => (node.each && node.how !== 'count' ? why(node.each, one, how) : [])
      return node.where ? choice(node.where, ask, () => [], one, needed) : ask(needed)
    })
    return [...each, ...(node.none ? why(node.none, whose, 'perhaps') : [])]
  }

  function select(node: NodeOf<'select'>, whose: Subject, needed: Needed): MissingFact[] {
    const row = rows.get(node.name) ?? null
    const known = valueIn(run, node.at, whose) !== null
    const lacks = row === null ? !(node.declaration.optional && node.otherwise) : row.value === null
    const here = lacks || (known && !node.otherwise) ? parameter(node, needed) : []
    const fallback = !lacks && node.otherwise ? why(node.otherwise, whose, known ? needed : 'perhaps') : []
    return [...why(node.at, whose, needed), ...here, ...fallback]
  }

  return inOrder(roots.flatMap(({ node, needed }) => why(node, run.household, needed)))
}

/** Each once, what is needed now before what may be. */
function inOrder(missing: readonly MissingFact[]): MissingFact[] {
  const found = new Map<string, MissingFact>()
  for (const needed of ['now', 'perhaps'] as const)
    for (const one of missing) {
      const key = `${one.kind} ${one.name} ${one.subject ?? ''}`
      if (one.needed === needed && !found.has(key)) found.set(key, one)
    }
  return [...found.values()]
}
