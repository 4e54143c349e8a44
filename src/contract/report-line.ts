import { z } from 'zod'
import { type FactName, factNames } from '../policy/index.ts'
import { id, wireDay } from './wire.ts'

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

/** A figure that does not fit what the family said: until when it may explain, what it said, and how that ended. */
export const questionLine = z.object({
  rebuttalId: id(),
  whose: z.string().nullable(),
  fact: z.enum(factNames as [FactName, ...FactName[]]),
  state: z.enum(['open', 'unanswered', 'answered', 'accepted', 'upheld']),
  answerBy: wireDay(),
  answer: z.string().nullable(),
  reason: z.string().nullable(),
  resolvedOn: wireDay().nullable(),
})
export type QuestionShown = z.output<typeof questionLine>
