import { type Refusal, refuse } from '../foundation/index.ts'
import type { Role } from '../platform/index.ts'

/** A run is one list of payments for one programme and month. Its life goes one way; nothing is edited after the freeze. */
export const runStates = [
  'draft', // 预览: may be made again as often as wanted
  'frozen', // 制表: the content has a digest, and the preparer's seal
  'reviewed', // 审核
  'approved', // 审批
  'released', // 财政复核: the money is posted as owed
  'filed', // the bank's file exists
  'sent',
  'acknowledged', // the bank has taken it; results come in
  'reconciled',
  'rejected', // the bank refused the file: nothing moved, everything is due again
  'cancelled',
] as const
export type RunState = (typeof runStates)[number]

export const runActs = [
  'preview',
  'freeze',
  'review',
  'approve',
  'finance',
  'file',
  'send',
  'take',
  'reject',
  'import',
  'reconcile',
  'cancel',
] as const
export type RunAct = (typeof runActs)[number]

const acts: Record<RunState, Partial<Record<RunAct, RunState>>> = {
  draft: { preview: 'draft', freeze: 'frozen', cancel: 'cancelled' },
  frozen: { review: 'reviewed', cancel: 'cancelled' },
  reviewed: { approve: 'approved', cancel: 'cancelled' },
  approved: { finance: 'released', cancel: 'cancelled' },
  released: { file: 'filed' },
  filed: { send: 'sent' },
  sent: { take: 'acknowledged', reject: 'rejected' },
  acknowledged: { import: 'acknowledged', reconcile: 'reconciled' },
  // Money may bounce after everything fitted: the run stays closed and the item waits in 退回待发.
  reconciled: { import: 'reconciled', reconcile: 'reconciled' },
  rejected: {},
  cancelled: {},
}

/** The state after an act, or the refusal that says in which state the run is. */
export function afterAct(state: RunState, act: RunAct): RunState | Refusal<'run-state'> {
  return acts[state][act] ?? refuse('run-state', { state, act })
}

export const actsIn = (state: RunState): RunAct[] => Object.keys(acts[state]) as RunAct[]

/** The four seals, in order. Each is another human being; who may set it is a matter of office. */
export const sealSteps = ['prepare', 'review', 'approve', 'finance'] as const
export type SealStep = (typeof sealSteps)[number]

export const sealRoles: Record<SealStep, readonly Role[]> = {
  prepare: ['county-section'],
  review: ['county-section', 'county-leader'],
  approve: ['county-leader'],
  finance: ['finance'],
}

/** `990101-202503-dibao-1`: readable on paper, and without a word about anybody. */
export const runNumber = (book: string, month: string, programme: string, n: number): string =>
  `${book}-${month.replace('-', '')}-${programme}-${n}`

/** The instruction of a line: its run's id with the line's number for an end, so that ids follow one another. */
export const instructionOf = (runId: string, line: number): string =>
  `${runId.slice(0, 24)}${line.toString(16).padStart(12, '0')}`
