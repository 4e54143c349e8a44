export * from './add-member.ts'
export * from './aid.ts'
export * from './area-store.ts'
export { type Candidate, candidatesFor, type Sought } from './candidates.ts'
export * from './change-areas.ts'
export * from './consent.ts'
export * from './correct-person.ts'
export * as dataKinds from './data-kinds.ts'
export * from './fact.ts'
export { type FactQuery, factsOf, lastFactSeq } from './fact-store.ts'
export * from './find-persons.ts'
export * from './household-store.ts'
export { maskedNumber, type NumberKind, readNumber } from './identity.ts'
export * from './ids.ts'
export * from './life-events.ts'
export * from './membership.ts'
export * from './merge-persons.ts'
export * from './move-household.ts'
export { searchKeys, searchText } from './name-keys.ts'
export * from './open-household.ts'
export { personNumber } from './person-number.ts'
export { type NumberRecord, numbersOf, type Person, personById, personsByIds, type Sex } from './person-store.ts'
export * from './phones.ts'
export * from './record-fact.ts'
export * from './remove-member.ts'
export { type SuspicionKind, suspicionKinds } from './roster/check.ts'
export {
  type ExportedRoster,
  exportHouseholds,
  exportRoster,
  type FiguresOf,
  type RosterFigures,
  remarkOf,
  rosterWithErrors,
} from './roster/export.ts'
export { type NoteCode, noteCodes, type ProblemCode, problemCodes, type RowProblem } from './roster/families.ts'
export {
  acceptRoster,
  type CarriedAward,
  type CarryOver,
  type DryRun,
  discardOldRosters,
  discardRoster,
  type RosterBatch,
  type RosterOptions,
  type RosterSuspicion,
  rosterBatches,
  rosterReviews,
  rosterSuspicions,
  settleSuspicion,
  suspicionOutcomes,
  type TakeBack,
  tryRoster,
  undoRoster,
} from './roster/import.ts'
export * from './situation.ts'
export {
  type HouseholdChange,
  type HouseholdLink,
  linksOf,
  type MergeHouseholds,
  type MergeHouseholdsRefusal,
  mergeHouseholds,
  type SplitHousehold,
  type SplitRefusal,
  splitHousehold,
} from './split-and-merge.ts'
export * from './supporter.ts'
export * from './timeline.ts'
export { type UnmaskReason, unmaskIdentityNumber, unmaskPhone, unmaskReasons } from './unmask.ts'
