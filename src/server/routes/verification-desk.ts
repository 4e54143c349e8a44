import { verificationDeskApi as api, householdApi } from '../../contract/index.ts'
import { type AreaCode, assert, isRefusal, refuse, yuanForReading } from '../../foundation/index.ts'
import { householdCards, personById, supportersOn } from '../../household/index.ts'
import { type Actor, businessDay, type Tx } from '../../platform/index.ts'
import { factEntry, programmes } from '../../policy/index.ts'
import {
  answerRebuttal,
  batchesIn,
  connectionNamed,
  connections,
  makeBatch,
  openRebuttalsIn,
  quarantinedIn,
  rebuttalsOf,
  receiveReply,
  reportFor,
  roundsIn,
  settleQuarantined,
  settleRebuttal,
} from '../../verification/index.ts'
import { type Lang, say } from '../../wording/index.ts'
import { listWorkbook } from '../list-workbook.ts'
import { type Frame, mount } from '../mount.ts'
import { placesOf } from '../places.ts'
import { langOf } from '../problems.ts'
import { questionLines, reportLines } from './report-lines.ts'

const done = { done: true as const }
/** Whoever passes the who-may table here is staff, and staff work for an area. */
const areaOf = ({ area }: Actor): AreaCode => {
  assert(area !== null, 'an officer without an area')
  return area
}

/** 核对: rounds, lists, reports, figures that differ. */
export function verificationDeskRoutes(frame: Frame): void {
  mount(frame, api.listRounds, async ({ tx, query }) => ({ items: await roundsShown(tx, query.state) }))
  mount(frame, api.exportRounds, async ({ tx, query, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'verification-rounds',
      title: t('verify.rounds'),
      columns: [
        { head: t('month.head'), of: (row) => row.headName },
        { head: t('month.place'), of: (row) => row.place, width: 24 },
        { head: t('month.programme'), of: (row) => row.programmeName[lang] },
        { head: t('verify.asked-on'), kind: 'day', of: (row) => row.requestedOn },
        { head: t('verify.answer-by'), kind: 'day', of: (row) => row.answerBy },
        { head: t('verify.answered'), kind: 'count', of: (row) => row.answered },
        { head: t('verify.waiting'), kind: 'count', of: (row) => row.waiting },
        { head: t('verify.no-answer'), kind: 'count', of: (row) => row.noAnswer },
        { head: t('verify.not-asked'), kind: 'count', of: (row) => row.notAsked },
      ],
      rows: await roundsShown(tx, query.state),
    })
  })
  mount(frame, api.readRound, async ({ tx, params, actor }) => {
    const today = await businessDay(tx)
    const report = await reportFor(tx, {
      household: params.householdId,
      request: params.requestId,
      viewer: { as: actor.role === 'county-verifier' ? 'verifier' : 'officer' },
    })
    if (isRefusal(report)) return report
    const card = (await householdCards(tx, [params.householdId], today)).get(params.householdId)
    if (!card) return refuse('no-such-household')
    const supporters = await supportersOn(tx, params.householdId, today)
    const names = new Map<string, string>()
    for (const { who } of report.content.lines) {
      const [kind, id] = who.split('/')
      const name =
        kind === 'person' ? (await personById(tx, BigInt(id!)))?.name : supporters.find((one) => one.id === id)?.name
      if (name) names.set(who, name)
    }
    return {
      headName: card.headName,
      place: (await placesOf(tx, [card])).get(card.area) ?? '',
      number: report.issued?.number ?? null,
      requestedOn: report.requestedOn,
      issuedOn: report.issued?.issuedOn ?? null,
      validUntil: report.issued?.validUntil ?? null,
      valid: report.valid,
      lines: reportLines(report.content, names),
      rebuttals: questionLines(await rebuttalsOf(tx, params.householdId, { request: params.requestId }), names),
      unknowable: report.content.unknowable.map((one) => ({
        zh: say('zh', `verification:unknowable.${one}`),
        en: say('en', `verification:unknowable.${one}`),
      })),
    }
  })
  mount(frame, api.listBatches, async ({ tx, actor }) => ({
    items: (await batchesIn(tx, areaOf(actor))).map((one) => ({
      batchId: one.id,
      area: one.area,
      connection: one.connection,
      title: connectionNamed(one.connection)?.title ?? { zh: one.connection, en: one.connection },
      madeOn: one.madeOn,
      households: one.households,
      rows: one.rows,
      state: one.state,
      sentOn: one.sentOn,
      tries: one.tries,
      trouble: one.trouble,
    })),
    connections: connections()
      .filter((one) => one.kind !== 'http')
      .map(({ name, title, kind }) => ({ name, title, kind })),
  }))
  mount(frame, api.makeBatch, async ({ tx, body }) => {
    const made = await makeBatch(tx, body)
    return isRefusal(made) ? made : { batchId: made.batch, households: made.households, rows: made.rows }
  })
  mount(frame, api.takeReply, async ({ tx, params, body }) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
    const taken = await receiveReply(tx, { connection: params.connection, bytes, carried: 'by-hand' })
    if (isRefusal(taken)) return taken
    return taken.verdict === 'accepted'
      ? { verdict: taken.verdict, households: taken.households.length, why: null }
      : { verdict: taken.verdict, households: 0, why: taken.why }
  })
  mount(frame, api.listQuarantined, async ({ tx, actor }) => ({
    items: (await quarantinedIn(tx, areaOf(actor), { open: true })).map((one) => ({
      replyId: one.id,
      connection: one.connection,
      why: one.why,
      receivedOn: one.receivedOn,
      carried: one.carried,
      size: one.size,
    })),
  }))
  mount(
    frame,
    api.settleQuarantined,
    async ({ tx, params, body }) => (await settleQuarantined(tx, { reply: params.replyId, note: body.note })) ?? done,
  )
  mount(frame, api.listRebuttals, async ({ tx, actor }) => ({ items: await rebuttalsShown(tx, areaOf(actor)) }))
  mount(frame, api.exportRebuttals, async ({ tx, actor, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'rebuttals',
      title: t('verify.rebuttals'),
      columns: [
        { head: t('month.head'), of: (row) => row.headName },
        { head: t('month.place'), of: (row) => row.place, width: 24 },
        { head: t('verify.whose'), of: (row) => row.whose },
        { head: t('verify.item'), of: (row) => factEntry(row.fact).label[lang], width: 20 },
        { head: t('verify.declared'), of: (row) => figure(lang, row.fact, row.declared) },
        { head: t('verify.matched'), of: (row) => figure(lang, row.fact, row.matched) },
        { head: t('verify.source'), of: (row) => row.sourceName, width: 20 },
        { head: t('verify.answer-by'), kind: 'day', of: (row) => row.answerBy },
        { head: t('month.state'), of: (row) => t(`verify.rebuttal.${row.state}`) },
      ],
      rows: await rebuttalsShown(tx, areaOf(actor)),
    })
  })
  mount(frame, api.answerRebuttal, async ({ tx, params, body }) => {
    const answered = await answerRebuttal(tx, { household: params.householdId, rebuttal: params.rebuttalId, ...body })
    return isRefusal(answered) ? answered : done
  })
  mount(frame, api.settleRebuttal, async ({ tx, params, body, actor }) => {
    const { outcome, reason } = body
    const open = (await openRebuttalsIn(tx, areaOf(actor), 1000)).find((one) => one.id === params.rebuttalId)
    if (!open) return refuse('no-such-rebuttal')
    const settled = await settleRebuttal(tx, {
      household: params.householdId,
      rebuttal: params.rebuttalId,
      outcome,
      reason,
      ...(body.value !== undefined && { value: householdApi.readFactValue(open.fact, body.value) }),
    })
    return isRefusal(settled) ? settled : done
  })
}

