import { z } from 'zod'
import { route } from '../route.ts'
import { bigId, fen, id, wireDay, wireMonth } from '../wire.ts'
import { bookParams, done, programme, reason } from './shared.ts'

/** 退回待发: money that came back, and what ends its waiting. */
export const listReturned = route({
  method: 'GET',
  path: '/api/books/:book/returned',
  summary: 'Money that came back and waits for the same people 退回待发',
  params: bookParams,
  reply: z.object({
    items: z.array(
      z.object({
        instruction: id(),
        householdId: bigId(),
        headName: z.string().nullable(),
        place: z.string(),
        programme,
        month: wireMonth(),
        kind: z.string(),
        amount: fen(),
        payee: bigId().nullable(),
        payeeName: z.string().nullable(),
        /** Null: carried over from the former list; no account of ours yet. */
        accountId: id().nullable(),
        lastFour: z.string().nullable(),
        /** The account was spoken about and works, or another one has been confirmed: the next list pays again. */
        mended: z.boolean(),
        since: wireDay(),
        reason: z.string().nullable(),
        contact: z
          .object({ due: wireDay().nullable(), done: wireDay().nullable(), outcome: z.string().nullable() })
          .nullable(),
      }),
    ),
  }),
})
export const exportReturned = route({
  method: 'GET',
  path: '/api/books/:book/returned/export',
  summary: 'The same as a workbook 退回清单导出',
  params: bookParams,
  answers: 'bytes',
})
export const clearAccount = route({
  method: 'POST',
  path: '/api/persons/:personId/accounts/:accountId/clearing',
  summary: 'Somebody spoke with the payee: the account works again 账户已核实可用',
  params: z.object({ personId: bigId(), accountId: id() }),
  idempotent: true,
  body: z.strictObject({ how: reason }),
  reply: done,
})
