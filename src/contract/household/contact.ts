import { z } from 'zod'
import { route } from '../route.ts'
import { bigId, id, text, wireDay } from '../wire.ts'
import { done, household, sex, unmaskReason } from './shared.ts'

/** Telephones, supporters and written consents of a household. */
export const addPhone = route({
  method: 'POST',
  path: '/api/households/:householdId/phones',
  summary: 'Enter a telephone 登记电话',
  params: household,
  body: z.strictObject({ phone: text(30).min(1), personId: bigId().nullish(), whose: text(20).optional() }),
  reply: z.object({ phoneId: id() }),
})
export const endPhone = route({
  method: 'DELETE',
  path: '/api/households/:householdId/phones/:phoneId',
  summary: 'A telephone is no longer theirs 停用电话',
  params: z.object({ householdId: bigId(), phoneId: id() }),
  reply: done,
})
export const unmaskPhone = route({
  method: 'POST',
  path: '/api/households/:householdId/phones/:phoneId/unmasking',
  summary: 'See one whole telephone number, on record 查看完整电话',
  params: z.object({ householdId: bigId(), phoneId: id() }),
  body: z.strictObject({ reason: unmaskReason }),
  reply: z.object({ phone: z.string() }),
})
export const addSupporter = route({
  method: 'POST',
  path: '/api/households/:householdId/supporters',
  summary: 'Enter a legal supporter 登记法定义务人',
  params: household,
  body: z.strictObject({
    name: text(60).min(1),
    relation: text(30).min(1),
    supports: bigId().nullish(),
    number: text(40).nullish(),
    birth: wireDay().nullish(),
    sex: sex.nullish(),
    address: text(200).nullish(),
    since: wireDay().optional(),
  }),
  reply: z.object({ supporterId: id() }),
})
export const endSupporter = route({
  method: 'POST',
  path: '/api/households/:householdId/supporters/:supporterId/end',
  summary: 'The duty ends 义务人停用',
  params: z.object({ householdId: bigId(), supporterId: id() }),
  body: z.strictObject({ until: wireDay() }),
  reply: done,
})
const consentWay = z.enum(['paper', 'screen', 'fingerprint', 'guardian', 'spoken'])
export const listConsents = route({
  method: 'GET',
  path: '/api/households/:householdId/consents',
  summary: 'What was agreed to and withdrawn 同意记录',
  params: household,
  reply: z.object({
    items: z.array(
      z.object({
        consentId: id(),
        personId: bigId(),
        kind: z.string(),
        given: z.boolean(),
        on: wireDay(),
        how: z.string(),
        withdraws: id().nullable(),
      }),
    ),
  }),
})
export const recordConsent = route({
  method: 'POST',
  path: '/api/households/:householdId/consents',
  summary: 'Record a yes or no 登记同意',
  params: household,
  body: z.strictObject({
    personId: bigId(),
    kind: z.enum(['truth-pledge', 'report-changes', 'notice-known', 'messages', 'charity-sharing', 'proxy']),
    given: z.boolean(),
    how: consentWay,
    on: wireDay().optional(),
    witness: text(60).nullish(),
    file: text(100).nullish(),
  }),
  reply: z.object({ consentId: id() }),
})
export const withdrawConsent = route({
  method: 'POST',
  path: '/api/households/:householdId/consents/:consentId/withdrawal',
  summary: 'Withdraw a consent 撤回同意',
  params: z.object({ householdId: bigId(), consentId: id() }),
  body: z.strictObject({ how: consentWay, witness: text(60).nullish() }),
  reply: z.object({ consentId: id() }),
})
