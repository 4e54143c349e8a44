import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Where the browser tests keep the small county they copy from: made once by the first test that asks, gone when all
 * are done. `DOUDI_E2E_COUNTY` names a folder that stays, for whoever runs one test many times.
 */
export default function setup(): (() => void) | undefined {
  if (process.env.DOUDI_E2E_COUNTY) return
  const folder = mkdtempSync(join(tmpdir(), 'doudi-county-'))
  process.env.DOUDI_E2E_COUNTY = join(folder, 'county')
  return () => rmSync(folder, { recursive: true, force: true })
}
