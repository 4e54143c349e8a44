export {
  type AnswerRebuttal,
  type AnswerRefusal,
  answerRebuttal,
  type SettleRebuttal,
  type SettleRefusal,
  settleByAdoption,
  settleRebuttal,
} from './answer-rebuttal.ts'
export { askDirect } from './ask-direct.ts'
export { type Authorisation, type SignedHow, signedHows } from './authorisation.ts'
export { authorisationById, authorisationsOf } from './authorisation-store.ts'
export {
  type Authorise,
  type AuthoriseRefusal,
  authorise,
  type MissingAuthorisation,
  missingAuthorisations,
  type WithdrawRefusal,
  withdraw,
} from './authorise.ts'
export { type Batch, batchesIn } from './batch-store.ts'
export {
  type Connection,
  connectionNamed,
  connections,
  type DropConnection,
  type HttpConnection,
  type HubConnection,
  useConnections,
} from './connection.ts'
export { askAgain, exchange, expungeReplies, makeBatches, passDay } from './daily.ts'
export {
  disclose,
  lastAnswer,
  openDetail,
  type Reason as DetailReason,
  reportFor,
  type ShownReport,
  type Viewer,
} from './disclosure.ts'
export type { Enquiry, Finding, VerificationRequest } from './enquiry.ts'
export { enquiriesOf, findingsOf, requestById, requestsOf } from './enquiry-store.ts'
export { type LookedAt, noteLook, whoLooked } from './look.ts'
export { makeBatch } from './make-batch.ts'
export { type SettingName, settingIn, settingNames } from './parameters.ts'
export { type PutAside, quarantinedFile, quarantinedIn, settleQuarantined } from './quarantine.ts'
export { isSettled, type Rebuttal, type RebuttalState } from './rebuttal.ts'
export { openRebuttalsIn, rebuttalsOf } from './rebuttal-store.ts'
export { type Accepted, type Quarantined, type QuarantineReason, receiveReply } from './receive-reply.ts'
export { type Conclusion, type LineState, type Report, type ReportLine, unknowable } from './report.ts'
export { type IssuedReport, reportsOf } from './report-store.ts'
export { lineInWords, printReport, type WordedLine } from './report-words.ts'
export {
  type Requested,
  type RequestRefusal,
  type RequestVerification,
  requestVerification,
} from './request-verification.ts'
export { type RoundInList, roundsIn } from './round-list.ts'
export { pollBatch, readFolder, sendBatch } from './send-batch.ts'
export { type SourceRecord, sourceRecords } from './source-record.ts'
export { type Threshold, thresholdsFor } from './thresholds.ts'
export * from './words.ts'
export { verificationCron, verificationErrands, verificationEvents, verificationJobs } from './work.ts'
