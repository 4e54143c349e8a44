import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freshDatabase } from '../src/platform/testkit/index.ts'
import { tablesFile, tableTypes } from './db-types.ts'

/** What a formatter may change: white space, quotes, semicolons, commas at the end. */
const bare = (text: string) =>
  text
    .replace(/["'`;,]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

test('the table types say what the migrations make (npm run db:types)', async () => {
  await using database = await freshDatabase()
  expect(bare(readFileSync(tablesFile, 'utf8'))).toBe(bare(await tableTypes(database.ownerUrl)))
})

test('a column that nobody generated types for is seen', async () => {
  await using database = await freshDatabase()
  const before = await tableTypes(database.ownerUrl)
  await database.owner.query('alter table counter add column forgotten date')
  const after = await tableTypes(database.ownerUrl)
  expect(bare(after)).not.toBe(bare(before))
  expect(after).toContain('forgotten: Day | null')
})
