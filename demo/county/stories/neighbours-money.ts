import { day } from '../../../src/foundation/index.ts'
import { attachFile } from '../../../src/office/index.ts'
import { answerRebuttal, settleRebuttal } from '../../../src/verification/index.ts'
import { accountOf } from '../cases.ts'
import { act, type County, workingDaysLater } from '../county.ts'
import type { Life } from '../days.ts'
import { nothingOwned, type PlannedFamily, plannedPerson } from '../families.ts'
import {
  accepts,
  adopts,
  applies,
  givesAccount,
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

const family = (county: County): PlannedFamily => ({
  kind: 'elder-couple',
  people: [
    plannedPerson(
      county.taken,
      { name: '何长根', birth: day('1960-11-02'), sex: 'male', relation: 'applicant' },
      {
        marriage: 'married',
        employment: 'farming',
        workAbility: 'mostlyLost',
        illness: 'chronic',
        operatingIncome: 180_000n,
        farmIncome: 180_000n,
      },
    ),
    plannedPerson(
      county.taken,
      { name: '谢银花', birth: day('1962-05-19'), sex: 'female', relation: 'spouse' },
      { marriage: 'married', employment: 'notWorking', workAbility: 'lost', illness: 'chronic' },
    ),
  ],
  facts: nothingOwned({ deposits: 230_000n }),
  phone: '19901010002',
  address: '一组21号',
  reason: '两人都有慢性病,种不动多少地了',
})

/** The hub says 86 000 in the bank, over the line. It is the village group's money in his keeping, and he can show it. */
export async function* neighboursMoney(county: County, town: Town): Life {
  const { staff } = county
  const plan = family(county)
  const village = town.villages.filter((v) => v.rural)[1]!
  const matter = await applies(county, town, village, plan, storyKeys.neighboursMoney)
  const { householdId, clerk } = matter
  const nothingElse = {
    wagesTwelveMonths: null,
    businessIncomeTwelveMonths: null,
    vehicles: [],
    homes: [],
    businesses: [],
  }
  await county.agencies.plant([
    {
      number: plan.people[0]!.identityNumber,
      truth: {
        ...nothingElse,
        accounts: [
          { bank: '演示农商银行', lastFour: '8812', balance: '84120.00' },
          { bank: '演示邮储银行', lastFour: '3307', balance: '1880.00' },
        ],
      },
    },
    { number: plan.people[1]!.identityNumber, truth: { ...nothingElse, accounts: [] } },
  ])
  yield workingDaysLater(county, 1)
  await accepts(matter)
  yield workingDaysLater(county, 1)
  await verifies(matter)
  yield workingDaysLater(county, 2)
  yield* reportComes(matter)
  const questions = await openQuestions(matter)
  yield workingDaysLater(county, 2)
  const papers = await act(county, clerk, async (tx) => {
    const ids: string[] = []
    for (const kind of ['bank-statement', 'village-statement', 'account-book']) {
      const file = await attachFile(tx, {
        household: householdId,
        caseId: matter.caseId,
        kind,
        bytes: await drawnPaper(`何长根/${kind}`),
      })
      if ('refused' in file) return file
      ids.push(file.id)
    }
    return ids
  })
  for (const { id } of questions)
    await act(county, clerk, (tx) =>
      answerRebuttal(tx, {
        household: householdId,
        rebuttal: id,
        answer:
          '尾号8812的84,120元是村民小组修渠的公款,大家推我当出纳,钱只是放在我名下的卡上。存折流水、村委会证明和小组账本都带来了。自家的只有尾号3307的1,880元。',
        evidence: papers as string[],
      }),
    )
  yield workingDaysLater(county, 3)
  for (const { id } of questions)
    await act(county, staff.verifier, (tx) =>
      settleRebuttal(tx, {
        household: householdId,
        rebuttal: id,
        outcome: 'accepted',
        reason: '流水逐笔与修渠账本相符,村委会证明属实,该款不属于家庭财产;按申报的家庭存款认定',
      }),
    )
  yield workingDaysLater(county, 1)
  await visits(matter, plan.facts.homeArea as number, '两位老人身体不好,屋里陈设简单;修渠账本已当面看过')
  await adopts(matter)
  yield workingDaysLater(county, 1)
  yield* toTheCounty(matter)
  yield* toTheFamily(matter, '何长根')
  await givesAccount(matter, accountOf(storyKeys.neighboursMoney))
}
