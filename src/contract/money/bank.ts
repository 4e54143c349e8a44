import { z } from 'zod'
import { route } from '../route.ts'
import { fen, id, wireDay } from '../wire.ts'
import { run } from './run.ts'
import { book, bookParams, done, reason, runParams } from './shared.ts'

/** The bank: the file out, what it answers, and what did not fit. */
export const makeBankFile = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/bank-file',
  summary: 'Make the bank’s file; made once, asked again it is the same 生成银行文件',
  params: runParams,
  idempotent: true,
  reply: z.object({ sequence: z.string(), digest: z.string(), lines: z.int(), total: fen() }),
})
export const bankFile = route({
  method: 'GET',
  path: '/api/payment-runs/:runId/bank-file',
  summary: 'The bank’s file as it was made 下载银行文件',
  params: runParams,
  answers: 'bytes',
})
export const sendRun = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/sending',
  summary: 'Send over the line, or say that it was carried by hand 发送银行',
  params: runParams,
  idempotent: true,
  body: z.strictObject({ how: z.enum(['line', 'by-hand']) }),
  reply: run,
})
const believed = z.object({
  runId: id(),
  lines: z.int(),
  paid: fen(),
  returned: fen(),
  returnedLines: z.int(),
})
export const takeAnswer = route({
  method: 'POST',
  path: '/api/books/:book/answers',
  summary: 'The bank’s acknowledgement, carried by hand 导入银行回执',
  params: bookParams,
  idempotent: true,
  takes: 'bytes',
  reply: z.object({ runId: id(), accepted: z.boolean(), again: z.boolean(), reason: z.string().nullable() }),
})
export const takeReturns = route({
  method: 'POST',
  path: '/api/books/:book/returns',
  summary: 'The bank’s result file, imported once 导入发放结果',
  params: bookParams,
  idempotent: true,
  takes: 'bytes',
  reply: believed,
})
export const collectReturns = route({
  method: 'POST',
  path: '/api/books/:book/collection',
  summary: 'Fetch results over the line now 立即取回结果',
  params: bookParams,
  idempotent: true,
  reply: done,
})
export const reconcile = route({
  method: 'POST',
  path: '/api/payment-runs/:runId/reconciliation',
  summary: 'Compare list, ledger and bank; every difference has a name 对账',
  params: runParams,
  idempotent: true,
  takes: 'bytes',
  reply: z.object({
    settled: z.boolean(),
    differences: z.array(
      z.object({ kind: z.string(), reference: z.string(), expected: fen().nullable(), found: fen().nullable() }),
    ),
  }),
})

export const listAside = route({
  method: 'GET',
  path: '/api/books/:book/aside-files',
  summary: 'Files of the bank that were refused whole 搁置的银行文件',
  params: bookParams,
  reply: z.object({
    items: z.array(
      z.object({
        asideId: id(),
        what: z.enum(['answer', 'return', 'statement']),
        why: z.string(),
        atLine: z.int().nullable(),
        atColumn: z.string().nullable(),
        on: wireDay(),
      }),
    ),
  }),
})
export const settleAside = route({
  method: 'POST',
  path: '/api/books/:book/aside-files/:asideId/settlement',
  summary: 'Dealt with 搁置文件办结',
  params: z.object({ book, asideId: id() }),
  body: z.strictObject({ how: reason }),
  reply: done,
})
