import sharp from 'sharp'
import { type Refusal, refuse } from '../foundation/index.ts'

/**
 * A photograph or scan before it may be kept: told by its first bytes, measured, drawn anew. What the camera wrote about
 * place, time and owner is left behind, and so is anything that only pretended to be a picture (R50).
 */
export interface PageFile {
  bytes: Buffer
  contentType: 'image/jpeg' | 'application/pdf'
  width: number | null
  height: number | null
}

export type PageRefusal = Refusal<
  | 'file-empty'
  | 'file-too-large'
  | 'file-kind'
  | 'file-broken'
  | 'picture-too-large'
  | 'picture-too-small'
  | 'pdf-active'
>

export const pageLimits = {
  bytes: 20 * 1024 * 1024,
  /** 100 million pixels: larger than any office scanner, smaller than a decompression bomb. */
  pixels: 100_000_000,
  /** Longer side after re-encoding; print on a scanned page stays readable. */
  side: 2400,
  least: 60,
}

type Sniffed = 'jpeg' | 'png' | 'webp' | 'tiff' | 'gif' | 'heic' | 'pdf' | null

/** What a file is by its content; its name and declared type are not asked. */
export function sniff(bytes: Buffer): Sniffed {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to)
  if (bytes.length < 12) return null
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (bytes.readUInt32BE(0) === 0x89504e47 && bytes.readUInt32BE(4) === 0x0d0a1a0a) return 'png'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp'
  if (ascii(0, 4) === 'II*\0' || ascii(0, 4) === 'MM\0*') return 'tiff'
  if (ascii(0, 4) === 'GIF8') return 'gif'
  if (ascii(4, 8) === 'ftyp' && /^(hei[cx]|hev[cx]|mif1|msf1)$/.test(ascii(8, 12))) return 'heic'
  if (ascii(0, 5) === '%PDF-') return 'pdf'
  return null
}

/** Reads one page. Pictures become JPEG without metadata; a PDF is kept as it is when it is quiet. */
export async function readPage(bytes: Buffer): Promise<PageFile | PageRefusal> {
  if (bytes.length === 0) return refuse('file-empty', undefined, 'file')
  if (bytes.length > pageLimits.bytes)
    return refuse('file-too-large', { megabytes: pageLimits.bytes / 1024 / 1024 }, 'file')
  const kind = sniff(bytes)
  if (kind === 'pdf') return readPdfFile(bytes)
  if (kind === null || kind === 'gif' || kind === 'heic')
    return refuse('file-kind', { kind: kind ?? 'unknown' }, 'file')
  try {
    const picture = sharp(bytes, {
      limitInputPixels: pageLimits.pixels,
      failOn: 'error',
      sequentialRead: true,
      pages: 1,
    })
    const { width, height } = await picture.metadata()
    if (width * height > pageLimits.pixels) return refuse('picture-too-large', undefined, 'file')
    if (Math.min(width, height) < pageLimits.least) return refuse('picture-too-small', undefined, 'file')
    const { data, info } = await picture
      .rotate() // by the camera's own word, which is dropped with the rest
      .resize({ width: pageLimits.side, height: pageLimits.side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .jpeg({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, contentType: 'image/jpeg', width: info.width, height: info.height }
  } catch (error) {
    const large = error instanceof Error && /pixel limit/i.test(error.message)
    return refuse(large ? 'picture-too-large' : 'file-broken', undefined, 'file')
  }
}

/** Scanners make PDFs. One that runs scripts, opens things, carries files or hides behind a password is not a scan. */
function readPdfFile(bytes: Buffer): PageFile | PageRefusal {
  const text = bytes.toString('latin1')
  if (!/%%EOF\s*$/.test(text.slice(-1024))) return refuse('file-broken', undefined, 'file')
  // Names may be written with #xx; they are read as PDF readers read them.
  const names = text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  if (/\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|OpenAction|AA|SubmitForm|ImportData|Encrypt)\b/.test(names))
    return refuse('pdf-active', undefined, 'file')
  return { bytes, contentType: 'application/pdf', width: null, height: null }
}
