import { dataKinds } from '../household/index.ts'

const { all, caseReaders, hidden, masked, plumbing, sealed, sensitive, work } = dataKinds

const ofCase = { roles: caseReaders, retention: 'case' } as const

/** What this chapter knows about people (R36). Answers as they came are in the file store, encrypted, and expunged on their day. */
export const dataCatalogue: dataKinds.DataCatalogue = {
  verification_authorisation: {
    ...ofCase,
    purpose: 'ask only what each adult has allowed 核对授权',
    columns: {
      ...all(plumbing, 'household_id', 'authorisation_id', 'area', 'file_id', 'file_type'),
      ...all(
        work,
        'number',
        'programmes',
        'purposes',
        'sources',
        'since',
        'until',
        'signed_on',
        'signer',
        'how',
        'entered_at',
        'entered_by',
        'withdrawn_on',
        'withdrawn_by',
      ),
      ...all(dataKinds.personal, 'subject_kind', 'subject_id', 'guardian_relation', 'withdrawn_why'),
      guardian: masked('surname'),
      witness: masked('surname'),
      file_digest: hidden,
    },
  },
  verification_request: {
    ...ofCase,
    purpose: 'know when a household was looked into, for what, and how long answers are awaited 核对',
    columns: {
      ...all(plumbing, 'household_id', 'request_id', 'area', 'case_id'),
      ...all(
        work,
        'programme',
        'purpose',
        'requested_on',
        'requested_by',
        'answer_by',
        'state',
        'answered_on',
        'closed_why',
      ),
    },
  },
  enquiry: {
    ...ofCase,
    purpose: 'tell not asked, no answer and no record apart 核对过程',
    columns: {
      ...all(plumbing, 'household_id', 'enquiry_id', 'area', 'request_id', 'authorisation_id', 'batch_id', 'reply_id'),
      ...all(work, 'source', 'connection', 'state', 'why', 'asked_on', 'answered_on', 'tries', 'trouble'),
      ...all(dataKinds.personal, 'subject_kind', 'subject_id'),
      ...all(sensitive, 'question', 'result', 'as_of'),
    },
  },
  batch_household: {
    ...ofCase,
    purpose: 'find the household behind a meaningless number in a list that went out 批次',
    columns: {
      ...all(plumbing, 'household_id', 'batch_id', 'area', 'ref', 'reply_id'),
      people: dataKinds.personal,
    },
  },
  finding: {
    ...ofCase,
    purpose: 'compare what a source says with what was declared 核对结果',
    columns: {
      ...all(plumbing, 'household_id', 'finding_id', 'area', 'request_id', 'enquiry_id', 'reply_id'),
      ...all(work, 'source', 'item', 'unit', 'stale', 'found_on'),
      ...all(dataKinds.personal, 'subject_kind', 'subject_id'),
      ...all(sensitive, 'value', 'as_of'),
      detail_sealed: sealed,
      reply_digest: hidden,
    },
  },
  rebuttal: {
    ...ofCase,
    purpose: 'hear the family before a figure of a source counts against it 异议说明',
    columns: {
      ...all(
        plumbing,
        'household_id',
        'rebuttal_id',
        'area',
        'request_id',
        'declared_fact',
        'matched_fact',
        'adopted_fact',
        'evidence',
      ),
      ...all(
        work,
        'fact',
        'kind',
        'source_name',
        'opened_on',
        'answer_by',
        'provisional',
        'state',
        'answered_on',
        'answered_by',
        'recheck_by',
        'resolved_on',
        'resolved_by',
        'resolved_person',
      ),
      ...all(dataKinds.personal, 'subject_kind', 'subject_id'),
      ...all(sensitive, 'declared', 'matched', 'answer', 'reason'),
    },
  },
  verification_report: {
    ...ofCase,
    purpose: 'give the decision its evidence, as it stood on its day 核对报告',
    columns: {
      ...all(plumbing, 'household_id', 'report_id', 'area', 'request_id', 'version'),
      ...all(work, 'number', 'programme', 'issued_on', 'valid_until', 'issued_by'),
      content: sensitive,
      content_hash: hidden,
    },
  },
}
