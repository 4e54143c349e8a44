import { officersRelatedTo } from '../access/index.ts'
import type { AreaCode, Calendar, Day, Fen, Refusal } from '../foundation/index.ts'
import type { FactSubject, HouseholdId, PersonId } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import { type ProgrammeId, procedureFor } from '../policy/index.ts'
import { type CaseProcedure, caseProcedure } from './procedure.ts'
import type { CaseId, CaseKind, ChangeKind, NaturalPerson } from './words.ts'

/** What casework asks of the chapters before it, gathered in one place. */

const weeks: Calendar = { holidays: new Set<Day>(), workdays: new Set<Day>(), publishedThrough: 0 }
export const workingCalendar = async (_tx: Tx): Promise<Calendar> => weeks

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
  const text = procedureFor(programme, area, on)
  return text ? caseProcedure(text, kind, change) : null
}

/** What the household is paid under a programme today; null: no award. */
export async function currentAward(
  _tx: Tx,
  _household: HouseholdId,
  _programme: ProgrammeId,
  _on: Day,
): Promise<Fen | null> {
  return null
}

export async function recordPhone(
  _tx: Tx,
  _input: { household: HouseholdId; person: PersonId; phone: string; since: Day },
): Promise<void> {}

export async function recordPledge(
  _tx: Tx,
  _input: {
    household: HouseholdId
    caseId: CaseId
    person: PersonId
    how: string
    witness: string | null
    file: string | null
    on: Day
  },
): Promise<void> {}

export async function recordAuthorisation(
  _tx: Tx,
  _input: {
    household: HouseholdId
    caseId: CaseId
    subject: FactSubject
    how: string
    witness: string | null
    file: string | null
    from: Day
    until: Day | null
  },
): Promise<Refusal | null> {
  return null
}
