import { createHash, createPublicKey, verify } from 'node:crypto'
import { decodeGb18030, encodeGb18030 } from '../../src/foundation/index.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * The file that agencies and banks exchange, because people on both sides open it in Excel or WPS: GB18030, CRLF,
 *
 *   <title>,<format>          first line
 *   <key>,<value>             as many as the file needs
 *   <column>,<column>,…       after an empty line
 *   <cell>,<cell>,…
 *   合计,<rows>[,<total>…]     control totals
 *   摘要,sha256,<hex>          over every byte before this line
 *   签名,<key id>,<base64>     Ed25519 over every byte before this line; only in files that organisations issue
 */
export interface TableFile {
  title: string
  format: string
  heading: Record<string, string>
  columns: string[]
  rows: string[][]
  totals: string[]
}

const newline = '\r\n'
/** A line break is never part of a longer character, so this is found in the bytes themselves. */
const digestMark = encodeGb18030(`${newline}摘要,sha256,`)
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const line = (cells: string[]): string => cells.map(quoted).join(',') + newline

export function writeTable(table: TableFile, key: SigningKey | null): Buffer {
  const body = encodeGb18030(
    [
      line([table.title, table.format]),
      ...Object.entries(table.heading).map(([name, value]) => line([name, value])),
      newline,
      line(table.columns),
      ...table.rows.map(line),
      line(['合计', String(table.rows.length), ...table.totals]),
    ].join(''),
  )
  const digested = Buffer.concat([body, Buffer.from(encodeGb18030(line(['摘要', 'sha256', sha256(body)])))])
  if (!key) return digested
  return Buffer.concat([digested, encodeGb18030(line(['签名', key.keyId, key.sign(digested)]))])
}

export type TableTrouble = 'encoding' | 'shape' | 'format' | 'columns' | 'digest-missing' | 'digest' | 'count'

/** Reads a file whose digest is right; says what is wrong otherwise. Trust in its sender is the caller's matter. */
export function readTable(
  bytes: Uint8Array,
  format: string,
  columns: readonly string[],
): TableFile | { trouble: TableTrouble } {
  let text: string
  try {
    text = decodeGb18030(bytes)
  } catch {
    return { trouble: 'encoding' }
  }
  const buffer = Buffer.from(bytes)
  const digestAt = buffer.lastIndexOf(digestMark)
  if (digestAt < 0) return { trouble: 'digest-missing' }
  const body = buffer.subarray(0, digestAt + newline.length)
  const records = parse(decodeGb18030(body))
  const trailer = parse(text.slice(text.lastIndexOf(`${newline}摘要,`) + newline.length))
  if (!records || !trailer?.[0]) return { trouble: 'shape' }
  if (trailer.length > 2 || (trailer[1] && trailer[1][0] !== '签名')) return { trouble: 'shape' }
  if (trailer[0][2] !== sha256(body)) return { trouble: 'digest' }
  const [first, ...rest] = records
  const gap = rest.findIndex((cells) => cells.length === 1 && cells[0] === '')
  const totals = rest.at(-1)
  if (!first || first[1] !== format) return { trouble: 'format' }
  if (gap < 0 || totals?.[0] !== '合计') return { trouble: 'shape' }
  const heading = Object.fromEntries(rest.slice(0, gap).map((cells) => [cells[0]!, cells[1] ?? '']))
  const named = rest[gap + 1] ?? []
  if (columns.some((name, i) => named[i] !== name)) return { trouble: 'columns' }
  const rows = rest.slice(gap + 2, -1)
  if (rows.some((row) => row.length !== named.length)) return { trouble: 'shape' }
  if (totals[1] !== String(rows.length)) return { trouble: 'count' }
  return { title: first[0]!, format, heading, columns: named, rows, totals: totals.slice(2) }
}

const signatureMark = encodeGb18030(`${newline}签名,`)

/** Whether the holder of that key (base64 SPKI DER) issued exactly these bytes. */
export function signedWith(bytes: Uint8Array, publicKey: string): boolean {
  const buffer = Buffer.from(bytes)
  const at = buffer.lastIndexOf(signatureMark)
  if (at < 0) return false
  const spki = Buffer.from(publicKey, 'base64')
  const [, keyId, signature] = buffer
    .subarray(at + newline.length)
    .toString('latin1')
    .trimEnd()
    .split(',')
  if (keyId !== sha256(spki).slice(0, 16) || !signature) return false
  try {
    const key = createPublicKey({ key: spki, type: 'spki', format: 'der' })
    return verify(null, buffer.subarray(0, at + newline.length), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** The heading as far as it can be read, of a file that is otherwise refused: to say which one it was. */
export function headingAtLeast(bytes: Uint8Array): Record<string, string> {
  const [, ...lines] = new TextDecoder('gb18030').decode(bytes.slice(0, 4096)).split(newline)
  const end = lines.indexOf('')
  return Object.fromEntries(lines.slice(0, Math.max(0, end)).map((text) => text.split(',').slice(0, 2)))
}

/** The SHA-256 that the file says about itself, or ''. */
export function printedDigest(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes)
  const at = buffer.lastIndexOf(digestMark)
  return at < 0 ? '' : buffer.subarray(at + digestMark.length, at + digestMark.length + 64).toString('latin1')
}

/** Comma, quotes doubled inside quotes, CRLF or LF; null when a quote never closes. */
function parse(text: string): string[][] | null {
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

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
