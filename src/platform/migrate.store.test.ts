import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { openPool } from './database.ts'
import { withDatabase } from './embedded-postgres.ts'
import { migrate, migrationFiles } from './migrate.ts'
import { freshDatabase } from './testkit/index.ts'

const passwords = { appPassword: 'app-in-tests', queuePassword: 'queue-in-tests' }

describe('bringing a database forward', () => {
  const made: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const undo of made.splice(0)) await undo()
  })
  async function migrated() {
    const data = await freshDatabase()
    made.push(() => data.close())
    return data
  }

  test('one that is forward already stays as it is', async () => {
    const { ownerUrl } = await migrated()
    expect(await migrate(ownerUrl, passwords)).toEqual([])
  })

  test('one of a newer Doudi is refused by name and not touched', async () => {
    const { owner, ownerUrl } = await migrated()
    await owner.query("insert into migration (name, checksum) values ('9999-tomorrow.sql', 'x')")
    await expect(migrate(ownerUrl, passwords)).rejects.toThrow('9999-tomorrow.sql')
    expect((await owner.query('select count(*)::int as n from migration')).rows[0].n).toBe(migrationFiles().length + 1)
  })

  test('a file that was changed after it ran is refused by name', async () => {
    const { owner, ownerUrl } = await migrated()
    const last = migrationFiles().at(-1)!.name
    await owner.query("update migration set checksum = 'another' where name = $1", [last])
    await expect(migrate(ownerUrl, passwords)).rejects.toThrow(last)
  })

  test('a file that fails leaves nothing of itself; when the cause is gone it runs from there', async () => {
    const { owner, ownerUrl, name } = await migrated()
    const empty = `${name}_${randomBytes(3).toString('hex')}`
    await owner.query(`create database ${empty}`)
    await owner.query(`grant create on database ${empty} to doudi_queue`)
    const emptyUrl = withDatabase(ownerUrl, empty)
    const other = openPool(emptyUrl, { max: 1 })
    try {
      // Somebody's own table has the name that a later file wants.
      const wanted = migrationFiles().find((file) => /create table household \(/.test(file.sql))!
      await other.query('create table household (theirs int)')
      await expect(migrate(emptyUrl, passwords)).rejects.toThrow(`${wanted.name} failed and left nothing behind`)
      const done = async () => (await other.query('select name from migration order by name')).rows.map((r) => r.name)
      const before = migrationFiles().map((file) => file.name)
      expect(await done()).toEqual(before.slice(0, before.indexOf(wanted.name)))
      await other.query('drop table household')
      // Two servers start at once: one waits for the other and finds nothing left to do.
      const both = await Promise.all([migrate(emptyUrl, passwords), migrate(emptyUrl, passwords)])
      expect(both.map((files) => files.length).sort()).toEqual([0, before.length - before.indexOf(wanted.name)])
      expect(await done()).toEqual(before)
    } finally {
      await other.end()
      await owner.query(`drop database ${empty} with (force)`)
    }
  })
})

test('the day in the county is the day in Shanghai, wherever the server and the session stand', async () => {
  await using data = await freshDatabase()
  for (const zone of ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']) {
    const client = await data.pool.connect()
    try {
      await client.query(`set timezone to '${zone}'`)
      const { rows } = await client.query(
        "select doudi.today() as ours, (clock_timestamp() at time zone 'Asia/Shanghai')::date as shanghai",
      )
      expect(rows[0].ours, zone).toBe(rows[0].shanghai)
    } finally {
      client.release(true)
    }
  }
})
