import { sql } from 'kysely'
import { type AreaCode, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, newId, type Role, type Tx } from '../platform/index.ts'

/** Leave and stand-in 代理授权: a role of one person exercised by another between two days, by a named paper. */
export async function delegate(
  tx: Tx,
  input: { from: string; to: string; role: Role; area: AreaCode; since: Day; until: Day; paper: string },
): Promise<{ delegationId: string } | Refusal<'same-person' | 'role-not-held'>> {
  const people = await tx
    .selectFrom('account')
    .select(['account_id', 'staff_person_id'])
    .where('account_id', 'in', [input.from, input.to])
    .execute()
  const personOf = (id: string) => people.find((p) => p.account_id === id)?.staff_person_id
  if (!personOf(input.from) || personOf(input.from) === personOf(input.to)) return refuse('same-person', {}, 'to')
  const held = await tx
    .selectFrom('account_role')
    .select('account_role_id')
    .where('account_id', '=', input.from)
    .where('role', '=', input.role)
    .where('area', '=', input.area)
    .where('until', 'is', null)
    .executeTakeFirst()
  if (!held) return refuse('role-not-held', { role: input.role }, 'role')
  const delegationId = newId()
  await tx
    .insertInto('delegation')
    .values({
      delegation_id: delegationId,
      from_account: input.from,
      to_account: input.to,
      role: input.role,
      area: input.area,
      since: input.since,
      until: input.until,
      paper: input.paper,
      granted_by: actorOf(tx).id,
    })
    .execute()
  await audit(tx, {
    action: 'delegation-grant',
    subject: { kind: 'delegation', id: delegationId },
    area: input.area,
    after: input,
  })
  return { delegationId }
}

export interface StandIn {
  delegationId: string
  from: string
  role: Role
  area: AreaCode
  until: Day
}

/** What this account may do for others today. */
export async function standInsOf(tx: Tx, accountId: string): Promise<StandIn[]> {
  const rows = await tx
    .selectFrom('delegation')
    .select(['delegation_id', 'from_account', 'role', 'area', 'until'])
    .where('to_account', '=', accountId)
    .where('ended_at', 'is', null)
    .where('since', '<=', sql<never>`doudi.today()`)
    .where('until', '>=', sql<never>`doudi.today()`)
    .orderBy('until')
    .execute()
  return rows.map((r) => ({
    delegationId: r.delegation_id,
    from: r.from_account,
    role: r.role as Role,
    area: r.area as AreaCode,
    until: r.until as Day,
  }))
}

export async function endDelegation(tx: Tx, delegationId: string): Promise<void> {
  await tx
    .updateTable('delegation')
    .set({ ended_at: new Date().toISOString() })
    .where('delegation_id', '=', delegationId)
    .execute()
  await tx
    .updateTable('session')
    .set({ ended_at: new Date().toISOString() })
    .where('delegation_id', '=', delegationId)
    .execute()
  await audit(tx, { action: 'delegation-end', subject: { kind: 'delegation', id: delegationId } })
}
