import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'
import type { Pool, PoolClient } from 'pg'
import { log } from './log.ts'

/** Advisory locks of this class say: the pool (or worker) of this name lives. PostgreSQL lets go of them when its process is gone. */
const lifeClass = 7301952

export interface Lease {
  /** Handed to the runner, which tells the workers it makes. */
  events: WorkerEvents
  stop(): Promise<void>
}

/**
 * A killed worker keeps the jobs it had taken, and the queue alone waits four hours before it gives them to others. So every
 * pool of workers holds a lock under its name while it lives, and each process hands on, at its start and every twenty seconds, what
 * is held by a name that nobody answers to. A job may thereby run twice; that is why its effects are keyed.
 */
export async function holdLease(pool: Pool, everyMs = 20_000, graceSeconds = 5): Promise<Lease> {
  const events = new EventEmitter() as WorkerEvents
  const names = new Set<string>()
  let client: PoolClient | null = null
  let working: Promise<void> = Promise.resolve()

  const alive = async (): Promise<PoolClient> => {
    if (client) return client
    const fresh = await pool.connect()
    fresh.on('error', () => {
      if (client === fresh) client = null
    })
    for (const name of names) await fresh.query('select pg_advisory_lock($1, hashtext($2))', [lifeClass, name])
    client = fresh
    return fresh
  }
  const turn = (work: () => Promise<void>) => {
    working = working.then(work).catch((problem: Error) => {
      client?.release(true)
      client = null
      log.warn({ queue: true, kind: problem.name }, 'the worker could not renew its sign of life; it tries again')
    })
    return working
  }
  const answerTo = (name: string) => {
    names.add(name)
    void turn(async () => {
      await (await alive()).query('select pg_advisory_lock($1, hashtext($2))', [lifeClass, name])
    })
  }
  // Jobs are taken in the pool's name; in the worker's own where there is a single one.
  events.on('pool:create', ({ workerPool }) => answerTo(workerPool.id))
  events.on('worker:create', ({ worker }) => answerTo(worker.workerId))
  const check = () => turn(async () => handOn(await alive(), graceSeconds))
  await check()
  const timer = setInterval(() => void check(), everyMs)
  timer.unref()
  return {
    events,
    async stop() {
      clearInterval(timer)
      await working
      // Closed, not given back: the locks end with the session.
      client?.release(true)
      client = null
    },
  }
}

/** Frees what the dead hold; the youngest takings are left alone, their worker may be about to announce itself. */
async function handOn(client: PoolClient, graceSeconds: number): Promise<void> {
  const { rows } = await client.query<{ dead: string[] | null }>(
    `select array_agg(distinct j.locked_by) as dead from graphile_worker._private_jobs j
     where j.locked_by is not null and j.locked_at < clock_timestamp() - make_interval(secs => $2)
       and not exists (select from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 2
         and l.database = (select oid from pg_database where datname = current_database())
         and l.classid = $1::int::oid and l.objid = (hashtext(j.locked_by)::bigint & 4294967295)::oid)`,
    [lifeClass, graceSeconds],
  )
  const dead = rows[0]?.dead
  if (!dead?.length) return
  await client.query('select graphile_worker.force_unlock_workers($1::text[])', [dead])
  log.warn({ queue: true, workers: dead.length }, 'jobs of workers that are gone were handed on')
}
