import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, yuan } from '../foundation/index.ts'
import { withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import {
  addMember,
  addPhone,
  addSupporter,
  type HouseholdId,
  mergePersons,
  notePreview,
  openHousehold,
  recordConsent,
  recordFact,
  splitHousehold,
  startAid,
} from './index.ts'
import { at, clerkOf, countyActor, granted, inventedNumber, openTestHouse, village } from './testkit/index.ts'

let data: FreshDatabase
let household: HouseholdId
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase()
  const clerk = clerkOf('990101103')
  household = await at(data.db, clerk, '2025-03-03', async (tx) => {
    const id = granted(await openHousehold(tx, { area: village.harvest }))
    const join = async (name: string, relation: string, sequence: number) =>
      granted(
        await addMember(tx, {
          household: id,
          person: { name, number: inventedNumber('1980-03-04', sequence) },
          relation,
        }),
      ).person
    const [head, twin, sister] = [
      await join('柳青', 'applicant', 1),
      await join('柳清', 'sibling', 3),
      await join('柳静', 'sibling', 5),
    ]
    granted(await addPhone(tx, { household: id, phone: '12000000001' }))
    granted(await addSupporter(tx, { household: id, name: '柳远', relation: 'child' }))
    granted(
      await recordFact(tx, {
        household: id,
        subject: { kind: 'household' },
        name: 'deposits',
        value: yuan(1),
        source: 'declared',
        validFrom: day('2025-03-03'),
      }),
    )
    granted(await recordConsent(tx, { household: id, person: head, kind: 'messages', given: true, how: 'paper' }))
    await notePreview(tx, { household: id, programme: 'dibao', factsHash: 'x' })
    await startAid(tx, {
      persons: [head],
      household: id,
      area: village.harvest,
      programme: 'dibao',
      since: day('2025-03-03'),
      award: '0198d1a0-0000-7000-8000-000000000001',
    })
    granted(await mergePersons(tx, { keep: head, drop: twin, reason: '同一人' }))
    granted(
      await splitHousehold(tx, { household: id, leaving: [{ person: sister, relation: 'applicant' }], reason: '分户' }),
    )
    return id
  })
})
afterAll(() => data.close())

const tables = [
  'household',
  'membership',
  'household_link',
  'contact_phone',
  'supporter',
  'fact',
  'timeline',
  'consent',
  'amount_preview',
  'person',
  'person_key',
  'identity_number',
  'person_merge',
  'person_aid',
] as const

test.each(tables)('%s: seen from its township and its county, and by nobody else', async (table) => {
  const count = (actor: Parameters<typeof at>[1]) =>
    withScope(data.db, { actor }, async (tx) =>
      Number((await sql<{ n: bigint }>`select count(*) as n from ${sql.table(table)}`.execute(tx)).rows[0]!.n),
    )
  const all = await count(countyActor())
  expect(all).toBeGreaterThan(0)
  expect(await count(clerkOf('990101103'))).toBe(all)
  expect(await count(clerkOf('990101103203'))).toBe(all)
  expect(await count(clerkOf('990101104'))).toBe(0)
  expect(await count(clerkOf('99010110'.padEnd(9, '9')))).toBe(0)
  expect(await count({ id: 'nobody', naturalPerson: null, role: 'township-clerk', area: null })).toBe(0)
  // The family itself, and only its own rows.
  const own = await count({ id: 'citizen:1', naturalPerson: null, role: 'citizen', area: null, household })
  expect(own).toBeGreaterThan(0)
  expect(
    await count({ id: 'citizen:2', naturalPerson: null, role: 'citizen', area: null, household: household + 999n }),
  ).toBe(0)
})

test('outside withScope the application sees no family at all, and cannot write one', async () => {
  for (const table of tables) {
    const { rows } = await data.pool.query(`select count(*)::int as n from ${table}`)
    expect(rows[0].n, table).toBe(0)
  }
  await expect(
    data.pool.query(
      `insert into household (household_id, area, opened_on, opened_by) values (990101999999999, '990101103203', '2025-01-01', 'x')`,
    ),
  ).rejects.toMatchObject({ code: '42501' })
})

test('facts, timeline, consent and links are never edited or deleted, and nobody deletes a person', async () => {
  for (const table of ['fact', 'timeline', 'consent', 'household_link'])
    await expect(
      withScope(data.db, { actor: countyActor() }, (tx) => sql`delete from ${sql.table(table)}`.execute(tx)),
      table,
    ).rejects.toMatchObject({ code: '42501' })
  await expect(
    withScope(data.db, { actor: countyActor() }, (tx) => sql`update fact set value = '1'`.execute(tx)),
  ).rejects.toMatchObject({ code: '42501' })
  for (const table of ['person', 'membership', 'household', 'identity_number', 'supporter'])
    await expect(
      withScope(data.db, { actor: countyActor() }, (tx) => sql`delete from ${sql.table(table)}`.execute(tx)),
      table,
    ).rejects.toMatchObject({ code: '42501' })
})

test('numbers and telephones lie sealed: the database itself holds none of them in clear', async () => {
  const dump = []
  for (const table of [...tables, 'outbox', 'audit_entry'])
    dump.push(
      JSON.stringify((await data.owner.query(`select * from ${table}`)).rows, (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    )
  const text = dump.join('\n')
  for (const secret of [inventedNumber('1980-03-04', 1), inventedNumber('1980-03-04', 3), '12000000001'])
    expect(text).not.toContain(secret)
  // Names are in clear where row security guards them, and never in the audit trail or the outbox.
  expect(dump.slice(-2).join('')).not.toContain('柳')
})
