export { CaseError, type CaseResult, readCases, readUnlessSaid, runCase, type WorkedCase } from './cases.ts'
export { decideFast, determine, explain, rulebookHash } from './determine.ts'
export * from './facts.ts'
export type {
  BreakdownLine,
  Determination,
  MissingFact,
  NearestChange,
  UnmetCondition,
  UnmetSet,
} from './kernel/determination.ts'
export {
  type Explanation,
  type ExplanationLine,
  type FactOrigin,
  type Names,
  originKey,
  type Provenance,
} from './kernel/explain.ts'
export type { Citation, Mark } from './kernel/expression.ts'
export type { FastDecision } from './kernel/generate.ts'
export { PolicyError, type Problem } from './kernel/problem.ts'
export type { Trace } from './kernel/trace.ts'
export * from './procedure.ts'
export * from './programmes.ts'
export {
  allPlaces,
  findProcedure,
  firstPaidDay,
  type ParameterInForce,
  type ParameterState,
  parametersFor,
  placeOf,
  procedureFor,
  sourceOf,
} from './rulebook/lookup.ts'
export type { KnownValue, Place, Source } from './rulebook/published.ts'
export { publishedInWords } from './rulebook/published-words.ts'
export * from './situation.ts'
export {
  articleText,
  type Coverage,
  coverageOf,
  type Inventory,
  inventoryOf,
  type RuleSummary,
  ruleNamed,
} from './survey.ts'
