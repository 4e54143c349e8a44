import { adminDeskApi as api } from '../../contract/index.ts'
import { type AreaCode, type Day, isRefusal } from '../../foundation/index.ts'
import { areaName, householdCards } from '../../household/index.ts'
import {
  markPrinted,
  openMessages,
  organOn,
  organsIn,
  publishedYear,
  publishYear,
  releaseMessage,
  setOrgan,
  workingCalendar,
} from '../../office/index.ts'
import { businessDay, type Config, house, type Tx } from '../../platform/index.ts'
import { findProcedure, type ProgrammeId, parametersFor, publishedInWords } from '../../policy/index.ts'
import { say } from '../../wording/index.ts'
import { readiness } from '../health.ts'
import { listWorkbook } from '../list-workbook.ts'
import { type Frame, mount } from '../mount.ts'
import { placesOf } from '../places.ts'
import { langOf } from '../problems.ts'

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
  mount(frame, api.listParameters, async ({ tx, query }) => {
    const procedure = findProcedure(query.programme, query.area, query.on)
    return {
      procedure: procedure && {
        name: procedure.name,
        place: procedure.place,
        from: procedure.from,
        stages: Object.entries(procedure.stages).map(([kind, stages]) => ({
          kind,
          stages: stages.map((stage) => ({
            name: stage.label,
            days: stage.deadline?.days ?? null,
            count: stage.deadline?.unit ?? null,
            who: [...stage.actors],
          })),
        })),
      },
      items: await parametersShown(tx, query),
    }
  })
  mount(frame, api.exportParameters, async ({ tx, query, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'parameters',
      title: t('admin.parameters'),
      columns: [
        { head: t('admin.parameter'), of: (row) => row.label[lang], width: 36 },
        {
          head: t('admin.value'),
          of: (row) => (row.state === 'missing' ? t('admin.missing') : row.published[lang]),
          width: 24,
        },
        {
          head: t('admin.mark'),
          of: (row) => t(row.fictional ? 'admin.fictional' : `admin.state.${row.state}`),
        },
        { head: t('admin.from'), kind: 'day', of: (row) => row.from },
        { head: t('admin.to'), kind: 'day', of: (row) => row.to },
        { head: t('roster.area'), of: (row) => row.place },
        { head: t('verify.source'), of: (row) => row.source?.[lang] ?? null, width: 36 },
        { head: say(lang, 'deskAdmin:parameters.article'), of: (row) => row.article },
        { head: t('admin.review'), kind: 'day', of: (row) => row.review },
        { head: say(lang, 'deskAdmin:parameters.note'), of: (row) => row.note, width: 36 },
      ],
      rows: await parametersShown(tx, query),
    })
  })
  mount(frame, api.listOrgans, async ({ tx, actor }) => ({ items: await organsShown(tx, actor.area!) }))
  mount(frame, api.exportOrgans, async ({ tx, actor, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'organs',
      title: t('admin.organ'),
      columns: [
        { head: t('organ.name'), of: (row) => row.name, width: 26 },
        { head: t('roster.area'), of: (row) => row.place, width: 20 },
        { head: t('organ.prefix'), of: (row) => row.prefix },
        { head: t('organ.hotline'), of: (row) => row.hotline, width: 16 },
        { head: t('organ.supervisionPhone'), of: (row) => row.supervisionPhone, width: 16 },
        { head: t('organ.address'), of: (row) => row.address, width: 30 },
        { head: t('organ.reconsiderationBody'), of: (row) => row.reconsiderationBody, width: 20 },
        { head: t('organ.court'), of: (row) => row.court, width: 20 },
        { head: t('admin.from'), kind: 'day', of: (row) => row.since },
      ],
      rows: await organsShown(tx, actor.area!),
    })
  })
  mount(
    frame,
    api.setOrgan,
    async ({ tx, params, body }) => (await setOrgan(tx, { area: params.area, ...body })) ?? done,
  )
  mount(frame, api.readOrgan, async ({ tx, params }) => ({
    organ: await organOn(tx, params.area, await businessDay(tx)),
  }))
  mount(frame, api.health, async () => {
    const checks = await readiness(frame.db, config)
    return { ok: Object.values(checks).every((one) => one === 'ok'), checks }
  })
  mount(frame, api.listMessages, async ({ tx, query }) => ({ items: await messagesShown(tx, query.view) }))
  mount(frame, api.exportMessages, async ({ tx, query, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'messages',
      title: t('messages.title'),
      columns: [
        { head: t('month.head'), of: (row) => row.headName },
        { head: t('month.place'), of: (row) => row.place, width: 24 },
        { head: t('messages.phone'), of: (row) => row.tail && `**** ${row.tail}` },
        { head: t('messages.text'), of: (row) => row.text, width: 60 },
        { head: t('messages.on'), kind: 'day', of: (row) => row.created },
        { head: t('month.state'), of: (row) => t(`messages.state.${row.state}`) },
      ],
      rows: await messagesShown(tx, query.view),
    })
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

async function organsShown(tx: Tx, area: AreaCode) {
  const found = await organsIn(tx, area, await businessDay(tx))
  const places = await placesOf(tx, found)
  return found.map((one) => ({ ...one, place: places.get(one.area) ?? one.area }))
}

async function messagesShown(tx: Tx, view: 'open' | 'inbox') {
  const today = await businessDay(tx)
  // The phone's inbox is the simulator's: with a real gateway nobody reads other people's messages here.
  const inbox = view === 'inbox'
  const found = inbox && !house().config.demo ? [] : await openMessages(tx, inbox ? ['sent'] : undefined, 200)
  const cards = await householdCards(tx, [...new Set(found.map((one) => one.household))], today)
  const places = await placesOf(tx, [...cards.values()])
  return found.map((one) => ({
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
  }))
}

async function parametersShown(
  tx: Tx,
  query: { programme: ProgrammeId; area: AreaCode; residence: 'urban' | 'rural'; on: Day },
) {
  const found = parametersFor(query.programme, query.area, query.residence, query.on)
  const names = new Map<string, string>()
  for (const area of new Set(found.map((one) => one.area)))
    if (area !== null && area !== '') names.set(area, await areaName(tx, area, query.on, 'province'))
  return found.map((one) => ({
    name: one.name,
    label: one.label,
    unit: one.unit,
    state: one.state,
    published: publishedInWords(one.name, one.published),
    area: one.area,
    place: one.area === null ? '' : one.area === '' ? '全国' : (names.get(one.area) ?? '') || one.area,
    from: one.from,
    to: one.to,
    source: one.source?.title ?? null,
    article: one.article,
    mark: one.mark,
    review: one.review,
    note: one.note,
    fictional: one.fictional,
  }))
}
