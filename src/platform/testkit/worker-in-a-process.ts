/** A worker that takes a job and never ends it, until it is killed. Started by jobs.store.test.ts. */
import { openDatabase, openPool } from '../database.ts'
import { startWorker } from '../jobs.ts'

const { DOUDI_TEST_APP: app, DOUDI_TEST_QUEUE: queue } = process.env
await startWorker(openPool(queue!, { max: 8 }), openDatabase(openPool(app!)), {
  jobs: {
    'count-it': async () => {
      process.stdout.write('taken\n')
      await new Promise(() => {})
    },
  },
  events: {},
})
