import { type Day, type Instant, type Refusal, refuse } from '../foundation/index.ts'
import { addTimeline, areaOfHousehold, consentsOf, phonesForMessages } from '../household/index.ts'
import { actorOf, audit, businessDay, businessNow, enqueue, house, log, newId, type Tx } from '../platform/index.ts'
import type { Lang } from '../wording/index.ts'
import {
  isHeld,
  type MessageKind,
  type MessageValues,
  mayDisturb,
  messageText,
  nextDecentMoment,
} from './message-text.ts'
import { closeTask, openTask } from './task.ts'

/**
 * Short messages to a family. Each is written once per key, waits for a person where something must be explained first,
 * waits for the morning at night, and becomes a printed slip where there is no telephone. Everything works without SMS.
 */
export type MessageState = 'held' | 'waiting' | 'sent' | 'failed' | 'to-print' | 'printed' | 'dropped'

export interface Message {
  id: string
  household: bigint
  kind: MessageKind
  caseId: string | null
  text: string
  /** The last four digits of the telephone. */
  tail: string | null
  state: MessageState
  heldWhy: string | null
  notBefore: Instant | null
  created: Day
  released: { by: string; on: Day } | null
  sentAt: Instant | null
}

export interface SendMessage<K extends MessageKind> {
  household: bigint
  /** The same key is the same message. */
  key: string
  kind: K
  values: MessageValues<K>
  caseId?: string | null
  /** A particular telephone (a helper's, an old number); else the household's first one. */
  phone?: string
  /** Hold this one too: the case is delicate. */
  hold?: boolean
  lang?: Lang
}

/** The way out of the house. A real gateway is asked with the key, so that a repeated try is one message. */
export interface MessageGateway {
  name: string
  send(tx: Tx, message: { key: string; phone: string; text: string }): Promise<{ reference: string }>
}

export async function sendMessage<K extends MessageKind>(
  tx: Tx,
  input: SendMessage<K>,
): Promise<Message | Refusal<'no-such-household'>> {
  const area = await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  const known = await byKey(tx, input.household, input.key)
  if (known) return toMessage(known)
  const id = newId()
  const phone = input.phone ?? (await phoneOf(tx, input.household))
  const now = new Date(await businessNow(tx))
  const held = isHeld(input.kind) || (input.hold ?? false)
  const state: MessageState = phone === null ? 'to-print' : held ? 'held' : 'waiting'
  const notBefore = mayDisturb(input.kind) ? now : nextDecentMoment(now)
  await tx
    .insertInto('message')
    .values({
      household_id: input.household,
      message_id: id,
      area,
      key: input.key,
      kind: input.kind,
      case_id: input.caseId ?? null,
      phone_sealed: phone === null ? null : house().crypto.seal(phone, phoneContext(id)),
      phone_tail: phone?.slice(-4) ?? null,
      text: messageText(input.kind, input.values, input.lang),
      lang: input.lang ?? 'zh',
      state,
      held_why: held ? 'explain-first' : null,
      not_before: state === 'waiting' ? notBefore.toISOString() : null,
      created_on: await businessDay(tx),
      created_by: actorOf(tx).id,
    })
    .execute()
  if (state === 'waiting') await schedule(tx, input.household, id, notBefore, now)
  else
    await openTask(tx, {
      household: input.household,
      key: taskKey(id),
      kind: state === 'held' ? 'explain-by-phone' : 'print-slip',
      caseId: input.caseId ?? null,
      role: state === 'held' ? 'township-clerk' : 'aide',
      about: { message: id, kind: input.kind },
    })
  return toMessage((await byKey(tx, input.household, input.key))!)
}

/** Somebody has spoken with the family (or could not reach it) and lets the message go. */
export async function releaseMessage(
  tx: Tx,
  input: { household: bigint; id: string; spoken: 'phoned' | 'visited' | 'unreachable' },
): Promise<Message | Refusal<'no-such-message' | 'message-not-held'>> {
  const row = await lock(tx, input.household, input.id)
  if (!row) return refuse('no-such-message')
  if (row.state !== 'held') return refuse('message-not-held')
  const now = new Date(await businessNow(tx))
  const notBefore = nextDecentMoment(now)
  const on = await businessDay(tx)
  await update(tx, row, {
    state: 'waiting',
    not_before: notBefore.toISOString(),
    released_by: actorOf(tx).id,
    released_on: on,
  })
  await schedule(tx, input.household, input.id, notBefore, now)
  await closeTask(tx, { household: input.household, key: taskKey(input.id), outcome: input.spoken })
  await audit(tx, {
    action: 'office.release-message',
    subject: { kind: 'message', id: input.id, household: input.household },
    area: row.area,
    detail: { kind: row.kind, spoken: input.spoken },
  })
  return toMessage((await lock(tx, input.household, input.id))!)
}

