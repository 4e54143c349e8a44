import { type RawBuilder, sql } from 'kysely'
import { type Month, type Refusal, refuse } from '../foundation/index.ts'
import { audit, businessDay, newId, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { budgetLineOf, fundAccount, returnedAccount } from './account-code.ts'
import { bookById } from './book.ts'
import { stillWaiting } from './carried-waiting.ts'
import { failpoint } from './failpoints.ts'
import { runNumber } from './run.ts'
import { type Run, runById, runFor } from './run-store.ts'
import type { StopSource } from './stop.ts'

/**
 * What is owed, as rows of SQL, because this chapter knows instructions and never awards. One row for each claim:
 * household_id, person_id (0: the household), month, kind ('regular' | 'back-pay'), claim ('' | decision), area, residence,
 * amount, regular, supplement, people, reason, document, basis (which step of which award). Whatever was instructed
 * already is left out here, so the query may name earlier months too: a forgotten month is paid, and no month twice.
 */
export type DueQuery = RawBuilder<unknown>

export type OpenRunRefusal = Refusal<'no-book'>

/** The draft of a month for a programme; asked twice it is the same one. Later lists of the month get the next number. */
export async function openRun(
  tx: Tx,
  input: { book: string; programme: ProgrammeId; month: Month },
): Promise<Run | OpenRunRefusal> {
  if (!(await bookById(tx, input.book))) return refuse('no-book', { book: input.book })
  await lockMonth(tx, input)
  const runs = await tx
    .selectFrom('payment_run')
    .select(['run_id', 'state'])
    .where('book_id', '=', input.book)
    .where('programme', '=', input.programme)
    .where('month', '=', input.month)
    .execute()
  const draft = runs.find((run) => run.state === 'draft')
  if (draft) return (await runById(tx, draft.run_id))!
  const runId = newId()
  const number = runNumber(input.book, input.month, input.programme, runs.length + 1)
  await tx
    .insertInto('payment_run')
    .values({ book_id: input.book, run_id: runId, number, programme: input.programme, month: input.month })
    .execute()
  await audit(tx, {
    action: 'payment-run.open',
    subject: { kind: 'payment-run', id: runId },
    area: input.book,
    detail: { number },
  })
  return (await runById(tx, runId))!
}

/** Two who prepare lists of one programme in one book follow one another: no claim is put on two lists. */
export const lockMonth = (tx: Tx, of: { book: string; programme: string }) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`payments/${of.book}/${of.programme}`}, 0))`.execute(tx)

/** Runs are long statements: they may take minutes, and still end. */
export const longWork = (tx: Tx) =>
  sql`select set_config('statement_timeout', '600000', true), set_config('idle_in_transaction_session_timeout', '300000', true)`.execute(
    tx,
  )

/** Makes the list new: lines, accounts, stops, totals, digest. Everything is set-based, the same for ten payees and a million. */
export async function previewRun(
  tx: Tx,
  runId: string,
  due: DueQuery,
  stops: readonly StopSource[],
): Promise<Run | Refusal<'not-found' | 'run-state'>> {
  const found = await runFor(tx, runId, 'preview')
  if ('refused' in found) return found
  const { run } = found
  await stageRun(tx, run, due, stops)
  await sql`delete from payment_stop where book_id = ${run.book} and run_id = ${run.runId}`.execute(tx)
  await sql`delete from payment_line where book_id = ${run.book} and run_id = ${run.runId}`.execute(tx)
  await sql`
    insert into payment_line (book_id, run_id, line_no, household_id, person_id, area, programme, month, kind, claim, sequence,
      from_account, amount, regular, supplement, people, residence, previous, reason, document, basis, payee_id, payee_person,
      account_id, bank, holder, number_sealed, number_index, last_four, held)
    select ${run.book}, ${run.runId}, line_no, household_id, person_id, area, programme, month, kind, claim, sequence,
      from_account, amount, regular, supplement, people, residence, previous, reason, document, basis, payee_id, payee_person,
      account_id, bank, holder, number_sealed, number_index, last_four, held from run_line order by line_no`.execute(tx)
  await sql`
    insert into payment_stop (book_id, run_id, line_no, stop, area, household_id, detail, released)
    select ${run.book}, ${run.runId}, line_no, stop, area, household_id, detail, released from run_stop order by line_no, stop`.execute(
    tx,
  )
  await sumUp(tx, run)
  await unstage(tx)
  failpoint('after-preview')
  return (await runById(tx, run.runId))!
}

/** The digest the list would have if it were made now; nothing is written. */
export async function digestNow(tx: Tx, run: Run, due: DueQuery, stops: readonly StopSource[]): Promise<string> {
  await stageRun(tx, run, due, stops)
  const digest = await digestOf(tx, sql`run_line`)
  await unstage(tx)
  return digest
}

/** Lines and stops as they are today, in temporary tables `run_line` and `run_stop`. */
async function stageRun(tx: Tx, run: Run, due: DueQuery, stops: readonly StopSource[]): Promise<void> {
  await lockMonth(tx, run)
  await longWork(tx)
  await stageDue(tx, run, due)
  await stageLines(tx, run)
  await stageStops(tx, stops)
  await sql`update run_line l set held = true from (select distinct line_no from run_stop where not released) s where s.line_no = l.line_no`.execute(
    tx,
  )
}

const unstage = (tx: Tx) => sql`drop table pg_temp.due_claim, pg_temp.run_line, pg_temp.run_stop`.execute(tx)

/** Due claims not instructed yet, and money that came back; in a temporary table, so that the planner knows their number. */
async function stageDue(tx: Tx, run: Run, due: DueQuery): Promise<void> {
  await sql`create temporary table due_claim on commit drop as
    select d.household_id, d.person_id, d.month, d.kind, d.claim, d.area, d.residence, d.amount, d.regular, d.supplement,
      d.people, d.reason, d.document, d.basis, false as came_back
    from (${due}) d
    where d.amount > 0 and not exists (
      select from payment_instruction i
      where i.household_id = d.household_id and i.person_id = d.person_id and i.programme = ${run.programme}
        and i.month = d.month and i.kind = d.kind and i.claim = d.claim and i.ended is distinct from 'cancelled')
    union all
    select i.household_id, i.person_id, i.month, i.kind, i.claim, i.area, l.residence, i.amount, l.regular, l.supplement,
      l.people, i.reason, i.document, i.basis, true
    from payment_instruction i
    join payment_line l on l.book_id = i.book_id and l.run_id = i.run_id and l.line_no = i.line_no
    where i.book_id = ${run.book} and i.programme = ${run.programme} and i.ended = 'returned'
    union all
    select c.household_id, 0, c.month, 'back-pay', c.waiting_id::text, c.area, c.residence, c.amount, c.amount, 0,
      c.people, 'carried-over', c.document, 'opening/' || c.waiting_id, true
    from carried_waiting c where c.book_id = ${run.book} and c.programme = ${run.programme} and ${stillWaiting}`.execute(
    tx,
  )
  await sql`analyze pg_temp.due_claim (household_id, person_id, month)`.execute(tx)
}

/**
 * The lines in a temporary table first: a list that was just written has no statistics, and the checks that follow would be
 * planned as if it were empty.
 */
async function stageLines(tx: Tx, run: Run): Promise<void> {
  const year = Number(run.month.slice(0, 4))
  const fundOf = (residence: 'urban' | 'rural') => {
    const line = budgetLineOf(run.programme, residence)
    return line ? fundAccount(year, line, run.programme).account : ''
  }
  await sql`create temporary table run_line on commit drop as
    select row_number() over (order by d.area, d.household_id, d.person_id, d.month, d.kind, d.claim)::integer as line_no,
      d.household_id, d.person_id, d.area, ${run.programme}::text as programme, d.month, d.kind, d.claim, coalesce(taken.sequence, 0) + 1 as sequence,
      case when d.came_back then ${returnedAccount(run.programme).account} when d.residence = 'urban' then ${fundOf('urban')} else ${fundOf('rural')} end as from_account,
      d.amount, d.regular, d.supplement, d.people, d.residence, before.amount as previous, before.basis as previous_basis,
      d.reason, d.document, d.basis, coalesce(own.payee_id, general.payee_id) as payee_id,
      coalesce(own.payee_person, general.payee_person) as payee_person, a.account_id, a.bank, a.holder, a.number_sealed, a.number_index, a.last_four,
      false as held
    from due_claim d
    left join (
      select i.household_id, i.person_id, i.month, i.kind, max(i.sequence) as sequence from payment_instruction i
      where i.programme = ${run.programme} and i.month in (select distinct month from due_claim)
      group by 1, 2, 3, 4) taken
      on taken.household_id = d.household_id and taken.person_id = d.person_id and taken.month = d.month and taken.kind = d.kind
    left join payment_instruction before
      on before.household_id = d.household_id and before.person_id = d.person_id and before.programme = ${run.programme}
      and before.month = to_char((d.month || '-01')::date - 1, 'YYYY-MM') and before.kind = 'regular' and d.kind = 'regular'
      and (before.live or before.ended in ('returned', 'written-back'))
    left join payee own on own.household_id = d.household_id and own.person_id = d.person_id
      and own.programme = ${run.programme} and own.status = 'active'
    left join payee general on general.household_id = d.household_id and general.person_id = d.person_id
      and general.programme = '' and general.status = 'active'
    left join payee_account a on a.person_id = coalesce(own.payee_person, general.payee_person) and a.status = 'active'`.execute(
    tx,
  )
  await sql`analyze pg_temp.run_line (household_id, person_id, month, payee_person)`.execute(tx)
}

async function stageStops(tx: Tx, sources: readonly StopSource[]): Promise<void> {
  const today = await businessDay(tx)
  await sql`create temporary table run_stop (line_no integer, stop text, area text collate "C", household_id bigint, detail text,
    released boolean default false) on commit drop`.execute(tx)
  const stop = (kind: string, rows: RawBuilder<unknown>) =>
    sql`
    insert into run_stop (line_no, stop, area, household_id, detail)
    select s.line_no, ${kind}, s.area, s.household_id, min(s.detail) from (${rows}) s group by s.line_no, s.area, s.household_id`.execute(
      tx,
    )
  const own: Record<string, RawBuilder<unknown>> = {
    'payee-missing': sql`select line_no, area, household_id, null::text as detail from run_line where payee_person is null`,
    'account-missing': sql`select line_no, area, household_id, null::text as detail from run_line where payee_person is not null and account_id is null`,
    'no-budget-line': sql`select line_no, area, household_id, residence as detail from run_line where from_account = ''`,
    'payee-dead': sql`select l.line_no, l.area, l.household_id, p.death::text as detail from run_line l
      join person p on p.person_id = l.payee_person where p.death is not null`,
    'account-changed': sql`select l.line_no, l.area, l.household_id, (a.confirmed_on + interval '1 month')::date::text as detail
      from run_line l join payee_account a on a.person_id = l.payee_person and a.account_id = l.account_id
      where a.replaces is not null and (a.confirmed_on + interval '1 month')::date > ${today}::date
      union all
      select l.line_no, l.area, l.household_id, (p.confirmed_on + interval '1 month')::date::text
      from run_line l join payee p on p.household_id = l.household_id and p.payee_id = l.payee_id
      where p.replaces is not null and (p.confirmed_on + interval '1 month')::date > ${today}::date`,
    'account-returned': sql`select l.line_no, l.area, l.household_id, a.returned_on::text as detail
      from run_line l join payee_account a on a.person_id = l.payee_person and a.account_id = l.account_id where a.returned_on is not null`,
    'duplicate-account': sql`select l.line_no, l.area, l.household_id, shared.people::text as detail from run_line l
      join (select number_index, count(distinct person_id) as people from payee_account
        where status = 'active' group by number_index having count(distinct person_id) > 1) shared using (number_index)`,
    unexplained: sql`select line_no, area, household_id, null::text as detail from run_line
      where kind = 'regular' and previous <> amount and previous_basis = basis`,
  }
  for (const [kind, rows] of Object.entries(own)) await stop(kind, rows)
  for (const source of sources) {
    await sql`create temporary table stop_found on commit drop as select household_id, person_id, month, detail from (${source.rows}) s`.execute(
      tx,
    )
    await sql`analyze pg_temp.stop_found`.execute(tx)
    await stop(
      source.stop,
      sql`select l.line_no, l.area, l.household_id, s.detail::text as detail from run_line l
        join stop_found s on s.household_id = l.household_id
          and (s.person_id is null or s.person_id = l.person_id) and (s.month is null or s.month = l.month)`,
    )
    await sql`drop table pg_temp.stop_found`.execute(tx)
  }
  await sql`
    update run_stop s set released = true
    from run_line l, stop_release r
    where l.line_no = s.line_no and r.household_id = l.household_id and r.person_id = l.person_id and r.programme = l.programme
      and r.month = l.month and r.kind = l.kind and r.claim = l.claim and r.stop = s.stop
      and (r.account_id is null or r.account_id = l.account_id)`.execute(tx)
}

/**
 * After a release: that line's stop, whether the line is still held, and the sums. A release stands for one claim, and a
 * list has one line for it; whoever makes the list again finds the release by the claim.
 */
export async function letGo(tx: Tx, run: Run, { line, stop }: { line: number; stop: string }): Promise<void> {
  await sql`update payment_stop set released = true
    where book_id = ${run.book} and run_id = ${run.runId} and line_no = ${line} and stop = ${stop}`.execute(tx)
  await sql`update payment_line set held = false
    where book_id = ${run.book} and run_id = ${run.runId} and line_no = ${line} and held and not exists (
      select from payment_stop s where s.book_id = ${run.book} and s.run_id = ${run.runId} and s.line_no = ${line} and not s.released)`.execute(
    tx,
  )
  await sumUp(tx, run)
}

async function sumUp(tx: Tx, run: Run): Promise<void> {
  const digest = await linesDigest(tx, run)
  const today = await businessDay(tx)
  await sql`
    update payment_run r set lines = t.lines, households = t.households, people = t.people, total = t.total, regular = t.regular,
      supplement = t.supplement, back_pay = t.back_pay, held_lines = t.held_lines, held_total = t.held_total,
      preview_digest = ${digest}, previewed_on = ${today}, version = r.version + 1
    from (
      select count(*) filter (where not held)::integer as lines, count(distinct household_id) filter (where not held)::integer as households,
        coalesce((select sum(p.people) from (select max(people) as people from payment_line
          where book_id = ${run.book} and run_id = ${run.runId} and not held group by household_id, person_id) p), 0)::integer as people,
        coalesce(sum(amount) filter (where not held), 0)::bigint as total,
        coalesce(sum(regular) filter (where not held and kind = 'regular'), 0)::bigint as regular,
        coalesce(sum(supplement) filter (where not held and kind = 'regular'), 0)::bigint as supplement,
        coalesce(sum(amount) filter (where not held and kind = 'back-pay'), 0)::bigint as back_pay,
        count(*) filter (where held)::integer as held_lines, coalesce(sum(amount) filter (where held), 0)::bigint as held_total
      from payment_line where book_id = ${run.book} and run_id = ${run.runId}) t
    where r.book_id = ${run.book} and r.run_id = ${run.runId}`.execute(tx)
}

/** Stands between the fields of a line: a control character no name or paper may hold, so that no two lines read alike. */
const field = sql.raw("E'\\x1f'")

/**
 * SHA-256 over the canonical text of every line, in blocks: who is paid how much for what, to which account, and what is
 * held. People sign this digest; the same lines give it again at any time.
 */
export const linesDigest = (tx: Tx, run: Pick<Run, 'book' | 'runId'>): Promise<string> =>
  digestOf(tx, sql`payment_line where book_id = ${run.book} and run_id = ${run.runId}`)

async function digestOf(tx: Tx, lines: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<{ digest: string }>`
    select encode(sha256(coalesce(string_agg(b.hash, ''::bytea order by b.block), ''::bytea)), 'hex') as digest from (
      select line_no / 5000 as block, sha256(convert_to(string_agg(concat(line_no, ${field}, household_id, ${field}, person_id, ${field}, programme,
        ${field}, month, ${field}, kind, ${field}, claim, ${field}, sequence, ${field}, from_account, ${field}, amount, ${field}, regular, ${field},
        supplement, ${field}, people, ${field}, residence, ${field}, payee_person, ${field}, account_id, ${field}, number_index, ${field}, holder,
        ${field}, bank, ${field}, held, ${field}, reason, ${field}, document, ${field}, basis), E'\n' order by line_no), 'UTF8')) as hash
      from ${lines} group by 1) b`.execute(tx)
  return rows[0]!.digest
}
