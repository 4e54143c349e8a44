import { sql } from 'kysely'
import { areaCode, type Day } from '../foundation/index.ts'
import type { PagesHouse } from '../pages/index.ts'
import { businessDay, systemActor, withScope } from '../platform/index.ts'
import type { Installation } from './open.ts'

/** What the pages get from the composition root. */
export function pagesHouse({ db }: Installation): PagesHouse {
  return {
    county: areaCode(process.env.DOUDI_COUNTY ?? '990101'),
    stories: async () => [],
    enterAsCitizen: async () => null,
    passWorkingDays: (days) =>
      withScope(db, { actor: systemActor('demo-clock') }, async (tx): Promise<Day> => {
        await sql`update business_clock set offset_days = offset_days + ${days}`.execute(tx)
        return businessDay(tx)
      }),
  }
}
