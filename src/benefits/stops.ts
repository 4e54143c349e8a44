import { sql } from 'kysely'
import type { Day } from '../foundation/index.ts'
import type { StopSource } from '../payments/index.ts'
import { type OfMonth, payableMonths } from './due.ts'

/**
 * What holds a line before it is paid, as far as awards, registry and verification know (R30). Each is a reason to look,
 * never a decision: the line waits, the award goes on, and the way out is named.
 */
export const stopSources = (of: OfMonth, today: Day, staleAfterDays: number | null): StopSource[] => [
  { stop: 'member-dead', rows: deadMembers(of) },
  { stop: 'duplicate-person', rows: inTwoAwards(of) },
  ...(staleAfterDays === null
    ? []
    : [{ stop: 'stale-verification', rows: notMatchedSince(of, today, staleAfterDays) } as const]),
]

/** Months of a book's awards with everybody who is in them. */
const people = (of: OfMonth) => sql`
  select a.household_id, a.person_id as award_person, a.award_id, a.carried_over, wanted.month, sh.person_id
  from award a
  join award_span s on s.household_id = a.household_id and s.award_id = a.award_id and s.state = 'paying'
  join unnest(${payableMonths(of.month)}::text[]) as wanted(month) on s.from_month <= wanted.month and (s.until_month is null or wanted.month < s.until_month)
  join award_share sh on sh.household_id = s.household_id and sh.award_id = s.award_id and sh.step_no = s.step_no and sh.kind = 'member'
  where a.book_id = ${of.book} and a.programme = ${of.programme} and (a.pays_from is null or wanted.month >= a.pays_from)`

/**
 * DB-11: the month of death is payable, the next is not. A death that an outside register reports holds the line too, until
 * somebody has looked; the detail is the day.
 */
const deadMembers = (of: OfMonth) => sql`
  select p.household_id, p.award_person as person_id, p.month, min(d.died)::text as detail
  from (${people(of)}) p
  join (
    select person_id, death as died from person where death is not null
    union all
    select f.subject_id::bigint, f.value::date from finding f
    where f.item = 'died' and f.subject_kind = 'person' and f.value ~ '^\\d{4}-\\d{2}-\\d{2}$') d on d.person_id = p.person_id
  where p.month > to_char(d.died, 'YYYY-MM')
  group by 1, 2, 3`

/** One person, two awards of the same programme in the same month: somewhere a family was split or counted twice (B8). */
const inTwoAwards = (of: OfMonth) => sql`
  with p as materialized (${people(of)})
  select p.household_id, p.award_person as person_id, p.month, count(distinct twice.awards)::text as detail
  from p join (
    select person_id, month, count(distinct award_id) as awards from p group by 1, 2 having count(distinct award_id) > 1) twice
    on twice.person_id = p.person_id and twice.month = p.month
  group by 1, 2, 3`

/** The last answer of the death register is too old, or there is none. Carried-over awards wait for their first review. */
const notMatchedSince = (of: OfMonth, today: Day, days: number) => sql`
  select a.household_id, a.person_id, null::text as month, max(e.matched)::text as detail
  from award a
  left join lateral (
    select max(coalesce(q.as_of, q.answered_on)) as matched from enquiry q
    where q.household_id = a.household_id and q.source = 'death-register' and q.state = 'answered') e on true
  where a.book_id = ${of.book} and a.programme = ${of.programme}
    and not (a.carried_over and e.matched is null)
    and (e.matched is null or e.matched < ${today}::date - ${days}::integer)
  group by 1, 2`
