import { awardsOf } from '../benefits/index.ts'
import { isRefusal } from '../foundation/index.ts'
import { openTask } from '../office/index.ts'
import type { Event, EventHandler, Tx } from '../platform/index.ts'
import { openChange } from './open-change.ts'
import { reportArrived } from './verification-news.ts'

/**
 * Somebody of a paid household has died (event `household.death`): the change case opens by itself, so that the share
 * ends with the month of death and the rest is worked out anew (DB-11). What it means is decided by people.
 */
export async function deathReported(tx: Tx, event: Event): Promise<void> {
  const { household } = event
  if (household === undefined) return
  for (const award of await awardsOf(tx, household))
    await openChange(tx, { household, programme: award.programme, change: 'death', origin: 'signal' })
}

/** A register says somebody has died (event `verification.death-found`): a person looks before anything is entered. */
export async function deathFound(tx: Tx, event: Event): Promise<void> {
  const { household, payload } = event
  if (household === undefined) return
  const task = await openTask(tx, {
    household,
    key: `death-found/${event.key}`,
    kind: 'death-to-check',
    person: payload.person ? BigInt(payload.person) : null,
    role: 'township-clerk',
    about: { died: payload.died ?? null },
  })
  if (isRefusal(task)) throw new Error(`No household ${household} for a found death`)
}

/** What this chapter hears from the chapters before it; `main` registers the handlers. */
export const caseworkEvents: Record<string, EventHandler[]> = {
  'verification.reported': [reportArrived],
  'household.death': [deathReported],
  'verification.death-found': [deathFound],
}
