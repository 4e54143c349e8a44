import { degrees, PDFDocument, type PDFFont, type PDFPage, StandardFonts } from '@cantoo/pdf-lib'
import sharp from 'sharp'
import type { Day } from '../foundation/index.ts'

/** What is bound: a paper of ours, a scanner's PDF, or a photograph. */
export interface Leaf {
  bytes: Buffer
  contentType: 'image/jpeg' | 'application/pdf'
}

const millimetre = 72 / 25.4
const a4 = [210 * millimetre, 297 * millimetre] as const
/** Left for the binding and the running number. */
const margin = 15 * millimetre
/** Longer side of a bound photograph: 150 dots an inch on A4. The kept original stays finer. */
const printed = 1754

/** Sheets ready for binding; null when another program's PDF cannot be read: it is then listed and kept beside the file. */
export async function sheetsFrom(leaf: Leaf): Promise<PDFDocument | null> {
  if (leaf.contentType === 'image/jpeg') return photographOnA4(leaf.bytes)
  try {
    const sheets = await PDFDocument.load(leaf.bytes, { updateMetadata: false })
    // Damaged files are opened with good will; whether there is a page shows only when it is asked for.
    return sheets.getPageCount() > 0 ? sheets : null
  } catch {
    return null
  }
}

async function photographOnA4(bytes: Buffer): Promise<PDFDocument> {
  const smaller = await sharp(bytes)
    .resize({ width: printed, height: printed, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 75 })
    .toBuffer()
  const sheets = await PDFDocument.create({ updateMetadata: false })
  const picture = await sheets.embedJpg(smaller)
  const page = sheets.addPage([...a4])
  const { width, height } = picture.scaleToFit(a4[0] - 2 * margin, a4[1] - 2 * margin)
  page.drawImage(picture, { x: (a4[0] - width) / 2, y: (a4[1] - height) / 2, width, height })
  return sheets
}

/** One file: the index in front without a number, then every sheet with its running number at the upper right. */
export async function bind(front: Buffer, parts: readonly PDFDocument[], title: string, on: Day): Promise<Buffer> {
  const bound = await PDFDocument.load(front, { updateMetadata: false })
  const font = await bound.embedFont(StandardFonts.Helvetica)
  const total = parts.reduce((sum, part) => sum + part.getPageCount(), 0)
  let number = 0
  for (const part of parts)
    for (const page of await bound.copyPages(part, part.getPageIndices()))
      stamp(bound.addPage(page), font, `${++number} / ${total}`)
  bound.setTitle(title)
  const day = new Date(`${on}T00:00:00Z`)
  bound.setCreationDate(day)
  bound.setModificationDate(day)
  return Buffer.from(await bound.save({ useObjectStreams: false }))
}

/** A scanner may have turned the sheet: the number stands where the reader sees the upper right. */
function stamp(page: PDFPage, font: PDFFont, text: string): void {
  const { width, height } = page.getSize()
  const turned = ((page.getRotation().angle % 360) + 360) % 360
  const [fromRight, fromTop] = [margin + font.widthOfTextAtSize(text, 10), 10 * millimetre]
  const places: Record<number, { x: number; y: number }> = {
    0: { x: width - fromRight, y: height - fromTop },
    90: { x: fromTop, y: height - fromRight },
    180: { x: fromRight, y: fromTop },
    270: { x: width - fromTop, y: fromRight },
  }
  page.drawText(text, { ...(places[turned] ?? places[0]!), size: 10, font, rotate: degrees(turned) })
}
