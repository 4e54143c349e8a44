import type { z } from 'zod'
import type { caseworkApi } from '../contract/index.ts'
import { type Day, nameProblem, type Refusal, refuse, tidyName } from '../foundation/index.ts'
import { addTimeline } from '../household/index.ts'
import { actorOf, audit, businessDay, house, newId, type Tx } from '../platform/index.ts'
import type { CaseRow } from './case-store.ts'
import type { CaseId } from './words.ts'

/** 代办: somebody acts for the applicant by consent, in plain sight, until the applicant ends it. */
export type HelperInput = z.output<typeof caseworkApi.helperInput>

export interface Helper {
  helperId: string
  kind: 'proxy' | 'aide' | 'relative'
  name: string
  relation: string | null
  unit: string | null
  consent: string
  scope: string[]
  since: Day
  revokedOn: Day | null
}

export async function addHelper(
  tx: Tx,
  opened: { row: CaseRow },
  input: HelperInput,
  since: Day,
): Promise<string | Refusal<'helper-name' | 'consent-file-needed'>> {
  if (nameProblem(input.name)) return refuse('helper-name', {}, 'helper.name')
  // A consent that nobody can look at again is no consent: paper, recording or the witness's sheet is kept.
  if (input.kind === 'proxy' && !input.consentFile) return refuse('consent-file-needed', {}, 'helper.consentFile')
  const { row } = opened
  const helperId = newId()
  await tx
    .insertInto('case_helper')
    .values({
      household_id: row.household,
      case_id: row.caseId,
      helper_id: helperId,
      area: row.area,
      kind: input.kind,
      name: tidyName(input.name),
      relation: input.relation ?? null,
      unit: input.unit ?? null,
      phone_sealed: input.phone ? house().crypto.seal(input.phone, `case_helper.phone:${helperId}`) : null,
      account: input.kind === 'aide' ? actorOf(tx).id : null,
      consent: input.consent,
      consent_file: input.consentFile ?? null,
      scope: JSON.stringify(input.scope),
      since,
    })
    .execute()
  await audit(tx, {
    action: 'case.helper-add',
    subject: { kind: 'case', id: row.caseId, household: row.household },
    area: row.area,
    detail: { helper: helperId, kind: input.kind, consent: input.consent },
  })
  return helperId
}

/** The applicant takes it back at any time; the helper's sessions end with the next request (`activeHelper`). */
export async function revokeHelper(
  tx: Tx,
  caseId: CaseId,
  helperId: string,
): Promise<{ revokedOn: Day } | Refusal<'not-found' | 'already-revoked'>> {
  const row = await tx
    .selectFrom('case_helper')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('helper_id', '=', helperId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return refuse('not-found')
  if (row.revoked_on) return refuse('already-revoked', { on: row.revoked_on })
  const revokedOn = await businessDay(tx)
  await tx
    .updateTable('case_helper')
    .set({ revoked_on: revokedOn, revoked_by: actorOf(tx).id })
    .where('household_id', '=', row.household_id)
    .where('case_id', '=', caseId)
    .where('helper_id', '=', helperId)
    .execute()
  await addTimeline(tx, {
    household: row.household_id,
    kind: 'application',
    text: 'casework:event.helper-revoked',
    refs: { case: caseId },
  })
  await audit(tx, {
    action: 'case.helper-revoke',
    subject: { kind: 'case', id: caseId, household: row.household_id },
    area: row.area,
    detail: { helper: helperId },
  })
  return { revokedOn }
}

export async function helpersOf(tx: Tx, caseId: CaseId): Promise<Helper[]> {
  const rows = await tx
    .selectFrom('case_helper')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('since')
    .orderBy('helper_id')
    .execute()
  return rows.map((row) => ({
    helperId: row.helper_id,
    kind: row.kind as Helper['kind'],
    name: row.name,
    relation: row.relation,
    unit: row.unit,
    consent: row.consent,
    scope: row.scope as string[],
    since: row.since,
    revokedOn: row.revoked_on,
  }))
}
