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

/** A problem as a page of its own: a key of the wording and what it speaks of. */
export type ProblemPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  key: string,
  values?: Record<string, string | number>,
) => unknown

/** Somebody at a browser, not a program: then words instead of JSON. */
const pageFor = (request: FastifyRequest): ProblemPage | null =>
  /^\/(api|desk|health|metrics)\b/.test(request.url) ? null : request.server.problemPage.show

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
  const page = pageFor(request)
  if (page) return page(request, reply, status, `refusals:${refusal.refused}`, refusal.with)
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
  '53100',
  '53200',
  '53300',
  '08006',
  '08001',
  '08003',
  'ENOSPC',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
])

/** What cannot be read at all, by Fastify's own names: which part of the request it is. */
const unreadable: Record<string, { code: string; field: string }> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'content-type', field: 'header.content-type' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { code: 'unreadable', field: 'header.content-length' },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'too-large', field: 'body' },
  FST_REQ_FILE_TOO_LARGE: { code: 'too-large', field: 'body' },
  FST_FILES_LIMIT: { code: 'too-large', field: 'body' },
  FST_FIELDS_LIMIT: { code: 'too-large', field: 'body' },
  FST_PARTS_LIMIT: { code: 'too-large', field: 'body' },
}

/** A value the database cannot hold: too long, no number, no day, a character that is none. */
const notAValue = /^22(001|003|007|008|021|P02|P05)$/
/** A rule between rows that a use case did not ask about before: the loser of a race, a name that is taken. */
const againstARow = /^23(503|505|514|P01)$/

/**
 * Anything thrown: a body that cannot be read is the sender's; a database that rests is a passing failure; what the
 * database refuses was undone whole, and is told as such and logged, since a use case should have said it first; the rest is ours.
 */
export function sendFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Error & { statusCode?: number; code?: string },
) {
  const lang = langOf(request)
  const answer = (status: number, code: string, values: Record<string, string | number> = {}, field?: string) => {
    const page = pageFor(request)
    if (page) return page(request, reply, status, `refusals:${code}`, values)
    const detail = sayRefusal(lang, code, values)
    return reply
      .status(status)
      .header('content-type', 'application/problem+json')
      .send({
        type: `urn:doudi:${code}`,
        title: detail.split(/[。.]/)[0],
        status,
        code,
        detail,
        ...(field && { errors: [{ field, message: detail }] }),
      })
  }
  const note = (message: string, more: object = {}) =>
    log.error(
      {
        route: (request.routeOptions.config as { what?: string }).what,
        kind: problem.name,
        code: problem.code,
        stack: problem.stack?.split('\n').slice(1, 6),
        ...more,
      },
      message,
    )
  if (problem.statusCode === 429) return answer(429, 'slow-down', { seconds: 60 })
  if (problem.statusCode === 413 && !/json|urlencoded/.test(request.headers['content-type'] ?? ''))
    return answer(413, 'file-too-large', { megabytes: uploadMegabytes }, 'body')
  if (problem.statusCode && problem.statusCode < 500) {
    const { code, field } = unreadable[problem.code ?? ''] ?? { code: 'unreadable', field: 'body' }
    return answer(problem.statusCode, code, {}, field)
  }
  if (isPassing(problem)) {
    reply.header('retry-after', '5')
    return answer(503, 'busy')
  }
  if (notAValue.test(problem.code ?? '')) {
    note('a value only the database refused')
    return answer(422, 'bad-input', { count: 1 }, 'body')
  }
  if (problem.code === '42501' && /row-level security/.test(problem.message)) {
    note('a row outside the area, which only the database refused')
    return answer(403, 'outside-your-area', {}, 'area')
  }
  if (againstARow.test(problem.code ?? '')) {
    note('a rule only the database knew')
    return answer(409, 'against-what-is-there')
  }
  const ticket = randomBytes(4).toString('hex')
  note('a request failed', { ticket })
  return answer(500, 'failure', { ticket })
}

/** Nothing happened, and trying again is right. */
const isPassing = (problem: Error & { code?: string; statusCode?: number }): boolean =>
  problem.statusCode === 503 ||
  (problem.code !== undefined && passing.has(problem.code)) ||
  /timeout exceeded when trying to connect|Connection terminated|is not queryable|Query read timeout/.test(
    problem.message,
  )
