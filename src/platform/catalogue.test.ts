/**
 * What the migrations really made, read from PostgreSQL's own catalogue: every table says where it is placed, keys stay
 * inside their placement (so that the same schema can be spread over many servers), rows are guarded, and the
 * application's role is nobody special. The conventions are written in db/migrations/README.md.
 */
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from './testkit/index.ts'

type Queries = Pick<pg.ClientBase, 'query'>
type Group = 'H' | 'P' | 'B' | 'local' | 'reference'

/** The column by which a group is spread. */
const placedBy = { H: 'household_id', P: 'person_id', B: 'book_id', local: null, reference: null } as const

/** Functions that act with their owner's rights, and why each must. Everything else works under the caller's own. */
const definers: Record<string, string> = {
  'doudi.enqueue': 'puts a job into the queue of doudi_queue, whose tables the application cannot touch',
  'doudi.person_by_number':
    'before a person is entered twice: looks beyond the area, answers ids, agreement of names and the office',
  'doudi.aid_anywhere': 'the duplicate check at intake: looks across the county, answers programme and office',
  'doudi.claim_person': 'a person without a household joins one inside the caller’s area',
  'doudi.move_household':
    'a family that moves takes the area of all its rows along, out of the sight of whoever moves it',
  'doudi.move_balances': 'balances follow postings, and nobody can write a balance',
}

interface Table {
  name: string
  comment: string | null
  enabled: boolean
  forced: boolean
  policies: number
}
interface Column {
  table: string
  column: string
  type: string
  collation: string | null
  required: boolean
  counted: boolean
}
interface Key {
  table: string
  name: string
  primary: boolean
  columns: string[]
}
interface Reference {
  table: string
  name: string
  to: string
  pairs: [string, string][]
}

const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker') and n.nspname !~ '^pg_'`
const label = `case when n.nspname = 'public' then c.relname::text else n.nspname || '.' || c.relname end`

async function rows<Row>(db: Queries, text: string): Promise<Row[]> {
  return (await db.query(text)).rows as Row[]
}

async function problems(db: Queries): Promise<string[]> {
  const tables = await rows<Table>(
    db,
    `select ${label} as name, obj_description(c.oid, 'pg_class') as comment, c.relrowsecurity as enabled,
       c.relforcerowsecurity as forced, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and ${ours} order by 1`,
  )
  const groups = new Map(tables.map((table) => [table.name, groupOf(table)]))
  return [
    ...tables.filter((table) => groupOf(table) === null).map((table) => `${table.name}: its comment names no group`),
    ...(await columnProblems(db, groups)),
    ...(await keyProblems(db, groups)),
    ...(await referenceProblems(db, groups)),
    ...tables.flatMap((table) => (groups.get(table.name) === 'H' ? rowProblems(table) : [])),
    ...(await viewProblems(db)),
    ...(await functionProblems(db)),
    ...(await roleProblems(db)),
  ]
}

const groupOf = (table: Table): Group | null =>
  (/^group:(H|P|B|local|reference)\b/.exec(table.comment ?? '')?.[1] as Group | undefined) ?? null

