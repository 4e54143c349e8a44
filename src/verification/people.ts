import { ageOn, type Day } from '../foundation/index.ts'
import { type HouseholdId, membersOn, personNumber, supporterNumber, supportersOn } from '../household/index.ts'
import type { Tx } from '../platform/index.ts'
import type { Subject } from './words.ts'

/** Somebody an enquiry may be about. */
export interface Party {
  subject: Subject
  name: string
  birth: Day | null
  /** Under 18 on the day; unknown age counts as adult, who signs for themselves. */
  child: boolean
}

/** Who shares the household on that day, and the legal supporters who live elsewhere. */
export async function partiesOn(tx: Tx, household: HouseholdId, on: Day): Promise<Party[]> {
  const [members, supporters] = await Promise.all([membersOn(tx, household, on), supportersOn(tx, household, on)])
  const party = (subject: Subject, person: { name: string; birth: Day | null }): Party => ({
    subject,
    name: person.name,
    birth: person.birth,
    child: person.birth !== null && ageOn(person.birth, on) < 18,
  })
  return [
    ...members.map((member) => party({ kind: 'person', id: member.person }, member)),
    ...supporters.map((supporter) => party({ kind: 'supporter', id: supporter.id }, supporter)),
  ]
}

export const numberOf = (tx: Tx, household: HouseholdId, subject: Subject): Promise<string | null> =>
  subject.kind === 'person' ? personNumber(tx, subject.id) : supporterNumber(tx, household, subject.id)

export const sameSubject = (one: Subject, other: Subject): boolean =>
  one.kind === other.kind && String(one.id) === String(other.id)
