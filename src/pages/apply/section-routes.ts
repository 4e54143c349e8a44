import QRCode from 'qrcode'
import { type AreaCode, addDays, nameKey } from '../../foundation/index.ts'
import { areaName } from '../../household/index.ts'
import { businessDay, newId } from '../../platform/index.ts'
import { goTo } from '../page.ts'
import { type FieldProblem, isProblem } from '../problem.ts'
import { phonePattern, text, tidyPhone } from '../read-form.ts'
import { villagesOf } from '../villages.ts'
import { assetFields, earners, incomeFields, readAnswer, readPerson, type Section, spendingFields } from './answers.ts'
import { changeDraft } from './draft-store.ts'
import { type ApplyHouse, screenOf, withDraft } from './draft-visit.ts'
import { Address, People, Person } from './family.tsx'
import { Figures } from './figures.tsx'
import { Photos } from './photos.tsx'
import { printedForm } from './printed-form.ts'
import { Receipt } from './receipt.tsx'
import { Review } from './review.tsx'
import { Sign, Signatures } from './signing.tsx'
import { Tasks } from './tasks.tsx'

/** The seven parts of an application: each page is saved when it is sent. */
export function sectionRoutes({ mount, county, publicAddress }: ApplyHouse): void {
  mount(
    'GET',
    '/apply/:id',
    withDraft(async (visit, draft, today) => Tasks({ ...screenOf(visit), draft, today })),
  )
  mount(
    'GET',
    '/apply/:id/form.pdf',
    withDraft(async (visit, draft, today) =>
      printedForm(visit.tx, draft.answers.area as AreaCode, today, visit.manner, visit.demo, draft.answers),
    ),
  )
  mount('GET', '/forms/dibao.pdf', async (visit) =>
    printedForm(visit.tx, county, await businessDay(visit.tx), visit.manner, visit.demo, null),
  )
  mount(
    'POST',
    '/apply/:id/helper',
    withDraft(async (visit, draft) => {
      await changeDraft(visit.tx, draft.id, (a) => {
        a.helper = null
      })
      return goTo(`/apply/${draft.id}`)
    }),
  )

  mount(
    'GET',
    '/apply/:id/:section',
    withDraft(async (visit, draft, today) => {
      const section = visit.params.section as Section | 'review' | 'receipt'
      switch (section) {
        case 'people':
          return People({ ...screenOf(visit), draft })
        case 'address':
          return Address({
            ...screenOf(visit),
            draft,
            villages: await villagesOf(visit.tx, county, today),
          })
        case 'income': {
          const people = earners(draft.answers, today)
          if (people.length === 0) return goTo(`/apply/${draft.id}/people`)
          const open = people.findIndex((p) => incomeFields.some((f) => p.facts[f] === undefined))
          return goTo(`/apply/${draft.id}/income/${open < 0 ? 1 : open + 1}`)
        }
        case 'assets':
        case 'spending':
          return goTo(`/apply/${draft.id}/${section}/1`)
        case 'photos':
          return Photos({ ...screenOf(visit), draft })
        case 'signatures':
          return Signatures({ ...screenOf(visit), draft, today, links: {} })
        case 'review':
          return Review({
            ...screenOf(visit),
            draft,
            today,
            areaName: await areaName(visit.tx, draft.answers.area as AreaCode, today),
          })
        case 'receipt':
          return draft.submitted
            ? Receipt({
                ...screenOf(visit),
                draft,
                qr: await QRCode.toDataURL(`${publicAddress(visit)}/p/${draft.submitted.token}`, {
                  margin: 1,
                  width: 180,
                }),
              })
            : goTo(`/apply/${draft.id}`)
        default:
          return goTo(`/apply/${draft.id}`)
      }
    }),
  )

  mount(
    'GET',
    '/apply/:id/:section/:n',
    withDraft(async (visit, draft, today) => {
      const n = Number(visit.params.n)
      const { section } = visit.params
      if (section === 'photos' && visit.params.n === 'done') {
        await changeDraft(visit.tx, draft.id, (a) => {
          if (!a.seen.includes('photos')) a.seen.push('photos')
        })
        return goTo(`/apply/${draft.id}`)
      }
      if (!Number.isInteger(n) || n < 1 || n > 30) return goTo(`/apply/${draft.id}`)
      if (section === 'people')
        return n <= draft.answers.people.length + 1
          ? Person({ ...screenOf(visit), draft, n })
          : goTo(`/apply/${draft.id}/people`)
      if (section === 'income')
        return earners(draft.answers, today)[n - 1]
          ? Figures({ ...screenOf(visit), draft, section, n, today })
          : goTo(`/apply/${draft.id}`)
      if (section === 'assets' || section === 'spending')
        return Figures({ ...screenOf(visit), draft, section, n: 1, today })
      if (section === 'signatures') {
        const person = draft.answers.people[n - 1]
        return person
          ? Sign({
              ...screenOf(visit),
              person,
              action: `/apply/${draft.id}/signatures/${n}`,
              until: addDays(today, 365),
            })
          : goTo(`/apply/${draft.id}/signatures`)
      }
      return goTo(`/apply/${draft.id}`)
    }),
  )

  mount(
    'POST',
    '/apply/:id/people/:n',
    withDraft(async (visit, draft, today) => {
      const n = Number(visit.params.n)
      if (!Number.isInteger(n) || n < 1 || n > draft.answers.people.length + 1 || n > 30)
        return goTo(`/apply/${draft.id}/people`)
      const known = draft.answers.people[n - 1]
      if (visit.form.remove && known && n > 1) {
        await changeDraft(visit.tx, draft.id, (a) => {
          a.people = a.people.filter((p) => p.ref !== known.ref)
          delete a.signatures[known.ref]
        })
        return goTo(`/apply/${draft.id}/people`)
      }
      const { person, problems } = readPerson(known?.ref ?? `p${newId().slice(-6)}`, visit.form, n === 1, {
        people: draft.answers.people,
        today,
      })
      if (problems.length) return { status: 422, page: Person({ ...screenOf(visit, problems), draft, n }) }
      await changeDraft(visit.tx, draft.id, (a) => {
        const at = a.people.findIndex((p) => p.ref === person.ref)
        if (at < 0) a.people.push(person)
        else {
          // Another name needs another signature.
          if (nameKey(a.people[at]!.name) !== nameKey(person.name)) delete a.signatures[person.ref]
          a.people[at] = { ...person, facts: { ...a.people[at]!.facts, ...person.facts } }
        }
      })
      return goTo(`/apply/${draft.id}/people`)
    }),
  )

  mount(
    'POST',
    '/apply/:id/address',
    withDraft(async (visit, draft, today) => {
      const { form } = visit
      const villages = await villagesOf(visit.tx, county, today)
      const problems: FieldProblem[] = []
      const area = text(form, 'area')
      const phone = tidyPhone(text(form, 'phone'))
      if (!villages.some((v) => v.value === area)) problems.push({ field: 'area', says: 'pages:wrong.village' })
      if (!phonePattern.test(phone)) problems.push({ field: 'phone', says: 'pages:wrong.phone' })
      if (!text(form, 'address')) problems.push({ field: 'address', says: 'pages:wrong.address' })
      if (problems.length) return { status: 422, page: Address({ ...screenOf(visit, problems), draft, villages }) }
      await changeDraft(visit.tx, draft.id, (a) => {
        a.area = area
        a.phone = phone
        a.address = text(form, 'address').slice(0, 200)
        a.registeredAddress = text(form, 'registeredAddress').slice(0, 200) || null
        a.reason = text(form, 'reason').slice(0, 500) || null
      })
      return goTo(`/apply/${draft.id}`)
    }),
  )

  for (const section of ['income', 'assets', 'spending'] as const)
    mount(
      'POST',
      `/apply/:id/${section}/:n`,
      withDraft(async (visit, draft, today) => {
        const n = Number(visit.params.n)
        const person = section === 'income' ? earners(draft.answers, today)[n - 1] : undefined
        if (section === 'income' && !person) return goTo(`/apply/${draft.id}`)
        const names = section === 'income' ? incomeFields : section === 'assets' ? assetFields : spendingFields
        const read = names.map((name) => ({ name, answer: readAnswer(name, name, visit.form) }))
        const problems = read.map((r) => r.answer).filter(isProblem)
        if (problems.length)
          return { status: 422, page: Figures({ ...screenOf(visit, problems), draft, section, n, today }) }
        const changed = await changeDraft(visit.tx, draft.id, (a) => {
          const facts = person ? a.people.find((p) => p.ref === person.ref)!.facts : a.household
          for (const { name, answer } of read) {
            if (answer === undefined) delete facts[name]
            else facts[name] = answer as never
          }
        })
        const next =
          section === 'income' && n < earners(changed.answers, today).length
            ? `/apply/${draft.id}/income/${n + 1}`
            : `/apply/${draft.id}`
        return goTo(next)
      }),
    )
}
