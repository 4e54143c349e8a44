import { z } from 'zod'
import { route } from './route.ts'
import { bigId, fen, id, text, wireDay } from './wire.ts'

/** Sheets on the boards of villages, and what people say against them. */
const sheetLine = z.object({
  name: z.string(),
  group: z.string(),
  people: z.int(),
  category: z.string(),
  monthly: fen(),
})
export const previewNotice = route({
  method: 'POST',
  path: '/api/desk/notice-previews',
  summary: 'The sheet as it would hang, and what may not hang there 公示预览',
  body: z.strictObject({ cases: z.array(id()).min(1).max(200), place: text(100) }),
  reply: z.object({
    lines: z.array(sheetLine),
    problems: z.array(z.object({ cell: z.string(), rule: z.string() })),
  }),
})
export const publishNotice = route({
  method: 'POST',
  path: '/api/desk/notices',
  summary: 'Hang one sheet for several households of a village 发布公示',
  idempotent: true,
  body: z.strictObject({
    cases: z
      .array(z.strictObject({ caseId: id(), version: z.int() }))
      .min(1)
      .max(200),
    firstDay: wireDay(),
    place: text(100).min(1),
  }),
  reply: z.object({ sheetId: id(), lines: z.array(sheetLine) }),
})
export const listNotices = route({
  method: 'GET',
  path: '/api/desk/notices',
  summary: 'Sheets on boards, their days and photographs 公示清单',
  reply: z.object({
    items: z.array(
      z.object({
        sheetId: id(),
        place: z.string(),
        areaName: z.string(),
        firstDay: wireDay(),
        lastDay: wireDay(),
        photoFirst: z.boolean(),
        photoLast: z.boolean(),
        state: z.enum(['coming', 'running', 'over', 'objected', 'withdrawn']),
        lines: z.array(sheetLine.extend({ caseId: id(), noticeId: id(), householdId: bigId() })),
      }),
    ),
  }),
})
export const addBoardPhoto = route({
  method: 'POST',
  path: '/api/desk/notices/:sheetId/photos',
  summary: 'The board on its first or last day 公示照片',
  params: z.object({ sheetId: id() }),
  query: z.object({ which: z.enum(['first', 'last']), takenOn: wireDay(), where: text(100).min(1) }),
  takes: 'bytes',
  reply: z.object({ cases: z.int() }),
})
export const recordObjection = route({
  method: 'POST',
  path: '/api/desk/notices/:noticeId/objections',
  summary: 'Somebody objects by telephone, letter or at the window 登记异议',
  params: z.object({ noticeId: id() }),
  idempotent: true,
  body: z.strictObject({
    channel: z.enum(['phone', 'window', 'letter']),
    matter: text(2000).min(1),
    objector: text(100).nullable(),
  }),
  reply: z.object({ objectionId: id(), answerCode: z.string(), answerBy: wireDay().nullable() }),
})
export const exportNotices = route({
  method: 'GET',
  path: '/api/desk/notices/export',
  summary: 'The list of notices as a workbook 导出公示清单',
  answers: 'bytes',
})
