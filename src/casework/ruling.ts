import {
  type Day,
  type Fen,
  isRefusal,
  type Month,
  monthOf,
  nextMonth,
  type Refusal,
  refuse,
} from '../foundation/index.ts'
import {
  factsOf,
  type HouseholdId,
  type HouseholdSituation,
  notePreview,
  type Provenance,
  situationOn,
} from '../household/index.ts'
import { digestOf, type Tx } from '../platform/index.ts'
import {
  type Determination,
  determine,
  type Explanation,
  explain,
  type FactOrigin,
  type Facts,
  originKey,
  PolicyError,
  type ProgrammeId,
  sourceOf,
} from '../policy/index.ts'
import { type Assessed, actFor, type StructuredReason } from './act.ts'
import type { Case } from './application.ts'
import type { CaseProcedure } from './procedure.ts'

/** The rule's answer on the household's adopted facts, with everything needed to give the same answer again. */
export interface Ruling {
  assessed: Assessed
  situation: HouseholdSituation
  determination: Determination
  provenance: Provenance
  names: Map<string, string>
  factSeq: bigint
}

/**
 * Whose day's standard judges (GEN-01, practice §1.16): people and figures are those known today, the standard that of
 * acceptance or of confirmation, as the place says. Changes and reviews are judged as of today.
 */
export const rule = (tx: Tx, state: Case, today: Day): Promise<Ruling | RulingRefusal> =>
  ruleOn(tx, {
    household: state.householdId,
    programme: state.programme,
    factsOn: today,
    judgedOn: judgedOn(state, today),
    current: state.current,
  })

export type RulingRefusal = Refusal<'no-such-household' | 'residence-unknown' | 'figures-contradict'>

export interface RuleOn {
  household: HouseholdId
  programme: ProgrammeId
  factsOn: Day
  judgedOn: Day
  current: Fen | null
  /** What the office's own books said when it was decided, for a re-check. */
  received?: Facts
}

export async function ruleOn(tx: Tx, question: RuleOn): Promise<Ruling | RulingRefusal> {
  const read = await situationOn(tx, question.household, question.programme, question.factsOn)
  if (isRefusal(read)) return read
  const situation = withAward({ ...read.situation, on: question.judgedOn }, question)
  const determination = determined(situation)
  if (isRefusal(determination)) return determination
  return { ...read, situation, determination, assessed: assess(determination, question.current) }
}

/** What the office itself pays is no question to the family: the award is read from its own books (DB-07). */
function withAward(situation: HouseholdSituation, { programme, current, received }: RuleOn): HouseholdSituation {
  if (programme !== 'dibao') return situation
  const known: Facts = received
    ? {
        receivesDibao: received.receivesDibao,
        currentAward: received.currentAward,
        monthsOverStandard: received.monthsOverStandard,
      }
    : {
        receivesDibao: current !== null,
        currentAward: current ?? 0n,
        ...(current === null && { monthsOverStandard: 0 }),
      }
  const said = Object.entries(situation.household).filter(([, value]) => value !== null && value !== undefined)
  return { ...situation, household: { ...known, ...Object.fromEntries(said) } }
}

/** The one object that the officer's page, the letter and the appeal show. */
export function explained(ruling: Pick<Ruling, 'determination' | 'names'> & { origins: Origins }): Explanation {
  return explain(ruling.determination, ruling.origins, Object.fromEntries(ruling.names))
}

/** Where each figure came from, kept with a decision: source and day, no names. */
export type Origins = Record<string, FactOrigin>

export function originsOf(provenance: Provenance): Origins {
  const origins: Origins = {}
  for (const [key, origin] of provenance) {
    const [subject, fact] = key.split('/') as [string, string]
    origins[originKey(fact, subject === 'household' ? null : subject)] = {
      source: origin.takenFrom ?? (origin.source === 'register' ? 'matched' : origin.source),
      date: origin.asOf ?? origin.recordedOn,
    }
  }
  return origins
}

