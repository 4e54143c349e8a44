import { inflateSync } from 'node:zlib'

/** What a page really holds, read from the PDF itself: enough to test papers without any tool on the machine. */
export interface ReadPdf {
  pages: PdfPage[]
  fonts: { name: string; embedded: boolean }[]
  /** Glyphs drawn as the empty box: characters the fonts lacked. */
  emptyBoxes: number
  /** Names the PDF declares about itself: title, PDF/A part. */
  raw: string
}

export interface PdfPage {
  width: number
  height: number
  runs: PdfRun[]
  /** All text in drawing order, lines broken where the baseline moves. */
  text: string
}

export interface PdfRun {
  text: string
  left: number
  right: number
  /** Distance of the baseline from the page's bottom. */
  baseline: number
  size: number
  /** Turned text (the watermark) is not part of the reading. */
  upright: boolean
  font: string
}

type Matrix = [number, number, number, number, number, number]
const multiply = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[1] * b[2],
  a[0] * b[1] + a[1] * b[3],
  a[2] * b[0] + a[3] * b[2],
  a[2] * b[1] + a[3] * b[3],
  a[4] * b[0] + a[5] * b[2] + b[4],
  a[4] * b[1] + a[5] * b[3] + b[5],
]

interface PdfFont {
  name: string
  embedded: boolean
  toText: Map<number, string>
  width: (glyph: number) => number
}

/** Reads PDFs as Typst writes them (plain object table, Flate streams, Identity-H fonts). */
export function readPdf(bytes: Buffer): ReadPdf {
  const raw = bytes.toString('latin1')
  const objects = new Map<number, string>()
  for (const match of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) objects.set(Number(match[1]), match[2]!)
  const stream = (id: number): Buffer => {
    const object = objects.get(id)!
    const at = object.indexOf('stream\n')
    const length = Number(/\/Length (\d+)/.exec(object)![1])
    const body = Buffer.from(object.slice(at + 7, at + 7 + length), 'latin1')
    return /\/Filter \/FlateDecode/.test(object.slice(0, at)) ? inflateSync(body) : body
  }
  const fonts = new Map<number, PdfFont>()
  const fontOf = (id: number): PdfFont => {
    let font = fonts.get(id)
    if (!font) {
      font = readFont(objects, stream, id)
      fonts.set(id, font)
    }
    return font
  }
  let emptyBoxes = 0
  const pages = pageIds(objects).map((id) => {
    const page = objects.get(id)!
    const box = /\/MediaBox \[([\d. ]+)\]/.exec(page)![1]!.split(' ').map(Number)
    const names = new Map(
      [...(/\/Font <<([\s\S]*?)>>/.exec(page)?.[1]?.matchAll(/\/(\w+) (\d+) 0 R/g) ?? [])].map((m) => [
        m[1]!,
        Number(m[2]),
      ]),
    )
    const content = stream(Number(/\/Contents (\d+) 0 R/.exec(page)![1])).toString('latin1')
    const { runs, empty } = readContent(content, (name) => fontOf(names.get(name)!))
    emptyBoxes += empty
    return { width: box[2]!, height: box[3]!, runs, text: lines(runs) }
  })
  return { pages, fonts: [...fonts.values()].map(({ name, embedded }) => ({ name, embedded })), emptyBoxes, raw }
}

function pageIds(objects: Map<number, string>): number[] {
  const kids = (id: number): number[] => {
    const object = objects.get(id)!
    if (!/\/Type \/Pages/.test(object)) return [id]
    return [...(/\/Kids \[([^\]]*)\]/.exec(object)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].flatMap((m) =>
      kids(Number(m[1])),
    )
  }
  const root = [...objects].find(([, object]) => /\/Type \/Catalog/.test(object))!
  return kids(Number(/\/Pages (\d+) 0 R/.exec(root[1])![1]))
}

function readFont(objects: Map<number, string>, stream: (id: number) => Buffer, id: number): PdfFont {
  const font = objects.get(id)!
  const descendant = objects.get(Number(/\/DescendantFonts \[(\d+) 0 R\]/.exec(font)![1]))!
  const descriptor = objects.get(Number(/\/FontDescriptor (\d+) 0 R/.exec(descendant)![1]))!
  const map = stream(Number(/\/ToUnicode (\d+) 0 R/.exec(font)![1])).toString('latin1')
  const toText = new Map<number, string>()
  const text = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le')
  for (const block of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const m of block[1]!.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g))
      toText.set(Number.parseInt(m[1]!, 16), text(m[2]!))
  for (const block of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const m of block[1]!.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      const first = Number.parseInt(m[1]!, 16)
      for (let glyph = first; glyph <= Number.parseInt(m[2]!, 16); glyph++)
        toText.set(glyph, String.fromCodePoint(text(m[3]!).codePointAt(0)! + glyph - first))
    }
  const widths = new Map<number, number>()
  const numbers = (/\/W \[([\s\S]*?)\]\s*(?:\/|>>)/.exec(descendant)?.[1] ?? '')
    .replace(/\[[^\]]*\]/g, '')
    .trim()
    .split(/\s+/)
    .map(Number)
  for (let i = 0; i + 2 < numbers.length; i += 3)
    for (let glyph = numbers[i]!; glyph <= numbers[i + 1]!; glyph++) widths.set(glyph, numbers[i + 2]!)
  return {
    name: /\/BaseFont \/(\S+)/.exec(descendant)![1]!,
    embedded: /\/FontFile[23]? \d+ 0 R/.test(descriptor),
    toText,
    width: (glyph) => widths.get(glyph) ?? 1000,
  }
}

