import type { MultipartFile } from '@fastify/multipart'
import QRCode from 'qrcode'
import { openSession } from '../../access/index.ts'
import { type AreaCode, addDays, type Day, isRefusal, nameKey, tidyName } from '../../foundation/index.ts'
import { areaName } from '../../household/index.ts'
import { readPage } from '../../office/index.ts'
import { businessDay, businessNow, type Db, house, newId } from '../../platform/index.ts'
import { goTo, type PageAnswer, type Visit } from '../page.ts'
import { phonePattern, text, tidyPhone } from '../read-form.ts'
import { villagesOf } from '../villages.ts'
import {
  type Answers,
  assetFields,
  earners,
  type FieldProblem,
  incomeFields,
  isProblem,
  readAnswer,
  readPerson,
  type Section,
  spendingFields,
  stateOf,
} from './answers.ts'
import {
  beginDraft,
  changeDraft,
  type Draft,
  draftToSign,
  markSubmitted,
  readDraft,
  renewCodes,
  returnToDraft,
  signingLink,
} from './draft-store.ts'
import { printedForm } from './printed-form.ts'
import { applyScreens } from './screens.tsx'
import { sendApplication } from './send.ts'

type Mount = (method: 'GET' | 'POST', path: string, handler: (visit: Visit) => Promise<PageAnswer>) => void

const cookieName = 'draft'

