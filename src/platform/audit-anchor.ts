import { sign, verify } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sealKeys } from './audit.ts'
import type { Tx } from './database.ts'
import type { House } from './house.ts'
import { log } from './log.ts'

/** One line outside the database: whoever rewrites the whole trail and seals it anew cannot rewrite this copy (threat B17). */
export interface Anchor {
  at: string
  sealNo: string
  lastSeq: string
  root: string
  previous: string
  keyId: string
  signature: string
}

/** `DOUDI_ANCHOR_FILE`, best on another machine's disk; else beside the data. */
export const anchorFile = (dataDir: string, env: NodeJS.ProcessEnv = process.env): string =>
  env.DOUDI_ANCHOR_FILE || join(dataDir, 'audit-anchors.jsonl')

const anchorText = (a: Omit<Anchor, 'signature'>) =>
  Buffer.from(`doudi-anchor/${a.at}/${a.sealNo}/${a.lastSeq}/${a.root}/${a.previous}/${a.keyId}`)

/** Once a day: the newest seal, signed, appended to the file and said in the log. The same seal is not written twice. */
export async function anchorAudit(tx: Tx, { config, secrets }: House): Promise<Anchor | null> {
  const seal = await tx.selectFrom('audit_seal').selectAll().orderBy('seal_no', 'desc').limit(1).executeTakeFirst()
  const file = anchorFile(config.dataDir)
  if (!seal || readAnchors(file).at(-1)?.sealNo === String(seal.seal_no)) return null
  const { privateKey, keyId } = sealKeys(secrets.sealKey)
  const line = {
    at: new Date().toISOString(),
    sealNo: String(seal.seal_no),
    lastSeq: String(seal.last_seq),
    root: seal.root,
    previous: seal.previous,
    keyId,
  }
  const anchor: Anchor = { ...line, signature: sign(null, anchorText(line), privateKey).toString('hex') }
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, `${JSON.stringify(anchor)}\n`, { mode: 0o600 })
  log.info({ anchor }, 'audit anchor')
  return anchor
}

export function readAnchors(file: string): Anchor[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Anchor)
}

/** The first anchor the database does not agree with, in words; null when all fit. */
export async function verifyAnchors(tx: Tx, anchors: readonly Anchor[], sealKeyHex: string): Promise<string | null> {
  const { publicKey } = sealKeys(sealKeyHex)
  for (const { signature, ...line } of anchors) {
    const name = `anchor of ${line.at} (seal ${line.sealNo})`
    if (!verify(null, anchorText(line), publicKey, Buffer.from(signature, 'hex'))) return `${name}: wrong signature`
    const seal = await tx
      .selectFrom('audit_seal')
      .select(['root', 'previous', 'last_seq'])
      .where('seal_no', '=', BigInt(line.sealNo))
      .executeTakeFirst()
    if (!seal) return `${name}: the database has no such seal any more`
    if (seal.root !== line.root || seal.previous !== line.previous || String(seal.last_seq) !== line.lastSeq)
      return `${name}: the database has another seal under this number`
  }
  return null
}
