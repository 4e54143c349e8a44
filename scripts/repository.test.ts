import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readIdentityNumber } from '../src/foundation/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const lockFile = 'package-lock.json'

/** What is or will be committed; without git (an unpacked archive) what lies there. */
function files(): string[] {
  try {
    const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return list
      .split('\0')
      .filter((name) => name !== '' && statSync(path.join(root, name), { throwIfNoEntry: false })?.isFile())
  } catch {
    return walk('')
  }
}

function walk(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (/^(node_modules|dist|\.git|\.doudi|coverage)$/.test(entry.name)) return []
    const name = path.posix.join(folder, entry.name)
    return entry.isDirectory() ? walk(name) : [name]
  })
}

const isText = (name: string) =>
  /\.(ts|tsx|mjs|cjs|js|json|jsonc|md|sql|ya?ml|typ|css|html|sh|csv|txt|svg)$/.test(name) || !/\.\w+$/.test(name)
const isTest = (name: string) => /\.test\.tsx?$/.test(name)

// Written in pieces, so that this file does not hold what it looks for.
const focused = new RegExp(`\\b(?:test|it|describe|suite)(?:\\.\\w+)*\\.${'on'}ly\\b`)
const silenced = new RegExp(`@ts-${'ig'}nore|@ts-${'no'}check`)
/**
 * A value inside the text of a statement (R47): `sql.raw` and `query` take a text that stands in the source. The two files
 * that name tables and roles from the catalogue, as the database's owner, quote them.
 */
const pasted = /\bsql\.raw\((?!['"`])|\bsql\.raw\(`[^`]*\$\{|\.query\(\s*`[^`]*\$\{|\.query\(\s*['"`][^,)]*['"`]\s*\+/
const asOwner = ['src/platform/migrate.ts', 'src/cli/table-copy.ts']
const isProduct = (name: string) =>
  /^src\/.*\.tsx?$/.test(name) && !/testkit|\.test\./.test(name) && !asOwner.includes(name)
const places = [`/${'work'}/`, `/${'tmp'}/brief`, `/${'Users'}/`, `/${'home'}/`, `C:\\\\${'Users'}`]
const homes = [root, homedir()].map((place) => place.replace(/\/$/, '')).filter((place) => place.length > 5)
const registries = [`registry.npm${'js.org'}`, `npm${'mirror'}.com`, `registry.${'yarnpkg'}.com`]

function complaints(name: string, text: string): string[] {
  const found: string[] = []
  const holds = (words: string[]) => words.some((word) => text.includes(word))
  if (holds(places) || holds(homes)) found.push(`${name}: a path of somebody's machine`)
  if (holds(registries)) found.push(`${name}: a registry's address`)
  if (silenced.test(text)) found.push(`${name}: a silenced type error`)
  if (isTest(name) && focused.test(text)) found.push(`${name}: only one test would run`)
  if (isProduct(name) && pasted.test(text))
    found.push(`${name}: SQL put together from texts (bind values, name columns with sql.ref)`)
  const real = realNumbers(text)
  if (real > 0) found.push(`${name}: ${real} identity numbers that could belong to somebody (use area 99xxxx)`)
  return found
}

/** Eighteen characters with a right check digit and a real area are somebody's, or could be. */
function realNumbers(text: string): number {
  const candidates = text.match(/(?<![\dA-Za-z])[1-8]\d{16}[\dXx](?![\dA-Za-z])/g) ?? []
  return candidates.filter((digits) => readable(digits)).length
}

function readable(digits: string): boolean {
  const read = readIdentityNumber(digits)
  return typeof read === 'object' && read !== null && !('refused' in read)
}

describe('the repository', () => {
  test('no machine’s paths, no registry’s address, no test run alone, no silenced type, nobody’s number', () => {
    const found = files()
      .filter((name) => isText(name) && name !== lockFile)
      .flatMap((name) => complaints(name, readFileSync(path.join(root, name), 'utf8')))
    expect(found).toEqual([])
  })

  test('the lock is complete and names no download address (node scripts/complete-lock.mjs)', () => {
    expect(readFileSync(path.join(root, lockFile), 'utf8')).not.toContain('"resolved"')
    const check = () =>
      execFileSync(process.execPath, ['scripts/complete-lock.mjs', '--check'], { cwd: root, encoding: 'utf8' })
    expect(check()).toBe('')
  })

  test('nothing that npm installs wants a Node later than the one we promise', () => {
    const lock: { packages: Record<string, { engines?: { node?: string } }> } = JSON.parse(
      readFileSync(path.join(root, lockFile), 'utf8'),
    )
    const later = Object.entries(lock.packages).filter(
      ([, entry]) => entry.engines?.node && !allowsNode20(entry.engines.node),
    )
    expect(later.map(([name, entry]) => `${name}: ${entry.engines?.node}`)).toEqual([])
  })

  test('every file is small enough to be read, pictures and fonts apart', () => {
    const large = files().filter(
      (name) => isText(name) && name !== lockFile && statSync(path.join(root, name)).size > 1_000_000,
    )
    expect(large).toEqual([])
  })
})

/** Enough of semver for `engines`: one alternative must have a lower bound of 20 or less and no upper bound below 20. */
function allowsNode20(range: string): boolean {
  return range.split('||').some((alternative) => {
    const bounds = alternative
      .trim()
      .replace(/([<>=^~])\s+/g, '$1')
      .split(/\s+/)
    return bounds.every((bound) => {
      const match = /^(>=|>|<=|<|\^|~|=)?\s*v?(\d+|\*|x)/.exec(bound.trim())
      if (!match || match[2] === '*' || match[2] === 'x') return true
      const major = Number(match[2])
      if (match[1] === '>=' || match[1] === '>') return major <= 20
      if (match[1] === '<' || match[1] === '<=') return major > 20
      return major === 20
    })
  })
}

// Written in pieces, so that this file is no statement itself.
const value = `$${'{name}'}`
describe('the guard has been seen to fail', () => {
  test.each([
    ['a path', 'src/a.ts', `// see /${'home'}/wang/notes`, 1],
    ['a registry', 'README.md', `https://registry.npm${'js.org'}/pg`, 1],
    ['a focused test', 'src/a.test.ts', `test.${'on'}ly('x', () => {})`, 1],
    ['a focused table', 'src/a.test.ts', `describe.${'on'}ly.each([])`, 1],
    ['a silenced type', 'src/a.ts', `// @ts-${'ig'}nore`, 1],
    ['a number with a real area', 'cases/a.yaml', `idNo: ${'11010519491231'}002X`, 1],
    ['an invented number', 'cases/a.yaml', 'idNo: 990101194912310029', 0],
    ['a value in a statement', 'src/a/b.ts', `await client.query(\`select ${value} from x\`)`, 1],
    ['a text added to a statement', 'src/a/b.ts', "await client.query('select ' + name)", 1],
    ['a raw piece from outside', 'src/a/b.ts', 'order by sql.raw(order)', 1],
    ['bound values', 'src/a/b.ts', `sql\`select ${value}\`; client.query("select $1", [x])`, 0],
    ['an ordinary file', 'src/a.ts', 'export const only = 1', 0],
  ])('%s', (_, name, text, n) => {
    expect(complaints(name, text)).toHaveLength(n)
  })
  test.each([
    ['>=22', false],
    ['^20.19.0 || >=22.12.0', true],
    ['>=18', true],
    ['>= 14.16', true],
    ['22 || 24', false],
    ['>=20 <21', true],
    ['*', true],
  ])('engines %s', (range, allowed) => {
    expect(allowsNode20(range)).toBe(allowed)
  })
})
