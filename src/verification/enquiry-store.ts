import type { AreaCode, Day } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { Enquiry, Finding, VerificationRequest } from './enquiry.ts'
import {
  type AnswerResult,
  type EnquiryState,
  type Item,
  type NoAnswer,
  type NotAsked,
  type Purpose,
  type Source,
  subjectFrom,
  type Unit,
} from './words.ts'

export async function requestById(
  tx: Tx,
  household: HouseholdId,
  request: string,
): Promise<VerificationRequest | null> {
  const row = await tx
    .selectFrom('verification_request')
    .selectAll()
    .where('household_id', '=', household)
    .where('request_id', '=', request)
    .executeTakeFirst()
  return row ? toRequest(row) : null
}

/** All rounds of a household, newest first. */
export async function requestsOf(
  tx: Tx,
  household: HouseholdId,
  filter: { caseId?: string; programme?: ProgrammeId; state?: VerificationRequest['state'] } = {},
): Promise<VerificationRequest[]> {
  let query = tx.selectFrom('verification_request').selectAll().where('household_id', '=', household)
  if (filter.caseId) query = query.where('case_id', '=', filter.caseId)
  if (filter.programme) query = query.where('programme', '=', filter.programme)
  if (filter.state) query = query.where('state', '=', filter.state)
  return (await query.orderBy('request_id', 'desc').execute()).map(toRequest)
}

/** Holds the round until commit: two answers at once are worked in one after the other. */
export async function lockRequest(
  tx: Tx,
  household: HouseholdId,
  request: string,
): Promise<VerificationRequest | null> {
  const row = await tx
    .selectFrom('verification_request')
    .selectAll()
    .where('household_id', '=', household)
    .where('request_id', '=', request)
    .forUpdate()
    .executeTakeFirst()
  return row ? toRequest(row) : null
}

interface RequestRow {
  household_id: bigint
  request_id: string
  case_id: string | null
  programme: string
  purpose: string
  requested_on: Day
  answer_by: Day
  state: string
  answered_on: Day | null
}

const toRequest = (row: RequestRow): VerificationRequest => ({
  household: row.household_id,
  id: row.request_id,
  caseId: row.case_id,
  programme: row.programme as ProgrammeId,
  purpose: row.purpose as Purpose,
  requestedOn: row.requested_on,
  answerBy: row.answer_by,
  state: row.state as VerificationRequest['state'],
  answeredOn: row.answered_on,
})

export async function enquiriesOf(tx: Tx, household: HouseholdId, request: string): Promise<Enquiry[]> {
  const rows = await tx
    .selectFrom('enquiry')
    .selectAll()
    .where('household_id', '=', household)
    .where('request_id', '=', request)
    .orderBy('enquiry_id')
    .execute()
  return rows.map(toEnquiry)
}

export async function enquiriesOfBatch(tx: Tx, batch: string): Promise<Enquiry[]> {
  const rows = await tx
    .selectFrom('enquiry')
    .selectAll()
    .where('batch_id', '=', batch)
    .orderBy('household_id')
    .orderBy('enquiry_id')
    .execute()
  return rows.map(toEnquiry)
}

/** Held until commit: a worker and a withdrawal cannot both go ahead. */
export async function lockEnquiry(tx: Tx, household: HouseholdId, enquiry: string): Promise<Enquiry | null> {
  const row = await tx
    .selectFrom('enquiry')
    .selectAll()
    .where('household_id', '=', household)
    .where('enquiry_id', '=', enquiry)
    .forUpdate()
    .executeTakeFirst()
  return row ? toEnquiry(row) : null
}

export async function enquiryById(tx: Tx, enquiry: string): Promise<Enquiry | null> {
  const row = await tx.selectFrom('enquiry').selectAll().where('enquiry_id', '=', enquiry).executeTakeFirst()
  return row ? toEnquiry(row) : null
}

