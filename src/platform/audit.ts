import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalJson, digestOf } from './crypto.ts'
import { actorOf, businessDay, scopeOf, type Tx } from './database.ts'

/** One line of the record of who did or saw what (R33). Values themselves stay out: only digests and record ids. */
export interface AuditLine {
  action: string
  subject?: { kind: string; id: string; household?: bigint }
  area?: string
  before?: unknown
  after?: unknown
  result?: 'done' | 'refused' | 'failed'
  /** Non-personal facts worth reading: codes, counts, days. */
  detail?: Record<string, string | number | boolean | null>
}

/** Writes the line in the business transaction: if it cannot be written, the action does not happen. */
export const audit = (tx: Tx, line: AuditLine): Promise<void> => auditAll(tx, [line])

const linesAtOnce = 500

/** One line for each act, however many are done at once: a roster of a county is tens of thousands of them. */
export async function auditAll(tx: Tx, lines: readonly AuditLine[]): Promise<void> {
  if (lines.length === 0) return
  const actor = actorOf(tx)
  const scope = scopeOf(tx)
  const today = await businessDay(tx)
  const rows = lines.map((line) => {
    const row = {
      business_day: today,
      actor: actor.id,
      natural_person: actor.naturalPerson,
      on_behalf: actor.onBehalf ?? null,
      role: actor.role,
      area: line.area ?? actor.area ?? '',
      unit: actor.unit ?? null,
      action: line.action,
      subject_kind: line.subject?.kind ?? null,
      subject: line.subject?.id ?? null,
      household_id: line.subject?.household ?? null,
      purpose: scope.purpose ?? null,
      route: scope.route ?? null,
      result: line.result ?? 'done',
      before_digest: line.before === undefined ? null : digestOf(line.before),
      after_digest: line.after === undefined ? null : digestOf(line.after),
      detail: line.detail ? JSON.stringify(line.detail) : null,
    }
    return { ...row, leaf: leafOf(row) }
  })
  // No `returning`: the writer may not read the audit trail back.
  for (let from = 0; from < rows.length; from += linesAtOnce)
    await tx
      .insertInto('audit_entry')
      .values(rows.slice(from, from + linesAtOnce))
      .execute()
}

type LeafFields = Record<string, unknown>

const leafColumns = [
  'business_day',
  'actor',
  'natural_person',
  'on_behalf',
  'role',
  'area',
  'unit',
  'action',
  'subject_kind',
  'subject',
  'household_id',
  'purpose',
  'route',
  'result',
  'before_digest',
  'after_digest',
  'detail',
] as const

function leafOf(row: LeafFields): string {
  const fields: LeafFields = {}
  for (const column of leafColumns) {
    const value = row[column]
    fields[column] =
      column === 'detail' && typeof value === 'string'
        ? JSON.parse(value)
        : typeof value === 'bigint'
          ? String(value)
          : (value ?? null)
  }
  return hash(Buffer.concat([Buffer.from([0]), Buffer.from(canonicalJson(fields))]))
}

interface SealedRow {
  seq: bigint
  at: string
  leaf: string
}

/** The database gives number and moment, so they join the leaf when it is sealed. */
const sealedLeaf = ({ seq, at, leaf }: SealedRow): string =>
  hash(Buffer.concat([Buffer.from([0]), Buffer.from(`${seq}/${at}/${leaf}`)]))

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** The root of an RFC 6962 Merkle tree over leaf hashes in hex. */
export function merkleRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return hash(Buffer.alloc(0))
  if (leaves.length === 1) return leaves[0]!
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return hash(
    Buffer.concat([
      Buffer.from([1]),
      Buffer.from(merkleRoot(leaves.slice(0, split)), 'hex'),
      Buffer.from(merkleRoot(leaves.slice(split)), 'hex'),
    ]),
  )
}

/** An Ed25519 key from the installation's seal key (32 bytes in hex). */
export function sealKeys(sealKeyHex: string) {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(sealKeyHex, 'hex')])
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey)
  const keyId = hash(publicKey.export({ format: 'der', type: 'spki' })).slice(0, 16)
  return { privateKey, publicKey, keyId }
}