/** A string operand: `(...)` with escapes, or `<hex>`. */
function operandBytes(token: string): Buffer {
  if (token.startsWith('<')) return Buffer.from(token.slice(1, -1), 'hex')
  const out: number[] = []
  for (let i = 1; i < token.length - 1; i++) {
    let code = token.charCodeAt(i)
    if (code === 92) {
      const octal = /^[0-7]{1,3}/.exec(token.slice(i + 1))
      if (octal) {
        code = Number.parseInt(octal[0], 8)
        i += octal[0].length
      } else {
        const next = token[++i]!
        code = { n: 10, r: 13, t: 9, b: 8, f: 12 }[next] ?? next.charCodeAt(0)
      }
    }
    out.push(code)
  }
  return Buffer.from(out)
}

/** Operators and operands. Strings may hold balanced brackets, so they are walked and not matched. */
function* tokensOf(content: string): Generator<string> {
  const plain = /<<|>>|<[0-9A-Fa-f]*>|\[|\]|\/[^\s/<>[\]()]+|[^\s/<>[\]()]+/y
  for (let at = 0; at < content.length; ) {
    if (content[at] === '(') {
      let end = at + 1
      for (let depth = 1; depth > 0; end++) {
        if (content[end] === '\\') end++
        else if (content[end] === '(') depth++
        else if (content[end] === ')') depth--
      }
      yield content.slice(at, end)
      at = end
      continue
    }
    plain.lastIndex = at
    const match = plain.exec(content)
    if (match) yield match[0]
    at += match ? match[0].length : 1
  }
}

function readContent(content: string, fontOf: (name: string) => PdfFont): { runs: PdfRun[]; empty: number } {
  const runs: PdfRun[] = []
  let empty = 0
  let matrix: Matrix = [1, 0, 0, 1, 0, 0]
  let textMatrix: Matrix = [1, 0, 0, 1, 0, 0]
  let font: PdfFont | null = null
  let size = 0
  const saved: Matrix[] = []
  let stack: string[] = []
  const show = (parts: string[]) => {
    let advance = 0
    let text = ''
    for (const part of parts) {
      if (part.startsWith('(') || part.startsWith('<')) {
        const glyphs = operandBytes(part)
        for (let i = 0; i + 1 < glyphs.length; i += 2) {
          const glyph = glyphs.readUInt16BE(i)
          if (glyph === 0) empty++
          text += font!.toText.get(glyph) ?? ''
          advance += (font!.width(glyph) / 1000) * size
        }
      } else advance -= (Number(part) / 1000) * size
    }
    const placed = multiply(textMatrix, matrix)
    const scale = Math.hypot(placed[0], placed[1])
    runs.push({
      text,
      left: placed[4],
      right: placed[4] + advance * placed[0],
      baseline: placed[5],
      size: size * scale,
      upright: Math.abs(placed[1]) < 1e-6,
      font: font!.name,
    })
    textMatrix = multiply([1, 0, 0, 1, advance, 0], textMatrix)
  }
  for (const token of tokensOf(content)) {
    const n = (back: number) => Number(stack[stack.length - back])
    const six = (): Matrix => [n(6), n(5), n(4), n(3), n(2), n(1)]
    switch (token) {
      case 'q':
        saved.push(matrix)
        break
      case 'Q':
        matrix = saved.pop()!
        break
      case 'cm':
        matrix = multiply(six(), matrix)
        break
      case 'Tf':
        font = fontOf(stack.at(-2)!.slice(1))
        size = n(1)
        break
      case 'BT':
        textMatrix = [1, 0, 0, 1, 0, 0]
        break
      case 'Tm':
        textMatrix = six()
        break
      case 'Td':
        textMatrix = multiply([1, 0, 0, 1, n(2), n(1)], textMatrix)
        break
      case 'Tj':
        show([stack.at(-1)!])
        break
      case 'TJ':
        show(stack.slice(stack.lastIndexOf('[') + 1, stack.lastIndexOf(']')))
        break
      default:
        stack.push(token)
        continue
    }
    stack = []
  }
  return { runs, empty }
}

function lines(runs: PdfRun[]): string {
  let text = ''
  let last: PdfRun | null = null
  for (const run of runs.filter((r) => r.upright)) {
    if (last)
      text += Math.abs(run.baseline - last.baseline) > 1 ? '\n' : run.left - last.right > run.size * 0.2 ? ' ' : ''
    text += run.text
    last = run
  }
  return text
}

/** The whole text without spaces and line breaks: a sentence is found however the lines fell. */
export const flatText = (pdf: ReadPdf): string =>
  pdf.pages
    .map((page) => page.text)
    .join('\n')
    .replace(/\s+/g, '')
