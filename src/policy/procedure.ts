import type { AreaCode, Day } from '../foundation/index.ts'
import type { Bilingual } from './facts.ts'
import type { Mark } from './kernel/index.ts'
import type { ProgrammeId } from './programmes.ts'

/**
 * How a case is handled in a place: data, read from `rulebook/<place>/procedures/*.yaml`, checked when it is compiled.
 * A place writes only what differs from the nation. `null` is "the place has no rule we know of": the office sets it.
 */
export interface Basis {
  readonly source: string
  readonly article?: string
  readonly mark: Mark
  readonly note?: string
}

export interface Days {
  readonly days: number
  readonly unit: 'working' | 'natural'
}

export type Actor =
  | 'applicant'
  | 'villageAide'
  | 'townshipClerk'
  | 'townshipHead'
  | 'countyVerification'
  | 'countySection'
  | 'countyLeader'
  | 'system'

/** 经办 / 审核 / 审批: three signatures by three natural persons. */
export type Signature = 'handle' | 'review' | 'approve'

export type StageId =
  | 'intake'
  | 'investigation'
  | 'verification'
  | 'homeVisit'
  | 'appraisal'
  | 'recommendation'
  | 'notice'
  | 'confirmation'
  | 'delivery'

export interface Skip {
  /** `reportCovers`: the verification report says enough · `noDispute`: nobody disagrees · `unchanged`: nothing moved. */
  readonly when: 'reportCovers' | 'noDispute' | 'unchanged' | 'sameAmount'
  readonly label: Bilingual
  readonly basis: Basis
}

export interface Stage {
  readonly id: StageId
  readonly label: Bilingual
  readonly actors: readonly Actor[]
  readonly signature: Signature | null
  /** From when the days count, and how many; `null` when only the total binds. */
  readonly deadline: (Days & { readonly from: 'acceptance' | 'previousStage'; readonly basis: Basis }) | null
  readonly skip: Skip | null
  /** Whether its days count towards the total (Chongqing leaves appraisal and notice out). */
  readonly countsInTotal: boolean
}

export type CaseKind = 'application' | 'change' | 'review'

export interface Procedure {
  readonly programme: ProgrammeId
  readonly place: string
  readonly area: AreaCode
  readonly from: Day
  readonly name: Bilingual
  /** Order of the stages for each kind of case; changes and reviews are lighter. */
  readonly stages: Readonly<Record<CaseKind, readonly Stage[]>>
  readonly intake: {
    /** Checking before acceptance (核对前置) is allowed and leaves a record. */
    readonly preVerification: { readonly allowed: boolean; readonly basis: Basis }
    /** Accepted by silence after so many days; off unless the place says so. */
    readonly deemedAcceptance: { readonly after: Days | null; readonly basis: Basis }
    readonly supplement: {
      readonly once: true
      readonly due: Days | null
      readonly pausesClock: boolean
      readonly basis: Basis
    }
    /** A signature may follow acceptance (先受理后补签). */
    readonly signAfterAcceptance: { readonly allowed: boolean; readonly basis: Basis }
  }
  readonly verification: {
    readonly start: Days | null
    readonly reply: Days | null
    readonly validMonths: number | null
    readonly basis: Basis
  }
  readonly visit: {
    readonly visitors: number
    readonly skipWhenReportCovers: boolean
    /** By telephone or video: never, in an emergency only, or always. */
    readonly remote: 'no' | 'emergency' | 'yes'
    readonly basis: Basis
  }
  readonly appraisal: { readonly held: 'disputedOnly' | 'always'; readonly basis: Basis }
  readonly notice: {
    readonly length: Days
    /** After an objection was settled. */
    readonly again: Days
    readonly columns: readonly ('name' | 'people' | 'amount')[]
    readonly basis: Basis
  }
  readonly objection: { readonly answer: Days | null; readonly basis: Basis }
  readonly confirmation: {
    readonly by: 'county' | 'township'
    /** Whether the power was only delegated (委托) or conferred (下放): who is the respondent of an appeal. */
    readonly power: 'own' | 'delegated' | 'conferred'
    readonly mayDelegateToTownship: boolean
    /** Confirmed in batches: the day of the month after which a case waits for the next batch. */
    readonly batchCutOffDay: number | null
    readonly basis: Basis
  }
  readonly total: { readonly normal: Days; readonly extended: Days | null; readonly basis: Basis }
  readonly refusalLetter: { readonly within: Days; readonly basis: Basis }
  readonly relatives: { readonly register: boolean; readonly countyVisits: boolean; readonly basis: Basis }
  /** The day whose standard judges a pending case. */
  readonly standardDay: { readonly day: 'acceptance' | 'confirmation'; readonly basis: Basis }
  readonly startMonth: { readonly month: 'next' | 'same'; readonly basis: Basis }
  readonly payBy: { readonly dayOfMonth: number; readonly basis: Basis }
  /** Months in which the same application is not taken again unless something changed. */
  readonly reapply: { readonly months: number | null; readonly basis: Basis }
  readonly reviews: readonly {
    readonly class: string
    readonly label: Bilingual
    readonly months: { readonly urban: number; readonly rural: number }
    readonly basis: Basis
  }[]
  readonly pauses: readonly { readonly reason: string; readonly label: Bilingual; readonly basis: Basis }[]
  readonly appeal: {
    readonly internal: { readonly answer: Days | null; readonly differentPerson: true; readonly basis: Basis }
    readonly reconsideration: { readonly days: number; readonly body: Bilingual; readonly basis: Basis }
    readonly court: { readonly months: number; readonly body: Bilingual; readonly basis: Basis }
  }
}
