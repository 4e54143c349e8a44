import { type AreaCode, assert, type Day, isRefusal, yuanText } from '../foundation/index.ts'
import { areaOfHousehold, type HouseholdId } from '../household/index.ts'
import { audit, businessDay, type Db, enqueue, type Tx, withScope } from '../platform/index.ts'
import { assemble } from './assemble.ts'
import { gapIn } from './authorisation.ts'
import { authorisationById } from './authorisation-store.ts'
import { connectionNamed, type HttpConnection } from './connection.ts'
import { bundle, nextCursor, type Page } from './direct-answer.ts'
import type { Enquiry } from './enquiry.ts'
import { lockEnquiry, moveEnquiry, requestById } from './enquiry-store.ts'
import { parseJson } from './hub-file.ts'
import { jobScope } from './job-scope.ts'
import { noteLook } from './look.ts'
import { CallFailed, type CallTrouble, call } from './outbound-call.ts'
import { valueIn } from './parameters.ts'
import { numberOf, partiesOn, sameSubject } from './people.ts'
import { receiveReply } from './receive-reply.ts'

const task = 'verification.ask'
const mostPages = 200

/**
 * Asks a direct source about one person. Three steps, so that nothing is held while the source thinks: look whether it
 * may be asked *now* and write down that it is; ask; take in what came. A death in between costs a repetition: the
 * enquiry's own id goes along, and the source gives the same answer again.
 */
export async function askDirect(db: Db, household: HouseholdId, enquiryId: string, today?: Day): Promise<void> {
  const question = await withScope(db, jobScope(task, today), (tx) => prepare(tx, household, enquiryId))
  if (!question) return
  const answer = await ask(question)
  await withScope(db, jobScope(task, today), (tx) => takeIn(tx, question, answer))
}

interface Question {
  enquiry: Enquiry
  connection: HttpConnection
  body: Record<string, unknown>
  demoDay: string | null
}

/** The last look before anything leaves: state, authorisation of that very day, number. Null when it must not be asked. */
async function prepare(tx: Tx, household: HouseholdId, enquiryId: string): Promise<Question | null> {
  const enquiry = await lockEnquiry(tx, household, enquiryId)
  if (!enquiry || (enquiry.state !== 'waiting' && enquiry.state !== 'asked')) return null
  const connection = enquiry.connection ? connectionNamed(enquiry.connection) : null
  if (connection?.kind !== 'http') return null
  const request = await requestById(tx, household, enquiry.request)
  const area = await areaOfHousehold(tx, household)
  assert(request && area && enquiry.authorisation)
  const today = await businessDay(tx)
  const paper = await authorisationById(tx, household, enquiry.authorisation)
  assert(paper)
  const gap = gapIn(paper, { ...request, source: enquiry.source, on: today })
  if (gap) return forget(tx, enquiry, gap === 'authorisation-withdrawn' ? gap : 'authorisation-over')
  const number = await numberOf(tx, household, enquiry.subject)
  if (!number) return forget(tx, enquiry, 'no-number')
  if (enquiry.tries >= valueIn('tries', area, today)) return giveUp(tx, enquiry)
  const party = (await partiesOn(tx, household, today)).find((one) => sameSubject(one.subject, enquiry.subject))
  if (!party) return forget(tx, enquiry, 'request-closed')
  await moveEnquiry(tx, enquiry, { state: 'asked', on: enquiry.askedOn ?? today, authorisation: paper.id })
  await tx
    .updateTable('enquiry')
    .set({ tries: enquiry.tries + 1 })
    .where('household_id', '=', household)
    .where('enquiry_id', '=', enquiry.id)
    .execute()
  await noteAsked(tx, [{ enquiry, authorisation: paper.number }], area, request.purpose)
  return {
    enquiry: { ...enquiry, tries: enquiry.tries + 1 },
    connection,
    demoDay: connection.demoDay ? today : null,
    body: {
      request: enquiry.id,
      purpose: `${request.programme}/${request.purpose}`,
      people: [
        {
          ref: enquiry.id,
          number,
          name: party.name,
          authorisation: { no: paper.number, sha256: paper.scan.digest, from: paper.since, until: paper.until },
        },
      ],
      ...(enquiry.question && {
        above: Object.fromEntries(Object.entries(enquiry.question).map(([item, fen]) => [item, yuanText(BigInt(fen))])),
      }),
    },
  }
}

async function forget(
  tx: Tx,
  enquiry: Enquiry,
  why: 'authorisation-withdrawn' | 'authorisation-over' | 'no-number' | 'request-closed',
): Promise<null> {
  // Once it may have left, "not asked" would be untrue.
  if (enquiry.tries === 0) await moveEnquiry(tx, enquiry, { state: 'not-asked', why })
  else
    await moveEnquiry(tx, enquiry, {
      state: 'no-answer',
      why: why === 'authorisation-withdrawn' ? why : 'request-closed',
    })
  await assemble(tx, enquiry.household, enquiry.request)
  return null
}

