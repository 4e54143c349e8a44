import { existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { dataCatalogue } from './data-catalogue.ts'
import type { DataCatalogue } from './data-kinds.ts'

let data: FreshDatabase
beforeAll(async () => {
  data = await freshDatabase()
})
afterAll(() => data.close())

/** The catalogues of all chapters that keep one; chapters later than this one are looked up, not imported. */
async function catalogues(): Promise<Record<string, DataCatalogue>> {
  const chapters = new URL('../', import.meta.url)
  const found: Record<string, DataCatalogue> = { household: dataCatalogue }
  for (const chapter of readdirSync(chapters)) {
    const file = new URL(`${chapter}/data-catalogue.ts`, chapters)
    if (chapter === 'household' || !existsSync(file)) continue
    const kept: { dataCatalogue: DataCatalogue } = await import(/* @vite-ignore */ file.href)
    found[chapter] = kept.dataCatalogue
  }
  return found
}

interface Column {
  table: string
  column: string
}

/** What the database holds about households and persons. */
const columnsInUse = async (): Promise<Column[]> =>
  (
    await data.owner.query<Column>(
      `select c.relname as table, a.attname as column from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and obj_description(c.oid, 'pg_class') ~ '^group:[HP]' order by 1, 2`,
    )
  ).rows

/** What does not fit: a column nobody accounts for, an entry for a column that is gone, two chapters claiming one table. */
function problems(kept: Record<string, DataCatalogue>, columns: readonly Column[]): string[] {
  const found: string[] = []
  const owner = new Map<string, string>()
  for (const [chapter, catalogue] of Object.entries(kept))
    for (const [table, entry] of Object.entries(catalogue)) {
      if (owner.has(table)) found.push(`${table}: in the catalogues of ${owner.get(table)} and ${chapter}`)
      owner.set(table, chapter)
      if (!entry.purpose.trim() || entry.roles.length === 0) found.push(`${table}: without purpose or readers`)
      for (const column of Object.keys(entry.columns))
        if (!columns.some((real) => real.table === table && real.column === column))
          found.push(`${table}.${column}: in the catalogue of ${chapter}, not in the database`)
    }
  for (const table of new Set(columns.map((column) => column.table)))
    if (!owner.has(table)) found.push(`${table}: in no catalogue; describe it in src/<chapter>/data-catalogue.ts`)
  for (const { table, column } of columns) {
    const chapter = owner.get(table)
    if (!chapter) continue
    const entry = kept[chapter]![table]!.columns[column]
    if (!entry) found.push(`${table}.${column}: no class, purpose, retention, mask and readers`)
    else if (/_sealed$/.test(column) !== (entry.mask === 'sealed'))
      found.push(`${table}.${column}: sealed columns, and only they, have the mask "sealed"`)
    else if (/(_index|_digest)$/.test(column) && entry.mask !== 'hidden')
      found.push(`${table}.${column}: a blind index is hidden`)
  }
  return found
}

test('every column about a household or a person has class, purpose, retention, mask and readers (R36)', async () => {
  expect(problems(await catalogues(), await columnsInUse())).toEqual([])
})

test('a column nobody accounts for is found, and so are an entry for nothing and a forgotten table', async () => {
  const own = new Set(Object.keys(dataCatalogue))
  const columns = (await columnsInUse()).filter(({ table }) => own.has(table))
  const kept = { household: dataCatalogue }
  expect(problems(kept, columns)).toEqual([])
  expect(
    problems(kept, [...columns, { table: 'fact', column: 'planted' }, { table: 'planted', column: 'name' }]),
  ).toEqual([expect.stringContaining('planted: in no catalogue'), expect.stringContaining('fact.planted: no class')])
  const lost = columns.filter(({ table, column }) => table !== 'fact' || column !== 'value')
  expect(problems(kept, lost)).toEqual([expect.stringContaining('fact.value: in the catalogue of household')])
})

test('whole figures, numbers and reasons of leaving count as sensitive', () => {
  expect(dataCatalogue.fact!.columns.value!.class).toBe('sensitive')
  expect(dataCatalogue.identity_number!.columns.normal_sealed).toEqual({ class: 'sensitive', mask: 'sealed' })
  expect(dataCatalogue.membership!.columns.left_why!.class).toBe('sensitive')
})
