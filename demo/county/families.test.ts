import { expect, test } from 'vitest'
import { day, readIdentityNumber, seededRandom } from '../../src/foundation/index.ts'
import { planNewFamily } from './families.ts'

test('five thousand families: everybody has a valid number of the invented area, and nobody has somebody else’s', () => {
  const taken = new Set<string>()
  const random = seededRandom(1)
  const people = Array.from({ length: 5000 }, () => planNewFamily(random, day('2025-11-03'), taken)).flatMap(
    (f) => f.people,
  )
  expect(taken.size).toBe(people.length)
  for (const p of people)
    expect(readIdentityNumber(p.identityNumber)).toMatchObject({ area: '990101', birth: p.birth, sex: p.sex })
})

test('the same seed gives the same families, another seed others', () => {
  const names = (seed: number) => {
    const random = seededRandom(seed)
    return Array.from({ length: 20 }, () => planNewFamily(random, day('2025-11-03'), new Set()).people[0]!.name)
  }
  expect(names(7)).toEqual(names(7))
  expect(names(7)).not.toEqual(names(8))
})
