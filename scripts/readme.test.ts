/** What our papers say to do can be done: commands run, paths lead somewhere, snippets compile. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { buildProgram, policyVerbs } from '../src/cli/index.ts'
import { demoVerbs } from '../src/main/demo-verbs.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const scripts: Record<string, string> = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).scripts
const builtIn = ['start', 'test', 'ci', 'install', 'audit']
/** Made when something runs, so a clone does not have them. */
const made = /^(\.doudi|dist|node_modules|coverage)(\/|$)/

interface Block {
  language: string
  text: string
}

const fence = /^( *)```([\w-]*)[^\n]*\n([\s\S]*?)^\1```/gm
const blocks = (text: string): Block[] =>
  [...text.matchAll(fence)].map((match) => ({ language: match[2]!, text: match[3]! }))
const withoutBlocks = (text: string) => text.replace(fence, '')

/** Problems that can be seen without running anything. */
function problems(file: string, text: string): string[] {
  const prose = withoutBlocks(text)
  return [
    ...linkProblems(file, prose, text),
    ...pathProblems(file, prose),
    ...commandProblems(file, text),
    ...dataProblems(file, text),
  ]
}

// ---- links and paths ------------------------------------------------------------------------------------------------

function linkProblems(file: string, prose: string, whole: string): string[] {
  const targets = [
    ...prose.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g),
    ...prose.matchAll(/(?:src|href)="([^"]+)"/g),
  ].map((match) => match[1]!)
  return targets.flatMap((target) => {
    if (/^[a-z]+:/.test(target)) return []
    const [to = '', anchor] = target.split('#')
    const at = path.join(path.dirname(file), decodeURIComponent(to))
    if (to !== '' && !existsSync(path.join(root, at))) return [`${file}: the link ${target} leads nowhere`]
    if (!anchor || (to !== '' && !to.endsWith('.md'))) return []
    const there = to === '' ? whole : readFileSync(path.join(root, at), 'utf8')
    return anchors(there).includes(decodeURIComponent(anchor))
      ? []
      : [`${file}: the link ${target} leads to no heading`]
  })
}

/** As GitHub makes them: lower case, no punctuation, a dash for every space. */
function anchors(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/^#{1,6} +(.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  )
}

/** `src/order.ts` in code marks is a promise; `and/or` and `POST /api/x` are not. */
function pathProblems(file: string, prose: string): string[] {
  const words = [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!)
  return words.flatMap((word) => {
    if (!/^\.?[\w.@-]+(\/[\w.@-]+)*\/?$/.test(word) || /NNNN|XXXX/.test(word) || made.test(word)) return []
    const named = /\/[\w-]+(\.[\w-]+)*\.(tsx?|mjs|cjs|sql|md|ya?ml|json)$/.test(word)
    const [top = ''] = word.split('/')
    const ours = word.includes('/') && top !== '' && existsSync(path.join(root, top))
    if (!named && !ours) return []
    const places = [root, path.join(root, path.dirname(file)), path.join(root, 'src')]
    return places.some((place) => existsSync(path.join(place, word))) ? [] : [`${file}: there is no ${word}`]
  })
}

// ---- commands -------------------------------------------------------------------------------------------------------

