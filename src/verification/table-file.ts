import { createHash, createPublicKey, verify } from 'node:crypto'
import { decodeGb18030, encodeGb18030 } from '../foundation/index.ts'

/**
 * GB18030 tables that go to agencies and come from them: title and format, heading, an empty line, columns, rows,
 * 合计 with the number of rows, 摘要 (SHA-256 over everything before it) and, from an agency, 签名 (Ed25519).
 */
export interface Table {
  heading: Record<string, string>
  columns: string[]
  rows: string[][]
  totals: string[]
}

export type TableProblem = 'encoding' | 'half' | 'shape' | 'format' | 'columns' | 'digest' | 'count' | 'signature'

const crlf = '\r\n'
const digestMark = encodeGb18030(`${crlf}摘要,sha256,`)
const signatureMark = encodeGb18030(`${crlf}签名,`)
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
export const keyIdOf = (publicKey: string): string => sha256(Buffer.from(publicKey, 'base64')).slice(0, 16)

/** Cells that Excel would run as a formula get an apostrophe in front; an agency's parser drops it (R49). */
const safeCell = (cell: string): string => (/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell) ? `'${cell}` : cell)
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const line = (cells: readonly string[]): string => cells.map((cell) => quoted(safeCell(cell))).join(',') + crlf

export function writeTable(title: string, format: string, table: Table): Buffer {
  const body = encodeGb18030(
    [
      line([title, format]),
      ...Object.entries(table.heading).map(line),
      crlf,
      line(table.columns),
      ...table.rows.map(line),
      line(['合计', String(table.rows.length), ...table.totals]),
    ].join(''),
  )
  return Buffer.concat([body, encodeGb18030(line(['摘要', 'sha256', sha256(body)]))])
}

/** A table that one of these keys signed, whole and unaltered; or what is wrong with it. */
export function readSignedTable(
  bytes: Uint8Array,
  format: string,
  columns: readonly string[],
  publicKeys: readonly string[],
): Table | { problem: TableProblem } {
  const buffer = Buffer.from(bytes)
  const digestAt = buffer.lastIndexOf(digestMark)
  const signatureAt = buffer.lastIndexOf(signatureMark)
  const ends = buffer.subarray(-crlf.length).toString('latin1') === crlf
  if (digestAt < 0 || signatureAt < digestAt || !ends) return { problem: 'half' }
  const body = buffer.subarray(0, digestAt + crlf.length)
  const signedPart = buffer.subarray(0, signatureAt + crlf.length)
  const printed = buffer.subarray(digestAt + digestMark.length, signatureAt).toString('latin1')
  if (printed !== sha256(body)) return { problem: 'digest' }
  const [, keyId, signature] = buffer
    .subarray(signatureAt + crlf.length)
    .toString('latin1')
    .replace(/\r\n$/, '')
    .split(',')
  if (!signedBy(signedPart, keyId ?? '', signature ?? '', publicKeys)) return { problem: 'signature' }
  let text: string
  try {
    text = decodeGb18030(body)
  } catch {
    return { problem: 'encoding' }
  }
  const records = splitCells(text)
  if (!records) return { problem: 'shape' }
  const [first, ...rest] = records
  const gap = rest.findIndex((cells) => cells.length === 1 && cells[0] === '')
  const totals = rest.at(-1)
  if (!first || first[1] !== format) return { problem: 'format' }
  if (gap < 0 || totals?.[0] !== '合计') return { problem: 'shape' }
  const named = rest[gap + 1] ?? []
  if (named.length !== columns.length || columns.some((name, i) => named[i] !== name)) return { problem: 'columns' }
  const rows = rest.slice(gap + 2, -1)
  if (rows.some((row) => row.length !== columns.length)) return { problem: 'shape' }
  if (totals[1] !== String(rows.length)) return { problem: 'count' }
  return {
    heading: Object.fromEntries(rest.slice(0, gap).map((cells) => [cells[0]!, cells[1] ?? ''])),
    columns: named,
    rows,
    totals: totals.slice(2),
  }
}

/** Ed25519 over exactly these bytes by one of the keys on file. */
export function signedBy(bytes: Uint8Array, keyId: string, signature: string, publicKeys: readonly string[]): boolean {
  const publicKey = publicKeys.find((candidate) => keyIdOf(candidate) === keyId)
  if (!publicKey || signature === '') return false
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' })
    return verify(null, bytes, key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** Comma, quotes doubled inside quotes, CRLF or LF; null when a quote never closes or the last line has no end. */
function splitCells(text: string): string[][] | null {
  const records: string[][] = []
  let cells: string[] = []
  let cell = ''
  let inQuotes = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (inQuotes) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') cell += text[++i]
      else inQuotes = false
    } else if (c === '"') inQuotes = true
    else if (c === ',') {
      cells.push(cell)
      cell = ''
    } else if (c === '\n') {
      cells.push(cell.endsWith('\r') ? cell.slice(0, -1) : cell)
      records.push(cells)
      cells = []
      cell = ''
    } else cell += c
  }
  return inQuotes || cell !== '' || cells.length > 0 ? null : records
}
