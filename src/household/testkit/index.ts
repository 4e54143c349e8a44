import { type AreaCode, checkCharacter, type Day, isRefusal } from '../../foundation/index.ts'
import { type Actor, type Db, type Tx, withScope } from '../../platform/index.ts'

export { openTestHouse } from '../../platform/testkit/index.ts'

/** Villages of 安禾县 that tests use; every person is invented. */
export const village = {
  harvest: '990101103203' as AreaCode,
  willow: '990101104201' as AreaCode,
  town: '990101101001' as AreaCode,
}

export const clerkOf = (area: string, id = `clerk:${area}`): Actor => ({
  id,
  naturalPerson: `np-${id}`,
  role: 'township-clerk',
  area: area as AreaCode,
  unit: '测试窗口',
})

export const countyActor = (role: Actor['role'] = 'county-section'): Actor => ({
  id: `county:${role}`,
  naturalPerson: `np-${role}`,
  role,
  area: '990101' as AreaCode,
  unit: '安禾县民政局',
})

/** An invented identity number of the demo county with a right check character. */
export function inventedNumber(birth: Day | string, sequence: number): string {
  const seventeen = `990101${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}

/** The value, where a refusal would be a fault of the test. */
export function granted<Value>(value: Value): Exclude<Value, { refused: string }> {
  if (isRefusal(value)) throw new Error(`refused: ${value.refused} ${JSON.stringify(value.with ?? {})}`)
  return value as Exclude<Value, { refused: string }>
}

export const at = <Result>(
  db: Db,
  actor: Actor,
  businessDay: string,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> => withScope(db, { actor, businessDay: businessDay as Day, purpose: 'test' }, work)
