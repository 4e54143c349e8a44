import { adminDeskApi as api } from '../../contract/index.ts'
import { isRefusal } from '../../foundation/index.ts'
import { householdCards } from '../../household/index.ts'
import {
  markPrinted,
  openMessages,
  organOn,
  publishedYear,
  publishYear,
  releaseMessage,
  workingCalendar,
} from '../../office/index.ts'
import { businessDay, type Config, house } from '../../platform/index.ts'
import { findProcedure, parametersFor } from '../../policy/index.ts'
import { readiness } from '../health.ts'
import { type Frame, mount } from '../mount.ts'
import { placesOf } from '../places.ts'

const done = { done: true as const }
const firstYear = 2020

/** Administration and messages: what is in force, whether the house stands, what families were told. */
export function adminDeskRoutes(frame: Frame, config: Config): void {
  mount(frame, api.listYears, async ({ tx }) => {
    const { publishedThrough } = await workingCalendar(tx)
    const years = []
    for (let year = publishedThrough; year >= firstYear; year--) {
      const known = await publishedYear(tx, year)
      if (known) years.push(known)
    }
    return { publishedThrough, years }
  })
  mount(frame, api.publishYear, async ({ tx, body }) => (await publishYear(tx, body)) ?? done)
  mount(frame, api.listParameters, async ({ query }) => {
    const procedure = findProcedure(query.programme, query.area, query.on)
    return {
      procedure: procedure && {
        name: procedure.name,
        place: procedure.place,
        from: procedure.from,
        stages: Object.entries(procedure.stages).map(([kind, stages]) => ({
          kind,
          stages: stages.map((stage) => stage.id),
        })),
      },
      items: parametersFor(query.programme, query.area, query.residence, query.on).map((one) => ({
        name: one.name,
        label: one.label,
        unit: one.unit,
        state: one.state,
        published: one.published,
        area: one.area,
        from: one.from,
        to: one.to,
        source: one.source?.title ?? null,
        article: one.article,
        mark: one.mark,
        review: one.review,
        note: one.note,
        fictional: one.fictional,
      })),
    }
  })
  mount(frame, api.readOrgan, async ({ tx, params }) => ({
    organ: await organOn(tx, params.area, await businessDay(tx)),
  }))
  mount(frame, api.health, async () => {
    const checks = await readiness(frame.db, config)
    return { ok: Object.values(checks).every((one) => one === 'ok'), checks }
  })
  mount(frame, api.listMessages, async ({ tx, query }) => {
    const today = await businessDay(tx)
    // The phone's inbox is the simulator's: with a real gateway nobody reads other people's messages here.
    const inbox = query.view === 'inbox'
    const found = inbox && !house().config.demo ? [] : await openMessages(tx, inbox ? ['sent'] : undefined, 200)
    const cards = await householdCards(tx, [...new Set(found.map((one) => one.household))], today)
    const places = await placesOf(tx, [...cards.values()])
    return {
      items: found.map((one) => ({
        messageId: one.id,
        householdId: one.household,
        headName: cards.get(one.household)?.headName ?? null,
        place: places.get(cards.get(one.household)?.area ?? '') ?? '',
        kind: one.kind,
        text: one.text,
        tail: one.tail,
        state: one.state,
        created: one.created,
        sentAt: one.sentAt,
      })),
    }
  })
  mount(frame, api.releaseMessage, async ({ tx, params, body }) => {
    const sent = await releaseMessage(tx, { household: params.householdId, id: params.messageId, spoken: body.spoken })
    return isRefusal(sent) ? sent : done
  })
  mount(frame, api.printedMessage, async ({ tx, params }) => {
    const printed = await markPrinted(tx, { household: params.householdId, id: params.messageId })
    return isRefusal(printed) ? printed : done
  })
}
