import { type AreaCode, addDays, type Day, isDay, upwards, yuan } from '../../foundation/index.ts'
import type { Mark, ParameterDeclaration, Range, Unit } from './expression.ts'
import type { Problem } from './problem.ts'
import { rangeOfParameter } from './range.ts'
import type { Residence } from './situation.ts'

/** Dated values: which row of which notice holds in this county, for these people, on this day. */

export type Scalar = bigint | boolean | string
export interface Band {
  readonly from: bigint
  readonly value: Scalar
}
/** One value, a list, bands or a map by code, as the declaration's form says. */
export type ParameterValue = Scalar | readonly Scalar[] | readonly Band[] | Readonly<Record<string, Scalar>>

export interface ParameterRow {
  parameter: string
  /** `''` is the nation. The nearest area around the household wins. */
  area: AreaCode
  residence: Residence | 'both'
  from: Day
  /** The first day it no longer holds. */
  to: Day | null
  /** As a person writes it (see `readValue`). `null`: the place has its own value and we do not have it; nothing is inherited. */
  value: unknown
  source: string
  article?: string
  mark: Mark
  /** When somebody should look again. */
  review: Day | null
  note?: string
  /** Where the row is written, for the errors. */
  at?: { file: string; line: number }
}

/** A row whose value has been read. `override` rows come from the situation itself. */
export interface ReadRow extends Omit<ParameterRow, 'value'> {
  value: ParameterValue | null
  override?: true
}

const shown = (raw: unknown): string => (typeof raw === 'string' ? `'${raw}'` : String(raw))
function refuse(raw: unknown, wanted: string): never {
  throw new RangeError(`expected ${wanted}, found ${shown(raw)}`)
}

/** Yuan for fen (`1100`, `'497.5'`), `'30%'` or a factor (`1.3`) for rates, whole numbers, true/false, days, codes. A bigint is taken as it is. */
function readScalar(unit: Unit, raw: unknown, range: Range, codes?: readonly string[]): Scalar {
  const inRange = (value: bigint): bigint =>
    value < range[0] || value > range[1] ? refuse(raw, `a value from ${range[0]} to ${range[1]} ${unit}`) : value
  switch (unit) {
    case 'fen':
      if (typeof raw === 'bigint') return inRange(raw)
      if (typeof raw !== 'number' && typeof raw !== 'string') return refuse(raw, 'yuan with at most two decimals')
      return inRange(yuan(raw))
    case 'bp': {
      if (typeof raw === 'bigint') return inRange(raw)
      const match = /^(\d{1,6})(?:\.(\d+))?(%?)$/.exec(typeof raw === 'number' ? String(raw) : shownText(raw))
      const decimals = match?.[3] ? 2 : 4
      if (!match || (match[2] ?? '').length > decimals)
        return refuse(raw, `a rate such as '30%' or a factor such as 1.3`)
      return inRange(BigInt(match[1]! + (match[2] ?? '').padEnd(decimals, '0')))
    }
    case 'count':
    case 'months':
      if (typeof raw === 'bigint' || (typeof raw === 'number' && Number.isSafeInteger(raw))) return inRange(BigInt(raw))
      return refuse(raw, 'a whole number')
    case 'boolean':
      return typeof raw === 'boolean' ? raw : refuse(raw, 'true or false')
    case 'date':
      return typeof raw === 'string' && isDay(raw) ? raw : refuse(raw, 'a day such as 2025-07-01')
    case 'code':
      return typeof raw === 'string' && (codes?.includes(raw) ?? true)
        ? raw
        : refuse(raw, `one of ${codes?.join(', ')}`)
  }
}
const shownText = (raw: unknown): string => (typeof raw === 'string' ? raw.trim() : '')

