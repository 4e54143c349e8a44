import {
  type AreaCode,
  addDays,
  assert,
  type Day,
  daysBetween,
  isRefusal,
  type Refusal,
  refuse,
} from '../foundation/index.ts'
import type { HouseholdId } from '../household/index.ts'
import { actorOf, audit, businessDay, emit, house, newId, type Tx } from '../platform/index.ts'
import { assemble } from './assemble.ts'
import { authorisationById } from './authorisation-store.ts'
import { type Connection, connectionNamed } from './connection.ts'
import { readDirectAnswer } from './direct-answer.ts'
import { readDropReply } from './drop-file.ts'
import type { Enquiry } from './enquiry.ts'
import { enquiriesOfBatch, enquiryById, lockRequest, moveEnquiry } from './enquiry-store.ts'
import { readHubReport } from './hub-file.ts'
import { valueIn } from './parameters.ts'
import { numberOf } from './people.ts'
import type { ReadReply, ReplyLine, ReplyProblem, ReplyRefusal } from './reply.ts'
import { sha256 } from './table-file.ts'
import { type Item, type Source, subjectId, type Unit } from './words.ts'

/** Why an answer is put aside instead of being believed. A person looks at it; nothing of it reaches a household's file. */
export type QuarantineReason =
  | ReplyProblem
  | 'twice'
  | 'not-ours'
  | 'somebody-else'
  | 'not-asked-for'
  | 'contradicts-itself'
  | 'answered-already'

export interface ReceiveReply {
  connection: string
  bytes: Buffer
  /** `by-hand`: an officer carries the file from the hub's own pages. */
  carried: 'connector' | 'by-hand'
}

export interface Accepted {
  verdict: 'accepted'
  reply: string
  households: HouseholdId[]
  /** Enquiries about which the answer said nothing at all. */
  silent: Enquiry[]
}
export interface Quarantined {
  verdict: 'quarantined'
  reply: string
  why: QuarantineReason
}

const largestReply = 20 * 1024 * 1024

/**
 * Takes an answer as it came. It counts only if a key on file signed exactly these bytes, if it is whole, if it is the
 * first of its kind, and if every line is about somebody we asked about there: else the whole file is put aside.
 */
export async function receiveReply(
  tx: Tx,
  input: ReceiveReply,
): Promise<Accepted | Quarantined | Refusal<'no-such-connection' | 'file-too-large' | 'file-empty'>> {
  const connection = connectionNamed(input.connection)
  if (!connection) return refuse('no-such-connection', undefined, 'connection')
  if (input.bytes.length === 0) return refuse('file-empty', undefined, 'file')
  if (input.bytes.length > largestReply) return refuse('file-too-large', { megabytes: 20 }, 'file')
  const today = await businessDay(tx)
  const digest = sha256(input.bytes)
  const before = await tx
    .selectFrom('verification_reply')
    .select('reply_id')
    .where('connection', '=', connection.name)
    .where('digest', '=', digest)
    .where('verdict', '=', 'accepted')
    .executeTakeFirst()
  const arrival: Arrival = { ...input, connection, digest, today }
  if (before) return putAside(tx, arrival, 'twice', null)
  const read = readReply(connection, input.bytes, today)
  if (isRefusal(read)) return putAside(tx, arrival, read.refused as ReplyProblem, null)
  await lockRounds(tx, await questionsFor(tx, connection, read))
  // As they stand now that nobody else can work an answer into the same rounds.
  const asked = await questionsFor(tx, connection, read)
  if (asked.length === 0) return putAside(tx, arrival, 'not-ours', null)
  const matched = await matchLines(tx, read, asked)
  if (!(matched instanceof Map)) return putAside(tx, arrival, matched, asked[0]!)
  const open = asked.filter((enquiry) => enquiry.state !== 'answered')
  if (open.length === 0) return putAside(tx, arrival, 'answered-already', asked[0]!)
  return accept(tx, arrival, read, open, matched)
}

