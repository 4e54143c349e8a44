import { addMonths, type Day, enclosing, nameProblem, type Refusal, refuse, tidyName } from '../foundation/index.ts'
import { addTimeline, areaOfHousehold, type HouseholdId } from '../household/index.ts'
import { actorOf, audit, businessDay, house, newId, nextNumber, type Tx } from '../platform/index.ts'
import { isProgrammeId, type ProgrammeId } from '../policy/index.ts'
import { type Authorisation, authorisationFor, type SignedHow, signedHows } from './authorisation.ts'
import { authorisationById, authorisationsOf } from './authorisation-store.ts'
import { valueIn } from './parameters.ts'
import { type Party, partiesOn, sameSubject } from './people.ts'
import { sha256 } from './table-file.ts'
import {
  sources as everySource,
  isPurpose,
  isSource,
  type NotAsked,
  type Purpose,
  type Source,
  type Subject,
  subjectId,
} from './words.ts'

export interface Authorise {
  household: HouseholdId
  subject: Subject
  programmes: readonly ProgrammeId[]
  purposes: readonly Purpose[]
  sources: readonly Source[]
  signedOn: Day
  /** The day of signing when left out. */
  since?: Day
  until: Day
  signer: { kind: 'self' } | { kind: 'guardian'; name: string; relation: string }
  how: SignedHow
  /** Who saw a fingerprint being made. */
  witness?: string | null
  /** The signed paper or picture in the file store: an authorisation without it does not exist (R41). */
  scan: { fileId: string; digest: string; type: string }
}

export type AuthoriseRefusal = Refusal<
  | 'no-such-household'
  | 'not-in-household'
  | 'guardian-needed'
  | 'guardian-name'
  | 'witness-needed'
  | 'scan-missing'
  | 'authorisation-scope'
  | 'authorisation-days'
  | 'authorisation-too-long'
  | 'day-in-future'
>

/** Writes down that somebody allows these questions. The caller has shown and read out what is asked, and why. */
export async function authorise(
  tx: Tx,
  input: Authorise,
): Promise<{ authorisation: string; number: string } | AuthoriseRefusal> {
  const area = await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  const today = await businessDay(tx)
  const since = input.since ?? input.signedOn
  const months = valueIn('authorisationMonths', area, today)
  const problem =
    scopeProblem(input) ??
    daysProblem({ ...input, since }, today, months) ??
    signerProblem(input, await partiesOn(tx, input.household, today))
  if (problem) return problem
  if (!(await scanIsThere(input.scan))) return refuse('scan-missing', undefined, 'scan')
  const county = enclosing(area, 'county') ?? area
  const year = today.slice(0, 4)
  const sequence = await nextNumber(tx, `authorisation:${county}:${year}`)
  const number = `SQ${county}${year}${String(sequence).padStart(6, '0')}`
  const id = newId()
  const actor = actorOf(tx)
  await tx
    .insertInto('verification_authorisation')
    .values({
      household_id: input.household,
      authorisation_id: id,
      area,
      number,
      subject_kind: input.subject.kind,
      subject_id: subjectId(input.subject),
      programmes: JSON.stringify(input.programmes),
      purposes: JSON.stringify(input.purposes),
      sources: JSON.stringify(input.sources),
      since,
      until: input.until,
      signed_on: input.signedOn,
      signer: input.signer.kind,
      guardian: input.signer.kind === 'guardian' ? tidyName(input.signer.name) : null,
      guardian_relation: input.signer.kind === 'guardian' ? input.signer.relation : null,
      how: input.how,
      witness: input.witness ?? null,
      file_id: input.scan.fileId,
      file_digest: input.scan.digest,
      file_type: input.scan.type,
      entered_by: actor.id,
    })
    .execute()
  await addTimeline(tx, {
    household: input.household,
    kind: 'verification',
    at: input.signedOn,
    text: 'verification:timeline.authorised',
    values: { number, until: input.until, signer: input.signer.kind },
    refs: { [input.subject.kind]: subjectId(input.subject), authorisation: id },
  })
  await audit(tx, {
    action: 'verification.authorise',
    subject: { kind: input.subject.kind, id: subjectId(input.subject), household: input.household },
    area,
    after: { number, since, until: input.until, sources: input.sources, scan: input.scan.digest },
    detail: { number, how: input.how, signer: input.signer.kind },
  })
  return { authorisation: id, number }
}

function scopeProblem(input: Authorise): AuthoriseRefusal | null {
  const named = (list: readonly string[], known: (text: string) => boolean) =>
    list.length > 0 && list.every(known) && new Set(list).size === list.length
  if (!named(input.programmes, isProgrammeId)) return refuse('authorisation-scope', undefined, 'programmes')
  if (!named(input.purposes, isPurpose)) return refuse('authorisation-scope', undefined, 'purposes')
  if (!named(input.sources, isSource)) return refuse('authorisation-scope', undefined, 'sources')
  return signedHows.includes(input.how) ? null : refuse('authorisation-scope', undefined, 'how')
}

