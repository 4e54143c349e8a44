import { mountPages } from '../pages/index.ts'
import { startWorker } from '../platform/index.ts'
import { openServer } from '../server/index.ts'
import { composeWork } from './compose.ts'
import { mountDesk } from './desk.ts'
import { openInstallation } from './open.ts'
import { pagesHouse } from './pages.ts'

/** `doudi serve`: server and worker in one process. Stops on SIGINT and SIGTERM within 15 seconds (R55). */
export async function serve(
  say: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Promise<{ address: string; close(): Promise<void> }> {
  const installation = await openInstallation({ say })
  const { config, db, queuePool } = installation
  const frame = await openServer(db, config)
  await mountDesk(frame)
  mountPages(frame, config, pagesHouse(installation))
  const worker = await startWorker(queuePool, db, composeWork())
  const address = await listen(frame.app, config, say)
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= (async () => {
      const late = setTimeout(() => process.exit(1), 15_000)
      late.unref()
      await frame.app.close()
      await worker.stop().catch(() => {})
      await installation.close()
      clearTimeout(late)
    })()
    return closing
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(0)))
  return { address, close }
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
    const { address } = await serve()
    process.stdout.write(`兜底 Doudi: ${address}\n`)
  } catch (problem) {
    process.stderr.write(`${(problem as Error).message}\n`)
    process.exit(1)
  }
}
