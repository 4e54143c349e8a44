import { z } from 'zod'
import { route } from '../route.ts'
import { text, wireArea, wireDay } from '../wire.ts'
import { done, residence } from './shared.ts'

/** Areas from province to village, as dated codes. */
const areaRow = z.object({
  code: wireArea(),
  name: z.string(),
  since: wireDay(),
  until: wireDay().nullable(),
  residence: residence.nullable(),
  hotline: z.string().nullable(),
})
const areasAsked = {
  below: z
    .string()
    .regex(/^\d{0,12}$/)
    .default(''),
  on: wireDay().optional(),
}
export const listAreas = route({
  method: 'GET',
  path: '/api/areas',
  summary: 'Areas directly below one, as of a day 地区',
  query: z.object(areasAsked),
  reply: z.object({ items: z.array(areaRow) }),
})
export const exportAreas = route({
  method: 'GET',
  path: '/api/areas/export',
  summary: 'The same as a workbook 地区导出',
  query: z.object(areasAsked),
  answers: 'bytes',
})
export const areaHistory = route({
  method: 'GET',
  path: '/api/areas/:code/history',
  summary: 'What a code was called, from when to when, and where it went 地区沿革',
  params: z.object({ code: wireArea() }),
  reply: z.object({
    items: z.array(areaRow),
    successors: z.array(z.object({ code: wireArea(), name: z.string(), since: wireDay() })),
    predecessors: z.array(z.object({ code: wireArea(), name: z.string(), since: wireDay() })),
  }),
})
export const addArea = route({
  method: 'POST',
  path: '/api/areas',
  summary: 'A new township or village 新增地区',
  body: z.strictObject({
    code: wireArea(),
    name: text(40).min(1),
    since: wireDay(),
    residence: residence.nullish(),
    hotline: text(30).nullish(),
    paper: text(200).min(1),
  }),
  reply: done,
})
export const changeArea = route({
  method: 'POST',
  path: '/api/areas/:code/changes',
  summary: 'A new name or urban/rural mark from a day on 地区变更',
  params: z.object({ code: wireArea() }),
  body: z.strictObject({
    since: wireDay(),
    name: text(40).min(1).optional(),
    residence: residence.optional(),
    hotline: text(30).nullish(),
    paper: text(200).min(1),
  }),
  reply: done,
})
export const mergeAreas = route({
  method: 'POST',
  path: '/api/areas/:code/mergers',
  summary: 'Villages are merged into this one 村组合并',
  params: z.object({ code: wireArea() }),
  idempotent: true,
  body: z.strictObject({ from: z.array(wireArea()).min(1).max(20), since: wireDay(), paper: text(200).min(1) }),
  reply: z.object({ moved: z.int() }),
})
