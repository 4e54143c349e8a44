import { colleague } from '../access/index.ts'
import { type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { type FactEntryInput, recordFacts } from '../household/index.ts'
import { actorOf, newId, type Role, type Tx } from '../platform/index.ts'
import type { StructuredReason } from './act.ts'
import { answerOf, type CaseRef, type Desk, foresee, type Taken, take, takeUp } from './desk.ts'
import { tellVisit } from './tell-family.ts'
import type { VisitForm } from './visit-form.ts'

/** Two accounts of the people who go: the clerk and a cadre or colleague, two natural persons. */
export type Pair = readonly [string, string]

async function pairOf(
  tx: Tx,
  accounts: Pair,
): Promise<{ person: string; role: Role; account: string }[] | Refusal<'no-such-colleague'>> {
  const found = []
  for (const [i, account] of accounts.entries()) {
    const staff = await colleague(tx, account)
    if (!staff) return refuse('no-such-colleague', {}, `visitors.${i}`)
    found.push(staff)
  }
  return found
}

export async function bookVisit(tx: Tx, input: CaseRef & { visitOn: Day; visitors: Pair }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const pair = await pairOf(tx, input.visitors)
  if (isRefusal(pair)) return pair
  const after = await take(tx, desk, {
    do: 'book-visit',
    visitOn: input.visitOn,
    visitors: pair.map((p) => p.person),
  })
  if (isRefusal(after)) return after
  await tx
    .insertInto('home_visit')
    .values({
      household_id: desk.row.household,
      visit_id: newId(),
      case_id: desk.row.caseId,
      area: desk.row.area,
      planned_on: input.visitOn,
      visitor_one: pair[0]!.person,
      visitor_two: pair[1]!.person,
      entered_by: actorOf(tx).id,
    })
    .execute()
  await tellVisit(tx, after, after.context.today, input.visitOn, input.visitors[0])
  return answerOf(after)
}

export interface RecordVisit extends CaseRef {
  visitors: Pair
  visitedOn: Day
  form: VisitForm
  /** What was seen, as figures: they stand beside the declared and matched ones. */
  findings: readonly Omit<FactEntryInput, 'validFrom' | 'sourceName' | 'evidence'>[]
}

/** 入户调查: what two people saw. An attempt that found nobody is written down too and changes nothing. */
export async function recordVisit(tx: Tx, input: RecordVisit): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const pair = await pairOf(tx, input.visitors)
  if (isRefusal(pair)) return pair
  if (input.visitedOn > desk.context.today || input.visitedOn < desk.state.openedOn)
    return refuse('day-out-of-order', { from: desk.state.openedOn, until: desk.context.today }, 'visitedOn')
  const visitId = newId()
  const command = { do: 'record-visit', visitId, visitors: pair, outcome: input.form.outcome } as const
  const possible = foresee(desk, command)
  if (isRefusal(possible)) return possible
  const written = input.form.outcome === 'visited' ? await writeFindings(tx, desk, input, visitId) : 0
  if (isRefusal(written)) return written
  await tx
    .insertInto('home_visit')
    .values({
      household_id: desk.row.household,
      visit_id: visitId,
      case_id: desk.row.caseId,
      area: desk.row.area,
      visited_on: input.visitedOn,
      visitor_one: pair[0]!.person,
      visitor_two: pair[1]!.person,
      by_county: pair.some((p) => p.role.startsWith('county-')),
      outcome: input.form.outcome,
      form: JSON.stringify(input.form),
      facts_written: written,
      entered_by: actorOf(tx).id,
    })
    .execute()
  return answerOf(await take(tx, desk, command))
}

async function writeFindings(tx: Tx, desk: Desk, input: RecordVisit, visitId: string): Promise<number | Refusal> {
  const ids = await recordFacts(tx, {
    household: desk.row.household,
    source: 'visited',
    facts: input.findings.map((finding) => ({
      ...finding,
      validFrom: desk.state.openedOn,
      asOf: input.visitedOn,
      evidence: { visit: visitId },
    })),
  })
  return isRefusal(ids) ? { ...ids, field: `findings.${ids.field ?? ''}` } : ids.length
}

/** The report answers what a visit would: written down with the reason, never for an officer's relative. */
export async function skipVisit(tx: Tx, input: CaseRef & { reason: StructuredReason }): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  return answerOf(await take(tx, desk, { do: 'skip-visit', reason: input.reason }))
}
