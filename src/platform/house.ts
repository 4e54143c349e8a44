import { type Config, readConfig, readSecrets, type Secrets } from './config.ts'
import { type FieldCrypto, fieldCrypto } from './crypto.ts'
import { type FileStore, fileStore } from './files.ts'

/** What belongs to this installation and not to a transaction: keys and the file store. Opened once by `main` (or a test). */
export interface House {
  config: Config
  secrets: Secrets
  crypto: FieldCrypto
  files: FileStore
}

let current: House | null = null

export function openHouse(config: Config = readConfig(), secrets: Secrets = readSecrets(config)): House {
  current = {
    config,
    secrets,
    crypto: fieldCrypto(secrets, process.env.DOUDI_CRYPTO === 'sm' ? 'sm' : 'aes'),
    files: fileStore(config.dataDir, secrets),
  }
  return current
}

/** Throws a defect when nobody opened the house: composition happens in `main` only. */
export function house(): House {
  if (!current) throw new Error('Defect: openHouse() was not called')
  return current
}
