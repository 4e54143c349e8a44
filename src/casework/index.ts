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
  type AbandonCause,
  abandonCauses,
  type Case,
  type Decision,
  type Opinion,
  type PaperSignature,
} from './application.ts'
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
export type { CaseRef, Taken } from './desk.ts'
export { abandon, markDuplicate, withdraw } from './end-without-decision.ts'
export { addHelper, type Helper, helpersOf, revokeHelper } from './helper.ts'
export {
  addBoardPhoto,
  type BoardPhoto,
  endNotice,
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
export { recommend, type Wanted } from './recommend.ts'
export { refuseToAccept } from './refuse-to-accept.ts'
export { endorse, sendBack } from './review-opinion.ts'
export { type ApplicationInput, type Receipt, submitApplication } from './submit.ts'
export { type MissingItem, receiveSupplement, requestSupplement } from './supplement.ts'
export { recordReport, skipVerification, startVerification } from './verify.ts'
export { bookVisit, recordVisit, skipVisit } from './visit.ts'
export { type VisitForm, visitForm } from './visit-form.ts'
export * from './words.ts'
