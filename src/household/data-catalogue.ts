import {
  all,
  caseReaders,
  type DataCatalogue,
  hidden,
  masked,
  personal,
  plumbing,
  sealed,
  sensitive,
  work,
} from './data-kinds.ts'

const file = { roles: caseReaders, retention: 'household-file' } as const

export const dataCatalogue: DataCatalogue = {
  household: {
    ...file,
    purpose: 'know which family lives where, and whose standard applies 家庭档案',
    columns: {
      ...all(plumbing, 'household_id', 'fact_seq', 'version'),
      ...all(work, 'opened_on', 'opened_at', 'opened_by', 'closed_on', 'closed_why', 'provisional'),
      ...all(personal, 'area', 'residence', 'head_id', 'registered_address', 'address'),
    },
  },
  membership: {
    ...file,
    purpose: 'know who shares the household on a day: n and whose income counts 共同生活成员',
    columns: {
      ...all(plumbing, 'household_id', 'membership_id', 'person_id', 'area'),
      ...all(work, 'joined_why', 'entered_at', 'entered_by', 'ended_at', 'ended_by'),
      ...all(personal, 'relation', 'since', 'until', 'sex', 'birth'),
      name: masked('surname'),
      left_why: sensitive,
    },
  },
  household_link: {
    ...file,
    purpose: 'see splits, merges and moves shortly before an application 分户合户迁移',
    columns: {
      ...all(plumbing, 'household_id', 'link_id', 'area'),
      ...all(work, 'kind', 'on_day', 'at', 'by_actor', 'reason'),
      ...all(personal, 'other_household', 'from_area', 'to_area'),
    },
  },
  contact_phone: {
    roles: caseReaders,
    retention: 'while-active',
    purpose: 'reach the family by telephone 联系电话',
    columns: {
      ...all(plumbing, 'household_id', 'phone_id', 'area', 'person_id'),
      ...all(work, 'since', 'until', 'entered_by'),
      whose: personal,
      phone_sealed: sealed,
      phone_index: hidden,
    },
  },
  supporter: {
    ...file,
    purpose: 'work out support by relatives who live elsewhere 法定赡养抚养扶养人',
    columns: {
      ...all(plumbing, 'household_id', 'supporter_id', 'area', 'person_id', 'supports'),
      ...all(work, 'since', 'until', 'entered_at', 'entered_by'),
      ...all(personal, 'relation', 'birth', 'sex', 'address'),
      name: masked('surname'),
      number_sealed: sealed,
      number_index: hidden,
    },
  },
  fact: {
    ...file,
    purpose: 'decide on figures that somebody gave, found or saw, and be able to say which 家庭经济状况',
    columns: {
      ...all(plumbing, 'household_id', 'seq', 'fact_id', 'area', 'subject_kind', 'subject_id'),
      ...all(
        work,
        'name',
        'source',
        'valid_from',
        'valid_until',
        'as_of',
        'source_name',
        'evidence',
        'adopted_from',
        'reason',
        'after_preview',
        'recorded_at',
        'recorded_on',
        'recorded_by',
        'recorded_person',
      ),
      said_by: personal,
      value: sensitive,
    },
  },
  amount_preview: {
    roles: ['township-head', 'county-section', 'county-leader'],
    retention: 'short',
    purpose: 'notice incomes edited after the amount was seen 先看金额后改收入',
    columns: {
      ...all(plumbing, 'household_id', 'preview_id', 'area', 'case_id', 'fact_seq', 'facts_hash'),
      ...all(work, 'programme', 'at', 'by_actor', 'closed_at'),
    },
  },
  timeline: {
    ...file,
    purpose: 'tell what happened to the family, also to the family itself 家庭时间线',
    columns: {
      ...all(plumbing, 'household_id', 'event_id', 'area'),
      ...all(work, 'kind', 'on_day', 'entered_on', 'at', 'text_key', 'refs', 'by_actor', 'by_unit', 'citizen_sees'),
      text_values: personal,
    },
  },
  consent: {
    ...file,
    purpose: 'know what each adult agreed to, and stop when they withdraw 同意与撤回',
    columns: {
      ...all(plumbing, 'household_id', 'consent_id', 'area', 'person_id', 'withdraws', 'file_id'),
      ...all(work, 'at', 'entered_by', 'how', 'witness'),
      ...all(personal, 'kind', 'given', 'on_day'),
    },
  },
  person: {
    ...file,
    purpose: 'know one human being as one, in one household at a time 人员',
    columns: {
      ...all(plumbing, 'person_id', 'household_id', 'version', 'merged_into'),
      ...all(work, 'opened_at', 'opened_by', 'without_number', 'apart_since'),
      ...all(personal, 'area', 'sex', 'birth', 'death'),
      name: masked('surname'),
      ...all(hidden, 'name_key', 'variant_key'),
    },
  },
  person_key: {
    ...file,
    purpose: 'find a person by name or pinyin 姓名检索',
    columns: { ...all(plumbing, 'person_id', 'household_id', 'area'), key: hidden },
  },
  identity_number: {
    ...file,
    purpose: 'tell people apart and ask registers about the right one 证件号码',
    columns: {
      ...all(plumbing, 'person_id', 'number_id', 'household_id', 'area'),
      ...all(work, 'kind', 'how', 'status', 'since', 'until', 'issuer', 'entered_at', 'entered_by'),
      ...all(sealed, 'normal_sealed', 'given_sealed'),
      ...all(hidden, 'number_index', 'last4_index'),
    },
  },
  person_merge: {
    roles: ['county-section', 'county-leader'],
    retention: 'household-file',
    purpose: 'join two records of one person and be able to part them again 人员合并',
    columns: {
      ...all(plumbing, 'person_id', 'merge_id', 'household_id', 'area', 'dropped'),
      ...all(work, 'reason', 'merged_at', 'merged_by', 'undone_at', 'undone_by', 'undone_why'),
      inverse: hidden,
    },
  },
  person_aid: {
    ...file,
    purpose: 'not pay the same aid twice 重复享受',
    columns: {
      ...all(plumbing, 'person_id', 'aid_id', 'household_id', 'area', 'award_id'),
      ...all(sensitive, 'programme', 'since', 'until'),
    },
  },
}
