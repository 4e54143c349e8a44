import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { type Db, openDatabase, openPool } from '../database.ts'
import { withDatabase } from '../embedded-postgres.ts'
import { urlAs } from '../migrate.ts'
import { template, templateName } from './server.ts'

/** A migrated, empty database of its own: tests that share nothing may run side by side. */
export interface FreshDatabase {
  name: string
  /** Connected as `doudi_app`, the role the server uses: row security holds in tests too. */
  db: Db
  pool: pg.Pool
  /** Superuser: for preparing and for looking behind the curtain, never for the code under test. */
  owner: pg.Pool
  appUrl: string
  queueUrl: string
  ownerUrl: string
  /** Ends the pools and drops the database. Call it in `afterAll`, or write `await using`. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A copy of the migrated template, in about a tenth of a second. */
export async function freshDatabase(options: { max?: number } = {}): Promise<FreshDatabase> {
  const server = await template()
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`
  await administer(server.url, [
    `create database ${name} template ${templateName} strategy wal_log`,
    // Rights on a database, unlike those inside it, are not copied.
    `grant create on database ${name} to doudi_queue`,
  ])
  const ownerUrl = withDatabase(server.url, name)
  const appUrl = urlAs(ownerUrl, 'doudi_app', server.appPassword)
  const queueUrl = urlAs(ownerUrl, 'doudi_queue', server.queuePassword)
  const pool = openPool(appUrl, { max: options.max ?? 5 })
  const owner = openPool(ownerUrl, { max: 2 })
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await Promise.all([endPool(pool), endPool(owner)])
    await administer(server.url, [`drop database ${name} with (force)`])
  }
  return { name, db: openDatabase(pool), pool, owner, appUrl, queueUrl, ownerUrl, close, [Symbol.asyncDispose]: close }
}

/** Which server the tests run on, e.g. '18.4' or '15.18'. */
export const serverVersion = async () => (await template()).version

async function administer(url: string, statements: string[]): Promise<void> {
  const admin = openPool(url, { max: 1 })
  try {
    for (const statement of statements) await admin.query(statement)
  } finally {
    await admin.end()
  }
}

/** `db.destroy()` in a test may have ended it already. */
async function endPool(pool: pg.Pool): Promise<void> {
  if (!pool.ended) await pool.end()
}
