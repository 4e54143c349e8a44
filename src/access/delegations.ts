import { sql } from 'kysely'
import { type AreaCode, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, businessDay, newId, type Role, type Tx } from '../platform/index.ts'
import { excludes, outsideOf } from './limits.ts'

/** Leave and stand-in 代理授权: a role of one person exercised by another between two days, by a named paper. */
export async function delegate(
  tx: Tx,
  input: { from: string; to: string; role: Role; area: AreaCode; since: Day; until: Day; paper: string },
): Promise<
  | { delegationId: string }
  | Refusal<
      | 'same-person'
      | 'role-not-held'
      | 'outside-your-area'
      | 'not-found'
      | 'days-reversed'
      | 'not-to-yourself'
      | 'roles-exclude-each-other'
    >
> {
  const reason = outsideOf(tx, input.area)
  if (reason) return reason
  if (input.until < input.since) return refuse('days-reversed', {}, 'until')
  const people = await tx
    .selectFrom('account')
    .select(['account_id', 'staff_person_id'])
    .where('account_id', 'in', [input.from, input.to])
    .where('disabled_at', 'is', null)
    .execute()
  const personOf = (id: string) => people.find((p) => p.account_id === id)?.staff_person_id
  if (!personOf(input.from)) return refuse('not-found', {}, 'from')
  if (!personOf(input.to)) return refuse('not-found', {}, 'to')
  if (personOf(input.from) === personOf(input.to)) return refuse('same-person', {}, 'to')
  if (personOf(input.to) === actorOf(tx).naturalPerson) return refuse('not-to-yourself', {}, 'to')
  const own = await tx
    .selectFrom('account_role')
    .select('role')
    .where('account_id', '=', input.to)
    .where('until', 'is', null)
    .execute()
  if ([input.role, ...own.map((one) => one.role as Role)].some((role, _i, all) => excludes(role, all)))
    return refuse('roles-exclude-each-other', { role: input.role }, 'to')
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

export async function endDelegation(
  tx: Tx,
  delegationId: string,
): Promise<{ done: true } | Refusal<'not-found' | 'outside-your-area'>> {
  const row = await tx
    .selectFrom('delegation')
    .select(['area', 'ended_at'])
    .where('delegation_id', '=', delegationId)
    .executeTakeFirst()
  if (!row || row.ended_at) return refuse('not-found')
  const reason = outsideOf(tx, row.area as AreaCode)
  if (reason) return reason
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
  await audit(tx, { action: 'delegation-end', subject: { kind: 'delegation', id: delegationId }, area: row.area })
  return { done: true }
}

export interface DelegationRow {
  delegationId: string
  from: string
  fromName: string
  to: string
  toName: string
  role: Role
  area: AreaCode
  since: Day
  until: Day
  paper: string
  state: 'coming' | 'in-force' | 'over' | 'ended'
}

/** Every delegation of the actor's area, those that still matter first. */
export async function delegationsIn(tx: Tx): Promise<DelegationRow[]> {
  const { area } = actorOf(tx)
  if (area === null) return []
  const today = await businessDay(tx)
  const rows = await tx
    .selectFrom('delegation as d')
    .innerJoin('account as f', 'f.account_id', 'd.from_account')
    .innerJoin('staff_person as fp', 'fp.staff_person_id', 'f.staff_person_id')
    .innerJoin('account as t', 't.account_id', 'd.to_account')
    .innerJoin('staff_person as tp', 'tp.staff_person_id', 't.staff_person_id')
    .select([
      'd.delegation_id',
      'd.from_account',
      'd.to_account',
      'd.role',
      'd.area',
      'd.since',
      'd.until',
      'd.paper',
      'd.ended_at',
      'fp.name as from_name',
      'tp.name as to_name',
    ])
    .where('d.area', 'like', `${area}%`)
    .orderBy('d.until', 'desc')
    .orderBy('d.delegation_id')
    .limit(500)
    .execute()
  const found = rows.map((r): DelegationRow => {
    const since = r.since as Day
    const until = r.until as Day
    return {
      delegationId: r.delegation_id,
      from: r.from_account,
      fromName: r.from_name,
      to: r.to_account,
      toName: r.to_name,
      role: r.role as Role,
      area: r.area as AreaCode,
      since,
      until,
      paper: r.paper,
      state: r.ended_at ? 'ended' : until < today ? 'over' : since > today ? 'coming' : 'in-force',
    }
  })
  const open = (row: DelegationRow) => (row.state === 'in-force' || row.state === 'coming' ? 0 : 1)
  return found.sort((a, b) => open(a) - open(b))
}
