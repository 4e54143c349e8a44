import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { at, digest, readIfThere, root } from './places.mjs'
import { Stop } from './stop.mjs'

const stamp = at('node_modules', '.doudi-installed')

/**
 * Runs `npm ci` when the lock file or the kind of machine is not what was installed last. Running needs `dependencies`
 * only (the tools for building the pages are among them): half of what testing needs, in half the time.
 */
export async function installPackages({ forTests }) {
  const lock = digest([at('package-lock.json')], `${process.platform} ${process.arch}`)
  const before = readIfThere(stamp)
  if (before === `all ${lock}` || (before === `run ${lock}` && !forTests)) return
  const wanted = `${forTests ? 'all' : 'run'} ${lock}`
  if (before === null && installedByHand(forTests)) {
    linkPostgres()
    writeStamp(wanted)
    return
  }
  console.log('Installing packages (once, about half a minute) … 正在安装依赖')
  // A cache may hold everything; npm alone would look for a registry that is not there for minutes.
  const network = (await registryAnswers()) ? [] : ['--offline']
  const flags = [forTests ? '--include=dev' : '--omit=dev', ...network]
  // Going on from what is there; `npm ci` would begin by throwing it away.
  const more = before === `run ${lock}`
  const first = more ? null : npm(['ci', ...flags])
  // npm install reads the lock and must not write it: what runs here is what was tested.
  const last = first?.status === 0 ? first : npm(['install', '--no-save', ...flags])
  if (last.status !== 0) throw new Stop(explain(`${first?.stderr ?? ''}\n${last.stderr}`))
  linkPostgres()
  writeStamp(wanted)
}

function npm(args) {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']
  flags.push('--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000')
  // Under `npm start`, npm says where it is itself; npx and others may not be it.
  const cli = process.env.npm_execpath
  const own = cli && /npm-cli\.js$/.test(cli)
  const [program, all] = own ? [process.execPath, [cli, ...args, ...flags]] : ['npm', [...args, ...flags]]
  const shell = !own && process.platform === 'win32'
  const run = spawnSync(program, all, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell })
  return { status: run.status, out: run.stdout ?? '', stderr: run.error ? run.error.message : run.stderr }
}

const unreachable =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT/

/** Any answer is one; behind a proxy we cannot know and let npm try. */
async function registryAnswers() {
  const says = npm(['config', 'get', 'registry', 'proxy', 'https-proxy']).out
  const setting = (name) => new RegExp(`^${name} ?= ?"?([^"\\n]*)"?$`, 'm').exec(says)?.[1] ?? 'null'
  const address = setting('registry')
  if (setting('proxy') !== 'null' || setting('https-proxy') !== 'null' || !/^https?:/.test(address)) return true
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(8_000) })
    return true
  } catch (error) {
    return error.name !== 'TimeoutError' && !unreachable.test(`${error.cause?.code}`)
  }
}

function explain(trouble) {
  if (/EACCES|EPERM|EROFS/.test(trouble)) {
    return `No right to write in ${root}: packages cannot be installed. Clone it to a folder of yours. 没有写入权限。`
  }
  if (/ENOSPC/.test(trouble)) return 'The disk is full: packages need about 1 GB. 磁盘空间不足。'
  if (/ENOTCACHED|ERR_SOCKET_TIMEOUT/.test(trouble) || unreachable.test(trouble)) {
    return 'The package registry cannot be reached: check the network, the proxy, or `npm config get registry`, then run the command again. 无法连接 npm 源。'
  }
  if (/spawn npm ENOENT/.test(trouble)) return 'npm was not found; it comes with Node. 找不到 npm。'
  const lines = trouble.split('\n').filter((line) => line.trim() && !/^npm warn/i.test(line))
  return `npm could not install the packages:\n${lines.slice(0, 12).join('\n')}`
}

/** Somebody ran `npm ci`: npm's own list in node_modules agrees with the lock, apart from other platforms' binaries. */
function installedByHand(forTests) {
  const list = readIfThere(at('node_modules', '.package-lock.json'))
  if (list === null) return false
  const installed = JSON.parse(list).packages
  const wanted = JSON.parse(readIfThere(at('package-lock.json'))).packages
  return Object.entries(wanted).every(
    ([name, entry]) =>
      name === '' || entry.optional || (entry.dev && !forTests) || installed[name]?.version === entry.version,
  )
}

/** Now, by who installs: at the first start node_modules may belong to somebody else. */
function linkPostgres() {
  const module = at('src', 'platform', 'embedded-postgres.ts')
  if (process.env.DATABASE_URL || process.env.PG_BIN || !existsSync(module)) return
  const program = `import(${JSON.stringify(module)}).then((m) => m.linkLibraries())`
  const run = spawnSync(process.execPath, ['--import', 'tsx', '-e', program], { cwd: root, encoding: 'utf8' })
  const reason = run.stderr.split('\n').find((line) => /Error: /.test(line))
  if (run.status !== 0) throw new Stop(reason?.replace(/^.*?Error: /, '') ?? run.stderr)
}

function writeStamp(text) {
  try {
    writeFileSync(stamp, text)
  } catch {
    // node_modules belongs to somebody else and is complete: the next start compares again.
  }
}
