export { type FreshDatabase, freshDatabase, serverVersion } from './fresh-database.ts'
