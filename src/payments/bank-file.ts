import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import {
  type Day,
  decodeGb18030,
  encodeGb18030,
  type Fen,
  isDay,
  type Refusal,
  refuse,
  yuan,
} from '../foundation/index.ts'

/**
 * The four files between office and bank, as docs/payments.md describes them: GB18030, CRLF, heading, table, control
 * totals, SHA-256 digest, Ed25519 signature. Writing gives the same bytes for the same content; reading refuses a file
 * whole and says line and column.
 */
export const formats = {
  payment: {
    format: 'doudi-payment-1',
    title: '社会救助资金代发文件',
    heading: ['付款单位', '付款户名', '付款账号', '批次号', '文件序号', '项目代码', '所属月份', '制作日', '币种'],
    columns: ['序号', '指令号', '户名', '开户行', '账号', '金额', '附言'],
    totals: 2,
  },
  answer: {
    format: 'doudi-ack-1',
    title: '代发文件回执',
    heading: ['付款单位', '批次号', '文件序号', '文件摘要', '回执日', '结论', '原因码', '行号', '列名'],
    columns: ['序号', '指令号'],
    totals: 2,
  },
  return: {
    format: 'doudi-return-1',
    title: '代发结果回盘文件',
    heading: ['付款单位', '批次号', '文件序号', '文件摘要', '回盘序号', '制作日', '币种'],
    columns: ['序号', '原序号', '指令号', '账号', '金额', '结果', '原因码', '入账日', '银行流水号'],
    totals: 5,
  },
  statement: {
    format: 'doudi-statement-1',
    title: '代发专户对账单',
    heading: ['付款单位', '付款账号', '起始日', '截止日', '期初余额', '期末余额', '币种'],
    columns: ['序号', '日期', '方向', '摘要码', '参考号', '金额', '余额'],
    totals: 3,
  },
} as const

export type FileKind = keyof typeof formats

/** Why a file is not what it should be; `line` counts from 1 in the file, `column` is a heading key or column name. */
export type FileProblem = Refusal<`bank-file-${string}`>

const problem = (
  what: string,
  line?: number,
  column?: string,
  more: Record<string, string | number> = {},
): FileProblem =>
  refuse(`bank-file-${what}`, { ...(line !== undefined && { line }), ...(column !== undefined && { column }), ...more })

export const newline = '\r\n'
const largestFile = 256 * 1024 * 1024
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
const lineOf = (cells: readonly string[]): string => cells.map(quoted).join(',') + newline

export interface SigningKey {
  keyId: string
  privateKey: KeyObject
}

export const keyIdOf = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)

/** A key as banks hand it over: base64 of its SPKI DER form. Null when it is none. */
export function readPublicKey(base64: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519' ? key : null
  } catch {
    return null
  }
}

/** Writes piece by piece, so that a list of a million lines is never one string. */
export function fileWriter(kind: FileKind, heading: readonly string[]) {
  const { title, format, heading: keys, columns } = formats[kind]
  const parts: Buffer[] = []
  const hash = createHash('sha256')
  let lines = 0
  const put = (text: string) => {
    const bytes = encodeGb18030(text)
    hash.update(bytes)
    parts.push(bytes)
  }
  put(
    [lineOf([title, format]), ...keys.map((key, i) => lineOf([key, heading[i] ?? ''])), newline, lineOf(columns)].join(
      '',
    ),
  )
  return {
    /** Cells without 序号, which is counted here. */
    rows(rows: readonly (readonly string[])[]): void {
      put(rows.map((cells) => lineOf([String(++lines), ...cells])).join(''))
    },
    /** Ends the file with totals, digest and signature. */
    end(totals: readonly string[], key: SigningKey): { bytes: Buffer; digest: string; lines: number } {
      put(lineOf(['合计', String(lines), ...totals]))
      const digest = hash.copy().digest('hex')
      put(lineOf(['摘要', 'sha256', digest]))
      const signed = Buffer.concat(parts)
      const signature = lineOf(['签名', key.keyId, sign(null, signed, key.privateKey).toString('base64')])
      return { bytes: Buffer.concat([signed, encodeGb18030(signature)]), digest, lines }
    },
  }
}

