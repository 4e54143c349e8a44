import type { Day } from '../foundation/index.ts'
import type { FactSubject } from '../household/index.ts'
import type { FactName } from '../policy/index.ts'
import type { Enquiry, Finding } from './enquiry.ts'
import type { Threshold } from './thresholds.ts'
import { type Item, type ItemEntry, itemEntry, items, type Source, sources, subjectId, type Unit } from './words.ts'

/**
 * 核对报告 (VER-04): person by person and source by source the item, its value, its day, the line of this programme and
 * what follows for that item. It is evidence for a decision and never decides: there is no word here for "eligible".
 */
export interface ReportLine {
  /** `household`, `person/<id>` or `supporter/<id>`: names are put in when it is shown. */
  who: string
  source: Source
  item: Item | null
  state: LineState
  /** Why nothing was asked or nothing came. */
  why: string | null
  value: string | null
  unit: Unit | null
  asOf: Day | null
  threshold: LineThreshold | null
  conclusion: Conclusion
  /** The finding behind it, for opening the detail. */
  finding: string | null
}

export type LineThreshold = Pick<Threshold, 'parameter' | 'unit' | 'source' | 'article' | 'mark'> & { limit: string }

/** `waiting` stands only in a draft. */
export type LineState = 'found' | 'stale' | 'no-record' | 'name-differs' | 'no-answer' | 'not-asked' | 'waiting'

/**
 * within / above the line · counted as income · part of a household total · a clue for people · not known (查不到): an
 * old figure, a silence and "no record" are all not known, and say which.
 */
export type Conclusion = 'within' | 'above' | 'income' | 'see-total' | 'clue' | 'not-known'

export interface Report {
  lines: ReportLine[]
  /** What no source can tell, here or anywhere (practice §1.8): printed with every report. */
  unknowable: readonly string[]
}

export const unknowable = [
  'cash',
  'casual-wages',
  'farm-income',
  'private-loans',
  'e-wallets',
  'relatives-cars',
  'unregistered-houses',
  'real-support',
  'unreported-death',
  'other-provinces',
] as const

