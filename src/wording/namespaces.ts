import * as access from './access.ts'
import * as auditAction from './audit-action.ts'
import * as benefits from './benefits.ts'
import * as casework from './casework.ts'
import * as desk from './desk.ts'
import * as deskAdmin from './desk-admin.ts'
import * as deskCounter from './desk-counter.ts'
import * as deskLife from './desk-life.ts'
import * as deskOffice from './desk-office.ts'
import * as fields from './fields.ts'
import * as household from './household.ts'
import * as office from './office.ts'
import * as pages from './pages.ts'
import * as payments from './payments.ts'
import * as verification from './verification.ts'

/** Texts of one chapter: flat keys, the same in both languages; `refusals` are merged into one namespace. */
export interface Texts {
  zh: Record<string, string>
  en: Record<string, string>
  refusals?: { zh: Record<string, string>; en: Record<string, string> }
}

// One file per chapter, each exporting `zh`, `en` and, where it refuses anything, `refusals`.
const chapters: Record<string, Texts> = {
  access,
  benefits,
  casework,
  // The window's words stand in a file of their own and are read as the desk's.
  desk: { ...desk, zh: { ...desk.zh, ...deskCounter.zh }, en: { ...desk.en, ...deskCounter.en } },
  deskLife,
  deskAdmin,
  deskOffice,
  auditAction,
  fields,
  household,
  office,
  pages,
  payments,
  verification,
}

const merged = (lang: 'zh' | 'en') =>
  Object.assign({}, ...Object.values(chapters).map((texts) => texts.refusals?.[lang] ?? {})) as Record<string, string>

export const namespaces: Record<string, { zh: Record<string, string>; en: Record<string, string> }> = {
  ...chapters,
  refusals: { zh: merged('zh'), en: merged('en') },
}
