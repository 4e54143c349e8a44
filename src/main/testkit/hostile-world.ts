import { createAccount, openSession } from '../../access/index.ts'
import { submitApplication } from '../../casework/index.ts'
import {
  at,
  granted,
  investigated,
  lived,
  openOffice,
  openTestHouse,
  publish,
  toConfirmation,
  wangsApplication,
} from '../../casework/testkit/index.ts'
import { type AreaCode, areaCode, day } from '../../foundation/index.ts'
import { mountPages } from '../../pages/index.ts'
import { openTestBook } from '../../payments/testkit/index.ts'
import { type Role, readConfig, roles, systemActor, withScope } from '../../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../../platform/testkit/index.ts'
import { type Frame, openServer } from '../../server/index.ts'
import type { JsonSchema, Known } from './hostile-input.ts'

const areas: Partial<Record<Role, string>> = {
  aide: '990101103203',
  'township-clerk': '990101103',
  'township-head': '990101103',
}

/** A small office with one family at every desk, behind the whole server: API and pages. */
export interface HostileWorld {
  data: FreshDatabase
  frame: Frame
  cookies: Record<string, string>
  known: Known
  /** Tables written to since the last question, sessions and the audit trail apart. */
  touched(): Promise<string[]>
  close(): Promise<void>
}

export async function openHostileWorld(): Promise<HostileWorld> {
  openTestHouse()
  const data = await freshDatabase({ max: 8 })
  const config = readConfig({ DOUDI_DEMO: '1', DATA_DIR: '/tmp' })
  const frame = await openServer(data.db, config)
  mountPages(frame, config, {
    county: areaCode('990101'),
    stories: async () => [],
    enterAsCitizen: async () => null,
    passWorkingDays: async () => day('2025-03-01'),
    seeding: () => ({ state: 'ready', step: '', done: 0, total: 0 }),
  })
  lived.db = data.db
  lived.office = await openOffice(data.db)
  const first = await wangsApplication()
  const asked = await at(data.db, lived.office.clerk, '2025-03-03', async (tx) =>
    granted(await submitApplication(tx, first)),
  )
  const visited = await investigated()
  const last = await investigated()
  await toConfirmation(last)
  void publish
  await openTestBook(data.db, '2025-03-01')
  const cookies = await signedIn(data, visited)
  await watchWrites(data)
  return {
    data,
    frame,
    cookies,
    known: await knownIds(data, asked.caseId),
    touched: async () => {
      const { rows } = await data.owner.query<{ what: string }>('delete from doudi_witness returning what')
      return [...new Set(rows.map((row) => row.what))].sort()
    },
    close: async () => {
      await frame.app.close()
      await data.close()
    },
  }
}

async function signedIn(
  data: FreshDatabase,
  family: { householdId: bigint; caseId: string },
): Promise<Record<string, string>> {
  const cookies: Record<string, string> = { public: '' }
  await withScope(data.db, { actor: systemActor('test') }, async (tx) => {
    for (const role of roles) {
      if (role === 'public' || role === 'system') continue
      const token =
        role === 'citizen'
          ? await openSession(tx, {
              kind: 'citizen',
              level: 'full',
              household: family.householdId,
              caseId: family.caseId,
            })
          : await staffSession(tx, role)
      cookies[role] = `doudi=${token}`
    }
  })
  return cookies
}

async function staffSession(tx: Parameters<typeof createAccount>[0], role: Role): Promise<string> {
  const area = (areas[role] ?? '990101') as AreaCode
  const made = granted(await createAccount(tx, { username: `hostile-${role}`, name: '某某', role, area, unit: '测试' }))
  return openSession(tx, {
    kind: 'staff',
    level: 'full',
    accountId: made.accountId,
    accountRoleId: made.accountRoleId,
  })
}

/** What may be written although the answer is a refusal: the record of it, counted tries, a session's last use. */
const quiet = ['audit_entry', 'audit_seal', 'session', 'rate_window']

/** A committed write leaves the table's name behind; one that was rolled back takes its trace along. */
async function watchWrites({ owner }: FreshDatabase): Promise<void> {
  await owner.query(`
    create table doudi_witness (what text not null);
    create function doudi_witness_it() returns trigger language plpgsql security definer as
      $$ begin insert into public.doudi_witness values (tg_table_name); return null; end $$;`)
  const { rows } = await owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = 'public'
       and c.relname <> 'doudi_witness' and c.relname <> all($1)`,
    [quiet],
  )
  for (const { name } of rows)
    await owner.query(
      `create trigger zz_witness after insert or update or delete on ${name} for each statement execute function doudi_witness_it()`,
    )
}

/** Fields named like an id get one that exists: `householdId` → some `household_id`. */
async function knownIds({ owner }: FreshDatabase, caseId: string): Promise<Known> {
  const { rows } = await owner.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and column_name like '%\\_id' order by (table_name = replace(column_name, '_id', '')) desc, 1`,
  )
  const found = new Map<string, string>([['caseId', caseId]])
  for (const { table, column } of rows) {
    const name = column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    if (found.has(name)) continue
    const one = await owner.query<{ id: unknown }>(
      `select "${column}"::text as id from "${table}" where "${column}" is not null limit 1`,
    )
    if (one.rows[0]) found.set(name, String(one.rows[0].id))
  }
  const named: Record<string, string> = {
    area: '990101103203',
    code: '990101103203',
    book: '990101',
    month: '2025-04',
    village: '990101103203',
    connection: 'test-hub',
    household: found.get('householdId')!,
    person: found.get('personId')!,
    runId: '01957f2e-4a00-7c11-8a11-0123456789ab',
  }
  const fits = (schema: JsonSchema, value: string) => !schema.pattern || new RegExp(schema.pattern, 'u').test(value)
  return (name, schema) => {
    if (schema.enum || schema.const !== undefined || (schema.type && schema.type !== 'string')) return undefined
    if (schema.anyOf || schema.oneOf || schema.properties) return undefined
    const value = found.get(name) ?? named[name]
    return value !== undefined && fits(schema, value) ? value : undefined
  }
}
