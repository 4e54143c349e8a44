import { createServer, connect as dial, type Server, type Socket } from 'node:net'

/**
 * The wire between the application and its database, in our hands:
 * - `whole`: as it should be;
 * - `down`: connections break and new ones are refused, as while a server restarts;
 * - `silent`: nothing arrives any more and nobody says so, as when a cable is pulled;
 * - `cut-at-commit`: the next COMMIT arrives, its answer does not.
 */
export type Condition = 'whole' | 'down' | 'silent' | 'cut-at-commit'

export interface Wire {
  port: number
  turn(condition: Condition): void
  close(): Promise<void>
}

export async function wireTo(host: string, port: number): Promise<Wire> {
  let condition: Condition = 'whole'
  const pairs = new Set<[Socket, Socket]>()
  const sever = () => {
    for (const pair of pairs) for (const end of pair) end.destroy()
    pairs.clear()
  }
  const server: Server = createServer((application) => {
    if (condition === 'down') {
      application.destroy()
      return
    }
    const database = dial(port, host)
    const pair: [Socket, Socket] = [application, database]
    pairs.add(pair)
    let mute = false
    application.on('data', (bytes) => {
      if (condition === 'silent') return
      database.write(bytes)
      if (condition === 'cut-at-commit' && /\bcommit\b/i.test(bytes.toString('latin1'))) {
        condition = 'whole'
        mute = true
        // The database gets it and does it; the application hears only that the line is dead.
        setTimeout(() => application.destroy(), 50)
      }
    })
    database.on('data', (bytes) => {
      if (condition !== 'silent' && !mute) application.write(bytes)
    })
    for (const [end, other] of [pair, [database, application] as const]) {
      end.on('error', () => {})
      end.on('close', () => {
        other.end()
        pairs.delete(pair)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    turn(next) {
      condition = next
      if (next === 'down') sever()
    },
    async close() {
      sever()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
