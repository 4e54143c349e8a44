import {
  type AreaCode,
  addWorkingDays,
  assert,
  type Day,
  isRefusal,
  type Refusal,
  refuse,
} from '../foundation/index.ts'
import { addTimeline, areaOfHousehold, type HouseholdId } from '../household/index.ts'
import { openTask, workingCalendar } from '../office/index.ts'
import { audit, businessDay, type Db, emit, enqueue, house, type Tx, withScope } from '../platform/index.ts'
import { assemble } from './assemble.ts'
import { authorisationFor } from './authorisation.ts'
import { authorisationsOf } from './authorisation-store.ts'
import { batchesIn } from './batch-store.ts'
import { connections } from './connection.ts'
import { enquiriesOf, lockRequest, moveEnquiry } from './enquiry-store.ts'
import { jobScope } from './job-scope.ts'
import { type MadeBatch, makeBatch } from './make-batch.ts'
import { valueIn } from './parameters.ts'
import { sameSubject } from './people.ts'
import { pollBatch, readFolder, sendBatch } from './send-batch.ts'

/** Every hub and folder gets one list per county (and, in a folder, per source) of what waits for it. */
export async function makeBatches(tx: Tx): Promise<MadeBatch[]> {
  const made: MadeBatch[] = []
  for (const connection of connections()) {
    if (connection.kind === 'http') continue
    const sources = connection.kind === 'drop' ? connection.sources : [undefined]
    for (const county of await countiesWaiting(tx, connection.name))
      for (const source of sources) {
        // As many lists as it takes: each holds only so many households.
        for (let more = true; more; ) {
          const batch = await makeBatch(tx, { connection: connection.name, area: county, ...(source && { source }) })
          more = !isRefusal(batch)
          if (!isRefusal(batch)) made.push(batch)
        }
      }
  }
  return made
}

async function countiesWaiting(tx: Tx, connection: string): Promise<AreaCode[]> {
  const rows = await tx
    .selectFrom('enquiry')
    .select('area')
    .distinct()
    .where('connection', '=', connection)
    .where('state', '=', 'waiting')
    .where('batch_id', 'is', null)
    .execute()
  return [...new Set(rows.map((row) => row.area.slice(0, 6)))].sort() as AreaCode[]
}

/** One round of exchange with the hubs and folders: send what is ready, fetch what came. Safe to run at any time, twice. */
export async function exchange(db: Db, today?: Day): Promise<void> {
  await withScope(db, jobScope('verification.make-batches', today), makeBatches)
  const open = await withScope(db, jobScope('verification-exchange', today), (tx) =>
    batchesIn(tx, '' as AreaCode, { states: ['made', 'sent'], limit: 1000 }),
  )
  for (const batch of open)
    if (!batch.hasReceipt && needsSending(batch.connection, batch.state)) await sendBatch(db, batch.id, today)
  for (const batch of open) await pollBatch(db, batch.id, today)
  for (const connection of connections()) if (connection.kind === 'drop') await readFolder(db, connection.name, today)
}

/** A folder gives no receipt: what was put there once is not put there every time. */
const needsSending = (connection: string, state: string): boolean =>
  state === 'made' || connections().find((one) => one.name === connection)?.kind === 'hub'

/** What a day's passing does: silence becomes silence, a family's day passes, papers' keeping time ends. */
export async function passDay(db: Db, today?: Day): Promise<void> {
  await withScope(db, jobScope('verification-daily', today), closeOverdueRequests)
  await withScope(db, jobScope('verification-daily', today), passRebuttalDays)
  await expungeReplies(db, today)
  await withScope(db, jobScope('verification-daily', today), askPending)
}

/** Nobody waits for ever: after `answer_by` the report is made of what there is. */
async function closeOverdueRequests(tx: Tx): Promise<void> {
  const today = await businessDay(tx)
  const overdue = await tx
    .selectFrom('verification_request')
    .select(['household_id', 'request_id'])
    .where('state', '=', 'open')
    .where('answer_by', '<', today)
    .orderBy('answer_by')
    .orderBy('request_id')
    .limit(500)
    .execute()
  for (const { household_id, request_id } of overdue) {
    await lockRequest(tx, household_id, request_id)
    for (const enquiry of await enquiriesOf(tx, household_id, request_id)) {
      if (enquiry.state === 'asked') await moveEnquiry(tx, enquiry, { state: 'no-answer', why: 'waited-too-long' })
      if (enquiry.state === 'waiting') await moveEnquiry(tx, enquiry, { state: 'not-asked', why: 'request-closed' })
    }
    await assemble(tx, household_id, request_id)
  }
}

