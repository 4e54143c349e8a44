import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool, withScope } from './database.ts'
import { enqueue, startWorker } from './jobs.ts'
import { systemActor } from './scope.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from './testkit/index.ts'

let database: FreshDatabase
beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
})
afterAll(() => database.close())

const script = fileURLToPath(new URL('./testkit/worker-in-a-process.ts', import.meta.url))

test('a worker killed in the middle of a job: another one takes the job over within a minute, and does it once', async () => {
  await withScope(database.db, { actor: systemActor('test') }, (tx) => enqueue(tx, 'count-it', { of: 'one' }))
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DOUDI_TEST_APP: database.appUrl, DOUDI_TEST_QUEUE: database.queueUrl },
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')

  const queue = openPool(database.queueUrl, { max: 8 })
  const done: string[] = []
  const work = {
    jobs: {
      'count-it': async (_tx: unknown, payload: Record<string, unknown>) => void done.push(String(payload.of)),
    },
    events: {},
  }
  const runner = await startWorker(queue, database.db, work, { leaseMs: 1_000 })
  for (let i = 0; i < 600 && done.length === 0; i++) await pause(100)
  expect(done).toEqual(['one'])
  const left = await database.owner.query('select count(*)::int as n from graphile_worker._private_jobs')
  for (let i = 0; i < 50 && left.rows[0].n > 0; i++) await pause(100)
  await runner.stop()
  await queue.end()
}, 90_000)

test('a living worker keeps what it has taken, however often the others look', async () => {
  const [one, two] = [openPool(database.queueUrl, { max: 8 }), openPool(database.queueUrl, { max: 8 })]
  let begun = 0
  const work = {
    jobs: {
      slow: async () => {
        begun++
        await pause(8_000)
      },
    },
    events: {},
  }
  await withScope(database.db, { actor: systemActor('test') }, (tx) => enqueue(tx, 'slow', {}))
  const first = await startWorker(one, database.db, work, { leaseMs: 500 })
  const second = await startWorker(two, database.db, work, { leaseMs: 500 })
  await pause(7_500)
  await Promise.all([first.stop(), second.stop()])
  expect(begun).toBe(1)
  await Promise.all([one.end(), two.end()])
}, 60_000)
