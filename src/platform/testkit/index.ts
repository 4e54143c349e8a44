export { type FreshDatabase, freshDatabase, serverVersion } from './fresh-database.ts'
export { openTestHouse } from './test-house.ts'
