import type { Lang } from '../../wording/index.ts'
import { type DocumentData, type DocumentKind, readDocumentData } from '../document-data.ts'
import { type Paper, type Words, words } from '../paper.ts'
import {
  acceptanceNotice,
  applicationForm,
  applicationReceipt,
  authorizationPledge,
  inquirySlip,
  proxyAuthorization,
  refusalToAccept,
  supplementNotice,
} from './intake.ts'
import { appraisalRecord, approvalForm, homeVisitForm, publicNotice, verificationReport } from './investigation.ts'
import { appealLetter, approvalLetter, changeLetter, closingNotice, refusalLetter } from './letters.ts'
import { fundsRequest, paymentList } from './money.ts'
import { deliveryReceipt, dossierIndex } from './record.ts'

const builders: { [K in DocumentKind]: (w: Words, data: DocumentData<K>) => Paper } = {
  'inquiry-slip': inquirySlip,
  'application-form': applicationForm,
  'authorization-pledge': authorizationPledge,
  'proxy-authorization': proxyAuthorization,
  'application-receipt': applicationReceipt,
  'supplement-notice': supplementNotice,
  'acceptance-notice': acceptanceNotice,
  'refusal-to-accept': refusalToAccept,
  'home-visit-form': homeVisitForm,
  'appraisal-record': appraisalRecord,
  'verification-report': verificationReport,
  'approval-form': approvalForm,
  'public-notice': publicNotice,
  'approval-letter': approvalLetter,
  'refusal-letter': refusalLetter,
  'change-letter': changeLetter,
  'appeal-letter': appealLetter,
  'closing-notice': closingNotice,
  'delivery-receipt': deliveryReceipt,
  'payment-list': paymentList,
  'funds-request': fundsRequest,
  'dossier-index': dossierIndex,
}

/** From checked data to a worded paper. The schema runs first: a wrong field is named, not printed. */
export function writePaper<K extends DocumentKind>(kind: K, input: unknown, lang: Lang = 'zh'): Paper {
  const build = builders[kind] as (w: Words, data: DocumentData<K>) => Paper
  return build(words(lang), readDocumentData(kind, input))
}
