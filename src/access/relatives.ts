import { type AreaCode, type Day, tidyName } from '../foundation/index.ts'
import { audit, house, newId, type Tx } from '../platform/index.ts'

/** 近亲属备案. Covers applying and receiving, in-laws, uncles and aunts, adoptive and step relations (R17, 固原 2022). */
export interface RelativeDeclaration {
  accountId: string
  relativeName: string
  relation: string
  identityNumber: string | null
  area: AreaCode
}

export async function declareRelative(tx: Tx, input: RelativeDeclaration): Promise<string> {
  const account = await tx
    .selectFrom('account')
    .select('staff_person_id')
    .where('account_id', '=', input.accountId)
    .executeTakeFirstOrThrow()
  const id = newId()
  const { crypto } = house()
  await tx
    .insertInto('relative_declaration')
    .values({
      declaration_id: id,
      account_id: input.accountId,
      staff_person_id: account.staff_person_id,
      relative_name: tidyName(input.relativeName),
      relation: input.relation,
      identity_sealed: input.identityNumber
        ? crypto.seal(input.identityNumber, `relative_declaration.identity:${id}`)
        : null,
      identity_index: input.identityNumber ? crypto.blindIndex('identity', input.identityNumber) : null,
      area: input.area,
    })
    .execute()
  await audit(tx, { action: 'relative-declare', subject: { kind: 'relative-declaration', id }, area: input.area })
  return id
}

/** What this officer declared and has not ended. */
export async function relativesOf(
  tx: Tx,
  accountId: string,
): Promise<{ declarationId: string; relativeName: string; relation: string; declaredOn: Day }[]> {
  const rows = await tx
    .selectFrom('relative_declaration')
    .select(['declaration_id', 'relative_name', 'relation', 'declared_on'])
    .where('account_id', '=', accountId)
    .where('ended_on', 'is', null)
    .orderBy('declared_on')
    .orderBy('declaration_id')
    .execute()
  return rows.map((r) => ({
    declarationId: r.declaration_id,
    relativeName: r.relative_name,
    relation: r.relation,
    declaredOn: r.declared_on as Day,
  }))
}

/**
 * The officers (natural persons) who declared one of these people as a relative. Only an identity number decides:
 * equal names are a coincidence until a person has looked.
 */
export async function officersRelatedTo(
  tx: Tx,
  identityIndexes: readonly string[],
): Promise<{ naturalPerson: string; relation: string; identityIndex: string }[]> {
  if (identityIndexes.length === 0) return []
  const rows = await tx
    .selectFrom('relative_declaration')
    .select(['staff_person_id', 'relation', 'identity_index'])
    .where('identity_index', 'in', [...identityIndexes])
    .where('ended_on', 'is', null)
    .orderBy('staff_person_id')
    .execute()
  return rows.map((r) => ({ naturalPerson: r.staff_person_id, relation: r.relation, identityIndex: r.identity_index! }))
}
