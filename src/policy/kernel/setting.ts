import type { Day } from '../../foundation/index.ts'
import type { Programme } from './declare.ts'
import type { RuleDeclaration } from './expression.ts'
import { contentHash } from './hash.ts'
import { type ParameterTable, type ReadRow, readValue, rowFor } from './parameters.ts'
import { PolicyError } from './problem.ts'
import { inForce, type Place, type RuleSet, referencesOf, rootsOf } from './rule-set.ts'
import type { Situation } from './situation.ts'

/** What holds in one place on one day for one programme: which text of each rule, which row of each parameter. */
export interface Setting extends Place {
  programme: Programme
  /** `null`: the rule is not in force. */
  rules: ReadonlyMap<string, RuleDeclaration | null>
  /** `null`: no row. */
  rows: ReadonlyMap<string, ReadRow | null>
  /** The same rows, for the trace. */
  snapshot: Readonly<Record<string, ReadRow | null>>
  /** Which texts were chosen: settings with the same signature run the same code. */
  signature: string
  parameterHash(): string
  /** Last birth dates by full years on the day, as far as they were needed. */
  births: Map<bigint, Day>
}

export function settingAt(set: RuleSet, table: ParameterTable, programme: Programme, place: Place): Setting {
  const rules = new Map<string, RuleDeclaration | null>()
  const rows = new Map<string, ReadRow | null>()
  const visit = (id: string) => {
    if (rules.has(id)) return
    const rule = inForce(set, id, place)
    rules.set(id, rule)
    if (!rule) return
    const { rules: to, parameters } = referencesOf(rule)
    for (const name of parameters)
      if (!rows.has(name)) rows.set(name, rowFor(table, name, place.area, place.residence, place.on))
    to.forEach(visit)
  }
  for (const root of rootsOf(programme)) visit(root.id)
  const signature = [...rules].map(([id, rule]) => rule?.id ?? `-${id}`).join(' ')
  return {
    area: place.area,
    residence: place.residence,
    on: place.on,
    programme,
    rules,
    rows,
    signature,
    parameterHash: once(() => hashRows(rows)),
    births: new Map(),
    snapshot: Object.fromEntries(rows),
  }
}

/** The same setting with values of the situation's own. A name the programme does not use, or a wrong value, is refused. */
export function overridden(setting: Setting, set: RuleSet, overrides: NonNullable<Situation['overrides']>): Setting {
  const rows = new Map(setting.rows)
  for (const [name, raw] of Object.entries(overrides)) {
    const declaration = set.parameters.get(name)
    if (!declaration)
      throw new PolicyError([
        {
          code: 'unknown-parameter',
          subject: `overrides.${name}`,
          message: 'no such parameter',
          remedy: 'See the parameters of the programme',
        },
      ])
    if (!rows.has(name)) continue
    try {
      rows.set(name, {
        parameter: name,
        area: setting.area,
        residence: setting.residence,
        from: setting.on,
        to: null,
        value: raw === null ? null : readValue(declaration, raw),
        source: 'situation',
        mark: 'D',
        review: null,
        override: true,
      })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new PolicyError([
        { code: 'unreadable-value', subject: `overrides.${name}`, message, remedy: 'Correct the value' },
      ])
    }
  }
  return { ...setting, rows, snapshot: Object.fromEntries(rows), parameterHash: once(() => hashRows(rows)) }
}

/** Name, value and origin of every row: what the parameter snapshot of a determination was. */
const hashRows = (rows: ReadonlyMap<string, ReadRow | null>): string =>
  contentHash(
    Object.fromEntries(
      [...rows].map(([name, row]) => [
        name,
        row && {
          value: row.value,
          area: row.area,
          residence: row.residence,
          from: row.from,
          to: row.to,
          source: row.source,
          article: row.article,
          mark: row.mark,
        },
      ]),
    ),
  )

export function once<T extends string>(work: () => T): () => T {
  let done: T | undefined
  return () => {
    done ??= work()
    return done
  }
}
