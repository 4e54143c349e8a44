import { staffNames } from '../access/index.ts'
import { isRefusal, type Refusal } from '../foundation/index.ts'
import { householdById, membersOn } from '../household/index.ts'
import { bindDossier, type Rendered } from '../office/index.ts'
import { actorOf, businessDay, type Tx } from '../platform/index.ts'
import { programmes } from '../policy/index.ts'
import type { Appeal } from './appeal.ts'
import type { Case } from './application.ts'
import { readCase } from './case-store.ts'
import type { CaseId } from './words.ts'

/** 一户一档: everything of a case as one bound PDF with its index, as it stands today. The reader signs as keeper. */
export async function bindCaseFile(tx: Tx, caseId: CaseId): Promise<Rendered | Refusal> {
  const filed = await readCase<Case | Appeal>(tx, caseId)
  if (isRefusal(filed)) return filed
  const { state, row } = filed
  const closedOn = state.stage === 'closed' ? state.closedOn : null
  const household = await householdById(tx, row.household)
  const people = await membersOn(tx, row.household, closedOn ?? (await businessDay(tx)))
  const head = people.find((member) => member.person === household?.head) ?? people[0]
  const keeper = actorOf(tx).id
  return bindDossier(tx, {
    household: row.household,
    caseId,
    dossier: row.caseNo,
    headOfHousehold: head?.name ?? '',
    programme: programmes[state.programme].zh,
    keeper: (await staffNames(tx, [keeper])).get(keeper)?.name ?? null,
    closedOn,
  })
}
