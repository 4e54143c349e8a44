import { type ChildProcess, spawn } from 'node:child_process'
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
