import { gunzipSync, gzipSync } from 'node:zlib'
import { type AreaCode, assert, type Day, type Refusal, refuse, yearOf } from '../foundation/index.ts'
import { addTimeline, areaOfHousehold } from '../household/index.ts'
import { actorOf, audit, businessDay, digestOf, house, newId, nextNumber, type Tx } from '../platform/index.ts'
import { type Lang, say } from '../wording/index.ts'
import {
  type DocumentData,
  type DocumentInput,
  type DocumentKind,
  numberedKinds,
  readDocumentData,
} from './document-data.ts'
import { type LetterRefusal, lintLetter } from './letter-lint.ts'
import { lintNotice, type NoticeFacts, type NoticeProblem } from './notice-lint.ts'
import { type Organ, organFor } from './organ.ts'
import type { Paper } from './paper.ts'
import { writePaper } from './papers/index.ts'
import { asThisHousePrints, type Rendered, type RenderOptions, renderDocument, renderPaper } from './render.ts'
import { templateVersion } from './typesetter.ts'

/**
 * The register of papers. A paper is worded once, sealed with its data, and never changes: printed ten years later it
 * says what it said. Its number is the next of its organ, kind and year, without gaps.
 */
export interface IssuedDocument {
  id: string
  household: bigint | null
  caseId: string | null
  kind: DocumentKind
  title: string
  number: string | null
  organ: string
  area: AreaCode
  issuedOn: Day
  issuedBy: string
  digest: string
  templateVersion: string
  /** The paper this one corrects, and why. */
  corrects: { id: string; note: string } | null
}

type Letterhead = 'organ' | 'number' | 'on' | 'hotline' | 'address'
/** What the register fills in by itself may be left out: organ, number, day, phone, address. */
export type IssueData<K extends DocumentKind> = Omit<DocumentInput<K>, Letterhead> &
  Partial<Pick<DocumentInput<K>, Exclude<Letterhead, 'number'>>>

export interface IssueDocument<K extends DocumentKind> {
  kind: K
  /** Null for papers of no single household; then `area` says whose they are. */
  household: bigint | null
  area?: AreaCode
  caseId?: string | null
  /** Which level of the area signs. */
  by: 'township' | 'county'
  data: IssueData<K>
  /** Of a sheet: the notice, run or request it belongs to. */
  subject?: string
  /** A public notice goes out only past the linter, which needs to know the registry. */
  noticeFacts?: NoticeFacts
}

export type NoticeRefusal = Refusal<'notice-leaks'> & { problems: NoticeProblem[] }
export type IssueRefusal = Refusal<'no-such-household' | 'paper-day-in-future'> | LetterRefusal | NoticeRefusal

/** 机关代字 + what kind of letter + 〔year〕number号: one series per organ, kind and year. */
const seriesWord: Partial<Record<DocumentKind, string>> = {
  'inquiry-slip': '询',
  'application-receipt': '收',
  'supplement-notice': '补',
  'acceptance-notice': '受',
  'refusal-to-accept': '不受',
  'approval-letter': '确',
  'refusal-letter': '不确',
  'change-letter': '变',
  'appeal-letter': '复',
  'closing-notice': '终',
  'public-notice': '公',
  'funds-request': '资',
}

export async function issueDocument<K extends DocumentKind>(
  tx: Tx,
  input: IssueDocument<K>,
): Promise<IssuedDocument | IssueRefusal> {
  const area = input.household === null ? (input.area ?? null) : await areaOfHousehold(tx, input.household)
  if (!area) return refuse('no-such-household', undefined, 'household')
  const today = await businessDay(tx)
  const on = (input.data.on as Day | undefined) ?? today
  if (on > today) return refuse('paper-day-in-future', { day: on }, 'on')
  const organ = await organFor(tx, area, input.by, on)
  const filled = {
    organ: organ.name,
    hotline: organ.hotline,
    address: organ.address,
    caseNumber: null,
    ...withoutAbsent(input.data),
    on,
    number: null,
  }
  const checked = readDocumentData(input.kind, filled)
  const fault = lintLetter(input.kind, checked)
  if (fault) return fault
  if (input.kind === 'public-notice') {
    assert(input.noticeFacts, 'a public notice without the registry facts its linter needs')
    const problems = lintNotice(projectionOf(checked as DocumentData<'public-notice'>), input.noticeFacts)
    if (problems.length > 0)
      return { ...refuse('notice-leaks', { cells: problems.length }, problems[0]!.cell), problems }
  }
  const number = await numberFor(tx, input.kind, organ, on)
  return store(tx, { ...input, area, organ: organ.name, on, number, data: { ...filled, number }, corrects: null })
}

