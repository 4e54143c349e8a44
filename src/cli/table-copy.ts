import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { migrationFiles } from '../platform/index.ts'

export interface CopiedTables {
  migrations: { name: string; checksum: string }[]
  tables: { name: string; rows: number }[]
  sequences: { name: string; value: string }[]
}

/** Tables that a restored installation makes anew. */
const left = new Set(['migration', 'session', 'rate_window'])

const tableNames = async (client: pg.Client): Promise<string[]> =>
  (await client.query("select tablename from pg_tables where schemaname = 'public' order by tablename")).rows
    .map((r) => r.tablename as string)
    .filter((name) => !left.has(name))

/**
 * Every table in COPY text form, framed as `<8 hex digits length>` + bytes, `00000000` closes a table. One snapshot
 * (repeatable read), so that money and cases belong to the same moment. Needs the owner: row security hides nothing from a backup.
 */
export async function copyTables(
  ownerUrl: string,
  out: Writable,
  progress: (done: number, total: number) => void,
): Promise<CopiedTables> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query('set local row_security = off')
    const names = await tableNames(client)
    const tables: CopiedTables['tables'] = []
    for (const [index, name] of names.entries()) {
      const source = client.query(copyTo(`copy (select * from ${client.escapeIdentifier(name)}) to stdout`))
      for await (const chunk of source) {
        const bytes = chunk as Buffer
        const framed = Buffer.concat([Buffer.from(bytes.length.toString(16).padStart(8, '0')), bytes])
        if (!out.write(framed)) await once(out, 'drain')
      }
      out.write('00000000')
      tables.push({ name, rows: source.rowCount })
      progress(index + 1, names.length)
    }
    const sequences = (
      await client.query(
        "select schemaname || '.' || sequencename as name, last_value::text as value from pg_sequences where schemaname = 'public' and last_value is not null",
      )
    ).rows as CopiedTables['sequences']
    await client.query('commit')
    return { migrations: migrationFiles().map(({ name, checksum }) => ({ name, checksum })), tables, sequences }
  } finally {
    await client.end()
  }
}

/** The reverse. Refuses a database with rows, and another schema than the backup's. Constraints are checked again at the end. */
export async function loadTables(
  ownerUrl: string,
  source: Readable,
  manifest: CopiedTables,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const here = (await client.query('select name, checksum from migration order by name'))
      .rows as CopiedTables['migrations']
    if (JSON.stringify(here) !== JSON.stringify(manifest.migrations))
      throw new Error(
        'This backup belongs to another version of Doudi. Restore it with the version that made it, then upgrade.',
      )
    await client.query('begin')
    await client.query("set local session_replication_role = 'replica'")
    const seeded = new Set(['business_clock', 'counter'])
    const reader = frames(source)
    for (const [index, table] of manifest.tables.entries()) {
      const name = client.escapeIdentifier(table.name)
      const { rows } = await client.query(`select exists (select from ${name}) as some`)
      if (rows[0].some && !seeded.has(table.name) && !(await isReference(client, table.name)))
        throw new Error(`The database is not empty (${table.name}). Restore into a new one: nothing was changed.`)
      await client.query(`delete from ${name}`)
      const target = client.query(copyFrom(`copy ${name} from stdin`))
      await pipeline(tableBytes(reader), target)
      if (target.rowCount !== table.rows)
        throw new Error(`${table.name}: ${target.rowCount} rows instead of ${table.rows}; nothing was changed.`)
      progress(index + 1, manifest.tables.length)
    }
    for (const s of manifest.sequences) await client.query('select setval($1::regclass, $2::bigint)', [s.name, s.value])
    await client.query('commit')
  } catch (problem) {
    await client.query('rollback').catch(() => {})
    throw problem
  } finally {
    await client.end()
  }
}

const isReference = async (client: pg.Client, table: string): Promise<boolean> =>
  (
    await client.query(
      "select coalesce(obj_description(format('%I', $1::text)::regclass), '') like 'group:reference%' as yes",
      [table],
    )
  ).rows[0].yes as boolean

async function* frames(source: Readable): AsyncGenerator<Buffer | 'end'> {
  let held = Buffer.alloc(0)
  for await (const chunk of source) {
    held = Buffer.concat([held, chunk as Buffer])
    while (held.length >= 8) {
      const length = Number.parseInt(held.subarray(0, 8).toString('latin1'), 16)
      if (Number.isNaN(length)) throw new Error('This backup cannot be read with this key; nothing was changed.')
      if (length === 0) {
        held = held.subarray(8)
        yield 'end'
      } else if (held.length >= 8 + length) {
        yield held.subarray(8, 8 + length)
        held = held.subarray(8 + length)
      } else break
    }
  }
}

async function* tableBytes(reader: AsyncGenerator<Buffer | 'end'>): AsyncGenerator<Buffer> {
  for (;;) {
    const { value, done } = await reader.next()
    if (done) throw new Error('The backup ends in the middle of a table; nothing was changed.')
    if (value === 'end') return
    yield value as Buffer
  }
}
