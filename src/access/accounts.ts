import { sql } from 'kysely'
import { type AreaCode, areaCode, type Day, type Refusal, refuse, tidyName } from '../foundation/index.ts'
import { actorOf, audit, house, newId, type Role, roles, type Tx } from '../platform/index.ts'
import { excludes, outsideOf } from './limits.ts'
import { endSessionsOf } from './session.ts'
import { forgetSecondFactor, issueEnrolCode } from './sign-in.ts'

const grantable = roles.filter((role) => !['public', 'citizen', 'system'].includes(role))

export interface NewAccount {
  username: string
  name: string
  role: Role
  area: AreaCode
  unit: string
  /** When this human being already has an account. */
  staffPersonId?: string
  identityNumber?: string
  demo?: boolean
}

/** Creates a person's account with one role; the code sets the first password and is shown once. */
export async function createAccount(
  tx: Tx,
  input: NewAccount,
): Promise<
  | { accountId: string; accountRoleId: string; staffPersonId: string; code: string }
  | Refusal<
      | 'username-taken'
      | 'role-not-grantable'
      | 'outside-your-area'
      | 'roles-exclude-each-other'
      | 'not-to-yourself'
      | 'not-found'
      | 'role-held-already'
    >
> {
  const reason = outsideOf(tx, input.area) ?? notGrantable(input.role)
  if (reason) return reason
  if (await tx.selectFrom('account').select('account_id').where('username', '=', input.username).executeTakeFirst())
    return refuse('username-taken', {}, 'username')
  const staffPersonId = input.staffPersonId ?? (await addStaffPerson(tx, input))
  const accountId = newId()
  await tx
    .insertInto('account')
    .values({
      account_id: accountId,
      staff_person_id: staffPersonId,
      username: input.username,
      demo: input.demo ?? false,
    })
    .execute()
  const granted = await grantRole(tx, { accountId, role: input.role, area: input.area, unit: input.unit })
  if ('refused' in granted) return granted
  const code = await issueEnrolCode(tx, accountId)
  await audit(tx, {
    action: 'account-create',
    subject: { kind: 'account', id: accountId },
    area: input.area,
    after: { role: input.role, area: input.area },
  })
  return { accountId, accountRoleId: granted.accountRoleId, staffPersonId, code }
}

async function addStaffPerson(tx: Tx, input: NewAccount): Promise<string> {
  const index = input.identityNumber ? house().crypto.blindIndex('identity', input.identityNumber) : null
  const known =
    index &&
    (await tx
      .selectFrom('staff_person')
      .select('staff_person_id')
      .where('identity_index', '=', index)
      .executeTakeFirst())
  if (known) return known.staff_person_id
  const id = newId()
  await tx
    .insertInto('staff_person')
    .values({
      staff_person_id: id,
      name: tidyName(input.name),
      identity_sealed: input.identityNumber
        ? house().crypto.seal(input.identityNumber, `staff_person.identity:${id}`)
        : null,
      identity_index: index,
    })
    .execute()
  return id
}

const notGrantable = (role: Role) => (grantable.includes(role) ? null : refuse('role-not-grantable', { role }, 'role'))

export async function grantRole(
  tx: Tx,
  input: { accountId: string; role: Role; area: AreaCode; unit: string },
): Promise<
  | { accountRoleId: string }
  | Refusal<
      | 'role-not-grantable'
      | 'outside-your-area'
      | 'roles-exclude-each-other'
      | 'not-to-yourself'
      | 'not-found'
      | 'role-held-already'
    >
> {
  const reason = outsideOf(tx, input.area) ?? notGrantable(input.role)
  if (reason) return reason
  const person = await tx
    .selectFrom('account')
    .select('staff_person_id')
    .where('account_id', '=', input.accountId)
    .executeTakeFirst()
  if (!person) return refuse('not-found')
  if (person.staff_person_id === actorOf(tx).naturalPerson) return refuse('not-to-yourself')
  const held = await tx
    .selectFrom('account_role as r')
    .innerJoin('account as a', 'a.account_id', 'r.account_id')
    .select(['r.role', 'r.area', 'r.account_id'])
    .where('a.staff_person_id', '=', person.staff_person_id)
    .where('r.until', 'is', null)
    .execute()
  if (
    excludes(
      input.role,
      held.map((h) => h.role as Role),
    )
  )
    return refuse('roles-exclude-each-other', { role: input.role }, 'role')
  const foreign = held.find((h) => outsideOf(tx, areaCode(h.area)))
  if (foreign) return refuse('outside-your-area', { area: foreign.area }, 'area')
  if (held.some((h) => h.account_id === input.accountId && h.role === input.role && h.area === input.area))
    return refuse('role-held-already', {}, 'role')
  const accountRoleId = newId()
  await tx
    .insertInto('account_role')
    .values({
      account_role_id: accountRoleId,
      account_id: input.accountId,
      role: input.role,
      area: input.area,
      unit: input.unit,
    })
    .execute()
  await endSessionsOf(tx, input.accountId)
  await audit(tx, {
    action: 'role-grant',
    subject: { kind: 'account', id: input.accountId },
    area: input.area,
    after: { role: input.role },
  })
  return { accountRoleId }
}

