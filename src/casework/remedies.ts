import { assert, type Day, enclosing } from '../foundation/index.ts'
import { type Organ, organByName, organOn, type Remedies } from '../office/index.ts'
import type { Tx } from '../platform/index.ts'
import type { RemedyRoute } from './act.ts'
import type { Appeal } from './appeal.ts'
import type { Case } from './application.ts'

/**
 * Whom a family can turn to, with the bodies and the days (社会救助暂行办法 §65; 行政复议法 §20, 行政诉讼法 §46). The office's own
 * re-check is named beside the statutory routes and never instead of them.
 */
export async function routeOf(tx: Tx, state: Case | Appeal, on: Day): Promise<RemedyRoute> {
  const { reconsideration, court } = state.procedure.remedies
  const organ = await decidingOrgan(tx, state, on)
  return {
    objection: { body: organ.name, days: null },
    reconsideration: { body: organ.reconsiderationBody, days: reconsideration.days },
    court: { body: organ.court, months: court.months },
  }
}

/** The organ that decides: the county's bureau, or the township where the power lies there. */
export const decidingOrgan = (tx: Tx, state: Case | Appeal, on: Day): Promise<Organ> =>
  organAt(tx, state, state.procedure.confirmedBy, on)

export async function organAt(
  tx: Tx,
  { area }: { area: Case['area'] },
  level: 'township' | 'county',
  on: Day,
): Promise<Organ> {
  const own = enclosing(area, level)
  assert(own, `area ${area} lies in no ${level}`)
  const organ = await organOn(tx, own, on)
  return organ && organ.area.length === own.length ? organ : organByName(tx, own, on)
}

/** As a paper prints them. */
export const printedRemedies = (route: RemedyRoute, phone: string): Remedies => ({
  objection: { to: route.objection.body, days: route.objection.days, phone },
  reconsideration: route.reconsideration,
  court: { name: route.court.body, months: route.court.months },
})
