import {
  assert,
  type Day,
  enclosing,
  type Fen,
  firstDay,
  type Month,
  nextMonth,
  type Refusal,
  refuse,
  sum,
  yuanForReading,
} from '../foundation/index.ts'
import {
  addTimeline,
  endAid,
  type HouseholdId,
  householdById,
  type PersonId,
  residenceOf,
  startAid,
} from '../household/index.ts'
import { instructedMonths } from '../payments/index.ts'
import { audit, businessDay, digestOf, emit, newId, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import {
  type AmountLine,
  type DecisionKind,
  fits,
  type GradualMonth,
  linesFor,
  monthlyOn,
  type Reason,
  type Residence,
  type Step,
  spansOf,
  stepOn,
} from './award.ts'
import { type Award, awardOf, sharesOf, writeSpans } from './award-store.ts'

/** What a confirmed decision does to an award. Nothing else can: without a decision id there is no step. */
export interface AwardDecision {
  decisionId: string
  household: HouseholdId
  programme: ProgrammeId
  /** 0 or left out: the household's award. */
  person?: PersonId
  kind: DecisionKind
  /** The first month it speaks about. Earlier than what was paid: the difference becomes back-pay, or an overpayment to be looked at. */
  from: Month
  /** What is paid a month from then on; 0 for a suspension or a stop. */
  monthly: Fen
  /** Base and supplements; must add up to `monthly`. Left out: one line of the household. */
  lines?: readonly AmountLine[]
  /** Who is in it. Left out: as before. */
  members?: readonly PersonId[]
  residence?: Residence
  tier?: string | null
  reason: Reason
  /** The paper a reader can ask for: letter or minutes number. */
  document?: string | null
  decidedOn: Day
  /** Months of gradual exit before a stop takes effect (DB-07); the stop follows the last of them. */
  gradual?: readonly GradualMonth[]
}

export interface Applied {
  awardId: string
  /** False: this decision had taken effect before, and nothing was done. */
  first: boolean
  /** Months paid already for which more is now owed. */
  backPay: { month: Month; amount: Fen }[]
  /** Months paid already for which less was owed: never netted, a case of their own. */
  overpaid: { month: Month; amount: Fen }[]
}

export type DecisionRefusal = Refusal<
  | 'no-such-household'
  | 'decision-applied-otherwise'
  | 'award-running'
  | 'no-award'
  | 'not-suspended'
  | 'award-stopped'
  | 'lines-do-not-add-up'
  | 'amount-does-not-fit'
  | 'residence-unknown'
  | 'nobody-in-award'
>

/** Takes effect once, however often it is told: the same decision with the same content is the same steps. */
export async function applyDecision(tx: Tx, decision: AwardDecision): Promise<Applied | DecisionRefusal> {
  assert(decision.decisionId, 'an award changes by a decision only')
  const household = await householdById(tx, decision.household)
  if (!household) return refuse('no-such-household')
  const digest = digestOf(decision)
  const award = await lockAward(tx, decision, household.area)
  const known = await tx
    .selectFrom('award_decision')
    .select(['digest', 'award_id'])
    .where('household_id', '=', decision.household)
    .where('decision_id', '=', decision.decisionId)
    .executeTakeFirst()
  if (known)
    return known.digest === digest
      ? again(tx, decision, known.award_id)
      : refuse('decision-applied-otherwise', { decision: decision.decisionId })
  const unfit = fits(decision.kind, award.steps, decision.from)
  if (unfit) return unfit
  const paying = decision.kind === 'start' || decision.kind === 'adjust' || decision.kind === 'resume'
  if (paying !== decision.monthly > 0n) return refuse('amount-does-not-fit', { kind: decision.kind }, 'monthly')
  const before = stepOn(award.steps, decision.from) ?? award.steps.at(-1) ?? null
  const residence = decision.residence ?? before?.residence ?? (await residenceOf(tx, household, decision.decidedOn))
  if (!residence) return refuse('residence-unknown')
  const lines = linesFor(decision.monthly, decision.lines)
  if ('refused' in lines) return lines
  const shares = before ? await sharesOf(tx, award, before.no) : { members: [], lines: [] }
  const members = decision.members ? [...decision.members] : shares.members
  if (paying && members.length === 0) return refuse('nobody-in-award', undefined, 'members')
  await tx
    .insertInto('award_decision')
    .values({
      household_id: decision.household,
      decision_id: decision.decisionId,
      award_id: award.awardId,
      area: household.area,
      kind: decision.kind,
      digest,
    })
    .execute()
  const steps = stepsOf(decision, award, {
    residence,
    lines,
    members,
    recordedOn: await businessDay(tx),
    tier: before?.tier ?? null,
  })
  for (const { step, stepLines } of steps) await insertStep(tx, award, step, stepLines, members)
  const history = [...award.steps, ...steps.map(({ step }) => step)]
  await writeSpans(tx, award, spansOf(history))
  await tellRegister(tx, award, decision, shares.members, members)
  const settled = await settlePaidMonths(tx, award, decision, history)
  await tell(tx, award, decision, settled)
  return { awardId: award.awardId, first: true, ...settled }
}

/** The award of this household, made when there is none, locked: two decisions at once follow one another. */
async function lockAward(
  tx: Tx,
  of: Pick<AwardDecision, 'household' | 'programme' | 'person'>,
  area: string,
): Promise<Award> {
  const book = enclosing(area as never, 'county')
  assert(book, 'a household lives in a county')
  await tx
    .insertInto('award')
    .values({
      household_id: of.household,
      award_id: newId(),
      area,
      programme: of.programme,
      person_id: of.person ?? 0n,
      book_id: book,
    })
    .onConflict((conflict) => conflict.columns(['household_id', 'programme', 'person_id']).doNothing())
    .execute()
  await tx
    .selectFrom('award')
    .select('award_id')
    .where('household_id', '=', of.household)
    .where('programme', '=', of.programme)
    .where('person_id', '=', of.person ?? 0n)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return (await awardOf(tx, of.household, of.programme, of.person ?? 0n))!
}

async function again(tx: Tx, decision: AwardDecision, awardId: string): Promise<Applied> {
  const rows = (table: 'back_pay' | 'overpayment') =>
    tx
      .selectFrom(table)
      .select(['month', 'amount'])
      .where('household_id', '=', decision.household)
      .where('award_id', '=', awardId)
      .where('decision_id', '=', decision.decisionId)
      .orderBy('month')
      .execute() as Promise<{ month: Month; amount: Fen }[]>
  return {
    awardId,
    first: false,
    backPay: await rows('back_pay'),
    overpaid: (await rows('overpayment')).filter((o) => o.amount > 0n),
  }
}

/** One step, or the months of a gradual exit and the stop after them. */
function stepsOf(
  decision: AwardDecision,
  award: Award,
  known: { residence: Residence; lines: AmountLine[]; members: PersonId[]; recordedOn: Day; tier: string | null },
): { step: Step; stepLines: AmountLine[] }[] {
  const supplementOf = (lines: AmountLine[]) =>
    sum(lines.filter((line) => line.kind === 'supplement').map((line) => line.amount))
  let no = award.steps.length
  const step = (part: Pick<Step, 'kind' | 'state' | 'from' | 'until' | 'monthly'> & { lines: AmountLine[] }) => {
    const { lines, ...rest } = part
    no += 1
    const made: Step = {
      ...rest,
      no,
      supplement: supplementOf(lines),
      people: known.members.length,
      residence: known.residence,
      tier: decision.tier === undefined ? known.tier : decision.tier,
      reason: rest.kind === 'gradual-exit' ? 'gradual-exit' : decision.reason,
      document: decision.document ?? null,
      decisionId: decision.decisionId,
      decidedOn: decision.decidedOn,
      recordedOn: known.recordedOn,
    }
    return { step: made, stepLines: lines }
  }
  const state = decision.kind === 'stop' ? 'stopped' : decision.kind === 'suspend' ? 'suspended' : 'paying'
  const gradual = decision.kind === 'stop' ? (decision.gradual ?? []).filter((month) => month.monthly > 0n) : []
  const after = gradual.length > 0 ? nextMonth(gradual.at(-1)!.month) : decision.from
  return [
    ...gradual.map(({ month, monthly }) =>
      step({
        kind: 'gradual-exit',
        state: 'paying',
        from: month,
        until: nextMonth(month),
        monthly,
        lines: [{ person: null, kind: 'base', amount: monthly, rule: 'DB-07' }],
      }),
    ),
    step({ kind: decision.kind, state, from: after, until: null, monthly: decision.monthly, lines: known.lines }),
  ]
}

async function insertStep(
  tx: Tx,
  award: Award,
  step: Step,
  lines: readonly AmountLine[],
  members: readonly PersonId[],
): Promise<void> {
  await tx
    .insertInto('award_step')
    .values({
      household_id: award.household,
      award_id: award.awardId,
      step_no: step.no,
      area: award.area,
      decision_id: step.decisionId,
      kind: step.kind,
      state: step.state,
      from_month: step.from,
      until_month: step.until,
      monthly: step.monthly,
      supplement: step.supplement,
      people: step.people,
      residence: step.residence,
      tier: step.tier,
      reason: step.reason,
      document: step.document,
      decided_on: step.decidedOn,
      recorded_on: step.recordedOn,
    })
    .execute()
  const rows = [
    ...members.map((person) => ({ person_id: person, kind: 'member', amount: 0n, rule: null })),
    ...lines.map((line) => ({ person_id: line.person ?? 0n, kind: line.kind, amount: line.amount, rule: line.rule })),
  ]
  if (rows.length > 0)
    await tx
      .insertInto('award_share')
      .values(
        rows.map((row, i) => ({
          ...row,
          household_id: award.household,
          award_id: award.awardId,
          step_no: step.no,
          line_no: i + 1,
          area: award.area,
        })),
      )
      .execute()
  await tx
    .updateTable('award')
    .set({ last_step: step.no })
    .where('household_id', '=', award.household)
    .where('award_id', '=', award.awardId)
    .execute()
}

/** "Does this person already get aid anywhere?" is answered from here on (or not any more). */
async function tellRegister(
  tx: Tx,
  award: Award,
  decision: AwardDecision,
  before: readonly PersonId[],
  after: readonly PersonId[],
): Promise<void> {
  const last = decision.gradual?.at(-1)
  const from = firstDay(last ? nextMonth(last.month) : decision.from)
  const end = (persons: readonly PersonId[]) =>
    persons.length > 0 ? endAid(tx, { household: award.household, award: award.awardId, until: from, persons }) : null
  const start = (persons: readonly PersonId[]) =>
    startAid(tx, {
      persons,
      household: award.household,
      area: award.area,
      programme: award.programme,
      since: firstDay(decision.from),
      award: award.awardId,
    })
  if (decision.kind === 'stop') await endAid(tx, { household: award.household, award: award.awardId, until: from })
  else if (decision.kind === 'start') await start(after)
  else {
    await end(before.filter((person) => !after.includes(person)))
    await start(after.filter((person) => !before.includes(person)))
  }
}

/**
 * Months that were instructed already and that this decision speaks about. More is owed: back-pay, a line of its own.
 * Less was owed: an overpayment is made known to a case; the family's later months stay whole (DB-09).
 */
async function settlePaidMonths(
  tx: Tx,
  award: Award,
  decision: AwardDecision,
  history: readonly Step[],
): Promise<Pick<Applied, 'backPay' | 'overpaid'>> {
  const instructed = await instructedMonths(tx, award)
  const steps = history.filter((step) => step.decisionId === decision.decisionId)
  const backPay: Applied['backPay'] = []
  const overpaid: Applied['overpaid'] = []
  const settledBefore = await knownOverpayments(tx, award)
  for (const [month, paid] of instructed) {
    const step = stepOn(history, month)
    if (month < decision.from || !step) continue
    const difference = monthlyOn(history, month) - paid
    const key = {
      household_id: award.household,
      award_id: award.awardId,
      decision_id: decision.decisionId,
      month,
      area: award.area,
    }
    if (difference > 0n) {
      backPay.push({ month, amount: difference })
      await tx
        .insertInto('back_pay')
        .values({ ...key, step_no: steps.at(-1)!.no, amount: difference })
        .execute()
    }
    const excess = difference < 0n ? -difference : 0n
    if (excess === (settledBefore.get(month) ?? 0n)) continue
    if (excess > 0n) overpaid.push({ month, amount: excess })
    await tx
      .insertInto('overpayment')
      .values({ ...key, amount: excess })
      .execute()
  }
  return { backPay, overpaid }
}

/** The last word on each month: 0 means that an earlier finding does not stand any more. */
async function knownOverpayments(tx: Tx, award: Award): Promise<Map<Month, Fen>> {
  const rows = await tx
    .selectFrom('overpayment as o')
    .innerJoin('award_step as s', (join) =>
      join
        .onRef('s.household_id', '=', 'o.household_id')
        .onRef('s.award_id', '=', 'o.award_id')
        .onRef('s.decision_id', '=', 'o.decision_id'),
    )
    .select(['o.month', 'o.amount', 's.step_no'])
    .where('o.household_id', '=', award.household)
    .where('o.award_id', '=', award.awardId)
    .orderBy('s.step_no')
    .execute()
  return new Map(rows.map((row) => [row.month as Month, row.amount]))
}

async function tell(
  tx: Tx,
  award: Award,
  decision: AwardDecision,
  settled: Pick<Applied, 'backPay' | 'overpaid'>,
): Promise<void> {
  await addTimeline(tx, {
    household: award.household,
    kind: 'payment',
    text: `benefits:timeline.${decision.kind}`,
    values: {
      programme: award.programme,
      monthly: yuanForReading(decision.monthly),
      from: decision.from,
      reason: `benefits:reason.${decision.reason}`,
      gradualMonths: decision.gradual?.length ?? 0,
      backPay: yuanForReading(sum(settled.backPay.map((line) => line.amount))),
    },
    refs: { decision: decision.decisionId, award: award.awardId },
  })
  await audit(tx, {
    action: `award.${decision.kind}`,
    subject: { kind: 'award', id: award.awardId, household: award.household },
    area: award.area,
    before: stepOn(award.steps, decision.from) ?? null,
    after: { monthly: decision.monthly, from: decision.from },
    detail: { programme: award.programme, reason: decision.reason, decision: decision.decisionId },
  })
  await emit(tx, {
    kind: 'benefits.award-changed',
    key: decision.decisionId,
    household: award.household,
    payload: {
      household: String(award.household),
      award: award.awardId,
      decision: decision.decisionId,
      kind: decision.kind,
      from: decision.from,
      monthly: String(decision.monthly),
    },
  })
  for (const { month, amount } of settled.overpaid)
    await emit(tx, {
      kind: 'benefits.overpayment-found',
      key: `${decision.decisionId}/${month}`,
      household: award.household,
      payload: {
        household: String(award.household),
        award: award.awardId,
        decision: decision.decisionId,
        month,
        amount: String(amount),
      },
    })
}
