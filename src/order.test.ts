import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { type Chapter, order } from './order.ts'

/** Path from the root of the repository → text. */
type Files = Record<string, string>

const root = fileURLToPath(new URL('..', import.meta.url))
const isSource = (name: string) => /\.[mc]?tsx?$/.test(name) && !name.endsWith('.d.ts')
const isTest = (file: string) => /\.(test|test-support)\.tsx?$|\/testkit(\/|\.ts$)/.test(file)

/** A chapter's second door, for tests only: invented households, fresh databases. */
const isTestkit = (file: string) => /^src\/\w+\/testkit(\/[\w-]+)?\.ts$/.test(file)
/** The composition root may start what the demo needs. */
const mayUseDemo: Chapter[] = ['cli', 'main']

function violations(files: Files): string[] {
  return Object.entries(files).flatMap(([file, text]) =>
    importsOf(file, text).flatMap((target) => complaint(file, target) ?? []),
  )
}

/** Static, dynamic, re-exported and type imports alike: a type drawn from a later chapter is knowledge of it too. */
function importsOf(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) take(node.moduleSpecifier)
    else if (ts.isImportTypeNode(node))
      take(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument)
    else if (ts.isCallExpression(node) && isImportCall(node.expression)) take(node.arguments[0])
    ts.forEachChild(node, visit)
  }
  const take = (specifier: ts.Node | undefined) => {
    if (specifier) found.push(ts.isStringLiteralLike(specifier) ? specifier.text : computed)
  }
  visit(source)
  return found
}
const computed = '(computed)'
const isImportCall = (callee: ts.Expression) =>
  callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')

function complaint(file: string, specifier: string): string | null {
  const from = chapterOf(file)
  if (from === 'unknown') return `${file}: not a chapter of src/order.ts`
  if (specifier === computed) return from && !isTest(file) ? `${file}: an import nobody can read before it runs` : null
  if (!specifier.startsWith('.'))
    return from === 'policy' && !isTest(file) ? `${file}: policy is alone, no ${specifier}` : null
  const target = path.posix.join(path.posix.dirname(file), specifier)
  const to = chapterOf(target)
  if (from === null) return fromOutside(file, target)
  if (to === from) return null
  if (to === null) return leavingSrc(file, from, target)
  if (to === 'unknown') return `${file}: ${target} is in no chapter of src/order.ts`
  if (order.indexOf(to) > order.indexOf(from)) return `${file}: ${to} comes after ${from}`
  if (from === 'policy' && to !== 'foundation') return `${file}: policy is alone, no ${to}`
  if (isTest(file) && isTestkit(target)) return null
  if (target !== `src/${to}/index.ts`) return `${file}: ${to} is entered through its index.ts, not ${target}`
  return null
}

function leavingSrc(file: string, from: Chapter, target: string): string | null {
  if (isTest(file) || target === 'package.json') return null
  if (target.startsWith('demo/') && mayUseDemo.includes(from)) return null
  return `${file}: ${target} is outside src`
}

/** The demo's agencies and bank are somebody else's computers: they may know what money and a day are, no more. */
function fromOutside(file: string, target: string): string | null {
  const foreign = /^demo\/(agencies|bank|outside)\//.test(file)
  if (!foreign || isTest(file) || !target.startsWith('src/') || target === 'src/foundation/index.ts') return null
  return `${file}: somebody else's system knows only foundation, not ${target}`
}

/** null: outside `src`, or one of its own two files. */
function chapterOf(file: string): Chapter | 'unknown' | null {
  const [top, chapter, ...rest] = file.split('/')
  if (top !== 'src' || chapter === 'order.ts' || chapter === 'order.test.ts') return null
  if (chapter === undefined || rest.length === 0) return 'unknown'
  return (order as readonly string[]).includes(chapter) ? (chapter as Chapter) : 'unknown'
}

