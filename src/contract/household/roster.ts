import { z } from 'zod'
import { route } from '../route.ts'
import { bigId, fen, id, instant, text, wireArea, wireMonth } from '../wire.ts'
import { done, reason, residence } from './shared.ts'

/** Rosters taken over from a spreadsheet: tried, accepted, undone, given back. */
const roster = z.object({ batchId: id() })
const problem = z.object({
  row: z.int(),
  column: z.string(),
  code: z.string(),
  problem: z.string(),
  mend: z.string(),
})
export const tryRoster = route({
  method: 'POST',
  path: '/api/rosters',
  summary: 'Read a roster (xlsx or csv) without importing it 名册试导入',
  idempotent: true,
  takes: 'bytes',
  query: z.object({
    area: wireArea().optional(),
    amountOf: z.enum(['household', 'person']).optional(),
    programme: z.enum(['dibao', 'tekun']).optional(),
    residence: residence.optional(),
  }),
  reply: z.object({
    batchId: id(),
    format: z.string(),
    shape: z.enum(['person-rows', 'household-rows']),
    amountOf: z.enum(['household', 'person']),
    residence: residence.nullable(),
    columns: z.array(z.object({ heading: z.string(), field: z.string() })),
    families: z.int(),
    people: z.int(),
    monthlyTotal: fen(),
    badFamilies: z.int(),
    badRows: z.int(),
    problems: z.array(problem),
    notes: z.array(z.object({ code: z.string(), text: z.string(), times: z.int() })),
  }),
})
export const listRosters = route({
  method: 'GET',
  path: '/api/rosters',
  summary: 'Rosters read in 名册导入记录',
  reply: z.object({
    items: z.array(
      z.object({
        batchId: id(),
        area: wireArea(),
        state: z.enum(['checked', 'accepted', 'undone', 'discarded']),
        families: z.int(),
        people: z.int(),
        badFamilies: z.int(),
        badRows: z.int(),
        monthlyTotal: fen(),
        checkedAt: instant(),
        acceptedAt: instant().nullable(),
        undoneAt: instant().nullable(),
        undoable: z.boolean(),
      }),
    ),
  }),
})
export const exportRosters = route({
  method: 'GET',
  path: '/api/rosters/export',
  summary: 'The same as a workbook 名册导入记录导出',
  answers: 'bytes',
})
export const rosterErrors = route({
  method: 'GET',
  path: '/api/rosters/:batchId/errors',
  summary: 'The file back with a column of errors 带错误列的名册',
  params: roster,
  answers: 'bytes',
})
export const acceptRoster = route({
  method: 'POST',
  path: '/api/rosters/:batchId/acceptance',
  summary: 'Take the good families over with the amounts they are paid 名册转入(沿用金额)',
  params: roster,
  idempotent: true,
  body: z.strictObject({
    /** The last month that was paid without us. */
    paidUntil: wireMonth(),
    document: text(100).min(1),
    evenWithErrors: z.boolean().default(false),
  }),
  reply: z.object({ households: z.int(), people: z.int() }),
})
export const discardRoster = route({
  method: 'POST',
  path: '/api/rosters/:batchId/discarding',
  summary: 'A dry run nobody wants 放弃试导入',
  params: roster,
  reply: done,
})
export const undoRoster = route({
  method: 'POST',
  path: '/api/rosters/:batchId/undoing',
  summary: 'Take a whole import back within a day 撤销整批导入',
  params: roster,
  idempotent: true,
  body: z.strictObject({ reason }),
  reply: z.object({ households: z.int() }),
})
export const exportRoster = route({
  method: 'GET',
  path: '/api/rosters/:batchId/export',
  summary: 'The roster as it is today, in the layout it came in 按原格式导出名册',
  params: roster,
  query: z.object({ format: z.enum(['xlsx', 'csv-utf8', 'csv-gb18030']).optional() }),
  answers: 'bytes',
})
export const listSuspicions = route({
  method: 'GET',
  path: '/api/roster-suspicions',
  summary: 'The county leader’s work plan after an import 名册疑点工作清单',
  query: z.object({ open: z.enum(['yes', 'no']).default('yes') }),
  reply: z.object({
    items: z.array(
      z.object({
        suspicionId: id(),
        batchId: id(),
        row: z.int(),
        area: wireArea(),
        place: z.string(),
        householdId: bigId().nullable(),
        personId: bigId().nullable(),
        kind: z.string(),
        text: z.string(),
        settled: z.boolean(),
      }),
    ),
  }),
})
export const exportSuspicions = route({
  method: 'GET',
  path: '/api/roster-suspicions/export',
  summary: 'The work plan as a workbook 疑点工作清单导出',
  query: z.object({ open: z.enum(['yes', 'no']).default('yes') }),
  answers: 'bytes',
})
export const settleSuspicion = route({
  method: 'POST',
  path: '/api/roster-suspicions/:suspicionId/settlement',
  summary: 'Settle one item of the plan 疑点办结',
  params: z.object({ suspicionId: id() }),
  body: z.strictObject({ outcome: z.enum(['cleared', 'corrected', 'case-opened']) }),
  reply: done,
})
