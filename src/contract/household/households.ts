import { z } from 'zod'
import { route } from '../route.ts'
import { bigId, id, text, wireArea, wireDay } from '../wire.ts'
import { done, household, news, reason, residence, sex, who } from './shared.ts'

/** Households over time: opened, changed, split, merged, moved, and who belongs. */
export const openHousehold = route({
  method: 'POST',
  path: '/api/households',
  summary: 'Open a household file 建立家庭档案',
  body: z.strictObject({
    area: wireArea(),
    openedOn: wireDay().optional(),
    residence: residence.nullish(),
    registeredAddress: text(200).nullish(),
    address: text(200).nullish(),
    provisional: z.boolean().optional(),
  }),
  reply: z.object({ householdId: bigId() }),
})
const member = z.object({
  personId: bigId(),
  name: z.string(),
  sex: sex.nullable(),
  birth: wireDay().nullable(),
  relation: z.string(),
  since: wireDay(),
  until: wireDay().nullable(),
  joinedWhy: z.string(),
  leftWhy: z.string().nullable(),
})
export const readHousehold = route({
  method: 'GET',
  path: '/api/households/:householdId',
  summary: 'One household on a day: people, place, telephones, supporters 一户',
  params: household,
  query: z.object({ on: wireDay().optional() }),
  versioned: true,
  reply: z.object({
    householdId: bigId(),
    area: wireArea(),
    areaName: z.string(),
    residence: residence.nullable(),
    openedOn: wireDay(),
    closedOn: wireDay().nullable(),
    closedWhy: z.string().nullable(),
    provisional: z.boolean(),
    head: bigId().nullable(),
    registeredAddress: z.string().nullable(),
    address: z.string().nullable(),
    version: z.string(),
    members: z.array(member),
    formerMembers: z.array(member),
    phones: z.array(
      z.object({
        phoneId: id(),
        masked: z.string(),
        personId: bigId().nullable(),
        whose: z.string(),
        since: wireDay(),
      }),
    ),
    supporters: z.array(
      z.object({
        supporterId: id(),
        name: z.string(),
        relation: z.string(),
        supports: bigId().nullable(),
        birth: wireDay().nullable(),
        sex: sex.nullable(),
        address: z.string().nullable(),
        hasNumber: z.boolean(),
        since: wireDay(),
        until: wireDay().nullable(),
      }),
    ),
    links: z.array(
      z.object({
        kind: z.string(),
        other: bigId().nullable(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        on: wireDay(),
        reason: z.string().nullable(),
      }),
    ),
  }),
})
export const exportMembers = route({
  method: 'GET',
  path: '/api/households/:householdId/export',
  summary: 'The household as a workbook: everybody who belongs or belonged 导出家庭',
  params: household,
  answers: 'bytes',
})
export const exportFacts = route({
  method: 'GET',
  path: '/api/households/:householdId/facts/export',
  summary: 'The four values as a workbook 导出四值对照',
  params: household,
  answers: 'bytes',
})
export const changeHousehold = route({
  method: 'POST',
  path: '/api/households/:householdId',
  summary: 'Change address, registration or head 更改家庭信息',
  params: household,
  versioned: true,
  body: z.strictObject({
    registeredAddress: text(200).nullish(),
    address: text(200).nullish(),
    residence: residence.nullish(),
    head: bigId().optional(),
  }),
  reply: done,
})
export const closeHousehold = route({
  method: 'POST',
  path: '/api/households/:householdId/closing',
  summary: 'Close an empty household file 结束家庭档案',
  params: household,
  body: z.strictObject({ on: wireDay(), why: reason }),
  reply: done,
})
const added = z.object({ personId: bigId(), notes: z.array(z.string()) })
export const addMember = route({
  method: 'POST',
  path: '/api/households/:householdId/members',
  summary: 'Enter a member 登记家庭成员',
  params: household,
  body: z.strictObject({
    person: who,
    relation: text(30).min(1),
    since: wireDay().optional(),
    why: z
      .enum(['first-entry', 'birth', 'marriage', 'returned', 'moved-in', 'split', 'merge', 'correction'])
      .optional(),
    head: z.boolean().optional(),
    despiteConflict: text(300).optional(),
  }),
  reply: added,
})
export const removeMember = route({
  method: 'POST',
  path: '/api/households/:householdId/members/:personId/leaving',
  summary: 'A member leaves 成员离开',
  params: z.object({ householdId: bigId(), personId: bigId() }),
  body: z.strictObject({
    until: wireDay().optional(),
    why: z.enum(['divorce', 'marriage', 'moved-out', 'correction', 'other']),
  }),
  reply: done,
})
export const recordBirth = route({
  method: 'POST',
  path: '/api/households/:householdId/births',
  summary: 'A child is born 登记出生',
  params: household,
  body: z.strictObject({
    name: text(60).min(1),
    birth: wireDay(),
    sex: sex.nullable(),
    certificate: text(40).nullish(),
    relation: text(30).min(1),
  }),
  reply: added,
})
export const recordMarriage = route({
  method: 'POST',
  path: '/api/households/:householdId/marriages',
  summary: 'A member marries 登记结婚',
  params: household,
  body: z.strictObject({
    personId: bigId(),
    on: wireDay(),
    source: news,
    spouse: z.strictObject({ person: who, relation: text(30).min(1) }).optional(),
  }),
  reply: z.object({ spouse: bigId().nullable() }),
})
export const recordDivorce = route({
  method: 'POST',
  path: '/api/households/:householdId/divorces',
  summary: 'Two members divorce 登记离婚',
  params: household,
  body: z.strictObject({ personId: bigId(), other: bigId(), leaves: z.boolean(), on: wireDay(), source: news }),
  reply: done,
})
export const recordExclusion = route({
  method: 'POST',
  path: '/api/households/:householdId/exclusions',
  summary: 'Out of the count, or back in it 计入情况变化',
  params: household,
  body: z.strictObject({
    personId: bigId(),
    reason: text(40).min(1),
    from: wireDay(),
    until: wireDay().nullish(),
    source: news,
    sourceName: text(100).optional(),
  }),
  reply: z.object({ factId: id() }),
})
export const splitHousehold = route({
  method: 'POST',
  path: '/api/households/:householdId/split',
  summary: 'Part of the household becomes one of its own 分户',
  params: household,
  idempotent: true,
  body: z.strictObject({
    leaving: z
      .array(z.strictObject({ personId: bigId(), relation: text(30).min(1) }))
      .min(1)
      .max(30),
    on: wireDay().optional(),
    head: bigId().optional(),
    reason,
  }),
  reply: z.object({ householdId: bigId() }),
})
export const mergeHouseholds = route({
  method: 'POST',
  path: '/api/households/:householdId/merger',
  summary: 'Another household joins this one 合户',
  params: household,
  idempotent: true,
  body: z.strictObject({
    from: bigId(),
    relations: z
      .array(z.strictObject({ personId: bigId(), relation: text(30).min(1) }))
      .min(1)
      .max(30),
    on: wireDay().optional(),
    reason,
  }),
  reply: done,
})
export const moveHousehold = route({
  method: 'POST',
  path: '/api/households/:householdId/move',
  summary: 'The household moves 迁移',
  params: household,
  idempotent: true,
  body: z.strictObject({
    to: wireArea(),
    on: wireDay().optional(),
    address: text(200).nullish(),
    registeredAddress: text(200).nullish(),
    residence: residence.nullish(),
    reason,
  }),
  reply: done,
})
