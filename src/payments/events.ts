import { type AreaCode, addDays, type Day, firstDay, type Month } from '../foundation/index.ts'
import { areaOfHousehold, phonesBefore } from '../household/index.ts'
import { closeTask, openTask, organOn, sendMessage } from '../office/index.ts'
import { businessDay, type EventHandler, type Tx } from '../platform/index.ts'

/** Money that came back is not left lying: somebody speaks with the payee within these days (practice §3). */
export const contactWithinDays = 7

const taskKey = (instruction: unknown) => `payment-returned/${instruction}`

/** What this chapter's own events set going in the office: registered by the composition root, run once per event. */
export const paymentEvents: Record<string, EventHandler[]> = {
  'payment-returned': [
    async (tx, { payload }) => {
      const household = BigInt(String(payload.household))
      const today = await businessDay(tx)
      await openTask(tx, {
        household,
        key: taskKey(payload.instruction),
        kind: 'payment-returned',
        person: BigInt(String(payload.person)),
        role: 'township-clerk',
        due: addDays(today, contactWithinDays),
        about: {
          month: payload.month!,
          amount: payload.amount!,
          reason: payload.reason!,
          instruction: payload.instruction!,
        },
      })
      const phone = await hotline(tx, household, today)
      if (phone)
        await sendMessage(tx, {
          household,
          key: taskKey(payload.instruction),
          kind: 'returned',
          values: { month: monthWords(payload.month), phone },
        })
    },
  ],
  'payee-account-changed': [tellOldContact, closeContactTasks],
  'payee-changed': [tellOldContact],
  'payee-account-cleared': [closeContactTasks],
  'payment-repaid': [
    async (tx, { payload }) => {
      await closeTask(tx, {
        household: BigInt(String(payload.household)),
        key: taskKey(payload.instruction),
        outcome: 'paid-again',
      })
    },
  ],
}

/** Over every telephone the family had before the change was asked for: whoever diverts money may have changed it first. */
async function tellOldContact(tx: Tx, event: Parameters<EventHandler>[1]): Promise<void> {
  const household = BigInt(String(event.payload.household))
  const today = await businessDay(tx)
  const office = await hotline(tx, household, today)
  if (!office) return
  const values = { ending: String(event.payload.lastFour ?? '····'), phone: office }
  const phones = await phonesBefore(tx, household, (event.payload.asked as Day | undefined) ?? today)
  if (phones.length === 0) await sendMessage(tx, { household, key: event.key, kind: 'account-changed', values })
  for (const [i, phone] of phones.entries())
    await sendMessage(tx, { household, key: `${event.key}/${i}`, kind: 'account-changed', values, phone })
}

async function closeContactTasks(tx: Tx, { payload }: Parameters<EventHandler>[1]): Promise<void> {
  const household = BigInt(String(payload.household))
  const waiting = await tx
    .selectFrom('payment_instruction')
    .select('instruction_id')
    .where('household_id', '=', household)
    .where('payee_person', '=', BigInt(String(payload.person)))
    .where('ended', '=', 'returned')
    .execute()
  for (const { instruction_id } of waiting)
    await closeTask(tx, { household, key: taskKey(instruction_id), outcome: 'account-mended' })
}

const monthWords = (month: unknown): string => `${Number(firstDay(String(month) as Month).slice(5, 7))}`

async function hotline(tx: Tx, household: bigint, on: Day): Promise<string | null> {
  const area = await areaOfHousehold(tx, household)
  return area ? ((await organOn(tx, area as AreaCode, on))?.hotline ?? null) : null
}
