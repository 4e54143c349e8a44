import type { HouseholdSituation } from '../household/index.ts'
import type { CaseProcedure } from './procedure.ts'

/**
 * How soon a household is looked at again (民发〔2021〕57号 §31): half a year where somebody can work and the income is
 * unsteady, a year otherwise; with the class for people without work where the place has one. The officer may say otherwise.
 */
export function proposedReviewClass(procedure: CaseProcedure, situation: HouseholdSituation): string {
  const has = (name: string) => procedure.reviews.some((review) => review.class === name)
  const canWork = situation.members.filter(
    ({ facts }) => facts.workAbility === 'able' || facts.workAbility === 'partlyLost',
  )
  if (has('unemployed') && canWork.some(({ facts }) => facts.employment === 'notWorking')) return 'unemployed'
  const unsteady = canWork.some(({ facts }) => facts.employment !== 'stable' && facts.employment !== 'retired')
  return unsteady && has('unstable') ? 'unstable' : (procedure.reviews[0]?.class ?? 'stable')
}
