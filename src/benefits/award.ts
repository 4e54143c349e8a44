import {
  assert,
  type Day,
  type Fen,
  type Month,
  monthOf,
  nextMonth,
  type Refusal,
  refuse,
  sum,
} from '../foundation/index.ts'
import type { PersonId } from '../household/index.ts'

export type Residence = 'urban' | 'rural'
export type AwardState = 'paying' | 'suspended' | 'stopped'
export type StepKind = 'start' | 'adjust' | 'gradual-exit' | 'suspend' | 'resume' | 'stop' | 'carry-over'

/** Why an amount is what it is. Every line of a month's list carries one of these and the paper behind it. */
export const reasons = [
  'new',
  'carried-over',
  'income-changed',
  'member-joined',
  'member-left',
  'member-died',
  'supplement-changed',
  'tier-changed',
  'standard-raised',
  'review',
  'appeal-corrected',
  'clerical-correction',
  'collective-decision',
  'moved',
  'work-refused',
  'gradual-exit',
  'suspended-in-doubt',
  'resumed',
  'over-standard',
  'assets-over-limit',
  'not-cooperating',
  'withdrawn',
  'all-died',
  'moved-away',
  'other-programme',
  'other',
] as const
export type Reason = (typeof reasons)[number]
export const isReason = (text: string): text is Reason => (reasons as readonly string[]).includes(text)

/** One line of an amount: the household's base, or a supplement of one person (分类施保). */
export interface AmountLine {
  /** Null: the household. */
  person: PersonId | null
  kind: 'base' | 'supplement'
  amount: Fen
  /** Handbook id of the rule it came from. */
  rule: string | null
}

/**
 * What one decision said the award is from a month on. Steps are never edited: a later one says something else about the
 * same months, and the award can still be read as it was known on any day.
 */
export interface Step {
  no: number
  kind: StepKind
  state: AwardState
  from: Month
  /** The first month it says nothing about any more; null: until another step. */
  until: Month | null
  monthly: Fen
  supplement: Fen
  people: number
  residence: Residence
  tier: string | null
  reason: Reason
  document: string | null
  decisionId: string
  decidedOn: Day
  recordedOn: Day
}

/** Months of an award under one step: no gaps inside, no overlaps. */
export interface Span {
  from: Month
  until: Month | null
  step: Step
}

/** The step that speaks for a month: the last one written, as far as it was known on that day. */
export function stepOn(steps: readonly Step[], month: Month, knownOn?: Day): Step | null {
  let found: Step | null = null
  for (const step of steps)
    if (
      step.from <= month &&
      (step.until === null || month < step.until) &&
      (knownOn === undefined || step.recordedOn <= knownOn) &&
      step.no > (found?.no ?? 0)
    )
      found = step
  return found
}

/** The history as known today. Months before the first step, and any no step speaks for, are not in it. */
export function spansOf(steps: readonly Step[]): Span[] {
  const edges = [...new Set(steps.flatMap((step) => (step.until ? [step.from, step.until] : [step.from])))].sort()
  const spans: Span[] = []
  for (const [i, from] of edges.entries()) {
    const step = stepOn(steps, from)
    const until = edges[i + 1] ?? null
    if (!step) continue
    const last = spans.at(-1)
    if (last && last.step.no === step.no && last.until === from) last.until = until
    else spans.push({ from, until, step })
  }
  return spans
}

/** What is owed for a month by this history. */
export const monthlyOn = (steps: readonly Step[], month: Month): Fen => stepOn(steps, month)?.monthly ?? 0n

export type DecisionKind = 'start' | 'adjust' | 'suspend' | 'resume' | 'stop'

/** Whether a decision fits the award it speaks about, before anything is written. */
export function fits(
  kind: DecisionKind,
  steps: readonly Step[],
  from: Month,
): null | Refusal<'award-running' | 'no-award' | 'not-suspended' | 'award-stopped'> {
  const now = stepOn(steps, from)
  // The last word on the award decides whether there is anything to adjust; a correction may reach back before it.
  const last = steps.reduce<Step | null>((latest, step) => (step.no > (latest?.no ?? 0) ? step : latest), null)
  if (kind === 'start') return last && last.state !== 'stopped' ? refuse('award-running', { since: last.from }) : null
  if (!last) return refuse('no-award')
  if (kind === 'resume')
    return now?.state === 'suspended' || last.state === 'suspended' ? null : refuse('not-suspended')
  if (kind === 'stop' || kind === 'suspend')
    return last.state === 'stopped' ? refuse('award-stopped', { since: last.from }) : null
  return last.state === 'stopped' && (now === null || now.state === 'stopped')
    ? refuse('award-stopped', { since: last.from })
    : null
}

/** The base and supplements of an amount; a decision that names none is one line of the household. */
export function linesFor(
  monthly: Fen,
  lines: readonly AmountLine[] | undefined,
): AmountLine[] | Refusal<'lines-do-not-add-up'> {
  if (!lines || lines.length === 0)
    return monthly > 0n ? [{ person: null, kind: 'base', amount: monthly, rule: null }] : []
  const total = sum(lines.map((line) => line.amount))
  return total === monthly
    ? [...lines]
    : refuse('lines-do-not-add-up', { lines: String(total), monthly: String(monthly) }, 'lines')
}

/**
 * DB-11: the month of death is payable, the share ends with the next one. The household's new amount itself comes from a
 * decision; this only says from which month.
 */
export const shareEndsFrom = (death: Day): Month => nextMonth(monthOf(death))

export interface GradualMonth {
  month: Month
  monthly: Fen
}

/**
 * DB-07 渐退: after work or a rise above the standard the amount runs out over months, by the place's shares in basis
 * points; a month without a share of its own is paid in full. Rounded half up to the fen, never above the old amount.
 */
export function gradualExit(monthly: Fen, from: Month, months: number, shares: readonly number[] = []): GradualMonth[] {
  assert(Number.isInteger(months) && months >= 0 && months <= 36, 'months of gradual exit')
  return Array.from({ length: months }, (_, i) => {
    const share = shares[i] ?? (shares.length > 0 ? shares.at(-1)! : 10_000)
    assert(share >= 0 && share <= 10_000, 'a share of gradual exit')
    return { month: nextMonth(from, i), monthly: (monthly * BigInt(share) + 5_000n) / 10_000n }
  })
}
