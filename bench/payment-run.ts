import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { freezeMonth, previewMonth } from '../src/benefits/index.ts'
import { type AreaCode, isRefusal, type Month, nextMonth } from '../src/foundation/index.ts'
import {
  accountIndex,
  allocateFunds,
  approveRun,
  fundAccount,
  makeFile,
  openBook,
  releaseRun,
} from '../src/payments/index.ts'
import { startPostgres, withDatabase } from '../src/platform/embedded-postgres.ts'
import {
  type Actor,
  type Db,
  house,
  migrate,
  newId,
  openDatabase,
  openHouse,
  openPool,
  readConfig,
  type Tx,
  testSecrets,
  urlAs,
  withScope,
} from '../src/platform/index.ts'

/**
 * A month of a county from the preview to the bank's file (awards → lines, stops, digest → instructions → four seals →
 * postings → signed file), beside PostgreSQL's own COPY of the same lines and instructions into two bare tables. Rounds
 * are interleaved and months follow one another, so that history grows as it does in an office.
 */
export interface PaymentRunBench {
  lines: number
  /** Milliseconds, the median round. */
  run: number
  copy: number
  /** How many times COPY's speed we have: 1 would be as fast as the bare rows. */
  ratio: number
  steps: Record<string, number>
  peakMegabytes: number
}

