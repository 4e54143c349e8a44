import type { WhoMay } from './groups.ts'

const system = ['system'] as const

/** Rules and values are public; these verbs touch no database. */
export const policyRows: WhoMay = {
  'cli policy determine': system,
  'cli policy explain': system,
  'cli policy test': system,
  'cli policy coverage': system,
  'cli policy inventory': system,
}
