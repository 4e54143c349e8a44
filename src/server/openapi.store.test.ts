import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { whoMay } from '../access/index.ts'
import { house } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import { type Frame, openServer } from './index.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type Obj = { [name: string]: Json }

let data: FreshDatabase
let frame: Frame
let document: Obj
beforeAll(async () => {
  openTestHouse()
  data = await freshDatabase({ max: 2 })
  frame = await openServer(data.db, house().config)
  document = (await frame.app.inject({ url: '/api/openapi.json' })).json()
})
afterAll(async () => {
  await frame?.app.close()
  await data?.close()
})

interface Operation {
  path: string
  method: string
  body: Obj
}

const operations = (doc: Obj): Operation[] =>
  Object.entries(doc.paths as Obj).flatMap(([path, item]) =>
    Object.entries(item as Obj).map(([method, body]) => ({ path, method, body: body as Obj })),
  )

const list = (value: Json | undefined): Obj[] => (Array.isArray(value) ? (value as Obj[]) : [])

/** What the specification of OpenAPI 3.1 wants of a document like ours, in words for whatever is missing. */
function faults(doc: Obj): string[] {
  const found: string[] = []
  const say = (where: string, what: string) => found.push(`${where}: ${what}`)
  if (!/^3\.1\.\d+$/.test(String(doc.openapi))) say('document', 'is not of version 3.1')
  const { title, version } = doc.info as Obj
  if (!title || !version) say('info', 'needs title and version')
  const schemes = Object.keys(((doc.components as Obj).securitySchemes as Obj | undefined) ?? {})
  const ids = new Set<string>()
  const shapes = new Set<string>()
  for (const { path, method, body } of operations(doc)) {
    const where = `${method} ${path}`
    if (!path.startsWith('/') || path.includes(':')) say(where, 'is no path')
    if (!['get', 'put', 'post', 'delete', 'patch'].includes(method)) say(where, 'is no method')
    const shape = `${method} ${path.replace(/\{\w+\}/g, '{}')}`
    if (shapes.has(shape)) say(where, 'cannot be told from another path')
    shapes.add(shape)
    const id = String(body.operationId ?? '')
    if (!/^\w+$/.test(id)) say(where, 'needs an operationId')
    if (ids.has(id)) say(where, `shares the operationId ${id}`)
    ids.add(id)
    if (!body.summary) say(where, 'needs a summary')
    parameterFaults(path, list(body.parameters)).forEach((fault) => void say(where, fault))
    if (method === 'get' && body.requestBody) say(where, 'asks for a body')
    if (method !== 'get' && body.requestBody && !(body.requestBody as Obj).content)
      say(where, 'has a body without content')
    responseFaults(body.responses as Obj | undefined, path).forEach((fault) => void say(where, fault))
    if (!Array.isArray(body.security)) say(where, 'does not say whether a session is needed')
    for (const need of list(body.security))
      for (const name of Object.keys(need)) if (!schemes.includes(name)) say(where, `needs ${name}, which is no scheme`)
  }
  return [...found, ...referenceFaults(doc), ...schemaFaults(doc)]
}

function parameterFaults(path: string, parameters: Obj[]): string[] {
  const found: string[] = []
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  const declared = parameters.filter((p) => p.in === 'path')
  for (const name of inPath)
    if (!declared.some((p) => p.name === name && p.required === true)) found.push(`does not declare {${name}}`)
  for (const p of declared)
    if (!inPath.includes(String(p.name))) found.push(`declares ${p.name}, which is not in its path`)
  const seen = new Set<string>()
  for (const p of parameters) {
    if (!['path', 'query', 'header', 'cookie'].includes(String(p.in))) found.push(`has ${p.name} in no place`)
    if (!p.schema || typeof p.schema !== 'object') found.push(`has ${p.name} without a schema`)
    if (seen.has(`${p.in}/${p.name}`)) found.push(`declares ${p.name} twice`)
    seen.add(`${p.in}/${p.name}`)
  }
  return found
}

function responseFaults(responses: Obj | undefined, path: string): string[] {
  if (!responses || Object.keys(responses).length === 0) return ['has no responses']
  const found: string[] = []
  for (const [status, response] of Object.entries(responses)) {
    if (!/^([1-5](\d\d|XX)|default)$/.test(status)) found.push(`has the status ${status}`)
    if (!(response as Obj).description) found.push(`answers ${status} without a description`)
  }
  const problem = ((responses.default as Obj | undefined)?.content as Obj | undefined)?.['application/problem+json']
  if (!problem && !/\.json$/.test(path)) found.push('does not say what a problem looks like')
  return found
}

