import { type Refusal, refuse } from '../foundation/index.ts'
import type { HouseholdSituation } from '../household/index.ts'
import { digestOf, type Tx } from '../platform/index.ts'
import { type Determination, determine } from '../policy/index.ts'
import { thaw, unpack } from './frozen.ts'

export interface Replay {
  decisionId: string
  /** Bit for bit the same determination, its trace included. */
  same: boolean
  /** What differs first: the rules of today are not those of then, or the answer moved under the same rules. */
  problem: 'rulebook-changed' | 'parameters-changed' | 'facts-changed' | 'answer-changed' | null
}

interface Kept {
  decision_id: string
  situation: unknown
  digest: string
  facts_hash: string
  rulebook_hash: string
  parameter_hash: string
}

/** Works a decision out again from what it rested on (design §4): the household may have moved, the answer may not. */
export async function replayDecision(tx: Tx, decisionId: string): Promise<Replay | Refusal<'not-found'>> {
  const row = await tx
    .selectFrom('case_decision')
    .select(['decision_id', 'situation', 'digest', 'facts_hash', 'rulebook_hash', 'parameter_hash'])
    .where('decision_id', '=', decisionId)
    .executeTakeFirst()
  return row ? replayed(row) : refuse('not-found')
}

function replayed(row: Kept): Replay {
  const again: Determination = determine(thaw<HouseholdSituation>(row.situation))
  const same = digestOf(again) === row.digest
  const problem = same
    ? null
    : again.factsHash !== row.facts_hash
      ? 'facts-changed'
      : again.rulebookHash !== row.rulebook_hash
        ? 'rulebook-changed'
        : again.parameterHash !== row.parameter_hash
          ? 'parameters-changed'
          : 'answer-changed'
  return { decisionId: row.decision_id, same, problem }
}

export interface ReplayAll {
  decisions: number
  /** The first few that do not come out the same. */
  different: Replay[]
}

/** Every decision in sight, in pages, so that a county of any size fits into memory. */
export async function replayAll(tx: Tx, progress?: (done: number) => void): Promise<ReplayAll> {
  const all: ReplayAll = { decisions: 0, different: [] }
  for (let after = ''; ; ) {
    const rows = await tx
      .selectFrom('case_decision')
      .select(['decision_id', 'situation', 'digest', 'facts_hash', 'rulebook_hash', 'parameter_hash'])
      .where((row) => (after ? row('decision_id', '>', after) : row.lit(true)))
      .orderBy('decision_id')
      .limit(500)
      .execute()
    for (const row of rows) {
      const replay = replayed(row)
      if (!replay.same && all.different.length < 100) all.different.push(replay)
    }
    all.decisions += rows.length
    progress?.(all.decisions)
    if (rows.length < 500) return all
    after = rows.at(-1)!.decision_id
  }
}

/** The determination as it was, for showing why: from the stored row, whatever the rules say today. */
export async function determinationOf(tx: Tx, decisionId: string): Promise<Determination | Refusal<'not-found'>> {
  const row = await tx
    .selectFrom('case_decision')
    .select('determination')
    .where('decision_id', '=', decisionId)
    .executeTakeFirst()
  return row ? unpack<Determination>(row.determination) : refuse('not-found')
}
