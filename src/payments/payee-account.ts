import { type Insertable, sql } from 'kysely'
import {
  type AreaCode,
  type Day,
  isRefusal,
  nameKey,
  nameProblem,
  type Refusal,
  refuse,
  tidyName,
} from '../foundation/index.ts'
import { addTimeline, type HouseholdId, type PersonId, personsByIds, type UnmaskReason } from '../household/index.ts'
import { actorOf, audit, auditAll, businessDay, emit, house, newId, type Tables, type Tx } from '../platform/index.ts'
import { accountNumber, looksMistyped, maskedAccount } from './account-number.ts'
import { holdUntil, type SecondPairRefusal, type TwoStepStatus } from './payee.ts'

/** The account somebody collects with: at most one active per person. The number itself never leaves this file unmasked. */
export interface PayeeAccount {
  accountId: string
  person: PersonId
  status: TwoStepStatus
  bank: string
  masked: string
  lastFour: string
  holder: string
  /** `explained`: the bank's spelling differs (rare character, former name) and somebody said why. */
  holderMatch: 'same' | 'explained'
  capturedOn: Day
  confirmedOn: Day | null
  heldUntil: Day | null
  /** The bank gave money back from here, and nobody has cleared it yet. */
  returnedOn: Day | null
}

export interface AccountCapture {
  person: PersonId
  bank: string
  number: string
  holder: string
  /** Why the holder's name differs from the person's. */
  holderReason?: string
  reason?: string
}

/** Worth a question, never a refusal by themselves. */
export type AccountDoubt = 'looks-mistyped' | 'shared-with-another-person'

export type CaptureRefusal = Refusal<
  | 'account-number'
  | 'no-such-person'
  | 'needs-a-person'
  | 'holder-name'
  | 'holder-differs'
  | 'account-same'
  | 'change-waiting'
  | 'bank-missing'
  | 'payee-dead'
>

const context = (accountId: string) => `payee_account.number:${accountId}`
export const accountIndex = (number: string): string => house().crypto.blindIndex('payee-account', number)
export const openAccount = (accountId: string, sealed: string): string =>
  house().crypto.open(sealed, context(accountId))

export interface AccountCaptured {
  accountId: string
  status: 'active' | 'waiting'
  doubts: AccountDoubt[]
}

/**
 * Writes down an account. The first one of somebody with the right name is active at once; every later one, and every one
 * under another spelling, waits for a second human being.
 */
export const captureAccount = async (tx: Tx, capture: AccountCapture): Promise<AccountCaptured | CaptureRefusal> =>
  (await captureAccounts(tx, [capture]))[0]!

/** Each capture as if it were made alone, in their order, in a few statements: a roster brings a county's at once. */
export async function captureAccounts(
  tx: Tx,
  captures: readonly AccountCapture[],
): Promise<(AccountCaptured | CaptureRefusal)[]> {
  const captured: (AccountCaptured | CaptureRefusal)[] = []
  for (let from = 0; from < captures.length; from += atOnce)
    captured.push(...(await captureSome(tx, captures.slice(from, from + atOnce))))
  return captured
}

const atOnce = 500

async function captureSome(tx: Tx, captures: readonly AccountCapture[]): Promise<(AccountCaptured | CaptureRefusal)[]> {
  const by = actorOf(tx).naturalPerson
  if (!by) return captures.map(() => refuse('needs-a-person'))
  const read = captures.map(readCapture)
  const good = read.filter((one): one is ReadCapture => !isRefusal(one))
  const persons = good.map((one) => one.person)
  const people = await personsByIds(tx, persons)
  const known = await accountsKnown(tx, persons)
  const holders = await holdersOf(
    tx,
    good.map((one) => one.index),
  )
  const rows: Insertable<Tables['payee_account']>[] = []
  const captured = read.map((one): AccountCaptured | CaptureRefusal => {
    if (isRefusal(one)) return one
    const person = people.get(one.person)
    if (!person || person.mergedInto) return refuse('no-such-person', undefined, 'person')
    if (person.death) return refuse('payee-dead', undefined, 'person')
    const wrong = nameProblem(one.holder)
    if (wrong) return refuse('holder-name', { problem: wrong }, 'holder')
    const same = nameKey(one.holder) === nameKey(person.name)
    if (!same && !one.holderReason) return refuse('holder-differs', undefined, 'holder')
    const before = known.get(one.person) ?? []
    if (before.some((row) => row.status === 'waiting')) return refuse('change-waiting')
    const active = before.find((row) => row.status === 'active')
    if (active?.number_index === one.index) return refuse('account-same')
    const former = active ?? before.find((row) => row.status === 'closed')
    const status = same && !former ? 'active' : 'waiting'
    const accountId = newId()
    const doubts: AccountDoubt[] = []
    if (looksMistyped(one.number)) doubts.push('looks-mistyped')
    const collectors = holders.get(one.index) ?? new Set()
    if ([...collectors].some((other) => other !== one.person)) doubts.push('shared-with-another-person')
    holders.set(one.index, collectors.add(one.person))
    known.set(one.person, [...before, { account_id: accountId, status, number_index: one.index }])
    rows.push({
      person_id: one.person,
      account_id: accountId,
      household_id: person.household,
      area: person.area,
      status,
      bank: one.bank,
      number_sealed: house().crypto.seal(one.number, context(accountId)),
      number_index: one.index,
      last_four: one.number.slice(-4),
      holder: one.holder,
      holder_match: same ? 'same' : 'explained',
      holder_reason: same ? null : one.holderReason,
      replaces: former?.account_id ?? null,
      reason: one.reason,
      captured_by: by,
    })
    return { accountId, status, doubts }
  })
  if (rows.length === 0) return captured
  await tx.insertInto('payee_account').values(rows).execute()
  await auditAll(
    tx,
    rows.map(({ account_id: id, household_id: household, area, status, holder_match }) => ({
      action: 'payee-account.capture',
      subject: { kind: 'payee-account', id, ...(household && { household }) },
      area,
      detail: { status, holder: holder_match },
    })),
  )
  return captured
}

