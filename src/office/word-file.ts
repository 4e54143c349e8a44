import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Docxtemplater from 'docxtemplater'
import PizZip from 'pizzip'
import { type AreaCode, type Day, dayInChinese, isDay, upwards, yuanForReading } from '../foundation/index.ts'
import { sha256 } from '../platform/index.ts'
import { say } from '../wording/index.ts'
import { numberedKinds } from './document-data.ts'
import type { Paper } from './paper.ts'
import { qrPng } from './qr.ts'
import { wordBody, wordSizes } from './word-body.ts'

/**
 * Word files an office may edit. A county or province that prescribes its own form puts it at
 * `templates/docx/<area>/<kind>.docx` with placeholders named like the fields of `document-data.ts`
 * (`{headOfHousehold}`, `{#members}{name}{/members}`, `{reviewed.text}`); everybody else gets our layout.
 */
const folder = fileURLToPath(new URL('./templates/docx/', import.meta.url))

interface WordOptions {
  area: AreaCode | null
  watermark: boolean
  large: boolean
}

/** The nearest template: village, township, county, prefecture, province, nation, then the default layout. */
export function templateFor(kind: string, area: AreaCode | null): string {
  const places = area === null ? [] : upwards(area).filter(Boolean)
  const candidates = [...places.map((place) => `${folder}${place}/${kind}.docx`), `${folder}default/${kind}.docx`]
  return candidates.find((file) => existsSync(file)) ?? `${folder}default/paper.docx`
}

export async function wordFile(
  paper: Paper,
  data: Record<string, unknown>,
  options: WordOptions,
): Promise<{ bytes: Buffer; version: string }> {
  const template = readFileSync(templateFor(paper.kind, options.area))
  const zip = new PizZip(template)
  const qr = paper.qr ? await addPicture(zip, paper.qr.holds) : ''
  const layout = pageLayout(paper)
  const document = new Docxtemplater(zip, {
    paragraphLoop: true,
    linebreaks: true,
    nullGetter: () => '',
    parser: (tag) => ({ get: (scope) => lookUp(scope, tag) }),
  })
  document.render({
    ...readable(data),
    title: paper.title,
    footer: paper.footer.join('　'),
    watermark: options.watermark ? say(paper.lang, 'office:watermark-line') : '',
    body: wordBody(
      paper,
      wordSizes(paper, options.large),
      layout.textWidth,
      paper.style === 'letter' || numberedKinds.has(paper.kind),
      qr,
    ),
    qr: qr ? `<w:p>${qr}</w:p>` : '<w:p/>',
  })
  const made = document.getZip() as PizZip
  if (template.equals(readFileSync(`${folder}default/paper.docx`))) setPage(made, layout)
  return {
    bytes: made.generate({ type: 'nodebuffer', compression: 'DEFLATE' }),
    version: sha256(template).slice(0, 16),
  }
}

/** `a.b.c` from the nearest scope; `.` is the item of a loop itself. */
function lookUp(scope: unknown, tag: string): unknown {
  if (tag === '.') return scope
  let at: unknown = scope
  for (const name of tag.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) return undefined
    at = (at as Record<string, unknown>)[name]
  }
  return at
}

/** Data as a reader wants it: money with two or no decimals, days in Chinese, yes and no, unknown empty. */
export function readable(value: Record<string, unknown>): Record<string, unknown> {
  const one = (of: unknown): unknown => {
    if (typeof of === 'bigint') return yuanForReading(of)
    if (typeof of === 'boolean') return of ? '■' : '□'
    if (of === null || of === undefined) return ''
    if (typeof of === 'string') return isDay(of) ? dayInChinese(of as Day) : of
    if (Array.isArray(of))
      return of.map((item, index) =>
        item !== null && typeof item === 'object' ? { no: index + 1, ...readable(item) } : one(item),
      )
    if (typeof of === 'object') return readable(of as Record<string, unknown>)
    return String(of)
  }
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, one(of)]))
}

const emu = 36_000 // per millimetre

async function addPicture(zip: PizZip, holds: string): Promise<string> {
  const png = await qrPng(holds)
  zip.file('word/media/qr.png', png)
  const types = zip.file('[Content_Types].xml')!.asText()
  if (!types.includes('Extension="png"'))
    zip.file(
      '[Content_Types].xml',
      types.replace(/<Types([^>]*)>/, '<Types$1><Default Extension="png" ContentType="image/png"/>'),
    )
  const relations = 'word/_rels/document.xml.rels'
  const picture =
    '<Relationship Id="rIdQr" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/qr.png"/>'
  zip.file(relations, zip.file(relations)!.asText().replace('</Relationships>', `${picture}</Relationships>`))
  const side = 22 * emu
  return (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">' +
    `<wp:extent cx="${side}" cy="${side}"/><wp:docPr id="1" name="QR" descr="QR"/>` +
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">' +
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="qr.png"/><pic:cNvPicPr/></pic:nvPicPr>' +
    '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rIdQr"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>' +
    `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${side}" cy="${side}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>` +
    '</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
  )
}

interface PageLayout {
  width: number
  height: number
  landscape: boolean
  margins: { top: number; right: number; bottom: number; left: number }
  textWidth: number
}

const twip = 56.6929 // per millimetre

function pageLayout(paper: Paper): PageLayout {
  const [width, height] = paper.sheet === 'a3' ? [297, 420] : paper.sheet === 'a4-landscape' ? [297, 210] : [210, 297]
  const [top, right, bottom, left] =
    paper.sheet === 'a4-landscape' ? [22, 16, 20, 20] : paper.style === 'form' ? [26, 20, 24, 25] : [37, 26, 35, 28]
  const margins = { top: top * twip, right: right * twip, bottom: bottom * twip, left: left * twip }
  return {
    width: width * twip,
    height: height * twip,
    landscape: paper.sheet === 'a4-landscape',
    margins,
    textWidth: Math.floor((width - left - right) * twip),
  }
}

function setPage(zip: PizZip, layout: PageLayout): void {
  const r = Math.round
  const size = `<w:pgSz w:w="${r(layout.width)}" w:h="${r(layout.height)}"${layout.landscape ? ' w:orient="landscape"' : ''}/>`
  const { top, right, bottom, left } = layout.margins
  const margin = `<w:pgMar w:top="${r(top)}" w:right="${r(right)}" w:bottom="${r(bottom)}" w:left="${r(left)}" w:header="700" w:footer="900" w:gutter="0"/>`
  const xml = zip.file('word/document.xml')!.asText()
  zip.file('word/document.xml', xml.replace(/<w:pgSz[^>]*\/>/, size).replace(/<w:pgMar[^>]*\/>/, margin))
}
