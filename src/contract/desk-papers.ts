import { z } from 'zod'
import { caseParams } from './case-reason.ts'
import { applicationInput, receipt } from './casework.ts'
import { route } from './route.ts'
import { bigId, id } from './wire.ts'

/** At the window: an application is entered, pages are scanned in, papers are printed. */
export const receiveApplication = route({
  method: 'POST',
  path: '/api/desk/applications',
  summary: 'Enter an application at the window 窗口受理登记',
  idempotent: true,
  body: applicationInput,
  reply: receipt,
})
export const uploadScan = route({
  method: 'POST',
  path: '/api/desk/scans',
  summary: 'Keep one scanned page: checked, re-encoded, encrypted 上传扫描件',
  takes: 'bytes',
  reply: z.object({ fileId: z.string(), digest: z.string(), type: z.string(), bytes: z.int() }),
})
export const attachToCase = route({
  method: 'POST',
  path: '/api/desk/cases/:caseId/attachments',
  summary: 'Add a page to the case 上传附件',
  params: caseParams,
  query: z.object({ kind: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/) }),
  takes: 'bytes',
  reply: z.object({ attachmentId: id() }),
})
export const readAttachment = route({
  method: 'GET',
  path: '/api/desk/households/:householdId/attachments/:attachmentId',
  summary: 'One page, on record 查看附件',
  params: z.object({ householdId: bigId(), attachmentId: id() }),
  answers: 'bytes',
})
export const printDocument = route({
  method: 'GET',
  path: '/api/desk/households/:householdId/documents/:documentId',
  summary: 'The paper as PDF or as an editable file 打印文书',
  params: z.object({ householdId: bigId(), documentId: id() }),
  query: z.object({
    format: z.enum(['pdf', 'docx']).default('pdf'),
    large: z.enum(['0', '1']).default('0'),
    lang: z.enum(['zh', 'en']).default('zh'),
  }),
  answers: 'bytes',
})
