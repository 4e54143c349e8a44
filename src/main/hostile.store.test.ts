/**
 * Every address of the who-may table, asked by people who do not mean well (R46, T18): a spoiled field, a wrong type, a
 * role that may not, bytes that are no request. No answer may be a fault of ours, every refusal has a code and names the
 * field, and a refused request leaves no trace but the record of itself.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { whoMay } from '../access/index.ts'
import type { Route } from '../contract/index.ts'
import {
  changedAt,
  hostileIds,
  hostileQueries,
  hostileTexts,
  type Json,
  type JsonSchema,
  placesIn,
  rawRequests,
  sampleOf,
  spoiled,
  valueAt,
} from './testkit/hostile-input.ts'
import { type HostileWorld, openHostileWorld } from './testkit/hostile-world.ts'

let world: HostileWorld
beforeAll(async () => {
  world = await openHostileWorld()
})
afterAll(() => world.close())

/** How many of a field's spoiled values are tried here; `DOUDI_HOSTILE=all` tries every one. */
const perField = process.env.DOUDI_HOSTILE === 'all' ? Number.POSITIVE_INFINITY : 3

interface Asked {
  method: Route['method']
  url: string
  role: string
  payload?: string | Buffer
  headers?: Record<string, string>
}
let asked = 0
const tally = new Map<number, number>()
const reached = new Set<string>()

/** One request; what is wrong with the answer, in words. */
async function complaint(request: Asked, name: string): Promise<string | null> {
  asked++
  const reply = await world.frame.app.inject({
    method: request.method,
    url: request.url,
    // Everybody from an address of his own: the limiter is tested elsewhere.
    remoteAddress: `10.${(asked >> 14) & 255}.${(asked >> 7) & 127}.1`,
    ...(request.payload !== undefined && { payload: request.payload }),
    headers: {
      host: 'localhost',
      origin: 'http://localhost',
      cookie: world.cookies[request.role] ?? '',
      'idempotency-key': `hostile-${asked}-0123456789`,
      'if-match': '"1"',
      ...request.headers,
    },
  })
  const status = reply.statusCode
  tally.set(status, (tally.get(status) ?? 0) + 1)
  const written = await world.touched()
  const what = `${request.method} ${request.url.slice(0, 120)} as ${request.role}, ${name}`
  const body = reply.body.slice(0, 300)
  if (status >= 500) return `${what}: ${status} ${body}`
  if (/\bat .*\.ts:\d+|select .* from |syntax error at|node_modules/.test(reply.body))
    return `${what}: tells its insides: ${body}`
  if (status < 400) return null
  if (written.length > 0) return `${what}: ${status}, and yet written: ${written.join(', ')}`
  if (/html/.test(String(reply.headers['content-type'])))
    return /<main/.test(reply.body) ? null : `${what}: a page without a word`
  if (!String(reply.headers['content-type']).startsWith('application/problem+json'))
    return `${what}: ${status}, no problem: ${body}`
  const problem = reply.json() as { code?: string; detail?: string; errors?: { field: string }[] }
  if (!problem.code || !problem.detail) return `${what}: a problem without code or words`
  if (problem.code === 'bad-input' && !problem.errors?.every((e) => e.field))
    return `${what}: bad-input names no field: ${body}`
  return null
}

const schemaOf = (part: z.ZodType) => z.toJSONSchema(part, { io: 'input', unrepresentable: 'any' }) as JsonSchema
const roleFor = (route: Route) =>
  (whoMay[`${route.method} ${route.path}`] ?? []).find((role) => role in world.cookies && role !== 'public') ?? 'public'

function addressOf(route: Route, over: Record<string, string> = {}): string {
  const params = sampleOf(schemaOf(route.params), world.known) as Record<string, string>
  return route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(over[name] ?? String(params[name])))
}

const json = { 'content-type': 'application/json' }
const show = (value: Json | undefined) => (JSON.stringify(value) ?? 'left out').slice(0, 60)

async function complaintsOf(requests: Iterable<[Asked, string]>): Promise<string[]> {
  const found: string[] = []
  for (const [request, name] of requests) {
    const wrong = await complaint(request, name)
    if (wrong) found.push(wrong)
  }
  return found
}

