import { sql } from 'kysely'
import { openSession } from '../access/index.ts'
import { passDay as passCaseworkDay } from '../casework/index.ts'
import { addWorkingDays, areaCode, type Day, daysBetween } from '../foundation/index.ts'
import { sendDueMessages, simulatedGateway, sweepClocks, workingCalendar } from '../office/index.ts'
import type { PagesHouse } from '../pages/index.ts'
import { collectReturns } from '../payments/index.ts'
import { businessDay, systemActor, type Tx, withScope } from '../platform/index.ts'
import { exchange, passDay as passVerificationDay } from '../verification/index.ts'
import type { SeedProgress } from './demo.ts'
import type { Installation } from './open.ts'
import type { OutsideWorld } from './outside.ts'

/** What the pages get from the composition root. */
export function pagesHouse({ db }: Installation, outside: OutsideWorld, seeding: SeedProgress): PagesHouse {
  const asClock = <T>(work: (tx: Tx) => Promise<T>) => withScope(db, { actor: systemActor('demo-clock') }, work)

  /** One day later, with everything the morning brings. */
  const passOneDay = async (): Promise<Day> => {
    const today = await asClock(async (tx) => {
      await sql`update business_clock set offset_days = offset_days + 1`.execute(tx)
      return businessDay(tx)
    })
    await outside.demo?.setDay(today)
    await passVerificationDay(db)
    await exchange(db)
    await passCaseworkDay(db)
    await asClock(async (tx) => {
      await sweepClocks(tx)
      await sendDueMessages(tx, simulatedGateway)
      for (const { book_id } of await tx.selectFrom('book').select('book_id').execute()) {
        const bank = outside.bankOf(book_id)
        if (bank) await collectReturns(tx, book_id, bank)
      }
    })
    return today
  }

  return {
    county: areaCode(process.env.DOUDI_COUNTY ?? '990101'),
    stories: async () => [],
    seeding: () => seeding,
    enterAsCitizen: async (tx) => {
      const found = await tx
        .selectFrom('case_file')
        .select(['household_id', 'case_id'])
        .where('stage', 'in', ['closed', 'decided', 'notice'])
        .orderBy('closed_on', (order) => order.desc().nullsLast())
        .limit(1)
        .executeTakeFirst()
      if (!found) return null
      const token = await openSession(tx, {
        kind: 'citizen',
        level: 'full',
        household: found.household_id,
        caseId: found.case_id,
      })
      return { token, to: '/my' }
    },
    async passWorkingDays(days) {
      const [today, target] = await asClock(async (tx) => {
        const now = await businessDay(tx)
        return [now, addWorkingDays(await workingCalendar(tx), now, days).day] as const
      })
      let day = today
      for (let left = daysBetween(today, target); left > 0; left--) day = await passOneDay()
      return day
    },
  }
}
