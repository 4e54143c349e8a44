import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, yuan } from '../foundation/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import {
  addMember,
  adoptedFactsOn,
  adoptFact,
  factTable,
  findPersons,
  type HouseholdId,
  membersOn,
  openHousehold,
  type PersonId,
  recordFact,
  removeMember,
  situationOn,
  timelineOf,
} from './index.ts'
import { at, clerkOf, countyActor, granted, inventedNumber, openTestHouse, village } from './testkit/index.ts'

let data: FreshDatabase
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
})
afterAll(() => data.close())

const clerk = clerkOf('990101103')
const neighbour = clerkOf('990101104')

async function family(name: string, sequence: number): Promise<{ household: HouseholdId; head: PersonId }> {
  return at(data.db, clerk, '2025-03-03', async (tx) => {
    const household = granted(await openHousehold(tx, { area: village.harvest }))
    const head = granted(
      await addMember(tx, {
        household,
        person: { name, number: inventedNumber('1962-05-04', sequence) },
        relation: 'applicant',
        head: true,
      }),
    )
    return { household, head: head.person }
  })
}

test('a family file is numbered by the county where it was opened, and its first member is found by name, initials and last four', async () => {
  const { household, head } = await family('单国强', 101)
  expect(household / 1_000_000_000n).toBe(990101n)
  const number = inventedNumber('1962-05-04', 101)
  for (const text of ['单国', 'sgq', 'shanguo', 'dgq', number.slice(-4), number])
    expect(await at(data.db, clerk, '2025-03-03', (tx) => findPersons(tx, { text }))).toMatchObject([
      { person: head, household, name: '单国强', birthYear: 1962, maskedNumber: `990***********${number.slice(-4)}` },
    ])
})

test('the neighbouring township sees no row of it, neither by search nor by id; the county sees it', async () => {
  const { household } = await family('鲁守田', 103)
  await at(data.db, neighbour, '2025-03-03', async (tx) => {
    expect(await findPersons(tx, { text: '鲁守' })).toEqual([])
    expect(await membersOn(tx, household, day('2025-03-03'))).toEqual([])
    expect(await situationOn(tx, household, 'dibao', day('2025-03-03'))).toMatchObject({ refused: 'no-such-household' })
    expect(
      await addMember(tx, { household, person: { name: '鲁小', withoutNumber: 'newborn' }, relation: 'child' }),
    ).toMatchObject({
      refused: 'no-such-household',
    })
  })
  await at(data.db, countyActor(), '2025-03-03', async (tx) => {
    expect(await membersOn(tx, household, day('2025-03-03'))).toHaveLength(1)
  })
})

test('somebody who shares one household cannot be entered in another: the clerk is told which office to ask, and no more', async () => {
  await family('鲁守山', 105)
  await at(data.db, neighbour, '2025-03-04', async (tx) => {
    const household = granted(await openHousehold(tx, { area: village.willow }))
    const answer = await addMember(tx, {
      household,
      person: { name: '鲁守山', number: inventedNumber('1962-05-04', 105) },
      relation: 'applicant',
    })
    expect(answer).toEqual({
      refused: 'active-elsewhere',
      field: 'person',
      with: { office: '桃源镇', hotline: '0900-5550103' },
    })
  })
})

test('who left a household may join another in the next township with the same person id, but not for days already lived elsewhere', async () => {
  const { household, head } = await family('鲁守河', 107)
  await at(data.db, clerk, '2025-04-01', async (tx) => {
    expect(await removeMember(tx, { household, person: head, until: day('2025-03-20'), why: 'marriage' })).toBeNull()
  })
  await at(data.db, neighbour, '2025-04-02', async (tx) => {
    const other = granted(await openHousehold(tx, { area: village.willow }))
    const entry = {
      household: other,
      person: { name: '鲁守河', number: inventedNumber('1962-05-04', 107) },
      relation: 'spouse',
    }
    expect(await addMember(tx, { ...entry, since: day('2025-03-19') })).toMatchObject({
      refused: 'other-household-then',
    })
    const joined = granted(await addMember(tx, { ...entry, since: day('2025-03-20'), why: 'marriage' }))
    expect(joined.person).toBe(head)
    expect(await findPersons(tx, { text: 'lsh' })).toMatchObject([{ person: head, household: other }])
  })
  await at(data.db, clerk, '2025-04-03', async (tx) => {
    expect(await findPersons(tx, { text: 'lsh' })).toEqual([])
    // The first household still knows who it was: an award is judged as of its own day.
    expect(await membersOn(tx, household, day('2025-03-19'))).toMatchObject([{ name: '鲁守河' }])
    expect(await membersOn(tx, household, day('2025-03-20'))).toEqual([])
  })
})

