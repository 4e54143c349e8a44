import { assert } from '../../foundation/index.ts'
import type { Role } from '../../platform/index.ts'
import { accessRows } from './access.ts'
import { adminDeskRows } from './admin-desk.ts'
import { benefitsRows } from './benefits.ts'
import { caseworkRows } from './casework.ts'
import { cliRows } from './cli.ts'
import { deskRows } from './desk.ts'
import type { WhoMay } from './groups.ts'
import { householdRows } from './household.ts'
import { jobRows } from './jobs.ts'
import { pageRows } from './pages.ts'
import { paymentsRows } from './payments.ts'
import { paymentsDeskRows } from './payments-desk.ts'
import { policyRows } from './policy.ts'
import { verificationDeskRows } from './verification-desk.ts'

/**
 * One table for everything that can be asked: API routes, pages, command-line verbs and jobs. A route without a row
 * does not start; a row without a route fails a test (R09). Row scope (area, household) is the database's business;
 * field rules are the chapter's. One file per chapter stands beside this one.
 */
const chapters: readonly WhoMay[] = [
  accessRows,
  adminDeskRows,
  caseworkRows,
  cliRows,
  jobRows,
  deskRows,
  householdRows,
  pageRows,
  benefitsRows,
  paymentsRows,
  paymentsDeskRows,
  policyRows,
  verificationDeskRows,
]

export const whoMay: WhoMay = chapters.reduce<Record<string, readonly Role[]>>((all, rows) => {
  for (const [what, who] of Object.entries(rows)) {
    assert(!(what in all), `two rows for ${what} in the who-may table`)
    all[what] = who
  }
  return all
}, {})

export const mayAsk = (what: string, role: Role): boolean => whoMay[what]?.includes(role) ?? false
export * from './groups.ts'
