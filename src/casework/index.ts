export { accept } from './accept.ts'
export {
  type Act,
  type ActName,
  type AdverseAct,
  type Assessed,
  type Evidence,
  type Grounds,
  isAdverse,
  type RemedyRoute,
  type StructuredReason,
} from './act.ts'
export { adoptFigures } from './adopt.ts'
export {
  type Appeal,
  type AppealAnswer,
  appealStepsAt,
  type DisputedFigure,
  type FigureFound,
  rolesForAppeal,
} from './appeal.ts'
export * from './appeal-cases.ts'
export type { AppealTaken } from './appeal-desk.ts'
export {
  type AbandonCause,
  abandonCauses,
  type Case,
  type Decision,
  type Opinion,
  type PaperSignature,
} from './application.ts'
export { askedAct, rolesFor } from './application-steps.ts'
export { issueApprovalForm } from './approval-form.ts'
export { caseNumbered, eventsOf, readCase } from './case-store.ts'
export { daysLeft, dutyOf, totalDue } from './clock.ts'
export {
  type BatchDone,
  type Confirm,
  type ConfirmBatch,
  confirm,
  confirmBatch,
  countyReview,
  recordCollective,
  returnToTownship,
} from './confirm.ts'
export {
  type CounterDraft,
  counterDrafts,
  dropCounterDraft,
  expireCounterDrafts,
  saveCounterDraft,
  textOfCounterDrafts,
} from './counter-draft.ts'
export { type Passed, passDay } from './daily.ts'
export type { CaseRef, Taken } from './desk.ts'
export { bindCaseFile } from './dossier.ts'
export { abandon, markDuplicate, withdraw } from './end-without-decision.ts'
export * from './family.ts'
export { addHelper, type Helper, helpersOf, revokeHelper } from './helper.ts'
export { type Inquiry, inquirySlipOf, recordInquiry } from './inquiry.ts'
export { enterLate, type LateEntry, type OnPaper } from './late-entry.ts'
export { type Deliver, deliverLetter, issueLetter, noteExplained, reasonsKept } from './letter.ts'
export { correctClerically, extend, handOver, pause, reassign, resume } from './manage.ts'
export { officersRelatedToHousehold } from './neighbours.ts'
export { caseworkEvents } from './news.ts'
export {
  addBoardPhoto,
  type BoardPhoto,
  endNotice,
  firstOnSheet,
  type NoticeLine,
  noticesIn,
  type PublicNotice,
  type Published,
  publishNotice,
} from './notice.ts'
export {
  answerFor,
  concludeReinvestigation,
  type Objection,
  type ObjectionTaken,
  object,
  objectionsOf,
  recordAppraisal,
  revealObjector,
} from './object.ts'
export { stepsOffered } from './offer.ts'
export { type OpenApplication, openApplicationsOf } from './open-case.ts'
export { type OpenChange, openChange, openedAnswer, openReview } from './open-change.ts'
export { recommend, type Wanted } from './recommend.ts'
export { refuseToAccept } from './refuse-to-accept.ts'
export { decidingOrgan, organAt, routeOf } from './remedies.ts'
export { determinationOf, type Replay, type ReplayAll, replayAll, replayDecision } from './replay.ts'
export { endorse, sendBack } from './review-opinion.ts'
export { type CarriedReview, endCarriedReviews, planCarriedReviews, reviewsOf } from './review-plan.ts'
export { explained, originsOf, preview, type Ruling, rule } from './ruling.ts'
export { type ApplicationInput, type Receipt, submitApplication } from './submit.ts'
export { type MissingItem, receiveSupplement, requestSupplement } from './supplement.ts'
export * from './tray.ts'
export { reportArrived } from './verification-news.ts'
export { recordReport, skipVerification, startVerification } from './verify.ts'
export { bookVisit, recordVisit, skipVisit } from './visit.ts'
export { type VisitForm, visitForm } from './visit-form.ts'
export { movedFor, movedInWords } from './what-changed.ts'
export * from './words.ts'
