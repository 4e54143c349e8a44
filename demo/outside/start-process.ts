import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** What a process outside the county says when it is ready. */
export interface Announcement {
  ready: 'agencies' | 'bank'
  url: string
  port: number
  keyId: string
  publicKey: string
  clientToken: string
  controlToken: string
}

export interface OutsideProcess {
  announcement: Announcement
  child: ChildProcess
  /** SIGTERM, and the end awaited. */
  stop(): Promise<void>
  /** SIGKILL, and the end awaited: nothing gets a chance to tidy up. */
  kill(): Promise<void>
}

const patienceMs = 20_000
const restartMs = 300

/** Starts `demo/agencies` or `demo/bank` as a real process and waits for its one line. */
export async function startOutside(
  which: 'agencies' | 'bank',
  options: { args?: string[]; env?: Record<string, string> } = {},
): Promise<OutsideProcess> {
  const script = fileURLToPath(new URL(`../${which}/serve.ts`, import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...(options.args ?? [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...options.env },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await ended
  }
  try {
    const announcement = JSON.parse(await firstLine(child)) as Announcement
    return { announcement, child, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') }
  } catch (cause) {
    await end('SIGKILL')
    throw new Error(`The ${which} process did not start`, { cause })
  }
}

/**
 * Keeps a process standing as a service manager would: whenever it ends without being asked to, it comes back at the
 * same address with the same tokens. What it had received it finds in its own folder.
 */
export async function keepOutside(
  which: 'agencies' | 'bank',
  options: { port: string; args: string[] },
): Promise<Omit<OutsideProcess, 'child' | 'kill'>> {
  const first = await startOutside(which, { args: ['--port', options.port, ...options.args] })
  const { port, clientToken, controlToken } = first.announcement
  const name = which.toUpperCase()
  const env = { [`DOUDI_${name}_CLIENT_TOKEN`]: clientToken, [`DOUDI_${name}_CONTROL_TOKEN`]: controlToken }
  let now: OutsideProcess | null = first
  let over = false
  const again = async () => {
    now = null
    while (!over && !now) {
      await pause(restartMs)
      // Its old door may still be closing.
      if (!over)
        now = await startOutside(which, { args: ['--port', String(port), ...options.args], env }).catch(() => null)
    }
    if (over) await now?.stop()
    else now?.child.once('exit', again)
  }
  first.child.once('exit', again)
  return {
    announcement: first.announcement,
    async stop() {
      over = true
      await now?.stop()
    },
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error('It said nothing in time')), patienceMs)
    const settle = (act: () => void) => {
      clearTimeout(timer)
      act()
    }
    child.once('error', (trouble) => settle(() => reject(trouble)))
    child.once('exit', (code) => settle(() => reject(new Error(`It ended at once with code ${code}`))))
    child.stdout!.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (text.includes('\n')) settle(() => resolve(text.slice(0, text.indexOf('\n'))))
    })
  })
}
