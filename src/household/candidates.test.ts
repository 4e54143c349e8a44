import { expect, test } from 'vitest'
import type { AreaCode } from '../foundation/index.ts'
import { day } from '../foundation/index.ts'
import { oneSlipAway, weigh, weights } from './candidates.ts'
import { inventedNumber } from './testkit/index.ts'

const area = '990101103203' as AreaCode
const known = { name: '曾国强', birth: day('1965-04-12'), sex: 'male', area, phones: ['p1'] } as const

test('a wrong digit or two swapped neighbours lead back to the right number, and few others', () => {
  const right = inventedNumber('1965-04-12', 21)
  const wrongDigit = `${right.slice(0, 15)}${(Number(right[15]) + 1) % 10}${right.slice(16)}`
  const swapped = right.slice(0, 12) + right[13] + right[12] + right.slice(14)
  for (const typed of [wrongDigit, swapped]) {
    const found = oneSlipAway(typed)
    expect(found).toContain(right)
    expect(found.length).toBeLessThan(40)
  }
  expect(oneSlipAway('12345')).toEqual([])
})

test('what agrees adds weight and what differs takes it away', () => {
  const sought = { name: '曾国强', birth: day('1965-04-12'), sex: 'male', area, phone: 'p1' } as const
  const rare = 1 / 100_000
  const whole = weigh(sought, known, rare)
  expect(whole).toBeCloseTo(
    weights.prior + weights.nameMost + weights.birth + weights.sex + weights.county + weights.phone,
  )
  expect(weigh({ ...sought, name: '增国强' }, known, rare)).toBeCloseTo(whole - weights.nameMost + weights.pinyin)
  expect(weigh({ ...sought, birth: day('1965-12-04') }, known, rare)).toBeCloseTo(
    whole - weights.birth + weights.birthSwapped,
  )
  expect(weigh({ ...sought, birth: day('1966-04-12') }, known, rare)).toBeCloseTo(
    whole - weights.birth + weights.birthNear,
  )
  expect(weigh({ ...sought, phone: 'other' }, known, rare)).toBeCloseTo(whole - weights.phone + weights.otherPhone)
  // A name that every hundredth bears says little.
  expect(weigh(sought, known, 0.01)).toBeLessThan(whole - 9)
})
