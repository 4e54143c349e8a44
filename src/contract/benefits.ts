import { z } from 'zod'
import { route } from './route.ts'
import { bigId, fen, id, wireDay, wireMonth } from './wire.ts'

/** Awards are read here. They change by confirmed decisions of cases only, never by a request of their own. */
const step = z.object({
  no: z.int(),
  kind: z.string(),
  state: z.enum(['paying', 'suspended', 'stopped']),
  from: wireMonth(),
  until: wireMonth().nullable(),
  monthly: fen(),
  supplement: fen(),
  people: z.int(),
  residence: z.enum(['urban', 'rural']),
  tier: z.string().nullable(),
  reason: z.string(),
  document: z.string().nullable(),
  decisionId: id(),
  decidedOn: wireDay(),
  recordedOn: wireDay(),
  members: z.array(bigId()),
  lines: z.array(
    z.object({
      person: bigId().nullable(),
      kind: z.enum(['base', 'supplement']),
      amount: fen(),
      rule: z.string().nullable(),
    }),
  ),
})

export const householdAwards = route({
  method: 'GET',
  path: '/api/households/:householdId/awards',
  summary:
    'What a household is entitled to, month by month and decision by decision, as known today or on a day 待遇历史',
  params: z.object({ householdId: bigId() }),
  query: z.object({ knownOn: wireDay().optional() }),
  reply: z.object({
    items: z.array(
      z.object({
        awardId: id(),
        programme: z.string(),
        personId: bigId(),
        book: z.string(),
        carriedOver: z.boolean(),
        paysFrom: wireMonth().nullable(),
        /** The history without gaps or overlaps: which step speaks for which months. */
        spans: z.array(
          z.object({
            from: wireMonth(),
            until: wireMonth().nullable(),
            step: z.int(),
            state: z.string(),
            monthly: fen(),
          }),
        ),
        steps: z.array(step),
        backPay: z.array(z.object({ month: wireMonth(), amount: fen(), decisionId: id() })),
        /** What months had been paid too much, as far as it stands: for a case of its own. */
        overpaid: z.array(z.object({ month: wireMonth(), amount: fen(), decisionId: id() })),
      }),
    ),
  }),
})