/** The same role in another place: the old one ends yesterday, the new one begins today, in one step. */
export async function moveRole(
  tx: Tx,
  input: { accountId: string; accountRoleId: string; area: AreaCode; unit: string },
): Promise<Exclude<Awaited<ReturnType<typeof grantRole>>, Refusal> | Refusal> {
  const row = await tx
    .selectFrom('account_role')
    .select('role')
    .where('account_role_id', '=', input.accountRoleId)
    .where('account_id', '=', input.accountId)
    .where('until', 'is', null)
    .executeTakeFirst()
  if (!row) return refuse('not-found')
  const ended = await endRole(tx, input)
  if ('refused' in ended) return ended
  return grantRole(tx, { accountId: input.accountId, role: row.role as Role, area: input.area, unit: input.unit })
}

export async function endRole(
  tx: Tx,
  { accountId, accountRoleId }: { accountId: string; accountRoleId: string },
): Promise<{ done: true } | Refusal<'outside-your-area' | 'not-found' | 'not-to-yourself'>> {
  const row = await tx
    .selectFrom('account_role as r')
    .innerJoin('account as a', 'a.account_id', 'r.account_id')
    .select(['r.account_id', 'r.area', 'r.role', 'a.staff_person_id'])
    .where('r.account_role_id', '=', accountRoleId)
    .where('r.account_id', '=', accountId)
    .executeTakeFirst()
  if (!row) return refuse('not-found')
  if (row.staff_person_id === actorOf(tx).naturalPerson) return refuse('not-to-yourself')
  const reason = outsideOf(tx, areaCode(row.area))
  if (reason) return reason
  await tx
    .updateTable('account_role')
    .set({ until: sql`doudi.today() - 1` })
    .where('account_role_id', '=', accountRoleId)
    .where('until', 'is', null)
    .execute()
  await endSessionsOf(tx, row.account_id)
  await audit(tx, {
    action: 'role-end',
    subject: { kind: 'account', id: row.account_id },
    area: row.area,
    before: { role: row.role },
  })
  return { done: true }
}

export async function setDisabled(
  tx: Tx,
  accountId: string,
  disabled: boolean,
): Promise<{ done: true } | Refusal<'outside-your-area' | 'not-found' | 'not-to-yourself'>> {
  const row = await tx
    .selectFrom('account as a')
    .leftJoin('account_role as r', 'r.account_id', 'a.account_id')
    .select(['a.staff_person_id', 'r.area'])
    .where('a.account_id', '=', accountId)
    .orderBy('r.since', 'desc')
    .executeTakeFirst()
  if (!row) return refuse('not-found')
  if (row.staff_person_id === actorOf(tx).naturalPerson) return refuse('not-to-yourself')
  const reason = row.area === null ? null : outsideOf(tx, areaCode(row.area))
  if (reason) return reason
  await tx
    .updateTable('account')
    .set({ disabled_at: disabled ? new Date().toISOString() : null })
    .where('account_id', '=', accountId)
    .execute()
  await endSessionsOf(tx, accountId)
  await audit(tx, {
    action: disabled ? 'account-disable' : 'account-enable',
    subject: { kind: 'account', id: accountId },
  })
  return { done: true }
}

/**
 * Forgotten password: a new one-time code. Lost phone: the authenticator is unbound and bound again at the next sign-in.
 * All sessions end either way.
 */
export async function resetAccount(
  tx: Tx,
  accountId: string,
  what: 'password' | 'second-factor' | 'both' = 'both',
): Promise<{ code: string | null } | Refusal<'not-found' | 'not-to-yourself' | 'outside-your-area'>> {
  const row = await tx
    .selectFrom('account')
    .select('staff_person_id')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (!row) return refuse('not-found')
  if (row.staff_person_id === actorOf(tx).naturalPerson) return refuse('not-to-yourself')
  const role = await tx
    .selectFrom('account_role')
    .select('area')
    .where('account_id', '=', accountId)
    .orderBy('since', 'desc')
    .executeTakeFirst()
  const reason = role ? outsideOf(tx, areaCode(role.area)) : null
  if (reason) return reason
  const code = what === 'second-factor' ? null : await issueEnrolCode(tx, accountId)
  if (what !== 'password') await forgetSecondFactor(tx, accountId)
  await audit(tx, { action: 'account-reset', subject: { kind: 'account', id: accountId }, detail: { what } })
  return { code }
}

