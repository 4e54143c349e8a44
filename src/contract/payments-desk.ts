/** S12 the month's money: list, seals, papers, bank, returns, ledger, and who collects. */
export * from './money/bank.ts'
export * from './money/ledger.ts'
export * from './money/month.ts'
export * from './money/payee.ts'
export * from './money/returned.ts'
export * from './money/run.ts'