const sealText = (s: { seal_no: bigint; first_seq: bigint; last_seq: bigint; root: string; previous: string }) =>
  Buffer.from(`doudi-seal/${s.seal_no}/${s.first_seq}/${s.last_seq}/${s.root}/${s.previous}`)

/**
 * Seals everything written before the oldest transaction still running, so that a number handed out early and
 * committed late is never skipped. Returns the seal, or null when there was nothing; the caller anchors the root outside the database.
 */
export async function sealAudit(tx: Tx, sealKeyHex: string): Promise<{ sealNo: bigint; root: string } | null> {
  await sql`select pg_advisory_xact_lock(7301950)`.execute(tx)
  const last = await tx.selectFrom('audit_seal').selectAll().orderBy('seal_no', 'desc').limit(1).executeTakeFirst()
  const { rows } = await sql<SealedRow>`
    select seq, at, leaf from audit_entry
    where seq > ${last?.last_seq ?? 0n} and xmin::text::bigint < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint & 4294967295)
    order by seq limit 50000`.execute(tx)
  if (rows.length === 0) return null
  const { privateKey, keyId } = sealKeys(sealKeyHex)
  const seal = {
    seal_no: (last?.seal_no ?? 0n) + 1n,
    first_seq: rows[0]!.seq,
    last_seq: rows.at(-1)!.seq,
    leaves: rows.length,
    root: merkleRoot(rows.map(sealedLeaf)),
    previous: last ? hash(sealText(last)) : '',
  }
  await tx
    .insertInto('audit_seal')
    .values({
      ...seal,
      algorithm: 'rfc6962-sha256/ed25519',
      key_id: keyId,
      signature: sign(null, sealText(seal), privateKey).toString('hex'),
    })
    .execute()
  return { sealNo: seal.seal_no, root: seal.root }
}

export interface AuditVerdict {
  ok: boolean
  seals: number
  entries: number
  /** Entries younger than the last seal. */
  unsealed: number
  /** The first thing that does not fit, in words. */
  problem: string | null
}

/** Recomputes every leaf, root, chain link and signature. Names the first seal that does not fit. */
export async function verifyAudit(tx: Tx, sealKeyHex: string): Promise<AuditVerdict> {
  const { publicKey } = sealKeys(sealKeyHex)
  const seals = await tx.selectFrom('audit_seal').selectAll().orderBy('seal_no').execute()
  let previous: (typeof seals)[number] | null = null
  let entries = 0
  const fail = (problem: string): AuditVerdict => ({ ok: false, seals: seals.length, entries, unsealed: 0, problem })
  for (const seal of seals) {
    if (seal.seal_no !== (previous?.seal_no ?? 0n) + 1n)
      return fail(`seal ${seal.seal_no} does not follow ${previous?.seal_no ?? 0}`)
    if (seal.previous !== (previous ? hash(sealText(previous)) : ''))
      return fail(`seal ${seal.seal_no} is not chained to its predecessor`)
    if (!verify(null, sealText(seal), publicKey, Buffer.from(seal.signature, 'hex')))
      return fail(`seal ${seal.seal_no} has a wrong signature`)
    const rows = await tx
      .selectFrom('audit_entry')
      .selectAll()
      .where('seq', '>', previous?.last_seq ?? 0n)
      .where('seq', '<=', seal.last_seq)
      .orderBy('seq')
      .execute()
    const wrong = rows.find((row) => leafOf(row) !== row.leaf)
    if (wrong) return fail(`entry ${wrong.seq} in seal ${seal.seal_no} was changed`)
    if (rows.length !== seal.leaves || merkleRoot(rows.map(sealedLeaf)) !== seal.root)
      return fail(`seal ${seal.seal_no} covers ${seal.leaves} entries, ${rows.length} are here or their order changed`)
    entries += rows.length
    previous = seal
  }
  const rest = await tx
    .selectFrom('audit_entry')
    .select((e) => e.fn.countAll<bigint>().as('n'))
    .where('seq', '>', previous?.last_seq ?? 0n)
    .executeTakeFirstOrThrow()
  return { ok: true, seals: seals.length, entries, unsealed: Number(rest.n), problem: null }
}