/** A slip of the pen: the same paper again with the same number and a note; the first one stays in the register. */
export async function correctDocument<K extends DocumentKind>(
  tx: Tx,
  input: { household: bigint; id: string; kind: K; data: Partial<IssueData<K>>; note: string },
): Promise<IssuedDocument | IssueRefusal | Refusal<'no-such-document' | 'document-corrected' | 'reason-needed'>> {
  if (!input.note.trim()) return refuse('reason-needed', undefined, 'note')
  const row = await rowOf(tx, input.household, input.id)
  if (!row || row.kind !== input.kind) return refuse('no-such-document')
  const later = await tx
    .selectFrom('document')
    .select('document_id')
    .where('household_id', '=', input.household)
    .where('corrects', '=', input.id)
    .executeTakeFirst()
  if (later) return refuse('document-corrected')
  const old = open(row.content_sealed, row.document_id)
  const data = { ...(old.data as Record<string, unknown>), ...withoutAbsent(input.data), number: row.number }
  const fault = lintLetter(input.kind, readDocumentData(input.kind, data))
  if (fault) return fault
  return store(tx, {
    kind: input.kind,
    household: input.household,
    caseId: row.case_id,
    area: row.area as AreaCode,
    organ: row.organ,
    on: await businessDay(tx),
    number: row.number,
    data: { ...data, on: await businessDay(tx) },
    corrects: { id: input.id, note: input.note },
  })
}

async function numberFor(tx: Tx, kind: DocumentKind, organ: Organ, on: Day): Promise<string | null> {
  const word = seriesWord[kind]
  if (!numberedKinds.has(kind) || word === undefined) return null
  const n = await nextNumber(tx, `document:${organ.area}:${word}:${yearOf(on)}`)
  return `${organ.prefix}${word}〔${yearOf(on)}〕${n}号`
}

interface Storing {
  kind: DocumentKind
  household: bigint | null
  caseId?: string | null
  area: AreaCode
  organ: string
  on: Day
  number: string | null
  data: Record<string, unknown>
  subject?: string
  corrects: { id: string; note: string } | null
}

async function store(tx: Tx, input: Storing): Promise<IssuedDocument> {
  const id = newId()
  const written = writePaper(input.kind, input.data)
  const paper: Paper = input.corrects
    ? {
        ...written,
        blocks: [
          ...written.blocks,
          { is: 'note', text: say('zh', 'office:correction', { note: input.corrects.note }) },
        ],
      }
    : written
  const digest = digestOf(paper)
  const row = {
    area: input.area,
    kind: input.kind,
    number: input.number,
    organ: input.organ,
    issued_on: input.on,
    issued_by: actorOf(tx).id,
    natural_person: actorOf(tx).naturalPerson,
    content_sealed: seal({ data: input.data, paper }, id),
    digest,
    template_version: templateVersion,
  }
  if (input.household === null)
    await tx
      .insertInto('sheet')
      .values({ sheet_id: id, subject: input.subject ?? null, ...row })
      .execute()
  else {
    await tx
      .insertInto('document')
      .values({
        household_id: input.household,
        document_id: id,
        case_id: input.caseId ?? null,
        corrects: input.corrects?.id ?? null,
        correction_note: input.corrects?.note ?? null,
        ...row,
      })
      .execute()
    await addTimeline(tx, {
      household: input.household,
      kind: 'document',
      at: input.on,
      text: input.corrects ? 'office:timeline.corrected' : 'office:timeline.issued',
      values: { paper: `office:title-${input.kind}`, number: input.number ?? '' },
      refs: { document: id, ...(input.caseId && { case: input.caseId }) },
      citizenSees: familyKinds.has(input.kind),
    })
  }
  await audit(tx, {
    action: input.corrects ? 'office.correct-document' : 'office.issue-document',
    subject: { kind: 'document', id, ...(input.household !== null && { household: input.household }) },
    area: input.area,
    after: { digest },
    detail: { kind: input.kind, number: input.number },
  })
  return {
    id,
    household: input.household,
    caseId: input.caseId ?? null,
    kind: input.kind,
    title: paper.title,
    number: input.number,
    organ: input.organ,
    area: input.area,
    issuedOn: input.on,
    issuedBy: row.issued_by,
    digest,
    templateVersion,
    corrects: input.corrects,
  }
}

/** Papers written for the family; records about it (appraisal, verification, approval form) are asked for at the window. */
export const familyKinds = new Set<DocumentKind>([
  'inquiry-slip',
  'application-form',
  'authorization-pledge',
  'proxy-authorization',
  'application-receipt',
  'supplement-notice',
  'acceptance-notice',
  'refusal-to-accept',
  'approval-letter',
  'refusal-letter',
  'change-letter',
  'appeal-letter',
  'closing-notice',
  'delivery-receipt',
])

// ------------------------------------------------------------------ reading

export async function documentsOf(
  tx: Tx,
  household: bigint,
  query: { caseId?: string; forFamily?: boolean } = {},
): Promise<IssuedDocument[]> {
  let select = tx.selectFrom('document').selectAll().where('household_id', '=', household)
  if (query.caseId) select = select.where('case_id', '=', query.caseId)
  if (query.forFamily) select = select.where('kind', 'in', [...familyKinds])
  const rows = await select.orderBy('issued_on').orderBy('document_id').execute()
  return rows.map(toDocument)
}