export interface ReadFile {
  heading: Record<string, string>
  /** Cells with 序号 first; row `i` stands in line `firstLine + i` of the file. */
  rows: string[][]
  firstLine: number
  /** After the number of lines. */
  totals: string[]
  totalsLine: number
  digest: string
  keyId: string
}

const crlf = Buffer.from(newline, 'latin1')
const lineCount = (bytes: Buffer): number => {
  let n = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) n++
  return n
}

/** The last line of some bytes, without its line break, and the bytes before it. Null when they do not end in CRLF. */
function splitLastLine(bytes: Buffer): { before: Buffer; line: Buffer } | null {
  if (bytes.length < 2 || !bytes.subarray(-2).equals(crlf)) return null
  const start = bytes.subarray(0, -2).lastIndexOf(crlf)
  const from = start < 0 ? 0 : start + 2
  return { before: bytes.subarray(0, from), line: bytes.subarray(from, -2) }
}

/** Trusts nothing before digest and signature hold; then checks every part of the frame. */
export function readBankFile(
  kind: FileKind,
  bytes: Buffer,
  trusted: ReadonlyMap<string, KeyObject>,
): ReadFile | FileProblem {
  if (bytes.length > largestFile)
    return problem('too-large', undefined, undefined, { megabytes: largestFile / 1024 / 1024 })
  const sealed = splitLastLine(bytes)
  const digested = sealed && splitLastLine(sealed.before)
  if (!sealed || !digested) return problem('cut', lineCount(bytes) + 1)
  const signatureLine = lineCount(bytes)
  const signature = sealed.line.toString('latin1').split(',')
  const digestCells = digested.line.toString('latin1').split(',')
  const mark = (word: string) => encodeGb18030(word).toString('latin1')
  if (signature.length !== 3 || signature[0] !== mark('签名')) return problem('cut', signatureLine, '签名')
  if (digestCells.length !== 3 || digestCells[0] !== mark('摘要') || digestCells[1] !== 'sha256')
    return problem('cut', signatureLine - 1, '摘要')
  const digest = createHash('sha256').update(digested.before).digest('hex')
  if (digestCells[2] !== digest) return problem('digest', signatureLine - 1, '摘要')
  const keyId = signature[1]!
  const key = trusted.get(keyId)
  if (!key) return problem('key', signatureLine, '签名')
  const given = Buffer.from(signature[2]!, 'base64')
  if (given.toString('base64') !== signature[2] || !verify(null, sealed.before, key, given))
    return problem('signature', signatureLine, '签名')
  const lines = decodeLines(digested.before)
  if (!Array.isArray(lines)) return lines
  const frame = readFrame(kind, lines)
  return 'refused' in frame ? frame : { ...frame, digest, keyId }
}

function decodeLines(body: Buffer): string[] | FileProblem {
  try {
    return decodeGb18030(body).slice(0, -2).split(newline)
  } catch {
    let line = 1
    for (let from = 0, at = body.indexOf(crlf); at >= 0; from = at + 2, at = body.indexOf(crlf, from), line++)
      try {
        decodeGb18030(body.subarray(from, at))
      } catch {
        return problem('encoding', line)
      }
    return problem('encoding', line)
  }
}

/** Cells of a line; null when quotes do not fit or a control character stands in it. */
export function cellsOf(line: string): string[] | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what we look for
  if (/[\u0000-\u001f\u007f\ufeff]/.test(line)) return null
  if (!line.includes('"')) return line.split(',')
  const cells: string[] = []
  let rest = line
  for (;;) {
    const match = /^(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/.exec(rest)
    if (!match) return null
    cells.push(match[1] === undefined ? match[2]! : match[1].replaceAll('""', '"'))
    if (match[3] === '') return cells
    rest = rest.slice(match[0].length)
  }
}