interface ReadCapture {
  person: PersonId
  number: string
  index: string
  bank: string
  holder: string
  holderReason: string | null
  reason: string | null
}

/** What the paper itself says, before anybody asks who the person is. */
function readCapture(capture: AccountCapture): ReadCapture | CaptureRefusal {
  const number = accountNumber(capture.number)
  if (typeof number !== 'string') return number
  const bank = capture.bank.trim()
  if (!/^[^\p{Cc}]{1,60}$/u.test(bank)) return refuse('bank-missing', undefined, 'bank')
  return {
    person: capture.person,
    number,
    index: accountIndex(number),
    bank,
    holder: tidyName(capture.holder),
    holderReason: capture.holderReason?.trim() || null,
    reason: capture.reason ?? null,
  }
}

interface AccountKnown {
  account_id: string
  status: string
  number_index: string
}

async function accountsKnown(tx: Tx, persons: readonly PersonId[]): Promise<Map<PersonId, AccountKnown[]>> {
  const rows = await tx
    .selectFrom('payee_account')
    .select(['person_id', 'account_id', 'status', 'number_index'])
    .where('person_id', '=', sql<PersonId>`any(${persons.map(String)}::bigint[])`)
    .execute()
  const known = new Map<PersonId, AccountKnown[]>()
  for (const { person_id, ...row } of rows) known.set(person_id, [...(known.get(person_id) ?? []), row])
  return known
}

/** Who collects with an account, or will. */
async function holdersOf(tx: Tx, indexes: readonly string[]): Promise<Map<string, Set<PersonId>>> {
  const rows = await tx
    .selectFrom('payee_account')
    .select(['number_index', 'person_id'])
    .where('number_index', '=', sql<string>`any(${[...indexes]}::text[])`)
    .where('status', 'in', ['active', 'waiting'])
    .execute()
  const holders = new Map<string, Set<PersonId>>()
  for (const row of rows) holders.set(row.number_index, (holders.get(row.number_index) ?? new Set()).add(row.person_id))
  return holders
}

/** The second pair of eyes; the household hears of it over the contact it had before. */
export async function confirmAccount(
  tx: Tx,
  person: PersonId,
  accountId: string,
): Promise<PayeeAccount | SecondPairRefusal> {
  const waiting = await takeWaiting(tx, person, accountId, 'another')
  if ('refused' in waiting) return waiting
  const today = await businessDay(tx)
  await tx
    .updateTable('payee_account')
    .set({ status: 'closed', closed_on: today })
    .where('person_id', '=', person)
    .where('status', '=', 'active')
    .execute()
  await tx
    .updateTable('payee_account')
    .set({ status: 'active', confirmed_by: waiting.by, confirmed_on: today })
    .where('person_id', '=', person)
    .where('account_id', '=', accountId)
    .execute()
  await told(tx, 'payee-account.confirm', accountId, waiting)
  if (waiting.household) {
    await addTimeline(tx, {
      household: waiting.household,
      kind: 'payment',
      text: 'payments:timeline.account-changed',
      values: { lastFour: waiting.lastFour },
      refs: { person: String(person) },
    })
    await emit(tx, {
      kind: 'payee-account-changed',
      key: accountId,
      household: waiting.household,
      payload: {
        person: String(person),
        household: String(waiting.household),
        lastFour: waiting.lastFour,
        asked: waiting.capturedOn,
      },
    })
  }
  return (await accountsOf(tx, person)).find((a) => a.accountId === accountId)!
}

export async function rejectAccount(
  tx: Tx,
  person: PersonId,
  accountId: string,
): Promise<{ done: true } | SecondPairRefusal> {
  const waiting = await takeWaiting(tx, person, accountId, 'anybody')
  if ('refused' in waiting) return waiting
  await tx
    .updateTable('payee_account')
    .set({ status: 'rejected', closed_on: await businessDay(tx) })
    .where('person_id', '=', person)
    .where('account_id', '=', accountId)
    .execute()
  await told(tx, 'payee-account.reject', accountId, waiting)
  return { done: true }
}

