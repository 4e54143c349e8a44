import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freshDatabase } from '../src/platform/testkit/index.ts'
import { tablesFile, tableTypes } from './db-types.ts'

/** One entry a table, without what a formatter may change: white space, quotes, semicolons, commas at the end. */
function tables(text: string): Map<string, string> {
  const bare = (part: string) =>
    part
      .replace(/["'`;,]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  const parts = text.split(/^export /m).map(bare)
  return new Map(parts.map((part, i) => [i === 0 ? 'imports' : part.split(' ').slice(0, 2).join(' '), part]))
}

function differing(one: string, other: string): string[] {
  const [a, b] = [tables(one), tables(other)]
  return [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name))
}

test('the table types say what the migrations make (npm run db:types)', async () => {
  await using database = await freshDatabase()
  expect(differing(readFileSync(tablesFile, 'utf8'), await tableTypes(database.ownerUrl))).toEqual([])
})

test('a column that nobody generated types for is seen', async () => {
  await using database = await freshDatabase()
  const before = await tableTypes(database.ownerUrl)
  await database.owner.query('alter table counter add column forgotten date')
  const after = await tableTypes(database.ownerUrl)
  expect(differing(before, after)).toEqual(['interface Counter'])
  expect(after).toContain('forgotten: Day | null')
})
