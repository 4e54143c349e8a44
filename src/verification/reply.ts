import { type Day, isDay, isRefusal, type Refusal, refuse, yuan } from '../foundation/index.ts'
import { type Item, isItem, items, type Source, type Unit } from './words.ts'

/** One line of an answer, whatever way it came: about one person at one source. */
export interface ReplyLine {
  /** Our own meaningless number of the person in that enquiry or list. */
  ref: string
  /** The identity number as the other side understood it: it must be the one we asked about. */
  number: string
  source: Source
  result: 'found' | 'no-record' | 'no-answer' | 'name-differs'
  item?: Item
  unit?: Unit
  /** Fen as decimal text, counts, days and codes as text. */
  value?: string
  asOf?: Day | null
  detail?: string
}

export interface ReadReply {
  /** Which household of which list, or which single enquiry, or which request file it answers. */
  to: { batch: string; household: string } | { enquiry: string } | { request: string }
  /** The other side's own number of the answer. */
  report: string | null
  asOf: Day | null
  lines: ReplyLine[]
}

export type ReplyProblem =
  | 'half'
  | 'digest'
  | 'signature'
  | 'encoding'
  | 'shape'
  | 'format'
  | 'columns'
  | 'count'
  | 'value'
  | 'pages-missing'

export type ReplyRefusal = Refusal<ReplyProblem>

/**
 * A value in our units, or why it cannot be one. Sums arrive as yuan with two decimals; counts are whole; yes/no stays a
 * word, because "no" from a source is an answer and silence is not.
 */
export function readValue(item: string, unit: Unit, text: string): { item: Item; unit: Unit; value: string } | null {
  if (!isItem(item)) return null
  const expected: Unit = items[item].unit
  if (expected !== unit) return null
  switch (unit) {
    case 'yuan':
      return /^\d{1,12}\.\d{2}$/.test(text) ? { item, unit, value: String(yuan(text)) } : null
    case 'count':
      return /^\d{1,4}$/.test(text) ? { item, unit, value: String(Number(text)) } : null
    case 'square-metre':
      return /^\d{1,6}(\.\d{1,2})?$/.test(text) ? { item, unit, value: String(Math.round(Number(text))) } : null
    case 'yes-no':
      return text === 'yes' || text === 'no' ? { item, unit, value: text } : null
    case 'day':
      return isDay(text) ? { item, unit, value: text } : null
    case 'code':
      return /^[a-z][a-zA-Z]{1,30}$/.test(text) ? { item, unit, value: text } : null
  }
}

/** Nothing may be dated after today: a clock or a column is wrong somewhere. */
export const knownDay = (text: string, today: Day): Day | null => (isDay(text) && text <= today ? text : null)

export const isReadReply = (read: ReadReply | ReplyRefusal): read is ReadReply => !isRefusal(read)

export const unreadable = (problem: ReplyProblem, values?: Refusal['with']): ReplyRefusal => refuse(problem, values)
