import { type Day, type Instant, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, newId, type Tx } from '../platform/index.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import { addTimeline, areaOfHousehold, dayOrToday } from './timeline.ts'

/**
 * What a person may agree to (ux §5.1 H). Authorisations to ask data sources belong to the verification chapter; these
 * are the rest. Sharing with charities is always separate and never presumed.
 */
export const consentKinds = [
  'truth-pledge', // 真实承诺
  'report-changes', // 变化报告义务
  'notice-known', // 公示知情
  'messages', // 短信
  'charity-sharing', // 与慈善组织共享
  'proxy', // 委托代办
] as const
export type ConsentKind = (typeof consentKinds)[number]
/** Signed by hand, on a screen, by fingerprint before a witness, by the guardian. */
export const consentWays = ['paper', 'screen', 'fingerprint', 'guardian', 'spoken'] as const
export type ConsentWay = (typeof consentWays)[number]

export interface Consent {
  id: string
  person: PersonId
  kind: ConsentKind
  given: boolean
  on: Day
  how: ConsentWay
  witness: string | null
  file: string | null
  withdraws: string | null
  at: Instant
}

export async function recordConsent(
  tx: Tx,
  input: {
    household: HouseholdId
    person: PersonId
    kind: ConsentKind
    given: boolean
    how: ConsentWay
    on?: Day
    /** Account id or `aide`, where somebody had to see it. */
    witness?: string | null
    file?: string | null
    withdraws?: string | null
  },
): Promise<string | Refusal<'no-such-household' | 'witness-needed'>> {
  const area = await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  // A fingerprint or spoken word says nothing without somebody who was there.
  if ((input.how === 'fingerprint' || input.how === 'spoken') && !input.witness)
    return refuse('witness-needed', undefined, 'witness')
  const id = newId()
  const on = await dayOrToday(tx, input.on)
  await tx
    .insertInto('consent')
    .values({
      household_id: input.household,
      consent_id: id,
      area,
      person_id: input.person,
      kind: input.kind,
      given: input.given,
      on_day: on,
      how: input.how,
      witness: input.witness ?? null,
      file_id: input.file ?? null,
      withdraws: input.withdraws ?? null,
      entered_by: actorOf(tx).id,
    })
    .execute()
  await addTimeline(tx, {
    household: input.household,
    kind: 'application',
    at: on,
    text: input.given ? 'household:timeline.consent-given' : 'household:timeline.consent-withdrawn',
    values: { kind: `household:consent.${input.kind}` },
    refs: { person: String(input.person), consent: id },
  })
  await audit(tx, {
    action: input.given ? 'consent.give' : 'consent.withdraw',
    subject: { kind: 'consent', id, household: input.household },
    area,
    detail: { kind: input.kind, how: input.how },
  })
  return id
}

/** Withdrawing is as easy as giving; what was done before stays done. */
export async function withdrawConsent(
  tx: Tx,
  input: { household: HouseholdId; consent: string; how: ConsentWay; witness?: string | null },
): Promise<string | Refusal<'no-such-consent' | 'no-such-household' | 'witness-needed'>> {
  const given = (await consentsOf(tx, input.household)).find(({ id }) => id === input.consent)
  if (!given?.given) return refuse('no-such-consent', undefined, 'consent')
  return recordConsent(tx, {
    household: input.household,
    person: given.person,
    kind: given.kind,
    given: false,
    how: input.how,
    witness: input.witness ?? null,
    withdraws: given.id,
  })
}

/** Every yes and no, oldest first. */
export async function consentsOf(tx: Tx, household: HouseholdId): Promise<Consent[]> {
  const rows = await tx
    .selectFrom('consent')
    .selectAll()
    .where('household_id', '=', household)
    .orderBy('on_day')
    .orderBy('consent_id')
    .execute()
  return rows.map((row) => ({
    id: row.consent_id,
    person: row.person_id,
    kind: row.kind as ConsentKind,
    given: row.given,
    on: row.on_day,
    how: row.how as ConsentWay,
    witness: row.witness,
    file: row.file_id,
    withdraws: row.withdraws,
    at: row.at as Instant,
  }))
}

/** The last word counts. Nothing said is no. */
export async function consentsNow(
  tx: Tx,
  question: { household: HouseholdId; person: PersonId; kind: ConsentKind },
): Promise<boolean> {
  const said = (await consentsOf(tx, question.household)).filter(
    ({ person, kind }) => person === question.person && kind === question.kind,
  )
  return said.at(-1)?.given ?? false
}
