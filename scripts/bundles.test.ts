import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = path.join(root, 'dist')

/** Words that outlive minifying and are found in no other package. The second test shows that they are really there. */
const fingerprints: Record<string, { word: string; file: string }> = {
  pg: { word: 'SASL: SCRAM-SERVER-FIRST-MESSAGE', file: 'pg/lib/crypto/sasl.js' },
  fastify: { word: 'FST_ERR_CTP_ALREADY_PRESENT', file: 'fastify/lib/errors.js' },
  kysely: { word: 'AlterTableNode', file: 'kysely/dist/esm/operation-node/alter-table-node.js' },
  'graphile-worker': { word: 'graphile_worker', file: 'graphile-worker/dist/config.js' },
  exceljs: { word: 'xl/worksheets/sheet', file: 'exceljs/lib/xlsx/xlsx.js' },
}
const serverOnly = /__vite-browser-external|has been externalized for browser/

function found(bundle: string): string[] {
  const packages = Object.entries(fingerprints).filter(([, { word }]) => bundle.includes(word))
  return [...packages.map(([name]) => name), ...(serverOnly.test(bundle) ? ['a Node module'] : [])]
}

function scripts(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.m?js$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(path.join(dist, 'server')))
}

const bundles = scripts(dist)

describe('what a browser is sent', () => {
  test.skipIf(bundles.length === 0)(
    'holds no database driver, no server, no query builder (no bundle built? npm run build)',
    () => {
      const dirty = bundles.map((file) => [path.relative(root, file), found(readFileSync(file, 'utf8'))] as const)
      expect(dirty.filter(([, packages]) => packages.length > 0)).toEqual([])
    },
  )

  const page = path.join(dist, 'desk', 'index.html')
  test.skipIf(!existsSync(page))('the staff application’s first view is at most 450 KB compressed', () => {
    const html = readFileSync(page, 'utf8')
    const first = [...html.matchAll(/(?:src|href)="\/desk\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]!)
    expect(first.length).toBeGreaterThan(0)
    const size = first.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(dist, 'desk', name))).length, 0)
    expect(size).toBeLessThanOrEqual(450 * 1024)
  })

  test.each(Object.entries(fingerprints))('a bundle with %s in it would be recognised', (name, { file }) => {
    const text = readFileSync(path.join(root, 'node_modules', file), 'utf8')
    expect(found(`(()=>{${text}})()`)).toContain(name)
  })
})
