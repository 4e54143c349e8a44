/**
 * Input nobody sends by mistake alone: near-valid bodies with one field spoiled (pure noise never gets past the first
 * check and proves nothing), and raw bytes no form makes. Everything is a list, so that a failure can be named and repeated.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonSchema = {
  type?: string | string[]
  const?: Json
  enum?: Json[]
  format?: string
  pattern?: string
  minLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  minItems?: number
  items?: JsonSchema
  prefixItems?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  $ref?: string
  $defs?: Record<string, JsonSchema>
}

/** Answers a field by its name where any text would do: ids that exist, areas that exist. */
export type Known = (name: string, schema: JsonSchema) => Json | undefined

const texts = [
  '一段说明',
  '990101103203',
  '2025-03',
  '2025-03-12',
  '1',
  '13900000000',
  'abcdef',
  'abcdef-0123456789',
  'A',
  '01',
  '123456',
  '王五',
  'a'.repeat(64),
]

/** A value the schema accepts, optional fields included where `known` or the schema can answer them. */
export function sampleOf(schema: JsonSchema, known: Known, name = '', root: JsonSchema = schema): Json {
  if (schema.$ref) {
    const target = schema.$ref === '#' ? root : root.$defs?.[schema.$ref.replace('#/$defs/', '')]
    return target ? sampleOf(target, known, name, root) : null
  }
  const answer = known(name, schema)
  if (answer !== undefined) return answer
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]!
  const choice = (schema.anyOf ?? schema.oneOf)?.find((option) => option.type !== 'null')
  if (choice) return sampleOf(choice, known, name, root)
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => sampleOf(part, known, name, root))
    return parts.every(isObject) ? Object.assign({}, ...parts) : parts[0]!
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object' || schema.properties) {
    const made: { [key: string]: Json } = {}
    for (const [key, field] of Object.entries(schema.properties ?? {})) made[key] = sampleOf(field, known, key, root)
    return made
  }
  if (type === 'array') return [sampleOf(schema.items ?? schema.prefixItems?.[0] ?? {}, known, name, root)]
  if (type === 'integer' || type === 'number')
    return Math.max(1, schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1)
  if (type === 'boolean') return true
  if (type === 'null') return null
  if (schema.format === 'uuid') return '01957f2e-4a00-7c11-8a11-0123456789ab'
  if (schema.format === 'date') return '2025-03-12'
  const pattern = schema.pattern ? new RegExp(schema.pattern, 'u') : null
  return texts.find((text) => text.length >= (schema.minLength ?? 0) && (!pattern || pattern.test(text))) ?? texts[0]!
}

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const deep = (levels: number): Json => {
  let value: Json = 'x'
  for (let i = 0; i < levels; i++) value = [value]
  return value
}

export const hostileTexts: readonly string[] = [
  '',
  '   ',
  'a\u0000b',
  '\ud800',
  '王\udfff五',
  '\u202e5201\u2066',
  '\u001b[31m',
  '\ufeff\u200b\u2028',
  "'; drop table household cascade; --",
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://x.invalid","点我")',
  '＝1+1',
  '../../../etc/passwd',
  '%00%ff',
  '{{constructor.constructor("return 1")()}}',
  '𠮷𪚥'.repeat(30),
  'x'.repeat(70_000),
]
export const hostileDays: readonly string[] = [
  '0000-00-00',
  '2025-02-30',
  '9999-12-31',
  '0001-01-01',
  '-000001-01-01',
  '+275760-09-13',
  '12025-01-01',
  '2025-03-12T00:00:00Z',
  '二〇二五年三月',
]
export const hostileNumbers: readonly Json[] = [
  -1, 0, 1.5, -0.0001, 1e308, 9_007_199_254_740_992, -9_007_199_254_740_991, 2_147_483_648,
]
export const hostileIds: readonly string[] = [
  '0',
  '-1',
  '999999999999999999',
  '9223372036854775808',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-4fff-bfff-ffffffffffff',
  "1' or '1'='1",
  'null',
  '１２３',
]
export const wrongTypes: readonly Json[] = [null, true, [], {}, { $gt: '' }, { toString: 'x' }, [[['x']]]]