async function columnProblems(db: Queries, groups: Map<string, Group | null>): Promise<string[]> {
  const columns = await rows<Column>(
    db,
    `select ${label} as table, a.attname as column, format_type(a.atttypid, null) as type, l.collname as collation,
       a.attnotnull as required, a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) ~ '^nextval', false) as counted
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       left join pg_collation l on l.oid = a.attcollation
       left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped and ${ours} order by 1, 2`,
  )
  const found: string[] = []
  for (const column of columns) {
    const name = `${column.table}.${column.column}`
    const group = groups.get(column.table) ?? null
    const spread = group !== null && placedBy[group] !== null
    if (/^(real|double precision|money)$/.test(column.type)) found.push(`${name}: ${column.type} is not exact`)
    if (column.type === 'timestamp without time zone') found.push(`${name}: a moment without its zone`)
    if (spread && column.counted) found.push(`${name}: a counter cannot be spread, use newId()`)
    if (group === 'H' && column.column === 'area') {
      if (column.collation !== 'C') found.push(`${name}: needs collate "C", or the area range reads the whole table`)
      if (!column.required) found.push(`${name}: must be not null, or nobody sees the row`)
    }
  }
  for (const [table, group] of groups) {
    if (group === null) continue
    const has = (name: string) => columns.find((column) => column.table === table && column.column === name)
    const place = placedBy[group]
    if (group === 'H' && !has('area')) found.push(`${table}: group H without the area of today`)
    if (place === null) continue
    const column = has(place)
    if (!column) found.push(`${table}: group ${group} without ${place}`)
    else if (!column.required) found.push(`${table}.${place}: must be not null`)
    else if (group !== 'B' && column.type !== 'bigint') found.push(`${table}.${place}: must be bigint`)
  }
  return found
}

async function keyProblems(db: Queries, groups: Map<string, Group | null>): Promise<string[]> {
  const keys = await rows<Key>(
    db,
    `select ${label} as table, x.relname as name, i.indisprimary as primary,
       array(select a.attname::text from unnest(i.indkey::int[]) k join pg_attribute a on a.attrelid = c.oid and a.attnum = k) as columns
     from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
       join pg_namespace n on n.oid = c.relnamespace
     where (i.indisunique or i.indisexclusion) and c.relkind in ('r', 'p') and not c.relispartition and ${ours} order by 1, 2`,
  )
  const found: string[] = []
  for (const key of keys) {
    const place = placeOf(groups, key.table)
    if (place && !key.columns.includes(place)) found.push(`${key.table}: ${key.name} is unique without ${place}`)
  }
  for (const table of groups.keys()) {
    if (!keys.some((key) => key.table === table && key.primary)) found.push(`${table}: has no primary key`)
  }
  return found
}

function placeOf(groups: Map<string, Group | null>, table: string): string | null {
  const group = groups.get(table) ?? null
  return group === null ? null : placedBy[group]
}

async function referenceProblems(db: Queries, groups: Map<string, Group | null>): Promise<string[]> {
  const references = await rows<Reference>(
    db,
    `select ${label} as table, k.conname as name,
       case when tn.nspname = 'public' then t.relname::text else tn.nspname || '.' || t.relname end as to,
       (select json_agg(json_build_array(a.attname, b.attname) order by p.i)
          from unnest(k.conkey, k.confkey) with ordinality p(own, other, i)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = p.own
            join pg_attribute b on b.attrelid = k.confrelid and b.attnum = p.other) as pairs
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
       join pg_class t on t.oid = k.confrelid join pg_namespace tn on tn.oid = t.relnamespace
     where k.contype = 'f' and k.conparentid = 0 and ${ours} order by 1, 2`,
  )
  return references.flatMap((reference) => {
    const [from, to] = [groups.get(reference.table) ?? null, groups.get(reference.to) ?? null]
    const where = `${reference.table}: ${reference.name}`
    if (from === null || to === null || to === 'reference') return []
    if (from !== to) return [`${where} points from group ${from} to group ${to}`]
    const place = placedBy[from]
    const kept = place === null || reference.pairs.some(([own, other]) => own === place && other === place)
    return kept ? [] : [`${where} points to another ${place}`]
  })
}

function rowProblems(table: Table): string[] {
  if (!table.enabled || !table.forced) return [`${table.name}: group H without forced row security`]
  return table.policies === 0 ? [`${table.name}: row security without a policy hides everything`] : []
}

