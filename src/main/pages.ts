import { sql } from 'kysely'
import { addWorkingDays, areaCode, type Day, daysBetween } from '../foundation/index.ts'
import { workingCalendar } from '../office/index.ts'
import type { PagesHouse } from '../pages/index.ts'
import { businessDay, systemActor, type Tx, withScope } from '../platform/index.ts'
import type { SeedProgress } from './demo.ts'
import { demoStories, enterAsFamily } from './demo-stories.ts'
import { liveMorning } from './morning.ts'
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
    await liveMorning(db, outside)
    return today
  }

  return {
    county: areaCode(process.env.DOUDI_COUNTY ?? '990101'),
    stories: () => demoStories(db),
    seeding: () => seeding,
    enterAsCitizen: (tx, story) => enterAsFamily(db, tx, story),
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
