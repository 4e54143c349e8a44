/**
 * One PostgreSQL for a whole vitest run, with the migrations applied once to a template database.
 * It starts in the background: tests that need no database never wait for it, the others ask `template()`.
 */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { startPostgres, withDatabase } from '../embedded-postgres.ts'
import { migrate } from '../migrate.ts'

export interface Template {
  /** Superuser, database `postgres`. */
  url: string
  version: string
  appPassword: string
  queuePassword: string
}

const folderVariable = 'DOUDI_TEST_POSTGRES'
export const templateName = 'doudi_template'

/** Called by vitest's main process; the workers inherit the folder through the environment. */
export function startTestServer(): () => Promise<void> {
  if (process.env[folderVariable]) return async () => {}
  const folder = mkdtempSync(path.join(tmpdir(), 'doudi-test-'))
  process.env[folderVariable] = folder
  const starting = start(folder)
  starting.catch((error: unknown) => leave(folder, { error: error instanceof Error ? error.message : String(error) }))
  return async () => {
    delete process.env[folderVariable]
    const server = await starting.catch(() => null)
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function start(folder: string) {
  const server = await startPostgres({ dataDir: path.join(folder, 'cluster'), durable: false })
  try {
    const template: Template = {
      url: server.url,
      version: server.version,
      appPassword: 'app-in-tests',
      queuePassword: 'queue-in-tests',
    }
    const admin = new pg.Client({ connectionString: server.url })
    await admin.connect()
    await admin.query(`create database ${templateName}`)
    await admin.end()
    await migrate(withDatabase(server.url, templateName), template)
    leave(folder, template)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}

function leave(folder: string, word: Template | { error: string }): void {
  if (!existsSync(folder)) return
  const file = path.join(folder, 'template.json')
  writeFileSync(`${file}.new`, JSON.stringify(word), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** A folder of this run; what is in it is removed when the run ends. */
export function testFolder(): string {
  const folder = process.env[folderVariable]
  if (!folder) throw new Error('No test folder: run this through vitest, whose config makes one.')
  return folder
}

/** Waits until the template is ready; throws what kept it from being so. */
export async function template(patienceMs = 60_000): Promise<Template> {
  const file = path.join(testFolder(), 'template.json')
  const until = Date.now() + patienceMs
  while (!existsSync(file)) {
    if (Date.now() > until) throw new Error('The test database did not become ready in time.')
    await pause(20)
  }
  const word: Template | { error: string } = JSON.parse(readFileSync(file, 'utf8'))
  if ('error' in word) throw new Error(`The test database could not be prepared: ${word.error}`)
  return word
}
