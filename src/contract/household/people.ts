import { z } from 'zod'
import { route } from '../route.ts'
import { bigId, cursor, id, page, text, wireArea, wireDay } from '../wire.ts'
import { done, news, person, programme, reason, sex, unmaskReason } from './shared.ts'

/** People: masked, found, corrected, joined; whole numbers one at a time. */
const found = z.object({
  personId: bigId(),
  householdId: bigId().nullable(),
  area: wireArea(),
  name: z.string(),
  sex: sex.nullable(),
  birthYear: z.int().nullable(),
  maskedNumber: z.string().nullable(),
  died: z.boolean(),
})
export const findPersons = route({
  method: 'POST',
  path: '/api/persons/search',
  summary: 'Find people by name, pinyin, initials, last four or whole number 查人',
  // A number typed into a search must not stand in an address, so the question travels in the body.
  body: z.strictObject({ text: text(60).min(1), ...cursor }),
  reply: page(found),
})
export const candidates = route({
  method: 'POST',
  path: '/api/persons/candidates',
  summary: 'Who may be this person already: for a pair of eyes, never decided here 疑似同一人',
  body: z.strictObject({
    name: text(60).min(1),
    number: text(40).nullish(),
    birth: wireDay().nullish(),
    sex: sex.nullish(),
    area: wireArea().nullish(),
    phone: text(30).nullish(),
  }),
  reply: z.object({
    items: z.array(
      z.object({
        personId: bigId(),
        name: z.string(),
        area: wireArea(),
        sex: sex.nullable(),
        birth: wireDay().nullable(),
        rule: z.enum(['M5', 'M6', 'M7']),
      }),
    ),
    cut: z.array(z.string()),
  }),
})
export const readPerson = route({
  method: 'GET',
  path: '/api/persons/:personId',
  summary: 'One person with masked numbers and joined records 人员',
  params: person,
  reply: z.object({
    personId: bigId(),
    householdId: bigId().nullable(),
    area: wireArea(),
    name: z.string(),
    sex: sex.nullable(),
    birth: wireDay().nullable(),
    death: wireDay().nullable(),
    mergedInto: bigId().nullable(),
    withoutNumber: z.string().nullable(),
    version: z.string(),
    numbers: z.array(
      z.object({
        numberId: id(),
        kind: z.string(),
        masked: z.string(),
        how: z.string(),
        status: z.enum(['current', 'replaced', 'disputed', 'wrong']),
        since: wireDay().nullable(),
        until: wireDay().nullable(),
      }),
    ),
    mergers: z.array(
      z.object({ mergeId: id(), keep: bigId(), dropped: bigId(), reason: z.string(), undone: z.boolean() }),
    ),
  }),
})
export const correctPerson = route({
  method: 'POST',
  path: '/api/persons/:personId/correction',
  summary: 'Correct name, sex or birth 更正人员信息',
  params: person,
  body: z.strictObject({
    version: z.string().regex(/^\d+$/).optional(),
    name: text(60).min(1).optional(),
    sex: sex.optional(),
    birth: wireDay().optional(),
    reason,
  }),
  reply: done,
})
export const giveNumber = route({
  method: 'POST',
  path: '/api/persons/:personId/numbers',
  summary: 'Enter or replace a number 登记证件号码',
  params: person,
  body: z.strictObject({
    number: text(40).min(1),
    kind: z.enum(['resident', 'birth-certificate', 'passport', 'temporary']).optional(),
    since: wireDay().nullish(),
    issuer: text(100).nullish(),
    despiteConflict: text(300).optional(),
  }),
  reply: z.object({ numberId: id(), notes: z.array(z.string()) }),
})
export const settleNumber = route({
  method: 'POST',
  path: '/api/persons/:personId/numbers/:numberId/settlement',
  summary: 'Settle a disputed number 号码争议核实',
  params: z.object({ personId: bigId(), numberId: id() }),
  body: z.strictObject({ status: z.enum(['current', 'wrong']), reason }),
  reply: done,
})
export const unmaskNumber = route({
  method: 'POST',
  path: '/api/persons/:personId/unmasking',
  summary: 'See one whole number, for a purpose, on record 查看完整号码',
  params: person,
  body: z.strictObject({ reason: unmaskReason }),
  reply: z.object({ number: z.string(), given: z.string(), how: z.string() }),
})
export const recordDeath = route({
  method: 'POST',
  path: '/api/persons/:personId/death',
  summary: 'Record a death 登记去世',
  params: person,
  body: z.strictObject({ on: wireDay(), source: news, sourceName: text(100).optional() }),
  reply: done,
})
export const withdrawDeath = route({
  method: 'POST',
  path: '/api/persons/:personId/death-withdrawal',
  summary: 'Take back a wrong death 撤回去世登记',
  params: person,
  body: z.strictObject({ reason }),
  reply: done,
})
export const mergePersons = route({
  method: 'POST',
  path: '/api/persons/:personId/mergers',
  summary: 'Join a second record of the same person 合并重复人员',
  params: person,
  body: z.strictObject({ drop: bigId(), reason, endOther: z.boolean().optional(), from: wireDay().optional() }),
  reply: z.object({ mergeId: id() }),
})
export const unmergePersons = route({
  method: 'POST',
  path: '/api/persons/:personId/mergers/:mergeId/undoing',
  summary: 'Take the joining back 撤销合并',
  params: z.object({ personId: bigId(), mergeId: id() }),
  body: z.strictObject({ reason }),
  reply: done,
})
export const aidAnywhere = route({
  method: 'POST',
  path: '/api/aid-questions',
  summary: 'Does this person get aid anywhere in the county? Yes or no, and whom to ask 全县是否已享受救助',
  body: z.strictObject({
    number: text(40).optional(),
    personId: bigId().optional(),
    programmes: z.array(programme).max(30).optional(),
    own: bigId().optional(),
  }),
  reply: z.object({
    aided: z.boolean(),
    offices: z.array(z.object({ area: wireArea(), name: z.string(), hotline: z.string().nullable() })),
  }),
})
