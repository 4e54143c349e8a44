import { inflateRawSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import { type Day, decodeGb18030, encodeGb18030, type Fen, yuanText } from '../foundation/index.ts'

/**
 * Lists in and out: Excel workbooks and CSV in GB 18030 or UTF-8. A text cell that a spreadsheet would run as a formula
 * is neutralised on the way out and restored on the way in (R49); money, counts and days travel as typed cells.
 */
export type ColumnKind = 'text' | 'yuan' | 'count' | 'day' | 'month'
export type CellValue = string | number | Fen | Day | null

export interface ListColumn<Row> {
  head: string
  kind?: ColumnKind
  /** In characters. */
  width?: number
  of: (row: Row, index: number) => CellValue
}

export interface List<Row> {
  /** A merged line above the head, as county lists have it. */
  title?: string
  sheet: string
  columns: ListColumn<Row>[]
  rows: readonly Row[]
  /** One cell per column. */
  total?: CellValue[]
  notes?: string[]
}

// ------------------------------------------------------------------ formulas that are not ours

/** What makes a spreadsheet compute: also full-width, also after blanks, and the control characters that cut a cell. */
const trigger = /^'*[\s\u00a0\u3000\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^'*[\t\r\n]/

/** One apostrophe in front; a text that already has one and a trigger gets another, so nothing is lost on the way back. */
export const neutralise = (text: string): string => (trigger.test(text) ? `'${text}` : text)
export const restore = (text: string): string =>
  text.startsWith("'") && trigger.test(text.slice(1)) ? text.slice(1) : text

// ------------------------------------------------------------------ writing

const yuanFormat = '#,##0.00'
const cellOf = (value: CellValue, kind: ColumnKind): string | number | null => {
  if (value === null) return null
  // Up to 2^53 fen a double holds two decimals exactly enough to print them; beyond it the text stays exact.
  if (typeof value === 'bigint')
    return value <= 9_000_000_000_000_00n && value >= -9_000_000_000_000_00n ? Number(yuanText(value)) : yuanText(value)
  if (typeof value === 'number') return value
  return kind === 'text' || trigger.test(value) ? neutralise(value) : value
}

/** A workbook with one sheet: title, head, rows, total, notes; head frozen, printable across on A4. */
export async function writeWorkbook<Row>(list: List<Row>): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.creator = 'Doudi'
  book.created = new Date('2025-01-01T00:00:00Z')
  const sheet = book.addWorksheet(
    list.sheet
      .replace(/[\\/*?:[\]]/g, ' ')
      .trim()
      .slice(0, 31) || 'list',
    {
      pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    },
  )
  const last = list.columns.length
  if (list.title) {
    sheet.addRow([neutralise(list.title)])
    sheet.mergeCells(1, 1, 1, last)
    const cell = sheet.getCell(1, 1)
    cell.font = { bold: true, size: 16 }
    cell.alignment = { horizontal: 'center' }
  }
  const head = sheet.addRow(list.columns.map((column) => neutralise(column.head)))
  head.font = { bold: true }
  head.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
  const headRow = head.number
  list.columns.forEach((column, index) => {
    const kind = column.kind ?? 'text'
    const made = sheet.getColumn(index + 1)
    made.width = column.width ?? Math.max(10, [...column.head].length * 2 + 2)
    // Text columns are text for ever: a number typed there later keeps its leading zeros.
    made.numFmt = kind === 'yuan' ? yuanFormat : kind === 'count' ? '0' : '@'
  })
  for (const [index, row] of list.rows.entries())
    sheet.addRow(list.columns.map((column) => cellOf(column.of(row, index), column.kind ?? 'text')))
  if (list.total)
    sheet.addRow(list.columns.map((column, index) => cellOf(list.total![index] ?? null, column.kind ?? 'text'))).font =
      { bold: true }
  for (const note of list.notes ?? []) sheet.addRow([neutralise(note)])
  sheet.views = [{ state: 'frozen', ySplit: headRow }]
  sheet.pageSetup.printTitlesRow = `${headRow}:${headRow}`
  return Buffer.from(await book.xlsx.writeBuffer())
}

export type CsvEncoding = 'gb18030' | 'utf-8'

/** Fields are quoted when they need it; UTF-8 carries a mark so that Excel does not guess. */
export function writeCsv<Row>(
  list: Pick<List<Row>, 'columns' | 'rows' | 'total'>,
  encoding: CsvEncoding = 'utf-8',
): Buffer {
  const line = (cells: CellValue[], kinds: ColumnKind[]) =>
    cells.map((cell, index) => csvField(cell, kinds[index] ?? 'text')).join(',')
  const kinds = list.columns.map((column) => column.kind ?? 'text')
  const lines = [
    line(
      list.columns.map((column) => column.head),
      [],
    ),
    ...list.rows.map((row, index) =>
      line(
        list.columns.map((column) => column.of(row, index)),
        kinds,
      ),
    ),
    ...(list.total ? [line(list.total, kinds)] : []),
  ]
  const text = `${lines.join('\r\n')}\r\n`
  return encoding === 'gb18030' ? encodeGb18030(text) : Buffer.from(`\ufeff${text}`, 'utf8')
}

function csvField(cell: CellValue, kind: ColumnKind): string {
  if (cell === null) return ''
  if (typeof cell === 'bigint') return yuanText(cell)
  if (typeof cell === 'number') return String(cell)
  const text = kind === 'day' || kind === 'month' ? cell : neutralise(cell)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

// ------------------------------------------------------------------ reading

export interface ReadCell {
  text: string
  /** A number of 16 digits or more lost its end in the spreadsheet (an identity number or account stored as a number). */
  damaged: boolean
}

export interface ReadSheet {
  name: string
  /** Rows as in the file, from row 1; empty cells are `''`. Merged cells have their value in the first cell only. */
  rows: ReadCell[][]
}

/** The file cannot be read; `reason` is for the wording chapter, nothing of the content is repeated. */
export class UnreadableTable extends Error {
  reason: 'too-large' | 'not-a-table' | 'too-many-rows' | 'encoding' | 'old-excel'
  constructor(reason: UnreadableTable['reason'], cause?: unknown) {
    super(`The table cannot be read: ${reason}`, { cause })
    this.reason = reason
  }
}

export const tableLimits = {
  bytes: 20 * 1024 * 1024,
  unpacked: 300 * 1024 * 1024,
  rows: 200_000,
  columns: 200,
  cell: 32_767,
}

/** Reads .xlsx or CSV, told apart by content. Throws UnreadableTable. */
export async function readTable(bytes: Buffer): Promise<ReadSheet[]> {
  if (bytes.length > tableLimits.bytes) throw new UnreadableTable('too-large')
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 0x504b0304) return readWorkbook(bytes)
  if (bytes.length >= 8 && bytes.readUInt32BE(0) === 0xd0cf11e0) throw new UnreadableTable('old-excel')
  return [{ name: 'csv', rows: readCsv(bytes) }]
}

/** Reads CSV in the given encoding, or in the one that makes Chinese of it. Throws UnreadableTable. */
export function readCsv(bytes: Buffer, encoding?: CsvEncoding): ReadCell[][] {
  if (bytes.length > tableLimits.bytes) throw new UnreadableTable('too-large')
  const text = decode(bytes, encoding)
  if (text.includes('\0')) throw new UnreadableTable('not-a-table')
  const delimiter = mostly(text, '\t') ? '\t' : mostly(text, ';') ? ';' : ','
  let rows: string[][]
  try {
    rows = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 1024 * 1024,
      to: tableLimits.rows + 1,
    })
  } catch (error) {
    throw new UnreadableTable('not-a-table', error)
  }
  if (rows.length > tableLimits.rows) throw new UnreadableTable('too-many-rows')
  return rows.map((row) =>
    row
      .slice(0, tableLimits.columns)
      .map((cell) => ({ text: restore(cell.slice(0, tableLimits.cell)), damaged: /^\d(\.\d+)?E\+\d\d$/i.test(cell) })),
  )
}

/**
 * A short GB 18030 text may happen to be valid UTF-8 (虁 is), but then it reads as anything but Chinese:
 * UTF-8 is believed with its mark, or when it holds Chinese, or when the other reading holds none either.
 */
function decode(bytes: Buffer, encoding?: CsvEncoding): string {
  const utf8 =
    encoding === 'gb18030'
      ? null
      : attempt(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  if (utf8 !== null && (encoding === 'utf-8' || utf8.startsWith('\ufeff') || han.test(utf8))) return utf8
  const gb = encoding === 'utf-8' ? null : attempt(() => decodeGb18030(bytes))
  const best = utf8 !== null && (gb === null || !han.test(gb)) ? utf8 : gb
  if (best === null) throw new UnreadableTable('encoding')
  return best
}

const han = /\p{Script=Han}/u
const attempt = (read: () => string): string | null => {
  try {
    return read()
  } catch {
    return null
  }
}

const mostly = (text: string, mark: string): boolean => {
  const first = text.slice(0, text.indexOf('\n') + 1 || undefined)
  return first.includes(mark) && !first.includes(',')
}

async function readWorkbook(bytes: Buffer): Promise<ReadSheet[]> {
  checkZip(bytes)
  const book = new ExcelJS.Workbook()
  try {
    // Styles, drawings and validations are not read: they cost time and can only do harm.
    await book.xlsx.load(bytes as unknown as ArrayBuffer, {
      ignoreNodes: ['dataValidations', 'conditionalFormatting', 'drawing', 'picture', 'hyperlinks', 'extLst'],
    })
  } catch (error) {
    throw new UnreadableTable('not-a-table', error)
  }
  if (book.worksheets.length === 0) throw new UnreadableTable('not-a-table')
  return book.worksheets
    .filter((sheet) => sheet.state === 'visible' || sheet.state === undefined)
    .map((sheet) => {
      if (sheet.rowCount > tableLimits.rows) throw new UnreadableTable('too-many-rows')
      const rows: ReadCell[][] = []
      for (let r = 1; r <= sheet.rowCount; r++) {
        const row = sheet.findRow(r)
        const cells: ReadCell[] = []
        const last = Math.min(row?.cellCount ?? 0, tableLimits.columns)
        for (let c = 1; c <= last; c++) {
          const cell = row!.findCell(c)
          cells.push(
            !cell || (cell.isMerged && cell.master !== cell) ? { text: '', damaged: false } : readCell(cell.value),
          )
        }
        rows.push(cells)
      }
      return { name: sheet.name, rows }
    })
}

function readCell(value: ExcelJS.CellValue): ReadCell {
  const text = (of: string, damaged = false): ReadCell => ({ text: restore(of.slice(0, tableLimits.cell)), damaged })
  if (value === null || value === undefined) return text('')
  if (typeof value === 'string') return text(value)
  if (typeof value === 'boolean') return text(value ? 'TRUE' : 'FALSE')
  if (typeof value === 'number') return text(numberText(value), Math.abs(value) >= 1e15)
  if (value instanceof Date) return text(value.toISOString().slice(0, 10))
  if ('richText' in value) return text(value.richText.map((part) => part.text).join(''))
  // A formula counts with the value Excel kept; it is never computed here.
  if ('formula' in value || 'sharedFormula' in value) return readCell((value.result ?? null) as ExcelJS.CellValue)
  if ('text' in value) return text(String(value.text))
  return text('') // an error value such as #REF!
}

/** Digits as they stand: 740, 0.1, and no exponent that a person never typed. */
const numberText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(0) : String(Number(value.toFixed(8)))

/** A workbook is a zip: every part is unpacked under a limit before a library sees it, because declared sizes may lie. */
function checkZip(bytes: Buffer): void {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length) throw new UnreadableTable('not-a-table')
  let at = bytes.readUInt32LE(end + 16)
  const entries = bytes.readUInt16LE(end + 10)
  if (entries > 2000) throw new UnreadableTable('too-large')
  let left = tableLimits.unpacked
  for (let i = 0; i < entries; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw new UnreadableTable('not-a-table')
    const method = bytes.readUInt16LE(at + 10)
    const packed = bytes.readUInt32LE(at + 20)
    const local = bytes.readUInt32LE(at + 42)
    if (local + 30 > bytes.length) throw new UnreadableTable('not-a-table')
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const body = bytes.subarray(start, start + packed)
    if (method === 0) left -= body.length
    else if (method === 8) left -= unpackedSize(body, left)
    else throw new UnreadableTable('not-a-table')
    if (left < 0) throw new UnreadableTable('too-large')
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
}

function unpackedSize(body: Buffer, limit: number): number {
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, limit) }).length
  } catch (error) {
    throw new UnreadableTable(
      (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'not-a-table',
      error,
    )
  }
}
