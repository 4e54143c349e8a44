import type { Day } from '../foundation/index.ts'
import type { ProgrammeId } from '../policy/index.ts'
import type { NotAsked, Purpose, Source, Subject } from './words.ts'

/**
 * 核对授权: one adult allows named sources to be asked about them, for named purposes, between two days. Somebody without
 * capacity and a child are signed for by their guardian (VER-02, VER-03). It can be withdrawn at any time, and from that
 * day on nothing more is asked.
 */
export interface Authorisation {
  id: string
  number: string
  subject: Subject
  programmes: readonly ProgrammeId[]
  purposes: readonly Purpose[]
  sources: readonly Source[]
  since: Day
  /** The last day. */
  until: Day
  signedOn: Day
  signer: 'self' | 'guardian'
  guardian: string | null
  guardianRelation: string | null
  how: SignedHow
  witness: string | null
  scan: { fileId: string; digest: string; type: string }
  withdrawnOn: Day | null
  withdrawnWhy: string | null
}

/** By finger on a screen, on paper and scanned, by fingerprint with a witness, by an identified person online. */
export const signedHows = ['finger', 'paper', 'fingerprint', 'online'] as const
export type SignedHow = (typeof signedHows)[number]

export interface Ask {
  programme: ProgrammeId
  purpose: Purpose
  source: Source
  on: Day
}

/** Null when this paper allows the question on that day; else why it does not. */
export function gapIn(authorisation: Authorisation, ask: Ask): NotAsked | null {
  // A withdrawal counts from its own day: nobody should have to wait for midnight.
  if (authorisation.withdrawnOn !== null && authorisation.withdrawnOn <= ask.on) return 'authorisation-withdrawn'
  if (ask.on < authorisation.since || ask.on > authorisation.until) return 'authorisation-over'
  if (!authorisation.programmes.includes(ask.programme)) return 'purpose-not-authorised'
  if (!authorisation.purposes.includes(ask.purpose)) return 'purpose-not-authorised'
  return authorisation.sources.includes(ask.source) ? null : 'source-not-authorised'
}

/** From far away to nearly there: with several papers, the gap that is easiest to close is the one to tell. */
const nearness: readonly NotAsked[] = [
  'no-authorisation',
  'authorisation-withdrawn',
  'authorisation-over',
  'purpose-not-authorised',
  'source-not-authorised',
]

/** The paper that allows the question (the one that runs longest), or the gap to close. */
export function authorisationFor(
  papers: readonly Authorisation[],
  ask: Ask,
): { authorisation: Authorisation } | { gap: NotAsked } {
  let gap: NotAsked = 'no-authorisation'
  const allowing: Authorisation[] = []
  for (const paper of papers) {
    const here = gapIn(paper, ask)
    if (here === null) allowing.push(paper)
    else if (nearness.indexOf(here) > nearness.indexOf(gap)) gap = here
  }
  const best = allowing.sort((a, b) => (a.until < b.until ? 1 : -1))[0]
  return best ? { authorisation: best } : { gap }
}
