import { caseworkers, county, type WhoMay } from './groups.ts'

export const paymentsRows: WhoMay = {
  'POST /api/books': ['administrator', 'finance'],
  'GET /api/bank-keys/office': ['administrator', 'finance'],
  'POST /api/books/:book/bank-keys': ['finance'],
  'DELETE /api/books/:book/bank-keys/:keyId': ['finance'],
  'GET /api/payment-runs/:runId/lines': [...county, 'finance', 'auditor'],
  'GET /api/payment-runs/:runId/lines/export': [...county, 'finance'],
  'POST /api/persons/:personId/accounts/:accountId/number': [...caseworkers, 'finance'],
  'POST /api/households/:householdId/payments/:instruction/writing-back': ['county-leader', 'finance'],
}
