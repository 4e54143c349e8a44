import sharp from 'sharp'

/** Drawn, not photographed: nobody and no real paper can be seen on them. One picture for every name, always the same. */
const sheet = (lines: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="640"><rect width="480" height="640" fill="#fbfaf5"/>${lines}</svg>`

const jpeg = (svg: string): Promise<Buffer> => sharp(Buffer.from(svg)).jpeg({ quality: 60 }).toBuffer()

const hash = (text: string): number => {
  let n = 2166136261
  for (const character of text) n = Math.imul(n ^ character.codePointAt(0)!, 16777619) >>> 0
  return n
}

/** A signed sheet of paper: a heading, lines of writing, a seal. */
export function drawnPaper(name: string): Promise<Buffer> {
  const n = hash(name)
  const lines = Array.from(
    { length: 14 },
    (_, i) =>
      `<rect x="60" y="${130 + i * 28}" width="${240 + ((n >> (i % 24)) % 120)}" height="8" rx="4" fill="#5b6470"/>`,
  ).join('')
  const seal = `<circle cx="350" cy="550" r="52" fill="none" stroke="#c23b3b" stroke-width="5" opacity=".7"/>`
  const mark = Array.from(
    { length: 30 },
    (_, i) => `<rect x="${20 + i * 8}" y="618" width="6" height="10" fill="${(n >> (i % 30)) & 1 ? '#bbb' : '#fff'}"/>`,
  ).join('')
  return jpeg(sheet(`<rect x="120" y="60" width="240" height="22" rx="6" fill="#2b3440"/>${lines}${seal}${mark}`))
}

/** A board on a wall with a sheet on it. */
export function drawnPicture(name: string): Promise<Buffer> {
  const n = hash(name)
  const mark = Array.from(
    { length: 30 },
    (_, i) => `<rect x="${20 + i * 8}" y="618" width="6" height="10" fill="${(n >> (i % 30)) & 1 ? '#bbb' : '#999'}"/>`,
  ).join('')
  const rows = Array.from(
    { length: 9 },
    (_, i) => `<rect x="170" y="${270 + i * 20}" width="140" height="6" fill="#667"/>`,
  ).join('')
  return jpeg(
    sheet(
      `<rect width="480" height="640" fill="#c9c1ae"/><rect x="60" y="140" width="360" height="380" fill="#2f6b4f" stroke="#7a5a33" stroke-width="14"/>` +
        `<rect x="150" y="220" width="180" height="240" fill="#fff"/><rect x="180" y="236" width="120" height="14" fill="#c23b3b"/>${rows}${mark}`,
    ),
  )
}
