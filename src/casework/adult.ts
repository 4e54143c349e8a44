import { ageOn, type Day } from '../foundation/index.ts'

/** Signs for himself; somebody whose birth nobody knows is asked like an adult. */
export const isAdult = (birth: Day | null, on: Day): boolean => birth === null || ageOn(birth, on) >= 18
