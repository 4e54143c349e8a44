import type { z } from 'zod'
import { householdApi as api } from '../../contract/index.ts'
import { type AreaCode, isRefusal, refuse } from '../../foundation/index.ts'
import {
  activeAidAnywhere,
  addArea,
  addMember,
  addPhone,
  addSupporter,
  adoptFacts,
  areaHistory,
  areaName,
  areasBelow,
  candidatesFor,
  changeArea,
  changeHousehold,
  closeHousehold,
  consentsOf,
  correctPerson,
  endPhone,
  endSupporter,
  type Fact,
  type FactSubject,
  factTable,
  findPersons,
  giveNumber,
  householdById,
  linksOf,
  membershipHistory,
  mergeAreas,
  mergeHouseholds,
  mergePersons,
  mergersOf,
  moveHousehold,
  type NewPerson,
  numbersOf,
  openHousehold,
  type PersonId,
  personById,
  phonesOf,
  recordBirth,
  recordConsent,
  recordDeath,
  recordDivorce,
  recordExclusion,
  recordFacts,
  recordMarriage,
  removeMember,
  residenceOf,
  settleNumber,
  splitHousehold,
  subjectOf,
  supportersOn,
  type TimelineKind,
  timelineKinds,
  timelineOf,
  timelineText,
  unmaskIdentityNumber,
  unmaskPhone,
  unmergePersons,
  withdrawConsent,
  withdrawDeath,
} from '../../household/index.ts'
import { businessDay } from '../../platform/index.ts'
import { factDictionary } from '../../policy/index.ts'
import { settleByAdoption } from '../../verification/index.ts'
import { say } from '../../wording/index.ts'
import { listWorkbook } from '../list-workbook.ts'
import { etagOf, type Frame, mount } from '../mount.ts'
import { langOf } from '../problems.ts'
import { householdExportRoutes } from './household-export.ts'

const done = { done: true as const }

type Who = z.output<typeof api.addMember.body>['person']
const whoOf = (who: Who): PersonId | NewPerson => ('personId' in who ? who.personId : who)

function readSubject(text: string): FactSubject {
  const [kind, id = ''] = text.split('/')
  return subjectOf(kind!, id)
}
const writeSubject = (subject: FactSubject): string =>
  subject.kind === 'household' ? 'household' : `${subject.kind}/${subject.id}`

/** People and households over time. Everything a page of the desk shows or does about them passes here. */
export function householdRoutes(frame: Frame): void {
  personRoutes(frame)
  memberRoutes(frame)
  factRoutes(frame)
  areaRoutes(frame)
  householdExportRoutes(frame)
}

function personRoutes(frame: Frame): void {
  mount(frame, api.findPersons, async ({ tx, body }) => {
    const after = body.after && /^\d{1,18}$/.test(body.after) ? BigInt(body.after) : undefined
    const rows = await findPersons(tx, { text: body.text, limit: body.limit + 1, ...(after && { after }) })
    const items = rows
      .slice(0, body.limit)
      .map(({ person, household, ...rest }) => ({ personId: person, householdId: household, ...rest }))
    return { items, next: rows.length > body.limit ? String(items.at(-1)!.personId) : null }
  })

  mount(frame, api.candidates, async ({ tx, body }) => {
    const { candidates, cut } = await candidatesFor(tx, body)
    return {
      // The weight stays inside: people are ranked for reading, not scored.
      items: candidates.map(({ person, name, area, sex, birth, rule }) => ({
        personId: person,
        name,
        area,
        sex,
        birth,
        rule,
      })),
      cut,
    }
  })

  mount(frame, api.readPerson, async ({ tx, params }) => {
    const person = await personById(tx, params.personId)
    if (!person) return refuse('no-such-person')
    const [numbers, mergers] = [await numbersOf(tx, person.id), await mergersOf(tx, person.id)]
    return {
      personId: person.id,
      householdId: person.household,
      area: person.area,
      name: person.name,
      sex: person.sex,
      birth: person.birth,
      death: person.death,
      mergedInto: person.mergedInto,
      withoutNumber: person.withoutNumber,
      version: String(person.version),
      numbers: numbers.map(({ id, ...rest }) => ({ numberId: id, ...rest })),
      mergers: mergers.map(({ id, ...rest }) => ({ mergeId: id, ...rest })),
    }
  })

  mount(frame, api.correctPerson, async ({ tx, params, body }) => {
    const { version, ...change } = body
    return (
      (await correctPerson(tx, {
        person: params.personId,
        ...change,
        ...(version !== undefined && { version: BigInt(version) }),
      })) ?? done
    )
  })

  mount(frame, api.giveNumber, async ({ tx, params, body }) => {
    const given = await giveNumber(tx, { person: params.personId, ...body })
    return isRefusal(given) ? given : { numberId: given.number, notes: given.notes }
  })
  mount(
    frame,
    api.settleNumber,
    async ({ tx, params, body }) =>
      (await settleNumber(tx, { person: params.personId, number: params.numberId, ...body })) ?? done,
  )
  mount(frame, api.unmaskNumber, async ({ tx, params, body }) =>
    unmaskIdentityNumber(tx, { person: params.personId, ...body }),
  )
  mount(
    frame,
    api.recordDeath,
    async ({ tx, params, body }) => (await recordDeath(tx, { person: params.personId, ...body })) ?? done,
  )
  mount(
    frame,
    api.withdrawDeath,
    async ({ tx, params, body }) => (await withdrawDeath(tx, { person: params.personId, ...body })) ?? done,
  )
  mount(frame, api.mergePersons, async ({ tx, params, body }) => {
    const merge = await mergePersons(tx, { keep: params.personId, ...body })
    return isRefusal(merge) ? merge : { mergeId: merge }
  })
  mount(
    frame,
    api.unmergePersons,
    async ({ tx, params, body }) =>
      (await unmergePersons(tx, { keep: params.personId, merge: params.mergeId, ...body })) ?? done,
  )
  mount(frame, api.aidAnywhere, async ({ tx, body }) => {
    const { personId, ...rest } = body
    return activeAidAnywhere(tx, { ...rest, ...(personId !== undefined && { person: personId }) })
  })
}

