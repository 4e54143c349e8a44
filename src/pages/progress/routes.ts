import { countTry, lockMinutes, openSession, tooMany } from '../../access/index.ts'
import { caseByBirthday, caseByCode, stepByToken } from '../../casework/index.ts'
import { refuse } from '../../foundation/index.ts'
import type { Db } from '../../platform/index.ts'
import { asOffice } from '../office-side.ts'
import { goTo, type Mount } from '../page.ts'
import type { FieldProblem } from '../problem.ts'
import { dayFrom, text } from '../read-form.ts'
import { ByToken, Entry } from './screens.tsx'

const triesPerCase = 5
const triesPerAddress = 30

/** S5: into one's own case by what stands on the receipt. A wrong try and an absent case look alike. */
export function progressRoutes(mount: Mount, db: Db): void {
  mount('GET', '/p', async ({ manner, demo, session }) =>
    session?.kind === 'citizen' ? goTo('/my') : Entry({ manner, demo, problems: [], typed: {}, rest: null }),
  )

  mount('POST', '/p', async (visit) => {
    const { manner, demo, tx, form, request } = visit
    const typed = { caseNo: tidyCaseNo(text(form, 'caseNo')), birth: text(form, 'birth') }
    const code = text(form, 'code').normalize('NFKC').replace(/\s/g, '')
    const lastFour = text(form, 'lastFour').normalize('NFKC')
    const again = (problems: FieldProblem[], rest: number | null = null) => ({
      status: rest === null ? 422 : 429,
      page: Entry({ manner, demo, problems, typed, rest }),
    })
    const problems: FieldProblem[] = []
    if (!/^\d{6}-\d{4}-\d{6}$/.test(typed.caseNo)) problems.push({ field: 'caseNo', says: 'pages:wrong.case-no' })
    const birth = dayFrom(typed.birth)
    const byBirthday = code === '' && (typed.birth !== '' || lastFour !== '')
    if (byBirthday) {
      if (!birth) problems.push({ field: 'birth', says: 'pages:wrong.date' })
      if (!/^\d{3}[\dXx]$/.test(lastFour)) problems.push({ field: 'lastFour', says: 'pages:wrong.last-four' })
    } else if (!/^\d{6}$/.test(code)) problems.push({ field: 'code', says: 'pages:wrong.six-digits' })
    if (problems.length) return again(problems)

    const subjects = [
      { name: `receipt:${typed.caseNo}`, most: triesPerCase },
      { name: `receipt-address:${request.ip}`, most: triesPerAddress },
    ]
    for (const { name, most } of subjects) if (await tooMany(tx, name, most)) return again([], lockMinutes)
    const found = await asOffice(db, 'progress', (office) =>
      byBirthday
        ? caseByBirthday(office, { caseNo: typed.caseNo, birth: birth!, lastFour })
        : caseByCode(office, typed.caseNo, code),
    )
    if (!found) {
      for (const { name } of subjects) await countTry(tx, name)
      return again([
        byBirthday
          ? { field: 'lastFour', says: 'pages:wrong.receipt-birthday' }
          : { field: 'code', says: 'pages:wrong.receipt-code' },
      ])
    }
    visit.setSession(
      await openSession(tx, {
        kind: 'citizen',
        level: byBirthday ? 'glance' : 'full',
        household: found.household,
        caseId: found.caseId,
      }),
    )
    return goTo('/my')
  })

  mount('GET', '/p/:token', async ({ manner, demo, params, request, tx }) => {
    const token = params.token ?? ''
    const subject = `receipt-token:${request.ip}`
    if (!/^[\w-]{16,64}$/.test(token) || (await tooMany(tx, subject, 60))) return refuse('not-found')
    const found = await asOffice(db, 'progress', (office) => stepByToken(office, token))
    if (!found) return refuse('not-found')
    return ByToken({ manner, demo, here: `/p/${token}`, found })
  })
}

/** Full-width digits, long dashes and spaces are what people type. */
const tidyCaseNo = (typed: string) =>
  typed
    .normalize('NFKC')
    .replace(/[\s]/g, '')
    .replace(/[—–―‐-]+/g, '-')
