import sharp from 'sharp'
import { type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { areaOfHousehold } from '../household/index.ts'
import { actorOf, audit, businessDay, house, newId, sha256, type Tx } from '../platform/index.ts'
import { type PageFile, type PageRefusal, readPage, sniff } from './page-file.ts'

/** One page of a paper, or a photograph. Pages may come later and in any order; a removed page leaves its row and its reason. */
export interface Attachment {
  id: string
  household: bigint
  caseId: string | null
  /** A code: `household-register`, `medical-bill`, `board-first-day`, … */
  kind: string
  person: bigint | null
  page: number
  contentType: 'image/jpeg' | 'application/pdf'
  bytes: number
  width: number | null
  height: number | null
  digest: string
  added: Day
  addedBy: string
  removed: { on: Day; why: string } | null
}

export interface AttachFile {
  household: bigint
  caseId?: string | null
  kind: string
  person?: bigint | null
  bytes: Buffer
  /** Its place among the pages of this kind; the next free one when left out. */
  page?: number
}

export type AttachRefusal = PageRefusal | Refusal<'no-such-household' | 'attachment-kind' | 'too-many-pages'>

export const mostPages = 200

/** Checks, re-encodes, encrypts and keeps one page. The same picture sent twice is kept once. */
export async function attachFile(tx: Tx, input: AttachFile): Promise<Attachment | AttachRefusal> {
  if (!/^[a-z][a-z0-9-]{1,40}$/.test(input.kind)) return refuse('attachment-kind', undefined, 'kind')
  const page = await readPage(input.bytes)
  return isRefusal(page) ? page : keepPage(tx, input, page, null)
}

/**
 * A page that was scanned before there was a case: checked and kept then, put into the file now. The bytes are already
 * what `readPage` makes, so they are not drawn anew a second time.
 */
export async function attachScanned(
  tx: Tx,
  input: Omit<AttachFile, 'bytes'> & { fileId: string },
): Promise<Attachment | AttachRefusal | Refusal<'no-such-file'>> {
  if (!/^[a-z][a-z0-9-]{1,40}$/.test(input.kind)) return refuse('attachment-kind', undefined, 'kind')
  const bytes = await house()
    .files.get(input.fileId)
    .catch(() => null)
  if (!bytes) return refuse('no-such-file', undefined, 'file')
  const kind = sniff(bytes)
  if (kind !== 'jpeg' && kind !== 'pdf') return refuse('file-kind', { kind: kind ?? 'unknown' }, 'file')
  const size = kind === 'jpeg' ? await sharp(bytes).metadata() : { width: null, height: null }
  const contentType = kind === 'jpeg' ? ('image/jpeg' as const) : ('application/pdf' as const)
  return keepPage(tx, input, { bytes, contentType, width: size.width, height: size.height }, input.fileId)
}

async function keepPage(
  tx: Tx,
  input: Omit<AttachFile, 'bytes'>,
  page: PageFile,
  fileId: string | null,
): Promise<Attachment | AttachRefusal> {
  const area = await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  const digest = sha256(page.bytes)
  const present = await attachmentsOf(tx, input.household, { caseId: input.caseId ?? null })
  const same = present.find((one) => one.digest === digest && one.kind === input.kind)
  if (same) return same
  if (present.length >= mostPages) return refuse('too-many-pages', { most: mostPages })
  const ofKind = present.filter((one) => one.kind === input.kind)
  const number = input.page ?? Math.max(0, ...ofKind.map((one) => one.page)) + 1
  const stored = fileId ?? (await house().files.put(page.bytes)).id
  const id = newId()
  await tx
    .insertInto('attachment')
    .values({
      household_id: input.household,
      attachment_id: id,
      area,
      case_id: input.caseId ?? null,
      kind: input.kind,
      person_id: input.person ?? null,
      page: number,
      content_type: page.contentType,
      file_id: stored,
      digest,
      bytes: page.bytes.length,
      width: page.width,
      height: page.height,
      added_by: actorOf(tx).id,
    })
    .execute()
  await audit(tx, {
    action: 'office.attach-file',
    subject: { kind: 'attachment', id, household: input.household },
    area,
    after: { digest },
    detail: { kind: input.kind, page: number, bytes: page.bytes.length },
  })
  return toAttachment((await rowOf(tx, input.household, id))!)
}

/** Present pages in reading order; removed ones only when asked for. */
export async function attachmentsOf(
  tx: Tx,
  household: bigint,
  query: { caseId?: string | null; kind?: string; removed?: boolean } = {},
): Promise<Attachment[]> {
  let select = tx.selectFrom('attachment').selectAll().where('household_id', '=', household)
  if (query.caseId !== undefined)
    select = query.caseId === null ? select.where('case_id', 'is', null) : select.where('case_id', '=', query.caseId)
  if (query.kind) select = select.where('kind', '=', query.kind)
  if (!query.removed) select = select.where('removed_on', 'is', null)
  const rows = await select.orderBy('kind').orderBy('page').orderBy('attachment_id').execute()
  return rows.map(toAttachment)
}

/** A new order of the pages of one kind; pages not named keep their place behind. */
export async function orderPages(
  tx: Tx,
  input: { household: bigint; caseId: string | null; kind: string; order: string[] },
): Promise<Attachment[] | Refusal<'no-such-attachment'>> {
  const pages = await attachmentsOf(tx, input.household, { caseId: input.caseId, kind: input.kind })
  if (
    input.order.some((id) => !pages.some((page) => page.id === id)) ||
    new Set(input.order).size !== input.order.length
  )
    return refuse('no-such-attachment', undefined, 'order')
  const ordered = [...input.order, ...pages.map((page) => page.id).filter((id) => !input.order.includes(id))]
  for (const [index, id] of ordered.entries())
    await tx
      .updateTable('attachment')
      .set({ page: index + 1 })
      .where('household_id', '=', input.household)
      .where('attachment_id', '=', id)
      .execute()
  return attachmentsOf(tx, input.household, { caseId: input.caseId, kind: input.kind })
}

/** Wrongly photographed: it is shown no more, but that it was there and why it went stays on record. */
export async function removeAttachment(
  tx: Tx,
  input: { household: bigint; id: string; why: string },
): Promise<Refusal<'no-such-attachment' | 'reason-needed'> | null> {
  if (!input.why.trim()) return refuse('reason-needed', undefined, 'why')
  const row = await rowOf(tx, input.household, input.id)
  if (!row || row.removed_on) return refuse('no-such-attachment')
  await tx
    .updateTable('attachment')
    .set({ removed_on: await businessDay(tx), removed_by: actorOf(tx).id, removed_why: input.why })
    .where('household_id', '=', input.household)
    .where('attachment_id', '=', input.id)
    .execute()
  await audit(tx, {
    action: 'office.remove-attachment',
    subject: { kind: 'attachment', id: input.id, household: input.household },
    area: row.area,
    after: { why: input.why },
    detail: { kind: row.kind, page: row.page },
  })
  return null
}

export interface ReadFile {
  bytes: Buffer
  contentType: Attachment['contentType']
  /** For `content-disposition: attachment`; kind and page, nothing about anybody. */
  fileName: string
}

/** The only way to the bytes: row security decides whether the row is there, and every look is on record. */
export async function readFile(
  tx: Tx,
  where: { household: bigint; id: string },
): Promise<ReadFile | Refusal<'no-such-attachment'>> {
  const row = await rowOf(tx, where.household, where.id)
  if (!row || row.removed_on) return refuse('no-such-attachment')
  const bytes = await house().files.get(row.file_id)
  if (sha256(bytes) !== row.digest) throw new Error(`Attachment ${where.id} was altered: its digest does not fit`)
  await audit(tx, {
    action: 'office.read-file',
    subject: { kind: 'attachment', id: where.id, household: where.household },
    area: row.area,
    detail: { kind: row.kind, page: row.page },
  })
  const ending = row.content_type === 'application/pdf' ? 'pdf' : 'jpg'
  return {
    bytes,
    contentType: row.content_type as Attachment['contentType'],
    fileName: `${row.kind}-${row.page}.${ending}`,
  }
}

type Row = NonNullable<Awaited<ReturnType<typeof rowOf>>>
const rowOf = (tx: Tx, household: bigint, id: string) =>
  tx
    .selectFrom('attachment')
    .selectAll()
    .where('household_id', '=', household)
    .where('attachment_id', '=', id)
    .executeTakeFirst()

const toAttachment = (row: Row): Attachment => ({
  id: row.attachment_id,
  household: row.household_id,
  caseId: row.case_id,
  kind: row.kind,
  person: row.person_id,
  page: row.page,
  contentType: row.content_type as Attachment['contentType'],
  bytes: row.bytes,
  width: row.width,
  height: row.height,
  digest: row.digest,
  added: row.added_on,
  addedBy: row.added_by,
  removed: row.removed_on ? { on: row.removed_on, why: row.removed_why! } : null,
})
