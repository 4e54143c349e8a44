import { z } from 'zod'
import { route } from '../route.ts'
import { bigId, fen, wireArea, wireDay, wireMonth } from '../wire.ts'
import { run } from './run.ts'
import { book, programme } from './shared.ts'

/** S12 the month: books, lists, what changes and why, what was paid where. */
const diffTab = z.enum(['new', 'stopped', 'adjusted', 'back-pay', 'returned', 'exception'])
export type DiffTabName = z.output<typeof diffTab>
const stop = z.object({
  stop: z.string(),
  detail: z.string().nullable(),
  released: z.boolean(),
  /** What ends it: mending the cause, time, a decision, or a named person with a reason. */
  path: z.string(),
  releasable: z.boolean(),
})
const diffLine = z.object({
  tab: diffTab,
  householdId: bigId(),
  personId: bigId(),
  area: wireArea(),
  place: z.string(),
  headName: z.string().nullable(),
  old: fen(),
  new: fen(),
  month: wireMonth(),
  reason: z.string(),
  document: z.string().nullable(),
  /** The line of the run that is held, for its release. */
  line: z.int().nullable(),
  stops: z.array(stop),
})
export type DiffLineShown = z.output<typeof diffLine>
const ofMonth = z.object({ book, programme: programme.default('dibao') })

export const listBooks = route({
  method: 'GET',
  path: '/api/books',
  summary: 'Books that I may see 账套',
  reply: z.object({
    items: z.array(
      z.object({
        book,
        name: z.string(),
        financeOffice: z.string(),
        payerName: z.string(),
        payerBank: z.string(),
        payerLastFour: z.string(),
        payDay: z.int(),
        staleAfterDays: z.int().nullable(),
        openedOn: wireDay(),
      }),
    ),
  }),
})
export const listRuns = route({
  method: 'GET',
  path: '/api/payment-runs',
  summary: 'Payment lists of a book, newest first 发放批次',
  query: z.object({ book, month: wireMonth().optional(), limit: z.coerce.number().int().min(1).max(200).default(36) }),
  reply: z.object({ items: z.array(run) }),
})
export const exportRuns = route({
  method: 'GET',
  path: '/api/payment-runs/export',
  summary: 'The same as a workbook 发放批次导出',
  query: z.object({ book }),
  answers: 'bytes',
})
export const monthDiff = route({
  method: 'GET',
  path: '/api/months/:month/diff',
  summary: 'What this month changes against the one before, each with reason and paper 月度变动',
  params: z.object({ month: wireMonth() }),
  query: ofMonth,
  reply: z.object({
    month: wireMonth(),
    lines: z.array(diffLine),
    unchanged: z.int(),
    counts: z.record(diffTab, z.int()),
    before: fen(),
    after: fen(),
    /** How much of it stands on lists of the month already. */
    listed: fen(),
  }),
})
export const exportDiff = route({
  method: 'GET',
  path: '/api/months/:month/diff/export',
  summary: 'The changes as a workbook 变动表导出',
  params: z.object({ month: wireMonth() }),
  query: ofMonth,
  answers: 'bytes',
})
export const previewMonth = route({
  method: 'POST',
  path: '/api/months/:month/preview',
  summary: 'Make the list new from the awards as they stand 重新生成预览',
  params: z.object({ month: wireMonth() }),
  idempotent: true,
  body: z.strictObject({ book, programme }),
  reply: run,
})
const paidSum = {
  households: z.int(),
  people: z.int(),
  regular: fen(),
  supplement: fen(),
  backPay: fen(),
  returned: fen(),
  total: fen(),
}
const ofAllProgrammes = z.object({ book, programme: programme.optional() })
export const monthSummary = route({
  method: 'GET',
  path: '/api/months/:month/summary',
  summary: 'What was paid by programme and township 资金发放汇总',
  params: z.object({ month: wireMonth() }),
  query: ofAllProgrammes,
  reply: z.object({
    programmes: z.array(
      z.object({ programme, programmeName: z.object({ zh: z.string(), en: z.string() }), ...paidSum }),
    ),
    /** Townships over the programmes asked for. */
    items: z.array(z.object({ area: z.string(), name: z.string(), ...paidSum })),
  }),
})
export const exportSummary = route({
  method: 'GET',
  path: '/api/months/:month/summary/export',
  summary: 'The same as a workbook 发放汇总导出',
  params: z.object({ month: wireMonth() }),
  query: ofAllProgrammes,
  answers: 'bytes',
})
