import { z } from 'zod'
import { route } from '../route.ts'
import { cursor, id, instant, page, text, wireDay } from '../wire.ts'
import { factName, household, reason, subject, wireValue } from './shared.ts'

/** Figures with whose, where from and since when; adoption; the timeline. */
const shownFact = z.object({
  factId: id(),
  value: wireValue,
  validFrom: wireDay(),
  validUntil: wireDay().nullable(),
  asOf: wireDay().nullable(),
  sourceName: z.string().nullable(),
  reason: z.string().nullable(),
  afterPreview: z.boolean(),
  recordedOn: wireDay(),
  recordedBy: z.string(),
})
export const factTable = route({
  method: 'GET',
  path: '/api/households/:householdId/facts',
  summary: 'Declared, matched, visited and adopted side by side, differences first 四值对照',
  params: household,
  query: z.object({ on: wireDay().optional() }),
  reply: z.object({
    on: wireDay(),
    items: z.array(
      z.object({
        subject,
        name: factName,
        differs: z.boolean(),
        open: z.boolean(),
        declared: shownFact.nullable(),
        matched: shownFact.nullable(),
        visited: shownFact.nullable(),
        adopted: shownFact.nullable(),
      }),
    ),
  }),
})
const said = z.strictObject({
  subject,
  name: factName,
  value: wireValue,
  validFrom: wireDay(),
  validUntil: wireDay().nullish(),
  asOf: wireDay().nullish(),
  sourceName: text(100).nullish(),
  saidBy: text(60).nullish(),
})
export const recordFacts = route({
  method: 'POST',
  path: '/api/households/:householdId/facts',
  summary: 'Write down what was said or seen 登记情况',
  params: household,
  // Matched values come from data sources alone; nobody types them in.
  body: z.strictObject({ source: z.enum(['declared', 'visited']), facts: z.array(said).min(1).max(500) }),
  reply: z.object({ factIds: z.array(id()) }),
})
export const adoptFacts = route({
  method: 'POST',
  path: '/api/households/:householdId/adoptions',
  summary: 'Adopt figures, each with a reason 采用',
  params: household,
  idempotent: true,
  body: z.strictObject({
    adoptions: z
      .array(
        z.strictObject({
          subject,
          name: factName,
          from: id().optional(),
          value: wireValue.optional(),
          reason,
          validFrom: wireDay().optional(),
          validUntil: wireDay().nullish(),
        }),
      )
      .min(1)
      .max(500),
  }),
  reply: z.object({ factIds: z.array(id()) }),
})
export const timeline = route({
  method: 'GET',
  path: '/api/households/:householdId/timeline',
  summary: 'What happened to the household 时间线',
  params: household,
  query: z.object({ kinds: z.string().max(300).optional(), ...cursor }),
  reply: page(
    z.object({
      eventId: id(),
      kind: z.string(),
      at: wireDay(),
      enteredOn: wireDay(),
      text: z.string(),
      key: z.string(),
      refs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      unit: z.string().nullable(),
      citizenSees: z.boolean(),
      recordedAt: instant(),
    }),
  ),
})
