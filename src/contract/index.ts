export * as accessApi from './access.ts'
export * from './client.ts'
export * from './route.ts'
export * from './wire.ts'