function daysProblem(input: Authorise & { since: Day }, today: Day, months: number): AuthoriseRefusal | null {
  if (input.signedOn > today) return refuse('day-in-future', { day: input.signedOn }, 'signedOn')
  if (input.since < input.signedOn) return refuse('authorisation-days', { day: input.signedOn }, 'since')
  if (input.until < input.since) return refuse('authorisation-days', { day: input.since }, 'until')
  const last = addMonths(input.since, months)
  return input.until > last ? refuse('authorisation-too-long', { months, day: last }, 'until') : null
}

function signerProblem(input: Authorise, parties: readonly Party[]): AuthoriseRefusal | null {
  const party = parties.find((candidate) => sameSubject(candidate.subject, input.subject))
  if (!party) return refuse('not-in-household', undefined, 'subject')
  if (party.child && input.signer.kind === 'self') return refuse('guardian-needed', undefined, 'signer')
  if (input.signer.kind === 'guardian' && (nameProblem(input.signer.name) || !input.signer.relation.trim()))
    return refuse('guardian-name', undefined, 'signer')
  // A fingerprint of somebody who cannot write proves little alone.
  return input.how === 'fingerprint' && !input.witness?.trim() ? refuse('witness-needed', undefined, 'witness') : null
}

async function scanIsThere(scan: Authorise['scan']): Promise<boolean> {
  try {
    return sha256(await house().files.get(scan.fileId)) === scan.digest
  } catch {
    return false
  }
}

export type WithdrawRefusal = Refusal<'no-such-authorisation' | 'already-withdrawn' | 'reason-needed'>

/** From today on nothing more is asked under this paper. What was learned before stays learned (个人信息保护法 §15). */
export async function withdraw(
  tx: Tx,
  input: { household: HouseholdId; authorisation: string; why: string },
): Promise<null | WithdrawRefusal> {
  const why = input.why.trim()
  if (!why) return refuse('reason-needed', undefined, 'why')
  const paper = await authorisationById(tx, input.household, input.authorisation)
  if (!paper) return refuse('no-such-authorisation')
  const on = await businessDay(tx)
  const { numUpdatedRows } = await tx
    .updateTable('verification_authorisation')
    .set({ withdrawn_on: on, withdrawn_why: why.slice(0, 200), withdrawn_by: actorOf(tx).id })
    .where('household_id', '=', input.household)
    .where('authorisation_id', '=', input.authorisation)
    .where('withdrawn_on', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return refuse('already-withdrawn', { day: paper.withdrawnOn ?? on })
  await addTimeline(tx, {
    household: input.household,
    kind: 'verification',
    at: on,
    text: 'verification:timeline.withdrawn',
    values: { number: paper.number },
    refs: { [paper.subject.kind]: subjectId(paper.subject), authorisation: paper.id },
  })
  await audit(tx, {
    action: 'verification.withdraw',
    subject: { kind: paper.subject.kind, id: subjectId(paper.subject), household: input.household },
    detail: { number: paper.number },
  })
  return null
}

export interface MissingAuthorisation {
  party: Party
  /** The gap that is left, per source that would be asked. */
  gaps: { source: Source; why: NotAsked }[]
}

/** Whose signature is still missing: an item of the one-time supplement notice (practice §1.3). Children are not asked for. */
export async function missingAuthorisations(
  tx: Tx,
  household: HouseholdId,
  ask: { programme: ProgrammeId; purpose: Purpose; on?: Day; sources?: readonly Source[]; supporters?: boolean },
): Promise<MissingAuthorisation[]> {
  const on = ask.on ?? (await businessDay(tx))
  const [parties, papers] = await Promise.all([partiesOn(tx, household, on), authorisationsOf(tx, household)])
  return parties
    .filter((party) => !party.child && (party.subject.kind === 'person' || ask.supporters !== false))
    .map((party) => ({ party, gaps: gapsOf(party, papers, { ...ask, on }) }))
    .filter(({ gaps }) => gaps.length > 0)
}

function gapsOf(
  party: Party,
  papers: readonly Authorisation[],
  ask: { programme: ProgrammeId; purpose: Purpose; on: Day; sources?: readonly Source[] },
): MissingAuthorisation['gaps'] {
  const own = papers.filter((paper) => sameSubject(paper.subject, party.subject))
  return (ask.sources ?? everySource).flatMap((source) => {
    const found = authorisationFor(own, { ...ask, source })
    return 'gap' in found ? [{ source, why: found.gap }] : []
  })
}
