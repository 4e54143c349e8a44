import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assert, type Day, isRefusal } from '../foundation/index.ts'
import { areaOfHousehold } from '../household/index.ts'
import { audit, businessDay, type Db, enqueue, house, type Tx, withScope } from '../platform/index.ts'
import { noteAsked } from './ask-direct.ts'
import { assemble } from './assemble.ts'
import { gapIn } from './authorisation.ts'
import { authorisationById } from './authorisation-store.ts'
import { type Batch, lockBatch } from './batch-store.ts'
import { connectionNamed, type DropConnection, type HubConnection } from './connection.ts'
import { readDropReply } from './drop-file.ts'
import type { Enquiry } from './enquiry.ts'
import { enquiriesOfBatch, moveEnquiry, requestById } from './enquiry-store.ts'
import { hubStatusSchema, parseJson, readReceipt } from './hub-file.ts'
import { jobScope } from './job-scope.ts'
import { CallFailed, call } from './outbound-call.ts'
import { valueIn } from './parameters.ts'
import { receiveReply } from './receive-reply.ts'
import type { NotAsked } from './words.ts'

const largestPackage = 64 * 1024 * 1024
const packageTimeoutMs = 60_000

/**
 * Sends a list, or sends it again. It is written down as sent before it leaves, because after a sudden death nobody could
 * say that it had not. If anybody's authorisation has ended meanwhile the file does not leave; the others get a new one.
 */
export async function sendBatch(db: Db, batchId: string, day?: Day): Promise<void> {
  const leaving = await withScope(db, jobScope('verification.send-batch', day), (tx) => prepare(tx, batchId))
  if (!leaving) return
  const bytes = await house().files.get(leaving.batch.fileId)
  if (leaving.connection.kind === 'drop') await putIntoFolder(leaving.connection, leaving.batch, bytes)
  else await postToHub(db, { ...leaving, connection: leaving.connection }, bytes, day)
}

interface Leaving {
  batch: Batch
  connection: HubConnection | DropConnection
  today: Day
}

async function prepare(tx: Tx, batchId: string): Promise<Leaving | null> {
  const batch = await lockBatch(tx, batchId)
  if (!batch || batch.state === 'void' || batch.state === 'finished' || batch.hasReceipt) return null
  const connection = connectionNamed(batch.connection)
  if (!connection || connection.kind === 'http') return null
  const today = await businessDay(tx)
  const enquiries = await enquiriesOfBatch(tx, batchId)
  const open = enquiries.filter((enquiry) => enquiry.state === 'waiting' || enquiry.state === 'asked')
  const lapsed = new Map<Enquiry, NotAsked>()
  for (const enquiry of open) {
    const gap = await gapNow(tx, enquiry, today)
    if (gap) lapsed.set(enquiry, gap)
  }
  if (lapsed.size > 0 || open.length === 0) {
    await voidBatch(tx, batch, open, lapsed)
    return null
  }
  const households = new Map<bigint, Enquiry[]>()
  for (const enquiry of open) {
    if (batch.state === 'made') {
      assert(enquiry.authorisation)
      await moveEnquiry(tx, enquiry, { state: 'asked', on: today, authorisation: enquiry.authorisation })
    }
    households.set(enquiry.household, [...(households.get(enquiry.household) ?? []), enquiry])
  }
  if (batch.state === 'made')
    for (const [household, asked] of households) {
      const request = await requestById(tx, household, asked[0]!.request)
      const area = await areaOfHousehold(tx, household)
      assert(request && area)
      const questions = await Promise.all(
        asked.map(async (enquiry) => ({
          enquiry,
          authorisation: (await authorisationById(tx, household, enquiry.authorisation!))?.number ?? '',
        })),
      )
      await noteAsked(tx, questions, area, request.purpose)
    }
  await tx
    .updateTable('verification_batch')
    .set({ state: 'sent', sent_on: batch.sentOn ?? today, tries: batch.tries + 1 })
    .where('batch_id', '=', batchId)
    .execute()
  await audit(tx, {
    action: 'verification.send-batch',
    subject: { kind: 'batch', id: batchId },
    area: batch.area,
    after: { digest: batch.digest },
    detail: { connection: batch.connection, again: batch.state === 'sent', rows: open.length },
  })
  return { batch, connection, today }
}

async function gapNow(tx: Tx, enquiry: Enquiry, today: Day): Promise<NotAsked | null> {
  const request = await requestById(tx, enquiry.household, enquiry.request)
  assert(request && enquiry.authorisation)
  const paper = await authorisationById(tx, enquiry.household, enquiry.authorisation)
  return paper ? gapIn(paper, { ...request, source: enquiry.source, on: today }) : 'no-authorisation'
}

