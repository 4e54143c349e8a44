import { Command, InvalidArgumentError, Option } from 'commander'
import { mayAsk } from '../access/index.ts'
import { assert } from '../foundation/index.ts'
import type { ArgumentCheck } from './arguments.ts'
import type { CliHouse } from './house.ts'
import { type ExitCode, exit, type Output, terminalOutput } from './output.ts'
import { systemVerbs } from './system.ts'
import { workVerbs } from './work-verbs.ts'

/** What every verb gets and gives. */
export type Verb = (
  out: Output,
  options: Record<string, string | boolean | undefined>,
  words: string[],
) => Promise<ExitCode>

export interface VerbOption {
  fallback?: string
  check?: ArgumentCheck
  /** Nothing is done without it. */
  required?: true
}

export interface VerbDefinition {
  /** `ledger verify` */
  name: string
  /** One line, Chinese then English. */
  summary: string
  words?: string
  options?: [flags: string, what: string, more?: VerbOption][]
  example: string
  run: Verb
}

/** The whole command line. Each verb stands in the who-may table as `cli <verb>`. */
export function buildProgram(
  house: CliHouse,
  verbs: readonly VerbDefinition[],
  ended: (code: ExitCode) => void = () => {},
): Command {
  const program = new Command('doudi')
    .description('兜底 Doudi:社会救助系统的命令行 · the command line of Doudi')
    .addOption(new Option('--json', 'data as JSON on stdout').default(false))
    .showHelpAfterError('(doudi --help 查看用法 · for usage)')
    .exitOverride()
  const nouns = new Map<string, Command>()
  for (const verb of [...systemVerbs(house), ...workVerbs(house), ...verbs]) {
    assert(mayAsk(`cli ${verb.name}`, 'system'), `no row for cli ${verb.name} in the who-may table`)
    const [noun, name] = verb.name.split(' ') as [string, string | undefined]
    let parent = program
    if (name) {
      const known = nouns.get(noun) ?? program.command(noun)
      nouns.set(noun, known)
      parent = known
    }
    const command = parent.command(`${name ?? noun}${verb.words ? ` ${verb.words}` : ''}`).description(verb.summary)
    for (const [flags, what, more] of verb.options ?? []) command.addOption(optionOf(flags, what, more))
    command.addOption(new Option('--json', 'data as JSON on stdout').default(false))
    command.addHelpText('after', `\n例 Example:\n  ${verb.example}`)
    command.action(async (...args: unknown[]) => {
      const self = args.at(-1) as Command
      const options = { ...program.opts(), ...self.opts() } as Record<string, string | boolean>
      const json = options.json === true || program.opts().json === true
      ended(await verb.run(terminalOutput(json), options, self.args))
    })
  }
  return program
}

function optionOf(flags: string, what: string, { fallback, check, required }: VerbOption = {}): Option {
  const option = new Option(flags, what)
  if (fallback !== undefined) option.default(fallback)
  if (required) option.makeOptionMandatory()
  if (check)
    option.argParser((text: string) => {
      const wrong = check(text)
      if (wrong) throw new InvalidArgumentError(wrong)
      return text
    })
  return option
}

/** Runs one command line; trouble is told on stderr in words, and its kind is the answer. */
export async function runProgram(
  house: CliHouse,
  verbs: readonly VerbDefinition[],
  argv: readonly string[],
): Promise<ExitCode> {
  let code: ExitCode = exit.ok
  const program = buildProgram(house, verbs, (ended) => {
    code = ended
  })
  try {
    await program.parseAsync(argv)
    return code
  } catch (problem) {
    const known = problem as { code?: string; exitCode?: number }
    if (known.code?.startsWith('commander.')) return known.exitCode === 0 ? exit.ok : exit.usage
    process.stderr.write(`没有办成 · failed: ${inWords(problem)}\n`)
    return exit.failure
  }
}

/** The database repeats what it was given, which may be somebody's name: of its troubles only the code is told. */
function inWords(problem: unknown): string {
  const { severity, code, constraint, path, message } = problem as Record<string, string | undefined>
  if (severity) return `数据库 database ${code ?? ''} ${constraint ?? ''}`.trimEnd()
  if (code === 'ENOENT' && path) return `没有这个文件 ${path} · no such file`
  if (code === 'ECONNREFUSED') return '连不上数据库,请检查 DATABASE_URL · the database does not answer'
  return message || code || String(problem)
}
