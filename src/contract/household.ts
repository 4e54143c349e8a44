/** People, households over time, facts, areas and rosters. Names and masked numbers only; whole numbers one at a time. */
export * from './household/areas.ts'
export * from './household/contact.ts'
export * from './household/facts.ts'
export * from './household/households.ts'
export * from './household/people.ts'
export * from './household/roster.ts'
export { factName, readFactValue, writeFactValue } from './household/shared.ts'
