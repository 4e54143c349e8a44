import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Config } from '../platform/index.ts'
import { checkKnown, migrationFiles, systemActor, withScope } from '../platform/index.ts'
import type { Frame } from './mount.ts'

const sealLagSeconds = 300

/** Live: the process answers. Ready: database, schema, disk and seals are as they should be (R55). */
export function healthRoutes({ app, db }: Frame, config: Config): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'doudi_http_seconds',
    help: 'Time to answer by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  // The route pattern, never the address: no personal data in metrics (R45).
  app.addHook('onResponse', async (request, reply) => {
    duration.observe(
      { route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
  })

  app.get('/health/live', async () => ({ ok: true }))
  app.get('/health/ready', async (_request, reply) => {
    const checks = await readiness(db, config)
    const ok = Object.values(checks).every((c) => c === 'ok')
    return reply.status(ok ? 200 : 503).send({ ok, checks })
  })
  app.get('/metrics', async (request, reply) => {
    const token = process.env.METRICS_TOKEN
    if (config.production && (!token || request.headers.authorization !== `Bearer ${token}`))
      return reply.status(404).send({ code: 'not-found' })
    return reply.header('content-type', registry.contentType).send(await registry.metrics())
  })
}

export async function readiness(
  db: Frame['db'],
  config: Config,
): Promise<Record<'database' | 'schema' | 'disk' | 'seals', string>> {
  const checks = { database: 'unknown', schema: 'unknown', disk: 'unknown', seals: 'unknown' }
  try {
    await withScope(db, { actor: systemActor('health') }, async (tx) => {
      checks.database = 'ok'
      const { rows } = await sql<{ name: string; checksum: string }>`select name, checksum from migration`.execute(tx)
      checkKnown(new Map(rows.map((r) => [r.name, r.checksum])), migrationFiles())
      checks.schema = 'ok'
      const lag = await sql<{
        seconds: string | null
      }>`select extract(epoch from clock_timestamp() - min(at)) as seconds from audit_entry
        where seq > coalesce((select max(last_seq) from audit_seal), 0)`.execute(tx)
      checks.seals = Number(lag.rows[0]?.seconds ?? 0) > sealLagSeconds ? 'late' : 'ok'
    })
  } catch (problem) {
    if (checks.database !== 'ok') checks.database = 'not reachable'
    else if (checks.schema !== 'ok') checks.schema = (problem as Error).message
  }
  try {
    const disk = await statfs(config.dataDir)
    checks.disk = disk.bavail / disk.blocks < 0.05 ? 'less than 5 % free' : 'ok'
  } catch {
    checks.disk = 'not readable'
  }
  return checks
}
