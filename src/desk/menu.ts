import type { Role } from '../platform/index.ts'

export interface MenuItem {
  to: string
  label: string
  roles: readonly Role[] | 'all'
}

/** One line per screen that stands in the menu. What a role may really do is decided by the server. */
export const menu: readonly MenuItem[] = [
  { to: '/', label: 'desk:nav.home', roles: 'all' },
  {
    to: '/queue',
    label: 'desk:nav.queue',
    roles: ['aide', 'township-clerk', 'township-head', 'county-verifier', 'county-section', 'county-leader'],
  },
  { to: '/counter', label: 'desk:nav.counter', roles: ['aide', 'township-clerk', 'township-head'] },
  {
    to: '/notices',
    label: 'desk:nav.notices',
    roles: ['aide', 'township-clerk', 'township-head', 'county-section', 'county-leader'],
  },
  { to: '/confirm', label: 'desk:nav.confirm', roles: ['township-head', 'county-section', 'county-leader'] },
  { to: '/supervise', label: 'desk:nav.supervise', roles: ['township-head', 'county-section', 'county-leader'] },
  { to: '/month', label: 'deskOffice:nav.month', roles: ['county-section', 'county-leader', 'finance', 'auditor'] },
  {
    to: '/returned',
    label: 'deskOffice:nav.returned',
    roles: ['county-section', 'county-leader', 'finance', 'auditor'],
  },
  {
    to: '/payees',
    label: 'deskOffice:nav.payees',
    roles: ['township-clerk', 'township-head', 'county-verifier', 'county-section', 'county-leader'],
  },
  { to: '/ledger', label: 'deskOffice:nav.ledger', roles: ['county-section', 'county-leader', 'finance', 'auditor'] },
  {
    to: '/verification',
    label: 'deskOffice:nav.verification',
    roles: ['township-clerk', 'township-head', 'county-verifier', 'county-section', 'county-leader'],
  },
  { to: '/import', label: 'deskOffice:nav.import', roles: ['township-clerk', 'county-section', 'county-leader'] },
  {
    to: '/messages',
    label: 'deskOffice:nav.messages',
    roles: ['aide', 'township-clerk', 'township-head', 'county-verifier', 'county-section', 'county-leader'],
  },
  {
    to: '/admin',
    label: 'deskOffice:nav.admin',
    roles: ['administrator', 'auditor', 'county-section', 'county-leader'],
  },
  { to: '/admin/accounts', label: 'desk:nav.admin-accounts', roles: ['administrator'] },
  { to: '/admin/audit', label: 'desk:nav.admin-audit', roles: ['auditor'] },
]
