import { caseworkers, county, township, type WhoMay } from './groups.ts'

/** Whoever looks at the money of the county. Seals are narrower still: each step knows its own roles. */
const treasury = [...county, 'finance'] as const
const watchers = [...treasury, 'auditor'] as const

export const paymentsDeskRows: WhoMay = {
  'GET /api/books': watchers,
  'GET /api/payment-runs': watchers,
  'GET /api/payment-runs/export': treasury,
  'GET /api/payment-runs/:runId': watchers,
  'GET /api/months/:month/diff': watchers,
  'GET /api/months/:month/diff/export': treasury,
  'GET /api/months/:month/summary': watchers,
  'GET /api/months/:month/summary/export': treasury,
  'POST /api/months/:month/preview': ['county-section'],
  'POST /api/payment-runs/:runId/releases': county,
  'POST /api/payment-runs/:runId/freezing': ['county-section'],
  'POST /api/payment-runs/:runId/seals': treasury,
  'POST /api/payment-runs/:runId/cancelling': treasury,
  'GET /api/payment-runs/:runId/list': treasury,
  'GET /api/payment-runs/:runId/funds-request': treasury,
  'POST /api/payment-runs/:runId/bank-file': ['finance'],
  'GET /api/payment-runs/:runId/bank-file': ['finance'],
  'POST /api/payment-runs/:runId/sending': ['finance'],
  'POST /api/books/:book/answers': ['finance'],
  'POST /api/books/:book/returns': ['finance'],
  'POST /api/books/:book/collection': ['finance'],
  'POST /api/payment-runs/:runId/reconciliation': ['finance'],
  'GET /api/books/:book/returned': watchers,
  'GET /api/books/:book/returned/export': treasury,
  'GET /api/books/:book/aside-files': watchers,
  'POST /api/books/:book/aside-files/:asideId/settlement': ['finance'],

  'GET /api/payee-changes': caseworkers,
  'GET /api/payee-changes/export': caseworkers,
  'POST /api/payee-changes/:changeId/settlement': [...township, ...county],
  'GET /api/households/:householdId/payees': caseworkers,
  'POST /api/households/:householdId/payees': [...township, ...county],
  'POST /api/persons/:personId/accounts': ['aide', ...township, ...county],
  'POST /api/persons/:personId/accounts/:accountId/clearing': [...township, ...county],

  'GET /api/books/:book/ledger': watchers,
  'GET /api/books/:book/ledger/export': treasury,
  'GET /api/books/:book/ledger/verification': watchers,
  'GET /api/books/:book/entries': watchers,
  'GET /api/books/:book/entries/export': treasury,
  'POST /api/books/:book/allocations': ['finance'],
  'GET /api/households/:householdId/payments': [...caseworkers, 'finance', 'auditor'],
  'GET /api/households/:householdId/payments/export': [...caseworkers, 'finance'],
}
