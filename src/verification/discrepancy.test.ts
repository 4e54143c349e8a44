import { expect, test } from 'vitest'
import { yuan } from '../foundation/index.ts'
import { discrepancy, margin } from './discrepancy.ts'

const tolerance = { fen: yuan(200), basisPoints: 1000 }

test('2,000 yuan declared, 2,200 found: an ordinary slip; one fen more has to be explained', () => {
  expect(discrepancy('deposits', yuan(2000), yuan(2200), tolerance)).toBeNull()
  expect(discrepancy('deposits', yuan(2000), yuan('2200.01'), tolerance)).toBe('higher')
})

test('of a larger sum a tenth may differ, rounded up to the fen', () => {
  expect(margin(yuan(12_000), tolerance)).toBe(yuan(1200))
  expect(discrepancy('wageIncome', yuan(12_000), yuan(13_200), tolerance)).toBeNull()
  expect(discrepancy('wageIncome', yuan(12_000), yuan('13200.01'), tolerance)).toBe('higher')
})

test('sources see only part of a life: less than was declared is nothing to explain', () => {
  expect(discrepancy('wageIncome', yuan(30_000), yuan(9000), tolerance)).toBeNull()
  expect(discrepancy('vehicles', 1, 0, tolerance)).toBeNull()
})

test('no record is not zero and not a difference', () => {
  expect(discrepancy('deposits', yuan(5000), null, tolerance)).toBeNull()
  expect(discrepancy('marriage', 'married', null, tolerance)).toBeNull()
})

test('a car nobody mentioned has to be explained, also when the family had said nothing about cars', () => {
  expect(discrepancy('vehicles', 0, 1, tolerance)).toBe('higher')
  expect(discrepancy('vehicles', undefined, 1, tolerance)).toBe('undeclared')
  expect(discrepancy('deposits', null, yuan(900), tolerance)).toBe('undeclared')
})

test('another marital status is a difference whichever way round; one that was not asked for is none', () => {
  expect(discrepancy('marriage', 'divorced', 'married', tolerance)).toBe('different')
  expect(discrepancy('marriage', undefined, 'married', tolerance)).toBeNull()
})

test('registers and families measure floors differently: 60 declared, 66 registered is the same house', () => {
  expect(discrepancy('homeArea', 60, 66, tolerance)).toBeNull()
  expect(discrepancy('homeArea', 60, 67, tolerance)).toBe('higher')
})
