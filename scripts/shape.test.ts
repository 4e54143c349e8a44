/** The tools that read the whole tree, each seen to find something before it is believed to find nothing. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const tool = (...parts: string[]) => path.join(root, 'node_modules', ...parts)
const patience = 300_000

/** The tool's words when it has something against the tree, '' when not. */
function run(args: string[], cwd = root): string {
  const { FORCE_COLOR: _, ...env } = process.env
  const done = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } })
  return done.status === 0 ? '' : `${done.stdout}${done.stderr}` || `exit code ${done.status}`
}

const tsc = [tool('tsc7', 'bin', 'tsc'), '--noEmit']
const biome = [tool('@biomejs', 'biome', 'bin', 'biome'), 'check']
const cruiser = [tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), '--output-type', 'err']
const knip = [tool('knip', 'bin', 'knip.js'), '--no-progress', '--no-config-hints']

describe('the tree as it is', () => {
  test('the types hold (npm run types)', { timeout: patience }, () => {
    expect(run([...tsc, '-p', '.'])).toBe('')
  })
  test('the linter and the formatter have nothing to say (npm run format)', { timeout: patience }, () => {
    expect(run([...biome, '.'])).toBe('')
  })
  test('no circles, no import that leads nowhere, no undeclared package (npm run boundaries)', {
    timeout: patience,
  }, () => {
    expect(run([...cruiser, '--config', '.dependency-cruiser.cjs', 'src', 'demo', 'bench', 'e2e', 'scripts'])).toBe('')
  })
  test('no file that nobody reaches, no package that nobody imports (npm run unused)', { timeout: patience }, () => {
    expect(run(knip)).toBe('')
  })
})

describe('planted', () => {
  const planted = mkdtempSync(path.join(tmpdir(), 'doudi-planted-'))
  afterAll(() => rmSync(planted, { recursive: true, force: true }))
  const plant = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(planted, name)), { recursive: true })
    writeFileSync(path.join(planted, name), text)
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(planted, 'node_modules'))
  plant(
    'package.json',
    '{ "name": "planted", "type": "module", "dependencies": { "pg": "*" }, "devDependencies": { "vitest": "*" } }',
  )
  plant('tsconfig.json', '{ "extends": "./base.json" }')
  plant(
    'base.json',
    '{ "compilerOptions": { "strict": true, "module": "NodeNext", "allowImportingTsExtensions": true, "noEmit": true, "types": [] }, "include": ["src"] }',
  )
  plant('src/a/one.ts', "import { two } from './two.ts'\nexport const one = () => two()\n")
  plant('src/a/two.ts', "import { one } from './one.ts'\nexport const two = (): unknown => one()\n")
  plant('src/a/three.ts', "import 'kysely'\nimport 'vitest'\nimport './nowhere.ts'\n")
  plant('src/a/four.ts', "export const four: number = 'four'\n")
  plant('src/a/five.ts', 'export const five: any = 5\n')

  test('dependency-cruiser sees a circle, a package nobody declared, a test tool in the product, and a path to nowhere', () => {
    const said = run([...cruiser, '--config', path.join(root, '.dependency-cruiser.cjs'), 'src'], planted)
    for (const rule of ['no-circle', 'declared', 'no-test-in-the-product', 'resolvable']) expect(said).toContain(rule)
  })
  test('the type checker sees a text where a number should be', () => {
    expect(run([...tsc, '-p', planted])).toContain('TS2322')
  })
  test('the linter sees an any', () => {
    expect(run([...biome, '--config-path', root, path.join(planted, 'src')])).toContain('noExplicitAny')
  })
})
