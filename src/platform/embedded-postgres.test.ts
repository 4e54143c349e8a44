import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { startPostgres } from './embedded-postgres.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'doudi-pg-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    // A zombie waits for its parent and serves nobody.
    return process.platform !== 'linux' || !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function untilGone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && alive(pid); i++) await pause(50)
  return !alive(pid)
}

describe('one cluster through its life', () => {
  const dataDir = path.join(folder, 'life')

  test('what was written is there after a restart, and a stop leaves no process', async () => {
    const first = await startPostgres({ dataDir })
    expect(first.created).toBe(true)
    await ask(first.url, "create table note (text text unique); insert into note values ('五百二十元')")
    await first.stop()
    expect(alive(first.pid)).toBe(false)

    const second = await startPostgres({ dataDir })
    expect(second.created).toBe(false)
    expect(await ask(second.url, 'select text from note')).toEqual([{ text: '五百二十元' }])
    await second.stop()
  })

  test('it keeps its promises to the disk: fsync is on', async () => {
    const server = await startPostgres({ dataDir })
    const settings = await ask(
      server.url,
      "select current_setting('fsync') as fsync, current_setting('listen_addresses') as at",
    )
    await server.stop()
    expect(settings).toEqual([{ fsync: 'on', at: '127.0.0.1' }])
  })

  test('a violated key is written to its log without the value', async () => {
    const server = await startPostgres({ dataDir })
    await expect(ask(server.url, "insert into note values ('五百二十元')")).rejects.toMatchObject({ code: '23505' })
    await server.stop()
    const log = readFileSync(`${dataDir}.log`, 'utf8')
    expect(log).toContain('note_text_key')
    expect(log).not.toContain('五百二十元')
  })

  test('a second copy on the same folder is told so, and the first is not hurt', async () => {
    const server = await startPostgres({ dataDir })
    await expect(startPostgres({ dataDir, patienceMs: 200 })).rejects.toThrow(/in use by another running copy/)
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
  })

  test('after a power cut the pid in the lock may be somebody else by now: it starts all the same', async () => {
    writeFileSync(path.join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n`)
    const server = await startPostgres({ dataDir })
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
  })

  test('nobody enters without the password, and the password is the owner’s to read', async () => {
    const server = await startPostgres({ dataDir })
    const wrong = new URL(server.url)
    wrong.password = 'postgres'
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' })
    await server.stop()
    expect(statSync(`${dataDir}.password`).mode & 0o077).toBe(0)
  })
})

test('a folder with other people’s files in it is not made into a cluster', async () => {
  const dataDir = mkdtempSync(path.join(folder, 'photos-'))
  writeFileSync(path.join(dataDir, 'wedding.jpg'), '')
  await expect(startPostgres({ dataDir })).rejects.toThrow()
  expect(existsSync(path.join(dataDir, 'wedding.jpg'))).toBe(true)
})

test('a port that is taken is said, when that port was asked for', async () => {
  const one = await startPostgres({ dataDir: path.join(folder, 'one'), durable: false })
  const two = startPostgres({ dataDir: path.join(folder, 'two'), durable: false, port: one.port })
  await expect(two).rejects.toThrow(/did not start/)
  await one.stop()
})

describe.skipIf(process.platform === 'win32')('kill -9 of the parent', () => {
  const module = fileURLToPath(new URL('./embedded-postgres.ts', import.meta.url))

  async function orphan(dataDir: string, env: NodeJS.ProcessEnv = {}): Promise<number> {
    const program = `import(${JSON.stringify(module)}).then(async (m) => {
      const server = await m.startPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false })
      console.log(server.pid)
      setInterval(() => {}, 1000)
    })`
    const args = ['--import', 'tsx', '-e', program]
    const parent = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    })
    const pid = await new Promise<number>((resolve) =>
      parent.stdout.once('data', (said) => resolve(Number(String(said)))),
    )
    expect(alive(pid)).toBe(true)
    parent.kill('SIGKILL')
    return pid
  }

  test('the server stops by itself, and the next start finds a whole cluster', async () => {
    const dataDir = path.join(folder, 'orphan')
    expect(await untilGone(await orphan(dataDir))).toBe(true)
    const again = await startPostgres({ dataDir, durable: false })
    await again.stop()
  })

  test('also where the kernel cannot be asked for it, as on macOS', async () => {
    // unshare, which root needs, but no setpriv.
    const programs = mkdtempSync(path.join(folder, 'bin-'))
    for (const name of ['unshare', 'true', 'sh']) symlinkSync(`/usr/bin/${name}`, path.join(programs, name))
    expect(await untilGone(await orphan(path.join(folder, 'watched'), { PATH: programs }))).toBe(true)
  })
})

const rootOnLinux = process.platform === 'linux' && process.getuid?.() === 0
test.skipIf(!rootOnLinux)(
  'root without user namespaces, in a home nobody else may enter: data and binaries move to where it works',
  async () => {
    const home = mkdtempSync(path.join(homedir(), '.doudi-closed-'))
    const dataDir = path.join(home, 'data')
    try {
      const server = await startPostgres({ dataDir, durable: false, disguise: 'other-user' })
      expect(statSync(server.dataDir).uid).toBe(65534)
      expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
      await server.stop()
      // The next start finds them through the link, without being told.
      const again = await startPostgres({ dataDir, durable: false })
      expect(again.created).toBe(false)
      await again.stop()
      rmSync(path.dirname(realpathSync(dataDir)), { recursive: true, force: true })
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
)
