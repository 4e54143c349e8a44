import type { AreaCode } from '../foundation/index.ts'
import { house, log } from '../platform/index.ts'
import { type Lang, say } from '../wording/index.ts'
import { type DocumentInput, type DocumentKind, numberedKinds, readDocumentData } from './document-data.ts'
import { missingCharacters, type PaperFonts } from './fonts.ts'
import { type Paper, paperText } from './paper.ts'
import { writePaper } from './papers/index.ts'
import { qrSvg } from './qr.ts'
import { paperFonts, templateVersion, typeset } from './typesetter.ts'
import { wordFile } from './word-file.ts'

export interface RenderOptions {
  format?: 'pdf' | 'docx'
  /** 大字版: nothing smaller than 22 points. */
  large?: boolean
  /** 演示 across every page. */
  watermark?: boolean
  lang?: Lang
  /** Whose Word template to use: the nearest area that brought its own. */
  area?: AreaCode
  /** Where this house is found by the public; without it a relative QR code is left off rather than leading nowhere. */
  site?: string | null
  /** Only tests choose fonts. */
  fonts?: PaperFonts
}

export interface Rendered {
  bytes: Buffer
  contentType: string
  /** Kind and number, never a name. */
  fileName: string
  /** Null for Word files, whose pages the reader's program decides. */
  pages: number | null
  templateVersion: string
  /** Characters of the text that no font here can draw; they are named on the paper, to be written by hand. */
  missing: string[]
}

const contentTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

/** Checks the data, words the paper and draws it. Throws a ZodError that names a wrong field. */
export async function renderDocument<K extends DocumentKind>(
  kind: K,
  input: DocumentInput<K>,
  options: RenderOptions = {},
): Promise<Rendered> {
  const paper = withWholeAddress(writePaper(kind, input, options.lang), options)
  if (options.format === 'docx') return renderWord(paper, readDocumentData(kind, input), options)
  return renderPaper(paper, options)
}

/** Draws a paper that was worded before, for instance one kept in the register. */
export async function renderPaper(kept: Paper, options: RenderOptions = {}): Promise<Rendered> {
  const paper = withWholeAddress(kept, options)
  const fonts = options.fonts ?? paperFonts()
  sayFonts(fonts)
  const missing = missingCharacters(paperText(paper), fonts)
  const { pdf, pages } = await typeset(
    drawing(paper, options, fonts, missing),
    fonts,
    Date.parse(`${paper.on}T00:00:00Z`) / 1000,
  )
  return {
    bytes: pdf,
    contentType: contentTypes.pdf,
    fileName: fileName(paper, options, 'pdf'),
    pages,
    templateVersion,
    missing,
  }
}

async function renderWord(paper: Paper, data: Record<string, unknown>, options: RenderOptions): Promise<Rendered> {
  const { bytes, version } = await wordFile(paper, data, {
    area: options.area ?? null,
    watermark: options.watermark ?? false,
    large: options.large ?? false,
  })
  return {
    bytes,
    contentType: contentTypes.docx,
    fileName: fileName(paper, options, 'docx'),
    pages: null,
    templateVersion: version,
    missing: [],
  }
}

/** How this house prints: watermark in the demo, its own address in the codes. */
export function asThisHousePrints(): Pick<RenderOptions, 'watermark' | 'site'> {
  const { demo, publicAddress, port } = house().config
  return { watermark: demo, site: publicAddress ?? (demo ? `http://localhost:${port || 3000}` : null) }
}

/** The register keeps a code's path; the address before it is the one the house has on the day of printing. */
function withWholeAddress(paper: Paper, { site }: RenderOptions): Paper {
  if (!paper.qr?.holds.startsWith('/')) return paper
  return { ...paper, qr: site ? { ...paper.qr, holds: `${site}${paper.qr.holds}` } : null }
}

/** What the template reads: the paper, and how it is to look. */
function drawing(
  paper: Paper,
  options: RenderOptions,
  fonts: PaperFonts,
  missing: string[],
): Paper & Record<string, unknown> {
  const [year, month, day] = paper.on.split('-').map(Number)
  return {
    ...(missing.length > 0 ? withGeta(paper, missing) : paper),
    date: [year, month, day],
    // A wide table becomes one block per row in large print, and blocks stand better on an upright sheet.
    sheet: options.large && paper.sheet === 'a4-landscape' ? 'a4' : paper.sheet,
    large: options.large ?? false,
    fonts: fonts.families,
    organShown: paper.style === 'letter' || numberedKinds.has(paper.kind),
    qrSvg: paper.qr ? qrSvg(paper.qr.holds) : null,
    watermark: options.watermark ? say(paper.lang, 'office:watermark') : null,
    watermarkLine: say(paper.lang, 'office:watermark-line'),
  }
}

/** Printers' old 〓 stands where a sort is missing; the note at the end says what belongs there. */
function withGeta(paper: Paper, missing: string[]): Paper {
  const points = missing.map((character) => `U+${character.codePointAt(0)!.toString(16).toUpperCase()}`)
  const note = say(paper.lang, 'office:missing-glyph', { characters: points.join(' ') })
  const swap = <T>(value: T): T => {
    if (typeof value === 'string')
      return missing.reduce((text, character) => text.replaceAll(character, '〓'), value as string) as T
    if (Array.isArray(value)) return value.map(swap) as T
    if (value && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, swap(of)])) as T
    return value
  }
  return { ...swap(paper), qr: paper.qr, blocks: [...swap(paper.blocks), { is: 'note', text: note }] }
}

/** No personal data in file names (R45): the kind, and its number or the day. */
function fileName(paper: Paper, options: RenderOptions, ending: string): string {
  const name = say(paper.lang, `office:title-${paper.kind}`)
  const number = paper.number ?? paper.caseNumber ?? paper.on
  return `${name}-${number}${options.large ? '-大字版' : ''}.${ending}`.replace(/[\\/:*?"<>|\s]+/g, '_')
}

let fontsSaid = false
function sayFonts(fonts: PaperFonts): void {
  if (fontsSaid) return
  fontsSaid = true
  if (fonts.serif) log.info({ font: fonts.families[0] }, 'papers are set in the serif font of this machine')
  else log.warn('no Noto Serif CJK on this machine (fonts-noto-cjk): papers are set in the bundled sans-serif')
}
