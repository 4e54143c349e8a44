import { type AreaCode, assert, type Day, type Refusal, refuse } from '../foundation/index.ts'
import { areaOfHousehold, type HouseholdId } from '../household/index.ts'
import { actorOf, audit, businessDay, enqueue, house, newId, type Tx } from '../platform/index.ts'
import { assemble } from './assemble.ts'
import { type Authorisation, gapIn } from './authorisation.ts'
import { authorisationById } from './authorisation-store.ts'
import { type Connection, connectionNamed } from './connection.ts'
import { type DropRow, writeDropRequest } from './drop-file.ts'
import type { Enquiry, VerificationRequest } from './enquiry.ts'
import { lockWaiting, moveEnquiry, requestById } from './enquiry-store.ts'
import { type ListRow, type Scan, writeHubPackage } from './hub-file.ts'
import { valueIn } from './parameters.ts'
import { numberOf, type Party, partiesOn, sameSubject } from './people.ts'
import { type Source, subjectId } from './words.ts'

export interface MadeBatch {
  batch: string
  households: number
  rows: number
}

export type BatchRefusal = Refusal<'no-such-connection' | 'nothing-to-ask'>

/**
 * Puts what waits for a hub or a shared folder into one file. Every authorisation is looked at now, and again when the
 * file leaves; whoever's is over stays out. The file is kept as it is made: resending sends the same bytes.
 */
export async function makeBatch(
  tx: Tx,
  input: { connection: string; area: AreaCode; source?: Source },
): Promise<MadeBatch | BatchRefusal> {
  const connection = connectionNamed(input.connection)
  if (!connection || connection.kind === 'http') return refuse('no-such-connection', undefined, 'connection')
  const today = await businessDay(tx)
  const waiting = await lockWaiting(
    tx,
    connection.name,
    input.area,
    valueIn('batchHouseholds', input.area, today),
    input.source,
  )
  const entries = await entriesFor(tx, waiting, today)
  if (entries.length === 0) return refuse('nothing-to-ask')
  const id = newId()
  const refs = householdRefs(entries)
  const bytes = await fileFor(tx, connection, { id, area: input.area, today }, entries, refs, input.source)
  const { id: fileId, digest } = await house().files.put(bytes)
  await tx
    .insertInto('verification_batch')
    .values({
      batch_id: id,
      area: input.area,
      connection: connection.name,
      made_by: actorOf(tx).id,
      households: refs.size,
      rows: entries.length,
      file_id: fileId,
      digest,
    })
    .execute()
  for (const { enquiry } of entries) await moveEnquiry(tx, enquiry, { state: 'waiting', batch: id })
  await keepRefs(tx, id, entries, refs)
  await enqueue(tx, 'verification.send-batch', { batch: id }, { key: `verification.send-batch:${id}` })
  await audit(tx, {
    action: 'verification.make-batch',
    subject: { kind: 'batch', id },
    area: input.area,
    after: { digest },
    detail: { connection: connection.name, households: refs.size, rows: entries.length },
  })
  return { batch: id, households: refs.size, rows: entries.length }
}

interface Entry {
  enquiry: Enquiry
  request: VerificationRequest
  party: Party
  number: string
  paper: Authorisation
}

/** What may really be asked today. The rest is written down as not asked, with the reason. */
async function entriesFor(tx: Tx, waiting: readonly Enquiry[], today: Day): Promise<Entry[]> {
  const entries: Entry[] = []
  const dropped = new Map<string, Enquiry>()
  const parties = new Map<HouseholdId, Party[]>()
  const requests = new Map<string, VerificationRequest>()
  for (const enquiry of waiting) {
    if (!parties.has(enquiry.household)) parties.set(enquiry.household, await partiesOn(tx, enquiry.household, today))
    if (!requests.has(enquiry.request)) {
      const request = await requestById(tx, enquiry.household, enquiry.request)
      assert(request)
      requests.set(enquiry.request, request)
    }
    const request = requests.get(enquiry.request)!
    const party = parties.get(enquiry.household)!.find((one) => sameSubject(one.subject, enquiry.subject))
    const paper = enquiry.authorisation ? await authorisationById(tx, enquiry.household, enquiry.authorisation) : null
    assert(paper)
    const gap = gapIn(paper, { ...request, source: enquiry.source, on: today })
    const number = await numberOf(tx, enquiry.household, enquiry.subject)
    if (gap || !number || !party) {
      await moveEnquiry(tx, enquiry, { state: 'not-asked', why: gap ?? (party ? 'no-number' : 'request-closed') })
      dropped.set(`${enquiry.household}/${enquiry.request}`, enquiry)
    } else entries.push({ enquiry, request, party, number, paper })
  }
  for (const { household, request } of dropped.values()) await assemble(tx, household, request)
  return entries
}

