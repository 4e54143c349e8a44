import type { NewsFigure, WhatHappened } from '../contract/index.ts'
import { type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import {
  addMember,
  changeHousehold,
  type FactSubject,
  type HouseholdId,
  membersOn,
  type PersonId,
  recordBirth,
  recordDeath,
  recordFacts,
  removeMember,
} from '../household/index.ts'
import { businessDay, type Tx } from '../platform/index.ts'
import { type FactValue, factEntry } from '../policy/index.ts'
import type { ChangeKind } from './words.ts'

/** Which event belongs to which change case; the others change no register. */
const belongsTo: Record<WhatHappened['what'], ChangeKind> = {
  birth: 'member-in',
  joined: 'member-in',
  left: 'member-out',
  died: 'death',
  head: 'head',
  address: 'address',
}

/**
 * The register says from the day of the event who belongs to the household, and what the family says of a newcomer is
 * written down as declared. What follows for the money is the case's question, not the register's.
 */
export async function recordNews(
  tx: Tx,
  input: {
    household: HouseholdId
    change: ChangeKind
    happened?: WhatHappened
    figures?: readonly NewsFigure[]
  },
): Promise<Refusal | null> {
  const { household, happened } = input
  if (happened && belongsTo[happened.what] !== input.change)
    return refuse('change-differs', { change: input.change, happened: happened.what }, 'happened')
  const newcomer = happened ? await enter(tx, household, happened) : null
  if (isRefusal(newcomer)) return newcomer
  const figures = input.figures ?? []
  if (figures.length === 0) return null
  const validFrom = (happened && dayOf(happened)) ?? (await businessDay(tx))
  const facts = []
  for (const [i, figure] of figures.entries()) {
    const subject = subjectOf(figure.of, newcomer)
    if (!subject) return refuse('no-such-person', {}, `figures.${i}.of`)
    facts.push({ subject, name: figure.name, value: factValueOf(figure), validFrom })
  }
  const written = await recordFacts(tx, { household, source: 'declared', facts })
  return isRefusal(written) ? written : null
}

/** The new person, where there is one. */
async function enter(tx: Tx, household: HouseholdId, happened: WhatHappened): Promise<PersonId | null | Refusal> {
  switch (happened.what) {
    case 'birth': {
      const { what: _, ...birth } = happened
      const child = await recordBirth(tx, { household, ...birth, certificate: birth.certificate ?? null })
      return isRefusal(child) ? child : child.person
    }
    case 'joined': {
      const { person, relation, since, why } = happened
      const added = await addMember(tx, {
        household,
        person: 'personId' in person ? person.personId : { ...person, name: person.name },
        relation,
        since,
        why,
      })
      return isRefusal(added) ? added : added.person
    }
    case 'left':
      return removeMember(tx, { household, person: happened.personId, until: happened.until, why: happened.why })
    case 'died': {
      const members = await membersOn(tx, household, happened.on)
      if (!members.some((member) => member.person === happened.personId)) return refuse('not-a-member', {}, 'happened')
      return recordDeath(tx, { person: happened.personId, on: happened.on, source: 'declared' })
    }
    case 'head':
      return changeHousehold(tx, { household, head: happened.personId })
    case 'address':
      return changeHousehold(tx, { household, address: happened.address })
  }
}

function dayOf(happened: WhatHappened): Day | null {
  if (happened.what === 'birth') return happened.birth
  return happened.what === 'joined' ? happened.since : null
}

function subjectOf(of: string, newcomer: PersonId | null): FactSubject | null {
  if (of === 'household') return { kind: 'household' }
  if (of === 'newcomer') return newcomer === null ? null : { kind: 'person', id: newcomer }
  return { kind: 'person', id: BigInt(of.slice('person/'.length)) }
}

const factValueOf = ({ name, value }: NewsFigure): FactValue =>
  factEntry(name).unit === 'fen' && typeof value === 'number' ? BigInt(value) : value