/** The day for an answer has passed: somebody has to telephone. Nothing is decided by it. */
async function passRebuttalDays(tx: Tx): Promise<void> {
  const today = await businessDay(tx)
  const passed = await tx
    .updateTable('rebuttal')
    .set({ state: 'unanswered' })
    .where('state', '=', 'open')
    .where('answer_by', '<', today)
    .returning(['household_id', 'rebuttal_id', 'request_id', 'fact'])
    .execute()
  for (const row of passed) {
    await addTimeline(tx, {
      household: row.household_id,
      kind: 'verification',
      text: 'verification:timeline.rebuttal-unanswered',
      values: { fact: row.fact },
      refs: { rebuttal: row.rebuttal_id, request: row.request_id },
    })
    await openTask(tx, {
      household: row.household_id,
      key: `rebuttal-call:${row.rebuttal_id}`,
      kind: 'verification-rebuttal-call',
      role: 'township-clerk',
      about: { fact: row.fact, rebuttal: row.rebuttal_id },
    })
    await emit(tx, {
      kind: 'verification.rebuttal-unanswered',
      key: row.rebuttal_id,
      household: row.household_id,
      payload: { household: String(row.household_id), rebuttal: row.rebuttal_id, request: row.request_id },
    })
  }
}

/** VER-03: the answer itself and its details go; the finding, the conclusion and the digest stay. */
export async function expungeReplies(db: Db, today?: Day): Promise<number> {
  const due = await withScope(db, jobScope('verification.expunge', today), async (tx) => {
    return tx
      .selectFrom('verification_reply')
      .select(['reply_id', 'file_id'])
      .where('expunge_on', '<=', await businessDay(tx))
      .where('expunged_on', 'is', null)
      .orderBy('expunge_on')
      .limit(1000)
      .execute()
  })
  for (const { reply_id, file_id } of due) {
    // First the row, then the file: a death in between leaves a file nobody points to, never a row that lies.
    await withScope(db, jobScope('verification.expunge', today), async (tx) => {
      await tx
        .updateTable('verification_reply')
        .set({ file_id: null, expunged_on: await businessDay(tx) })
        .where('reply_id', '=', reply_id)
        .execute()
      await tx.updateTable('finding').set({ detail_sealed: null }).where('reply_id', '=', reply_id).execute()
      await audit(tx, { action: 'verification.expunge', subject: { kind: 'reply', id: reply_id } })
    })
    if (file_id) await house().files.remove(file_id)
  }
  return due.length
}

/** A direct source that said "not yet" is asked again once a day, without using up its tries. */
async function askPending(tx: Tx): Promise<void> {
  const direct = connections().flatMap((connection) => (connection.kind === 'http' ? [connection.name] : []))
  if (direct.length === 0) return
  const pending = await tx
    .selectFrom('enquiry')
    .select(['household_id', 'enquiry_id'])
    .where('connection', 'in', direct)
    .where('state', 'in', ['waiting', 'asked'])
    .orderBy('enquiry_id')
    .limit(5000)
    .execute()
  for (const { household_id, enquiry_id } of pending)
    await enqueue(
      tx,
      'verification.ask',
      { household: String(household_id), enquiry: enquiry_id },
      { key: `verification.ask:${enquiry_id}` },
    )
}

/**
 * Asks again what was not asked or not answered: a signature has come, a source is back. The round is open again and
 * waits anew; what has been answered stays.
 */
export async function askAgain(
  tx: Tx,
  input: { household: HouseholdId; request: string },
): Promise<{ waiting: number } | Refusal<'no-such-request' | 'nothing-to-ask'>> {
  const request = await lockRequest(tx, input.household, input.request)
  const area = await areaOfHousehold(tx, input.household)
  if (!request || !area) return refuse('no-such-request')
  const today = await businessDay(tx)
  const papers = await authorisationsOf(tx, input.household)
  let waiting = 0
  for (const enquiry of await enquiriesOf(tx, input.household, input.request)) {
    if (enquiry.state !== 'not-asked' && enquiry.state !== 'no-answer') continue
    const connection = connections().find((one) => one.name === enquiry.connection)
    const found = authorisationFor(
      papers.filter((paper) => sameSubject(paper.subject, enquiry.subject)),
      { ...request, source: enquiry.source, on: today },
    )
    if (!connection || 'gap' in found) continue
    await moveEnquiry(tx, enquiry, { state: 'waiting', batch: null, trouble: null })
    await tx
      .updateTable('enquiry')
      .set({ authorisation_id: found.authorisation.id, tries: 0, asked_on: null })
      .where('household_id', '=', enquiry.household)
      .where('enquiry_id', '=', enquiry.id)
      .execute()
    if (connection.kind === 'http')
      await enqueue(
        tx,
        'verification.ask',
        { household: String(enquiry.household), enquiry: enquiry.id },
        { key: `verification.ask:${enquiry.id}` },
      )
    waiting++
  }
  if (waiting === 0) return refuse('nothing-to-ask')
  const due = addWorkingDays(await workingCalendar(tx), today, valueIn('answerDays', area, today))
  await tx
    .updateTable('verification_request')
    .set({ state: 'open', answer_by: due.day, answered_on: null })
    .where('household_id', '=', input.household)
    .where('request_id', '=', input.request)
    .execute()
  await audit(tx, {
    action: 'verification.ask-again',
    subject: { kind: 'verification', id: input.request, household: input.household },
    area,
    detail: { waiting },
  })
  assert(waiting > 0)
  return { waiting }
}
