import { type Appeal, type Case, casesOfHousehold, type FamilyCase, readCase } from '../../casework/index.ts'
import { assert, isRefusal, refuse } from '../../foundation/index.ts'
import { goTo, type PageAnswer, type Visit } from '../page.ts'
import { text } from '../read-form.ts'

/** A family inside its own pages: the household of its session, every case of it, and the one it looks at. */
export interface Mine {
  visit: Visit
  household: bigint
  /** Birthday and four digits only: steps and to-dos, no figure, no name. */
  glance: boolean
  cases: FamilyCase[]
  /** The case this page is about. */
  current: FamilyCase
  state: Case | Appeal
}

/** Opens the household's pages; another household's case is as absent as one that never was. */
export async function openMine(visit: Visit, asked: string): Promise<Mine | null> {
  const { session, actor, tx } = visit
  if (session?.kind !== 'citizen' || actor.household === undefined) return null
  const cases = await casesOfHousehold(tx, actor.household)
  const current = asked
    ? cases.find((one) => one.caseId === asked)
    : (cases.find((one) => one.caseId === session.caseId) ?? cases[0])
  if (!current) return null
  const filed = await readCase<Case | Appeal>(tx, current.caseId)
  assert(!isRefusal(filed), 'a case of the own household that cannot be read')
  return {
    visit,
    household: actor.household,
    glance: session.level !== 'full',
    cases,
    current,
    state: filed.state,
  }
}

export const withMine =
  (handler: (mine: Mine) => Promise<PageAnswer>, options: { glance?: boolean } = {}) =>
  async (visit: Visit): Promise<PageAnswer> => {
    const asked = text(visit.query, 'case') || text(visit.form, 'case')
    const mine = await openMine(visit, asked)
    if (!mine) return visit.session?.kind === 'citizen' && !asked ? goTo('/p') : refuse('not-found')
    if (mine.glance && !options.glance) return goTo('/my')
    return handler(mine)
  }
