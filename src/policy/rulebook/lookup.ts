import { type AreaCode, type Day, firstDay, monthOf, nextMonth, upwards } from '../../foundation/index.ts'
import type { Bilingual } from '../facts.ts'
import type { Mark, ParameterDeclaration, Residence } from '../kernel/index.ts'
import type { Procedure } from '../procedure.ts'
import type { ProgrammeId } from '../programmes.ts'
import { parameterDeclarations, writingOf } from './dibao/parameters.ts'
import type { Place, PublishedRow, Source } from './published.ts'
import { places, procedures, rows, sources } from './rulebook.generated.ts'

/** Which procedure and which values hold in a place on a day. */

const nearest = new Map<string, Procedure[]>()
for (const procedure of procedures) {
  const key = `${procedure.programme} ${procedure.area}`
  nearest.set(
    key,
    [...(nearest.get(key) ?? []), procedure].toSorted((a, b) => (a.from < b.from ? 1 : -1)),
  )
}

/** The procedure of the nearest area that has one in force, village before nation; null when nobody has. */
export function findProcedure(programme: ProgrammeId, area: AreaCode, on: Day): Procedure | null {
  for (const around of upwards(area)) {
    const found = nearest.get(`${programme} ${around}`)?.find((procedure) => procedure.from <= on)
    if (found) return found
  }
  return null
}

/** As `findProcedure`; asking for a programme or a day without one is a mistake of the caller. */
export function procedureFor(programme: ProgrammeId, area: AreaCode, on: Day): Procedure {
  const found = findProcedure(programme, area, on)
  if (!found) throw new RangeError(`No procedure for ${programme} in area ${area || 'nation'} on ${on}`)
  return found
}

/** The first day for which money is due: the month after confirmation, or the month of confirmation itself (T12). */
export const firstPaidDay = (procedure: Procedure, confirmedOn: Day): Day =>
  firstDay(procedure.startMonth.month === 'same' ? monthOf(confirmedOn) : nextMonth(monthOf(confirmedOn)))

const sourceById = new Map(sources.map((source) => [source.id, source]))
export const sourceOf = (id: string): Source | null => sourceById.get(id) ?? null

/** The place whose rulebook speaks for an area: the nearest one, the nation at last. */
export function placeOf(area: AreaCode): Place {
  for (const around of upwards(area)) {
    const found = places.find((place) => place.area === around)
    if (found) return found
  }
  return places[0]!
}
export const allPlaces = (): readonly Place[] => places

export type ParameterState = 'verified' | 'unverified' | 'missing'

export interface ParameterInForce {
  name: string
  label: Bilingual
  unit: ParameterDeclaration['unit']
  form: ParameterDeclaration['form']
  /** How money is meant: `recurring` values are kept as totals of twelve months. */
  writing: ReturnType<typeof writingOf>
  state: ParameterState
  /** As the notice writes it; empty when missing. */
  published: string
  value: unknown
  /** Where the value stands: the area whose row was found. */
  area: AreaCode | null
  from: Day | null
  to: Day | null
  source: Source | null
  article: string | null
  mark: Mark | null
  review: Day | null
  note: string | null
  fictional: boolean
  /** The place is known to have its own value, which we do not have. */
  gap: boolean
}

const rowsByName = new Map<string, PublishedRow[]>()
for (const row of rows) rowsByName.set(row.parameter, [...(rowsByName.get(row.parameter) ?? []), row])

export function publishedRow(name: string, area: AreaCode, residence: Residence, on: Day): PublishedRow | null {
  for (const around of upwards(area)) {
    const row = rowsByName
      .get(name)
      ?.find(
        (r) =>
          r.area === around &&
          (r.residence === residence || r.residence === 'both') &&
          r.from <= on &&
          (r.to === null || on < r.to),
      )
    if (row) return row
  }
  return null
}

/** Every parameter of a programme as it stands in a place on a day, found or missing. */
export function parametersFor(
  programme: ProgrammeId,
  area: AreaCode,
  residence: Residence,
  on: Day,
): readonly ParameterInForce[] {
  if (programme !== 'dibao') return []
  return [...parameterDeclarations.values()].map((declaration): ParameterInForce => {
    const row = publishedRow(declaration.name, area, residence, on)
    const source = row ? sourceOf(row.source) : null
    const gap = row !== null && row.value === null
    const lost = row === null || gap
    return {
      name: declaration.name,
      label: declaration.label,
      unit: declaration.unit,
      form: declaration.form,
      writing: writingOf(declaration),
      state: lost ? 'missing' : row.mark === 'S' ? 'verified' : 'unverified',
      published: row?.published ?? '',
      value: row?.value ?? null,
      area: row?.area ?? null,
      from: row?.from ?? null,
      to: row?.to ?? null,
      source,
      article: row?.article ?? null,
      mark: row?.mark ?? null,
      review: row?.review ?? null,
      note: row?.note ?? null,
      fictional: source?.fictional ?? false,
      gap,
    }
  })
}
