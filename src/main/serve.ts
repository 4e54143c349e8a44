import { mountPages } from '../pages/index.ts'
import { businessDay, type Config, startWorker, systemActor, withScope } from '../platform/index.ts'
import { openServer } from '../server/index.ts'
import { composeWork } from './compose.ts'
import { isEmpty, makeCounty, type SeedProgress, type SeedSize, usualSize } from './demo.ts'
import { mountDesk } from './desk.ts'
import { type Installation, openInstallation } from './open.ts'
import { type OutsideWorld, openOutside } from './outside.ts'
import { pagesHouse } from './pages.ts'

/** `doudi serve`: server and worker in one process. Stops on SIGINT and SIGTERM within 15 seconds (R55). */
export async function serve(
  say: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Promise<{ address: string; close(): Promise<void> }> {
  const installation = await openInstallation({ say })
  const { config, db, queuePool } = installation
  const outside = await openOutside(config)
  const work = composeWork(outside)
  const seeding: SeedProgress = { state: 'empty', step: '', done: 0, total: 0 }
  const frame = await openServer(db, config)
  await mountDesk(frame)
  mountPages(frame, config, pagesHouse(installation, outside, seeding))
  const mustMake = outside.demo !== null && process.env.DOUDI_SEED !== '0' && (await isEmpty(db))
  let worker = mustMake ? null : await startWorker(queuePool, db, work)
  const address = await listen(frame.app, config, say)
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= (async () => {
      const late = setTimeout(() => process.exit(1), 15_000)
      late.unref()
      await frame.app.close()
      await worker?.stop().catch(() => {})
      await outside.stop()
      await installation.close()
      clearTimeout(late)
    })()
    return closing
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(0)))
  say(welcome(address, config))
  if (outside.demo && !mustMake) await wakeTheBank(installation, outside.demo)
  if (mustMake)
    void fillCounty(installation, outside, seeding, say, () => closing !== null).then(async () => {
      // Only now: while the county lives its past, the queue would answer with today's date.
      if (!closing) worker = await startWorker(queuePool, db, work)
    })
  else seeding.state = 'ready'
  return { address, close }
}

/** The demo bank lives on the county's day; it slept as long as we did. */
async function wakeTheBank({ db }: Installation, world: NonNullable<OutsideWorld['demo']>): Promise<void> {
  if (await isEmpty(db)) return
  await world.setDay(await withScope(db, { actor: systemActor('demo') }, businessDay))
}

/** One box with the address and the roles. */
function welcome(address: string, { demo }: Config): string {
  if (!demo) return `兜底 Doudi: ${address}`
  const lines = [
    `兜底 Doudi  ${address}`,
    `演示数据,全部虚构 · demo data, all invented`,
    `角色入口 · enter as a role:  ${address}/demo`,
    `工作台 · desk:  ${address}/desk    公众 · public:  ${address}/`,
    `重来 · start over:  npm run demo:reset`,
  ]
  const rule = '─'.repeat(72)
  return [`┌${rule}`, ...lines.map((line) => `│ ${line}`), `└${rule}`].join('\n')
}

/** The demo county is made behind the open door: the landing page says how far it is. */
async function fillCounty(
  installation: Installation,
  outside: OutsideWorld,
  seeding: SeedProgress,
  say: (line: string) => void,
  closing: () => boolean,
): Promise<void> {
  try {
    let lastSaid = ''
    await makeCounty(installation, outside, sizeFromEnvironment(), (now) => {
      Object.assign(seeding, now)
      const quarter = `${now.step} ${now.total === 0 ? 0 : Math.floor((now.done * 4) / now.total) * 25}%`
      if (now.state === 'making' && quarter !== lastSaid) say(`正在生成示例县 · making the demo county: ${quarter}`)
      lastSaid = quarter
    })
    say('示例县已建好 · the demo county is ready')
  } catch (problem) {
    seeding.state = 'failed'
    if (!closing()) say(`示例县没有建完 · the demo county is not complete: ${(problem as Error).message}`)
  }
}

function sizeFromEnvironment(): SeedSize {
  const number = (name: string, usual: number) => {
    const value = Number(process.env[name] ?? usual)
    return Number.isInteger(value) && value >= 0 ? value : usual
  }
  return {
    households: number('DOUDI_DEMO_HOUSEHOLDS', usualSize.households),
    cases: number('DOUDI_DEMO_CASES', usualSize.cases),
    seed: number('DOUDI_DEMO_SEED', usualSize.seed),
    months: usualSize.months,
  }
}

/** The wanted port, else the next free one, said aloud. */
async function listen(
  app: Awaited<ReturnType<typeof openServer>>['app'],
  config: { port: number; host: string },
  say: (line: string) => void,
): Promise<string> {
  for (let port = config.port; ; port++) {
    try {
      await app.listen({ port, host: config.host })
      const { port: real } = app.server.address() as { port: number }
      if (real !== config.port && config.port !== 0)
        say(`端口 ${config.port} 有人在用,改用 ${real} · port ${config.port} is taken, using ${real}`)
      return `http://localhost:${real}`
    } catch (problem) {
      if ((problem as { code?: string }).code !== 'EADDRINUSE' || port > config.port + 50) throw problem
    }
  }
}

if (process.argv[1]?.endsWith('serve.ts') || process.argv[1]?.endsWith('serve.js')) {
  try {
    await serve()
  } catch (problem) {
    process.stderr.write(`${(problem as Error).message}\n`)
    process.exit(1)
  }
}
