import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { AreaCode } from '../foundation/index.ts'
import type { Actor, Role, Tx } from '../platform/index.ts'

/** Idle 30 minutes, at most 12 hours (R04); a citizen's look at the progress page ends sooner. */
export const idleMinutes = 30
export const absoluteHours = 12

export type SessionLevel = 'password' | 'full' | 'glance'

export interface Session {
  digest: string
  kind: 'staff' | 'citizen'
  /** `password`: the second factor is still missing. `glance`: step names only, no figures. */
  level: SessionLevel
  accountId: string | null
  caseId: string | null
  /** The human's name for the page header; null for citizens. */
  name: string | null
  username: string | null
  /** The delegation under which somebody stands in. */
  delegationId: string | null
  steppedUpAt: string | null
  demo: boolean
  actor: Actor
}

const digest = (token: string) => createHash('sha256').update(token).digest('hex')

export type NewSession =
  | {
      kind: 'staff'
      level: 'password' | 'full'
      accountId: string
      accountRoleId: string | null
      delegationId?: string
    }
  | { kind: 'citizen'; level: 'full' | 'glance'; household: bigint; caseId: string | null }

/** Opens a session and returns its token; only the digest is kept. */
export async function openSession(tx: Tx, session: NewSession): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await tx
    .insertInto('session')
    .values({
      token_digest: digest(token),
      kind: session.kind,
      level: session.level,
      account_id: session.kind === 'staff' ? session.accountId : null,
      account_role_id: session.kind === 'staff' ? session.accountRoleId : null,
      delegation_id: session.kind === 'staff' ? (session.delegationId ?? null) : null,
      household_id: session.kind === 'citizen' ? session.household : null,
      case_id: session.kind === 'citizen' ? session.caseId : null,
      stepped_up_at: session.kind === 'staff' && session.level === 'full' ? new Date().toISOString() : null,
    })
    .execute()
  return token
}

/**
 * Who a token belongs to, read fresh each time: a disabled account, an ended role or delegation, a logout and the
 * two time limits all work at the very next request.
 */
export async function readSession(tx: Tx, token: string): Promise<Session | null> {
  const { rows } = await sql<SessionRow>`
    update session s set last_seen_at = clock_timestamp()
    where s.token_digest = ${digest(token)} and s.ended_at is null
      and s.last_seen_at > clock_timestamp() - make_interval(mins => ${idleMinutes})
      and s.created_at > clock_timestamp() - make_interval(hours => ${absoluteHours})
    returning s.*`.execute(tx)
  const row = rows[0]
  if (!row) return null
  if (row.kind === 'citizen')
    return {
      digest: row.token_digest,
      kind: 'citizen',
      level: row.level,
      accountId: null,
      caseId: row.case_id,
      name: null,
      username: null,
      delegationId: null,
      steppedUpAt: null,
      demo: false,
      actor: {
        id: `citizen:${row.case_id ?? row.household_id}`,
        naturalPerson: null,
        role: 'citizen',
        area: null,
        household: row.household_id!,
      },
    }
  return staffSession(tx, row)
}

interface SessionRow {
  token_digest: string
  kind: 'staff' | 'citizen'
  level: SessionLevel
  account_id: string | null
  account_role_id: string | null
  delegation_id: string | null
  household_id: bigint | null
  case_id: string | null
  stepped_up_at: string | null
}

async function staffSession(tx: Tx, row: SessionRow): Promise<Session | null> {
  const account = await tx
    .selectFrom('account as a')
    .innerJoin('staff_person as p', 'p.staff_person_id', 'a.staff_person_id')
    .select(['a.account_id', 'a.username', 'a.staff_person_id', 'a.demo', 'p.name'])
    .where('a.account_id', '=', row.account_id!)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!account) return null
  const held = row.account_role_id ? await roleOf(tx, row.account_role_id) : null
  if (row.account_role_id && !held) return null
  const stand = row.delegation_id ? await delegationInForce(tx, row.delegation_id) : null
  if (row.delegation_id && !stand) return null
  const role = (stand?.role ?? held?.role ?? 'public') as Role
  return {
    digest: row.token_digest,
    kind: 'staff',
    level: row.level,
    accountId: account.account_id,
    caseId: null,
    name: account.name,
    username: account.username,
    delegationId: row.delegation_id,
    steppedUpAt: row.stepped_up_at,
    demo: account.demo,
    actor: {
      id: account.account_id,
      naturalPerson: account.staff_person_id,
      role: row.level === 'full' ? role : 'public',
      area: row.level === 'full' ? ((stand?.area ?? held?.area ?? null) as AreaCode | null) : null,
      ...(held && { unit: held.unit }),
      ...(stand && { onBehalf: stand.from_account }),
    },
  }
}

const roleOf = (tx: Tx, id: string) =>
  tx
    .selectFrom('account_role')
    .select(['role', 'area', 'unit'])
    .where('account_role_id', '=', id)
    .where((row) => row.or([row('until', 'is', null), row('until', '>=', sql<never>`doudi.today()`)]))
    .executeTakeFirst()

const delegationInForce = (tx: Tx, id: string) =>
  tx
    .selectFrom('delegation')
    .select(['role', 'area', 'from_account'])
    .where('delegation_id', '=', id)
    .where('ended_at', 'is', null)
    .where('since', '<=', sql<never>`doudi.today()`)
    .where('until', '>=', sql<never>`doudi.today()`)
    .executeTakeFirst()

export async function endSession(tx: Tx, sessionDigest: string): Promise<void> {
  await tx
    .updateTable('session')
    .set({ ended_at: new Date().toISOString() })
    .where('token_digest', '=', sessionDigest)
    .where('ended_at', 'is', null)
    .execute()
}

/** Disabling, a new password and a change of role end every session of the account at once. */
export async function endSessionsOf(tx: Tx, accountId: string): Promise<void> {
  await tx
    .updateTable('session')
    .set({ ended_at: new Date().toISOString() })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()
}
