import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * Papers are set in Noto Serif CJK (or Source Han Serif) where the machine has it, else in the sans-serif that comes
 * with the npm package. The office's own 仿宋 and 小标宋 may not be bundled.
 */
export interface PaperFonts {
  families: string[]
  /** Folders the typesetter must read besides the system's own. */
  folders: string[]
  files: string[]
  serif: boolean
}

const require = createRequire(import.meta.url)
const sansFolder = join(dirname(require.resolve('@embedpdf/fonts-sc')), '..', 'fonts')
const sansFamily = 'Noto Sans S Chinese'
const serifFiles: [RegExp, string][] = [
  [/^NotoSerifCJK(-Regular\.ttc|sc-Regular\.otf)$/, 'Noto Serif CJK SC'],
  [/^NotoSerifSC-Regular\.(otf|ttf)$/, 'Noto Serif SC'],
  [/^SourceHanSerif(SC)?-Regular\.(otf|ttc)$/, 'Source Han Serif SC'],
]

const systemFolders = () => [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(homedir(), '.local/share/fonts'),
  join(homedir(), '.fonts'),
  '/Library/Fonts',
  'C:\\Windows\\Fonts',
]

function filesBelow(folder: string, depth = 5): string[] {
  if (depth === 0 || !existsSync(folder)) return []
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(folder, entry.name), depth - 1) : [join(folder, entry.name)],
    )
  } catch {
    return [] // a folder this user may not read
  }
}

const sansFile = join(sansFolder, 'NotoSansHans-Regular.otf')

/** Only what the npm package brings: the same on every machine, used by tests of the fallback. */
export const bundledFonts = (): PaperFonts => ({
  families: [sansFamily],
  folders: [sansFolder],
  files: [sansFile],
  serif: false,
})

export function findFonts(folders: string[] = systemFolders()): PaperFonts {
  for (const file of folders.flatMap((folder) => filesBelow(folder))) {
    const name = file.split(/[\\/]/).at(-1)!
    const match = serifFiles.find(([pattern]) => pattern.test(name))
    if (match)
      return {
        families: [match[1], sansFamily],
        folders: [sansFolder, dirname(file)],
        files: [file, sansFile],
        serif: true,
      }
  }
  return bundledFonts()
}

/** The code points a font file draws, read from its `cmap` (formats 4 and 12), first face of a collection. */
export function coverageOf(file: string): (point: number) => boolean {
  const bytes = readFileSync(file)
  const start = bytes.toString('latin1', 0, 4) === 'ttcf' ? bytes.readUInt32BE(12) : 0
  const ranges: [number, number][] = []
  for (let i = 0; i < bytes.readUInt16BE(start + 4); i++) {
    const record = start + 12 + i * 16
    if (bytes.toString('latin1', record, record + 4) === 'cmap') readCmap(bytes, bytes.readUInt32BE(record + 8), ranges)
  }
  ranges.sort((a, b) => a[0] - b[0])
  return (point) => {
    let low = 0
    let high = ranges.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const [from, to] = ranges[middle]!
      if (point < from) high = middle - 1
      else if (point > to) low = middle + 1
      else return true
    }
    return false
  }
}

function readCmap(bytes: Buffer, cmap: number, ranges: [number, number][]): void {
  const tables = Array.from(
    { length: bytes.readUInt16BE(cmap + 2) },
    (_, i) => cmap + bytes.readUInt32BE(cmap + 8 + i * 8),
  )
  const full = tables.find((at) => bytes.readUInt16BE(at) === 12)
  if (full !== undefined) {
    for (let i = 0; i < bytes.readUInt32BE(full + 12); i++) {
      const group = full + 16 + i * 12
      ranges.push([bytes.readUInt32BE(group), bytes.readUInt32BE(group + 4)])
    }
    return
  }
  const basic = tables.find((at) => bytes.readUInt16BE(at) === 4)
  if (basic === undefined) return
  const segments = bytes.readUInt16BE(basic + 6) / 2
  for (let i = 0; i < segments; i++) {
    const end = bytes.readUInt16BE(basic + 14 + i * 2)
    const from = bytes.readUInt16BE(basic + 16 + segments * 2 + i * 2)
    if (from !== 0xffff) ranges.push([from, end])
  }
}

const coverages = new Map<string, (point: number) => boolean>()

/** Characters of a text that none of the fonts can draw: they would print as empty boxes. */
export function missingCharacters(text: string, fonts: PaperFonts): string[] {
  const covers = fonts.files.map((file) => {
    const known = coverages.get(file) ?? coverageOf(file)
    coverages.set(file, known)
    return known
  })
  const seen = new Set(text)
  return [...seen].filter((character) => {
    const point = character.codePointAt(0)!
    return point >= 0x20 && !covers.some((cover) => cover(point))
  })
}
