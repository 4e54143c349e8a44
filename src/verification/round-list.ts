import type { Day } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { VerificationRequest } from './enquiry.ts'

export interface RoundInList {
  household: HouseholdId
  request: string
  caseId: string | null
  area: string
  programme: ProgrammeId
  purpose: string
  requestedOn: Day
  answerBy: Day
  state: VerificationRequest['state']
  /** Enquiries of this round by how far they are. */
  answered: number
  waiting: number
  notAsked: number
  noAnswer: number
}

/** Rounds of the actor's area, the one due first at the top: what the county still waits for, or what came last. */
export async function roundsIn(
  tx: Tx,
  filter: { state: VerificationRequest['state']; limit?: number },
): Promise<RoundInList[]> {
  const rows = await tx
    .selectFrom('verification_request')
    .selectAll()
    .where('state', '=', filter.state)
    .orderBy('answer_by', filter.state === 'open' ? 'asc' : 'desc')
    .orderBy('request_id')
    .limit(Math.min(filter.limit ?? 200, 1000))
    .execute()
  if (rows.length === 0) return []
  const counts = await tx
    .selectFrom('enquiry')
    .select((row) => ['request_id', 'state', row.fn.countAll<string>().as('many')])
    .where(
      'household_id',
      'in',
      rows.map((row) => row.household_id),
    )
    .where(
      'request_id',
      'in',
      rows.map((row) => row.request_id),
    )
    .groupBy(['request_id', 'state'])
    .execute()
  return rows.map((row) => {
    const many = (...states: string[]) =>
      counts
        .filter((one) => one.request_id === row.request_id && states.includes(one.state))
        .reduce((sum, one) => sum + Number(one.many), 0)
    return {
      household: row.household_id,
      request: row.request_id,
      caseId: row.case_id,
      area: row.area,
      programme: row.programme as ProgrammeId,
      purpose: row.purpose,
      requestedOn: row.requested_on,
      answerBy: row.answer_by,
      state: row.state as VerificationRequest['state'],
      answered: many('answered'),
      notAsked: many('not-asked'),
      noAnswer: many('no-answer'),
      waiting: counts
        .filter(
          (one) => one.request_id === row.request_id && !['answered', 'not-asked', 'no-answer'].includes(one.state),
        )
        .reduce((sum, one) => sum + Number(one.many), 0),
    }
  })
}
