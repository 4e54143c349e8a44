import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'

const folder = fileURLToPath(new URL('../../db/migrations/', import.meta.url))
const lockKey = 7301949

export interface MigrateOptions {
  appPassword: string
  queuePassword: string
  log?: (line: string) => void
}

export interface Migration {
  name: string
  sql: string
  checksum: string
}

export const migrationFiles = (): Migration[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return { name, sql: text, checksum: createHash('sha256').update(text).digest('hex') }
    })

/**
 * Brings a database forward. Each file runs in its own transaction under a session lock, so a killed run resumes at
 * the file it died in. Refuses a database that knows a file we do not have (a newer release) or another text of one.
 */
export async function migrate(ownerUrl: string, options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  const done: string[] = []
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, at timestamptz not null default now())',
    )
    await client.query("comment on table migration is 'group:local · which files this database has seen'")
    const known = new Map(
      (await client.query('select name, checksum from migration')).rows.map((r) => [
        r.name as string,
        r.checksum as string,
      ]),
    )
    const files = migrationFiles()
    checkKnown(known, files)
    for (const file of files) {
      if (known.has(file.name)) continue
      await client.query('begin')
      try {
        await client.query(file.sql)
        await client.query('insert into migration (name, checksum) values ($1, $2)', [file.name, file.checksum])
        await client.query('commit')
      } catch (cause) {
        await client.query('rollback')
        throw new Error(`Migration ${file.name} failed and left nothing behind: ${(cause as Error).message}`, { cause })
      }
      options.log?.(file.name)
      done.push(file.name)
    }
    await client.query('grant select on migration to doudi_app')
    await letRolesLogIn(client, options)
  } finally {
    await client.end()
  }
  // The queue's own tables are made by its own role, so that the application role cannot touch them.
  await runMigrations({
    connectionString: urlAs(ownerUrl, 'doudi_queue', options.queuePassword),
    logger: new Logger(() => () => {}),
  })
  return done
}

/** Throws when a running server and its database do not fit (R54). */
export function checkKnown(known: ReadonlyMap<string, string>, files: readonly Migration[]): void {
  const ours = new Map(files.map((f) => [f.name, f.checksum]))
  for (const [name, checksum] of known) {
    if (!ours.has(name))
      throw new Error(
        `This database has ${name}, which this version does not know: it belongs to a newer Doudi. Start that version.`,
      )
    if (ours.get(name) !== checksum)
      throw new Error(`${name} was changed after it ran here. Restore the file, or in a demo run: npm run demo:reset`)
  }
}

async function letRolesLogIn(client: pg.Client, { appPassword, queuePassword }: MigrateOptions): Promise<void> {
  // Roles belong to the server: two databases migrated at the same time may touch the same row.
  for (const [role, password] of [
    ['doudi_app', appPassword],
    ['doudi_queue', queuePassword],
  ] as const)
    for (let attempt = 1; ; attempt++)
      try {
        await client.query(`alter role ${role} login password ${client.escapeLiteral(password)}`)
        break
      } catch (problem) {
        if (attempt === 5 || !/concurrently updated/.test((problem as Error).message)) throw problem
      }
}

/** The same database under another role. */
export function urlAs(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = role
  url.password = password
  return url.toString()
}
