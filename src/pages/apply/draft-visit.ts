import type { AreaCode, Day } from '../../foundation/index.ts'
import { businessDay, type Db } from '../../platform/index.ts'
import { goTo, type Mount, type PageAnswer, type Visit } from '../page.ts'
import type { FieldProblem } from '../problem.ts'
import type { Screen } from './draft-page.tsx'
import { type Draft, readDraft } from './draft-store.ts'

/** What the application's pages are mounted with. */
export interface ApplyHouse {
  mount: Mount
  db: Db
  county: AreaCode
  /** `https://…` of this installation, for links and codes that leave it. */
  publicAddress(visit: Visit): string
}

const cookieName = 'draft'
const keptDays = 30

export const screenOf = (visit: Visit, problems: readonly FieldProblem[] = []): Screen => ({
  manner: visit.manner,
  demo: visit.demo,
  problems,
  ...(problems.length && { typed: visit.form }),
})

/** The draft this browser may open, or the page that asks for phone and code. */
export const withDraft =
  (handler: (visit: Visit, draft: Draft, today: Day) => Promise<PageAnswer>) =>
  async (visit: Visit): Promise<PageAnswer> => {
    const id = visit.params.id ?? ''
    const [cookieId, token] = visit.request.cookies[cookieName]?.split('.') ?? []
    const draft = cookieId === id ? await readDraft(visit.tx, id, token) : null
    if (!draft) return goTo('/apply/return?gone=1')
    if (draft.submitted && !/\/(receipt|form\.pdf)$/.test(visit.request.url)) return goTo(`/apply/${id}/receipt`)
    return handler(visit, draft, await businessDay(visit.tx))
  }

export const keepToken = (visit: Visit, id: string, token: string): void =>
  visit.setCookie(cookieName, `${id}.${token}`, { maxAge: keptDays * 86_400, path: '/apply' })
