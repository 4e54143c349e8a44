import { type AreaCode, addWorkingDays, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { addTimeline, areaOfHousehold, type HouseholdId } from '../household/index.ts'
import { workingCalendar } from '../office/index.ts'
import { actorOf, audit, businessDay, enqueue, newId, type Tx } from '../platform/index.ts'
import { isProgrammeId, type ProgrammeId } from '../policy/index.ts'
import { type Authorisation, authorisationFor } from './authorisation.ts'
import { authorisationsOf } from './authorisation-store.ts'
import { connectionFor, connections } from './connection.ts'
import { requestsOf } from './enquiry-store.ts'
import { valueIn } from './parameters.ts'
import { numberOf, type Party, partiesOn, sameSubject } from './people.ts'
import { sources as everySource, type NotAsked, type Purpose, type Source, subjectId } from './words.ts'

export interface RequestVerification {
  household: HouseholdId
  programme: ProgrammeId
  purpose: Purpose
  caseId?: string | null
  /** All that are connected, unless the procedure asks less: only what the matter needs (VER-03). */
  sources?: readonly Source[]
  /** Legal supporters are asked about only where the rule counts them. */
  supporters?: boolean
  /** Thresholds in fen by item: a source that can answer "above?" is asked only that. */
  above?: Readonly<Record<string, bigint>>
}

export interface Requested {
  request: string
  /** People at sources that will be asked. */
  waiting: number
  /** And those that are not, with the reason: each is an item for the supplement notice or for the report. */
  notAsked: { subject: Party['subject']; source: Source; why: NotAsked }[]
  answerBy: Day
  provisional: boolean
}

export type RequestRefusal = Refusal<
  'no-such-household' | 'programme-unknown' | 'already-asking' | 'nobody-authorised' | 'nothing-connected'
>

/**
 * Starts a round of asking. For every person at every source it is written down whether they will be asked, and if not,
 * why not. Nobody is asked without an authorisation of their own; it is looked at again when the question leaves.
 */
export async function requestVerification(tx: Tx, input: RequestVerification): Promise<Requested | RequestRefusal> {
  if (!isProgrammeId(input.programme)) return refuse('programme-unknown', undefined, 'programme')
  const area = await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  const [open] = await requestsOf(tx, input.household, { programme: input.programme, state: 'open' })
  if (open) return refuse('already-asking', { since: open.requestedOn })
  const today = await businessDay(tx)
  const wanted = input.sources ?? everySource.filter((source) => connectionFor(source, area))
  if (wanted.length === 0) return refuse('nothing-connected', { connections: connections().length })
  const plan = await planEnquiries(tx, input, area, wanted, today)
  const waiting = plan.filter((line) => line.why === null)
  if (waiting.length === 0) return refuse('nobody-authorised', { people: new Set(plan.map((line) => line.who)).size })
  const due = addWorkingDays(await workingCalendar(tx), today, valueIn('answerDays', area, today))
  const request = newId()
  await tx
    .insertInto('verification_request')
    .values({
      household_id: input.household,
      request_id: request,
      area,
      case_id: input.caseId ?? null,
      programme: input.programme,
      purpose: input.purpose,
      requested_on: today,
      requested_by: actorOf(tx).id,
      answer_by: due.day,
    })
    .execute()
  const rows = plan.map((line) => ({ id: newId(), ...line }))
  await tx
    .insertInto('enquiry')
    .values(
      rows.map((line) => ({
        household_id: input.household,
        enquiry_id: line.id,
        area,
        request_id: request,
        subject_kind: line.party.subject.kind,
        subject_id: subjectId(line.party.subject),
        source: line.source,
        connection: line.connection,
        question: line.question ? JSON.stringify(line.question) : null,
        authorisation_id: line.authorisation,
        state: line.why === null ? 'waiting' : 'not-asked',
        why: line.why,
      })),
    )
    .execute()
  for (const line of rows)
    if (line.why === null && line.direct)
      await enqueue(
        tx,
        'verification.ask',
        { household: String(input.household), enquiry: line.id },
        { key: `verification.ask:${line.id}` },
      )
  await addTimeline(tx, {
    household: input.household,
    kind: 'verification',
    text: 'verification:timeline.requested',
    values: { programme: input.programme, purpose: input.purpose, answerBy: due.day },
    refs: { request, ...(input.caseId && { case: input.caseId }) },
  })
  await audit(tx, {
    action: 'verification.request',
    subject: { kind: 'verification', id: request, household: input.household },
    area,
    detail: { programme: input.programme, purpose: input.purpose, waiting: waiting.length, enquiries: plan.length },
  })
  return {
    request,
    waiting: waiting.length,
    notAsked: plan.flatMap((line) =>
      line.why === null ? [] : [{ subject: line.party.subject, source: line.source, why: line.why }],
    ),
    answerBy: due.day,
    provisional: due.provisional,
  }
}

interface PlannedEnquiry {
  party: Party
  who: string
  source: Source
  connection: string | null
  direct: boolean
  question: Record<string, string> | null
  authorisation: string | null
  why: NotAsked | null
}

async function planEnquiries(
  tx: Tx,
  input: RequestVerification,
  area: AreaCode,
  wanted: readonly Source[],
  on: Day,
): Promise<PlannedEnquiry[]> {
  const [parties, papers] = await Promise.all([
    partiesOn(tx, input.household, on),
    authorisationsOf(tx, input.household),
  ])
  const concerned = parties.filter((party) => party.subject.kind === 'person' || input.supporters !== false)
  const lines: PlannedEnquiry[] = []
  for (const party of concerned) {
    const own = papers.filter((paper) => sameSubject(paper.subject, party.subject))
    const hasNumber = (await numberOf(tx, input.household, party.subject)) !== null
    for (const source of wanted) lines.push(planLine(party, source, own, hasNumber, area, { ...input, on }))
  }
  return lines
}

function planLine(
  party: Party,
  source: Source,
  papers: readonly Authorisation[],
  hasNumber: boolean,
  area: AreaCode,
  ask: RequestVerification & { on: Day },
): PlannedEnquiry {
  const connection = connectionFor(source, area)
  const found = authorisationFor(papers, { programme: ask.programme, purpose: ask.purpose, source, on: ask.on })
  const why = ((): NotAsked | null => {
    if (!connection) return 'no-connection'
    // A child's accounts are asked about only where the guardian signed for them (VER-03).
    if ('gap' in found) return party.child ? 'child' : found.gap
    return hasNumber ? null : 'no-number'
  })()
  return {
    party,
    who: `${party.subject.kind}/${subjectId(party.subject)}`,
    source,
    connection: connection?.name ?? null,
    direct: connection?.kind === 'http',
    question: why === null && connection?.kind === 'http' ? questionFor(connection, source, ask.above) : null,
    authorisation: 'gap' in found ? null : found.authorisation.id,
    why,
  }
}

/** Minimal disclosure: where "above or not" is all the rule needs, no amount is asked for. */
function questionFor(
  connection: { disclosure?: 'values' | 'threshold' },
  source: Source,
  above: RequestVerification['above'],
): Record<string, string> | null {
  if (connection.disclosure !== 'threshold' || source !== 'bank' || above?.deposit === undefined) return null
  return { deposit: String(above.deposit) }
}
