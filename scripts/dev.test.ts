/** `npm start` and `npm test` seen from outside, in a small house of its own with a pretended npm and a pretended vitest. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const tsxHome = path.join(root, 'node_modules', 'tsx')

let house: string
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(house, name)), { recursive: true })
  writeFileSync(path.join(house, name), text)
}
const has = (name: string) => existsSync(path.join(house, name))
const read = (name: string) => readFileSync(path.join(house, name), 'utf8')

beforeEach(() => {
  house = mkdtempSync(path.join(tmpdir(), 'doudi-dev-'))
  cpSync(path.join(root, 'scripts', 'dev.mjs'), path.join(house, 'scripts', 'dev.mjs'))
  cpSync(path.join(root, 'scripts', 'dev'), path.join(house, 'scripts', 'dev'), { recursive: true })
  write('package.json', '{ "type": "module" }')
  write('src/order.ts', '')
  write('package-lock.json', '{ "packages": { "": {}, "node_modules/a": { "version": "1.0.0" } } }')
  // Writes down that it was called, then does what its two environment words say.
  write(
    'npm-cli.js',
    `import { appendFileSync, mkdirSync } from 'node:fs'
     if (process.argv[2] === 'config') { console.log('registry=' + (process.env.REGISTRY ?? 'none') + '\\nproxy=null\\nhttps-proxy=null'); process.exit(0) }
     const how = ['--omit=dev', '--offline'].filter((flag) => process.argv.includes(flag))
     appendFileSync('calls', [process.argv[2], ...how].join(' ') + '\\n')
     if (process.env.NPM_SAYS) { console.error(process.env.NPM_SAYS); process.exit(1) }
     mkdirSync('node_modules', { recursive: true })`,
  )
})
afterEach(() => rmSync(house, { recursive: true, force: true }))

function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const clean = { ...process.env, npm_execpath: path.join(house, 'npm-cli.js'), PG15_BIN: '/nowhere' }
  for (const name of [
    'DATABASE_URL',
    'PG_BIN',
    'DATA_DIR',
    'NODE_ENV',
    'NODE_CHANNEL_FD',
    'VITEST',
    'npm_lifecycle_event',
  ]) {
    delete (clean as NodeJS.ProcessEnv)[name]
  }
  return { ...clean, ...more }
}

function dev(args: string[], more: NodeJS.ProcessEnv = {}) {
  const run = spawnSync(process.execPath, ['scripts/dev.mjs', ...args], {
    cwd: house,
    encoding: 'utf8',
    env: environment(more),
  })
  return { code: run.status, out: run.stdout, err: run.stderr }
}

describe('installing', () => {
  test('once, and again only when the lock has changed', () => {
    expect(dev(['prepare'], { CHROMIUM_PATH: process.execPath }).code).toBe(0)
    expect(dev(['prepare'], { CHROMIUM_PATH: process.execPath }).code).toBe(0)
    expect(read('calls')).toBe('ci\n')
    write('package-lock.json', '{ "packages": { "": {}, "node_modules/a": { "version": "1.0.1" } } }')
    dev(['prepare'], { CHROMIUM_PATH: process.execPath })
    expect(read('calls')).toBe('ci\nci\n')
  })

  test('half of it to run, the rest when the tests need it', () => {
    dev(['start'])
    dev(['start'])
    expect(read('calls')).toBe('ci --omit=dev\n')
    dev(['prepare'], { CHROMIUM_PATH: process.execPath })
    expect(read('calls')).toBe('ci --omit=dev\ninstall\n')
    dev(['start'])
    expect(read('calls')).toBe('ci --omit=dev\ninstall\n')
  })

  test('from the cache when no registry answers, without waiting for one', () => {
    dev(['start'], { REGISTRY: 'http://127.0.0.1:59998/' })
    expect(read('calls')).toBe('ci --omit=dev --offline\n')
  })

  test('not at all when somebody ran npm ci by hand', () => {
    write('node_modules/.package-lock.json', '{ "packages": { "node_modules/a": { "version": "1.0.0" } } }')
    expect(dev(['prepare'], { CHROMIUM_PATH: process.execPath }).code).toBe(0)
    expect(has('calls')).toBe(false)
  })

  test('but when what they installed is another version', () => {
    write('node_modules/.package-lock.json', '{ "packages": { "node_modules/a": { "version": "0.9.0" } } }')
    dev(['prepare'], { CHROMIUM_PATH: process.execPath })
    expect(read('calls')).toBe('ci\n')
  })

  test.each([
    ['no network', 'npm error code ENOTCACHED', 'registry cannot be reached'],
    ['no such host', 'npm error code ENOTFOUND', 'registry cannot be reached'],
    ['no right to write', 'npm error code EACCES', 'No right to write'],
    ['no space', 'npm error ENOSPC: no space left on device', 'disk is full'],
  ])('%s: one clear line, no stack, and the command has failed', (_, says, told) => {
    const run = dev(['test', '--unit'], { NPM_SAYS: says })
    expect(run.code).toBe(1)
    expect(run.err).toContain(told)
    expect(run.err.trim().split('\n')).toHaveLength(1)
    // npm ci was refused, npm install was tried, nothing is remembered as installed.
    expect(read('calls')).toBe('ci\ninstall\n')
    expect(has('node_modules/.doudi-installed')).toBe(false)
  })
})

describe('refusals', () => {
  test('an unknown verb names the known ones', () => {
    const run = dev(['fly'])
    expect(run).toMatchObject({ code: 2, out: '' })
    expect(run.err).toContain('start|test|prepare|reset')
  })
  test('production without DATABASE_URL is refused before anything is installed', () => {
    const run = dev(['start'], { NODE_ENV: 'production' })
    expect(run.code).toBe(1)
    expect(run.err).toContain('DATABASE_URL')
    expect(has('calls')).toBe(false)
  })
  test('a browser that is not there is said, with the way around it', () => {
    const run = dev(['test'], { CHROMIUM_PATH: '/nowhere/chromium' })
    expect(run.code).toBe(1)
    expect(run.err).toContain('CHROMIUM_PATH')
  })
  test('reset leaves a folder alone that is not Doudi’s, and a database that was brought along', () => {
    write('photos/wedding.jpg', '')
    expect(dev(['reset'], { DATA_DIR: path.join(house, 'photos') }).code).toBe(1)
    expect(has('photos/wedding.jpg')).toBe(true)
    expect(dev(['reset'], { DATABASE_URL: 'postgres://127.0.0.1/mine' }).err).toContain('yours to drop')
    expect(dev(['reset'], { NODE_ENV: 'production' }).code).toBe(1)
  })
  test('reset waits until the server is stopped', () => {
    write('.doudi/postgres/PG_VERSION', '18')
    write('.doudi/postgres/postmaster.pid', `${process.pid}\n`)
    expect(dev(['reset']).err).toContain('Still running')
    rmSync(path.join(house, '.doudi/postgres/postmaster.pid'))
    expect(dev(['reset']).code).toBe(0)
    expect(has('.doudi')).toBe(false)
  })
})

describe('npm test', () => {
  const report = (body: object, exitCode: number) => {
    write('node_modules/.package-lock.json', '{ "packages": { "node_modules/a": { "version": "1.0.0" } } }')
    write(
      'node_modules/vitest/vitest.mjs',
      `import { appendFileSync, writeFileSync } from 'node:fs'
       const file = process.argv.find((arg) => arg.startsWith('--outputFile.json=')).split('=')[1]
       appendFileSync('runs', (process.env.PG_BIN ?? 'default') + ' ' + (process.env.DOUDI_CRASH_KILLS ?? '-') + ' ' + process.argv.slice(6).join(' ') + '\\n')
       writeFileSync(file, ${JSON.stringify(JSON.stringify(body))})
       process.exit(${exitCode})`,
    )
  }
  const ten = { numPassedTests: 10, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] }
  const lastLine = (out: string) => out.trimEnd().split('\n').at(-1)

  test('the last line counts', () => {
    report(ten, 0)
    const run = dev(['test', '--unit'])
    expect(run.code).toBe(0)
    expect(lastLine(run.out)).toBe('10 passed, 0 failed')
  })
  test('a failure, and what was skipped', () => {
    report({ ...ten, numFailedTests: 2, numPendingTests: 3 }, 1)
    const run = dev(['test', '--unit'])
    expect(run.code).toBe(1)
    expect(lastLine(run.out)).toBe('10 passed, 2 failed, 3 skipped')
  })
  test('a file that could not be read is a failure, though no test in it failed', () => {
    report({ ...ten, testResults: [{ status: 'failed', assertionResults: [] }] }, 1)
    expect(lastLine(dev(['test', '--unit']).out)).toBe('10 passed, 1 failed')
  })
  test('an error outside every test is a failure', () => {
    report(ten, 1)
    const run = dev(['test', '--unit'])
    expect(run.code).toBe(1)
    expect(lastLine(run.out)).toBe('10 passed, 1 failed')
  })
  test('what opens a database runs again on PostgreSQL 15, and both runs are counted; without one it is said', () => {
    report(ten, 0)
    write('src/household/fact-store.test.ts', 'await freshDatabase()')
    write('src/foundation/fen.test.ts', 'yuan(1)')
    // Killed and asked over HTTP once is enough.
    write('src/payments/crash.store.test.ts', 'await freshDatabase()')
    write('src/server/routes/household.store.test.ts', 'await freshDatabase()')
    expect(dev(['test', '--unit']).out).toContain('PostgreSQL 15 was not checked')
    write('pg15/postgres', '')
    const run = dev(['test', '--unit'], { PG15_BIN: path.join(house, 'pg15') })
    expect(lastLine(run.out)).toBe('20 passed, 0 failed')
    expect(read('runs').trim().split('\n').at(-1)).toBe(
      `${path.join(house, 'pg15')} - --project unit* src/household/fact-store.test.ts`,
    )
  })
  test('the long kill tests are told how often', () => {
    report(ten, 0)
    dev(['test', '--unit', '--crash'])
    expect(existsSync(path.join(root, 'src/payments/crash.store.test.ts'))).toBe(true)
    expect(read('runs')).toBe('default 200 --project unit* crash.store.test.\n')
  })
})

describe.skipIf(process.platform === 'win32')('npm start', () => {
  /** A server that notes its pid and how it ended; with its own child, as the demo has. */
  const serve = `import { writeFileSync } from 'node:fs'
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => { writeFileSync('ended', signal); process.exit(0) })
    setInterval(() => {}, 1000)
    writeFileSync('pid', String(process.pid))`

  beforeEach(() => {
    write('node_modules/.package-lock.json', '{ "packages": { "node_modules/a": { "version": "1.0.0" } } }')
    symlinkSync(tsxHome, path.join(house, 'node_modules', 'tsx'))
    write('src/main/serve.ts', serve)
  })
  const started: ChildProcess[] = []
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL')
  })
  async function start(program: string, args: string[], more: NodeJS.ProcessEnv = {}): Promise<ChildProcess> {
    const child = spawn(program, args, { cwd: house, stdio: 'ignore', env: environment(more) })
    started.push(child)
    await until(() => has('pid') && read('pid') !== '')
    return child
  }
  async function until(condition: () => boolean): Promise<boolean> {
    for (let i = 0; i < 200 && !condition(); i++) await pause(50)
    return condition()
  }
  const ended = () => until(() => has('ended'))

  test.each(['SIGINT', 'SIGTERM'] as const)('%s is passed on, and the command ends with 0', async (signal) => {
    const child = await start(process.execPath, ['scripts/dev.mjs', 'start'])
    const exit = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    expect(await ended()).toBe(true)
    expect(read('ended')).toBe(signal)
    expect(await exit).toBe(0)
  })

  test('kill -9 of the command: the server is asked to stop', async () => {
    const child = await start(process.execPath, ['scripts/dev.mjs', 'start'])
    child.kill('SIGKILL')
    expect(await ended()).toBe(true)
  })

  test('kill -9 of npm above it: the same', async () => {
    // As npm does: a process that runs a shell that runs the command.
    write(
      'npm.mjs',
      `import { spawn } from 'node:child_process'
      spawn('sh', ['-c', '"$NODE" scripts/dev.mjs start; true'], { stdio: 'ignore' })`,
    )
    const npm = await start(process.execPath, ['npm.mjs'], { npm_lifecycle_event: 'start', NODE: process.execPath })
    npm.kill('SIGKILL')
    expect(await ended()).toBe(true)
  })

  test('the demo, unless this is production or somebody says otherwise', async () => {
    write(
      'src/main/serve.ts',
      "import { writeFileSync } from 'node:fs'\nwriteFileSync('demo', process.env.DOUDI_DEMO ?? '')",
    )
    dev(['start'])
    expect(read('demo')).toBe('1')
    dev(['start'], { DOUDI_DEMO: '0' })
    expect(read('demo')).toBe('0')
    dev(['start'], { NODE_ENV: 'production', DATABASE_URL: 'postgres://127.0.0.1/x' })
    expect(read('demo')).toBe('0')
  })

  test('a server that cannot start makes the command fail', () => {
    write('src/main/serve.ts', 'process.exit(3)')
    expect(dev(['start']).code).toBe(3)
  })
})
