import { staffNames } from '../access/index.ts'
import { assert, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { householdById, membersOn } from '../household/index.ts'
import { type DocumentInput, type IssuedDocument, issueDocument } from '../office/index.ts'
import type { Tx } from '../platform/index.ts'
import { programmes } from '../policy/index.ts'
import { say } from '../wording/index.ts'
import type { Case, Signature } from './application.ts'
import { readCase } from './case-store.ts'
import { reasonsKept } from './letter.ts'
import { paperFigures } from './papers.ts'
import { decidingOrgan, organAt } from './remedies.ts'
import type { Capacity } from './words.ts'

/** 审核确认表: the paper of the dossier with figures, opinions and boxes for seals, as the province prescribes it (practice §1.10). */
export async function issueApprovalForm(tx: Tx, caseId: string): Promise<IssuedDocument | Refusal> {
  const filed = await readCase<Case>(tx, caseId)
  if (isRefusal(filed)) return filed
  const { state, row } = filed
  const decision = 'decision' in state ? state.decision : null
  if (!decision) return refuse('not-decided')
  const household = await householdById(tx, row.household)
  assert(household, 'a case has its household')
  const people = await membersOn(tx, row.household, decision.on)
  const head = people.find((member) => member.person === household.head) ?? people[0]
  const { lines, steps } = await paperFigures(await reasonsKept(tx, decision.decisionId), people, decision.on)
  const names = await staffNames(
    tx,
    state.signatures.map((s) => s.account),
  )
  const box = (...capacities: Capacity[]): DocumentInput<'approval-form'>['prepared'] => {
    const signature = state.signatures.findLast((s: Signature) => capacities.includes(s.capacity))
    return {
      text: signature ? say('zh', `casework:act.${decision.act.act}`) : null,
      name: signature ? (names.get(signature.account)?.name ?? null) : null,
      on: signature?.on ?? null,
      delegation: signature?.delegation ? say('zh', 'casework:by-delegation') : null,
    }
  }
  return issueDocument(tx, {
    kind: 'approval-form',
    household: row.household,
    caseId,
    by: state.procedure.confirmedBy,
    data: {
      caseNumber: row.caseNo,
      programme: programmes[state.programme].zh,
      tier: decision.act.tier,
      headOfHousehold: head?.name ?? '',
      address: household.address ?? household.registeredAddress,
      received: state.openedOn,
      accepted: state.acceptedOn,
      members: people.map((member) => ({
        name: member.name,
        relation: member.relation,
        sex: member.sex,
        birth: member.birth,
      })),
      figures: lines,
      steps,
      proposal: say('zh', `casework:act.${decision.act.act}`),
      monthly: decision.act.monthly,
      from: decision.act.from,
      minutes: decision.collective?.minutesNo ?? null,
      prepared: box('prepare'),
      reviewed: box('review', 'county-review'),
      decided: box('approve', 'review'),
      townshipOrgan: (await organAt(tx, state, 'township', decision.on)).name,
      countyOrgan: (await decidingOrgan(tx, state, decision.on)).name,
    },
  })
}
