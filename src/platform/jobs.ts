import { Logger, type Runner, run, runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { Day } from '../foundation/index.ts'
import { type Db, type Tx, withScope } from './database.ts'
import { newId } from './ids.ts'
import { log } from './log.ts'
import { systemActor } from './scope.ts'
import { holdLease } from './worker-lease.ts'

export interface JobOptions {
  /** A second job with the same key replaces the first while it waits: asked twice is asked once. */
  key?: string
  /** Not before this moment (ISO text). */
  runAt?: string
  maxAttempts?: number
}

/** Queues a job in the business transaction: it exists exactly if the transaction commits. Payloads hold record ids, never personal data. */
export async function enqueue(
  tx: Tx,
  task: string,
  payload: Record<string, string | number | null>,
  options: JobOptions = {},
): Promise<void> {
  await sql`select doudi.enqueue(${task}, ${JSON.stringify(payload)}::json, ${options.key ?? null}, ${options.runAt ?? null}::timestamptz, ${options.maxAttempts ?? null}::integer)`.execute(
    tx,
  )
}

/** What an earlier chapter tells a later one. The pair (kind, key) is told once, however often it is emitted. */
export interface Event {
  kind: string
  key: string
  household?: bigint
  payload: Record<string, string | number | null>
}

export async function emit(tx: Tx, event: Event): Promise<void> {
  const id = newId()
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('outbox')
    .values({
      event_id: id,
      kind: event.kind,
      key: event.key,
      household_id: event.household ?? null,
      payload: JSON.stringify(event.payload),
    })
    .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows) await enqueue(tx, 'outbox', { event: id }, { key: `outbox:${id}` })
}

export type JobHandler = (tx: Tx, payload: Record<string, string | number | null>) => Promise<void>
/**
 * A job that waits for somebody outside (an agency, a bank): it opens its own short transactions, so that no row and no
 * connection is held while another organisation thinks.
 */
export type Errand = (db: Db, payload: Record<string, string | number | null>) => Promise<void>
export type EventHandler = (tx: Tx, event: Event) => Promise<void>

export interface Work {
  /** Each job runs in one transaction under the system scope; its effects and its end are keyed, since delivery is at least once. */
  jobs: Record<string, JobHandler>
  errands?: Record<string, Errand>
  /** Handlers by event kind, in order. */
  events: Record<string, EventHandler[]>
  /** Cron lines in UTC: Beijing 03:00 is 19:00 the day before. */
  cron?: string
}

/** Whoever handles events needs to know no jobs. */
type Heard = Pick<Work, 'events'> & Partial<Work>

/** Handles one outbox event now; used by the worker and by the demo generator, which lives through other days than today. */
export async function handleEvent(db: Db, { events }: Heard, eventId: string, businessDay?: Day): Promise<void> {
  await withScope(db, { actor: systemActor('job:outbox'), ...(businessDay && { businessDay }) }, async (tx) => {
    const row = await tx.selectFrom('outbox').selectAll().where('event_id', '=', eventId).forUpdate().executeTakeFirst()
    if (!row || row.handled_at) return
    const event: Event = {
      kind: row.kind,
      key: row.key,
      payload: row.payload as Event['payload'],
      ...(row.household_id && { household: row.household_id }),
    }
    for (const handler of events[row.kind] ?? []) await handler(tx, event)
    await tx
      .updateTable('outbox')
      .set({ handled_at: new Date().toISOString() })
      .where('event_id', '=', eventId)
      .execute()
  })
}

/** Everything told and not yet heard, in its order, on the day that is lived: for the demo's clock, which waits for no worker. */
export async function handleEvents(db: Db, work: Heard, businessDay?: Day): Promise<void> {
  for (;;) {
    const waiting = await withScope(db, { actor: systemActor('job:outbox') }, (tx) =>
      tx
        .selectFrom('outbox')
        .select('event_id')
        .where('handled_at', 'is', null)
        .orderBy('event_id')
        .limit(200)
        .execute(),
    )
    if (waiting.length === 0) return
    for (const { event_id } of waiting) await handleEvent(db, work, event_id, businessDay)
  }
}

/** Starts the worker on the queue's own connection pool; handlers get the application's. */
export async function startWorker(
  queuePool: Pool,
  db: Db,
  work: Work,
  { concurrency = 4, leaseMs = 20_000 }: { concurrency?: number; leaseMs?: number } = {},
): Promise<Runner> {
  const tasks: Record<string, (payload: unknown) => Promise<void>> = {
    outbox: (payload) => handleEvent(db, work, String((payload as { event: string }).event)),
  }
  for (const [name, handler] of Object.entries(work.jobs))
    tasks[name] = (payload) =>
      withScope(db, { actor: systemActor(`job:${name}`), route: `job ${name}` }, (tx) =>
        handler(tx, (payload ?? {}) as Parameters<JobHandler>[1]),
      )
  for (const [name, errand] of Object.entries(work.errands ?? {}))
    tasks[name] = (payload) => errand(db, (payload ?? {}) as Parameters<Errand>[1])
  // The schema first: on an empty database there is nothing yet to hand on.
  await runMigrations({ pgPool: queuePool })
  const lease = await holdLease(queuePool, leaseMs)
  const runner = await run({
    pgPool: queuePool,
    taskList: tasks,
    concurrency,
    noHandleSignals: true,
    events: lease.events,
    ...(work.cron && { crontab: work.cron }),
    logger: new Logger(() => (level, message) => {
      if (level === 'error') log.error({ queue: true }, message)
    }),
  })
  void runner.promise.catch(() => {}).then(() => lease.stop())
  return runner
}
