/** What the staff application reads and does beside the steps of a case (`case-steps.ts`), by subject. */
export * from './desk-case.ts'
export * from './desk-confirmations.ts'
export * from './desk-household.ts'
export * from './desk-notices.ts'
export * from './desk-papers.ts'
export * from './desk-queue.ts'
