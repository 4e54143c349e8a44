import QRCode from 'qrcode'
import {
  beginTotp,
  changePassword,
  confirmSecondFactor,
  createAccount,
  declareRelative,
  delegate,
  delegationsIn,
  endDelegation,
  endRole,
  endSession,
  enterDemo,
  grantRole,
  listAccounts,
  moveRole,
  openSession,
  relativesOf,
  resetAccount,
  rolesOf,
  setDisabled,
  setPassword,
  signIn,
  staffNames,
  standInsOf,
} from '../../access/index.ts'
import { accessApi } from '../../contract/index.ts'
import { type AreaCode, areaCode, isRefusal, readIdentityNumber, refuse } from '../../foundation/index.ts'
import { businessDay, type Config, type Tx } from '../../platform/index.ts'
import { say } from '../../wording/index.ts'
import { listWorkbook } from '../list-workbook.ts'
import { type Frame, keep, mount } from '../mount.ts'
import { placesOf } from '../places.ts'
import { langOf } from '../problems.ts'

/** Signing in, roles, accounts, delegations, relatives, the audit trail. */
export function accessRoutes(frame: Frame, config: Config): void {
  mount(frame, accessApi.signIn, async ({ tx, body, request }) => {
    const answer = await signIn(tx, { ...body, address: request.ip })
    if (isRefusal(answer)) return keep(answer)
    return { reply: { next: answer.next }, cookie: { name: 'session', value: answer.token } }
  })

  mount(frame, accessApi.currentSession, async ({ tx, session }) => {
    const full = session?.level === 'full' && session.accountId !== null
    const standIns = full ? await standInsOf(tx, session.accountId!) : []
    const onBehalf = session?.actor.onBehalf ?? null
    const names = await staffNames(tx, [...standIns.map((one) => one.from), ...(onBehalf ? [onBehalf] : [])])
    return {
      kind: session?.kind ?? ('none' as const),
      level: session?.level ?? null,
      name: session?.name ?? null,
      username: session?.username ?? null,
      role: session?.level === 'full' ? session.actor.role : null,
      area: session?.actor.area ?? null,
      unit: session?.actor.unit ?? null,
      roles: full
        ? (await rolesOf(tx, session.accountId!)).map((one) => ({ ...one, role: accessApi.roleName.parse(one.role) }))
        : [],
      standIns: standIns.map(({ from, role, ...one }) => ({
        ...one,
        role: accessApi.roleName.parse(role),
        fromName: names.get(from)?.name ?? '',
      })),
      onBehalf: onBehalf && (names.get(onBehalf)?.name ?? ''),
      demo: config.demo,
      businessDay: await businessDay(tx),
    }
  })

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
  mount(frame, accessApi.changePassword, async ({ tx, session, body }) => {
    const changed = await changePassword(tx, session!, body)
    return isRefusal(changed) ? keep(changed) : changed
  })
  mount(frame, accessApi.listAccounts, async ({ tx }) => ({ items: await accountsShown(tx) }))
  mount(frame, accessApi.exportAccounts, async ({ tx, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, key)
    return listWorkbook(tx, {
      name: 'accounts',
      title: t('desk:accounts.title'),
      columns: [
        { head: t('desk:accounts.username'), of: (row) => row.username, width: 18 },
        { head: t('desk:accounts.name'), of: (row) => row.name },
        { head: t('desk:accounts.role'), of: (row) => t(`access:role.${row.role}`), width: 20 },
        { head: t('deskAdmin:accounts.place'), of: (row) => row.place, width: 20 },
        { head: t('desk:accounts.unit'), of: (row) => row.unit, width: 28 },
        { head: t('deskOffice:admin.from'), kind: 'day', of: (row) => row.since },
        { head: t('deskOffice:admin.to'), kind: 'day', of: (row) => row.until },
        { head: t('desk:accounts.state'), of: (row) => t(`desk:accounts.${row.disabled ? 'disabled' : 'active'}`) },
      ],
      rows: (await accountsShown(tx)).flatMap(({ roles, ...account }) =>
        roles.map((role) => ({ ...account, ...role })),
      ),
    })
  })
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
  mount(frame, accessApi.endRole, async ({ tx, params }) => endRole(tx, params))
  mount(frame, accessApi.moveRole, async ({ tx, params, body }) =>
    moveRole(tx, { ...params, unit: body.unit, area: areaCode(body.area) }),
  )
  mount(frame, accessApi.setDisabled, async ({ tx, params, body }) => setDisabled(tx, params.accountId, body.disabled))
  mount(frame, accessApi.resetAccount, async ({ tx, params, body }) => resetAccount(tx, params.accountId, body.what))
  mount(frame, accessApi.grantDelegation, async ({ tx, body }) => delegate(tx, { ...body, area: areaCode(body.area) }))
  mount(frame, accessApi.endDelegation, async ({ tx, params }) => endDelegation(tx, params.delegationId))
  mount(frame, accessApi.listDelegations, async ({ tx }) => ({ items: await delegationsShown(tx) }))
  mount(frame, accessApi.exportDelegations, async ({ tx, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, key)
    return listWorkbook(tx, {
      name: 'stand-ins',
      title: t('deskOffice:admin.standins'),
      columns: [
        { head: t('deskAdmin:stand-ins.for'), of: (row) => row.fromName },
        { head: t('deskAdmin:stand-ins.by'), of: (row) => row.toName },
        { head: t('desk:accounts.role'), of: (row) => t(`access:role.${row.role}`), width: 20 },
        { head: t('deskAdmin:accounts.place'), of: (row) => row.place, width: 20 },
        { head: t('deskOffice:admin.from'), kind: 'day', of: (row) => row.since },
        { head: t('deskOffice:admin.to'), kind: 'day', of: (row) => row.until },
        { head: t('deskOffice:admin.paper'), of: (row) => row.paper, width: 30 },
        { head: t('desk:accounts.state'), of: (row) => t(`deskAdmin:stand-ins.state.${row.state}`) },
      ],
      rows: await delegationsShown(tx),
    })
  })
  mount(frame, accessApi.listRelatives, async ({ tx, session }) => ({
    items: await relativesOf(tx, session!.accountId!),
  }))
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

  mount(frame, accessApi.demoSignIn, async ({ tx, body, request }) => {
    if (!config.demo || !['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.ip)) return refuse('not-in-demo')
    const token = await enterDemo(tx, body.role, body.username)
    if (isRefusal(token)) return token
    return { reply: { done: true as const }, cookie: { name: 'session', value: token } }
  })
}

async function accountsShown(tx: Tx) {
  const accounts = await listAccounts(tx)
  const places = await placesOf(
    tx,
    accounts.flatMap((one) => one.roles),
  )
  return accounts.map((account) => ({
    ...account,
    roles: account.roles.map((one) => ({
      ...one,
      role: accessApi.roleName.parse(one.role),
      place: places.get(one.area) ?? one.area,
    })),
  }))
}

async function delegationsShown(tx: Tx) {
  const found = await delegationsIn(tx)
  const places = await placesOf(tx, found)
  return found.map(({ from, to, role, ...one }) => ({
    ...one,
    role: accessApi.roleName.parse(role),
    place: places.get(one.area) ?? one.area,
  }))
}
