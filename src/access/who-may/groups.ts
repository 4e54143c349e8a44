import type { Role } from '../../platform/index.ts'

/** Rows: `GET /api/…`, `page GET /…`, `cli …`, `job …` → the roles that may ask. */
export type WhoMay = Readonly<Record<string, readonly Role[]>>

export const everyone: readonly Role[] = [
  'public',
  'citizen',
  'aide',
  'township-clerk',
  'township-head',
  'county-verifier',
  'county-section',
  'county-leader',
  'finance',
  'administrator',
  'auditor',
  'system',
]
export const staff: readonly Role[] = [
  'aide',
  'township-clerk',
  'township-head',
  'county-verifier',
  'county-section',
  'county-leader',
  'finance',
  'administrator',
  'auditor',
]
/** Whoever works on cases. */
export const caseworkers: readonly Role[] = [
  'township-clerk',
  'township-head',
  'county-verifier',
  'county-section',
  'county-leader',
]
export const township: readonly Role[] = ['township-clerk', 'township-head']
export const county: readonly Role[] = ['county-section', 'county-leader']
/** Whoever goes to see a family. */
export const visitors: readonly Role[] = ['aide', ...caseworkers]
