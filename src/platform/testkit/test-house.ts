import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig, testSecrets } from '../config.ts'
import { type House, openHouse } from '../house.ts'

/** Opens the house with throw-away keys and an empty file store that is gone when the test process ends. */
export function openTestHouse(environment: NodeJS.ProcessEnv = {}): House {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'doudi-house-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  return openHouse(readConfig({ ...environment, DATA_DIR: dataDir, DOUDI_DEMO: '1' }), testSecrets())
}
