import { yuan } from '../../foundation/index.ts'
import type { ParameterDeclaration } from '../kernel/index.ts'
import {
  parameterDeclarations,
  type SupplementClass,
  set,
  supplementClasses,
  supplementClassNames,
  writingOf,
} from './dibao/parameters.ts'

/**
 * Values as notices write them: `788元/月`, `5964元/年`, `38280元`, `30%`. Money without its period is refused: urban
 * standards are published by the month, rural ones by the year, and mixing them up is an old mistake (T3).
 */
const recurringPattern = /^(\d{1,9}(?:\.\d{1,2})?)\s*(?:元|yuan)\s*(?:\/|每)\s*(?:人·|人\/)?(月|年|month|year)$/
const oncePattern = /^(\d{1,9}(?:\.\d{1,2})?)\s*(?:元|yuan)$/

/** The place has its own value and we do not know it: nothing is inherited in its stead. */
export const isGap = (raw: unknown): boolean => raw === null || raw === '缺' || raw === 'missing'

function wanted(what: string, raw: unknown): never {
  throw new RangeError(`expected ${what}, found ${typeof raw === 'string' ? `'${raw}'` : String(raw)}`)
}

function money(declaration: ParameterDeclaration, raw: unknown): bigint {
  if (typeof raw === 'bigint') return raw
  const text = typeof raw === 'string' ? raw.trim() : ''
  if (writingOf(declaration) === 'recurring') {
    const match = recurringPattern.exec(text)
    if (!match) return wanted('an amount with its period, such as 788元/月 or 5964元/年', raw)
    const monthly = match[2] === '月' || match[2] === 'month'
    return yuan(match[1]!) * (monthly ? 12n : 1n)
  }
  const match = oncePattern.exec(text)
  return match ? yuan(match[1]!) : wanted('an amount such as 38280元', raw)
}

const scalar = (declaration: ParameterDeclaration, raw: unknown): unknown =>
  declaration.unit === 'fen' ? money(declaration, raw) : raw

const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

/** From the notice's writing to what the kernel reads. Units, ranges and codes are checked there once more. */
export function readPublished(declaration: ParameterDeclaration, raw: unknown): unknown {
  if (isGap(raw)) return null
  switch (declaration.form) {
    case 'one':
      return scalar(declaration, raw)
    case 'list':
      return Array.isArray(raw) ? raw.map((value) => scalar(declaration, value)) : wanted('a list', raw)
    case 'bands':
      return Array.isArray(raw) ? raw : wanted('bands with from and value', raw)
    case 'map':
      if (raw === 'zero')
        return Object.fromEntries(
          (declaration.byCodes ?? []).map((code) => [code, declaration.unit === 'fen' ? 0n : '0%']),
        )
      return isRecord(raw)
        ? Object.fromEntries(Object.entries(raw).map(([code, value]) => [code, scalar(declaration, value)]))
        : wanted('values by code', raw)
  }
}

/**
 * One published table of supplements → the three parameters it sets. `30%` is a rate of the base, `440元/月` an amount,
 * `按130%发` (or `130% instead`) is paid at that rate of the standard instead. Groups the table leaves out get nothing.
 */
export function readSupplements(
  raw: unknown,
): Record<'supplementRate' | 'supplementAmount' | 'supplementReplace', unknown> | null {
  if (isGap(raw)) return null
  if (raw !== 'zero' && !isRecord(raw)) return wanted('a table of supplements by group', raw)
  const given = raw === 'zero' ? {} : raw
  for (const group of Object.keys(given))
    if (!Object.hasOwn(supplementClasses, group)) wanted(`one of the groups ${supplementClassNames.join(', ')}`, group)
  const rates: Record<string, unknown> = {}
  const amounts: Record<string, unknown> = {}
  const instead: Record<string, unknown> = {}
  for (const group of supplementClassNames) {
    const written = (given as Partial<Record<SupplementClass, unknown>>)[group]
    const text = typeof written === 'string' ? written.trim() : ''
    const replaced = /^(?:按(\d+%)发|(\d+%) instead)$/.exec(text)
    rates[group] = /^\d+(\.\d+)?%$/.test(text) ? text : '0%'
    amounts[group] = recurringPattern.test(text) ? money(set.supplementAmount.declaration, text) : 0n
    instead[group] = replaced ? (replaced[1] ?? replaced[2]) : '0%'
    if (
      written !== undefined &&
      rates[group] === '0%' &&
      amounts[group] === 0n &&
      instead[group] === '0%' &&
      text !== '0%'
    )
      wanted('30%, 440元/月 or 按130%发', written)
  }
  return { supplementRate: rates, supplementAmount: amounts, supplementReplace: instead }
}

export interface ReadOverrides {
  values: Record<string, unknown>
  problems: { name: string; message: string }[]
}

const byChineseLabel = new Map([...parameterDeclarations.values()].map((p) => [p.label.zh, p.name]))

/** Overrides by name or by Chinese label, in the notice's writing. */
export function readOverrides(given: Readonly<Record<string, unknown>>): ReadOverrides {
  const values: Record<string, unknown> = {}
  const problems: ReadOverrides['problems'] = []
  for (const [written, raw] of Object.entries(given)) {
    const name = byChineseLabel.get(written) ?? written
    try {
      if (name === 'supplements' || name === '分类施保') {
        const table = readSupplements(raw)
        Object.assign(values, table ?? { supplementRate: null, supplementAmount: null, supplementReplace: null })
        continue
      }
      const declaration = parameterDeclarations.get(name)
      if (!declaration) problems.push({ name: written, message: 'no such parameter' })
      else values[name] = readPublished(declaration, raw)
    } catch (error) {
      problems.push({ name: written, message: error instanceof Error ? error.message : String(error) })
    }
  }
  return { values, problems }
}
