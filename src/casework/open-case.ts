import { addMonths, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { type HouseholdId, householdById } from '../household/index.ts'
import { workingCalendar } from '../office/index.ts'
import { audit, businessDay, newId, newToken, type Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { Case } from './application.ts'
import { caseNumbers, newReadOutCode } from './case-number.ts'
import { type Filed, insertCase } from './case-store.ts'
import { keepOffice } from './keep-office.ts'
import { currentAward, officersRelatedToHousehold, procedureOf } from './neighbours.ts'
import type { CaseId, CaseKind, ChangeKind, Origin } from './words.ts'

export interface NewFile {
  household: HouseholdId
  programme: ProgrammeId
  kind: Exclude<CaseKind, 'appeal'>
  change?: ChangeKind
  origin: Origin
  applicant: bigint | null
  holder?: string | null
  /** The day it really began; today unless it is a late entry (补录). */
  on?: Day
}

export interface Opened extends Filed<Case> {
  /** Said once, printed on the receipt; kept sealed. */
  readOutCode: string
  receiptToken: string
  earlier: EarlierCase | null
}

/** One case of a household under a programme: number, code, procedure of the day, links to what was before. */
export async function openFile(
  tx: Tx,
  input: NewFile,
): Promise<Opened | Refusal<'no-such-household' | 'household-closed' | 'day-out-of-order' | 'no-procedure-here'>> {
  const file = await householdById(tx, input.household)
  if (!file) return refuse('no-such-household')
  if (file.closedOn) return refuse('household-closed', { on: file.closedOn })
  const today = await businessDay(tx)
  const on = input.on ?? today
  if (on > today) return refuse('day-out-of-order', { until: today }, 'on')
  const caseId = newId()
  const procedure = procedureOf(input.kind, input.change ?? null, input.programme, file.area, on)
  if (!procedure) return refuse('no-procedure-here', { programme: input.programme }, 'programme')
  const earlier =
    input.kind === 'application'
      ? await earlierCase(tx, input.household, input.programme, on, procedure.reapplyMonths)
      : null
  const related = await officersRelatedToHousehold(tx, input.household)
  const readOutCode = newReadOutCode()
  const receiptToken = newToken()
  const calendar = await workingCalendar(tx)
  const filed = await insertCase(
    tx,
    {
      caseId,
      householdId: input.household,
      kind: input.kind,
      change: input.change ?? null,
      programme: input.programme,
      area: file.area,
      origin: input.origin,
      applicant: input.applicant,
      procedure,
      on,
      earlier: earlier?.caseId ?? null,
      current: await currentAward(tx, input.household, input.programme, on),
      officerRelative: related.length > 0,
      holder: input.holder ?? null,
    },
    await caseNumbers(tx, caseId, file.area, on, { readOutCode, receiptToken }),
    calendar,
  )
  await keepOffice(tx, null, filed, 'opened', calendar)
  await audit(tx, {
    action: 'case.open',
    subject: { kind: 'case', id: caseId, household: input.household },
    area: file.area,
    after: filed.state,
    detail: {
      kind: input.kind,
      programme: input.programme,
      origin: input.origin,
      officerRelative: related.length > 0,
      ...(earlier && { earlier: earlier.caseId, how: earlier.how }),
      ...(on !== today && { on }),
    },
  })
  return { ...filed, readOutCode, receiptToken, earlier }
}

export interface OpenApplication {
  caseId: CaseId
  caseNo: string
  programme: ProgrammeId
  openedOn: Day
}

/** What a household has asked for and is still waiting for. The submission of `key` itself does not count: sent twice is asked once. */
export async function openApplicationsOf(
  tx: Tx,
  household: HouseholdId,
  programme?: ProgrammeId,
  key?: string,
): Promise<OpenApplication[]> {
  let select = tx
    .selectFrom('case_file as c')
    .leftJoin('submission as s', 's.case_id', 'c.case_id')
    .select(['c.case_id', 'c.case_no', 'c.programme', 'c.opened_on', 's.submission_key'])
    .where('c.household_id', '=', household)
    .where('c.kind', 'in', ['application', 'late-entry'])
    .where('c.closed_on', 'is', null)
    .where('c.stage', '<>', 'decided')
  if (programme) select = select.where('c.programme', '=', programme)
  const rows = await select.orderBy('c.opened_on', 'desc').orderBy('c.case_id', 'desc').execute()
  return rows
    .filter((row) => key === undefined || row.submission_key !== key)
    .map((row) => ({
      caseId: row.case_id,
      caseNo: row.case_no,
      programme: row.programme as ProgrammeId,
      openedOn: row.opened_on,
    }))
}

export interface EarlierCase {
  caseId: CaseId
  caseNo: string
  closedOn: Day | null
  how: 'still-open' | 'refused-recently' | 'refused' | 'withdrawn' | 'abandoned' | 'refused-to-accept'
}

/**
 * The last application of this household for the scheme, if it led to nothing or is still running. Shown to the officer;
 * a second application is never turned away for it (within six months a change of circumstances is looked for, PROC-08).
 */
export async function earlierCase(
  tx: Tx,
  household: HouseholdId,
  programme: ProgrammeId,
  on: Day,
  reapplyMonths: number | null,
): Promise<EarlierCase | null> {
  const row = await tx
    .selectFrom('case_file as c')
    .leftJoin('case_decision as d', (join) =>
      join.onRef('d.household_id', '=', 'c.household_id').onRef('d.case_id', '=', 'c.case_id'),
    )
    .select(['c.case_id', 'c.case_no', 'c.closed_on', 'c.ending', 'd.act', 'd.decided_on'])
    .where('c.household_id', '=', household)
    .where('c.programme', '=', programme)
    .where('c.kind', 'in', ['application', 'late-entry'])
    .where((row) => row.or([row('c.ending', 'is', null), row('c.ending', '<>', 'duplicate')]))
    .orderBy('c.opened_on', 'desc')
    .orderBy('c.case_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const known = { caseId: row.case_id, caseNo: row.case_no, closedOn: row.closed_on }
  if (row.act === 'refuse' && row.decided_on) {
    const soon = reapplyMonths !== null && on < addMonths(row.decided_on, reapplyMonths)
    return { ...known, how: soon ? 'refused-recently' : 'refused' }
  }
  if (row.closed_on === null) return row.act ? null : { ...known, how: 'still-open' }
  if (row.ending === 'withdrawn' || row.ending === 'abandoned' || row.ending === 'refused-to-accept')
    return { ...known, how: row.ending }
  return null
}