function readFrame(kind: FileKind, lines: string[]): Omit<ReadFile, 'digest' | 'keyId'> | FileProblem {
  const { format, title, heading: keys, columns, totals } = formats[kind]
  const table: string[][] = []
  for (const [i, text] of lines.entries()) {
    const cells = cellsOf(text)
    if (!cells) return problem('shape', i + 1)
    table.push(cells)
  }
  if (table[0]?.length !== 2 || table[0][0] !== title || table[0][1] !== format) return problem('format', 1, format)
  const heading: Record<string, string> = {}
  for (const [i, key] of keys.entries()) {
    const cells = table[i + 1]
    if (cells?.length !== 2 || cells[0] !== key) return problem('heading', i + 2, key)
    heading[key] = cells[1]!
  }
  const gap = keys.length + 1
  if (lines[gap] !== '') return problem('shape', gap + 1)
  const named = table[gap + 1]
  const wrong = columns.findIndex((name, i) => named?.[i] !== name)
  if (wrong >= 0 || named?.length !== columns.length)
    return problem('columns', gap + 2, columns[wrong] ?? named?.[columns.length] ?? '')
  const firstLine = gap + 3
  const rows = table.slice(gap + 2, -1)
  for (const [i, cells] of rows.entries()) {
    const line = firstLine + i
    if (cells.length !== columns.length)
      return problem('cells', line, columns[Math.min(cells.length, columns.length - 1)])
    if (cells[0] !== String(i + 1)) return problem('order', line, '序号')
    for (const [c, cell] of cells.entries()) if (cell !== cell.trim()) return problem('cell', line, columns[c])
  }
  const last = table.at(-1)!
  const totalsLine = lines.length
  if (totalsLine < firstLine || last[0] !== '合计' || last.length !== totals + 1)
    return problem('totals', totalsLine, '合计')
  if (last[1] !== String(rows.length)) return problem('totals', totalsLine, '序号', { counted: rows.length })
  return { heading, rows, firstLine, totals: last.slice(2), totalsLine }
}

// ---------------------------------------------------------------- cells

const amountCell = (text: string): Fen | null => (/^(0|[1-9]\d{0,12})\.\d{2}$/.test(text) ? yuan(text) : null)
const numberCell = (text: string): number | null => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null)
const sequenceCell = (text: string): bigint | null => (/^[1-9]\d{0,14}$/.test(text) ? BigInt(text) : null)
const dayCell = (text: string): Day | null => (isDay(text) ? text : null)
const idCell = (text: string): string | null =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text) ? text : null
const accountCell = (text: string): string | null => (/^\d{8,32}$/.test(text) ? text : null)
const referenceCell = (text: string): string | null => (/^[0-9A-Za-z]{1,32}$/.test(text) ? text : null)
const digestCell = (text: string): string | null => (/^[0-9a-f]{64}$/.test(text) ? text : null)

/** Remembers the first cell that cannot be read, so that a reader stays one expression per file. */
function cellReader(file: ReadFile, kind: FileKind) {
  let found: FileProblem | null = null
  return {
    problem: () => found,
    heading<T>(key: string, read: (text: string) => T | null): T {
      const value = read(file.heading[key]!)
      if (value === null) found ??= problem('heading', formats[kind].heading.indexOf(key as never) + 2, key)
      return value as T
    },
    cell<T>(row: number, column: string, read: (text: string) => T | null): T {
      const value = read(file.rows[row]![formats[kind].columns.indexOf(column as never)]!)
      if (value === null) found ??= problem('cell', file.firstLine + row, column)
      return value as T
    },
    total<T>(at: number, name: string, read: (text: string) => T | null): T {
      const value = read(file.totals[at]!)
      if (value === null) found ??= problem('totals', file.totalsLine, name)
      return value as T
    },
    say: (p: FileProblem) => {
      found ??= p
    },
  }
}

const yuanCurrency = (text: string) => (text === 'CNY' ? text : null)
const some = (text: string) => text || null
const any = (text: string) => text

// ---------------------------------------------------------------- the bank's acknowledgement

