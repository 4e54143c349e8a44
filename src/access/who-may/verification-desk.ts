import { caseworkers, type WhoMay } from './groups.ts'

const verifiers = ['county-verifier', 'county-section', 'county-leader'] as const

export const verificationDeskRows: WhoMay = {
  'GET /api/verification/rounds': caseworkers,
  'GET /api/verification/rounds/export': caseworkers,
  'GET /api/verification/households/:householdId/rounds/:requestId': caseworkers,
  'GET /api/verification/batches': verifiers,
  'POST /api/verification/batches': ['county-verifier'],
  'POST /api/verification/connections/:connection/replies': ['county-verifier'],
  'GET /api/verification/quarantine': verifiers,
  'POST /api/verification/quarantine/:replyId/settlement': ['county-verifier'],
  'GET /api/verification/rebuttals': caseworkers,
  'GET /api/verification/rebuttals/export': caseworkers,
  'POST /api/verification/households/:householdId/rebuttals/:rebuttalId/answer': caseworkers,
  'POST /api/verification/households/:householdId/rebuttals/:rebuttalId/settlement': ['county-verifier'],
}
