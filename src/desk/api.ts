import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { type Answer, type Asked, createClient, type Problem, pathOf, problem, type Route } from '../contract/index.ts'
import { say } from '../wording/index.ts'
import { notice } from './trouble.ts'

const client = createClient('')

/** Asks the server; what its answer says about the way there is noted for the line at the top. */
export async function call<R extends Route>(route: R, asked: Asked<R> = {}): Promise<Answer<R>> {
  const answer = await client(route, asked)
  if (!asked.signal?.aborted) notice(answer.status, answer.ok ? null : answer.problem.code)
  return answer
}

/** A problem the server named: shown with its own words. */
export class NamedProblem extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** What the desk itself found wrong before or without an answer, said in the reader's language. */
export class OwnWords extends Error {}

/** Reads a route, kept fresh by TanStack Query; a named problem becomes the query's error. */
export function useAsk<R extends Route>(
  route: R,
  asked: Asked<R> = {},
  options: {
    enabled?: boolean
    refetchInterval?:
      | number
      | ((query: { state: { data?: { data: z.output<R['reply']> } | undefined } }) => number | false)
  } = {},
): UseQueryResult<{ data: z.output<R['reply']>; etag: string | null }, NamedProblem> {
  return useQuery({
    queryKey: [route.path, JSON.stringify(asked, (_k, v: unknown) => (typeof v === 'bigint' ? String(v) : v))],
    queryFn: async ({ signal }) => {
      const answer = await call(route, { ...asked, signal })
      if (!answer.ok) throw new NamedProblem(answer.problem)
      return { data: answer.data, etag: answer.etag }
    },
    ...options,
  }) as UseQueryResult<{ data: z.output<R['reply']>; etag: string | null }, NamedProblem>
}

/** As much as the server takes; a larger file is refused here, before minutes of sending. */
const megabyte = 1024 * 1024
const largestUpload = 15 * megabyte
const spoken = () => (document.documentElement.lang.startsWith('en') ? 'en' : 'zh')

const tooLarge = (size: number): Error =>
  new OwnWords(
    say(spoken(), 'desk:upload.too-large', {
      megabytes: largestUpload / megabyte,
      here: Math.ceil(size / megabyte),
    }),
  )

/** One choice of a file is one request to one address, however often the button is pressed: it is never taken in twice. */
const keys = new WeakMap<Blob, Map<string, string>>()
function keyOf(file: Blob, to: string): string {
  const known = keys.get(file) ?? new Map<string, string>()
  keys.set(file, known)
  const key = known.get(to) ?? crypto.randomUUID()
  known.set(to, key)
  return key
}

/** Sends a file as it is; the server tells by its content what it is. */
export async function upload<R extends Route>(
  route: R,
  file: Blob,
  asked: { params?: Record<string, string>; query?: Record<string, string> } = {},
): Promise<z.output<R['reply']>> {
  if (file.size > largestUpload) throw tooLarge(file.size)
  const to = address(route, asked.params, asked.query)
  const reply = await fetch(to, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      accept: 'application/json',
      ...(route.idempotent && { 'idempotency-key': keyOf(file, to) }),
    },
    body: file,
    credentials: 'same-origin',
  }).catch(() => null)
  const json: unknown = await reply?.json().catch(() => null)
  if (!reply?.ok) {
    const read = problem.safeParse(json)
    notice(reply?.status ?? 0, read.success ? read.data.code : null)
    throw read.success ? new NamedProblem(read.data) : new OwnWords(say(spoken(), 'desk:upload.failed'))
  }
  return route.reply.parse(json) as z.output<R['reply']>
}

/** The address of a file route: for links that open or download. */
export const address = (
  route: Route,
  params: Record<string, string> = {},
  query: Record<string, string | undefined> = {},
): string => {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return pathOf(route.path, params) + (pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '')
}
