import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Secrets } from './config.ts'
import { sha256 } from './crypto.ts'

/** Bytes at rest: encrypted, named by a random id that tells nothing, written whole or not at all. */
export interface FileStore {
  /** Returns the id to keep in the database and the digest of the plain bytes. */
  put(bytes: Buffer): Promise<{ id: string; digest: string }>
  /** Throws when the file is missing or was altered. */
  get(id: string): Promise<Buffer>
  remove(id: string): Promise<void>
  /** Every file that was kept before a moment: for finding those nobody points to any more. */
  keptBefore(moment: Date): Promise<string[]>
}

export function fileStore(dataDir: string, secrets: Pick<Secrets, 'fieldKeys' | 'currentFieldKey'>): FileStore {
  const keyOf = (keyId: string) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(secrets.fieldKeys[keyId]!, 'hex'), Buffer.alloc(0), 'doudi/files', 32))
  const pathOf = (id: string) => {
    if (!/^[0-9a-z]{1,8}-[0-9a-f]{32}$/.test(id)) throw new Error('Not a file id')
    return join(dataDir, 'files', id.slice(-2), id)
  }
  return {
    async put(bytes) {
      const id = `${secrets.currentFieldKey}-${randomBytes(16).toString('hex')}`
      const path = pathOf(id)
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyOf(secrets.currentFieldKey), iv)
      cipher.setAAD(Buffer.from(id))
      const body = Buffer.concat([cipher.update(bytes), cipher.final()])
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      try {
        await writeWhole(`${path}.part`, Buffer.concat([iv, cipher.getAuthTag(), body]))
        await rename(`${path}.part`, path)
      } catch (failure) {
        // A full disk: what was begun takes no more room.
        await unlink(`${path}.part`).catch(() => {})
        throw failure
      }
      return { id, digest: sha256(bytes) }
    },
    async get(id) {
      const raw = await readFile(pathOf(id))
      const decipher = createDecipheriv('aes-256-gcm', keyOf(id.split('-')[0]!), raw.subarray(0, 12))
      decipher.setAAD(Buffer.from(id))
      decipher.setAuthTag(raw.subarray(12, 28))
      return Buffer.concat([decipher.update(raw.subarray(28)), decipher.final()])
    },
    async remove(id) {
      await unlink(pathOf(id)).catch(() => {})
    },
    async keptBefore(moment) {
      const root = join(dataDir, 'files')
      const found: string[] = []
      for (const folder of await readdir(root).catch(() => []))
        for (const name of await readdir(join(root, folder))) {
          const { mtime } = await stat(join(root, folder, name)).catch(() => ({ mtime: moment }))
          // A `.part` was cut off while it was written: its name is no file's name.
          if (mtime < moment && /^[0-9a-z]{1,8}-[0-9a-f]{32}$/.test(name)) found.push(name)
        }
      return found.toSorted()
    },
  }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
