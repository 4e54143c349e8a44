export * from './facts.ts'
export * from './programmes.ts'
