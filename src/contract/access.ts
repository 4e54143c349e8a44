import { z } from 'zod'
import { route } from './route.ts'
import { cursor, id, instant, page, text, wireArea, wireDay } from './wire.ts'

export const roleName = z.enum([
  'aide',
  'township-clerk',
  'township-head',
  'county-verifier',
  'county-section',
  'county-leader',
  'finance',
  'administrator',
  'auditor',
])
const heldRole = z.object({ accountRoleId: id(), role: roleName, area: z.string(), unit: z.string() })

export const signIn = route({
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in with name and password 登录',
  body: z.strictObject({ username: text(64), password: z.string().max(256) }),
  reply: z.object({ next: z.enum(['second-factor', 'enrol-second-factor']) }),
})
export const currentSession = route({
  method: 'GET',
  path: '/api/session',
  summary: 'Who am I 当前登录人',
  reply: z.object({
    kind: z.enum(['staff', 'citizen', 'none']),
    level: z.enum(['password', 'full', 'glance']).nullable(),
    name: z.string().nullable(),
    username: z.string().nullable(),
    role: z.string().nullable(),
    area: z.string().nullable(),
    unit: z.string().nullable(),
    roles: z.array(heldRole),
    /** Roles of others that may be exercised today. */
    standIns: z.array(
      z.object({ delegationId: id(), fromName: z.string(), role: roleName, area: z.string(), until: wireDay() }),
    ),
    /** Whom the session stands in for. */
    onBehalf: z.string().nullable(),
    demo: z.boolean(),
    businessDay: wireDay(),
  }),
})
export const signOut = route({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out 退出',
  reply: z.object({ done: z.literal(true) }),
})
export const enrolSecondFactor = route({
  method: 'POST',
  path: '/api/session/second-factor/enrolment',
  summary: 'Begin TOTP enrolment 绑定验证器',
  reply: z.object({ secret: z.string(), uri: z.string(), qr: z.string() }),
})
export const confirmSecondFactor = route({
  method: 'POST',
  path: '/api/session/second-factor',
  summary: 'Give the six-digit code 输入动态码',
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/, '请输入 6 位数字'), roleId: id().optional() }),
  reply: z.object({ done: z.literal(true) }),
})
export const chooseRole = route({
  method: 'POST',
  path: '/api/session/role',
  summary: 'Change to another role held 切换角色',
  body: z.strictObject({ accountRoleId: id().optional(), delegationId: id().optional() }),
  reply: z.object({ done: z.literal(true) }),
})
export const setPassword = route({
  method: 'POST',
  path: '/api/password',
  summary: 'Set the password with a one-time code 用一次性代码设置密码',
  body: z.strictObject({ username: text(64), code: text(32), password: z.string().max(256) }),
  reply: z.object({ done: z.literal(true) }),
})
export const changePassword = route({
  method: 'POST',
  path: '/api/session/password',
  summary: 'Change my password 修改密码',
  body: z.strictObject({ current: z.string().max(256), password: z.string().max(256) }),
  reply: z.object({ done: z.literal(true) }),
})
export const listAccounts = route({
  method: 'GET',
  path: '/api/accounts',
  summary: 'Accounts of my area 账号',
  reply: z.object({
    items: z.array(
      z.object({
        accountId: id(),
        username: z.string(),
        name: z.string(),
        disabled: z.boolean(),
        secondFactor: z.boolean(),
        roles: z.array(
          z.object({
            accountRoleId: id(),
            role: roleName,
            area: z.string(),
            place: z.string(),
            unit: z.string(),
            since: wireDay(),
            until: wireDay().nullable(),
          }),
        ),
      }),
    ),
  }),
})
export const exportAccounts = route({
  method: 'GET',
  path: '/api/accounts/export',
  summary: 'The same as a workbook 账号导出',
  answers: 'bytes',
})
export const createAccount = route({
  method: 'POST',
  path: '/api/accounts',
  summary: 'Create an account 新建账号',
  body: z.strictObject({
    username: z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9._-]{2,31}$/,
        '3–32 位小写字母、数字、点、横线 · 3–32 lower-case letters, digits, dots, dashes',
      ),
    name: text(50).min(1),
    role: roleName,
    area: wireArea(),
    unit: text(100).min(1),
    identityNumber: text(18).optional(),
  }),
  reply: z.object({ accountId: id(), code: z.string() }),
})
export const grantRole = route({
  method: 'POST',
  path: '/api/accounts/:accountId/roles',
  summary: 'Grant a role 授予角色',
  params: z.object({ accountId: id() }),
  body: z.strictObject({ role: roleName, area: wireArea(), unit: text(100).min(1) }),
  reply: z.object({ accountRoleId: id() }),
})
export const endRole = route({
  method: 'DELETE',
  path: '/api/accounts/:accountId/roles/:accountRoleId',
  summary: 'End a role 收回角色',
  params: z.object({ accountId: id(), accountRoleId: id() }),
  reply: z.object({ done: z.literal(true) }),
})
export const moveRole = route({
  method: 'POST',
  path: '/api/accounts/:accountId/roles/:accountRoleId/move',
  summary: 'The same role in another place 调动',
  params: z.object({ accountId: id(), accountRoleId: id() }),
  body: z.strictObject({ area: wireArea(), unit: text(100).min(1) }),
  reply: z.object({ accountRoleId: id() }),
})
export const setDisabled = route({
  method: 'POST',
  path: '/api/accounts/:accountId/disabled',
  summary: 'Disable or enable 停用或启用',
  params: z.object({ accountId: id() }),
  body: z.strictObject({ disabled: z.boolean() }),
  reply: z.object({ done: z.literal(true) }),
})
export const resetAccount = route({
  method: 'POST',
  path: '/api/accounts/:accountId/reset',
  summary: 'New one-time code, or a new phone 重置密码或验证器',
  params: z.object({ accountId: id() }),
  body: z.strictObject({ what: z.enum(['password', 'second-factor', 'both']).default('both') }),
  reply: z.object({ code: z.string().nullable() }),
})
export const listDelegations = route({
  method: 'GET',
  path: '/api/delegations',
  summary: 'Who stands in for whom 代理授权一览',
  reply: z.object({
    items: z.array(
      z.object({
        delegationId: id(),
        fromName: z.string(),
        toName: z.string(),
        role: roleName,
        area: z.string(),
        place: z.string(),
        since: wireDay(),
        until: wireDay(),
        paper: z.string(),
        state: z.enum(['coming', 'in-force', 'over', 'ended']),
      }),
    ),
  }),
})
export const exportDelegations = route({
  method: 'GET',
  path: '/api/delegations/export',
  summary: 'The same as a workbook 代理授权导出',
  answers: 'bytes',
})
export const grantDelegation = route({
  method: 'POST',
  path: '/api/delegations',
  summary: 'Name a stand-in 代理授权',
  body: z.strictObject({
    from: id(),
    to: id(),
    role: roleName,
    area: wireArea(),
    since: wireDay(),
    until: wireDay(),
    paper: text(200).min(1),
  }),
  reply: z.object({ delegationId: id() }),
})
export const endDelegation = route({
  method: 'DELETE',
  path: '/api/delegations/:delegationId',
  summary: 'End a delegation 终止代理',
  params: z.object({ delegationId: id() }),
  reply: z.object({ done: z.literal(true) }),
})
export const declareRelative = route({
  method: 'POST',
  path: '/api/relatives',
  summary: 'Declare a relative 近亲属备案',
  body: z.strictObject({
    relativeName: text(50).min(1),
    relation: text(30).min(1),
    identityNumber: text(18).nullable(),
  }),
  reply: z.object({ declarationId: id() }),
})
export const listRelatives = route({
  method: 'GET',
  path: '/api/relatives',
  summary: 'The relatives I declared 我备案的近亲属',
  reply: z.object({
    items: z.array(
      z.object({ declarationId: id(), relativeName: z.string(), relation: z.string(), declaredOn: wireDay() }),
    ),
  }),
})
const auditFilter = {
  action: text(60).optional(),
  /** A user name, a staff member's name or an id. */
  actor: text(60).optional(),
  household: z
    .string()
    .regex(/^\d{1,18}$/, '家庭编号只有数字 · a household number has digits only')
    .optional(),
  from: wireDay().optional(),
  to: wireDay().optional(),
  result: z.enum(['done', 'refused', 'failed']).optional(),
}
export const exportAudit = route({
  method: 'GET',
  path: '/api/audit/export',
  summary: 'The first 20,000 lines of a search as a workbook 审计导出',
  query: z.object(auditFilter),
  answers: 'bytes',
})
export const searchAudit = route({
  method: 'GET',
  path: '/api/audit',
  summary: 'Search the audit trail 审计查询',
  query: z.object({
    ...cursor,
    ...auditFilter,
  }),
  reply: page(
    z.object({
      seq: z.string(),
      at: instant(),
      businessDay: wireDay(),
      actor: z.string(),
      actorName: z.string().nullable(),
      role: z.string(),
      area: z.string(),
      action: z.string(),
      subjectKind: z.string().nullable(),
      subject: z.string().nullable(),
      purpose: z.string().nullable(),
      route: z.string().nullable(),
      result: z.string(),
    }),
  ),
})
export const demoSignIn = route({
  method: 'POST',
  path: '/api/demo/sign-in',
  summary: 'Demo only: become a seeded person 演示登录',
  body: z.strictObject({ role: roleName, username: text(64).optional() }),
  reply: z.object({ done: z.literal(true) }),
})