const county = '990101' as AreaCode
const rounds = 5
const actor = (role: Actor['role'], person: string): Actor => ({
  id: person,
  naturalPerson: person,
  role,
  area: county,
})
const people = {
  preparer: actor('county-section', 'bench-1'),
  reviewer: actor('county-section', 'bench-2'),
  leader: actor('county-leader', 'bench-3'),
  finance: actor('finance', 'bench-4'),
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

function granted<T>(value: T): Exclude<T, { refused: string }> {
  if (isRefusal(value)) throw new Error(`refused: ${value.refused} ${JSON.stringify(value.with ?? {})}`)
  return value as Exclude<T, { refused: string }>
}

/** Households, awards, payees and sealed accounts, written past the use cases: only the run itself is measured. */
async function populate(owner: pg.Pool, count: number, start: Month): Promise<void> {
  await owner.query(
    `insert into person (person_id, household_id, area, name, name_key, variant_key, opened_by)
     select 990101000000000 + n, 990101000000000 + n, '990101' || (101 + n % 12) || lpad((n % 30)::text, 3, '0'), '示例', '示例', '示例', 'bench'
     from generate_series(1, $1::int) n`,
    [count],
  )
  await owner.query(
    `with made as (select n, 990101000000000 + n as id, '990101' || (101 + n % 12) || lpad((n % 30)::text, 3, '0') as area,
        (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000001')::uuid as award from generate_series(1, $1::int) n),
      award as (insert into award (household_id, award_id, area, programme, book_id, last_step) select id, award, area, 'dibao', '990101', 1 from made),
      decision as (insert into award_decision (household_id, decision_id, award_id, area, kind, digest, applied_by) select id, award, award, area, 'start', '', 'bench' from made),
      step as (insert into award_step (household_id, award_id, step_no, area, decision_id, kind, state, from_month, monthly, people, residence, reason, decided_on)
        select id, award, 1, area, award, 'start', 'paying', $2, 30000 + n % 50000, 1 + n % 4, case when n % 3 = 0 then 'urban' else 'rural' end, 'new', '2024-12-20' from made),
      share as (insert into award_share (household_id, award_id, step_no, line_no, area, person_id, kind) select id, award, 1, 1, area, id, 'member' from made),
      span as (insert into award_span (household_id, award_id, from_month, area, step_no, state, monthly) select id, award, $2, area, 1, 'paying', 30000 + n % 50000 from made)
    insert into payee (household_id, payee_id, area, payee_person, relation, status, chosen_by) select id, award, area, id, 'self', 'active', 'bench' from made`,
    [count, start],
  )
  const { crypto } = house()
  for (let from = 1; from <= count; from += 10_000) {
    const ids = Array.from({ length: Math.min(10_000, count - from + 1) }, (_, i) => from + i)
    const accounts = ids.map(() => newId())
    const numbers = ids.map((n) => `62990000${String(n).padStart(10, '0')}`)
    await owner.query(
      `insert into payee_account (person_id, account_id, household_id, area, status, bank, number_sealed, number_index, last_four, holder, holder_match, captured_by)
       select 990101000000000 + a.n, a.id, 990101000000000 + a.n, '990101101001', 'active', '安禾农商银行', a.sealed, a.index, a.last, '示例', 'same', 'bench'
       from unnest($1::int[], $2::uuid[], $3::text[], $4::text[], $5::text[]) a(n, id, sealed, index, last)`,
      [
        ids,
        accounts,
        numbers.map((number, i) => crypto.seal(number, `payee_account.number:${accounts[i]}`)),
        numbers.map(accountIndex),
        numbers.map((number) => number.slice(-4)),
      ],
    )
  }
  await owner.query('analyze')
}

interface Timed {
  total: number
  steps: Record<string, number>
  runId: string
}

async function month(db: Db, of: Month, lines: number): Promise<Timed> {
  const steps: Record<string, number> = {}
  const day = `${of}-08` as never
  const begun = performance.now()
  const step = async <T>(name: string, who: Actor, work: (tx: Tx) => Promise<T>) => {
    const since = performance.now()
    const done = granted(await withScope(db, { actor: who, businessDay: day }, work))
    steps[name] = performance.now() - since
    return done
  }
  const preview = await step('preview', people.preparer, (tx) =>
    previewMonth(tx, { book: county, programme: 'dibao', month: of }),
  )
  if (preview.lines !== lines) throw new Error(`${preview.lines} lines instead of ${lines}, ${preview.heldLines} held`)
  const run = await step('freeze', people.preparer, (tx) => freezeMonth(tx, preview.runId, preview.previewDigest!))
  await step('review', people.reviewer, (tx) => approveRun(tx, run.runId, 'review', run.contentDigest!))
  await step('approve', people.leader, (tx) => approveRun(tx, run.runId, 'approve', run.contentDigest!))
  await step('release', people.finance, (tx) => releaseRun(tx, run.runId, run.contentDigest!))
  await step('file', people.finance, (tx) => makeFile(tx, run.runId))
  return { total: performance.now() - begun, steps, runId: run.runId }
}

/** COPY streams never tell the pool's clock that they ended, so they get a connection without one. */
async function plainClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

/** The run's lines and instructions as COPY text, read back before the clock starts. */
async function rowsOf(ownerUrl: string, runId: string): Promise<Record<'line' | 'instruction', Buffer>> {
  const client = await plainClient(ownerUrl)
  const read = async (query: string) => {
    const parts: Buffer[] = []
    for await (const part of client.query(copyTo(`copy (${query}) to stdout`))) parts.push(part as Buffer)
    return Buffer.concat(parts)
  }
  try {
    return {
      line: await read(`select * from payment_line where run_id = '${runId}'`),
      instruction: await read(`select * from payment_instruction where run_id = '${runId}'`),
    }
  } finally {
    await client.end()
  }
}

async function copy(ownerUrl: string, rows: Record<'line' | 'instruction', Buffer>): Promise<number> {
  const client = await plainClient(ownerUrl)
  try {
    for (const table of ['line', 'instruction']) {
      await client.query(`drop table if exists bare_${table}`)
      await client.query(`create table bare_${table} (like payment_${table})`)
    }
    const since = performance.now()
    await client.query('begin')
    for (const table of ['line', 'instruction'] as const)
      await pipeline(Readable.from(slices(rows[table])), client.query(copyFrom(`copy bare_${table} from stdin`)))
    await client.query('commit')
    return performance.now() - since
  } finally {
    await client.end()
  }
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

export async function run(
  print: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
  lines: number = Number(process.env.DOUDI_BENCH_LINES ?? 20_000),
): Promise<PaymentRunBench> {
  const folder = mkdtempSync(path.join(tmpdir(), 'doudi-bench-'))
  openHouse(readConfig({ DATA_DIR: folder }), testSecrets())
  const server = await startPostgres({
    dataDir: path.join(folder, 'cluster'),
    settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
  })
  const passwords = { appPassword: 'bench', queuePassword: 'bench' }
  const ownerUrl = withDatabase(server.url, 'postgres')
  await migrate(ownerUrl, passwords)
  const owner = openPool(ownerUrl, { max: 2, statementTimeoutMs: 1_800_000 })
  const pool = openPool(urlAs(ownerUrl, 'doudi_app', passwords.appPassword), { max: 3, statementTimeoutMs: 1_800_000 })
  const db = openDatabase(pool)
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 50)
  try {
    const start = '2025-01' as Month
    await withScope(db, { actor: people.finance, businessDay: '2025-01-01' as never }, async (tx) => {
      granted(
        await openBook(tx, {
          book: county,
          name: '安禾县民政局',
          financeOffice: '安禾县财政局',
          payerName: '安禾县财政局社会救助资金专户',
          payerBank: '安禾农商银行',
          payerAccount: '62990101000000001',
          staleAfterDays: null,
        }),
      )
      for (const line of ['2081901', '2081902'])
        granted(
          await allocateFunds(tx, {
            book: county,
            account: fundAccount(2025, line, 'dibao'),
            amount: 10n ** 15n,
            document: '1号',
            reference: newId(),
          }),
        )
    })
    await populate(owner, lines, start)
    const runs: Timed[] = []
    const copies: number[] = []
    for (let round = 0; round < rounds; round++) {
      const timed = await month(db, nextMonth(start, round), lines)
      runs.push(timed)
      copies.push(await copy(ownerUrl, await rowsOf(ownerUrl, timed.runId)))
    }
    const ours = median(runs.map((timed) => timed.total))
    const theirs = median(copies)
    const steps = Object.fromEntries(
      Object.keys(runs[0]!.steps).map((name) => [name, median(runs.map((timed) => timed.steps[name]!))]),
    )
    print(
      `A month of ${lines.toLocaleString('en')} lines, preview to bank file; medians of ${rounds} interleaved rounds`,
    )
    print(
      `  Doudi                      ${ours.toFixed(0).padStart(8)} ms   ${Math.round((lines / ours) * 1000).toLocaleString('en')} lines/s`,
    )
    for (const [name, value] of Object.entries(steps))
      print(`    ${name.padEnd(24)} ${value.toFixed(0).padStart(8)} ms`)
    print(
      `  COPY of the same rows      ${theirs.toFixed(0).padStart(8)} ms   we have ${(theirs / ours).toFixed(2)} of its speed`,
    )
    print(`  memory of this process at its peak: ${Math.round(peak / 1024 / 1024)} MB`)
    return { lines, run: ours, copy: theirs, ratio: theirs / ours, steps, peakMegabytes: peak / 1024 / 1024 }
  } finally {
    clearInterval(watch)
    await pool.end()
    await owner.end()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1]?.endsWith('payment-run.ts')) await run()
