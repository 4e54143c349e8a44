import { assert, enclosing, type Fen, type Month, nextMonth, type Refusal, refuse } from '../foundation/index.ts'
import { type HouseholdId, householdById, type PersonId, startAid } from '../household/index.ts'
import { type CarriedWaiting, carryWaiting, postEntry } from '../payments/index.ts'
import { audit, businessDay, newId, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { linesFor, type Residence, type Step, spansOf } from './award.ts'
import { awardOf, writeSpans } from './award-store.ts'

/** One row of a roster: whom the county already pays, and how much. No income data stands behind it. */
export interface CarriedOver {
  household: HouseholdId
  members: readonly PersonId[]
  monthly: Fen
  supplement?: Fen
  residence: Residence
  tier?: string | null
  /** Since when the family has been paid, if the roster says so. */
  since?: Month | null
  /** Paid this year before we took over: the opening balance, for the yearly sums. */
  paidThisYear?: Fen
  /** What the former list still owed the family (退回待发): paid by our next list. */
  stillOwed?: Fen
}

export interface CarryOver {
  /** The import: its rows become awards once, however often it is told. */
  batch: string
  book: string
  programme: ProgrammeId
  /** The last month that was paid without us; ours begin with the next. */
  paidUntil: Month
  /** The roster's file name or number, as the paper behind each amount. */
  document: string
  rows: readonly CarriedOver[]
}

export type CarryOverRefusal = Refusal<
  'no-such-household' | 'award-running' | 'amount-does-not-fit' | 'entry-differs' | 'fund-short'
>

/**
 * 沿用金额 (practice §1.2): paid as they are, put into the review calendar by a later chapter, never cut because our
 * formula differs. Opening balances are posted per household, so that yearly sums begin with what was paid already.
 */
export async function carryOver(
  tx: Tx,
  input: CarryOver,
): Promise<{ awards: number; opening: Fen } | CarryOverRefusal> {
  const recordedOn = await businessDay(tx)
  let awards = 0
  for (const [i, row] of input.rows.entries()) {
    const made = await carryRow(tx, input, row, recordedOn, i + 1)
    if (made !== null && typeof made === 'object') return made
    if (made) awards += 1
  }
  const opening = input.rows.filter((row) => (row.paidThisYear ?? 0n) > 0n)
  const total = opening.reduce((sum, row) => sum + row.paidThisYear!, 0n)
  if (opening.length > 0) {
    const posted = await postEntry(tx, input.book, {
      key: `carry-over/${input.batch}/${input.programme}`,
      kind: 'opening',
      why: input.document,
      postings: opening.map((row) => ({
        kind: 'opening',
        reference: referenceOf(input.batch, row.household),
        from: 'opening',
        to: `paid/${input.programme}`,
        amount: row.paidThisYear!,
        household: row.household,
      })),
    })
    if ('refused' in posted) return posted
  }
  const waiting = await carryWaiting(tx, {
    book: input.book,
    programme: input.programme,
    batch: input.batch,
    month: input.paidUntil,
    document: input.document,
    rows: await owedRows(tx, input.rows),
  })
  if ('refused' in waiting) return waiting
  await audit(tx, {
    action: 'award.carry-over',
    subject: { kind: 'roster-import', id: input.batch },
    area: input.book,
    detail: { programme: input.programme, awards, paidUntil: input.paidUntil },
  })
  return { awards, opening: total }
}

async function owedRows(tx: Tx, rows: readonly CarriedOver[]): Promise<CarriedWaiting[]> {
  const owed = []
  for (const row of rows) {
    if ((row.stillOwed ?? 0n) <= 0n) continue
    const household = (await householdById(tx, row.household))!
    const { residence, members } = row
    owed.push({
      household: row.household,
      area: household.area,
      amount: row.stillOwed!,
      residence,
      people: members.length,
    })
  }
  return owed
}

/** The batch's id with the household for an end: the same import posts the same opening once. */
const referenceOf = (batch: string, household: bigint) =>
  `${batch.slice(0, 24)}${(household % 1_000_000_000_000n).toString().padStart(12, '0')}`

async function carryRow(
  tx: Tx,
  input: CarryOver,
  row: CarriedOver,
  recordedOn: string,
  line: number,
): Promise<boolean | CarryOverRefusal> {
  const household = await householdById(tx, row.household)
  if (!household) return refuse('no-such-household', { line })
  if (row.monthly <= 0n || (row.supplement ?? 0n) > row.monthly)
    return refuse('amount-does-not-fit', { line }, 'monthly')
  const known = await awardOf(tx, row.household, input.programme)
  if (known?.steps.some((step) => step.decisionId === input.batch)) return false
  if (known && known.steps.length > 0) return refuse('award-running', { line, since: known.steps[0]!.from })
  const area = household.area
  assert(enclosing(area, 'county') === input.book, 'a roster belongs to the county that pays it')
  const awardId = known?.awardId ?? newId()
  const step: Step = {
    no: 1,
    kind: 'carry-over',
    state: 'paying',
    from: row.since ?? input.paidUntil,
    until: null,
    monthly: row.monthly,
    supplement: row.supplement ?? 0n,
    people: row.members.length,
    residence: row.residence,
    tier: row.tier ?? null,
    reason: 'carried-over',
    document: input.document,
    decisionId: input.batch,
    decidedOn: recordedOn as Step['decidedOn'],
    recordedOn: recordedOn as Step['recordedOn'],
  }
  const key = { household_id: row.household, award_id: awardId, area }
  await tx
    .insertInto('award')
    .values({
      ...key,
      programme: input.programme,
      book_id: input.book,
      carried_over: true,
      pays_from: nextMonth(input.paidUntil),
      last_step: 1,
    })
    .execute()
  await tx
    .insertInto('award_decision')
    .values({
      household_id: row.household,
      award_id: awardId,
      area,
      decision_id: input.batch,
      kind: 'carry-over',
      digest: input.batch,
    })
    .execute()
  await tx
    .insertInto('award_step')
    .values({
      ...key,
      step_no: 1,
      decision_id: input.batch,
      kind: step.kind,
      state: step.state,
      from_month: step.from,
      until_month: null,
      monthly: step.monthly,
      supplement: step.supplement,
      people: step.people,
      residence: step.residence,
      tier: step.tier,
      reason: step.reason,
      document: step.document,
      decided_on: step.decidedOn,
    })
    .execute()
  const base = row.monthly - (row.supplement ?? 0n)
  const lines = linesFor(row.monthly, [
    ...(base > 0n ? [{ person: null, kind: 'base' as const, amount: base, rule: null }] : []),
    ...(row.supplement ? [{ person: null, kind: 'supplement' as const, amount: row.supplement, rule: null }] : []),
  ])
  assert(Array.isArray(lines), 'the parts of a roster amount add up')
  await tx
    .insertInto('award_share')
    .values(
      [
        ...row.members.map((person) => ({ person_id: person, kind: 'member', amount: 0n, rule: null })),
        ...lines.map((part) => ({ person_id: 0n, kind: part.kind, amount: part.amount, rule: part.rule })),
      ].map((share, n) => ({ ...share, ...key, step_no: 1, line_no: n + 1 })),
    )
    .execute()
  await writeSpans(tx, { household: row.household, awardId, area }, spansOf([step]))
  await startAid(tx, {
    persons: row.members,
    household: row.household,
    area,
    programme: input.programme,
    since: `${step.from}-01` as Step['decidedOn'],
    award: awardId,
  })
  return true
}
