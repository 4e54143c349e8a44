import { sql } from 'kysely'
import { passDay as passCaseworkDay } from '../casework/index.ts'
import type { Day } from '../foundation/index.ts'
import { sendDueMessages, simulatedGateway, sweepClocks } from '../office/index.ts'
import { booksOf, collectReturns } from '../payments/index.ts'
import { businessDay, type Db, handleEvents, systemActor, type Tx, withScope } from '../platform/index.ts'
import { exchange, passDay as passVerificationDay } from '../verification/index.ts'
import { composeWork } from './compose.ts'
import type { OutsideWorld } from './outside.ts'

/**
 * Everything a morning brings, in its order: the bank's day, answers of the agencies, terms that have passed, messages
 * whose hour has come, returned money. For the demo's clock and for days the demo county lives before today (`day`); an
 * installation in use has the worker's calendar for all of it.
 */
export async function liveMorning(db: Db, outside: OutsideWorld, day?: Day): Promise<void> {
  const scope = { actor: systemActor('demo-clock'), ...(day && { businessDay: day }) }
  const asClock = <T>(work: (tx: Tx) => Promise<T>) => withScope(db, scope, work)
  const work = composeWork(outside)
  const today = day ?? (await asClock(businessDay))
  await outside.demo?.setDay(today)
  await handleEvents(db, work, day)
  await passVerificationDay(db, day)
  await exchange(db, day)
  await handleEvents(db, work, day)
  await passCaseworkDay(db, day)
  await asClock(async (tx) => {
    await sweepClocks(tx)
    await sendDueMessages(tx, simulatedGateway)
    for (const { id } of await booksOf(tx)) {
      const bank = outside.bankOf(id)
      if (bank) await collectReturns(tx, id, bank)
    }
  })
  await handleEvents(db, work, day)
}

/** A day on which nothing can happen by itself: nobody waits for an answer, no term ends, no money is under way. */
export const quietDay = (db: Db, day: Day): Promise<boolean> =>
  withScope(db, { actor: systemActor('demo-clock'), businessDay: day }, async (tx) => {
    const { rows } = await sql<{ busy: boolean }>`
      select exists (select from outbox where handled_at is null)
        or exists (select from verification_request where state = 'open')
        or exists (select from verification_batch where state in ('made', 'sent'))
        or exists (select from rebuttal where state = 'open' and answer_by < ${day})
        or exists (select from case_file where closed_on is null and due_on < ${day})
        or exists (select from message where state = 'waiting')
        or exists (select from payment_run where state in ('sent', 'acknowledged')) as busy`.execute(tx)
    return !rows[0]!.busy
  })
