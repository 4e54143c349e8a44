import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import ExcelJS from 'exceljs'
import { decodeGb18030, encodeGb18030, type Refusal, refuse } from '../../foundation/index.ts'
import { neutral, tidyCell, unneutral } from './cells.ts'

export type SheetFormat = 'xlsx' | 'csv-utf8' | 'csv-gb18030'

export interface Cell {
  /** As written, repaired; a covered cell of a merged block shows the block's text. */
  text: string
  /** Exactly as it came. */
  raw: string
  /** Part of a merged block whose text stands in another cell. */
  covered: boolean
  /** An eighteen-digit number kept as a number has lost its last digits; nobody can repair that. */
  lost: boolean
}

export interface Grid {
  sheet: string
  rows: Cell[][]
}

export interface Book {
  format: SheetFormat
  sheets: Grid[]
}

/** More than any county pays; a larger file is a mistake or an attack. */
export const limits = {
  bytes: 15_000_000,
  unpacked: 400_000_000,
  entries: 2_000,
  rows: 100_000,
  columns: 150,
  cell: 2_000,
}

export type SheetRefusal = Refusal<'file-too-large' | 'file-type' | 'roster-unreadable' | 'roster-too-long'>

/** Reads by content, never by the file's name. */
export async function readBook(bytes: Buffer): Promise<Book | SheetRefusal> {
  if (bytes.length > limits.bytes) return refuse('file-too-large', { megabytes: limits.bytes / 1_000_000 })
  if (bytes.length === 0) return refuse('roster-unreadable')
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) return readWorkbook(bytes)
  if (bytes.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))
    return refuse('file-type', { want: 'xlsx, csv' })
  return readText(bytes)
}

/** What a zip says it unpacks to; null when its directory cannot be read. A spreadsheet bomb is refused before unpacking. */
function unpackedSize(bytes: Buffer): { size: number; entries: number } | null {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > bytes.length) return null
  const entries = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  let size = 0
  for (let i = 0; i < entries; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return null
    size += bytes.readUInt32LE(at + 24)
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return { size, entries }
}

async function readWorkbook(bytes: Buffer): Promise<Book | SheetRefusal> {
  const packed = unpackedSize(bytes)
  if (!packed) return refuse('roster-unreadable')
  if (packed.size > limits.unpacked || packed.entries > limits.entries)
    return refuse('file-too-large', { megabytes: limits.bytes / 1_000_000 })
  const workbook = new ExcelJS.Workbook()
  try {
    await workbook.xlsx.load(bytes as unknown as ArrayBuffer)
  } catch {
    return refuse('roster-unreadable')
  }
  const sheets: Grid[] = []
  for (const sheet of workbook.worksheets) {
    if (sheet.state !== 'visible') continue
    if (sheet.rowCount > limits.rows || sheet.columnCount > 16_384)
      return refuse('roster-too-long', { most: limits.rows })
    const width = Math.min(sheet.columnCount, limits.columns)
    const rows: Cell[][] = []
    for (let r = 1; r <= sheet.rowCount; r++) {
      const row = sheet.getRow(r)
      rows.push(Array.from({ length: width }, (_, c) => cellOf(row.getCell(c + 1))))
    }
    sheets.push({ sheet: sheet.name, rows })
  }
  return { format: 'xlsx', sheets }
}

function cellOf(cell: ExcelJS.Cell): Cell {
  const covered = cell.isMerged && cell.master.address !== cell.address
  const { text, lost } = textOf(covered ? cell.master.value : cell.value)
  const raw = unneutral(text.slice(0, limits.cell))
  return { text: tidyCell(raw), raw, covered, lost }
}

function textOf(value: ExcelJS.CellValue): { text: string; lost: boolean } {
  if (value === null || value === undefined) return { text: '', lost: false }
  if (typeof value === 'number')
    return Math.abs(value) >= 1e15
      ? { text: String(value), lost: true }
      : { text: String(Number(value.toFixed(4))), lost: false }
  if (value instanceof Date)
    return { text: Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10), lost: false }
  if (typeof value !== 'object') return { text: String(value), lost: false }
  if ('richText' in value) return { text: value.richText.map((part) => part.text).join(''), lost: false }
  if ('error' in value) return { text: String(value.error), lost: false }
  if ('text' in value) return { text: String(value.text), lost: false }
  if ('result' in value) return textOf(value.result as ExcelJS.CellValue)
  return { text: '', lost: false }
}