/** Nothing is cut out of a file that is kept as evidence: it is void as a whole and made anew without that person. */
async function voidBatch(
  tx: Tx,
  batch: Batch,
  open: readonly Enquiry[],
  lapsed: ReadonlyMap<Enquiry, NotAsked>,
): Promise<void> {
  await tx
    .updateTable('verification_batch')
    .set({ state: 'void', void_why: lapsed.size > 0 ? 'authorisation-lapsed' : 'request-closed' })
    .where('batch_id', '=', batch.id)
    .execute()
  const mayHaveLeft = batch.state === 'sent'
  for (const enquiry of open) {
    const gap = lapsed.get(enquiry)
    if (!gap) await moveEnquiry(tx, enquiry, { state: 'waiting', batch: null })
    else if (mayHaveLeft) await moveEnquiry(tx, enquiry, { state: 'no-answer', why: 'authorisation-withdrawn' })
    else await moveEnquiry(tx, enquiry, { state: 'not-asked', why: gap })
  }
  await audit(tx, {
    action: 'verification.void-batch',
    subject: { kind: 'batch', id: batch.id },
    area: batch.area,
    detail: { connection: batch.connection, lapsed: lapsed.size, rows: open.length },
  })
  const rounds = new Map([...lapsed.keys()].map((one) => [`${one.household}/${one.request}`, one]))
  for (const { household, request } of rounds.values()) await assemble(tx, household, request)
  await enqueue(tx, 'verification.make-batches', {}, { key: 'verification.make-batches' })
}

async function postToHub(
  db: Db,
  { connection, batch, today }: Leaving & { connection: HubConnection },
  bytes: Buffer,
  day?: Day,
) {
  let trouble: string
  try {
    const answer = await call({
      method: 'POST',
      base: connection.url,
      path: '/hub/batches',
      token: connection.token,
      body: bytes,
      type: 'application/zip',
      timeoutMs: packageTimeoutMs,
      largest: largestPackage,
      ...(connection.demoDay && { demoDay: today }),
    })
    const receipt = readReceipt(
      answer.bytes,
      answer.signature,
      { batch: batch.id, digest: batch.digest },
      connection.publicKeys,
    )
    if (answer.status === 202 && receipt) {
      await withScope(db, jobScope('verification.send-batch', day), (tx) => keepReceipt(tx, batch, receipt))
      return
    }
    trouble = answer.status === 202 ? 'receipt-not-trusted' : `status-${answer.status}`
  } catch (problem) {
    if (!(problem instanceof CallFailed)) throw problem
    trouble = problem.trouble
  }
  await withScope(db, jobScope('verification.send-batch', day), (tx) => sendAgain(tx, batch, trouble))
}

/** Rows the hub would not take (a bad scan, an authorisation it finds over) are told: they will not be answered. */
async function keepReceipt(
  tx: Tx,
  batch: Batch,
  receipt: { rejected: { row: number; person: string; why: string }[] },
): Promise<void> {
  await tx
    .updateTable('verification_batch')
    .set({ receipt: JSON.stringify(receipt), trouble: null })
    .where('batch_id', '=', batch.id)
    .execute()
  if (receipt.rejected.length === 0) return
  const places = await tx
    .selectFrom('batch_household')
    .select(['household_id', 'people'])
    .where('batch_id', '=', batch.id)
    .execute()
  const enquiries = await enquiriesOfBatch(tx, batch.id)
  const rounds = new Map<string, Enquiry>()
  for (const { person, why } of receipt.rejected)
    for (const place of places) {
      const about = (place.people as { ref: string; kind: string; id: string }[]).find((one) => one.ref === person)
      if (!about) continue
      for (const enquiry of enquiries) {
        if (enquiry.household !== place.household_id || String(enquiry.subject.id) !== about.id) continue
        await moveEnquiry(tx, enquiry, { state: 'no-answer', why: 'row-refused', trouble: why.slice(0, 60) })
        rounds.set(`${enquiry.household}/${enquiry.request}`, enquiry)
      }
    }
  for (const { household, request } of rounds.values()) await assemble(tx, household, request)
}

async function sendAgain(tx: Tx, batch: Batch, trouble: string): Promise<void> {
  await tx.updateTable('verification_batch').set({ trouble }).where('batch_id', '=', batch.id).execute()
  const minutes = Math.min(5 ** batch.tries, 600)
  await enqueue(
    tx,
    'verification.send-batch',
    { batch: batch.id },
    { key: `verification.send-batch:${batch.id}`, runAt: new Date(Date.now() + minutes * 60_000).toISOString() },
  )
}

