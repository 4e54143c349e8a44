/**
 * Writes `src/platform/tables.generated.ts` from the migrations: a throw-away server, all migrations, what the catalogue
 * then says. A test compares, so that nobody forgets it: `npm run db:types` after every migration.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect } from 'kysely'
import { generate, PostgresDialect as PostgresTypes } from 'kysely-codegen'
import pg from 'pg'
import { startPostgres } from '../src/platform/embedded-postgres.ts'
import { migrate } from '../src/platform/migrate.ts'

export const tablesFile = fileURLToPath(new URL('../src/platform/tables.generated.ts', import.meta.url))

/** The types of a migrated database, as the driver reads it: days and moments as text, int8 as bigint, numeric as text. */
export async function tableTypes(url: string): Promise<string> {
  const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 1 }) }) })
  try {
    return await generate({
      db: db as never, // the generator is CommonJS and sees kysely's other set of declarations
      dialect: new PostgresTypes({ defaultSchemas: ['public'] }),
      includePattern: 'public.*',
      outFile: null,
      typeMapping: { int8: 'bigint', date: 'Day', timestamptz: 'string', numeric: 'string' },
      customImports: { Day: '../foundation/index.ts#Day' },
    })
  } finally {
    await db.destroy()
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'doudi-types-'))
  const server = await startPostgres({ dataDir: path.join(folder, 'cluster'), durable: false })
  try {
    await migrate(server.url, { appPassword: 'types', queuePassword: 'types' })
    writeFileSync(tablesFile, await tableTypes(server.url))
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
