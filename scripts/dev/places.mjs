import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const at = (...parts) => join(root, ...parts)
export const dataDir = resolve(root, process.env.DATA_DIR ?? '.doudi')

/** One digest over the texts of files and folders; what is not there counts as not there. */
export function digest(paths, also = '') {
  const hash = createHash('sha256').update(also)
  for (const path of paths) addTo(hash, path)
  return hash.digest('hex')
}

function addTo(hash, path) {
  if (!existsSync(path)) return
  if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) addTo(hash, join(path, name))
  else
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0')
}

export const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)
