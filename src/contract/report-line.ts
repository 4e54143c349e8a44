import { z } from 'zod'
import { wireDay } from './wire.ts'

/** A line of a verification report in words: item, value or which of the silences, day, limit, and what follows for that item. */
const words = z.object({
  source: z.string(),
  item: z.string(),
  value: z.string(),
  threshold: z.string().nullable(),
  conclusion: z.string(),
})
export const reportLine = z.object({
  who: z.string(),
  name: z.string().nullable(),
  state: z.enum(['found', 'stale', 'no-record', 'name-differs', 'no-answer', 'not-asked', 'waiting']),
  asOf: wireDay().nullable(),
  conclusion: z.string(),
  zh: words,
  en: words,
})
export type ReportLineShown = z.output<typeof reportLine>
