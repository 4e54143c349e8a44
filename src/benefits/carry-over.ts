import { sql } from 'kysely'
import {
  type AreaCode,
  assert,
  type Day,
  enclosing,
  type Fen,
  firstDay,
  type Month,
  nextMonth,
  type Refusal,
  refuse,
} from '../foundation/index.ts'
import { areasOfHouseholds, type HouseholdId, type PersonId, startAids } from '../household/index.ts'
import { type CarriedWaiting, carryWaiting, postEntry } from '../payments/index.ts'
import { audit, businessDay, newId, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { linesFor, type Residence, type Step, spansOf } from './award.ts'
import { insertSpans } from './award-store.ts'

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
  for (let from = 0; from < input.rows.length; from += rowsAtOnce) {
    const part = input.rows.slice(from, from + rowsAtOnce)
    const made = await carryRows(tx, input, part, recordedOn, from + 1)
    if (typeof made !== 'number') return made
    awards += made
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
  const owing = rows.filter((row) => (row.stillOwed ?? 0n) > 0n)
  const areas = await areasOfHouseholds(
    tx,
    owing.map((row) => row.household),
  )
  return owing.map((row) => ({
    household: row.household,
    area: areas.get(row.household)!,
    amount: row.stillOwed!,
    residence: row.residence,
    people: row.members.length,
  }))
}

/** The batch's id with the household for an end: the same import posts the same opening once. */
const referenceOf = (batch: string, household: bigint) =>
  `${batch.slice(0, 24)}${(household % 1_000_000_000_000n).toString().padStart(12, '0')}`

/** A county's roster is tens of thousands of rows: a few statements for some hundreds at once. */
const rowsAtOnce = 500

interface New {
  row: CarriedOver
  awardId: string
  area: AreaCode
  step: Step
}

async function carryRows(
  tx: Tx,
  input: CarryOver,
  rows: readonly CarriedOver[],
  recordedOn: Day,
  firstLine: number,
): Promise<number | CarryOverRefusal> {
  const households = rows.map((row) => row.household)
  const areas = await areasOfHouseholds(tx, households)
  const known = await knownAwards(tx, input.programme, households)
  const made: New[] = []
  for (const [i, row] of rows.entries()) {
    const line = firstLine + i
    const area = areas.get(row.household)
    if (!area) return refuse('no-such-household', { line })
    if (row.monthly <= 0n || (row.supplement ?? 0n) > row.monthly)
      return refuse('amount-does-not-fit', { line }, 'monthly')
    assert(enclosing(area, 'county') === input.book, 'a roster belongs to the county that pays it')
    const before = known.get(row.household)
    if (before?.some((step) => step.decision_id === input.batch)) continue
    if (before) return refuse('award-running', { line, since: before[0]!.from_month })
    const step = firstStep(input, row, recordedOn)
    made.push({ row, awardId: newId(), area, step })
    // A family that stands twice in one file has an award by its first row.
    known.set(row.household, [{ household_id: row.household, decision_id: input.batch, from_month: step.from }])
  }
  if (made.length > 0) await insertAwards(tx, input, made)
  return made.length
}

interface KnownStep {
  household_id: HouseholdId
  decision_id: string
  from_month: string
}

async function knownAwards(
  tx: Tx,
  programme: ProgrammeId,
  households: readonly HouseholdId[],
): Promise<Map<HouseholdId, KnownStep[]>> {
  // One look-up by key for each household: in the middle of a large import nobody has counted these tables yet, and a
  // join would read all of them for every few hundred rows.
  const { rows: steps } = await sql<KnownStep>`
    select s.household_id, s.decision_id, s.from_month
    from unnest(${households.map(String)}::bigint[]) as wanted(household_id)
    cross join lateral (
      select t.household_id, t.decision_id, t.from_month, t.step_no from award a
      join award_step t on t.household_id = a.household_id and t.award_id = a.award_id
      where a.household_id = wanted.household_id and a.programme = ${programme} and a.person_id = 0
      offset 0) s
    order by s.step_no`.execute(tx)
  const found = new Map<HouseholdId, KnownStep[]>()
  for (const step of steps) found.set(step.household_id, [...(found.get(step.household_id) ?? []), step])
  return found
}

const firstStep = (input: CarryOver, row: CarriedOver, recordedOn: Day): Step => ({
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
  decidedOn: recordedOn,
  recordedOn,
})

async function insertAwards(tx: Tx, input: CarryOver, made: readonly New[]): Promise<void> {
  const key = ({ row, awardId, area }: New) => ({ household_id: row.household, award_id: awardId, area })
  await tx
    .insertInto('award')
    .values(
      made.map((one) => ({
        ...key(one),
        programme: input.programme,
        book_id: input.book,
        carried_over: true,
        pays_from: nextMonth(input.paidUntil),
        last_step: 1,
      })),
    )
    .execute()
  await tx
    .insertInto('award_decision')
    .values(made.map((one) => ({ ...key(one), decision_id: input.batch, kind: 'carry-over', digest: input.batch })))
    .execute()
  await tx
    .insertInto('award_step')
    .values(
      made.map((one) => ({
        ...key(one),
        step_no: 1,
        decision_id: input.batch,
        kind: one.step.kind,
        state: one.step.state,
        from_month: one.step.from,
        until_month: null,
        monthly: one.step.monthly,
        supplement: one.step.supplement,
        people: one.step.people,
        residence: one.step.residence,
        tier: one.step.tier,
        reason: one.step.reason,
        document: one.step.document,
        decided_on: one.step.decidedOn,
      })),
    )
    .execute()
  await tx
    .insertInto('award_share')
    .values(
      made.flatMap((one) =>
        sharesOfRow(one.row).map((share, n) => ({ ...share, ...key(one), step_no: 1, line_no: n + 1 })),
      ),
    )
    .execute()
  await insertSpans(
    tx,
    made.map((one) => ({
      household: one.row.household,
      awardId: one.awardId,
      area: one.area,
      spans: spansOf([one.step]),
    })),
  )
  await startAids(
    tx,
    made.map((one) => ({
      persons: one.row.members,
      household: one.row.household,
      area: one.area,
      programme: input.programme,
      since: firstDay(one.step.from),
      award: one.awardId,
    })),
  )
}

/** Who is in it, and the lines that make the amount: what the roster says, and no rule behind it. */
function sharesOfRow(row: CarriedOver) {
  const supplement = row.supplement ?? 0n
  const base = row.monthly - supplement
  const lines = linesFor(row.monthly, [
    ...(base > 0n ? [{ person: null, kind: 'base' as const, amount: base, rule: null }] : []),
    ...(supplement > 0n ? [{ person: null, kind: 'supplement' as const, amount: supplement, rule: null }] : []),
  ])
  assert(Array.isArray(lines), 'the parts of a roster amount add up')
  return [
    ...row.members.map((person) => ({ person_id: person, kind: 'member', amount: 0n, rule: null })),
    ...lines.map((part) => ({ person_id: 0n, kind: part.kind, amount: part.amount, rule: part.rule })),
  ]
}
