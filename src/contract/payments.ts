import { z } from 'zod'
import { route } from './route.ts'
import { bigId, cursor, fen, id, page, text, wireArea, wireDay, wireMonth } from './wire.ts'

/** What the desk's money pages do not need every day: opening a book, the bank's keys, single lines, money given back. */
const book = z.string().regex(/^\d{6}$/)
const reason = text(300).min(1)
const done = z.object({ done: z.literal(true) })
const publicKey = z.string().regex(/^[A-Za-z0-9+/]{40,120}={0,2}$/)

export const openBook = route({
  method: 'POST',
  path: '/api/books',
  summary: 'Open the book of a paying county 开立账套',
  idempotent: true,
  body: z.strictObject({
    book,
    name: text(100).min(1),
    financeOffice: text(100).min(1),
    payerName: text(100).min(1),
    payerBank: text(60).min(1),
    payerAccount: text(40).min(1),
    projectCodes: z.record(z.string().max(40), text(60)).default({}),
    staleAfterDays: z.int().min(1).max(400).nullable().default(35),
    payDay: z.int().min(1).max(28).default(10),
  }),
  reply: z.object({ book }),
})
export const officeKey = route({
  method: 'GET',
  path: '/api/bank-keys/office',
  summary: 'The public key we sign payment files with, to hand to the bank 本单位签名公钥',
  reply: z.object({ keyId: z.string(), publicKey: z.string() }),
})
export const trustBankKey = route({
  method: 'POST',
  path: '/api/books/:book/bank-keys',
  summary: 'Believe a bank’s key, compared by hand with the paper on file 登记银行公钥',
  params: z.object({ book }),
  idempotent: true,
  body: z.strictObject({ publicKey }),
  reply: z.object({ keyId: z.string() }),
})
export const endBankKey = route({
  method: 'DELETE',
  path: '/api/books/:book/bank-keys/:keyId',
  summary: 'Believe a key no longer 停用银行公钥',
  params: z.object({ book, keyId: z.string().regex(/^[0-9a-f]{16}$/) }),
  reply: done,
})

export const runLines = route({
  method: 'GET',
  path: '/api/payment-runs/:runId/lines',
  summary: 'The lines of a list, page by page, accounts masked 批次明细',
  params: z.object({ runId: id() }),
  query: z.object(cursor),
  reply: page(
    z.object({
      line: z.int(),
      householdId: bigId(),
      personId: bigId(),
      area: wireArea(),
      place: z.string(),
      headName: z.string().nullable(),
      month: wireMonth(),
      kind: z.enum(['regular', 'back-pay']),
      sequence: z.int(),
      amount: fen(),
      previous: fen().nullable(),
      reason: z.string(),
      document: z.string().nullable(),
      holder: z.string().nullable(),
      lastFour: z.string().nullable(),
      held: z.boolean(),
      instruction: id(),
      result: z.enum(['paid', 'returned']).nullable(),
      resultOn: wireDay().nullable(),
      resultReason: z.string().nullable(),
    }),
  ),
})
export const exportLines = route({
  method: 'GET',
  path: '/api/payment-runs/:runId/lines/export',
  summary: 'Every line as a workbook, accounts masked 批次明细导出',
  params: z.object({ runId: id() }),
  answers: 'bytes',
})
export const showAccountNumber = route({
  method: 'POST',
  path: '/api/persons/:personId/accounts/:accountId/number',
  summary: 'The whole account number, for a purpose; every look is written down 查看完整账号',
  params: z.object({ personId: bigId(), accountId: id() }),
  body: z.strictObject({
    purpose: z.enum([
      'identity-check',
      'phone-call',
      'verification',
      'payment-return',
      'document',
      'complaint',
      'inspection',
    ]),
  }),
  reply: z.object({ number: z.string() }),
})
export const writeBack = route({
  method: 'POST',
  path: '/api/households/:householdId/payments/:instruction/writing-back',
  summary: 'Returned money nobody is owed any more goes back to its fund, by a decision 退回资金冲回',
  params: z.object({ householdId: bigId(), instruction: id() }),
  idempotent: true,
  body: z.strictObject({ decisionId: id(), reason }),
  reply: done,
})
