import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, yuan } from '../foundation/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import {
  activeAidAnywhere,
  addMember,
  addPhone,
  addSupporter,
  adoptFact,
  areaName,
  closePreviews,
  correctPerson,
  endAid,
  factsAfterPreview,
  findPersons,
  giveNumber,
  type HouseholdId,
  householdById,
  linksOf,
  membersOn,
  mergeAreas,
  mergeHouseholds,
  mergePersons,
  moveHousehold,
  notePreview,
  numbersOf,
  openHousehold,
  type PersonId,
  personById,
  phonesOf,
  recordBirth,
  recordConsent,
  recordDeath,
  recordDivorce,
  recordExclusion,
  recordFact,
  recordMarriage,
  situationOn,
  splitHousehold,
  startAid,
  successorsOf,
  supportersOn,
  timelineOf,
  unmaskIdentityNumber,
  unmaskPhone,
  unmergePersons,
  withdrawConsent,
  withdrawDeath,
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
const county = countyActor()
const administrator = countyActor('administrator')

let families = 0
const fatherNumber = (family: number) => inventedNumber('1970-02-03', family * 10 + 1)
/** 父、母、女: father born 1970, mother 1972, daughter 2008. */
async function familyOfThree(surname: string) {
  const family = families++
  return at(data.db, clerk, '2025-01-06', async (tx) => {
    const household = granted(await openHousehold(tx, { area: village.harvest, address: '丰收村三组' }))
    const join = async (name: string, number: string, relation: string) =>
      granted(await addMember(tx, { household, person: { name, number }, relation })).person
    const father = await join(`${surname}大山`, fatherNumber(family), 'applicant')
    const mother = await join(`${surname}秀英`, inventedNumber('1972-08-09', family * 10), 'spouse')
    const daughter = await join(`${surname}小雨`, inventedNumber('2008-11-12', family * 10), 'child')
    return { household, father, mother, daughter, fathersNumber: fatherNumber(family) }
  })
}

const peopleOn = (household: HouseholdId, on: string, actor = clerk) =>
  at(data.db, actor, '2025-12-31', async (tx) =>
    (await membersOn(tx, household, day(on))).map((member) => member.person),
  )

test('a newborn counts from the day of birth by the birth certificate, and the number comes later', async () => {
  const { household } = await familyOfThree('钱')
  const child = await at(
    data.db,
    clerk,
    '2025-03-10',
    async (tx) =>
      granted(
        await recordBirth(tx, {
          household,
          name: '钱满月',
          birth: day('2025-02-20'),
          sex: 'female',
          certificate: 'U510012345',
          relation: 'child',
        }),
      ).person,
  )
  expect(await peopleOn(household, '2025-02-19')).not.toContain(child)
  expect(await peopleOn(household, '2025-02-20')).toContain(child)
  await at(data.db, clerk, '2025-06-01', async (tx) => {
    expect((await personById(tx, child))?.withoutNumber).toBe(null)
    granted(await giveNumber(tx, { person: child, number: inventedNumber('2025-02-20', 2) }))
    expect((await numbersOf(tx, child)).map(({ kind, status }) => ({ kind, status }))).toEqual([
      { kind: 'birth-certificate', status: 'current' },
      { kind: 'resident', status: 'current' },
    ])
  })
})

test('a death ends the day after it; a register that was wrong is taken back and all stands as before', async () => {
  const { household, father } = await familyOfThree('孙')
  await at(data.db, clerk, '2025-03-10', async (tx) => {
    expect(await recordDeath(tx, { person: father, on: day('2025-03-11'), source: 'declared' })).toMatchObject({
      refused: 'day-in-future',
    })
    expect(
      await recordDeath(tx, { person: father, on: day('2025-03-08'), source: 'matched', sourceName: '殡葬' }),
    ).toBeNull()
    expect(await recordDeath(tx, { person: father, on: day('2025-03-08'), source: 'declared' })).toMatchObject({
      refused: 'person-died',
    })
  })
  expect(await peopleOn(household, '2025-03-08')).toContain(father)
  expect(await peopleOn(household, '2025-03-09')).not.toContain(father)
  const told = await data.owner.query(
    `select payload from outbox where kind = 'household.death' and household_id = $1`,
    [household],
  )
  expect(told.rows).toMatchObject([{ payload: { person: String(father), on: '2025-03-08' } }])
  await at(data.db, clerk, '2025-03-20', async (tx) => {
    expect(await withdrawDeath(tx, { person: father, reason: '同名误报,本人到场' })).toBeNull()
    expect(await personById(tx, father)).toMatchObject({ death: null, household })
  })
  expect(await peopleOn(household, '2025-03-09')).toContain(father)
})

