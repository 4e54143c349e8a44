import { sql } from 'kysely'
import type { Day } from '../foundation/index.ts'
import type { StopSource } from '../payments/index.ts'
import type { OfMonth } from './due.ts'

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

/** Everybody in the award of each line, for the month of the line. */
const people = (of: OfMonth) => sql`
  select l.household_id, l.person_id as award_person, a.award_id, l.month, sh.person_id
  from (select distinct household_id, person_id, month from run_line) l
  join award a on a.household_id = l.household_id and a.person_id = l.person_id and a.programme = ${of.programme}
  join award_span s on s.household_id = a.household_id and s.award_id = a.award_id and s.state = 'paying'
    and s.from_month <= l.month and (s.until_month is null or l.month < s.until_month)
  join award_share sh on sh.household_id = s.household_id and sh.award_id = s.award_id and sh.step_no = s.step_no and sh.kind = 'member'`

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
  select p.household_id, p.award_person as person_id, p.month, (1 + count(distinct other.award_id))::text as detail
  from (${people(of)}) p
  join award_share also on also.person_id = p.person_id and also.kind = 'member' and also.award_id <> p.award_id
  join award_span s on s.household_id = also.household_id and s.award_id = also.award_id and s.step_no = also.step_no
    and s.state = 'paying' and s.from_month <= p.month and (s.until_month is null or p.month < s.until_month)
  join award other on other.household_id = also.household_id and other.award_id = also.award_id and other.programme = ${of.programme}
  group by 1, 2, 3`

/** The last answer of the death register is too old, or there is none. Carried-over awards wait for their first review. */
const notMatchedSince = (of: OfMonth, today: Day, days: number) => sql`
  select a.household_id, a.person_id, null::text as month, max(e.matched)::text as detail
  from (select distinct household_id, person_id from run_line) l
  join award a on a.household_id = l.household_id and a.person_id = l.person_id and a.programme = ${of.programme}
  left join (
    select q.household_id, max(coalesce(q.as_of, q.answered_on)) as matched from enquiry q
    where q.source = 'death-register' and q.state = 'answered' group by 1) e on e.household_id = a.household_id
  where not (a.carried_over and e.matched is null)
    and (e.matched is null or e.matched < ${today}::date - ${days}::integer)
  group by 1, 2`
