import { z } from 'zod'
import { both } from './case-reason.ts'
import { trayLine } from './desk-queue.ts'
import { route } from './route.ts'
import { fen, id, text, wireDay } from './wire.ts'

/** What waits for the county's signature, singly or a meeting at once. */
const confirmable = trayLine.extend({
  act: z.string(),
  monthly: fen(),
  difference: z.boolean(),
  editedAfterPreview: z.int(),
  countyReviewed: z.boolean(),
  /** Whether the procedure lets my role decide this one. */
  mine: z.boolean(),
  reachedOn: wireDay(),
  /** The digest of the rule's answer today; null where the figures contradict each other. */
  seen: z.string().nullable(),
  ruleAct: z.string().nullable(),
  ruleMonthly: fen().nullable(),
})
export const confirmables = route({
  method: 'GET',
  path: '/api/desk/confirmations',
  summary: 'Cases waiting for the county’s signature 待确认',
  reply: z.object({ items: z.array(confirmable) }),
})
export type Confirmable = z.output<typeof confirmable>
export const confirmBatch = route({
  method: 'POST',
  path: '/api/desk/confirmations',
  summary: 'Confirm a meeting’s cases with cut-off day and minutes number 集中确认',
  idempotent: true,
  body: z.strictObject({
    cutOff: wireDay(),
    metOn: wireDay(),
    minutesNo: text(60).min(1),
    cases: z
      .array(z.strictObject({ caseId: id(), version: z.int(), seen: text(100) }))
      .min(1)
      .max(300),
  }),
  reply: z.object({
    batchId: id(),
    confirmed: z.array(id()),
    rolledOver: z.array(z.object({ caseId: id(), why: both })),
  }),
})
export const listBatches = route({
  method: 'GET',
  path: '/api/desk/batches',
  summary: 'Meetings held 集中确认记录',
  reply: z.object({
    items: z.array(
      z.object({
        batchId: id(),
        cutOff: wireDay(),
        metOn: wireDay(),
        minutesNo: z.string(),
        confirmed: z.int(),
        rolledOver: z.int(),
      }),
    ),
  }),
})
export const exportConfirmables = route({
  method: 'GET',
  path: '/api/desk/confirmations/export',
  summary: 'The list for the meeting as a workbook 导出待确认清单',
  answers: 'bytes',
})
