import { officersRelatedTo } from '../access/index.ts'
import { currentMonthly } from '../benefits/index.ts'
import { type AreaCode, type Day, type Fen, isRefusal, monthOf, nextMonth, type Refusal } from '../foundation/index.ts'
import { type ConsentWay, type HouseholdId, numberIndexesOf, type PersonId, recordConsent } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import { findProcedure, type ProgrammeId } from '../policy/index.ts'
import { type CaseProcedure, caseProcedure } from './procedure.ts'
import type { CaseKind, ChangeKind, NaturalPerson } from './words.ts'

/** What casework asks of the chapters before it, where their answer has to be put into this chapter's words. */

/** Officers who declared somebody of this household as a relative, as natural persons. */
export async function officersRelatedToHousehold(tx: Tx, household: HouseholdId): Promise<NaturalPerson[]> {
  const related = await officersRelatedTo(tx, await numberIndexesOf(tx, household))
  return [...new Set(related.map((r) => r.naturalPerson))]
}

/** The procedure of the place on that day for this kind of case; null where the rulebook has none for the scheme. */
export function procedureOf(
  kind: Exclude<CaseKind, 'appeal'>,
  change: ChangeKind | null,
  programme: ProgrammeId,
  area: AreaCode,
  on: Day,
): CaseProcedure | null {
  const text = findProcedure(programme, area, on)
  return text ? caseProcedure(text, kind, change) : null
}

/** What the household is paid a month from the coming month on; 0 while suspended, null without an award. */
export async function currentAward(
  tx: Tx,
  household: HouseholdId,
  programme: ProgrammeId,
  on: Day,
): Promise<Fen | null> {
  const award = await currentMonthly(tx, household, programme, nextMonth(monthOf(on)))
  return award && award.state !== 'stopped' ? award.monthly : null
}

/** 真实承诺 and the duty to report changes, as one signature gives them. */
export async function recordPledge(
  tx: Tx,
  input: {
    household: HouseholdId
    person: PersonId
    how: ConsentWay
    witness: string | null
    file: string | null
    on: Day
  },
): Promise<Refusal | null> {
  for (const kind of ['truth-pledge', 'report-changes'] as const) {
    const id = await recordConsent(tx, { ...input, kind, given: true })
    if (isRefusal(id)) return id
  }
  return null
}