async function giveUp(tx: Tx, enquiry: Enquiry): Promise<null> {
  await moveEnquiry(tx, enquiry, {
    state: 'no-answer',
    why: enquiry.trouble === 'silent' ? 'source-silent' : 'tries-used-up',
  })
  await assemble(tx, enquiry.household, enquiry.request)
  return null
}

/** Every question is in the audit record; the family sees one line: for which purpose which sources were asked. */
export async function noteAsked(
  tx: Tx,
  asked: readonly { enquiry: Pick<Enquiry, 'household' | 'source' | 'id'>; authorisation: string }[],
  area: AreaCode,
  purpose: string,
): Promise<void> {
  for (const { enquiry, authorisation } of asked)
    await audit(tx, {
      action: 'verification.ask',
      subject: { kind: 'enquiry', id: enquiry.id, household: enquiry.household },
      area,
      detail: { source: enquiry.source, purpose, authorisation },
    })
  await noteLook(tx, {
    household: asked[0]!.enquiry.household,
    what: 'sources-asked',
    purpose,
    sources: [...new Set(asked.map(({ enquiry }) => enquiry.source))],
  })
}

type Came =
  | { came: 'pages'; pages: Page[] }
  | { came: 'not-yet' }
  | { came: 'trouble'; trouble: CallTrouble | `status-${number}` | 'unsigned' }

async function ask(question: Question): Promise<Came> {
  const { connection } = question
  const pages: Page[] = []
  let cursor: string | null = null
  try {
    do {
      const answer = await call({
        method: 'POST',
        base: connection.url,
        path: `/sources/${question.enquiry.source}/enquiries`,
        token: connection.token,
        body: JSON.stringify({ ...question.body, cursor }),
        type: 'application/json',
        ...(question.demoDay && { demoDay: question.demoDay }),
      })
      if (answer.status === 202 && isPending(answer.bytes)) return { came: 'not-yet' }
      if (answer.status !== 200) return { came: 'trouble', trouble: `status-${answer.status}` }
      const page = { body: answer.bytes, signature: answer.signature }
      pages.push(page)
      const next = nextCursor(page, connection.publicKeys)
      // Unsigned or unreadable: kept as it came, so that the quarantine can show it.
      if (next === undefined) return { came: 'pages', pages }
      cursor = next
    } while (cursor !== null && pages.length < mostPages)
    return { came: 'pages', pages }
  } catch (problem) {
    if (problem instanceof CallFailed) return { came: 'trouble', trouble: problem.trouble }
    throw problem
  }
}

const isPending = (bytes: Buffer): boolean => (parseJson(bytes) as { pending?: unknown } | undefined)?.pending === true

async function takeIn(tx: Tx, question: Question, came: Came): Promise<void> {
  const { enquiry } = question
  if (came.came === 'not-yet') {
    // The source has it and is looking: asking again tomorrow costs no try.
    await again(tx, enquiry, { trouble: 'not-yet', minutes: 12 * 60, costs: false })
    return
  }
  if (came.came === 'trouble') {
    await again(tx, enquiry, { trouble: came.trouble, minutes: pauseAfter(enquiry.tries), costs: true })
    return
  }
  const received = await receiveReply(tx, {
    connection: question.connection.name,
    bytes: bundle(came.pages),
    carried: 'connector',
  })
  assert(!isRefusal(received))
  if (received.verdict === 'quarantined' || received.silent.length > 0)
    await again(tx, enquiry, {
      trouble: received.verdict === 'quarantined' ? received.why : 'silent',
      minutes: pauseAfter(enquiry.tries),
      costs: true,
    })
}

/** 1, 5, 25 minutes, two hours, ten hours: a source that is down is not helped by knocking. */
const pauseAfter = (tries: number): number => Math.min(5 ** Math.max(0, tries - 1), 600)

async function again(
  tx: Tx,
  enquiry: Enquiry,
  next: { trouble: string; minutes: number; costs: boolean },
): Promise<void> {
  const row = await lockEnquiry(tx, enquiry.household, enquiry.id)
  if (row?.state !== 'asked') return
  const area = await areaOfHousehold(tx, enquiry.household)
  assert(area)
  await tx
    .updateTable('enquiry')
    .set({ trouble: next.trouble, tries: next.costs ? row.tries : Math.max(1, row.tries - 1) })
    .where('household_id', '=', enquiry.household)
    .where('enquiry_id', '=', enquiry.id)
    .execute()
  if (next.costs && row.tries >= valueIn('tries', area, await businessDay(tx))) {
    await giveUp(tx, { ...row, trouble: next.trouble })
    return
  }
  await enqueue(
    tx,
    'verification.ask',
    { household: String(enquiry.household), enquiry: enquiry.id },
    {
      key: `verification.ask:${enquiry.id}`,
      runAt: new Date(Date.now() + next.minutes * 60_000).toISOString(),
    },
  )
}
