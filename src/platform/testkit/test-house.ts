import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { readConfig, testSecrets } from '../config.ts'
import { type House, openHouse } from '../house.ts'
import { testFolder } from './server.ts'

/** Opens the house with throw-away keys and an empty file store that is gone when the run ends. */
export function openTestHouse(environment: NodeJS.ProcessEnv = {}): House {
  const dataDir = mkdtempSync(path.join(testFolder(), 'house-'))
  return openHouse(readConfig({ ...environment, DATA_DIR: dataDir, DOUDI_DEMO: '1' }), testSecrets())
}