async function viewProblems(db: Queries): Promise<string[]> {
  const views = await rows<{ name: string; kind: string; invoker: boolean; readable: boolean }>(
    db,
    `select ${label} as name, c.relkind::text as kind, has_table_privilege('doudi_app', c.oid, 'select') as readable,
       coalesce(c.reloptions::text ~ 'security_invoker=(true|on|1)', false) as invoker
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and ${ours} order by 1`,
  )
  return views.flatMap((view) => {
    if (view.kind === 'v' && !view.invoker) return [`${view.name}: a view without security_invoker shows every row`]
    if (view.kind === 'm' && view.readable) return [`${view.name}: a materialized view has no row security`]
    return []
  })
}

async function functionProblems(db: Queries): Promise<string[]> {
  const functions = await rows<{ name: string; pinned: boolean; everybody: boolean }>(
    db,
    `select n.nspname || '.' || p.proname as name, coalesce(p.proconfig::text ~ 'search_path=', false) as pinned,
       exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0) as everybody
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and ${ours} order by 1`,
  )
  const gone = Object.keys(definers).filter((name) => !functions.some((it) => it.name === name))
  return functions
    .flatMap((it) => [
      ...(definers[it.name] ? [] : [`${it.name}: security definer, and not on the list of those that must be`]),
      ...(it.pinned ? [] : [`${it.name}: security definer without its own search_path`]),
      ...(it.everybody ? [`${it.name}: security definer that everybody may call`] : []),
    ])
    .concat(gone.map((name) => `${name}: on the list, but not there`))
}

/** The role the server logs in with, and the one of the queue. */
async function roleProblems(db: Queries): Promise<string[]> {
  const found: string[] = []
  const roles = await rows<{ name: string; mighty: boolean; member: boolean }>(
    db,
    `select rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty,
       exists (select from pg_auth_members m where m.member = r.oid) as member
     from pg_roles r where rolname in ('doudi_app', 'doudi_queue') order by 1`,
  )
  if (roles.length !== 2) found.push('the roles doudi_app and doudi_queue are not both there')
  for (const role of roles) {
    if (role.mighty) found.push(`${role.name}: may do what row security cannot hold back`)
    if (role.member) found.push(`${role.name}: is a member of another role`)
  }
  const owned = await rows<{ name: string }>(
    db,
    `select ${label} as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relowner = 'doudi_app'::regrole or (c.relowner = 'doudi_queue'::regrole and n.nspname <> 'graphile_worker' and ${ours})`,
  )
  for (const table of owned) found.push(`${table.name}: belongs to a role that row security should hold back`)
  const granted = await rows<{ name: string; role: string; right: string }>(
    db,
    `select ${label} as name, g.grantee::regrole::text as role, g.privilege_type as right
     from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g
     where g.grantee <> 0 and ${ours} and ((g.grantee = 'doudi_app'::regrole and g.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER'))
       or (g.grantee = 'doudi_queue'::regrole))`,
  )
  for (const it of granted) found.push(`${it.name}: ${it.role} has ${it.right}`)
  const open = await rows<{ name: string; right: string }>(
    db,
    `select ${label} as name, g.privilege_type as right from pg_class c join pg_namespace n on n.oid = c.relnamespace,
       aclexplode(c.relacl) g where g.grantee = 0 and ${ours}`,
  )
  for (const it of open) found.push(`${it.name}: everybody has ${it.right}`)
  const schemas = await rows<{ name: string }>(
    db,
    `select nspname as name from pg_namespace n where has_schema_privilege('doudi_app', n.oid, 'create') and ${ours}`,
  )
  for (const schema of schemas) found.push(`schema ${schema.name}: doudi_app may create there`)
  return found
}

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test('the schema that the migrations make', async () => {
  expect(await problems(database.owner)).toEqual([])
})

