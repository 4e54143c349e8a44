import type { RawBuilder } from 'kysely'

/**
 * Why a line is held before it is paid. Nothing is dropped in silence: a held line is on the list of exceptions with its
 * way out, and its money stays due until it is paid or a decision ends it.
 */
export const stopKinds = {
  /** Nobody is named who collects. */
  'payee-missing': { release: 'mend' },
  /** No account yet: the award goes on, the money waits. */
  'account-missing': { release: 'mend' },
  /** Money was turned to another account or person less than a cycle ago (R29). */
  'account-changed': { release: 'time-or-person' },
  /** The bank sent money back from this account and nobody has cleared it. */
  'account-returned': { release: 'mend' },
  /** One account collects for several people (B2). */
  'duplicate-account': { release: 'person' },
  /** Who collects has died. */
  'payee-dead': { release: 'mend' },
  /** Somebody in the award died before this month: the share ends with the month after death (DB-11). */
  'member-dead': { release: 'decision-or-person' },
  /** One person stands in two awards of the same programme. */
  'duplicate-person': { release: 'decision-or-person' },
  /** The last match with the outside registers is too old, or there was none (R30). */
  'stale-verification': { release: 'mend-or-person' },
  /** The amount differs from last month's and no decision says why. */
  unexplained: { release: 'decision' },
  /** The programme has no budget line here. */
  'no-budget-line': { release: 'mend' },
} as const satisfies Record<
  string,
  { release: 'mend' | 'person' | 'decision' | 'time-or-person' | 'decision-or-person' | 'mend-or-person' }
>

export type StopKind = keyof typeof stopKinds
export type ReleasePath = (typeof stopKinds)[StopKind]['release']

export const isStopKind = (text: string): text is StopKind => Object.hasOwn(stopKinds, text)
/** Whether a named person may let the line go with a reason, or the cause itself must be mended. */
export const releasable = (stop: StopKind): boolean => stopKinds[stop].release.includes('person')

/**
 * A check of a later chapter, as rows of SQL: `household_id`, `person_id` (the line's; null meets every line of the
 * household), `month` (null meets every month) and `detail` (a code or a day, never a name). It may read `run_line`, the
 * lines just made (household_id, person_id, month, basis, amount …), so that it looks at nobody else. Chapters after this
 * one know deaths, memberships and matches.
 */
export interface StopSource {
  stop: StopKind
  rows: RawBuilder<unknown>
}