function memberRoutes(frame: Frame): void {
  mount(frame, api.openHousehold, async ({ tx, body }) => {
    const opened = await openHousehold(tx, body)
    return isRefusal(opened) ? opened : { householdId: opened }
  })

  mount(frame, api.readHousehold, async ({ tx, params, query }) => {
    const household = await householdById(tx, params.householdId)
    if (!household) return refuse('no-such-household')
    const on = query.on ?? (await businessDay(tx))
    const history = (await membershipHistory(tx, household.id)).map(({ person, membership: _, ...rest }) => ({
      personId: person,
      ...rest,
    }))
    const here = (member: (typeof history)[number]) => member.since <= on && (!member.until || member.until > on)
    return {
      etag: etagOf(household.version),
      reply: {
        householdId: household.id,
        area: household.area,
        areaName: await areaName(tx, household.area, on),
        residence: await residenceOf(tx, household, on),
        openedOn: household.openedOn,
        closedOn: household.closedOn,
        closedWhy: household.closedWhy,
        provisional: household.provisional,
        head: household.head,
        registeredAddress: household.registeredAddress,
        address: household.address,
        version: String(household.version),
        members: history.filter(here),
        // Entered by mistake and taken out again is no former member.
        formerMembers: history.filter((member) => !here(member) && member.until !== member.since),
        phones: (await phonesOf(tx, household.id)).map(({ id, person, ...rest }) => ({
          phoneId: id,
          personId: person,
          ...rest,
        })),
        supporters: (await supportersOn(tx, household.id, on)).map(({ id, ...rest }) => ({ supporterId: id, ...rest })),
        links: await linksOf(tx, household.id),
      },
    }
  })

  mount(frame, api.changeHousehold, async ({ tx, params, body, ifMatch }) => {
    const household = await householdById(tx, params.householdId)
    if (!household) return refuse('no-such-household')
    if (ifMatch !== etagOf(household.version)) return refuse('changed-meanwhile')
    return (await changeHousehold(tx, { household: household.id, version: household.version, ...body })) ?? done
  })
  mount(
    frame,
    api.closeHousehold,
    async ({ tx, params, body }) => (await closeHousehold(tx, { household: params.householdId, ...body })) ?? done,
  )

  mount(frame, api.addMember, async ({ tx, params, body }) => {
    const added = await addMember(tx, { household: params.householdId, ...body, person: whoOf(body.person) })
    return isRefusal(added) ? added : { personId: added.person, notes: added.notes }
  })
  mount(
    frame,
    api.removeMember,
    async ({ tx, params, body }) =>
      (await removeMember(tx, { household: params.householdId, person: params.personId, ...body })) ?? done,
  )
  mount(frame, api.recordBirth, async ({ tx, params, body }) => {
    const child = await recordBirth(tx, { household: params.householdId, ...body })
    return isRefusal(child) ? child : { personId: child.person, notes: child.notes }
  })
  mount(frame, api.recordMarriage, async ({ tx, params, body }) => {
    const { personId, spouse, ...rest } = body
    return recordMarriage(tx, {
      household: params.householdId,
      person: personId,
      ...rest,
      ...(spouse && { spouse: { person: whoOf(spouse.person), relation: spouse.relation } }),
    })
  })
  mount(frame, api.recordDivorce, async ({ tx, params, body }) => {
    const { personId, ...rest } = body
    return (await recordDivorce(tx, { household: params.householdId, person: personId, ...rest })) ?? done
  })
  mount(frame, api.recordExclusion, async ({ tx, params, body }) => {
    const { personId, reason, ...rest } = body
    const codes = factDictionary.exclusion.codes
    if (!Object.hasOwn(codes, reason)) return refuse('fact-code', { name: 'exclusion' }, 'reason')
    const fact = await recordExclusion(tx, {
      household: params.householdId,
      person: personId,
      reason: reason as keyof typeof codes,
      ...rest,
    })
    return isRefusal(fact) ? fact : { factId: fact }
  })

  mount(frame, api.splitHousehold, async ({ tx, params, body }) => {
    const leaving = body.leaving.map(({ personId, relation }) => ({ person: personId, relation }))
    const made = await splitHousehold(tx, { household: params.householdId, ...body, leaving })
    return isRefusal(made) ? made : { householdId: made }
  })
  mount(frame, api.mergeHouseholds, async ({ tx, params, body }) => {
    const relations = new Map(body.relations.map(({ personId, relation }) => [personId, relation]))
    return (await mergeHouseholds(tx, { into: params.householdId, ...body, relations })) ?? done
  })
  mount(
    frame,
    api.moveHousehold,
    async ({ tx, params, body }) => (await moveHousehold(tx, { household: params.householdId, ...body })) ?? done,
  )

  mount(frame, api.addPhone, async ({ tx, params, body }) => {
    const { personId, ...rest } = body
    const phone = await addPhone(tx, { household: params.householdId, person: personId ?? null, ...rest })
    return isRefusal(phone) ? phone : { phoneId: phone }
  })
  mount(
    frame,
    api.endPhone,
    async ({ tx, params }) => (await endPhone(tx, { household: params.householdId, phone: params.phoneId })) ?? done,
  )
  mount(frame, api.unmaskPhone, async ({ tx, params, body }) =>
    unmaskPhone(tx, { household: params.householdId, phone: params.phoneId, ...body }),
  )
  mount(frame, api.addSupporter, async ({ tx, params, body }) => {
    const supporter = await addSupporter(tx, { household: params.householdId, ...body })
    return isRefusal(supporter) ? supporter : { supporterId: supporter }
  })
  mount(
    frame,
    api.endSupporter,
    async ({ tx, params, body }) =>
      (await endSupporter(tx, { household: params.householdId, supporter: params.supporterId, ...body })) ?? done,
  )
  mount(frame, api.listConsents, async ({ tx, params }) => ({
    items: (await consentsOf(tx, params.householdId)).map(({ id, person, kind, given, on, how, withdraws }) => ({
      consentId: id,
      personId: person,
      kind,
      given,
      on,
      how,
      withdraws,
    })),
  }))
  mount(frame, api.recordConsent, async ({ tx, params, body }) => {
    const { personId, ...rest } = body
    const consent = await recordConsent(tx, { household: params.householdId, person: personId, ...rest })
    return isRefusal(consent) ? consent : { consentId: consent }
  })
  mount(frame, api.withdrawConsent, async ({ tx, params, body }) => {
    const consent = await withdrawConsent(tx, { household: params.householdId, consent: params.consentId, ...body })
    return isRefusal(consent) ? consent : { consentId: consent }
  })
}

