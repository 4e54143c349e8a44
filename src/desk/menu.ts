import type { Role } from '../platform/index.ts'

export interface MenuItem {
  to: string
  label: string
  roles: readonly Role[] | 'all'
}

/** One line per screen that stands in the menu. What a role may really do is decided by the server. */
export const menu: readonly MenuItem[] = [
  { to: '/', label: 'desk:nav.home', roles: 'all' },
  { to: '/admin/accounts', label: 'desk:nav.admin-accounts', roles: ['administrator'] },
  { to: '/admin/audit', label: 'desk:nav.admin-audit', roles: ['auditor'] },
]