describe('the lint has been seen to fail', () => {
  /** Planted in a transaction that is rolled back. */
  async function planted(ddl: string): Promise<string[]> {
    const client = await database.owner.connect()
    try {
      await client.query('begin')
      const before = await problems(client)
      await client.query(ddl)
      return (await problems(client)).filter((problem) => !before.includes(problem))
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  const columns = 'household_id bigint not null, area text collate "C" not null, thing_id uuid not null'
  const thing = `create table thing (${columns}, note text, primary key (household_id, thing_id));
    comment on table thing is 'group:H · planted'; select doudi.protect('thing');`

  test('a table as it should be is not complained about', async () => {
    expect(await planted(thing)).toEqual([])
  })
  test.each([
    ['no group', 'create table thing (x int primary key)', 'thing: its comment names no group'],
    ['no primary key', `${thing} alter table thing drop constraint thing_pkey`, 'thing: has no primary key'],
    [
      'a primary key of its own',
      `${thing} alter table thing drop constraint thing_pkey, add primary key (thing_id)`,
      'thing: thing_pkey is unique without household_id',
    ],
    [
      'a unique index of its own',
      `${thing} create unique index once on thing (note)`,
      'thing: once is unique without household_id',
    ],
    [
      'a key to another household',
      `${thing} alter table thing add column other bigint, add constraint points foreign key (other, thing_id) references thing (household_id, thing_id)`,
      'thing: points points to another household_id',
    ],
    [
      'a key out of the group',
      `${thing} create table list (x int primary key); comment on table list is 'group:local';
       alter table thing add column x int, add constraint points foreign key (x) references list`,
      'thing: points points from group H to group local',
    ],
    [
      'a reference table that points to households',
      `${thing} create table list (x int primary key, h bigint, t uuid, constraint points foreign key (h, t) references thing);
       comment on table list is 'group:reference'`,
      'list: points points from group reference to group H',
    ],
    [
      'no row security',
      `${thing} alter table thing no force row level security`,
      'thing: group H without forced row security',
    ],
    ['no policy', `${thing} drop policy scope on thing`, 'thing: row security without a policy hides everything'],
    [
      'no area',
      `${thing} drop policy scope on thing; alter table thing drop column area`,
      'thing: group H without the area of today',
    ],
    [
      'an area in the language’s order',
      `${thing} drop policy scope on thing; alter table thing alter column area type text collate "default"`,
      'thing.area: needs collate "C", or the area range reads the whole table',
    ],
    [
      'a counter',
      `${thing} alter table thing add column n bigint generated always as identity`,
      'thing.n: a counter cannot be spread, use newId()',
    ],
    [
      'money in floating point',
      `${thing} alter table thing add column amount double precision`,
      'thing.amount: double precision is not exact',
    ],
    [
      'a view with its owner’s eyes',
      `${thing} create view things as select * from thing`,
      'things: a view without security_invoker shows every row',
    ],
    [
      'a materialized view to read',
      `${thing} create materialized view things as select * from thing; grant select on things to doudi_app`,
      'things: a materialized view has no row security',
    ],
    [
      'a function with its owner’s rights',
      `create function peep() returns int language sql security definer set search_path = public as 'select 1'; revoke execute on function peep from public`,
      'public.peep: security definer, and not on the list of those that must be',
    ],
    ['a function taken off', 'drop function doudi.enqueue', 'doudi.enqueue: on the list, but not there'],
    [
      'an owner',
      `${thing} alter table thing owner to doudi_app`,
      'thing: belongs to a role that row security should hold back',
    ],
    ['a mighty role', 'alter role doudi_app bypassrls', 'doudi_app: may do what row security cannot hold back'],
    ['a role within a role', 'grant pg_read_all_data to doudi_app', 'doudi_app: is a member of another role'],
    ['truncate', `${thing} grant truncate on thing to doudi_app`, 'thing: doudi_app has TRUNCATE'],
    [
      'the queue reads business tables',
      `${thing} grant select on thing to doudi_queue`,
      'thing: doudi_queue has SELECT',
    ],
    ['everybody reads', `${thing} grant select on thing to public`, 'thing: everybody has SELECT'],
    ['DDL', 'grant create on schema public to doudi_app', 'schema public: doudi_app may create there'],
  ])('%s', async (_, ddl, complaint) => {
    expect(await planted(ddl)).toContain(complaint)
  })
})