export function composeReport(
  enquiries: readonly Enquiry[],
  findings: readonly Finding[],
  thresholds: ReadonlyMap<FactName, Threshold>,
): Report {
  const ordered = [...enquiries].sort(
    (one, other) =>
      compare(subjectPlace(one), subjectPlace(other)) || sources.indexOf(one.source) - sources.indexOf(other.source),
  )
  const lines = ordered.flatMap((enquiry) => linesOf(enquiry, findings, thresholds))
  return { lines: [...totalLines(ordered, findings, thresholds), ...lines], unknowable }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

const whoOf = (subject: FactSubject): string =>
  subject.kind === 'household' ? 'household' : `${subject.kind}/${subject.id}`

function linesOf(
  enquiry: Enquiry,
  findings: readonly Finding[],
  thresholds: ReadonlyMap<FactName, Threshold>,
): ReportLine[] {
  const blank: ReportLine = {
    who: whoOf(enquiry.subject),
    source: enquiry.source,
    item: null,
    state: 'waiting',
    why: enquiry.why,
    value: null,
    unit: null,
    asOf: enquiry.asOf,
    threshold: null,
    conclusion: 'not-known',
    finding: null,
  }
  if (enquiry.state === 'not-asked' || enquiry.state === 'no-answer') return [{ ...blank, state: enquiry.state }]
  if (enquiry.state !== 'answered') return [blank]
  const told = findings.filter((finding) => finding.enquiry === enquiry.id)
  if (enquiry.result !== 'found') return [{ ...blank, state: enquiry.result ?? 'waiting' }]
  return told
    .sort((one, other) => compare(one.item, other.item))
    .map((finding) => ({
      ...blank,
      item: finding.item,
      state: finding.stale ? 'stale' : 'found',
      value: finding.value,
      unit: finding.unit,
      asOf: finding.asOf,
      conclusion: finding.stale ? 'not-known' : conclusionOf(finding, enquiry, thresholds),
      finding: finding.id,
    }))
}

function conclusionOf(finding: Finding, enquiry: Enquiry, thresholds: ReadonlyMap<FactName, Threshold>): Conclusion {
  const entry: ItemEntry = itemEntry(finding.item)
  // "Above the household's limit" by one person alone is above; "not above" by one of several proves nothing.
  if (finding.item === 'deposit-above') return finding.value === 'yes' ? 'above' : 'see-total'
  if (enquiry.subject.kind === 'supporter') return entry.supporterFact ? 'income' : 'clue'
  if (!entry.fact) return 'clue'
  if (entry.fact.of === 'person') return entry.unit === 'yuan' ? 'income' : 'clue'
  return thresholds.has(entry.fact.name) ? 'see-total' : 'clue'
}

/** One line per threshold: what all adults together have, against what this programme allows a household of this size. */
function totalLines(
  enquiries: readonly Enquiry[],
  findings: readonly Finding[],
  thresholds: ReadonlyMap<FactName, Threshold>,
): ReportLine[] {
  return [...thresholds.values()].flatMap((threshold) => {
    const item = (Object.keys(items) as Item[]).find((one) => {
      const entry: ItemEntry = itemEntry(one)
      return entry.fact?.name === threshold.fact && entry.fact.of === 'household'
    })
    if (!item) return []
    const { source, unit, fact } = itemEntry(item)
    const asked = enquiries.filter(
      (enquiry) =>
        enquiry.source === source &&
        enquiry.subject.kind === 'person' &&
        !(enquiry.state === 'not-asked' && enquiry.why === 'child'),
    )
    if (asked.length === 0) return []
    const ids = new Set(asked.map((enquiry) => enquiry.id))
    const told = findings.filter((one) => ids.has(one.enquiry) && one.item === item && !one.stale)
    const values = told.map((one) => BigInt(one.value))
    const total = values.reduce((all, one) => (fact!.join === 'largest' ? larger(all, one) : all + one), 0n)
    const whole = asked.every((enquiry) => enquiry.result === 'found' || enquiry.result === 'no-record')
    const questions = findings.filter((one) => ids.has(one.enquiry) && one.item === 'deposit-above')
    return [
      {
        who: 'household',
        source,
        item,
        state: told.length > 0 ? 'found' : stateWithoutValue(asked, whole),
        why: whole ? null : 'incomplete',
        value: told.length > 0 ? String(total) : null,
        unit,
        asOf: told.reduce<Day | null>((old, one) => (old === null || (one.asOf ?? old) < old ? one.asOf : old), null),
        threshold: {
          limit: String(threshold.limit),
          parameter: threshold.parameter,
          unit: threshold.unit,
          source: threshold.source,
          article: threshold.article,
          mark: threshold.mark,
        },
        conclusion: totalConclusion(threshold, told.length > 0 ? total : null, whole, asked, questions),
        finding: null,
      } satisfies ReportLine,
    ]
  })
}

function larger(one: bigint, other: bigint): bigint {
  if (one > other) return one
  return other
}

function stateWithoutValue(asked: readonly Enquiry[], whole: boolean): LineState {
  if (asked.some((enquiry) => enquiry.state === 'waiting' || enquiry.state === 'asked')) return 'waiting'
  if (whole) return 'no-record'
  return asked.some((enquiry) => enquiry.state === 'no-answer') ? 'no-answer' : 'not-asked'
}

/** What is there already may be above the line although somebody is missing; "within" needs everybody. */
function totalConclusion(
  threshold: Threshold,
  total: bigint | null,
  whole: boolean,
  asked: readonly Enquiry[],
  questions: readonly Finding[],
): Conclusion {
  if (questions.some((one) => one.value === 'yes')) return 'above'
  if (questions.length > 0) return asked.length === 1 && questions.length === 1 ? 'within' : 'not-known'
  if (total === null) return 'not-known'
  if (total > threshold.limit) return 'above'
  return whole ? 'within' : 'not-known'
}

const subjectPlace = (enquiry: Pick<Enquiry, 'subject'>): string =>
  `${enquiry.subject.kind}/${subjectId(enquiry.subject)}`
