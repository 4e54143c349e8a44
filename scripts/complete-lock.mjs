#!/usr/bin/env node
/**
 * Completes package-lock.json after a change of dependencies, so that `npm ci` accepts it everywhere.
 *
 * A registry that lacks the binaries of foreign platforms makes npm write a lock without them, and `npm ci` then stops
 * with "Missing: …-darwin-arm64 from lock file". Each exact-version optional dependency without an entry gets one here,
 * with os, cpu and libc read from its name. It carries no integrity: whoever works on such a platform re-locks against a
 * full registry and commits the hashes. Download addresses are taken out (they name somebody's registry).
 *
 *   node scripts/complete-lock.mjs            writes
 *   node scripts/complete-lock.mjs --check    exits 1 when something is missing
 */
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const text = readFileSync(file, 'utf8')
const lock = JSON.parse(text)
const packages = lock.packages

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'arm', 'x64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32']

function platformOf(name) {
  const words = name.split('/').pop().split(/[-_.]/)
  const os = systems.find((system) => words.includes(system) || (system === 'win32' && words.includes('windows')))
  const cpu = processors.find((processor) => words.includes(processor))
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined
  return { cpu: cpu && [cpu], libc: os === 'linux' && libc ? [libc] : undefined, os: os && [os] }
}

/** Node looks beside the package first, then one node_modules further up. */
function hasEntry(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[at ? `${at}/node_modules/${name}` : `node_modules/${name}`]) return true
    if (!at) return false
  }
}

const added = []
for (const [at, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!/^\d/.test(version) || hasEntry(at, name)) continue
    const { cpu, libc, os } = platformOf(name)
    // In npm's own order, so that its next write changes nothing. JSON leaves undefined out.
    packages[`node_modules/${name}`] = { version, cpu, dev: entry.dev, libc, optional: true, os }
    added.push(`${name}@${version}`)
  }
}
let addresses = 0
for (const entry of Object.values(packages)) {
  if (entry.resolved === undefined) continue
  delete entry.resolved
  addresses++
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')))

if (process.argv.includes('--check')) {
  for (const name of added) console.log(`missing: ${name}`)
  if (addresses > 0) console.log(`${addresses} download addresses`)
  process.exit(added.length + addresses > 0 ? 1 : 0)
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added.length} platform entries added, ${addresses} download addresses removed`)
