import { addDays, addMonths, type Day, enclosing } from '../foundation/index.ts'
import { areaName } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import type { RemedyRoute } from './act.ts'
import type { Case } from './application.ts'

/**
 * Whom a family can turn to, with the bodies and the days (社会救助暂行办法 §65; 行政复议法 §20, 行政诉讼法 §46). The office's own
 * re-check is named beside the statutory routes and never instead of them.
 */
export async function routeOf(tx: Tx, state: Case, on: Day): Promise<RemedyRoute> {
  const { remedies } = state.procedure
  return {
    objection: { body: await organOf(tx, state, on), days: null },
    reconsideration: remedies.reconsideration,
    court: remedies.court,
  }
}

/** The organ that decides: the county's bureau, or the township where the power lies there. */
export async function organOf(tx: Tx, state: Case, on: Day): Promise<string> {
  const level = state.procedure.confirmedBy
  const place = enclosing(state.area, level) ?? state.area
  const name = await areaName(tx, place, on)
  return level === 'county' ? `${name}民政局` : `${name}人民政府(街道办事处)`
}

export interface RemedyDays {
  reconsiderUntil: Day
  sueUntil: Day
}

/** Counted from the day on the delivery receipt: an SMS is not service (practice §1.15). */
export const remedyDays = (route: RemedyRoute, deliveredOn: Day): RemedyDays => ({
  reconsiderUntil: addDays(deliveredOn, route.reconsideration.days),
  sueUntil: addMonths(deliveredOn, route.court.months),
})
