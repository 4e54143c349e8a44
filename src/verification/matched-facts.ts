import { assert, type Day, sum } from '../foundation/index.ts'
import type { FactSubject } from '../household/index.ts'
import { type FactName, type FactValue, factEntry } from '../policy/index.ts'
import type { Enquiry, Finding } from './enquiry.ts'
import { type Item, type ItemEntry, itemEntry, items, type Source, subjectId } from './words.ts'

/** What the sources together say about one fact. `null`: asked and answered, and no source has a record; not zero. */
export interface MatchedFact {
  subject: FactSubject
  name: FactName
  value: FactValue
  asOf: Day | null
  sources: Source[]
  findings: string[]
}

interface Target {
  name: FactName
  of: 'household' | 'person' | 'supporter'
  join: 'sum' | 'largest' | 'same'
  items: Item[]
  sources: Source[]
}

/** Which items make which fact: turned round once from the list of items. */
const targets: readonly Target[] = (() => {
  const found = new Map<string, Target>()
  const add = (item: Item, name: FactName, of: Target['of'], join: Target['join']) => {
    const key = `${of}/${name}`
    const target = found.get(key) ?? { name, of, join, items: [], sources: [] }
    target.items.push(item)
    if (!target.sources.includes(items[item].source)) target.sources.push(items[item].source)
    found.set(key, target)
  }
  for (const item of Object.keys(items) as Item[]) {
    const entry: ItemEntry = itemEntry(item)
    if (entry.fact) add(item, entry.fact.name, entry.fact.of, entry.fact.join)
    if (entry.supporterFact) add(item, entry.supporterFact, 'supporter', 'sum')
  }
  return [...found.values()]
})()

/**
 * Turns answers into facts. A fact of the household needs every adult's answer: half a household's deposits are no
 * figure. A fact of a person needs that person's. What nobody answered, or only with an old figure, makes no fact.
 */
export function matchedFacts(enquiries: readonly Enquiry[], findings: readonly Finding[]): MatchedFact[] {
  return targets.flatMap((target) => {
    const concerned = enquiries.filter(
      (enquiry) =>
        target.sources.includes(enquiry.source) &&
        enquiry.subject.kind === (target.of === 'supporter' ? 'supporter' : 'person') &&
        enquiry.question === null &&
        !(enquiry.state === 'not-asked' && enquiry.why === 'child'),
    )
    return groups(target, concerned).flatMap(({ subject, of }) => {
      const fact = factFrom(target, subject, of, findings)
      return fact ? [fact] : []
    })
  })
}

function groups(target: Target, enquiries: readonly Enquiry[]): { subject: FactSubject; of: readonly Enquiry[] }[] {
  if (target.of === 'household') return [{ subject: { kind: 'household' }, of: enquiries }]
  const bySubject = new Map<string, Enquiry[]>()
  for (const enquiry of enquiries)
    bySubject.set(subjectId(enquiry.subject), [...(bySubject.get(subjectId(enquiry.subject)) ?? []), enquiry])
  return [...bySubject.values()].map((of) => ({ subject: of[0]!.subject, of }))
}

function factFrom(
  target: Target,
  subject: FactSubject,
  enquiries: readonly Enquiry[],
  findings: readonly Finding[],
): MatchedFact | null {
  if (enquiries.length === 0 || !target.sources.every((source) => enquiries.some((one) => one.source === source)))
    return null
  if (!enquiries.every((enquiry) => enquiry.result === 'found' || enquiry.result === 'no-record')) return null
  const ids = new Set(enquiries.map((enquiry) => enquiry.id))
  const told = findings.filter((finding) => ids.has(finding.enquiry) && target.items.includes(finding.item))
  if (told.some((finding) => finding.stale)) return null
  const days = [...told.map((finding) => finding.asOf), ...(told.length > 0 ? [] : enquiries.map((one) => one.asOf))]
  return {
    subject,
    name: target.name,
    value: told.length > 0 ? joined(target, told) : null,
    asOf: oldest(days),
    sources: target.sources,
    findings: told.map((finding) => finding.id),
  }
}

/** In the unit of the dictionary. Sources speak of yuan, pieces and square metres; facts of fen and counts. */
function joined(target: Target, findings: readonly Finding[]): FactValue {
  const { unit } = factEntry(target.name)
  if (unit === 'code') return findings.at(-1)!.value
  const amounts = findings.map((finding) => BigInt(finding.value))
  const total = target.join === 'largest' ? largest(amounts) : sum(amounts)
  assert(unit === 'fen' || unit === 'count', `fact ${target.name} cannot be added up`)
  return unit === 'fen' ? total : Number(total)
}

function largest(amounts: readonly bigint[]): bigint {
  let most = amounts[0]!
  for (const amount of amounts) if (amount > most) most = amount
  return most
}

const oldest = (days: readonly (Day | null)[]): Day | null =>
  days.reduce<Day | null>((old, day) => (day !== null && (old === null || day < old) ? day : old), null)