function read(folder: string, files: Files = {}): Files {
  for (const name of readdirSync(path.join(root, folder))) {
    const at = path.posix.join(folder, name)
    if (statSync(path.join(root, at)).isDirectory()) read(at, files)
    else if (isSource(name)) files[at] = readFileSync(path.join(root, at), 'utf8')
  }
  return files
}

describe('the order of the chapters', () => {
  test('nobody imports a later chapter, or an earlier one past its door', () => {
    expect(violations({ ...read('src'), ...read('demo') })).toEqual([])
  })

  test('a folder that is no chapter, or a file beside the chapters, is seen even when it imports nothing', () => {
    const folders = readdirSync(path.join(root, 'src'))
    expect(folders.filter((name) => !['order.ts', 'order.test.ts', ...order].includes(name))).toEqual([])
  })
})

describe('the guard has been seen to fail', () => {
  const says = (file: string, text: string) => violations({ [file]: text })
  const payments = 'src/payments/ledger.ts'

  test('an earlier chapter, through its door, is welcome; so is a neighbour in the same chapter', () => {
    expect(
      says(payments, "import { yuan } from '../foundation/index.ts'\nimport { line } from './run/line.ts'"),
    ).toEqual([])
  })
  test.each([
    ['static', "import { award } from '../benefits/index.ts'"],
    ['type', "import type { Award } from '../benefits/index.ts'"],
    ['re-export', "export * from '../benefits/index.ts'"],
    ['side effect', "import '../benefits/index.ts'"],
    ['dynamic', "const benefits = await import('../benefits/index.ts')"],
    ['type in place', "export const f = (a: import('../benefits/index.ts').Award) => a"],
    ['require', "const benefits = require('../benefits/index.ts')"],
  ])('backward: %s', (_, text) => {
    expect(says(payments, text)).toEqual(['src/payments/ledger.ts: benefits comes after payments'])
  })
  test('past the door', () => {
    const complaints = says(payments, "import { rows } from '../household/fact-store.ts'")
    expect(complaints).toEqual([
      'src/payments/ledger.ts: household is entered through its index.ts, not src/household/fact-store.ts',
    ])
  })
  test('an unknown folder, from inside and from outside', () => {
    expect(says('src/utils/misc.ts', "import { yuan } from '../foundation/index.ts'")).toEqual([
      'src/utils/misc.ts: not a chapter of src/order.ts',
    ])
    expect(says(payments, "import { misc } from '../utils/index.ts'")).toEqual([
      'src/payments/ledger.ts: src/utils/index.ts is in no chapter of src/order.ts',
    ])
  })
  test('an import that is computed', () => {
    expect(says(payments, "const benefits = await import('../' + name)")).toHaveLength(1)
  })
  test('an import in a comment or in a text is none', () => {
    expect(says(payments, "// import '../benefits/index.ts'\nconst text = \"import '../benefits/index.ts'\"")).toEqual(
      [],
    )
  })
  test('policy: no wording, no clock, no file system, no package', () => {
    for (const specifier of ['../wording/index.ts', 'node:fs', 'kysely']) {
      expect(says('src/policy/kernel/run.ts', `import '${specifier.replace('..', '../..')}'`)).toHaveLength(1)
    }
  })
  test('the test kit is for tests', () => {
    const text = "import { freshDatabase } from '../platform/testkit/index.ts'"
    expect(says('src/payments/ledger.test.ts', text)).toEqual([])
    expect(says(payments, text)).toHaveLength(1)
  })
  test('the demo: main may start it, a chapter may not know it, and it may not know us', () => {
    const text = "import { start } from '../../demo/agencies/serve.ts'"
    expect(says('src/main/demo.ts', text)).toEqual([])
    expect(says('src/verification/hub.ts', text)).toHaveLength(1)
    expect(says('demo/agencies/hub.ts', "import { facts } from '../../src/household/index.ts'")).toHaveLength(1)
    expect(says('demo/agencies/hub.ts', "import { yuan } from '../../src/foundation/index.ts'")).toEqual([])
  })
})
