import { z } from 'zod'
import { both } from './case-reason.ts'
import { route } from './route.ts'
import { bigId, cursor, id, page, text, wireDay } from './wire.ts'

/** Trays: the open cases of a saved view, who has how many, and handing them over. */
export const trayView = z.enum([
  'turn',
  'today',
  'overdue',
  'supplement',
  'notice',
  'confirmation',
  'mine',
  'relatives',
  'all',
  'closed',
])
export type TrayView = z.output<typeof trayView>

/** 剩余: working days left, `none` while nothing is owed by a day. */
export const remaining = z.object({
  state: z.enum(['running', 'due-soon', 'today', 'overdue', 'paused', 'none']),
  left: z.int().nullable(),
  due: wireDay().nullable(),
  provisional: z.boolean(),
  pausedSince: wireDay().nullable(),
  pauseReason: z.string().nullable(),
})
export type Remaining = z.output<typeof remaining>

export const trayLine = z.object({
  caseId: id(),
  caseNo: z.string(),
  householdId: bigId(),
  headName: z.string().nullable(),
  people: z.int(),
  areaName: z.string(),
  kind: z.string(),
  change: z.string().nullable(),
  programme: z.string(),
  programmeName: both,
  stage: z.string(),
  ending: z.string().nullable(),
  origin: z.string(),
  openedOn: wireDay(),
  remaining,
  dueStep: z.string().nullable(),
  blockedOn: z.string().nullable(),
  holder: id().nullable(),
  holderName: z.string().nullable(),
  officerRelative: z.boolean(),
  version: z.int(),
})
export type TrayLine = z.output<typeof trayLine>

const trayQuery = {
  view: trayView.default('turn'),
  text: text(60).optional(),
  holder: z.union([id(), z.literal('nobody')]).optional(),
}
export const tray = route({
  method: 'GET',
  path: '/api/desk/queue',
  summary: 'Open cases of a saved view, nearest due day first 工作队列',
  query: z.object({ ...trayQuery, ...cursor }),
  reply: page(trayLine),
})
export const trayCounts = route({
  method: 'GET',
  path: '/api/desk/counts',
  summary: 'How many cases each saved view holds 各视图件数',
  reply: z.object({ counts: z.record(z.string(), z.int()) }),
})
export const exportTray = route({
  method: 'GET',
  path: '/api/desk/queue/export',
  summary: 'The view as a workbook 导出队列',
  query: z.object(trayQuery),
  answers: 'bytes',
})

export const workload = route({
  method: 'GET',
  path: '/api/desk/workload',
  summary: 'Cases per desk 工作量',
  reply: z.object({
    items: z.array(
      z.object({
        holder: id().nullable(),
        name: z.string().nullable(),
        role: z.string().nullable(),
        unit: z.string().nullable(),
        open: z.int(),
        overdue: z.int(),
        dueToday: z.int(),
        paused: z.int(),
      }),
    ),
  }),
})
export const handOver = route({
  method: 'POST',
  path: '/api/desk/hand-overs',
  summary: 'All open cases of a colleague to another 整体转交',
  idempotent: true,
  body: z.strictObject({ from: id(), to: id().nullable() }),
  reply: z.object({ moved: z.int(), kept: z.array(z.object({ caseId: id(), why: both })) }),
})
export const exportWorkload = route({
  method: 'GET',
  path: '/api/desk/workload/export',
  summary: 'Cases per desk as a workbook 导出工作量',
  answers: 'bytes',
})
