import { z } from 'zod'
import { caseParams } from './case-reason.ts'
import { applicationInput, receipt } from './casework.ts'
import { route } from './route.ts'
import { bigId, id, wireDay } from './wire.ts'

/** What families bring; codes of the office's list of papers. */
export const paperKinds = [
  'household-register',
  'identity-card',
  'disability-card',
  'diagnosis',
  'medical-bill',
  'school-proof',
  'income-proof',
  'lease',
  'judgment',
  'bank-card',
  'application-scan',
  'other',
] as const

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
const counterDraft = z.object({
  draftId: id(),
  version: z.int(),
  savedAt: z.string(),
  /** What the screen keeps; the server does not look into it. */
  content: z.record(z.string(), z.unknown()),
})
export const listCounterDrafts = route({
  method: 'GET',
  path: '/api/desk/drafts',
  summary: 'Applications I have begun to write down 未登记完的申请',
  reply: z.object({ items: z.array(counterDraft) }),
})
export const saveCounterDraft = route({
  method: 'PUT',
  path: '/api/desk/drafts/:draftId',
  summary: 'Keep what is written down so far 暂存',
  params: z.object({ draftId: id() }),
  body: z.strictObject({ content: z.record(z.string().max(60), z.unknown()) }),
  reply: z.object({ version: z.int(), savedAt: z.string() }),
})
export const dropCounterDraft = route({
  method: 'DELETE',
  path: '/api/desk/drafts/:draftId',
  summary: 'Tear up a draft 删除暂存',
  params: z.object({ draftId: id() }),
  reply: z.object({ done: z.literal(true) }),
})
export const openApplications = route({
  method: 'GET',
  path: '/api/desk/households/:householdId/open-applications',
  summary: 'What this household has asked for and is still open 在办申请',
  params: z.object({ householdId: bigId() }),
  reply: z.object({
    items: z.array(z.object({ caseId: id(), caseNo: z.string(), programme: z.string(), openedOn: wireDay() })),
  }),
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
