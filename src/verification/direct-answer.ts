import { z } from 'zod'
import type { Day } from '../foundation/index.ts'
import { finishLine, parseJson, signatureHeaderFits } from './hub-file.ts'
import { knownDay, type ReadReply, type ReplyLine, type ReplyRefusal, unreadable } from './reply.ts'
import { isSource } from './words.ts'

/**
 * The answer of a direct source: signed JSON pages. The pages are kept together as they came, so that every signature
 * can be checked again later.
 */
export interface Page {
  body: Buffer
  signature: string | null
}

const lineSchema = z.object({
  ref: z.string().max(60),
  number: z.string().max(18),
  result: z.enum(['found', 'no-record', 'name-differs']),
  record: z
    .object({
      item: z.string().max(60),
      value: z.string().max(60),
      unit: z.string().max(20),
      asOf: z.string(),
      detail: z.string().max(200).optional(),
    })
    .optional(),
})
const pageSchema = z.object({
  format: z.literal('doudi-agency-answer/1'),
  request: z.string(),
  source: z.string(),
  asOf: z.string(),
  answeredOn: z.string(),
  lines: z.array(lineSchema).max(10_000),
  from: z.number().int().nonnegative(),
  total: z.number().int().nonnegative().max(100_000),
  next: z.string().nullable(),
})

/** Where the next page begins, null after the last; undefined when the page cannot be trusted. */
export function nextCursor(page: Page, publicKeys: readonly string[]): string | null | undefined {
  if (!signatureHeaderFits(page.body, page.signature, publicKeys)) return undefined
  const read = pageSchema.safeParse(parseJson(page.body))
  return read.success ? read.data.next : undefined
}

export const bundle = (pages: readonly Page[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      format: 'pages/1',
      pages: pages.map((page) => ({ body: page.body.toString('base64'), signature: page.signature })),
    }),
  )

const bundleSchema = z.object({
  format: z.literal('pages/1'),
  pages: z
    .array(z.object({ body: z.base64(), signature: z.string().nullable() }))
    .min(1)
    .max(1000),
})

export function readDirectAnswer(bytes: Buffer, publicKeys: readonly string[], today: Day): ReadReply | ReplyRefusal {
  const opened = bundleSchema.safeParse(parseJson(bytes))
  if (!opened.success) return unreadable('shape')
  const lines: ReplyLine[] = []
  let first: z.infer<typeof pageSchema> | null = null
  let told = 0
  for (const { body, signature } of opened.data.pages) {
    const page = Buffer.from(body, 'base64')
    if (!signatureHeaderFits(page, signature, publicKeys)) return unreadable('signature')
    const read = pageSchema.safeParse(parseJson(page))
    if (!read.success || !isSource(read.data.source) || !knownDay(read.data.asOf, today)) return unreadable('shape')
    first ??= read.data
    if (read.data.request !== first.request || read.data.source !== first.source || read.data.total !== first.total)
      return unreadable('shape')
    if (read.data.from !== told) return unreadable('pages-missing')
    told += read.data.lines.length
    for (const { record, ...start } of read.data.lines) {
      const line = finishLine(
        { ...start, source: read.data.source },
        today,
        record ?? { item: '', unit: '', value: '', asOf: '' },
      )
      if (!line) return unreadable('value', { row: told })
      lines.push(line)
    }
  }
  if (!first || told !== first.total) return unreadable('pages-missing')
  return { to: { enquiry: first.request }, report: null, asOf: knownDay(first.asOf, today), lines }
}