/** It no longer fits (the case was withdrawn, the figure corrected): it never goes out. */
export async function dropMessage(
  tx: Tx,
  input: { household: bigint; id: string; why: string },
): Promise<Message | Refusal<'no-such-message' | 'message-sent'>> {
  const row = await lock(tx, input.household, input.id)
  if (!row) return refuse('no-such-message')
  if (row.state === 'sent' || row.state === 'printed') return refuse('message-sent')
  await update(tx, row, { state: 'dropped', held_why: input.why })
  await closeTask(tx, { household: input.household, key: taskKey(input.id), outcome: 'dropped' })
  return toMessage((await lock(tx, input.household, input.id))!)
}

/** The slip was printed and handed over. */
export async function markPrinted(
  tx: Tx,
  input: { household: bigint; id: string },
): Promise<Message | Refusal<'no-such-message' | 'message-sent'>> {
  const row = await lock(tx, input.household, input.id)
  if (!row) return refuse('no-such-message')
  if (row.state === 'sent') return refuse('message-sent')
  await update(tx, row, { state: 'printed' })
  await closeTask(tx, { household: input.household, key: taskKey(input.id), outcome: 'printed' })
  return toMessage((await lock(tx, input.household, input.id))!)
}

const mostTries = 5

/** The job behind a message. Nothing happens when it is early, dropped or already gone; a refused try comes again, then becomes a slip. */
export async function deliverMessage(
  tx: Tx,
  where: { household: bigint; id: string },
  gateway: MessageGateway,
): Promise<MessageState | null> {
  const row = await lock(tx, where.household, where.id)
  if (row?.state !== 'waiting') return (row?.state as MessageState | undefined) ?? null
  const now = new Date(await businessNow(tx))
  if (row.not_before && new Date(row.not_before) > now) {
    await schedule(tx, where.household, where.id, new Date(row.not_before), now)
    return 'waiting'
  }
  try {
    const { reference } = await gateway.send(tx, {
      key: row.message_id,
      phone: house().crypto.open(row.phone_sealed!, phoneContext(row.message_id)),
      text: row.text,
    })
    await update(tx, row, {
      state: 'sent',
      sent_at: now.toISOString(),
      gateway_reference: reference,
      tries: row.tries + 1,
    })
    await addTimeline(tx, {
      household: where.household,
      kind: 'message',
      text: 'office:timeline.message',
      values: { kind: `office:sms-name.${row.kind}`, tail: row.phone_tail ?? '' },
      refs: { message: row.message_id, ...(row.case_id && { case: row.case_id }) },
    })
    return 'sent'
  } catch (error) {
    const tries = row.tries + 1
    log.warn(
      {
        message: row.message_id,
        tries,
        gateway: gateway.name,
        reason: error instanceof Error ? error.name : 'unknown',
      },
      'the gateway did not take a message',
    )
    if (tries < mostTries) {
      await update(tx, row, { tries })
      await schedule(tx, where.household, where.id, new Date(now.getTime() + 15 * 60_000 * tries), now)
      return 'waiting'
    }
    await update(tx, row, { tries, state: 'failed' })
    await openTask(tx, {
      household: where.household,
      key: taskKey(row.message_id),
      kind: 'print-slip',
      caseId: row.case_id,
      role: 'aide',
      about: { message: row.message_id, kind: row.kind },
    })
    return 'failed'
  }
}

/** Everything whose hour has come: after the demo clock moved, or after an outage. Returns how many went out. */
export async function sendDueMessages(tx: Tx, gateway: MessageGateway, limit = 1000): Promise<number> {
  const now = await businessNow(tx)
  const rows = await tx
    .selectFrom('message')
    .select(['household_id', 'message_id'])
    .where('state', '=', 'waiting')
    .where('not_before', '<=', new Date(now).toISOString())
    .orderBy('not_before')
    .orderBy('message_id')
    .limit(limit)
    .execute()
  let sent = 0
  for (const row of rows)
    if ((await deliverMessage(tx, { household: row.household_id, id: row.message_id }, gateway)) === 'sent') sent++
  return sent
}