test('marriage brings a spouse in, divorce takes them out or leaves them under one roof; both are only declared until adopted', async () => {
  const { household, daughter } = await familyOfThree('周')
  await at(data.db, clerk, '2025-05-02', async (tx) => {
    const { spouse } = granted(
      await recordMarriage(tx, {
        household,
        person: daughter,
        on: day('2025-05-01'),
        source: 'declared',
        spouse: {
          person: { name: '阿依古丽·买买提', number: inventedNumber('2006-01-02', 32) },
          relation: 'childInLaw',
        },
      }),
    )
    for (const text of ['aygl', 'ayigulimai', '阿依古丽买', '阿依古丽•买买提'])
      expect(await findPersons(tx, { text })).toMatchObject([{ person: spouse, name: '阿依古丽·买买提' }])
    const seen = granted(await situationOn(tx, household, 'dibao', day('2025-05-02')))
    expect(seen.situation.members.find(({ id }) => id === String(spouse))?.facts).not.toHaveProperty('marriage')
    expect(
      await recordDivorce(tx, {
        household,
        person: daughter,
        other: spouse!,
        leaves: true,
        on: day('2025-05-02'),
        source: 'declared',
      }),
    ).toBeNull()
  })
  expect(await peopleOn(household, '2025-05-02')).toHaveLength(3)
  expect(await peopleOn(household, '2025-05-01')).toHaveLength(4)
})

test('prison takes a member out of the count only when adopted, and the timeline does not tell why', async () => {
  const { household, father } = await familyOfThree('吴')
  await at(data.db, clerk, '2025-04-10', async (tx) => {
    const fact = granted(
      await recordExclusion(tx, {
        household,
        person: father,
        reason: 'imprisoned',
        from: day('2025-04-01'),
        source: 'matched',
        sourceName: '司法',
      }),
    )
    const before = granted(await situationOn(tx, household, 'dibao', day('2025-04-10')))
    expect(before.situation.members[0]!.facts).not.toHaveProperty('exclusion')
    granted(
      await adoptFact(tx, {
        household,
        subject: { kind: 'person', id: father },
        name: 'exclusion',
        from: fact,
        reason: '判决书',
      }),
    )
    const after = granted(await situationOn(tx, household, 'dibao', day('2025-04-10')))
    expect(after.situation.members.find(({ id }) => id === String(father))?.facts.exclusion).toBe('imprisoned')
    expect(JSON.stringify((await timelineOf(tx, household))[0])).not.toContain('imprisoned')
  })
})

