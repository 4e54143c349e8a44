import { type Day, isRefusal, nameProblem, type Refusal, refuse, tidyName } from '../foundation/index.ts'
import { actorOf, audit, businessDay, house, newId, type Tx } from '../platform/index.ts'
import { numberIndex, readNumber } from './identity.ts'
import type { HouseholdId, PersonId } from './ids.ts'
import type { Sex } from './person-store.ts'
import { addTimeline, areaOfHousehold } from './timeline.ts'

/** 法定赡养、抚养、扶养义务人: somebody who lives elsewhere and is a row of the household they must support (design §4.1). */
export interface Supporter {
  id: string
  name: string
  relation: string
  /** Whom in the household they must support; null for all of it. */
  supports: PersonId | null
  birth: Day | null
  sex: Sex | null
  address: string | null
  hasNumber: boolean
  since: Day
  until: Day | null
}

export interface NewSupporter {
  household: HouseholdId
  name: string
  relation: string
  supports?: PersonId | null
  number?: string | null
  birth?: Day | null
  sex?: Sex | null
  address?: string | null
  since?: Day
}

/** 亲属关系 to the member supported, for supporters: children support parents, parents children, spouses each other. */
export const supporterRelations = [
  'child',
  'grandchild',
  'parent',
  'grandparent',
  'spouse',
  'formerSpouse',
  'sibling',
  'other',
] as const

export async function addSupporter(tx: Tx, input: NewSupporter): Promise<string | Refusal> {
  const name = tidyName(input.name)
  const problem = nameProblem(name)
  if (problem) return refuse(`name-${problem}`, undefined, 'name')
  if (!supporterRelations.some((relation) => relation === input.relation))
    return refuse('relation-unknown', { relation: input.relation }, 'relation')
  if ((input.address?.length ?? 0) > 200) return refuse('address-too-long', { most: 200 }, 'address')
  const number = input.number ? readNumber(input.number) : null
  if (isRefusal(number)) return number
  const area = await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  const id = newId()
  const since = input.since ?? (await businessDay(tx))
  await tx
    .insertInto('supporter')
    .values({
      household_id: input.household,
      supporter_id: id,
      area,
      name,
      relation: input.relation,
      supports: input.supports ?? null,
      birth: input.birth ?? number?.birth ?? null,
      sex: input.sex ?? number?.sex ?? null,
      number_sealed: number ? house().crypto.seal(number.normal, `supporter.number:${id}`) : null,
      number_index: number ? numberIndex(number.normal) : null,
      address: input.address ?? null,
      since,
      entered_by: actorOf(tx).id,
    })
    .execute()
  await addTimeline(tx, {
    household: input.household,
    kind: 'household',
    at: since,
    text: 'household:timeline.supporter-added',
    values: { relation: input.relation },
    refs: { supporter: id },
  })
  await audit(tx, {
    action: 'household.add-supporter',
    subject: { kind: 'supporter', id, household: input.household },
    area,
    after: { relation: input.relation, since },
  })
  return id
}

/** The duty ends (death, adoption dissolved, entered by mistake); facts about them stay where they were. */
export async function endSupporter(
  tx: Tx,
  input: { household: HouseholdId; supporter: string; until: Day },
): Promise<Refusal<'no-such-supporter' | 'before-joining'> | null> {
  const row = await tx
    .selectFrom('supporter')
    .select(['since', 'area'])
    .where('household_id', '=', input.household)
    .where('supporter_id', '=', input.supporter)
    .where('until', 'is', null)
    .executeTakeFirst()
  if (!row) return refuse('no-such-supporter', undefined, 'supporter')
  if (input.until < row.since) return refuse('before-joining', { since: row.since }, 'until')
  await tx
    .updateTable('supporter')
    .set({ until: input.until })
    .where('household_id', '=', input.household)
    .where('supporter_id', '=', input.supporter)
    .execute()
  await audit(tx, {
    action: 'household.end-supporter',
    subject: { kind: 'supporter', id: input.supporter, household: input.household },
    area: row.area,
    after: { until: input.until },
  })
  return null
}

export async function supportersOn(tx: Tx, household: HouseholdId, on: Day): Promise<Supporter[]> {
  const rows = await tx
    .selectFrom('supporter')
    .selectAll()
    .where('household_id', '=', household)
    .where('since', '<=', on)
    .where((row) => row.or([row('until', 'is', null), row('until', '>', on)]))
    .orderBy('supporter_id')
    .execute()
  return rows.map((row) => ({
    id: row.supporter_id,
    name: row.name,
    relation: row.relation,
    supports: row.supports,
    birth: row.birth,
    sex: row.sex as Sex | null,
    address: row.address,
    hasNumber: row.number_sealed !== null,
    since: row.since,
    until: row.until,
  }))
}

/** For an enquiry with the supporter's own authorisation. The caller audits why. */
export async function supporterNumber(tx: Tx, household: HouseholdId, supporter: string): Promise<string | null> {
  const row = await tx
    .selectFrom('supporter')
    .select('number_sealed')
    .where('household_id', '=', household)
    .where('supporter_id', '=', supporter)
    .executeTakeFirst()
  return row?.number_sealed ? house().crypto.open(row.number_sealed, `supporter.number:${supporter}`) : null
}
