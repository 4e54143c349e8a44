import { isRefusal, tidyName } from '../../foundation/index.ts'
import { businessDay, newId } from '../../platform/index.ts'
import { goTo } from '../page.ts'
import type { FieldProblem } from '../problem.ts'
import { phonePattern, text, tidyPhone } from '../read-form.ts'
import { villagesOf } from '../villages.ts'
import type { Answers } from './answers.ts'
import { Code, Return, Start } from './begin.tsx'
import { beginDraft, renewCodes, returnToDraft } from './draft-store.ts'
import { type ApplyHouse, keepToken, screenOf } from './draft-visit.ts'

/** Starting, leaving and coming back with phone and code. */
export function beginRoutes({ mount, county }: ApplyHouse): void {
  mount('GET', '/apply/start', async (visit) =>
    Start({
      ...screenOf(visit),
      villages: await villagesOf(visit.tx, county, await businessDay(visit.tx)),
      about: visit.query.about ?? null,
      forOther: visit.query.for === 'other',
    }),
  )
  mount('POST', '/apply/start', async (visit) => {
    const { form, tx } = visit
    const today = await businessDay(tx)
    const villages = await villagesOf(tx, county, today)
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
        page: Start({
          ...screenOf(visit, problems),
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
    return Code({ ...screenOf(visit), id, code })
  })

  mount('GET', '/apply/return', async (visit) =>
    Return({ ...screenOf(visit), sent: false, gone: visit.query.gone === '1' }),
  )
  mount('POST', '/apply/return', async (visit) => {
    const { form, tx } = visit
    const phone = tidyPhone(text(form, 'phone'))
    if (!phonePattern.test(phone))
      return {
        status: 422,
        page: Return({ ...screenOf(visit, [{ field: 'phone', says: 'pages:wrong.phone' }]), sent: false }),
      }
    if (form.lost) {
      await renewCodes(tx, phone)
      // The same words whether or not there is a draft: a neighbour learns nothing.
      return Return({ ...screenOf(visit), sent: true })
    }
    const found = await returnToDraft(tx, {
      phone,
      code: text(form, 'code').replace(/\s/g, ''),
      address: visit.request.ip,
    })
    if (isRefusal(found))
      return {
        status: 422,
        page: Return({
          ...screenOf(visit, [
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
}
