export * from './build.ts'
export * from './declare.ts'
export * from './expression.ts'
export * from './situation.ts'
