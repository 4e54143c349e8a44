import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AreaCode, areaCode, day, isRefusal } from '../foundation/index.ts'
import { publicActor, systemActor, type Tx, withScope } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase, openTestHouse } from '../platform/testkit/index.ts'
import {
  beginTotp,
  confirmSecondFactor,
  createAccount,
  delegate,
  endRole,
  grantRole,
  openSession,
  readSession,
  rolesOf,
  setDisabled,
  setPassword,
  signIn,
  standInsOf,
  totpCode,
  totpStep,
} from './index.ts'

let database: FreshDatabase
beforeAll(async () => {
  openTestHouse()
  database = await freshDatabase()
})
afterAll(() => database.close())

const county = areaCode('990101')
const asSystem = <T>(work: (tx: Tx) => Promise<T>) => withScope(database.db, { actor: systemActor('test') }, work)
const asPublic = <T>(work: (tx: Tx) => Promise<T>) => withScope(database.db, { actor: publicActor }, work)

async function enrolled(
  username: string,
  role: 'township-clerk' | 'township-head' | 'administrator' = 'township-clerk',
  area: AreaCode = county,
) {
  const made = await asSystem((tx) => createAccount(tx, { username, name: '周文', role, area, unit: '城关镇' }))
  if (isRefusal(made)) throw new Error(made.refused)
  await asPublic((tx) => setPassword(tx, { username, code: made.code, password: '青山绿水在门前流过一百年' }))
  return made
}

async function signedIn(username: string) {
  const first = await asPublic((tx) =>
    signIn(tx, { username, password: '青山绿水在门前流过一百年', address: '10.0.0.1' }),
  )
  if (isRefusal(first)) throw new Error(first.refused)
  const session = (await asPublic((tx) => readSession(tx, first.token)))!
  const begun = await asPublic((tx) => beginTotp(tx, session))
  if (isRefusal(begun)) throw new Error(begun.refused)
  const code = totpCode(begun.secret, totpStep(Date.now()))
  const full = await asPublic((tx) => confirmSecondFactor(tx, session, { code }))
  if (isRefusal(full)) throw new Error(full.refused)
  return { token: full.token, halfToken: first.token, code, secret: begun.secret }
}

describe('signing in', () => {
  test('a new clerk sets a password with the one-time code, binds a phone, and only then has her role', async () => {
    await enrolled('zhou.wen')
    const { token, halfToken } = await signedIn('zhou.wen')
    const session = await asPublic((tx) => readSession(tx, token))
    expect(session?.actor).toMatchObject({ role: 'township-clerk', area: county })
    expect(await asPublic((tx) => readSession(tx, halfToken)), 'the half-open session ended').toBeNull()
  })

  test('a code works once', async () => {
    await enrolled('once')
    const { code } = await signedIn('once')
    const again = await asPublic((tx) =>
      signIn(tx, { username: 'once', password: '青山绿水在门前流过一百年', address: '10.0.0.1' }),
    )
    if (isRefusal(again)) throw new Error(again.refused)
    const session = (await asPublic((tx) => readSession(tx, again.token)))!
    expect(session.actor.role, 'no rights before the second factor').toBe('public')
    expect(await asPublic((tx) => confirmSecondFactor(tx, session, { code }))).toMatchObject({ refused: 'wrong-code' })
  })

  test('six wrong passwords rest the account for ten minutes; the right one then answers like a wrong one', async () => {
    await enrolled('locked')
    for (let i = 0; i < 6; i++)
      expect(
        await asPublic((tx) => signIn(tx, { username: 'locked', password: 'not this one', address: '10.0.0.2' })),
      ).toMatchObject({ refused: 'sign-in-failed' })
    const right = await asPublic((tx) =>
      signIn(tx, { username: 'locked', password: '青山绿水在门前流过一百年', address: '10.0.0.3' }),
    )
    const unknown = await asPublic((tx) => signIn(tx, { username: 'nobody', password: 'x', address: '10.0.0.3' }))
    expect(right).toEqual(unknown)
  })

  test('one address trying many names is slowed down', async () => {
    for (let i = 0; i < 30; i++)
      await asPublic((tx) => signIn(tx, { username: `guess${i}`, password: 'x', address: '10.9.9.9' }))
    expect(
      await asPublic((tx) => signIn(tx, { username: 'guess31', password: 'x', address: '10.9.9.9' })),
    ).toMatchObject({ refused: 'too-many-tries' })
  })

  test('half an hour without a step, or twelve hours with them, end a session; a stolen token of yesterday opens nothing', async () => {
    await enrolled('resting')
    const { token } = await signedIn('resting')
    const opens = async (resting: { idle: number; open: number }) => {
      await database.owner.query(
        `update session set last_seen_at = clock_timestamp() - make_interval(mins => $2), created_at = clock_timestamp() - make_interval(mins => $3)
         where token_digest = encode(sha256(convert_to($1, 'utf8')), 'hex')`,
        [token, resting.idle, resting.open],
      )
      return (await asPublic((tx) => readSession(tx, token))) !== null
    }
    expect(await opens({ idle: 29, open: 11 * 60 })).toBe(true)
    expect(await opens({ idle: 31, open: 60 })).toBe(false)
    expect(await opens({ idle: 1, open: 12 * 60 + 1 })).toBe(false)
  })

  test('the first code of a new account dies after a day', async () => {
    const made = await asSystem((tx) =>
      createAccount(tx, { username: 'late', name: '李迟', role: 'finance', area: county, unit: '财务' }),
    )
    if (isRefusal(made)) throw new Error(made.refused)
    const { rows } = await database.owner.query<{ hours: string }>(
      `select round(extract(epoch from enrol_until - clock_timestamp()) / 3600) as hours from account where username = 'late'`,
    )
    expect(Number(rows[0]!.hours)).toBe(24)
    await database.owner.query(`update account set enrol_until = clock_timestamp() where username = 'late'`)
    expect(
      await asPublic((tx) =>
        setPassword(tx, { username: 'late', code: made.code, password: '青山绿水在门前流过一百年' }),
      ),
    ).toHaveProperty('refused')
  })

  test('disabling an account ends its sessions at the next request', async () => {
    const made = await enrolled('leaver')
    const { token } = await signedIn('leaver')
    await asSystem((tx) => setDisabled(tx, made.accountId, true))
    expect(await asPublic((tx) => readSession(tx, token))).toBeNull()
  })

  test('a role that ended today opens no door', async () => {
    const made = await enrolled('moved')
    const { token } = await signedIn('moved')
    await asSystem((tx) => endRole(tx, made))
    expect(await asPublic((tx) => readSession(tx, token))).toBeNull()
    expect(await asSystem((tx) => rolesOf(tx, made.accountId))).toEqual([])
  })

  test('weak passwords are named', async () => {
    const made = await asSystem((tx) =>
      createAccount(tx, { username: 'weak', name: '李四', role: 'finance', area: county, unit: '财务' }),
    )
    if (isRefusal(made)) throw new Error(made.refused)
    for (const [password, problem] of [
      ['short', 'too-short'],
      ['password12345', 'too-common'],
      ['my-weak-long-words', 'names-the-user'],
    ])
      expect(
        await asPublic((tx) => setPassword(tx, { username: 'weak', code: made.code, password: password! })),
      ).toMatchObject({ refused: 'weak-password', with: { problem } })
  })
})

