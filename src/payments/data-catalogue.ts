import { dataKinds } from '../household/index.ts'

const { all, caseReaders, hidden, masked, personal, plumbing, sealed, sensitive, work } = dataKinds

const file = { roles: [...caseReaders, 'finance', 'auditor'], retention: 'household-file' } as const

/** What the money keeps about households and people (R36). Books, runs and postings are placed by book and hold no one's facts. */
export const dataCatalogue: dataKinds.DataCatalogue = {
  payee: {
    ...file,
    purpose: 'know who may collect for a household, and since when 领取人',
    columns: {
      ...all(plumbing, 'household_id', 'payee_id', 'area', 'person_id', 'replaces'),
      ...all(work, 'programme', 'status', 'chosen_on', 'chosen_by', 'confirmed_on', 'confirmed_by', 'closed_on'),
      ...all(personal, 'payee_person', 'relation'),
      reason: sensitive,
    },
  },
  payee_account: {
    ...file,
    purpose: 'pay to the right account, and notice one account under two names 领取账户',
    columns: {
      ...all(plumbing, 'person_id', 'account_id', 'household_id', 'area', 'replaces'),
      ...all(
        work,
        'status',
        'captured_on',
        'captured_by',
        'confirmed_on',
        'confirmed_by',
        'closed_on',
        'returned_on',
        'holder_match',
      ),
      number_sealed: sealed,
      number_index: hidden,
      last_four: masked('last-four', 'sensitive'),
      holder: masked('surname'),
      ...all(sensitive, 'bank', 'holder_reason', 'reason'),
    },
  },
  stop_release: {
    ...file,
    purpose: 'show who let a held payment go, and why 放行记录',
    columns: {
      ...all(plumbing, 'household_id', 'release_id', 'area', 'person_id', 'account_id'),
      ...all(work, 'programme', 'month', 'kind', 'claim', 'stop', 'on_day', 'released_by', 'actor'),
      reason: sensitive,
    },
  },
  carried_waiting: {
    ...file,
    purpose: 'pay what the former list still owed a family 名册结转待发',
    columns: {
      ...all(plumbing, 'household_id', 'waiting_id', 'area', 'book_id', 'batch_id'),
      ...all(work, 'programme', 'month', 'residence', 'people', 'document', 'recorded_on', 'undone_on'),
      amount: sensitive,
    },
  },
  payment_instruction: {
    ...file,
    purpose: 'pay each month once, and show the family what it was paid 发放指令',
    columns: {
      ...all(
        plumbing,
        'household_id',
        'instruction_id',
        'area',
        'person_id',
        'book_id',
        'run_id',
        'line_no',
        'account_id',
        'basis',
      ),
      ...all(
        work,
        'programme',
        'month',
        'kind',
        'sequence',
        'claim',
        'document',
        'created_on',
        'live',
        'ended',
        'ended_on',
      ),
      ...all(personal, 'payee_person'),
      ...all(sensitive, 'amount', 'reason', 'ended_why'),
    },
  },
}
