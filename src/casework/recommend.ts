import { type Fen, isRefusal, type Month, refuse } from '../foundation/index.ts'
import { type Fact, factsAfterPreview } from '../household/index.ts'
import { newId, type Tx } from '../platform/index.ts'
import { type Act, type ActName, type Evidence, makeAct, type StructuredReason } from './act.ts'
import type { Case, Opinion, PaperSignature } from './application.ts'
import { answerOf, type CaseRef, type Desk, foresee, type Taken, take, takeUp } from './desk.ts'
import { freeze } from './frozen.ts'
import { routeOf } from './remedies.ts'
import { proposedReviewClass } from './review-class.ts'
import { firstMonth, type Ruling, reasonsOf, rule, seqAtLastDecision } from './ruling.ts'

/** What the officer wants: nothing said means what the rule says. */
export interface Wanted {
  act?: ActName
  monthly?: Fen
  tier?: string | null
  from?: Month
  reasons?: readonly StructuredReason[]
  evidence?: readonly Evidence[]
  difference?: StructuredReason | null
  reviewClass?: string
}

/** 经办意见: the system proposes, the officer agrees or says in a code and words why not. */
export async function recommend(
  tx: Tx,
  input: CaseRef & Wanted & { seen: string; paper?: PaperSignature },
): Promise<Taken> {
  const desk = await takeUp(tx, input)
  if (isRefusal(desk)) return desk
  const ruling = await rule(tx, desk.state, desk.context.today)
  if (isRefusal(ruling)) return ruling
  // The officer signs the answer that was on the screen, not another one that a colleague's edit made meanwhile.
  if (input.seen !== ruling.assessed.digest) return refuse('figures-changed')
  const act = await actWanted(tx, desk, ruling, input)
  if (isRefusal(act)) return act
  const edited = await factsAfterPreview(tx, desk.row.household, await seqAtLastDecision(tx, desk.state))
  const opinion: Opinion = {
    opinionId: newId(),
    assessed: ruling.assessed,
    act,
    difference: input.difference ?? null,
    editedAfterPreview: edited.length,
    reviewClass: input.reviewClass ?? proposedReviewClass(desk.state.procedure, ruling.situation),
  }
  const command = { do: 'recommend', opinion, ...(input.paper && { paper: input.paper }) } as const
  const possible = foresee(desk, command)
  if (isRefusal(possible)) return possible
  await insertOpinion(tx, desk, opinion, ruling, edited)
  return answerOf(await take(tx, desk, command))
}

/** The act as wanted, or as the rule proposes it: then the rule's articles are its reasons and its trace is evidence. */
export async function actWanted(
  tx: Tx,
  desk: Desk,
  ruling: Ruling,
  wanted: Wanted,
): Promise<Act | ReturnType<typeof refuse>> {
  const { state, context } = desk
  const { assessed } = ruling
  const act = wanted.act ?? assessed.act
  if (!act) return refuse('facts-missing', {}, 'act')
  return makeAct(
    {
      act,
      monthly: wanted.monthly ?? amountFor(act, assessed.monthly, state),
      tier: wanted.tier === undefined ? assessed.tier : wanted.tier,
      from: wanted.from ?? firstMonth(state.procedure, desk.on ?? context.today),
      reasons: wanted.reasons?.length ? wanted.reasons : act === assessed.act ? reasonsOf(ruling.determination) : [],
      evidence: wanted.evidence?.length ? wanted.evidence : evidenceOf(state, ruling),
    },
    await routeOf(tx, state, context.today),
  )
}

const amountFor = (act: ActName, monthly: Fen | null, state: Case): Fen => {
  if (act === 'refuse' || act === 'stop' || act === 'suspend') return 0n
  return act === 'keep' || act === 'resume' ? (monthly ?? state.current ?? 0n) : (monthly ?? 0n)
}

export function evidenceOf(state: Case, ruling: Ruling): Evidence[] {
  const { verification, visit } = state
  return [
    { kind: 'determination', id: ruling.assessed.digest },
    ...(verification.status === 'reported' ? [{ kind: 'finding' as const, id: verification.reportId }] : []),
    ...(visit.status === 'done' ? [{ kind: 'visit' as const, id: visit.visitId }] : []),
  ]
}

async function insertOpinion(
  tx: Tx,
  desk: Desk,
  opinion: Opinion,
  ruling: Ruling,
  edited: readonly Fact[],
): Promise<void> {
  await tx
    .insertInto('case_opinion')
    .values({
      household_id: desk.row.household,
      opinion_id: opinion.opinionId,
      case_id: desk.row.caseId,
      area: desk.row.area,
      round: desk.state.round,
      act: freeze(opinion.act),
      assessed: freeze(opinion.assessed),
      difference: opinion.difference ? freeze(opinion.difference) : null,
      edited_after_preview: freeze(
        edited.map((fact) => ({ fact: fact.id, name: fact.name, source: fact.source, at: fact.recordedAt })),
      ),
      situation: freeze(ruling.situation),
      given_on: desk.context.today,
    })
    .execute()
}