export async function messagesOf(tx: Tx, household: bigint, caseId?: string): Promise<Message[]> {
  let select = tx.selectFrom('message').selectAll().where('household_id', '=', household)
  if (caseId) select = select.where('case_id', '=', caseId)
  return (await select.orderBy('created_on').orderBy('message_id').execute()).map(toMessage)
}

/** Messages somebody has to do something about: explain and release, print, or look why they failed. */
export async function openMessages(
  tx: Tx,
  states: MessageState[] = ['held', 'to-print', 'failed'],
  limit = 500,
): Promise<Message[]> {
  const rows = await tx
    .selectFrom('message')
    .selectAll()
    .where('state', 'in', states)
    .orderBy('created_on')
    .orderBy('message_id')
    .limit(limit)
    .execute()
  return rows.map(toMessage)
}

// ------------------------------------------------------------------ the simulator

/** A telephone that exists only here: the demo shows its inbox, tests read it. */
export const simulatedGateway: MessageGateway = {
  name: 'simulator',
  async send(tx, { key, phone, text }) {
    await tx
      .insertInto('phone_inbox')
      .values({
        inbox_id: newId(),
        phone_index: house().crypto.blindIndex('phone', phone),
        text,
        sender: '兜底演示',
        key,
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute()
    return { reference: `simulator:${key}` }
  },
}

export async function inboxOf(tx: Tx, phone: string): Promise<{ text: string; on: Day; at: Instant }[]> {
  const rows = await tx
    .selectFrom('phone_inbox')
    .select(['text', 'business_day', 'at'])
    .where('phone_index', '=', house().crypto.blindIndex('phone', phone))
    .orderBy('at', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({ text: row.text, on: row.business_day, at: row.at as Instant }))
}

// ------------------------------------------------------------------ rows

const taskKey = (id: string) => `message:${id}`
const phoneContext = (id: string) => `message.phone:${id}`

/** The household's own first telephone, unless somebody of the household does not want messages. */
async function phoneOf(tx: Tx, household: bigint): Promise<string | null> {
  const [first] = await phonesForMessages(tx, household)
  if (!first) return null
  const said = (await consentsOf(tx, household)).filter((consent) => consent.kind === 'messages')
  const lastWords = new Map(said.map((consent) => [consent.person, consent.given]))
  const refused = [...lastWords.values()].includes(false)
  return refused ? null : first.phone
}

/** The queue lives in real time; the message's own hour is of the business day, which a demo may move. */
const schedule = (tx: Tx, household: bigint, id: string, at: Date, now: Date) =>
  enqueue(
    tx,
    'send-message',
    { household: String(household), message: id },
    { key: `message:${id}`, runAt: new Date(Date.now() + Math.max(0, at.getTime() - now.getTime())).toISOString() },
  )

type Row = NonNullable<Awaited<ReturnType<typeof byKey>>>
const byKey = (tx: Tx, household: bigint, key: string) =>
  tx.selectFrom('message').selectAll().where('household_id', '=', household).where('key', '=', key).executeTakeFirst()
const lock = (tx: Tx, household: bigint, id: string) =>
  tx
    .selectFrom('message')
    .selectAll()
    .where('household_id', '=', household)
    .where('message_id', '=', id)
    .forUpdate()
    .executeTakeFirst()

type Changes = Partial<
  Pick<
    Row,
    'state' | 'not_before' | 'released_by' | 'released_on' | 'held_why' | 'sent_at' | 'gateway_reference' | 'tries'
  >
>
const update = (tx: Tx, row: { household_id: bigint; message_id: string }, changes: Changes) =>
  tx
    .updateTable('message')
    .set(changes)
    .where('household_id', '=', row.household_id)
    .where('message_id', '=', row.message_id)
    .execute()

const toMessage = (row: Row): Message => ({
  id: row.message_id,
  household: row.household_id,
  kind: row.kind as MessageKind,
  caseId: row.case_id,
  text: row.text,
  tail: row.phone_tail,
  state: row.state as MessageState,
  heldWhy: row.held_why,
  notBefore: row.not_before as Instant | null,
  created: row.created_on,
  released: row.released_by ? { by: row.released_by, on: row.released_on! } : null,
  sentAt: row.sent_at as Instant | null,
})
