import { sql } from 'kysely'
import { addDays, type Day, isRefusal } from '../foundation/index.ts'
import { openTask, taskByKey } from '../office/index.ts'
import { audit, businessDay, type Db, systemActor, type Tx, withScope } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import { take, takeUp } from './desk.ts'
import { closeNotice, endNotice } from './notice.ts'
import { openReview } from './open-change.ts'

/**
 * What the calendar does by itself, every morning and whenever the demo clock moves: notices end, silence becomes
 * acceptance where the area says so, reviews come due, and what is late is put before somebody. Twice a day is once.
 */
export interface Passed {
  noticesEnded: number
  deemedAccepted: number
  supplementsLapsed: number
  reviewsOpened: number
  overdue: number
  relativesFound: number
}

/** Days before a review is due at which its case opens, so that verification can answer in time. */
const reviewLead = 20
/** Cases a transaction: a county's morning is many short ones. */
const page = 200

export async function passDay(db: Db, today?: Day): Promise<Passed> {
  const scope = { actor: systemActor('job:casework.daily'), ...(today && { businessDay: today }) }
  const passed: Passed = {
    noticesEnded: 0,
    deemedAccepted: 0,
    supplementsLapsed: 0,
    reviewsOpened: 0,
    overdue: 0,
    relativesFound: 0,
  }
  const run = async (
    key: keyof Passed,
    work: (tx: Tx, after: string) => Promise<{ done: number; last: string | null }>,
  ) => {
    for (let after = ''; ; ) {
      const { done, last } = await withScope(db, scope, (tx) => work(tx, after))
      passed[key] += done
      if (last === null) return
      after = last
    }
  }
  await run('noticesEnded', endNotices)
  await run('deemedAccepted', acceptSilently)
  await run('supplementsLapsed', tellLapsed)
  await run('reviewsOpened', openReviews)
  await run('overdue', tellOverdue)
  await run('relativesFound', flagRelatives)
  return passed
}

interface PageDone {
  done: number
  /** The last key of a full page; null when there is no more. */
  last: string | null
}

async function eachCase(
  tx: Tx,
  after: string,
  which: { stage: string; dueBefore: Day },
  work: (caseId: string) => Promise<boolean>,
): Promise<PageDone> {
  const rows = await tx
    .selectFrom('case_file')
    .select('case_id')
    .where('stage', '=', which.stage)
    .where('due_on', '<', which.dueBefore)
    .where('closed_on', 'is', null)
    .where((row) => (after ? row('case_id', '>', after) : row.lit(true)))
    .orderBy('case_id')
    .limit(page)
    .execute()
  let done = 0
  for (const row of rows) if (await work(row.case_id)) done++
  return { done, last: rows.length < page ? null : rows.at(-1)!.case_id }
}

const endNotices = async (tx: Tx, after: string): Promise<PageDone> =>
  eachCase(
    tx,
    after,
    { stage: 'notice', dueBefore: await businessDay(tx) },
    async (caseId) => !isRefusal(await endNotice(tx, caseId)),
  )

const acceptSilently = async (tx: Tx, after: string): Promise<PageDone> => {
  const rows = await tx
    .selectFrom('case_file')
    .select('case_id')
    .where('stage', '=', 'submitted')
    .where((row) => (after ? row('case_id', '>', after) : row.lit(true)))
    .where(sql<boolean>`state #> '{procedure,intake,deemedAfter}' is distinct from 'null'::jsonb`)
    .orderBy('case_id')
    .limit(page)
    .execute()
  let done = 0
  for (const row of rows) {
    const desk = await takeUp(tx, { caseId: row.case_id, version: null })
    if (!isRefusal(desk) && !isRefusal(await take(tx, desk, { do: 'deem-accepted' }))) done++
  }
  return { done, last: rows.length < page ? null : rows.at(-1)!.case_id }
}

/** Nothing came in time. A person decides what that means; the job only puts it on the desk. */
const tellLapsed = async (tx: Tx, after: string): Promise<PageDone> => {
  const today = await businessDay(tx)
  const rows = await tx
    .selectFrom('case_file')
    .select(['household_id', 'case_id', 'case_no', 'due_on', 'holder'])
    .where('stage', '=', 'supplement')
    .where('due_on', '<', today)
    .where((row) => (after ? row('case_id', '>', after) : row.lit(true)))
    .orderBy('case_id')
    .limit(page)
    .execute()
  let done = 0
  for (const row of rows) {
    const key = `case/${row.case_id}/supplement-lapsed`
    if (await taskByKey(tx, row.household_id, key)) continue
    await openTask(tx, {
      household: row.household_id,
      key,
      kind: 'case-supplement-lapsed',
      caseId: row.case_id,
      role: 'township-clerk',
      assignee: row.holder,
      due: row.due_on,
      about: { caseNo: row.case_no },
    })
    done++
  }
  return { done, last: rows.length < page ? null : rows.at(-1)!.case_id }
}

