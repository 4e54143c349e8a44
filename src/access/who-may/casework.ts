import { caseworkers, county, township, visitors, type WhoMay } from './groups.ts'

/** Beside the desk's rows: appeals, helpers, questions at the window, paper files, replays. */
export const caseworkRows: WhoMay = {
  'POST /api/cases/:caseId/appeal': visitors,
  'GET /api/appeals/:caseId': caseworkers,
  'POST /api/appeals/:caseId/recheck': county,
  'POST /api/appeals/:caseId/answer': county,
  'POST /api/appeals/:caseId/send-back': county,
  'POST /api/appeals/:caseId/decision': county,
  'POST /api/appeals/:caseId/letter': county,
  'POST /api/appeals/:caseId/withdrawal': visitors,
  'POST /api/appeals/:caseId/delivery': visitors,
  'GET /api/cases/:caseId/helpers': visitors,
  'POST /api/cases/:caseId/helpers': ['aide', ...township],
  'DELETE /api/cases/:caseId/helpers/:helperId': ['aide', ...township],
  'POST /api/inquiries': ['aide', ...township],
  'POST /api/late-entries': township,
  'POST /api/objections/:objectionId/objector': county,
  'POST /api/decisions/:decisionId/replay': [...caseworkers, 'auditor'],
  'POST /api/cases/:caseId/approval-form': caseworkers,
}
