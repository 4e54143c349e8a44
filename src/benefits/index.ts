export * from './apply-decision.ts'
export { paidAfterwards } from './arrears.ts'
export {
  type AmountLine,
  type AwardState,
  type DecisionKind,
  type GradualMonth,
  gradualExit,
  isReason,
  monthlyOn,
  type Reason,
  reasons,
  type Span,
  type Step,
  type StepKind,
  shareEndsFrom,
  spansOf,
  stepOn,
} from './award.ts'
export { type Award, awardOf, awardsOf, currentMonthly, recordsOf, sharesOf } from './award-store.ts'
export * from './carry-over.ts'
export { type DueLine, dueInstructions, dueQuery, type OfMonth } from './due.ts'
export * from './month.ts'
export * from './month-diff.ts'
export { stopSources } from './stops.ts'