/** Who counts in the household by the rule itself; everybody where the programme has no such rule. */
export function countedMembers(determination: Determination, situation: HouseholdSituation): bigint[] {
  const verdicts = determination.trace.frames.filter((frame) => frame.rule === 'HH-01.counts')
  const left = new Set(verdicts.filter((frame) => frame.value === false).map((frame) => frame.subject))
  return situation.members.filter((member) => !left.has(member.id)).map((member) => BigInt(member.id))
}

/** Figures that contradict each other (farming larger than all earnings) are told to the officer, who adopts better ones. */
function determined(situation: HouseholdSituation): Determination | Refusal<'figures-contradict'> {
  try {
    return determine(situation)
  } catch (problem) {
    if (!(problem instanceof PolicyError)) throw problem
    const [first] = problem.problems
    return refuse('figures-contradict', { count: problem.problems.length, ...(first && { about: first.subject }) })
  }
}

export const judgedOn = (state: Case, today: Day): Day =>
  state.procedure.intake && state.procedure.judgedOn === 'acceptance' ? (state.acceptedOn ?? state.openedOn) : today

export function assess(determination: Determination, current: Fen | null): Assessed {
  const eligible = determination.outcome === 'eligible' ? determination : null
  return {
    outcome: determination.outcome,
    act: actFor(determination.outcome, eligible?.monthly ?? null, current),
    monthly: eligible?.monthly ?? null,
    tier: eligible?.tier ?? null,
    factsHash: determination.factsHash,
    rulebookHash: determination.rulebookHash,
    parameterHash: determination.parameterHash,
    digest: digestOf(determination),
  }
}

/** The reasons the rule itself gives, law by law with the articles it rests on, as they are read aloud. The officer may add to them. */
export function reasonsOf(determination: Determination): StructuredReason[] {
  if (determination.outcome === 'undetermined') return []
  const articles = new Map<string, Set<string>>()
  for (const { source, article } of determination.because)
    articles.set(source, (articles.get(source) ?? new Set()).add(article))
  return [...articles].map(([source, cited]) => ({
    code: 'rule',
    clause: `《${sourceOf(source)?.title.zh ?? source}》${[...cited].filter(Boolean).join('、')}`,
    note: null,
  }))
}

/** The first month that is paid or changed: the next one, or the month of the decision itself (GEN-06). */
export const firstMonth = (procedure: CaseProcedure, decidedOn: Day): Month =>
  procedure.firstMonth === 'same' ? monthOf(decidedOn) : nextMonth(monthOf(decidedOn))

/**
 * Somebody looks at the amount: figures edited from here on are shown to whoever confirms (practice §1.13). What a paid
 * household gets on the figures of its last decision is no secret; a preview begins when the first new figure is adopted.
 */
export async function preview(tx: Tx, state: Case, today: Day): Promise<Ruling | Refusal> {
  const ruling = await rule(tx, state, today)
  if (isRefusal(ruling) || ruling.assessed.monthly === null) return ruling
  if (state.current !== null && !(await adoptedSinceDecision(tx, state))) return ruling
  await notePreview(tx, {
    household: state.householdId,
    programme: state.programme,
    caseId: state.caseId,
    factsHash: ruling.assessed.factsHash,
  })
  return ruling
}

/** Edits before the last decision belong to an older question. */
export async function seqAtLastDecision(tx: Tx, { householdId, programme }: Case): Promise<bigint> {
  const row = await tx
    .selectFrom('case_decision')
    .select('details')
    .where('household_id', '=', householdId)
    .where('programme', '=', programme)
    .orderBy('decided_on', 'desc')
    .orderBy('decision_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return BigInt((row?.details as { factSeq?: string } | undefined)?.factSeq ?? 0)
}

async function adoptedSinceDecision(tx: Tx, state: Case): Promise<boolean> {
  const after = await seqAtLastDecision(tx, state)
  const adopted = await factsOf(tx, state.householdId, { sources: ['adopted'] })
  return adopted.some((fact) => fact.seq > after)
}
