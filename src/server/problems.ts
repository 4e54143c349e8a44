import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../foundation/index.ts'
import { log } from '../platform/index.ts'
import { type Lang, sayRefusal } from '../wording/index.ts'
import { statusOf } from './refusals.ts'

/** Chinese first; English for whoever asked for it once (the same cookie steers desk and pages). */
export function langOf(request: FastifyRequest): Lang {
  const asked = (request.query as { lang?: string } | undefined)?.lang ?? request.cookies?.lang
  return asked === 'en' ? 'en' : 'zh'
}

export const sendRefusal = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) =>
  sendProblem(request, reply, refusal, [])

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  errors: { field: string; message: string }[],
) {
  const status = statusOf(refusal.refused)
  const detail = sayRefusal(langOf(request), refusal.refused, refusal.with)
  const all = refusal.field ? [{ field: refusal.field, message: detail }, ...errors] : errors
  if (status === 429) reply.header('retry-after', String(Number(refusal.with?.minutes ?? 1) * 60))
  return reply
    .status(status)
    .header('content-type', 'application/problem+json')
    .send({
      type: `urn:doudi:${refusal.refused}`,
      title: detail.split(/[。.]/)[0],
      status,
      code: refusal.refused,
      detail,
      ...(all.length && { errors: all }),
      ...(refusal.with && { with: refusal.with }),
    })
}

/** The largest file that is taken at all; what a page may be is the office's business (`pageLimits`). */
export const uploadMegabytes = 20

/** PostgreSQL states in which nothing happened and trying again is right. */
const passing = new Set([
  '40001',
  '40P01',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
  '08003',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
])

/** Anything thrown: a body that cannot be read is the sender's; a database that rests is a passing failure; the rest is ours. */
export function sendFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Error & { statusCode?: number; code?: string },
) {
  const lang = langOf(request)
  const answer = (status: number, code: string, values: Record<string, string | number> = {}) => {
    const detail = sayRefusal(lang, code, values)
    return reply
      .status(status)
      .header('content-type', 'application/problem+json')
      .send({ type: `urn:doudi:${code}`, title: detail.split(/[。.]/)[0], status, code, detail })
  }
  if (problem.statusCode === 429) return answer(429, 'slow-down', { seconds: 60 })
  if (problem.statusCode === 413) return answer(413, 'file-too-large', { megabytes: uploadMegabytes })
  if (problem.statusCode && problem.statusCode < 500) return answer(problem.statusCode, 'bad-input', { count: 1 })
  if (
    problem.statusCode === 503 ||
    (problem.code && passing.has(problem.code)) ||
    /timeout exceeded when trying to connect|Connection terminated|Query read timeout/.test(problem.message)
  ) {
    reply.header('retry-after', '5')
    return answer(503, 'busy')
  }
  const ticket = randomBytes(4).toString('hex')
  log.error(
    {
      ticket,
      route: (request.routeOptions.config as { what?: string }).what,
      kind: problem.name,
      code: problem.code,
      stack: problem.stack?.split('\n').slice(1, 6),
    },
    'a request failed',
  )
  return answer(500, 'failure', { ticket })
}
