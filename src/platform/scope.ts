import type { AreaCode, Day } from '../foundation/index.ts'

/** What somebody is allowed to be. A person may hold several accounts and roles, one at a time in a session. */
export const roles = [
  'public',
  'citizen',
  'aide', // 社会救助协理员
  'township-clerk', // 乡镇经办
  'township-head', // 乡镇审核(分管负责人)
  'county-verifier', // 县级核对中心
  'county-section', // 县级社会救助股审核
  'county-leader', // 县级审批(局领导)
  'finance', // 县级财务
  'administrator', // 系统管理员
  'auditor', // 审计管理员
  'system', // jobs and the command line
] as const
export type Role = (typeof roles)[number]

/** Who acts in a transaction. `naturalPerson` is the human being behind the account: four eyes are two of these. */
export interface Actor {
  /** Account id, `citizen:<case>`, `job:<task>`, `cli:<verb>` or `public`. Never a name. */
  id: string
  naturalPerson: string | null
  role: Role
  /** The area the actor may see, with everything below it. `''` sees the nation; null sees none. */
  area: AreaCode | null
  unit?: string
  /** A citizen sees this household only. */
  household?: bigint
  /** For whom a stand-in acts (dated delegation). */
  onBehalf?: string
}

export interface Scope {
  actor: Actor
  purpose?: string
  route?: string
  /** Only the demo generator and tests live another day than today. */
  businessDay?: Day
}

export const systemActor = (id: string): Actor => ({ id, naturalPerson: null, role: 'system', area: '' as AreaCode })
export const publicActor: Actor = { id: 'public', naturalPerson: null, role: 'public', area: null }
