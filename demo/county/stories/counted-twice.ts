import {
  beginRecheck,
  decideAppealCase,
  deliverAppealLetter,
  fileAppeal,
  issueAppealLetter,
  proposeAnswer,
} from '../../../src/casework/index.ts'
import { type Day, day } from '../../../src/foundation/index.ts'
import { adoptFact, factTable, membersOn } from '../../../src/household/index.ts'
import { attachFile } from '../../../src/office/index.ts'
import type { Actor } from '../../../src/platform/index.ts'
import { settleRebuttal } from '../../../src/verification/index.ts'
import { accountOf } from '../cases.ts'
import { act, type County, workingDaysLater } from '../county.ts'
import type { Life } from '../days.ts'
import { nothingOwned, type PlannedFamily, plannedPerson, student } from '../families.ts'
import {
  accepts,
  adopts,
  applies,
  givesAccount,
  type Matter,
  openQuestions,
  reportComes,
  toTheCounty,
  toTheFamily,
  verifies,
  visits,
} from '../matter.ts'
import type { Town } from '../people.ts'
import { drawnPaper } from '../pictures.ts'
import { storyKeys } from './keys.ts'

/** What she earns in a year by the piece: told by her as wages, told by the tax office as a trade. One and the same money. */
const earned = 960_000n

const family = (county: County): PlannedFamily => ({
  kind: 'single-parent',
  people: [
    plannedPerson(
      county.taken,
      { name: '林秋月', birth: day('1989-09-14'), sex: 'female', relation: 'applicant' },
      { marriage: 'widowed', employment: 'casual', wageIncome: earned },
    ),
    plannedPerson(
      county.taken,
      { name: '周小舟', birth: day('2016-04-20'), sex: 'male', relation: 'child' },
      { ...student('compulsory'), singleParentChild: 'other' },
    ),
  ],
  facts: nothingOwned({}),
  phone: '19901010001',
  address: '三组7号',
  reason: '丈夫去世,一人带孩子,靠串珠子计件挣钱',
})

/**
 * A refusal that was wrong, and how it is put right: the same money stood in the sum twice, once as wages and once as a
 * trade. She asks; another officer looks; it is corrected from the month in which it should have begun.
 */
export async function* countedTwice(county: County, town: Town, days: { appeal: Day; answer: Day }): Life {
  const plan = family(county)
  const village = town.villages.find((v) => v.rural)!
  const matter = await applies(county, town, village, plan, storyKeys.countedTwice)
  await county.agencies.plant([
    {
      number: plan.people[0]!.identityNumber,
      truth: {
        wagesTwelveMonths: null,
        businessIncomeTwelveMonths: '9600.00',
        accounts: [],
        vehicles: [],
        homes: [],
        businesses: [],
      },
    },
  ])
  yield* refused(matter, plan)
  yield days.appeal
  yield* putRight(matter, plan, days.answer)
}

async function* refused(matter: Matter, plan: PlannedFamily): Life {
  const { county, householdId } = matter
  yield workingDaysLater(county, 1)
  await accepts(matter)
  yield workingDaysLater(county, 1)
  await verifies(matter)
  yield workingDaysLater(county, 2)
  yield* reportComes(matter)
  // Nobody reached her by telephone. Ten working days later the figure of the tax office is taken over as it is.
  yield workingDaysLater(county, 11)
  for (const { id } of await openQuestions(matter))
    await act(county, county.staff.verifier, (tx) =>
      settleRebuttal(tx, {
        household: householdId,
        rebuttal: id,
        outcome: 'upheld',
        reason: '电话无人接听,期限内没有说明,按税务数据认定',
      }),
    )
  yield workingDaysLater(county, 1)
  await visits(matter, plan.facts.homeArea as number, '母子二人,家里有串珠子的零活')
  await adopts(matter)
  yield workingDaysLater(county, 1)
  yield* toTheCounty(matter)
  yield* toTheFamily(matter, '林秋月')
}

async function* putRight(matter: Matter, plan: PlannedFamily, answerDay: Day): Life {
  const { county, householdId } = matter
  const { staff } = county
  const her: Actor = {
    id: `citizen:${matter.caseId}`,
    naturalPerson: null,
    role: 'citizen',
    area: null,
    household: householdId,
  }
  const [mother] = await act(county, staff.section, (tx) => membersOn(tx, householdId, county.day))
  const of = String(mother!.person)
  const slip = await act(county, her, async (tx) =>
    attachFile(tx, { household: householdId, kind: 'income-proof', bytes: await drawnPaper('林秋月/计件单') }),
  )
  const appeal = await act(county, her, (tx) =>
    fileAppeal(tx, {
      caseId: matter.caseId,
      figures: [
        {
          of,
          name: 'operatingIncome',
          used: '9,600.00元',
          claimed: '0元;这就是工资里那笔串珠子的钱,算了两遍。附计件单',
          evidence: [slip.id],
        },
      ],
      by: mother!.person,
    }),
  )
  yield workingDaysLater(county, 2)
  const ref = { caseId: appeal.caseId, version: null }
  await act(county, staff.sectionTwo, (tx) => beginRecheck(tx, ref))
  yield workingDaysLater(county, 5)
  await act(county, staff.sectionTwo, async (tx) => {
    // It replaces the wrong figure for the same days.
    const wrong = (await factTable(tx, householdId, county.day)).find(
      (line) => line.name === 'operatingIncome' && 'id' in line.subject && line.subject.id === mother!.person,
    )
    const adopted = await adoptFact(tx, {
      household: householdId,
      subject: { kind: 'person', id: mother!.person },
      name: 'operatingIncome',
      value: 0n,
      validFrom: wrong!.values.adopted!.validFrom,
      reason: '计件单与税务申报是同一笔收入,已计入工资性收入,不再计入经营净收入',
    })
    if (typeof adopted !== 'string') return adopted
    return proposeAnswer(tx, {
      ...ref,
      outcome: 'corrected',
      found: [{ of, name: 'operatingIncome', found: '0元', evidence: '计件单、付款平台流水与税务数据逐笔核对一致' }],
      reason: { code: 'figure-wrong', clause: '最低生活保障审核确认办法 第十二条', note: '同一笔收入重复计算' },
      evidence: [{ kind: 'attachment', id: slip.id }],
    })
  })
  yield answerDay
  await act(county, staff.leaderTwo, (tx) => decideAppealCase(tx, ref))
  await givesAccount(matter, accountOf(storyKeys.countedTwice))
  yield workingDaysLater(county, 1)
  await act(county, staff.sectionTwo, (tx) => issueAppealLetter(tx, ref))
  yield workingDaysLater(county, 1)
  await act(county, matter.clerk, (tx) =>
    deliverAppealLetter(tx, {
      ...ref,
      deliveredOn: county.day,
      manner: 'direct',
      receivedBy: plan.people[0]!.name,
      servers: [matter.clerk.id],
    }),
  )
}
