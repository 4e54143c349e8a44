import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { copyTables, loadTables } from './table-copy.ts'

/**
 * A backup is a folder: one encrypted file with every table (COPY, one snapshot), the encrypted file store as it is,
 * and `manifest.json` with digests. Keys are NOT in it: without `secrets.json`, kept elsewhere, it is noise.
 */
export interface Manifest {
  made: string
  migrations: { name: string; checksum: string }[]
  tables: { name: string; rows: number }[]
  sequences: { name: string; value: string }[]
  dump: { file: string; digest: string; bytes: number }
  files: { path: string; digest: string }[]
  salt: string
}

const digestFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

const keyFrom = (secret: string, salt: string) => scryptSync(secret, Buffer.from(salt, 'hex'), 32)

/** Writes the backup beside its final name and renames it at the end: a killed backup never looks like one. */
export async function backup(options: {
  ownerUrl: string
  dataDir: string
  folder: string
  secret: string
  progress(done: number, total: number): void
}): Promise<Manifest> {
  if (existsSync(options.folder))
    throw new Error(`${options.folder} exists already; a backup never overwrites another. Choose a new folder.`)
  const part = `${options.folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(join(part, 'files'), { recursive: true, mode: 0o700 })
  const salt = randomBytes(16).toString('hex')
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-ctr', keyFrom(options.secret, salt), iv)
  const dump = createWriteStream(join(part, 'tables.enc'), { mode: 0o600 })
  dump.write(iv)
  cipher.pipe(dump)
  const copied = await copyTables(options.ownerUrl, cipher, options.progress)
  await new Promise<void>((resolve, reject) => {
    dump.on('finish', resolve)
    dump.on('error', reject)
    cipher.end()
  })
  const store = join(options.dataDir, 'files')
  const files: Manifest['files'] = []
  for (const shelf of existsSync(store) ? (await readdir(store)).sort() : [])
    for (const name of (await readdir(join(store, shelf))).sort()) {
      if (name.endsWith('.part')) continue
      await mkdir(join(part, 'files', shelf), { recursive: true })
      await pipeline(
        createReadStream(join(store, shelf, name)),
        createWriteStream(join(part, 'files', shelf, name), { mode: 0o600 }),
      )
      files.push({ path: `${shelf}/${name}`, digest: await digestFile(join(part, 'files', shelf, name)) })
    }
  const manifest: Manifest = {
    made: new Date().toISOString(),
    ...copied,
    dump: {
      file: 'tables.enc',
      digest: await digestFile(join(part, 'tables.enc')),
      bytes: (await stat(join(part, 'tables.enc'))).size,
    },
    files,
    salt,
  }
  await writeFile(join(part, 'manifest.json'), JSON.stringify(manifest, null, 2), { mode: 0o600 })
  await rename(part, options.folder)
  return manifest
}

/** Checks every digest first, then loads into an empty, freshly migrated database of the same schema. Nothing is loaded from a damaged backup. */
export async function restore(options: {
  ownerUrl: string
  dataDir: string
  folder: string
  secret: string
  progress(done: number, total: number): void
}): Promise<Manifest> {
  const manifest = JSON.parse(await readFile(join(options.folder, 'manifest.json'), 'utf8')) as Manifest
  const dumpPath = join(options.folder, manifest.dump.file)
  if ((await digestFile(dumpPath)) !== manifest.dump.digest)
    throw new Error('tables.enc is not what the manifest says: this backup is damaged and nothing was loaded.')
  for (const file of manifest.files)
    if ((await digestFile(join(options.folder, 'files', file.path))) !== file.digest)
      throw new Error(`A stored file is damaged (${file.path}); nothing was loaded.`)
  const iv = (await readFirst(dumpPath, 16)) as Buffer
  const decipher = createDecipheriv('aes-256-ctr', keyFrom(options.secret, manifest.salt), iv)
  const source = createReadStream(dumpPath, { start: 16 }).pipe(decipher)
  await loadTables(options.ownerUrl, source, manifest, options.progress)
  for (const file of manifest.files) {
    const target = join(options.dataDir, 'files', file.path)
    await mkdir(join(target, '..'), { recursive: true, mode: 0o700 })
    await pipeline(
      createReadStream(join(options.folder, 'files', file.path)),
      createWriteStream(target, { mode: 0o600 }),
    )
  }
  return manifest
}

async function readFirst(path: string, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of createReadStream(path, { start: 0, end: bytes - 1 })) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
