import type { WhoMay } from './groups.ts'

const system = ['system'] as const

/** The command line runs as the system: whoever has a shell on the server and the keys. */
export const cliRows: WhoMay = {
  'cli serve': system,
  'cli work': system,
  'cli migrate': system,
  'cli doctor': system,
  'cli backup': system,
  'cli restore': system,
  'cli audit verify': system,
  'cli audit seal': system,
  'cli admin first': system,
  'cli decision replay': system,
  'cli ledger verify': system,
  'cli case show': system,
  'cli pay preview': system,
  'cli pay run': system,
  'cli import roster': system,
  'cli export roster': system,
  'cli demo seed': system,
  'cli demo reset': system,
  'cli demo clock': system,
}