export async function documentById(tx: Tx, household: bigint, id: string): Promise<IssuedDocument | null> {
  const row = await rowOf(tx, household, id)
  return row ? toDocument(row) : null
}

export async function sheetsOf(
  tx: Tx,
  query: { kind?: DocumentKind; subject?: string; area?: AreaCode },
): Promise<IssuedDocument[]> {
  let select = tx.selectFrom('sheet').selectAll()
  if (query.kind) select = select.where('kind', '=', query.kind)
  if (query.subject) select = select.where('subject', '=', query.subject)
  if (query.area) select = select.where('area', '>=', query.area).where('area', '<', `${query.area}~`)
  const rows = await select.orderBy('issued_on').orderBy('sheet_id').execute()
  return rows.map(toSheet)
}

/** What a paper says and what it was made from. Throws when the register was altered behind our back. */
export async function documentContent<K extends DocumentKind>(
  tx: Tx,
  where: { household: bigint | null; id: string },
): Promise<{ document: IssuedDocument; paper: Paper; data: DocumentData<K> } | null> {
  const row = where.household === null ? null : await rowOf(tx, where.household, where.id)
  const sheet =
    where.household === null
      ? await tx.selectFrom('sheet').selectAll().where('sheet_id', '=', where.id).executeTakeFirst()
      : null
  const sealed = row?.content_sealed ?? sheet?.content_sealed
  if (!sealed) return null
  const { data, paper } = open(sealed, where.id)
  if (digestOf(paper) !== (row?.digest ?? sheet!.digest))
    throw new Error(`Document ${where.id} was altered: its digest does not fit`)
  const document = row ? toDocument(row) : toSheet(sheet!)
  return { document, paper, data: readDocumentData(document.kind, data) as DocumentData<K> }
}

/**
 * The paper as it was issued, as PDF (normal or large print) or as an editable Word file. In the demo it carries the
 * watermark. English is a reading copy made from the data. Every print is on record.
 */
export async function printDocument(
  tx: Tx,
  where: { household: bigint | null; id: string },
  options: Omit<RenderOptions, 'watermark' | 'site' | 'area'> = {},
): Promise<Rendered | Refusal<'no-such-document'>> {
  const content = await documentContent(tx, where)
  if (!content) return refuse('no-such-document')
  const { document, paper, data } = content
  await audit(tx, {
    action: 'office.print-document',
    subject: {
      kind: 'document',
      id: document.id,
      ...(document.household !== null && { household: document.household }),
    },
    area: document.area,
    detail: { kind: document.kind, format: options.format ?? 'pdf', large: options.large ?? false },
  })
  const lang: Lang = options.lang ?? 'zh'
  if (options.format === 'docx' || lang !== 'zh')
    return renderDocument(document.kind, data as DocumentInput<DocumentKind>, {
      ...options,
      ...asThisHousePrints(),
      area: document.area,
    })
  return renderPaper(paper, { ...options, ...asThisHousePrints() })
}

// ------------------------------------------------------------------ rows

type Row = NonNullable<Awaited<ReturnType<typeof rowOf>>>
const rowOf = (tx: Tx, household: bigint, id: string) =>
  tx
    .selectFrom('document')
    .selectAll()
    .where('household_id', '=', household)
    .where('document_id', '=', id)
    .executeTakeFirst()

const common = (row: Omit<Row, 'household_id' | 'document_id' | 'case_id' | 'corrects' | 'correction_note'>) => ({
  kind: row.kind as DocumentKind,
  title: say('zh', `office:title-${row.kind}`),
  number: row.number,
  organ: row.organ,
  area: row.area as AreaCode,
  issuedOn: row.issued_on,
  issuedBy: row.issued_by,
  digest: row.digest,
  templateVersion: row.template_version,
})

const toDocument = (row: Row): IssuedDocument => ({
  ...common(row),
  id: row.document_id,
  household: row.household_id,
  caseId: row.case_id,
  corrects: row.corrects ? { id: row.corrects, note: row.correction_note! } : null,
})

const sheetRow = (tx: Tx) => tx.selectFrom('sheet').selectAll().executeTakeFirst()
const toSheet = (row: NonNullable<Awaited<ReturnType<typeof sheetRow>>>): IssuedDocument => ({
  ...common(row),
  id: row.sheet_id,
  household: null,
  caseId: null,
  corrects: null,
})

const bigintAsText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
const context = (id: string) => `document.content:${id}`

const seal = (content: { data: unknown; paper: Paper }, id: string): string =>
  house().crypto.seal(gzipSync(JSON.stringify(content, bigintAsText)).toString('base64'), context(id))

const open = (sealed: string, id: string): { data: unknown; paper: Paper } =>
  JSON.parse(gunzipSync(Buffer.from(house().crypto.open(sealed, context(id)), 'base64')).toString('utf8'))

const withoutAbsent = (data: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined))

const projectionOf = (d: DocumentData<'public-notice'>) => ({
  heading: d.heading,
  place: d.place,
  basis: d.basis,
  rows: d.rows,
  supervisionPhones: d.supervisionPhones,
})
