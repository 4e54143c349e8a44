import { Command, Option } from 'commander'
import { mayAsk } from '../access/index.ts'
import { assert } from '../foundation/index.ts'
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

export interface VerbDefinition {
  /** `ledger verify` */
  name: string
  /** One line, Chinese then English. */
  summary: string
  words?: string
  options?: [flags: string, what: string, fallback?: string][]
  example: string
  run: Verb
}

/** The whole command line. Each verb stands in the who-may table as `cli <verb>`. */
export function buildProgram(house: CliHouse, verbs: readonly VerbDefinition[]): Command {
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
    for (const [flags, what, fallback] of verb.options ?? []) command.option(flags, what, fallback)
    command.addOption(new Option('--json', 'data as JSON on stdout').default(false))
    command.addHelpText('after', `\n例 Example:\n  ${verb.example}`)
    command.action(async (...args: unknown[]) => {
      const self = args.at(-1) as Command
      const options = { ...program.opts(), ...self.opts() } as Record<string, string | boolean>
      process.exitCode = await verb.run(
        terminalOutput(options.json === true || program.opts().json === true),
        options,
        self.args,
      )
    })
  }
  return program
}

export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  process.once('SIGINT', () => process.exit(exit.interrupted))
  try {
    await program.parseAsync(argv)
  } catch (problem) {
    const known = problem as { code?: string; exitCode?: number; message: string }
    if (known.code?.startsWith('commander.')) process.exitCode = known.exitCode === 0 ? exit.ok : exit.usage
    else {
      process.stderr.write(`没有办成 · failed: ${known.message}\n`)
      process.exitCode = exit.failure
    }
  }
}
