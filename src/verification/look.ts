import { addTimeline, type HouseholdId, timelineOf } from '../household/index.ts'
import { actorOf, businessDay, type Tx } from '../platform/index.ts'

/**
 * 谁查过我家: unit and purpose, never the officer's name (practice §5). One line a day for the same unit and purpose;
 * every single look is in the audit record.
 */
export interface Look {
  household: HouseholdId
  what: 'sources-asked' | 'report-read' | 'detail-opened'
  purpose: string
  /** Which sources were asked, as codes. */
  sources?: readonly string[]
  /** Inquiries by discipline or police are left out of the family's own list. */
  citizenSees?: boolean
}

export async function noteLook(tx: Tx, look: Look): Promise<void> {
  const today = await businessDay(tx)
  const sources = [...(look.sources ?? [])].sort().join(' ')
  const unit = actorOf(tx).unit ?? null
  const recent = await timelineOf(tx, look.household, { kinds: ['view'], limit: 100 })
  const known = recent.some(
    (event) =>
      event.at === today &&
      event.unit === unit &&
      event.values.what === look.what &&
      event.values.purpose === look.purpose &&
      (event.values.sources ?? '') === sources,
  )
  if (known) return
  await addTimeline(tx, {
    household: look.household,
    kind: 'view',
    // The purpose is part of the key: the words then need no code put into them.
    text: `verification:timeline.${look.what}.${look.purpose}`,
    values: { what: look.what, purpose: look.purpose, ...(sources && { sources }) },
    citizenSees: look.citizenSees ?? true,
  })
}

export interface LookedAt {
  on: string
  unit: string | null
  what: string
  purpose: string
  sources: string[]
}

/** For the family: who looked at their home, newest first. */
export async function whoLooked(tx: Tx, household: HouseholdId, limit = 100): Promise<LookedAt[]> {
  const events = await timelineOf(tx, household, { kinds: ['view'], forCitizen: true, limit })
  return events.map((event) => ({
    on: event.at,
    unit: event.unit,
    what: String(event.values.what ?? ''),
    purpose: String(event.values.purpose ?? event.values.reason ?? ''),
    sources: String(event.values.sources ?? '')
      .split(' ')
      .filter(Boolean),
  }))
}
