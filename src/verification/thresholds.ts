import { type AreaCode, type Day, divide } from '../foundation/index.ts'
import type { Residence } from '../household/index.ts'
import {
  type Bilingual,
  type FactName,
  type ParameterInForce,
  type ProgrammeId,
  parametersFor,
} from '../policy/index.ts'

/** The line of this programme for one kind of asset, with where it stands. Each programme has its own (VER-06). */
export interface Threshold {
  fact: FactName
  /** Fen or a count. At most this is within; a place that says "less than" counts one fen lower. */
  limit: bigint
  unit: 'fen' | 'count'
  parameter: string
  source: Bilingual | null
  article: string | null
  mark: string | null
  from: Day | null
}

/**
 * From the place's dated parameters. What is missing there is missing here: no threshold, and so no conclusion. Where the
 * line moves with the members' circumstances (Shanghai's uplifts) the plain line would be wrong, so none is given.
 */
export function thresholdsFor(
  programme: ProgrammeId,
  area: AreaCode,
  residence: Residence,
  on: Day,
  people: number,
): Map<FactName, Threshold> {
  const inForce = new Map(parametersFor(programme, area, residence, on).map((row) => [row.name, row]))
  const found = new Map<FactName, Threshold>()
  const add = (fact: FactName, unit: Threshold['unit'], parameter: string, limit: bigint | null) => {
    if (limit === null) return
    const row = inForce.get(parameter)
    found.set(fact, {
      fact,
      limit,
      unit,
      parameter,
      source: row?.source?.title ?? null,
      article: row?.article ?? null,
      mark: row?.mark ?? null,
      from: row?.from ?? null,
    })
  }
  const perHead = financialLimitPerHead(inForce)
  add('deposits', 'fen', perHead.parameter, perHead.limit === null ? null : perHead.limit * BigInt(people))
  add('vehicles', 'count', 'vehiclesAllowed', amount(inForce, 'vehiclesAllowed'))
  add('vehicleValue', 'fen', 'vehicleValueLimit', positive(amount(inForce, 'vehicleValueLimit')))
  add('homes', 'count', 'homesAllowed', amount(inForce, 'homesAllowed'))
  add('nonResidentialProperty', 'count', 'nonResidentialAllowed', amount(inForce, 'nonResidentialAllowed'))
  const businesses = inForce.get('businessRule')?.value
  if (businesses === 'capitalLimit')
    add('businessCapital', 'fen', 'businessCapitalLimit', amount(inForce, 'businessCapitalLimit'))
  else if (typeof businesses === 'string') add('businesses', 'count', 'businessRule', 0n)
  return found
}

type InForce = ReadonlyMap<string, ParameterInForce>

/** Fen and counts stand as numbers; anything else is no line to compare with. */
function amount(inForce: InForce, name: string): bigint | null {
  const value = inForce.get(name)?.value
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : null
}
/** A limit of 0 for a value means that the place sets none. */
const positive = (limit: bigint | null): bigint | null => (limit !== null && limit > 0n ? limit : null)

/** AST-02: a published amount first, else months of the standard, which is kept as the sum of twelve (GEN-05). */
function financialLimitPerHead(inForce: InForce): { parameter: string; limit: bigint | null } {
  if (uplifts(inForce)) return { parameter: 'financialAssetMonths', limit: null }
  const published = amount(inForce, 'financialAssetLimit')
  if (published !== null) return { parameter: 'financialAssetLimit', limit: published }
  const standard = amount(inForce, 'dibaoStandard')
  const months = amount(inForce, 'financialAssetMonths')
  const limit = standard === null || months === null ? null : divide(standard * months, 12n, 'halfUp')
  return { parameter: 'financialAssetMonths', limit }
}

function uplifts(inForce: InForce): boolean {
  const small = (amount(inForce, 'smallHouseholdSize') ?? 0n) > 0n && !isPlain(inForce, 'smallHouseholdAssets')
  return small || !isPlain(inForce, 'vulnerableAssets')
}

/** Written as `100%` or the factor 1, or not at all. */
function isPlain(inForce: InForce, name: string): boolean {
  const value = inForce.get(name)?.value ?? null
  return value === null || value === '100%' || value === 1 || value === 10_000n
}