/** Everywhere a value stands in the sample, by path. */
export function placesIn(value: Json, path: string[] = []): string[][] {
  if (path.length > 6) return []
  const here = path.length > 0 ? [path] : []
  if (Array.isArray(value)) return [...here, ...(value[0] === undefined ? [] : placesIn(value[0], [...path, '0']))]
  if (!isObject(value)) return here
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

export const valueAt = (value: Json, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (at, key) => (Array.isArray(at) ? at[Number(key)] : at !== undefined && isObject(at) ? at[key] : undefined),
    value,
  )

/** The sample with one place changed; `undefined` takes the field away. */
export function changedAt(sample: Json, path: readonly string[], to: Json | undefined): Json {
  const copy = structuredClone(sample)
  const parent = valueAt(copy, path.slice(0, -1))
  const key = path.at(-1)!
  if (Array.isArray(parent)) {
    if (to === undefined) parent.length = 0
    else parent[Number(key)] = to
  } else if (parent !== undefined && isObject(parent)) {
    if (to === undefined) delete parent[key]
    else parent[key] = to
  }
  return copy
}

/** What to put where `value` stands: its own kind first, spoiled; then other kinds. */
export function spoiled(value: Json): readonly (Json | undefined)[] {
  if (typeof value === 'number') return [undefined, ...hostileNumbers, '12', 'NaN', ...wrongTypes]
  if (typeof value === 'boolean') return [undefined, 'true', 0, null, {}]
  if (Array.isArray(value)) return [undefined, null, {}, [], [null], Array(3000).fill(value[0] ?? 'x'), deep(300), '']
  if (value !== null && isObject(value)) return [undefined, null, [], 'x', { ...value, approver: 'me' }, deep(300)]
  const text = String(value)
  if (/^\d{4}-\d\d(-\d\d)?$/.test(text)) return [undefined, ...hostileDays, ...hostileTexts, 1, ...wrongTypes]
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-|^\d+$/.test(text)) return [undefined, ...hostileIds, ...hostileTexts, 1, ...wrongTypes]
  return [undefined, ...hostileTexts, 1, ...wrongTypes]
}

export interface RawRequest {
  name: string
  payload: string | Buffer
  headers: Record<string, string>
}

/** Bodies and headers no browser sends. */
export function rawRequests(valid: Json): RawRequest[] {
  const json = JSON.stringify(valid)
  const as = (name: string, payload: string | Buffer, type: string, more: Record<string, string> = {}): RawRequest => ({
    name,
    payload,
    headers: { 'content-type': type, ...more },
  })
  return [
    as('half a JSON', json.slice(0, -1), 'application/json'),
    as('not JSON', 'a=1&b=2', 'application/json'),
    as('nothing, said to be JSON', '', 'application/json'),
    as('a bare word', 'null', 'application/json'),
    as('a bare list', '[]', 'application/json'),
    as('2 MB of JSON', `{"note":"${'x'.repeat(2 * 1024 * 1024)}"}`, 'application/json'),
    as('100,000 levels', '['.repeat(100_000), 'application/json'),
    as('100,000 closed levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'application/json'),
    as('the same key twice', `{"note":1,"note":2,${json.slice(1)}`.replace(',}', '}'), 'application/json'),
    as('__proto__', '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}', 'application/json'),
    as('bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 'application/json'),
    as('a byte order mark', `\ufeff${json}`, 'application/json'),
    as('UTF-16, said to be', Buffer.from(json, 'utf16le'), 'application/json; charset=utf-16'),
    as('XML', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'application/xml'),
    as('plain text', json, 'text/plain'),
    as(
      'a form',
      new URLSearchParams({ a: '1', 'b[c]': '2', __proto__: 'x' }).toString(),
      'application/x-www-form-urlencoded',
    ),
    as(
      'a torn multipart form',
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
      'multipart/form-data; boundary=x',
    ),
    as('multipart without a boundary', 'abc', 'multipart/form-data'),
    as('a type with a tab', json, 'application/json\t; charset=utf-8'),
    as('a type that is none', json, '；;;=,'),
    as('squeezed, said to be', json, 'application/json', { 'content-encoding': 'gzip' }),
    as('an odd purpose', json, 'application/json', { 'x-purpose': '%E0%A4%A' }),
    as('an odd key', json, 'application/json', { 'idempotency-key': '' }),
    as('a long key', json, 'application/json', { 'idempotency-key': 'k'.repeat(6000) }),
    as('a key out of Latin-1', json, 'application/json', { 'idempotency-key': '\u00ff\u00fe<script>' }),
    as('an odd version', json, 'application/json', { 'if-match': '*' }),
    as('a long version', json, 'application/json', { 'if-match': `"${'9'.repeat(5000)}"` }),
    as('a negative version', json, 'application/json', { 'if-match': 'W/"-1", "2"' }),
    as('odd cookies', json, 'application/json', {
      cookie: 'doudi=%ff%fe; lang=<script>; large[]=1; doudi=; =; draft=%00',
    }),
    as('an odd language', json, 'application/json', { 'accept-language': 'x'.repeat(3000) }),
  ]
}

/** Addresses after the `?` that no page of ours makes. */
export const hostileQueries: readonly string[] = [
  'limit=-1',
  'limit=1e9',
  'limit=abc',
  'limit=5&limit=6',
  'after=%00',
  "after=';drop%20table%20household;--",
  'after=eyJhIjoxfQ',
  'after=%FF%FE',
  `after=${'x'.repeat(3000)}`,
  'lang=en&lang=zh',
  'lang[]=en',
  'unknown=1',
  '__proto__[admin]=1',
  'area=%E0%A4%A',
  'month=2025-13',
  'month=99999-01',
  'on=9999-12-31&day=-1',
  'q=%00&search=%F0%9F%98%80%ED%A0%80',
]
