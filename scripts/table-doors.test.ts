/**
 * Chapters hold each other's tables at arm's length (design: a chapter's store is its own SQL, and only its own). Whoever
 * needs a neighbour's rows asks at its door; what may look across is written down here with the reason, and nothing else.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { crossings, tableOwners, tablesIn } from './table-doors.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const owners = tableOwners(path.join(root, 'db', 'migrations'))

/** Read models that join over a whole county in one statement, and what belongs to nobody's work. */
const allowed: Record<string, { tables: string[]; because: string }> = {
  'access/sign-in.ts': {
    tables: ['rate_window'],
    because: 'counted tries are floor: a table of counters without a story',
  },
  'household/unmask.ts': { tables: ['rate_window'], because: 'the same counters, for looks at whole numbers in a day' },
  'benefits/arrears.ts': {
    tables: ['payment_run'],
    because: 'which months were already listed when a step came: one statement over all awards of a decision',
  },
  'benefits/due.ts': {
    tables: ['payment_instruction'],
    because: 'what an award owes less what was told to be paid: one statement handed to the list of a whole county',
  },
  'benefits/month-diff.ts': {
    tables: ['payment_instruction', 'payment_run'],
    because: 'last month against this for every household of a county, in one statement',
  },
  'benefits/stops.ts': {
    tables: ['enquiry', 'finding', 'person'],
    because: 'deaths, double awards and old matches against every line of a list: set against set, in the database',
  },
  'payments/month-list.ts': {
    tables: ['area', 'household', 'identity_number', 'person'],
    because: 'the list that finance signs names every person with village and number: one statement for a county',
  },
  'payments/preview-run.ts': { tables: ['person'], because: 'dead payees against every line of a list' },
  'casework/daily.ts': {
    tables: ['identity_number', 'relative_declaration'],
    because: 'declared relatives against every open case each morning: by blind index over three registers at once',
  },
  'casework/tray.ts': {
    tables: ['account', 'account_role', 'staff_person', 'task'],
    because: 'a queue is sorted, filtered and counted with holders and tasks in one page of one statement',
  },
  'main/demo-stories.ts': {
    tables: ['case_file', 'person', 'submission'],
    because: 'the demo finds its own three families by the keys under which they applied',
  },
  'main/morning.ts': {
    tables: ['case_file', 'message', 'outbox', 'payment_run', 'rebuttal', 'verification_batch', 'verification_request'],
    because: 'a day on which nothing waits anywhere: one question over all chapters, for the demo’s calendar',
  },
  'main/pages.ts': { tables: ['business_clock'], because: 'the demo’s clock is moved in one place' },
  'server/health.ts': { tables: ['audit_entry', 'audit_seal'], because: 'how long entries have waited for their seal' },
  'server/routes/audit.ts': {
    tables: ['audit_entry'],
    because: 'the auditor’s search is the only reader of the trail',
  },
}

describe('tables and their chapters', () => {
  test('every migration is in somebody’s range, and every table has an owner', () => {
    expect(owners.size).toBeGreaterThan(90)
    expect(owners.get('award')).toBe('benefits')
    expect(owners.get('roster_batch')).toBe('household')
  })

  test('a chapter touches its own tables, or those of this list, and the list names nothing that is not so', () => {
    const found = crossings(path.join(root, 'src'), owners)
    expect(found).toEqual(Object.fromEntries(Object.entries(allowed).map(([file, { tables }]) => [file, tables])))
  })

  test('nobody writes into a neighbour’s table: what looks across only reads', () => {
    expect(crossings(path.join(root, 'src'), owners, 'written')).toEqual({
      'access/sign-in.ts': ['rate_window'],
      'household/unmask.ts': ['rate_window'],
      'main/pages.ts': ['business_clock'],
    })
  })
})

describe('the guard has been seen to see', () => {
  const names = new Set(owners.keys())
  const seen = (text: string, what?: 'written') => [...tablesIn('planted.ts', text, names, what)]
  test.each([
    ['the query builder', "tx.selectFrom('award').selectAll()", ['award']],
    ['an alias', "tx.selectFrom('award as a')", ['award']],
    ['a join', "x.innerJoin('person as p', 'p.person_id', 'a.person_id')", ['person']],
    ['two tables at once', "tx.selectFrom(['award', 'person'])", ['award', 'person']],
    ['SQL of its own', `sql\`select 1 from award a join person p on true where \${x}\``, ['award', 'person']],
    ['SQL over lines', 'sql<Row>`select 1\n  from\n    award`', ['award']],
    ['behind an arrow of types', "const f = <T>(x: T) => x\ntx.selectFrom('award')", ['award']],
    ['a word that is no table', 'const where = `from somewhere`', []],
  ])('%s', (_, text, tables) => {
    expect(seen(text)).toEqual(tables)
  })

  test('writing is told from reading', () => {
    expect(seen("tx.selectFrom('award')", 'written')).toEqual([])
    expect(seen("tx.updateTable('award')", 'written')).toEqual(['award'])
    expect(seen('sql`insert into award select * from person`', 'written')).toEqual(['award'])
    expect(seen('sql`update award set x = 1 from person`', 'written')).toEqual(['award'])
    expect(seen('sql`delete from award`', 'written')).toEqual(['award'])
  })
})
