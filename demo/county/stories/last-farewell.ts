import { previewMonth } from '../../../src/benefits/index.ts'
import { type Day, day, type Month } from '../../../src/foundation/index.ts'
import { membersOn, recordDeath } from '../../../src/household/index.ts'
import { closeTask } from '../../../src/office/index.ts'
import { systemActor, type Tx } from '../../../src/platform/index.ts'
import { requestVerification } from '../../../src/verification/index.ts'
import { accountOf } from '../cases.ts'
import { act, type County, workingDaysLater } from '../county.ts'
import type { Life } from '../days.ts'
import { nothingOwned, type PlannedFamily, plannedPerson } from '../families.ts'
import { applies, givesAccount, investigated, type Matter, toTheCounty, toTheFamily } from '../matter.ts'
import { county as countyCode, live, type Town } from '../people.ts'
import { storyKeys } from './keys.ts'

const family = (county: County): PlannedFamily => ({
  kind: 'elder-couple',
  people: [
    plannedPerson(
      county.taken,
      { name: '覃有福', birth: day('1949-03-08'), sex: 'male', relation: 'applicant' },
      { marriage: 'married', employment: 'retired', workAbility: 'lost', illness: 'chronic', transferIncome: 120_000n },
    ),
    plannedPerson(
      county.taken,
      { name: '黄玉珍', birth: day('1951-12-01'), sex: 'female', relation: 'spouse' },
      { marriage: 'married', employment: 'retired', workAbility: 'lost', illness: 'chronic', transferIncome: 108_000n },
    ),
  ],
  facts: nothingOwned({ deposits: 90_000n }),
  phone: '19901010003',
  address: '五组2号',
  reason: '两人年老多病,没有劳动收入',
})

/** When the wife dies, when the centre asks before the next list, and which list that is. */
export interface FarewellDays {
  death: Day
  check: Day
  list: Month
}

/**
 * A paid couple; she dies. The death register says so before the next list is made, the line is held, a person goes and
 * looks, and from the next month the household is paid for one.
 */
export async function* lastFarewell(county: County, town: Town, days: FarewellDays): Life {
  const plan = family(county)
  const village = town.villages.filter((v) => v.rural)[2]!
  const matter = await applies(county, town, village, plan, storyKeys.lastFarewell)
  const quiet = { wagesTwelveMonths: null, accounts: [], vehicles: [], homes: [], businesses: [] }
  await county.agencies.plant(plan.people.map(({ identityNumber }) => ({ number: identityNumber, truth: quiet })))
  yield* investigated(matter, plan)
  yield* toTheCounty(matter)
  yield* toTheFamily(matter, '覃有福')
  await givesAccount(matter, accountOf(storyKeys.lastFarewell))
  yield days.death
  await county.agencies.plant([
    { number: plan.people[1]!.identityNumber, truth: { died: county.day, registerCancelled: true } },
  ])
  yield days.check
  yield* deathIsFound(matter, days)
  yield* shareEnds(matter)
}

async function* deathIsFound(matter: Matter, { death, list }: FarewellDays): Life {
  const { county, householdId, clerk } = matter
  const { staff } = county
  await act(county, staff.verifier, (tx) =>
    requestVerification(tx, { household: householdId, programme: 'dibao', purpose: 'payment' }),
  )
  const toCheck = () =>
    asSystem(county, (tx) =>
      tx
        .selectFrom('task')
        .select('key')
        .where('household_id', '=', householdId)
        .where('kind', '=', 'death-to-check')
        .executeTakeFirst(),
    )
  for (let tries = 0; !(await toCheck()); tries++) {
    if (tries > 10) throw new Error('The death register does not answer')
    yield workingDaysLater(county, 1)
  }
  // The draft of the coming month: the line is held, because somebody in it is said to be dead.
  await act(county, staff.section, (tx) => previewMonth(tx, { book: countyCode, programme: 'dibao', month: list }))
  yield workingDaysLater(county, 1)
  const { key } = (await toCheck())!
  await act(county, clerk, async (tx) => {
    const members = await membersOn(tx, householdId, county.day)
    const wife = members.find((m) => m.relation === 'spouse')!
    const refused = await recordDeath(tx, {
      person: wife.person,
      on: death,
      source: 'matched',
      sourceName: '殡葬火化登记,已电话并上门核实',
    })
    if (refused) return refused
    return { closed: await closeTask(tx, { household: householdId, key, outcome: 'death-confirmed' }) }
  })
  yield workingDaysLater(county, 1)
}

/** The change has opened by itself; the township and the county work it out anew for one. */
async function* shareEnds(matter: Matter): Life {
  const { county, householdId } = matter
  const { case_id: caseId } = await asSystem(county, (tx) =>
    tx
      .selectFrom('case_file')
      .select('case_id')
      .where('household_id', '=', householdId)
      .where('change_kind', '=', 'death')
      .executeTakeFirstOrThrow(),
  )
  const change: Matter = { ...matter, caseId }
  yield* toTheCounty(change, {
    reasons: [
      { code: 'member-died', clause: '最低生活保障审核确认办法 第三十一条', note: '黄玉珍去世,按一人重新核定' },
    ],
  })
  yield* toTheFamily(change, '覃有福')
}

const asSystem = <T>(county: County, work: (tx: Tx) => Promise<T>): Promise<T> =>
  live(county.db, systemActor('demo'), county.day, work)
