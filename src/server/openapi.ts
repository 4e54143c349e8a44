import { z } from 'zod'
import { whoMay } from '../access/index.ts'
import { problem, type Route, situationJsonSchema } from '../contract/index.ts'
import type { Config } from '../platform/index.ts'
import { sessionCookie } from './frame.ts'
import type { Frame } from './mount.ts'

/** OpenAPI 3.1 from the same schemas that check the requests. */
export function openapiDocument(routes: readonly Route[], cookie: string): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [path, summary] of Object.entries(papers)) paths[path] = { get: paper(path, summary) }
  for (const r of routes) {
    const path = r.path.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][r.method.toLowerCase()] = operation(r)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Doudi 兜底 API',
      version: '1',
      description:
        'Fen are integers; ids are decimal text; days are YYYY-MM-DD in Asia/Shanghai. Problems follow RFC 9457 with a `code`.',
    },
    paths,
    components: {
      schemas: { Problem: wire(problem) },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: cookie, description: 'Set by POST /api/session' },
      },
    },
  }
}

/** Papers about the interface itself: for other people's tools, without a session. */
const papers = {
  '/api/openapi.json': 'This document',
  '/api/situation.schema.json': 'JSON Schema of a situation, as doudi policy determine takes it',
}

const paper = (path: string, summary: string): object => ({
  summary,
  operationId: operationId('GET', path),
  'x-who-may': whoMay[`page GET ${path}`],
  security: [],
  responses: { 200: { description: 'Done', content: { 'application/json': { schema: { type: 'object' } } } } },
})

/** `postApiCasesCaseIdSendingBack`: a name that any program can bear. */
const operationId = (method: string, path: string) =>
  method.toLowerCase() + path.replace(/[/:.-]+(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Whom the table lets in without a name needs no session. */
const securityOf = (r: Route) => (whoMay[`${r.method} ${r.path}`]?.includes('public') ? [] : [{ session: [] }])

const wire = (schema: z.ZodType): unknown => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  return json
}

function operation(r: Route): object {
  const parameters = [
    ...fieldsOf(r.params).map((f) => ({ ...f, in: 'path', required: true })),
    ...fieldsOf(r.query).map((f) => ({ ...f, in: 'query' })),
  ]
  if (r.idempotent)
    parameters.push({ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } })
  if (r.versioned && r.method !== 'GET')
    parameters.push({ name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } })
  return {
    summary: r.summary,
    operationId: operationId(r.method, r.path),
    'x-who-may': whoMay[`${r.method} ${r.path}`],
    security: securityOf(r),
    ...(parameters.length && { parameters }),
    ...(r.method !== 'GET' && {
      requestBody: { content: r.takes === 'bytes' ? { '*/*': {} } : { 'application/json': { schema: wire(r.body) } } },
    }),
    responses: {
      200: {
        description: 'Done',
        content: r.answers === 'bytes' ? { '*/*': {} } : { 'application/json': { schema: wire(r.reply) } },
      },
      default: {
        description: 'A named problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function fieldsOf(schema: z.ZodType): { name: string; in: string; required: boolean; schema: unknown }[] {
  const json = wire(schema) as { properties?: Record<string, unknown>; required?: string[] }
  return Object.entries(json.properties ?? {}).map(([name, s]) => ({
    name,
    in: '',
    required: json.required?.includes(name) ?? false,
    schema: s,
  }))
}

export function openapiRoute(frame: Frame, config: Config): void {
  let document: object | null = null
  frame.app.get('/api/openapi.json', async () => {
    document ??= openapiDocument(frame.mounted, sessionCookie(config))
    return document
  })
  frame.app.get('/api/situation.schema.json', async () => situationJsonSchema())
}
