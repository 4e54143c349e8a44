import { type Day, dayInChinese, type Fen, yuanForReading } from '../foundation/index.ts'
import type { Lang, OfficeWord } from '../wording/index.ts'
import { say } from '../wording/index.ts'
import { type DocumentKind, numberedKinds } from './document-data.ts'
import { chinesePunctuation } from './punctuation.ts'

/**
 * A paper, worded and laid out in blocks, before anything is drawn: the same blocks become the PDF, the large-print
 * PDF, the Word file and plain text. It is what the register keeps, so an old letter reads as it was sent even when
 * templates or words have changed since.
 */
export interface Paper {
  kind: DocumentKind
  lang: Lang
  title: string
  organ: string
  number: string | null
  on: Day
  caseNumber: string | null
  sheet: 'a4' | 'a4-landscape' | 'a3'
  /** A letter keeps the margins and sizes of GB/T 9704; a form is closer set and ruled. */
  style: 'letter' | 'form'
  /** Beside the page number on every page: number, case, hotline; large print has room for the hotline only. */
  footer: string[]
  pageWord: string
  /** Under a form's title: who made it and when. Letters carry the organ above the title, applicants' papers neither. */
  madeBy: [string, string] | null
  qr: { holds: string; caption: string } | null
  blocks: Block[]
}

export type Align = 'left' | 'right' | 'center'

export interface GridCell {
  text: string
  label?: boolean
  span?: number
  align?: Align
  /** Least height in millimetres: room to write by hand. */
  height?: number
}

export type Block =
  | { is: 'salutation'; text: string }
  | { is: 'paragraph'; text: string; indent: boolean; bold?: boolean; keep?: boolean }
  | { is: 'heading'; text: string }
  | { is: 'list'; items: string[] }
  /** A bordered form: `widths` in parts, each row fills them. */
  | { is: 'grid'; widths: number[]; rows: GridCell[][] }
  /** A list with a head repeated on every page. */
  | {
      is: 'table'
      caption: string | null
      head: string[]
      widths: number[]
      align: Align[]
      rows: string[][]
      total: string[] | null
    }
  /** Opinion boxes with room for signature, date and seal. */
  | { is: 'opinions'; boxes: { title: string; text: string; sign: string; seal: string | null }[] }
  /** Organ, day and an empty place for the seal. We never draw a seal. */
  | { is: 'seal'; organ: string; day: string; place: string }
  | { is: 'signatures'; lines: string[] }
  | { is: 'note'; text: string }
  | { is: 'page-break' }

