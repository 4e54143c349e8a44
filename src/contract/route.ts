import { z } from 'zod'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/**
 * One route as server, desk and OpenAPI see it. Who may ask stands in the who-may table under `METHOD path`.
 * Schemas describe the domain side (bigint fen, Day); the wire side is their input.
 */
export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  method: Method
  /** Below `/api`, e.g. `/api/cases/:caseId/acceptance`. */
  path: string
  /** One line, imperative, in English; Chinese beside it where an officer reads the API page. */
  summary: string
  params: P
  query: Q
  body: B
  reply: R
  /** A decision or money: needs an Idempotency-Key; the same key and body give the same reply for 90 days. */
  idempotent: boolean
  /** The reply carries an ETag and a change needs If-Match with it. */
  versioned: boolean
  /** `bytes`: the reply is a file (PDF, xlsx, image); the handler says its type. */
  answers: 'json' | 'bytes'
  /** `bytes`: the body is a file upload (raw bytes with its content type). */
  takes: 'json' | 'bytes'
}

const nothing = z.strictObject({})

/** Declares a route; parts left out accept nothing (unknown fields are refused, R11). */
export function route<
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
  R extends z.ZodType = typeof nothing,
>(
  definition: { method: Method; path: string; summary: string; params?: P; query?: Q; body?: B; reply?: R } & Partial<
    Pick<Route, 'idempotent' | 'versioned' | 'answers' | 'takes'>
  >,
): Route<P, Q, B, R> {
  return {
    idempotent: false,
    versioned: false,
    answers: 'json',
    takes: 'json',
    ...definition,
    params: definition.params ?? (nothing as unknown as P),
    query: definition.query ?? (nothing as unknown as Q),
    body: definition.body ?? (nothing as unknown as B),
    reply: definition.reply ?? (nothing as unknown as R),
  }
}

/** RFC 9457, with the code that programs read and the field that people mend. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  /** What was kept and what to do. */
  kept: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type Problem = z.infer<typeof problem>
