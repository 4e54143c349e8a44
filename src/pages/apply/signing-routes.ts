import { addDays, type Day, nameKey, tidyName } from '../../foundation/index.ts'
import { businessDay, businessNow } from '../../platform/index.ts'
import { goTo, type PageAnswer, type Visit } from '../page.ts'
import type { FieldProblem } from '../problem.ts'
import { text } from '../read-form.ts'
import { changeDraft, type Draft, draftToSign, signingLink } from './draft-store.ts'
import { type ApplyHouse, screenOf, withDraft } from './draft-visit.ts'
import { Sign, Signatures, Signed } from './signing.tsx'

/** S4: every adult signs, on this phone or on their own by a link that shows only their part. */
export function signingRoutes({ mount, publicAddress }: ApplyHouse): void {
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
            page: Sign({ ...screenOf(visit, problems), person, action, until: addDays(today, 365) }),
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
      return Signatures({
        ...screenOf(visit),
        draft,
        today,
        links: { [person.ref]: `${publicAddress(visit)}/sign/${token}` },
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
      if (!person || draft.answers.signatures[person.ref]) return Signed(screenOf(visit))
      return Sign({
        ...screenOf(visit),
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
            page: Sign({ ...screenOf(visit, problems), person, action, until: addDays(today, 365) }),
          }
        : Signed(screenOf(visit))
    }),
  )
}
