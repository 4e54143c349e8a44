import { z } from 'zod'
import { route } from '../route.ts'
import { bigId, fen, id, positiveFen, text, wireDay, wireMonth } from '../wire.ts'
import { bookParams, programme } from './shared.ts'

/** 账务: where the money stands, and what one household got. */
export const readLedger = route({
  method: 'GET',
  path: '/api/books/:book/ledger',
  summary: 'Balances: budget, committed, paid, returned 总账',
  params: bookParams,
  reply: z.object({
    items: z.array(
      z.object({
        account: z.string(),
        kind: z.string(),
        programmeName: z.object({ zh: z.string(), en: z.string() }).nullable(),
        budgetLine: z.string().nullable(),
        year: z.int().nullable(),
        balance: fen(),
      }),
    ),
  }),
})
export const exportBalances = route({
  method: 'GET',
  path: '/api/books/:book/ledger/export',
  summary: 'The balances as a workbook 资金余额导出',
  params: bookParams,
  answers: 'bytes',
})
export const verifyLedger = route({
  method: 'GET',
  path: '/api/books/:book/ledger/verification',
  summary: 'Every invariant of the book, checked now 账务校验',
  params: bookParams,
  reply: z.object({
    broken: z.array(
      z.object({
        invariant: z.string(),
        reference: z.string(),
        expected: z.string().nullable(),
        found: z.string().nullable(),
      }),
    ),
  }),
})
const entry = z.object({
  entry: id(),
  on: wireDay(),
  kind: z.string(),
  why: z.string(),
  from: z.string(),
  to: z.string(),
  budgetLine: z.string().nullable(),
  lines: z.int(),
  amount: fen(),
})
export const listEntries = route({
  method: 'GET',
  path: '/api/books/:book/entries',
  summary: 'The journal, newest first: one row per entry and pair of accounts 记账流水',
  params: bookParams,
  query: z.object({
    year: z.coerce.number().int().min(2020).max(2100).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  reply: z.object({ items: z.array(entry) }),
})
export const exportEntries = route({
  method: 'GET',
  path: '/api/books/:book/entries/export',
  summary: 'A year’s journal as a workbook 记账流水导出',
  params: bookParams,
  query: z.object({ year: z.coerce.number().int().min(2020).max(2100) }),
  answers: 'bytes',
})
export const allocateFunds = route({
  method: 'POST',
  path: '/api/books/:book/allocations',
  summary: 'Enter what finance has allocated 登记拨款',
  params: bookParams,
  idempotent: true,
  body: z.strictObject({
    year: z.int().min(2020).max(2100),
    programme,
    residence: z.enum(['urban', 'rural']),
    amount: positiveFen(),
    document: text(100).min(1),
    reference: id(),
  }),
  reply: z.object({ first: z.boolean() }),
})
export const householdPayments = route({
  method: 'GET',
  path: '/api/households/:householdId/payments',
  summary: 'Every payment a household was ever told, with its postings 一户发放与记账',
  params: z.object({ householdId: bigId() }),
  reply: z.object({
    items: z.array(
      z.object({
        instruction: id(),
        month: wireMonth(),
        programme,
        kind: z.string(),
        amount: fen(),
        reason: z.string(),
        document: z.string().nullable(),
        state: z.string(),
        stateOn: wireDay().nullable(),
        returnReason: z.string().nullable(),
        postings: z.array(
          z.object({
            on: wireDay(),
            kind: z.string(),
            from: z.string(),
            to: z.string(),
            amount: fen(),
            why: z.string(),
          }),
        ),
      }),
    ),
  }),
})
export const exportHouseholdPayments = route({
  method: 'GET',
  path: '/api/households/:householdId/payments/export',
  summary: 'The same as a workbook 一户发放记录导出',
  params: z.object({ householdId: bigId() }),
  answers: 'bytes',
})
