import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divide, type Rounding } from '../../foundation/index.ts'
import { helpers, largestSafe, reachOfDivision } from './arithmetic.ts'
import { roundingCodes } from './expression.ts'

/** The plain-number helpers say what exact integers say, for everything the range proof lets through. */
const roundings: readonly Rounding[] = ['down', 'up', 'halfUp']
const edges = [0n, 1n, 2n, 3n, 5n, 7n, 15n, 49n, 50n, 51n, 9999n, 10_000n, 10_001n, 14_999n, 15_000n, 15_001n]
const signed = edges.flatMap((n) => [n, -n])
const anything = fc.oneof(
  fc.constantFrom(...signed),
  fc.bigInt(-largestSafe, largestSafe),
  fc.bigInt(-100_000n, 100_000n),
)

test('division: small cases, ties and the edge of what is safe', () => {
  for (const a of signed)
    for (const b of edges.slice(1))
      for (const way of roundings)
        expect([a, b, way, BigInt(helpers[way](Number(a), Number(b)))]).toEqual([a, b, way, divide(a, b, way)])
  fc.assert(
    fc.property(anything, fc.oneof(fc.constantFrom(...edges.slice(1)), fc.bigInt(1n, largestSafe)), (a, b) => {
      const size = a < 0n ? -a : a
      if (reachOfDivision(size, b) > largestSafe) return
      for (const way of roundings) expect(BigInt(helpers[way](Number(a), Number(b)))).toBe(divide(a, b, way))
    }),
    { numRuns: 3000 },
  )
})

test('shares without the large product: exact while amount, rate and result are safe', () => {
  const named = { down: helpers.shareDown, up: helpers.shareUp, halfUp: helpers.shareHalfUp }
  const rate = fc.oneof(fc.constantFrom(...signed), fc.bigInt(-1_000_000n, 1_000_000n))
  const check = (a: bigint, bp: bigint) => {
    const product = a * bp
    if ((product < 0n ? -product : product) / 10_000n >= largestSafe) return
    for (const way of roundings)
      expect([a, bp, way, BigInt(named[way](Number(a), Number(bp)))]).toEqual([
        a,
        bp,
        way,
        divide(product, 10_000n, way),
      ])
  }
  for (const a of signed) for (const bp of signed) check(a, bp)
  fc.assert(fc.property(anything, rate, check), { numRuns: 3000 })
})

test('the ways of rounding an area may have', () => {
  const by = (amount: number) => roundingCodes.map((code) => `${code} ${helpers.by(amount, code)}`)
  // 1,024.40 and 296.52 yuan of the handbook (T2), and a loss.
  expect(by(102_440)).toEqual([
    'exact 102440',
    'round01 102440',
    'round1 102400',
    'round5 102500',
    'round10 102000',
    'ceil01 102440',
    'ceil1 102500',
    'ceil5 102500',
    'ceil10 103000',
    'floor01 102440',
    'floor1 102400',
    'floor5 102000',
    'floor10 102000',
  ])
  expect(helpers.by(29_652, 'floor1')).toBe(29_600)
  expect(helpers.by(-250, 'round5')).toBe(-500)
  for (const code of roundingCodes)
    for (const amount of [0, 4, 5, 6, 49, 50, 51, 249, 250, 251, -5, -50, -250])
      expect(BigInt(helpers.by(amount, code))).toBe(helpers.bigBy(BigInt(amount), code))
})
