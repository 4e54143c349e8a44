import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dataDir } from './places.mjs'
import { Stop } from './stop.mjs'

/** Throws the embedded database, the files and the keys away: the next start makes a new demo county. */
export function resetDemo() {
  if (process.env.NODE_ENV === 'production') throw new Stop('Refused: NODE_ENV=production.')
  if (process.env.DATABASE_URL) {
    throw new Stop('DATABASE_URL is set: that database is yours to drop. Unset it to reset the embedded demo.')
  }
  if (!existsSync(dataDir)) {
    console.log(`Nothing to reset: ${dataDir} does not exist.`)
    return 0
  }
  const clusters = readdirSync(dataDir)
    .map((name) => join(dataDir, name))
    .filter((path) => existsSync(join(path, 'PG_VERSION')))
  if (clusters.length === 0 && !existsSync(join(dataDir, 'secrets.json'))) {
    throw new Stop(`Refused: ${dataDir} does not look like Doudi's data folder.`)
  }
  for (const cluster of clusters) refuseWhileRunning(cluster)
  // As root without namespaces the cluster stands elsewhere and a link leads to it.
  for (const cluster of clusters) {
    if (lstatSync(cluster).isSymbolicLink()) rmSync(dirname(realpathSync(cluster)), { recursive: true, force: true })
  }
  rmSync(dataDir, { recursive: true, force: true })
  console.log(`Removed ${dataDir}. The next npm start makes a new demo county.`)
  return 0
}

function refuseWhileRunning(cluster) {
  const lock = join(cluster, 'postmaster.pid')
  if (!existsSync(lock)) return
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0])
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code === 'ESRCH') return
  }
  throw new Stop(`Still running (PostgreSQL process ${pid}): stop npm start first, then reset.`)
}
