import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, isRefusal } from '../foundation/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import {
  addMember,
  adoptFact,
  candidatesFor,
  factsOf,
  findPersons,
  type HouseholdId,
  openHousehold,
  recordDeath,
  removeMember,
} from './index.ts'
import { at, clerkOf, countyActor, granted, inventedNumber, openTestHouse, village } from './testkit/index.ts'

let data: FreshDatabase
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase({ max: 12 })
})
afterAll(() => data.close())

const here = clerkOf('990101103')
const there = clerkOf('990101104')
const open = (actor = here, area = village.harvest) =>
  at(data.db, actor, '2025-03-03', async (tx) => granted(await openHousehold(tx, { area })))

test('two townships enter one number at the same moment: exactly one wins, the other is told whom to ask', async () => {
  for (let round = 0; round < 5; round++) {
    const person = { name: '卓一鸣', number: inventedNumber('1966-06-06', round * 2 + 1) }
    const [mine, theirs] = [await open(), await open(there, village.willow)]
    const answers = await Promise.all([
      at(data.db, here, '2025-03-03', (tx) => addMember(tx, { household: mine, person, relation: 'applicant' })),
      at(data.db, there, '2025-03-03', (tx) => addMember(tx, { household: theirs, person, relation: 'applicant' })),
    ])
    expect(answers.filter((answer) => isRefusal(answer))).toMatchObject([{ refused: 'active-elsewhere' }])
    expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1)
  }
})

test('two clerks take in somebody who lives nowhere: one does', async () => {
  const home = await open()
  const person = await at(data.db, here, '2025-03-03', async (tx) => {
    const added = granted(
      await addMember(tx, {
        household: home,
        person: { name: '卓二', withoutNumber: 'unknown' },
        relation: 'applicant',
      }),
    )
    expect(await removeMember(tx, { household: home, person: added.person, why: 'moved-out' })).toBeNull()
    return added.person
  })
  const homes: HouseholdId[] = await Promise.all([open(), open(), open()])
  const answers = await Promise.all(
    homes.map((household) =>
      at(data.db, here, '2025-03-03', (tx) => addMember(tx, { household, person, relation: 'child' })),
    ),
  )
  expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1)
})

test('ten figures written into one household at once are ten, in one order without gaps', async () => {
  const household = await open()
  await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      at(data.db, here, '2025-03-03', async (tx) =>
        granted(
          await adoptFact(tx, {
            household,
            subject: { kind: 'household' },
            name: 'deposits',
            value: BigInt(i),
            validFrom: day('2025-03-01'),
            reason: '银行回单',
          }),
        ),
      ),
    ),
  )
  const facts = await at(data.db, here, '2025-03-03', (tx) => factsOf(tx, household))
  expect(facts.map(({ seq }) => seq).sort((a, b) => Number(a - b))).toEqual(
    Array.from({ length: 10 }, (_, i) => BigInt(i + 1)),
  )
})

test('somebody who may be known already is shown to a pair of eyes, never taken for the same by itself', async () => {
  const household = await open()
  const number = inventedNumber('1971-03-09', 41)
  const known = await at(
    data.db,
    here,
    '2025-03-03',
    async (tx) =>
      granted(await addMember(tx, { household, person: { name: '骆朝阳', number }, relation: 'applicant' })).person,
  )
  const wrong = `${number.slice(0, 15)}${(Number(number[15]) + 1) % 10}${number.slice(16)}`
  await at(data.db, here, '2025-03-03', async (tx) => {
    const slip = await candidatesFor(tx, { name: '骆朝阳', number: wrong })
    expect(slip.candidates).toMatchObject([{ person: known, rule: 'M5' }])
    const heard = await candidatesFor(tx, {
      name: '洛朝阳',
      birth: day('1971-03-09'),
      sex: 'male',
      area: village.harvest,
    })
    expect(heard.candidates).toMatchObject([{ person: known, rule: 'M6' }])
    // Another sex or another generation is another person.
    expect((await candidatesFor(tx, { name: '骆朝阳', birth: day('1971-03-09'), sex: 'female' })).candidates).toEqual(
      [],
    )
    expect((await candidatesFor(tx, { name: '骆朝阳', birth: day('1991-03-09') })).candidates).toEqual([])
    expect(await findPersons(tx, { text: '洛朝阳' })).toEqual([])
  })
  expect(
    (await at(data.db, there, '2025-03-03', (tx) => candidatesFor(tx, { name: '骆朝阳', number: wrong }))).candidates,
  ).toEqual([])
  await at(data.db, countyActor(), '2025-03-03', async (tx) => {
    expect(await recordDeath(tx, { person: known, on: day('2025-03-03'), source: 'matched' })).toBeNull()
    expect((await candidatesFor(tx, { name: '骆朝阳', number: wrong })).candidates).toEqual([])
  })
})
