import type { Month } from '../../../src/foundation/index.ts'
import type { HouseholdId } from '../../../src/household/index.ts'
import {
  captureAccount,
  confirmAccount,
  exceptionsOf,
  payeesOf,
  releaseStop,
  runsOf,
} from '../../../src/payments/index.ts'
import { systemActor } from '../../../src/platform/index.ts'
import { accountOf } from '../cases.ts'
import { act, type County, workingDaysLater } from '../county.ts'
import type { Life } from '../days.ts'
import { monthBegins } from '../months.ts'
import { county as countyCode, live, type Town } from '../people.ts'
import { returnedPayee } from './keys.ts'

/**
 * His account is closed and the month's money comes back. The clerk reaches him, writes down the new account, a second
 * person agrees; the line waits a cycle unless somebody says why not, and then it is paid again.
 */
export async function* returnedMoney(county: County, town: Town, list: Month): Life {
  const { staff } = county
  const clerk = staff.clerk.get(town.code)!
  const head = staff.head.get(town.code)!
  const { household, payee } = await hisHousehold(county)
  const captured = await act(county, clerk, (tx) =>
    captureAccount(tx, {
      person: payee,
      bank: '安禾农商银行',
      number: accountOf(returnedPayee),
      holder: returnedPayee,
      reason: '原账户已销户,本人持新卡到窗口登记',
    }),
  )
  yield workingDaysLater(county, 1)
  await act(county, head, (tx) => confirmAccount(tx, payee, captured.accountId))
  yield monthBegins(county.calendar, list)
  await act(county, staff.leaderTwo, async (tx) => {
    const [draft] = await runsOf(tx, { book: countyCode, month: list, states: ['draft'] })
    for (const line of draft ? await exceptionsOf(tx, draft.runId) : [])
      if (line.household === household)
        for (const { stop } of line.stops) {
          const released = await releaseStop(tx, {
            runId: draft!.runId,
            line: line.line,
            stop,
            reason: '已按原登记电话回访本人,账户确为其本人所换',
          })
          if ('refused' in released) return released
        }
    return { done: true }
  })
}

async function hisHousehold(county: County): Promise<{ household: HouseholdId; payee: bigint }> {
  return live(county.db, systemActor('demo'), county.day, async (tx) => {
    const row = await tx
      .selectFrom('person')
      .select(['household_id', 'person_id'])
      .where('name', '=', returnedPayee)
      .executeTakeFirstOrThrow()
    const [payee] = await payeesOf(tx, row.household_id!)
    return { household: row.household_id!, payee: payee?.payee ?? row.person_id }
  })
}
