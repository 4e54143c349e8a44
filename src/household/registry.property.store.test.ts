import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AreaCode, addDays, day, isRefusal } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import {
  addMember,
  type HouseholdId,
  mergeHouseholds,
  mergePersons,
  moveHousehold,
  openHousehold,
  type PersonId,
  personById,
  recordDeath,
  removeMember,
  splitHousehold,
  unmergePersons,
  withdrawDeath,
} from './index.ts'
import { at, countyActor, granted, openTestHouse, village } from './testkit/index.ts'

let data: FreshDatabase
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
})
afterAll(() => data.close())

const county = countyActor()
const start = day('2025-01-01')
const villages: AreaCode[] = [village.harvest, village.willow, village.town]

interface World {
  households: HouseholdId[]
  persons: PersonId[]
  merges: { keep: PersonId; merge: string }[]
}

/** Three households with two people each; names are invented and alike, so that records may be joined. */
async function newWorld(): Promise<World> {
  return at(data.db, county, start, async (tx) => {
    const world: World = { households: [], persons: [], merges: [] }
    for (const area of villages) {
      const household = granted(await openHousehold(tx, { area }))
      world.households.push(household)
      for (const name of ['王小一', '王小二'])
        world.persons.push(
          granted(
            await addMember(tx, {
              household,
              person: { name, birth: day('1980-01-01'), sex: 'female', withoutNumber: 'unknown' },
              relation: 'applicant',
            }),
          ).person,
        )
    }
    return world
  })
}

type Step = { kind: string; person: number; other: number; household: number; target: number }
const step = fc.record({
  kind: fc.constantFrom('join', 'leave', 'split', 'merge', 'move', 'die', 'live', 'same', 'apart'),
  person: fc.nat(5),
  other: fc.nat(5),
  household: fc.nat(9),
  target: fc.nat(9),
})

async function take(
  tx: Tx,
  world: World,
  { kind, person, other, household, target }: Step,
  on: string,
): Promise<unknown> {
  const who = world.persons[person]!
  const here = world.households[household % world.households.length]!
  const there = world.households[target % world.households.length]!
  const today = day(on)
  switch (kind) {
    case 'join':
      return addMember(tx, { household: here, person: who, relation: 'child', since: today })
    case 'leave':
      return removeMember(tx, {
        household: (await personById(tx, who))?.household ?? here,
        person: who,
        until: today,
        why: 'moved-out',
      })
    case 'split': {
      const made = await splitHousehold(tx, {
        household: here,
        leaving: [{ person: who, relation: 'applicant' }],
        on: today,
        reason: '分户',
      })
      if (!isRefusal(made)) world.households.push(made)
      return made
    }
    case 'merge':
      return mergeHouseholds(tx, {
        from: here,
        into: there,
        relations: new Map(world.persons.map((id) => [id, 'otherLegal'])),
        on: today,
        reason: '合户',
      })
    case 'move':
      return moveHousehold(tx, { household: here, to: villages[target % 3]!, on: today, reason: '迁居' })
    case 'die':
      return recordDeath(tx, { person: who, on: today, source: 'matched' })
    case 'live':
      return withdrawDeath(tx, { person: who, reason: '误报' })
    case 'same': {
      const merge = await mergePersons(tx, { keep: who, drop: world.persons[other]!, endOther: true, reason: '同一人' })
      if (typeof merge === 'string') world.merges.push({ keep: who, merge })
      return merge
    }
    default: {
      const last = world.merges.pop()
      return last ? unmergePersons(tx, { ...last, reason: '两个人' }) : null
    }
  }
}

/** What must hold in the registry whatever happens; each query lists the rows that break it. */
const broken = {
  'two households at once': `select person_id from membership where until is null group by 1 having count(*) > 1`,
  'home differs from membership': `select p.person_id from person p
    full join (select person_id, household_id from membership where until is null) m using (person_id)
    where p.household_id is distinct from m.household_id`,
  'days in two households': `select a.person_id from membership a join membership b
    on a.person_id = b.person_id and a.membership_id < b.membership_id
    and a.since < coalesce(b.until, 'infinity') and b.since < coalesce(a.until, 'infinity')
    where a.since < coalesce(a.until, 'infinity') and b.since < coalesce(b.until, 'infinity')`,
  'a row in another place than its household': `select household_id from household h where exists (
    select from membership m where m.household_id = h.household_id and m.area <> h.area
    union all select from timeline t where t.household_id = h.household_id and t.area <> h.area
    union all select from person p where p.household_id = h.household_id and p.area <> h.area
    union all select from person_key k where k.household_id = h.household_id and k.area <> h.area)`,
  'keys elsewhere than their person': `select k.person_id from person_key k join person p using (person_id)
    where k.household_id is distinct from p.household_id`,
  'a closed household with members': `select household_id from household join membership using (household_id)
    where closed_on is not null and until is null`,
  'a head who is no member': `select h.household_id from household h where head_id is not null and not exists (
    select from membership m where m.household_id = h.household_id and m.person_id = h.head_id and m.until is null)`,
  'the dead or dropped in a household': `select person_id from person
    where household_id is not null and (death is not null or merged_into is not null)`,
}

async function breaks(): Promise<string[]> {
  const found: string[] = []
  for (const [what, query] of Object.entries(broken))
    if ((await data.owner.query(query)).rows.length > 0) found.push(what)
  return found
}

test('whatever happens to families, nobody is in two households and every row is where its household is', async () => {
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const world = await newWorld()
      for (const [i, one] of steps.entries()) {
        const on = addDays(start, i + 1)
        const answer = await at(data.db, county, on, (tx) => take(tx, world, one, on))
        if (!isRefusal(answer)) seen.set(one.kind, (seen.get(one.kind) ?? 0) + 1)
        expect(await breaks(), `${one.kind} on ${on}`).toEqual([])
      }
    }),
    { numRuns: 20, seed: 20250301 },
  )
  // The walk must really have walked: every kind of step was granted at least once.
  expect([...seen.keys()].sort()).toEqual(['apart', 'die', 'join', 'leave', 'live', 'merge', 'move', 'same', 'split'])
}, 120_000)

test('joining two records and taking it back leaves the registry as it was, from any state', async () => {
  let joined = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.nat(5), fc.nat(5), async (steps, a, b) => {
      const world = await newWorld()
      for (const [i, one] of steps.filter(({ kind }) => kind !== 'same' && kind !== 'apart').entries())
        await at(data.db, county, addDays(start, i + 1), (tx) => take(tx, world, one, addDays(start, i + 1)))
      const on = addDays(start, 20)
      const before = await registry()
      await at(data.db, county, on, async (tx) => {
        const merge = await mergePersons(tx, {
          keep: world.persons[a]!,
          drop: world.persons[b]!,
          endOther: true,
          reason: '同一人',
        })
        if (isRefusal(merge)) return
        joined++
        expect(await unmergePersons(tx, { keep: world.persons[a]!, merge, reason: '两个人' })).toBeNull()
      })
      expect(await registry()).toEqual(before)
    }),
    { numRuns: 12, seed: 20250302 },
  )
  expect(joined).toBeGreaterThan(3)
}, 120_000)

async function registry() {
  const read = async (query: string) => (await data.owner.query(query)).rows
  return {
    households: await read('select household_id, area, head_id, closed_on, closed_why from household order by 1'),
    members: await read('select * from membership order by household_id, membership_id'),
    persons: await read('select person_id, household_id, area, death, apart_since, merged_into from person order by 1'),
    keys: await read('select * from person_key order by 1, 2'),
    numbers: await read('select * from identity_number order by 1, 2'),
  }
}
