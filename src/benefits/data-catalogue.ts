import { dataKinds } from '../household/index.ts'

const { all, caseReaders, personal, plumbing, sensitive, work } = dataKinds

const file = { roles: [...caseReaders, 'finance', 'auditor'], retention: 'household-file' } as const

/** What awards keep about households and people (R36). */
export const dataCatalogue: dataKinds.DataCatalogue = {
  award: {
    ...file,
    purpose: 'know what a household is entitled to 待遇',
    columns: {
      ...all(plumbing, 'household_id', 'award_id', 'area', 'person_id', 'book_id', 'last_step'),
      ...all(work, 'opened_on', 'carried_over', 'pays_from'),
      programme: sensitive,
    },
  },
  award_decision: {
    ...file,
    purpose: 'let each decision take effect once 决定生效',
    columns: {
      ...all(plumbing, 'household_id', 'decision_id', 'award_id', 'area', 'digest'),
      ...all(work, 'kind', 'applied_on', 'applied_by'),
    },
  },
  award_step: {
    ...file,
    purpose: 'show what was paid from which month, by which decision and why 待遇变动',
    columns: {
      ...all(plumbing, 'household_id', 'award_id', 'step_no', 'area', 'decision_id'),
      ...all(work, 'kind', 'state', 'from_month', 'until_month', 'document', 'decided_on', 'recorded_on', 'residence'),
      ...all(sensitive, 'monthly', 'supplement', 'people', 'tier', 'reason'),
    },
  },
  award_share: {
    ...file,
    purpose: 'know who is in an award and which supplement is whose 保障对象与增发',
    columns: {
      ...all(plumbing, 'household_id', 'award_id', 'step_no', 'line_no', 'area'),
      person_id: personal,
      ...all(sensitive, 'kind', 'amount', 'rule'),
    },
  },
  award_span: {
    ...file,
    purpose: 'read a month of all awards at once 待遇月份',
    columns: {
      ...all(plumbing, 'household_id', 'award_id', 'area', 'step_no'),
      ...all(work, 'from_month', 'until_month', 'state'),
      monthly: sensitive,
    },
  },
  back_pay: {
    ...file,
    purpose: 'pay what a decision adds to earlier months 补发',
    columns: {
      ...all(plumbing, 'household_id', 'award_id', 'decision_id', 'area', 'step_no'),
      ...all(work, 'month', 'recorded_on'),
      amount: sensitive,
    },
  },
  overpayment: {
    ...file,
    purpose: 'open a case about months that were paid too much, never netted 多发',
    columns: {
      ...all(plumbing, 'household_id', 'award_id', 'decision_id', 'area'),
      ...all(work, 'month', 'recorded_on'),
      amount: sensitive,
    },
  },
}