const openReviews = async (tx: Tx, after: string): Promise<PageDone> => {
  const until = addDays(await businessDay(tx), reviewLead)
  const rows = await tx
    .selectFrom('review_plan')
    .select(['household_id', 'programme'])
    .where('ended_on', 'is', null)
    .where('open_case', 'is', null)
    .where('next_on', '<=', until)
    .where((row) => (after ? row('household_id', '>', BigInt(after)) : row.lit(true)))
    .orderBy('household_id')
    .limit(page)
    .execute()
  let done = 0
  for (const row of rows) {
    const opened = await openReview(tx, {
      household: row.household_id,
      programme: row.programme as ProgrammeId,
      origin: 'signal',
    })
    if (!isRefusal(opened)) done++
  }
  return { done, last: rows.length < page ? null : String(rows.at(-1)!.household_id) }
}

/** The last day has passed and the step is not done: the supervisor sees it once, without a ranking of anybody. */
const tellOverdue = async (tx: Tx, after: string): Promise<PageDone> => {
  const today = await businessDay(tx)
  const rows = await tx
    .selectFrom('case_file')
    .select(['household_id', 'case_id', 'case_no', 'due_on', 'due_step', 'round', 'area'])
    .where('closed_on', 'is', null)
    .where('due_on', '<', today)
    .where('stage', 'not in', ['supplement', 'notice'])
    .where((row) => (after ? row('case_id', '>', after) : row.lit(true)))
    .orderBy('case_id')
    .limit(page)
    .execute()
  let done = 0
  for (const row of rows) {
    const key = `case/${row.case_id}/overdue/${row.due_step}/${row.round}`
    if (await taskByKey(tx, row.household_id, key)) continue
    await openTask(tx, {
      household: row.household_id,
      key,
      kind: 'case-overdue',
      caseId: row.case_id,
      role:
        row.due_step === 'confirm' || row.due_step === 'recheck' || row.due_step === 'answer'
          ? 'county-leader'
          : 'township-head',
      due: row.due_on,
      about: { caseNo: row.case_no, step: row.due_step },
    })
    done++
    await audit(tx, {
      action: 'case.overdue',
      subject: { kind: 'case', id: row.case_id, household: row.household_id },
      area: row.area,
      detail: { step: row.due_step, due: row.due_on },
    })
  }
  return { done, last: rows.length < page ? null : rows.at(-1)!.case_id }
}

/**
 * An officer declares a relative when the case is already open (R19): it goes back to a county visit. The comparison is
 * by blind index over three registers at once; only a declared identity number counts, a like name is a coincidence.
 */
const flagRelatives = async (tx: Tx, after: string): Promise<PageDone> => {
  const rows = await tx
    .selectFrom('case_file as c')
    .select('c.case_id')
    .where('c.closed_on', 'is', null)
    .where('c.officer_relative', '=', false)
    .where('c.stage', 'not in', ['decided', 'filed', 'recheck', 'answer'])
    .where((row) => (after ? row('c.case_id', '>', after) : row.lit(true)))
    .where((row) =>
      row.exists(
        row
          .selectFrom('identity_number as n')
          .innerJoin('relative_declaration as r', 'r.identity_index', 'n.number_index')
          .select('n.number_id')
          .whereRef('n.household_id', '=', 'c.household_id')
          .where('n.status', '<>', 'wrong')
          .where('r.ended_on', 'is', null),
      ),
    )
    .orderBy('c.case_id')
    .limit(page)
    .execute()
  let done = 0
  for (const row of rows) {
    const desk = await takeUp(tx, { caseId: row.case_id, version: null })
    if (isRefusal(desk) || isRefusal(await take(tx, desk, { do: 'flag-relative' }))) continue
    await closeNotice(tx, desk, 'withdrawn')
    done++
  }
  return { done, last: rows.length < page ? null : rows.at(-1)!.case_id }
}
