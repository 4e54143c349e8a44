import { visitors, type WhoMay } from './groups.ts'

export const benefitsRows: WhoMay = {
  'GET /api/households/:householdId/awards': [...visitors, 'finance', 'auditor'],
}
