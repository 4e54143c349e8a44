import { z } from 'zod'
import { route } from '../route.ts'
import { bigId, id, text, wireDay } from '../wire.ts'
import { done, programme } from './shared.ts'

/** Who collects, with which account. Account numbers are masked. */
export const payeeRelations = ['self', 'member', 'guardian', 'proxy', 'institution'] as const

export const listChanges = route({
  method: 'GET',
  path: '/api/payee-changes',
  summary: 'Accounts and payees waiting for a second pair of eyes 待复核的账户与领取人变更',
  reply: z.object({
    items: z.array(
      z.object({
        kind: z.enum(['account', 'payee']),
        changeId: id(),
        personId: bigId(),
        personName: z.string().nullable(),
        householdId: bigId().nullable(),
        headName: z.string().nullable(),
        place: z.string(),
        since: wireDay(),
        bank: z.string().nullable(),
        masked: z.string().nullable(),
        holder: z.string().nullable(),
        holderMatch: z.enum(['same', 'explained']).nullable(),
        before: z.string().nullable(),
        relation: z.string().nullable(),
        mine: z.boolean(),
      }),
    ),
  }),
})
export const exportChanges = route({
  method: 'GET',
  path: '/api/payee-changes/export',
  summary: 'The same as a workbook 待复核变更导出',
  answers: 'bytes',
})
export const settleChange = route({
  method: 'POST',
  path: '/api/payee-changes/:changeId/settlement',
  summary: 'Confirm or reject as the second person 复核',
  params: z.object({ changeId: id() }),
  idempotent: true,
  body: z.strictObject({ outcome: z.enum(['confirm', 'reject']) }),
  reply: done,
})
const account = z.object({
  accountId: id(),
  status: z.string(),
  bank: z.string(),
  masked: z.string(),
  holder: z.string(),
  holderMatch: z.enum(['same', 'explained']),
  capturedOn: wireDay(),
  heldUntil: wireDay().nullable(),
  returnedOn: wireDay().nullable(),
})
export const readPayees = route({
  method: 'GET',
  path: '/api/households/:householdId/payees',
  summary: 'Who collects for a household, with which account 领取人与账户',
  params: z.object({ householdId: bigId() }),
  reply: z.object({
    headName: z.string().nullable(),
    place: z.string(),
    members: z.array(
      z.object({ personId: bigId(), name: z.string(), relation: z.string(), accounts: z.array(account) }),
    ),
    payees: z.array(
      z.object({
        payeeId: id(),
        personId: bigId(),
        payee: bigId(),
        payeeName: z.string().nullable(),
        relation: z.enum(payeeRelations),
        status: z.string(),
        chosenOn: wireDay(),
        heldUntil: wireDay().nullable(),
      }),
    ),
  }),
})
export const captureAccount = route({
  method: 'POST',
  path: '/api/persons/:personId/accounts',
  summary: 'Write down an account; a later one waits for a second person 登记账户',
  params: z.object({ personId: bigId() }),
  idempotent: true,
  body: z.strictObject({
    bank: text(60).min(1),
    number: text(40).min(1),
    holder: text(60).min(1),
    holderReason: text(300).optional(),
    reason: text(300).optional(),
  }),
  reply: z.object({ accountId: id(), status: z.enum(['active', 'waiting']), doubts: z.array(z.string()) }),
})
export const choosePayee = route({
  method: 'POST',
  path: '/api/households/:householdId/payees',
  summary: 'Name who collects 指定领取人',
  params: z.object({ householdId: bigId() }),
  idempotent: true,
  body: z.strictObject({
    payee: bigId(),
    person: bigId().optional(),
    programme: programme.nullish(),
    relation: z.enum(payeeRelations),
    reason: text(300).optional(),
  }),
  reply: z.object({ payeeId: id(), status: z.enum(['active', 'waiting']) }),
})
