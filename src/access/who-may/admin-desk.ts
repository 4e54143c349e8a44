import { caseworkers, staff, visitors, type WhoMay } from './groups.ts'

export const adminDeskRows: WhoMay = {
  'GET /api/calendar': staff,
  'POST /api/calendar': ['administrator'],
  'GET /api/parameters': staff,
  'GET /api/parameters/export': staff,
  'GET /api/organs': staff,
  'GET /api/organs/export': staff,
  'GET /api/organs/:area': staff,
  'POST /api/organs/:area': ['administrator'],
  'GET /api/readiness': ['administrator', 'auditor'],
  'GET /api/messages': visitors,
  'GET /api/messages/export': caseworkers,
  'POST /api/households/:householdId/messages/:messageId/release': caseworkers,
  'POST /api/households/:householdId/messages/:messageId/printed': visitors,
}
