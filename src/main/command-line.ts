import { type CliHouse, type ExitCode, policyVerbs, runProgram } from '../cli/index.ts'
import { startWorker, systemActor, withScope } from '../platform/index.ts'
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
    say('后台任务已启动 · the worker is at work')
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
}

/** Every verb there is, run as the process would; the answer is the process's exit code. */
export const runCommandLine = (argv: readonly string[]): Promise<ExitCode> =>
  runProgram(house, [...policyVerbs, ...demoVerbs], argv)
