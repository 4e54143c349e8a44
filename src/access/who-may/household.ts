import { caseworkers, county, township, visitors, type WhoMay } from './groups.ts'

/** Whoever writes down what a family says or what is seen. */
const recorders = ['aide', ...township, ...county] as const
/** Whoever keeps the register. */
const registrars = [...township, ...county] as const

export const householdRows: WhoMay = {
  'POST /api/persons/search': visitors,
  'POST /api/persons/candidates': caseworkers,
  'GET /api/persons/:personId': visitors,
  'POST /api/persons/:personId/correction': registrars,
  'POST /api/persons/:personId/numbers': registrars,
  'POST /api/persons/:personId/numbers/:numberId/settlement': county,
  'POST /api/persons/:personId/unmasking': caseworkers,
  'POST /api/persons/:personId/death': registrars,
  'POST /api/persons/:personId/death-withdrawal': registrars,
  'POST /api/persons/:personId/mergers': county,
  'POST /api/persons/:personId/mergers/:mergeId/undoing': county,
  'POST /api/aid-questions': caseworkers,

  'POST /api/households': recorders,
  'GET /api/households/:householdId': visitors,
  'GET /api/households/:householdId/export': caseworkers,
  'GET /api/households/:householdId/facts/export': caseworkers,
  'POST /api/households/:householdId': registrars,
  'POST /api/households/:householdId/closing': registrars,
  'POST /api/households/:householdId/members': recorders,
  'POST /api/households/:householdId/members/:personId/leaving': registrars,
  'POST /api/households/:householdId/births': recorders,
  'POST /api/households/:householdId/marriages': registrars,
  'POST /api/households/:householdId/divorces': registrars,
  'POST /api/households/:householdId/exclusions': registrars,
  'POST /api/households/:householdId/split': registrars,
  'POST /api/households/:householdId/merger': registrars,
  'POST /api/households/:householdId/move': registrars,
  'POST /api/households/:householdId/phones': recorders,
  'DELETE /api/households/:householdId/phones/:phoneId': recorders,
  'POST /api/households/:householdId/phones/:phoneId/unmasking': visitors,
  'POST /api/households/:householdId/supporters': recorders,
  'POST /api/households/:householdId/supporters/:supporterId/end': registrars,
  'GET /api/households/:householdId/consents': visitors,
  'POST /api/households/:householdId/consents': recorders,
  'POST /api/households/:householdId/consents/:consentId/withdrawal': recorders,
  'GET /api/households/:householdId/facts': caseworkers,
  'POST /api/households/:householdId/facts': recorders,
  'POST /api/households/:householdId/adoptions': ['township-clerk', 'township-head', 'county-section'],
  'GET /api/households/:householdId/timeline': visitors,

  'GET /api/areas': [...visitors, 'finance', 'administrator', 'auditor', 'public', 'citizen'],
  'POST /api/areas': ['administrator'],
  'POST /api/areas/:code/changes': ['administrator'],
  'POST /api/areas/:code/mergers': ['administrator'],

  'POST /api/rosters': ['township-clerk', ...county],
  'GET /api/rosters': ['township-clerk', ...county],
  'GET /api/rosters/:batchId/errors': ['township-clerk', ...county],
  'POST /api/rosters/:batchId/acceptance': county,
  'POST /api/rosters/:batchId/discarding': ['township-clerk', ...county],
  'POST /api/rosters/:batchId/undoing': county,
  'GET /api/rosters/:batchId/export': county,
  'GET /api/roster-suspicions': ['county-leader'],
  'POST /api/roster-suspicions/:suspicionId/settlement': ['county-leader'],
}
