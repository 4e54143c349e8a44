import { z } from 'zod'
import { type FactName, factNames } from '../policy/index.ts'
import { questionLine, reportLine } from './report-line.ts'
import { route } from './route.ts'
import { bigId, id, text, wireArea, wireDay } from './wire.ts'

/** 核对: rounds, lists to the hub, figures that differ, and reports. Evidence for a decision, never a decision. */
const done = z.object({ done: z.literal(true) })
const both = z.object({ zh: z.string(), en: z.string() })
const factName = z.enum(factNames as [FactName, ...FactName[]])
const value = z.union([z.int(), z.boolean(), z.string().max(200), z.null()])

const round = z.object({
  householdId: bigId(),
  requestId: id(),
  caseId: id().nullable(),
  headName: z.string().nullable(),
  place: z.string(),
  programmeName: both,
  requestedOn: wireDay(),
  answerBy: wireDay(),
  state: z.enum(['open', 'answered', 'closed']),
  answered: z.int(),
  waiting: z.int(),
  notAsked: z.int(),
  noAnswer: z.int(),
})
export const listRounds = route({
  method: 'GET',
  path: '/api/verification/rounds',
  summary: 'Rounds of asking, due first 核对清单',
  query: z.object({ state: z.enum(['open', 'answered', 'closed']).default('open') }),
  reply: z.object({ items: z.array(round) }),
})
export const exportRounds = route({
  method: 'GET',
  path: '/api/verification/rounds/export',
  summary: 'The same as a workbook 核对清单导出',
  query: z.object({ state: z.enum(['open', 'answered', 'closed']).default('open') }),
  answers: 'bytes',
})
export const readRound = route({
  method: 'GET',
  path: '/api/verification/households/:householdId/rounds/:requestId',
  summary: 'The report of one round, line by line 核对报告',
  params: z.object({ householdId: bigId(), requestId: id() }),
  reply: z.object({
    headName: z.string().nullable(),
    place: z.string(),
    number: z.string().nullable(),
    requestedOn: wireDay(),
    issuedOn: wireDay().nullable(),
    validUntil: wireDay().nullable(),
    valid: z.boolean(),
    lines: z.array(reportLine),
    rebuttals: z.array(questionLine),
    unknowable: z.array(both),
  }),
})
export const listBatches = route({
  method: 'GET',
  path: '/api/verification/batches',
  summary: 'Lists that went out and came back 核对批次',
  reply: z.object({
    items: z.array(
      z.object({
        batchId: id(),
        area: wireArea(),
        connection: z.string(),
        title: both,
        madeOn: wireDay(),
        households: z.int(),
        rows: z.int(),
        state: z.enum(['made', 'sent', 'finished', 'void']),
        sentOn: wireDay().nullable(),
        tries: z.int(),
        trouble: z.string().nullable(),
      }),
    ),
    connections: z.array(z.object({ name: z.string(), title: both, kind: z.string() })),
  }),
})
export const makeBatch = route({
  method: 'POST',
  path: '/api/verification/batches',
  summary: 'Put what waits for a hub into one list now 生成批次',
  idempotent: true,
  body: z.strictObject({ connection: text(80).min(1), area: wireArea() }),
  reply: z.object({ batchId: id(), households: z.int(), rows: z.int() }),
})
export const takeReply = route({
  method: 'POST',
  path: '/api/verification/connections/:connection/replies',
  summary: 'An answer carried by hand from the hub’s own pages 导入核对结果',
  params: z.object({ connection: text(80).min(1) }),
  takes: 'bytes',
  reply: z.object({ verdict: z.enum(['accepted', 'quarantined']), households: z.int(), why: z.string().nullable() }),
})
export const listQuarantined = route({
  method: 'GET',
  path: '/api/verification/quarantine',
  summary: 'Answers that were put aside 隔离的文件',
  reply: z.object({
    items: z.array(
      z.object({
        replyId: id(),
        connection: z.string(),
        why: z.string(),
        receivedOn: wireDay(),
        carried: z.enum(['connector', 'by-hand']),
        size: z.int(),
      }),
    ),
  }),
})
export const settleQuarantined = route({
  method: 'POST',
  path: '/api/verification/quarantine/:replyId/settlement',
  summary: 'Somebody looked and says what was done 隔离文件办结',
  params: z.object({ replyId: id() }),
  body: z.strictObject({ note: text(500).min(1) }),
  reply: done,
})
const rebuttal = z.object({
  rebuttalId: id(),
  householdId: bigId(),
  requestId: id(),
  headName: z.string().nullable(),
  place: z.string(),
  whose: z.string().nullable(),
  fact: factName,
  declared: value,
  matched: value,
  sourceName: z.string(),
  openedOn: wireDay(),
  answerBy: wireDay(),
  provisional: z.boolean(),
  state: z.enum(['open', 'unanswered', 'answered', 'accepted', 'upheld']),
  answer: z.string().nullable(),
  recheckBy: wireDay().nullable(),
})
export type RebuttalShown = z.output<typeof rebuttal>
export const listRebuttals = route({
  method: 'GET',
  path: '/api/verification/rebuttals',
  summary: 'Figures that differ and wait for an answer or a second look 不一致数据',
  reply: z.object({ items: z.array(rebuttal) }),
})
export const exportRebuttals = route({
  method: 'GET',
  path: '/api/verification/rebuttals/export',
  summary: 'The same as a workbook 不一致数据导出',
  answers: 'bytes',
})
export const answerRebuttal = route({
  method: 'POST',
  path: '/api/verification/households/:householdId/rebuttals/:rebuttalId/answer',
  summary: 'Write down what the family says 登记家庭说明',
  params: z.object({ householdId: bigId(), rebuttalId: id() }),
  idempotent: true,
  body: z.strictObject({ answer: text(2000), evidence: z.array(id()).max(20).optional() }),
  reply: done,
})
export const settleRebuttal = route({
  method: 'POST',
  path: '/api/verification/households/:householdId/rebuttals/:rebuttalId/settlement',
  summary: 'A person says whose figure is right, with a reason 复查认定',
  params: z.object({ householdId: bigId(), rebuttalId: id() }),
  idempotent: true,
  body: z.strictObject({ outcome: z.enum(['accepted', 'upheld']), reason: text(1000).min(1), value: value.optional() }),
  reply: done,
})