const figure = (lang: Lang, fact: Parameters<typeof factEntry>[0], value: string | number | boolean | null): string =>
  value === null
    ? say(lang, 'deskOffice:verify.nothing-said')
    : factEntry(fact).unit === 'fen' && typeof value === 'number'
      ? yuanForReading(BigInt(value))
      : String(value)

async function roundsShown(tx: Tx, state: 'open' | 'answered' | 'closed') {
  const today = await businessDay(tx)
  const rounds = await roundsIn(tx, { state })
  const cards = await householdCards(tx, [...new Set(rounds.map((one) => one.household))], today)
  const places = await placesOf(tx, rounds)
  return rounds.map(({ household, request, area, programme, purpose, ...rest }) => ({
    ...rest,
    householdId: household,
    requestId: request,
    headName: cards.get(household)?.headName ?? null,
    place: places.get(area) ?? '',
    programmeName: programmes[programme],
  }))
}

async function rebuttalsShown(tx: Tx, area: AreaCode) {
  const today = await businessDay(tx)
  const open = await openRebuttalsIn(tx, area)
  const cards = await householdCards(tx, [...new Set(open.map((one) => one.household))], today)
  const places = await placesOf(tx, [...cards.values()])
  return Promise.all(
    open.map(async (one) => {
      const card = cards.get(one.household)
      const { subject } = one
      return {
        rebuttalId: one.id,
        householdId: one.household,
        requestId: one.request,
        headName: card?.headName ?? null,
        place: card ? (places.get(card.area) ?? '') : '',
        whose: subject.kind === 'person' ? ((await personById(tx, subject.id))?.name ?? null) : null,
        fact: one.fact,
        declared: householdApi.writeFactValue(one.declared),
        matched: householdApi.writeFactValue(one.matched),
        sourceName: one.sourceName,
        openedOn: one.openedOn,
        answerBy: one.answerBy,
        provisional: one.provisional,
        state: one.state,
        answer: one.answer,
        recheckBy: one.recheckBy,
      }
    }),
  )
}
