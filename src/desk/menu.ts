import type { Role } from '../platform/index.ts'

export interface MenuItem {
  to: string
  label: string
  group: MenuGroup
  roles: readonly Role[] | 'all'
}

/** The order of the work: families first, then what is asked about them, then their money, then the house itself. */
export const menuGroups = ['work', 'check', 'money', 'house'] as const
type MenuGroup = (typeof menuGroups)[number]

/** One line per screen that stands in the menu. What a role may really do is decided by the server. */
export const menu: readonly MenuItem[] = [
  { to: '/', label: 'desk:nav.home', group: 'work', roles: 'all' },
  {
    to: '/queue',
    label: 'desk:nav.queue',
    group: 'work',
    roles: ['aide', 'township-clerk', 'township-head', 'county-verifier', 'county-section', 'county-leader'],
  },
  { to: '/counter', label: 'desk:nav.counter', group: 'work', roles: ['aide', 'township-clerk', 'township-head'] },
  {
    to: '/notices',
    label: 'desk:nav.notices',
    group: 'work',
    roles: ['aide', 'township-clerk', 'township-head', 'county-section', 'county-leader'],
  },
  {
    to: '/confirm',
    label: 'desk:nav.confirm',
    group: 'work',
    roles: ['township-head', 'county-section', 'county-leader'],
  },
  {
    to: '/supervise',
    label: 'desk:nav.supervise',
    group: 'work',
    roles: ['township-head', 'county-section', 'county-leader'],
  },
  {
    to: '/messages',
    label: 'deskOffice:nav.messages',
    group: 'work',
    roles: ['aide', 'township-clerk', 'township-head', 'county-verifier', 'county-section', 'county-leader'],
  },
  {
    to: '/verification',
    label: 'deskOffice:nav.verification',
    group: 'check',
    roles: ['township-clerk', 'township-head', 'county-verifier', 'county-section', 'county-leader'],
  },
  {
    to: '/import',
    label: 'deskOffice:nav.import',
    group: 'check',
    roles: ['township-clerk', 'county-section', 'county-leader'],
  },
  {
    to: '/month',
    label: 'deskOffice:nav.month',
    group: 'money',
    roles: ['county-section', 'county-leader', 'finance', 'auditor'],
  },
  {
    to: '/returned',
    label: 'deskOffice:nav.returned',
    group: 'money',
    roles: ['county-section', 'county-leader', 'finance', 'auditor'],
  },
  {
    to: '/payees',
    label: 'deskOffice:nav.payees',
    group: 'money',
    roles: ['township-clerk', 'township-head', 'county-verifier', 'county-section', 'county-leader'],
  },
  {
    to: '/ledger',
    label: 'deskOffice:nav.ledger',
    group: 'money',
    roles: ['county-section', 'county-leader', 'finance', 'auditor'],
  },
  { to: '/admin/accounts', label: 'desk:nav.admin-accounts', group: 'house', roles: ['administrator'] },
  {
    to: '/admin/stand-ins',
    label: 'deskAdmin:nav.stand-ins',
    group: 'house',
    roles: ['administrator', 'county-leader'],
  },
  {
    to: '/admin',
    label: 'deskOffice:nav.admin',
    group: 'house',
    roles: ['administrator', 'auditor', 'county-section', 'county-leader'],
  },
  { to: '/admin/audit', label: 'desk:nav.admin-audit', group: 'house', roles: ['auditor'] },
]
