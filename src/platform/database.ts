import type { Socket } from 'node:net'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { areaRange, assert, type Day, type Instant } from '../foundation/index.ts'
import type { Actor, Scope } from './scope.ts'
import type { DB } from './tables.generated.ts'

export type Tables = DB
export type Db = Kysely<Tables>
/** One scoped transaction: the only way use cases and stores touch the database. */
export type Tx = Transaction<Tables>

// Days stay days and money stays exact: dates as text, int8 and money sums as bigint, moments as ISO text.
pg.types.setTypeParser(1082, (text) => text)
pg.types.setTypeParser(20, BigInt)
pg.types.setTypeParser(1184, (text) => new Date(text).toISOString())
// Their arrays alike: `{1,2}` of int8, of days, of moments.
const listOf =
  <Item>(read: (text: string) => Item) =>
  (text: string): Item[] =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((item) => read(item.replace(/^"|"$/g, '')))
pg.types.setTypeParser(1016 as never, listOf(BigInt))
pg.types.setTypeParser(
  1182 as never,
  listOf((day) => day),
)
pg.types.setTypeParser(
  1185 as never,
  listOf((moment) => new Date(moment).toISOString()),
)

export interface DatabaseOptions {
  max?: number
  statementTimeoutMs?: number
  /** Commits do not wait for the disk: a sudden end may lose the last moments, never the order. For made-up data only. */
  hasty?: boolean
}

/** A pool with every wait bounded (R53): connecting, a statement, a query, a lock, a forgotten transaction. */
export function openPool(url: string, options: DatabaseOptions = {}): pg.Pool {
  const statementTimeout = options.statementTimeoutMs ?? 30_000
  const silence = statementTimeout + 5_000
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeout,
    query_timeout: silence + 1_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'doudi',
    ...(options.hasty && { options: '-c synchronous_commit=off' }),
  })
  // Without a listener an administrator's restart (57P01) would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
    hangUpOnSilence(client, silence)
  })
  return pool
}

/**
 * A pulled cable says nothing. A client that only stops waiting would go back into the pool with its question still open,
 * and the next request would wait behind it: the line is cut instead, and the pool takes a new one.
 */
function hangUpOnSilence(client: pg.PoolClient, milliseconds: number): void {
  // Not in the types of `pg`; its own pool reads such fields too.
  const wire = client as unknown as { connection: { stream: Socket }; readyForQuery: boolean }
  const { stream } = wire.connection
  stream.setTimeout(milliseconds, () => {
    if (!wire.readyForQuery) stream.destroy()
  })
}

export const openDatabase = (pool: pg.Pool): Db => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

const scopes = new WeakMap<object, Scope>()

/** Runs `work` in one transaction that sees only what the actor may see. Nothing is visible without it. */
export function withScope<Result>(db: Db, scope: Scope, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const { actor } = scope
  const range = actor.area === null ? { from: '', to: '' } : areaRange(actor.area)
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('doudi.actor', ${actor.id}, true), set_config('doudi.role', ${actor.role}, true),
      set_config('doudi.area_from', ${range.from}, true), set_config('doudi.area_to', ${range.to}, true),
      set_config('doudi.household', ${actor.household === undefined ? '' : String(actor.household)}, true),
      set_config('doudi.business_day', ${scope.businessDay ?? ''}, true)`.execute(tx)
    scopes.set(tx, scope)
    return work(tx)
  })
}

/** The scope that `withScope` opened this transaction with. */
export function scopeOf(tx: Tx): Scope {
  const scope = scopes.get(tx)
  assert(scope, 'a transaction outside withScope')
  return scope
}

export const actorOf = (tx: Tx): Actor => scopeOf(tx).actor

/** Today's business day in Asia/Shanghai; the demo clock moves it, sessions and codes stay on real time. */
export async function businessDay(tx: Tx): Promise<Day> {
  const lived = scopes.get(tx)?.businessDay
  if (lived) return lived
  const { rows } = await sql<{ today: Day }>`select doudi.today() as today`.execute(tx)
  return rows[0]!.today
}

export async function businessNow(tx: Tx): Promise<Instant> {
  const { rows } = await sql<{ now: Instant }>`select doudi.now() as now`.execute(tx)
  return rows[0]!.now
}

/** The next number of a gapless series, e.g. `nextNumber(tx, 'household:990101')`. Holds the series until commit. */
export async function nextNumber(tx: Tx, series: string): Promise<bigint> {
  const { rows } = await sql<{ n: bigint }>`select doudi.next_number(${series}) as n`.execute(tx)
  return rows[0]!.n
}
