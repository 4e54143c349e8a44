import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { mayAsk, type Session, whoMay } from '../access/index.ts'
import type { Route } from '../contract/index.ts'
import { assert, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import {
  type Actor,
  audit,
  claimKey,
  type Db,
  digestOf,
  publicActor,
  releaseKey,
  rememberReply,
  sha256,
  type Tx,
  withScope,
} from '../platform/index.ts'
import { say } from '../wording/index.ts'
import { issueInWords } from './input-words.ts'
import { langOf, sendProblem, sendRefusal } from './problems.ts'
import { unwritable, unwritableFields } from './unwritable.ts'

/** What a handler gets: one transaction under the actor's scope and checked input. */
export interface Call<R extends Route> {
  tx: Tx
  actor: Actor
  session: Session | null
  params: z.output<R['params']>
  query: z.output<R['query']>
  body: z.output<R['body']>
  /** The version the client last read (If-Match), for versioned routes. */
  ifMatch: string | null
  request: FastifyRequest
}

/** A handler's answer with more than a body. */
export interface Answered<Reply> {
  reply: Reply
  status?: number
  etag?: string
  cookie?: { name: string; value: string | null }
}
export interface Bytes {
  bytes: Buffer
  type: string
  /** Shown as an attachment under this neutral name; no personal data in it. */
  fileName: string
  inline?: boolean
}

/** A refusal whose traces stay (a counted wrong password): everything else a refusal touched is rolled back. */
export interface Kept {
  kept: Refusal
}
export const keep = (refusal: Refusal): Kept => ({ kept: refusal })

type Handler<R extends Route> = (
  call: Call<R>,
) => Promise<z.output<R['reply']> | Answered<z.output<R['reply']>> | Bytes | Refusal | Kept>

/** Carries a refusal out of the transaction, so that it rolls back. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

const chinese = z.locales.zhCN().localeError
const english = z.locales.en().localeError

export interface Frame {
  app: FastifyInstance
  db: Db
  /** Routes mounted so far, for the OpenAPI document and for the test that compares them with the who-may table. */
  mounted: Route[]
}

/** Puts one route of the contract on the server: who may, input, one transaction, key, reply. Throws when the who-may table has no row. */
export function mount<R extends Route>(frame: Frame, route: R, handler: Handler<R>): void {
  const what = `${route.method} ${route.path}`
  assert(what in whoMay, `no row for ${what} in the who-may table`)
  frame.mounted.push(route)
  frame.app.route({
    method: route.method,
    url: route.path,
    config: { what },
    handler: (request, reply) => answer(frame.db, route, what, handler, request, reply),
  })
}

async function answer<R extends Route>(
  db: Db,
  route: R,
  what: string,
  handler: Handler<R>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const session = request.doudiSession
  const actor = session?.actor ?? publicActor
  if (!mayAsk(what, actor.role)) return sendRefusal(request, reply, notAllowed(request, what, session))
  const read = readInput(route, request)
  if (route.takes === 'bytes' && !Buffer.isBuffer(request.body))
    return sendRefusal(request, reply, refuse('file-empty', {}, 'body'))
  if ('refused' in read) return sendProblem(request, reply, read.refused, read.errors)
  const key = request.headers['idempotency-key']
  if (route.idempotent && !(typeof key === 'string' && /^[\x21-\x7e]{8,200}$/.test(key)))
    return sendRefusal(request, reply, refuse('key-needed', {}, 'header.idempotency-key'))
  const ifMatch = request.headers['if-match'] ?? null
  if (route.versioned && route.method !== 'GET' && !ifMatch)
    return sendRefusal(request, reply, refuse('version-needed', {}, 'header.if-match'))

  try {
    const outcome = await withScope(db, { actor, route: what, ...purposeOf(request) }, async (tx) => {
      if (route.idempotent) {
        const claim = await claimKey<unknown>(tx, what, key as string, {
          params: request.params,
          query: request.query,
          // A file by its digest: the same bytes are the same request.
          body: Buffer.isBuffer(request.body) ? sha256(request.body) : request.body,
        })
        if (!claim.first && 'conflict' in claim) throw new Refused(refuse('key-used-otherwise'))
        if (!claim.first) return { status: claim.status, wire: claim.reply, repeated: true as const }
      }
      const result = await handler({ tx, actor, session, ...read.input, ifMatch, request } as Call<R>)
      if (isRefusal(result)) throw new Refused(result)
      if (isKept(result)) {
        if (route.idempotent) await releaseKey(tx, what, key as string)
        return result
      }
      if (isBytes(result)) return result
      const full: Answered<unknown> = isAnswered(result) ? result : { reply: result }
      const wire: unknown = z.encode(route.reply, full.reply as never)
      if (route.idempotent) await rememberReply(tx, what, key as string, full.status ?? 200, JSON.stringify(wire))
      return {
        status: full.status ?? 200,
        wire,
        ...(full.etag && { etag: full.etag }),
        ...(full.cookie && { cookie: full.cookie }),
      }
    })
    return isKept(outcome) ? sendRefusal(request, reply, outcome.kept) : send(reply, outcome)
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem
    if (route.method !== 'GET' && session) await recordRefusal(db, actor, what, problem.refusal)
    return sendRefusal(request, reply, problem.refusal)
  }
}

