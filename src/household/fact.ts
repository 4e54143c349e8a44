import { type Day, type Instant, isDay, type Refusal, refuse } from '../foundation/index.ts'
import { type FactEntity, type FactName, type FactValue, factEntry, isFactName } from '../policy/index.ts'
import type { PersonId } from './ids.ts'

export const factSources = ['declared', 'matched', 'visited', 'adopted'] as const
/** 申报 · 核对 · 入户 · 采用: they stand side by side, and only the last decides. */
export type FactSource = (typeof factSources)[number]

export type FactSubject = { kind: 'household' } | { kind: 'person'; id: PersonId } | { kind: 'supporter'; id: string }

export interface Fact {
  id: string
  seq: bigint
  subject: FactSubject
  name: FactName
  value: FactValue
  source: FactSource
  validFrom: Day
  /** The first day it no longer holds; null while it holds. */
  validUntil: Day | null
  /** What day the figure describes, as its source says. */
  asOf: Day | null
  /** 省核对平台·银行存款, 申请人申报, … */
  sourceName: string | null
  evidence: Record<string, string> | null
  adoptedFrom: string | null
  reason: string | null
  /** Written after somebody had seen the amount (practice §1.13): shown, not forbidden. */
  afterPreview: boolean
  saidBy: string | null
  recordedAt: Instant
  recordedOn: Day
  recordedBy: string
}

export const subjectKey = (subject: FactSubject): string => (subject.kind === 'household' ? '' : String(subject.id))

export const subjectOf = (kind: string, id: string): FactSubject =>
  kind === 'person' ? { kind, id: BigInt(id) } : kind === 'supporter' ? { kind, id } : { kind: 'household' }

export type FactRefusal = Refusal<
  'fact-unknown' | 'fact-subject' | 'fact-value' | 'fact-too-large' | 'fact-code' | 'fact-negative'
>

/** The value fits the dictionary: a slip of the keyboard is told at once, not found at the sum. */
export function checkFact(entity: FactEntity, name: string, value: FactValue): FactRefusal | null {
  if (!isFactName(name)) return refuse('fact-unknown', { name })
  const entry = factEntry(name)
  if (entry.entity !== entity) return refuse('fact-subject', { name }, name)
  if (value === null) return null
  switch (entry.unit) {
    case 'fen':
      if (typeof value !== 'bigint') return refuse('fact-value', { name }, name)
      if (value < 0n) return refuse('fact-negative', { name }, name)
      return value > BigInt(entry.max ?? Number.MAX_SAFE_INTEGER) ? refuse('fact-too-large', { name }, name) : null
    case 'count':
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return refuse('fact-value', { name }, name)
      if (value < 0) return refuse('fact-negative', { name }, name)
      return value > (entry.max ?? Number.MAX_SAFE_INTEGER) ? refuse('fact-too-large', { name }, name) : null
    case 'boolean':
      return typeof value === 'boolean' ? null : refuse('fact-value', { name }, name)
    case 'date':
      return typeof value === 'string' && isDay(value) ? null : refuse('fact-value', { name }, name)
    case 'code':
      return typeof value === 'string' && Object.hasOwn(entry.codes ?? {}, value)
        ? null
        : refuse('fact-code', { name }, name)
  }
}

/** Fen leave as decimal text, so no JSON reader ever rounds them. */
export const encodeValue = (value: FactValue): string =>
  JSON.stringify(typeof value === 'bigint' ? String(value) : value)

export function decodeValue(name: FactName, stored: unknown): FactValue {
  if (stored === null || stored === undefined) return null
  return factEntry(name).unit === 'fen' ? BigInt(stored as string) : (stored as FactValue)
}

export const sameValue = (one: FactValue, other: FactValue): boolean => one === other
