import { caseworkers, county, township, visitors, type WhoMay } from './groups.ts'

/** Who may come to the door; which step this very case allows whom is the procedure's business. */
export const deskRows: WhoMay = {
  'GET /api/desk/queue': visitors,
  'GET /api/desk/counts': visitors,
  'GET /api/desk/queue/export': caseworkers,
  'GET /api/desk/cases/:caseId': visitors,
  'GET /api/desk/cases/:caseId/ruling': caseworkers,
  'GET /api/desk/cases/:caseId/report': caseworkers,
  'GET /api/desk/colleagues': visitors,
  'GET /api/desk/notices': visitors,
  'GET /api/desk/notices/export': caseworkers,
  'GET /api/desk/confirmations': ['township-head', ...county],
  'GET /api/desk/confirmations/export': ['township-head', ...county],
  'GET /api/desk/batches': ['township-head', ...county],
  'GET /api/desk/workload': caseworkers,
  'GET /api/desk/workload/export': caseworkers,
  'GET /api/desk/households/:householdId/file': caseworkers,
  'GET /api/desk/households/:householdId/attachments/:attachmentId': visitors,
  'GET /api/desk/households/:householdId/documents/:documentId': visitors,

  'POST /api/desk/applications': ['aide', ...township],
  'POST /api/desk/scans': visitors,
  'POST /api/desk/cases/:caseId/attachments': visitors,
  'POST /api/desk/notices': township,
  'POST /api/desk/notice-previews': township,
  'POST /api/desk/notices/:sheetId/photos': ['aide', ...township],
  'POST /api/desk/notices/:noticeId/objections': caseworkers,
  'POST /api/desk/confirmations': ['township-head', ...county],
  'POST /api/desk/hand-overs': ['township-head', 'county-section', 'county-leader'],
  'POST /api/desk/households/:householdId/changes': caseworkers,
  'POST /api/desk/households/:householdId/reviews': caseworkers,
}
