import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ReactNode } from 'react'
import { mayAsk, type Session, whoMay } from '../access/index.ts'
import { assert, isRefusal, type Refusal } from '../foundation/index.ts'
import { type Actor, publicActor, type Tx, withScope } from '../platform/index.ts'
import { type Frame, sendFailure, unwritableFields } from '../server/index.ts'
import { type Manner, mannerOf } from './manner.ts'
import { messagePage } from './message.tsx'
import { render } from './shell.tsx'

/** What a page's handler gets. */
export interface Visit {
  tx: Tx
  actor: Actor
  session: Session | null
  request: FastifyRequest
  manner: Manner
  /** Form fields of a POST as text; several of one name come as a list. */
  form: Record<string, string | string[]>
  params: Record<string, string>
  query: Record<string, string>
  demo: boolean
  /** Values for the session cookie and other cookies to set with the answer. */
  setSession(token: string | null): void
  setCookie(name: string, value: string, options: { maxAge: number; path: string }): void
}

export interface Redirect {
  to: string
}
export interface PageFile {
  bytes: Buffer
  type: string
  fileName: string
}
export type PageAnswer = ReactNode | Redirect | PageFile | { status: number; page: ReactNode } | Refusal

/** How a group of pages puts its own into the server. */
export type Mount = (method: 'GET' | 'POST', path: string, handler: (visit: Visit) => Promise<PageAnswer>) => void

export const goTo = (to: string): Redirect => ({ to })

/** Mounts one page. Forms are posted, answered with a redirect, and read again: the back button is always safe. */
export function page(
  frame: Frame,
  demo: boolean,
  method: 'GET' | 'POST',
  path: string,
  handler: (visit: Visit) => Promise<PageAnswer>,
): void {
  const what = `page ${method} ${path}`
  assert(what in whoMay, `no row for ${what} in the who-may table`)
  frame.app.route({
    method,
    url: path,
    config: { what },
    handler: async (request, reply) => {
      const manner = mannerOf(request)
      const session = request.doudiSession
      const actor = session?.actor ?? publicActor
      const show = (status: number, key: string, values?: Record<string, string | number>) =>
        html(reply, status, messagePage({ manner, demo, here: request.url, key, values }))
      if (!mayAsk(what, actor.role))
        return show(session ? 403 : 401, session ? 'pages:problem.not-yours' : 'pages:problem.sign-in')
      for (const part of [request.params, request.query, request.body])
        for (const _field of unwritableFields(part, '')) return show(400, 'refusals:unreadable')
      let sessionToken: string | null | undefined
      const cookies: { name: string; value: string; options: { maxAge: number; path: string } }[] = []
      try {
        const answer = await withScope(frame.db, { actor, route: what }, async (tx) => {
          const result = await handler({
            tx,
            actor,
            session,
            request,
            manner,
            demo,
            form: (request.body ?? {}) as Visit['form'],
            params: request.params as Record<string, string>,
            query: request.query as Record<string, string>,
            setSession: (token) => {
              sessionToken = token
            },
            setCookie: (name, value, options) => {
              cookies.push({ name, value, options })
            },
          })
          if (isRefusal(result)) throw new RefusedPage(result)
          return result
        })
        if (sessionToken !== undefined) reply.setSessionCookie(sessionToken)
        for (const c of cookies)
          reply.setCookie(c.name, c.value, {
            ...c.options,
            httpOnly: true,
            sameSite: 'lax',
            secure: request.protocol === 'https',
          })
        return send(reply, answer)
      } catch (problem) {
        if (problem instanceof RefusedPage)
          return show(
            problem.refusal.refused === 'not-found' ? 404 : 409,
            `refusals:${problem.refusal.refused}`,
            problem.refusal.with,
          )
        return sendFailure(request, reply, problem as Error)
      }
    },
  })
}

class RefusedPage extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

const html = (reply: FastifyReply, status: number, node: ReactNode) =>
  reply.status(status).type('text/html; charset=utf-8').send(render(node))

function send(reply: FastifyReply, answer: PageAnswer): unknown {
  if (typeof answer === 'object' && answer !== null) {
    if ('to' in answer) return reply.redirect(answer.to, 303)
    if ('bytes' in answer)
      return reply
        .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(answer.fileName)}`)
        .type(answer.type)
        .send(answer.bytes)
    if ('page' in answer && 'status' in answer) return html(reply, answer.status, answer.page)
  }
  return html(reply, 200, answer as ReactNode)
}

/** Only addresses of our own, to go back to. */
export const ownAddress = (text: string | undefined): string =>
  text && /^\/(?![/\\])[\w\-./?=&%:~]*$/.test(text) ? text : '/'