function readText(bytes: Buffer): Book | SheetRefusal {
  const read = decode(bytes)
  if (!read) return refuse('file-type', { want: 'xlsx, csv' })
  const first = read.text.slice(0, 5_000)
  const delimiter = [',', '\t', ';'].sort((a, b) => first.split(b).length - first.split(a).length)[0]!
  try {
    const lines = parse(read.text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: limits.cell * limits.columns,
      to: limits.rows + 1,
    }) as string[][]
    if (lines.length > limits.rows) return refuse('roster-too-long', { most: limits.rows })
    const width = Math.min(Math.max(...lines.map((line) => line.length), 0), limits.columns)
    const rows = lines.map((line) => Array.from({ length: width }, (_, c) => textCell(line[c] ?? '')))
    return { format: read.format, sheets: [{ sheet: '', rows }] }
  } catch {
    return refuse('roster-unreadable')
  }
}

function textCell(written: string): Cell {
  const raw = unneutral(written.slice(0, limits.cell))
  return { text: tidyCell(raw), raw, covered: false, lost: /^\d(\.\d+)?E\+1[5-9]$/i.test(raw.trim()) }
}

function decode(bytes: Buffer): { text: string; format: 'csv-utf8' | 'csv-gb18030' } | null {
  // A text file has no zero bytes; something else has.
  const text = (() => {
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
      return { text: new TextDecoder('utf-16le').decode(bytes), format: 'csv-utf8' as const }
    try {
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), format: 'csv-utf8' as const }
    } catch {
      try {
        return { text: decodeGb18030(bytes), format: 'csv-gb18030' as const }
      } catch {
        return null
      }
    }
  })()
  return text && !text.text.includes('\0') ? text : null
}

/** A table to write: plain text, or an amount that a spreadsheet may add up. */
export type Written = string | { yuan: string }
export interface Table {
  sheet: string
  /** Title and header rows, written bold. */
  head: string[][]
  /** Merged blocks of the head: top, left, bottom, right, from 1. */
  merges?: [number, number, number, number][]
  rows: Written[][]
  widths?: number[]
}

const plain = (cell: Written): string => (typeof cell === 'string' ? neutral(cell) : cell.yuan)

export async function writeTable(table: Table, format: SheetFormat): Promise<Buffer> {
  if (format !== 'xlsx') {
    const text = stringify(
      [...table.head, ...table.rows].map((row) => row.map(plain)),
      { record_delimiter: '\r\n' },
    )
    return format === 'csv-gb18030' ? encodeGb18030(text) : Buffer.from(`\ufeff${text}`, 'utf8')
  }
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet(table.sheet || '名册', {
    views: [{ state: 'frozen', ySplit: table.head.length }],
  })
  const width = Math.max(...table.head.map((row) => row.length), 1)
  for (const row of table.head) {
    const line = sheet.addRow(row.map(neutral))
    line.font = { bold: true }
    line.alignment = { horizontal: 'center', vertical: 'middle' }
  }
  for (const block of table.merges ?? []) sheet.mergeCells(block)
  for (const row of table.rows) {
    const line = sheet.addRow(row.map((cell) => (typeof cell === 'string' ? neutral(cell) : Number(cell.yuan))))
    row.forEach((cell, c) => {
      // Text stays text: eighteen digits in a number cell lose the last three.
      line.getCell(c + 1).numFmt = typeof cell === 'string' ? '@' : '0.00'
    })
  }
  for (let c = 1; c <= width; c++) sheet.getColumn(c).width = table.widths?.[c - 1] ?? 14
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** The file as it came, with one more column behind the last: what is wrong in that row and how to mend it. */
export async function withRemarks(
  bytes: Buffer,
  format: SheetFormat,
  options: { sheet: string; headingRow: number; heading: string; remarks: ReadonlyMap<number, string> },
): Promise<Buffer> {
  if (format !== 'xlsx') {
    const text = format === 'csv-gb18030' ? decodeGb18030(bytes) : new TextDecoder('utf-8').decode(bytes)
    const lines = parse(text, { relax_column_count: true, relax_quotes: true, bom: true }) as string[][]
    const width = Math.max(...lines.map((line) => line.length), 0)
    const out = lines.map((line, i) => [
      ...Array.from({ length: width }, (_, c) => neutral(unneutral(line[c] ?? ''))),
      i + 1 === options.headingRow ? options.heading : (options.remarks.get(i + 1) ?? ''),
    ])
    const csv = stringify(out, { record_delimiter: '\r\n' })
    return format === 'csv-gb18030' ? encodeGb18030(csv) : Buffer.from(`\ufeff${csv}`, 'utf8')
  }
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer)
  const sheet = workbook.getWorksheet(options.sheet)!
  const column = sheet.columnCount + 1
  sheet.getColumn(column).width = 40
  const heading = sheet.getRow(options.headingRow).getCell(column)
  heading.value = options.heading
  heading.font = { bold: true }
  for (const [row, remark] of options.remarks) {
    const cell = sheet.getRow(row).getCell(column)
    cell.value = remark
    cell.alignment = { wrapText: true, vertical: 'top' }
  }
  return Buffer.from(await workbook.xlsx.writeBuffer())
}
