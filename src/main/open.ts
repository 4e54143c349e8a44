import { join } from 'node:path'
import pg, { type Pool } from 'pg'
import {
  type Config,
  type Db,
  type House,
  migrate,
  openDatabase,
  openHouse,
  openPool,
  readConfig,
  readSecrets,
  startPostgres,
  urlAs,
  withDatabase,
} from '../platform/index.ts'

/** The opened installation: database migrated, pools under the two application roles, keys read. */
export interface Installation {
  config: Config
  house: House
  db: Db
  /** A second pool for filling the demo, whose commits do not wait for the disk. The caller destroys it. */
  hastyDb(): Db
  ownerUrl: string
  queuePool: Pool
  close(): Promise<void>
}

export interface OpenOptions {
  config?: Config
  say?: (line: string) => void
}

/** Opens `DATABASE_URL` or the embedded server, brings the schema forward, and connects as the application's own role. */
export async function openInstallation({
  config = readConfig(),
  say = () => {},
}: OpenOptions = {}): Promise<Installation> {
  const secrets = readSecrets(config)
  const house = openHouse(config, secrets)
  let ownerUrl = config.databaseUrl
  let stopServer: (() => Promise<void>) | null = null
  if (!ownerUrl) {
    const server = await startPostgres({ dataDir: join(config.dataDir, 'postgres') })
    if (server.created) say('数据库已建立 · database created')
    ownerUrl = await ensureDatabase(server.url)
    stopServer = () => server.stop()
  }
  try {
    const done = await migrate(ownerUrl, { appPassword: secrets.appPassword, queuePassword: secrets.queuePassword })
    if (done.length) say(`数据库已更新 ${done.length} 步 · ${done.length} migrations applied`)
  } catch (problem) {
    await stopServer?.()
    throw problem
  }
  const appUrl = urlAs(ownerUrl, 'doudi_app', secrets.appPassword)
  const pool = openPool(appUrl, { max: 12 })
  const queuePool = openPool(urlAs(ownerUrl, 'doudi_queue', secrets.queuePassword), { max: 8 })
  const db = openDatabase(pool)
  return {
    config,
    house,
    db,
    hastyDb: () => openDatabase(openPool(appUrl, { max: 4, hasty: true })),
    ownerUrl,
    queuePool,
    async close() {
      await db.destroy()
      await queuePool.end()
      await stopServer?.()
    },
  }
}

async function ensureDatabase(superUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'doudi'")
    if (!rowCount) await client.query('create database doudi')
  } finally {
    await client.end()
  }
  return withDatabase(superUrl, 'doudi')
}
