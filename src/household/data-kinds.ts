import type { Role } from '../platform/index.ts'

/**
 * The vocabulary of the data catalogue (R36). Every chapter with tables of group H or P keeps `data-catalogue.ts`
 * beside this form; one test compares all of them with the database, so a column without an entry fails.
 */
export type DataClass =
  | 'plumbing' // ids, order, moments: says nothing about a person beyond that a row exists
  | 'work' // what the office did: codes, days, actors by account id
  | 'personal' // about an identified person or household
  | 'sensitive' // 个人信息保护法 §28: health, finances, account, identity number, children, religion, prison

export type Mask =
  | 'none'
  | 'surname' // 王**
  | 'last-four' // 990***********12X4, 120****0001
  | 'sealed' // encrypted in the database; shown masked; whole only by an audited look
  | 'hidden' // never leaves the chapter that keeps it (blind indexes, inverse records)

/** How long, counted from the end of the last aid of the household. The periods are ours until the archive rules are checked. */
export type Retention =
  | 'household-file' // with the paper dossier: 30 years
  | 'while-active' // as long as it is used, then with the file
  | 'case' // with the case's dossier: 30 years
  | 'short' // 2 years: previews, looks, messages

export interface DataColumn {
  class: DataClass
  mask: Mask
}

export interface DataTable {
  /** One purpose, as one would tell the person. */
  purpose: string
  retention: Retention
  /** Who reads it in the course of their work (inside their own area); the family reads its own. */
  roles: readonly Role[]
  columns: Readonly<Record<string, DataColumn>>
}

export type DataCatalogue = Readonly<Record<string, DataTable>>

export const plumbing = { class: 'plumbing', mask: 'none' } as const satisfies DataColumn
export const work = { class: 'work', mask: 'none' } as const satisfies DataColumn
export const personal = { class: 'personal', mask: 'none' } as const satisfies DataColumn
export const sensitive = { class: 'sensitive', mask: 'none' } as const satisfies DataColumn
export const sealed = { class: 'sensitive', mask: 'sealed' } as const satisfies DataColumn
export const hidden = { class: 'personal', mask: 'hidden' } as const satisfies DataColumn
export const masked = (mask: Mask, kind: 'personal' | 'sensitive' = 'personal'): DataColumn => ({ class: kind, mask })

/** The same class for several columns: `columns('work', 'at', 'by_actor')`. */
export const all = (kind: DataColumn, ...names: string[]): Record<string, DataColumn> =>
  Object.fromEntries(names.map((name) => [name, kind]))

/** Whoever works on cases, and the aide of the village. */
export const caseReaders: readonly Role[] = [
  'aide',
  'township-clerk',
  'township-head',
  'county-verifier',
  'county-section',
  'county-leader',
]
