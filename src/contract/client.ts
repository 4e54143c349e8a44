import { z } from 'zod'
import { type Problem, problem, type Route } from './route.ts'

type In<S extends z.ZodType> = z.output<S>

export interface Asked<R extends Route> {
  params?: In<R['params']>
  query?: Partial<In<R['query']>>
  body?: In<R['body']>
  ifMatch?: string
  idempotencyKey?: string
  signal?: AbortSignal
}

export type Answer<R extends Route> =
  | { ok: true; status: number; data: z.output<R['reply']>; etag: string | null }
  | { ok: false; status: number; problem: Problem }

/** The typed client of desk and tests: encodes the domain side, decodes the reply, and never throws for a problem the server named. */
export function createClient(base: string, doFetch: typeof fetch = fetch) {
  return async function call<R extends Route>(route: R, asked: Asked<R> = {}): Promise<Answer<R>> {
    const url =
      base + pathOf(route.path, encoded(route.params, asked.params) as Record<string, unknown>) + queryOf(asked.query)
    const headers: Record<string, string> = { accept: 'application/json' }
    let body: string | undefined
    if (route.method !== 'GET') {
      headers['content-type'] = 'application/json'
      body = JSON.stringify(encoded(route.body, asked.body), (_k, v: unknown) =>
        typeof v === 'bigint' ? String(v) : v,
      )
      if (route.idempotent) headers['idempotency-key'] = asked.idempotencyKey ?? crypto.randomUUID()
    }
    if (asked.ifMatch) headers['if-match'] = asked.ifMatch
    let reply: Response
    try {
      reply = await doFetch(url, {
        method: route.method,
        headers,
        body,
        credentials: 'same-origin',
        signal: asked.signal ?? null,
      })
    } catch {
      return {
        ok: false,
        status: 0,
        problem: {
          type: 'about:blank',
          title: '网络没有连上',
          status: 0,
          code: 'offline',
          detail: '网络没有连上,填的内容还在,请稍后再试。',
        },
      }
    }
    const json: unknown = await reply.json().catch(() => null)
    if (!reply.ok) {
      const read = problem.safeParse(json)
      const named: Problem = read.success
        ? read.data
        : {
            type: 'about:blank',
            title: '系统忙',
            status: reply.status,
            code: 'unreadable',
            detail: '系统没有正常回答,填的内容还在,请稍后再试。',
          }
      return { ok: false, status: reply.status, problem: named }
    }
    return {
      ok: true,
      status: reply.status,
      data: z.decode(route.reply, json as never) as z.output<R['reply']>,
      etag: reply.headers.get('etag'),
    }
  }
}

/** On the wire; what cannot be encoded goes as it was typed, and the server names the entry that is wrong. */
function encoded(schema: z.ZodType, value: unknown): unknown {
  const done = z.safeEncode(schema, (value ?? {}) as never)
  return done.success ? done.data : (value ?? {})
}

export const pathOf = (path: string, params: Record<string, unknown>): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))

function queryOf(query: object | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '')
  return pairs.length ? `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}` : ''
}
