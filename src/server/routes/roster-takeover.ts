import { applyDecision, awardOf, carryOver as carryAwards, currentMonthly } from '../../benefits/index.ts'
import { endCarriedReviews, planCarriedReviews, reviewsOf } from '../../casework/index.ts'
import { type AreaCode, type Month, monthOf, nextMonth, type Refusal, refuse } from '../../foundation/index.ts'
import {
  type CarriedAward,
  type CarryOver,
  countyOf,
  type FiguresOf,
  type Residence,
  type RosterFigures,
  residenceOn,
  rosterReviews,
  type TakeBack,
} from '../../household/index.ts'
import { captureAccounts, choosePayees, instructedMonths, takeBackOpening } from '../../payments/index.ts'
import { businessDay, newId, type Tx } from '../../platform/index.ts'

/** What a roster becomes in the chapters behind the registry: awards carried over as they are, and payee accounts. */
export function takeOver(told: { paidUntil: Month; document: string }): CarryOver {
  return async (tx, awards) => {
    const villages = await villageMarks(tx, awards)
    for (const some of groupBy(awards, (award) => `${countyOf(award.area)}/${award.programme}`)) {
      const { area, programme, batch } = some[0]!
      const rows = []
      for (const award of some) {
        const residence = award.residence ?? villages.get(award.area)
        if (!residence) return refuse('residence-unknown', { row: award.row })
        rows.push({
          household: award.household,
          members: award.persons,
          monthly: award.monthly,
          residence,
          tier: award.tier,
          since: award.since && monthOf(award.since) <= told.paidUntil ? monthOf(award.since) : null,
          paidThisYear: award.paidThisYear,
          stillOwed: award.openingBalance,
        })
      }
      const made = await carryAwards(tx, { batch, book: countyOf(area), programme, ...told, rows })
      if ('refused' in made) return made as Refusal
    }
    await planCarriedReviews(
      tx,
      awards.flatMap(({ household, programme, area, reviewed, nextReview, residence: said }) => {
        const residence = said ?? villages.get(area)
        return residence ? [{ household, programme, area, residence, reviewed, nextReview }] : []
      }),
    )
    await enterPayees(tx, awards)
    return null
  }
}

/** A roster without a word about town or country: the village's own mark, each village asked once. */
async function villageMarks(tx: Tx, awards: readonly CarriedAward[]) {
  const today = await businessDay(tx)
  const marks = new Map<AreaCode, Residence | null>()
  for (const { area, residence } of awards)
    if (!residence && !marks.has(area)) marks.set(area, await residenceOn(tx, area, today))
  return marks
}

/**
 * Whoever the roster pays collects for the household. Accounts that a bank could read are entered for the member they
 * belong to. The others are not guessed at: the award goes on, and the first month's list names who has no account yet.
 */
async function enterPayees(tx: Tx, awards: readonly CarriedAward[]): Promise<void> {
  await choosePayees(
    tx,
    awards.map(({ household, head, payee }) => ({
      household,
      payee: payee?.person ?? head,
      relation: 'self',
      reason: 'roster',
    })),
  )
  await captureAccounts(
    tx,
    awards.flatMap(({ payee }) =>
      payee?.person && payee.bank
        ? { person: payee.person, bank: payee.bank, number: payee.account, holder: payee.holder, reason: 'roster' }
        : [],
    ),
  )
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? []
    group.push(item)
    groups.set(keyOf(item), group)
  }
  return [...groups.values()]
}

/** Stops the awards an import made, as long as nothing was paid from them. */
export function takeBack(batch: string): TakeBack {
  return async (tx) => {
    const today = await businessDay(tx)
    const books = new Set<string>()
    await endCarriedReviews(
      tx,
      (await rosterReviews(tx, batch)).map(({ household }) => household),
    )
    for (const { household, programme } of await rosterReviews(tx, batch)) {
      const scheme = programme === 'tekun' ? 'tekun' : 'dibao'
      const award = await awardOf(tx, household, scheme)
      if (!award) continue
      books.add(`${award.book}/${scheme}`)
      if ((await instructedMonths(tx, { household, programme: scheme, person: 0n })).size > 0)
        return refuse('roster-in-use', { households: 1 })
      const stopped = await applyDecision(tx, {
        decisionId: newId(),
        household,
        programme: scheme,
        kind: 'stop',
        from: award.paysFrom ?? nextMonth(monthOf(today)),
        monthly: 0n,
        reason: 'clerical-correction',
        document: batch,
        decidedOn: today,
      })
      if ('refused' in stopped) return stopped as Refusal
    }
    for (const one of books) {
      const [book, programme] = one.split('/') as [string, string]
      const back = await takeBackOpening(tx, { book, programme, batch, why: batch })
      if (back) return back as Refusal
    }
    return null
  }
}

/** What is paid today, for handing the roster out again. Account numbers are not among it: the old list keeps its own. */
export const figuresToday: FiguresOf = async (tx, households) => {
  const today = await businessDay(tx)
  const found = new Map<bigint, RosterFigures>()
  const reviews = await reviewsOf(tx, households)
  for (const household of households)
    for (const programme of ['dibao', 'tekun'] as const) {
      const award = await awardOf(tx, household, programme)
      if (!award || found.has(household)) continue
      const now = await currentMonthly(tx, household, programme, nextMonth(monthOf(today)))
      if (now?.state !== 'paying') continue
      found.set(household, {
        monthly: now.monthly,
        covered: now.step.people,
        programme,
        tier: now.step.tier,
        since: `${award.steps[0]!.from}-01` as RosterFigures['since'],
        ...(reviews.get(`${household}/${programme}`) ?? { reviewed: null, nextReview: null }),
        openingBalance: 0n,
        payee: null,
      })
    }
  return found
}