describe('who gives rights', () => {
  test('nobody holds administration and casework together, whichever account is used', async () => {
    const made = await enrolled('both')
    expect(
      await asSystem((tx) =>
        grantRole(tx, { accountId: made.accountId, role: 'administrator', area: county, unit: '县局' }),
      ),
    ).toMatchObject({ refused: 'roles-exclude-each-other' })
  })

  test('an administrator gives rights only inside the own area and never to himself', async () => {
    const admin = await enrolled('admin.town', 'administrator', areaCode('990101001'))
    const other = await enrolled('clerk.other')
    const session = await asSystem((tx) =>
      openSession(tx, { kind: 'staff', level: 'full', accountId: admin.accountId, accountRoleId: admin.accountRoleId }),
    )
    const actor = (await asPublic((tx) => readSession(tx, session)))!.actor
    const as = <T>(work: (tx: Tx) => Promise<T>) => withScope(database.db, { actor }, work)
    expect(
      await as((tx) =>
        grantRole(tx, { accountId: other.accountId, role: 'township-head', area: areaCode('990101002'), unit: '别镇' }),
      ),
    ).toMatchObject({ refused: 'outside-your-area' })
    expect(
      await as((tx) =>
        grantRole(tx, { accountId: admin.accountId, role: 'auditor', area: areaCode('990101001'), unit: '本镇' }),
      ),
    ).toMatchObject({ refused: 'not-to-yourself' })
  })

  test('a stand-in acts for the person on leave between two days, never for oneself', async () => {
    const head = await enrolled('head', 'township-head')
    const clerk = await enrolled('standin')
    // A delegation is granted by an account; the county administrator's.
    const admin = await enrolled('admin.county', 'administrator')
    const grant = (to: string, since: string, until: string) =>
      withScope(
        database.db,
        {
          actor: { id: admin.accountId, naturalPerson: admin.staffPersonId, role: 'administrator', area: county },
          businessDay: day('2025-03-10'),
        },
        (tx) =>
          delegate(tx, {
            from: head.accountId,
            to,
            role: 'township-head',
            area: county,
            since: day(since),
            until: day(until),
            paper: '安民发〔2025〕3号',
          }),
      )
    expect(await grant(head.accountId, '2025-03-01', '2025-03-20')).toMatchObject({ refused: 'same-person' })
    expect(await grant(clerk.accountId, '2025-03-01', '2025-03-20')).toHaveProperty('delegationId')
    const on = (d: string) =>
      withScope(database.db, { actor: systemActor('test'), businessDay: day(d) }, (tx) =>
        standInsOf(tx, clerk.accountId),
      )
    expect(await on('2025-03-20')).toHaveLength(1)
    expect(await on('2025-03-21')).toHaveLength(0)
  })
})
