import { type RawBuilder, sql } from 'kysely'
import type { AreaCode, Fen, Month } from '../foundation/index.ts'
import { nextMonth } from '../foundation/index.ts'
import type { DueQuery } from '../payments/index.ts'
import type { Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { Reason, Residence } from './award.ts'

export interface OfMonth {
  book: string
  programme: ProgrammeId
  month: Month
}

/** So far back a month that was forgotten or held is still looked for; older ones need a decision. */
export const lookBackMonths = 12

/** The months a list of this month may pay, oldest first. */
export const payableMonths = (month: Month): Month[] =>
  Array.from({ length: lookBackMonths }, (_, i) => nextMonth(month, i + 1 - lookBackMonths))

const listed = (months: readonly Month[]): RawBuilder<unknown> => sql`unnest(${[...months]}::text[]) as wanted(month)`

/**
 * What awards owe until a month, as a query for the list: the month itself, earlier months nobody was told to pay yet,
 * and back-pay that decisions ordered. The list leaves out what was instructed already.
 */
export function dueQuery(of: OfMonth): DueQuery {
  const months = payableMonths(of.month)
  return sql`
    select a.household_id, a.person_id, wanted.month, 'regular' as kind, '' as claim, a.area, t.residence, s.monthly as amount,
      s.monthly - t.supplement as regular, t.supplement, t.people, t.reason, t.document, a.award_id || '/' || s.step_no as basis
    from award a
    join award_span s on s.household_id = a.household_id and s.award_id = a.award_id and s.state = 'paying'
    join award_step t on t.household_id = s.household_id and t.award_id = s.award_id and t.step_no = s.step_no
    join ${listed(months)} on s.from_month <= wanted.month and (s.until_month is null or wanted.month < s.until_month)
    where a.book_id = ${of.book} and a.programme = ${of.programme} and (a.pays_from is null or wanted.month >= a.pays_from)
    union all
    ${backPayQuery(of)}`
}

/**
 * Back-pay as it stands today: what the award owes for a month less what was told for it, whichever lists were cancelled
 * or returned since the decision. The latest decision about the month gives the claim its name.
 */
function backPayQuery(of: OfMonth): RawBuilder<unknown> {
  return sql`
    select b.household_id, b.person_id, b.month, 'back-pay', b.decision_id::text, b.area, t.residence, s.monthly - told.amount,
      0::bigint, 0::bigint, t.people, t.reason, t.document, b.award_id || '/' || b.step_no
    from (
      select distinct on (b.household_id, b.award_id, b.month) b.*, a.person_id from back_pay b
      join award a on a.household_id = b.household_id and a.award_id = b.award_id
      where a.book_id = ${of.book} and a.programme = ${of.programme} and b.month <= ${of.month}
      order by b.household_id, b.award_id, b.month, b.step_no desc) b
    join award_span s on s.household_id = b.household_id and s.award_id = b.award_id
      and s.from_month <= b.month and (s.until_month is null or b.month < s.until_month)
    join award_step t on t.household_id = b.household_id and t.award_id = b.award_id and t.step_no = b.step_no
    join lateral (
      select sum(i.amount)::bigint as amount from payment_instruction i
      where i.household_id = b.household_id and i.person_id = b.person_id and i.programme = ${of.programme} and i.month = b.month
        and (i.live or i.ended = 'returned') having bool_or(i.kind = 'regular')) told on true
    where s.monthly > told.amount`
}

export interface DueLine {
  household: bigint
  person: bigint
  month: Month
  kind: 'regular' | 'back-pay'
  claim: string
  area: AreaCode
  residence: Residence
  amount: Fen
  regular: Fen
  supplement: Fen
  people: number
  reason: Reason
  document: string | null
  basis: string
}

/** The same as rows, for reading: what awards owe, instructed or not. */
export async function dueInstructions(tx: Tx, of: OfMonth): Promise<DueLine[]> {
  const { rows } = await sql<Omit<DueLine, 'household' | 'person'> & { household_id: bigint; person_id: bigint }>`
    select * from (${dueQuery(of)}) d order by area, household_id, person_id, month, kind, claim`.execute(tx)
  return rows.map(({ household_id, person_id, ...row }) => ({ ...row, household: household_id, person: person_id }))
}
