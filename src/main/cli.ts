import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildProgram, type CliHouse, policyVerbs, runProgram } from '../cli/index.ts'
import { readConfig, startWorker, systemActor, withScope } from '../platform/index.ts'
import { composeWork } from './compose.ts'
import { demoVerbs } from './demo-verbs.ts'
import { openInstallation } from './open.ts'
import { openOutside } from './outside.ts'
import { serve } from './serve.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

const house: CliHouse = {
  async open() {
    const installation = await openInstallation({ say })
    return {
      ...installation,
      as: (verb, work) => withScope(installation.db, { actor: systemActor(`cli:${verb}`), route: `cli ${verb}` }, work),
    }
  },
  async serve() {
    const { address } = await serve(say)
    say(`兜底 Doudi: ${address}`)
    await new Promise(() => {})
  },
  async work() {
    const { config, db, queuePool, close } = await openInstallation({ say })
    const outside = await openOutside(config)
    const runner = await startWorker(queuePool, db, composeWork(outside))
    const stop = () =>
      void runner
        .stop()
        .then(() => outside.stop())
        .then(close)
        .then(() => process.exit(0))
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
    await runner.promise
  },
  async reset() {
    const config = readConfig()
    if (config.production) throw new Error('demo reset is refused in production')
    rmSync(join(config.dataDir, 'postgres'), { recursive: true, force: true })
    rmSync(join(config.dataDir, 'files'), { recursive: true, force: true })
  },
}

await runProgram(buildProgram(house, [...policyVerbs, ...demoVerbs]), process.argv)