test('a split carries what was said about the leavers, but nothing anybody adopted', async () => {
  const { household, father, daughter } = await familyOfThree('郑')
  await at(data.db, clerk, '2025-06-10', async (tx) => {
    const subject = { kind: 'person', id: daughter } as const
    const said = granted(
      await recordFact(tx, {
        household,
        subject,
        name: 'wageIncome',
        value: yuan(3000),
        source: 'declared',
        validFrom: day('2025-01-01'),
      }),
    )
    granted(await adoptFact(tx, { household, subject, name: 'wageIncome', from: said, reason: '与工资单一致' }))
    expect(
      await splitHousehold(tx, {
        household,
        leaving: (await membersOn(tx, household, day('2025-06-10'))).map(({ person }) => ({
          person,
          relation: 'applicant',
        })),
        reason: '分户',
      }),
    ).toMatchObject({ refused: 'nobody-stays' })
    const split = granted(
      await splitHousehold(tx, {
        household,
        leaving: [{ person: daughter, relation: 'applicant' }],
        on: day('2025-06-01'),
        reason: '成家分户',
      }),
    )
    const seen = granted(await situationOn(tx, split, 'dibao', day('2025-06-10')))
    expect(seen.situation.members).toMatchObject([{ id: String(daughter), facts: { relation: 'applicant' } }])
    expect(seen.situation.members[0]!.facts).not.toHaveProperty('wageIncome')
    const copied = await tx
      .selectFrom('fact')
      .select(['source', 'evidence'])
      .where('household_id', '=', split)
      .execute()
    expect(copied).toMatchObject([{ source: 'declared', evidence: { household: String(household), fact: said } }])
    expect(await linksOf(tx, split)).toMatchObject([{ kind: 'split-from', other: household, on: '2025-06-01' }])
    // And back together again.
    expect(
      await mergeHouseholds(tx, {
        from: split,
        into: household,
        relations: new Map([[daughter, 'child']]),
        reason: '合户',
      }),
    ).toBeNull()
    expect(await householdById(tx, split)).toMatchObject({ closedOn: '2025-06-10', closedWhy: 'merge' })
    expect(await personById(tx, daughter)).toMatchObject({ household })
    expect(await personById(tx, father)).toMatchObject({ household })
  })
})

