import { staffNames } from '../../access/index.ts'
import { paidAfterwards } from '../../benefits/index.ts'
import { type Appeal, officersRelatedToHousehold, readCase, totalDue } from '../../casework/index.ts'
import { isRefusal, refuse } from '../../foundation/index.ts'
import { membersOn, supportersOn } from '../../household/index.ts'
import { workingCalendar } from '../../office/index.ts'
import { actorOf, audit, businessDay, type Tx } from '../../platform/index.ts'
import { factEntry, isFactName } from '../../policy/index.ts'

type Filed = { row: { caseId: string; caseNo: string; version: number; household: bigint }; state: Appeal }

/** One objection by itself; reading it is on record. */
export async function appealView(tx: Tx, caseId: string) {
  const filed = await readCase<Appeal>(tx, caseId)
  if (isRefusal(filed)) return filed
  const { row, state } = filed
  if (state.kind !== 'appeal') return refuse('not-found')
  await audit(tx, {
    action: 'case.read',
    subject: { kind: 'case', id: caseId, household: row.household },
    area: row.area,
    detail: { stage: state.stage },
  })
  return appealShown(tx, filed)
}

/** What is disputed, who decided, what was found, and whether whoever reads it may look again. */
export async function appealShown(tx: Tx, { row, state }: Filed) {
  const { against } = state
  const questioned = await readCase(tx, against.caseId)
  if (isRefusal(questioned)) throw new Error(`Defect: objection ${row.caseNo} questions a case that is not there`)
  const decision = 'decision' in state ? state.decision : null
  const answer = 'answer' in state ? state.answer : decision
  const before = questioned.state.signatures
  const staff = await staffNames(
    tx,
    [...before, ...state.signatures].map((signature) => signature.account),
  )
  const signed = ({ capacity, account, role, on }: (typeof before)[number]) => ({
    capacity,
    account,
    name: staff.get(account)?.name ?? null,
    role,
    on,
  })
  const names = await namesIn(tx, row.household)
  return {
    caseId: row.caseId,
    caseNo: row.caseNo,
    version: row.version,
    stage: state.stage,
    openedOn: state.openedOn,
    dueOn: totalDue(state, await workingCalendar(tx))?.day ?? null,
    holder: state.holder,
    against: {
      caseId: against.caseId,
      caseNo: questioned.row.caseNo,
      decisionId: against.decisionId,
      decidedOn: against.decidedOn,
      act: against.act.act,
      monthly: against.act.monthly,
      from: against.act.from,
      signers: before.map(signed),
    },
    figures: state.figures.map((figure) => ({
      ...figure,
      evidence: [...figure.evidence],
      label: isFactName(figure.name) ? { ...factEntry(figure.name).label } : { zh: figure.name, en: figure.name },
      whose: names.get(figure.of) ?? null,
    })),
    answer: answer && {
      outcome: answer.outcome,
      act: answer.act.act,
      monthly: answer.act.monthly,
      from: answer.act.from,
      found: [...answer.found],
      reason: answer.reason,
    },
    decidedOn: decision?.on ?? null,
    letterOn: 'letter' in state && state.letter ? state.letter.on : null,
    backPay: decision ? await paidAfterwards(tx, { household: row.household, decisionId: decision.decisionId }) : [],
    signatures: state.signatures.map(signed),
    mayNot: await whyNot(tx, row.household, against.signers),
  }
}

async function whyNot(tx: Tx, household: bigint, signers: readonly string[]) {
  const { naturalPerson } = actorOf(tx)
  if (naturalPerson === null) return null
  if (signers.includes(naturalPerson)) return 'decided-it-before' as const
  const related = await officersRelatedToHousehold(tx, household)
  return related.includes(naturalPerson) ? ('own-relative' as const) : null
}

async function namesIn(tx: Tx, household: bigint): Promise<Map<string, string>> {
  const today = await businessDay(tx)
  return new Map([
    ...(await membersOn(tx, household, today)).map((m) => [String(m.person), m.name] as const),
    ...(await supportersOn(tx, household, today)).map((s) => [s.id, s.name] as const),
  ])
}
