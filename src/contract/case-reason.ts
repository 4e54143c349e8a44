import { z } from 'zod'
import { route } from './route.ts'
import { id, text, wireDay } from './wire.ts'

/** What every step of a case is made of. */
export const caseParams = z.object({ caseId: id() })
export const taken = z.object({ caseId: id(), version: z.int(), stage: z.string() })
/** A reason another officer can check: a kind, the clause, and words where the kind is not enough. */
export const reasonInput = z.strictObject({
  code: text(60).min(1),
  clause: text(200).min(1),
  note: text(1000).nullable().default(null),
})
export const structuredReason = z.object({ code: z.string(), clause: z.string(), note: z.string().nullable() })
/** A named person signed on paper; the scan is attached to the case. */
export const paper = z.strictObject({ account: id(), scan: text(100).min(1) }).optional()
export const actName = z.enum(['grant', 'raise', 'keep', 'resume', 'refuse', 'reduce', 'suspend', 'stop'])
export const both = z.object({ zh: z.string(), en: z.string() })

/** `household`, `person/12`, `supporter/…`: whose figure it is. */
export const subject = z.string().regex(/^(household|person\/\d{1,18}|supporter\/[0-9a-f-]{36})$/)
export const wireValue = z.union([z.int(), z.boolean(), z.string().max(200), z.null()])
/** Which value counts and why: taken over from a fact that is there, or written by the officer. */
export const adopted = z
  .array(
    z.strictObject({
      subject,
      name: text(60),
      from: id().optional(),
      value: wireValue.optional(),
      reason: text(300).min(1),
      validFrom: wireDay().optional(),
    }),
  )
  .min(1)
  .max(500)

/** A step in the course of a case or of an objection: taken on the version the officer saw, answered with where it stands now. */
export const stepUnder =
  (root: 'cases' | 'appeals') =>
  <B extends z.ZodType>(path: string, summary: string, body: B) =>
    route({
      method: 'POST',
      path: `/api/${root}/:caseId/${path}`,
      summary,
      params: caseParams,
      versioned: true,
      idempotent: true,
      body,
      reply: taken,
    })