/** Written beside and renamed: whoever looks into the folder sees the whole file or none. */
async function putIntoFolder(connection: DropConnection, batch: Batch, bytes: Buffer): Promise<void> {
  const folder = join(connection.folder, 'requests')
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${batch.id}.csv`)
  await writeFile(`${path}.part`, bytes, { mode: 0o600 })
  await rename(`${path}.part`, path)
}

/** Fetches what the hub has ready for a list. Each household's report is taken in by itself. */
export async function pollBatch(db: Db, batchId: string, day?: Day): Promise<void> {
  const waiting = await withScope(db, jobScope('verification.poll-batch', day), (tx) => awaited(tx, batchId))
  if (!waiting) return
  const { connection, batch, refs, today } = waiting
  const asked = {
    method: 'GET' as const,
    base: connection.url,
    token: connection.token,
    ...(connection.demoDay && { demoDay: today }),
  }
  try {
    const status = await call({ ...asked, path: `/hub/batches/${batch.id}` })
    const read = hubStatusSchema.safeParse(parseJson(status.bytes))
    if (status.status !== 200 || !read.success) return noteTrouble(db, batch, `status-${status.status}`, day)
    const ready = read.data.households.filter((one) => one.state === 'ready' && refs.includes(one.household))
    for (const { household } of ready) {
      const report = await call({ ...asked, path: `/hub/batches/${batch.id}/reports/${encodeURIComponent(household)}` })
      if (report.status !== 200) {
        await noteTrouble(db, batch, `status-${report.status}`, day)
        continue
      }
      await withScope(db, jobScope('verification.poll-batch', day), async (tx) => {
        const received = await receiveReply(tx, {
          connection: connection.name,
          bytes: report.bytes,
          carried: 'connector',
        })
        assert(!isRefusal(received) || received.refused !== 'no-such-connection')
      })
    }
  } catch (problem) {
    if (!(problem instanceof CallFailed)) throw problem
    await noteTrouble(db, batch, problem.trouble, day)
  }
  await withScope(db, jobScope('verification.poll-batch', day), (tx) => finishBatch(tx, batchId))
}

const noteTrouble = (db: Db, batch: Batch, trouble: string, day?: Day): Promise<void> =>
  withScope(db, jobScope('verification.poll-batch', day), async (tx) => {
    await tx.updateTable('verification_batch').set({ trouble }).where('batch_id', '=', batch.id).execute()
  })

async function awaited(
  tx: Tx,
  batchId: string,
): Promise<{ batch: Batch; connection: HubConnection; refs: string[]; today: Day } | null> {
  const batch = await lockBatch(tx, batchId)
  const connection = batch ? connectionNamed(batch.connection) : null
  // Without a receipt the hub may not have it: sending the same bytes again comes first.
  if (batch?.state !== 'sent' || !batch.hasReceipt || connection?.kind !== 'hub') return null
  const open = new Set(
    (await enquiriesOfBatch(tx, batchId)).filter((one) => one.state === 'asked').map((one) => one.household),
  )
  const places = await tx
    .selectFrom('batch_household')
    .select(['household_id', 'ref'])
    .where('batch_id', '=', batchId)
    .orderBy('ref')
    .execute()
  const refs = places.filter((place) => open.has(place.household_id)).map((place) => place.ref)
  return { batch, connection, refs, today: await businessDay(tx) }
}

/** Every question of the list has its end: an answer, or silence written down. */
export async function finishBatch(tx: Tx, batchId: string): Promise<void> {
  const open = (await enquiriesOfBatch(tx, batchId)).some((one) => one.state === 'asked' || one.state === 'waiting')
  if (open) return
  await tx
    .updateTable('verification_batch')
    .set({ state: 'finished' })
    .where('batch_id', '=', batchId)
    .where('state', '=', 'sent')
    .execute()
}

/** A file that is still being written looks like half a file; only one that has rested so long is judged. */
const restMs = 60_000

/** Takes in what lies in the shared folder, and clears it away: people's data do not stay there. */
export async function readFolder(db: Db, connectionName: string, day?: Day): Promise<number> {
  const connection = connectionNamed(connectionName)
  if (connection?.kind !== 'drop') return 0
  const folder = join(connection.folder, 'replies')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.csv')).sort()
  let taken = 0
  for (const name of names) {
    const path = join(folder, name)
    const bytes = await readFile(path)
    const rested = Date.now() - (await stat(path)).mtimeMs >= restMs
    const verdict = await withScope(db, jobScope('verification.read-folder', day), (tx) =>
      takeFile(tx, connection, bytes, rested),
    )
    if (verdict === 'still-growing') continue
    await rm(path)
    await rm(join(connection.folder, 'requests', name), { force: true })
    // A spoilt answer: the same request is put there again, as often as any enquiry is tried.
    if (verdict === 'quarantined' && (await mayTryAgain(db, name.slice(0, -4), day)))
      await sendBatch(db, name.slice(0, -4), day)
    taken++
  }
  return taken
}

async function takeFile(
  tx: Tx,
  connection: DropConnection,
  bytes: Buffer,
  rested: boolean,
): Promise<'accepted' | 'quarantined' | 'still-growing'> {
  const read = readDropReply(bytes, connection.publicKeys, await businessDay(tx))
  if (isRefusal(read) && read.refused === 'half' && !rested) return 'still-growing'
  const received = await receiveReply(tx, { connection: connection.name, bytes, carried: 'connector' })
  if (isRefusal(received) || received.verdict === 'quarantined') return 'quarantined'
  if (!isRefusal(read) && 'request' in read.to) await finishBatch(tx, read.to.request)
  return 'accepted'
}

const mayTryAgain = (db: Db, batchId: string, day?: Day): Promise<boolean> =>
  withScope(db, jobScope('verification.read-folder', day), async (tx) => {
    const batch = /^[0-9a-f-]{36}$/.test(batchId) ? await lockBatch(tx, batchId) : null
    return batch?.state === 'sent' && batch.tries < valueIn('tries', batch.area, await businessDay(tx))
  })