const roundsOf = (enquiries: readonly Enquiry[]): Enquiry[] => [
  ...new Map(enquiries.map((enquiry) => [`${enquiry.household}/${enquiry.request}`, enquiry])).values(),
]

/** In the order of households, so that two files cannot wait for each other. */
async function lockRounds(tx: Tx, enquiries: readonly Enquiry[]): Promise<void> {
  for (const round of roundsOf(enquiries)) await lockRequest(tx, round.household, round.request)
}

interface Arrival extends Omit<ReceiveReply, 'connection'> {
  connection: Connection
  digest: string
  today: Day
}

function readReply(connection: Connection, bytes: Buffer, today: Day): ReadReply | ReplyRefusal {
  switch (connection.kind) {
    case 'hub':
      return readHubReport(bytes, connection.publicKeys, today)
    case 'http':
      return readDirectAnswer(bytes, connection.publicKeys, today)
    case 'drop':
      return readDropReply(bytes, connection.publicKeys, today)
  }
}

/** The enquiries this answer may speak about: those of that household in that list, of that request, or the one. */
async function questionsFor(tx: Tx, connection: Connection, read: ReadReply): Promise<Asked[]> {
  const { to } = read
  if ('enquiry' in to) {
    const enquiry = isUuid(to.enquiry) ? await enquiryById(tx, to.enquiry) : null
    return enquiry && wasAsked(enquiry, connection) ? [{ ...enquiry, ref: enquiry.id }] : []
  }
  const batch = 'batch' in to ? to.batch : to.request
  if (!isUuid(batch)) return []
  const enquiries = (await enquiriesOfBatch(tx, batch)).filter((enquiry) => wasAsked(enquiry, connection))
  if (!('household' in to)) return enquiries.map((enquiry) => ({ ...enquiry, ref: enquiry.id }))
  const place = await tx
    .selectFrom('batch_household')
    .select(['household_id', 'people'])
    .where('batch_id', '=', batch)
    .where('ref', '=', to.household)
    .executeTakeFirst()
  if (!place) return []
  const people = place.people as { ref: string; kind: string; id: string }[]
  return enquiries
    .filter((enquiry) => enquiry.household === place.household_id)
    .flatMap((enquiry) => {
      const person = people.find((one) => one.kind === enquiry.subject.kind && one.id === subjectId(enquiry.subject))
      return person ? [{ ...enquiry, ref: person.ref }] : []
    })
}

