import type { PDFDocument } from '@cantoo/pdf-lib'
import { sql } from 'kysely'
import { type Day, isRefusal, type Refusal, refuse } from '../foundation/index.ts'
import { areaOfHousehold } from '../household/index.ts'
import { audit, businessDay, digestOf, type Tx } from '../platform/index.ts'
import { say, sayPageKind } from '../wording/index.ts'
import { type Attachment, attachmentsOf, readFile } from './attachment.ts'
import { bind, sheetsFrom } from './binding.ts'
import { documentContent, documentsOf } from './document.ts'
import type { DocumentInput } from './document-data.ts'
import { organFor } from './organ.ts'
import { asThisHousePrints, type Rendered, renderDocument, renderPaper } from './render.ts'

type IndexItem = DocumentInput<'dossier-index'>['items'][number]

/** What the cover says; the rest comes from the register. */
export interface DossierCover {
  household: bigint
  caseId: string
  /** 卷宗号: the case's own number. */
  dossier: string
  headOfHousehold: string
  programme: string
  keeper: string | null
  /** Null while the case is open: the file then ends where the case stands. */
  closedOn: Day | null
}

interface Bound extends Rendered {
  index: IndexItem[]
}

/** One entry of the index with the sheets behind it; without sheets it is kept beside the file. */
interface Part {
  on: Day
  title: string
  number: string | null
  remark: string | null
  sheets: PDFDocument[]
}

/** Scans of other programs beyond this many bytes are listed and kept beside the bound file. */
const mostBytes = 120 * 1024 * 1024

/**
 * 一户一档, bound: the index, then every paper and page of a case in the order they came, with running page numbers. A
 * corrected paper stays beside its correction; a removed page is not bound. Binding is on record like any reading.
 */
export async function bindDossier(tx: Tx, cover: DossierCover): Promise<Bound | Refusal<'nothing-to-bind'>> {
  // The sheets are drawn between two statements: a thick file takes longer than a clerk's request may rest.
  await sql`select set_config('idle_in_transaction_session_timeout', '300000', true)`.execute(tx)
  const parts = [...(await paperParts(tx, cover)), ...(await pageParts(tx, cover))].sort(
    (a, b) => a.on.localeCompare(b.on) || a.title.localeCompare(b.title, 'zh'),
  )
  if (parts.length === 0) return refuse('nothing-to-bind')
  const { items, pages } = numbered(parts)
  const area = (await areaOfHousehold(tx, cover.household))!
  const on = await businessDay(tx)
  const organ = await organFor(tx, area, 'township', on)
  const index = await renderDocument(
    'dossier-index',
    {
      organ: organ.name,
      hotline: organ.hotline,
      address: organ.address,
      number: null,
      on,
      caseNumber: cover.dossier,
      dossier: cover.dossier,
      headOfHousehold: cover.headOfHousehold,
      programme: cover.programme,
      keeper: cover.keeper,
      closedOn: cover.closedOn,
      items,
    },
    asThisHousePrints(),
  )
  const sheets = parts.flatMap((part) => part.sheets)
  const bytes = await bind(index.bytes, sheets, `${say('zh', 'office:dossier')} ${cover.dossier}`, on)
  await audit(tx, {
    action: 'office.bind-dossier',
    subject: { kind: 'case', id: cover.caseId, household: cover.household },
    area,
    after: { digest: digestOf(items) },
    detail: { papers: items.length, pages },
  })
  return {
    ...index,
    index: items,
    bytes,
    pages: (index.pages ?? 1) + pages,
    fileName: index.fileName.replace(/^[^-]+/, '卷宗'),
  }
}

function numbered(parts: readonly Part[]): { items: IndexItem[]; pages: number } {
  let pages = 0
  const items = parts.map(({ sheets, ...entry }) => {
    const count = sheets.reduce((sum, sheet) => sum + sheet.getPageCount(), 0)
    const [fromPage, toPage] = count === 0 ? [null, null] : [pages + 1, pages + count]
    pages += count
    return { ...entry, fromPage, toPage }
  })
  return { items, pages }
}

async function paperParts(tx: Tx, { household, caseId }: DossierCover): Promise<Part[]> {
  const parts: Part[] = []
  for (const document of await documentsOf(tx, household, { caseId })) {
    const content = await documentContent(tx, { household, id: document.id })
    const { bytes } = await renderPaper(content!.paper, asThisHousePrints())
    parts.push({
      on: document.issuedOn,
      title: content!.paper.title,
      number: document.number,
      remark: document.corrects ? say('zh', 'office:dossier-correction') : null,
      sheets: [(await sheetsFrom({ bytes, contentType: 'application/pdf' }))!],
    })
  }
  return parts
}

/** Pages of one kind stand together under the day of the first. */
async function pageParts(tx: Tx, { household, caseId }: DossierCover): Promise<Part[]> {
  const parts = new Map<string, Part>()
  let bytes = 0
  for (const page of await attachmentsOf(tx, household, { caseId })) {
    bytes += page.contentType === 'application/pdf' ? page.bytes : 0
    const sheets = bytes > mostBytes ? null : await sheetsOfPage(tx, page)
    const key = sheets ? page.kind : page.id
    const part = parts.get(key) ?? {
      on: page.added,
      title: sayPageKind('zh', page.kind),
      number: null,
      remark: sheets ? null : say('zh', 'office:dossier-beside'),
      sheets: [],
    }
    if (page.added < part.on) part.on = page.added
    if (sheets) part.sheets.push(sheets)
    parts.set(key, part)
  }
  return [...parts.values()]
}

async function sheetsOfPage(tx: Tx, page: Attachment): Promise<PDFDocument | null> {
  const file = await readFile(tx, { household: page.household, id: page.id })
  return isRefusal(file) ? null : sheetsFrom(file)
}