function factRoutes(frame: Frame): void {
  const shown = (fact: Fact | undefined) =>
    fact
      ? {
          factId: fact.id,
          value: api.writeFactValue(fact.value),
          validFrom: fact.validFrom,
          validUntil: fact.validUntil,
          asOf: fact.asOf,
          sourceName: fact.sourceName,
          reason: fact.reason,
          afterPreview: fact.afterPreview,
          recordedOn: fact.recordedOn,
          recordedBy: fact.recordedBy,
        }
      : null

  mount(frame, api.factTable, async ({ tx, params, query }) => {
    if (!(await householdById(tx, params.householdId))) return refuse('no-such-household')
    const on = query.on ?? (await businessDay(tx))
    const lines = await factTable(tx, params.householdId, on)
    return {
      on,
      items: lines.map(({ subject, name, values, differs, open }) => ({
        subject: writeSubject(subject),
        name,
        differs,
        open,
        declared: shown(values.declared),
        matched: shown(values.matched),
        visited: shown(values.visited),
        adopted: shown(values.adopted),
      })),
    }
  })

  mount(frame, api.recordFacts, async ({ tx, params, body }) => {
    const facts = body.facts.map((fact) => ({
      ...fact,
      subject: readSubject(fact.subject),
      value: api.readFactValue(fact.name, fact.value),
    }))
    const ids = await recordFacts(tx, { household: params.householdId, source: body.source, facts })
    return isRefusal(ids) ? ids : { factIds: ids }
  })

  mount(frame, api.adoptFacts, async ({ tx, params, body }) => {
    const adoptions = body.adoptions.map(({ value, ...adoption }) => ({
      ...adoption,
      subject: readSubject(adoption.subject),
      ...(value !== undefined && { value: api.readFactValue(adoption.name, value) }),
    }))
    const ids = await adoptFacts(tx, params.householdId, adoptions)
    if (isRefusal(ids)) return ids
    await settleByAdoption(tx, { household: params.householdId, adopted: ids })
    return { factIds: ids }
  })

  mount(frame, api.timeline, async ({ tx, params, query, request }) => {
    const kinds = (query.kinds?.split(',') ?? []).filter((kind): kind is TimelineKind =>
      (timelineKinds as readonly string[]).includes(kind),
    )
    const [, at, id] = /^(\d{4}-\d{2}-\d{2})\/([0-9a-f-]{36})$/.exec(query.after ?? '') ?? []
    const rows = await timelineOf(tx, params.householdId, {
      kinds,
      limit: query.limit + 1,
      ...(at && id && { before: { at: at as (typeof rows)[number]['at'], id } }),
    })
    const lang = langOf(request)
    const items = rows.slice(0, query.limit).map((event) => ({
      eventId: event.id,
      kind: event.kind,
      at: event.at,
      enteredOn: event.enteredOn,
      text: timelineText(lang, event),
      key: event.text,
      refs: event.refs,
      unit: event.unit,
      citizenSees: event.citizenSees,
      recordedAt: event.recordedAt,
    }))
    const last = items.at(-1)
    return { items, next: rows.length > query.limit && last ? `${last.at}/${last.eventId}` : null }
  })
}