/** Why a bank refuses a payment file. Some are final; after the others the same bytes may come again (docs/payments.md §3). */
export const answerReasons = ['F01', 'F02', 'F03', 'F04', 'F05', 'F06', 'F07', 'F08', 'F09', 'F10'] as const
export const finalReasons = new Set<string>(['F04', 'F05', 'F08', 'F09'])

export interface Answer {
  book: string
  runNumber: string
  sequence: bigint
  fileDigest: string
  on: Day
  accepted: boolean
  reason: string | null
  atLine: number | null
  atColumn: string | null
  total: Fen
  digest: string
}

export function readAnswer(bytes: Buffer, trusted: ReadonlyMap<string, KeyObject>): Answer | FileProblem {
  const file = readBankFile('answer', bytes, trusted)
  if ('refused' in file) return file
  const at = cellReader(file, 'answer')
  const accepted = at.heading('结论', (text) => (text === '接受' ? true : text === '拒收' ? false : null))
  const answer: Answer = {
    book: at.heading('付款单位', some),
    runNumber: at.heading('批次号', any),
    sequence: at.heading('文件序号', sequenceCell),
    fileDigest: at.heading('文件摘要', digestCell),
    on: at.heading('回执日', dayCell),
    accepted,
    reason:
      at.heading('原因码', (text) =>
        accepted ? (text === '' ? '' : null) : (answerReasons.find((r) => r === text) ?? null),
      ) || null,
    atLine: at.heading('行号', (text) => (text === '' ? 0 : numberCell(text))) || null,
    atColumn: at.heading('列名', any) || null,
    total: at.total(0, '金额', amountCell),
    digest: file.digest,
  }
  if (file.rows.length > 0) return problem('cells', file.firstLine)
  if (!accepted && answer.total !== 0n) return problem('totals', file.totalsLine, '金额')
  return at.problem() ?? answer
}

// ---------------------------------------------------------------- results

/** Why a bank gives money back. What to do about each stands in docs/payments.md. */
export const returnReasons = ['R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R99'] as const
export type ReturnReason = (typeof returnReasons)[number]
const isReturnReason = (text: string): text is ReturnReason => (returnReasons as readonly string[]).includes(text)

export interface ResultLine {
  /** 序号 of the line in the payment file. */
  original: number
  instruction: string
  account: string
  amount: Fen
  result: 'paid' | 'returned'
  reason: ReturnReason | null
  on: Day
  bankReference: string
}

export interface ReturnFile {
  book: string
  runNumber: string
  fileSequence: bigint
  fileDigest: string
  sequence: bigint
  on: Day
  lines: ResultLine[]
  firstLine: number
  totals: { lines: number; paid: Fen; paidLines: number; returned: Fen; returnedLines: number }
  digest: string
}

export function readReturnFile(bytes: Buffer, trusted: ReadonlyMap<string, KeyObject>): ReturnFile | FileProblem {
  const file = readBankFile('return', bytes, trusted)
  if ('refused' in file) return file
  const at = cellReader(file, 'return')
  at.heading('币种', yuanCurrency)
  const lines = file.rows.map((_, row): ResultLine => {
    const result = at.cell(row, '结果', (text) => (text === '入账' ? 'paid' : text === '退回' ? 'returned' : null))
    const reason = at.cell(row, '原因码', (text) =>
      result === 'returned' ? (isReturnReason(text) ? text : null) : text === '' ? 'none' : null,
    )
    return {
      original: at.cell(row, '原序号', numberCell),
      instruction: at.cell(row, '指令号', idCell),
      account: at.cell(row, '账号', accountCell),
      amount: at.cell(row, '金额', amountCell),
      result,
      reason: reason === 'none' ? null : reason,
      on: at.cell(row, '入账日', dayCell),
      bankReference: at.cell(row, '银行流水号', referenceCell),
    }
  })
  const read: ReturnFile = {
    book: at.heading('付款单位', some),
    runNumber: at.heading('批次号', some),
    fileSequence: at.heading('文件序号', sequenceCell),
    fileDigest: at.heading('文件摘要', digestCell),
    sequence: at.heading('回盘序号', sequenceCell),
    on: at.heading('制作日', dayCell),
    lines,
    firstLine: file.firstLine,
    totals: {
      lines: lines.length,
      paid: at.total(0, '入账', amountCell),
      paidLines: at.total(1, '入账', countCell),
      returned: at.total(2, '退回', amountCell),
      returnedLines: at.total(3, '退回', countCell),
    },
    digest: file.digest,
  }
  return at.problem() ?? checkResults(read, file.totalsLine)
}