test('who moves to the next township is seen there and no longer here, with everything about them', async () => {
  const { household, mother } = await familyOfThree('冯')
  await at(data.db, clerk, '2025-07-01', async (tx) => {
    granted(
      await addSupporter(tx, {
        household,
        name: '冯远方',
        relation: 'child',
        number: inventedNumber('1995-01-01', 51),
      }),
    )
    granted(await addPhone(tx, { household, phone: '12000000123' }))
    granted(await recordConsent(tx, { household, person: mother, kind: 'messages', given: true, how: 'paper' }))
    granted(
      await recordFact(tx, {
        household,
        subject: { kind: 'household' },
        name: 'deposits',
        value: yuan(100),
        source: 'declared',
        validFrom: day('2025-07-01'),
      }),
    )
    expect(await moveHousehold(tx, { household, to: village.willow, reason: '迁居' })).toBeNull()
    expect(await householdById(tx, household)).toBeNull()
    expect(await findPersons(tx, { text: '冯' })).toEqual([])
  })
  // Every table of groups H and P that says where a household is, says the new place.
  const tables = await data.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'area'
     join pg_attribute h on h.attrelid = c.oid and h.attname = 'household_id'
     where c.relkind = 'r' and obj_description(c.oid, 'pg_class') ~ '^group:[HP]'`,
  )
  expect(tables.rows.length).toBeGreaterThanOrEqual(13)
  for (const { name } of tables.rows) {
    const rows = await data.owner.query(`select distinct area from ${name} where household_id = $1`, [household])
    expect(
      rows.rows.every(({ area }) => area === village.willow),
      name,
    ).toBe(true)
  }
  await at(data.db, neighbour, '2025-07-02', async (tx) => {
    expect(await findPersons(tx, { text: '冯秀' })).toMatchObject([{ person: mother, household }])
    expect(await supportersOn(tx, household, day('2025-07-02'))).toMatchObject([{ name: '冯远方', hasNumber: true }])
    expect(await moveHousehold(tx, { household, to: village.willow, reason: '重复' })).toMatchObject({
      refused: 'same-area',
    })
  })
})

test('nobody outside a household’s place can move it', async () => {
  const { household } = await familyOfThree('陈')
  await at(data.db, neighbour, '2025-07-01', async (tx) => {
    expect(await moveHousehold(tx, { household, to: village.willow, reason: '抢户' })).toMatchObject({
      refused: 'no-such-household',
    })
  })
  await at(data.db, clerk, '2025-07-01', async (tx) => {
    expect(await householdById(tx, household)).toMatchObject({ area: village.harvest })
  })
})

test('two records of one person in one household become one, and taking it back restores both exactly', async () => {
  const { household, father } = await familyOfThree('褚')
  const twin = await at(
    data.db,
    clerk,
    '2025-02-01',
    async (tx) =>
      granted(
        await addMember(tx, {
          household,
          person: { name: '褚大山', birth: day('1970-02-03'), sex: 'male', withoutNumber: 'unknown' },
          relation: 'sibling',
        }),
      ).person,
  )
  const before = await snapshot([household], [father, twin])
  await at(data.db, county, '2025-08-01', async (tx) => {
    const merge = granted(await mergePersons(tx, { keep: father, drop: twin, reason: '同一人重复登记' }))
    expect((await membersOn(tx, household, day('2025-08-01'))).map(({ person }) => person)).not.toContain(twin)
    expect(await mergePersons(tx, { keep: father, drop: twin, reason: '再来一次' })).toMatchObject({
      refused: 'person-merged',
    })
    expect(await unmergePersons(tx, { keep: father, merge, reason: '核实为两兄弟' })).toBeNull()
    expect(await unmergePersons(tx, { keep: father, merge, reason: '再来一次' })).toMatchObject({
      refused: 'no-such-merge',
    })
  })
  expect(await snapshot([household], [father, twin])).toEqual(before)
})

test('records of a man and a woman are never one person, whoever says so', async () => {
  const { father, mother } = await familyOfThree('卫')
  await at(data.db, county, '2025-08-01', async (tx) => {
    expect(await mergePersons(tx, { keep: father, drop: mother, reason: '误点' })).toMatchObject({
      refused: 'sex-or-birth-differ',
    })
  })
})

/** Everything the registry holds of these, without counters that only grow. */
async function snapshot(households: HouseholdId[], persons: PersonId[]) {
  const rows = async (text: string, values: unknown[]) => (await data.owner.query(text, values)).rows
  return {
    households: await rows(
      `select household_id, area, head_id, closed_on from household where household_id = any($1) order by 1`,
      [households],
    ),
    members: await rows(`select * from membership where household_id = any($1) order by membership_id`, [households]),
    persons: await rows(
      `select person_id, household_id, area, name, death, apart_since, merged_into from person where person_id = any($1) order by 1`,
      [persons],
    ),
    keys: await rows(`select * from person_key where person_id = any($1) order by 1, 2`, [persons]),
    numbers: await rows(`select * from identity_number where person_id = any($1) order by 1, 2`, [persons]),
    facts: await rows(`select * from fact where household_id = any($1) order by 1, 2`, [households]),
  }
}

test('one number claimed by two people: never merged, entered with a reason, and both are told apart by the record', async () => {
  const { fathersNumber: number } = await familyOfThree('蒋')
  await at(data.db, clerk, '2025-02-02', async (tx) => {
    const household = granted(await openHousehold(tx, { area: village.harvest }))
    const other = { household, person: { name: '沈家旺', number }, relation: 'applicant' }
    expect(await addMember(tx, other)).toMatchObject({ refused: 'number-of-another', with: { office: '桃源镇' } })
    const added = granted(await addMember(tx, { ...other, despiteConflict: '本人持证到场,疑为重号' }))
    expect(added.notes).toEqual(['number-disputed'])
    expect(await findPersons(tx, { text: number })).toMatchObject([{ name: '蒋大山' }, { name: '沈家旺' }])
  })
})

test('a traditional or lost character in the name is the same person, said; a 15-digit number is the same number', async () => {
  const number = inventedNumber('1950-02-03', 300)
  const old = number.slice(0, 6) + number.slice(8, 17)
  await at(data.db, clerk, '2025-02-02', async (tx) => {
    const household = granted(await openHousehold(tx, { area: village.harvest }))
    const first = granted(
      await addMember(tx, { household, person: { name: '龙䶮', number: old }, relation: 'applicant' }),
    )
    expect(first.notes).toEqual(['number-converted'])
    expect(await unmaskIdentityNumber(tx, { person: first.person, reason: 'identity-check' })).toEqual({
      number,
      given: old,
      how: '15-to-18',
    })
    const other = granted(await openHousehold(tx, { area: village.harvest }))
    expect(
      await addMember(tx, { household: other, person: { name: '龍龑', number }, relation: 'applicant' }),
    ).toMatchObject({
      refused: 'active-elsewhere',
    })
  })
})

test('does this person get aid anywhere in the county? Yes and the office; nothing else; and the question is on record', async () => {
  const { household, father, fathersNumber: number } = await familyOfThree('韩')
  const award = '0198d1a0-0000-7000-8000-000000000001'
  await at(data.db, clerk, '2025-02-01', (tx) =>
    startAid(tx, {
      persons: [father],
      household,
      area: village.harvest,
      programme: 'dibao',
      since: day('2025-02-01'),
      award,
    }),
  )
  await at(data.db, neighbour, '2025-02-02', async (tx) => {
    expect(await tx.selectFrom('person_aid').selectAll().execute()).toEqual([])
    expect(await activeAidAnywhere(tx, { number })).toEqual({
      aided: true,
      offices: [{ area: '990101103', name: '桃源镇', hotline: '0900-5550103' }],
    })
    expect(await activeAidAnywhere(tx, { number, programmes: ['tekun'] })).toEqual({ aided: false, offices: [] })
    expect(await activeAidAnywhere(tx, { number, on: day('2025-01-31') })).toEqual({ aided: false, offices: [] })
  })
  await at(data.db, clerk, '2025-02-02', async (tx) => {
    expect(await activeAidAnywhere(tx, { number, own: household })).toEqual({ aided: false, offices: [] })
    await endAid(tx, { household, award, until: day('2025-03-01') })
    expect(await activeAidAnywhere(tx, { person: father, on: day('2025-03-01') })).toEqual({
      aided: false,
      offices: [],
    })
  })
  const asked = await data.owner.query(
    `select subject_kind, subject, detail from audit_entry where action = 'household.aid-anywhere' and actor = $1`,
    [neighbour.id],
  )
  expect(asked.rows).toHaveLength(3)
  expect(JSON.stringify(asked.rows)).not.toContain(number)
})

test('a whole number is shown one person at a time, for a purpose, and the family sees that somebody looked', async () => {
  const { household, father } = await familyOfThree('杨')
  await at(data.db, clerk, '2025-02-02', async (tx) => {
    const phone = granted(await addPhone(tx, { household, phone: '１２０-0000 0456' }))
    expect(await phonesOf(tx, household)).toMatchObject([{ id: phone, masked: '120****0456' }])
    granted(await unmaskPhone(tx, { household, phone, reason: 'phone-call' }))
    granted(await unmaskIdentityNumber(tx, { person: father, reason: 'inspection' }))
    const looks = await timelineOf(tx, household, { kinds: ['view'], forCitizen: true })
    expect(looks).toMatchObject([{ values: { what: 'household:looked.phone', reason: 'household:reason.phone-call' } }])
    expect(await timelineOf(tx, household, { kinds: ['view'] })).toHaveLength(2)
  })
  await at(data.db, neighbour, '2025-02-02', async (tx) => {
    expect(await unmaskIdentityNumber(tx, { person: father, reason: 'identity-check' })).toMatchObject({
      refused: 'no-such-person',
    })
  })
})

test('incomes written after somebody saw the amount are marked; before it and after the decision they are not', async () => {
  const { household, father } = await familyOfThree('朱')
  await at(data.db, clerk, '2025-03-01', async (tx) => {
    const wage = (value: bigint) =>
      adoptFact(tx, {
        household,
        subject: { kind: 'person', id: father },
        name: 'wageIncome',
        value,
        validFrom: day('2025-03-01'),
        reason: '核实',
      })
    granted(await wage(yuan(9000)))
    await notePreview(tx, { household, programme: 'dibao', factsHash: 'h1' })
    granted(await wage(yuan(4000)))
    granted(
      await recordFact(tx, {
        household,
        subject: { kind: 'person', id: father },
        name: 'illness',
        value: 'chronic',
        source: 'visited',
        validFrom: day('2025-03-01'),
      }),
    )
    expect(await factsAfterPreview(tx, household)).toMatchObject([{ name: 'wageIncome', value: yuan(4000) }])
    await closePreviews(tx, household)
    granted(await wage(yuan(5000)))
    expect(await factsAfterPreview(tx, household)).toHaveLength(1)
  })
})

test('a late entry about spring does not undo what is known since summer', async () => {
  const { household } = await familyOfThree('秦')
  await at(data.db, clerk, '2025-09-01', async (tx) => {
    const deposits = (value: bigint, from: string) =>
      adoptFact(tx, {
        household,
        subject: { kind: 'household' },
        name: 'deposits',
        value,
        validFrom: day(from),
        reason: '银行回单',
      })
    granted(await deposits(yuan(500), '2025-07-01'))
    granted(await deposits(yuan(9000), '2025-03-01'))
    const on = async (text: string) =>
      granted(await situationOn(tx, household, 'dibao', day(text))).situation.household.deposits
    expect(await on('2025-02-28')).toBeUndefined()
    expect(await on('2025-04-01')).toBe(yuan(9000))
    expect(await on('2025-08-01')).toBe(yuan(500))
    // What a decision knew then can be read again, whatever is written later.
    const { factSeq } = granted(await situationOn(tx, household, 'dibao', day('2025-08-01')))
    granted(await deposits(yuan(1), '2025-07-01'))
    const then = granted(await situationOn(tx, household, 'dibao', day('2025-08-01'), factSeq))
    expect(then.situation.household.deposits).toBe(yuan(500))
    expect(await on('2025-08-01')).toBe(yuan(1))
  })
})

test('a renamed person is found by the old name too; past memberships keep what they said', async () => {
  const { household, daughter } = await familyOfThree('尤')
  await at(data.db, clerk, '2025-03-01', async (tx) => {
    expect(await correctPerson(tx, { person: daughter, name: '尤晓语', reason: '改名' })).toBeNull()
    expect(await findPersons(tx, { text: '尤小雨' })).toMatchObject([{ person: daughter, name: '尤晓语' }])
    expect((await membersOn(tx, household, day('2025-03-01'))).map(({ name }) => name)).toContain('尤晓语')
  })
})

test('consent: the last word counts, a fingerprint needs a witness', async () => {
  const { household, mother } = await familyOfThree('许')
  await at(data.db, clerk, '2025-03-01', async (tx) => {
    const entry = { household, person: mother, kind: 'charity-sharing', given: true } as const
    expect(await recordConsent(tx, { ...entry, how: 'fingerprint' })).toMatchObject({ refused: 'witness-needed' })
    const given = granted(await recordConsent(tx, { ...entry, how: 'fingerprint', witness: 'aide' }))
    granted(await withdrawConsent(tx, { household, consent: given, how: 'spoken', witness: 'aide' }))
    expect(
      await withdrawConsent(tx, { household, consent: '0198d1a0-0000-7000-8000-000000000009', how: 'paper' }),
    ).toMatchObject({ refused: 'no-such-consent' })
  })
})

test('merged villages: families take the new code, old papers keep the old name', async () => {
  const { household } = await familyOfThree('何')
  const old = village.harvest
  const into = '990101103204' as typeof old
  await at(data.db, administrator, '2025-10-01', async (tx) => {
    expect(
      await mergeAreas(tx, { from: [old], into, since: day('2025-10-01'), paper: '安禾民政〔2025〕9号' }),
    ).toMatchObject({ moved: expect.any(Number) })
    expect(await householdById(tx, household)).toMatchObject({ area: into })
    expect(await successorsOf(tx, old, day('2025-10-01'))).toEqual([into])
    const oldName = await areaName(tx, old, day('2025-09-30'))
    expect(oldName).toMatch(/^安禾县桃源镇.+村$/)
    expect(await areaName(tx, old, day('2026-01-01'))).toBe(oldName)
  })
})