/** Every `$ref` leads somewhere in this document. */
function referenceFaults(doc: Obj): string[] {
  const found = new Set<string>()
  const at = (pointer: string) =>
    pointer
      .slice(2)
      .split('/')
      .reduce<Json | undefined>(
        (value, key) => (value as Obj | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
        doc,
      )
  walk(doc, (node) => {
    if (typeof node.$ref === 'string' && (!node.$ref.startsWith('#/') || at(node.$ref) === undefined))
      found.add(`${node.$ref} leads nowhere`)
  })
  return [...found]
}

const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']

/** Schemas are JSON Schema 2020-12: known types, required names that are there, patterns a machine can read. */
function schemaFaults(doc: Obj): string[] {
  const found = new Set<string>()
  walk(doc, (node) => {
    const named = [node.type].flat().filter((type) => typeof type === 'string')
    if ('type' in node && 'properties' in node && named.some((type) => !types.includes(type)))
      found.add(`type ${node.type}`)
    if (typeof node.pattern === 'string')
      try {
        new RegExp(node.pattern, 'u')
      } catch {
        found.add(`the pattern ${node.pattern} cannot be read`)
      }
    if (Array.isArray(node.required) && node.properties)
      for (const name of node.required)
        if (!Object.hasOwn(node.properties as Obj, String(name))) found.add(`${name} is required and not described`)
    if ('nullable' in node && typeof node.nullable === 'boolean') found.add('nullable belongs to OpenAPI 3.0')
  })
  return [...found]
}

function walk(value: Json | undefined, visit: (node: Obj) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit)
  else if (value && typeof value === 'object') {
    visit(value)
    for (const one of Object.values(value)) walk(one, visit)
  }
}

test('the document is OpenAPI 3.1, as far as its structure goes', () => {
  expect(faults(document)).toEqual([])
  expect(operations(document).length).toBeGreaterThan(100)
})

test('every API route of the who-may table is in it, with who may, and no other', () => {
  const wanted = Object.keys(whoMay).flatMap((what) => {
    const route = /^(?:page )?(GET|POST|PUT|DELETE|PATCH) (\/api\/.*)$/.exec(what)
    return route ? `${route[1]!.toLowerCase()} ${route[2]!.replace(/:(\w+)/g, '{$1}')}` : []
  })
  expect(
    operations(document)
      .map(({ method, path }) => `${method} ${path}`)
      .toSorted(),
  ).toEqual(wanted.toSorted())
  for (const { method, path, body } of operations(document))
    expect.soft(body['x-who-may'], `${method} ${path}`).toEqual(expect.arrayContaining([expect.any(String)]))
})

test('who needs no session is who the table lets in without a name', () => {
  const open = operations(document).filter(({ body }) => (body.security as Json[]).length === 0)
  expect(open.length).toBeGreaterThan(2)
  for (const { path, body } of open) expect.soft(body['x-who-may'], path).toContain('public')
  const closed = operations(document).find(({ path }) => path === '/api/accounts')!
  expect(closed.body.security).toEqual([{ session: [] }])
})

test('the check has been seen to fail', () => {
  const broken = (change: (doc: Obj) => void): string[] => {
    const copy = structuredClone(document)
    change(copy)
    return faults(copy)
  }
  const [first] = operations(document).filter(({ path }) => path.includes('{'))
  const of = (doc: Obj) => ((doc.paths as Obj)[first!.path] as Obj)[first!.method] as Obj
  expect(broken((doc) => void delete of(doc).parameters).join()).toContain('does not declare')
  expect(broken((doc) => void delete of(doc).responses).join()).toContain('has no responses')
  expect(broken((doc) => void delete (of(doc).responses as Obj).default).join()).toContain('what a problem looks like')
  expect(broken((doc) => void delete of(doc).security).join()).toContain('whether a session is needed')
  expect(broken((doc) => void Object.assign(of(doc), { operationId: 'getApiOpenapiJson' })).join()).toContain(
    'shares the operationId',
  )
  expect(broken((doc) => void delete (doc.components as Obj).schemas).join()).toContain('leads nowhere')
})

test('the schema of a situation is served as it stands in docs', async () => {
  const reply = await frame.app.inject({ url: '/api/situation.schema.json' })
  expect(reply.statusCode).toBe(200)
  const written = fileURLToPath(new URL('../../docs/situation.schema.json', import.meta.url))
  expect(reply.json()).toEqual(JSON.parse(readFileSync(written, 'utf8')))
})
