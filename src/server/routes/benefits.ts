import { awardsOf, recordsOf, sharesOf, spansOf } from '../../benefits/index.ts'
import { benefitsApi as api } from '../../contract/index.ts'
import { type Frame, mount } from '../mount.ts'

/** Awards as history; whoever may see the household may see what it is paid and why. */
export function benefitsRoutes(frame: Frame): void {
  mount(frame, api.householdAwards, async ({ tx, params, query }) => {
    const items = []
    for (const award of await awardsOf(tx, params.householdId)) {
      const steps = award.steps.filter((step) => !query.knownOn || step.recordedOn <= query.knownOn)
      if (steps.length === 0) continue
      const records = await recordsOf(tx, award)
      items.push({
        awardId: award.awardId,
        programme: award.programme,
        personId: award.person,
        book: award.book,
        carriedOver: award.carriedOver,
        paysFrom: award.paysFrom,
        spans: spansOf(steps).map((span) => ({
          from: span.from,
          until: span.until,
          step: span.step.no,
          state: span.step.state,
          monthly: span.step.monthly,
        })),
        steps: await Promise.all(steps.map(async (step) => ({ ...step, ...(await sharesOf(tx, award, step.no)) }))),
        ...records,
      })
    }
    return { items }
  })
}
