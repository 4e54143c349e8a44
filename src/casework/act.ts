import { type Fen, type Month, type Refusal, refuse } from '../foundation/index.ts'
import { isNonEmpty, type NonEmpty } from './words.ts'

/**
 * What a decision does to a household. The adverse acts are a type of their own: nobody can write one down without
 * reasons, evidence, a letter owed and a route to object (R22; 社会救助暂行办法 §13 and §65).
 */
export type Act = FavourableAct | AdverseAct

export interface FavourableAct {
  act: 'grant' | 'raise' | 'keep' | 'resume'
  monthly: Fen
  tier: string | null
  from: Month
}

export interface AdverseAct {
  act: 'refuse' | 'reduce' | 'suspend' | 'stop'
  /** What is paid from then on: 0 for all but a reduction. */
  monthly: Fen
  tier: string | null
  from: Month
  grounds: Grounds
  /** Written, reasoned, served against a receipt: whoever signs this act owes it. */
  letter: 'owed'
  route: RemedyRoute
}

export const adverseActs = ['refuse', 'reduce', 'suspend', 'stop'] as const
export type ActName = Act['act']
export const isAdverse = (act: Act): act is AdverseAct => (adverseActs as readonly string[]).includes(act.act)

/** Why, in words another officer can check: a code, the clause it rests on, and free words where the code is not enough. */
export interface StructuredReason {
  code: string
  clause: string
  note: string | null
}

/** Where the reason can be looked up: a finding, a visit, an attachment, a determination. Ids only. */
export interface Evidence {
  kind: 'determination' | 'finding' | 'visit' | 'attachment' | 'document' | 'statement'
  id: string
}

export interface Grounds {
  reasons: NonEmpty<StructuredReason>
  evidence: NonEmpty<Evidence>
}

/** The three ways to disagree, with the bodies and the days; written into the letter. */
export interface RemedyRoute {
  objection: { body: string; days: number | null }
  reconsideration: { body: string; days: number }
  court: { body: string; months: number }
}

export interface WantedAct {
  act: ActName
  monthly: Fen
  tier: string | null
  from: Month
  reasons: readonly StructuredReason[]
  evidence: readonly Evidence[]
}

/** The only way to make an act. */
export function makeAct(
  wanted: WantedAct,
  route: RemedyRoute,
): Act | Refusal<'reason-needed' | 'evidence-needed' | 'amount-does-not-fit'> {
  const { act, monthly, tier, from, reasons, evidence } = wanted
  const zero = act === 'refuse' || act === 'suspend' || act === 'stop'
  if (monthly < 0n || (zero && monthly !== 0n)) return refuse('amount-does-not-fit', { act }, 'monthly')
  if (act === 'grant' || act === 'raise' || act === 'keep' || act === 'resume') return { act, monthly, tier, from }
  if (!isNonEmpty(reasons) || reasons.some((reason) => !reason.code || !reason.clause))
    return refuse('reason-needed', { act }, 'reasons')
  if (!isNonEmpty(evidence)) return refuse('evidence-needed', { act }, 'evidence')
  return { act, monthly, tier, from, grounds: { reasons, evidence }, letter: 'owed', route }
}

/** The rule's own answer on the adopted facts, as far as a case needs it; the whole of it is kept with the opinion. */
export interface Assessed {
  outcome: 'eligible' | 'not-eligible' | 'undetermined'
  /** What follows from it for this household; null while facts are missing. */
  act: ActName | null
  monthly: Fen | null
  tier: string | null
  factsHash: string
  rulebookHash: string
  parameterHash: string
  /** Of the whole determination with its trace. */
  digest: string
}

/** What a determination means for somebody who now gets `current` (null: nothing yet). */
export function actFor(outcome: Assessed['outcome'], monthly: Fen | null, current: Fen | null): ActName | null {
  if (outcome === 'undetermined') return null
  if (outcome === 'not-eligible' || monthly === null) return current === null ? 'refuse' : 'stop'
  if (current === null) return 'grant'
  return monthly > current ? 'raise' : monthly < current ? 'reduce' : 'keep'
}

/** Does the officer propose what the rule computed? Suspension and resumption are acts of their own and never computed. */
export const follows = (act: Act, assessed: Assessed): boolean =>
  assessed.act === act.act && (assessed.monthly ?? 0n) === act.monthly

/** Where the procedure has a notice, it names families who shall get (more); nobody is named for being refused. */
export const isPublished = (act: Act): boolean => act.act === 'grant' || act.act === 'raise' || act.act === 'resume'
