import { z } from 'zod'
import { route } from '../route.ts'
import { fen, id, text, wireDay, wireMonth } from '../wire.ts'
import { book, programme, reason, runParams } from './shared.ts'

/** One list: what is on it, who sealed it, and the papers that go with it. */
export const runStates = [
  'draft',
  'frozen',
  'reviewed',
  'approved',
  'released',
  'filed',
  'sent',
  'acknowledged',
  'reconciled',
  'rejected',
  'cancelled',
] as const
export const sealSteps = ['prepare', 'review', 'approve', 'finance'] as const

const digest = z.string().regex(/^[0-9a-f]{64}$/)

export const run = z.object({
  runId: id(),
  book,
  number: z.string(),
  programme,
  programmeName: z.object({ zh: z.string(), en: z.string() }),
  month: wireMonth(),
  state: z.enum(runStates),
  previewDigest: z.string().nullable(),
  contentDigest: z.string().nullable(),
  lines: z.int(),
  households: z.int(),
  people: z.int(),
  total: fen(),
  regular: fen(),
  supplement: fen(),
  backPay: fen(),
  heldLines: z.int(),
  heldTotal: fen(),
  previewedOn: wireDay().nullable(),
  frozenOn: wireDay().nullable(),
  releasedOn: wireDay().nullable(),
  sentOn: wireDay().nullable(),
  acknowledgedOn: wireDay().nullable(),
  reconciledOn: wireDay().nullable(),
  endedOn: wireDay().nullable(),
  endedWhy: z.string().nullable(),
  bankSays: z.string().nullable(),
})
export type WireRun = z.output<typeof run>

const seal = z.object({
  step: z.enum(sealSteps),
  by: z.string().nullable(),
  unit: z.string().nullable(),
  on: wireDay().nullable(),
  roles: z.array(z.string()),
  /** Whether the person asking may set it now; else a code that says why not. */
  mine: z.boolean(),
  whyNot: z.enum(['set', 'not-yet', 'role', 'sealed-before']).nullable(),
})
export const readRun = route({
  method: 'GET',
  path: '/api/payment-runs/:runId',
  summary: 'One list with seals, funds and what the bank said 发放批次详情',
  params: runParams,
  reply: z.object({
    run,
    seals: z.array(seal),
    acts: z.array(z.string()),
    funds: z.array(
      z.object({
        budgetLine: z.string(),
        households: z.int(),
        people: z.int(),
        asked: fen(),
        /** What stands in that fund now; null where no account has been opened. */
        available: fen().nullable(),
      }),
    ),
    /** What the total is made of, line by line; the parts without the held ones are the total. */
    parts: z.array(
      z.object({ part: z.enum(['month', 'earlier', 'back-pay', 'repaid', 'held']), lines: z.int(), amount: fen() }),
    ),
    /** What the ledger holds about this list. */
    moved: z.array(z.object({ from: z.string(), to: z.string(), lines: z.int(), amount: fen() })),
    file: z.object({ sequence: z.string(), digest: z.string(), lines: z.int(), total: fen() }).nullable(),
    reconciliation: z.array(
      z.object({ kind: z.string(), reference: z.string(), expected: fen().nullable(), found: fen().nullable() }),
    ),
    reconciled: z.boolean(),
  }),
})
export const releaseStop = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/releases',
  summary: 'A named person lets one held line go, with the reason and the evidence 放行',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ line: z.int().min(1), stop: text(40).min(1), reason }),
  reply: run,
})
export const freezeRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/freezing',
  summary: 'Freeze exactly what was seen and set the preparer’s seal 制表',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ seen: digest }),
  reply: run,
})
export const sealRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/seals',
  summary: 'Review, approve, or release as finance 审核、审批、财政复核',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ step: z.enum(['review', 'approve', 'finance']), content: digest }),
  reply: run,
})
export const cancelRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/cancelling',
  summary: 'Undo a list that has not been released 撤回批次',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ why: reason }),
  reply: run,
})
export const listFile = route({
  method: 'GET',
  path: '/api/payment-runs/:runId/list',
  summary: 'The payment list as a workbook or on paper 发放清册',
  params: runParams,
  query: z.object({ format: z.enum(['xlsx', 'pdf']).default('xlsx'), large: z.enum(['yes', 'no']).default('no') }),
  answers: 'bytes',
})
export const fundsRequest = route({
  method: 'GET',
  path: '/api/payment-runs/:runId/funds-request',
  summary: 'The request for funds, numbered once 资金申请',
  params: runParams,
  query: z.object({ format: z.enum(['pdf', 'docx']).default('pdf') }),
  answers: 'bytes',
})
