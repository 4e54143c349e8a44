import { assert, type Day, isDay, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { actorOf, audit, newId, type Tx } from '../platform/index.ts'
import { type FactName, type FactSection, type FactValue, factEntry } from '../policy/index.ts'
import {
  checkFact,
  encodeValue,
  type Fact,
  type FactRefusal,
  type FactSource,
  type FactSubject,
  subjectKey,
} from './fact.ts'
import { factsById, factsOf } from './fact-store.ts'
import type { HouseholdId } from './ids.ts'
import { addTimeline } from './timeline.ts'

export interface FactEntryInput {
  subject: FactSubject
  name: FactName
  value: FactValue
  validFrom: Day
  validUntil?: Day | null
  /** The day the figure describes, as the source says. */
  asOf?: Day | null
  sourceName?: string | null
  /** Record ids: `{ visit: …, file: …, reply: …, application: … }`. */
  evidence?: Record<string, string> | null
  /** Who said it, by id or role: `person:…`, `aide`, `neighbour`. */
  saidBy?: string | null
}

export interface RecordFact extends FactEntryInput {
  household: HouseholdId
  source: Exclude<FactSource, 'adopted'>
}

export type RecordFactRefusal = FactRefusal | Refusal<'no-such-household' | 'fact-days' | 'fact-stranger'>

/** One figure and where it comes from. Nothing is overwritten, and nothing is decided by it before adoption. */
export async function recordFact(tx: Tx, input: RecordFact): Promise<string | RecordFactRefusal> {
  const ids = await recordFacts(tx, { household: input.household, source: input.source, facts: [input] })
  return isRefusal(ids) ? ids : ids[0]!
}

export async function recordFacts(
  tx: Tx,
  input: { household: HouseholdId; source: Exclude<FactSource, 'adopted'>; facts: readonly FactEntryInput[] },
): Promise<string[] | RecordFactRefusal> {
  return writeFacts(tx, input.household, input.source, input.facts)
}

export interface AdoptFact {
  household: HouseholdId
  subject: FactSubject
  name: FactName
  /** The declared, matched or visited fact that is taken over … */
  from?: string
  /** … or a value of the officer's own. */
  value?: FactValue
  reason: string
  /** Needed with a value of one's own; else the days of the fact taken over. */
  validFrom?: Day
  validUntil?: Day | null
}

export type AdoptFactRefusal =
  | RecordFactRefusal
  | Refusal<'adoption-needs-a-person' | 'adoption-needs-a-reason' | 'adoption-source' | 'no-such-fact'>

/** Only adopted facts decide; adopting names a person and a reason. */
export async function adoptFact(tx: Tx, input: AdoptFact): Promise<string | AdoptFactRefusal> {
  const ids = await adoptFacts(tx, input.household, [input])
  return isRefusal(ids) ? ids : ids[0]!
}

export async function adoptFacts(
  tx: Tx,
  household: HouseholdId,
  adoptions: readonly Omit<AdoptFact, 'household'>[],
): Promise<string[] | AdoptFactRefusal> {
  if (!actorOf(tx).naturalPerson) return refuse('adoption-needs-a-person')
  const known = await factsById(
    tx,
    household,
    adoptions.flatMap(({ from }) => from ?? []),
  )
  const rows: Writing[] = []
  for (const adoption of adoptions) {
    const reason = adoption.reason.trim()
    if (!reason) return refuse('adoption-needs-a-reason', undefined, adoption.name)
    const row = adopted(known, adoption)
    if (isRefusal(row)) return row
    rows.push({ ...row, reason })
  }
  const ids = await writeFacts(tx, household, 'adopted', rows)
  if (!isRefusal(ids) && ids.length > 0) {
    await addTimeline(tx, {
      household,
      kind: 'fact',
      text: 'household:timeline.adopted',
      values: { facts: ids.length },
    })
    await audit(tx, {
      action: 'fact.adopt',
      subject: { kind: 'household', id: String(household), household },
      after: rows.map((row, i) => ({ id: ids[i], name: row.name, value: row.value, reason: row.reason })),
      detail: { facts: rows.length, names: [...new Set(rows.map((row) => row.name))].join(' ').slice(0, 500) },
    })
  }
  return ids
}

function adopted(known: ReadonlyMap<string, Fact>, adoption: Omit<AdoptFact, 'household'>): Writing | AdoptFactRefusal {
  const { subject, name } = adoption
  if (adoption.from === undefined) {
    if (adoption.value === undefined || adoption.validFrom === undefined)
      return refuse('adoption-source', undefined, name)
    return {
      subject,
      name,
      value: adoption.value,
      validFrom: adoption.validFrom,
      validUntil: adoption.validUntil ?? null,
    }
  }
  const from = known.get(adoption.from)
  if (!from || from.source === 'adopted') return refuse('no-such-fact', undefined, name)
  if (from.name !== name || subjectKey(from.subject) !== subjectKey(subject))
    return refuse('adoption-source', undefined, name)
  // Taking a fact over and writing another number beside it would hide who said what.
  if (adoption.value !== undefined && adoption.value !== from.value) return refuse('adoption-source', undefined, name)
  return {
    subject,
    name,
    value: from.value,
    validFrom: adoption.validFrom ?? from.validFrom,
    validUntil: adoption.validUntil === undefined ? from.validUntil : adoption.validUntil,
    asOf: from.asOf,
    sourceName: from.sourceName,
    adoptedFrom: from.id,
  }
}

interface Writing extends FactEntryInput {
  reason?: string
  adoptedFrom?: string
}

/** Figures that make the amount; editing them after it was seen is marked. */
const amountSections: readonly FactSection[] = ['income', 'exempt', 'assets', 'spending', 'support']

async function writeFacts(
  tx: Tx,
  household: HouseholdId,
  source: FactSource,
  facts: readonly Writing[],
): Promise<string[] | RecordFactRefusal> {
  for (const fact of facts) {
    const problem = checkFact(fact.subject.kind, fact.name, fact.value)
    if (problem) return problem
    if (!isDay(fact.validFrom) || (fact.validUntil && fact.validUntil <= fact.validFrom))
      return refuse('fact-days', undefined, fact.name)
  }
  const stranger = await firstStranger(tx, household, facts)
  if (stranger) return refuse('fact-stranger', undefined, stranger.name)
  if (facts.length === 0) return []
  // The household's row orders its facts: two clerks writing at once write one after the other.
  const file = await tx
    .updateTable('household')
    .set((row) => ({ fact_seq: row('fact_seq', '+', BigInt(facts.length)), version: row('version', '+', 1n) }))
    .where('household_id', '=', household)
    .returning(['fact_seq', 'area'])
    .executeTakeFirst()
  if (!file) return refuse('no-such-household')
  const preview = source === 'matched' ? null : await openPreview(tx, household)
  const actor = actorOf(tx)
  const first = file.fact_seq - BigInt(facts.length) + 1n
  const rows = facts.map((fact, i) => ({
    household_id: household,
    seq: first + BigInt(i),
    fact_id: newId(),
    area: file.area,
    subject_kind: fact.subject.kind,
    subject_id: subjectKey(fact.subject),
    name: fact.name,
    value: encodeValue(fact.value),
    source,
    valid_from: fact.validFrom,
    valid_until: fact.validUntil ?? null,
    as_of: fact.asOf ?? null,
    source_name: fact.sourceName ?? null,
    evidence: fact.evidence ? JSON.stringify(fact.evidence) : null,
    adopted_from: fact.adoptedFrom ?? null,
    reason: fact.reason ?? null,
    after_preview: preview && amountSections.includes(factEntry(fact.name).section) ? preview : null,
    said_by: fact.saidBy ?? null,
    recorded_by: actor.id,
    recorded_person: actor.naturalPerson,
  }))
  await tx.insertInto('fact').values(rows).execute()
  return rows.map((row) => row.fact_id)
}

/** A fact about somebody who never belonged here is a slip. Past members may still be described. */
async function firstStranger(tx: Tx, household: HouseholdId, facts: readonly Writing[]): Promise<Writing | null> {
  const about = facts.filter((fact) => fact.subject.kind !== 'household')
  if (about.length === 0) return null
  const [members, supporters] = await Promise.all([
    tx.selectFrom('membership').select('person_id').where('household_id', '=', household).execute(),
    tx.selectFrom('supporter').select('supporter_id').where('household_id', '=', household).execute(),
  ])
  const known = new Set([
    ...members.map((row) => `person/${row.person_id}`),
    ...supporters.map((row) => `supporter/${row.supporter_id}`),
  ])
  return about.find((fact) => !known.has(`${fact.subject.kind}/${subjectKey(fact.subject)}`)) ?? null
}

const openPreview = async (tx: Tx, household: HouseholdId): Promise<string | null> => {
  const row = await tx
    .selectFrom('amount_preview')
    .select('preview_id')
    .where('household_id', '=', household)
    .where('closed_at', 'is', null)
    .orderBy('preview_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.preview_id ?? null
}

/** Somebody saw the amount on these facts. Kept until the case is decided. */
export async function notePreview(
  tx: Tx,
  input: { household: HouseholdId; programme: string; caseId?: string; factsHash: string },
): Promise<void> {
  const file = await tx
    .selectFrom('household')
    .select(['area', 'fact_seq'])
    .where('household_id', '=', input.household)
    .executeTakeFirst()
  assert(file, `household ${input.household} is not there for a preview`)
  await tx
    .insertInto('amount_preview')
    .values({
      household_id: input.household,
      preview_id: newId(),
      area: file.area,
      programme: input.programme,
      case_id: input.caseId ?? null,
      fact_seq: file.fact_seq,
      facts_hash: input.factsHash,
      by_actor: actorOf(tx).id,
    })
    .execute()
}

/** The case is decided: later edits belong to a new question. */
export async function closePreviews(tx: Tx, household: HouseholdId): Promise<void> {
  await tx
    .updateTable('amount_preview')
    .set({ closed_at: new Date().toISOString() })
    .where('household_id', '=', household)
    .where('closed_at', 'is', null)
    .execute()
}

/** Figures written after the amount had been seen, in order: the reviewer's flag. `after` skips what an earlier case knew. */
export async function factsAfterPreview(tx: Tx, household: HouseholdId, after = 0n): Promise<Fact[]> {
  const facts = await factsOf(tx, household)
  return facts.filter((fact) => fact.afterPreview && fact.seq > after).sort((one, other) => Number(one.seq - other.seq))
}
