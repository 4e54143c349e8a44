import { type AmountLine, applyDecision, type DecisionKind, type Reason } from '../benefits/index.ts'
import { isRefusal, type Refusal } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import type { Determination } from '../policy/index.ts'
import { type Act, type ActName, follows } from './act.ts'
import type { Case, Decision } from './application.ts'
import type { Desk } from './desk.ts'
import { countedMembers, type Ruling } from './ruling.ts'
import type { ChangeKind } from './words.ts'

/** An approved act takes effect on the award: by its decision id, once, with the base and supplements the rule gave. */
export async function applyToAward(tx: Tx, desk: Desk, decision: Decision, ruling: Ruling): Promise<Refusal | null> {
  const { state, row } = desk
  const kind = kindOf[decision.act.act]
  if (!kind) return null
  const applied = await applyDecision(tx, {
    decisionId: decision.decisionId,
    household: row.household,
    programme: state.programme,
    kind,
    from: decision.act.from,
    monthly: decision.act.monthly,
    ...effectOf(decision.act, ruling, follows(decision.act, decision.assessed)),
    tier: decision.act.tier,
    reason: reasonFor(state, decision),
    document: row.caseNo,
    decidedOn: decision.on,
  })
  return isRefusal(applied) ? applied : null
}

/** An unchanged amount writes no step, and a refusal has no award to speak about. */
const kindOf: Record<ActName, DecisionKind | null> = {
  grant: 'start',
  raise: 'adjust',
  reduce: 'adjust',
  keep: null,
  refuse: null,
  suspend: 'suspend',
  resume: 'resume',
  stop: 'stop',
}

/** Who is in it and which line is whose. An amount of the collective's own has no lines of the rule. */
export function effectOf(
  act: Act,
  { determination, situation }: Pick<Ruling, 'determination' | 'situation'>,
  byRule: boolean,
) {
  if (act.monthly === 0n) return {}
  return {
    members: countedMembers(determination, situation),
    residence: situation.residence,
    ...(byRule && { lines: linesOf(determination) }),
  }
}

function linesOf(determination: Determination): AmountLine[] {
  if (determination.outcome !== 'eligible') return []
  return determination.breakdown
    .filter((line) => line.amount !== 0n)
    .map((line) => ({
      person: line.subject === null ? null : BigInt(line.subject),
      kind: line.subject !== null || line.rule.startsWith('DB-05') ? 'supplement' : 'base',
      amount: line.amount,
      rule: line.rule,
    }))
}

const byChange: Record<ChangeKind, Reason> = {
  'member-in': 'member-joined',
  'member-out': 'member-left',
  income: 'income-changed',
  head: 'other',
  account: 'other',
  address: 'moved',
  death: 'member-died',
  suspend: 'suspended-in-doubt',
  resume: 'resumed',
  stop: 'withdrawn',
}

function reasonFor(state: Case, decision: Decision): Reason {
  const { act, collective } = decision
  if (collective) return 'collective-decision'
  if (act.act === 'stop' && state.change === 'death') return 'all-died'
  if (act.act === 'suspend' || act.act === 'resume') return byChange[act.act]
  if (state.change) return act.act === 'stop' && state.change === 'income' ? 'over-standard' : byChange[state.change]
  if (state.kind === 'review') return act.act === 'stop' ? 'over-standard' : 'review'
  return 'new'
}
