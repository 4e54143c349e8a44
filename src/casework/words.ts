/** What a case is about. An appeal has a course of its own (`appeal.ts`); the others share one (`application.ts`). */
export const caseKinds = ['application', 'change', 'review', 'appeal', 'late-entry'] as const
export type CaseKind = (typeof caseKinds)[number]

/** What changed for a household that is already paid (practice §1.1: the daily bread). */
export const changeKinds = [
  'member-in',
  'member-out',
  'income',
  'head',
  'account',
  'address',
  'death',
  'suspend',
  'resume',
  'stop',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** By which door the case came in. */
export const origins = ['applicant', 'proxy', 'aide', 'office', 'signal'] as const
export type Origin = (typeof origins)[number]

/** 经办, 审核, 县级审核, 审批, collective decision, re-check of an appeal. One natural person holds one of them in a case. */
export const capacities = ['prepare', 'review', 'county-review', 'approve', 'collective', 'recheck'] as const
export type Capacity = (typeof capacities)[number]

export type CaseId = string
/** The human being behind an account (`staff_person_id`). */
export type NaturalPerson = string
export type NonEmpty<T> = readonly [T, ...T[]]
export const isNonEmpty = <T>(list: readonly T[]): list is NonEmpty<T> => list.length > 0
