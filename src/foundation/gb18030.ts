/**
 * GB 18030 text: what Excel and WPS on a Chinese desk open without asking, and what agencies' and banks' files use.
 * Reading is built into the platform (`new TextDecoder('gb18030')`); writing is not, so the table is turned round once.
 */
let twoAndFourByte: Map<number, Buffer> | null = null

/** Code points of the basic plane in the four-byte zone, by their linear position (GB 18030-2022, annex). */
const fourByteCount = 39_420
/** Code points above the basic plane follow one another from this linear position. */
const supplementaryStart = 189_000

function fourBytes(linear: number): Buffer {
  const b4 = 0x30 + (linear % 10)
  const b3 = 0x81 + (Math.floor(linear / 10) % 126)
  const b2 = 0x30 + (Math.floor(linear / 1260) % 10)
  const b1 = 0x81 + Math.floor(linear / 12_600)
  return Buffer.from([b1, b2, b3, b4])
}

function table(): Map<number, Buffer> {
  if (twoAndFourByte) return twoAndFourByte
  const decoder = new TextDecoder('gb18030')
  const made = new Map<number, Buffer>()
  const add = (bytes: Buffer) => {
    const text = decoder.decode(bytes)
    const point = text.codePointAt(0)!
    if (point !== 0xfffd && text.length === (point > 0xffff ? 2 : 1) && !made.has(point)) made.set(point, bytes)
  }
  for (let b1 = 0x81; b1 <= 0xfe; b1++)
    for (let b2 = 0x40; b2 <= 0xfe; b2++) if (b2 !== 0x7f) add(Buffer.from([b1, b2]))
  for (let linear = 0; linear < fourByteCount; linear++) add(fourBytes(linear))
  twoAndFourByte = made
  return made
}

/** Every character has a form in GB 18030, also the rarest name; a lone surrogate has none and becomes `?`. */
export function encodeGb18030(text: string): Buffer {
  const points = table()
  const parts: Buffer[] = []
  let ascii = ''
  const flush = () => {
    if (ascii) parts.push(Buffer.from(ascii, 'latin1'))
    ascii = ''
  }
  for (const character of text) {
    const point = character.codePointAt(0)!
    if (point < 0x80) {
      ascii += character
      continue
    }
    const bytes = points.get(point) ?? (point > 0xffff ? fourBytes(supplementaryStart + point - 0x10000) : null)
    if (bytes) {
      flush()
      parts.push(bytes)
    } else ascii += '?'
  }
  flush()
  return Buffer.concat(parts)
}

/** Throws a TypeError when the bytes are not GB 18030 (cut in the middle of a character, or another encoding). */
export const decodeGb18030 = (bytes: Uint8Array): string => new TextDecoder('gb18030', { fatal: true }).decode(bytes)
