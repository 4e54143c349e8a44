import type { Day } from '../foundation/index.ts'
import { type HouseholdId, personById, personNumber } from '../household/index.ts'
import { actorOf, type Tx } from '../platform/index.ts'
import { codeIndex } from './case-number.ts'
import type { CaseRow } from './case-store.ts'
import type { Stage } from './stage.ts'
import type { MissingItem } from './supplement.ts'
import type { CaseId, CaseKind } from './words.ts'

/** What a receipt opens. Asked under the office's own scope, since whoever asks has no household yet. */
export interface ByReceipt {
  household: HouseholdId
  caseId: CaseId
}

/** Receipt number and the six digits printed beside it: the whole case. */
export async function caseByCode(tx: Tx, caseNo: string, code: string): Promise<ByReceipt | null> {
  const row = await tx
    .selectFrom('case_file')
    .select(['household_id', 'case_id'])
    .where('case_no', '=', caseNo)
    .where('read_code_index', '=', codeIndex(code))
    .executeTakeFirst()
  return row ? { household: row.household_id, caseId: row.case_id } : null
}

/** Receipt number, birthday and the last four of the applicant's number: a neighbour may know these, so they open little. */
export async function caseByBirthday(
  tx: Tx,
  given: { caseNo: string; birth: Day; lastFour: string },
): Promise<ByReceipt | null> {
  const row = await tx
    .selectFrom('case_file')
    .select(['household_id', 'case_id', 'applicant_id'])
    .where('case_no', '=', given.caseNo)
    .executeTakeFirst()
  if (!row?.applicant_id) return null
  const person = await personById(tx, row.applicant_id)
  const number = await personNumber(tx, row.applicant_id)
  return person?.birth === given.birth && number?.slice(-4) === given.lastFour.toUpperCase()
    ? { household: row.household_id, caseId: row.case_id }
    : null
}

/** What the QR code alone tells: which kind of case, and at which step. */
export async function stepByToken(
  tx: Tx,
  token: string,
): Promise<{ kind: CaseKind; stage: Stage | 'filed' | 'recheck' | 'answer'; ending: string | null } | null> {
  const row = await tx
    .selectFrom('case_file')
    .select(['kind', 'stage', 'ending'])
    .where('receipt_token', '=', token)
    .executeTakeFirst()
  return row ? { kind: row.kind as CaseKind, stage: row.stage as Stage, ending: row.ending } : null
}

export interface FamilyCase extends ByReceipt {
  caseNo: string
  kind: CaseKind
  change: string | null
  programme: string
  stage: string
  ending: string | null
  openedOn: Day
  closedOn: Day | null
  /** Set once a decision exists; an appeal names the decision it questions in `against`. */
  decisionId: string | null
  against: string | null
}

/** The household's own cases, newest first. */
export async function casesOfHousehold(tx: Tx, household: HouseholdId): Promise<FamilyCase[]> {
  const rows = await tx
    .selectFrom('case_file as f')
    .leftJoin('case_decision as d', (join) =>
      join.onRef('d.household_id', '=', 'f.household_id').onRef('d.case_id', '=', 'f.case_id'),
    )
    .select([
      'f.household_id',
      'f.case_id',
      'f.case_no',
      'f.kind',
      'f.change_kind',
      'f.programme',
      'f.stage',
      'f.ending',
      'f.opened_on',
      'f.closed_on',
      'f.against_decision',
      'd.decision_id',
    ])
    .where('f.household_id', '=', household)
    .orderBy('f.opened_on', 'desc')
    .orderBy('f.case_id', 'desc')
    .execute()
  return rows.map((row) => ({
    household: row.household_id,
    caseId: row.case_id,
    caseNo: row.case_no,
    kind: row.kind as CaseKind,
    change: row.change_kind,
    programme: row.programme,
    stage: row.stage,
    ending: row.ending,
    openedOn: row.opened_on,
    closedOn: row.closed_on,
    decisionId: row.decision_id,
    against: row.against_decision,
  }))
}

/** What is asked for in a 一次性告知 that has not been answered yet. */
export async function openSupplement(tx: Tx, caseId: CaseId): Promise<{ items: MissingItem[]; due: Day } | null> {
  const row = await tx
    .selectFrom('supplement_notice')
    .select(['items', 'due_on'])
    .where('case_id', '=', caseId)
    .where('answered_on', 'is', null)
    .executeTakeFirst()
  return row ? { items: row.items as unknown as MissingItem[], due: row.due_on } : null
}

/** From the day on the delivery receipt the days for reconsideration and court run. */
export async function remedyDaysOf(
  tx: Tx,
  decisionId: string,
): Promise<{ deliveredOn: Day | null; reconsiderUntil: Day | null; sueUntil: Day | null } | null> {
  const row = await tx
    .selectFrom('decision_letter')
    .select(['delivered_on', 'reconsider_until', 'sue_until'])
    .where('decision_id', '=', decisionId)
    .orderBy('letter_no', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { deliveredOn: row.delivered_on, reconsiderUntil: row.reconsider_until, sueUntil: row.sue_until } : null
}

/** What a family wrote when it reported a change: kept beside the case, like the reason of an application. */
export async function noteReport(
  tx: Tx,
  opened: CaseRow,
  reason: string,
  attachments: readonly { file: string; kind: string }[],
): Promise<void> {
  await tx
    .insertInto('case_application')
    .values({
      household_id: opened.household,
      case_id: opened.caseId,
      area: opened.area,
      reason,
      attachments: JSON.stringify(attachments.map((a) => ({ ...a, of: null }))),
      submitted_by: actorOf(tx).id,
    })
    .execute()
}
