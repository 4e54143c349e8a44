import type { Day } from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { Authorisation, SignedHow } from './authorisation.ts'
import { type Purpose, type Source, type Subject, subjectFrom, subjectId } from './words.ts'

/** Every paper of a household, newest first: also those that are over, for the file shows what was once allowed. */
export async function authorisationsOf(tx: Tx, household: HouseholdId, subject?: Subject): Promise<Authorisation[]> {
  let query = tx.selectFrom('verification_authorisation').selectAll().where('household_id', '=', household)
  if (subject) query = query.where('subject_kind', '=', subject.kind).where('subject_id', '=', subjectId(subject))
  return (await query.orderBy('authorisation_id', 'desc').execute()).map(toAuthorisation)
}

export async function authorisationById(tx: Tx, household: HouseholdId, id: string): Promise<Authorisation | null> {
  const row = await tx
    .selectFrom('verification_authorisation')
    .selectAll()
    .where('household_id', '=', household)
    .where('authorisation_id', '=', id)
    .executeTakeFirst()
  return row ? toAuthorisation(row) : null
}

interface Row {
  authorisation_id: string
  number: string
  subject_kind: string
  subject_id: string
  programmes: unknown
  purposes: unknown
  sources: unknown
  since: Day
  until: Day
  signed_on: Day
  signer: string
  guardian: string | null
  guardian_relation: string | null
  how: string
  witness: string | null
  file_id: string
  file_digest: string
  file_type: string
  withdrawn_on: Day | null
  withdrawn_why: string | null
}

const toAuthorisation = (row: Row): Authorisation => ({
  id: row.authorisation_id,
  number: row.number,
  subject: subjectFrom(row.subject_kind, row.subject_id),
  programmes: row.programmes as ProgrammeId[],
  purposes: row.purposes as Purpose[],
  sources: row.sources as Source[],
  since: row.since,
  until: row.until,
  signedOn: row.signed_on,
  signer: row.signer as 'self' | 'guardian',
  guardian: row.guardian,
  guardianRelation: row.guardian_relation,
  how: row.how as SignedHow,
  witness: row.witness,
  scan: { fileId: row.file_id, digest: row.file_digest, type: row.file_type },
  withdrawnOn: row.withdrawn_on,
  withdrawnWhy: row.withdrawn_why,
})
