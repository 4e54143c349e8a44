import type { AreaCode, Day, Fen, Month } from '../foundation/index.ts'
import type { HouseholdId, PersonId } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import {
  type AmountLine,
  type AwardState,
  type Reason,
  type Residence,
  type Span,
  type Step,
  type StepKind,
  spansOf,
  stepOn,
} from './award.ts'

export interface Award {
  awardId: string
  household: HouseholdId
  programme: ProgrammeId
  /** 0: the household's; else this person's own (care allowance and the like). */
  person: PersonId
  area: AreaCode
  book: AreaCode
  carriedOver: boolean
  /** Months before it were paid by somebody else; null: all are ours. */
  paysFrom: Month | null
  steps: Step[]
}

/** Awards of a household with their whole history, in a stable order. */
export async function awardsOf(
  tx: Tx,
  household: HouseholdId,
  filter: { programme?: ProgrammeId; person?: PersonId } = {},
): Promise<Award[]> {
  let query = tx.selectFrom('award').selectAll().where('household_id', '=', household)
  if (filter.programme) query = query.where('programme', '=', filter.programme)
  if (filter.person !== undefined) query = query.where('person_id', '=', filter.person)
  const awards = await query.orderBy('programme').orderBy('person_id').execute()
  if (awards.length === 0) return []
  const steps = await tx
    .selectFrom('award_step')
    .selectAll()
    .where('household_id', '=', household)
    .orderBy('award_id')
    .orderBy('step_no')
    .execute()
  return awards.map((row) => ({
    awardId: row.award_id,
    household: row.household_id,
    programme: row.programme as ProgrammeId,
    person: row.person_id,
    area: row.area as AreaCode,
    book: row.book_id as AreaCode,
    carriedOver: row.carried_over,
    paysFrom: row.pays_from as Month | null,
    steps: steps.filter((step) => step.award_id === row.award_id).map(toStep),
  }))
}

type StepRow = Awaited<ReturnType<typeof stepRow>>
const stepRow = (tx: Tx) => tx.selectFrom('award_step').selectAll().executeTakeFirstOrThrow()

const toStep = (row: StepRow): Step => ({
  no: row.step_no,
  kind: row.kind as StepKind,
  state: row.state as AwardState,
  from: row.from_month as Month,
  until: row.until_month as Month | null,
  monthly: row.monthly,
  supplement: row.supplement,
  people: row.people,
  residence: row.residence as Residence,
  tier: row.tier,
  reason: row.reason as Reason,
  document: row.document,
  decisionId: row.decision_id,
  decidedOn: row.decided_on,
  recordedOn: row.recorded_on,
})

export async function awardOf(
  tx: Tx,
  household: HouseholdId,
  programme: ProgrammeId,
  person: PersonId = 0n,
): Promise<Award | null> {
  return (await awardsOf(tx, household, { programme, person }))[0] ?? null
}

/** What a household is entitled to in a month; null: nothing was ever granted. `knownOn` looks at it as of its own day. */
export async function currentMonthly(
  tx: Tx,
  household: HouseholdId,
  programme: ProgrammeId,
  month: Month,
  knownOn?: Day,
): Promise<{ monthly: Fen; state: AwardState; step: Step } | null> {
  const award = await awardOf(tx, household, programme)
  const step = award && stepOn(award.steps, month, knownOn)
  return step ? { monthly: step.monthly, state: step.state, step } : null
}

/** Who is in the award under a step, and the lines that make its amount. */
export async function sharesOf(
  tx: Tx,
  award: Pick<Award, 'household' | 'awardId'>,
  stepNo: number,
): Promise<{ members: PersonId[]; lines: AmountLine[] }> {
  const rows = await tx
    .selectFrom('award_share')
    .selectAll()
    .where('household_id', '=', award.household)
    .where('award_id', '=', award.awardId)
    .where('step_no', '=', stepNo)
    .orderBy('line_no')
    .execute()
  return {
    members: rows.filter((row) => row.kind === 'member').map((row) => row.person_id),
    lines: rows
      .filter((row) => row.kind !== 'member')
      .map((row) => ({
        person: row.person_id === 0n ? null : row.person_id,
        kind: row.kind as AmountLine['kind'],
        amount: row.amount,
        rule: row.rule,
      })),
  }
}

export const awardSpans = (award: Award): Span[] => spansOf(award.steps)

/** The projection that months are read from: exactly what the steps say today. */
export async function writeSpans(
  tx: Tx,
  award: Pick<Award, 'household' | 'awardId' | 'area'>,
  spans: readonly Span[],
): Promise<void> {
  await tx
    .deleteFrom('award_span')
    .where('household_id', '=', award.household)
    .where('award_id', '=', award.awardId)
    .execute()
  await insertSpans(tx, [{ ...award, spans }])
}

export async function insertSpans(
  tx: Tx,
  awards: readonly (Pick<Award, 'household' | 'awardId' | 'area'> & { spans: readonly Span[] })[],
): Promise<void> {
  const rows = awards.flatMap(({ household, awardId, area, spans }) =>
    spans.map((span) => ({
      household_id: household,
      award_id: awardId,
      area,
      from_month: span.from,
      until_month: span.until,
      step_no: span.step.no,
      state: span.step.state,
      monthly: span.step.monthly,
    })),
  )
  if (rows.length > 0) await tx.insertInto('award_span').values(rows).execute()
}

/** Back-pay that decisions ordered, and overpayments as far as they stand today, oldest month first. */
export async function recordsOf(
  tx: Tx,
  award: Pick<Award, 'household' | 'awardId'>,
): Promise<Record<'backPay' | 'overpaid', { month: Month; amount: Fen; decisionId: string }[]>> {
  const backPay = await tx
    .selectFrom('back_pay')
    .select(['month', 'amount', 'decision_id'])
    .where('household_id', '=', award.household)
    .where('award_id', '=', award.awardId)
    .orderBy('month')
    .orderBy('step_no')
    .execute()
  const said = await tx
    .selectFrom('overpayment as o')
    .innerJoin('award_step as s', (join) =>
      join
        .onRef('s.household_id', '=', 'o.household_id')
        .onRef('s.award_id', '=', 'o.award_id')
        .onRef('s.decision_id', '=', 'o.decision_id'),
    )
    .select(['o.month', 'o.amount', 'o.decision_id', 's.step_no'])
    .where('o.household_id', '=', award.household)
    .where('o.award_id', '=', award.awardId)
    .orderBy('o.month')
    .orderBy('s.step_no')
    .execute()
  const record = (row: { month: string; amount: Fen; decision_id: string }) => ({
    month: row.month as Month,
    amount: row.amount,
    decisionId: row.decision_id,
  })
  const last = new Map(said.map((row) => [row.month, record(row)]))
  return { backPay: backPay.map(record), overpaid: [...last.values()].filter((row) => row.amount > 0n) }
}