/** S3 and S4: an application filled in at one's own pace, each page saved when it is sent. */
export function applyRoutes(
  mount: Mount,
  db: Db,
  options: { county: AreaCode; publicAddress(visit: Visit): string },
): void {
  const screen = (visit: Visit, problems: readonly FieldProblem[] = []) => ({
    manner: visit.manner,
    demo: visit.demo,
    problems,
    ...(problems.length && { typed: visit.form }),
  })
  const tokenOf = (visit: Visit) => visit.request.cookies[cookieName]?.split('.')
  /** The draft this browser may open, or the page that asks for phone and code. */
  const withDraft =
    (handler: (visit: Visit, draft: Draft, today: Day) => Promise<PageAnswer>) =>
    async (visit: Visit): Promise<PageAnswer> => {
      const id = visit.params.id ?? ''
      const [cookieId, token] = tokenOf(visit) ?? []
      const draft = cookieId === id ? await readDraft(visit.tx, id, token) : null
      if (!draft) return goTo('/apply/return')
      if (draft.submitted && !/\/(receipt|form\.pdf)$/.test(visit.request.url)) return goTo(`/apply/${id}/receipt`)
      return handler(visit, draft, await businessDay(visit.tx))
    }
  const keepToken = (visit: Visit, id: string, token: string) =>
    visit.setCookie(cookieName, `${id}.${token}`, { maxAge: 30 * 86_400, path: '/apply' })

  mount('GET', '/apply/start', async (visit) =>
    applyScreens.Start({
      ...screen(visit),
      villages: await villagesOf(visit.tx, options.county, await businessDay(visit.tx)),
      about: visit.query.about ?? null,
      forOther: visit.query.for === 'other',
    }),
  )
  mount('POST', '/apply/start', async (visit) => {
    const { form, tx } = visit
    const today = await businessDay(tx)
    const villages = await villagesOf(tx, options.county, today)
    const problems: FieldProblem[] = []
    const area = text(form, 'area')
    const phone = tidyPhone(text(form, 'phone'))
    if (!villages.some((v) => v.value === area)) problems.push({ field: 'area', says: 'pages:wrong.village' })
    if (!phonePattern.test(phone)) problems.push({ field: 'phone', says: 'pages:wrong.phone' })
    const forOther = form.for === 'other'
    const helperName = tidyName(text(form, 'helperName'))
    if (forOther && !helperName) problems.push({ field: 'helperName', says: 'pages:wrong.name-empty' })
    if (forOther && !text(form, 'helperRelation'))
      problems.push({ field: 'helperRelation', says: 'pages:wrong.relation' })
    if (problems.length)
      return {
        status: 422,
        page: applyScreens.Start({
          ...screen(visit, problems),
          villages,
          about: text(form, 'about') || null,
          forOther,
        }),
      }
    const about = /^[a-z]{1,20}$/.test(text(form, 'about')) ? text(form, 'about') : null
    const answers: Answers = {
      key: newId(),
      about,
      area,
      address: null,
      registeredAddress: null,
      phone,
      reason: null,
      helper: forOther ? { name: helperName, relation: text(form, 'helperRelation').slice(0, 30), phone } : null,
      people: [],
      household: {},
      photos: [],
      signatures: {},
      seen: [],
    }
    const { id, token, code } = await beginDraft(tx, answers)
    keepToken(visit, id, token)
    return applyScreens.Code({ ...screen(visit), id, code })
  })

  mount('GET', '/apply/return', async (visit) => applyScreens.Return({ ...screen(visit), sent: false }))
  mount('POST', '/apply/return', async (visit) => {
    const { form, tx } = visit
    const phone = tidyPhone(text(form, 'phone'))
    if (!phonePattern.test(phone))
      return {
        status: 422,
        page: applyScreens.Return({ ...screen(visit, [{ field: 'phone', says: 'pages:wrong.phone' }]), sent: false }),
      }
    if (form.lost) {
      await renewCodes(tx, phone)
      // The same words whether or not there is a draft: a neighbour learns nothing.
      return applyScreens.Return({ ...screen(visit), sent: true })
    }
    const found = await returnToDraft(tx, {
      phone,
      code: text(form, 'code').replace(/\s/g, ''),
      address: visit.request.ip,
    })
    if (isRefusal(found))
      return {
        status: 422,
        page: applyScreens.Return({
          ...screen(visit, [
            {
              field: 'code',
              says: `pages:wrong.${found.refused}`,
              values: found.with as Record<string, string | number>,
            },
          ]),
          sent: false,
        }),
      }
    keepToken(visit, found.id, found.token)
    return goTo(`/apply/${found.id}`)
  })

  mount(
    'GET',
    '/apply/:id',
    withDraft(async (visit, draft, today) => applyScreens.Tasks({ ...screen(visit), draft, today })),
  )
  mount(
    'GET',
    '/apply/:id/form.pdf',
    withDraft(async (visit, draft, today) =>
      printedForm(visit.tx, draft.answers.area as AreaCode, today, visit.manner, visit.demo, draft.answers),
    ),
  )
  mount('GET', '/forms/dibao.pdf', async (visit) =>
    printedForm(visit.tx, options.county, await businessDay(visit.tx), visit.manner, visit.demo, null),
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
          return applyScreens.People({ ...screen(visit), draft })
        case 'address':
          return applyScreens.Address({
            ...screen(visit),
            draft,
            villages: await villagesOf(visit.tx, options.county, today),
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
          return applyScreens.Photos({ ...screen(visit), draft })
        case 'signatures':
          return applyScreens.Signatures({ ...screen(visit), draft, today, links: {} })
        case 'review':
          return applyScreens.Review({
            ...screen(visit),
            draft,
            today,
            areaName: await areaName(visit.tx, draft.answers.area as AreaCode, today),
          })
        case 'receipt':
          return draft.submitted
            ? applyScreens.Receipt({
                ...screen(visit),
                draft,
                qr: await QRCode.toDataURL(`${options.publicAddress(visit)}/p/${draft.submitted.token}`, {
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
          ? applyScreens.Person({ ...screen(visit), draft, n })
          : goTo(`/apply/${draft.id}/people`)
      if (section === 'income')
        return earners(draft.answers, today)[n - 1]
          ? applyScreens.Figures({ ...screen(visit), draft, section, n, today })
          : goTo(`/apply/${draft.id}`)
      if (section === 'assets' || section === 'spending')
        return applyScreens.Figures({ ...screen(visit), draft, section, n: 1, today })
      if (section === 'signatures') {
        const person = draft.answers.people[n - 1]
        return person
          ? applyScreens.Sign({
              ...screen(visit),
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
    withDraft(async (visit, draft) => {
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
      const { person, problems } = readPerson(known?.ref ?? `p${newId().slice(-6)}`, visit.form, n === 1)
      if (person.number && draft.answers.people.some((p, i) => i !== n - 1 && p.number === person.number))
        problems.push({ field: 'number', says: 'pages:wrong.number-twice' })
      if (problems.length) return { status: 422, page: applyScreens.Person({ ...screen(visit, problems), draft, n }) }
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
      const villages = await villagesOf(visit.tx, options.county, today)
      const problems: FieldProblem[] = []
      const area = text(form, 'area')
      const phone = tidyPhone(text(form, 'phone'))
      if (!villages.some((v) => v.value === area)) problems.push({ field: 'area', says: 'pages:wrong.village' })
      if (!phonePattern.test(phone)) problems.push({ field: 'phone', says: 'pages:wrong.phone' })
      if (!text(form, 'address')) problems.push({ field: 'address', says: 'pages:wrong.address' })
      if (problems.length)
        return { status: 422, page: applyScreens.Address({ ...screen(visit, problems), draft, villages }) }
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
          return { status: 422, page: applyScreens.Figures({ ...screen(visit, problems), draft, section, n, today }) }
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

  mount(
    'POST',
    '/apply/:id/photos',
    withDraft(async (visit, draft) => {
      const sent = await readUpload(visit)
      const refuseWith = (says: string, values?: Record<string, string | number>) => ({
        status: 422,
        page: applyScreens.Photos({ ...screen(visit, [{ field: 'photo', says, values }]), draft }),
      })
      if (!sent) return refuseWith('pages:wrong.photo-missing')
      if (draft.answers.photos.length >= 20) return refuseWith('pages:wrong.photos-many')
      const page = await readPage(sent.bytes)
      if (isRefusal(page)) return refuseWith(`refusals:${page.refused}`, page.with)
      const stored = await house().files.put(page.bytes)
      await changeDraft(visit.tx, draft.id, (a) => a.photos.push({ file: stored.id, kind: sent.kind, of: null }))
      return goTo(`/apply/${draft.id}/photos`)
    }),
  )
  mount(
    'POST',
    '/apply/:id/photos/remove',
    withDraft(async (visit, draft) => {
      const file = text(visit.form, 'file')
      if (draft.answers.photos.some((p) => p.file === file)) {
        await changeDraft(visit.tx, draft.id, (a) => {
          a.photos = a.photos.filter((p) => p.file !== file)
        })
        await house().files.remove(file)
      }
      return goTo(`/apply/${draft.id}/photos`)
    }),
  )

  const sign = async (visit: Visit, draft: Draft, n: number): Promise<FieldProblem[] | null> => {
    const person = draft.answers.people[n - 1]!
    const problems: FieldProblem[] = []
    const guardian = text(visit.form, 'guardianName')
      ? {
          name: tidyName(text(visit.form, 'guardianName')).slice(0, 60),
          relation: text(visit.form, 'guardianRelation').slice(0, 30),
        }
      : null
    const written = tidyName(text(visit.form, 'signature'))
    if (visit.form.agree !== '1') problems.push({ field: 'agree', says: 'pages:wrong.agree' })
    if (nameKey(written) !== nameKey(guardian?.name ?? person.name))
      problems.push({
        field: 'signature',
        says: 'pages:wrong.signature',
        values: { name: guardian?.name ?? person.name },
      })
    if (guardian && !guardian.relation) problems.push({ field: 'guardianRelation', says: 'pages:wrong.relation' })
    if (problems.length) return problems
    const at = await businessNow(visit.tx)
    await changeDraft(visit.tx, draft.id, (a) => {
      a.signatures[person.ref] = { by: written, how: guardian ? 'guardian' : 'screen', at, file: null, guardian }
    })
    return null
  }
  mount(
    'POST',
    '/apply/:id/signatures/:n',
    withDraft(async (visit, draft, today) => {
      const n = Number(visit.params.n)
      const person = draft.answers.people[n - 1]
      if (!person) return goTo(`/apply/${draft.id}/signatures`)
      const action = `/apply/${draft.id}/signatures/${n}`
      const problems = await sign(visit, draft, n)
      return problems
        ? {
            status: 422,
            page: applyScreens.Sign({ ...screen(visit, problems), person, action, until: addDays(today, 365) }),
          }
        : goTo(`/apply/${draft.id}/signatures`)
    }),
  )
  mount(
    'POST',
    '/apply/:id/signatures/:n/link',
    withDraft(async (visit, draft, today) => {
      const person = draft.answers.people[Number(visit.params.n) - 1]
      if (!person) return goTo(`/apply/${draft.id}/signatures`)
      const token = await signingLink(visit.tx, draft.id, person.ref)
      return applyScreens.Signatures({
        ...screen(visit),
        draft,
        today,
        links: { [person.ref]: `${options.publicAddress(visit)}/sign/${token}` },
      })
    }),
  )
  const otherPhone = async (
    visit: Visit,
    handler: (draft: Draft, n: number, today: Day) => Promise<PageAnswer>,
  ): Promise<PageAnswer> => {
    const found = await draftToSign(visit.tx, visit.params.token ?? '')
    if (!found) return goTo('/')
    return handler(
      found.draft,
      found.draft.answers.people.findIndex((p) => p.ref === found.ref) + 1,
      await businessDay(visit.tx),
    )
  }
  mount('GET', '/sign/:token', (visit) =>
    otherPhone(visit, async (draft, n, today) => {
      const person = draft.answers.people[n - 1]
      if (!person || draft.answers.signatures[person.ref]) return applyScreens.Signed(screen(visit))
      return applyScreens.Sign({
        ...screen(visit),
        person,
        action: `/sign/${visit.params.token}`,
        until: addDays(today, 365),
      })
    }),
  )
  mount('POST', '/sign/:token', (visit) =>
    otherPhone(visit, async (draft, n, today) => {
      const person = draft.answers.people[n - 1]
      if (!person) return goTo('/')
      const action = `/sign/${visit.params.token}`
      const problems = await sign(visit, draft, n)
      return problems
        ? {
            status: 422,
            page: applyScreens.Sign({ ...screen(visit, problems), person, action, until: addDays(today, 365) }),
          }
        : applyScreens.Signed(screen(visit))
    }),
  )

  mount(
    'POST',
    '/apply/:id/submit',
    withDraft(async (visit, draft, today) => {
      const a = draft.answers
      const lacking = (['people', 'address'] as const).filter((s) => stateOf(s, a, today) !== 'filled')
      if (lacking.length)
        return {
          status: 422,
          page: applyScreens.Review({
            ...screen(
              visit,
              lacking.map((s) => ({ field: s, says: `pages:wrong.section-${s}` })),
            ),
            draft,
            today,
            areaName: '',
          }),
        }
      const receipt = await sendApplication(db, a, today)
      if (isRefusal(receipt)) {
        const problem = { field: receipt.field ?? 'submit', says: `refusals:${receipt.refused}`, values: receipt.with }
        return {
          status: 409,
          page: applyScreens.Review({
            ...screen(visit, [problem]),
            draft,
            today,
            areaName: await areaName(visit.tx, a.area as AreaCode, today),
          }),
        }
      }
      await markSubmitted(visit.tx, draft.id, {
        caseNo: receipt.caseNo,
        code: receipt.readOutCode,
        token: receipt.receiptToken,
        answerBy: receipt.answerBy,
        unsigned: receipt.unsigned.length,
      })
      visit.setSession(
        await openSession(visit.tx, {
          kind: 'citizen',
          level: 'full',
          household: receipt.householdId,
          caseId: receipt.caseId,
        }),
      )
      return goTo(`/apply/${draft.id}/receipt`)
    }),
  )
}

async function readUpload(visit: Visit): Promise<{ bytes: Buffer; kind: string } | null> {
  if (!visit.request.isMultipart()) return null
  let bytes: Buffer | null = null
  let kind = 'other'
  for await (const part of visit.request.parts()) {
    if (part.type === 'file') {
      const buffer = await (part as MultipartFile).toBuffer()
      if (buffer.length) bytes = buffer
    } else if (part.fieldname === 'kind' && /^[a-z][a-z-]{1,40}$/.test(String(part.value))) kind = String(part.value)
  }
  return bytes ? { bytes, kind } : null
}
