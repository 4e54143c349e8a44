import { type Calendar, type Day, day, yuan } from '../foundation/index.ts'
import { type AdverseAct, type Assessed, makeAct, type RemedyRoute } from './act.ts'
import type { Context, Opinion } from './application.ts'
import type { CaseProcedure } from './procedure.ts'

/** For tests only: a calendar of plain weeks with one holiday week, a procedure like 安禾县's, and ready-made papers. */
export const plainCalendar: Calendar = {
  holidays: new Set(['2025-05-01', '2025-05-02', '2025-05-05'].map(day)),
  workdays: new Set([day('2025-04-27')]),
  publishedThrough: 2026,
}

export const applicationProcedure: CaseProcedure = {
  name: 'dibao/anhe/2023-07-01',
  kind: 'application',
  intake: {
    within: { days: 3, unit: 'working' },
    supplement: { days: 10, unit: 'working' },
    deemedAfter: null,
    verifyBefore: false,
    signAfter: false,
  },
  start: { days: 3, unit: 'working' },
  investigation: null,
  review: { days: 3, unit: 'working' },
  verification: 'skippable',
  visit: 'skippable',
  adoption: true,
  appraisal: 'disputed',
  signers: {
    prepare: ['township-clerk'],
    review: ['township-head'],
    countyReview: null,
    approve: ['county-leader'],
    collective: ['county-section', 'county-leader'],
  },
  notice: { term: { days: 7, unit: 'natural' }, again: { days: 3, unit: 'natural' }, photos: true },
  reinvestigation: { days: 5, unit: 'working' },
  appraise: { days: 5, unit: 'working' },
  confirmation: { days: 10, unit: 'working' },
  unchanged: { decidedByReview: false, withoutLetter: false },
  letter: { days: 3, unit: 'working' },
  refusalLetter: { days: 3, unit: 'working' },
  total: { days: 30, unit: 'working' },
  extension: { days: 15, unit: 'working' },
  uncounted: [],
  pauses: ['waitingForSupplement', 'objection', 'forceMajeure'],
  reviews: [
    { class: 'stable', urban: 12, rural: 12 },
    { class: 'unstable', urban: 6, rural: 6 },
  ],
  reapplyMonths: 6,
  appeal: {
    answer: { days: 20, unit: 'working' },
    check: ['county-section', 'county-leader'],
    approve: ['county-leader'],
  },
  remedies: {
    reconsideration: { body: '安禾县人民政府', days: 60 },
    court: { body: '安禾县人民法院', months: 6 },
  },
  power: 'own',
  confirmedBy: 'county',
  judgedOn: 'acceptance',
  firstMonth: 'next',
  batchCutOffDay: 25,
}

export const route: RemedyRoute = {
  objection: { body: '安禾县民政局', days: 60 },
  reconsideration: { body: '安禾县人民政府', days: 60 },
  court: { body: '安禾县人民法院', months: 6 },
}

/** Three natural persons and a fourth who may not know of each other's accounts. */
export const people = {
  clerk: 'person-chen',
  head: 'person-luo',
  leader: 'person-wu',
  section: 'person-he',
  cadre: 'person-ma',
}

export const as = (
  person: keyof typeof people | 'system' | 'citizen',
  role: Context['actor']['role'],
  today: Day,
  more: Partial<Context> = {},
): Context => ({
  today,
  calendar: plainCalendar,
  actor: {
    account: `account-${person}`,
    person: person === 'system' || person === 'citizen' ? null : people[person],
    role,
    delegation: null,
  },
  relatives: [],
  ...more,
})

export const eligible = (monthly: number, act: Assessed['act'] = 'grant'): Assessed => ({
  outcome: 'eligible',
  act,
  monthly: yuan(monthly),
  tier: null,
  factsHash: 'facts',
  rulebookHash: 'rulebook',
  parameterHash: 'parameters',
  digest: `eligible-${monthly}`,
})

export const notEligible: Assessed = { ...eligible(0, 'refuse'), outcome: 'not-eligible', monthly: null, digest: 'not' }

export const grantOf = (monthly: number) => ({
  act: 'grant' as const,
  monthly: yuan(monthly),
  tier: null,
  from: '2025-05' as Opinion['act']['from'],
})

export function refusal(): AdverseAct {
  const act = makeAct(
    {
      act: 'refuse',
      monthly: 0n,
      tier: null,
      from: '2025-05' as Opinion['act']['from'],
      reasons: [{ code: 'income-above-standard', clause: '社会救助暂行办法 第九条', note: null }],
      evidence: [{ kind: 'determination', id: 'not' }],
    },
    route,
  )
  if ('refused' in act || act.act !== 'refuse') throw new Error('the refusal of the tests has lost its grounds')
  return act
}

export const opinionOf = (act: Opinion['act'], assessed: Assessed, more: Partial<Opinion> = {}): Opinion => ({
  opinionId: 'opinion-1',
  assessed,
  act,
  difference: null,
  editedAfterPreview: 0,
  reviewClass: 'stable',
  ...more,
})
