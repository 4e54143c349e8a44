import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { root } from './places.mjs'

const follow = pathToFileURL(fileURLToPath(new URL('./stop-with-parent.mjs', import.meta.url))).href

/**
 * Runs a Node program until it ends and resolves to its exit code. Ctrl-C and SIGTERM are passed on once (npm and the
 * terminal both send them); a second Ctrl-C later on is an order. The program stops when we, or npm above us, are killed.
 */
export function runNode(args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', follow, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
      detached: process.platform !== 'win32', // its own session: signals come from us only
    })
    let asked = 0
    const pass = (signal) => {
      if (asked === 0) child.kill(signal)
      else if (Date.now() - asked > 1_000) child.kill('SIGKILL')
      asked ||= Date.now()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, pass)
    const watch = watchAncestors(() => pass('SIGTERM'))
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearInterval(watch)
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(name, pass)
      const interrupted = signal === 'SIGINT' || signal === 'SIGTERM'
      resolve(code ?? (asked && interrupted ? 0 : 1))
    })
  })
}

/** Being killed, npm cannot tell us; a process whose parent has changed has lost it. */
function watchAncestors(lost) {
  const before = ancestors()
  const watch = setInterval(() => {
    const now = ancestors()
    if (before.every((pid, i) => pid === now[i])) return
    clearInterval(watch)
    lost()
  }, 1_000)
  watch.unref()
  return watch
}

/** The parent, and its parent too where npm put a shell in between. */
function ancestors() {
  const list = [process.ppid]
  if (process.env.npm_lifecycle_event === undefined || process.platform !== 'linux') return list
  try {
    const status = readFileSync(`/proc/${process.ppid}/status`, 'utf8')
    if (/^Name:\s+(sh|dash|bash)$/m.test(status)) list.push(Number(/^PPid:\s+(\d+)$/m.exec(status)[1]))
  } catch {
    list.push(0)
  }
  return list
}
