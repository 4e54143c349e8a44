export * from './facts.ts'
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
