import { createHash, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { type Refusal, refuse } from '../foundation/index.ts'
import { audit, house, type Role, type Tx } from '../platform/index.ts'
import { hashPassword, passwordMatches, passwordProblem } from './password.ts'
import { endSession, endSessionsOf, openSession, type Session } from './session.ts'
import { acceptTotp, newTotpSecret, totpUri } from './totp.ts'

const triesBeforeLock = 6
const lockMinutes = 10
const triesPerAddress = 30

export interface SignedIn {
  token: string
  next: 'second-factor' | 'enrol-second-factor'
}

/** Name and password. Unknown users, wrong passwords and locked accounts answer alike and take as long (R03). */
export async function signIn(
  tx: Tx,
  input: { username: string; password: string; address: string },
): Promise<SignedIn | Refusal<'sign-in-failed' | 'too-many-tries'>> {
  if (await tooMany(tx, `address:${input.address}`, triesPerAddress))
    return refuse('too-many-tries', { minutes: lockMinutes })
  const account = await tx.selectFrom('account').selectAll().where('username', '=', input.username).executeTakeFirst()
  const matches = await passwordMatches(account?.password_hash ?? null, input.password)
  const locked = account?.locked_until != null && account.locked_until > new Date().toISOString()
  if (!account || !matches || locked || account.disabled_at) {
    await countTry(tx, `address:${input.address}`)
    if (account && !locked) await failed(tx, account.account_id, account.failed_count + 1)
    return refuse('sign-in-failed', { tries: triesBeforeLock, minutes: lockMinutes })
  }
  await tx
    .updateTable('account')
    .set({ failed_count: 0, locked_until: null })
    .where('account_id', '=', account.account_id)
    .execute()
  const token = await openSession(tx, {
    kind: 'staff',
    level: 'password',
    accountId: account.account_id,
    accountRoleId: null,
  })
  return { token, next: account.totp_confirmed ? 'second-factor' : 'enrol-second-factor' }
}

async function failed(tx: Tx, accountId: string, count: number): Promise<void> {
  const lock = count >= triesBeforeLock
  await tx
    .updateTable('account')
    .set({
      failed_count: lock ? 0 : count,
      locked_until: lock ? new Date(Date.now() + lockMinutes * 60_000).toISOString() : null,
    })
    .where('account_id', '=', accountId)
    .execute()
}

/** Failed attempts of a subject within the lock window. Subjects are digests: addresses and phones are not kept in clear. */
export async function tooMany(tx: Tx, subject: string, allowed: number): Promise<boolean> {
  const row = await tx
    .selectFrom('rate_window')
    .select((r) => r.fn.sum<string>('hits').as('hits'))
    .where('subject', '=', digest(subject))
    .where('window_start', '>', new Date(Date.now() - lockMinutes * 60_000).toISOString())
    .executeTakeFirst()
  return Number(row?.hits ?? 0) >= allowed
}

export async function countTry(tx: Tx, subject: string): Promise<void> {
  await sql`insert into rate_window (subject, window_start, hits) values (${digest(subject)}, date_trunc('minute', clock_timestamp()), 1)
    on conflict (subject, window_start) do update set hits = rate_window.hits + 1`.execute(tx)
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** A new secret to scan; it counts only after one right code. */
export async function beginTotp(
  tx: Tx,
  session: Session,
): Promise<{ secret: string; uri: string } | Refusal<'second-factor-already-set'>> {
  const account = await tx
    .selectFrom('account')
    .select(['totp_confirmed', 'username'])
    .where('account_id', '=', session.accountId!)
    .executeTakeFirstOrThrow()
  if (account.totp_confirmed) return refuse('second-factor-already-set')
  const secret = newTotpSecret()
  await tx
    .updateTable('account')
    .set({ totp_sealed: house().crypto.seal(secret, `account.totp:${session.accountId}`), totp_last_step: null })
    .where('account_id', '=', session.accountId!)
    .execute()
  return { secret, uri: totpUri(secret, account.username) }
}

/** The code from the authenticator. Ends the half-open session and opens a full one under the chosen role (R04: a new id). */
export async function confirmSecondFactor(
  tx: Tx,
  session: Session,
  input: { code: string; roleId?: string },
): Promise<{ token: string } | Refusal<'wrong-code' | 'no-role' | 'too-many-tries'>> {
  const account = await tx
    .selectFrom('account')
    .selectAll()
    .where('account_id', '=', session.accountId!)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (await tooMany(tx, `totp:${account.account_id}`, triesBeforeLock))
    return refuse('too-many-tries', { minutes: lockMinutes })
  const secret = account.totp_sealed
    ? house().crypto.open(account.totp_sealed, `account.totp:${account.account_id}`)
    : null
  const step =
    secret &&
    acceptTotp(secret, input.code, Date.now(), account.totp_last_step === null ? null : Number(account.totp_last_step))
  if (!step) {
    await countTry(tx, `totp:${account.account_id}`)
    return refuse('wrong-code')
  }
  await tx
    .updateTable('account')
    .set({ totp_last_step: BigInt(step), totp_confirmed: true })
    .where('account_id', '=', account.account_id)
    .execute()
  const rolesHeld = await rolesOf(tx, account.account_id)
  const chosen = rolesHeld.find((r) => r.accountRoleId === input.roleId) ?? rolesHeld[0]
  if (!chosen) return refuse('no-role')
  await endSession(tx, session.digest)
  const token = await openSession(tx, {
    kind: 'staff',
    level: 'full',
    accountId: account.account_id,
    accountRoleId: chosen.accountRoleId,
  })
  await audit(tx, { action: 'sign-in', subject: { kind: 'account', id: account.account_id } })
  return { token }
}

export interface HeldRole {
  accountRoleId: string
  role: Role
  area: string
  unit: string
}

export async function rolesOf(tx: Tx, accountId: string): Promise<HeldRole[]> {
  const rows = await tx
    .selectFrom('account_role')
    .select(['account_role_id', 'role', 'area', 'unit'])
    .where('account_id', '=', accountId)
    .where('since', '<=', sql<never>`doudi.today()`)
    .where((row) => row.or([row('until', 'is', null), row('until', '>=', sql<never>`doudi.today()`)]))
    .orderBy('since')
    .orderBy('account_role_id')
    .execute()
  return rows.map((r) => ({ accountRoleId: r.account_role_id, role: r.role as Role, area: r.area, unit: r.unit }))
}

/** First password from the one-time code an administrator handed over, or a reset. The code dies after 24 hours (R07). */
export async function setPassword(
  tx: Tx,
  input: { username: string; code: string; password: string },
): Promise<{ done: true } | Refusal<'code-not-valid' | 'weak-password'>> {
  const problem = passwordProblem(input.password, input.username)
  if (problem) return refuse('weak-password', { problem }, 'password')
  const account = await tx
    .selectFrom('account')
    .selectAll()
    .where('username', '=', input.username)
    .forUpdate()
    .executeTakeFirst()
  const valid =
    account &&
    !account.disabled_at &&
    account.enrol_code_digest === digest(input.code) &&
    account.enrol_until !== null &&
    account.enrol_until > new Date().toISOString()
  if (!valid) return refuse('code-not-valid', {}, 'code')
  await tx
    .updateTable('account')
    .set({
      password_hash: await hashPassword(input.password),
      enrol_code_digest: null,
      enrol_until: null,
      failed_count: 0,
      locked_until: null,
    })
    .where('account_id', '=', account.account_id)
    .execute()
  await endSessionsOf(tx, account.account_id)
  await audit(tx, { action: 'password-set', subject: { kind: 'account', id: account.account_id } })
  return { done: true }
}

/** A one-time enrolment code, shown once to whoever asked for it. */
export async function issueEnrolCode(tx: Tx, accountId: string): Promise<string> {
  const code = Array.from({ length: 12 }, () => 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'[randomInt(31)]).join('')
  await tx
    .updateTable('account')
    .set({
      enrol_code_digest: digest(code),
      enrol_until: new Date(Date.now() + 24 * 3_600_000).toISOString(),
    })
    .where('account_id', '=', accountId)
    .execute()
  await endSessionsOf(tx, accountId)
  return code
}

/** A lost phone: the next sign-in binds a new one. */
export async function forgetSecondFactor(tx: Tx, accountId: string): Promise<void> {
  await tx
    .updateTable('account')
    .set({ totp_confirmed: false, totp_sealed: null, totp_last_step: null })
    .where('account_id', '=', accountId)
    .execute()
  await endSessionsOf(tx, accountId)
}

/** A new password by whoever knows the old one; every other session of the account ends. */
export async function changePassword(
  tx: Tx,
  session: Session,
  input: { current: string; password: string },
): Promise<{ done: true } | Refusal<'wrong-password' | 'weak-password' | 'too-many-tries'>> {
  const account = await tx
    .selectFrom('account')
    .select(['account_id', 'username', 'password_hash'])
    .where('account_id', '=', session.accountId!)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (await tooMany(tx, `password:${account.account_id}`, triesBeforeLock))
    return refuse('too-many-tries', { minutes: lockMinutes })
  if (!(await passwordMatches(account.password_hash, input.current))) {
    await countTry(tx, `password:${account.account_id}`)
    return refuse('wrong-password', {}, 'current')
  }
  const problem = passwordProblem(input.password, account.username)
  if (problem) return refuse('weak-password', { problem }, 'password')
  await tx
    .updateTable('account')
    .set({ password_hash: await hashPassword(input.password) })
    .where('account_id', '=', account.account_id)
    .execute()
  await tx
    .updateTable('session')
    .set({ ended_at: new Date().toISOString() })
    .where('account_id', '=', account.account_id)
    .where('token_digest', '<>', session.digest)
    .where('ended_at', 'is', null)
    .execute()
  await audit(tx, { action: 'password-change', subject: { kind: 'account', id: account.account_id } })
  return { done: true }
}

/** Demo only: a real session of the first invented account of that role. The caller has made sure that this is a demo on loopback. */
export async function enterDemo(tx: Tx, role: string, username?: string): Promise<string | Refusal<'not-found'>> {
  const found = await tx
    .selectFrom('account as a')
    .innerJoin('account_role as r', 'r.account_id', 'a.account_id')
    .select(['a.account_id', 'r.account_role_id'])
    .where('a.demo', '=', true)
    .where('a.disabled_at', 'is', null)
    .where('r.role', '=', role)
    .where('r.until', 'is', null)
    .where((row) => (username ? row('a.username', '=', username) : row.lit(true)))
    .orderBy('a.created_at')
    .orderBy('a.username')
    .executeTakeFirst()
  if (!found) return refuse('not-found')
  return openSession(tx, {
    kind: 'staff',
    level: 'full',
    accountId: found.account_id,
    accountRoleId: found.account_role_id,
  })
}
