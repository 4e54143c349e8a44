import { expect, test } from 'vitest'
import { freshDatabase, openTestHouse } from './index.ts'

test('two fresh databases share nothing, and the code under test is the application role, without the right to alter tables', async () => {
  const one = await freshDatabase()
  const two = await freshDatabase()
  try {
    await one.owner.query('create table only_here (x int)')
    const seen = await two.owner.query("select to_regclass('only_here') as it")
    expect(seen.rows[0].it).toBeNull()
    const who = await one.pool.query(
      'select current_user as who, (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as mighty',
    )
    expect(who.rows[0]).toEqual({ who: 'doudi_app', mighty: false })
    await expect(one.pool.query('create table mine (x int)')).rejects.toMatchObject({ code: '42501' })
  } finally {
    await one.close()
    await two.close()
  }
})

test('a closed database is gone', async () => {
  const gone = await freshDatabase()
  await gone.close()
  await gone.close()
  await using other = await freshDatabase()
  const left = await other.owner.query('select count(*)::int as n from pg_database where datname = $1', [gone.name])
  expect(left.rows[0].n).toBe(0)
})

test('a test house encrypts with keys of its own and keeps its files apart', () => {
  const one = openTestHouse()
  const two = openTestHouse()
  expect(one.secrets.indexKey).not.toBe(two.secrets.indexKey)
  expect(one.config.dataDir).not.toBe(two.config.dataDir)
})