type Outcome =
  | Bytes
  | { status: number; wire: unknown; etag?: string; cookie?: Answered<unknown>['cookie']; repeated?: true }

function send(reply: FastifyReply, outcome: Outcome): unknown {
  if (isBytes(outcome))
    return reply
      .header('content-type', outcome.type)
      .header(
        'content-disposition',
        `${outcome.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(outcome.fileName)}`,
      )
      .header('content-security-policy', "sandbox; default-src 'none'")
      .send(outcome.bytes)
  if (outcome.etag) reply.header('etag', outcome.etag)
  if (outcome.repeated) reply.header('idempotent-replay', 'true')
  if (outcome.cookie) reply.setSessionCookie(outcome.cookie.value)
  return reply.status(outcome.status).send(outcome.wire)
}

const isBytes = (value: unknown): value is Bytes =>
  typeof value === 'object' && value !== null && Buffer.isBuffer((value as Bytes).bytes)
const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' && value !== null && isRefusal((value as Partial<Kept>).kept)
const isAnswered = (value: unknown): value is Answered<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  'reply' in value &&
  Object.keys(value).every((k) => ['reply', 'status', 'etag', 'cookie'].includes(k))

/** Why somebody looks: officers' pages send it for unmasked reads. A code or short text, kept in the audit line. */
function purposeOf(request: FastifyRequest): { purpose?: string } {
  const header = request.headers['x-purpose']
  if (typeof header !== 'string' || !header) return {}
  try {
    const purpose = decodeURIComponent(header)
    return unwritable(purpose) ? {} : { purpose: purpose.slice(0, 120) }
  } catch {
    return {}
  }
}

function notAllowed(request: FastifyRequest, what: string, session: Session | null): Refusal {
  if (!session) return refuse('not-signed-in')
  if (session.level === 'password') return refuse('second-factor-needed')
  const lang = langOf(request)
  const who = (whoMay[what] ?? []).map((role) => roleLabel(lang, role)).join('、')
  return refuse('not-your-right', { who })
}

const roleLabel = (lang: 'zh' | 'en', role: string) => say(lang, `access:role.${role}`)

interface InputProblem {
  refused: Refusal
  errors: { field: string; message: string }[]
}

function readInput<R extends Route>(
  route: R,
  request: FastifyRequest,
): { input: Pick<Call<R>, 'params' | 'query' | 'body'> } | InputProblem {
  const errors: { field: string; message: string }[] = []
  const read = (part: string, schema: z.ZodType, value: unknown): unknown => {
    const result = schema.safeParse(value, { error: langOf(request) === 'en' ? english : chinese })
    if (result.success) return result.data
    for (const issue of result.error.issues.slice(0, 50))
      errors.push({ field: [part, ...issue.path].join('.'), message: issueInWords(langOf(request), issue, value) })
    return undefined
  }
  const input = {
    params: read('params', route.params, request.params ?? {}),
    query: read('query', route.query, request.query ?? {}),
    body: route.takes === 'bytes' ? request.body : read('body', route.body, request.body ?? {}),
  }
  for (const part of ['params', 'query', 'body'] as const)
    for (const field of unwritableFields(input[part], part))
      errors.push({ field, message: say(langOf(request), 'access:unwritable') })
  if (errors.length === 0) return { input: input as Pick<Call<R>, 'params' | 'query' | 'body'> }
  return { refused: refuse('bad-input', { count: errors.length }), errors }
}

/** A refused change leaves a line too: a second transaction, since the first was rolled back. */
async function recordRefusal(db: Db, actor: Actor, what: string, refusal: Refusal): Promise<void> {
  await withScope(db, { actor, route: what }, (tx) =>
    audit(tx, { action: what, result: 'refused', detail: { code: refusal.refused } }),
  )
}

export const etagOf = (version: unknown): string => `"${digestOf(version).slice(0, 24)}"`