function commands(text: string): string[] {
  const shell = blocks(text).filter((block) => ['', 'sh', 'bash', 'shell', 'console'].includes(block.language))
  const lines = shell.flatMap((block) => block.text.replace(/\\\n\s*/g, ' ').split('\n'))
  const inline = [...withoutBlocks(text).matchAll(/`((?:npm|npx|node|doudi) [^`\n]+)`/g)].map((match) => match[1]!)
  return [...lines, ...inline]
    .map((line) =>
      line
        .replace(/^\s*\$ /, '')
        .replace(/(^|\s)#.*$/, '')
        .trim(),
    )
    .flatMap((line) => line.split(/\s*(?:&&|;|\|)\s*/))
    .map((line) => line.replace(/^(?:[A-Z_]+=\S* +)+/, ''))
    .filter((line) => /^(npm|npx|node|doudi)\b/.test(line))
}

function commandProblems(file: string, text: string): string[] {
  return commands(text).flatMap((command) => {
    const [program, verb = '', name = ''] = command.split(/\s+/)
    if (program === 'npm' && (verb === 'run' ? !scripts[name] : !builtIn.includes(verb) && verb !== 'i')) {
      return [`${file}: npm has no such script: ${command}`]
    }
    const script = command.split(/\s+/).find((word) => /\.(mjs|ts|js|cjs)$/.test(word))
    if (program === 'node' && script && !made.test(script) && !existsSync(path.join(root, script))) {
      return [`${file}: there is no ${script}: ${command}`]
    }
    return []
  })
}

/** `doudi pay run --month 2025-03` → `pay run`: what the command line must know. */
function doudiVerbs(text: string): string[] {
  const calls = commands(text).flatMap(
    (command) =>
      /^(?:npm run (?:-s )?doudi(?: --)?|npx doudi|node bin\/doudi\.mjs|doudi)\s+(.*)$/.exec(command)?.[1] ?? [],
  )
  return calls
    .map((call) => /^[a-z][a-z-]*(?: [a-z][a-z-]*)*/.exec(call.replace(/\[.*$|<.*$|…/g, ''))?.[0] ?? '')
    .filter((verbs) => verbs !== '')
}

// ---- data and code --------------------------------------------------------------------------------------------------

function dataProblems(file: string, text: string): string[] {
  return blocks(text).flatMap((block, i) => {
    try {
      if (block.language === 'json') JSON.parse(block.text)
      if (/^ya?ml$/.test(block.language)) parseYaml(block.text)
      return []
    } catch (error) {
      return [
        `${file}: the ${block.language} of block ${i + 1} cannot be read: ${(error as Error).message.split('\n')[0]}`,
      ]
    }
  })
}

/** TypeScript blocks stand as if they were files beside the paper. A block that shows only a fragment is marked `ts fragment`. */
function snippetProblems(papers: Record<string, string>): string[] {
  const virtual = new Map<string, string>()
  for (const [file, text] of Object.entries(papers)) {
    let n = 0
    for (const [, , language, body] of text.replace(/^( *)```tsx? fragment[\s\S]*?^\1```/gm, '').matchAll(fence)) {
      if (language !== 'ts' && language !== 'tsx') continue
      virtual.set(
        path.join(root, path.dirname(file), `${path.basename(file, '.md')}.snippet-${++n}.${language}`),
        `${body}\nexport {}\n`,
      )
    }
  }
  if (virtual.size === 0) return []
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile).config
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root)
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (name) => virtual.has(name) || fileExists(name)
  host.readFile = (name) => virtual.get(name) ?? readFile(name)
  host.getSourceFile = (name, ...rest) => {
    const text = virtual.get(name)
    return text === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true)
  }
  const program = ts.createProgram([...virtual.keys()], { ...options, noEmit: true }, host)
  return [...virtual.keys()].flatMap((name) => {
    const source = program.getSourceFile(name)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map((it) => `${path.relative(root, name)}: ${ts.flattenDiagnosticMessageText(it.messageText, ' ')}`)
  })
}

// ---- the papers -----------------------------------------------------------------------------------------------------

function papers(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name)
    if (made.test(name) || entry.name === '.git') return []
    if (entry.isDirectory()) return papers(name)
    // The law's own words are quoted in articles; they promise nothing about our files.
    return entry.name.endsWith('.md') && !name.includes('/articles') ? [name] : []
  })
}

const all = Object.fromEntries(papers('').map((name) => [name, readFileSync(path.join(root, name), 'utf8')]))

describe('our papers', () => {
  test('every path and link leads somewhere, every command exists, every example can be read', () => {
    expect(Object.entries(all).flatMap(([file, text]) => problems(file, text))).toEqual([])
  })

  test('TypeScript snippets on the front pages and in docs compile', { timeout: 60_000 }, () => {
    const shown = Object.entries(all).filter(([file]) => !file.includes('/') || file.startsWith('docs/'))
    expect(snippetProblems(Object.fromEntries(shown))).toEqual([])
  })

  test('the command line knows every doudi command they name', () => {
    const named = [...new Set(Object.values(all).flatMap(doudiVerbs))].sort()
    expect(named.length).toBeGreaterThan(10)
    const known = knownVerbs()
    // A verb may be followed by one word of its own (`policy explain DB-05` stops at the word; `pay run june` does not).
    expect(named.filter((words) => !known.some((verb) => words === verb || words.startsWith(`${verb} `)))).toEqual([])
  })

  test('both front pages say the same commands', () => {
    const [english, chinese] = [all['README.md'], all['README.zh-CN.md']]
    if (english === undefined || chinese === undefined) return
    const shown = (text: string) => [...new Set(commands(text))].sort()
    expect(shown(chinese)).toEqual(shown(english))
  })
})

/** Every noun and verb there is, read from the program itself: asking `--help` of each would take minutes. */
function knownVerbs(): string[] {
  const unused = async (): Promise<never> => expect.unreachable('nothing runs here')
  const house = { open: unused, serve: unused, work: unused, reset: unused }
  const walk = (command: Command, path: string[]): string[] =>
    command.commands.flatMap((verb) => [[...path, verb.name()].join(' '), ...walk(verb, [...path, verb.name()])])
  return walk(buildProgram(house, [...policyVerbs, ...demoVerbs]), [])
}

describe('the check has been seen to fail', () => {
  const says = (text: string) => problems('README.md', text)
  test.each([
    ['a link to nowhere', 'See [the plan](docs/plan.md).'],
    ['a link to no heading', '# One\n\nSee [two](#two).'],
    ['a path to nowhere', 'The order is in `src/orders.ts`.'],
    ['a folder to nowhere', 'Cases live in `cases/pension/`.'],
    ['a script that npm does not have', '```sh\nnpm run fly\n```'],
    ['the same in a sentence', 'Run `npm run fly` first.'],
    ['a program to nowhere', '```sh\nnode scripts/fly.mjs\n```'],
    ['JSON that is none', '```json\n{ "a": }\n```'],
    ['YAML that is none', '```yaml\na: [1\n```'],
  ])('%s', (_, text) => {
    expect(says(text)).toHaveLength(1)
  })
  test.each([
    ['a link', 'See [the order](src/order.ts) and [one](#one-两).\n\n# One 两'],
    ['words with a slash', 'Yes `and/or` no, `application/json`, `POST /api/cases`, `cases/*.yaml`.'],
    ['what is made at run time', 'Data in `.doudi/postgres`.'],
    [
      'commands',
      '```sh\nnpm start   # and look\nPORT=4000 npm test && npm run types\nnode scripts/dev.mjs prepare\n```',
    ],
  ])('%s is fine', (_, text) => {
    expect(says(text)).toEqual([])
  })
  test('doudi commands are found in blocks and sentences, without their options', () => {
    const text =
      '```sh\nnpx doudi policy determine --file x.json --json\nnpm run doudi -- pay run <run>\n```\nThen `doudi ledger verify`.'
    expect(doudiVerbs(text)).toEqual(['policy determine', 'pay run', 'ledger verify'])
  })
  test('a snippet that does not compile', { timeout: 60_000 }, () => {
    const good = "```ts\nimport { yuan } from './src/foundation/index.ts'\nconst fen: bigint = yuan(5)\n```"
    expect(snippetProblems({ 'README.md': good })).toEqual([])
    expect(snippetProblems({ 'README.md': good.replace('yuan(5)', "'five'") })).toHaveLength(1)
  })
})
