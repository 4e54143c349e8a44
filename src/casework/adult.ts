import { ageOn, type Day } from '../foundation/index.ts'
import { consentsOf, type HouseholdId, type Member, membersOn } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'

/** Signs for himself; somebody whose birth nobody knows is asked like an adult. */
export const isAdult = (birth: Day | null, on: Day): boolean => birth === null || ageOn(birth, on) >= 18

/** Adults whose 真实承诺 is missing, or was taken back. */
export async function unpledgedOn(tx: Tx, household: HouseholdId, on: Day): Promise<Member[]> {
  const pledged = new Map(
    (await consentsOf(tx, household)).filter((c) => c.kind === 'truth-pledge').map((c) => [c.person, c.given]),
  )
  return (await membersOn(tx, household, on)).filter((m) => isAdult(m.birth, on) && pledged.get(m.person) !== true)
}
