import { type RawBuilder, sql } from 'kysely'
import type { Fen, Month } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'

/**
 * Months a decision reached back to although their list had gone out without the family: a refusal corrected after an
 * objection, a grant decided late. The next list pays them as whole months; here they are named with their decision.
 */
export const monthsReachedBack = (which: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select distinct on (a.household_id, a.person_id, a.programme, r.month) a.household_id, a.person_id, a.area, a.book_id,
    a.programme, r.month, s.monthly as amount, t.reason, t.document, t.decision_id
  from award a
  join award_span s on s.household_id = a.household_id and s.award_id = a.award_id and s.state = 'paying'
  join award_step t on t.household_id = s.household_id and t.award_id = s.award_id and t.step_no = s.step_no
  join payment_run r on r.book_id = a.book_id and r.programme = a.programme and r.frozen_on < t.recorded_on
    and r.state not in ('draft', 'cancelled', 'rejected')
    and s.from_month <= r.month and (s.until_month is null or r.month < s.until_month)
  where ${which} and (a.pays_from is null or r.month >= a.pays_from)
    and not exists (
      select from award_step e where e.household_id = a.household_id and e.award_id = a.award_id and e.step_no < t.step_no
        and e.from_month <= r.month and e.monthly > 0)
  order by a.household_id, a.person_id, a.programme, r.month`

/** What one decision pays afterwards: the differences it ordered, and whole months that had been left out. */
export async function paidAfterwards(
  tx: Tx,
  of: { household: HouseholdId; decisionId: string },
): Promise<{ month: Month; amount: Fen }[]> {
  const { rows } = await sql<{ month: Month; amount: Fen }>`
    select month, amount from back_pay where household_id = ${of.household} and decision_id = ${of.decisionId}
    union all
    select m.month, m.amount from (${monthsReachedBack(sql`a.household_id = ${of.household}`)}) m where m.decision_id = ${of.decisionId}
    order by month`.execute(tx)
  return rows
}
