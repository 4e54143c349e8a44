import { exit } from '../cli/index.ts'
import { runCommandLine } from './command-line.ts'

process.once('SIGINT', () => process.exit(exit.interrupted))
process.exitCode = await runCommandLine(process.argv)
