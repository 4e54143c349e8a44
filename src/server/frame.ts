import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { readSession, type Session } from '../access/index.ts'
import { refuse } from '../foundation/index.ts'
import { type Config, type Db, publicActor, withScope } from '../platform/index.ts'
import type { Frame } from './mount.ts'
import { type ProblemPage, sendFailure, sendRefusal, uploadMegabytes } from './problems.ts'

declare module 'fastify' {
  interface FastifyRequest {
    doudiSession: Session | null
  }
  interface FastifyReply {
    /** null ends the session at the browser. */
    setSessionCookie(token: string | null): void
    cspNonce: { script: string; style: string }
  }
  interface FastifyInstance {
    /** How people read a problem: as a page of ours, once the pages are mounted; programs under `/api` read JSON. */
    problemPage: { show: ProblemPage | null }
  }
}

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
const megabyte = 1024 * 1024

/** `__Host-` needs https; on loopback the demo goes without the prefix. */
export const sessionCookie = (config: Config): string => (config.production ? '__Host-doudi' : 'doudi')

/** Requests a minute: from one address, and by one signed-in person (R52). Sign-in and codes have narrower limits of their own. */
const asks = { address: 3000, person: 600 }

/** The server without routes: limits, headers, sessions, same-origin check, errors. */
export async function openFrame(db: Db, config: Config): Promise<Frame> {
  const app: FastifyInstance = Fastify({
    logger: false,
    trustProxy: config.trustProxy.length ? config.trustProxy : false,
    bodyLimit: megabyte,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    // An address that cannot be read leads nowhere; nobody needs to know why.
    frameworkErrors: (_problem, request, reply) => {
      reply.header('cache-control', 'no-store')
      void sendRefusal(request as FastifyRequest, reply as FastifyReply, refuse('not-found'))
    },
  })
  app.decorate('problemPage', { show: null })
  app.decorateRequest('doudiSession', null)
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: megabyte })
  await app.register(multipart, { limits: { fileSize: 15 * megabyte, files: 20, fields: 200, parts: 220 } })
  await app.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        upgradeInsecureRequests: config.production ? [] : null,
      },
    },
    // To other sites nothing; to our own the address, because `no-referrer` would make browsers post forms with `Origin: null`.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: config.production ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  })
  await app.register(rateLimit, {
    max: asks.address,
    timeWindow: '1 minute',
    allowList: (request) => request.url.startsWith('/health'),
  })
  // A whole office may come from one address: each person has a measure of their own besides.
  const measure = app.createRateLimit({
    max: asks.person,
    timeWindow: '1 minute',
    keyGenerator: (request) => request.doudiSession?.digest ?? request.ip,
    allowList: (request) => request.doudiSession === null,
  })
  app.addHook('preHandler', async (request, reply) => {
    const taken = await measure(request)
    if (!taken.isAllowed && taken.isExceeded)
      return sendRefusal(request, reply, refuse('slow-down', { seconds: taken.ttlInSeconds }))
  })
  // In service a server that cannot keep up says so at once; a desk that tries the demo on a slow machine waits instead.
  if (config.production)
    await app.register(underPressure, { maxEventLoopDelay: 2000, retryAfter: 5, exposeStatusRoute: false })

  app.decorateReply('setSessionCookie', function (this: FastifyReply, token: string | null) {
    const options = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: config.production }
    if (token === null) this.clearCookie(sessionCookie(config), options)
    else this.setCookie(sessionCookie(config), token, options)
  })

  app.addHook('onRequest', async (request, reply) => {
    if (unsafe.has(request.method) && !sameOrigin(request)) return sendRefusal(request, reply, refuse('wrong-origin'))
    const token = request.cookies[sessionCookie(config)]
    if (token && /^[\w-]{20,64}$/.test(token))
      request.doudiSession = await withScope(db, { actor: publicActor }, (tx) => readSession(tx, token))
  })
  // Pages and answers about people are never kept by a browser or proxy; built assets set their own header.
  app.addHook('onSend', async (_request, reply, payload) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    return payload
  })
  app.setErrorHandler((problem, request, reply) =>
    sendFailure(request, reply, problem as Error & { statusCode?: number; code?: string }),
  )
  app.addContentTypeParser(
    [
      'image/jpeg',
      'image/png',
      'image/webp',
      'application/pdf',
      'application/octet-stream',
      'text/csv',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    { parseAs: 'buffer', bodyLimit: uploadMegabytes * megabyte },
    (_request, body, done) => done(null, body),
  )
  app.setNotFoundHandler((request, reply) => sendRefusal(request, reply, refuse('not-found')))
  const frame: Frame = { app, db, mounted: [] }
  return frame
}

/**
 * Unsafe methods must come from our own pages: the browser says so (Sec-Fetch-Site), or Origin, else Referer, names our
 * host. Tools that send none of these send no cookie either.
 */
function sameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const from = request.headers.origin ?? request.headers.referer
  if (!from) return !request.headers.cookie
  try {
    return new URL(from).host === request.host
  } catch {
    return false
  }
}