test('four values stand side by side; only what somebody adopted with a reason decides', async () => {
  const { household, head } = await family('程有福', 109)
  const subject = { kind: 'person', id: head } as const
  const name = 'wageIncome'
  await at(data.db, clerk, '2025-03-10', async (tx) => {
    const validFrom = day('2025-03-01')
    granted(
      await recordFact(tx, {
        household,
        subject,
        name,
        value: yuan(6000),
        source: 'declared',
        validFrom,
        saidBy: `person:${head}`,
      }),
    )
    const matched = granted(
      await recordFact(tx, {
        household,
        subject,
        name,
        value: yuan(9600),
        source: 'matched',
        validFrom,
        asOf: day('2025-02-28'),
        sourceName: '税务',
      }),
    )
    expect((await adoptedFactsOn(tx, household, day('2025-03-10'))).members.get(head)).toBeUndefined()
    expect(await factTable(tx, household, day('2025-03-10'))).toMatchObject([{ name, differs: true, open: true }])
    granted(await adoptFact(tx, { household, subject, name, from: matched, reason: '以税务申报为准,本人认可' }))
    const seen = granted(await situationOn(tx, household, 'dibao', day('2025-03-10')))
    expect(seen.situation).toMatchObject({
      programme: 'dibao',
      area: village.harvest,
      residence: 'rural',
      members: [
        {
          id: String(head),
          facts: { relation: 'applicant', birth: '1962-05-04', sex: 'male', wageIncome: yuan(9600) },
        },
      ],
    })
    expect(seen.provenance.get(`${head}/wageIncome`)).toMatchObject({
      source: 'adopted',
      takenFrom: 'matched',
      sourceName: '税务',
      asOf: '2025-02-28',
      reason: '以税务申报为准,本人认可',
    })
    expect(await factTable(tx, household, day('2025-03-10'))).toMatchObject([{ name, differs: true, open: false }])
  })
})

test('a source that found nothing does not contradict what the family says', async () => {
  const { household, head } = await family('郝有福', 112)
  const fact = { household, subject: { kind: 'person', id: head }, name: 'farmIncome' } as const
  const said = (value: bigint | null, source: 'declared' | 'matched') =>
    at(data.db, clerk, '2025-03-10', async (tx) =>
      granted(
        await recordFact(tx, {
          ...fact,
          value,
          source,
          validFrom: day('2025-03-01'),
          ...(source === 'declared'
            ? { saidBy: `person:${head}` as const }
            : { sourceName: '税务', asOf: day('2025-02-28') }),
        }),
      ),
    )
  const table = () => at(data.db, clerk, '2025-03-10', (tx) => factTable(tx, household, day('2025-03-10')))
  await said(yuan(3000), 'declared')
  await said(null, 'matched')
  expect(await table()).toMatchObject([{ name: 'farmIncome', differs: false, open: true }])
  await said(yuan(5000), 'matched')
  expect(await table()).toMatchObject([{ name: 'farmIncome', differs: true, open: true }])
})

test('adopting needs a person and a reason; a value that cannot be is refused before anything is written', async () => {
  const { household, head } = await family('程有禄', 111)
  const subject = { kind: 'person', id: head } as const
  const own = { household, subject, validFrom: day('2025-03-01'), reason: '入户核实' }
  await at(data.db, { ...clerk, naturalPerson: null }, '2025-03-10', async (tx) => {
    expect(await adoptFact(tx, { ...own, name: 'wageIncome', value: 0n })).toMatchObject({
      refused: 'adoption-needs-a-person',
    })
  })
  await at(data.db, clerk, '2025-03-10', async (tx) => {
    expect(await adoptFact(tx, { ...own, name: 'wageIncome', value: 0n, reason: ' ' })).toMatchObject({
      refused: 'adoption-needs-a-reason',
    })
    expect(await adoptFact(tx, { ...own, name: 'wageIncome', value: -1n })).toMatchObject({ refused: 'fact-negative' })
    expect(await adoptFact(tx, { ...own, name: 'wageIncome', value: yuan(20_000_000) })).toMatchObject({
      refused: 'fact-too-large',
    })
    expect(await adoptFact(tx, { ...own, name: 'deposits', value: 0n })).toMatchObject({ refused: 'fact-subject' })
    expect(await adoptFact(tx, { ...own, name: 'illness', value: 'cold' })).toMatchObject({ refused: 'fact-code' })
    expect(
      await adoptFact(tx, { ...own, subject: { kind: 'person', id: head + 77n }, name: 'wageIncome', value: 0n }),
    ).toMatchObject({ refused: 'fact-stranger' })
    expect((await adoptedFactsOn(tx, household, day('2025-03-10'))).facts).toEqual([])
  })
})

test('the timeline tells day of event and day of entry', async () => {
  const { household, head } = await family('程有寿', 113)
  await at(data.db, clerk, '2025-05-06', async (tx) => {
    await removeMember(tx, { household, person: head, until: day('2025-04-02'), why: 'moved-out' })
    expect(await timelineOf(tx, household)).toMatchObject([
      {
        text: 'household:timeline.member-left',
        at: '2025-04-02',
        enteredOn: '2025-05-06',
        values: { why: 'household:left.moved-out' },
      },
      { text: 'household:timeline.member-joined', at: '2025-03-03' },
      { text: 'household:timeline.opened', at: '2025-03-03' },
    ])
  })
})