/** The words of one language, with the few formats papers need. */
export interface Words {
  lang: Lang
  (key: OfficeWord, values?: Record<string, string | number>): string
  day(d: Day | null): string
  month(m: string | null): string
  yuan(amount: Fen | null): string
  /** A value or the place to write it by hand. */
  fill(text: string | null | undefined): string
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const dayInEnglish = (d: Day): string =>
  `${Number(d.slice(8))} ${monthNames[Number(d.slice(5, 7)) - 1]} ${d.slice(0, 4)}`
const monthInWords = (lang: Lang, m: string): string =>
  lang === 'zh'
    ? `${m.slice(0, 4)}年${Number(m.slice(5, 7))}月`
    : `${monthNames[Number(m.slice(5, 7)) - 1]} ${m.slice(0, 4)}`

export function words(lang: Lang): Words {
  const word = (key: OfficeWord, values?: Record<string, string | number>) => say(lang, `office:${key}`, values)
  return Object.assign(word, {
    lang,
    day: (d: Day | null) => (d === null ? word('blank-day') : lang === 'zh' ? dayInChinese(d) : dayInEnglish(d)),
    month: (m: string | null) => (m === null ? word('blank-month') : monthInWords(lang, m)),
    yuan: (amount: Fen | null) => (amount === null ? '' : word('yuan', { amount: yuanForReading(amount) })),
    fill: (text: string | null | undefined) => text ?? '',
  })
}

// ------------------------------------------------------------------ building blocks

export const salutation = (text: string): Block => ({ is: 'salutation', text })
export const paragraph = (text: string): Block => ({ is: 'paragraph', text, indent: true })
export const plain = (text: string): Block => ({ is: 'paragraph', text, indent: false })
export const strong = (text: string): Block => ({ is: 'paragraph', text, indent: true, bold: true })
/** Stays on the page of what follows. */
export const lead = (text: string): Block => ({ is: 'paragraph', text, indent: true, keep: true })
export const heading = (text: string): Block => ({ is: 'heading', text })
export const note = (text: string): Block => ({ is: 'note', text })
export const list = (items: string[]): Block => ({ is: 'list', items })
export const signatures = (...lines: string[]): Block => ({ is: 'signatures', lines })

export const label = (text: string, span = 1): GridCell => ({ text, label: true, span, align: 'center' })
export const value = (text: string | null | undefined, span = 1, more: Partial<GridCell> = {}): GridCell => ({
  text: text ?? '',
  span,
  ...more,
})

export interface Column<Row> {
  head: string
  width: number
  align?: Align
  of: (row: Row, index: number) => string
}

/** `blankRows` empty rows follow the given ones: a form to be finished by hand. */
export function table<Row>(
  columns: Column<Row>[],
  rows: readonly Row[],
  options: { caption?: string; total?: string[]; blankRows?: number } = {},
): Block {
  const blank = Array.from({ length: options.blankRows ?? 0 }, () => columns.map(() => ''))
  return {
    is: 'table',
    caption: options.caption ?? null,
    head: columns.map((column) => column.head),
    widths: columns.map((column) => column.width),
    align: columns.map((column) => column.align ?? 'left'),
    rows: [...rows.map((row, index) => columns.map((column) => column.of(row, index))), ...blank],
    total: options.total ?? null,
  }
}

export const sealPlace = (w: Words, organ: string, on: Day): Block => ({
  is: 'seal',
  organ,
  day: w.day(on),
  place: w('seal-place'),
})

/** 一、二、三… in Chinese, 1. 2. 3. in English. */
export function sections(w: Words): (title: string) => Block {
  const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']
  let n = 0
  return (title) => {
    n++
    return heading(w.lang === 'zh' ? `${numerals[n - 1]}、${title}` : `${n}. ${title}`)
  }
}

export const ticks = (choices: readonly { label: string; ticked: boolean }[]): string =>
  choices.map((choice) => `${choice.ticked ? '■' : '□'}${choice.label}`).join('　')

const ofTheApplicant = new Set<DocumentKind>(['application-form', 'authorization-pledge', 'proxy-authorization'])

interface Letterhead {
  organ: string
  number: string | null
  on: Day
  caseNumber: string | null
  qr: string | null
  hotline: string
  address: string | null
}

/** What every paper has: organ, number, day, footer, and the QR with its caption. */
export function paper(
  w: Words,
  kind: DocumentKind,
  data: Letterhead,
  blocks: Block[],
  options: { title?: string; sheet?: Paper['sheet']; style?: Paper['style']; qrCaption?: string } = {},
): Paper {
  const footer = [
    ...(data.number ? [data.number] : []),
    ...(data.caseNumber ? [w('case-no', { number: data.caseNumber })] : []),
    w('ask', { phone: data.hotline }),
  ]
  const made: Paper = {
    kind,
    lang: w.lang,
    title: options.title ?? w(`title-${kind}`),
    organ: data.organ,
    number: data.number,
    on: data.on,
    caseNumber: data.caseNumber,
    sheet: options.sheet ?? 'a4',
    style: options.style ?? 'letter',
    footer,
    pageWord: w('page'),
    madeBy:
      options.style === 'form' && !ofTheApplicant.has(kind) && !numberedKinds.has(kind)
        ? [w('made-by', { organ: data.organ }), w.day(data.on)]
        : null,
    qr: data.qr ? { holds: data.qr, caption: options.qrCaption ?? w('qr-progress') } : null,
    blocks: w.lang === 'en' ? [note(w('english-copy')), ...blocks] : blocks,
  }
  return w.lang === 'zh' ? punctuated(made) : made
}

/** Full-width marks everywhere a reader sees text; never inside what the QR code holds. */
function punctuated(p: Paper): Paper {
  const tidy = <T>(value: T): T => {
    if (typeof value === 'string') return chinesePunctuation(value) as T
    if (Array.isArray(value)) return value.map(tidy) as T
    if (value && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, key === 'is' ? of : tidy(of)])) as T
    return value
  }
  return {
    ...p,
    title: tidy(p.title),
    organ: tidy(p.organ),
    madeBy: tidy(p.madeBy),
    footer: tidy(p.footer),
    blocks: tidy(p.blocks),
  }
}

/** Plain text of a paper, for reading aloud, slips and tests. */
export function paperText(p: Paper): string {
  const lines: string[] = [
    ...(p.style === 'letter' || numberedKinds.has(p.kind) ? [p.organ] : []),
    p.title,
    ...(p.number ? [p.number] : []),
    ...(p.madeBy ?? []),
  ]
  for (const block of p.blocks) lines.push(...blockText(block))
  if (p.qr) lines.push(p.qr.caption)
  return lines.join('\n')
}

function blockText(block: Block): string[] {
  switch (block.is) {
    case 'salutation':
    case 'heading':
    case 'note':
    case 'paragraph':
      return [block.text]
    case 'list':
      return block.items
    case 'grid':
      return block.rows.map((row) => row.map((cell) => cell.text).join('\t'))
    case 'table':
      return [
        ...(block.caption ? [block.caption] : []),
        block.head.join('\t'),
        ...block.rows.map((row) => row.join('\t')),
        ...(block.total ? [block.total.join('\t')] : []),
      ]
    case 'opinions':
      return block.boxes.flatMap((box) => [box.title, box.text, box.sign, ...(box.seal ? [box.seal] : [])])
    case 'seal':
      return [block.organ, block.day, block.place]
    case 'signatures':
      return block.lines
    case 'page-break':
      return []
  }
}
