import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OutsideProcess, startOutside } from '../../demo/outside/start-process.ts'
import { seededRandom, yuanText } from '../foundation/index.ts'
import { openHouse, readConfig, testSecrets } from '../platform/index.ts'
import { type FreshDatabase, freshDatabase } from '../platform/testkit/index.ts'
import { failpoints } from './failpoints.ts'
import { connectBank, county, type Family, family, on, openTestBook, staff, type TestBank } from './testkit/index.ts'
import { verifyLedger } from './verify-ledger.ts'

/** 20 in `npm test`; `DOUDI_CRASH_KILLS=200` for the long one. The seed is printed when something breaks. */
const kills = Number(process.env.DOUDI_CRASH_KILLS ?? 20)
const seed = Number(process.env.DOUDI_CRASH_SEED ?? 20250308)
const random = seededRandom(seed)
const folder = mkdtempSync(join(tmpdir(), 'doudi-crash-'))
const script = fileURLToPath(new URL('./testkit/months-in-a-process.ts', import.meta.url))

let database: FreshDatabase
let bankProcess: OutsideProcess
let bank: TestBank
const families: Family[] = []

beforeAll(async () => {
  const secrets = testSecrets()
  writeFileSync(join(folder, 'secrets.json'), JSON.stringify(secrets), { mode: 0o600 })
  openHouse(readConfig({ DATA_DIR: folder }), secrets)
  ;[database, bankProcess] = await Promise.all([freshDatabase(), startOutside('bank')])
  await openTestBook(database.db, '2024-12-01')
  bank = await connectBank(database.db, '2024-12-01', bankProcess.announcement)
  for (let i = 0; i < 24; i++)
    families.push(await family(database.db, '2024-12-01', `示例${'甲乙丙丁戊己庚辛壬癸'[i % 10]}`))
  // Some accounts sleep at first: January's money comes back and is paid again with February.
  await bank.control(
    'POST',
    '/accounts',
    families.slice(0, 4).map((f) => ({ account: f.accountNumber, state: 'dormant' })),
  )
}, 120_000)

afterAll(async () => {
  await bankProcess?.stop()
  await database?.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Plan {
  failpoint?: string
  afterMs?: number
  last?: string
}

/** Lets the months run until the plan ends them. Resolves with how the process ended. */
function live(plan: Plan): Promise<{ signal: string | null; code: number | null; errors: string }> {
  const { url, clientToken, controlToken } = bankProcess.announcement
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATA_DIR: folder,
      DOUDI_MONTHS_URL: database.appUrl,
      DOUDI_MONTHS_BANK: JSON.stringify({ bankUrl: url, clientToken, controlToken }),
      ...(plan.failpoint && { DOUDI_FAILPOINT: plan.failpoint }),
      ...(plan.last && { DOUDI_MONTHS_LAST: plan.last }),
    },
  })
  let errors = ''
  child.stderr.on('data', (part) => {
    errors += String(part)
  })
  return new Promise((resolve) => {
    let timer = setTimeout(() => child.kill('SIGKILL'), 60_000)
    child.stdout.once('data', () => {
      if (plan.afterMs === undefined) return
      clearTimeout(timer)
      timer = setTimeout(() => child.kill('SIGKILL'), plan.afterMs)
    })
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      resolve({ signal, code, errors })
    })
  })
}

const broken = () => on(database.db, staff.finance, '2025-01-01', (tx) => verifyLedger(tx, county))

test(
  `killed ${kills} times in the middle of a month (seed ${seed}), nothing is lost and nothing is paid twice`,
  async () => {
    for (let n = 0; n < kills; n++) {
      // Every named place in turn, and as often a moment nobody chose.
      const plan: Plan =
        n % 2 === 0
          ? { failpoint: `${failpoints[(n / 2) % failpoints.length]}:${random.int(1, 3)}` }
          : { afterMs: random.int(1, 900) }
      const end = await live(plan)
      expect(end, `kill ${n} ${JSON.stringify(plan)} ${end.errors}`).toMatchObject({ signal: 'SIGKILL' })
      expect(await broken(), `after kill ${n} ${JSON.stringify(plan)}`).toEqual([])
    }
    const { rows: begun } = await database.owner.query('select max(month) as month from payment_run')
    const lastMonth = String(begun[0].month)
    const end = await live({ last: lastMonth })
    expect(end, end.errors).toMatchObject({ code: 0 })

    expect(await broken()).toEqual([])
    const months = (Number(lastMonth.slice(0, 4)) - 2025) * 12 + Number(lastMonth.slice(5))
    // The last month's run may have found accounts asleep only in January: by the end everything has reached everybody.
    const credited = (await bank.control('GET', '/credited')) as Record<string, string>
    const waiting = await database.owner.query(
      "select count(*)::int as n from payment_instruction where ended = 'returned'",
    )
    expect(waiting.rows[0].n).toBe(months === 1 ? 4 : 0)
    for (const [i, f] of families.entries())
      expect(credited[f.accountNumber!] ?? '0.00').toBe(yuanText(74_000n * BigInt(months === 1 && i < 4 ? 0 : months)))
    const living = await database.owner.query(
      'select household_id, month, count(*)::int as n from payment_instruction where live group by 1, 2 having count(*) <> 1',
    )
    expect(living.rows).toEqual([])
    const files = await database.owner.query(`select f.sequence, f.total, sum(p.amount)::bigint as posted
    from payment_file f join ledger_entry e on e.run_id = f.run_id and e.kind = 'owed' join posting p on p.entry_id = e.entry_id
    group by 1, 2 having f.total <> sum(p.amount)`)
    expect(files.rows).toEqual([])
    const numbers = await database.owner.query(
      'select count(*)::int as n, max(sequence)::int as last from payment_file',
    )
    expect(numbers.rows[0]).toEqual({ n: months, last: months })
    process.stdout.write(`  ${kills} kills over ${months} months\n`)
  },
  60_000 + kills * 15_000,
)