function areaRoutes(frame: Frame): void {
  mount(frame, api.listAreas, async ({ tx, query }) => ({
    items: await areasBelow(tx, query.below as AreaCode, query.on ?? (await businessDay(tx))),
  }))
  mount(frame, api.exportAreas, async ({ tx, query, request }) => {
    const lang = langOf(request)
    const t = (key: string) => say(lang, `deskOffice:${key}`)
    return listWorkbook(tx, {
      name: 'areas',
      title: t('admin.areas'),
      columns: [
        { head: t('admin.name'), of: (row) => row.name, width: 24 },
        { head: t('roster.area-code'), of: (row) => row.code, width: 16 },
        { head: t('ledger.residence'), of: (row) => row.residence && t(`ledger.${row.residence}`) },
        { head: t('admin.hotline'), of: (row) => row.hotline, width: 16 },
        { head: t('admin.from'), kind: 'day', of: (row) => row.since },
        { head: t('admin.to'), kind: 'day', of: (row) => row.until },
      ],
      rows: await areasBelow(tx, query.below as AreaCode, query.on ?? (await businessDay(tx))),
    })
  })
  mount(frame, api.areaHistory, async ({ tx, params }) => areaHistory(tx, params.code))
  mount(frame, api.addArea, async ({ tx, body }) => (await addArea(tx, body)) ?? done)
  mount(
    frame,
    api.changeArea,
    async ({ tx, params, body }) => (await changeArea(tx, { code: params.code, ...body })) ?? done,
  )
  mount(frame, api.mergeAreas, async ({ tx, params, body }) => mergeAreas(tx, { into: params.code, ...body }))
}