/** Every field once with its own spoiled values, taken in turn so that a route with a few fields meets the whole list. */
function* spoiledBodies(route: Route): Iterable<[Asked, string]> {
  const sample = sampleOf(schemaOf(route.body), world.known)
  if (route.body.safeParse(sample).success) reached.add(`${route.method} ${route.path}`)
  const base = { method: route.method, url: addressOf(route), role: roleFor(route), headers: json }
  yield [{ ...base, payload: JSON.stringify(sample) }, 'a plain sample']
  let turn = 0
  for (const path of placesIn(sample)) {
    const values = spoiled(valueAt(sample, path)!)
    const count = Math.min(perField, values.length)
    for (let i = 0; i < count; i++) {
      const value = values[turn++ % values.length]
      yield [{ ...base, payload: JSON.stringify(changedAt(sample, path, value)) }, `${path.join('.')} = ${show(value)}`]
    }
  }
}

const changing = () => world.frame.mounted.filter((route) => route.method !== 'GET')

describe('somebody who does not mean well', () => {
  test('spoils one field of every body', async () => {
    const found: string[] = []
    for (const route of changing().filter((r) => r.takes === 'json'))
      found.push(...(await complaintsOf(spoiledBodies(route))))
    expect(found).toEqual([])
    // Noise that never gets past the first check proves nothing.
    expect(reached.size).toBeGreaterThan(changing().length * 0.6)
  }, 300_000)

  test('sends bytes that are no request, to every address that takes one', async () => {
    const found: string[] = []
    const routes = changing()
    for (const [i, route] of routes.entries()) {
      const sample = route.takes === 'json' ? sampleOf(schemaOf(route.body), world.known) : 'x'
      const all = rawRequests(sample)
      // The frame answers before the route is asked: each kind on every tenth route, each route with every tenth kind.
      const some = perField === Number.POSITIVE_INFINITY ? all : all.filter((_, j) => (i + j) % 10 === 0)
      found.push(
        ...(await complaintsOf(
          some.map(({ name, payload, headers }): [Asked, string] => [
            { method: route.method, url: addressOf(route), role: roleFor(route), payload, headers },
            name,
          ]),
        )),
      )
    }
    expect(found).toEqual([])
  }, 300_000)

  test('writes odd things into every address and behind every question mark', async () => {
    const found: string[] = []
    for (const [i, route] of world.frame.mounted.entries()) {
      const base = {
        method: route.method,
        role: roleFor(route),
        ...(route.method !== 'GET' && { payload: '{}', headers: json }),
      }
      const names = [...route.path.matchAll(/:(\w+)/g)].map((m) => m[1]!)
      const odd = [...hostileIds, ...hostileTexts.filter((t) => !/\p{Surrogate}/u.test(t) && t.trim() !== '')]
      const paths = names.flatMap((name) =>
        odd
          .filter((_, j) => perField > odd.length || (i + j) % 8 === 0)
          .map((value): [Asked, string] => [
            { ...base, url: addressOf(route, { [name]: value.slice(0, 300) }) },
            `${name} = ${show(value)}`,
          ]),
      )
      const queries =
        route.method === 'GET'
          ? hostileQueries
              .filter((_, j) => perField > odd.length || (i + j) % 3 === 0)
              .map((query): [Asked, string] => [{ ...base, url: `${addressOf(route)}?${query}` }, query.slice(0, 40)])
          : []
      found.push(...(await complaintsOf([...paths, ...queries])))
    }
    expect(found).toEqual([])
  }, 300_000)

  test('asks everything in every role that may not', async () => {
    const found: string[] = []
    for (const route of world.frame.mounted) {
      const what = `${route.method} ${route.path}`
      const others = Object.keys(world.cookies).filter((role) => !(whoMay[what] as readonly string[]).includes(role))
      for (const role of others) {
        const request: Asked = {
          method: route.method,
          url: addressOf(route),
          role,
          ...(route.method !== 'GET' && { payload: '{"status":"approved","approver":"me"}', headers: json }),
        }
        const wrong = await complaint(request, 'not his business')
        if (wrong) found.push(wrong)
      }
    }
    expect(found).toEqual([])
    expect(tally.get(403) ?? 0).toBeGreaterThan(500)
  }, 300_000)

  test('fills the pages’ forms with rubbish, in and out of a draft of his own', async () => {
    const rows = Object.keys(whoMay).flatMap((what) => {
      const [, method, path] = /^page (GET|POST) (\/.*)$/.exec(what) ?? []
      return method && path ? [{ method: method as 'GET' | 'POST', path, what }] : []
    })
    const draft = await beginDraft()
    const fill = (path: string, over: string | null) =>
      path
        .replace(':token', over ?? 'x'.repeat(32))
        .replace(':village', over ?? '990101103203')
        .replace(':section', over ?? 'people')
        .replace(/:(id|notice)/, over ?? draft.id)
        .replace(':n', over ?? '1')
    const fields = await fieldNames(
      rows.filter((r) => r.method === 'GET').map((r) => fill(r.path, null)),
      draft.cookie,
    )
    expect(fields.length).toBeGreaterThan(15)
    const found: string[] = []
    let turn = 0
    for (const { method, path, what } of rows) {
      const role = (whoMay[what] ?? []).includes('public') ? 'public' : 'citizen'
      const cookie = { cookie: role === 'citizen' ? world.cookies.citizen! : draft.cookie }
      const odd = [
        '%00',
        '%E0%A4%A',
        '..%2f..',
        encodeURIComponent(hostileTexts[9]!),
        '0',
        '-1',
        '999999999999999999999',
      ]
      for (const value of path.includes(':') ? odd : [])
        found.push((await complaint({ method, url: fill(path, value), role, headers: cookie }, 'an odd address')) ?? '')
      for (const query of hostileQueries.filter((_, j) => (turn++ + j) % 3 === 0))
        if (method === 'GET')
          found.push(
            (await complaint(
              { method, url: `${fill(path, null)}?${query}`, role, headers: cookie },
              query.slice(0, 30),
            )) ?? '',
          )
      if (method === 'GET') continue
      for (let i = 0; i < 4; i++) {
        const form = new URLSearchParams()
        for (const field of fields)
          form.append(field, hostileTexts[turn++ % hostileTexts.length]!.replace(/\p{Surrogate}/gu, '?').slice(0, 3000))
        if (i % 2) for (const field of fields) form.append(field, '-1')
        found.push(
          (await complaint(
            {
              method,
              url: fill(path, null),
              role,
              payload: form.toString(),
              headers: { ...cookie, 'content-type': 'application/x-www-form-urlencoded' },
            },
            `rubbish ${i}`,
          )) ?? '',
        )
      }
      for (const { name, payload, headers } of rawRequests({ a: 1 }).filter((_, j) => (turn + j) % 4 === 0))
        found.push(
          (await complaint(
            { method, url: fill(path, null), role, payload, headers: { ...cookie, ...headers } },
            name,
          )) ?? '',
        )
    }
    expect(found.filter(Boolean)).toEqual([])
  }, 300_000)
})

async function beginDraft(): Promise<{ id: string; cookie: string }> {
  const reply = await world.frame.app.inject({
    method: 'POST',
    url: '/apply/start',
    payload: new URLSearchParams({ area: '990101103203', phone: '13900000001', about: 'living' }).toString(),
    headers: { host: 'localhost', origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
  })
  const id =
    /\/apply\/([0-9a-f-]{36})/.exec(reply.body)?.[1] ??
    /\/apply\/([0-9a-f-]{36})/.exec(String(reply.headers.location))?.[1]
  expect(id).toBeTruthy()
  return { id: id!, cookie: reply.cookies.map((c) => `${c.name}=${c.value}`).join('; ') }
}

/** Every name a form of ours uses. */
async function fieldNames(urls: string[], cookie: string): Promise<string[]> {
  const names = new Set<string>()
  for (const url of urls) {
    const { body } = await world.frame.app.inject({ method: 'GET', url, headers: { host: 'localhost', cookie } })
    for (const [, name] of body.matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g)) names.add(name!)
  }
  return [...names]
}
