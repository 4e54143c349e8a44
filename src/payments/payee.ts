import { type Insertable, sql } from 'kysely'
import { type AreaCode, addMonths, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { addTimeline, areasOfHouseholds, type HouseholdId, type PersonId, personsByIds } from '../household/index.ts'
import { actorOf, audit, auditAll, businessDay, emit, newId, type Tables, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'

export const payeeRelations = ['self', 'member', 'guardian', 'proxy', 'institution'] as const
export type PayeeRelation = (typeof payeeRelations)[number]
export type TwoStepStatus = 'active' | 'waiting' | 'rejected' | 'closed'

/** Who collects. One guardian may collect for two households; the payee is an attribute, never part of the payment's key. */
export interface Payee {
  payeeId: string
  household: HouseholdId
  /** 0: the household's own money; else the money of this member. */
  person: PersonId
  /** Null: every programme that names nobody of its own. */
  programme: ProgrammeId | null
  payee: PersonId
  relation: PayeeRelation
  status: TwoStepStatus
  chosenOn: Day
  confirmedOn: Day | null
  /** Lines of this payee are held until this day: one cycle after money was turned to somebody else. */
  heldUntil: Day | null
}

export interface PayeeChoice {
  household: HouseholdId
  person?: PersonId
  programme?: ProgrammeId | null
  payee: PersonId
  relation: PayeeRelation
  reason?: string
}

export type PayeeRefusal = Refusal<
  | 'no-such-household'
  | 'no-such-person'
  | 'needs-a-person'
  | 'payee-same'
  | 'payee-dead'
  | 'guardian-needs-reason'
  | 'change-waiting'
>

/**
 * The first choice holds at once: the whole application stands behind it. Turning money to somebody else afterwards
 * waits for a second human being, is told to the family, and is held for one cycle (R29).
 */
export const choosePayee = async (tx: Tx, choice: PayeeChoice): Promise<PayeeChosen | PayeeRefusal> =>
  (await choosePayees(tx, [choice]))[0]!

export interface PayeeChosen {
  payeeId: string
  status: 'active' | 'waiting'
}

interface ChosenBefore {
  payee_id: string
  payee_person: PersonId
  status: string
}

/** Each choice as if it were made alone, in their order, in a few statements: a roster brings a county's at once. */
export async function choosePayees(tx: Tx, choices: readonly PayeeChoice[]): Promise<(PayeeChosen | PayeeRefusal)[]> {
  const chosen: (PayeeChosen | PayeeRefusal)[] = []
  for (let from = 0; from < choices.length; from += atOnce)
    chosen.push(...(await chooseSome(tx, choices.slice(from, from + atOnce))))
  return chosen
}

const atOnce = 500
const keyOf = (of: { household_id: HouseholdId; person_id: PersonId; programme: string }) =>
  `${of.household_id}/${of.person_id}/${of.programme}`

async function chooseSome(tx: Tx, choices: readonly PayeeChoice[]): Promise<(PayeeChosen | PayeeRefusal)[]> {
  const by = actorOf(tx).naturalPerson
  if (!by) return choices.map(() => refuse('needs-a-person'))
  const households = choices.map((choice) => choice.household)
  const areas = await areasOfHouseholds(tx, households)
  const people = await personsByIds(
    tx,
    choices.map((choice) => choice.payee),
  )
  const earlier = new Map<string, ChosenBefore[]>()
  for (const row of await tx
    .selectFrom('payee')
    .select(['household_id', 'person_id', 'programme', 'payee_id', 'payee_person', 'status'])
    .where('household_id', '=', sql<HouseholdId>`any(${households.map(String)}::bigint[])`)
    .where('status', 'in', ['active', 'waiting'])
    .execute())
    earlier.set(keyOf(row), [...(earlier.get(keyOf(row)) ?? []), row])

  const rows: Insertable<Tables['payee']>[] = []
  const chosen = choices.map((choice): PayeeChosen | PayeeRefusal => {
    const area = areas.get(choice.household)
    if (!area) return refuse('no-such-household')
    const payee = people.get(choice.payee)
    if (!payee || payee.mergedInto) return refuse('no-such-person', undefined, 'payee')
    if (payee.death) return refuse('payee-dead', undefined, 'payee')
    if (choice.relation !== 'self' && choice.relation !== 'member' && !choice.reason?.trim())
      return refuse('guardian-needs-reason', undefined, 'reason')
    const key = { household_id: choice.household, person_id: choice.person ?? 0n, programme: choice.programme ?? '' }
    const before = earlier.get(keyOf(key)) ?? []
    if (before.some((row) => row.status === 'waiting')) return refuse('change-waiting')
    const current = before.find((row) => row.status === 'active')
    if (current?.payee_person === choice.payee) return refuse('payee-same')
    const payeeId = newId()
    const status = current ? 'waiting' : 'active'
    earlier.set(keyOf(key), [...before, { payee_id: payeeId, payee_person: choice.payee, status }])
    rows.push({
      ...key,
      payee_id: payeeId,
      area,
      payee_person: choice.payee,
      relation: choice.relation,
      status,
      replaces: current?.payee_id ?? null,
      reason: choice.reason ?? null,
      chosen_by: by,
    })
    return { payeeId, status }
  })
  if (rows.length === 0) return chosen
  await tx.insertInto('payee').values(rows).execute()
  await auditAll(
    tx,
    rows.map(({ payee_id: id, household_id: household, area, status, relation }) => ({
      action: 'payee.choose',
      subject: { kind: 'payee', id, household },
      area,
      detail: { status, relation },
    })),
  )
  return chosen
}

export type SecondPairRefusal = Refusal<'needs-a-person' | 'not-found' | 'four-eyes'>

/** The second pair of eyes. Only now does the money turn, and the family is told over the contact it had before. */
export async function confirmPayee(
  tx: Tx,
  household: HouseholdId,
  payeeId: string,
): Promise<Payee | SecondPairRefusal> {
  const waiting = await takeWaiting(tx, household, payeeId)
  if ('refused' in waiting) return waiting
  const today = await businessDay(tx)
  if (waiting.replaces)
    await tx
      .updateTable('payee')
      .set({ status: 'closed', closed_on: today })
      .where('household_id', '=', household)
      .where('payee_id', '=', waiting.replaces)
      .execute()
  await tx
    .updateTable('payee')
    .set({ status: 'active', confirmed_by: waiting.by, confirmed_on: today })
    .where('household_id', '=', household)
    .where('payee_id', '=', payeeId)
    .execute()
  await audit(tx, { action: 'payee.confirm', subject: { kind: 'payee', id: payeeId, household }, area: waiting.area })
  await addTimeline(tx, {
    household,
    kind: 'payment',
    text: 'payments:timeline.payee-changed',
    refs: { payee: payeeId },
  })
  await emit(tx, {
    kind: 'payee-changed',
    key: payeeId,
    household,
    payload: { payee: payeeId, household: String(household), asked: waiting.chosenOn },
  })
  return (await payeesOf(tx, household)).find((p) => p.payeeId === payeeId)!
}

export async function rejectPayee(
  tx: Tx,
  household: HouseholdId,
  payeeId: string,
): Promise<{ done: true } | SecondPairRefusal> {
  const waiting = await takeWaiting(tx, household, payeeId, 'anybody')
  if ('refused' in waiting) return waiting
  await tx
    .updateTable('payee')
    .set({ status: 'rejected', closed_on: await businessDay(tx) })
    .where('household_id', '=', household)
    .where('payee_id', '=', payeeId)
    .execute()
  await audit(tx, { action: 'payee.reject', subject: { kind: 'payee', id: payeeId, household }, area: waiting.area })
  return { done: true }
}

async function takeWaiting(tx: Tx, household: HouseholdId, payeeId: string, who: 'another' | 'anybody' = 'another') {
  const by = actorOf(tx).naturalPerson
  if (!by) return refuse('needs-a-person')
  const row = await tx
    .selectFrom('payee')
    .select(['chosen_by', 'chosen_on', 'replaces', 'area', 'status'])
    .where('household_id', '=', household)
    .where('payee_id', '=', payeeId)
    .forUpdate()
    .executeTakeFirst()
  if (row?.status !== 'waiting') return refuse('not-found')
  if (who === 'another' && row.chosen_by === by) return refuse('four-eyes')
  return { by, replaces: row.replaces, area: row.area as AreaCode, chosenOn: row.chosen_on }
}

/** One cycle is a month: a monthly run is skipped exactly once. */
export const holdUntil = (confirmedOn: Day): Day => addMonths(confirmedOn, 1)

export async function payeesOf(tx: Tx, household: HouseholdId): Promise<Payee[]> {
  const rows = await tx
    .selectFrom('payee')
    .selectAll()
    .where('household_id', '=', household)
    .where('status', 'in', ['active', 'waiting'])
    .orderBy('person_id')
    .orderBy('programme')
    .orderBy('status')
    .execute()
  return rows.map((row) => ({
    payeeId: row.payee_id,
    household: row.household_id,
    person: row.person_id,
    programme: (row.programme || null) as ProgrammeId | null,
    payee: row.payee_person,
    relation: row.relation as PayeeRelation,
    status: row.status as TwoStepStatus,
    chosenOn: row.chosen_on,
    confirmedOn: row.confirmed_on,
    heldUntil: row.replaces && row.confirmed_on ? holdUntil(row.confirmed_on) : null,
  }))
}