interface Asked extends Enquiry {
  /** How the other side knows the person. */
  ref: string
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
const wasAsked = (enquiry: Enquiry, connection: Connection): boolean =>
  enquiry.connection === connection.name &&
  (enquiry.state === 'asked' || enquiry.state === 'answered' || enquiry.state === 'no-answer')

/** Lines by enquiry, or why the whole file cannot be about our questions. */
async function matchLines(
  tx: Tx,
  read: ReadReply,
  asked: readonly Asked[],
): Promise<Map<string, ReplyLine[]> | QuarantineReason> {
  const numbers = new Map<string, string | null>()
  const matched = new Map<string, ReplyLine[]>()
  for (const line of read.lines) {
    const enquiry = asked.find((one) => one.ref === line.ref && one.source === line.source)
    if (!enquiry) return 'not-asked-for'
    if (!numbers.has(line.ref)) numbers.set(line.ref, await numberOf(tx, enquiry.household, enquiry.subject))
    // The right reference with another number is an answer about somebody else: the worst thing to believe.
    if (numbers.get(line.ref) !== line.number) return 'somebody-else'
    const lines = matched.get(enquiry.id) ?? []
    if (lines.length > 0 && (line.result !== 'found' || lines[0]!.result !== 'found')) return 'contradicts-itself'
    matched.set(enquiry.id, [...lines, line])
  }
  return matched
}

async function putAside(tx: Tx, arrival: Arrival, why: QuarantineReason, about: Enquiry | null): Promise<Quarantined> {
  // The same bytes are here already; keeping them twice would only mean deleting them twice.
  const fileId = why === 'twice' ? null : (await house().files.put(arrival.bytes)).id
  const area = arrival.connection.area
  const reply = await insertReply(tx, arrival, { verdict: 'quarantined', why, area, fileId, lines: 0, about })
  await audit(tx, {
    action: 'verification.quarantine',
    subject: { kind: 'reply', id: reply, ...(about && { household: about.household }) },
    area,
    result: 'refused',
    detail: { connection: arrival.connection.name, why, carried: arrival.carried, size: arrival.bytes.length },
  })
  await emit(tx, {
    kind: 'verification.quarantined',
    key: reply,
    payload: { reply, connection: arrival.connection.name, why, area },
  })
  return { verdict: 'quarantined', reply, why }
}

async function insertReply(
  tx: Tx,
  arrival: Arrival,
  said: {
    verdict: 'accepted' | 'quarantined'
    why: QuarantineReason | null
    area: AreaCode
    fileId: string | null
    lines: number
    about: Enquiry | null
  },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('verification_reply')
    .values({
      reply_id: id,
      area: said.area,
      connection: arrival.connection.name,
      household_id: said.about?.household ?? null,
      batch_id: said.about?.batch ?? null,
      digest: arrival.digest,
      size: arrival.bytes.length,
      file_id: said.fileId,
      received_by: actorOf(tx).id,
      carried: arrival.carried,
      verdict: said.verdict,
      why: said.why,
      lines: said.lines,
      expunge_on: addDays(arrival.today, valueIn('keepDays', said.area, arrival.today)),
    })
    .execute()
  return id
}

async function accept(
  tx: Tx,
  arrival: Arrival,
  read: ReadReply,
  open: readonly Asked[],
  matched: Map<string, ReplyLine[]>,
): Promise<Accepted> {
  const withdrawn = new Set<string>()
  for (const enquiry of open) if (await isWithdrawn(tx, enquiry, arrival.today)) withdrawn.add(enquiry.id)
  // With somebody's withdrawal in between, the answer itself is not kept: it holds their figures too.
  const fileId = withdrawn.size > 0 ? null : (await house().files.put(arrival.bytes)).id
  const [first] = open
  assert(first)
  const reply = await insertReply(tx, arrival, {
    verdict: 'accepted',
    why: null,
    area: arrival.connection.area,
    fileId,
    lines: read.lines.length,
    about: first,
  })
  const rounds = roundsOf(open)
  const silent: Enquiry[] = []
  for (const enquiry of open) {
    const lines = matched.get(enquiry.id) ?? []
    if (withdrawn.has(enquiry.id))
      await moveEnquiry(tx, enquiry, { state: 'no-answer', why: 'authorisation-withdrawn', reply })
    else if (lines.length === 0 || lines[0]!.result === 'no-answer') silent.push(enquiry)
    else await write(tx, arrival, read, enquiry, lines, reply)
  }
  await settleSilence(tx, arrival, silent, reply)
  if ('batch' in read.to)
    await tx
      .updateTable('batch_household')
      .set({ reply_id: reply })
      .where('household_id', '=', first.household)
      .where('batch_id', '=', read.to.batch)
      .execute()
  await audit(tx, {
    action: 'verification.receive',
    subject: { kind: 'reply', id: reply, household: first.household },
    area: arrival.connection.area,
    after: { digest: arrival.digest },
    detail: {
      connection: arrival.connection.name,
      carried: arrival.carried,
      lines: read.lines.length,
      silent: silent.length,
    },
  })
  for (const round of rounds) await assemble(tx, round.household, round.request)
  return { verdict: 'accepted', reply, households: [...new Set(open.map((one) => one.household))], silent }
}

async function isWithdrawn(tx: Tx, enquiry: Enquiry, today: Day): Promise<boolean> {
  assert(enquiry.authorisation)
  const paper = await authorisationById(tx, enquiry.household, enquiry.authorisation)
  assert(paper)
  return paper.withdrawnOn !== null && paper.withdrawnOn <= today
}

/** A hub or a folder answers once, so its silence is final; a direct source may be asked again within its budget. */
async function settleSilence(tx: Tx, arrival: Arrival, silent: readonly Enquiry[], reply: string): Promise<void> {
  for (const enquiry of silent)
    if (arrival.connection.kind === 'http')
      await moveEnquiry(tx, enquiry, {
        state: 'asked',
        on: enquiry.askedOn ?? arrival.today,
        authorisation: enquiry.authorisation!,
        trouble: 'silent',
      })
    else await moveEnquiry(tx, enquiry, { state: 'no-answer', why: 'source-silent', reply })
}

async function write(
  tx: Tx,
  arrival: Arrival,
  read: ReadReply,
  enquiry: Enquiry,
  lines: readonly ReplyLine[],
  reply: string,
): Promise<void> {
  const [first] = lines
  assert(first && first.result !== 'no-answer')
  await moveEnquiry(tx, enquiry, {
    state: 'answered',
    on: arrival.today,
    result: first.result,
    asOf: first.asOf ?? read.asOf,
    reply,
  })
  if (first.result !== 'found') return
  const staleAfter = valueIn('staleDays', arrival.connection.area, arrival.today)
  const household = await tx
    .selectFrom('verification_request')
    .select('area')
    .where('household_id', '=', enquiry.household)
    .where('request_id', '=', enquiry.request)
    .executeTakeFirstOrThrow()
  for (const told of joinedByItem(lines)) {
    const id = newId()
    await tx
      .insertInto('finding')
      .values({
        household_id: enquiry.household,
        finding_id: id,
        area: household.area,
        request_id: enquiry.request,
        enquiry_id: enquiry.id,
        subject_kind: enquiry.subject.kind,
        subject_id: subjectId(enquiry.subject),
        source: enquiry.source,
        item: told.item,
        unit: told.unit,
        value: told.value,
        as_of: told.asOf,
        stale: told.asOf !== null && daysBetween(told.asOf, arrival.today) > staleAfter,
        detail_sealed: told.detail ? house().crypto.seal(told.detail, `finding.detail:${id}`) : null,
        reply_id: reply,
        reply_digest: arrival.digest,
      })
      .execute()
    if (told.item === 'died' && enquiry.subject.kind === 'person') await tellDeath(tx, enquiry, id, told.value as Day)
  }
}

interface Told {
  source: Source
  item: Item
  unit: Unit
  value: string
  asOf: Day | null
  detail: string
}

/** Three accounts are one item: the sum, the oldest day, the details side by side. */
function joinedByItem(lines: readonly ReplyLine[]): Told[] {
  const joined = new Map<Item, Told>()
  for (const line of lines) {
    assert(line.item && line.unit && line.value !== undefined)
    const before = joined.get(line.item)
    const asOf = line.asOf ?? null
    if (!before)
      joined.set(line.item, {
        source: line.source,
        item: line.item,
        unit: line.unit,
        value: line.value,
        asOf,
        detail: line.detail ?? '',
      })
    else {
      const adds = line.unit === 'yuan' || line.unit === 'count' || line.unit === 'square-metre'
      joined.set(line.item, {
        ...before,
        value: adds ? String(BigInt(before.value) + BigInt(line.value)) : line.value,
        asOf: before.asOf !== null && asOf !== null && asOf < before.asOf ? asOf : before.asOf,
        detail: [before.detail, line.detail ?? ''].filter(Boolean).join(';').slice(0, 2000),
      })
    }
  }
  return [...joined.values()]
}

/** Later chapters hold the next payment and open the death case; nothing is stopped or recovered from here (W04). */
async function tellDeath(tx: Tx, enquiry: Enquiry, finding: string, died: Day): Promise<void> {
  await emit(tx, {
    kind: 'verification.death-found',
    key: finding,
    household: enquiry.household,
    payload: {
      household: String(enquiry.household),
      person: subjectId(enquiry.subject),
      finding,
      request: enquiry.request,
      died,
    },
  })
}
