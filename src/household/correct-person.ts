import { type Day, isRefusal, nameKey, nameProblem, type Refusal, refuse, tidyName } from '../foundation/index.ts'
import { actorOf, audit, emit, type Tx } from '../platform/index.ts'
import { addNumber, type NumberKind, readNumber } from './identity.ts'
import type { PersonId } from './ids.ts'
import { variantKey } from './name-keys.ts'
import { addSearchKeys, holdersOfNumber, holdNumber, personById, type Sex } from './person-store.ts'
import { addTimeline } from './timeline.ts'

/** A typing error or a new name. The former name keeps finding them, and memberships that ended keep what they said. */
export async function correctPerson(
  tx: Tx,
  input: { person: PersonId; version?: bigint; name?: string; sex?: Sex; birth?: Day; reason: string },
): Promise<Refusal | null> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  const person = await personById(tx, input.person)
  if (!person) return refuse('no-such-person', undefined, 'person')
  if (input.version !== undefined && input.version !== person.version) return refuse('changed-meanwhile')
  const name = input.name === undefined ? person.name : tidyName(input.name)
  const problem = nameProblem(name)
  if (problem) return refuse(`name-${problem}`, undefined, 'name')
  const after = { name, sex: input.sex ?? person.sex, birth: input.birth ?? person.birth }
  await tx
    .updateTable('person')
    .set((row) => ({
      ...after,
      name_key: nameKey(name),
      variant_key: variantKey(name),
      version: row('version', '+', 1n),
    }))
    .where('person_id', '=', person.id)
    .execute()
  await addSearchKeys(tx, person, name)
  await tx.updateTable('membership').set(after).where('person_id', '=', person.id).where('until', 'is', null).execute()
  if (person.household)
    await addTimeline(tx, {
      household: person.household,
      kind: 'household',
      text: 'household:timeline.person-corrected',
      refs: { person: String(person.id) },
    })
  await audit(tx, {
    action: 'person.correct',
    subject: { kind: 'person', id: String(person.id), ...(person.household && { household: person.household }) },
    area: person.area,
    before: { name: person.name, sex: person.sex, birth: person.birth },
    after: { ...after, reason: input.reason },
  })
  return null
}

/** A number arrives later (a newborn is registered) or is replaced; the older one stays in the history. */
export async function giveNumber(
  tx: Tx,
  input: {
    person: PersonId
    number: string
    kind?: NumberKind
    since?: Day | null
    issuer?: string | null
    despiteConflict?: string
  },
): Promise<{ number: string; notes: ('number-disputed' | 'number-converted')[] } | Refusal> {
  const person = await personById(tx, input.person)
  if (!person) return refuse('no-such-person', undefined, 'person')
  if (person.mergedInto) return refuse('person-merged', { into: String(person.mergedInto) }, 'person')
  const read = readNumber(input.number, input.kind)
  if (isRefusal(read)) return read
  await holdNumber(tx, person.area, read.normal)
  const holders = await holdersOfNumber(tx, read.normal, person.name)
  if (holders.some((holder) => holder.person === person.id)) return refuse('number-already', undefined, 'number')
  if (holders.length > 0 && !input.despiteConflict?.trim())
    return refuse('number-of-another', { office: '', hotline: '' }, 'number')
  await tx
    .updateTable('identity_number')
    .set({ status: 'replaced', ...(input.since && { until: input.since }) })
    .where('person_id', '=', person.id)
    .where('kind', '=', read.kind)
    .where('status', '=', 'current')
    .execute()
  const id = await addNumber(tx, {
    person: person.id,
    household: person.household,
    area: person.area,
    number: read,
    status: holders.length > 0 ? 'disputed' : 'current',
    since: input.since ?? null,
    issuer: input.issuer ?? null,
    by: actorOf(tx).id,
  })
  if (read.kind === 'resident')
    await tx
      .updateTable('person')
      .set({ without_number: null, birth: person.birth ?? read.birth, sex: person.sex ?? read.sex })
      .where('person_id', '=', person.id)
      .execute()
  if (holders.length > 0)
    await emit(tx, {
      kind: 'household.number-disputed',
      key: `${person.id}/${id}`,
      ...(person.household && { household: person.household }),
      payload: { person: String(person.id), others: holders.map((holder) => String(holder.person)).join(',') },
    })
  await audit(tx, {
    action: 'person.give-number',
    subject: { kind: 'person', id: String(person.id), ...(person.household && { household: person.household }) },
    area: person.area,
    detail: { kind: read.kind, how: read.how, disputed: holders.length > 0 },
  })
  return {
    number: id,
    notes: [
      ...(holders.length > 0 ? (['number-disputed'] as const) : []),
      ...(read.how === '15-to-18' ? (['number-converted'] as const) : []),
    ],
  }
}

/** The number was never theirs, or a dispute about it is settled for them. */
export async function settleNumber(
  tx: Tx,
  input: { person: PersonId; number: string; status: 'current' | 'wrong'; reason: string },
): Promise<Refusal<'no-such-number' | 'reason-needed'> | null> {
  if (!input.reason.trim()) return refuse('reason-needed', undefined, 'reason')
  const row = await tx
    .updateTable('identity_number')
    .set({ status: input.status })
    .where('person_id', '=', input.person)
    .where('number_id', '=', input.number)
    .returning(['household_id', 'area'])
    .executeTakeFirst()
  if (!row) return refuse('no-such-number', undefined, 'number')
  await audit(tx, {
    action: 'person.settle-number',
    subject: { kind: 'person', id: String(input.person), ...(row.household_id && { household: row.household_id }) },
    area: row.area,
    after: { status: input.status, reason: input.reason },
    detail: { status: input.status },
  })
  return null
}
