export { isWholeNumber } from './arguments.ts'
export { backup, restore } from './backup.ts'
export type { CliHouse, OpenHouse } from './house.ts'
export { type ExitCode, exit, type Output, terminalOutput } from './output.ts'
export {
  policyCoverage,
  policyDetermine,
  policyExplain,
  policyInventory,
  policyTest,
  policyVerbs,
} from './policy.ts'
export { buildProgram, runProgram, type Verb, type VerbDefinition } from './program.ts'
