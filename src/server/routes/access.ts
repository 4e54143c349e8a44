import QRCode from 'qrcode'
import {
  beginTotp,
  confirmSecondFactor,
  createAccount,
  declareRelative,
  delegate,
  endDelegation,
  endRole,
  endSession,
  enterDemo,
  grantRole,
  listAccounts,
  openSession,
  resetAccount,
  rolesOf,
  setDisabled,
  setPassword,
  signIn,
  staffNames,
  standInsOf,
} from '../../access/index.ts'
import { accessApi } from '../../contract/index.ts'
import { type AreaCode, areaCode, type Day, isRefusal, readIdentityNumber, refuse } from '../../foundation/index.ts'
import { businessDay, type Config } from '../../platform/index.ts'
import { type Frame, keep, mount } from '../mount.ts'

/** Signing in, roles, accounts, delegations, relatives, the audit trail. */
export function accessRoutes(frame: Frame, config: Config): void {
  mount(frame, accessApi.signIn, async ({ tx, body, request }) => {
    const answer = await signIn(tx, { ...body, address: request.ip })
    if (isRefusal(answer)) return keep(answer)
    return { reply: { next: answer.next }, cookie: { name: 'session', value: answer.token } }
  })

  mount(frame, accessApi.currentSession, async ({ tx, session }) => ({
    kind: session?.kind ?? ('none' as const),
    level: session?.level ?? null,
    name: session?.name ?? null,
    username: session?.username ?? null,
    role: session?.level === 'full' ? session.actor.role : null,
    area: session?.actor.area ?? null,
    unit: session?.actor.unit ?? null,
    roles: session?.accountId ? ((await rolesOf(tx, session.accountId)) as never) : [],
    demo: config.demo,
    businessDay: await businessDay(tx),
  }))

  mount(frame, accessApi.signOut, async ({ tx, session }) => {
    if (session) await endSession(tx, session.digest)
    return { reply: { done: true as const }, cookie: { name: 'session', value: null } }
  })

  mount(frame, accessApi.enrolSecondFactor, async ({ tx, session }) => {
    if (!session?.accountId) return refuse('not-signed-in')
    const begun = await beginTotp(tx, session)
    if (isRefusal(begun)) return begun
    return { ...begun, qr: await QRCode.toDataURL(begun.uri, { margin: 1, width: 220 }) }
  })

  mount(frame, accessApi.confirmSecondFactor, async ({ tx, session, body }) => {
    if (!session?.accountId) return refuse('not-signed-in')
    const answer = await confirmSecondFactor(tx, session, body)
    if (isRefusal(answer)) return keep(answer)
    return { reply: { done: true as const }, cookie: { name: 'session', value: answer.token } }
  })

  mount(frame, accessApi.chooseRole, async ({ tx, session, body }) => {
    if (!session?.accountId || session.level !== 'full') return refuse('not-signed-in')
    const held = (await rolesOf(tx, session.accountId)).find((r) => r.accountRoleId === body.accountRoleId)
    const stand = (await standInsOf(tx, session.accountId)).find((d) => d.delegationId === body.delegationId)
    if (!held && !stand) return refuse('no-role')
    await endSession(tx, session.digest)
    const token = await openSession(tx, {
      kind: 'staff',
      level: 'full',
      accountId: session.accountId,
      accountRoleId: held?.accountRoleId ?? null,
      ...(stand && { delegationId: stand.delegationId }),
    })
    return { reply: { done: true as const }, cookie: { name: 'session', value: token } }
  })

  mount(frame, accessApi.setPassword, async ({ tx, body }) => setPassword(tx, body))
  mount(frame, accessApi.listAccounts, async ({ tx }) => ({ items: (await listAccounts(tx)) as never }))
  mount(frame, accessApi.createAccount, async ({ tx, body }) => {
    let identityNumber: string | undefined
    if (body.identityNumber) {
      const read = readIdentityNumber(body.identityNumber)
      if ('problem' in read) return refuse('bad-input', { count: 1 }, 'identityNumber')
      identityNumber = read.number
    }
    const made = await createAccount(tx, { ...body, area: areaCode(body.area), identityNumber })
    return isRefusal(made) ? made : { accountId: made.accountId, code: made.code }
  })
  mount(frame, accessApi.grantRole, async ({ tx, params, body }) =>
    grantRole(tx, { ...params, ...body, area: areaCode(body.area) }),
  )
  mount(frame, accessApi.endRole, async ({ tx, params }) => endRole(tx, params.accountRoleId))
  mount(frame, accessApi.setDisabled, async ({ tx, params, body }) => setDisabled(tx, params.accountId, body.disabled))
  mount(frame, accessApi.resetAccount, async ({ tx, params }) => resetAccount(tx, params.accountId))
  mount(frame, accessApi.grantDelegation, async ({ tx, body }) => delegate(tx, { ...body, area: areaCode(body.area) }))
  mount(frame, accessApi.endDelegation, async ({ tx, params }) => {
    await endDelegation(tx, params.delegationId)
    return { done: true as const }
  })
  mount(frame, accessApi.declareRelative, async ({ tx, session, body }) => {
    const number = body.identityNumber ? readIdentityNumber(body.identityNumber) : null
    if (number && 'problem' in number) return refuse('bad-input', { count: 1 }, 'identityNumber')
    const declarationId = await declareRelative(tx, {
      accountId: session!.accountId!,
      relativeName: body.relativeName,
      relation: body.relation,
      identityNumber: number?.number ?? null,
      area: (session!.actor.area ?? '') as AreaCode,
    })
    return { declarationId }
  })

  mount(frame, accessApi.searchAudit, async ({ tx, query }) => {
    let rows = tx
      .selectFrom('audit_entry')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(query.limit + 1)
    if (query.after && /^\d{1,18}$/.test(query.after)) rows = rows.where('seq', '<', BigInt(query.after))
    if (query.action) rows = rows.where('action', 'like', `${query.action.replace(/[%_\\]/g, '\\$&')}%`)
    if (query.actor) rows = rows.where('actor', '=', query.actor)
    if (query.household) rows = rows.where('household_id', '=', BigInt(query.household))
    const found = await rows.execute()
    const names = await staffNames(
      tx,
      found.map((r) => r.actor),
    )
    const items = found.slice(0, query.limit).map((r) => ({
      seq: String(r.seq),
      at: r.at,
      businessDay: r.business_day as Day,
      actor: r.actor,
      actorName: names.get(r.actor)?.name ?? null,
      role: r.role,
      area: r.area,
      action: r.action,
      subjectKind: r.subject_kind,
      subject: r.subject,
      purpose: r.purpose,
      route: r.route,
      result: r.result,
    }))
    return { items, next: found.length > query.limit ? items.at(-1)!.seq : null }
  })

  mount(frame, accessApi.demoSignIn, async ({ tx, body, request }) => {
    if (!config.demo || !['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)) return refuse('not-in-demo')
    const token = await enterDemo(tx, body.role, body.username)
    if (isRefusal(token)) return token
    return { reply: { done: true as const }, cookie: { name: 'session', value: token } }
  })
}