/** Reads a value as a row or an override writes it. Throws a RangeError that says what was expected. */
export function readValue(declaration: ParameterDeclaration, raw: unknown): ParameterValue {
  const { unit, codes } = declaration
  const range = rangeOfParameter(declaration)
  const scalar = (value: unknown) => readScalar(unit, value, range, codes)
  switch (declaration.form) {
    case 'one':
      return scalar(raw)
    case 'list':
      return Array.isArray(raw) && raw.length > 0
        ? raw.map(scalar)
        : refuse(raw, 'a list of values, the first for position 1')
    case 'bands': {
      if (!Array.isArray(raw) || raw.length === 0) return refuse(raw, 'bands, each with from and value')
      const by = declaration.by ?? 'fen'
      const bands = raw.map((entry: unknown): Band => {
        if (typeof entry !== 'object' || entry === null || !('from' in entry) || !('value' in entry))
          return refuse(entry, 'a band with from and value')
        return { from: readScalar(by, entry.from, widest) as bigint, value: scalar(entry.value) }
      })
      const sorted = bands.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
      if (sorted.some((b, i) => i > 0 && b.from === sorted[i - 1]!.from))
        return refuse('two bands', 'different lower bounds')
      return sorted
    }
    case 'map': {
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse(raw, 'values by code')
      const entries = Object.entries(raw)
      for (const [code] of entries)
        if (!declaration.byCodes?.includes(code)) refuse(code, `one of ${declaration.byCodes?.join(', ')}`)
      return Object.fromEntries(entries.map(([code, value]) => [code, scalar(value)]))
    }
  }
}
const widest: Range = [-1_000_000_000_000n, 1_000_000_000_000n]

/** Rows by parameter and area, each series sorted by day. */
export type ParameterTable = ReadonlyMap<string, ReadonlyMap<AreaCode, readonly ReadRow[]>>

/** Reads the rows and refuses unknown names, unreadable values, and gaps or overlaps in time. */
export function loadParameters(
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  rows: readonly ParameterRow[],
  problems: Problem[],
): ParameterTable {
  const table = new Map<string, Map<AreaCode, ReadRow[]>>()
  for (const row of rows) {
    const report = (code: string, message: string, remedy: string) =>
      problems.push({ code, subject: `parameter ${row.parameter}`, message, remedy, ...(row.at && { at: row.at }) })
    const declaration = declarations.get(row.parameter)
    if (!declaration) {
      report(
        'unknown-parameter',
        'no rule declares this parameter',
        'Correct the name, or declare it and use it in a rule',
      )
      continue
    }
    if (row.to !== null && row.to <= row.from)
      report(
        'empty-period',
        `the period from ${row.from} to ${row.to} is empty`,
        '`to` is the first day the value no longer holds',
      )
    let value: ParameterValue | null = null
    try {
      value = row.value === null ? null : readValue(declaration, row.value)
    } catch (error) {
      report('unreadable-value', error instanceof Error ? error.message : String(error), 'Correct the value')
    }
    const areas = table.get(row.parameter) ?? new Map<AreaCode, ReadRow[]>()
    table.set(row.parameter, areas)
    areas.set(row.area, [...(areas.get(row.area) ?? []), { ...row, value }])
  }
  for (const areas of table.values())
    for (const series of areas.values()) {
      series.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
      problems.push(...discontinuities(series))
    }
  return table
}

/** Within one area: no day with two values, no day without one between the first and the last. */
function discontinuities(series: readonly ReadRow[]): Problem[] {
  const problems: Problem[] = []
  for (const people of ['urban', 'rural'] as const) {
    const mine = series.filter((row) => row.residence === people || row.residence === 'both')
    mine.forEach((row, i) => {
      const before = mine[i - 1]
      if (!before || (people === 'rural' && before.residence === 'both' && row.residence === 'both')) return
      const subject = `parameter ${row.parameter} (area ${row.area || 'nation'}, ${people})`
      const at = row.at && { at: row.at }
      const other = before.at ? ` (${before.at.file}:${before.at.line})` : ''
      if (before.to === null || before.to > row.from)
        problems.push({
          code: 'overlap',
          subject,
          message: `two values hold on ${row.from}: this row and the one from ${before.from}${other}`,
          remedy: `Write \`to: ${row.from}\` on the earlier row`,
          ...at,
        })
      else if (before.to < row.from)
        problems.push({
          code: 'gap',
          subject,
          message: `no value from ${before.to} to ${addDays(row.from, -1)}, between this row and the one before${other}`,
          remedy: 'Add the row, or write it with `value: null` if the value of that time is not known',
          ...at,
        })
    })
  }
  return problems
}

/** The row that holds for these people on that day: the nearest area that has one, village before nation. */
export function rowFor(
  table: ParameterTable,
  name: string,
  area: AreaCode,
  residence: Residence,
  on: Day,
): ReadRow | null {
  const areas = table.get(name)
  if (!areas) return null
  for (const around of upwards(area)) {
    const row = areas
      .get(around)
      ?.find(
        (r) => (r.residence === residence || r.residence === 'both') && r.from <= on && (r.to === null || on < r.to),
      )
    if (row) return row
  }
  return null
}