/** After a returned payment: somebody spoke with the payee, and the account works again (woken, unfrozen). */
export async function clearAccount(
  tx: Tx,
  input: { person: PersonId; accountId: string; how: string },
): Promise<{ done: true } | Refusal<'needs-a-person' | 'not-found' | 'reason-missing'>> {
  if (!actorOf(tx).naturalPerson) return refuse('needs-a-person')
  if (!input.how.trim()) return refuse('reason-missing', undefined, 'how')
  const cleared = await tx
    .updateTable('payee_account')
    .set({ returned_on: null })
    .where('person_id', '=', input.person)
    .where('account_id', '=', input.accountId)
    .where('returned_on', 'is not', null)
    .returning(['area', 'household_id'])
    .executeTakeFirst()
  if (!cleared) return refuse('not-found')
  if (cleared.household_id)
    await emit(tx, {
      kind: 'payee-account-cleared',
      key: newId(),
      household: cleared.household_id,
      payload: { person: String(input.person), household: String(cleared.household_id), account: input.accountId },
    })
  await told(tx, 'payee-account.clear', input.accountId, {
    area: cleared.area as AreaCode,
    household: cleared.household_id,
  })
  return { done: true }
}

async function takeWaiting(tx: Tx, person: PersonId, accountId: string, who: 'another' | 'anybody') {
  const by = actorOf(tx).naturalPerson
  if (!by) return refuse('needs-a-person')
  const row = await tx
    .selectFrom('payee_account')
    .select(['captured_by', 'captured_on', 'area', 'household_id', 'status', 'last_four'])
    .where('person_id', '=', person)
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  if (row?.status !== 'waiting') return refuse('not-found')
  if (who === 'another' && row.captured_by === by) return refuse('four-eyes')
  return {
    by,
    area: row.area as AreaCode,
    household: row.household_id,
    lastFour: row.last_four,
    capturedOn: row.captured_on,
  }
}

const told = (
  tx: Tx,
  action: string,
  accountId: string,
  of: { area: AreaCode; household: HouseholdId | null },
  purpose: UnmaskReason | null = null,
) =>
  audit(tx, {
    action,
    subject: { kind: 'payee-account', id: accountId, ...(of.household && { household: of.household }) },
    area: of.area,
    ...(purpose && { detail: { purpose } }),
  })

/** Active and waiting accounts first, then what was; numbers masked. */
export async function accountsOf(tx: Tx, person: PersonId): Promise<PayeeAccount[]> {
  const rows = await tx
    .selectFrom('payee_account')
    .selectAll()
    .where('person_id', '=', person)
    .orderBy('status')
    .orderBy('account_id', 'desc')
    .execute()
  return rows.map((row) => ({
    accountId: row.account_id,
    person: row.person_id,
    status: row.status as TwoStepStatus,
    bank: row.bank,
    masked: maskedAccount(row.last_four),
    lastFour: row.last_four,
    holder: row.holder,
    holderMatch: row.holder_match as PayeeAccount['holderMatch'],
    capturedOn: row.captured_on,
    confirmedOn: row.confirmed_on,
    heldUntil: row.replaces && row.confirmed_on ? holdUntil(row.confirmed_on) : null,
    returnedOn: row.returned_on,
  }))
}

/** The whole number, for one person and with a purpose: every look is written down (R14). */
export async function showAccountNumber(
  tx: Tx,
  person: PersonId,
  accountId: string,
  purpose: UnmaskReason,
): Promise<{ number: string } | Refusal<'not-found'>> {
  const row = await tx
    .selectFrom('payee_account')
    .select(['number_sealed', 'area', 'household_id'])
    .where('person_id', '=', person)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (!row) return refuse('not-found')
  await told(tx, 'payee-account.show', accountId, { area: row.area as AreaCode, household: row.household_id }, purpose)
  return { number: openAccount(accountId, row.number_sealed) }
}

export interface ChangeWaiting {
  kind: 'account' | 'payee'
  id: string
  person: PersonId
  household: HouseholdId | null
  area: AreaCode
  since: Day
  /** Somebody else must confirm. */
  mine: boolean
}

/** The queue of account and payee changes that wait for a second pair of eyes. */
export async function changesWaiting(tx: Tx): Promise<ChangeWaiting[]> {
  const me = actorOf(tx).naturalPerson
  const accounts = await tx
    .selectFrom('payee_account')
    .selectAll()
    .where('status', '=', 'waiting')
    .orderBy('captured_on')
    .execute()
  const payees = await tx.selectFrom('payee').selectAll().where('status', '=', 'waiting').orderBy('chosen_on').execute()
  return [
    ...accounts.map(
      (row): ChangeWaiting => ({
        kind: 'account',
        id: row.account_id,
        person: row.person_id,
        household: row.household_id,
        area: row.area as AreaCode,
        since: row.captured_on,
        mine: row.captured_by === me,
      }),
    ),
    ...payees.map(
      (row): ChangeWaiting => ({
        kind: 'payee',
        id: row.payee_id,
        person: row.payee_person,
        household: row.household_id,
        area: row.area as AreaCode,
        since: row.chosen_on,
        mine: row.chosen_by === me,
      }),
    ),
  ]
}
