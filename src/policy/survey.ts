import type { AreaCode, Day } from '../foundation/index.ts'
import { type Bilingual, factNames } from './facts.ts'
import type { Citation } from './kernel/index.ts'
import type { Procedure } from './procedure.ts'
import { articles } from './rulebook/articles.generated.ts'
import { book } from './rulebook/assemble.ts'
import { type ParameterInForce, parametersFor } from './rulebook/lookup.ts'
import type { KnownValue, Place, PublishedRow } from './rulebook/published.ts'
import { knownValues, procedures, rows } from './rulebook/rulebook.generated.ts'

/** What the rulebook holds and what it lacks, for officers and for `doudi policy inventory|coverage|explain`. */
export interface CoverageOf {
  total: number
  /** Read in the law or on a government page. */
  verified: readonly string[]
  unverified: readonly string[]
  missing: readonly string[]
  /** Without effect here: the place has chosen another way (`tierAmount` where dibao is a top-up). */
  idle: readonly string[]
  /** Somebody should have looked again by now. */
  overdue: readonly string[]
}
export interface Coverage {
  place: Place
  area: AreaCode
  on: Day
  urban: CoverageOf
  rural: CoverageOf
  /** Smaller areas inside that have values of their own on that day. */
  within: readonly { area: AreaCode; parameters: readonly string[] }[]
}

/** A parameter whose absence is itself an answer is not missing. */
const optional = (one: ParameterInForce) => book.parameters.get(one.name)?.optional === true && !one.gap

type Look = (name: string) => unknown
const chosen = (look: Look, name: string, ...values: unknown[]) => {
  const value = look(name)
  return value !== null && !values.includes(value)
}
const nothing = (look: Look, name: string) => [0, 0n, '0%'].includes(look(name) as number)
/** Which values have no effect while another one stands as it does. An unknown choice leaves everything needed. */
const idleWhen: Readonly<Record<string, (look: Look) => boolean>> = {
  tierRule: (look) => chosen(look, 'dibaoMethod', 'tiers'),
  tierBands: (look) => chosen(look, 'dibaoMethod', 'tiers') || chosen(look, 'tierRule', 'byGap'),
  tierAmount: (look) => chosen(look, 'dibaoMethod', 'tiers'),
  minimumTopUp: (look) => chosen(look, 'dibaoMethod', 'difference'),
  minimumTopUpRate: (look) => chosen(look, 'dibaoMethod', 'difference'),
  singlePersonRateDisabled: (look) => chosen(look, 'singlePersonMethod', 'rate', 'atLeastRate'),
  singlePersonRateIll: (look) => chosen(look, 'singlePersonMethod', 'rate', 'atLeastRate'),
  singlePersonRateOther: (look) => chosen(look, 'singlePersonMethod', 'rate', 'atLeastRate'),
  singlePersonRateFar: (look) =>
    chosen(look, 'singlePersonMethod', 'rate', 'atLeastRate') || nothing(look, 'singlePersonFarFrom'),
  imputedAllowance: (look) => chosen(look, 'imputedIncome', 'byMinimumWage'),
  workCostRate: (look) => chosen(look, 'workCostMethod', 'rateOfWage', 'rateOfStandard', 'rateOfMinimumWage'),
  newWorkCap: (look) => nothing(look, 'newWorkMonths'),
  smallHouseholdAssets: (look) => nothing(look, 'smallHouseholdSize'),
  businessCapitalLimit: (look) => chosen(look, 'businessRule', 'capitalLimit'),
  lowIncomeStandard: (look) => chosen(look, 'maintenanceFormula', 'C'),
  maintenanceLine: (look) => chosen(look, 'maintenanceFormula', 'A', 'B', 'D'),
  maintenanceRateThreePlus: (look) => chosen(look, 'maintenanceFormula', 'D'),
  maintenanceExcess: (look) => chosen(look, 'maintenanceFormula', 'D'),
  minimumWage: (look) =>
    chosen(look, 'imputedIncome', 'byMinimumWage', 'byAgeBand') &&
    chosen(look, 'workCostMethod', 'rateOfMinimumWage') &&
    nothing(look, 'earningsDisregard') &&
    nothing(look, 'workCostDisabledOfMinimumWage'),
}

function covered(area: AreaCode, residence: 'urban' | 'rural', on: Day): CoverageOf {
  const found = parametersFor('dibao', area, residence, on)
  const values = new Map(found.map((one) => [one.name, one.state === 'missing' ? null : one.value]))
  const look: Look = (name) => values.get(name) ?? null
  const idle = found.filter(({ name }) => idleWhen[name]?.(look)).map(({ name }) => name)
  const all = found.filter((one) => !idle.includes(one.name) && (one.state !== 'missing' || !optional(one)))
  const named = (state: ParameterInForce['state']) => all.filter((one) => one.state === state).map(({ name }) => name)
  return {
    total: all.length,
    verified: named('verified'),
    unverified: named('unverified'),
    missing: named('missing'),
    idle,
    overdue: all.filter(({ review }) => review !== null && review <= on).map(({ name }) => name),
  }
}

export const coverageOf = (place: Place, area: AreaCode, on: Day): Coverage => ({
  place,
  area,
  on,
  urban: covered(area, 'urban', on),
  rural: covered(area, 'rural', on),
  within: valuesWithin(area, on),
})

function valuesWithin(area: AreaCode, on: Day): Coverage['within'] {
  const inside = rows.filter(
    (row) =>
      row.area !== area &&
      row.area.startsWith(area) &&
      area !== '' &&
      row.value !== null &&
      row.from <= on &&
      (row.to === null || on < row.to),
  )
  return [...new Set(inside.map((row) => row.area))].toSorted().map((one) => ({
    area: one,
    parameters: [...new Set(inside.filter((row) => row.area === one).map((row) => row.parameter))],
  }))
}

export interface RuleSummary {
  id: string
  title: Bilingual
  entity: string
  unit: string
  basis: readonly Citation[]
  note?: string
}
const summary = (id: string): RuleSummary | null => {
  const rule = book.rules.get(id)
  if (!rule) return null
  const { title, entity, unit, basis, note } = rule
  return { id, title, entity, unit, basis, ...(note && { note: note.zh }) }
}

export const ruleNamed = (id: string): RuleSummary | null => summary(id)

export interface Inventory {
  rules: readonly RuleSummary[]
  facts: number
  places: readonly {
    place: Place
    values: readonly Omit<PublishedRow, 'value'>[]
    known: readonly KnownValue[]
    procedures: readonly Procedure[]
  }[]
}

/** All rules, and every dated value of these places as its notice writes it. */
export function inventoryOf(of: readonly Place[]): Inventory {
  const file = (place: Place) => `${place.id}/`
  return {
    rules: [...book.rules.keys()].toSorted().map((id) => summary(id)!),
    facts: factNames.length,
    places: of.map((place) => ({
      place,
      values: rows.filter((row) => row.at?.file.startsWith(file(place))).map(({ value: _value, ...row }) => row),
      known: knownValues.filter((one) => one.place === place.id),
      procedures: procedures.filter((one) => one.place === place.id),
    })),
  }
}

/** The words of the article a rule cites: `第七条第一款` shows the whole article. */
export function articleText({ source, article }: Citation): string | null {
  const found = articles[source]
  return found?.[article] ?? found?.[article.replace(/第[一二三四五六七八九]款$/, '')] ?? null
}
