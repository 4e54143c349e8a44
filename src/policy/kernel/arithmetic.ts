import { ageOn, bornOnOrBefore, type Day, divide, monthOf, monthsBetween } from '../../foundation/index.ts'
import { type Rounding, roundingCodes } from './expression.ts'

/**
 * What generated code calls: the same arithmetic as the interpreter's, on plain numbers where every value that occurs is
 * proven to lie inside ±2^53, on bigint elsewhere. `Math.floor(a / b)` is exact when |a| + b < 2^53: the quotient is at
 * least 1/b away from the next whole number, which is more than half the gap between doubles there.
 */
export const largestSafe = 2n ** 53n - 1n

export type NumberOrBig = number | bigint

const down = (a: number, b: number): number => Math.floor(a / b)
const up = (a: number, b: number): number => Math.ceil(a / b)
/** Ties away from zero. */
const halfUp = (a: number, b: number): number =>
  a < 0 ? -Math.floor((b - 2 * a) / (2 * b)) : Math.floor((2 * a + b) / (2 * b))
const bigDown = (a: bigint, b: bigint): bigint => divide(a, b, 'down')
const bigUp = (a: bigint, b: bigint): bigint => divide(a, b, 'up')
const bigHalfUp = (a: bigint, b: bigint): bigint => divide(a, b, 'halfUp')

/** A share without the large product on the way: whole ten-thousands first, then the rest. */
const shareDown = (a: number, bp: number): number => {
  const q = Math.floor(a / 10_000)
  return q * bp + Math.floor(((a - q * 10_000) * bp) / 10_000)
}
const shareUp = (a: number, bp: number): number => -shareDown(-a, bp)
const shareHalfUp = (a: number, bp: number): number => {
  const q = Math.floor(Math.abs(a) / 10_000)
  const rest = (Math.abs(a) - q * 10_000) * Math.abs(bp)
  const size = q * Math.abs(bp) + Math.floor((2 * rest + 10_000) / 20_000)
  return a < 0 === bp < 0 ? size : -size
}

/** What the intermediate values of a rounded division can reach, given the largest |a| and b. */
export const reachOfDivision = (a: bigint, b: bigint): bigint => 2n * a + 3n * b

const ways: Record<string, Rounding> = { round: 'halfUp', ceil: 'up', floor: 'down' }
const steps: Record<string, bigint> = { '01': 10n, '1': 100n, '5': 500n, '10': 1000n }
/** `ceil5`: up to the next 5 yuan. `exact`: null. */
export function roundingOf(code: string): { step: bigint; rounding: Rounding } | null {
  const [, way, step] = /^(round|ceil|floor)(01|1|5|10)$/.exec(code) ?? []
  return way && step ? { step: steps[step]!, rounding: ways[way]! } : null
}

const numberWays = { down, up, halfUp }
const byNumber = new Map<string, (a: number) => number>(
  roundingCodes.map((code) => {
    const way = roundingOf(code)
    if (!way) return [code, (a) => a]
    const step = Number(way.step)
    return [code, (a) => numberWays[way.rounding](a, step) * step]
  }),
)
const by = (a: number, code: string): number => byNumber.get(code)?.(a) ?? a
const bigBy = (a: bigint, code: string): bigint => {
  const way = roundingOf(code)
  return way ? divide(a, way.step, way.rounding) * way.step : a
}

/** The highest band reached, or undefined below the first. */
function band(bands: readonly { from: NumberOrBig; value: unknown }[], at: NumberOrBig): unknown {
  for (let i = bands.length - 1; i >= 0; i--) if (bands[i]!.from <= at) return bands[i]!.value
  return undefined
}

type Maybe = NumberOrBig | null
/** `highest` and `total` tables with rows that may not be known: pairs of condition and value. */
function settle(highest: boolean, pairs: readonly (boolean | Maybe)[], otherwise: Maybe): Maybe {
  let best: Maybe = null
  for (let i = 0; i < pairs.length; i += 2) {
    if (pairs[i] !== true) continue
    const here = pairs[i + 1] as Maybe
    if (here === null) return null
    best = best === null ? here : highest ? larger(best, here) : plus(best, here)
  }
  for (let i = 0; i < pairs.length; i += 2) {
    if (pairs[i] !== null) continue
    const here = pairs[i + 1] as Maybe
    if (here === null) return null
    if (best === null ? here !== otherwise : highest ? here > best : !isZero(here)) return null
  }
  return best ?? otherwise
}
/** The highest or lowest among members when it is not known of all whether they count. */
function settleOver(highest: boolean, reached: Maybe, doubtful: readonly Maybe[], none: Maybe): Maybe {
  for (const other of doubtful) {
    if (other === null) return null
    if (reached === null ? other !== none : highest ? other > reached : other < reached) return null
  }
  return reached ?? none
}
const larger = (a: NumberOrBig, b: NumberOrBig): NumberOrBig => (b > a ? b : a)
const plus = (a: NumberOrBig, b: NumberOrBig): NumberOrBig =>
  typeof a === 'number' && typeof b === 'number' ? a + b : BigInt(a) + BigInt(b)
const isZero = (a: NumberOrBig): boolean => a === 0 || a === 0n

const born = (on: Day, years: number): Day => bornOnOrBefore(on, years)
const age = (birth: Day, on: Day): number => ageOn(birth, on)
const months = (from: Day, to: Day): number => monthsBetween(monthOf(from), monthOf(to))

/** By the names generated code uses. */
export const helpers = {
  down,
  up,
  halfUp,
  bigDown,
  bigUp,
  bigHalfUp,
  shareDown,
  shareUp,
  shareHalfUp,
  by,
  bigBy,
  band,
  settle,
  settleOver,
  born,
  age,
  months,
} as const
