import { type AreaCode, addMonths, bornOnOrBefore, type Day, type Fen } from '../../foundation/index.ts'
import {
  determine,
  type Explanation,
  explain,
  type FactName,
  type Facts,
  type Names,
  originKey,
  type Provenance,
  type Situation,
} from '../../policy/index.ts'

/** What the self-check asks: nine questions at most, everything may stay unknown. Amounts are fen a month unless said. */
export interface CheckAnswers {
  area: AreaCode
  residence: 'urban' | 'rural'
  people: { age: number | null; health: 'healthy' | 'chronic' | 'serious' | 'disabled' | null }[]
  wage: Fen | null
  farm: Fen | null
  pension: Fen | null
  other: Fen | null
  deposits: Fen | null
  homes: number | null
  vehicles: number | null
  businesses: number | null
}

export type Likelihood = 'likely' | 'perhaps' | 'not-now' | 'unknown'

export interface Estimate {
  likelihood: Likelihood
  /** What it would be at the most, counting everything unknown in the family's favour; null when not even then. */
  atMost: Fen | null
  explanation: Explanation
  /** What is still needed to know more. */
  unknown: FactName[]
}

/**
 * An estimate, not a decision: nothing is stored. What nobody asked (imprisonment, hidden shops) is taken as "none" and
 * said so; what the family does not know stays unknown and makes a range.
 */
export function estimate(answers: CheckAnswers, on: Day, names: Names): Estimate {
  const said = determine(situationOf(answers, on))
  const explanation = explain(said, saidBy(answers, on), names)
  const unknown = [...new Set(explanation.missing.flatMap((m) => (m.kind === 'fact' ? [m.name as FactName] : [])))]
  if (said.outcome === 'eligible') return { likelihood: 'likely', atMost: said.monthly, explanation, unknown }
  if (said.outcome === 'not-eligible') return { likelihood: 'not-now', atMost: null, explanation, unknown }
  const best = determine(situationOf(inFavour(answers), on))
  if (best.outcome === 'eligible') return { likelihood: 'perhaps', atMost: best.monthly, explanation, unknown }
  if (best.outcome === 'not-eligible')
    return { likelihood: 'not-now', atMost: null, explanation: explain(best, saidBy(answers, on), names), unknown }
  return { likelihood: 'unknown', atMost: null, explanation, unknown }
}

/** The figures the family gave itself. Everything else in the situation is our assumption and must not look like its word. */
function saidBy({ people }: CheckAnswers, on: Day): Provenance {
  const asked = [
    ...['deposits', 'homes', 'vehicles', 'businesses'].map((fact) => originKey(fact, null)),
    ...['wageIncome', 'operatingIncome', 'transferIncome', 'propertyIncome'].map((fact) => originKey(fact, 'p1')),
    ...people.flatMap((_, i) =>
      ['birth', 'illness', 'disabilityType', 'disabilityLevel'].map((fact) => originKey(fact, `p${i + 1}`)),
    ),
  ]
  return Object.fromEntries(asked.map((key) => [key, { source: 'declared' as const, date: on }]))
}

/** Everything unknown counted as the family would wish. Only for saying "at most". */
const inFavour = (a: CheckAnswers): CheckAnswers => ({
  ...a,
  people: a.people.map((p) => ({ age: p.age ?? 40, health: p.health ?? 'healthy' })),
  wage: a.wage ?? 0n,
  farm: a.farm ?? 0n,
  pension: a.pension ?? 0n,
  other: a.other ?? 0n,
  deposits: a.deposits ?? 0n,
  homes: a.homes ?? 1,
  vehicles: a.vehicles ?? 0,
  businesses: a.businesses ?? 0,
})

const year = (monthly: Fen | null): Fen | null => (monthly === null ? null : monthly * 12n)

export function situationOf(a: CheckAnswers, on: Day): Situation {
  const nothing: Facts = { transferPaid: 0n, basicPension: 0n, workCosts: 0n, farmIncome: 0n }
  return {
    programme: 'dibao',
    area: a.area,
    residence: a.residence,
    on,
    household: {
      registration: 'local',
      deposits: a.deposits,
      securities: 0n,
      insuranceCashValue: 0n,
      internetFinance: 0n,
      receivables: 0n,
      vehicles: a.vehicles,
      largeMachinery: 0,
      homes: a.homes,
      nonResidentialProperty: 0,
      businesses: a.businesses,
      medicalExpenditure: 0n,
      rehabilitationExpenditure: 0n,
      educationExpenditure: 0n,
      careExpenditure: 0n,
      housingExpenditure: 0n,
      suddenEventExpenditure: 0n,
      spendingFitsIncome: true,
      legalSupporters: 0,
      receivesDibao: false,
    },
    members: a.people.map((p, i) => {
      const child = p.age !== null && p.age < 16
      return {
        id: `p${i + 1}`,
        facts: {
          relation: i === 0 ? 'applicant' : child ? 'child' : 'spouse',
          livesTogether: true,
          exclusion: 'none',
          receivesTekun: false,
          appliesAlone: false,
          marriage: 'married',
          singleParentChild: 'no',
          multipleBirth: false,
          specialStatus: 'none',
          birth: p.age === null ? null : addMonths(bornOnOrBefore(on, p.age), -6),
          sex: 'female',
          refusedWork: 0,
          workExemption: 'none',
          monthsSinceGraduation: 0,
          disabilityType: p.health === null ? null : p.health === 'disabled' ? 'physical' : 'none',
          disabilityLevel: p.health === 'disabled' ? '2' : null,
          illness: p.health === null ? null : p.health === 'disabled' ? 'healthy' : p.health,
          workAbility: child ? 'notOfAge' : p.health === 'disabled' ? 'lost' : 'able',
          studentStage: child ? 'compulsory' : 'none',
          employment: child ? 'notOfAge' : 'casual',
          livesIndependently: false,
          ...nothing,
          // The four kinds are asked for the whole family: they stand at the first person.
          wageIncome: i === 0 ? year(a.wage) : 0n,
          operatingIncome: i === 0 ? year(a.farm) : 0n,
          transferIncome: i === 0 ? year(a.pension) : 0n,
          propertyIncome: i === 0 ? year(a.other) : 0n,
        } as Facts,
      }
    }),
    supporters: [],
  }
}
