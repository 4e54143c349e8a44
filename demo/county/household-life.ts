import { previewMonth } from '../../src/benefits/index.ts'
import { addDays, type Day, isWorkingDay, monthOf, nextMonth } from '../../src/foundation/index.ts'
import { type HouseholdId, membersOn, recordDeath } from '../../src/household/index.ts'
import { runsOf } from '../../src/payments/index.ts'
import { systemActor } from '../../src/platform/index.ts'
import { act, type County, workingDaysLater } from './county.ts'
import type { Begun, Life } from './days.ts'
import { changes } from './matter.ts'
import { county as countyCode, live, type Town } from './people.ts'

/** What happens in families that are paid: changes they tell, yearly reviews, a death. All still open today. */
const happenings = ['income', 'review', 'death', 'member-out', 'review', 'address', 'suspend', 'income'] as const

/** About one in every fifteen applications; at least each kind once. */
export async function paidFamilies(county: County, today: Day, cases: number): Promise<Begun[]> {
  const wanted = cases === 0 ? 0 : Math.max(happenings.length, Math.floor(cases / 10))
  const households = await carriedOver(county, wanted)
  return households.map(({ household, town }, i) => {
    let from = addDays(today, -(2 + (i % 5) * 3))
    while (!isWorkingDay(county.calendar, from)) from = addDays(from, -1)
    return { from, life: happens(county, town, household, happenings[i % happenings.length]!) }
  })
}

async function* happens(county: County, town: Town, household: HouseholdId, what: (typeof happenings)[number]): Life {
  if (what !== 'death') return void (await changes(county, town, household, what))
  // The family itself tells of the death; the change opens by that.
  await act(county, county.staff.clerk.get(town.code)!, async (tx) => {
    const members = await membersOn(tx, household, county.day)
    const who = members.at(-1)!
    return (
      (await recordDeath(tx, { person: who.person, on: addDays(county.day, -3), source: 'declared' })) ?? { done: true }
    )
  })
  yield workingDaysLater(county, 1)
}

/** Paid families of more than one person, spread over the townships. */
async function carriedOver(county: County, wanted: number): Promise<{ household: HouseholdId; town: Town }[]> {
  const found: { household: HouseholdId; town: Town }[] = []
  const perTown = Math.ceil(wanted / county.staff.towns.length) + 1
  for (const town of county.staff.towns) {
    const rows = await live(county.db, systemActor('demo'), county.day, (tx) =>
      tx
        .selectFrom('award as a')
        .innerJoin('membership as m', 'm.household_id', 'a.household_id')
        .select('a.household_id')
        .where('a.carried_over', '=', true)
        .where('a.area', '>=', town.code)
        .where('a.area', '<', `${town.code}~`)
        .groupBy('a.household_id')
        .having((row) => row.fn.countAll(), '>', 1n)
        .orderBy('a.household_id')
        .limit(perTown)
        .execute(),
    )
    found.push(...rows.map((row) => ({ household: row.household_id, town })))
  }
  return found.slice(0, wanted)
}

/** The list that comes next lies on the desk as a draft, with what is held and why. */
export async function nextList(county: County): Promise<void> {
  const month = monthOf(county.day)
  await act(county, county.staff.section, async (tx) => {
    const [known] = await runsOf(tx, { book: countyCode, month })
    return previewMonth(tx, { book: countyCode, programme: 'dibao', month: known ? nextMonth(month) : month })
  })
}