/** H0001, H0002 …: outside, a household is a place in a list and nothing more. */
function householdRefs(entries: readonly Entry[]): Map<HouseholdId, string> {
  const refs = new Map<HouseholdId, string>()
  for (const { enquiry } of entries)
    if (!refs.has(enquiry.household)) refs.set(enquiry.household, `H${String(refs.size + 1).padStart(4, '0')}`)
  return refs
}

function personRefs(entries: readonly Entry[], household: HouseholdId, ref: string): Map<string, string> {
  const people = new Map<string, string>()
  for (const { enquiry } of entries) {
    const key = `${enquiry.subject.kind}/${subjectId(enquiry.subject)}`
    if (enquiry.household === household && !people.has(key)) people.set(key, `${ref}-${people.size + 1}`)
  }
  return people
}

async function keepRefs(
  tx: Tx,
  batch: string,
  entries: readonly Entry[],
  refs: ReadonlyMap<HouseholdId, string>,
): Promise<void> {
  for (const [household, ref] of refs) {
    const area = await areaOfHousehold(tx, household)
    assert(area)
    const people = [...personRefs(entries, household, ref)].map(([key, personRef]) => {
      const [kind, id] = key.split('/')
      return { ref: personRef, kind, id }
    })
    await tx
      .insertInto('batch_household')
      .values({ household_id: household, batch_id: batch, area, ref, people: JSON.stringify(people) })
      .execute()
  }
}

async function fileFor(
  tx: Tx,
  connection: Connection,
  batch: { id: string; area: AreaCode; today: Day },
  entries: readonly Entry[],
  refs: ReadonlyMap<HouseholdId, string>,
  source: Source | undefined,
): Promise<Buffer> {
  const purpose = [...new Set(entries.map(({ request }) => `${request.programme}/${request.purpose}`))].sort().join(' ')
  if (connection.kind === 'drop') {
    assert(source, 'a request file asks one source')
    return writeDropRequest({ id: batch.id, source, purpose, madeOn: batch.today }, entries.map(dropRow))
  }
  const rows: ListRow[] = []
  for (const [household, ref] of refs) {
    const people = personRefs(entries, household, ref)
    for (const entry of entries.filter((one) => one.enquiry.household === household)) {
      const person = people.get(`${entry.enquiry.subject.kind}/${subjectId(entry.enquiry.subject)}`)!
      const row = rows.find((one) => one.person === person && one.authorisation.number === entry.paper.number)
      if (row) row.sources.push(entry.enquiry.source)
      else rows.push(listRow(entry, ref, person))
    }
  }
  return writeHubPackage(
    { id: batch.id, county: batch.area, madeOn: batch.today, purpose },
    rows,
    await scansOf(tx, entries),
  )
}

const listRow = ({ enquiry, party, number, paper }: Entry, household: string, person: string): ListRow => ({
  household,
  person,
  name: party.name,
  number,
  member: enquiry.subject.kind === 'person' ? 'member' : 'supporter',
  authorisation: { number: paper.number, since: paper.since, until: paper.until, digest: paper.scan.digest },
  sources: [enquiry.source],
})

const dropRow = ({ enquiry, party, number, paper }: Entry): DropRow => ({
  ref: enquiry.id,
  name: party.name,
  number,
  authorisation: { number: paper.number, since: paper.since, until: paper.until },
})

/** The signed papers go along, each once. */
async function scansOf(_tx: Tx, entries: readonly Entry[]): Promise<Scan[]> {
  const papers = new Map(entries.map(({ paper }) => [paper.id, paper]))
  return Promise.all(
    [...papers.values()].map(async (paper) => ({
      authorisation: paper.number,
      digest: paper.scan.digest,
      type: paper.scan.type,
      bytes: await house().files.get(paper.scan.fileId),
    })),
  )
}
