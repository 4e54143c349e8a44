import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a handler answers. `wreck` lets a simulated agency misbehave on the wire: silence, or half an answer. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: Uint8Array | string
  wreck?: 'close-before-answer' | 'close-in-the-middle'
}

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: Buffer
}

export type Handler = (asked: Asked, found: Record<string, string>) => Promise<Answer> | Answer

/** One door of a simulated organisation. `who` is the token that opens it; `anyone` is for health only. */
export interface Door {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `/batches/:batch/reports/:household` */
  path: string
  who: 'anyone' | 'client' | 'control'
  handle: Handler
}

export interface Tokens {
  client: string
  control: string
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
})

/** A named trouble, never with personal data in it. */
export const problem = (status: number, code: string, detail: Record<string, string | number> = {}): Answer =>
  json(status, { code, ...detail })

const largestBody = 64 * 1024 * 1024
const longestRequestMs = 60_000

export class TooLarge extends Error {}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size <= largestBody) parts.push(part)
    })
    request.on('end', () => (size > largestBody ? reject(new TooLarge()) : resolve(Buffer.concat(parts))))
    request.on('error', reject)
    request.on('aborted', () => reject(new Error('The caller went away')))
  })
}

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  const found: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(':')) found[part.slice(1)] = decodeURIComponent(given[i]!)
    else if (part !== given[i]) return null
  }
  return found
}

function holds(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function answer(doors: Door[], tokens: Tokens, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://loopback')
  const here = doors.filter((door) => match(door.path, url.pathname))
  const door = here.find((candidate) => candidate.method === request.method)
  if (!door) return problem(here.length > 0 ? 405 : 404, here.length > 0 ? 'no-such-method' : 'no-such-path')
  if (door.who !== 'anyone' && !holds(request, tokens[door.who])) return problem(401, 'token')
  const asked: Asked = {
    method: door.method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: await readBody(request),
  }
  return door.handle(asked, match(door.path, url.pathname)!)
}

function send(response: ServerResponse, answered: Answer): void {
  const body = Buffer.from(answered.body ?? '')
  if (answered.wreck === 'close-before-answer') {
    response.destroy()
    return
  }
  response.writeHead(answered.status, { ...answered.headers, 'content-length': body.length })
  if (answered.wreck === 'close-in-the-middle') {
    response.write(body.subarray(0, Math.max(1, Math.floor(body.length / 2))), () => response.destroy())
    return
  }
  response.end(body)
}

export interface Serving {
  server: Server
  port: number
  stop: () => Promise<void>
}

/** Listens on 127.0.0.1 only. Port 0 takes a free one. */
export async function listenOnLoopback(doors: Door[], tokens: Tokens, port: number): Promise<Serving> {
  const server = createServer((request, response) => {
    answer(doors, tokens, request)
      .catch((trouble: unknown) => {
        if (trouble instanceof TooLarge) return problem(413, 'too-large')
        if (trouble instanceof SyntaxError) return problem(400, 'not-json')
        process.stderr.write(`${JSON.stringify({ trouble: trouble instanceof Error ? trouble.name : 'unknown' })}\n`)
        return problem(500, 'defect')
      })
      .then((answered) => send(response, answered))
  })
  server.requestTimeout = longestRequestMs
  server.headersTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { server, port: (server.address() as AddressInfo).port, stop }
}

/**
 * Ends the process on SIGTERM, SIGINT, or when the parent is gone: an orphan gets another parent, whichever way the
 * first one died. `kill -9` of the parent sends no signal, so looking is the only way.
 */
export function endWithParent(stop: () => Promise<void>): void {
  const parent = process.ppid
  let ending = false
  const end = () => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(0), 2000).unref()
    stop().finally(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  setInterval(() => {
    if (process.ppid !== parent) end()
  }, 250).unref()
}

/** One line on stdout that the parent waits for. */
export const announce = (value: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}