/** Waiting enquiries of one connection in one area, households in order, at most so many households. */
export async function lockWaiting(
  tx: Tx,
  connection: string,
  area: AreaCode,
  households: number,
  source?: Source,
): Promise<Enquiry[]> {
  const base = tx
    .selectFrom('enquiry')
    .where('connection', '=', connection)
    .where('state', '=', 'waiting')
    .where('batch_id', 'is', null)
    .where('area', '>=', area)
    .where('area', '<', `${area}~`)
  const chosen = await (source ? base.where('source', '=', source) : base)
    .select('household_id')
    .distinct()
    .orderBy('household_id')
    .limit(households)
    .execute()
  if (chosen.length === 0) return []
  const rows = await (source ? base.where('source', '=', source) : base)
    .where(
      'household_id',
      'in',
      chosen.map((row) => row.household_id),
    )
    .selectAll()
    .orderBy('household_id')
    .orderBy('enquiry_id')
    .forUpdate()
    .execute()
  return rows.map(toEnquiry)
}

interface EnquiryRow {
  household_id: bigint
  enquiry_id: string
  request_id: string
  subject_kind: string
  subject_id: string
  source: string
  connection: string | null
  question: unknown
  authorisation_id: string | null
  state: string
  why: string | null
  result: string | null
  as_of: Day | null
  asked_on: Day | null
  answered_on: Day | null
  tries: number
  trouble: string | null
  batch_id: string | null
}

const toEnquiry = (row: EnquiryRow): Enquiry => ({
  household: row.household_id,
  id: row.enquiry_id,
  request: row.request_id,
  subject: subjectFrom(row.subject_kind, row.subject_id),
  source: row.source as Source,
  connection: row.connection,
  question: row.question as Record<string, string> | null,
  authorisation: row.authorisation_id,
  state: row.state as EnquiryState,
  why: row.why as NotAsked | NoAnswer | null,
  result: row.result as AnswerResult | null,
  asOf: row.as_of,
  askedOn: row.asked_on,
  answeredOn: row.answered_on,
  tries: row.tries,
  trouble: row.trouble,
  batch: row.batch_id,
})

type Change =
  | { state: 'not-asked'; why: NotAsked }
  | { state: 'waiting'; batch: string | null }
  | { state: 'asked'; on: Day; authorisation: string }
  | { state: 'answered'; on: Day; result: AnswerResult; asOf: Day | null; reply: string }
  | { state: 'no-answer'; why: NoAnswer; reply?: string }

/** Moves one enquiry on. Every state says its own column and clears the others', as the table's checks want. */
export async function moveEnquiry(
  tx: Tx,
  enquiry: Pick<Enquiry, 'household' | 'id'>,
  change: Change & { trouble?: string | null },
): Promise<void> {
  const columns = (() => {
    switch (change.state) {
      case 'not-asked':
        return { state: change.state, why: change.why, result: null, batch_id: null }
      case 'waiting':
        return { state: change.state, why: null, result: null, batch_id: change.batch }
      case 'asked':
        return {
          state: change.state,
          why: null,
          result: null,
          asked_on: change.on,
          authorisation_id: change.authorisation,
        }
      case 'answered':
        return {
          state: change.state,
          why: null,
          result: change.result,
          as_of: change.asOf,
          answered_on: change.on,
          reply_id: change.reply,
          trouble: null,
        }
      case 'no-answer':
        return { state: change.state, why: change.why, result: null, ...(change.reply && { reply_id: change.reply }) }
    }
  })()
  await tx
    .updateTable('enquiry')
    .set({ ...columns, ...(change.trouble !== undefined && { trouble: change.trouble }) })
    .where('household_id', '=', enquiry.household)
    .where('enquiry_id', '=', enquiry.id)
    .execute()
}

export async function findingsOf(tx: Tx, household: HouseholdId, request: string): Promise<Finding[]> {
  const rows = await tx
    .selectFrom('finding')
    .selectAll()
    .where('household_id', '=', household)
    .where('request_id', '=', request)
    .orderBy('enquiry_id')
    .orderBy('finding_id')
    .execute()
  return rows.map((row) => ({
    id: row.finding_id,
    request: row.request_id,
    enquiry: row.enquiry_id,
    subject: subjectFrom(row.subject_kind, row.subject_id),
    source: row.source as Source,
    item: row.item as Item,
    unit: row.unit as Unit,
    value: row.value,
    asOf: row.as_of,
    stale: row.stale,
    hasDetail: row.detail_sealed !== null,
    replyDigest: row.reply_digest,
    foundOn: row.found_on,
  }))
}
