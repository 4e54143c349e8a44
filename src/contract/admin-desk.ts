import { z } from 'zod'
import { type ProgrammeId, programmeIds } from '../policy/index.ts'
import { route } from './route.ts'
import { bigId, id, instant, text, wireArea, wireDay } from './wire.ts'

/** Administration: calendar, parameters in force, organs, stand-ins, the state of the house, messages to families. */
const done = z.object({ done: z.literal(true) })
const both = z.object({ zh: z.string(), en: z.string() })
const namedDay = z.strictObject({ day: wireDay(), name: text(20).min(1) })

export const listYears = route({
  method: 'GET',
  path: '/api/calendar',
  summary: 'Published years of the official calendar 已公布的年度',
  reply: z.object({
    publishedThrough: z.int(),
    years: z.array(
      z.object({
        year: z.int(),
        source: z.string(),
        days: z.array(z.object({ day: wireDay(), kind: z.enum(['holiday', 'workday']), name: z.string() })),
      }),
    ),
  }),
})
export const publishYear = route({
  method: 'POST',
  path: '/api/calendar',
  summary: 'Enter a published year, or correct one 登记年度安排',
  idempotent: true,
  body: z.strictObject({
    year: z.int().min(2020).max(2100),
    holidays: z.array(namedDay).max(60),
    workdays: z.array(namedDay).max(30),
    source: text(200).min(1),
    correct: z.boolean().optional(),
  }),
  reply: done,
})
const programme = z.enum(programmeIds as [ProgrammeId, ...ProgrammeId[]])
const inForce = {
  programme: programme.default('dibao'),
  area: wireArea(),
  residence: z.enum(['urban', 'rural']).default('rural'),
  on: wireDay(),
}
export const listParameters = route({
  method: 'GET',
  path: '/api/parameters',
  summary: 'Values in force in a place on a day, with source and mark 现行参数',
  query: z.object(inForce),
  reply: z.object({
    procedure: z
      .object({
        name: both,
        place: z.string(),
        from: wireDay(),
        stages: z.array(
          z.object({
            kind: z.string(),
            stages: z.array(
              z.object({
                name: both,
                days: z.int().nullable(),
                count: z.enum(['working', 'natural']).nullable(),
                who: z.array(z.string()),
              }),
            ),
          }),
        ),
      })
      .nullable(),
    items: z.array(
      z.object({
        name: z.string(),
        label: both,
        unit: z.string(),
        state: z.enum(['verified', 'unverified', 'missing']),
        published: both,
        area: z.string().nullable(),
        place: z.string(),
        from: wireDay().nullable(),
        to: wireDay().nullable(),
        source: both.nullable(),
        article: z.string().nullable(),
        mark: z.string().nullable(),
        review: wireDay().nullable(),
        note: z.string().nullable(),
        fictional: z.boolean(),
      }),
    ),
  }),
})
export const exportParameters = route({
  method: 'GET',
  path: '/api/parameters/export',
  summary: 'The same as a workbook 现行参数导出',
  query: z.object(inForce),
  answers: 'bytes',
})
const organFields = {
  name: text(80).min(1),
  prefix: text(12).min(1),
  hotline: text(30).min(1),
  supervisionPhone: text(30).min(1),
  address: text(120).nullable(),
  reconsiderationBody: text(80).min(1),
  court: text(80).min(1),
}
export const listOrgans = route({
  method: 'GET',
  path: '/api/organs',
  summary: 'Organs entered for my area 发文机关一览',
  reply: z.object({
    items: z.array(z.object({ area: wireArea(), place: z.string(), since: wireDay(), ...organFields })),
  }),
})
export const exportOrgans = route({
  method: 'GET',
  path: '/api/organs/export',
  summary: 'The same as a workbook 发文机关导出',
  answers: 'bytes',
})
export const setOrgan = route({
  method: 'POST',
  path: '/api/organs/:area',
  summary: 'Enter or rename an organ from a day on 登记发文机关',
  params: z.object({ area: wireArea() }),
  idempotent: true,
  body: z.strictObject({ since: wireDay(), ...organFields }),
  reply: done,
})
export const readOrgan = route({
  method: 'GET',
  path: '/api/organs/:area',
  summary: 'Who issues papers in an area 发文机关',
  params: z.object({ area: wireArea() }),
  reply: z.object({
    organ: z
      .object({
        area: wireArea(),
        name: z.string(),
        prefix: z.string(),
        hotline: z.string(),
        supervisionPhone: z.string(),
        address: z.string().nullable(),
        reconsiderationBody: z.string(),
        court: z.string(),
      })
      .nullable(),
  }),
})
export const health = route({
  method: 'GET',
  path: '/api/readiness',
  summary: 'Database, schema, disk, audit seals, one by one 运行状况',
  reply: z.object({ ok: z.boolean(), checks: z.record(z.string(), z.string()) }),
})
const message = z.object({
  messageId: id(),
  householdId: bigId(),
  headName: z.string().nullable(),
  place: z.string(),
  kind: z.string(),
  text: z.string(),
  tail: z.string().nullable(),
  state: z.enum(['held', 'waiting', 'sent', 'failed', 'to-print', 'printed', 'dropped']),
  created: wireDay(),
  sentAt: instant().nullable(),
})
export type MessageShown = z.output<typeof message>
export const listMessages = route({
  method: 'GET',
  path: '/api/messages',
  summary: 'Messages somebody has to do something about, or the demo phone’s inbox 待处理短信',
  query: z.object({ view: z.enum(['open', 'inbox']).default('open') }),
  reply: z.object({ items: z.array(message) }),
})
export const exportMessages = route({
  method: 'GET',
  path: '/api/messages/export',
  summary: 'The same as a workbook 短信导出',
  query: z.object({ view: z.enum(['open', 'inbox']).default('open') }),
  answers: 'bytes',
})
export const releaseMessage = route({
  method: 'POST',
  path: '/api/households/:householdId/messages/:messageId/release',
  summary: 'Somebody explained it, so it may go 放出短信',
  params: z.object({ householdId: bigId(), messageId: id() }),
  idempotent: true,
  body: z.strictObject({ spoken: z.enum(['phoned', 'visited', 'unreachable']) }),
  reply: done,
})
export const printedMessage = route({
  method: 'POST',
  path: '/api/households/:householdId/messages/:messageId/printed',
  summary: 'The slip was printed and handed over 已打印交付',
  params: z.object({ householdId: bigId(), messageId: id() }),
  idempotent: true,
  reply: done,
})
