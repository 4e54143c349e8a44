import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { keepFile } from './journal.ts'

/** An organisation's own Ed25519 key. Its public half is handed over once, when the two sides are connected. */
export interface SigningKey {
  keyId: string
  /** base64 of the SPKI DER form */
  publicKey: string
  sign(bytes: Uint8Array): string
}

/** Kept in the organisation's own folder, so that a restart signs with the same key. Without a folder: for this run only. */
export function openSigningKey(path: string | null): SigningKey {
  const key =
    path !== null && existsSync(path) ? createPrivateKey(readFileSync(path)) : generateKeyPairSync('ed25519').privateKey
  if (path !== null && !existsSync(path)) keepFile(path, key.export({ type: 'pkcs8', format: 'pem' }))
  return signingKey(key)
}

function signingKey(key: KeyObject): SigningKey {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return {
    keyId: createHash('sha256').update(spki).digest('hex').slice(0, 16),
    publicKey: spki.toString('base64'),
    sign: (bytes) => sign(null, bytes, key).toString('base64'),
  }
}
