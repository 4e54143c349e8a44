import { addDays, type Day, isWorkingDay, type Random } from '../../src/foundation/index.ts'
import { type County, workingDaysLater } from './county.ts'
import type { Begun, Life } from './days.ts'
import { type PlannedFamily, planNewFamily } from './families.ts'
import {
  accepts,
  applies,
  asksForPapers,
  countyReviews,
  decides,
  endorses,
  givesAccount,
  investigated,
  neighbourObjects,
  objectsToDecision,
  publishes,
  recommends,
  reportComes,
  toTheCounty,
  toTheFamily,
  verifies,
  withdraws,
} from './matter.ts'
import { declareUncle, type Town } from './people.ts'

/** How the open cases are spread over the procedure; every state occurs. */
export const spread = [
  'submitted',
  'supplement',
  'accepted',
  'verifying',
  'reported',
  'visited',
  'recommended',
  'notice',
  'objection',
  'county',
  'reviewed',
  'decided',
  'delivered',
  'refused',
  'withdrawn',
  'relative',
  'notice',
  'appeal',
  'county',
] as const
/** How far an application of the demo has come by today. */
export type CaseEnd = (typeof spread)[number]

/** Names that old systems lose: the first families of the county have them, so that every screen shows one. */
const rareNames = ['刘𠮷', '䶮春生', '阿依古丽·买买提明', '萧𬱖']

/** Working days a case of this end needs until it stands there; a little more for holidays. */
const needed: Record<CaseEnd, number> = {
  submitted: 1,
  supplement: 3,
  accepted: 2,
  verifying: 4,
  reported: 9,
  visited: 12,
  recommended: 14,
  notice: 14,
  objection: 17,
  county: 25,
  reviewed: 26,
  decided: 27,
  delivered: 29,
  refused: 25,
  withdrawn: 12,
  relative: 13,
  appeal: 29,
}

/** Every so often nobody got round to it in time: those began so long ago that their day has passed. */
const late = 9

export function planCases(
  county: County,
  { cases, seed, today, random }: { cases: number; seed: number; today: Day; random: Random },
): Begun[] {
  return Array.from({ length: cases }, (_, i) => {
    const end = spread[i % spread.length]!
    const town = county.staff.towns[i % county.staff.towns.length]!
    // A notice hangs for a week only: it must not be over by today.
    const earlier = end === 'notice' ? 0 : random.int(0, 3) + (i % late === late - 1 ? 14 : 0)
    const from = dayBefore(county, today, needed[end] + earlier)
    const plan = planNewFamily(random, from, county.taken)
    const rare = rareNames[i]
    if (rare) plan.people[0]!.name = rare
    if (end === 'refused' || end === 'appeal')
      plan.people[0]!.facts.transferIncome = 36_000_00n * BigInt(plan.people.length)
    return { from, life: oneApplication(county, town, random.pick(town.villages), plan, end, `demo-case-${seed}-${i}`) }
  })
}

function dayBefore({ calendar }: County, today: Day, workingDays: number): Day {
  let day = today
  for (let left = workingDays; left > 0; ) {
    day = addDays(day, -1)
    if (isWorkingDay(calendar, day)) left--
  }
  return day
}

/** Lives one application from the window to where it stands on the last day. */
async function* oneApplication(
  county: County,
  town: Town,
  village: Town['villages'][number],
  plan: PlannedFamily,
  end: CaseEnd,
  key: string,
): Life {
  const later = (days: number) => workingDaysLater(county, days)
  const applicant = plan.people[0]!
  if (end === 'relative')
    await declareUncle(county.db, county.staff, county.day, town.code, applicant.name, applicant.identityNumber)
  const matter = await applies(county, town, village, plan, key)
  if (end === 'submitted' || end === 'relative') return
  // More in the bank than they said: a question to the family that nobody has answered yet.
  if (end === 'reported')
    await county.agencies.plant([
      {
        number: applicant.identityNumber,
        truth: { accounts: [{ bank: '演示城市银行', lastFour: '0417', balance: '61005.50' }] },
      },
    ])
  if (end === 'withdrawn' || end === 'supplement') {
    yield later(1)
    return void (await (end === 'withdrawn' ? withdraws(matter) : asksForPapers(matter)))
  }
  if (end === 'accepted' || end === 'verifying' || end === 'reported') {
    yield later(1)
    await accepts(matter)
    if (end === 'accepted') return
    yield later(1)
    await verifies(matter)
    if (end === 'verifying') return
    yield later(2)
    return yield* reportComes(matter)
  }
  yield* investigated(matter, plan)
  if (end === 'visited') return
  if (end === 'recommended') return void (await recommends(matter))
  if (end === 'notice' || end === 'objection') {
    await recommends(matter)
    yield later(1)
    if ((await endorses(matter)) !== 'notice-due') return
    yield later(1)
    await publishes(matter)
    if (end === 'notice') return
    yield later(2)
    return void (await neighbourObjects(matter, '听说他家儿子在外打工挣钱,请查一查'))
  }
  yield* toTheCounty(matter)
  if (end === 'county') return
  if (end === 'reviewed') return void (await countyReviews(matter))
  if (end === 'decided') {
    await countyReviews(matter)
    yield later(1)
    return void (await decides(matter))
  }
  yield* toTheFamily(matter, applicant.name)
  if (end === 'delivered') await givesAccount(matter, accountOf(key))
  if (end !== 'appeal') return
  yield later(2)
  await objectsToDecision(matter, 'transferIncome', '养老金没有这么多,存折可以看')
}

/** An invented account number that belongs to nobody. */
export const accountOf = (key: string): string => {
  let n = 7
  for (const character of key) n = (n * 31 + character.codePointAt(0)!) % 1_000_000_007
  return `6298${String(n).padStart(12, '0')}`
}
