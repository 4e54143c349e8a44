import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { runNode } from './child.mjs'
import { at, root } from './places.mjs'

const postgres15 = process.env.PG15_BIN ?? '/usr/lib/postgresql/15/bin'

/** Runs vitest, then once more on PostgreSQL 15 what talks to a database; the last line counts both. */
export async function runTests(args) {
  const flags = args.filter((arg) => arg.startsWith('--'))
  const filters = args.filter((arg) => !arg.startsWith('--'))
  const total = { passed: 0, failed: 0, skipped: 0 }
  const crash = flags.includes('--crash')
  const env = crash ? { DOUDI_CRASH_KILLS: process.env.DOUDI_CRASH_KILLS ?? '200' } : {}
  if (crash) filters.push('crash.store.test.')
  if (flags.includes('--long')) env.DOUDI_LONG = '1'
  const project = flags.includes('--unit') ? ['--project', 'unit*'] : []

  add(total, await vitest([...project, ...filters], env))
  if (filters.length === 0) await onPostgres15(total)

  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
  return total.failed > 0 ? 1 : 0
}

async function onPostgres15(total) {
  const files = databaseTests(at('src'))
  if (files.length === 0) return
  if (!existsSync(join(postgres15, 'postgres'))) {
    console.log(`\nPostgreSQL 15 was not checked: there is none at ${postgres15} (apt-get install postgresql-15).`)
    return
  }
  if (process.env.PG_BIN) return
  console.log('\nThe same migrations and stores on PostgreSQL 15:')
  add(total, await vitest(['--project', 'unit*', ...files], { PG_BIN: postgres15 }))
}

/** What only hands on to the stores, and was tested with them on the other PostgreSQL. */
const above = /^src\/(server|pages|desk|cli|main)\//

/** Every test of migrations and stores: it opens a fresh database, itself or (`x.store.test.ts`) through a helper. */
function databaseTests(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return databaseTests(path)
    if (above.test(relative(root, path).replaceAll('\\', '/'))) return []
    if (!/\.test\.tsx?$/.test(entry.name) || /\bcrash\./.test(entry.name)) return []
    const opens = /\.store\.test\./.test(entry.name) || readFileSync(path, 'utf8').includes('freshDatabase(')
    return opens ? [relative(root, path)] : []
  })
}

async function vitest(args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'doudi-report-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    const code = await runNode([at('node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters, ...args], env)
    return count(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null, code)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A file that could not even be read, or an error outside every test, is a failure too. */
function count(report, code) {
  if (report === null) return { passed: 0, failed: 1, skipped: 0 }
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = report.numFailedTests + broken
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

function add(total, part) {
  for (const name of Object.keys(total)) total[name] += part[name]
}