/** A colleague named in a case: the human being behind the account and the role held today. */
export interface Colleague {
  account: string
  person: string
  role: Role
}

export async function colleague(tx: Tx, account: string, role?: Role): Promise<Colleague | null> {
  const rows = await tx
    .selectFrom('account as a')
    .innerJoin('account_role as r', 'r.account_id', 'a.account_id')
    .select(['a.account_id', 'a.staff_person_id', 'r.role'])
    .where('a.account_id', '=', account)
    .where('a.disabled_at', 'is', null)
    .where('r.until', 'is', null)
    .orderBy('r.since')
    .execute()
  const row = rows.find((r) => !role || r.role === role)
  return row ? { account: row.account_id, person: row.staff_person_id, role: row.role as Role } : null
}

/** Is there anybody in this office today? */
export async function someoneHolds(tx: Tx, role: Role): Promise<boolean> {
  const held = await tx
    .selectFrom('account_role')
    .select('account_id')
    .where('role', '=', role)
    .where('until', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return held !== undefined
}

/** An installation without a single account has never been used. */
export const anybodyHasAccount = async (tx: Tx): Promise<boolean> =>
  (await tx.selectFrom('account').select('account_id').limit(1).executeTakeFirst()) !== undefined

export interface AccountRow {
  accountId: string
  username: string
  name: string
  roles: { accountRoleId: string; role: Role; area: string; unit: string; since: Day; until: Day | null }[]
  disabled: boolean
  secondFactor: boolean
}

/** The accounts of the administrator's own area. */
export async function listAccounts(tx: Tx): Promise<AccountRow[]> {
  const area = actorOf(tx).area ?? ('none' as AreaCode)
  const rows = await tx
    .selectFrom('account as a')
    .innerJoin('staff_person as p', 'p.staff_person_id', 'a.staff_person_id')
    .innerJoin('account_role as r', 'r.account_id', 'a.account_id')
    .select([
      'a.account_id',
      'a.username',
      'p.name',
      'a.disabled_at',
      'a.totp_confirmed',
      'r.account_role_id',
      'r.role',
      'r.area',
      'r.unit',
      'r.since',
      'r.until',
    ])
    .where('r.area', 'like', `${area}%`)
    .orderBy('a.username')
    .orderBy('r.since')
    .execute()
  const byId = new Map<string, AccountRow>()
  for (const r of rows) {
    const entry = byId.get(r.account_id) ?? {
      accountId: r.account_id,
      username: r.username,
      name: r.name,
      roles: [],
      disabled: r.disabled_at !== null,
      secondFactor: r.totp_confirmed,
    }
    entry.roles.push({
      accountRoleId: r.account_role_id,
      role: r.role as Role,
      area: r.area,
      unit: r.unit,
      since: r.since as Day,
      until: r.until as Day | null,
    })
    byId.set(r.account_id, entry)
  }
  return [...byId.values()]
}

/** Names and units of staff for showing who did something; ids that are no accounts are left out. */
export async function staffNames(
  tx: Tx,
  accountIds: readonly string[],
): Promise<Map<string, { name: string; unit: string | null }>> {
  const ids = [...new Set(accountIds)].filter((id) => /^[0-9a-f-]{36}$/.test(id))
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('account as a')
    .innerJoin('staff_person as p', 'p.staff_person_id', 'a.staff_person_id')
    .leftJoin('account_role as r', 'r.account_id', 'a.account_id')
    .select(['a.account_id', 'p.name', 'r.unit'])
    .where('a.account_id', 'in', ids)
    .execute()
  return new Map(rows.map((r) => [r.account_id, { name: r.name, unit: r.unit }]))
}

/** Accounts under a user name or a person's name: how people search the audit trail. */
export async function staffIdsNamed(tx: Tx, name: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('account as a')
    .innerJoin('staff_person as p', 'p.staff_person_id', 'a.staff_person_id')
    .select('a.account_id')
    .where((row) => row.or([row('a.username', '=', name), row('p.name', '=', tidyName(name))]))
    .limit(200)
    .execute()
  return rows.map((r) => r.account_id)
}
