import type { Case } from './application.ts'
import { type Hat, type Step, stepsAt, transitionFor } from './stage.ts'

/**
 * The steps worth offering now: what the table opens at this stage without what would be refused whoever asked, such as
 * a second county signature or a letter that is written. Whoever asks all the same gets the refusal in words.
 */
export const stepsOffered = (state: Case): { do: Step; hat: Hat }[] =>
  stepsAt(state.stage)
    .filter((step) => !pointless(step, state))
    .map((step) => ({ do: step, hat: transitionFor(state.stage, step)!.hat }))

function pointless(step: Step, state: Case): boolean {
  const { procedure, verification, visit } = state
  const letter = 'letter' in state ? state.letter : null
  switch (step) {
    case 'request-supplement':
      return procedure.intake === null || (state.stage === 'submitted' && state.supplement !== null)
    case 'start-verification':
      return verification.status !== 'needed' || (state.stage === 'submitted' && !procedure.intake?.verifyBefore)
    case 'skip-verification':
      return procedure.verification !== 'skippable' || verification.status === 'reported'
    case 'record-report':
      return verification.status !== 'needed' && verification.status !== 'awaiting'
    case 'book-visit':
    case 'record-visit':
      return visit.status === 'none' || visit.status === 'skipped'
    case 'skip-visit':
      return (
        procedure.visit !== 'skippable' ||
        state.officerRelative ||
        visit.status === 'done' ||
        verification.status !== 'reported' ||
        !verification.coversVisit
      )
    case 'adopt-facts':
      return !procedure.adoption
    case 'record-appraisal':
      return state.stage === 'investigation' && procedure.appraisal !== 'always'
    case 'county-review':
      return procedure.signers.countyReview === null || countyReviewed(state)
    case 'confirm':
      return procedure.signers.countyReview !== null && !countyReviewed(state)
    case 'add-board-photo':
      return !photoOwed(state)
    case 'issue-letter':
      return letter !== null
    case 'record-delivery':
    case 'correct-clerically':
      return letter === null && state.stage === 'decided'
    case 'pause':
      return state.paused !== null || procedure.pauses.length === 0
    case 'resume':
      return state.paused === null
    case 'extend':
      return procedure.extension === null || state.extended !== null
    default:
      return false
  }
}

const countyReviewed = (state: Case) =>
  state.signatures.some((s) => s.capacity === 'county-review' && s.round === state.round)

/** A sheet that an objection took down hung no last day: only the photograph of its first can still be missing. */
function photoOwed(state: Case): boolean {
  const photos = 'notice' in state && state.notice ? state.notice.photos : null
  if (!photos) return false
  const takenDown = state.stage === 'objection' || state.stage === 'appraisal'
  return photos.first === null || (photos.last === null && !takenDown)
}
