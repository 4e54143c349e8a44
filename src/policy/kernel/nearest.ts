import type { Fen } from '../../foundation/index.ts'
import type { NearestChange } from './determination.ts'
import type { FactDeclaration } from './expression.ts'
import type { FastDecision } from './generate.ts'
import { rangeOfFact } from './range.ts'
import type { Facts, FactValue, Situation } from './situation.ts'
import type { Frame } from './trace.ts'

type Decide = (situation: Situation) => FastDecision

/**
 * The smallest move of one movable amount that makes the household eligible. Only amounts that were looked at can matter.
 * Every answer is the result of running the rules on the changed situation; one fen less does not do. Where eligibility
 * comes and goes along one amount, a still smaller move that no probe met could exist; probes lie at every fen up to 32,
 * then at steps of a tenth, and at the gaps of the failed comparisons.
 */
export function nearestChange(
  situation: Situation,
  frames: readonly Frame[],
  facts: ReadonlyMap<string, FactDeclaration>,
  gaps: readonly bigint[],
  decide: Decide,
): NearestChange | null {
  let best: NearestChange | null = null
  for (const { declaration, subject, value } of movableReads(frames, facts)) {
    const at = (amount: Fen) => decide(withFact(situation, subject, declaration.name, amount))
    const [low, high] = rangeOfFact(declaration)
    for (const direction of [-1n, 1n]) {
      const room = direction < 0n ? value - low : high - value
      const limit: bigint = best ? lesser(room, distance(best) - 1n) : room
      const move = smallestMove(limit, gaps, (by) => at(value + direction * by).outcome === 'eligible')
      if (move === null) continue
      const to = value + direction * move
      const answer = at(to)
      if (answer.outcome === 'eligible')
        best = { fact: declaration.name, label: declaration.label, subject, from: value, to, monthly: answer.monthly }
    }
  }
  return best
}

const distance = ({ from, to }: NearestChange): bigint => (to < from ? from - to : to - from)
function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

function* movableReads(frames: readonly Frame[], facts: ReadonlyMap<string, FactDeclaration>) {
  const seen = new Set<string>()
  for (const frame of frames)
    for (const read of frame.reads) {
      if (read.kind !== 'fact' || typeof read.value !== 'bigint') continue
      const declaration = facts.get(read.name)
      const key = `${read.name} ${read.subject ?? ''}`
      if (!declaration?.movable || declaration.unit !== 'fen' || seen.has(key)) continue
      seen.add(key)
      yield { declaration, subject: read.subject, value: read.value }
    }
}

function withFact(situation: Situation, subject: string | null, name: string, value: FactValue): Situation {
  const put = (facts: Facts): Facts => ({ ...facts, [name]: value })
  if (subject === null) return { ...situation, household: put(situation.household) }
  const among = <M extends { id: string; facts: Facts }>(list: readonly M[]) =>
    list.map((one) => (one.id === subject && Object.hasOwn(one.facts, name) ? { ...one, facts: put(one.facts) } : one))
  return {
    ...situation,
    members: among(situation.members),
    ...(situation.supporters && { supporters: among(situation.supporters) }),
  }
}

/** The least `by` from 1 to `limit` that does, as far as the probes show; null when none of them does. */
function smallestMove(limit: bigint, gaps: readonly bigint[], does: (by: bigint) => boolean): bigint | null {
  let fails = 0n
  for (const probe of probes(limit, gaps)) {
    if (!does(probe)) {
      fails = probe
      continue
    }
    let holds = probe
    while (holds - fails > 1n) {
      const middle = (holds + fails) / 2n
      if (does(middle)) holds = middle
      else fails = middle
    }
    return holds
  }
  return null
}

function probes(limit: bigint, gaps: readonly bigint[]): bigint[] {
  const all = new Set<bigint>(gaps.filter((gap) => gap > 0n && gap <= limit))
  for (let by = 1n; by <= limit; by += by < 32n ? 1n : by / 10n) all.add(by)
  if (limit > 0n) all.add(limit)
  return [...all].sort((a, b) => (a < b ? -1 : 1))
}
