import { officersRelatedTo } from '../access/index.ts'
import { currentMonthly } from '../benefits/index.ts'
import { type AreaCode, type Day, type Fen, isRefusal, monthOf, nextMonth, type Refusal } from '../foundation/index.ts'
import { type ConsentWay, type HouseholdId, type PersonId, recordConsent } from '../household/index.ts'
import type { Role, Tx } from '../platform/index.ts'
import { findProcedure, type ProgrammeId } from '../policy/index.ts'
import { type CaseProcedure, caseProcedure } from './procedure.ts'
import type { CaseKind, ChangeKind, NaturalPerson } from './words.ts'

/** What casework asks of the chapters before it, where their answer has to be put into this chapter's words. */

/** Officers who declared somebody of this household as a relative, as natural persons. */
export async function officersRelatedToHousehold(tx: Tx, household: HouseholdId): Promise<NaturalPerson[]> {
  const numbers = await tx
    .selectFrom('identity_number')
    .select('number_index')
    .where('household_id', '=', household)
    .where('status', '<>', 'wrong')
    .execute()
  const related = await officersRelatedTo(
    tx,
    numbers.map((n) => n.number_index),
  )
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

/** A colleague named in a case: the human being behind the account and the role held today. */
export interface Colleague {
  account: string
  person: NaturalPerson
  role: Role
}

export async function colleague(tx: Tx, account: string, role?: Role): Promise<Colleague | null> {
  const rows = await tx
    .selectFrom('account as a')
    .innerJoin('account_role as r', 'r.account_id', 'a.account_id')
    .select(['a.account_id', 'a.staff_person_id', 'r.role'])
    .where('a.account_id', '=', account)
    .where('a.disabled_at', 'is', null)
    .where('r.until', 'is', null)
    .orderBy('r.since')
    .execute()
  const row = rows.find((r) => !role || r.role === role)
  return row ? { account: row.account_id, person: row.staff_person_id, role: row.role as Role } : null
}
