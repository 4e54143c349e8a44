import type { Day } from '../foundation/index.ts'
import type { Tx } from '../platform/index.ts'
import { type Lang, say } from '../wording/index.ts'
import { attachmentsOf } from './attachment.ts'
import { documentContent, documentsOf } from './document.ts'
import type { DocumentInput } from './document-data.ts'
import { renderPaper } from './render.ts'

type IndexItem = DocumentInput<'dossier-index'>['items'][number]

/**
 * 一户一档: every paper and page of a case in the order they came, with running page numbers. A corrected paper stays
 * beside its correction; a removed page is not counted.
 */
export async function dossierItems(tx: Tx, household: bigint, caseId: string, lang: Lang = 'zh'): Promise<IndexItem[]> {
  const papers = (await documentsOf(tx, household, { caseId })).filter((paper) => paper.kind !== 'dossier-index')
  const entries: { on: Day; title: string; number: string | null; pages: number; remark: string | null }[] = []
  for (const paper of papers) {
    const content = await documentContent(tx, { household, id: paper.id })
    const { pages } = await renderPaper(content!.paper)
    entries.push({
      on: paper.issuedOn,
      title: content!.paper.title,
      number: paper.number,
      pages: pages ?? 1,
      remark: paper.corrects ? say(lang, 'office:dossier-correction') : null,
    })
  }
  const attached = await attachmentsOf(tx, household, { caseId })
  for (const kind of new Set(attached.map((page) => page.kind))) {
    const pages = attached.filter((page) => page.kind === kind)
    entries.push({
      on: pages.map((page) => page.added).sort()[0]!,
      title: say(lang, `office:file.${kind}`).replace(/^office:file\./, ''),
      number: null,
      pages: pages.length,
      remark: null,
    })
  }
  entries.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.title < b.title ? -1 : 1))
  let last = 0
  return entries.map(({ pages, ...entry }) => {
    const fromPage = last + 1
    last += pages
    return { ...entry, fromPage, toPage: last }
  })
}