const countCell = (text: string): number | null => (/^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : null)

/** Nothing twice within a file, and totals that fit its lines. */
function checkResults(file: ReturnFile, totalsLine: number): ReturnFile | FileProblem {
  const seen = new Set<number>()
  const references = new Set<string>()
  const counted = { paid: 0n, paidLines: 0, returned: 0n, returnedLines: 0 }
  for (const [i, line] of file.lines.entries()) {
    const at = file.firstLine + i
    if (line.amount === 0n) return problem('cell', at, '金额')
    if (seen.has(line.original)) return problem('twice', at, '原序号')
    if (references.has(line.bankReference)) return problem('reference', at, '银行流水号')
    seen.add(line.original)
    references.add(line.bankReference)
    counted[line.result] += line.amount
    counted[`${line.result}Lines`]++
  }
  const { totals } = file
  if (file.lines.length === 0) return problem('empty', totalsLine)
  if (counted.paid !== totals.paid || counted.paidLines !== totals.paidLines)
    return problem('totals', totalsLine, '入账')
  if (counted.returned !== totals.returned || counted.returnedLines !== totals.returnedLines)
    return problem('totals', totalsLine, '退回')
  return file
}

// ---------------------------------------------------------------- statement

export const statementCodes = ['DF', 'TH', 'BK', 'QT'] as const
export type StatementCode = (typeof statementCodes)[number]

export interface StatementLine {
  on: Day
  direction: 'in' | 'out'
  code: StatementCode
  reference: string
  amount: Fen
}

export interface Statement {
  book: string
  account: string
  from: Day
  to: Day
  opening: Fen
  closing: Fen
  movements: StatementLine[]
  digest: string
}

export function readStatement(bytes: Buffer, trusted: ReadonlyMap<string, KeyObject>): Statement | FileProblem {
  const file = readBankFile('statement', bytes, trusted)
  if ('refused' in file) return file
  const at = cellReader(file, 'statement')
  at.heading('币种', yuanCurrency)
  const opening = at.heading('期初余额', amountCell)
  const closing = at.heading('期末余额', amountCell)
  const from = at.heading('起始日', dayCell)
  const to = at.heading('截止日', dayCell)
  const totals = { in: at.total(0, '收', amountCell), out: at.total(1, '付', amountCell) }
  const counted = { in: 0n, out: 0n }
  let balance = opening
  const movements = file.rows.map((_, row): StatementLine => {
    const movement = {
      on: at.cell(row, '日期', (text) => (isDay(text) && text >= from && text <= to ? text : null)),
      direction: at.cell(row, '方向', (text) => (text === '收' ? 'in' : text === '付' ? 'out' : null)),
      code: at.cell(row, '摘要码', (text) => statementCodes.find((code) => code === text) ?? null),
      reference: at.cell(row, '参考号', any),
      amount: at.cell(row, '金额', amountCell),
    } satisfies StatementLine
    if (!at.problem()) {
      counted[movement.direction] += movement.amount
      balance += movement.direction === 'in' ? movement.amount : -movement.amount
      at.cell(row, '余额', (text) => (amountCell(text) === balance ? balance : null))
    }
    return movement
  })
  const bad = at.problem()
  if (bad) return bad
  if (counted.in !== totals.in) return problem('totals', file.totalsLine, '收')
  if (counted.out !== totals.out) return problem('totals', file.totalsLine, '付')
  if (balance !== closing) return problem('heading', formats.statement.heading.indexOf('期末余额') + 2, '期末余额')
  return {
    book: file.heading.付款单位!,
    account: file.heading.付款账号!,
    from,
    to,
    opening,
    closing,
    movements,
    digest: file.digest,
  }
}
